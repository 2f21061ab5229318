"""Running the project from outside: its commands, its server and a prepared demo."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from squads import demo

ROOT = Path(__file__).resolve().parent.parent
PASSWORDS = {name: f"{name}-of-the-demo" for name in demo.ACCOUNTS}
PREPARED = "twodeep_prepared_"
RUN = "TWODEEP_TEST_RUN"  # in the environment, the same for all the processes of a run


def environment(**given: object) -> dict[str, str]:
    """Return an environment that holds nothing of this test run but what is given."""
    names = ("PATH", "HOME", "LANG", "PYTHONDONTWRITEBYTECODE")
    kept = {name: os.environ[name] for name in names if name in os.environ}
    return kept | {k: str(v) for k, v in given.items()}


def manage(*arguments: str, **given: object) -> subprocess.CompletedProcess[str]:
    """Run manage.py to its end."""
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        env=environment(**given), cwd=ROOT, capture_output=True, text=True, timeout=300,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Server:
    """A running server: where it answers, its process, and what it has logged."""

    port: int
    process: subprocess.Popen[bytes]
    log_file: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        return self.log_file.read_text()

    def wait_until_up(self, seconds: float = 60) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise RuntimeError(f"The server did not come up:\n{self.log}")

    def stop(self, by: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to stop and return its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(by)
        return self.process.wait(timeout=20)


@contextmanager
def started(command: list[str], port: int, folder: Path, **given: object) -> Iterator[Server]:
    """Run a server while the block lasts."""
    log = folder / f"server-{port}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, env=environment(**given), cwd=ROOT, stdout=out, stderr=out,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
    server = Server(port, process, log)
    try:
        server.wait_until_up()
        yield server
    finally:
        try:
            server.stop()
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def serving(folder: Path, **given: object) -> Iterator[Server]:
    """Run the production server, over plain HTTP."""
    port = free_port()
    command = demo.server_command("127.0.0.1", port)
    with started(command, port, folder, HTTPS=0, **given) as server:
        yield server


@dataclass(frozen=True)
class Prepared:
    """What `manage.py demo` made of an empty folder, to be copied and never changed."""

    var: Path
    database: str  # the name of a PostgreSQL database, or nothing

    @property
    def output(self) -> str:
        return (self.var / "output.txt").read_text()

    @contextmanager
    def copied_to(self, folder: Path) -> Iterator[dict[str, str]]:
        """Lend a copy; yields the environment that leads to it."""
        var = folder / "var"
        shutil.copytree(self.var, var)
        if not self.database:
            yield {"VAR_DIR": str(var)}
            return
        name = f"{self.database}_{os.getpid()}_{time.monotonic_ns()}"
        run_sql(f'CREATE DATABASE "{name}" TEMPLATE "{self.database}"')
        try:
            yield {"VAR_DIR": str(var), "DATABASE_URL": database_url(name)}
        finally:
            run_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def prepare(shared: Path) -> Prepared:
    """Run the demo once for all the processes of a test run that share a folder."""
    shared.mkdir(parents=True, exist_ok=True)
    prepared = Prepared(shared / "var", prepared_name() if on_postgresql() else "")
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (prepared.var / "output.txt").exists():
            shutil.rmtree(prepared.var, ignore_errors=True)
            given = {"VAR_DIR": str(prepared.var)}
            if prepared.database:
                run_sql(f'DROP DATABASE IF EXISTS "{prepared.database}" WITH (FORCE)')
                run_sql(f'CREATE DATABASE "{prepared.database}"')
                given["DATABASE_URL"] = database_url(prepared.database)
            secrets = [f"--password={name}={secret}" for name, secret in PASSWORDS.items()]
            done = manage("demo", "--no-serve", *secrets, **given)
            if done.returncode:
                raise RuntimeError(f"manage.py demo failed:\n{done.stdout}{done.stderr}")
            (prepared.var / "output.txt").write_text(done.stdout)
    return prepared


def on_postgresql() -> bool:
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


def prepared_name() -> str:
    return PREPARED + os.environ[RUN]


def database_url(name: str) -> str:
    """Return the URL of another database on the server that this run uses."""
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def run_sql(statement: str) -> None:
    """Run a statement outside any transaction, on the database that this run was given."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as direct:
        direct.execute(statement)


def drop_prepared() -> None:
    """Drop what `prepare` made on PostgreSQL, and copies that a killed run left."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as direct:
        pattern = prepared_name().replace("_", r"\_") + "%"
        found = direct.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [pattern])
        for (name,) in found.fetchall():
            direct.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
