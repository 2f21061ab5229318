"""A page of the ladder of contract ends: the table of clubs, and the men beneath."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.paginator import Paginator

from squads.depth import Standing
from squads.models import Club
from transfers.pages import contract_rows
from transfers.pages.contracts import (
    DEFAULT_SORT,
    PER_PAGE,
    Asked,
    Listed,
    by_loan,
    by_mark,
    guests,
    ladder,
    ordered,
    standings,
    table,
)

COLUMNS = {
    "player": "Player",
    "club": "Club",
    "position": "Pos.",
    "age": "Age",
    "ends": "Ends",
    "left": "Left",
    "standing": "Standing",
    "marks": "What matters",
}
SORTABLE = ("player", "club", "age", "ends", "standing")
NUMBERS = ("age", "left")


def listing(
    clubs: Mapping[int, Club], charted: Sequence[Club], asked: Asked, player_url: str
) -> dict[str, Any]:
    """Return what the page shows. charted: the clubs that have a ladder, in order. Three queries.

    player_url: the address of a man, with {} for his slug.
    """
    found = ladder(clubs, asked)
    listed, own = _listed(found, asked)
    titles = contract_rows.titles(listed, own, by_month=asked.sort.endswith(DEFAULT_SORT))
    page = Paginator(list(zip(titles, listed, strict=True)), PER_PAGE).get_page(asked.page)
    shown = [one for _, one in page]
    rows = _rows(shown, clubs, asked, player_url)
    return {
        "table": table(charted, found, asked),
        "columns": [_column(asked, name) for name in COLUMNS],
        "groups": contract_rows.grouped(
            [(title, row) for (title, _), row in zip(page, rows, strict=True)], Counter(titles)
        ),
        "club_count": len(charted),
        "count": page.paginator.count,
        "first": page.start_index(),
        "last": page.end_index(),
        "newer": asked.url(page=page.previous_page_number()) if page.has_previous() else "",
        "older": asked.url(page=page.next_page_number()) if page.has_next() else "",
    }


def everybody(clubs: Mapping[int, Club], asked: Asked) -> list[tuple[Listed, str, Standing, bool]]:
    """Return whom all pages of the list show, with positions and standing (True: derived)."""
    listed, _ = _listed(ladder(clubs, asked), asked)
    known, positions = standings(listed, asked.on), contract_rows.positions_of(listed)
    return [(one, positions.get(one.man, ""), *known[one.club.pk, one.man]) for one in listed]


def _listed(found: Sequence[Listed], asked: Asked) -> tuple[list[Listed], int]:
    """Return whom the filters leave, in order, and how many come first that clubs own."""
    loans, mark = asked.filters["loans"], asked.filters["mark"]
    men = by_mark(by_loan(found, loans), mark)
    visiting = by_mark(guests(found, loans), mark)
    known = standings([*men, *visiting], asked.on) if asked.sort.endswith("standing") else {}
    return [*ordered(men, asked.sort, known), *ordered(visiting, asked.sort, known)], len(men)


def _rows(
    shown: Sequence[Listed], clubs: Mapping[int, Club], asked: Asked, player_url: str
) -> list[contract_rows.Row]:
    known = standings(shown, asked.on)
    positions = contract_rows.positions_of(shown)
    return [contract_rows.row(one, clubs, positions, known, player_url) for one in shown]


def _column(asked: Asked, name: str) -> dict[str, Any]:
    """Return a heading and the address that sorts by it, turned round if it already does."""
    ascending, descending = asked.sort == name, asked.sort == f"-{name}"
    turned = asked.url(sort=f"-{name}" if ascending else name, page=1)
    return {
        "name": name,
        "label": COLUMNS[name],
        "url": turned if name in SORTABLE else "",
        "is_number": name in NUMBERS,
        "direction": "ascending" if ascending else "descending" if descending else "",
        "icon": "chevron-up" if ascending else "chevron-down" if descending else "",
    }
