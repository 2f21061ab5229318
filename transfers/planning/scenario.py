"""A squad with hypothetical moves: what every scenario and every link is judged on."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

from squads.depth import (
    ContractKind,
    Formation,
    Member,
    Spell,
    SpellKind,
    Squad,
    Stay,
    entry_on,
)

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Out:
    """He is gone from a day on: for good, or on loan to a club until a day (the last one)."""

    slug: str
    on: dt.date
    is_loan: bool = False
    until: dt.date | None = None
    club: str = ""


@dataclass(frozen=True, slots=True)
class In:
    """He is there from a day on, to the last day of his contract or loan, None if not known.

    member: all that is known of him; of his stays only these count. His standing is the one he
    shall have here: what his minutes elsewhere would make of him does not count.
    """

    member: Member
    on: dt.date
    is_loan: bool = False
    until: dt.date | None = None

    @property
    def slug(self) -> str:
        return self.member.slug


@dataclass(frozen=True, slots=True)
class Absence:
    """He cannot be relied on, from the first day to the last; no last day: for all time."""

    slug: str
    on: dt.date
    until: dt.date | None = None
    kind: SpellKind = SpellKind.INJURY
    reason: str = "supposed"


@dataclass(frozen=True, slots=True)
class Extension:
    """His contract runs to a later day, from whatever day that is agreed on."""

    slug: str
    until: dt.date
    on: dt.date = dt.date.min


Move: TypeAlias = Out | In | Absence | Extension
# Of one man's moves on one day: a sale comes before a signing, so that both together keep him.
_ORDER: dict[type, int] = {Extension: 0, Out: 1, In: 2, Absence: 3}


def altered(squad: Squad, moves: Iterable[Move], formation: Formation | None = None) -> Squad:
    """Return the squad as the moves leave it, in another formation if one is given.

    Moves of one man follow each other by their days; in whatever order they are given, the
    result is the same. A move of a man who is not there changes nothing; see `overtaken`.
    """
    by_man: dict[str, list[Move]] = defaultdict(list)
    for move in moves:
        by_man[move.slug].append(move)
    members = {member.slug: member for member in squad.members}
    for slug, his in by_man.items():
        member = members.get(slug)
        for move in sorted(his, key=_order):
            member = _moved(member, move)
        if member is not None:
            members[slug] = member
    return replace(squad, members=tuple(members.values()), formation=formation or squad.formation)


def signing(member: Member, squad: Squad, on: dt.date) -> Member:
    """Return a man of another squad as somebody's signing: of the standing he has there now.

    Without it minutes played elsewhere would be lost, and every signing be a backup.
    """
    return replace(member, standing=entry_on(member, on, squad).standing)


def _order(move: Move) -> tuple[object, ...]:
    until = move.until or dt.date.max
    return (move.on, _ORDER[type(move)], until, repr(move))


def _moved(member: Member | None, move: Move) -> Member | None:
    if isinstance(move, In):
        return _joined(member, move)
    if member is None:
        return None
    if isinstance(move, Out):
        return _lent(member, move) if move.is_loan else _sold(member, move.on)
    if isinstance(move, Absence):
        return replace(member, spells=(*member.spells, _spell(move)))
    return replace(member, stays=_extended(member.stays, move))


def _joined(member: Member | None, move: In) -> Member:
    """He has his new stay besides those that he had here before, which end by then."""
    kind = ContractKind.LOAN if move.is_loan else ContractKind.PERMANENT
    stay = Stay(kind, move.on, move.until)
    if member is None:
        return replace(move.member, stays=(stay,), loans_out=(), minutes=0, number=None)
    gone = _sold(member, move.on)
    return replace(gone, stays=(*gone.stays, stay))


def _sold(member: Member, on: dt.date) -> Member:
    return replace(member, stays=_cut(member.stays, on), loans_out=_cut(member.loans_out, on))


def _lent(member: Member, move: Out) -> Member:
    loan = Stay(ContractKind.LOAN, move.on, move.until, move.club)
    return replace(member, loans_out=(*_cut(member.loans_out, move.on), loan))


def _cut(stays: Iterable[Stay], on: dt.date) -> tuple[Stay, ...]:
    """Return the stays as they are if all is over the day before `on`."""
    return tuple(
        stay if stay.ends_on and stay.ends_on < on else replace(stay, ends_on=on - DAY)
        for stay in stays
        if stay.starts_on < on
    )


def _spell(move: Absence) -> Spell:
    """Return it as one whose end everybody is sure of; without an end, nobody knows when."""
    back_on = move.until + DAY if move.until and move.until < dt.date.max else dt.date.max
    return Spell(
        kind=move.kind,
        began_on=move.on,
        expected_until=back_on,
        reason=move.reason,
        key=f"supposed-{move.on}-{move.until}-{move.kind}",
    )


def _extended(stays: tuple[Stay, ...], move: Extension) -> tuple[Stay, ...]:
    """Return the stays with the last permanent one running to a later day.

    One that has ended by the day of the move is not extended: he has gone.
    """
    until = move.until
    own = [
        stay
        for stay in stays
        if stay.kind is ContractKind.PERMANENT and (stay.ends_on or dt.date.max) >= move.on
    ]
    newest = max(own, key=lambda stay: stay.starts_on, default=None)
    if newest is None or newest.ends_on is None or newest.ends_on >= until:
        return stays
    return tuple(replace(s, ends_on=until) if s is newest else s for s in stays)


def overtaken(squad: Squad, move: Move, today: dt.date) -> str:
    """Return in a few words why reality has overtaken a move by today, empty if it has not."""
    member = next((man for man in squad.members if man.slug == move.slug), None)
    here = member is not None and any(_is_here(stay, move, today) for stay in member.stays)
    if isinstance(move, In):
        return "he is at the club already" if here else ""
    if not here:
        return "he is not at the club any more"
    if member and isinstance(move, Out) and move.is_loan:
        lent = any(loan.covers(max(move.on, today)) for loan in member.loans_out)
        return "he is on loan already" if lent else ""
    if member and isinstance(move, Extension):
        ends = [s.ends_on for s in member.stays if s.kind is ContractKind.PERMANENT]
        done = any(end is not None and end >= move.until for end in ends)
        return "his contract runs as long already" if done else ""
    return ""


def _is_here(stay: Stay, move: Move, today: dt.date) -> bool:
    day = max(today, move.on)
    return stay.covers(day - DAY if isinstance(move, Out) and move.on > today else day)
