"""A legend that points men out: who is available, doubtful, out, on loan, young, or leaving."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from squads import wording
from squads.depth import Availability, DepthChart, Entry, age_on
from squads.extensions import Beside
from squads.pages.board import Row, ends_with_season, season_end

# In the order in which the legend and an address name them: name, label, icon.
KINDS = {
    "available": ("available", "check"),
    "doubtful": ("doubtful", "contrast"),
    "out": ("out", "cross"),
    "loan": ("on loan", "arrow-up-right"),
    "under21": ("under 21", "star"),
    "ending": ("contract ending", "hourglass"),
}
YOUNG = 21  # years
NOT_OUT = (Availability.AVAILABLE, Availability.DOUBTFUL, Availability.ON_LOAN)


class BadKind(ValueError):
    """An address asks for men of a kind that there is not."""


def asked_kinds(text: str) -> tuple[str, ...]:
    """Return the kinds that "doubtful,out" names, each once and in the legend's order.

    Raises BadKind, with a sentence for the reader.
    """
    named = [name.strip() for name in text.split(",") if name.strip()]
    for name in named:
        if name not in KINDS:
            raise BadKind(f"Nobody is “{name[:40]}” here. One can show {wording.join([*KINDS])}.")
    return tuple(name for name in KINDS if name in named)


def legend(
    chart: DepthChart, shown: Sequence[str], url: Callable[[Sequence[str]], str]
) -> dict[str, Any]:
    """Return the legend's chips, and what is said of the men that those pressed point out.

    url: the address of the chart that points out men of these kinds.
    """
    men: dict[str, set[str]] = {name: set() for name in KINDS}
    for entry in chart.members:
        for name in _kinds_of(entry, chart.on):
            men[name].add(entry.member.slug)
    found = set().union(*(men[name] for name in shown))
    said = wording.join([_meaning(name, len(men[name]), chart.on) for name in shown])
    return {
        "chips": [_chip(name, len(men[name]), shown, url) for name in KINDS],
        "shown": " ".join(shown),
        "men": found,
        "said": f"{len(found)} {'man stands' if len(found) == 1 else 'men stand'} out: {said}."
        if shown
        else "",
        "clear": url(()),
    }


def point_out(board: dict[str, Any], slugs: set[str]) -> None:
    """Mark the rows of these men in a board, and the others as those who stand back."""
    cards = (row for card in board["cards"] for row in (*card["rows"], *card["loans"]))
    for row in (*cards, *board["unplaced"]):
        row["classes"] += " is-picked" if row["slug"] in slugs else " is-faint"


def put_beside(board: dict[str, Any], found: Mapping[str, Beside]) -> None:
    """Put what others say of men, by slug, into the rows of the two-deep that name them."""
    for card in board["cards"]:
        for row in card["rows"]:
            row["beside"] = found.get(row["slug"]) if row["string"] else None


def _chip(name: str, count: int, shown: Sequence[str], url: Callable[[Sequence[str]], str]) -> Row:
    label, icon = KINDS[name]
    pressed = name in shown
    after = [one for one in KINDS if (one in shown) != (one == name)]
    return {
        "name": name,
        "label": label,
        "icon": icon,
        "count": count,
        "pressed": pressed,
        "url": url(after) if count or pressed else "",
    }


def _kinds_of(entry: Entry, on: dt.date) -> Iterator[str]:
    """Yield every kind that a man is of."""
    availability, born = entry.status.availability, entry.member.born_on
    if availability is Availability.AVAILABLE:
        yield "available"
    if availability is Availability.DOUBTFUL:
        yield "doubtful"
    if availability not in NOT_OUT:
        yield "out"
    if entry.loan_in or availability is Availability.ON_LOAN:
        yield "loan"
    if born and age_on(born, on) < YOUNG:
        yield "under21"
    if ends_with_season(entry, on):
        yield "ending"


def _meaning(name: str, count: int, on: dt.date) -> str:
    """Return how many are of a kind, and what exactly it means on that day."""
    words = {
        "available": "available",
        "doubtful": "doubtful",
        "out": "out, suspended, away or ineligible",
        "loan": "on loan, elsewhere or here",
        "under21": f"under 21 on {wording.full_day(on)}",
        "ending": f"with a contract that ends by {wording.full_day(season_end(on))}",
    }
    return f"{count} {words[name]}"
