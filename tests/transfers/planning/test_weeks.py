"""Days seen by weeks: what becomes of every position in each of them."""

import datetime as dt

from hypothesis import given

from squads.depth import SpellKind, depth_chart, timeline
from tests.squads.depth.builders import (
    DAY,
    day,
    make_member,
    make_spell,
    make_squad,
    squads,
)
from transfers.planning.weeks import Week, heat, weeks_of

LAST = day(23)
ONE_DAY = make_spell(SpellKind.SUSPENSION, 8, latest=8, returned=9)


def row_of(squad, position="CB"):
    return next(row for row in heat(timeline(squad, DAY, LAST)) if row.position == position)


def centre_backs(*first):
    return make_squad(*first, *(make_member(slug, "CB") for slug in "bcd"))


@given(squads(at_most=6))
def test_a_week_is_as_bad_as_the_worst_of_its_days(squad):
    every = [depth_chart(squad, day(n)) for n in range(24)]
    for place, row in enumerate(heat(timeline(squad, DAY, LAST))):
        for cell in row.cells:
            days = every[(cell.week.first - DAY).days : (cell.week.last - DAY).days + 1]
            assert cell.group.severity == min(chart.groups[place].severity for chart in days)


@given(squads(at_most=6))
def test_the_day_of_a_cell_is_one_of_its_week_and_has_its_group(squad):
    stretches = timeline(squad, DAY, LAST)
    for place, row in enumerate(heat(stretches)):
        for cell in row.cells:
            (there,) = [s for s in stretches if s.first <= cell.on <= s.last]
            assert cell.week.first <= cell.on <= cell.week.last
            assert there.chart.groups[place] == cell.group


def test_a_single_bad_day_makes_its_week():
    found = row_of(centre_backs(make_member("a", "CB", spells=(ONE_DAY,))))
    assert [cell.group.cover for cell in found.cells] == [4, 3, 4, 4]


def test_the_cell_names_the_day_that_is_the_worst():
    found = row_of(centre_backs(make_member("a", "CB", spells=(ONE_DAY,))))
    assert [cell.on for cell in found.cells] == [day(0), day(8), day(14), day(21)]


def test_it_names_who_is_counted_on_that_day():
    found = row_of(centre_backs(make_member("a", "CB", spells=(ONE_DAY,))))
    assert [set(cell.counted) for cell in found.cells][:2] == [{*"abcd"}, {*"bcd"}]


def test_the_last_week_ends_with_the_last_day():
    weeks = weeks_of(timeline(make_squad(), DAY, LAST))
    assert (len(weeks), weeks[0], weeks[-1]) == (4, Week(DAY, day(6)), Week(day(21), LAST))


def test_a_week_touches_what_shares_a_day_with_it():
    week = Week(DAY, day(6))
    shared = [week.touches(day(-3), DAY), week.touches(day(6), day(9))]
    assert shared == [True, True]
    assert not week.touches(day(7), day(9)) and not week.touches(DAY - dt.timedelta(9), day(-1))
