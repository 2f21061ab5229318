"""A squad's timeline as rows of ready strings: positions and men by weeks, changes by day."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Any

from squads import wording
from squads.depth import THIN_LEVELS, Stretch
from transfers.models import Window
from transfers.pages.bars import by_line
from transfers.pages.turns import turn_text
from transfers.planning.turns import Turn, turns
from transfers.planning.weeks import Cell, Row, Week, heat, weeks_of

Url = Callable[[dt.date], str]
WORDY = 4  # weeks in which there is room for a word


def timeline_board(
    stretches: Sequence[Stretch],
    windows: Iterable[Window],
    chart_url: Url,
    player_url: str,
    today: dt.date | None = None,
    beyond: dt.date | None = None,
) -> dict[str, Any]:
    """Return everything that a timeline prints. Pure but for the windows' rows.

    windows: those that may be marked. chart_url: the address of the chart of a day. player_url:
    the address of a man, with {} for his slug. today: the day whose week is marked. beyond: the
    first day by which no need is judged any more, from whose week on the weeks are marked.
    """
    weeks = weeks_of(stretches)
    changes = turns(stretches)
    lines, lent = by_line(stretches, weeks, player_url)
    return {
        "months": _months(weeks),
        "weeks": [_week(week, chart_url, today) for week in weeks],
        "windows": _windows(weeks, list(windows), beyond),
        "rows": [_row(row) for row in heat(stretches)],
        "turns": _days(changes, stretches[0].first, chart_url, beyond),
        "steady": _steady(stretches[0], changes, chart_url),
        "lines": lines,
        "lent": lent,
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


def _week(week: Week, chart_url: Url, today: dt.date | None) -> dict[str, Any]:
    return {
        "day": week.first.day,
        "title": f"{wording.full_day(week.first)} to {wording.full_day(week.last)}",
        "url": chart_url(week.first),
        "is_today": today is not None and week.touches(today, today),
    }


def _windows(
    weeks: Sequence[Week], windows: Sequence[Window], beyond: dt.date | None
) -> list[dict[str, Any]]:
    """Return the weeks as stretches within a window or between two, beyond a day or before it."""

    def state(week: Week) -> tuple[Window | None, bool]:
        window = next((w for w in windows if week.touches(w.opens_on, w.closes_on)), None)
        return window, _is_beyond(week.last, beyond)

    return [
        {
            "span": len(list(its)),
            "name": window.name if window else "",
            "title": f"{window.name}, {wording.full_day(window.opens_on)} to "
            f"{wording.full_day(window.closes_on)}"
            if window
            else "",
            "is_beyond": is_beyond,
        }
        for (window, is_beyond), its in groupby(weeks, key=state)
    ]


def _is_beyond(day: dt.date, beyond: dt.date | None) -> bool:
    return beyond is not None and beyond <= day


def _row(row: Row) -> dict[str, Any]:
    """Return a position's weeks as runs of those that look the same: cover, level and men."""
    runs: list[dict[str, Any]] = []
    for _, run in groupby(row.cells, key=lambda c: (c.group.severity, c.counted)):
        same = list(run)
        group = same[0].group
        runs.append(
            {
                "number": len(runs),
                "span": len(same),
                "level": group.level.value,
                "text": f"{group.cover}/{group.group.target}",
                "is_wordy": group.level in THIN_LEVELS and len(same) >= WORDY,
                **_told(same),
            }
        )
    name = wording.position_name(row.position)
    return {"position": row.position.value, "name": name, "runs": runs}


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


def _days(
    changes: Iterable[Turn], first: dt.date, chart_url: Url, beyond: dt.date | None
) -> list[dict[str, Any]]:
    """Return the changes by their days: those of thin positions one by one, the others told."""
    found: list[dict[str, Any]] = []
    for day, its in groupby(changes, key=lambda turn: turn.on):
        of_day = list(its)
        found.append(
            {
                "on": day,
                "day": f"{day:%a} {wording.day_text(day, first)}",
                "url": chart_url(day),
                "opens_beyond": _is_beyond(day, beyond)
                and not (found and _is_beyond(found[-1]["on"], beyond)),
                "turns": [_turn(turn) for turn in of_day if _is_grave(turn)],
                "spare": _spare([turn for turn in of_day if not _is_grave(turn)]),
            }
        )
    return found


def _is_grave(turn: Turn) -> bool:
    return turn.before.level in THIN_LEVELS or turn.after.level in THIN_LEVELS


def _turn(turn: Turn) -> dict[str, Any]:
    return {
        "name": wording.position_name(turn.position),
        "before": wording.level_text(turn.before),
        "before_level": turn.before.level.value,
        "after": wording.level_text(turn.after),
        "after_level": turn.after.level.value,
        "why": turn_text(turn),
        "is_worse": turn.is_worse,
    }


def _spare(changes: Sequence[Turn]) -> list[str]:
    """Return who has men to spare from now on, and who no longer has, as sentences."""
    found = []
    for is_worse, one, many in (
        (False, "has men to spare from now on", "have men to spare from now on"),
        (True, "has no more men to spare", "have no more men to spare"),
    ):
        names = [wording.position_name(t.position) for t in changes if t.is_worse is is_worse]
        told = wording.join([name.lower() for name in names])
        if told:
            found.append(wording.sentence(f"{told} {many if len(names) > 1 else one}"))
    return found


def _steady(stretch: Stretch, changes: Iterable[Turn], chart_url: Url) -> list[dict[str, Any]]:
    """Return the positions that are thin from the first day to the last, and why."""
    turned = {turn.position for turn in changes}
    return [
        {
            "name": wording.position_name(group.position),
            "level": group.level.value,
            "text": wording.level_text(group),
            "why": wording.why_thin(group, stretch.first),
            "url": f"{chart_url(stretch.first)}#pitch-{group.position}",
        }
        for group in stretch.chart.groups
        if group.level in THIN_LEVELS and group.position not in turned
    ]
