"""A squad over many days: charts hold for exactly the days they are given for."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squads.depth import (
    ContractKind,
    Member,
    Position,
    Spell,
    SpellKind,
    Squad,
    Stay,
    depth_chart,
    timeline,
    weeks,
)
from squads.depth.squad import Aptitude, Formation, Slot

FIRST = dt.date(2025, 9, 1)
LAST = dt.date(2025, 12, 1)
SHAPE = Formation("2", (Slot(1, Position.CB), Slot(2, Position.CB)))
days = st.dates(dt.date(2025, 8, 1), dt.date(2026, 1, 31))


@st.composite
def spells(draw):
    began, known, reported = draw(days), draw(st.none() | days), draw(st.none() | days)
    kind = draw(st.sampled_from(SpellKind))
    returned = draw(st.none() | days)
    return Spell(
        kind, began, expected_until=known, reported_on=reported, returned_on=returned,
        chance=draw(st.sampled_from([None, 25, 75])), key=str(began),
    )  # fmt: skip


@st.composite
def stays(draw, kind=ContractKind.PERMANENT):
    first, last = sorted([draw(days), draw(days)])
    return Stay(kind, first, draw(st.sampled_from([None, last])))


@st.composite
def men(draw):
    return Member(
        slug=draw(st.sampled_from("abcdef")),
        name="",
        stays=tuple(draw(st.lists(stays(), min_size=1, max_size=2))),
        positions=((Position.CB, Aptitude.NATURAL),),
        born_on=draw(st.none() | st.dates(dt.date(2004, 8, 1), dt.date(2005, 2, 28))),
        loans_out=tuple(draw(st.lists(stays(ContractKind.LOAN), max_size=1))),
        spells=tuple(draw(st.lists(spells(), max_size=2))),
    )


squads = st.lists(men(), max_size=5, unique_by=lambda man: man.slug).map(
    lambda found: Squad("reds", SHAPE, tuple(found))
)


def said(chart):
    """All that a chart says but its own day."""
    return [
        (g.position, g.level, g.cover, [(e.member.slug, e.string, e.status) for e in g.entries])
        for g in chart.groups
    ]


@given(squads)
def test_every_day_of_a_stretch_has_its_chart(squad):
    for stretch in timeline(squad, FIRST, LAST):
        for n in range(stretch.days):
            day = stretch.first + dt.timedelta(days=n)
            assert said(depth_chart(squad, day)) == said(stretch.chart)


@given(squads)
def test_the_stretches_follow_each_other_without_a_gap(squad):
    found = timeline(squad, FIRST, LAST)
    days_in = [stretch.first + dt.timedelta(n) for stretch in found for n in range(stretch.days)]
    assert days_in == [FIRST + dt.timedelta(n) for n in range((LAST - FIRST).days + 1)]


def test_nothing_turns_in_a_squad_of_nobody():
    (only,) = timeline(Squad("reds", SHAPE), FIRST, LAST)
    assert (only.first, only.last) == (FIRST, LAST)


def test_a_last_day_before_the_first_is_refused():
    with pytest.raises(ValueError, match="lies before"):
        timeline(Squad("reds", SHAPE), LAST, FIRST)


def test_a_prospect_counts_from_his_birthday():
    stay = Stay(ContractKind.PERMANENT, FIRST)
    man = Member("a", "", (stay,), positions=((Position.CB, Aptitude.NATURAL),))
    young = replace(man, born_on=dt.date(2004, 10, 5))
    found = timeline(Squad("reds", SHAPE, (young,)), FIRST, LAST)
    assert [(s.first, s.chart.groups[0].cover) for s in found] == [
        (FIRST, 0), (dt.date(2025, 10, 5), 1),
    ]  # fmt: skip


def test_weeks_begin_on_the_first_day():
    assert weeks(FIRST, FIRST + dt.timedelta(14)) == [
        FIRST + dt.timedelta(7 * n) for n in range(3)
    ]
