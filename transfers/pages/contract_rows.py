"""Men of the ladder of contract ends as rows of ready strings, under the months of their ends."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from squads import wording
from squads.depth import Aptitude
from squads.depth.standing import age_on
from squads.models import Club, PlayerPosition
from transfers.pages.contracts import Listed, Standings
from transfers.planning.contracts import Mark, Term

Row = dict[str, Any]
NOT_KNOWN = "Not known"
GUESTS = "Here on loan, under contract elsewhere"
# Marks that a row prints in words; what ends later has no need of one.
TOLD = {Mark.SIX: "last 6 months", Mark.TWELVE: "last 12 months", Mark.EIGHTEEN: "last 18 months"}
SOON = (Mark.SIX, Mark.TWELVE)


def positions_of(found: Iterable[Listed]) -> Mapping[int, str]:
    """Return the positions that each man is picked for, "CB RB", by man. One query."""
    listed = PlayerPosition.objects.filter(player__in=[one.man for one in found])
    listed = listed.exclude(aptitude=Aptitude.EMERGENCY.value).order_by("player", "order", "pk")
    positions: dict[int, list[str]] = defaultdict(list)
    for man, position in listed.values_list("player", "position"):
        positions[man].append(position)
    return {man: " ".join(codes) for man, codes in positions.items()}


def grouped(shown: Sequence[tuple[str, Row]], counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return rows under their headings. counts: how many men each has on all pages together."""
    return [
        {"title": title, "count": counts[title], "rows": [row for _, row in rows]}
        for title, rows in groupby(shown, key=lambda pair: pair[0])
    ]


def month(one: Listed) -> str:
    """Return the heading that a man stands under: the month in which his contract ends."""
    if one.ends_on is None:
        return NOT_KNOWN
    ended = ", ended" if one.holding.term.mark is Mark.ENDED else ""
    return f"{one.ends_on:%B %Y}{ended}"


def titles(listed: Sequence[Listed], own: int, *, by_month: bool) -> list[str]:
    """Return the heading of each man, empty where the order is not that of the ends.

    own: how many come first that belong to the clubs listed; the others are there on loan.
    """
    headings = [month(one) if by_month else "" for one in listed[:own]]
    return headings + [GUESTS] * (len(listed) - own)


def row(
    one: Listed,
    clubs: Mapping[int, Club],
    positions: Mapping[int, str],
    known: Standings,
    player_url: str,
) -> Row:
    """Return one man as the list prints him. player_url: of a man, with {} for his slug."""
    term = one.holding.term
    standing, derived = known[one.club.pk, one.man]
    return {
        "key": f"{one.club.slug}-{one.slug}",
        "name": one.name,
        "url": player_url.format(one.slug),
        "club": one.club.short_name,
        "club_url": one.club.get_absolute_url(),
        "positions": positions.get(one.man, "–"),
        "age": age_on(one.born_on, term.on) if one.born_on else "–",
        "ends": wording.full_day(term.ends_on) if term.ends_on else "not known",
        "left": left_text(term),
        "mark": term.mark.value,
        "told": TOLD.get(term.mark, ""),
        "standing": wording.STANDING_NAMES[standing],
        "derived": derived,
        "tags": tags(one, clubs),
    }


def left_text(term: Term) -> str:
    """Return "9 months", "under a month", "his last day", "ended" or a dash."""
    if term.mark is Mark.UNKNOWN:
        return "–"
    if term.months is None:
        return "ended"
    if term.months == 0:
        return "his last day"
    return "1 month" if term.months == 1 else f"{term.months} months"


def tags(one: Listed, clubs: Mapping[int, Club]) -> list[dict[str, str]]:
    """Return what else matters of his contract, in words: loans, and where he may sign."""
    holding = one.holding
    found = []
    if holding.loan and one.borrowed:
        where = f"on loan from {clubs[holding.own.club].name}"
        found.append(("loan", where + _until(holding.loan.ends_on)))
    elif holding.loan:
        where = f"on loan at {clubs[holding.loan.club].name}"
        found.append(("loan", where + _until(holding.loan.ends_on)))
    if holding.coming:
        signed = f"has signed for {clubs[holding.coming.club].name}"
        found.append(("signed", f"{signed} from {wording.full_day(holding.coming.starts_on)}"))
    elif holding.term.abroad_from and holding.term.mark in SOON:
        since = "since" if holding.may_sign_abroad else "from"
        day = wording.full_day(holding.term.abroad_from)
        found.append(("abroad", f"may sign abroad {since} {day}"))
    return [{"kind": kind, "text": text} for kind, text in found]


def _until(day: dt.date | None) -> str:
    return f" until {wording.full_day(day)}" if day else ""
