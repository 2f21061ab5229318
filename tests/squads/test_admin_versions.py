"""Every write in the admin gives each club it concerns one new version."""

import pytest

from squads.models import Club, Player
from tests.factories import (
    make_absence,
    make_club,
    make_competition,
    make_contract,
    make_figures,
    make_formation,
    make_injury,
    make_loan,
    make_player,
    make_ranking,
)
from tests.squads.admin_pages import act, change, fields_of, open_form, page, send_form

pytestmark = pytest.mark.slow  # the admin, form by form


def version(club):
    return Club.objects.get(pk=club.pk).version


@pytest.fixture
def club(db):
    return make_club()


@pytest.fixture
def player(club):
    return make_player(club=club, natural="CB")


def test_a_changed_injury_touches_the_mans_club_once(admin_client, club, player):
    change(admin_client, make_injury(player=player), diagnosis="ACL tear")
    assert version(club) == 2


def test_a_new_injury_touches_the_mans_club_once(admin_client, club, player):
    data = open_form(admin_client, "injury")
    data |= {"player": player.pk, "diagnosis": "ACL tear", "began_on": "2025-09-24"}
    send_form(admin_client, "injury", None, data)
    assert version(club) == 2


def test_a_refused_form_touches_nothing(admin_client, club, player):
    change(admin_client, make_injury(player=player), diagnosis="")
    assert version(club) == 1


def test_another_club_is_left_alone(admin_client, player):
    other = make_club()
    change(admin_client, make_injury(player=player), diagnosis="ACL tear")
    assert version(other) == 1


def test_a_changed_player_touches_the_clubs_he_has_contracts_with(admin_client, player):
    borrower = make_loan(parent=player.contracts.get()).club
    change(admin_client, player, known_as="Another Name")
    assert version(borrower) == 2


@pytest.mark.parametrize("which", ["before", "after"])
def test_a_contract_that_moves_touches_the_club_before_and_the_one_after(
    admin_client, player, which
):
    contract, clubs = player.contracts.get(), {"after": make_club()}
    clubs["before"] = contract.club
    change(admin_client, contract, club=clubs["after"].pk)
    assert version(clubs[which]) == 2


@pytest.mark.parametrize("which", ["before", "after"])
def test_a_contract_moved_on_the_players_page_touches_both_clubs(admin_client, player, which):
    clubs = {"before": player.contracts.get().club, "after": make_club()}
    change(admin_client, player, **{"contracts-0-club": clubs["after"].pk})
    assert version(clubs[which]) == 2


def test_a_position_on_the_players_page_touches_his_club_once(admin_client, club, player):
    change(admin_client, player, **{"positions-0-aptitude": "emergency"})
    assert version(club) == 2


def test_an_injury_deleted_on_the_players_page_touches_his_club(admin_client, club, player):
    make_injury(player=player)
    change(admin_client, player, **{"injury_set-0-DELETE": "on"})
    assert (version(club), player.injury_set.count()) == (2, 0)


def test_a_ranking_on_the_clubs_page_touches_the_club_once(admin_client, club, player):
    make_ranking(club, "CB", player)
    change(admin_client, club, **{"rankings-0-rank": "3"})
    assert version(club) == 2


def test_a_changed_slot_touches_every_club_with_the_formation(admin_client, club):
    change(admin_client, make_formation(), **{"slots-0-x": "51"})
    assert version(club) == 2


def test_a_changed_competition_touches_its_clubs(admin_client, club):
    change(admin_client, make_competition(), name="First Division")
    assert version(club) == 2


def test_changed_figures_touch_the_mans_club(admin_client, club, player):
    change(admin_client, make_figures(player=player, club=make_club()), minutes="100")
    assert version(club) == 2


@pytest.mark.parametrize("action", ["returned_today", "extend_by_two_weeks", "delete_selected"])
@pytest.mark.parametrize("make", [make_injury, make_absence])
def test_an_action_touches_the_clubs_of_all_chosen_rows_once(admin_client, action, make):
    club = make_club()
    rows = [make(player=make_player(club=club), expected_until="2025-11-12") for _ in range(2)]
    model = rows[0]._meta.model_name
    data = {"action": action, "_selected_action": [r.pk for r in rows], "post": "yes"}
    admin_client.post(page(f"{model}_changelist"), data)
    assert version(club) == 2


def test_a_deleted_contract_touches_its_club(admin_client, club, player):
    admin_client.post(page("contract_delete", player.contracts.get().pk), {"post": "yes"})
    assert version(club) == 2


def test_players_deleted_together_touch_their_clubs(admin_client, club, player):
    data = {"action": "delete_selected", "_selected_action": [player.pk], "post": "yes"}
    admin_client.post(page("player_changelist"), data)
    assert (version(club), Player.objects.count()) == (2, 0)


def test_a_row_brought_back_from_history_touches_the_club(admin_client, club, player):
    contract = player.contracts.get()
    change(admin_client, contract, squad_number="5")
    first = contract.history.earliest()
    address = page("contract_simple_history", contract.pk, first.pk)

    admin_client.post(address, fields_of(admin_client.get(address).text))
    contract.refresh_from_db()
    assert (version(club), contract.squad_number) == (3, None)


def test_looking_at_pages_touches_nothing(admin_client, club, player):
    admin_client.get(page("player_change", player.pk))
    assert version(club) == 1


def test_a_choice_of_rows_without_an_action_touches_nothing(admin_client, club, player):
    act(admin_client, "injury", "", make_injury(player=player))
    assert version(club) == 1


@pytest.mark.parametrize("make", [make_injury, make_absence, make_contract])
def test_a_save_raises_the_version_of_the_row(admin_client, make):
    row = make()
    change(admin_client, row, note="Changed")
    row.refresh_from_db()
    assert row.version == 2


def test_a_save_on_the_players_page_raises_the_version_of_changed_rows_only(admin_client, player):
    changed, same = make_injury(player=player), make_absence(player=player)
    change(admin_client, player, **{"injury_set-0-diagnosis": "ACL tear"})
    changed.refresh_from_db()
    same.refresh_from_db()
    assert (changed.version, same.version) == (2, 1)
