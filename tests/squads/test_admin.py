"""The admin: who gets in, what it finds, what a page costs."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from squads.models import (
    Change,
    ClubIdentifier,
    Competition,
    Contract,
    FeedRun,
    Formation,
    Player,
)
from tests.factories import (
    make_absence,
    make_club,
    make_contract,
    make_figures,
    make_formation,
    make_injury,
    make_loan,
    make_player,
    make_ranking,
    make_report,
)

OURS = [m._meta.model_name for m in admin.site._registry if m._meta.app_label == "squads"]
GROWING = sorted(set(OURS) - {"dataset"})


def page(name, *args):
    return reverse(f"admin:squads_{name}", args=args)


def make_rows(count):
    """So many rows of everything a changelist lists."""
    for n in range(count):
        club = make_club()
        player = make_player(club=club, natural="CB", capable="RB")
        make_loan(parent=player.contracts.get(), club=make_club())
        make_injury(player=player, expected_until="2025-11-12")
        make_absence(player=player)
        make_figures(player=player, club=club)
        make_ranking(club, "CB", player)
        make_report(player=player, club=club)
        FeedRun.objects.create(feed="fpl", said_at="2025-09-30T10:00Z", digest="0")
        ClubIdentifier.objects.create(club=club, source="fpl", value=str(club.pk))
        Change.objects.create(
            club=club, player=player, kind="other", at="2025-09-30T10:00Z", text="text"
        )
        Competition.objects.create(name=f"Cup {n} {count}", slug=f"cup-{n}-{count}")
        Formation.objects.create(name=f"{count}-{n}")
    make_formation("4-3-3")


@pytest.mark.parametrize("model", GROWING)
def test_the_queries_of_a_changelist_do_not_grow_with_its_rows(
    admin_client, django_assert_num_queries, model
):
    address = page(f"{model}_changelist")
    make_rows(1)
    admin_client.get(address)
    with CaptureQueriesContext(connection) as one:
        admin_client.get(address)
    make_rows(29)
    with django_assert_num_queries(len(one)):
        admin_client.get(address)


@pytest.mark.parametrize("model", OURS)
def test_every_changelist_opens_for_an_analyst(analyst, model):
    make_rows(1)
    assert analyst.get(page(f"{model}_changelist")).status_code == 200


@pytest.mark.parametrize("model", OURS)
def test_a_reader_is_sent_to_sign_in(reader, model):
    assert reader.get(page(f"{model}_changelist")).status_code == 302


@pytest.mark.parametrize("model", ["player", "injury", "absence", "contract", "club"])
def test_a_change_page_shows_an_analyst_no_button_to_save(analyst, model):
    make_rows(1)
    row = next(m for m in admin.site._registry if m._meta.model_name == model).objects.first()
    assert 'name="_save"' not in analyst.get(page(f"{model}_change", row.pk)).text


@pytest.mark.parametrize("model", ["player", "injury", "absence", "contract", "ranking"])
def test_an_editor_may_add_what_moves_a_chart(editor, model):
    assert editor.get(page(f"{model}_add")).status_code == 200


@pytest.mark.parametrize("model", ["club", "competition", "formation", "change"])
def test_an_editor_may_not_add_what_is_the_administrators(editor, model):
    assert editor.get(page(f"{model}_add")).status_code == 403


@pytest.mark.parametrize("name", ["Axes", "Data set", "Authentication"])
@pytest.mark.parametrize("role", ["editor", "analyst"])
def test_the_index_lists_nothing_that_is_the_administrators(request, role, name):
    assert name not in request.getfixturevalue(role).get(reverse("admin:index")).text


def test_the_administrators_index_lists_the_data_set(admin_client):
    assert "Data set" in admin_client.get(reverse("admin:index")).text


def test_nobody_edits_the_log_in_the_admin(admin_client):
    make_rows(1)
    change = Change.objects.get()
    assert 'name="_save"' not in admin_client.get(page("change_change", change.pk)).text


@pytest.mark.parametrize("model", ["feedreport", "feedrun"])
def test_nobody_edits_in_the_admin_what_feeds_have_said(admin_client, model):
    make_rows(1)
    row = next(m for m in admin.site._registry if m._meta.model_name == model).objects.first()
    shown = admin_client.get(page(f"{model}_change", row.pk)).text
    assert 'name="_save"' not in shown
    assert "deletelink" not in shown


@pytest.mark.parametrize("typed", ["konate", "Ibou", "fofana"])
def test_what_a_feed_says_of_a_man_is_found_by_either_name(editor, typed):
    make_report(player=make_player("Ibrahima Konaté"), name="Ibou Fofana", news="Knock")
    assert "Knock" in editor.get(page("feedreport_changelist"), {"q": typed}).text


def test_the_page_of_a_club_shows_the_code_a_feed_calls_it_by(admin_client):
    club = make_club()
    ClubIdentifier.objects.create(club=club, source="fpl", value="90210")
    assert 'value="90210"' in admin_client.get(page("club_change", club.pk)).text


@pytest.mark.parametrize("typed", ["Konate", "konaté", "ibra", "ibrahima kon", "Konate Ibra"])
def test_a_player_is_found_without_his_accents(editor, typed):
    make_player("Ibrahima Konaté")
    assert "Ibrahima Konaté" in editor.get(page("player_changelist"), {"q": typed}).text


def test_a_player_of_another_name_is_not_found(editor):
    make_player("Ibrahima Konaté")
    assert "Ibrahima" not in editor.get(page("player_changelist"), {"q": "Guehi"}).text


def test_a_contract_is_found_by_player_and_club_together(editor):
    liverpool, milan = make_club("Liverpool"), make_club("Milan")
    player = make_player("Joe Gomez", club=liverpool)
    make_player("Rafael Leão", club=milan)
    make_player("Ryan Gravenberch", club=liverpool)
    found = editor.get(page("contract_changelist"), {"q": "gomez liverpool"}).context["cl"]
    assert list(found.queryset) == [player.contracts.get()]


def test_autocomplete_finds_a_player_without_his_accents(editor):
    make_player("Marc Guéhi")
    asked = {"term": "guehi", "app_label": "squads", "model_name": "injury"}
    found = editor.get(reverse("admin:autocomplete"), asked | {"field_name": "player"}).json()
    assert [row["text"] for row in found["results"]] == ["Marc Guéhi"]


def test_the_club_filter_knows_the_club_of_the_day(editor):
    liverpool = make_club("Liverpool")
    here = make_player(club=liverpool)
    make_player(club=liverpool, contract={"ends_on": "2025-06-30"})
    found = editor.get(page("player_changelist"), {"club": "liverpool"}).context["cl"]
    assert list(found.queryset) == [here]


@pytest.mark.parametrize(
    ("state", "expected"),
    [("out", {"late", "open"}), ("overdue", {"late"}), ("open", {"open"}), ("back", {"back"})],
)
def test_injuries_can_be_told_apart_by_their_state(editor, state, expected):
    make_injury(diagnosis="late", began_on="2025-09-01", expected_until="2025-09-20")
    make_injury(diagnosis="open")
    make_injury(diagnosis="back", began_on="2025-08-01", returned_on="2025-09-01")
    found = editor.get(page("injury_changelist"), {"state": state}).context["cl"].queryset
    assert {injury.diagnosis for injury in found} == expected


@pytest.mark.parametrize(("state", "count"), [("today", 1), ("past", 1), ("future", 1)])
def test_contracts_can_be_told_apart_by_their_days(editor, state, count):
    make_contract()
    make_contract(starts_on="2020-07-01", ends_on="2024-06-30")
    make_contract(starts_on="2026-07-01", ends_on=None)
    found = editor.get(page("contract_changelist"), {"state": state}).context["cl"].queryset
    assert len(found) == count


def test_contracts_can_be_narrowed_to_the_year_they_end(editor):
    make_contract(ends_on="2026-06-30")
    make_contract(ends_on="2027-06-30")
    found = editor.get(page("contract_changelist"), {"ends": "2027"}).context["cl"].queryset
    assert [str(c.ends_on) for c in found] == ["2027-06-30"]


def test_an_analyst_cannot_revert_a_row_to_an_earlier_state(analyst):
    player = make_player("Joe Gomez")
    player.known_as = "Joseph Gomez"
    player.save()
    first = player.history.earliest()
    analyst.post(page("player_simple_history", player.pk, first.pk), {})
    assert Player.objects.get().known_as == "Joseph Gomez"


def test_the_history_names_who_changed_what(editor):
    contract = make_contract(standing="rotation")
    contract.standing = "fringe"
    contract._history_user = editor.user
    contract.save()
    text = editor.get(page("contract_history", contract.pk)).text
    assert "editor" in text and "rotation" in text.lower() and "fringe" in text.lower()


def test_the_parent_of_a_loan_is_found_by_the_mans_name(editor):
    loan = make_loan(player=make_player("Harvey Elliott"))
    asked = {"term": "elliott", "app_label": "squads", "model_name": "contract"}
    found = editor.get(reverse("admin:autocomplete"), asked | {"field_name": "parent"}).json()
    keys = {int(row["id"]) for row in found["results"]}
    assert keys == set(Contract.objects.filter(player=loan.player).values_list("pk", flat=True))


def queries(visitor, address):
    visitor.get(address)
    with CaptureQueriesContext(connection) as asked:
        visitor.get(address)
    return len(asked)


def test_the_queries_of_a_players_page_do_not_grow_with_what_hangs_on_him(admin_client):
    player = make_player()
    address = page("player_change", player.pk)
    make_loan(parent=make_contract(player=player))
    make_figures(player=player)
    few = queries(admin_client, address)
    for year in range(2010, 2020):
        make_contract(player=player, starts_on=f"{year}-07-01", ends_on=f"{year}-08-01")
        make_figures(player=player)
        make_injury(player=player)
    assert queries(admin_client, address) == few


def test_the_queries_of_a_clubs_page_do_not_grow_with_its_squad(admin_client):
    club = make_club()
    address = page("club_change", club.pk)
    make_ranking(club, "CB", make_player(club=club))
    few = queries(admin_client, address)
    make_ranking(club, "ST", *[make_player(club=club) for _ in range(20)])
    assert queries(admin_client, address) == few
