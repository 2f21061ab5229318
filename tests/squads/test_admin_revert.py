"""The history of a row in the admin, and one step back to any version of it."""

import pytest

from squads.models import Change, Club, Contract, Injury, Outlet, Player, Ranking, ReturnEstimate
from tests.factories import make_club, make_contract, make_injury, make_player, make_ranking
from tests.squads.admin_pages import change, page

pytestmark = pytest.mark.slow  # the admin, form by form


@pytest.fixture
def injury(db):
    club = make_club("Liverpool")
    return make_injury(player=make_player("Joe Gomez", club=club), expected_until="2025-11-12")


def history(visitor, row):
    return visitor.get(page(f"{row._meta.model_name}_history", row.pk)).text


def bring_back(visitor, row, version, seen=None):
    """Press the button at a version, counted from the first, on a page opened just now."""
    versions = list(type(row).history.filter(id=row.pk).order_by("history_id"))
    data = {"seen": (seen or versions[-1]).pk}
    address = page(f"{row._meta.model_name}_revert", row.pk, versions[version].pk)
    return visitor.post(address, data, follow=True)


def newest(row):
    return type(row).history.filter(id=row.pk).order_by("history_id").last()


# What the page tells


def test_a_version_says_what_it_changed_from_what_to_what(editor, injury):
    change(editor, injury, expected_until="2025-11-26", kind="illness")
    text = history(editor, injury)
    assert "<del>12 Nov 2025</del>" in text and "<ins>26 Nov 2025</ins>" in text
    assert "<del>Injury</del>" in text and "<ins>Illness</ins>" in text


def test_a_version_says_who_saved_it(editor, injury):
    change(editor, injury, diagnosis="ACL tear")
    assert "<td>editor</td>" in history(editor, injury)


def test_the_newest_version_has_no_button(editor, injury):
    assert "history-revert" not in history(editor, injury)
    change(editor, injury, diagnosis="ACL tear")
    assert history(editor, injury).count("history-revert") == 1


def test_a_page_of_many_versions_compares_its_last_one_too(editor, injury, monkeypatch):
    from squads.admin.spells import InjuryAdmin

    monkeypatch.setattr(InjuryAdmin, "history_list_per_page", 1)
    change(editor, injury, diagnosis="ACL tear")
    assert "<ins>ACL tear</ins>" in history(editor, injury)


# One step back


def test_a_version_comes_back(editor, injury):
    change(editor, injury, diagnosis="ACL tear", expected_until="2026-06-30")
    text = bring_back(editor, injury, 0).text
    stored = Injury.objects.get()
    assert (stored.diagnosis, str(stored.expected_until)) == ("Hamstring injury", "2025-11-12")
    assert "is again as it was on" in text


def test_the_log_and_the_club_s_version_follow(editor, injury):
    change(editor, injury, expected_until="2025-11-26")
    bring_back(editor, injury, 0)
    line = Change.objects.first()
    assert (line.text, line.by) == ("back 12 Nov 2025, was 26 Nov 2025", editor.user)
    assert Club.objects.get().version == 3


def test_it_counts_as_an_editor_s_word_and_is_kept_as_an_estimate(editor, injury):
    change(editor, injury, expected_until="2025-11-26")
    bring_back(editor, injury, 0)
    assert Injury.objects.get().by_hand
    assert str(ReturnEstimate.objects.last().expected_until) == "2025-11-12"


def test_it_is_a_version_itself_that_names_who_and_which(editor, injury):
    change(editor, injury, diagnosis="ACL tear")
    bring_back(editor, injury, 0)
    version = newest(injury)
    assert version.history_user == editor.user
    assert version.history_change_reason.startswith("back to ")
    assert Injury.objects.get().version == 3


def test_it_can_be_taken_back_the_same_way(editor, injury):
    change(editor, injury, diagnosis="ACL tear")
    bring_back(editor, injury, 0)
    bring_back(editor, injury, 1)
    assert Injury.objects.get().diagnosis == "ACL tear"


def test_a_player_and_a_club_come_back_alike(admin_client, injury):
    player, club = Player.objects.get(), Club.objects.get()
    change(admin_client, player, known_as="Joseph Gomez")
    change(admin_client, club, head_coach="Somebody")
    bring_back(admin_client, player, 0)
    bring_back(admin_client, club, 0)
    assert (Player.objects.get().known_as, Club.objects.get().head_coach) == ("Joe Gomez", "")


def test_a_row_without_a_club_comes_back_alike(editor):
    outlet = Outlet.objects.create(name="Paper", tier=4)
    change(editor, outlet, tier="2")
    bring_back(editor, outlet, 0)
    assert Outlet.objects.get().tier == 4


def test_what_was_removed_comes_back_with_its_number(editor, injury):
    key = injury.pk
    editor.post(page("injury_delete", key), {"post": "yes"})
    assert "It has been removed." in history(editor, injury)
    bring_back(editor, injury, 0)
    assert Injury.objects.get().pk == key
    assert Change.objects.first().text == "out, hamstring injury, back 12 Nov 2025"


# What is refused


def test_who_may_only_look_is_shown_no_button_and_refused(analyst, injury):
    injury.diagnosis = "ACL tear"
    injury.save()
    assert "history-revert" not in history(analyst, injury)
    assert bring_back(analyst, injury, 0).status_code == 403
    assert Injury.objects.get().diagnosis == "ACL tear"


def test_a_reader_is_sent_to_sign_in(reader, injury):
    answer = bring_back(reader, injury, 0)
    assert answer.redirect_chain[0][0].startswith("/admin/login/")


def test_an_address_alone_brings_nothing_back(editor, injury):
    address = page("injury_revert", injury.pk, newest(injury).pk)
    assert editor.get(address).status_code == 405


def test_what_somebody_changed_since_the_page_was_opened_is_left_alone(editor, admin_user, injury):
    change(editor, injury, diagnosis="Knock")
    opened = newest(injury)
    change(admin_user, injury, diagnosis="ACL tear")
    text = bring_back(editor, injury, 0, seen=opened).text
    assert Injury.objects.get().diagnosis == "ACL tear"
    assert "admin (at" in text and "has changed this since" in text


def test_a_version_that_breaks_a_rule_now_is_refused_with_the_rule(editor):
    player, club = make_player(), make_club("Milan")
    old = make_contract(player=player, starts_on="2024-07-01", ends_on="2027-06-30")
    change(editor, old, ends_on="2025-06-30")
    make_contract(player=player, club=club, starts_on="2025-07-01")
    text = bring_back(editor, old, 0).text
    assert "Nothing was changed." in text and "He is under contract at Milan" in text
    assert str(Contract.objects.get(pk=old.pk).ends_on) == "2025-06-30"


def test_a_place_that_another_man_has_now_is_refused(editor):
    club = make_club()
    first, second = make_ranking(club, "CB", *(make_player(club=club) for _ in range(2)))
    change(editor, first, rank="3")
    change(editor, second, rank="1")
    text = bring_back(editor, first, 0).text
    assert "Nothing was changed." in text
    assert Ranking.objects.get(pk=first.pk).rank == 3


def test_a_version_that_is_how_it_stands_is_refused(editor, injury):
    change(editor, injury, diagnosis="ACL tear")
    change(editor, injury, diagnosis="Hamstring injury")
    assert "It stands like that already" in bring_back(editor, injury, 0).text


def test_a_refusal_touches_no_club(editor, injury):
    change(editor, injury, diagnosis="ACL tear")
    change(editor, injury, diagnosis="Hamstring injury")
    before = Club.objects.get().version
    bring_back(editor, injury, 0)
    assert Club.objects.get().version == before
