"""News items: found by their address, or made of it."""

import datetime as dt
from functools import partial

import pytest
from django.db import connection, transaction

from squads import moves
from squads.live.sources import read_notice
from squads.models import Club, Injury, NewsItem, Outlet
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
    report(moves.news_item(ADDRESS.replace("www.bbc", "WWW.BBC") + "#top"))
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


@pytest.mark.parametrize("page", ["#/news/6", "#!news-6"])
def test_sites_that_name_their_pages_behind_the_hash_have_many_of_them(page):
    report(moves.news_item("https://club.example/#/news/5"))
    report(moves.news_item(f"https://club.example/{page}"))
    assert NewsItem.objects.count() == 2


# What is told of an item on record

MADE = "https://bbc.co.uk/sport/football/12345678"


@pytest.mark.parametrize("address", [ADDRESS, MADE])
def test_a_headline_that_is_typed_replaces_one_made_of_the_address(address):
    make_bbc()
    report(moves.news_item(address))
    report(moves.news_item(address, "Leoni faces a year out"))
    assert NewsItem.objects.get().headline == "Leoni faces a year out"


def test_a_headline_that_was_typed_stands():
    report(moves.news_item(ADDRESS, "Leoni faces a year out"))
    report(moves.news_item(ADDRESS, "Other words"))
    assert NewsItem.objects.get().headline == "Leoni faces a year out"


def test_a_headline_that_somebody_types_meanwhile_stands():
    report(moves.news_item(ADDRESS))
    mine, theirs = moves.news_item(ADDRESS, "Mine"), moves.news_item(ADDRESS, "Theirs")
    report(theirs)
    report(mine)
    assert NewsItem.objects.get().headline == "Theirs"


def test_a_day_that_is_typed_is_added_to_an_item_without_one():
    report(moves.news_item(ADDRESS))
    report(moves.news_item(ADDRESS, published_at=DAY))
    assert NewsItem.objects.get().published_at is not None


def test_a_refused_change_leaves_the_headline():
    report(moves.news_item(ADDRESS))
    injury = make_injury(player=make_player(club=make_club()))
    news = moves.news_item(ADDRESS, "Other words")
    with pytest.raises(moves.Refused):
        moves.mark_back(injury, by=None, on=dt.date(2030, 1, 1), news=news)
    assert NewsItem.objects.get().headline == "Leoni out for the season"


def test_clubs_whose_logs_name_an_item_follow_its_headline():
    """In the transaction that writes it: nothing is left to do, and to fail, after the commit."""
    club = report(moves.news_item(ADDRESS)).club
    before = Club.objects.get(pk=club.pk).version
    report(moves.news_item(ADDRESS, "Leoni faces a year out"))
    assert Club.objects.get(pk=club.pk).version == before + 1


@pytest.mark.parametrize("headline", ["", "Leoni faces a year out"])
def test_clubs_whose_logs_name_an_item_stay_where_nothing_of_it_changes(headline):
    club = report(moves.news_item(ADDRESS, "Leoni faces a year out")).club
    before = Club.objects.get(pk=club.pk).version
    report(moves.news_item(ADDRESS, headline))
    assert Club.objects.get(pk=club.pk).version == before


def test_a_change_that_is_taken_back_leaves_those_clubs_as_they_were():
    club = report(moves.news_item(ADDRESS)).club
    before = Club.objects.get(pk=club.pk).version
    with transaction.atomic():
        report(moves.news_item(ADDRESS, "Leoni faces a year out"))
        transaction.set_rollback(True)
    assert Club.objects.get(pk=club.pk).version == before


@pytest.mark.postgresql
def test_open_pages_of_those_clubs_are_told_with_the_change():
    club = report(moves.news_item(ADDRESS)).club
    sent = []
    with connection.execute_wrapper(partial(note, sent)):
        report(moves.news_item(ADDRESS, "Leoni faces a year out"))
    assert {club.pk: Club.objects.get(pk=club.pk).version} in sent


def note(sent, run, statement, params, many, context):
    if "pg_notify" in statement:
        sent.append(read_notice(params[1]))
    return run(statement, params, many, context)


# Sources


def test_an_entry_is_from_the_outlet_unless_a_source_is_given():
    make_bbc()
    report(moves.news_item(ADDRESS))
    assert Injury.objects.get().source == "BBC Sport"


def test_the_log_names_the_outlet_by_its_news_alone():
    make_bbc()
    change = report(moves.news_item(ADDRESS))
    assert (change.source, str(change.news.outlet)) == ("", "BBC Sport")


def test_a_source_that_is_given_stands():
    assert report(moves.news_item(ADDRESS), source="agent").source == "agent"


def test_a_host_too_long_for_an_outlet_is_still_one():
    address = f"https://{'a' * 60}.{'b' * 60}.example/x"
    report(moves.news_item(address))
    report(moves.news_item(f"{address}y"))
    assert Outlet.objects.count() == 1
