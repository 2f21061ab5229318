"""How long contracts run, and whose a man is."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squads.depth import ContractKind
from transfers.planning.contracts import (
    Mark,
    Paper,
    Term,
    holdings,
    months_before,
    months_left,
    runs_to,
    signs_abroad_from,
)

DAY = dt.date(2025, 9, 30)
JUNE_2026, JUNE_2027, JUNE_2029 = (dt.date(year, 6, 30) for year in (2026, 2027, 2029))
START = dt.date(2024, 7, 1)
REDS, PALACE, MILAN = 1, 2, 3
MARKS = tuple(Mark)
days = st.dates(dt.date(2000, 1, 1), dt.date(2090, 1, 1))


def day(text):
    return dt.date.fromisoformat(text)


def contract(key=10, club=REDS, starts_on=START, ends_on=JUNE_2027, **fields):
    return Paper(key, 7, club, ContractKind.PERMANENT, starts_on, ends_on, **fields)


def loan(key=20, club=PALACE, ends_on=JUNE_2026, parent=10):
    return Paper(key, 7, club, ContractKind.LOAN, dt.date(2025, 8, 1), ends_on, parent)


def only(*papers, on=DAY):
    (found,) = holdings(papers, on)
    return found


@pytest.mark.parametrize(
    ("end", "mark"),
    [
        ("2025-09-29", Mark.ENDED),
        ("2025-09-30", Mark.SIX),
        ("2026-03-31", Mark.SIX),
        ("2026-04-01", Mark.TWELVE),
        ("2026-06-30", Mark.TWELVE),
        ("2026-10-01", Mark.EIGHTEEN),
        ("2027-06-30", Mark.TWENTY_FOUR),
        ("2027-10-01", Mark.LATER),
    ],
)
def test_the_mark_follows_from_the_months_left(end, mark):
    assert Term(day(end), DAY).mark is mark


def test_an_end_that_nobody_knows_has_a_mark_of_its_own():
    term = Term(None, DAY)
    assert (term.mark, term.months, term.abroad_from) == (Mark.UNKNOWN, None, None)


@pytest.mark.parametrize(
    ("on", "months"),
    [("2025-09-30", 9), ("2025-10-01", 9), ("2026-05-31", 1), ("2026-06-30", 0)],
)
def test_a_begun_month_counts_whole_and_the_day_itself_does_not(on, months):
    assert months_left(JUNE_2026, day(on)) == months


@pytest.mark.parametrize(
    ("end", "since"),
    [("2026-06-30", "2026-01-01"), ("2025-12-31", "2025-07-01"), ("2026-08-30", "2026-02-28")],
)
def test_a_man_may_sign_abroad_in_his_last_six_months(end, since):
    assert signs_abroad_from(day(end)) == day(since)


def test_he_may_sign_abroad_from_that_day_to_the_end():
    days = ("2025-12-31", "2026-01-01", "2026-06-30", "2026-07-01")
    assert [Term(JUNE_2026, day(on)).may_sign_abroad for on in days] == [False, True, True, False]


@given(days, st.integers(0, 60))
def test_as_many_months_before_an_end_lie_in_that_month(end, months):
    found, after = months_before(end, months), end + dt.timedelta(1)
    assert found.year * 12 + found.month == after.year * 12 + after.month - months
    assert found.day <= after.day


@given(days, st.integers(0, 2000))
def test_months_left_are_the_fewest_that_reach_the_end(end, left):
    tomorrow = end - dt.timedelta(left - 1)
    months = months_left(end, end - dt.timedelta(left))
    assert months_before(end, months) <= tomorrow
    assert months == 0 or months_before(end, months - 1) > tomorrow


@given(days, st.integers(-50, 2000), st.integers(0, 400))
def test_a_later_end_never_has_a_sooner_mark(on, left, more):
    sooner, later = (on + dt.timedelta(n) for n in (left, left + more))
    assert MARKS.index(Term(sooner, on).mark) <= MARKS.index(Term(later, on).mark)


def test_a_man_lent_out_is_judged_by_his_own_contract():
    found = only(contract(), loan())
    assert (found.own.club, found.term.ends_on, found.loan.club) == (REDS, JUNE_2027, PALACE)


def test_a_loan_that_is_over_is_told_no_more():
    assert only(contract(), loan(), on=JUNE_2026 + dt.timedelta(1)).loan is None


def test_a_contract_that_follows_at_the_same_club_is_the_end_that_counts():
    renewed = contract(11, starts_on=dt.date(2027, 7, 1), ends_on=JUNE_2029)
    found = only(contract(), renewed)
    assert (found.term.ends_on, found.coming) == (JUNE_2029, None)


def test_a_contract_after_a_gap_does_not_prolong_the_first():
    later = contract(11, starts_on=dt.date(2027, 7, 2), ends_on=JUNE_2029)
    assert runs_to(contract(), [later]) == JUNE_2027


def test_who_has_signed_elsewhere_for_later_may_not_sign_again():
    coming = contract(11, MILAN, dt.date(2026, 7, 1), JUNE_2029)
    found = only(contract(ends_on=JUNE_2026), coming, on=dt.date(2026, 2, 1))
    assert found.coming == coming
    assert (found.term.may_sign_abroad, found.may_sign_abroad) == (True, False)


def test_who_has_moved_belongs_to_his_new_club():
    moved = contract(11, MILAN, DAY, JUNE_2029)
    assert only(contract(ends_on=DAY - dt.timedelta(1)), moved).own == moved


@pytest.mark.parametrize(("on", "told"), [("2026-07-01", 1), ("2026-12-30", 1), ("2027-01-01", 0)])
def test_a_contract_that_has_ended_is_told_for_half_a_year(on, told):
    found = holdings([contract(ends_on=JUNE_2026)], day(on))
    assert [one.term.mark for one in found] == [Mark.ENDED] * told


papers = st.lists(
    st.builds(
        Paper,
        key=st.integers(1, 40),
        man=st.integers(1, 4),
        club=st.integers(1, 3),
        kind=st.sampled_from(ContractKind),
        starts_on=st.dates(dt.date(2024, 1, 1), dt.date(2026, 12, 31)),
        ends_on=st.none() | st.dates(dt.date(2027, 1, 1), dt.date(2028, 1, 1)),
        parent=st.none() | st.integers(1, 40),
    ),
    max_size=12,
    unique_by=lambda paper: paper.key,
)


@given(papers, st.randoms())
def test_every_man_under_contract_is_somebodys_once_in_whatever_order(found, random):
    held = holdings(found, DAY)
    under = {p.man for p in found if p.kind is ContractKind.PERMANENT and p.covers(DAY)}
    assert [one.own.man for one in held] == sorted(under)
    random.shuffle(found)
    assert holdings(found, DAY) == held
