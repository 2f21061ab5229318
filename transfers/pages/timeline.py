"""A squad's timeline as rows of ready strings: positions and men by weeks, changes by day."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Any

from squads import wording
from squads.depth import Availability, Position, Standing, Stretch
from transfers.models import Window
from transfers.pages.turns import turn_text
from transfers.planning.bars import Bar, Man, Part, men_of
from transfers.planning.turns import turns
from transfers.planning.weeks import Cell, Row, Week, heat, weeks_of

Url = Callable[[dt.date], str]
POSITIONS = tuple(Position)
STANDINGS = tuple(Standing)


def timeline_board(
    stretches: Sequence[Stretch], windows: Iterable[Window], chart_url: Url, player_url: str
) -> dict[str, Any]:
    """Return everything that a timeline prints. Pure but for the windows' rows.

    windows: those that may be marked. chart_url: the address of the chart of a day. player_url:
    the address of a man, with {} for his slug.
    """
    weeks = weeks_of(stretches)
    return {
        "months": _months(weeks),
        "weeks": [_week(week, chart_url) for week in weeks],
        "windows": _windows(weeks, list(windows)),
        "rows": [_row(row, len(weeks)) for row in heat(stretches)],
        "turns": _days(stretches, chart_url),
        **_men(stretches, weeks, player_url),
    }


def _months(weeks: Sequence[Week]) -> list[dict[str, Any]]:
    """Return the months in which weeks begin; a year is told where it begins."""
    found: list[dict[str, Any]] = []
    for (year, month), its in groupby(weeks, key=lambda w: (w.first.year, w.first.month)):
        span = len(list(its))
        name = f"{dt.date(year, month, 1):%b}"
        is_new_year = not found or month == 1
        label = f"{name} {year}" if is_new_year and span > 2 else name
        found.append({"label": label, "title": f"{name} {year}", "span": span})
    return found


def _week(week: Week, chart_url: Url) -> dict[str, Any]:
    return {
        "day": week.first.day,
        "title": f"{wording.full_day(week.first)} to {wording.full_day(week.last)}",
        "url": chart_url(week.first),
    }


def _windows(weeks: Sequence[Week], windows: Sequence[Window]) -> list[dict[str, Any]]:
    """Return the weeks as stretches within a window or between two."""

    def open_in(week: Week) -> Window | None:
        return next((w for w in windows if week.touches(w.opens_on, w.closes_on)), None)

    return [
        {
            "span": len(list(its)),
            "name": window.name if window else "",
            "title": f"{window.name}, {wording.full_day(window.opens_on)} to "
            f"{wording.full_day(window.closes_on)}"
            if window
            else "",
        }
        for window, its in groupby(weeks, key=open_in)
    ]


def _row(row: Row, weeks: int) -> dict[str, Any]:
    name = wording.position_name(row.position)
    cells: list[dict[str, Any]] = []
    for _, run in groupby(row.cells, key=lambda c: (c.group.severity, c.counted)):
        same = list(run)
        told = _told(same)
        cells += [
            {
                "number": len(cells) + n,
                "level": cell.group.level.value,
                "text": f"{cell.group.cover}/{cell.group.group.target}",
                "is_first": n == 0,
                **told,
            }
            for n, cell in enumerate(same)
        ]
    return {"position": row.position.value, "name": name, "cells": cells}


def _told(same: Sequence[Cell]) -> dict[str, str]:
    """Return what a reader sees of weeks that look the same: from when to when, and who."""
    first, last, group = same[0], same[-1].week.last, same[0].group
    starters = group.group.starters
    names = [entry.member.name for entry in group.entries if entry.counted]
    behind = f"; behind: {', '.join(names[starters:])}" if names[starters:] else ""
    missing = [e.member.name for e in group.entries if e.credible and not e.status.counts]
    without = f"; without {', '.join(missing)}" if missing else ""
    return {
        "when": f"{wording.full_day(first.on)} to {wording.full_day(last)}",
        "how": wording.level_text(group),
        "who": f"{', '.join(names[:starters]) or 'Nobody'}{behind}{without}",
    }


def _days(stretches: Sequence[Stretch], chart_url: Url) -> list[dict[str, Any]]:
    first = stretches[0].first
    return [
        {
            "day": wording.day_text(day, first),
            "iso": day.isoformat(),
            "weekday": f"{day:%a}",
            "url": chart_url(day),
            "turns": [
                {
                    "position": turn.position.value,
                    "name": wording.position_name(turn.position),
                    "before": wording.level_text(turn.before),
                    "before_level": turn.before.level.value,
                    "after": wording.level_text(turn.after),
                    "after_level": turn.after.level.value,
                    "why": turn_text(turn),
                    "is_worse": turn.is_worse,
                }
                for turn in its
            ],
        }
        for day, its in groupby(turns(stretches), key=lambda turn: turn.on)
    ]


def _men(
    stretches: Sequence[Stretch], weeks: Sequence[Week], player_url: str
) -> dict[str, list[dict[str, Any]]]:
    """Return the men who are here at some time, then those who are on loan all the time."""
    here: list[dict[str, Any]] = []
    lent: list[dict[str, Any]] = []
    for man in sorted(men_of(stretches), key=_order):
        away = all(bar.availability is Availability.ON_LOAN for bar in man.bars)
        (lent if away else here).append(_man(man, weeks, player_url))
    return {"men": here, "lent": lent}


def _order(man: Man) -> tuple[Any, ...]:
    """Sort men by where they play first, then by standing; who plays nowhere comes last."""
    positions, entry = man.entry.member.positions, man.entry
    place = POSITIONS.index(positions[0][0]) if positions else len(POSITIONS)
    return place, STANDINGS.index(entry.standing), entry.member.slug


def _man(man: Man, weeks: Sequence[Week], player_url: str) -> dict[str, Any]:
    member, entry = man.entry.member, man.entry
    ends = entry.contract_until
    return {
        "name": member.name,
        "url": player_url.format(member.slug),
        "position": member.positions[0][0].value if member.positions else "",
        "standing": wording.STANDING_NAMES[entry.standing],
        "ends": f"{ends:%b ’%y}" if ends else "–",
        "ends_soon": ends is not None and ends <= weeks[-1].last,
        "loan_in": entry.loan_in,
        "parts": [_part(part, man, weeks[0].first) for part in man.parts(weeks)],
    }


def _part(part: Part, man: Man, first: dt.date) -> dict[str, Any]:
    bar = part.bar
    return {
        "span": part.weeks,
        "state": bar.availability.value,
        "mark": wording.MARKS.get(bar.availability, ""),
        "short": _short(bar, part.weeks),
        "text": "; ".join(_bar_text(bar, man, first) for bar in part.bars),
        "is_wide": part.weeks > 2,
    }


def _short(bar: Bar, weeks: int) -> str:
    """Return the words that stand in the bar, as many as its weeks have room for."""
    if bar.availability is Availability.AVAILABLE or weeks < 3:
        return ""
    if bar.availability is Availability.LEFT:
        return "no contract"
    return wording.reason_text(bar.status)


def _bar_text(bar: Bar, man: Man, first: dt.date) -> str:
    """Return what is true of him from when to when: "out (hamstring) to 11 Nov"."""
    days = f"{wording.day_text(bar.first, first)} to {wording.day_text(bar.last, first)}"
    if bar.availability is Availability.LEFT:
        ended = [e for e in (s.ends_on for s in man.entry.member.stays) if e and e < bar.first]
        if ended:
            what = "loan" if man.entry.loan_in else "contract"
            return f"{what} ends {wording.full_day(max(ended))}"
        return f"not here before {wording.full_day(bar.last + dt.timedelta(1))}"
    word = wording.AVAILABILITY_NAMES[bar.availability]
    if bar.availability is Availability.AVAILABLE:
        return f"{word}, {days}"
    if bar.availability is Availability.ON_LOAN:
        return f"on loan at {bar.status.reason}, {days}"
    if bar.availability is Availability.DOUBTFUL:
        word += f" {bar.status.chance} %"
    why = f" ({wording.reason_text(bar.status)})" if bar.status.reason else ""
    return f"{word}{why}, {days}"
