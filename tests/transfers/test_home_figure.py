"""How long it is to the next window, on the front page."""

import datetime as dt

import pytest
from django.urls import reverse

from tests.factories import make_club
from tests.transfers.factories import make_window
from transfers.pages.windows import home_figure

pytestmark = pytest.mark.django_db
HOME = reverse("squads:club_list")
OPENS = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
CLOSES = dt.datetime(2026, 2, 2, 19, tzinfo=dt.UTC)


def make_winter():
    return make_window(opens_at=OPENS, closes_at=CLOSES, competition=make_club().competition)


@pytest.mark.parametrize(
    ("day", "value", "label"),
    [
        ((2025, 12, 30), "2 days", "until the Premier League window opens"),
        ((2025, 12, 31), "1 day", "until the Premier League window opens"),
        ((2026, 1, 31), "2 days", "until the Premier League window closes"),
        ((2026, 2, 2), "Today", "the Premier League window closes"),
    ],
)
def test_the_days_to_the_next_turn_of_a_window_are_counted(day, value, label):
    make_winter()
    figure = home_figure(dt.date(*day))
    assert (figure.value, figure.label) == (value, label)


@pytest.mark.parametrize("day", [(2026, 2, 3), (2024, 12, 1)], ids=["over", "far"])
def test_no_window_near_is_no_figure(day):
    make_winter()
    assert home_figure(dt.date(*day)) is None


def test_a_window_of_an_association_is_no_league_s(reader):
    make_window(opens_at=OPENS, closes_at=CLOSES, country="England")
    assert home_figure(dt.date(2025, 12, 30)) is None


def test_the_front_page_shows_the_figure_and_links_to_the_window(reader):
    window = make_winter()
    page = reader.get(HOME).text
    assert '<dd class="num">93 days</dd>' in page
    assert f'<a href="{window.get_absolute_url()}">until the Premier League window opens' in page
