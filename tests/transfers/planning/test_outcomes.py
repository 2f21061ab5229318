"""The worst that becomes of a position, and what differs between two charts."""

import datetime as dt

from hypothesis import given

from squads.depth import Level, Position, depth_chart, timeline
from tests.transfers.planning.test_scenario import LATER, TODAY, man, members, squad
from transfers.planning.outcomes import differences, outcomes
from transfers.planning.scenario import Absence, In, Out, altered

LAST = dt.date(2026, 6, 30)
FOUR = [man(slug) for slug in "abcd"]


def worst(found, position="CB"):
    return outcomes(timeline(found, TODAY, LAST))[Position(position)]


def test_a_position_that_is_covered_throughout_is_never_thin():
    found = worst(squad(*FOUR))
    assert (found.level, found.from_on, found.until_on) == (Level.COVERED, None, None)


def test_the_worst_day_is_the_first_that_has_the_worst_level():
    end = LATER + dt.timedelta(20)
    found = worst(altered(squad(*FOUR), [Absence("a", LATER, end), Absence("b", LATER, end)]))
    assert (found.level, found.cover, found.worst_on) == (Level.EXPOSED, 2, LATER)


def test_it_is_thin_from_the_first_to_the_last_day_under_covered():
    end = LATER + dt.timedelta(20)
    found = worst(altered(squad(*FOUR), [Absence("a", TODAY, LATER), Absence("b", LATER, end)]))
    assert (found.from_on, found.until_on) == (TODAY, end)


def test_the_chart_is_that_of_the_worst_day():
    found = worst(altered(squad(*FOUR), [Out("a", LATER)]))
    assert found.chart.on == LATER


@given(members)
def test_no_day_is_worse_than_the_worst(men):
    there = squad(*men)
    found = outcomes(timeline(there, TODAY, LAST))
    for n in range(0, (LAST - TODAY).days, 30):
        for group in depth_chart(there, TODAY + dt.timedelta(n)).groups:
            assert group.severity >= found[group.position].severity


def difference(moves, position="CB"):
    there = squad(*FOUR)
    before, after = depth_chart(there, LATER), depth_chart(altered(there, moves), LATER)
    return next(d for d in differences(before, after) if d.position == position)


def test_a_sale_names_who_is_gone():
    found = difference([Out("a", LATER)])
    assert (found.went, found.came, found.is_worse, found.changes_level) == (
        ("a",),
        (),
        True,
        True,
    )


def test_a_signing_names_who_is_new():
    found = difference([Out("a", LATER), In(man("new"), LATER)])
    assert (found.went, found.came, found.is_worse) == (("a",), ("new",), False)


def test_a_position_that_nothing_happens_to_does_not_change():
    assert not difference([Out("a", LATER)], "ST").changes
