"""Squad lists: which men take a place, how many places there are, and who counts as what."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from squads.depth import Availability, Member, Position, Squad, availability_on

YEARS_AT_THE_CLUB = 2
AWAY = (Availability.LEFT, Availability.ON_LOAN)


@dataclass(frozen=True, slots=True)
class Rule:
    """How many men a club may name, and who must be among them. None: no such limit.

    most_not_homegrown: places for men not trained in the associations. locally_trained: places
    that only men trained in them may take; most_association_trained: of those, at most so many
    not trained at the club itself. free_from: born on or after this day, a man takes no place;
    with free_needs_club_years only after two years at the club. associations: whose training
    counts as homegrown.
    """

    name: str
    season: str
    associations: frozenset[str]
    places: int = 25
    most_not_homegrown: int | None = None
    locally_trained: int | None = None
    most_association_trained: int | None = None
    least_goalkeepers: int = 0
    free_from: dt.date | None = None
    free_needs_club_years: bool = False

    @property
    def open_places(self) -> int:
        """Places that anybody may take; the others are kept for homegrown men."""
        kept = self.places - (self.locally_trained or 0)
        return kept if self.most_not_homegrown is None else min(kept, self.most_not_homegrown)

    @property
    def reserved(self) -> int:
        return self.places - self.open_places

    @property
    def tells_clubs_apart(self) -> bool:
        """Whether it matters at which club of the association a man was trained."""
        return self.most_association_trained is not None


class Kind(IntEnum):
    """What a man counts as, from what costs a list most to what costs it nothing."""

    NOT_HOMEGROWN = 0
    HOMEGROWN = 1
    CLUB_TRAINED = 2
    FREE = 3


@dataclass(frozen=True, slots=True)
class Man:
    """Somebody the club could name.

    associations: where he was trained, None where nobody knows. clubs: those of these where he
    was trained, by slug. since: his first day at the club, None where nobody knows.
    """

    slug: str
    name: str
    born_on: dt.date | None = None
    is_goalkeeper: bool = False
    associations: frozenset[str] | None = None
    clubs: frozenset[str] = frozenset()
    since: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a man counts as, and why in words. at_best differs from at_worst if it is not known."""

    man: Man
    at_worst: Kind
    at_best: Kind
    why: str

    @property
    def is_known(self) -> bool:
        return self.at_worst is self.at_best

    @property
    def takes_place(self) -> bool:
        """Whether he takes a place, for all that is known."""
        return self.at_worst is not Kind.FREE


@dataclass(frozen=True, slots=True)
class Count:
    """A list on which everybody is named. used: places taken; reserved: of those, kept ones."""

    rule: Rule
    used: int
    not_homegrown: int
    reserved: int

    @property
    def ceiling(self) -> int:
        """How many places there are: kept ones that nobody may take are lost."""
        return self.rule.open_places + self.reserved

    @property
    def over(self) -> int:
        """How many men must be left out."""
        return max(0, self.used - self.ceiling)

    @property
    def free_places(self) -> int:
        return max(0, self.ceiling - self.used)


@dataclass(frozen=True, slots=True)
class Meter:
    """What a squad comes to under a rule; verdicts in the order in which the men came.

    at_worst, at_best: the counts, the same where everything is known of everybody.
    """

    rule: Rule
    verdicts: tuple[Verdict, ...]
    at_worst: Count
    at_best: Count

    @property
    def is_known(self) -> bool:
        return all(verdict.is_known for verdict in self.verdicts)

    @property
    def unknown(self) -> tuple[Verdict, ...]:
        return tuple(verdict for verdict in self.verdicts if not verdict.is_known)

    @property
    def is_over(self) -> bool | None:
        """Whether men must be left out; None where that hangs on what is not known."""
        worst, best = self.at_worst.over > 0, self.at_best.over > 0
        return worst if worst is best else None

    @property
    def goalkeepers(self) -> int:
        """Goalkeepers among those who take a place."""
        return sum(v.man.is_goalkeeper for v in self.verdicts if v.takes_place)

    @property
    def lacks_goalkeepers(self) -> int:
        return max(0, self.rule.least_goalkeepers - self.goalkeepers)


def meter(rule: Rule, men: Iterable[Man], club: str, day: dt.date) -> Meter:
    """Return what a list of all these men comes to on a day. club: the slug of whose list it is.

    Pure; the order of the men changes nothing but that of the verdicts.
    """
    verdicts = tuple(verdict_on(rule, man, club, day) for man in men)
    return Meter(
        rule,
        verdicts,
        at_worst=count(rule, [verdict.at_worst for verdict in verdicts]),
        at_best=count(rule, [verdict.at_best for verdict in verdicts]),
    )


def count(rule: Rule, kinds: Sequence[Kind]) -> Count:
    """Return what a list of men of these kinds comes to.

    Homegrown men fill the places kept for them first, and stand in open ones beyond that.
    """
    here, elsewhere = kinds.count(Kind.CLUB_TRAINED), kinds.count(Kind.HOMEGROWN)
    if rule.most_association_trained is not None:
        elsewhere = min(elsewhere, rule.most_association_trained)
    return Count(
        rule,
        used=len(kinds) - kinds.count(Kind.FREE),
        not_homegrown=kinds.count(Kind.NOT_HOMEGROWN),
        reserved=min(rule.reserved, here + elsewhere),
    )


def verdict_on(rule: Rule, man: Man, club: str, day: dt.date) -> Verdict:
    """Return what a man counts as on a club's list, and why."""
    at_worst, at_best, why = _training(rule, man, club)
    is_free, because = _freedom(rule, man, club, day)
    if is_free:
        return Verdict(man, Kind.FREE, Kind.FREE, because)
    if is_free is None:
        return Verdict(man, at_worst, Kind.FREE, f"{because}; {why}")
    return Verdict(man, at_worst, at_best, f"{why}; {because}" if because else why)


def _training(rule: Rule, man: Man, club: str) -> tuple[Kind, Kind, str]:
    """Return the least and the most that his training makes of him, and why."""
    best = Kind.CLUB_TRAINED if rule.tells_clubs_apart else Kind.HOMEGROWN
    if man.associations is None:
        return Kind.NOT_HOMEGROWN, best, "where he was trained is not known"
    counted = man.associations & rule.associations
    if rule.tells_clubs_apart and club in man.clubs:
        return best, best, "trained at the club"
    where = " and ".join(sorted(counted or man.associations)) or "no one country for long enough"
    kind = Kind.HOMEGROWN if counted else Kind.NOT_HOMEGROWN
    return kind, kind, f"trained in {where}"


def _freedom(rule: Rule, man: Man, club: str, day: dt.date) -> tuple[bool | None, str]:
    """Return whether he takes no place, None where that is not known, and why so."""
    if rule.free_from is None:
        return False, ""
    if man.born_on is None:
        return None, "his birthday is not known"
    if man.born_on < rule.free_from:
        return False, ""
    born = f"born {_day(man.born_on)}"
    if not rule.free_needs_club_years:
        return True, f"{born}, on or after {_day(rule.free_from)}"
    if club in man.clubs:
        return True, f"{born} and trained at the club"
    if man.since is None:
        return None, f"{born}, but since when he is at the club is not known"
    if man.since <= years_before(day, YEARS_AT_THE_CLUB):
        return True, f"{born} and at the club since {_day(man.since)}"
    return False, f"{born}, but only since {_day(man.since)} at the club"


def years_before(day: dt.date, years: int) -> dt.date:
    """Return the same day so many years ago; for 29 February, where there is none, the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%b %Y}"


@dataclass(frozen=True, slots=True)
class Trained:
    """Where a man was trained: associations, and the slugs of the clubs among them."""

    associations: frozenset[str]
    clubs: frozenset[str] = frozenset()


def men_of(squad: Squad, training: Mapping[str, Trained], day: dt.date) -> tuple[Man, ...]:
    """Return who could be named on a day: those at the club, loans in too, none on loan away.

    training: by slug; of a man who is not in it nobody knows.
    """
    here = [man for man in squad.members if _where(man, day) not in AWAY]
    return tuple(_man(member, training.get(member.slug), day) for member in here)


def lent_of(squad: Squad, day: dt.date) -> tuple[Member, ...]:
    """Return those under contract who are on loan elsewhere on a day: they take no place."""
    return tuple(man for man in squad.members if _where(man, day) is Availability.ON_LOAN)


def _where(member: Member, day: dt.date) -> Availability:
    return availability_on(member, day).availability


def _man(member: Member, trained: Trained | None, day: dt.date) -> Man:
    return Man(
        slug=member.slug,
        name=member.name,
        born_on=member.born_on,
        is_goalkeeper=bool(member.positions) and member.positions[0][0] is Position.GK,
        associations=trained.associations if trained else None,
        clubs=trained.clubs if trained else frozenset(),
        since=since(member, day),
    )


def since(member: Member, day: dt.date) -> dt.date | None:
    """Return from when on a man is at the club without a gap, None if he is not there.

    His loans to others do not break it, though some associations would have it so.
    """
    begun = [stay for stay in member.stays if stay.starts_on <= day]
    first = day
    for stay in sorted(begun, key=lambda stay: stay.starts_on, reverse=True):
        if stay.ends_on is None or stay.ends_on >= first - dt.timedelta(days=1):
            first = min(first, stay.starts_on)
    return first if any(stay.covers(day) for stay in begun) else None
