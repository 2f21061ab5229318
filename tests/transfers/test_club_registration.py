"""A club's squad lists: the page, its panel on the club's page, and under scenarios."""

import datetime as dt

import pytest
from django.urls import reverse

from squads.models import Player
from tests.factories import make_club, make_competition, make_elsewhere, make_loan, make_player
from tests.squads.liverpool import make_liverpool
from tests.transfers.factories import (
    make_european_rule,
    make_move,
    make_rule,
    make_scenario,
    make_training,
    make_windows,
)

pytestmark = pytest.mark.django_db
YOUNG = dt.date(2005, 1, 1)


@pytest.fixture
def liverpool():
    return make_liverpool()


def page(club, **query):
    return reverse("transfers:club_registration", args=[club.slug], query=query)


def train(*names, association="England", **fields):
    for name in names:
        make_training(Player.objects.get(known_as=name), association, **fields)


def text(visitor, club, **query):
    return " ".join(visitor.get(page(club, **query)).text.split())


# The page


def test_both_bounds_are_told_while_it_is_not_known_where_men_were_trained(liverpool, reader):
    make_rule()
    train("Joe Gomez", "Curtis Jones")
    train("Mohamed Salah", association="Egypt")
    said = text(reader, liverpool)
    assert "<b>23 of 19–25</b> places · <b>1–21 of 17 not homegrown</b>" in said
    assert "At best 23 of 25 places are taken and 2 stay free" in said
    assert "at worst 23 want 19 places, so that four must be left out" in said


def test_men_stand_under_what_they_count_as_with_the_reason(liverpool, reader):
    make_rule()
    train("Joe Gomez")
    train("Mohamed Salah", association="Egypt")
    Player.objects.filter(known_as="Rio Ngumoha").update(born_on=YOUNG)
    groups = reader.get(page(liverpool)).context["groups"]
    shown = {group["kind"]: group["rows"] for group in groups}
    assert [(row["name"], row["why"]) for row in shown["homegrown"]] == [
        ("Joe Gomez", "Trained in England")
    ]
    assert [(row["name"], row["why"]) for row in shown["not"]] == [
        ("Mohamed Salah", "Trained in Egypt")
    ]
    assert shown["free"][0]["why"] == "Born 1 Jan 2005, on or after 1 Jan 2004"
    assert shown["free"][0]["more"] == "training not known"
    assert len(shown["unknown"]) == 20


def test_a_man_on_loan_elsewhere_is_named_and_not_counted(reader):
    make_rule()
    club, borrower = make_club(), make_elsewhere("Bournville")
    man = make_player("Lent", club=club)
    make_loan(parent=man.contracts.get(), club=borrower)
    said = text(reader, club)
    assert "0 of 17" in said and "At Bournville until 30 Jun 2026: not counted" in said


def test_a_man_on_loan_here_takes_a_place(reader):
    make_rule()
    club = make_club()
    make_training(make_loan(club=club).player)
    assert "<b>1 of 18</b> places" in text(reader, club)


def test_the_list_of_europe_is_one_link_away(liverpool, reader):
    make_rule()
    make_european_rule()
    assert "?rule=uefa-list-a" in text(reader, liverpool)
    train("Curtis Jones", club=liverpool)
    said = text(reader, liverpool, rule="uefa-list-a")
    assert "Trained at the club" in said and "Only for a club that plays in Europe" in said


def test_a_club_of_another_league_has_rules_of_its_own(reader):
    make_rule()
    milan = make_club(competition=make_competition(name="Serie A", slug="serie-a"))
    said = text(reader, milan)
    assert "No rule for squad lists is on file for Serie A in 2025/26" in said


def test_each_season_has_its_rule(liverpool, reader):
    make_rule()
    assert "No rule for squad lists is on file" in text(reader, liverpool, on="2026-07-01")
    make_rule(season="2026/27", free_from=dt.date(2005, 1, 1))
    said = text(reader, liverpool, on="2026-07-01")
    assert "Premier League squad list, 2026/27" in said and "on or after 1 Jan 2005" in said


@pytest.mark.parametrize(
    ("query", "status"),
    [({"rule": "none"}, 404), ({"on": "soon"}, 400), ({"on": "2031-01-01"}, 200)],
)
def test_what_cannot_be_shown_says_so(liverpool, reader, query, status):
    make_rule()
    assert reader.get(page(liverpool, **query)).status_code == status


def test_who_only_lends_has_no_list(reader):
    assert reader.get(page(make_elsewhere())).status_code == 404


def test_readers_are_not_offered_the_form(liverpool, reader, editor, analyst):
    make_rule()
    offered = [
        "Where was Joe Gomez trained?" in v.get(page(liverpool)).text
        for v in (reader, editor, analyst)
    ]
    assert offered == [False, True, False]


def test_a_readers_page_is_kept_until_the_club_or_a_rule_changes(liverpool, reader):
    make_rule()
    first = reader.get(page(liverpool))
    again = reader.get(page(liverpool), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    make_european_rule()
    assert reader.get(page(liverpool))["ETag"] != first["ETag"]


@pytest.mark.parametrize("men", [1, 25])
def test_the_number_of_queries_does_not_grow(reader, django_assert_num_queries, men):
    make_rule()
    make_european_rule()
    club = make_club()
    for _ in range(men):
        make_training(make_player(club=club, natural="CB"))
    with django_assert_num_queries(11):
        reader.get(page(club))


# The club's page


def test_the_club_page_tells_it_in_a_line(liverpool, reader):
    make_rule()
    for name in Player.objects.values_list("known_as", flat=True):
        train(name, association="Wales" if name < "E" else "Spain")
    said = " ".join(reader.get(liverpool.get_absolute_url()).text.split())
    assert f'<a href="{page(liverpool)}">23 of 25 · 15 of 17 not homegrown</a>' in said


def test_a_league_without_a_rule_has_no_such_panel(liverpool, reader):
    make_european_rule()
    assert "registration-panel" not in reader.get(liverpool.get_absolute_url()).text


# Scenarios


@pytest.fixture
def sale(liverpool):
    make_windows()
    make_rule()
    train("Joe Gomez")
    scenario = make_scenario(liverpool, name="Sell Gomez")
    make_move(scenario, Player.objects.get(known_as="Joe Gomez"))
    make_move(scenario)
    return scenario


def test_a_scenario_shows_the_list_before_and_after(sale, analyst):
    said = " ".join(analyst.get(sale.get_absolute_url()).text.split())
    assert "23 of 18–25 · 0–22 of 17 not homegrown (up to 5 too many)" in said
    assert "<b>22–23 of 17–25 · 0–23 of 17 not homegrown</b>" in said
    assert "Joe Gomez: trained in England" in said
    assert "New centre-back: his birthday is not known" in said


def test_a_comparison_has_a_row_for_the_list(sale, analyst):
    other = make_scenario(sale.club, name="Do little")
    ids = {"ids": f"{sale.pk},{other.pk}"}
    said = analyst.get(reverse("transfers:scenario_compare", query=ids)).text
    assert "Premier League squad list" in said and "23 of 18–25 · 0–22 of 17 not" in said


def test_a_scenario_of_a_league_without_rules_says_nothing_of_them(liverpool, analyst):
    scenario = make_scenario(liverpool)
    assert "Squad lists" not in analyst.get(scenario.get_absolute_url()).text
