"""What lists say of every club: worked out once a version, and kept apart from the pages."""

import datetime as dt

import pytest
from django.core.cache import cache

from squads.models import Club
from squads.pages import overview
from tests.factories import make_club, make_competition, make_formation, make_player

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TODAY = dt.date(2025, 9, 30)
MORE_THAN_ALL_PAGES = 520  # clubs; the cache of pages has room for 500 entries
CHART = "/clubs/liverpool/"


def make_clubs(number: int) -> list[Club]:
    """Clubs with a chart and nobody in it."""
    shape, league = make_formation(), make_competition()
    names = [f"club-{n}" for n in range(number)]
    Club.objects.bulk_create(
        Club(name=name, slug=name, short_name=name, formation=shape, competition=league)
        for name in names
    )
    return list(Club.objects.charted())


@pytest.fixture
def worked_out(monkeypatch):
    """The clubs whose chart has been worked out, one after the other."""
    clubs = []

    def noting(squad, on):
        clubs.append(squad.club)
        return depth_chart(squad, on)

    depth_chart = overview.depth_chart
    monkeypatch.setattr(overview, "depth_chart", noting)
    return clubs


def test_a_kept_chart_outlasts_many_days_of_the_lists(reader):
    make_clubs(15)
    make_club("Liverpool")
    kept = reader.get(CHART)["ETag"]
    for days in range(36):
        on = TODAY - dt.timedelta(days=days)
        for page in ("/", "/thin/"):
            assert reader.get(page, {"on": f"{on}"}).status_code == 200
    assert cache.get(kept) is not None


@pytest.mark.parametrize("number", [3, MORE_THAN_ALL_PAGES])
def test_a_second_look_at_a_day_works_nothing_out(number, django_assert_num_queries):
    clubs = make_clubs(number)
    first = overview.overviews(clubs, TODAY)
    with django_assert_num_queries(0):
        assert overview.overviews(clubs, TODAY) == first


def test_a_list_of_another_league_leaves_what_is_kept_of_the_day(worked_out):
    one, other, *_ = clubs = make_clubs(4)
    for asked in ([one], [other], clubs, clubs, [one, other]):
        overview.overviews(asked, TODAY)
    assert len(worked_out) == len(clubs)


def test_a_change_of_one_club_has_one_worked_out(worked_out):
    clubs = make_clubs(4)
    overview.overviews(clubs, TODAY)
    worked_out.clear()
    Club.objects.filter(pk=clubs[1].pk).touch()
    overview.overviews(Club.objects.charted(), TODAY)
    assert worked_out == [clubs[1].slug]


def test_what_has_changed_is_shown_at_once():
    (club,) = make_clubs(1)
    (before,) = overview.overviews([club], TODAY)
    make_player(club=club)
    Club.objects.filter(pk=club.pk).touch()
    (after,) = overview.overviews(Club.objects.charted(), TODAY)
    assert (before["empty"], after["empty"]) == (True, False)


def test_each_day_is_kept_for_itself():
    (club,) = make_clubs(1)
    make_player(club=club)
    joined = [overview.overviews([club], day)[0]["empty"] for day in (dt.date(2023, 1, 1), TODAY)]
    assert joined == [True, False]


def test_since_when_positions_are_thin_is_kept_for_itself():
    clubs = make_clubs(1)
    overview.overviews(clubs, TODAY)
    since = {item["since"] for item in overview.dated_thin(clubs, TODAY)}
    assert since == {dt.date(2025, 7, 1)}
