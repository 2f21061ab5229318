"""Measure the list of candidates in a world of 600 clubs, beside one of 20 clubs.

    uv run python -m tests.bench.candidates [CLUBS]

Makes a database of its own in a temporary folder (SQLite) and loads the seeds; their 21 clubs
are in both worlds. Nothing is cached. What counts: 300 ms of CPU at most, and as many queries.
"""

import sys
import tempfile
from collections.abc import Callable
from functools import partial
from io import StringIO
from typing import Any

from tests.bench.__main__ import cpu_ms, prepare

CLUBS, FEW = 600, 20
ASKED = {
    "centre-backs": "CB/",
    "in midfield, capable too": "CM/?fit=capable",
    "the same, available": "CM/?fit=capable&available=yes",
    "homegrown strikers by age": "ST/?homegrown=yes&sort=age",
    "page 40, by name": "CB/?sort=name&page=40",
}
SHORTLIST = "CB/?foot=left"


def cost(work: Callable[[], Any]) -> tuple[float, int]:
    """Return the CPU milliseconds and the queries of one call."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ms = cpu_ms(work, 1)
    with CaptureQueriesContext(connection) as queries:
        work()
    return ms, len(queries)


def measure(clubs: int, seed: int) -> tuple[int, dict[str, tuple[float, int]]]:
    """Return how many men there are in a world of so many clubs, and what its pages cost."""
    from django.contrib.auth.models import Group, User
    from django.core.cache import cache
    from django.core.management import call_command
    from django.test import Client

    from squads.depth import Position
    from squads.models import Club, Player
    from transfers.moves.shortlists import MOST, shortlist

    call_command("generate_world", clubs=clubs, seed=seed, stdout=StringIO())
    reader, analyst = Client(), Client()
    user = User.objects.create_user(f"analyst{seed}-{clubs}")
    user.groups.add(Group.objects.get(name="analyst"))
    analyst.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    def show(path: str, browser: Client = reader) -> None:
        cache.clear()
        if browser.get(f"/clubs/liverpool/candidates/{path}").status_code != 200:
            raise SystemExit(f"{path} cannot be shown")

    found = {name: cost(partial(show, path)) for name, path in ASKED.items()}
    wanted = Player.objects.filter(slug__startswith="world-", positions__position="CB")
    for player in wanted.order_by("-pk")[:MOST]:
        shortlist(Club.objects.get(slug="liverpool"), Position.CB, player, by=user)
    found[f"with {MOST} men on the shortlist"] = cost(partial(show, SHORTLIST, analyst))
    return Player.objects.count(), found


def main(many: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        from django.core.management import call_command
        from django.db import connections

        few_men, few = measure(FEW, seed=1)
        call_command("generate_world", remove=True, stdout=StringIO())
        many_men, found = measure(many, seed=1)
        heads = f"{few_men:,} men", f"{many_men:,} men"
        print(f"{'CPU ms (queries)':<32}{heads[0]:>16}{heads[1]:>16}{'times':>8}  aim: 300 ms")
        for name, (ms, queries) in found.items():
            before, as_many = few[name]
            cells = f"{before:.0f} ({as_many})", f"{ms:.0f} ({queries})"
            print(f"{name:<32}{cells[0]:>16}{cells[1]:>16}{ms / before:>8.1f}")
        connections.close_all()


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else CLUBS)
