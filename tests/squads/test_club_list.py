"""The list of clubs."""

import pytest
from django.urls import reverse

from tests.factories import make_club, make_competition, make_elsewhere, make_player
from tests.squads.liverpool import make_liverpool

pytestmark = pytest.mark.django_db
HOME = reverse("squads:club_list")


def test_each_club_shows_how_many_positions_are_thin_and_the_worst(reader):
    make_liverpool()
    page = reader.get(HOME).text
    assert "<b>1 thin</b> · worst: Centre-back" in page


def test_clubs_stand_under_their_league(reader):
    serie_a = make_competition(name="Serie A", slug="serie-a", rank=2)
    make_club("Milan", competition=serie_a)
    make_club("Arsenal")
    page = reader.get(HOME).text
    assert page.index("Premier League") < page.index("Arsenal") < page.index("Serie A")


def test_the_filter_finds_a_club_by_any_word(htmx):
    make_club("Brighton & Hove Albion")
    make_club("Arsenal")
    page = htmx.get(HOME, {"q": "albi"}).text
    assert 'id="card-brighton-hove-albion"' in page and 'id="card-arsenal"' not in page


def test_a_filter_that_finds_nothing_offers_the_search(htmx):
    make_club("Arsenal")
    assert "Search players too" in htmx.get(HOME, {"q": "zzz"}).text


def test_clubs_that_only_lend_are_not_listed(reader):
    make_elsewhere("AS Roma")
    assert "AS Roma" not in reader.get(HOME).text


def test_an_empty_site_says_how_to_fill_it(reader):
    assert "load_seeds" in reader.get(HOME).text


@pytest.mark.parametrize(("clubs", "men"), [(1, 2), (6, 10)])
def test_the_number_of_queries_does_not_grow_with_the_clubs(
    reader, django_assert_num_queries, clubs, men
):
    for _ in range(clubs):
        club = make_club()
        for _ in range(men):
            make_player(club=club, natural="CB")
    with django_assert_num_queries(9):
        reader.get(HOME)


def test_a_change_at_one_club_shows_at_once(reader):
    club = make_liverpool()
    reader.get(HOME)
    club.contracts.filter(player__slug="joe-gomez").update(standing="fringe")
    type(club).objects.filter(pk=club.pk).touch()
    assert "2 of 4 · exposed" in reader.get(HOME).text


def test_another_day_gives_other_levels_and_links_to_its_charts(reader):
    make_liverpool()
    page = reader.get(HOME, {"on": "2025-09-20"}).text
    assert "Every position is two deep" in page and "/clubs/liverpool/?on=2025-09-20" in page


def test_a_bad_day_is_refused_with_a_sentence(reader):
    assert reader.get(HOME, {"on": "soon"}).status_code == 400
