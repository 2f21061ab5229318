"""The list of clubs."""

import pytest
from django.urls import reverse

from tests.factories import (
    make_absence,
    make_club,
    make_competition,
    make_elsewhere,
    make_injury,
    make_loan,
    make_player,
)
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
    parts = ['id="premier-league"', ">Arsenal<", 'id="serie-a"', ">Milan<"]
    assert sorted(parts, key=page.index) == parts


def test_the_filter_finds_a_club_by_any_word(htmx):
    make_club("Brighton & Hove Albion")
    make_club("Arsenal")
    page = htmx.get(HOME, {"q": "albi"}).text
    assert 'id="card-brighton-hove-albion"' in page and 'id="card-arsenal"' not in page


def test_a_filter_that_finds_nothing_offers_the_search(htmx):
    make_club("Arsenal")
    assert "search players too" in htmx.get(HOME, {"q": "zzz"}).text


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
    with django_assert_num_queries(10):
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


# The day at a glance


def test_the_day_is_summed_up_by_level(reader):
    make_liverpool()
    make_club("Bare")
    page = reader.get(HOME).text
    assert "at 2 of 2 clubs" in page and ">1 thin</span>" in page and ">9 short</span>" in page


def test_who_is_absent_and_who_is_doubtful_is_counted(reader):
    club = make_club()
    make_injury(player=make_player(club=club))
    make_injury(player=make_player(club=club), chance=50)
    make_absence(player=make_player(club=club))
    make_loan(parent=make_player(club=club).contracts.get())
    page = reader.get(HOME).text
    assert '<dd class="num">2 men</dd>' in page and "1 more doubtful" in page


def test_a_league_can_be_jumped_to(reader):
    make_club("Arsenal")
    make_club("Milan", competition=make_competition(name="Serie A", slug="serie-a", rank=2))
    page = reader.get(HOME).text
    assert 'href="#serie-a"' in page and '<section id="serie-a"' in page


def test_the_places_of_a_position_are_drawn_the_open_ones_last(reader):
    make_liverpool()
    cell = reader.get(HOME).text.partition('title="Centre-back: 3 of 4 · thin">CB')[2]
    cover = cell.partition("</span>")[0]
    assert cover.endswith('<i></i><i></i><i></i><i class="is-open"></i>')


def test_a_filter_says_how_much_it_leaves_and_can_be_taken_off_on_the_same_day(htmx):
    make_club("Arsenal")
    make_club("Bare")
    page = htmx.get(HOME, {"q": "ars", "on": "2025-09-20"}).text
    assert "1 of 2 clubs" in page and 'id="clubs-unfiltered" href="/?on=2025-09-20"' in page


def test_the_address_bar_gets_what_differs_from_the_usual(htmx):
    make_club("Arsenal")
    assert htmx.get(HOME, {"q": "", "on": "2025-09-30"})["HX-Push-Url"] == "/"
    assert htmx.get(HOME, {"q": "", "on": "2025-09-20"})["HX-Push-Url"] == "/?on=2025-09-20"
