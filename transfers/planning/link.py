"""What a transfer does to the clubs on both sides of it, and who could replace the man."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from squads.depth import (
    Aptitude,
    DepthChart,
    Entry,
    GroupChart,
    Member,
    Position,
    Squad,
    Standing,
    depth_chart,
    timeline,
)
from squads.depth.two_deep import CREDIBLE_STANDINGS
from transfers.planning.outcomes import Difference, Outcome, differences, outcomes
from transfers.planning.scenario import In, Move, Out, altered, signing

_STANDING_ORDER = {standing: place for place, standing in enumerate(Standing)}


@dataclass(frozen=True, slots=True)
class Shift:
    """What becomes of a position: on the day, and at worst from that day on.

    worst_before, worst_after: None where the formation of one of the two lacks the position.
    """

    on_day: Difference
    worst_before: Outcome | None
    worst_after: Outcome | None

    @property
    def position(self) -> Position:
        return self.on_day.position

    @property
    def changes_worst(self) -> bool:
        return _fill(self.worst_before) != _fill(self.worst_after)

    @property
    def changes(self) -> bool:
        return self.on_day.changes or self.changes_worst

    @property
    def falls(self) -> bool:
        """Whether it is thin now and was not, or was less so: the club needs a man first."""
        return self._falls_on_day or self._falls_later

    @property
    def _falls_on_day(self) -> bool:
        return bool(self.on_day.after and self.on_day.after.is_thin and self.on_day.is_worse)

    @property
    def _falls_later(self) -> bool:
        before, after = self.worst_before, self.worst_after
        return bool(before and after and after.is_thin and after.severity < before.severity)


@dataclass(frozen=True, slots=True)
class Effect:
    """What moves make of a club on a day (before, after) and until the last one.

    shifts: the positions of which anything changes, in the order of positions.
    """

    on: dt.date
    last: dt.date
    before: DepthChart
    after: DepthChart
    shifts: tuple[Shift, ...]

    @property
    def falling(self) -> tuple[Shift, ...]:
        return tuple(shift for shift in self.shifts if shift.falls)

    def name_of(self, slug: str) -> str:
        """Return the name of one of the men that a shift tells of."""
        for entry in (*self.before.members, *self.after.members):
            if entry.member.slug == slug:
                return entry.member.name
        return slug


def effect(
    squad: Squad, moves: Iterable[Move], on: dt.date, last: dt.date, *, given: Iterable[Move] = ()
) -> Effect:
    """Return what moves make of a squad, on a day and at worst until the last one, included.

    given: moves that make "before" of the squad: a transfer that has come about is judged by what
    the squad would be without it. Raises ValueError if the last day lies before the first.
    """
    was, now = altered(squad, given), altered(squad, moves)
    before, after = timeline(was, on, last), timeline(now, on, last)
    worst_before, worst_after = outcomes(before), outcomes(after)
    found = (
        Shift(one, worst_before.get(one.position), worst_after.get(one.position))
        for one in differences(before[0].chart, after[0].chart)
    )
    shifts = tuple(shift for shift in found if shift.changes)
    return Effect(on, last, before[0].chart, after[0].chart, shifts)


@dataclass(frozen=True, slots=True)
class Transfer:
    """A transfer to be judged: of whom, from what day, on loan or not and until when.

    is_done: the squads have it already.
    """

    slug: str
    on: dt.date
    is_loan: bool = False
    until: dt.date | None = None
    is_done: bool = False
    to: str = ""


def for_seller(squad: Squad, transfer: Transfer, last: dt.date, man: Member | None) -> Effect:
    """Return what the seller is left with. man: him as another squad has him, if one does."""
    there = _member(squad, transfer.slug) or man
    out = Out(transfer.slug, transfer.on, transfer.is_loan, transfer.until, transfer.to)
    if not transfer.is_done or there is None:
        return effect(squad, [out], transfer.on, last)
    rated = there if there.standing else signing(there, squad, transfer.on)
    return effect(squad, [], transfer.on, last, given=[In(rated, transfer.on)])


def for_buyer(squad: Squad, transfer: Transfer, last: dt.date, man: Member | None) -> Effect:
    """Return what the buyer gains. man: him as the seller has him, of a fixed standing."""
    if transfer.is_done:
        return effect(squad, [], transfer.on, last, given=[Out(transfer.slug, transfer.on)])
    there = man or _member(squad, transfer.slug)
    moves = [In(there, transfer.on, transfer.is_loan, transfer.until)] if there else []
    return effect(squad, moves, transfer.on, last)


def _member(squad: Squad, slug: str) -> Member | None:
    return next((member for member in squad.members if member.slug == slug), None)


def place_of(chart: DepthChart, slug: str) -> Entry | None:
    """Return where a chart counts a man; where it only lists him, if it does."""
    mine = list(_listed(chart, slug))
    return next((entry for entry in mine if entry.counted), mine[0] if mine else None)


def group_of(chart: DepthChart, position: Position) -> GroupChart | None:
    return next((group for group in chart.groups if group.position is position), None)


def _listed(chart: DepthChart, slug: str) -> Iterator[Entry]:
    return (e for group in chart.groups for e in group.entries if e.member.slug == slug)


def _fill(outcome: Outcome | None) -> tuple[str, int] | None:
    return (outcome.level, outcome.cover) if outcome else None


@dataclass(frozen=True, slots=True)
class Fit:
    """A man of another club who could play there, and what his own club would be left with.

    entry: him at his club on the day. loses: the positions in which it would be worse off than
    it is and thin.
    """

    squad: Squad
    entry: Entry
    loses: tuple[Difference, ...]

    @property
    def slug(self) -> str:
        return self.entry.member.slug

    @property
    def stands(self) -> bool:
        """Whether his club would stand without him as it does."""
        return not self.loses


def fits(
    squads: Iterable[Squad], position: Position, on: dt.date, without: Collection[str] = ()
) -> list[Fit]:
    """Return the men of these squads who fit a position naturally, credible and free to go.

    On loan or absent men are left out, and who is named in `without` (slugs). First those whose
    clubs stand without them, then by standing, and whose contract ends first.
    """
    found = [
        Fit(squad, entry, losses(chart, entry))
        for squad in squads
        for chart in [depth_chart(squad, on)]
        for entry in chart.members
        if entry.member.slug not in without and _could_move(entry, position)
    ]
    return sorted(found, key=_fit_order)


def losses(chart: DepthChart, entry: Entry) -> tuple[Difference, ...]:
    """Return the positions that are worse and thin in a chart without one of its men."""
    if not any(listed.counted for listed in _listed(chart, entry.member.slug)):
        return ()
    without = altered(chart.squad, [Out(entry.member.slug, chart.on)])
    return tuple(
        one
        for one in differences(chart, depth_chart(without, chart.on))
        if one.is_worse and one.after and one.after.is_thin
    )


def _could_move(entry: Entry, position: Position) -> bool:
    natural = (position, Aptitude.NATURAL) in entry.member.positions
    credible = entry.standing in CREDIBLE_STANDINGS
    return natural and credible and entry.status.counts and not entry.loan_in


def _fit_order(fit: Fit) -> tuple[object, ...]:
    ends = fit.entry.contract_until or dt.date.max
    return (not fit.stands, _STANDING_ORDER[fit.entry.standing], ends, fit.slug)


def is_replaced(before: GroupChart | None, after: GroupChart | None) -> bool:
    """Whether a position is covered without him, or filled as far as it was with him."""
    if after is None:
        return True
    return not after.is_thin or (before is not None and after.cover >= before.cover)
