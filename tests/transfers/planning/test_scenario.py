"""A squad with hypothetical moves."""

import datetime as dt
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squads.depth import (
    Aptitude,
    ContractKind,
    Formation,
    Member,
    Position,
    Slot,
    Squad,
    Standing,
    Stay,
    depth_chart,
)
from transfers.planning.scenario import Absence, Extension, In, Out, altered, overtaken, signing

TODAY = dt.date(2025, 9, 30)
LATER = dt.date(2026, 1, 5)
PLACES = [Position.GK, Position.CB, Position.CB, Position.ST]
SHAPE = Formation("four", tuple(Slot(n, p) for n, p in enumerate(PLACES, 1)))
SINCE = Stay(ContractKind.PERMANENT, dt.date(2024, 7, 1), dt.date(2027, 6, 30))


def man(slug, *positions, standing=Standing.ROTATION, **fields):
    places = tuple((Position(p), Aptitude.NATURAL) for p in positions or ["CB"])
    made = {"stays": (SINCE,), "positions": places, "standing": standing}
    return Member(slug, slug.title(), **made | fields)


def squad(*men):
    return Squad("reds", SHAPE, men)


def covers(found, on):
    return {group.position.value: group.cover for group in depth_chart(found, on).groups}


SLUGS = "abcdefgh"
members = st.lists(
    st.builds(
        man,
        st.sampled_from(SLUGS),
        st.sampled_from(["GK", "CB", "ST"]),
        standing=st.sampled_from(Standing),
    ),
    max_size=7,
    unique_by=lambda m: m.slug,
)
days = st.dates(TODAY, dt.date(2026, 6, 30))
moves = st.one_of(
    st.builds(Out, st.sampled_from(SLUGS), days),
    st.builds(Out, st.sampled_from(SLUGS), days, st.just(True)),
    st.builds(In, st.builds(man, st.sampled_from(SLUGS)), days),
    st.builds(Absence, st.sampled_from(SLUGS), days),
    st.builds(Extension, st.sampled_from(SLUGS), st.dates(LATER, dt.date(2030, 6, 30))),
)


@given(members)
def test_a_scenario_of_no_moves_changes_nothing(men):
    assert altered(squad(*men), []) == squad(*men)


@given(members.filter(bool), days, days)
def test_a_sale_and_its_return_cancel(men, on, day):
    there = squad(*men)
    both = altered(there, [Out(men[0].slug, on), In(men[0], on, until=SINCE.ends_on)])
    assert covers(both, day) == covers(there, day)


@given(members, st.lists(moves, max_size=3), days)
def test_the_order_of_moves_does_not_matter(men, found, day):
    results = {
        str(sorted(covers(altered(squad(*men), order), day).items()))
        for order in permutations(found)
    }
    assert len(results) == 1


@given(members, days, days)
def test_a_man_in_never_lowers_what_is_filled(men, on, day):
    there = squad(*men)
    more = altered(there, [In(man("new", standing=Standing.FIRST_CHOICE), on)])
    assert sum(covers(more, day).values()) >= sum(covers(there, day).values())


def test_who_is_sold_is_there_up_to_the_eve():
    sold = altered(squad(man("joe")), [Out("joe", LATER)])
    eve = LATER - dt.timedelta(1)
    assert (covers(sold, eve)["CB"], covers(sold, LATER)["CB"]) == (1, 0)


def test_who_is_lent_is_back_after_the_last_day():
    lent = altered(squad(man("joe")), [Out("joe", TODAY, is_loan=True, until=LATER)])
    assert (covers(lent, LATER)["CB"], covers(lent, LATER + dt.timedelta(1))["CB"]) == (0, 1)


def test_who_is_sold_while_on_loan_does_not_come_back():
    away = Stay(ContractKind.LOAN, TODAY, LATER, "Blues")
    sold = altered(squad(man("joe", loans_out=(away,))), [Out("joe", TODAY)])
    assert covers(sold, LATER + dt.timedelta(1))["CB"] == 0


def test_an_absent_man_is_counted_again_on_the_day_after_the_last():
    out = altered(squad(man("joe")), [Absence("joe", TODAY, LATER)])
    assert (covers(out, LATER)["CB"], covers(out, LATER + dt.timedelta(1))["CB"]) == (0, 1)


def test_an_extension_keeps_a_man_whose_contract_would_end():
    longer = altered(squad(man("joe")), [Extension("joe", dt.date(2029, 6, 30))])
    assert covers(longer, dt.date(2028, 1, 1))["CB"] == 1


def test_an_extension_never_shortens():
    there = squad(man("joe"))
    assert altered(there, [Extension("joe", LATER)]) == there


def test_another_formation_can_be_tried():
    two = Formation("two", SHAPE.slots[:2])
    assert altered(squad(man("joe")), [], two).formation == two


def test_a_signing_keeps_the_standing_he_has_where_he_plays():
    star = man("marc", standing=None, minutes=900)
    there = Squad("eagles", SHAPE, (star,), minutes_played=1000)
    assert signing(star, there, TODAY).standing is Standing.FIRST_CHOICE


@pytest.mark.parametrize(
    ("move", "why"),
    [
        (Out("joe", LATER), ""),
        (Out("ann", LATER), "he is not at the club any more"),
        (In(man("joe"), LATER), "he is at the club already"),
        (In(man("ann"), LATER), ""),
        (Extension("joe", dt.date(2027, 1, 1)), "his contract runs as long already"),
        (Extension("joe", dt.date(2029, 1, 1)), ""),
    ],
)
def test_reality_can_overtake_a_move(move, why):
    assert overtaken(squad(man("joe")), move, TODAY) == why


def test_a_loan_that_has_come_about_has_overtaken_its_move():
    away = Stay(ContractKind.LOAN, TODAY, LATER, "Blues")
    lent = squad(man("joe", loans_out=(away,)))
    assert overtaken(lent, Out("joe", TODAY, is_loan=True), TODAY) == "he is on loan already"


def test_a_contract_is_not_extended_once_he_has_gone():
    moves = [Out("joe", LATER), Extension("joe", dt.date(2030, 6, 30), LATER + dt.timedelta(30))]
    assert covers(altered(squad(man("joe")), moves), dt.date(2026, 5, 1))["CB"] == 0
