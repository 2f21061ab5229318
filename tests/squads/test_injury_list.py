"""Everybody who is absent or doubtful on a day."""

import datetime as dt
import re

import pytest

from tests.factories import (
    make_absence,
    make_club,
    make_competition,
    make_injury,
    make_loan,
    make_player,
)

pytestmark = pytest.mark.django_db

URL = "/injuries/"


def page(visitor, **query):
    response = visitor.get(URL, query)
    assert response.status_code == 200
    return response.text


def names(text):
    """Return the men listed, in the order of the page."""
    return re.findall(r'<th scope="row"><a href="[^"]*">([^<]*)</a>', text)


def make_injured(name, *, club=None, natural="CB", **fields):
    player = make_player(name, club=club or make_club(), natural=natural)
    return make_injury(player=player, **fields)


# Who is listed


def test_an_injured_man_is_listed(reader):
    make_injured("Leoni")
    assert names(page(reader)) == ["Leoni"]


@pytest.mark.parametrize("kind", ["suspension", "international", "ineligible", "personal"])
def test_every_kind_of_absence_is_listed(reader, kind):
    make_absence(player=make_player("Leoni", club=make_club()), kind=kind)
    assert names(page(reader)) == ["Leoni"]


def test_a_doubtful_man_is_listed_with_his_chance(reader):
    make_injured("Chiesa", chance=75)
    assert "75\N{NO-BREAK SPACE}%" in page(reader)


def test_a_man_who_is_back_is_not_listed(reader):
    make_injured("Leoni", returned_on=dt.date(2025, 9, 28))
    assert names(page(reader)) == []


def test_a_man_past_his_date_is_marked_as_presumed_back(reader):
    make_injured("Leoni", expected_until=dt.date(2025, 9, 28))
    assert "presumed back, not confirmed" in page(reader)


def test_a_man_on_loan_elsewhere_is_not_absent(reader):
    player = make_player("Williams", club=make_club())
    make_loan(player=player, parent=player.contracts.get())
    assert names(page(reader)) == []


def test_an_injured_man_on_loan_is_listed_once_at_the_club_he_plays_for(reader):
    player = make_player("Elliott", club=make_club("Owner"))
    make_loan(player=player, parent=player.contracts.get(), club=make_club("Borrower"))
    make_injury(player=player)
    assert names(page(reader)) == ["Elliott"]


def test_a_man_who_has_left_is_not_listed(reader):
    club = make_club()
    gone = make_player(club=club, contract={"ends_on": dt.date(2025, 6, 30)})
    make_injury(player=gone)
    assert names(page(reader)) == []


def test_the_list_is_of_the_day_asked_for(reader):
    make_injured("Leoni", began_on=dt.date(2025, 9, 24))
    assert names(page(reader, on="2025-09-20")) == []


# What is told of him


def test_days_out_run_up_to_the_day(reader):
    make_injured("Leoni", began_on=dt.date(2025, 9, 24))
    assert 'is-days">7<span class="unit"> days</span>' in page(reader)


def test_days_out_of_a_man_presumed_back_end_with_his_date(reader):
    make_injured("Leoni", began_on=dt.date(2025, 9, 1), expected_until=dt.date(2025, 9, 5))
    assert 'is-days">4<span class="unit"> days</span>' in page(reader)


def test_a_slip_is_told(reader):
    injury = make_injured("Leoni", expected_until=dt.date(2025, 11, 12))
    type(injury).objects.filter(pk=injury.pk).update(expected_until=dt.date(2025, 11, 26))
    assert '>26 Nov</time> <span class="slip">(first 12 Nov)</span>' in page(reader)


def test_without_a_date_the_forecast_is_given(reader):
    make_injured("Leoni", began_on=dt.date(2025, 9, 24))
    text = re.sub(r"<[^>]*>", "", page(reader))
    assert "no date, likely about 18 Oct" in text


def test_a_doubtful_man_without_a_date_gets_no_forecast(reader):
    make_injured("Chiesa", chance=75)
    assert 'class="is-back"><span class="said">no date</span></td>' in page(reader)


def test_a_reason_that_only_repeats_the_kind_is_left_out(reader):
    make_absence(player=make_player(club=make_club()), kind="personal", reason="personal reasons")
    assert 'class="is-reason is-empty">–</td>' in page(reader)


def test_a_reason_of_its_own_is_printed(reader):
    make_absence(player=make_player(club=make_club()), kind="personal", reason="family matter")
    assert 'class="is-reason">Family matter</td>' in page(reader)


@pytest.mark.parametrize(
    ("diagnosis", "shown"), [("ACL tear", True), ("Knee injury", False)], ids=["unsaid", "said"]
)
def test_the_part_of_the_body_is_told_where_the_reason_does_not(reader, diagnosis, shown):
    make_injured("Leoni", diagnosis=diagnosis, body_part="knee")
    assert ('<span class="part">knee</span>' in page(reader)) is shown


def test_a_day_says_on_hover_how_far_off_it_is(reader):
    make_injured("Leoni", expected_until=dt.date(2025, 10, 7))
    assert 'title="Tuesday 7 October 2025, in 7 days"' in page(reader)


def test_the_source_is_named(reader):
    make_injured("Leoni", source="The club")
    assert "The club" in page(reader)


def test_each_cell_carries_its_heading_for_narrow_screens(reader):
    make_injured("Leoni")
    assert 'data-label="Expected back"' in page(reader)


# Headings and counts


def test_the_heading_counts_who_is_out_and_who_is_doubtful(reader):
    club = make_club()
    make_injured("A", club=club)
    make_injured("B", club=club)
    make_injured("C", club=club, chance=50)
    assert "2 out and 1 doubtful" in page(reader)


def test_men_are_grouped_by_club(reader):
    make_injured("B", club=make_club("Zebras"))
    make_injured("A", club=make_club("Antelopes"))
    text = page(reader)
    assert re.findall(r'rowgroup"><a href="[^"]*">(\w+)', text) == ["Antelopes", "Zebras"]


def test_men_are_grouped_by_the_month_of_their_return(reader):
    make_injured("Undated")
    make_injured("Late", expected_until=dt.date(2026, 1, 5))
    make_injured("Soon", expected_until=dt.date(2025, 10, 5))
    make_injured("Overdue", expected_until=dt.date(2025, 9, 28))
    assert names(page(reader, by="return")) == ["Overdue", "Soon", "Late", "Undated"]


def test_nobody_absent_is_said(reader):
    make_club()
    assert "Nobody is known to be absent or doubtful on 30 Sep 2025." in page(reader)


def test_filters_that_leave_nobody_offer_everybody(reader):
    make_injured("Leoni")
    text = page(reader, kind="illness")
    assert "matches these filters" in text and 'href="/injuries/">Clear filters' in text


# Filters


def test_the_list_can_be_of_one_club(reader):
    make_injured("Leoni", club=make_club("Liverpool"))
    make_injured("Saka", club=make_club("Arsenal"))
    assert names(page(reader, club="liverpool")) == ["Leoni"]


def test_the_list_can_be_of_one_league(reader):
    make_injured("Leoni")
    serie_a = make_competition(name="Serie A", slug="serie-a", rank=2)
    make_injured("Rabiot", club=make_club("Milan", competition=serie_a))
    assert names(page(reader, league="serie-a")) == ["Rabiot"]


def test_the_list_can_be_of_one_kind(reader):
    make_injured("Leoni")
    make_absence(player=make_player("Ekitike", club=make_club()))
    assert names(page(reader, kind="suspension")) == ["Ekitike"]


def test_the_list_can_be_of_one_part_of_the_body(reader):
    make_injured("Leoni", body_part="knee")
    make_injured("Alisson", body_part="hamstring")
    assert names(page(reader, part="knee")) == ["Leoni"]


@pytest.mark.parametrize("name", ["club", "league", "kind", "part", "by", "sort", "on"])
def test_a_value_that_a_filter_does_not_have_is_refused_with_a_way_on(reader, name):
    response = reader.get(URL, {name: "nonsense"})
    assert response.status_code == 400 and 'href="/injuries/"' in response.text


# Order


@pytest.mark.parametrize(
    "sort",
    [
        "player",
        "club",
        "position",
        "kind",
        "reason",
        "part",
        "since",
        "days",
        "back",
        "chance",
        "standing",
        "source",
    ],
)
def test_every_column_can_be_sorted_by(reader, sort):
    make_injured("Leoni")
    make_absence(player=make_player("Ekitike", club=make_club()))
    assert len(names(page(reader, by="none", sort=f"-{sort}"))) == 2


def test_names_sort_without_regard_to_accents(reader):
    for name in ("Ödegaard", "Zubimendi", "Odobert"):
        make_injured(name, natural="CM")
    assert names(page(reader, by="none", sort="player")) == ["Ödegaard", "Odobert", "Zubimendi"]


def test_a_column_can_be_sorted_the_other_way_round(reader):
    make_injured("Short", began_on=dt.date(2025, 9, 29))
    make_injured("Long", began_on=dt.date(2025, 9, 15))
    assert names(page(reader, by="none", sort="-days")) == ["Long", "Short"]


@pytest.mark.parametrize("sort", ["chance", "-chance"])
def test_what_is_not_known_comes_last_both_ways(reader, sort):
    make_injured("Out")
    make_injured("Doubtful", chance=50)
    assert names(page(reader, by="none", sort=sort)) == ["Doubtful", "Out"]


def test_the_sorted_column_says_so(reader):
    make_injured("Leoni")
    assert 'aria-sort="descending"><a id="sort-days"' in page(reader, sort="-days")


def test_a_sorted_heading_turns_the_order_round_and_keeps_the_filters(reader):
    make_injured("Leoni", body_part="knee")
    text = page(reader, part="knee", sort="days")
    assert 'id="sort-days" href="/injuries/?part=knee&amp;sort=-days"' in text


# Htmx


def test_htmx_gets_the_list_alone(htmx):
    assert page(htmx).strip().startswith('<div id="injury-list"')


def test_the_address_bar_gets_the_filters_without_the_empty_ones(htmx):
    make_injured("Leoni", body_part="knee")
    response = htmx.get(URL, {"club": "", "part": "knee", "by": "club"})
    assert response["HX-Push-Url"] == "/injuries/?part=knee"


def test_caches_are_told_that_htmx_gets_another_answer(reader):
    assert "HX-Request" in reader.get(URL)["Vary"]


def test_every_select_has_an_id_that_keeps_its_focus(reader):
    assert re.findall(r"<select(?! id=)", page(reader)) == []


@pytest.mark.parametrize(("clubs", "men"), [(1, 5), (3, 20)])
def test_the_number_of_queries_does_not_grow_with_clubs_and_men(
    reader, django_assert_num_queries, clubs, men
):
    for _ in range(clubs):
        club = make_club()
        for n in range(men):
            player = make_player(club=club, natural="CB")
            make = make_injury if n % 2 else make_absence
            make(player=player, expected_until=dt.date(2025, 11, 12))
    with django_assert_num_queries(7):
        page(reader)
