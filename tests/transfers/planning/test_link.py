"""What a transfer does to the clubs on both sides of it."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from squads.depth import Level, Position, Spell, SpellKind, Standing
from tests.transfers.planning.test_scenario import SINCE, man, members, squad
from transfers.planning.link import (
    Transfer,
    effect,
    fits,
    for_buyer,
    for_seller,
    is_replaced,
    place_of,
)
from transfers.planning.scenario import In, Out

CLOSES = dt.date(2025, 9, 1)
EVE = dt.date(2025, 12, 31)
MARC = Transfer("marc", CLOSES)
CB, GK, ST = Position.CB, Position.GK, Position.ST


def backs(*slugs):
    """A squad of centre-backs who are first choice."""
    return squad(*(man(slug, standing=Standing.FIRST_CHOICE) for slug in slugs))


def covers(found):
    """Cover of every position that changes, before and after."""
    return {s.position.value: (s.on_day.before.cover, s.on_day.after.cover) for s in found.shifts}


@given(members)
def test_no_move_changes_nothing(men):
    assert effect(squad(*men), [], CLOSES, EVE).shifts == ()


@given(members.filter(bool), st.sampled_from(["CB", "ST"]))
def test_a_man_who_comes_never_makes_a_position_fall(men, position):
    new = man("new", position, standing=Standing.FIRST_CHOICE)
    found = effect(squad(*men), [In(new, CLOSES)], CLOSES, EVE)
    assert sum(s.on_day.after.cover - s.on_day.before.cover for s in found.shifts) >= 0


@given(members.filter(bool))
def test_what_has_come_about_is_judged_as_what_may(men):
    before, gone = squad(*men), men[0].slug
    supposed = for_seller(before, Transfer(gone, CLOSES), EVE, None)
    real = squad(*men[1:])
    done = for_seller(real, Transfer(gone, CLOSES, is_done=True), EVE, men[0])
    assert covers(done) == covers(supposed)


def test_the_seller_of_one_of_four_falls_under_covered():
    found = for_seller(backs("marc", "max", "chris", "jay"), MARC, EVE, None)
    assert [(s.position, s.on_day.after.level) for s in found.falling] == [(CB, Level.THIN)]


def test_the_seller_of_a_fifth_man_does_not_fall():
    found = for_seller(backs("marc", "max", "chris", "jay", "zed"), MARC, EVE, None)
    assert found.falling == ()


def test_a_club_that_was_thin_falls_further():
    found = for_seller(backs("marc", "max", "chris"), MARC, EVE, None)
    assert [s.on_day.after.level for s in found.falling] == [Level.EXPOSED]


def test_who_steps_up_is_named():
    men = backs("marc", "max", "chris", "jay", "zed")
    found = for_seller(men, MARC, EVE, None)
    assert (found.shifts[0].on_day.went, found.shifts[0].on_day.came) == (("marc",), ("zed",))


def test_a_fall_that_only_comes_later_counts():
    hurt = Spell(SpellKind.INJURY, dt.date(2025, 10, 1), dt.date(2025, 10, 20), key="injury-1")
    men = (*backs("marc", "max", "chris", "jay").members, man("zed", spells=(hurt,)))
    found = for_seller(squad(*men), MARC, EVE, None)
    assert [s.worst_after.worst_on for s in found.falling] == [hurt.began_on]


def test_who_is_lent_counts_again_when_the_loan_is_over():
    back_on = dt.date(2025, 11, 1)
    loan = Transfer("marc", CLOSES, is_loan=True, until=back_on - dt.timedelta(1))
    found = for_seller(backs("marc", "max", "chris", "jay"), loan, EVE, None)
    assert found.falling[0].worst_after.until_on == loan.until


def test_the_buyer_counts_him_with_the_standing_he_has():
    marc = man("marc", standing=Standing.FIRST_CHOICE)
    found = for_buyer(backs("virgil"), MARC, EVE, marc)
    place = place_of(found.after, "marc")
    assert (place.position, place.string) == (CB, 1)


def test_a_buyer_who_has_him_already_is_judged_by_what_it_was_without():
    done = Transfer("marc", CLOSES, is_done=True)
    found = for_buyer(backs("virgil", "marc"), done, EVE, None)
    assert covers(found) == {"CB": (1, 2)}


def test_replacements_are_naturals_whom_their_club_can_spare_first():
    rich = squad(*(man(slug) for slug in "abcde"))
    poor = squad(man("only", standing=Standing.FIRST_CHOICE))
    found = fits([poor, rich], CB, CLOSES)
    assert [fit.stands for fit in found] == [True] * 5 + [False]


def test_what_a_club_would_be_left_with_is_told():
    found = fits([squad(man("a"), man("b"))], CB, CLOSES)
    assert [one.after.level for one in found[0].loses] == [Level.SHORT]


def test_men_who_are_no_replacement_are_left_out():
    hurt = Spell(SpellKind.INJURY, CLOSES, key="injury-1", expected_until=EVE)
    men = [
        man("fringe", standing=Standing.FRINGE),
        man("striker", "ST"),
        man("hurt", spells=(hurt,)),
        man("him"),
        man("gone", stays=()),
        man("good"),
    ]
    assert [fit.slug for fit in fits([squad(*men)], CB, CLOSES, without=["him"])] == ["good"]


def test_a_position_is_replaced_once_it_is_filled_as_before():
    before = for_seller(backs("marc", "max", "chris"), MARC, EVE, None).shifts[0].on_day
    again = effect(
        backs("marc", "max", "chris", "new"), [Out("marc", CLOSES)], CLOSES, EVE
    ).shifts[0]
    filled = [is_replaced(before.before, group) for group in (before.after, again.on_day.after)]
    assert filled == [False, True]


def test_a_contract_that_ends_anyway_leaves_no_effect():
    ending = man(
        "marc", stays=(SINCE.__class__(SINCE.kind, SINCE.starts_on, dt.date(2025, 8, 1)),)
    )
    found = for_seller(squad(ending, man("max")), MARC, EVE, None)
    assert found.shifts == ()
