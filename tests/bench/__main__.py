"""Measure what the pages and the engine cost, in CPU time, beside a constant page.

    uv run python -m tests.bench
    uv run python -m tests.bench live    the live stream, see live.py

Makes a database of its own in a temporary folder and loads the seeds into it. Figures change
from machine to machine and from minute to minute; the ratios are what counts.
"""

import datetime as dt
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

ROUNDS = 9
CLUB = "/clubs/liverpool/"


def prepare(folder: str) -> None:
    """Set the site up on a database of its own with the real seeds."""
    os.environ["VAR_DIR"] = folder
    os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
    os.environ["HTTPS"] = "0"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.conf import settings

    django.setup()
    settings.ROOT_URLCONF = "tests.bench.urls"
    settings.ALLOWED_HOSTS = ["testserver"]
    from django.core.management import call_command

    quiet = StringIO()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("load_seeds", stdout=quiet)


def cpu_ms(work: Callable[[], Any], repeats: int) -> float:
    """Return the median CPU milliseconds of one call, over several rounds of `repeats` calls."""
    work()
    rounds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for _ in range(repeats):
            work()
        rounds.append((time.process_time() - start) / repeats * 1000)
    return statistics.median(rounds)


def pages() -> dict[str, tuple[float, str]]:
    """Return the CPU milliseconds of pages through Django's handler and all its middleware."""
    from django.core.cache import caches
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import RequestFactory

    handler, factory = WSGIHandler(), RequestFactory()

    def get(path: str, expected: int = 200, **headers: str) -> Any:
        environ = factory.get(path, headers=headers).environ
        response = handler(environ, lambda status, headers, exc_info=None: None)
        if response.status_code != expected:
            raise SystemExit(f"{path} answered {response.status_code}, not {expected}")
        content = b"".join(response)
        response.close()
        return response, content

    def cold(path: str) -> None:
        for cache in caches.all():
            cache.clear()
        get(path)

    etag = get(CLUB)[0]["ETag"]
    return {
        "constant page": (cpu_ms(lambda: get("/constant/"), 200), ""),
        "chart, from the cache": (cpu_ms(lambda: get(CLUB), 200), "aim: 2 or less"),
        "chart, 304": (cpu_ms(lambda: get(CLUB, 304, if_none_match=etag), 200), ""),
        "chart, nothing cached": (cpu_ms(lambda: cold(CLUB), 10), ""),
        "all clubs, warm": (cpu_ms(lambda: get("/"), 10), ""),
        "all clubs, nothing cached": (cpu_ms(lambda: cold("/"), 2), ""),
        "thin positions, warm": (cpu_ms(lambda: get("/thin/"), 10), ""),
        "injuries": (cpu_ms(lambda: get("/injuries/"), 2), ""),
        "a player": (cpu_ms(lambda: get("/players/joe-gomez/"), 10), ""),
        "search": (cpu_ms(lambda: get("/search/?q=konate"), 10), ""),
    }


def engine() -> dict[str, tuple[float, str]]:
    """Return the CPU milliseconds of the engine and of rendering, on a real squad."""
    from django.template.loader import render_to_string

    from squads.day import site_day
    from squads.depth import depth_chart
    from squads.loading import load_formations, load_squads
    from squads.models import Club
    from squads.pages.keys import club_key
    from squads.views.charts import Asked, chart_context
    from tests.bench.two_deep import places_of

    on = dt.date(2025, 9, 30)
    club = Club.objects.charted().get(slug="liverpool")
    formations = load_formations()
    names = list(formations)

    def load() -> Any:
        return load_squads([club], "2025/26", formations)[club.pk]

    squad = load()
    chart = depth_chart(squad, on)
    here = [e for e in chart.members if e.status.availability.value != "on_loan"]
    solve = places_of(squad, on)
    key = club_key(club.slug)
    assert key is not None
    asked = Asked(key, site_day(on), on)

    def render() -> str:
        context = chart_context(asked, club, depth_chart(squad, on), names, edits=False)
        return render_to_string("squads/club_detail.html", context)

    return {
        f"two-deep of {len(here)} men": (cpu_ms(solve, 200), "aim: 1 ms or less"),
        "whole chart value": (cpu_ms(lambda: depth_chart(squad, on), 100), ""),
        "rows to squad, 4 queries": (cpu_ms(load, 20), ""),
        "chart to HTML, warm rows": (cpu_ms(render, 20), "aim: 15 ms or less"),
    }


def report(title: str, figures: dict[str, tuple[float, str]], baseline: float) -> None:
    print(f"\n{title:<30}{'CPU ms':>10}{'x constant':>12}")
    for name, (ms, aim) in figures.items():
        print(f"{name:<30}{ms:>10.3f}{ms / baseline:>12.2f}  {aim}")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        measured = pages()
        baseline = measured["constant page"][0]
        print(f"Python {sys.version.split()[0]}, median of {ROUNDS} rounds, CPU time")
        report("Pages, whole middleware", measured, baseline)
        report("Engine and rendering", engine(), baseline)
        from django.db import connections

        from tests.bench.feed import runs

        report("Feed", runs(), baseline)
        connections.close_all()


if __name__ == "__main__":
    if sys.argv[1:2] == ["live"]:
        from tests.bench import live

        live.main(sys.argv[2:])
    else:
        main()
