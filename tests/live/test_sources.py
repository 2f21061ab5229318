"""Hearing of changes: what a notice says, and when an SQLite file is read."""

import asyncio
import contextlib
import sqlite3

import pytest
from django.db import connection

from squads.live import sources
from squads.live.hub import Hub
from squads.live.sources import keep, poll, read_notice
from squads.models.clubs import CHANNEL, Club
from tests.factories import make_club
from tests.live.readers import join, quiet


@pytest.mark.parametrize(
    ("payload", "found"),
    [
        ("12:18 13:4", {12: 18, 13: 4}),
        ("", {}),
        ("nonsense", {0: 0}),
        ("12:18 13", {0: 0}),
        ("12:18:19", {0: 0}),
    ],
)
def test_a_notice_is_read(payload, found):
    assert read_notice(payload) == found


def test_a_notice_that_cannot_be_read_is_about_no_club_that_is_known():
    hub = Hub()
    asyncio.run(settled(hub))
    assert hub.learn(read_notice("nonsense")) is False


async def settled(hub: Hub) -> None:
    hub.settle({1: 10})


@pytest.mark.postgresql
@pytest.mark.django_db
def test_the_notice_that_is_sent_can_be_read():
    sent = []
    with connection.execute_wrapper(lambda run, *args: note(sent, run, *args)):
        club = make_club()
        Club.objects.filter(pk=club.pk).touch()
    assert (CHANNEL, {club.pk: club.version + 1}) in sent


def note(sent, run, statement, params, many, context):
    if "pg_notify" in statement:
        sent.append((params[0], read_notice(params[1])))
    return run(statement, params, many, context)


def test_pauses_grow_while_the_database_is_away(monkeypatch):
    pauses = []

    async def away(hub):
        raise OSError("nobody there")

    async def no_time(seconds):
        pauses.append(seconds)
        if len(pauses) == 9:
            raise asyncio.CancelledError

    monkeypatch.setattr(sources.asyncio, "sleep", no_time)
    with contextlib.suppress(asyncio.CancelledError):
        asyncio.run(keep(away, Hub()))
    assert pauses[0] <= 1 < 5 <= pauses[-1] <= 10


# SQLite


class Counting(Hub):
    """A hub that counts how often it was told the versions."""

    settled = 0

    def settle(self, versions):
        self.settled += 1
        super().settle(versions)


@pytest.fixture
def file(tmp_path, monkeypatch):
    """A file with the one table that is read, and a connection that writes."""
    path = tmp_path / "a file.sqlite3"
    monkeypatch.setitem(connection.settings_dict, "NAME", str(path))
    monkeypatch.setattr(sources, "POLL", 0.01)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("CREATE TABLE squads_club (id INTEGER PRIMARY KEY, version INTEGER)")
        writer.execute("INSERT INTO squads_club VALUES (1, 10), (2, 20)")
        yield writer


def polling(story):
    async def tell():
        hub = Counting()
        task = asyncio.create_task(keep(poll, hub))
        try:
            return await asyncio.wait_for(story(hub), 20)
        finally:
            task.cancel()

    return asyncio.run(tell())


async def until(asked) -> None:
    while not asked():
        await asyncio.sleep(0.005)


def test_a_file_that_nobody_watches_is_not_read(file):
    async def story(hub):
        await asyncio.sleep(0.1)
        return hub.settled

    assert polling(story) == 0


def test_a_file_is_read_once_while_nothing_is_written(file):
    async def story(hub):
        join(hub, "club-1:10")
        await asyncio.sleep(0.2)
        return hub.settled

    assert polling(story) == 1


def test_a_commit_is_heard_of(file):
    async def story(hub):
        reader = join(hub, "club-1:10")
        await until(lambda: hub.settled)
        file.execute("UPDATE squads_club SET version = 11 WHERE id = 1")
        await until(lambda: reader.told)
        return reader.told

    assert polling(story) == [{"club-1": 11}]


def test_a_transaction_that_is_open_is_not_waited_for(file):
    async def story(hub):
        reader = join(hub, "club-1:10")
        await until(lambda: hub.settled)
        file.execute("BEGIN IMMEDIATE")
        file.execute("UPDATE squads_club SET version = 11 WHERE id = 1")
        await asyncio.sleep(0.1)
        early = list(reader.told)
        file.execute("COMMIT")
        await until(lambda: reader.told)
        return early

    assert polling(story) == []


def test_what_changed_while_nobody_watched_is_known_to_the_next(file):
    async def story(hub):
        first = join(hub, "club-1:10")
        await until(lambda: hub.settled)
        hub.leave(first.watcher)
        await asyncio.sleep(0.1)
        file.execute("UPDATE squads_club SET version = 11 WHERE id = 1")
        reader = join(hub, "club-1:10")
        await until(lambda: reader.told)
        return reader.told

    assert polling(story) == [{"club-1": 11}]


def test_a_file_that_is_not_there_is_waited_for(tmp_path, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "later.sqlite3"))

    async def story(hub):
        reader = join(hub, "club-1:10")
        await asyncio.sleep(0.1)
        await quiet(hub)
        with contextlib.closing(sqlite3.connect(tmp_path / "later.sqlite3")) as writer:
            writer.execute("CREATE TABLE squads_club (id INTEGER PRIMARY KEY, version INTEGER)")
            writer.execute("INSERT INTO squads_club VALUES (1, 12)")
            writer.commit()
        await until(lambda: reader.told)
        return reader.told

    assert polling(story) == [{"club-1": 12}]
