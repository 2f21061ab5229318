"""Measure what a timeline of 45 weeks costs, in CPU time: its parts and the whole page.

    uv run python -m tests.bench.timeline

Liverpool of the seeds, and the same with as many made-up men again: twice the men, and with
their spells, loans and contracts twice the days on which something changes. Makes a database
of its own in a temporary folder.
"""

import datetime as dt
import tempfile
from typing import Any

from tests.bench.__main__ import cpu_ms, prepare

ON = dt.date(2025, 9, 30)
LAST = ON + dt.timedelta(45 * 7 - 1)
SEED = 7


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        from django.db import connections

        put_off_the_window_after_the_next()
        measure("liverpool")
        measure(make_big_squad())
        connections.close_all()


def put_off_the_window_after_the_next() -> None:
    """Let it open on the last day of 45 weeks, so that the page shows as many."""
    from transfers.models import Window

    opens_at = dt.datetime(LAST.year, LAST.month, LAST.day, tzinfo=dt.UTC)
    summer = Window.objects.filter(name="Summer 2026")
    summer.update(opens_at=opens_at, closes_at=opens_at + dt.timedelta(30))


def make_big_squad() -> str:
    """Move a made-up squad to Liverpool; return the slug of the club."""
    from squads.models import Club, Contract
    from transfers.worlds import make_world

    make_world(2, SEED, ON)
    giver = Club.objects.filter(slug__startswith="world-").earliest("pk")
    liverpool = Club.objects.get(slug="liverpool")
    Contract.objects.filter(club=giver, kind="permanent").update(club=liverpool)
    return liverpool.slug


def measure(slug: str) -> None:
    """Print the figures of one club."""
    from django.core.cache import cache
    from django.test import Client

    from squads.depth import timeline
    from squads.models import Club
    from transfers.loading import squads_on
    from transfers.pages.timeline import timeline_board

    club = Club.objects.charted().get(slug=slug)

    def load() -> Any:
        return squads_on([club], ON)[club.pk]

    squad = load()
    stretches = timeline(squad, ON, LAST)
    browser = Client()

    def page(cold: bool) -> bytes:
        if cold:
            cache.clear()
        answer = browser.get(f"/clubs/{slug}/timeline/")
        if b"45 weeks" not in answer.content:
            raise SystemExit(f"{answer.status_code}: no page of 45 weeks")
        return answer.content

    print(f"{club.name}, {len(squad.members)} men, {len(stretches)} charts{'CPU ms':>24}")
    figures = {
        "rows to squad": cpu_ms(load, 5),
        "the charts of every day": cpu_ms(lambda: timeline(squad, ON, LAST), 3),
        "charts to rows of strings": cpu_ms(
            lambda: timeline_board(stretches, [], lambda day: "", "{}"), 3
        ),
        "whole page, nothing cached (aim: 150)": cpu_ms(lambda: page(True), 2),
        "whole page, from the cache": cpu_ms(lambda: page(False), 20),
    }
    for name, cpu in figures.items():
        print(f"  {name:<46}{cpu:>9.1f}", flush=True)
    print(f"  {len(page(False)) / 1024:.0f} KiB of HTML\n")


if __name__ == "__main__":
    main()
