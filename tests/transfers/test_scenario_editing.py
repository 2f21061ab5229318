"""What analysts change of scenarios, with and without htmx, alone and against each other."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from squads.models import Change, Club, Contract, Player
from tests.conftest import TODAY, Visitor
from tests.factories import (
    make_club,
    make_competition,
    make_elsewhere,
    make_formation,
    make_player,
)
from tests.squads.liverpool import make_liverpool
from tests.transfers.factories import (
    make_link,
    make_move,
    make_scenario,
    make_window,
    make_windows,
)
from transfers.models import Link, NeedFlag, Scenario, ScenarioMove, Window

pytestmark = pytest.mark.django_db
GOMEZ = {"player": "joe-gomez", "on": "2026-01-01", "version": "1"}
NEW = {"position": "CB", "aptitude": "natural", "standing": "first_choice", "on": "2026-01-01"}


@pytest.fixture
def liverpool():
    make_windows()
    return make_liverpool()


@pytest.fixture
def scenario(liverpool):
    return make_scenario(liverpool, name="An idea")


def url(name, *args):
    return reverse(f"transfers:{name}", args=args)


def change(visitor, scenario, what, data, query=""):
    return visitor.post(url("scenario_change", scenario.pk, what) + query, data)


def only_move():
    return ScenarioMove.objects.get()


# Making


def test_a_scenario_without_links_does_nothing_and_is_called_so(analyst, liverpool):
    answer = analyst.post(url("scenario_add", "liverpool"), {"name": ""})
    made = Scenario.objects.get()
    assert answer.headers["Location"] == made.get_absolute_url()
    assert (made.name, made.by, made.moves.count()) == ("Do nothing", analyst.user, 0)


def test_a_link_becomes_a_move_of_either_club(analyst, liverpool):
    milan = make_club("AC Milan", short_name="Milan")
    window = Window.objects.get(name__startswith="Winter")
    gomez = Player.objects.get(slug="joe-gomez")
    link = make_link(gomez, liverpool, milan, window=window)
    for club, kind, name in ((liverpool, "out", "Gomez to Milan"), (milan, "in", "Gomez from")):
        analyst.post(url("scenario_add", club.slug), {"links": [link.pk]})
        made = Scenario.objects.get(club=club)
        move = made.moves.get()
        assert made.name.startswith(name)
        assert (move.kind, move.player, move.link) == (kind, gomez, link)
        assert move.on == dt.date(2026, 1, 1)


def test_a_man_of_a_shortlist_starts_a_scenario_of_his_signing(analyst, liverpool):
    man = make_player("Marc Guéhi", club=make_club("Crystal Palace"), natural="CB")
    add = url("scenario_add", liverpool.slug)
    opened = analyst.get(add, {"player": man.slug}).text
    assert "Marc Guéhi comes in" in opened and 'value="Sign Guéhi"' in opened
    analyst.post(add, {"player": man.slug})
    move = ScenarioMove.objects.get()
    assert (move.kind, move.player, move.club.name) == ("in", man, "Crystal Palace")
    assert (move.on, move.scenario.name) == (dt.date(2026, 1, 1), "Sign Guéhi")


def test_of_two_links_of_one_man_one_is_chosen(analyst, liverpool):
    man = Player.objects.get(slug="joe-gomez")
    links = [make_link(man, liverpool, make_club(name)) for name in ("AC Milan", "Spurs")]
    chosen = {"links": [link.pk for link in links]}
    response = analyst.post(url("scenario_add", liverpool.slug), chosen)
    assert response.status_code == 422 and "Choose one of the links of" in response.text
    assert not Scenario.objects.exists()


@pytest.mark.parametrize("sent", ["9" * 5000, "-1", "x"])
def test_a_version_that_is_none_is_stale(analyst, scenario, sent):
    response = analyst.post(url("scenario_share", scenario.pk), {"version": sent, "shared": "1"})
    assert response.status_code == 409


def test_a_man_whom_nobody_knows_starts_no_scenario(analyst, liverpool):
    response = analyst.post(url("scenario_add", liverpool.slug), {"player": "nobody"})
    assert response.status_code == 422 and not Scenario.objects.exists()


def test_a_loan_link_becomes_a_loan_from_today_where_its_window_is_open(analyst, liverpool):
    italy = make_competition(slug="serie-a", name="Serie A", country="Italy")
    make_window(("Autumn", "2025/26", (2025, 9, 1), (2025, 10, 9)), competition=italy)
    link = make_link(
        Player.objects.get(slug="joe-gomez"), liverpool, make_club("Milan", competition=italy),
        kind="loan", until_on=dt.date(2026, 6, 30),
    )  # fmt: skip
    analyst.post(url("scenario_add", "liverpool"), {"links": [link.pk]})
    move = only_move()
    assert move.is_loan
    assert (move.on, move.until_on) == (dt.date(2025, 9, 30), dt.date(2026, 6, 30))


def test_a_link_becomes_a_move_on_the_day_the_buyer_s_window_opens(analyst, liverpool):
    italy = make_competition(slug="serie-a", name="Serie A", country="Italy")
    make_window(("Winter", "2025/26", (2026, 1, 2), (2026, 2, 2)), competition=italy)
    milan = make_club("AC Milan", competition=italy)
    english = Window.objects.get(name__startswith="Winter 2025")
    gomez = Player.objects.get(slug="joe-gomez")
    for window in (None, english):
        link = make_link(gomez, liverpool, milan, window=window)
        analyst.post(url("scenario_add", "liverpool"), {"links": [link.pk]})
        assert ScenarioMove.objects.get(link=link).on == dt.date(2026, 1, 2)
        link.delete()


def test_a_pre_contract_holds_from_the_day_after_his_contract(analyst, liverpool):
    link = make_link(Player.objects.get(slug="joe-gomez"), liverpool, kind="pre_contract")
    analyst.post(url("scenario_add", "liverpool"), {"links": [link.pk]})
    assert only_move().on == dt.date(2027, 7, 1)


def test_a_name_that_is_taken_is_refused_and_kept(analyst, scenario):
    answer = analyst.post(url("scenario_add", "liverpool"), {"name": "An idea"})
    assert answer.status_code == 422
    assert 'value="An idea"' in answer.text
    assert "Choose another" in answer.text


def test_a_name_that_nobody_typed_is_numbered_when_it_is_taken(analyst, liverpool):
    for _ in range(2):
        analyst.post(url("scenario_add", "liverpool"), {"name": ""})
    analyst.post(url("scenario_duplicate", Scenario.objects.get(name="Do nothing 2").pk))
    names = Scenario.objects.order_by("pk").values_list("name", flat=True)
    assert list(names) == ["Do nothing", "Do nothing 2", "Do nothing 3"]


# Moves


def test_a_sale_is_shown_by_htmx_at_once(analyst, scenario):
    answer = change(analyst.htmx, scenario, "out", GOMEZ)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div id="scenario-page"')
    assert "2 of 4 · exposed" in answer.text
    assert 'id="messages"' in answer.text
    assert (only_move().kind, only_move().on) == ("out", dt.date(2026, 1, 1))
    assert Scenario.objects.get().version == 2


def test_without_htmx_a_change_leads_back_to_the_day_that_was_shown(analyst, scenario):
    answer = change(analyst, scenario, "out", GOMEZ, "?on=2026-03-01&view=table")
    where = f"{scenario.get_absolute_url()}?on=2026-03-01&view=table"
    assert answer.headers["Location"] == where


def test_a_loan_has_a_last_day_and_a_sale_has_none(analyst, scenario):
    until = {"until_on": "2026-06-30"}
    assert change(analyst, scenario, "out", GOMEZ | until).status_code == 422
    change(analyst, scenario, "out", GOMEZ | until | {"is_loan": "loan"})
    assert (only_move().is_loan, only_move().until_on) == (True, dt.date(2026, 6, 30))


def test_a_man_comes_by_his_name_from_any_club(analyst, scenario):
    palace = make_club("Crystal Palace")
    guehi = make_player("Marc Guéhi", club=palace, natural="CB")
    data = {"player": "guehi", "on": "2026-01-01", "standing": "rotation", "version": 1}
    change(analyst, scenario, "in", data)
    move = only_move()
    assert (move.player, move.club, move.standing) == (guehi, palace, "rotation")


def test_where_several_men_may_be_meant_one_is_chosen(analyst, scenario):
    for slug in ("one", "two"):
        make_player("Danilo", slug=f"danilo-{slug}", natural="CB")
    data = {"player": "Danilo", "on": "2026-01-01", "version": 1}
    answer = change(analyst, scenario, "in", data)
    assert answer.status_code == 422
    assert "2 men may be meant" in answer.text
    change(analyst, scenario, "in", data | {"chosen": "danilo-two"})
    assert only_move().player.slug == "danilo-two"


def test_a_name_nobody_has_is_refused_with_one_that_is_close(analyst, scenario):
    answer = change(analyst, scenario, "in", GOMEZ | {"player": "Konatte"})
    assert answer.status_code == 422
    assert "Did you mean Ibrahima Konaté?" in answer.text
    assert 'value="Konatte"' in answer.text


def test_a_made_up_man_is_called_after_his_position(analyst, scenario):
    change(analyst, scenario, "new", NEW | {"version": 1})
    move = only_move()
    assert (move.name, move.position, move.aptitude) == ("New centre-back", "CB", "natural")


def test_an_absence_and_an_extension_are_moves(analyst, scenario):
    konate = {"player": "ibrahima-konate", "version": 1}
    change(
        analyst, scenario, "absence",
        konate | {"on": "2025-12-21", "until_on": "2026-01-18", "note": "Africa Cup"},
    )  # fmt: skip
    change(analyst, scenario, "extension", konate | {"until_on": "2030-06-30", "version": 2})
    absence, extension = ScenarioMove.objects.order_by("pk")
    assert (absence.kind, absence.note) == ("absence", "Africa Cup")
    assert (extension.kind, extension.until_on) == ("extension", dt.date(2030, 6, 30))


@pytest.mark.parametrize(
    ("what", "data", "field", "said"),
    [
        ("out", {"player": ""}, "out-player", "Choose one from the list"),
        ("out", {"on": "31st"}, "out-on", "Write a day like"),
        ("out", {"on": "1500-01-01"}, "out-on", "Choose a day from 1990"),
        ("out", {"is_loan": "loan", "until_on": "2025-12-01"}, "out-until_on", "lies before"),
        ("in", {"player": ""}, "in-player", "This field is required"),
        ("new", {"position": "XX"}, "new-position", "Choose one from the list"),
        ("absence", {"until_on": "2025-12-01"}, "absence-until_on", "lies before"),
        ("extension", {"until_on": "2025-01-01"}, "extension-until_on", "is past"),
        ("formation", {"formation": "9-9-9"}, "formation", "Choose one from the list"),
        ("description", {"name": ""}, "description-name", "This field is required"),
    ],
)  # fmt: skip
def test_a_refused_form_says_why_at_its_field(analyst, scenario, what, data, field, said):
    answer = change(analyst.htmx, scenario, what, GOMEZ | NEW | {"name": "X"} | data)
    assert answer.status_code == 422
    assert field in answer.text
    assert said in answer.text
    assert not ScenarioMove.objects.exists()


def test_the_focus_goes_to_the_first_field_that_is_wrong(analyst, scenario):
    data = {"player": "ibrahima-konate", "until_on": "2025-01-01", "version": 1}
    text = change(analyst, scenario, "extension", data).text
    assert field_of(text, "extension-until_on").count("autofocus") == 2  # script, and without
    assert "data-autofocus" not in field_of(text, "extension-player")
    text = change(analyst.htmx, scenario, "extension", data).text
    assert " autofocus" not in text
    assert "data-autofocus" in field_of(text, "extension-until_on")


def field_of(text, key):
    return next(tag for tag in text.split("<") if f'id="{key}"' in tag)


def test_a_change_is_dated_on_the_day_that_the_site_is_on(analyst, scenario):
    change(analyst, scenario, "out", GOMEZ)
    analyst.post(url("scenario_duplicate", scenario.pk))
    for one in Scenario.objects.all():
        assert timezone.localdate(one.changed_at) == TODAY
    answer = change(analyst, scenario, "out", GOMEZ)
    assert answer.status_code == 409
    assert re.search(r"at \d\d:\d\d, 30 Sep 2025, while", answer.text)


def test_a_refused_form_keeps_what_was_typed_and_stands_open(analyst, scenario):
    data = GOMEZ | {"is_loan": "loan", "until_on": "2025-12-01"}
    text = change(analyst, scenario, "out", data).text
    assert 'value="joe-gomez" selected' in text
    assert 'value="2025-12-01"' in text
    assert '<details class="scenario-form" data-keeps id="suppose-out" open>' in text


def test_a_move_is_supposed_once(analyst, scenario):
    change(analyst, scenario, "out", GOMEZ)
    answer = change(analyst, scenario, "out", GOMEZ | {"version": 2})
    assert answer.status_code == 422
    assert "The scenario has this move already." in answer.text


def test_a_move_is_taken_out(analyst, scenario):
    move = make_move(scenario)
    where = url("scenario_move_remove", scenario.pk, move.pk)
    assert analyst.get(where).status_code == 302
    answer = analyst.htmx.post(where, {"version": 1})
    assert "The move is taken out" in answer.text
    assert not ScenarioMove.objects.exists()


def test_another_formation_and_the_club_s_own_again(analyst, scenario):
    make_formation("3-4-2-1")
    answer = change(analyst.htmx, scenario, "formation", {"formation": "3-4-2-1", "version": 1})
    assert "Right wing-back" in answer.text
    change(analyst, scenario, "formation", {"formation": "", "version": 2})
    assert Scenario.objects.get().formation is None


def test_a_name_and_a_note(analyst, scenario):
    data = {"name": "A better name", "note": "Because.", "version": 1}
    change(analyst, scenario, "description", data)
    assert (Scenario.objects.get().name, Scenario.objects.get().note) == (
        "A better name", "Because.",
    )  # fmt: skip


def test_what_is_no_part_of_a_scenario_is_not_found(analyst, scenario):
    assert change(analyst, scenario, "colour", {}).status_code == 404


def test_a_form_s_address_opens_the_page_with_the_form(analyst, scenario):
    text = analyst.get(url("scenario_change", scenario.pk, "in")).text
    assert 'id="suppose-in" open' in text


def test_names_are_suggested_as_they_are_typed(analyst, liverpool):
    text = analyst.htmx.get(url("scenario_players"), {"player": "go"}).text
    assert '<option value="Joe Gomez">' in text
    assert "Liverpool" in text


# Against each other


@pytest.mark.parametrize("by_htmx", [True, False])
def test_of_two_analysts_the_slower_sees_what_stands_now(analyst, scenario, by_htmx):
    change(analyst, scenario, "new", NEW | {"version": 1})
    visitor = analyst.htmx if by_htmx else analyst
    answer = change(visitor, scenario, "out", GOMEZ)
    assert answer.status_code == 409
    assert "Somebody changed this scenario" in answer.text
    assert "New centre-back" in answer.text
    assert 'value="joe-gomez" selected' in answer.text
    assert 'name="version" value="2"' in answer.text
    assert only_move().name == "New centre-back"


@pytest.mark.parametrize("name", ["move_remove", "share", "delete"])
def test_a_button_pressed_too_late_changes_nothing(analyst, scenario, name):
    move = make_move(scenario)
    Scenario.objects.update(version=5)
    more = [move.pk] if name == "move_remove" else []
    where = url(f"scenario_{name}", scenario.pk, *more)
    assert analyst.post(where, {"version": 1, "shared": "1"}).status_code == 409
    assert Scenario.objects.get().is_shared is False
    assert ScenarioMove.objects.exists()


# Copies, the end, and what is never touched


def test_a_copy_has_the_same_moves_and_is_not_shared(analyst, scenario):
    make_move(scenario, Player.objects.get(slug="joe-gomez"))
    make_move(scenario)
    Scenario.objects.update(is_shared=True)
    analyst.post(url("scenario_duplicate", scenario.pk))
    twin = Scenario.objects.exclude(pk=scenario.pk).get()
    assert (twin.name, twin.is_shared, twin.by) == ("An idea 2", False, analyst.user)
    assert twin.token != scenario.token
    kept = ("kind", "player", "name", "position", "on", "standing")
    assert list(twin.moves.values_list(*kept)) == list(scenario.moves.values_list(*kept))


def test_a_scenario_is_deleted_once_that_is_confirmed(analyst, scenario):
    where = url("scenario_delete", scenario.pk)
    assert "cannot be undone" in analyst.get(where).text
    assert Scenario.objects.exists()
    analyst.post(where, {"version": 1})
    assert not Scenario.objects.exists()


def test_a_club_whose_flag_names_it_is_drawn_anew(analyst, scenario):
    window = Window.objects.first()
    NeedFlag.objects.create(
        club=scenario.club, window=window, position="CB", verdict="addressed",
        scenario=scenario, at=dt.datetime(2025, 9, 30, tzinfo=dt.UTC),
    )  # fmt: skip
    before = Club.objects.get(pk=scenario.club_id).version
    analyst.post(url("scenario_delete", scenario.pk), {"version": 1})
    assert Club.objects.get(pk=scenario.club_id).version == before + 1


def test_no_change_without_the_token_of_its_page(analyst, scenario):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = analyst.cookies
    assert change(strict, scenario, "out", GOMEZ).status_code == 403


def everything_real():
    models = (Club, Player, Contract, Change, Link)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_no_change_of_a_scenario_touches_what_is_real(analyst: Visitor, scenario):
    link = make_link(
        Player.objects.get(slug="joe-gomez"), scenario.club, make_elsewhere("AC Milan")
    )
    before = everything_real()
    analyst.post(url("scenario_add", "liverpool"), {"links": [link.pk]})
    change(analyst, scenario, "out", GOMEZ)
    change(analyst, scenario, "new", NEW | {"version": 2})
    konate = {"player": "ibrahima-konate", "version": 3, "until_on": "2030-06-30"}
    change(analyst, scenario, "extension", konate)
    analyst.post(url("scenario_share", scenario.pk), {"version": 4, "shared": "1"})
    analyst.post(url("scenario_duplicate", scenario.pk))
    analyst.post(url("scenario_delete", scenario.pk), {"version": 5})
    assert Scenario.objects.count() == 2
    assert everything_real() == before
