"""The depth chart: groups with their men, cover and level, for one day."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from squads.depth.aptitude import aptitudes
from squads.depth.availability import Availability, Status, availability_on, stay_on
from squads.depth.squad import (
    Aptitude,
    ContractKind,
    Formation,
    Member,
    Position,
    Spell,
    Squad,
    Standing,
)
from squads.depth.standing import standing_of
from squads.depth.two_deep import (
    CREDIBLE_APTITUDES,
    CREDIBLE_STANDINGS,
    Candidate,
    Group,
    Place,
    assign,
    groups_of,
    irreplaceable,
)


class Level(StrEnum):
    """How well a group is covered, worst first."""

    SHORT = "short"
    EXPOSED = "exposed"
    THIN = "thin"
    COVERED = "covered"
    DEEP = "deep"


SEVERITY = {level: place for place, level in enumerate(Level)}
# Anything under covered is a thin position.
THIN_LEVELS = tuple(level for level in Level if SEVERITY[level] < SEVERITY[Level.COVERED])
_APTITUDE_ORDER = {aptitude: place for place, aptitude in enumerate(Aptitude)}
_STANDING_ORDER = {standing: place for place, standing in enumerate(Standing)}


@dataclass(frozen=True, slots=True)
class Entry:
    """A man as a group lists him.

    string: 1 or 2 when this group counts him. shared_with: the position that counts him
    instead. stay and loan facts are those of the day. member: all that is known of him.
    """

    member: Member
    position: Position | None
    aptitude: Aptitude | None
    by_kinship: bool
    standing: Standing
    standing_derived: bool
    status: Status
    string: int | None = None
    shared_with: Position | None = None
    irreplaceable: bool = False
    contract_until: dt.date | None = None
    loan_in: bool = False

    @property
    def counted(self) -> bool:
        return self.string is not None

    @property
    def credible(self) -> bool:
        return self.standing in CREDIBLE_STANDINGS and self.aptitude in CREDIBLE_APTITUDES

    @property
    def absent(self) -> bool:
        """Whether he sinks below the line: he cannot be counted on today."""
        return self.status.availability not in (Availability.AVAILABLE, Availability.DOUBTFUL)

    @property
    def spell(self) -> Spell | None:
        """The spell that his status is of, if one is."""
        found = (spell for spell in self.member.spells if spell.key == self.status.spell)
        return next(found, None) if self.status.spell else None


@dataclass(frozen=True, slots=True)
class GroupChart:
    """A group on the day: counted men by string, the rest in the club's order, the absent."""

    group: Group
    entries: tuple[Entry, ...]
    cover: int
    level: Level

    @property
    def position(self) -> Position:
        return self.group.position

    @property
    def is_thin(self) -> bool:
        """Whether this is a thin position: anything under covered."""
        return self.level in THIN_LEVELS

    @property
    def missing(self) -> int:
        return self.group.target - self.cover

    @property
    def severity(self) -> tuple[int, int]:
        """What sorts thin positions, worst first: level, then how many places are missing."""
        return (SEVERITY[self.level], -self.missing)


@dataclass(frozen=True, slots=True)
class DepthChart:
    """A club's chart for a day. unplaced: men whom no group lists, with no group's facts."""

    squad: Squad
    on: dt.date
    groups: tuple[GroupChart, ...]
    unplaced: tuple[Entry, ...]
    members: tuple[Entry, ...]

    @property
    def formation(self) -> Formation:
        return self.squad.formation

    @property
    def thin(self) -> tuple[GroupChart, ...]:
        """Return the thin positions, worst first."""
        return tuple(sorted((g for g in self.groups if g.is_thin), key=lambda g: g.severity))


def level_of(cover: int, starters: int, *, spare: bool) -> Level:
    """Return the level of a group of `starters` of whose 2n places `cover` are filled.

    spare: whether further credible men stand outside the two-deep.
    """
    if cover < starters:
        return Level.SHORT
    if cover == starters:
        return Level.EXPOSED
    if cover < 2 * starters:
        return Level.THIN
    return Level.DEEP if spare else Level.COVERED


def depth_chart(squad: Squad, on: dt.date) -> DepthChart:
    """Return the chart of a squad for one day.

    Listed are all who are under contract on the day, men on loan elsewhere too (never counted);
    who has left or not yet come is not. The same squad always gives the same chart, in whatever
    order its members come.
    """
    groups = groups_of([slot.position for slot in squad.formation.slots])
    men = [entry_on(m, on, squad) for m in sorted(squad.members, key=lambda m: m.slug)]
    men = [man for man in men if man.status.availability is not Availability.LEFT]
    ranks = {p: {slug: i for i, slug in enumerate(slugs)} for p, slugs in squad.rankings.items()}
    fits = {man.member.slug: aptitudes(man.member) for man in men}
    candidates = [
        _candidate(man, fits[man.member.slug], ranks)
        for man in men
        if man.status.counts and man.standing in CREDIBLE_STANDINGS
    ]
    placed = assign(groups, candidates)
    unsparable = irreplaceable(groups, candidates, placed)
    charts = tuple(_group_chart(g, men, fits, ranks, placed, unsparable) for g in groups)
    positions = {group.position for group in groups}
    unplaced = tuple(man for man in men if not positions & fits[man.member.slug].keys())
    return DepthChart(squad, on, charts, unplaced, tuple(men))


def entry_on(member: Member, on: dt.date, squad: Squad) -> Entry:
    """Return what is true of a man in whatever group he is listed."""
    status = availability_on(member, on)
    standing, derived = standing_of(member, on, squad.minutes_played)
    # For a man on loan elsewhere the status holds that loan.
    on_loan = status.availability is Availability.ON_LOAN
    stay = stay_on(member, on) if on_loan else status.stay
    return Entry(
        member=member,
        position=None,
        aptitude=None,
        by_kinship=False,
        standing=standing,
        standing_derived=derived,
        status=status,
        contract_until=stay.ends_on if stay else None,
        loan_in=stay is not None and stay.kind is ContractKind.LOAN,
    )


def _candidate(
    man: Entry,
    fits: Mapping[Position, tuple[Aptitude, bool]],
    ranks: Mapping[Position, Mapping[str, int]],
) -> Candidate:
    slug = man.member.slug
    return Candidate(
        slug=slug,
        standing=man.standing,
        fits={
            position: (aptitude is Aptitude.NATURAL, _rank(ranks, position, slug))
            for position, (aptitude, _) in fits.items()
            if aptitude in CREDIBLE_APTITUDES
        },
        main=man.member.positions[0][0] if man.member.positions else None,
    )


def _rank(ranks: Mapping[Position, Mapping[str, int]], position: Position, slug: str) -> int:
    """Return his place in the club's order, from 0; who is not ranked comes after all who are."""
    ranked = ranks.get(position, {})
    return ranked.get(slug, len(ranked))


def _group_chart(
    group: Group,
    men: Sequence[Entry],
    fits: Mapping[str, Mapping[Position, tuple[Aptitude, bool]]],
    ranks: Mapping[Position, Mapping[str, int]],
    placed: Mapping[str, Place],
    unsparable: frozenset[str],
) -> GroupChart:
    position = group.position
    listed = []
    for man in men:
        slug = man.member.slug
        if position in fits[slug]:
            listed.append(
                _listed(man, position, fits[slug][position], placed.get(slug), slug in unsparable)
            )
    listed.sort(key=lambda e: _entry_order(e, _rank(ranks, position, e.member.slug)))
    cover = sum(entry.counted for entry in listed)
    spare = any(
        e.credible and e.status.counts and not e.counted and e.shared_with is None for e in listed
    )
    level = level_of(cover, group.starters, spare=spare)
    return GroupChart(group, tuple(listed), cover, level)


def _listed(
    man: Entry,
    position: Position,
    fit: tuple[Aptitude, bool],
    place: Place | None,
    unsparable: bool,
) -> Entry:
    here = place is not None and place.position is position
    return Entry(
        member=man.member,
        position=position,
        aptitude=fit[0],
        by_kinship=fit[1],
        standing=man.standing,
        standing_derived=man.standing_derived,
        status=man.status,
        string=place.string if place and here else None,
        shared_with=place.position if place and not here else None,
        irreplaceable=here and unsparable,
        contract_until=man.contract_until,
        loan_in=man.loan_in,
    )


def _entry_order(entry: Entry, rank: int) -> tuple[object, ...]:
    """Sort counted men by string, then the rest, then the absent, men on loan last."""
    band = 0 if entry.counted else 1
    if entry.absent:
        band = 3 if entry.status.availability is Availability.ON_LOAN else 2
    aptitude = _APTITUDE_ORDER[entry.aptitude] if entry.aptitude else len(_APTITUDE_ORDER)
    # Who waits here comes in the club's order, but men for an emergency after the others.
    waiting = (aptitude == len(_APTITUDE_ORDER) - 1, rank, aptitude)
    counted = (aptitude, rank, 0)
    return (
        band,
        entry.string or 0,
        *(counted if entry.counted else waiting),
        _STANDING_ORDER[entry.standing],
        entry.member.slug,
    )
