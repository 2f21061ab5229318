"""Whether a man can be relied on: spells, contracts, loans and which of them tells."""

import itertools

import pytest

from squads.depth import Availability, ContractKind, SpellKind, Stay, availability_on
from tests.squads.depth.builders import (
    DAY,
    HERE,
    JOINED,
    UNTIL,
    day,
    make_loan,
    make_member,
    make_spell,
)

INJURY, ILLNESS, BAN = SpellKind.INJURY, SpellKind.ILLNESS, SpellKind.SUSPENSION


def status_of(*spells, on=DAY, **fields):
    return availability_on(make_member("ada", spells=spells, **fields), on)


def availability_of(*spells, on=DAY, **fields):
    return status_of(*spells, on=on, **fields).availability


# What a spell makes of him, and for how long.


@pytest.mark.parametrize(
    ("kind", "availability"),
    [
        (INJURY, Availability.OUT),
        (ILLNESS, Availability.OUT),
        (BAN, Availability.SUSPENDED),
        (SpellKind.INTERNATIONAL, Availability.AWAY),
        (SpellKind.PERSONAL, Availability.AWAY),
        (SpellKind.INELIGIBLE, Availability.INELIGIBLE),
    ],
)
def test_a_spell_makes_him_what_its_kind_says(kind, availability):
    assert availability_of(make_spell(kind, latest=5)) == availability


def test_a_man_without_spells_is_available_under_his_contract():
    status = status_of()
    assert (status.availability, status.stay) == (Availability.AVAILABLE, HERE)


def test_an_available_man_counts():
    assert status_of().counts


@pytest.mark.parametrize(
    "status",
    [
        status_of(make_spell(INJURY)),
        status_of(make_spell(BAN)),
        status_of(make_spell(SpellKind.PERSONAL)),
        status_of(make_spell(SpellKind.INELIGIBLE)),
        status_of(loans_out=(make_loan(-5, 5),)),
        status_of(stays=()),
    ],
    ids=lambda status: status.availability.value,
)
def test_an_absent_man_does_not_count(status):
    assert not status.counts


@pytest.mark.parametrize(("begins", "out"), [(-1, True), (0, True), (1, False)])
def test_a_spell_covers_the_day_it_begins_and_none_before(begins, out):
    spell = make_spell(INJURY, begins, latest=9)
    assert (availability_of(spell) is Availability.OUT) is out


@pytest.mark.parametrize(("returned", "out"), [(-1, False), (0, False), (1, True)])
def test_a_spell_no_longer_covers_the_confirmed_day_of_return(returned, out):
    spell = make_spell(INJURY, returned=returned)
    assert (availability_of(spell) is Availability.OUT) is out


def test_a_spell_that_ends_the_day_it_begins_covers_nothing():
    spell = make_spell(INJURY, begins=0, returned=0)
    days = [availability_of(spell, on=day(n)) for n in (-1, 0, 1)]
    assert days == [Availability.AVAILABLE] * 3


def test_a_spell_expected_over_on_the_day_it_begins_covers_nothing():
    assert availability_of(make_spell(BAN, begins=0, latest=0)) is Availability.AVAILABLE


def test_a_confirmed_return_outranks_an_expected_one():
    spell = make_spell(INJURY, returned=-2, latest=20)
    assert availability_of(spell) is Availability.AVAILABLE


def test_a_confirmed_return_later_than_expected_keeps_him_out_until_then():
    spell = make_spell(INJURY, returned=3, latest=-3)
    assert availability_of(spell) is Availability.OUT


def test_a_confirmed_return_is_the_day_shown():
    assert status_of(make_spell(INJURY, returned=3, latest=-3)).back_on == day(3)


# Presumed back, overdue, overtaken.


def test_he_is_presumed_back_on_the_expected_day_itself():
    assert availability_of(make_spell(INJURY, latest=0)) is Availability.AVAILABLE


def test_he_is_out_the_day_before_he_is_expected():
    assert availability_of(make_spell(INJURY, latest=1)) is Availability.OUT


def test_the_later_end_of_an_expected_range_counts():
    assert availability_of(make_spell(INJURY, earliest=-2, latest=2)) is Availability.OUT


def test_the_earlier_end_counts_where_it_is_the_only_one():
    assert availability_of(make_spell(INJURY, earliest=-2)) is Availability.AVAILABLE


@pytest.mark.parametrize(("latest", "overdue"), [(1, False), (0, False), (-1, True)])
def test_he_is_overdue_once_the_presumed_day_is_past(latest, overdue):
    assert status_of(make_spell(INJURY, latest=latest)).overdue is overdue


def test_an_overdue_man_is_still_presumed_back():
    status = status_of(make_spell(INJURY, latest=-1, reason="Knock", key="k"))
    assert (status.availability, status.back_on, status.reason, status.spell, status.stay) == (
        Availability.AVAILABLE,
        day(-1),
        "Knock",
        "k",
        HERE,
    )


def test_a_confirmed_return_is_never_overdue():
    assert not status_of(make_spell(INJURY, latest=-3, returned=-1)).overdue


def test_a_spell_that_has_not_begun_is_not_overdue():
    assert not status_of(make_spell(INJURY, begins=5, latest=-3)).overdue


def test_a_man_who_is_out_again_is_not_called_overdue():
    status = status_of(make_spell(INJURY, -30, latest=-20), make_spell(BAN, -2, latest=5))
    assert not status.overdue


def test_of_two_overdue_spells_the_newer_tells():
    older = make_spell(INJURY, -30, latest=-2, key="older")
    newer = make_spell(ILLNESS, -20, latest=-5, key="newer")
    assert status_of(newer, older).spell == "newer"


@pytest.mark.parametrize(("reported", "known"), [(-4, True), (-3, False), (-2, False)])
def test_a_report_that_he_is_still_out_overtakes_an_expected_day(reported, known):
    spell = make_spell(BAN, latest=-3, reported=reported)
    assert (availability_of(spell) is Availability.AVAILABLE) is known


def test_an_overtaken_expected_day_is_no_longer_shown():
    assert status_of(make_spell(BAN, latest=-3, reported=-2)).back_on is None


def test_an_overtaken_expected_day_gives_way_to_the_forecast():
    spell = make_spell(ILLNESS, latest=-3, reported=-2)
    # Ill for 8 days: 5 in 12 are back by then; half of the others too on the 14th day.
    assert status_of(spell).forecast_on == day(4)


def test_an_overtaken_expected_day_is_not_overdue():
    assert not status_of(make_spell(ILLNESS, begins=-100, latest=-90, reported=-80)).overdue


# No date: the forecast decides for injuries and illness.


@pytest.mark.parametrize(
    ("begins", "out"), [(-23, True), (-24, False), (-25, False)], ids=["23", "24", "25"]
)
def test_without_a_date_he_is_out_while_his_return_is_less_likely_than_not(begins, out):
    spell = make_spell(INJURY, begins, reason="Hamstring strain")
    assert (availability_of(spell) is Availability.OUT) is out


def test_without_a_date_the_day_of_the_forecast_is_told():
    status = status_of(make_spell(INJURY, -10, reason="Hamstring strain"))
    assert (status.back_on, status.forecast_on) == (None, day(14))


def test_with_a_date_no_forecast_is_told():
    status = status_of(make_spell(INJURY, -10, reason="Hamstring strain", latest=5))
    assert (status.back_on, status.forecast_on) == (day(5), None)


def test_a_man_whom_the_forecast_has_brought_back_is_not_called_overdue():
    assert not status_of(make_spell(INJURY, -25, reason="Hamstring strain")).overdue


def test_a_newer_report_keeps_him_out_longer():
    spell = make_spell(INJURY, -30, reason="Hamstring strain", reported=-1)
    assert availability_of(spell) is Availability.OUT


def test_an_acl_tear_without_a_date_keeps_him_out_for_225_days():
    spell = make_spell(INJURY, 0, reason="ACL tear")
    found = [availability_of(spell, on=day(n)) for n in (224, 225)]
    assert found == [Availability.OUT, Availability.AVAILABLE]


@pytest.mark.parametrize(
    "kind", [BAN, SpellKind.INTERNATIONAL, SpellKind.INELIGIBLE, SpellKind.PERSONAL]
)
def test_another_absence_without_a_date_does_not_end_by_itself(kind):
    assert availability_of(make_spell(kind, -2000)) is not Availability.AVAILABLE


def test_an_open_absence_has_no_forecast():
    assert status_of(make_spell(BAN, -20)).forecast_on is None


# Doubtful.


@pytest.mark.parametrize(
    ("chance", "counts"), [(1, False), (49, False), (50, True), (51, True), (100, True)]
)
def test_a_doubtful_man_counts_from_fifty_per_cent(chance, counts):
    assert status_of(make_spell(INJURY, chance=chance)).counts is counts


@pytest.mark.parametrize("kind", [INJURY, ILLNESS])
def test_a_chance_makes_an_injured_or_ill_man_doubtful(kind):
    status = status_of(make_spell(kind, -1, chance=25))
    assert (status.availability, status.chance) == (Availability.DOUBTFUL, 25)


@pytest.mark.parametrize("chance", [None, 0])
def test_a_man_without_a_chance_is_out(chance):
    status = status_of(make_spell(INJURY, chance=chance))
    assert (status.availability, status.chance) == (Availability.OUT, None)


def test_a_chance_means_nothing_for_a_suspension():
    status = status_of(make_spell(BAN, chance=75))
    assert (status.availability, status.chance) == (Availability.SUSPENDED, None)


def test_of_two_doubts_the_graver_tells():
    likely = make_spell(INJURY, -5, latest=30, chance=75, key="likely")
    unlikely = make_spell(ILLNESS, -3, latest=5, chance=25, key="unlikely")
    assert status_of(likely, unlikely).spell == "unlikely"


# Several at once.

IN_ORDER = [
    make_spell(SpellKind.INELIGIBLE, latest=5),
    make_spell(BAN, latest=5),
    make_spell(INJURY, latest=5),
    make_spell(SpellKind.INTERNATIONAL, latest=5),
    make_spell(INJURY, latest=5, chance=75),
]
ORDER = ["ineligible", "suspended", "out", "away", "doubtful"]


@pytest.mark.parametrize(("first", "second"), list(itertools.combinations(range(5), 2)))
def test_of_two_spells_the_one_earlier_in_precedence_tells(first, second):
    assert availability_of(IN_ORDER[second], IN_ORDER[first]) == ORDER[first]


def test_a_spell_that_is_over_does_not_take_part_in_precedence():
    over = make_spell(SpellKind.INELIGIBLE, -20, returned=-1)
    assert availability_of(over, make_spell(INJURY, latest=5)) is Availability.OUT


def test_of_two_injuries_the_one_that_lasts_longest_tells():
    short, long = make_spell(INJURY, -3, latest=5), make_spell(INJURY, -9, latest=50)
    assert status_of(long, short).back_on == day(50)


def test_of_two_absences_one_without_an_end_lasts_longest():
    assert status_of(make_spell(BAN, -9), make_spell(BAN, -3, latest=90)).back_on is None


@pytest.mark.parametrize("turn", [1, -1])
def test_of_two_injuries_that_end_together_the_newer_tells(turn):
    older = make_spell(INJURY, -9, latest=5, key="older")
    newer = make_spell(INJURY, -3, latest=5, key="newer")
    assert status_of(*(older, newer)[::turn]).spell == "newer"


@pytest.mark.parametrize("turn", [1, -1])
def test_of_two_injuries_with_the_same_days_the_later_key_tells(turn):
    first, second = (make_spell(INJURY, latest=5, key=key) for key in "ab")
    assert status_of(*(first, second)[::turn]).spell == "b"


def test_the_status_names_the_spell_its_reason_and_the_contract():
    status = status_of(make_spell(INJURY, latest=5, reason="Knock", key="injury-7"))
    assert (status.spell, status.reason, status.stay) == ("injury-7", "Knock", HERE)


def test_a_spell_without_words_has_no_reason():
    assert status_of(make_spell(INJURY)).reason is None


# Contracts and loans.


@pytest.mark.parametrize(
    ("on", "left"),
    [
        (JOINED, False),
        (UNTIL, False),
        (day((JOINED - DAY).days - 1), True),
        (day((UNTIL - DAY).days + 1), True),
    ],
)
def test_a_contract_holds_from_its_first_to_its_last_day(on, left):
    assert (availability_of(on=on) is Availability.LEFT) is left


def test_a_contract_without_an_end_goes_on():
    stays = (Stay(ContractKind.PERMANENT, JOINED),)
    assert availability_of(stays=stays, on=day(9999)) is Availability.AVAILABLE


def test_a_man_who_has_left_is_not_called_injured():
    assert availability_of(make_spell(INJURY), stays=()) is Availability.LEFT


@pytest.mark.parametrize(
    ("on", "away"), [(-11, False), (-10, True), (0, True), (20, True), (21, False)]
)
def test_a_loan_elsewhere_takes_him_away_from_its_first_to_its_last_day(on, away):
    found = availability_of(loans_out=(make_loan(-10, 20),), on=day(on))
    assert (found is Availability.ON_LOAN) is away


def test_a_man_on_loan_shows_where_and_until_when():
    loan = make_loan(-10, 20, "Hull City")
    status = status_of(loans_out=(loan,))
    assert (status.reason, status.back_on, status.stay) == ("Hull City", day(20), loan)


def test_a_man_on_loan_elsewhere_is_not_called_ineligible():
    spell = make_spell(SpellKind.INELIGIBLE)
    assert availability_of(spell, loans_out=(make_loan(-10, 20),)) is Availability.ON_LOAN


def test_a_man_whose_contract_has_ended_has_left_even_if_his_loan_goes_on():
    ended = (Stay(ContractKind.PERMANENT, JOINED, day(-1)),)
    assert availability_of(stays=ended, loans_out=(make_loan(-10, 20),)) is Availability.LEFT


@pytest.mark.parametrize(("on", "club"), [(-15, "First"), (5, "Second")])
def test_of_two_loans_in_a_row_the_one_of_the_day_tells(on, club):
    loans = (make_loan(-20, -10, "First"), make_loan(0, 10, "Second"))
    assert status_of(loans_out=loans, on=day(on)).reason == club


def test_between_two_loans_he_is_back():
    loans = (make_loan(-20, -10), make_loan(1, 10))
    assert availability_of(loans_out=loans) is Availability.AVAILABLE


@pytest.mark.parametrize("turn", [1, -1])
def test_of_two_loans_on_one_day_the_earlier_tells_in_whatever_order_they_come(turn):
    loans = (make_loan(-20, 10, "First"), make_loan(-10, 5, "Second"))
    assert status_of(loans_out=loans[::turn]).reason == "First"


@pytest.mark.parametrize(("on", "here"), [(-11, False), (-10, True), (20, True), (21, False)])
def test_a_man_on_loan_here_is_a_member_from_its_first_to_its_last_day(on, here):
    found = availability_of(stays=(make_loan(-10, 20),), on=day(on))
    assert (found is Availability.AVAILABLE) is here


@pytest.mark.parametrize("turn", [1, -1])
def test_a_permanent_contract_goes_before_a_loan_on_the_same_day(turn):
    loan_in, bought = make_loan(-90, 20), Stay(ContractKind.PERMANENT, day(-10), UNTIL)
    assert status_of(stays=(loan_in, bought)[::turn]).stay is bought


def test_a_man_bought_while_on_loan_here_can_be_loaned_out():
    stays = (make_loan(-90, 20), Stay(ContractKind.PERMANENT, day(-10), UNTIL))
    found = availability_of(stays=stays, loans_out=(make_loan(-5, 5),))
    assert found is Availability.ON_LOAN


def test_a_man_who_is_only_on_loan_here_is_not_ours_to_lend():
    found = availability_of(stays=(make_loan(-90, 20),), loans_out=(make_loan(-5, 5),))
    assert found is Availability.AVAILABLE
