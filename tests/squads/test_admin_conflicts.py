"""Two people on one row in the admin: the second sees what the first wrote, nothing is lost."""

import pytest

from squads.models import Contract, Injury, Player
from tests.factories import make_club, make_injury, make_player
from tests.squads.admin_pages import change, fields_of, open_form, page, send_form

pytestmark = pytest.mark.slow  # the admin, form by form


@pytest.fixture
def injury(db):
    player = make_player(club=make_club())
    return make_injury(player=player, expected_until="2025-11-12", source="The club")


def second_save(first, second, row, mine, theirs):
    """Both open the form; the first saves; then the second sends his."""
    model = row._meta.model_name
    opened = open_form(second, model, row.pk)
    change(first, row, **theirs)
    return send_form(second, model, row.pk, opened | mine)


DATES = {"mine": {"expected_until": "2025-12-01"}, "theirs": {"expected_until": "2025-11-26"}}


def test_the_second_save_is_not_stored(admin_client, editor, injury):
    second_save(editor, admin_client, injury, **DATES)
    assert str(Injury.objects.get().expected_until) == "2025-11-26"


def test_the_second_is_told_who_wrote(admin_client, editor, injury):
    assert "editor (at" in second_save(editor, admin_client, injury, **DATES).text


def test_the_second_sees_what_is_stored_now(admin_client, editor, injury):
    assert "Stored now: 26 Nov" in second_save(editor, admin_client, injury, **DATES).text


def test_the_second_keeps_what_he_typed(admin_client, editor, injury):
    answer = second_save(editor, admin_client, injury, **DATES)
    assert fields_of(answer.text)["expected_until"] == "2025-12-01"


def test_the_second_may_decide_for_his_own(admin_client, editor, injury):
    answer = second_save(editor, admin_client, injury, **DATES)
    send_form(admin_client, "injury", injury.pk, fields_of(answer.text))
    assert str(Injury.objects.get().expected_until) == "2025-12-01"


def test_a_decision_for_his_own_loses_nothing_else_of_the_first(admin_client, editor, injury):
    mine, theirs = {"source": "The paper"}, {"diagnosis": "ACL tear"}
    answer = second_save(editor, admin_client, injury, mine, theirs)
    send_form(admin_client, "injury", injury.pk, fields_of(answer.text))
    stored = Injury.objects.get()
    assert (stored.source, stored.diagnosis) == ("The paper", "ACL tear")


def test_an_unchanged_form_sent_late_overwrites_nothing(admin_client, editor, injury):
    second_save(editor, admin_client, injury, {}, DATES["theirs"])
    assert str(Injury.objects.get().expected_until) == "2025-11-26"


def test_a_third_change_after_the_warning_is_a_conflict_again(admin_client, editor, injury):
    answer = second_save(editor, admin_client, injury, **DATES)
    change(editor, injury, expected_until="2025-11-30")
    send_form(admin_client, "injury", injury.pk, fields_of(answer.text))
    assert str(Injury.objects.get().expected_until) == "2025-11-30"


def test_a_contract_is_guarded_alike(admin_client, editor, injury):
    contract = Contract.objects.get()
    second_save(editor, admin_client, contract, {"standing": "fringe"}, {"standing": "backup"})
    assert Contract.objects.get().standing == "backup"


def test_a_player_is_guarded_alike(admin_client, editor, injury):
    player = Player.objects.get()
    second_save(editor, admin_client, player, {"nationality": "A"}, {"nationality": "B"})
    assert Player.objects.get().nationality == "B"


def test_a_row_in_the_players_page_is_guarded_alike(admin_client, editor, injury):
    opened = open_form(admin_client, "player", injury.player_id)
    change(editor, injury, expected_until="2025-11-26")
    mine = opened | {"injury_set-0-expected_until": "2025-12-01"}
    send_form(admin_client, "player", injury.player_id, mine)
    assert str(Injury.objects.get().expected_until) == "2025-11-26"


def test_a_row_left_alone_in_the_players_page_does_not_complain(admin_client, editor, injury):
    opened = open_form(admin_client, "player", injury.player_id)
    change(editor, injury, expected_until="2025-11-26")
    send_form(admin_client, "player", injury.player_id, opened | {"nationality": "Italy"})
    assert Player.objects.get().nationality == "Italy"


def test_a_row_left_alone_in_the_players_page_is_not_overwritten(admin_client, editor, injury):
    opened = open_form(admin_client, "player", injury.player_id)
    change(editor, injury, expected_until="2025-11-26")
    send_form(admin_client, "player", injury.player_id, opened | {"nationality": "Italy"})
    assert str(Injury.objects.get().expected_until) == "2025-11-26"


def test_a_form_without_its_version_is_refused(admin_client, injury):
    data = open_form(admin_client, "injury", injury.pk) | {"diagnosis": "ACL tear"}
    del data["seen"]
    send_form(admin_client, "injury", injury.pk, data)
    assert Injury.objects.get().diagnosis != "ACL tear"


def test_saving_twice_in_a_row_is_no_conflict(editor, injury):
    change(editor, injury, diagnosis="ACL tear")
    change(editor, injury, diagnosis="Meniscus")
    assert Injury.objects.get().diagnosis == "Meniscus"


def test_an_analyst_sees_no_version_field(analyst, injury):
    assert "seen" not in analyst.get(page("injury_change", injury.pk)).text
