"""Measure the live stream over loopback: how soon, how much memory, at what cost to pages.

    uv run python -m tests.bench live [watchers ...]

Starts the production server on a database of its own (on the PostgreSQL that DATABASE_URL
names, if it does), lets watchers from another process watch one club and changes it. Half a
minute a round; two cores are shared by the server, the watchers and whoever measures.
"""

import http.client
import multiprocessing
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from tests.bench.watchers import watch

WATCHERS = (1000, 3000)
CHANGES = 20
EVERY = 0.5  # seconds from one change to the next
BETWEEN_PAGES = 0.01  # seconds
CLUB, OTHER_CLUB = "arsenal", "/clubs/liverpool/"
ROOM = {"LIVE_STREAMS": "10000", "LIVE_STREAMS_PER_ADDRESS": "10000"}


@dataclass
class Cost:
    """Milliseconds that each page took, and the share of a core that the server used."""

    took: list[float]
    cpu: float  # per cent, for pages and streams together

    def __str__(self) -> str:
        return "page p50 {:.1f}, p95 {:.1f}, p99 {:.1f} ms, {:.0f} % CPU".format(
            *percentiles(self.took), self.cpu
        )


def percentiles(values: list[float]) -> tuple[float, float, float]:
    cut = statistics.quantiles(values, n=100, method="inclusive")
    return cut[49], cut[94], cut[98]


def kilobytes(pids: list[int]) -> int:
    """Return the memory that these processes have to themselves."""
    found = 0
    for pid in pids:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        found += sum(int(line.split()[1]) for line in lines if line.startswith("Private"))
    return found


def cpu_ms(pids: list[int]) -> float:
    """Return the CPU time that these processes have used."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK") * 1000


def family(pid: int) -> list[int]:
    """Return the processes that serve: the workers, or the one that has none."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    serving = [
        int(c) for c in children if b"spawn_main" in Path(f"/proc/{c}/cmdline").read_bytes()
    ]
    return serving or [pid]


def change(slug: str) -> tuple[int, float]:
    """Change a club; return its new version and the moment just before the commit."""
    from django.db import transaction

    from squads.models import Club

    with transaction.atomic():
        Club.objects.filter(slug=slug).touch()
        version = Club.objects.values_list("version", flat=True).get(slug=slug)
        return version, time.monotonic()


def pages_during_changes(port: int, pids: list[int]) -> tuple[Cost, dict[int, float]]:
    """Ask for a cached page a hundred times a second while another club changes now and then.

    Returns what the pages cost, and the moment of each change by its version.
    """
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    took, changed = [], {}
    cpu, start = cpu_ms(pids), time.monotonic()
    for _ in range(CHANGES):
        version, at = change(CLUB)
        changed[version] = at
        until = at + EVERY * random.uniform(0.7, 1.3)
        while time.monotonic() < until:
            took.append(page_ms(client))
            time.sleep(BETWEEN_PAGES)
    client.close()
    share = (cpu_ms(pids) - cpu) / (time.monotonic() - start) / 10
    return Cost(took, share), changed


def page_ms(client: http.client.HTTPConnection) -> float:
    start = time.monotonic()
    client.request("GET", OTHER_CLUB)
    reply = client.getresponse()
    reply.read()
    if reply.status != 200:
        raise SystemExit(f"{OTHER_CLUB} answered {reply.status}")
    return (time.monotonic() - start) * 1000


@contextmanager
def watchers(port: int, club: int, version: int, number: int) -> Iterator[Connection]:
    """Let so many watch from a process of their own; they have all been greeted."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=watch, args=(there, port, club, version, number))
    process.start()
    there.close()
    try:
        if here.recv() != number:
            raise SystemExit("Not everybody found a place.")
        yield here
    finally:
        here.close()
        process.join()


def measure(port: int, pid: int, number: int) -> None:
    """Print one round."""
    from squads.models import Club

    pids = family(pid)
    pages_during_changes(port, pids)
    alone, _ = pages_during_changes(port, pids)
    before = kilobytes(pids)
    club = Club.objects.get(slug=CLUB)
    with watchers(port, club.pk, club.version, number) as there:
        time.sleep(1)
        each = (kilobytes(pids) - before) / number
        watched, changed = pages_during_changes(port, pids)
        time.sleep(1)
        there.send("done")
        seen: dict[int, list[float]] = there.recv()
    again, _ = pages_during_changes(port, pids)
    alone = Cost(alone.took + again.took, (alone.cpu + again.cpu) / 2)
    late = [(at - changed[v]) * 1000 for v, moments in seen.items() for at in moments]
    expected = number * len(changed)
    p50, p95, p99 = percentiles(late)
    slower = statistics.median(watched.took) / statistics.median(alone.took)
    print(f"\n{number} watchers, {len(pids)} process(es)")
    print(f"  commit to event  p50 {p50:.0f}, p95 {p95:.0f}, p99 {p99:.0f} ms   aim: p95 250")
    print(f"  events           {len(late)} of {expected} (the rest were merged)")
    print(f"  memory           {each:.1f} KB a watcher   aim: 20 or less")
    print(f"  without watchers {alone}")
    print(f"  with watchers    {watched}   x {slower:.2f}, aim: 1.3 or less")


@contextmanager
def database(folder: Path) -> Iterator[dict[str, str]]:
    """Lend an empty database; yields the environment that leads to it."""
    given = {"VAR_DIR": str(folder), "HTTPS": "0", "LOG_LEVEL": "ERROR"}
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield given | {"DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite3'}"}
        return
    name = f"twodeep_bench_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as direct:
        direct.execute(f'CREATE DATABASE "{name}"')
        try:
            yield given | {"DATABASE_URL": urlsplit(url)._replace(path=f"/{name}").geturl()}
        finally:
            direct.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def main(arguments: list[str]) -> None:
    numbers = [int(argument) for argument in arguments] or WATCHERS
    with tempfile.TemporaryDirectory() as name, database(Path(name)) as given:
        os.environ.update(given)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection, connections

        call_command("demo", "--no-serve", stdout=open(os.devnull, "w"))  # noqa: SIM115
        workers = (1, 2) if connection.vendor == "postgresql" else (1,)
        print(f"Python {sys.version.split()[0]}, {connection.vendor}")
        for processes in workers:
            for number in numbers:
                serve_and_measure(Path(name), given, processes, number)
        connections.close_all()


def serve_and_measure(folder: Path, given: dict[str, str], processes: int, number: int) -> None:
    from squads import demo
    from tests import running

    port = running.free_port()
    command = demo.server_command("127.0.0.1", port, workers=processes)
    with running.started(command, port, folder, **given, **ROOM) as server:
        time.sleep(3)  # until every worker is up
        measure(port, server.process.pid, number)


if __name__ == "__main__":
    main(sys.argv[1:])
