"""When contracts end: how long they run, whose a man is, and who may sign elsewhere. Pure."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Protocol

from squads.depth import ContractKind

# From then on a man may sign abroad for the time after his contract.
LAST_MONTHS = 6
# For so many months after its end a contract is remembered, if he has signed none since.
REMEMBERED_MONTHS = 6


class Mark(StrEnum):
    """How long a contract still runs, in the steps that matter, soonest first."""

    ENDED = "ended"
    SIX = "6"
    TWELVE = "12"
    EIGHTEEN = "18"
    TWENTY_FOUR = "24"
    LATER = "later"
    UNKNOWN = "unknown"


# The most months left that still have the mark.
STEPS: Mapping[Mark, int] = {
    Mark.SIX: 6,
    Mark.TWELVE: 12,
    Mark.EIGHTEEN: 18,
    Mark.TWENTY_FOUR: 24,
}


def months_before(day: dt.date, months: int) -> dt.date:
    """Return the day after the one so many months earlier: 30 June, 6 gives 1 January."""
    after = day + dt.timedelta(1)
    month = after.year * 12 + after.month - 1 - months
    first = dt.date(month // 12, month % 12 + 1, 1)
    last = (first.replace(day=28) + dt.timedelta(4)).replace(day=1) - dt.timedelta(1)
    return first.replace(day=min(after.day, last.day))


@lru_cache(maxsize=1024)
def months_left(end: dt.date, on: dt.date) -> int | None:
    """Return the months from a day to an end, a begun one counted whole; None once it is past.

    The day itself is not counted: from 30 September to 30 June there are nine, on 30 June none.
    """
    if on > end:
        return None
    after, tomorrow = end + dt.timedelta(1), on + dt.timedelta(1)
    months = (after.year - tomorrow.year) * 12 + after.month - tomorrow.month
    return months if tomorrow >= months_before(end, months) else months + 1


def signs_abroad_from(end: dt.date) -> dt.date:
    """Return the day from which he may sign abroad: the first of his last six months."""
    return months_before(end, LAST_MONTHS)


@dataclass(frozen=True, slots=True)
class Term:
    """How long a contract still runs, seen from a day. ends_on: None where nobody knows."""

    ends_on: dt.date | None
    on: dt.date

    @property
    def months(self) -> int | None:
        """The months left; None where it has ended or its end is not known."""
        return months_left(self.ends_on, self.on) if self.ends_on else None

    @property
    def mark(self) -> Mark:
        if self.ends_on is None:
            return Mark.UNKNOWN
        months = self.months
        if months is None:
            return Mark.ENDED
        return next((mark for mark, most in STEPS.items() if months <= most), Mark.LATER)

    @property
    def abroad_from(self) -> dt.date | None:
        """The day from which he may sign abroad; None where the end is past or not known."""
        if self.ends_on is None or self.on > self.ends_on:
            return None
        return signs_abroad_from(self.ends_on)

    @property
    def may_sign_abroad(self) -> bool:
        return self.abroad_from is not None and self.abroad_from <= self.on


class Span(Protocol):
    @property
    def starts_on(self) -> dt.date: ...
    @property
    def ends_on(self) -> dt.date | None: ...


def runs_to(span: Span, others: Iterable[Span]) -> dt.date | None:
    """Return the end of a contract and of those at the same club that follow without a gap."""
    end = span.ends_on
    for other in sorted(others, key=lambda o: o.starts_on):
        if end is None:
            break
        if span.starts_on < other.starts_on <= end + dt.timedelta(1):
            end = None if other.ends_on is None else max(end, other.ends_on)
    return end


# Whose he is


@dataclass(frozen=True, slots=True)
class Paper:
    """A contract or loan of a man at a club, both ends included. parent: what a loan hangs on."""

    key: int
    man: int
    club: int
    kind: ContractKind
    starts_on: dt.date
    ends_on: dt.date | None = None
    parent: int | None = None

    def covers(self, day: dt.date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True, slots=True)
class Holding:
    """Whose a man is on a day. A loan changes where he plays, not what his contract says.

    own: his permanent contract of the day, or the last one where it ended not long ago.
    term: of that contract and what follows it at that club. loan: where he is on loan that
    day. coming: the contract that he has signed for the time after.
    """

    own: Paper
    term: Term
    loan: Paper | None = None
    coming: Paper | None = None

    @property
    def may_sign_abroad(self) -> bool:
        """Whether he may now, and has signed nothing yet."""
        return self.term.may_sign_abroad and self.coming is None


def holdings(papers: Iterable[Paper], on: dt.date) -> list[Holding]:
    """Return whose each man is on a day, by man; who has long been without a contract is not."""
    by_man: dict[int, list[Paper]] = defaultdict(list)
    for paper in papers:
        by_man[paper.man].append(paper)
    found = (_holding(by_man[man], on) for man in sorted(by_man))
    return [holding for holding in found if holding]


def _holding(papers: Sequence[Paper], on: dt.date) -> Holding | None:
    permanent = [paper for paper in papers if paper.kind is ContractKind.PERMANENT]
    own = _own(permanent, on)
    if own is None:
        return None
    loans = [paper for paper in papers if paper.parent == own.key and paper.covers(on)]
    end = runs_to(own, (paper for paper in permanent if paper.club == own.club))
    coming = [paper for paper in permanent if end and paper.starts_on > max(end, on)]
    return Holding(
        own=own,
        term=Term(end, on),
        loan=min(loans, key=_age, default=None),
        coming=min(coming, key=_age, default=None),
    )


def _own(permanent: Sequence[Paper], on: dt.date) -> Paper | None:
    """Return his contract of the day, else the last that ended within the months remembered."""
    now = [paper for paper in permanent if paper.covers(on)]
    if now:
        return min(now, key=_age)
    since = remembered_since(on)
    ended = [(p.ends_on, p.key, p) for p in permanent if p.ends_on and since <= p.ends_on < on]
    return max(ended)[-1] if ended else None


def remembered_since(on: dt.date) -> dt.date:
    """Return the first day on which a contract may have ended and still be told of."""
    return months_before(on, REMEMBERED_MONTHS)


def _age(paper: Paper) -> tuple[dt.date, int]:
    return (paper.starts_on, paper.key)
