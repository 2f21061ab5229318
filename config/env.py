"""Read settings from the environment; refuse by name what cannot be read."""

import datetime as dt
import os
import re
import secrets
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}
SECRET_LENGTH = 50
SECRET_VARIETY = 5
HOST = re.compile(r"\*|\.?[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+\]", re.IGNORECASE)


def text(name: str, default: str = "") -> str:
    """Return the variable without blanks at its ends; empty counts as unset."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool) -> bool:
    """Return a switch: 1, true, yes, on or 0, false, no, off."""
    value = text(name).lower()
    if not value:
        return default
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")
    return value in TRUE


def number(name: str, default: int, *, least: int = 0) -> int:
    """Return a whole number of at least `least`."""
    value = text(name)
    if not value:
        return default
    if not value.isdecimal() or int(value) < least:
        raise ImproperlyConfigured(
            f"{name} must be a whole number of at least {least}, not {value!r}."
        )
    return int(value)


def choice(name: str, default: str, among: Sequence[str]) -> str:
    """Return one of a few words, in whatever case it was written."""
    value = text(name, default).upper()
    if value not in among:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(among)}, not {value!r}.")
    return value


def folder(name: str, default: Path) -> Path:
    """Return a folder; a relative one lies in the working directory."""
    path = Path(text(name, str(default))).expanduser().absolute()
    if path.exists() and not path.is_dir():
        raise ImproperlyConfigured(f"{name} must be a folder, and {path} is not.")
    return path


def words(name: str, default: list[str]) -> list[str]:
    """Return a list that is separated by commas or blanks."""
    return text(name).replace(",", " ").split() or default


def origins(name: str) -> list[str]:
    """Return a list of origins, each a scheme and a host: https://example.org."""
    found = words(name, [])
    for origin in found:
        parts = urlsplit(origin)
        bare = f"{parts.scheme}://{parts.netloc}"
        if parts.scheme not in {"http", "https"} or not parts.netloc or bare != origin:
            raise ImproperlyConfigured(
                f"{name} must list origins such as https://example.org, not {origin!r}."
            )
    return found


def address(name: str, default: str) -> str:
    """Return the address of something on the web: https://example.org/path."""
    value = text(name, default)
    wrong = ImproperlyConfigured(
        f"{name} must be an address such as https://example.org/feed/, not {value!r}."
    )
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError as error:
        raise wrong from error
    plain = value.isprintable() and " " not in value and port != 0
    if parts.scheme not in {"http", "https"} or not parts.hostname or not plain:
        raise wrong
    return value


def hosts(name: str, default: list[str]) -> list[str]:
    """Return a list of host names, without scheme, port or path."""
    found = words(name, default)
    for host in found:
        if not HOST.fullmatch(host):
            raise ImproperlyConfigured(
                f"{name} must list host names such as example.org, not {host!r}."
            )
    return found


def time_zone(name: str, default: str) -> str:
    value = text(name, default)
    try:
        ZoneInfo(value)
    except (OSError, ValueError, KeyError) as error:
        raise ImproperlyConfigured(
            f"{name} must name a time zone such as Europe/London, not {value!r}."
        ) from error
    return value


def current_day(name: str) -> dt.date | str | None:
    """Return None (the data set decides), "real" (today's date) or a fixed day."""
    value = text(name)
    if not value or value == "real":
        return value or None
    try:
        return dt.date.fromisoformat(value)
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name} must be 'real' or a day such as 2025-09-30, not {value!r}."
        ) from error


def database(name: str, *, fallback: Path) -> dict[str, Any]:
    """Return Django's description of the database at a URL, SQLite when unset.

    SQLite writes ahead and takes its write lock at the start of a transaction, so that
    writers queue instead of failing; PostgreSQL keeps its connections and checks them.
    """
    url = text(name)
    if not url:
        return sqlite({"ENGINE": "django.db.backends.sqlite3", "NAME": str(fallback)})
    try:
        found: dict[str, Any] = dict(dj_database_url.parse(url))
    except (ValueError, KeyError) as error:
        raise ImproperlyConfigured(
            f"{name} must be a database URL such as postgresql://user:password@host/name."
        ) from error
    engine = found.get("ENGINE")
    if engine == "django.db.backends.sqlite3":
        return sqlite(found)
    if engine == "django.db.backends.postgresql":
        return postgresql(found, name)
    raise ImproperlyConfigured(f"{name} must name SQLite or PostgreSQL, not {engine}.")


def sqlite(found: dict[str, Any]) -> dict[str, Any]:
    return found | {
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;"
            ),
        },
    }


def postgresql(found: dict[str, Any], name: str) -> dict[str, Any]:
    options = {"connect_timeout": 5} | found.get("OPTIONS", {})
    if not found.get("NAME") and "service" not in options:
        raise ImproperlyConfigured(
            f"{name} must name the database: postgresql://user:password@host/name."
        )
    return found | {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}


def secret_key(name: str, *, kept_in: Path) -> str:
    """Return the key from the environment, else one made once and kept in a private file.

    Where no file can be written every process gets a key of its own: safe, but people are
    signed out when it restarts.
    """
    value = text(name)
    if value:
        return checked_key(value, name)
    made = secrets.token_urlsafe(SECRET_LENGTH)
    try:
        if not kept_in.exists():
            keep(made, kept_in)
        return checked_key(kept_in.read_text().strip(), str(kept_in))
    except OSError:
        return made


def checked_key(value: str, name: str) -> str:
    """Return a key that is long and varied enough to sign with."""
    if len(value) < SECRET_LENGTH or len(set(value)) < SECRET_VARIETY:
        raise ImproperlyConfigured(
            f"{name} must hold at least {SECRET_LENGTH} characters, "
            f"{SECRET_VARIETY} of them different."
        )
    return value


def keep(secret: str, path: Path) -> None:
    """Write a secret to a file only its owner may read, whole or not at all.

    Of several processes that start at once the first one's secret is kept.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secret)
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)
