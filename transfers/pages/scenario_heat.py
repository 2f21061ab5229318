"""The weeks to come under a scenario, beside those of the squad as it is: a small heat map."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from squads import wording
from squads.depth import DepthChart, GroupChart, Position, Stretch
from transfers.loading import Horizon
from transfers.planning.weeks import Cell, Week, heat, weeks_of

Fill = tuple[str, int]
Mark = tuple[bool, bool]  # of a week: another level or cover on one of its days; other men


@dataclass(frozen=True, slots=True)
class Pair:
    """A week of a position under the scenario, and as it is; was: None where that lacks it."""

    cell: Cell
    was: Cell | None
    mark: Mark


def scenario_heat(
    before: Sequence[Stretch], after: Sequence[Stretch], horizon: Horizon | None
) -> dict[str, Any]:
    """Return positions by weeks: of each week the worst day, equal weeks of a row joined.

    before, after: of the same days. A week differs from reality if any of its days does.
    """
    weeks = weeks_of(after)
    real = {row.position: row.cells for row in heat(before)}
    marks = _marks(before, after, weeks)
    return {
        "months": _months(weeks),
        "window": _window(weeks, horizon) if horizon else [],
        "rows": [
            {
                "position": row.position.value,
                "name": wording.position_name(row.position),
                "cells": _runs(row.cells, real.get(row.position, ()), marks[row.position]),
            }
            for row in heat(after)
        ],
    }


def _marks(
    before: Sequence[Stretch], after: Sequence[Stretch], weeks: Sequence[Week]
) -> dict[Position, list[Mark]]:
    """Return of each position how every week differs from reality, on whatever day of it."""
    found = {group.position: [(False, False)] * len(weeks) for group in after[0].chart.groups}
    for first, last, was, now in _side_by_side(before, after):
        touched = [n for n, week in enumerate(weeks) if week.touches(first, last)]
        old = {group.position: group for group in was.groups}
        for group in now.groups:
            if (real := old.get(group.position)) is None:
                continue
            levels, men = _fill(real) != _fill(group), _men(real) != _men(group)
            marks = found[group.position]
            for n in touched if levels or men else ():
                marks[n] = (marks[n][0] or levels, marks[n][1] or men)
    return found


def _side_by_side(
    before: Sequence[Stretch], after: Sequence[Stretch]
) -> Iterator[tuple[dt.date, dt.date, DepthChart, DepthChart]]:
    """Return the stretches in which neither changes: first and last day, and both charts."""
    old, new = iter(before), iter(after)
    was, now = next(old, None), next(new, None)
    while was and now:
        last = min(was.last, now.last)
        yield max(was.first, now.first), last, was.chart, now.chart
        was = next(old, None) if was.last == last else was
        now = next(new, None) if now.last == last else now


def _runs(
    cells: Sequence[Cell], real: Sequence[Cell], marks: Sequence[Mark]
) -> list[dict[str, Any]]:
    """Return the weeks of a position as cells; where they differ from reality they say how."""
    beside: Iterable[Cell | None] = real or [None] * len(cells)
    pairs = [Pair(*found) for found in zip(cells, beside, marks, strict=True)]
    return [_run(list(run)) for _, run in groupby(pairs, key=_state)]


def _state(pair: Pair) -> tuple[Any, ...]:
    """Return what joins weeks: levels and covers, and how they differ from reality."""
    return _fill(pair.cell.group), pair.was and _fill(pair.was.group), pair.mark


def _fill(group: GroupChart) -> Fill:
    return group.level.value, group.cover


def _men(group: GroupChart) -> set[str]:
    return {entry.member.slug for entry in group.entries if entry.counted}


def _run(run: Sequence[Pair]) -> dict[str, Any]:
    cell, was = run[0].cell, run[0].was
    days = f"{wording.full_day(cell.week.first)} to {wording.full_day(run[-1].cell.week.last)}"
    differs, others = run[0].mark
    names = [entry.member.name for entry in cell.group.entries if entry.counted]
    said = _beside(cell.group, was.group if was else None, run[0].mark)
    return {
        "span": len(run),
        "level": cell.group.level.value,
        "cover": cell.group.cover,
        "target": cell.group.group.target,
        "text": f"{wording.level_text(cell.group)}{said}: {', '.join(names)}, {days}",
        "differs": differs,
        "others": others and not differs,
    }


def _beside(group: GroupChart, was: GroupChart | None, mark: Mark) -> str:
    """Return in what a week differs from that of today’s squad."""
    if was and _fill(was) != _fill(group):
        return f"; in today’s squad {wording.level_text(was)}"
    if mark[0]:
        return "; other than in today’s squad on some days"
    return "; other men" if mark[1] else ""


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
