"""Scenarios as the engine sees them: rows to moves, and the page as rows of strings."""

import datetime as dt

import pytest

from squads.depth import Position, Standing, depth_chart
from squads.models import Player
from squads.pages.board import Urls
from squads.serial import chart_data
from tests.conftest import TODAY
from tests.factories import (
    make_absence,
    make_club,
    make_competition,
    make_contract,
    make_elsewhere,
    make_figures,
    make_formation,
    make_injury,
    make_loan,
    make_player,
)
from tests.squads.liverpool import make_liverpool
from tests.transfers.factories import make_move, make_scenario, make_window, make_windows
from transfers.pages.scenario_page import page_rows, scenario_data, see
from transfers.scenarios import ground_for, load_plans

pytestmark = pytest.mark.django_db
JANUARY = dt.date(2026, 1, 1)
CLOSES = dt.date(2026, 2, 2)
URLS = Urls("/players/{}/")


@pytest.fixture
def liverpool():
    make_windows()
    return make_liverpool()


def gomez():
    return Player.objects.get(slug="joe-gomez")


def plan(scenario):
    ground = ground_for(scenario.club, TODAY)
    return load_plans([scenario], ground, TODAY)[0]


def group(chart, position="CB"):
    return next(g for g in chart.groups if g.position is Position(position))


def counted(chart, position="CB"):
    return [e.member.name for e in group(chart, position).entries if e.counted]


def member(found, slug):
    return next(m for m in found.after.members if m.slug == slug)


def test_a_scenario_without_moves_shows_the_chart_of_the_club(liverpool):
    scenario = make_scenario(liverpool)
    for on in (TODAY, CLOSES, dt.date(2026, 9, 10)):
        sight = see(liverpool, [scenario], TODAY, on)
        assert chart_data(sight.planned[0].chart) == chart_data(sight.real.chart)


def test_the_real_chart_is_that_of_the_season_of_its_day(liverpool):
    player = make_player("Old Minutes", club=liverpool, natural="CB", contract={"standing": ""})
    make_figures(player=player, club=liverpool, minutes=500)
    on = dt.date(2026, 9, 10)
    sight = see(liverpool, [make_scenario(liverpool)], TODAY, on)
    assert chart_data(sight.real.chart) == chart_data(
        depth_chart(ground_for(liverpool, on).squads[liverpool.pk], on)
    )


def test_the_worked_example_of_the_design(liverpool):
    scenario = make_scenario(liverpool)
    make_move(scenario, gomez())
    sight = see(liverpool, [scenario], TODAY)
    assert sight.on == CLOSES
    assert counted(sight.planned[0].chart) == ["Virgil van Dijk", "Ibrahima Konaté"]
    make_move(scenario)
    sight = see(liverpool, [scenario], TODAY)
    new = group(sight.planned[0].chart)
    assert new.cover == 3
    assert "New centre-back" in counted(sight.planned[0].chart)


def test_a_man_from_another_squad_keeps_the_standing_he_has_there(liverpool):
    palace = make_club("Crystal Palace")
    guehi = make_player("Marc Guéhi", club=palace, natural="CB", contract={"standing": ""})
    make_figures(player=guehi, club=palace, minutes=540)
    make_injury(player=guehi, diagnosis="Knock")
    scenario = make_scenario(liverpool)
    make_move(scenario, guehi, kind="in")
    found = member(plan(scenario), "marc-guehi")
    assert found.standing is Standing.FIRST_CHOICE
    assert [spell.reason for spell in found.spells] == ["Knock"]
    assert [stay.starts_on for stay in found.stays] == [JANUARY]


def test_a_standing_that_the_move_names_outranks_his_own(liverpool):
    palace = make_club("Crystal Palace")
    guehi = make_player("Marc Guéhi", club=palace, natural="CB")
    scenario = make_scenario(liverpool)
    make_move(scenario, guehi, kind="in", standing="prospect")
    assert member(plan(scenario), "marc-guehi").standing is Standing.PROSPECT


def test_a_man_on_loan_comes_with_the_standing_of_where_he_plays(liverpool):
    owner, borrower = make_club("Owners"), make_club("Borrowers")
    player = make_player("Lent Man", natural="CB")
    parent = make_contract(player=player, club=owner, standing="fringe")
    make_loan(parent=parent, club=borrower, standing="rotation")
    scenario = make_scenario(liverpool)
    make_move(scenario, player, kind="in")
    assert member(plan(scenario), "lent-man").standing is Standing.ROTATION


def test_a_man_whose_club_has_no_chart_comes_with_what_he_can_play(liverpool):
    player = make_player("Far Away", club=make_elsewhere("Afar"), natural="CB", capable="RB")
    make_absence(player=player)
    scenario = make_scenario(liverpool)
    make_move(scenario, player, kind="in", standing="rotation")
    found = member(plan(scenario), "far-away")
    assert [position.value for position, _ in found.positions] == ["CB", "RB"]
    assert len(found.spells) == 1


def test_made_up_men_are_numbered_in_their_scenario(liverpool):
    scenario = make_scenario(liverpool)
    make_move(scenario)
    make_move(scenario, name="New striker", position="ST")
    slugs = [m.slug for m in plan(scenario).after.members if m.slug.startswith("new-")]
    assert slugs == ["new-1", "new-2"]


def test_absence_extension_loan_and_formation_are_moves(liverpool):
    scenario = make_scenario(liverpool, formation=make_formation("3-4-2-1"))
    konate = Player.objects.get(slug="ibrahima-konate")
    make_move(scenario, konate, kind="absence", until_on=dt.date(2026, 3, 1), note="Knee")
    make_move(scenario, konate, kind="extension", until_on=dt.date(2030, 6, 30))
    make_move(scenario, gomez(), is_loan=True, until_on=dt.date(2026, 6, 30))
    found = plan(scenario)
    assert found.after.formation.name == "3-4-2-1"
    assert member(found, "ibrahima-konate").spells[-1].reason == "Knee"
    assert member(found, "ibrahima-konate").stays[-1].ends_on == dt.date(2030, 6, 30)
    assert member(found, "joe-gomez").loans_out[-1].starts_on == JANUARY


def test_reality_overtakes_a_sale_once_he_has_left(liverpool):
    scenario = make_scenario(liverpool)
    move = make_move(scenario, gomez())
    assert plan(scenario).overtaken(TODAY) == {}
    gomez().contracts.update(ends_on=dt.date(2025, 9, 1))
    assert plan(scenario).overtaken(TODAY) == {move.pk: "he is not at the club any more"}


@pytest.mark.parametrize("men", [1, 6])
def test_the_queries_do_not_grow_with_the_men_who_come(liverpool, men, django_assert_num_queries):
    scenario = make_scenario(liverpool)
    for number in range(men):
        club = make_club(f"Lender {number}")
        make_move(scenario, make_player(club=club, natural="CB"), kind="in")
    with django_assert_num_queries(15):
        see(liverpool, [scenario], TODAY)


def rows_of(scenario, on=CLOSES):
    return page_rows(see(scenario.club, [scenario], TODAY, on), URLS)


def card(found, position="CB"):
    return next(c for c in found["board"]["cards"] if c["position"] == position)


def test_the_chart_marks_who_is_new_who_is_gone_and_what_the_level_was(liverpool):
    scenario = make_scenario(liverpool)
    make_move(scenario, gomez())
    make_move(scenario, name="New one", standing="backup")
    found = card(rows_of(scenario))
    rows = {row["name"]: row for row in found["rows"]}
    assert "is-new" in rows["New one"]["classes"]
    assert rows["New one"]["url"] == ""
    assert "is-gone" in rows["Joe Gomez"]["classes"]
    assert rows["Joe Gomez"]["tag"] == "sold 1 Jan"
    assert "was" not in found  # three of four before and after


def test_a_lower_level_is_told_with_what_it_was(liverpool):
    scenario = make_scenario(liverpool)
    make_move(scenario, gomez())
    found = rows_of(scenario)
    assert (card(found)["was"], card(found)["level_text"]) == ("3 of 4 · thin", "2 of 4 · exposed")
    (difference,) = found["differences"]
    assert (difference["went"], difference["tone"]) == (["Joe Gomez"], "worse")
    (need,) = [need for need in found["needs"] if need["position"] == "CB"]
    assert (need["before"]["level"], need["after"]["level"]) == ("thin", "exposed")


def test_a_man_lent_out_is_shown_as_gone_once(liverpool):
    scenario = make_scenario(liverpool)
    make_move(scenario, gomez(), is_loan=True)
    found = card(rows_of(scenario))
    assert [row["name"] for row in found["rows"]].count("Joe Gomez") == 1
    assert found["loans"] == []


def test_the_weeks_tell_from_when_a_level_differs(liverpool):
    scenario = make_scenario(liverpool)
    make_move(scenario, gomez())
    row = next(r for r in rows_of(scenario)["heat"]["rows"] if r["position"] == "CB")
    assert [cell["differs"] for cell in row["cells"]] == [False, True]
    assert "in today’s squad 3 of 4 · thin" in row["cells"][1]["text"]


def test_a_week_differs_if_the_day_of_the_move_lies_in_it(liverpool):
    lower, others, better = (make_scenario(liverpool, name=name) for name in "abc")
    make_move(lower, gomez())
    make_move(others, gomez())
    make_move(others)
    make_move(better)
    for scenario, kind in ((lower, "differs"), (others, "others"), (better, "differs")):
        cells = next(r for r in rows_of(scenario)["heat"]["rows"] if r["position"] == "CB")[
            "cells"
        ]
        before = next(n for n, cell in enumerate(cells) if cell["differs"] or cell["others"])
        assert cells[before - 1]["text"].endswith("to 29 Dec 2025")
        assert cells[before][kind]


def warning(scenario, move):
    return next(r["warning"] for r in rows_of(scenario)["moves"] if r["pk"] == move.pk)


def test_a_day_on_which_nobody_can_be_signed_is_doubted(liverpool):
    scenario = make_scenario(liverpool)
    shut = make_move(scenario, on=dt.date(2025, 11, 1))
    late = make_move(scenario, on=dt.date(2026, 12, 1))
    fine = make_move(scenario, on=dt.date(2026, 2, 2))
    assert warning(scenario, shut) == (
        "No window is open that day. The next window opens on 1 Jan 2026."
    )
    assert warning(scenario, late) == "No window is open that day. No later one is on file."
    assert warning(scenario, fine) == ""


def test_a_day_that_has_passed_is_doubted(liverpool):
    scenario = make_scenario(liverpool)
    sale = make_move(scenario, gomez(), on=dt.date(2025, 8, 1))
    konate = Player.objects.get(slug="ibrahima-konate")
    absence = make_move(scenario, konate, kind="absence", on=dt.date(2025, 8, 1))
    assert warning(scenario, sale) == "That day has passed. The next window opens on 1 Jan 2026."
    assert warning(scenario, absence) == ""


def test_a_sale_is_bound_to_the_window_of_the_buyer(liverpool):
    italy = make_competition(slug="serie-a", name="Serie A", country="Italy")
    make_window(("Winter", "2025/26", (2026, 1, 2), (2026, 2, 2)), competition=italy)
    scenario = make_scenario(liverpool)
    sale = make_move(scenario, gomez(), club=make_club("AC Milan", competition=italy))
    assert warning(scenario, sale) == (
        "No window is open for AC Milan that day. The next window opens on 2 Jan 2026."
    )


def test_a_man_without_a_club_may_come_on_any_day(liverpool):
    scenario = make_scenario(liverpool)
    move = make_move(scenario, make_player(natural="CB"), kind="in", on=dt.date(2025, 11, 1))
    assert warning(scenario, move) == ""


def test_what_the_club_he_comes_from_is_left_with_is_said(liverpool):
    palace = make_club("Crystal Palace")
    scenario = make_scenario(liverpool)
    for name in ("Marc Guéhi", "Maxence Lacroix", "Chris Richards"):
        make_player(name, club=palace, natural="CB")
    move = make_move(scenario, Player.objects.get(slug="marc-guehi"), kind="in", club=palace)
    (row,) = rows_of(scenario)["moves"]
    assert row["left_behind"] == "Crystal Palace without him: centre-back exposed, 2 of 4."
    for number in range(2):
        make_player(f"Spare {number}", club=palace, natural="CB")
    (row,) = rows_of(scenario)["moves"]
    assert row["left_behind"] == "Crystal Palace without him: no position is thinner for it."
    move.player.contracts.all().delete()
    (row,) = rows_of(scenario)["moves"]
    assert row["left_behind"] == ""


def test_without_a_window_on_file_today_is_shown_and_the_season_looked_through():
    club = make_liverpool()
    scenario = make_scenario(club)
    sight = see(club, [scenario], TODAY)
    assert sight.on == TODAY
    assert sight.real.stretches[-1].last == dt.date(2026, 6, 30)
    assert page_rows(sight, URLS)["window"] is None


def test_the_data_name_moves_levels_and_chart(liverpool):
    scenario = make_scenario(liverpool, note="For the board")
    make_move(scenario, gomez(), club=make_elsewhere("AC Milan"))
    data = scenario_data(see(liverpool, [scenario], TODAY))
    assert data["moves"][0]["player"] == "joe-gomez"
    assert data["moves"][0]["club"] == "ac-milan"
    assert (data["club"], data["on"], data["formation"]) == ("liverpool", "2026-02-02", "4-2-3-1")
    centre = next(level for level in data["levels"] if level["position"] == "CB")
    assert (centre["before"]["cover"], centre["after"]["cover"]) == (3, 2)
    assert data["chart"]["groups"][0]["position"] == "GK"


def test_reality_overtakes_a_signing_once_he_has_left_where_he_was_to_come_from(liverpool):
    palace = make_club("Crystal Palace")
    guehi = make_player("Marc Guéhi", club=palace, natural="CB")
    scenario = make_scenario(liverpool)
    move = make_move(scenario, guehi, kind="in", club=palace)
    assert plan(scenario).overtaken(TODAY) == {}
    guehi.contracts.update(club=make_club("Arsenal"))
    assert plan(scenario).overtaken(TODAY) == {move.pk: "he is not at Crystal Palace any more"}


def test_in_another_formation_nobody_is_called_newly_counted_where_none_was(liverpool):
    scenario = make_scenario(liverpool, formation=make_formation("3-4-2-1"))
    rows = card(rows_of(scenario), "CM")["rows"]
    assert not any("is-came" in row["classes"] for row in rows)


def test_a_man_without_a_place_in_the_formation_is_listed_as_new(liverpool):
    scenario = make_scenario(liverpool, formation=make_formation("3-4-2-1"))
    make_move(scenario, name="New winger", position="RW")
    (row,) = [row for row in rows_of(scenario)["board"]["unplaced"] if not row["url"]]
    assert (row["name"], row["why"]) == ("New winger", "new · plays RW")
