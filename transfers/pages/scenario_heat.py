"""The weeks to come under a scenario, beside those of the squad as it is: a small heat map."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from squads import wording
from squads.depth import GroupChart, Stretch
from transfers.loading import Horizon
from transfers.planning.weeks import Cell, Week, heat, weeks_of

Pair = tuple[Cell, Cell | None]


def scenario_heat(
    before: Sequence[Stretch], after: Sequence[Stretch], horizon: Horizon | None
) -> dict[str, Any]:
    """Return positions by weeks: of each week the worst day, equal weeks of a row joined.

    before, after: of the same days.
    """
    weeks = weeks_of(after)
    real = {row.position: row.cells for row in heat(before)}
    return {
        "months": _months(weeks),
        "window": _window(weeks, horizon) if horizon else [],
        "rows": [
            {
                "position": row.position.value,
                "name": wording.position_name(row.position),
                "cells": _runs(row.cells, real.get(row.position, ())),
            }
            for row in heat(after)
        ],
    }


def _runs(cells: Sequence[Cell], real: Sequence[Cell]) -> list[dict[str, Any]]:
    """Return the weeks of a position as cells; where they differ from reality they say how."""
    beside: Iterable[Cell | None] = real or [None] * len(cells)
    pairs = zip(cells, beside, strict=True)
    return [_run(list(run)) for _, run in groupby(pairs, key=_state)]


def _state(pair: Pair) -> tuple[Any, ...]:
    """Return what joins weeks: levels and covers, and whether the same men are counted."""
    cell, was = pair
    return _stand(cell.group), was and _stand(was.group), was and was.counted == cell.counted


def _stand(group: GroupChart) -> tuple[str, int]:
    return group.level.value, group.cover


def _run(run: Sequence[Pair]) -> dict[str, Any]:
    (cell, was), (last, _) = run[0], run[-1]
    days = f"{wording.full_day(cell.week.first)} to {wording.full_day(last.week.last)}"
    differs = was is not None and _stand(was.group) != _stand(cell.group)
    real = f"; in today’s squad {wording.level_text(was.group)}" if was and differs else ""
    others = "; other men" if was and not differs and was.counted != cell.counted else ""
    names = [entry.member.name for entry in cell.group.entries if entry.counted]
    return {
        "span": len(run),
        "level": cell.group.level.value,
        "cover": cell.group.cover,
        "text": f"{wording.level_text(cell.group)}{real}{others}: {', '.join(names)}, {days}",
        "differs": differs,
        "others": bool(others),
    }


def _months(weeks: Sequence[Week]) -> list[dict[str, Any]]:
    """Return the months as heads over the weeks that begin in them."""
    found = []
    for _, run in groupby(weeks, key=lambda w: (w.first.year, w.first.month)):
        its = list(run)
        name = f"{its[0].first:%b}" if len(its) > 1 else ""
        found.append({"name": name, "full": f"{its[0].first:%B %Y}", "span": len(its)})
    return found


def _window(weeks: Sequence[Week], horizon: Horizon) -> list[dict[str, Any]]:
    """Return the weeks outside the window and in it, as the cells of a line."""
    window = horizon.window

    def is_open(week: Week) -> bool:
        return week.touches(window.opens_on, window.closes_on)

    return [
        {"span": len(list(run)), "text": f"{window.name} window" if inside else ""}
        for inside, run in groupby(weeks, key=is_open)
    ]
