"""The board of a window: the clubs by positions, and the needs of all of them, ranked."""

from collections.abc import Iterable, Mapping, Sequence

from squads import wording
from squads.depth import THIN_LEVELS, Level, Position
from squads.models import Club
from transfers.models import ENDED, Link, NeedFlag, Window
from transfers.outlooks import Known
from transfers.pages.lines import firsts
from transfers.pages.needs import (
    NOT_THERE,
    Flags,
    Row,
    Standpoint,
    Urls,
    is_dismissed,
    is_need,
    level_text,
    mark_of,
    severity,
)
from transfers.words import fee_of

NOTHING = (len(Level) + 1, 0)  # sorts after every need, even one added by hand
SORTS = {"worst": "Worst first", "name": "By name"}


def columns(known: Iterable[Known], only: str = "") -> list[Position]:
    """Return the positions that any of the formations has; only one, if one is chosen."""
    there = {position for one in known for position in one.outlook.levels}
    return [p for p in Position if p in there and only in ("", p)]


def grid(
    clubs: Sequence[Club],
    known: Mapping[int, Known],
    flags: Flags,
    positions: Sequence[Position],
    at: Standpoint,
) -> list[Row]:
    """Return a row of levels for each club in the order given.

    A club whose outlook is not known yet has no cells.
    """
    urls = Urls(at)
    return [_club_row(club, known.get(club.pk), flags, positions, urls) for club in clubs]


def _club_row(
    club: Club, known: Known | None, flags: Flags, positions: Sequence[Position], urls: Urls
) -> Row:
    cells = _cells(club, known, flags.get(club.pk, {}), positions, urls) if known else []
    return {
        "slug": club.slug,
        "club": club.short_name,
        "url": urls.club_page(club),
        "cells": cells,
        "needs": sum(cell["is_need"] for cell in cells),
        "severity": sorted(cell["severity"] for cell in cells if cell["is_need"]),
    }


def _cells(
    club: Club,
    known: Known,
    said: Mapping[str, NeedFlag],
    positions: Sequence[Position],
    urls: Urls,
) -> list[Row]:
    levels, cells, begin = known.levels, [], firsts(positions)
    for position in positions:
        now = levels.get(position, NOT_THERE)
        level, cover, starters = now
        flag = said.get(position)
        mark, verdict = mark_of(flag, *now)
        cells.append(
            {
                "position": position.value,
                "level": level,
                "is_first": position in begin,
                "is_thin": level in THIN_LEVELS,
                "is_deep": level == Level.DEEP,
                "cover": f"{cover}/{2 * starters}",
                "places": 2 * starters,
                "says": f"{wording.position_name(position)}: {level_text(*now)}",
                "url": urls.chart(club, position, known.worst_on(position)),
                "is_need": is_need(flag, *now),
                "is_dismissed": is_dismissed(flag, *now),
                "severity": severity(*now),
                "mark": mark,
                "verdict": verdict,
            }
        )
    return cells


def counts(needs: Sequence[Row]) -> Row:
    """Return how many rows are needs, and how many of those or of the others are special."""
    return {
        "needs": sum(need["is_need"] for need in needs),
        "by_hand": sum(need["is_by_hand"] for need in needs),
        "dismissed": sum(need["is_dismissed"] for need in needs),
        "settled": sum(not need["is_need"] and not need["is_dismissed"] for need in needs),
    }


def ended_links(window: Window) -> list[Row]:
    """Return the links of a window that were done or fell through, the last first. One query."""
    ended = [stage.value for stage in ENDED]
    found = Link.objects.filter(window=window, stage__in=ended).for_lists()
    return [
        {
            "pk": link.pk,
            "url": link.get_absolute_url(),
            "player": link.player.known_as,
            "from": link.from_club.short_name,
            "to": link.to_club.short_name,
            "kind": link.get_kind_display(),
            "fee": fee_of(link),
            "stage": link.stage,
            "stage_text": link.get_stage_display(),
            "on": wording.full_day(link.stage_on),
        }
        for link in found
    ]


def sorted_rows(rows: Iterable[Row], sort: str) -> list[Row]:
    """Return the clubs by name, or the worst first: more and graver needs before fewer."""
    if sort == "name":
        return sorted(rows, key=lambda row: row["club"])
    # A row that ends earlier has fewer needs: what is missing sorts last.
    return sorted(rows, key=lambda row: ([*row["severity"], NOTHING], row["club"]))
