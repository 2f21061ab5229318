"""The part of the engine that solves the two-deep, on its own."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

from squads.depth import Squad, depth_chart
from squads.depth import chart as charts
from squads.depth.two_deep import assign, irreplaceable


def places_of(squad: Squad, on: dt.date) -> Callable[[], Any]:
    """Return the call that fills the places for this squad, as the chart makes it."""
    with patch.object(charts, "assign", wraps=assign) as seen:
        depth_chart(squad, on)
    groups, candidates = seen.call_args.args

    def solve() -> Any:
        placed = assign(groups, candidates)
        return placed, irreplaceable(groups, candidates, placed)

    return solve
