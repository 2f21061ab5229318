"""What the admin writes: the readers' log, every expected return, and its actions."""

import datetime as dt

import pytest

from squads import moves
from squads.models import Change, Injury, ReturnEstimate
from tests.factories import (
    make_absence,
    make_club,
    make_injury,
    make_loan,
    make_player,
    make_ranking,
)
from tests.squads.admin_pages import act, change, open_form, page, send_form

pytestmark = pytest.mark.slow  # the admin, form by form


@pytest.fixture
def player(db):
    return make_player("Giovanni Leoni", club=make_club("Liverpool"))


def logged():
    return [(c.kind, c.text, c.before, c.after) for c in Change.objects.order_by("pk")]


def report(visitor, player, **fields):
    data = open_form(visitor, "injury")
    data |= {"player": player.pk, "diagnosis": "ACL tear", "began_on": "2025-09-24"} | fields
    return send_form(visitor, "injury", None, data)


def test_a_new_injury_is_in_the_log(editor, player):
    report(editor, player, expected_until="2025-11-12")
    assert logged() == [
        ("injury", "out, ACL tear, back 12 Nov 2025", "available", "out, ACL tear")
    ]


def test_the_part_of_the_body_is_the_one_that_the_diagnosis_names(editor, player):
    report(editor, player, diagnosis="Hamstring injury")
    assert Injury.objects.get().body_part == "hamstring"


def test_the_log_names_the_editor(editor, player):
    report(editor, player)
    assert Change.objects.get().by == editor.user


def test_an_injury_of_a_man_on_loan_is_in_the_log_of_the_club_he_plays_for(editor, player):
    make_loan(parent=player.contracts.get(), club=make_club("Parma"))
    report(editor, player)
    assert Change.objects.get().club.name == "Parma"


def test_an_injury_of_a_man_without_a_club_is_saved_and_not_logged(editor):
    report(editor, make_player())
    assert (Injury.objects.count(), logged()) == (1, [])


def test_a_new_injury_can_be_undone_from_the_log(editor, player):
    report(editor, player, expected_until="2025-11-12")
    moves.undo(Change.objects.get(), by=editor.user)
    assert not Injury.objects.exists()


def test_an_expected_return_can_be_undone_from_the_log(editor, player):
    injury = make_injury(player=player, expected_until="2025-11-12")
    change(editor, injury, expected_until="2025-11-26")
    moves.undo(Change.objects.get(), by=editor.user)
    assert str(Injury.objects.get().expected_until) == "2025-11-12"


def test_a_standing_can_be_undone_from_the_log(editor, player):
    change(editor, player.contracts.get(), standing="fringe")
    moves.undo(Change.objects.get(), by=editor.user)
    assert player.contracts.get().standing == "first_choice"


def test_a_new_expected_return_is_logged_from_what_to_what(editor, player):
    injury = make_injury(player=player, expected_until="2025-11-12")
    change(editor, injury, expected_until="2025-11-26")
    assert logged() == [
        ("return", "back 26 Nov 2025, was 12 Nov 2025", "12 Nov 2025", "26 Nov 2025")
    ]


def test_a_confirmed_return_is_logged(editor, player):
    change(editor, make_injury(player=player), returned_on="2025-09-29")
    was, now = "out, hamstring injury", "back 29 Sep 2025"
    assert logged() == [("back", "back on 29 Sep 2025 (hamstring injury)", was, now)]


def test_a_chance_is_logged_as_doubt(editor, player):
    change(editor, make_injury(player=player), chance="75")
    was, now = "out, hamstring injury", "doubtful, 75 %, hamstring injury"
    assert logged() == [("doubt", now, was, now)]


def test_a_new_standing_is_logged_at_the_contracts_club(editor, player):
    change(editor, player.contracts.get(), standing="fringe")
    assert logged() == [
        ("standing", "standing fringe, was first choice", "first choice", "fringe")
    ]


def test_what_changes_no_chart_is_not_logged(editor, player):
    change(editor, make_injury(player=player), note="Seen on crutches")
    assert logged() == []


def test_an_injury_entered_on_the_players_page_is_logged(editor, player):
    data = {
        "injury_set-TOTAL_FORMS": "1",
        "injury_set-0-kind": "injury",
        "injury_set-0-diagnosis": "ACL tear",
        "injury_set-0-began_on": "2025-09-24",
    }
    change(editor, player, **data)
    assert logged()[0][1] == "out, ACL tear, no return date"


def test_a_deleted_injury_is_logged(admin_client, player):
    admin_client.post(page("injury_delete", make_injury(player=player).pk), {"post": "yes"})
    assert logged()[0][1] == "entry removed: out, hamstring injury"


def test_every_expected_return_is_kept(editor, player):
    injury = make_injury(player=player, expected_until="2025-11-12")
    change(editor, injury, expected_until="2025-11-26")
    days = ReturnEstimate.objects.values_list("given_on", "expected_until")
    assert list(days) == [
        (dt.date(2025, 9, 24), dt.date(2025, 11, 12)),
        (dt.date(2025, 9, 30), dt.date(2025, 11, 26)),
    ]


def test_an_expected_return_changed_on_the_players_page_is_kept(editor, player):
    make_injury(player=player, expected_until="2025-11-12")
    change(editor, player, **{"injury_set-0-expected_until": "2025-11-26"})
    assert ReturnEstimate.objects.count() == 2


def test_a_date_taken_away_is_kept_as_no_date(editor, player):
    change(editor, make_injury(player=player, expected_until="2025-11-12"), expected_until="")
    assert ReturnEstimate.objects.last().expected_on is None


def test_a_save_without_a_new_date_keeps_no_estimate(editor, player):
    change(editor, make_injury(player=player, expected_until="2025-11-12"), note="Changed")
    assert ReturnEstimate.objects.count() == 1


# Orders and positions


@pytest.fixture
def order(player):
    """Leoni before Gomez at centre-back."""
    club = player.contracts.get().club
    return make_ranking(club, "CB", player, make_player("Joe Gomez", club=club))


SWAPPED = ("Giovanni Leoni, Joe Gomez", "Joe Gomez, Giovanni Leoni")


def test_a_new_order_on_the_clubs_page_is_logged_with_the_names(admin_client, order):
    fields = {"rankings-0-rank": "3"}
    change(admin_client, order[0].club, **fields)
    assert logged() == [("ranking", "order at centre-back changed", *SWAPPED)]


def test_a_clubs_page_saved_as_it_was_logs_no_order(admin_client, order):
    change(admin_client, order[0].club, head_coach="Somebody")
    assert logged() == []


def test_a_new_rank_of_one_man_is_logged_as_the_order(editor, order):
    change(editor, order[0], rank="3")
    assert logged() == [("ranking", "order at centre-back changed", *SWAPPED)]


def test_a_man_moved_to_another_order_is_logged_in_both(editor, order):
    change(editor, order[1], position="RB", rank="1")
    assert [line[1] for line in logged()] == [
        "order at centre-back changed",
        "order at right-back changed",
    ]


def test_a_man_taken_out_of_an_order_is_logged(editor, order):
    editor.post(page("ranking_delete", order[0].pk), {"post": "yes"})
    assert logged()[0][2:] == (SWAPPED[0], "Joe Gomez")


def test_men_taken_out_together_are_logged_once(editor, order):
    data = {"action": "delete_selected", "post": "yes"}
    data["_selected_action"] = [row.pk for row in order]
    editor.post(page("ranking_changelist"), data)
    assert [line[2:] for line in logged()] == [(SWAPPED[0], "")]


def test_an_order_changed_in_the_admin_offers_no_undo(editor, order):
    change(editor, order[0], rank="3")
    assert Change.objects.get().undo is None


def test_new_positions_are_logged_at_the_mans_club(editor, player):
    fields = {"positions-TOTAL_FORMS": "1", "positions-0-position": "CB"}
    fields |= {"positions-0-aptitude": "natural", "positions-0-order": "1"}
    change(editor, player, **fields)
    assert logged() == [("other", "positions changed", "", "natural CB")]


# Actions


@pytest.mark.parametrize("make", [make_injury, make_absence])
def test_returned_today_confirms_the_sites_day(editor, player, make):
    spell = make(player=player)
    act(editor, spell._meta.model_name, "returned_today", spell)
    spell.refresh_from_db()
    assert spell.returned_on == dt.date(2025, 9, 30)


def test_returned_today_leaves_who_was_back_before(editor, player):
    spell = make_injury(player=player, returned_on="2025-09-26")
    act(editor, "injury", "returned_today", spell)
    spell.refresh_from_db()
    assert spell.returned_on == dt.date(2025, 9, 26)


def test_extending_moves_both_days_by_two_weeks(editor, player):
    spell = make_injury(player=player, expected_from="2025-11-01", expected_until="2025-11-12")
    act(editor, "injury", "extend_by_two_weeks", spell)
    spell.refresh_from_db()
    assert (str(spell.expected_from), str(spell.expected_until)) == ("2025-11-15", "2025-11-26")


def test_extending_keeps_the_new_expected_return(editor, player):
    spell = make_injury(player=player, expected_until="2025-11-12")
    act(editor, "injury", "extend_by_two_weeks", spell)
    assert str(ReturnEstimate.objects.last().expected_until) == "2025-11-26"


def test_extending_is_logged(editor, player):
    spell = make_injury(player=player, expected_until="2025-11-12")
    act(editor, "injury", "extend_by_two_weeks", spell)
    assert logged() == [
        ("return", "back 26 Nov 2025, was 12 Nov 2025", "12 Nov 2025", "26 Nov 2025")
    ]


def test_an_action_raises_the_version_of_each_row(editor, player):
    spell = make_injury(player=player)
    act(editor, "injury", "returned_today", spell)
    assert Injury.objects.get().version == 2


def test_extending_says_what_it_left_alone(editor, player):
    text = act(editor, "injury", "extend_by_two_weeks", make_injury(player=player)).text
    assert "1 left as before" in text


def test_an_analyst_is_offered_no_actions_that_write(analyst, player):
    make_injury(player=player)
    assert "returned_today" not in analyst.get(page("injury_changelist")).text


def test_an_analyst_cannot_run_an_action(analyst, player):
    spell = make_injury(player=player)
    act(analyst, "injury", "returned_today", spell)
    assert Injury.objects.get().returned_on is None
