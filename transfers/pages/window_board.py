"""The board of a window: the clubs by positions, and the needs of all of them, ranked."""

from collections.abc import Iterable, Mapping, Sequence

from squads import wording
from squads.depth import THIN_LEVELS, Position
from squads.models import Club
from transfers.models import NeedFlag
from transfers.outlooks import Known
from transfers.pages.needs import (
    MARKS,
    NOT_THERE,
    Flags,
    Row,
    Standpoint,
    Urls,
    level_text,
    severity,
)

Verdict = NeedFlag.Verdict
COVERED = (len(THIN_LEVELS), 0)  # sorts after everything that is thin
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
    levels, worst = known.levels, {need.position: need.worst_on for need in known.needs}
    cells = []
    for position in positions:
        level, cover, starters = levels.get(position, NOT_THERE)
        flag, is_thin = said.get(position), level in THIN_LEVELS
        verdict = flag.verdict if flag else ""
        cells.append(
            {
                "position": position.value,
                "level": level,
                "cover": f"{cover}/{2 * starters}" if is_thin else "",
                "says": f"{wording.position_name(position)}: {level_text(level, cover, starters)}",
                "url": urls.chart(
                    club, position, worst.get(position.value, known.outlook.first_on)
                ),
                "is_need": (is_thin and verdict != Verdict.DISMISSED) or verdict == Verdict.ADDED,
                "severity": severity(level, cover, starters),
                "mark": MARKS.get(verdict, ""),
                "verdict": verdict,
            }
        )
    return cells


def sorted_rows(rows: Iterable[Row], sort: str) -> list[Row]:
    """Return the clubs by name, or the worst first: more and graver needs before fewer."""
    if sort == "name":
        return sorted(rows, key=lambda row: row["club"])
    # A row that ends earlier has fewer needs: what is missing sorts as covered.
    return sorted(rows, key=lambda row: ([*row["severity"], COVERED], row["club"]))
