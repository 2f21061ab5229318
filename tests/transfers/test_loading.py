"""Which windows a club looks forward to."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.factories import make_club, make_competition, make_elsewhere
from tests.transfers.factories import SUMMER_2025, WINTER_2026, make_window, make_windows
from transfers.loading import horizon_of, horizons
from transfers.models import Window

pytestmark = pytest.mark.django_db
AUTUMN = dt.date(2025, 9, 30)


def test_a_club_looks_forward_to_the_next_window_of_its_league():
    make_windows()
    make_window(competition=make_competition(name="Serie A", slug="serie-a"))
    found = horizon_of(make_club(), AUTUMN)
    assert (found.window.name, found.following.name) == ("Winter 2025/26", "Summer 2026/27")


def test_a_window_that_is_open_is_looked_at_to_its_last_day():
    make_windows()
    names = [
        horizon_of(make_club(), day).window.name
        for day in (dt.date(2026, 2, 2), dt.date(2026, 2, 3))
    ]
    assert names == ["Winter 2025/26", "Summer 2026/27"]


def test_nothing_can_be_mended_up_to_the_eve_of_the_next_window():
    make_windows()
    found = horizon_of(make_club(), AUTUMN)
    assert (found.first_on, found.last_on) == (dt.date(2026, 1, 1), dt.date(2026, 6, 14))


def test_without_a_next_window_the_season_is_looked_at_to_its_end():
    make_window()
    assert horizon_of(make_club(), AUTUMN).last_on == dt.date(2026, 6, 30)


def test_a_window_of_the_association_is_its_leagues_too():
    make_window(country="England")
    league = make_competition(country="England")
    assert horizon_of(make_club(competition=league), AUTUMN).window.country == "England"


@pytest.mark.parametrize("make", [make_club, make_elsewhere])
def test_a_club_for_which_none_is_on_file_looks_forward_to_none(make):
    assert horizon_of(make(), AUTUMN) is None


def test_windows_that_are_over_are_left_out():
    windows = make_windows()
    assert [h.window.name for h in horizons(windows, dt.date(2026, 3, 1))] == ["Summer 2026/27"]


def test_days_are_those_of_the_windows_own_country():
    late = dt.datetime(2026, 1, 31, 23, 30, tzinfo=dt.UTC)
    window = make_window(closes_at=late, time_zone="Europe/Rome")
    assert window.closes_on == dt.date(2026, 2, 1)


def test_a_time_zone_that_nobody_knows_is_refused():
    with pytest.raises(ValidationError, match="no time zone"):
        make_window(time_zone="Europe/Camelot").full_clean()


@pytest.mark.parametrize(
    "wrong",
    [
        {"country": "England"},
        {"closes_at": dt.datetime(2025, 1, 1, tzinfo=dt.UTC)},
        {"opens_at": dt.datetime(2025, 6, 16, tzinfo=dt.UTC)},
    ],
)
def test_a_window_that_makes_no_sense_cannot_be_stored(wrong):
    make_window(SUMMER_2025)
    made = {"opens_at": dt.datetime(*WINTER_2026[2], tzinfo=dt.UTC)} | wrong
    with pytest.raises(IntegrityError), transaction.atomic():
        Window.objects.create(**fields_of(Window.objects.get()) | made)


def fields_of(window):
    names = ["competition", "name", "season", "opens_at", "closes_at"]
    return {name: getattr(window, name) for name in names}


def test_windows_that_are_open_at_a_time_are_followed_by_what_comes_after_both():
    make_windows(make_competition(country="England"))
    make_window(country="England")
    found = horizons(list(Window.objects.in_order()), AUTUMN)
    assert {(h.first_on, h.last_on) for h in found[:2]} == {
        (dt.date(2026, 1, 1), dt.date(2026, 6, 14))
    }
