"""The return forecast: by what is hurt, and by how long he is known to be out."""

import datetime as dt
import math
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from squads.depth import Spell, SpellKind, forecast_return
from squads.depth.forecast import QUANTILES, SHARES, chance_back, days_until, label_of

BEGAN = dt.date(2025, 1, 1)
labels = st.sampled_from(sorted(QUANTILES))


def spell(reason="", reported=None, kind=SpellKind.INJURY, **fields):
    reported_on = None if reported is None else BEGAN + dt.timedelta(days=reported)
    return Spell(kind, BEGAN, reason=reason, reported_on=reported_on, **fields)


def days_out(*args, **fields):
    return (forecast_return(spell(*args, **fields)) - BEGAN).days


@pytest.mark.parametrize(
    ("reason", "label"),
    [
        ("ACL tear", "acl"),
        ("Knee injury (ACL)", "acl"),
        ("ruptured cruciate ligament, knee", "acl"),
        ("Hamstring strain", "hamstring"),
        ("Back injury", "back"),
        ("setback in training", "other"),
        ("another problem", "other"),
        ("debacle", "other"),
        ("", "other"),
    ],
)
def test_the_words_of_the_reason_choose_the_row(reason, label):
    assert label_of(spell(reason)) == label


def test_the_body_part_goes_before_the_words():
    assert label_of(spell("knock", body_part="ankle")) == "ankle"


def test_a_cruciate_ligament_goes_before_the_body_part():
    assert label_of(spell("ACL tear", body_part="knee")) == "acl"


def test_a_body_part_without_a_row_leaves_it_to_the_words():
    assert label_of(spell("knock", body_part="hip")) == "knock"


def test_an_illness_has_its_own_row_whatever_it_is_called():
    assert label_of(spell("back pain", kind=SpellKind.ILLNESS)) == "illness"


@pytest.mark.parametrize(("label", "quantiles"), QUANTILES.items())
def test_without_news_he_is_back_at_the_median(label, quantiles):
    assert days_out(reason=label) == quantiles[1]


@pytest.mark.parametrize(("label", "quantiles"), QUANTILES.items())
def test_the_table_gives_back_its_own_shares(label, quantiles):
    found = [chance_back(label, days) for days in quantiles]
    assert found == pytest.approx(SHARES)


@pytest.mark.parametrize("quantiles", QUANTILES.values())
def test_every_row_rises(quantiles):
    assert all(0 < day < next_day for day, next_day in pairwise(quantiles))


def test_an_acl_tear_takes_more_than_seven_months():
    assert forecast_return(spell("ACL tear")) == dt.date(2025, 8, 14)


@pytest.mark.parametrize(
    ("reported", "back"),
    [
        (0, 24),
        (-5, 24),
        # Half of those still out on day 24 (median) are back when three quarters of all are.
        (24, 43),
        # On day 14 a quarter is back, so half of the others make 62.5 %: half-way to day 43.
        (14, 34),
        # On day 43 a quarter is left; half of it are back at 87.5 %.
        (43, 67),
    ],
)
def test_a_newer_report_shifts_the_forecast_to_those_still_out(reported, back):
    assert days_out("hamstring", reported) == back


def test_past_the_table_the_same_share_returns_in_every_stretch_of_days():
    # From 75 % to 90 % back in 28 days: the daily rate is ln(2.5) / 28.
    half_of_them = math.log(2) * 28 / math.log(2.5)
    assert days_out("hamstring", 100) == 100 + math.ceil(half_of_them)


def test_a_rounding_error_adds_no_day():
    # In floats, half of those out with a knee after 8 days are back on day 42.00000000000001.
    assert days_out("knee", 8) == 42


@pytest.mark.parametrize("reported", [250, 1000, 5000])
def test_a_man_out_for_years_still_has_a_forecast(reported):
    assert days_out(reported=reported, kind=SpellKind.ILLNESS) == reported + 5


@given(labels, st.integers(0, 2000))
def test_the_forecast_lies_after_the_newest_report(label, reported):
    assert days_out(label, reported) > reported


@given(labels, st.integers(0, 400))
def test_a_newer_report_never_brings_the_return_forward(label, reported):
    assert days_out(label, reported + 1) >= days_out(label, reported)


@given(labels, st.floats(0.001, 0.999))
def test_the_chance_is_reached_on_the_day_it_is_reached(label, share):
    assert chance_back(label, days_until(label, share)) == pytest.approx(share)


@given(labels, st.floats(-5, 1000), st.floats(0, 100))
def test_the_chance_of_being_back_never_falls(label, days, more):
    assert 0 <= chance_back(label, days) <= chance_back(label, days + more) <= 1


@given(labels, st.integers(0, 300))
def test_the_forecast_is_the_first_day_on_which_half_of_those_out_are_back(label, reported):
    still_out = 1 - chance_back(label, reported)
    assume(still_out > 1e-3)  # below that the shares are too near 1 to compare

    def back_by(days):
        return 1 - (1 - chance_back(label, days)) / still_out

    first = days_out(label, reported)
    assert back_by(first) >= 0.5 - 1e-6
    assert first == reported + 1 or back_by(first - 1) < 0.5 + 1e-6
