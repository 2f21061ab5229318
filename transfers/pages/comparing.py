"""Scenarios side by side: one row a position, one column a scenario, the first is reality."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from squads import wording
from squads.depth import DepthChart, GroupChart, Level, Position
from squads.pages import board
from transfers.models import Scenario
from transfers.pages.scenario_page import Outlook, Sight, sums
from transfers.pages.scenarios import summary_of
from transfers.planning.outcomes import Outcome
from transfers.scenarios import Plan

Row = board.Row
MOST_COMPARED = 4


def comparison(sight: Sight) -> dict[str, Any]:
    """Return the table's columns, a row for each position, and rows on the whole squad.

    The first column is today's squad; scenarios that leave it as it is share that column.
    """
    idle = [plan.scenario for plan in sight.plans if _is_idle(plan)]
    sight = _without_idle(sight)
    outlooks = (sight.real, *sight.planned)
    levels = [{g.position: g for g in outlook.chart.groups} for outlook in outlooks]
    positions = [p for p in Position if any(p in level for level in levels)]
    return {
        "club": sight.club,
        "side_crumb": f"{sight.club} side by side",
        "on": sight.on,
        "on_text": wording.full_day(sight.on),
        "columns": [_today(sight, idle), *_columns(sight)],
        "rows": [
            {
                "name": wording.position_name(position),
                "position": position.value,
                "cells": _cells([level.get(position) for level in levels]),
            }
            for position in positions
        ],
        "sums": _sums(outlooks, sight),
        "window": sight.horizon.window if sight.horizon else None,
    }


def _is_idle(plan: Plan) -> bool:
    """Whether a scenario supposes nothing, so that its column would be that of today's squad."""
    return not plan.rows and plan.scenario.formation is None


def _without_idle(sight: Sight) -> Sight:
    pairs = zip(sight.plans, sight.planned, strict=True)
    found = [(plan, outlook) for plan, outlook in pairs if not _is_idle(plan)]
    return replace(
        sight,
        plans=tuple(plan for plan, _ in found),
        planned=tuple(outlook for _, outlook in found),
    )


def _today(sight: Sight, idle: Sequence[Scenario]) -> Row:
    """Return the column of the real squad. same: the scenarios that suppose nothing."""
    formation = sight.real.chart.formation.name
    same = [{"name": one.name, "url": one.get_absolute_url()} for one in idle]
    return {"name": "Today’s squad", "url": "", "shape": formation, "moves": [], "same": same}


def _columns(sight: Sight) -> list[Row]:
    return [
        {
            "name": plan.scenario.name,
            "url": plan.scenario.get_absolute_url(),
            "moves": summary_of(plan.rows, _shape(plan)),
        }
        for plan in sight.plans
    ]


def _shape(plan: Plan) -> str:
    return plan.scenario.formation.name if plan.scenario.formation else ""


def _cells(groups: Sequence[GroupChart | None]) -> list[Row]:
    """Return a position's cells: level, cover and who is counted, against the first column."""
    first = groups[0]
    return [_cell(group, first if number else None) for number, group in enumerate(groups)]


def _cell(group: GroupChart | None, real: GroupChart | None) -> Row:
    """Return a cell; real: the same position with nothing done, None in that column itself."""
    if group is None:
        return {"absent": True}
    now = _counted(group)
    before = _counted(real) if real else now
    return {
        "level": group.level.value,
        "text": wording.level_text(group),
        "cover": group.cover,
        "target": group.group.target,
        "men": [{"name": man[1], "new": man not in before} for man in now],
        "gone": [man[1] for man in before if man not in now],
        "tone": _tone(real, group),
        "is_same": real is not None and now == before and real.severity == group.severity,
    }


def _counted(group: GroupChart | None) -> list[tuple[str, str]]:
    entries = group.entries if group else ()
    return [(entry.member.slug, entry.member.name) for entry in entries if entry.counted]


def _tone(before: GroupChart | None, after: GroupChart) -> str:
    if before is None or before.severity == after.severity:
        return ""
    return "worse" if after.severity < before.severity else "better"


def _sums(outlooks: Sequence[Outlook], sight: Sight) -> list[Row]:
    """Return what is true of the whole squad: thin positions, the worst need, places, age."""
    until = wording.full_day(sight.real.stretches[-1].last)
    found = [
        ("Thin positions", [_thin(outlook.chart) for outlook in outlooks]),
        (f"Worst need until {until}", [_worst(outlook.needs) for outlook in outlooks]),
        ("Places of the two-deep filled", [_filled(outlook.chart) for outlook in outlooks]),
        ("Average age of those counted", [_age(outlook.chart) for outlook in outlooks]),
    ]
    for add in sums:
        if more := add(sight):
            found.append((more[0], [{"text": text} for text in more[1]]))
    return [
        {"name": name, "cells": [_against(cells[0], cell) for cell in cells]}
        for name, cells in found
    ]


def _against(first: Row, cell: Row) -> Row:
    return cell | {"differs": cell["text"] != first["text"]}


def _thin(chart: DepthChart) -> Row:
    names = [wording.position_name(group.position) for group in chart.thin]
    return {"text": str(len(names)), "more": ", ".join(names)}


def _worst(needs: dict[Position, Outcome]) -> Row:
    worst = min(needs.values(), key=lambda o: (o.severity, o.worst_on), default=None)
    if worst is None or not worst.is_thin:
        return {"text": "none", "level": Level.COVERED.value}
    name = wording.position_name(worst.position)
    return {
        "text": f"{name}, {worst.cover} of {worst.target}",
        "level": worst.level.value,
        "level_text": worst.level.value,
        "more": f"on {wording.full_day(worst.worst_on)}",
    }


def _filled(chart: DepthChart) -> Row:
    target = sum(group.group.target for group in chart.groups)
    return {"text": f"{sum(group.cover for group in chart.groups)} of {target}"}


def _age(chart: DepthChart) -> Row:
    """Return the mean age in years of those whose birthdays are known, to one decimal."""
    counted = {
        entry.member.slug: entry.member.born_on
        for group in chart.groups
        for entry in group.entries
        if entry.counted and entry.member.born_on
    }
    days = [(chart.on - born_on).days for born_on in counted.values()]
    return {"text": f"{sum(days) / len(days) / 365.25:.1f} years" if days else "–"}
