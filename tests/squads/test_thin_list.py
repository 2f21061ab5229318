"""Every thin position of every club."""

import pytest
from django.urls import reverse

from tests.factories import make_club, make_player
from tests.squads.liverpool import make_liverpool

pytestmark = pytest.mark.django_db
THIN = reverse("squads:thin_list")


def test_the_worst_stands_first(reader):
    make_liverpool()
    make_player("Only Keeper", club=make_club("Bare"), natural="GK")
    page = reader.get(THIN).text
    assert page.index(">short</span>") < page.index(">exposed</span>") < page.index(">thin</span>")


def test_a_level_filter_leaves_the_others_out(htmx):
    make_liverpool()
    make_club("Bare")
    page = htmx.get(THIN, {"level": "thin"}).text
    assert "Liverpool" in page and "Bare" not in page


def test_a_position_filter_leaves_the_others_out(htmx):
    make_club("Bare")
    page = htmx.get(THIN, {"position": "ST"}).text
    assert "<td>Striker</td>" in page and "<td>Goalkeeper</td>" not in page


def test_another_day_gives_other_thin_positions(htmx):
    make_liverpool()
    assert "Liverpool" not in htmx.get(THIN, {"on": "2025-09-20"}).text


@pytest.mark.parametrize("query", [{"level": "awful"}, {"position": "XX"}, {"on": "never"}])
def test_an_unknown_filter_is_refused_with_a_sentence(reader, query):
    assert reader.get(THIN, query).status_code == 400


def test_nothing_found_is_said(htmx):
    assert "No thin position matches" in htmx.get(THIN).text


@pytest.mark.parametrize(("clubs", "men"), [(1, 2), (6, 10)])
def test_the_number_of_queries_does_not_grow(reader, django_assert_num_queries, clubs, men):
    for _ in range(clubs):
        club = make_club()
        for _ in range(men):
            make_player(club=club, natural="CB")
    with django_assert_num_queries(7):
        reader.get(THIN)
