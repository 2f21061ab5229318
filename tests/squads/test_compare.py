"""Two clubs, or one club on two days, side by side."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from tests.factories import make_club, make_formation, make_injury, make_player
from tests.squads.liverpool import make_liverpool

pytestmark = pytest.mark.django_db
COMPARE = reverse("squads:compare")
BACK = dt.date(2025, 10, 20)


def row(page, position):
    """Return the text of a position's row."""
    found = re.search(rf'<tr id="compare-{position}".*?</tr>', page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


@pytest.fixture
def two_keepers():
    """A club with two goalkeepers, one of whom is out until 20 October."""
    club = make_club("Reds")
    make_player("First Keeper", club=club, natural="GK")
    hurt = make_player("Hurt Keeper", club=club, natural="GK")
    make_injury(player=hurt, expected_from=BACK, expected_until=BACK)
    return club


def test_without_a_club_the_page_says_what_to_choose(reader):
    page = reader.get(COMPARE)
    assert page.status_code == 200 and "Choose a club" in page.text


def test_one_club_on_two_days_shows_who_comes_back(reader, two_keepers):
    page = reader.get(COMPARE, {"club": "reds", "other": "reds", "other_on": "2025-11-01"}).text
    assert "1 of 2" in row(page, "GK") and "2 of 2" in row(page, "GK")
    assert "better" in row(page, "GK")
    assert "Goalkeeper goes from" in page and "Hurt Keeper can play then" in page


def test_the_way_back_in_time_is_worse(reader, two_keepers):
    page = reader.get(COMPARE, {"club": "reds", "on": "2025-11-01", "other": "reds"}).text
    assert "worse" in row(page, "GK") and "Hurt Keeper cannot" in page


def test_men_who_count_on_one_day_alone_are_marked(reader, two_keepers):
    later = {"club": "reds", "other": "reds", "other_on": "2025-11-01"}
    assert "Hurt Keeper comes in" in row(reader.get(COMPARE, later).text, "GK")
    earlier = {"club": "reds", "on": "2025-11-01", "other": "reds"}
    assert "Hurt Keeper goes" in row(reader.get(COMPARE, earlier).text, "GK")


def test_two_clubs_stand_side_by_side_and_nobody_comes_or_goes(reader, two_keepers):
    make_liverpool()
    page = reader.get(COMPARE, {"club": "liverpool", "other": "reds"}).text
    assert "Liverpool and Reds" in page
    assert "Virgil van Dijk" in row(page, "CB")
    assert "First Keeper" in row(page, "GK") and "comes in" not in page


def test_absent_men_of_the_two_deep_stand_with_their_reason(reader, two_keepers):
    page = reader.get(COMPARE, {"club": "reds"}).text
    assert "Hurt Keeper" in row(page, "GK") and "20 Oct" in row(page, "GK")


def test_clubs_of_different_formations_can_be_put_in_one(reader, two_keepers):
    other = make_formation("5-4-1", "GK RWB CB CB CB LWB RM CM CM LM ST")
    make_club("Blues", formation=other)
    apart = reader.get(COMPARE, {"club": "reds", "other": "blues"}).text
    assert "Not in this formation" in row(apart, "RWB")
    asked = {"club": "reds", "other": "blues", "formation": "5-4-1"}
    assert "Not in this formation" not in reader.get(COMPARE, asked).text


def test_swapping_the_sides_keeps_days_and_formation(reader, two_keepers):
    make_club("Blues")
    page = reader.get(COMPARE, {"club": "reds", "on": "2025-11-01", "other": "blues"}).text
    assert "?club=blues&amp;other=reds&amp;other_on=2025-11-01" in page


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"club": "nobody"}, 404),
        ({"club": "reds", "other": "nobody"}, 404),
        ({"club": "reds", "formation": "9-9-9"}, 404),
        ({"club": "no\0body"}, 404),
        ({"club": "reds", "other": "b\0lues"}, 404),
        ({"club": "reds", "formation": "4\x004-2"}, 404),
        ({"club": "reds", "on": "never"}, 400),
        ({"club": "reds", "other_on": "1492-01-01"}, 400),
    ],
)
def test_what_cannot_be_compared_is_refused_with_a_sentence(reader, two_keepers, query, status):
    page = reader.get(COMPARE, query)
    assert page.status_code == status and "Choose what to compare" in page.text


def test_readers_are_told_that_nothing_has_changed(reader, two_keepers):
    query = {"club": "reds", "other": "reds", "other_on": "2025-11-01"}
    tag = reader.get(COMPARE, query)["ETag"]
    assert reader.get(COMPARE, query, headers={"If-None-Match": tag}).status_code == 304
    two_keepers.__class__.objects.filter(pk=two_keepers.pk).touch()
    assert reader.get(COMPARE, query, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("men", [1, 12])
def test_the_number_of_queries_does_not_grow(reader, django_assert_num_queries, men):
    for name in ("Reds", "Blues"):
        club = make_club(name)
        for _ in range(men):
            make_injury(player=make_player(club=club, natural="CB"))
    with django_assert_num_queries(9):
        reader.get(COMPARE, {"club": "reds", "other": "blues"})
