"""Why a position's level changes from one day to the next: who comes, who goes, who is moved."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from squads.depth import (
    Availability,
    DepthChart,
    Entry,
    GroupChart,
    Member,
    Position,
    Stretch,
)


class Cause(StrEnum):
    """What has become of a man."""

    BACK = "back"
    ABSENT = "absent"
    CONTRACT_ENDS = "contract_ends"
    CONTRACT_BEGINS = "contract_begins"
    LOAN_ENDS = "loan_ends"
    LOAN_BEGINS = "loan_begins"
    LENT = "lent"
    RETURNS = "returns"
    GROWN = "grown"
    NEEDED = "needed"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Reason:
    """One man's part in it.

    before, after: how he was listed on either day; None where he was not under contract.
    position: the one that now needs him, or no longer does, where he has only been moved.
    """

    cause: Cause
    before: Entry | None
    after: Entry | None
    position: Position | None = None

    @property
    def member(self) -> Member:
        entry = self.after or self.before
        if entry is None:
            raise ValueError("he is on neither chart")
        return entry.member


@dataclass(frozen=True, slots=True)
class Turn:
    """A position whose cover or level is another than the day before, and why."""

    on: dt.date
    before: GroupChart
    after: GroupChart
    reasons: tuple[Reason, ...]

    @property
    def position(self) -> Position:
        return self.after.position

    @property
    def is_worse(self) -> bool:
        return self.after.severity < self.before.severity


def turns(stretches: Sequence[Stretch]) -> tuple[Turn, ...]:
    """Return every change of every group, in the order of days, then of positions."""
    return tuple(
        turn
        for earlier, later in pairwise(stretches)
        for turn in turns_between(earlier.chart, later.chart)
    )


def turns_between(earlier: DepthChart, later: DepthChart) -> tuple[Turn, ...]:
    """Return what has changed from one chart to a later one of the same formation."""
    pairs = list(zip(earlier.groups, later.groups, strict=True))
    changed = [pair for pair in pairs if pair[0].severity != pair[1].severity]
    if not changed:
        return ()
    by_position = {old.position: (old, new) for old, new in pairs}
    return tuple(Turn(later.on, old, new, _reasons(old, new, by_position)) for old, new in changed)


Pairs = Mapping[Position, tuple[GroupChart, GroupChart]]


def _reasons(old: GroupChart, new: GroupChart, pairs: Pairs) -> tuple[Reason, ...]:
    """Return who has made a group better or worse, else who was moved and what made him move."""
    worse = new.severity < old.severity
    if found := _of_group(old, new, worse):
        return found
    moved = _moved(old, new, worse)
    behind = {
        reason.member.slug: reason
        for move in moved
        if move.position is not None and move.position in pairs
        for reason in _of_group(*pairs[move.position], worse)
    }
    if not behind:
        # A chain of more than two: whatever happened on that day set it off.
        everybody = (_of_group(*pair, worse) for pair in pairs.values())
        behind = {reason.member.slug: reason for found in everybody for reason in found}
    return (*moved, *behind.values())


def _of_group(old: GroupChart, new: GroupChart, worse: bool) -> tuple[Reason, ...]:
    """Return the men who could be counted in a group on one of the days only."""
    before, after = _countable(old), _countable(new)
    was, now = _by_slug(old), _by_slug(new)
    changed = before - after if worse else after - before
    return tuple(
        Reason(_cause(was.get(slug), now.get(slug)), was.get(slug), now.get(slug))
        for slug in was | now
        if slug in changed
    )


def _by_slug(group: GroupChart) -> dict[str, Entry]:
    return {entry.member.slug: entry for entry in group.entries}


def _countable(group: GroupChart) -> set[str]:
    return {e.member.slug for e in group.entries if e.credible and e.status.counts}


def _cause(before: Entry | None, after: Entry | None) -> Cause:
    if before is None and after is not None:
        return Cause.LOAN_BEGINS if after.loan_in else Cause.CONTRACT_BEGINS
    if after is None and before is not None:
        return Cause.LOAN_ENDS if before.loan_in else Cause.CONTRACT_ENDS
    if before is None or after is None:
        raise ValueError("he is on neither chart")
    if after.status.availability is Availability.ON_LOAN:
        return Cause.LENT
    if before.status.availability is Availability.ON_LOAN:
        return Cause.RETURNS
    if before.standing is not after.standing and before.status.counts is after.status.counts:
        return Cause.GROWN
    return Cause.BACK if after.status.counts else Cause.ABSENT


def _moved(old: GroupChart, new: GroupChart, worse: bool) -> tuple[Reason, ...]:
    """Return the men whom a group has lost to another, or got back from it."""
    was, now = _by_slug(old), _by_slug(new)
    both = [(was[slug], now[slug]) for slug in was if slug in now]
    if worse:
        return tuple(
            Reason(Cause.NEEDED, before, after, after.shared_with)
            for before, after in both
            if after.shared_with and after.credible and before.shared_with is None
        )
    return tuple(
        Reason(Cause.FREE, before, after, before.shared_with)
        for before, after in both
        if before.shared_with and before.credible and after.shared_with is None
    )
