"""Where this process hears of new versions: notices on PostgreSQL, the file on SQLite.

Both have connections of their own and plain SQL: the ORM may not be used on the event loop.
"""

import asyncio
import logging
import os
import sqlite3
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from random import uniform
from typing import Any

import psycopg
from django.db import connection as ours
from psycopg import sql

from squads.live.hub import Hub
from squads.models.clubs import CHANNEL, Club

logger = logging.getLogger(__name__)
Source = Callable[[Hub], Awaitable[None]]

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 10.0  # seconds before trying again
LOOK = 1.0  # seconds in which a doubt on PostgreSQL is settled
CHECK = 30.0  # seconds after which all versions are read although nothing was said
ANSWER = 10.0  # seconds in which PostgreSQL has to answer
POLL = 0.1  # seconds between looks at an SQLite file, of some microseconds each
LOCK_WAIT = 0.05  # seconds: a look must not hold the event loop up
TABLE = Club._meta.db_table
VERSIONS = f"SELECT id, version FROM {TABLE}"  # noqa: S608 - a constant

# A connection that was lost without a word is noticed in half a minute; it has a name of its
# own in pg_stat_activity.
LISTENER = {
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
    "application_name": "twodeep live",
}


def source() -> Source:
    """Return what to listen to, for the database that the settings name."""
    return listen if ours.vendor == "postgresql" else poll


async def keep(source: Source, hub: Hub) -> None:
    """Listen for ever, after a loss again with growing pauses."""
    pause = FIRST_PAUSE
    while True:
        try:
            await source(hub)
        except Exception as error:
            if hub.known:
                pause = FIRST_PAUSE
            if pause == FIRST_PAUSE:
                logger.warning("Open pages hear of no change for now: %s", first_line(error))
            hub.forget()
            await asyncio.sleep(pause * uniform(0.5, 1))  # noqa: S311 - only to spread
            pause = min(pause * 2, LONGEST_PAUSE)
        else:
            hub.forget()


def first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]


# PostgreSQL


async def listen(hub: Hub) -> None:
    """Keep the hub's versions, from one connection that listens. Raises when it is lost."""
    async with await psycopg.AsyncConnection.connect(**parameters(), autocommit=True) as mine:
        # Listening comes before reading: what is written in between is heard.
        await mine.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
        logger.info("Listening for changes")
        read_at = await settle(mine, hub)
        while True:
            notices = [note async for note in mine.notifies(timeout=LOOK, stop_after=1)]
            heard = all(hub.learn(read_notice(note.payload)) for note in notices)
            if not heard or hub.doubtful or time.monotonic() > read_at + CHECK:
                read_at = await settle(mine, hub)


async def settle(mine: psycopg.AsyncConnection[Any], hub: Hub) -> float:
    """Read all versions and return when that was."""
    async with asyncio.timeout(ANSWER):
        found = await (await mine.execute(VERSIONS)).fetchall()
    hub.settle(dict(found))
    return time.monotonic()


def parameters() -> dict[str, Any]:
    """Return what Django connects with, less what is meant for Django's own cursors."""
    found = ours.get_connection_params()
    others = ("cursor_factory", "context", "prepare_threshold")
    return LISTENER | {k: v for k, v in found.items() if k not in others}


def read_notice(payload: str) -> dict[int, int]:
    """Return the versions in "12:18 13:4"; of what cannot be read, one of no club."""
    try:
        pairs = [entry.split(":") for entry in payload.split()]
        return {int(pk): int(version) for pk, version in pairs}
    except ValueError:
        return {0: 0}


# SQLite


async def poll(hub: Hub) -> None:
    """Keep the hub's versions while somebody watches. Raises when the file is not there."""
    await hub.watched.wait()
    path = Path(ours.settings_dict["NAME"]).absolute()
    file = identity(path)
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=LOCK_WAIT)) as mine:
        seen = -1
        while hub.watched.is_set():
            now = look(mine, hub, seen)
            if identity(path) != file:
                return
            seen = now
            await asyncio.sleep(POLL)


def look(mine: sqlite3.Connection, hub: Hub, seen: int) -> int:
    """Read the versions if anything was written since; return what to compare with next."""
    try:
        (now,) = mine.execute("PRAGMA data_version").fetchone()
        if now != seen or hub.doubtful:
            hub.settle(dict(mine.execute(VERSIONS).fetchall()))
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise
        return seen
    return int(now)


def identity(path: Path) -> tuple[int, int]:
    found = os.stat(path)
    return (found.st_dev, found.st_ino)
