"""A club's needs on its own page."""

import datetime as dt

import pytest
from django.test import override_settings

from squads.depth import depth_chart
from squads.extensions import ClubPage
from squads.models import Club
from tests.factories import make_club, make_user
from tests.squads.liverpool import make_liverpool
from tests.transfers.factories import make_windows
from transfers.loading import squads_on
from transfers.models import NeedFlag
from transfers.pages.needs_panel import club_panel

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 9, 30)


def panel(visitor, club, **asked):
    page = visitor.get(club.get_absolute_url(), asked).text
    return page.partition('id="needs-panel"')[2].partition("</section>")[0]


def test_it_tells_the_needs_for_the_next_window(reader):
    winter = make_windows()[1]
    found = panel(reader, make_liverpool())
    assert winter.get_absolute_url() in found
    assert "Centre-back" in found and "Giovanni Leoni is out until 1 Sep 2026" in found


def test_it_is_of_the_window_that_is_open(reader):
    make_windows()
    with override_settings(CURRENT_DAY=dt.date(2026, 1, 20)):
        assert "The worst from 20 Jan 2026 to 14 Jun 2026" in panel(reader, make_liverpool())


def test_it_stays_the_same_on_a_chart_of_another_day(reader):
    make_windows()
    assert "Giovanni Leoni" in panel(reader, make_liverpool(), on="2025-09-01")


def test_a_club_without_a_window_has_none(reader):
    assert panel(reader, make_liverpool()) == ""


def test_a_flag_is_told_with_who_and_when(reader):
    winter, club = make_windows()[1], make_liverpool()
    NeedFlag.objects.create(
        club=club, window=winter, position="CB", verdict="confirmed", level="thin", cover=3,
        by=make_user("ann"), at=dt.datetime(2025, 9, 12, 12, tzinfo=dt.UTC), note="Sign one",
    )  # fmt: skip
    found = panel(reader, club)
    assert "Confirmed" in found and "ann" in found and "12 Sep 2025" in found
    assert "Sign one" in found and "flag-since" not in found


def test_an_analyst_can_add_any_other_position_of_the_formation(analyst):
    make_windows()
    found = panel(analyst, make_liverpool())
    assert found.count('id="need-other-') == 8 and 'id="need-other-CB"' not in found


@pytest.mark.parametrize("count", [0, 3])
def test_it_takes_five_queries_once_the_needs_are_known(django_assert_num_queries, count):
    winter, club = make_windows()[1], make_club()
    for position in ("GK", "CB", "ST")[:count]:
        NeedFlag.objects.create(
            club=club, window=winter, position=position, verdict="confirmed", by=make_user(),
            at=dt.datetime(2025, 9, 12, tzinfo=dt.UTC),
        )  # fmt: skip
    club = Club.objects.charted().get()
    chart = depth_chart(squads_on([club], TODAY)[club.pk], TODAY)
    page = ClubPage(club, chart, TODAY, TODAY, "/", frozenset())
    club_panel(page)
    with django_assert_num_queries(5):
        club_panel(page)
