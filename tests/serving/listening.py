"""A reader of the live stream, and somebody in another process who changes clubs."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx

from tests import running

WRITER = """
import sys, django
django.setup()
from django.db import connection, transaction
from squads.models import Club
from squads.models.clubs import after_change

after_change.clear()  # nobody here looks at what is worked out anew after each change

def versions():
    return {club.pk: club.version for club in Club.objects.order_by("pk")}

def touch(pks, times=1):
    for _ in range(times):
        Club.objects.filter(pk__in=pks).touch()

def touch_and_think_better_of_it(pks):
    with transaction.atomic():
        touch(pks)
        transaction.set_rollback(True)

def ask(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()

for line in sys.stdin:
    print(repr(eval(line)), flush=True)
"""


class Writer:
    """Runs what WRITER can do, in its own process and on the server's database."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def ask(self, call: str) -> Any:
        self.process.stdin.write(f"{call}\n")
        self.process.stdin.flush()
        return eval(self.process.stdout.readline())

    def touch(self, *pks: int, times: int = 1) -> None:
        self.ask(f"touch({pks!r}, {times})")

    def touch_and_think_better_of_it(self, *pks: int) -> None:
        self.ask(f"touch_and_think_better_of_it({pks!r})")

    def watch(self, *pks: int) -> str:
        """Return what a page of these clubs that was loaded just now would watch."""
        versions = self.ask("versions()")
        return ",".join(f"club-{pk}:{versions[pk]}" for pk in pks)

    def stamp(self) -> str:
        versions = self.ask("versions()")
        return f"{sum(versions.values())}.{len(versions)}"


@contextlib.contextmanager
def writing(**given: object) -> Iterator[Writer]:
    environment = running.environment(DJANGO_SETTINGS_MODULE="config.settings", **given)
    with subprocess.Popen(
        [sys.executable, "-c", WRITER], cwd=running.ROOT, env=environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        yield Writer(process)
        process.stdin.close()


@dataclass
class Event:
    name: str
    data: Any
    id: str = ""


class Stream:
    """An open stream, read event by event; to wait longer than its time-out is an error."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self.lines = response.iter_lines()

    @property
    def headers(self) -> httpx.Headers:
        return self.response.headers

    def block(self) -> dict[str, str]:
        """Return the fields up to the next empty line."""
        fields: dict[str, str] = {}
        for line in self.lines:
            if not line:
                return fields
            name, _, value = line.partition(": ")
            fields[name] = value
        raise EOFError

    def next(self) -> Event:
        """Return the next event that is not a beat."""
        event = self.next_of_any_kind()
        return self.next() if event.name == "beat" else event

    def next_of_any_kind(self) -> Event:
        fields = self.block()
        return Event(fields["event"], json.loads(fields["data"]), fields.get("id", ""))

    def greeting(self) -> None:
        assert self.block() == {"retry": "3000"}
        assert self.next().name == "hello"


@contextlib.contextmanager
def listening(
    server: running.Server, watch: str, *, seconds: float = 15, **headers: str
) -> Iterator[Stream]:
    """A stream that has been opened and has said hello."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    with (
        httpx.Client(base_url=server.url, timeout=seconds) as client,
        client.stream("GET", "/live/", params={"watch": watch}, headers=given) as response,
    ):
        if response.status_code != 200:
            raise Refused(response.status_code)
        stream = Stream(response)
        stream.greeting()
        yield stream


class Refused(Exception):
    def __init__(self, status: int) -> None:
        self.status = status
