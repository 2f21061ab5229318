"""News items: found by their address, or made of it."""

import datetime as dt

import pytest

from squads import moves
from squads.models import Change, Injury, NewsItem, Outlet
from squads.moves.news import words_of
from tests.factories import make_club, make_injury, make_player, make_user

pytestmark = pytest.mark.django_db
ADDRESS = "https://www.bbc.co.uk/sport/football/leoni-out-for-the-season"
DAY = dt.date(2025, 9, 24)


def make_bbc():
    return Outlet.objects.create(name="BBC Sport", tier=2, host="bbc.co.uk")


def report(news, **fields):
    player = make_player(club=make_club())
    return moves.report_injury(
        player, by=None, news=news, **{"diagnosis": "Knock", "began_on": DAY} | fields
    )


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (ADDRESS, "Leoni out for the season"),
        ("https://a.example/2025/09/leoni_torn_acl.html", "Leoni torn acl"),
        ("https://a.example/leoni-torn-acl-12345678", "Leoni torn acl"),
        ("https://a.example/news/leoni-torn-acl/c5y8r2j7xk4o", "Leoni torn acl"),
        ("https://a.example/fue%C3%9Fe-kaputt/", "Fueße kaputt"),
        ("https://a.example/sport/football", ""),
        ("https://a.example/", ""),
    ],
)
def test_a_headline_is_made_of_the_words_of_the_address(address, words):
    assert words_of(address) == words


def test_an_address_without_words_is_headed_by_its_outlet():
    make_bbc()
    assert moves.news_item("https://www.bbc.co.uk/sport").headline == "BBC Sport"


def test_a_headline_that_is_given_stands():
    assert moves.news_item(ADDRESS, "Leoni faces a year out").headline == "Leoni faces a year out"


def test_a_day_is_its_first_moment_here():
    assert (
        moves.news_item(ADDRESS, published_at=DAY)
        .published_at.isoformat()
        .startswith("2025-09-24T00:00:00+01:00")
    )


def test_nothing_is_saved_before_the_change():
    moves.news_item(ADDRESS)
    assert (NewsItem.objects.exists(), Outlet.objects.exists()) == (False, False)


def test_the_change_saves_the_item_with_its_outlet():
    change = report(moves.news_item(ADDRESS))
    assert (change.news.address, str(change.news.outlet)) == (ADDRESS, "bbc.co.uk")


def test_an_outlet_nobody_has_rated_is_of_the_last_tier():
    report(moves.news_item(ADDRESS))
    assert Outlet.objects.get().tier == 4


def test_the_outlet_is_found_by_its_host():
    bbc = make_bbc()
    assert report(moves.news_item(ADDRESS)).news.outlet == bbc


def test_the_item_names_who_entered_it():
    user = make_user()
    injury = make_injury(player=make_player(club=make_club()))
    moves.mark_doubtful(injury, by=user, chance=50, news=moves.news_item(ADDRESS))
    assert NewsItem.objects.get().entered_by == user


def test_an_address_that_is_known_makes_no_second_item():
    report(moves.news_item(ADDRESS))
    report(moves.news_item(ADDRESS.replace("www.bbc", "WWW.BBC") + "#top", "Other words"))
    assert [item.headline for item in NewsItem.objects.all()] == ["Leoni out for the season"]


def test_an_item_that_somebody_saved_meanwhile_is_used():
    mine = moves.news_item(ADDRESS)
    theirs = report(moves.news_item(ADDRESS)).news
    assert report(mine).news == theirs


def test_a_refused_change_leaves_no_item_behind():
    injury = make_injury(player=make_player(club=make_club()))
    with pytest.raises(moves.Refused):
        moves.mark_back(injury, by=None, on=dt.date(2030, 1, 1), news=moves.news_item(ADDRESS))
    assert not NewsItem.objects.exists()


def test_the_source_is_the_outlet_unless_it_is_given():
    make_bbc()
    report(moves.news_item(ADDRESS))
    assert (Change.objects.get().source, Injury.objects.get().source) == ("BBC Sport",) * 2


def test_a_source_that_is_given_stands():
    assert report(moves.news_item(ADDRESS), source="agent").source == "agent"


def test_a_host_too_long_for_an_outlet_is_still_one():
    address = f"https://{'a' * 60}.{'b' * 60}.example/x"
    report(moves.news_item(address))
    report(moves.news_item(f"{address}y"))
    assert Outlet.objects.count() == 1
