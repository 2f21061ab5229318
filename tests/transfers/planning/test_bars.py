"""What every man of a squad is over a row of days, and by weeks."""

import datetime as dt

from hypothesis import given, settings

from squads.depth import Availability, ContractKind, SpellKind, Stay, timeline
from tests.squads.depth.builders import (
    DAY,
    JOINED,
    day,
    make_loan,
    make_member,
    make_spell,
    make_squad,
    squads,
)
from transfers.planning.bars import men_of
from transfers.planning.weeks import weeks_of

LAST = day(27)


def only(**fields):
    stretches = timeline(make_squad(make_member("abel", "CB", **fields)), DAY, LAST)
    (man,) = men_of(stretches)
    return man, weeks_of(stretches)


def said(bars):
    return [((bar.first - DAY).days, (bar.last - DAY).days, bar.availability) for bar in bars]


@given(squads(at_most=5))
@settings(max_examples=25)
def test_the_bars_of_a_man_fill_every_day_once(squad):
    for man in men_of(timeline(squad, DAY, LAST)):
        days = [
            bar.first + dt.timedelta(n)
            for bar in man.bars
            for n in range((bar.last - bar.first).days + 1)
        ]
        assert days == [day(n) for n in range(28)]


@given(squads(at_most=5))
@settings(max_examples=25)
def test_his_parts_fill_every_week_once(squad):
    stretches = timeline(squad, DAY, LAST)
    for man in men_of(stretches):
        assert sum(part.weeks for part in man.parts(weeks_of(stretches))) == 4


def test_a_spell_lies_between_days_on_which_he_is_available():
    man, _ = only(spells=(make_spell(SpellKind.SUSPENSION, 3, latest=8, returned=9),))
    assert said(man.bars) == [
        (0, 2, Availability.AVAILABLE),
        (3, 8, Availability.SUSPENDED),
        (9, 27, Availability.AVAILABLE),
    ]


def test_a_contract_that_ends_leaves_days_on_which_he_is_gone():
    man, _ = only(stays=(Stay(ContractKind.PERMANENT, JOINED, day(20)),))
    assert said(man.bars) == [(0, 20, Availability.AVAILABLE), (21, 27, Availability.LEFT)]


def test_who_comes_later_is_not_there_before():
    man, _ = only(stays=(Stay(ContractKind.PERMANENT, day(5)),))
    assert said(man.bars) == [(0, 4, Availability.LEFT), (5, 27, Availability.AVAILABLE)]


def test_a_loan_goes_on_where_nothing_else_begins():
    man, _ = only(loans_out=(make_loan(-9, 20, "Ajax"),))
    assert said(man.bars)[0] == (0, 20, Availability.ON_LOAN)


def test_a_week_shows_the_gravest_that_is_true_on_a_day_of_it():
    man, weeks = only(spells=(make_spell(SpellKind.SUSPENSION, 3, latest=8, returned=9),))
    found = [(part.weeks, part.bar.availability) for part in man.parts(weeks)]
    assert found == [(2, Availability.SUSPENDED), (2, Availability.AVAILABLE)]


def test_what_else_happens_in_it_is_kept():
    man, weeks = only(spells=(make_spell(SpellKind.SUSPENSION, 3, latest=8, returned=9),))
    first = next(iter(man.parts(weeks)))
    assert [bar.availability for bar in first.bars] == [
        Availability.SUSPENDED, Availability.AVAILABLE, Availability.AVAILABLE,
    ]  # fmt: skip
