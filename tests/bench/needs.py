"""Measure how long the needs of 600 clubs take, and one club after a change.

    uv run python -m tests.bench.needs [CLUBS]

Makes a database of its own in a temporary folder, loads the seeds and makes up the other clubs.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from io import StringIO
from typing import Any

from tests.bench.__main__ import prepare

CLUBS = 600
BOARD = "/windows/{}/"


def clock(work: Callable[[], Any]) -> tuple[float, float]:
    """Return the CPU seconds and the seconds by the clock that one call takes."""
    cpu, wall = time.process_time(), time.monotonic()
    work()
    return time.process_time() - cpu, time.monotonic() - wall


def report(name: str, figures: tuple[float, float], aim: str = "") -> None:
    cpu, wall = figures
    print(f"{name:<44}{cpu:>9.3f}{wall:>9.3f}  {aim}", flush=True)


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        from django.core.management import call_command
        from django.db import connections

        quiet = StringIO()
        call_command("generate_world", clubs=count - 21, seed=7, stdout=quiet)
        measure()
        connections.close_all()


def measure() -> None:
    from django.core.cache import cache
    from django.core.management import call_command
    from django.db import transaction
    from django.test import Client

    from squads.models import Club
    from transfers.models import Need, Outlook, Window

    quiet = StringIO()
    Outlook.objects.all().delete()
    print(f"{Club.objects.charted().count()} clubs{'CPU s':>39}{'clock s':>9}")
    refresh = clock(lambda: call_command("refresh_needs", stdout=quiet))
    report("refresh_needs, nothing known", refresh, "aim: under 60")
    print(f"{Outlook.objects.count()} outlooks, {Need.objects.count()} needs")
    report("refresh_needs, all known", clock(lambda: call_command("refresh_needs", stdout=quiet)))

    liverpool = Club.objects.filter(slug="liverpool")

    def change() -> None:
        with transaction.atomic():
            liverpool.touch()

    report("a change of one club, with its needs", clock(change), "aim: under 0.060")

    def ten() -> None:
        with transaction.atomic():
            for _ in range(10):
                liverpool.touch()

    report("ten changes in one transaction", clock(ten))
    league = Window.objects.filter(competition__slug="premier-league", name="Winter 2025/26").get()
    browser = Client()

    def board(cold: bool) -> None:
        if cold:
            cache.clear()
        if browser.get(BOARD.format(league.pk)).status_code != 200:
            raise SystemExit("the board cannot be shown")

    report("board of one league, nothing cached", clock(lambda: board(True)))
    report("board of one league, from the cache", clock(lambda: board(False)))
    Club.objects.charted().update(competition=league.competition)
    Outlook.objects.all().delete()
    call_command("refresh_needs", stdout=quiet)
    report("board of all clubs as one league", clock(lambda: board(True)))
    report("the same, from the cache", clock(lambda: board(False)))


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else CLUBS)
