"""Measure what a club's picture costs: laid out, painted, and kept.

    uv run python -m tests.bench.picture

Makes a database of its own in a temporary folder (SQLite) and loads the seeds. CPU milliseconds
of the median club, through Django's handler and all its middleware. What counts: 150 ms cold.
"""

import statistics
import tempfile
from functools import partial
from typing import Any

from tests.bench.__main__ import cpu_ms, prepare

REPEATS = 3


def measure() -> dict[str, float]:
    """Return the CPU milliseconds of each step, the median of all clubs."""
    from django.core.cache import caches
    from django.test import Client

    from squads.models import Club

    reader = Client()

    def get(path: str, expected: int = 200, **headers: str) -> Any:
        response = reader.get(path, headers=headers)
        if response.status_code != expected:
            raise SystemExit(f"{path} answered {response.status_code}, not {expected}")
        return response

    def cold(path: str) -> None:
        for cache in caches.all():
            cache.clear()
        get(path)

    found: dict[str, list[float]] = {}
    for slug in Club.objects.charted().values_list("slug", flat=True):
        for kind in ("svg", "png"):
            path = f"/clubs/{slug}/chart.{kind}"
            etag = get(path)["ETag"]
            held = partial(get, path, 304, **{"If-None-Match": etag})
            for name, work in (
                (f"{kind}, cold", partial(cold, path)),
                (f"{kind}, kept", partial(get, path)),
                (f"{kind}, 304", held),
            ):
                found.setdefault(name, []).append(cpu_ms(work, REPEATS))
    found["card, cold"] = [cpu_ms(partial(cold, "/card.png"), REPEATS)]
    return {name: statistics.median(costs) for name, costs in found.items()}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        from django.db import connections

        print(f"{'CPU ms':<14}{'median club':>12}   aim: 150 cold")
        for name, ms in measure().items():
            print(f"{name:<14}{ms:>12.1f}")
        connections.close_all()


if __name__ == "__main__":
    main()
