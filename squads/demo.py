"""What `manage.py demo` does, step by step; each step can be run again."""

import errno
import hashlib
import os
import secrets
import socket
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import Error as DatabaseFailure
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor

ACCOUNTS = ("admin", "editor", "analyst")
PASSWORD_BYTES = 12
KEEP_ALIVE = 30  # seconds


def first_line(error: BaseException) -> str:
    """Return what went wrong, in one line."""
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(" :") if lines else type(error).__name__


def check_port(host: str, port: int) -> None:
    """Raise CommandError unless a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            if getattr(error, "errno", None) == errno.EADDRINUSE:
                raise CommandError(
                    f"Port {port} on {host} is taken. Choose another with --port."
                ) from error
            raise CommandError(f"Cannot serve on {host}:{port}: {first_line(error)}") from error


def make_folder(folder: Path) -> None:
    """Make the folder for everything that is not code; raise CommandError if it is read-only."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise CommandError(
            f"Cannot write to {folder}: {error.strerror}. Set VAR_DIR to a folder of yours."
        ) from error


def check_database() -> None:
    """Raise CommandError unless the database can be reached and, on SQLite, written to."""
    if connection.vendor == "sqlite" and connection.is_in_memory_db():  # type: ignore[attr-defined]
        raise CommandError("DATABASE_URL: a database in memory is gone before it is served.")
    try:
        with transaction.atomic():
            pass
    except DatabaseFailure as error:
        raise CommandError(f"Cannot use the database {place()}: {first_line(error)}") from error


def place() -> str:
    """Say where the database is, without its password."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return str(found["NAME"])
    return f"{found['NAME']} at {found['HOST'] or 'the local socket'}"


def migrate() -> int:
    """Bring the tables up to date and return how many migrations that took."""
    try:
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if waiting:
            call_command("migrate", interactive=False, verbosity=0)
    except DatabaseFailure as error:
        raise CommandError(f"Cannot migrate {place()}: {first_line(error)}") from error
    return waiting


def collect_static() -> bool:
    """Collect, hash and compress the static files, unless that was done with these very files."""
    stamp = Path(settings.STATIC_ROOT).with_suffix(".collected")
    digest = static_digest()
    if stamp.exists() and stamp.read_text() == digest and Path(settings.STATIC_ROOT).is_dir():
        return False
    try:
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(digest)
    except (OSError, ValueError) as error:
        raise CommandError(f"Cannot collect the static files: {first_line(error)}") from error
    return True


def static_digest() -> str:
    """Return a digest of every static file and of how they are stored."""
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for path, storage in finder.list(None):
            with storage.open(path) as file:
                digest.update(f"\0{path}\0".encode() + file.read())
    return digest.hexdigest()


@transaction.atomic
def make_accounts(given: Mapping[str, str]) -> dict[str, str]:
    """Make the accounts that are missing and set the passwords that were given.

    given: a password for some of ACCOUNTS, which also replaces an old one. Returns the
    passwords that were made up, by account; those of accounts that were there stay as they are.
    """
    made: dict[str, str] = {}
    for name in ACCOUNTS:
        user, is_new = get_user_model().objects.get_or_create(
            username=name, defaults={"is_staff": True, "is_superuser": name == "admin"}
        )
        if is_new:
            user.groups.add(Group.objects.get_or_create(name=name)[0])
            if name not in given:
                made[name] = secrets.token_urlsafe(PASSWORD_BYTES)
        if is_new or name in given:
            user.set_password(given.get(name) or made[name])
            user.save(update_fields=["password"])
    return made


def server_command(host: str, port: int, *, workers: int = 1) -> list[str]:
    """Return the command line of the production server."""
    module, _, name = settings.ASGI_APPLICATION.rpartition(".")
    return [
        *(sys.executable, "-m", "uvicorn", f"{module}:{name}"),
        *("--app-dir", str(settings.BASE_DIR), "--host", host, "--port", str(port)),
        *("--workers", str(workers), "--loop", "uvloop", "--http", "httptools"),
        *("--timeout-keep-alive", str(KEEP_ALIVE), "--timeout-graceful-shutdown", "1"),
        *("--no-proxy-headers", "--no-access-log", "--log-level", "warning"),
    ]


def server_environment(host: str) -> dict[str, str]:
    """Plain HTTP, on this machine's names and the one it was told to listen on."""
    name = f"[{host}]" if ":" in host else host
    hosts = {*settings.ALLOWED_HOSTS, name} - {"0.0.0.0", "[::]"}  # noqa: S104
    return {**os.environ, "HTTPS": "0", "ALLOWED_HOSTS": ",".join(sorted(hosts))}


def serve(host: str, port: int, workers: int) -> NoReturn:
    """Become the production server: signals and the exit code are its own from here on."""
    connections.close_all()
    sys.stdout.flush()
    sys.stderr.flush()
    command = server_command(host, port, workers=workers)
    os.execve(command[0], command, server_environment(host))  # noqa: S606
