"""Everybody who is absent or doubtful on a day, as rows of ready strings."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from squads import wording
from squads.depth import (
    Aptitude,
    Availability,
    Entry,
    Member,
    Position,
    Spell,
    SpellKind,
    Squad,
    Standing,
    entry_on,
)
from squads.models import Absence, Club, Injury
from squads.models.search import fold
from squads.pages import board

Row = board.Row
KINDS = {SpellKind(kind.value): kind.label for kind in (*Injury.Kind, *Absence.Kind)}
# Neither is missing from this club: one has gone, the other plays elsewhere.
NOT_HERE = (Availability.LEFT, Availability.ON_LOAN)
PRESUMED = "presumed back, not confirmed"


@dataclass(frozen=True, slots=True)
class Absentee:
    """A man of a club who is absent or doubtful, or presumed back without anybody's word."""

    club: Club
    entry: Entry
    spell: Spell
    on: dt.date

    @property
    def member(self) -> Member:
        return self.entry.member

    @property
    def back_on(self) -> dt.date | None:
        return self.entry.status.back_on

    @property
    def likely_on(self) -> dt.date | None:
        """The day he is expected, or the forecast's where no date is known.

        None for a doubtful man without a date: he may be back any day.
        """
        if self.status is Availability.DOUBTFUL:
            return self.back_on
        return self.back_on or self.entry.status.forecast_on

    @property
    def reason(self) -> str:
        """Why, for the middle of a sentence; empty where it would only repeat the kind."""
        reason = self.entry.status.reason or ""
        repeats = fold(reason) == fold(KINDS[self.spell.kind])
        return "" if repeats else wording.lowered(reason)

    @property
    def overdue(self) -> bool:
        return self.entry.status.overdue

    @property
    def days_out(self) -> int:
        """Whole days out up to and including the day; a presumed return has ended them."""
        end = self.back_on if self.overdue and self.back_on else self.on + dt.timedelta(days=1)
        return (end - self.spell.began_on).days

    @property
    def state(self) -> str:
        """What he is, as the heading counts it."""
        return PRESUMED if self.overdue else wording.AVAILABILITY_NAMES[self.status]

    @property
    def status(self) -> Availability:
        return self.entry.status.availability


def absentees(clubs: Iterable[Club], squads: Mapping[int, Squad], on: dt.date) -> list[Absentee]:
    """Return everybody absent or doubtful on a day, with the source of it."""
    return [
        absentee
        for club in clubs
        if club.pk in squads
        for member in squads[club.pk].members
        if (absentee := _absentee(club, squads[club.pk], member, on))
    ]


def _absentee(club: Club, squad: Squad, member: Member, on: dt.date) -> Absentee | None:
    """Return a man as the list has him; None when nothing keeps him from playing here."""
    entry = entry_on(member, on, squad)
    status = entry.status
    spell = entry.spell
    if status.availability in NOT_HERE or spell is None:
        return None
    return Absentee(club, entry, spell, on)


# In what order, and under which headings


def plays(member: Member) -> str:
    """Return the positions he is picked for: "CB RB"."""
    listed = [p.value for p, aptitude in member.positions if aptitude is not Aptitude.EMERGENCY]
    return " ".join(listed)


PLACES: Mapping[str, int] = {position.value: place for place, position in enumerate(Position)}
STANDINGS: Mapping[Standing, int] = {standing: place for place, standing in enumerate(Standing)}
SortKey = Callable[[Absentee], Any]
# What each column sorts by; None goes last both ways.
SORTS: Mapping[str, SortKey] = {
    "player": lambda a: fold(a.member.name),
    "club": lambda a: fold(a.club.name),
    "position": lambda a: PLACES.get(plays(a.member).partition(" ")[0]),
    "kind": lambda a: KINDS[a.spell.kind],
    "reason": lambda a: fold(a.reason) or None,
    "part": lambda a: a.spell.body_part or None,
    "since": lambda a: a.spell.began_on,
    "days": lambda a: a.days_out,
    "back": lambda a: a.likely_on,
    "chance": lambda a: a.entry.status.chance,
    "standing": lambda a: STANDINGS[a.entry.standing],
    "source": lambda a: fold(a.spell.source) or None,
}
DEFAULT_SORT = "back"


def ordered(found: Iterable[Absentee], sort: str) -> list[Absentee]:
    """Return them by a column, "-days" for the other way round; ties by name."""
    key = SORTS[sort.removeprefix("-")]
    by_name = sorted(found, key=lambda a: (fold(a.member.name), a.club.pk))
    known = [absentee for absentee in by_name if key(absentee) is not None]
    unknown = [absentee for absentee in by_name if key(absentee) is None]
    return sorted(known, key=key, reverse=sort.startswith("-")) + unknown


def grouped(found: Sequence[Absentee], by: str, urls: board.Urls, today: dt.date) -> list[Row]:
    """Return them under headings, in the order they have: by "club", by "return", or "none"."""
    naming = {"club": _club_heading, "return": _return_heading}.get(by, _no_heading)
    groups: dict[tuple[Any, str, str], list[Row]] = defaultdict(list)
    for absentee in found:
        groups[naming(absentee)].append(row(absentee, urls, today))
    return [
        {"title": title, "url": url, "rows": rows}
        for (_, title, url), rows in sorted(groups.items(), key=lambda group: group[0])
    ]


def _club_heading(absentee: Absentee) -> tuple[Any, str, str]:
    club = absentee.club
    return fold(club.name), club.name, club.get_absolute_url()


def _return_heading(absentee: Absentee) -> tuple[Any, str, str]:
    """Return the month he is due in; first who is presumed back, last who has no date."""
    if absentee.overdue:
        return "0", PRESUMED.capitalize(), ""
    if absentee.back_on is None:
        return "2", "No return date", ""
    return f"1 {absentee.back_on:%Y-%m}", f"{absentee.back_on:%B %Y}", ""


def _no_heading(absentee: Absentee) -> tuple[Any, str, str]:
    return "", "", ""


def counts(found: Iterable[Absentee]) -> str:
    """Return "41 out, 6 doubtful and 2 suspended", what is most first."""
    states = Counter(absentee.state for absentee in found)
    return wording.join([f"{count} {state}" for state, count in states.most_common()])


def row(absentee: Absentee, urls: board.Urls, today: dt.date) -> Row:
    """Return one man as the list prints him."""
    status, spell = absentee.entry.status, absentee.spell
    back_on = absentee.back_on or absentee.likely_on
    printed = board.row(absentee.entry, absentee.on, today, urls)
    return {
        "key": f"{absentee.club.slug}-{absentee.member.slug}",
        "name": printed["name"],
        "url": printed["url"],
        "club": absentee.club.short_name,
        "club_url": absentee.club.get_absolute_url(),
        "positions": plays(absentee.member) or "–",
        "kind": KINDS[spell.kind],
        "icon": wording.ICONS[absentee.status],
        "told": "overdue" if absentee.overdue else absentee.state,
        "state": "overdue" if absentee.overdue else absentee.status.value,
        "reason": absentee.reason or "–",
        "part": _part(absentee),
        "since": wording.day_text(spell.began_on, absentee.on),
        "since_on": spell.began_on,
        "days": absentee.days_out,
        "back": _back(absentee),
        "back_on": back_on,
        "back_text": wording.day_text(back_on, absentee.on) if back_on else "",
        "slip": printed["slip"],
        "presumed": PRESUMED if absentee.overdue else "",
        "chance": f"{status.chance}\N{NO-BREAK SPACE}%" if status.chance else "–",
        "standing": printed["standing"],
        "derived": printed["derived"],
        "source": absentee.spell.source or "–",
    }


def _part(absentee: Absentee) -> str:
    """Return the part of the body, empty where the reason says it or it says nothing."""
    part = absentee.spell.body_part
    return "" if part == "other" or part in absentee.reason.lower() else part


def _back(absentee: Absentee) -> str:
    """Return what stands before the day: "", "was due", "no date, likely about", or "no date"."""
    if absentee.back_on:
        return "was due" if absentee.overdue else ""
    return "no date, likely about" if absentee.likely_on else "no date"
