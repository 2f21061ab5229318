"""The worst positions of a club week by week, for its page: what the timeline shows in full."""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.urls import reverse

from squads import wording
from squads.day import day_query
from squads.depth import GroupChart, timeline
from squads.extensions import ClubPage, Panel
from transfers.loading import Horizon
from transfers.pages.windows import coming
from transfers.planning.weeks import Cell, Row, Week, heat, weeks_of

TEMPLATE = "transfers/_cover_panel.html"
WEEK = dt.timedelta(days=7)
LEAST, MOST = 16, 24  # weeks that are shown
POSITIONS = 5
WORDY = 4  # weeks from which on a stretch has room for its level's name


def club_panel(page: ClubPage) -> Panel | None:
    """Draw the weeks to the coming window's end, of the positions that are thin in one of them."""
    if not page.chart.members:
        return None
    horizon = coming(page.club, page.on)
    stretches = timeline(page.chart.squad, page.on, _last_day(page.on, horizon))
    weeks = weeks_of(stretches)
    thin = sorted((row for row in heat(stretches) if _worst(row).is_thin), key=_order)
    address = reverse("transfers:club_timeline", args=[page.club.slug])
    query = day_query(page.on, page.today)
    context = {
        "months": _months(weeks),
        "weeks": [_week(week, page, horizon) for week in weeks],
        "count": len(weeks),
        "window": horizon.window if horizon else None,
        "rows": [_row(row) for row in thin[:POSITIONS]],
        "more": len(thin) - POSITIONS,
        "until": weeks[-1].last,
        "url": f"{address}{query}",
    }
    return Panel(TEMPLATE, context)


def _last_day(on: dt.date, horizon: Horizon | None) -> dt.date:
    """Return the last day of the last week shown, the one in which the window closes if near."""
    closes = horizon.window.closes_on if horizon else on
    weeks = min(max((closes - on).days // 7 + 1, LEAST), MOST)
    return on + weeks * WEEK - dt.timedelta(days=1)


def _worst(row: Row) -> GroupChart:
    return min((cell.group for cell in row.cells), key=lambda group: group.severity)


def _order(row: Row) -> tuple[Any, ...]:
    """Sort positions by their worst week, then by how many weeks they are thin."""
    return (_worst(row).severity, -sum(cell.group.is_thin for cell in row.cells))


def _months(weeks: Sequence[Week]) -> list[dict[str, Any]]:
    found = []
    for (year, month), its in groupby(weeks, key=lambda week: (week.first.year, week.first.month)):
        first = dt.date(year, month, 1)
        found.append({"label": f"{first:%b}", "title": f"{first:%B %Y}", "span": len(list(its))})
    return found


def _week(week: Week, page: ClubPage, horizon: Horizon | None) -> dict[str, Any]:
    window = horizon.window if horizon else None
    return {
        "day": week.first.day,
        "title": f"Depth chart of {wording.full_day(week.first)}",
        "url": page.club.get_absolute_url() + day_query(week.first, page.today),
        "is_open": window is not None and week.touches(window.opens_on, window.closes_on),
    }


def _row(row: Row) -> dict[str, Any]:
    runs = groupby(row.cells, key=lambda cell: (cell.group.severity, cell.group.cover))
    return {
        "position": row.position.value,
        "name": wording.position_name(row.position),
        "parts": [_part(list(run)) for _, run in runs],
    }


def _part(cells: Sequence[Cell]) -> dict[str, Any]:
    """Return weeks on end in which a position stands alike."""
    group, first, last = cells[0].group, cells[0].on, cells[-1].week.last
    days = f"{wording.full_day(first)} to {wording.full_day(last)}"
    return {
        "span": len(cells),
        "level": group.level.value,
        "cover": f"{group.cover}/{group.group.target}",
        "word": group.level.value,
        "is_wordy": len(cells) >= WORDY,
        "title": f"{days}: {wording.level_text(group)}",
    }
