"""Squads for the engine's tests: small values, everything by keyword, and strategies for any."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from squads.depth import (
    Aptitude,
    ContractKind,
    DepthChart,
    Entry,
    Formation,
    GroupChart,
    Member,
    Position,
    Slot,
    Spell,
    SpellKind,
    Squad,
    Standing,
    Stay,
)
from squads.depth.two_deep import CREDIBLE_STANDINGS, Candidate, Group

DAY = dt.date(2025, 9, 30)
JOINED = dt.date(2024, 7, 1)
UNTIL = dt.date(2027, 6, 30)
HERE = Stay(ContractKind.PERMANENT, JOINED, UNTIL)
SHAPE_4231 = "GK RB CB CB LB DM DM RW AM LW ST"
SHAPE_541 = "GK RWB CB CB CB LWB RM CM CM LM ST"
ALL_DIFFERENT = "GK RB CB LB DM CM RM LM AM RW ST"


def day(distance: int) -> dt.date:
    """Return the day so many days after DAY."""
    return DAY + dt.timedelta(days=distance)


def make_formation(shape: str = SHAPE_4231) -> Formation:
    positions = [Position(name) for name in shape.split()]
    return Formation(shape, tuple(Slot(n, p) for n, p in enumerate(positions, start=1)))


def make_member(
    slug: str, natural: str = "", capable: str = "", emergency: str = "", **fields: Any
) -> Member:
    """A first-choice man under contract, his natural positions first."""
    positions = [
        (Position(name), aptitude)
        for names, aptitude in zip((natural, capable, emergency), Aptitude, strict=True)
        for name in names.split()
    ]
    defaults = {
        "name": slug.title(),
        "stays": (HERE,),
        "positions": tuple(positions),
        "standing": Standing.FIRST_CHOICE,
    }
    return Member(slug, **(defaults | fields))


def make_squad(*members: Member, shape: str = SHAPE_4231, **fields: Any) -> Squad:
    """A squad; rankings as {"CB": "van-dijk konate"}."""
    rankings = {
        Position(position): tuple(slugs.split())
        for position, slugs in fields.pop("rankings", {}).items()
    }
    return Squad("Anywhere FC", make_formation(shape), members, rankings, **fields)


def make_spell(kind: SpellKind = SpellKind.INJURY, begins: int = -10, **fields: Any) -> Spell:
    """A spell that began ten days before DAY; days by distance from DAY, as in returned=5."""
    days = {
        field: day(fields.pop(short))
        for short, field in (
            ("earliest", "expected_from"),
            ("latest", "expected_until"),
            ("returned", "returned_on"),
            ("reported", "reported_on"),
        )
        if short in fields
    }
    return Spell(kind, day(begins), **days, **fields)


def make_loan(starts: int, ends: int | None, club: str = "Elsewhere") -> Stay:
    return Stay(ContractKind.LOAN, day(starts), None if ends is None else day(ends), club)


def group_of(chart: DepthChart, position: str) -> GroupChart:
    return next(group for group in chart.groups if group.position == position)


def entry_of(chart: DepthChart, position: str, slug: str) -> Entry:
    return next(e for e in group_of(chart, position).entries if e.member.slug == slug)


def slugs_of(entries: Sequence[Entry]) -> list[str]:
    return [entry.member.slug for entry in entries]


def counted_in(chart: DepthChart, position: str) -> list[str]:
    return slugs_of([e for e in group_of(chart, position).entries if e.counted])


def placed_in(chart: DepthChart) -> list[Entry]:
    return [entry for group in chart.groups for entry in group.entries if entry.counted]


def filled(chart: DepthChart) -> tuple[int, int]:
    """Return how many first-string places are filled, and how many of all places."""
    placed = placed_in(chart)
    return sum(entry.string == 1 for entry in placed), len(placed)


def board(chart: DepthChart) -> object:
    """Return all a reader sees of a chart, free of the order in which its facts came."""
    lists = [(g.position, g.cover, g.level, g.entries) for g in chart.groups]
    return [
        *((p, cover, level, [line_of(e) for e in entries]) for p, cover, level, entries in lists),
        [line_of(e) for e in chart.unplaced],
        [line_of(e) for e in chart.members],
    ]


def line_of(entry: Entry) -> tuple[object, ...]:
    return (
        entry.member.slug,
        entry.position,
        entry.aptitude,
        entry.by_kinship,
        entry.standing,
        entry.status,
        entry.string,
        entry.shared_with,
        entry.irreplaceable,
        entry.contract_until,
        entry.loan_in,
    )


# Strategies.

NEAR = [Position.GK, Position.RB, Position.CB, Position.RWB, Position.DM, Position.CM]
near_days = st.integers(-60, 60).map(day)
lengths = st.none() | st.integers(0, 90)


@st.composite
def spells(draw: st.DrawFn, key: str = "") -> Spell:
    began_on = draw(near_days)

    def later() -> dt.date | None:
        length = draw(lengths)
        return None if length is None else began_on + dt.timedelta(days=length)

    return Spell(
        draw(st.sampled_from(SpellKind)),
        began_on,
        expected_until=later(),
        returned_on=later(),
        reported_on=later(),
        chance=draw(st.none() | st.integers(0, 100)),
        reason=draw(st.sampled_from(["", "Knock", "Hamstring injury", "ACL tear"])),
        key=key,
    )


@st.composite
def stays(draw: st.DrawFn, kind: ContractKind, club: str = "") -> Stay:
    starts_on = draw(near_days)
    length = draw(lengths)
    ends_on = None if length is None else starts_on + dt.timedelta(days=length)
    return Stay(kind, starts_on, ends_on, club)


@st.composite
def positions_and_aptitudes(draw: st.DrawFn) -> tuple[tuple[Position, Aptitude], ...]:
    found = draw(st.lists(st.sampled_from(NEAR), max_size=3, unique=True))
    natural_twice = st.sampled_from([Aptitude.NATURAL, *Aptitude])
    return tuple((position, draw(natural_twice)) for position in found)


@st.composite
def members(draw: st.DrawFn, slug: str, *, fit: bool = False) -> Member:
    """Anybody; where `fit`, somebody available and of credible standing."""
    always = st.just((HERE,))
    anything = st.lists(st.sampled_from(ContractKind).flatmap(stays), min_size=0, max_size=2).map(
        tuple
    )
    own_spells = [draw(spells(key=f"{slug}-{n}")) for n in range(draw(st.integers(0, 3)))]
    loans = [draw(stays(ContractKind.LOAN, f"Club {n}")) for n in range(draw(st.integers(0, 2)))]
    standings = sorted(CREDIBLE_STANDINGS) if fit else [None, *Standing]
    return Member(
        slug,
        slug.title(),
        draw(always if fit else always | always | anything),
        positions=draw(positions_and_aptitudes()),
        standing=draw(st.sampled_from(standings)),
        minutes=draw(st.integers(0, 540)),
        born_on=draw(st.none() | st.dates(dt.date(1985, 1, 1), dt.date(2009, 1, 1))),
        loans_out=() if fit else tuple(loans),
        spells=() if fit else tuple(own_spells),
    )


@st.composite
def squads(draw: st.DrawFn, *, at_most: int = 10) -> Squad:
    """Any squad with a formation of three to eleven slots in positions that are near others."""
    shape = draw(st.lists(st.sampled_from(NEAR), min_size=3, max_size=11))
    slugs = [f"man-{n:02}" for n in range(draw(st.integers(0, at_most)))]
    rankings = {
        position: tuple(draw(st.permutations(slugs))[: draw(st.integers(0, 6))])
        for position in draw(st.lists(st.sampled_from(NEAR), max_size=3, unique=True))
    }
    return Squad(
        "Anywhere FC",
        Formation("any", tuple(Slot(n, p) for n, p in enumerate(shape, start=1))),
        tuple(draw(members(slug)) for slug in slugs),
        rankings,
        minutes_played=540,
    )


@st.composite
def small_problems(draw: st.DrawFn) -> tuple[tuple[Group, ...], list[Candidate]]:
    """Two to four slots and up to six candidates: few enough to try everything."""
    several = [Position.CB, Position.RB, Position.DM]
    shape = draw(st.lists(st.sampled_from(several), min_size=2, max_size=4))
    groups = tuple(Group(p, shape.count(p)) for p in Position if p in shape)
    worth = st.tuples(st.booleans(), st.integers(0, 4))
    men = [
        Candidate(
            f"man-{n}",
            draw(st.sampled_from(sorted(CREDIBLE_STANDINGS))),
            draw(st.dictionaries(st.sampled_from(several), worth, max_size=3)),
        )
        for n in range(draw(st.integers(0, 6)))
    ]
    return groups, men
