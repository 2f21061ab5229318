"""The list of clubs behind "Jump to a club"."""

import re

import pytest
from django.urls import reverse

from tests.factories import make_club, make_competition, make_elsewhere

pytestmark = pytest.mark.django_db
URL = reverse("squads:club_jump")


def test_clubs_stand_under_their_leagues(reader):
    first, second = make_competition(name="A", slug="a", rank=2), make_competition()
    make_club(name="Milan", competition=first)
    make_club(name="Everton", competition=second)
    text = re.sub(r"<[^>]+>|\s+", " ", reader.get(URL).text).split()
    assert text == ["Premier", "League", "Everton", "A", "Milan"]


def test_a_club_is_found_without_its_accents(reader):
    make_club(name="Atlético Madrid", short_name="Atlético")
    assert 'data-words="atletico madrid atletico"' in reader.get(URL).text


def test_clubs_without_a_chart_are_left_out(reader):
    make_elsewhere(name="Rennes")
    assert "Rennes" not in reader.get(URL).text


def test_a_name_is_escaped(reader):
    make_club(name="O'Neil <b>", short_name='x"y')
    assert "O&#x27;Neil &lt;b&gt;" in reader.get(URL).text


def test_the_list_may_be_kept_by_anybody_for_a_while(reader):
    response = reader.get(URL)
    assert response["Cache-Control"] == "public, max-age=300" and "Vary" not in response


@pytest.mark.parametrize("count", [1, 30])
def test_one_query_fetches_the_list(reader, django_assert_num_queries, count):
    for _ in range(count):
        make_club()
    with django_assert_num_queries(1):
        reader.get(URL)
