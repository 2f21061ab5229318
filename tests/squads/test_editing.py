import datetime as dt
import json
import re

import pytest
from django.urls import reverse

from squads import moves
from squads.depth import Position
from squads.models import Change, Contract, Injury, PlayerPosition, Ranking
from tests.conftest import Visitor
from tests.factories import (
    make_absence,
    make_club,
    make_figures,
    make_injury,
    make_loan,
    make_player,
    make_ranking,
)

pytestmark = pytest.mark.django_db
AT = {"at": "pitch-CB-joe", "next": "/clubs/reds/", "position": "CB"}
PANEL = "/players/joe/edit/"


def make_joe(**fields):
    return make_player("Joe", club=make_club("Reds"), natural="CB", capable="RB", **fields)


def ranked(*known_as):
    club = make_joe().contracts.get().club
    for name in known_as:
        if name != "Joe":
            make_player(name, club=club)
    men = {c.player.known_as: c.player for c in club.contracts.select_related("player")}
    make_ranking(club, "CB", *(men[name] for name in known_as))
    return club


def order(club):
    return " ".join(man.known_as for man in moves.order_of(club, Position.CB))


def move_url(position="CB", player="joe"):
    return reverse("squads:ranking_move", args=["reds", position, player])


def standing_url():
    return reverse("squads:contract_standing", args=[Contract.objects.get().pk])


def undo_url():
    return reverse("squads:change_undo", args=[Change.objects.earliest("pk").pk])


def make_change():
    injury = make_injury(player=make_joe())
    return moves.mark_doubtful(injury, by=None, chance=75)


@pytest.mark.parametrize(
    "shown",
    [
        "Report injury",
        "Report absence",
        "Change standing",
        "Move in the ranking",
        "first choice, stored",
        "Not ranked at centre-back, Reds",
        "No injury or absence is open.",
    ],
)
def test_the_panel_says_what_is_known_and_what_can_be_changed(editor, shown):
    make_joe()
    assert shown in editor.htmx.get(PANEL, AT).text


@pytest.mark.parametrize(
    "shown",
    [
        "Out, hamstring injury, no return date, since 24 Sep 2025",
        "Change expected return",
        "Mark doubtful",
        "Mark as back",
    ],
)
def test_the_panel_of_an_injured_man_offers_changes_of_his_injury(editor, shown):
    make_injury(player=make_joe())
    assert shown in editor.htmx.get(PANEL, AT).text


def test_an_absence_cannot_be_doubtful(editor):
    make_absence(player=make_joe())
    assert "Mark doubtful" not in editor.htmx.get(PANEL, AT).text


def test_an_injury_that_is_over_is_not_offered(editor):
    make_injury(player=make_joe(), returned_on=dt.date(2025, 9, 29))
    assert "No injury or absence is open." in editor.htmx.get(PANEL, AT).text


def test_an_injury_past_its_date_is_marked_as_not_confirmed(editor):
    make_injury(player=make_joe(), expected_until=dt.date(2025, 9, 28))
    assert "not confirmed back" in editor.htmx.get(PANEL, AT).text


def test_a_derived_standing_is_said_to_be_derived(editor):
    joe = make_joe(contract={"standing": ""})
    make_figures(player=joe, club=joe.contracts.get().club)
    assert "first choice, derived from age and minutes" in editor.htmx.get(PANEL, AT).text


def test_a_man_on_loan_has_a_standing_at_both_clubs(editor):
    joe = make_joe()
    make_loan(player=joe, parent=joe.contracts.get(), club=make_club("Blues"))
    text = editor.htmx.get(PANEL, AT).text
    assert ("Standing at Reds" in text, "Standing at Blues" in text) == (True, True)


def test_without_a_position_every_one_of_his_is_offered(editor):
    make_joe()
    text = editor.htmx.get(PANEL, AT | {"position": ""}).text
    assert ("right-back" in text, "centre-back" in text) == (True, True)


def test_the_panel_in_a_row_names_the_link_that_opened_it(editor):
    make_joe()
    text = editor.htmx.get(PANEL, AT).text
    assert 'data-closes="edit-link-pitch-CB-joe"' in text


def test_the_panel_is_a_whole_page_without_script(editor):
    make_joe()
    assert "<html" in editor.get(PANEL, AT).text


def test_the_whole_page_leads_back(editor):
    make_joe()
    assert 'href="/clubs/reds/"' in editor.get(PANEL, AT).text


def test_caches_tell_the_panel_from_the_page(editor):
    make_joe()
    assert "HX-Request" in editor.get(PANEL)["Vary"]


def test_the_panel_of_nobody_is_not_found(editor):
    assert editor.get(PANEL).status_code == 404


@pytest.mark.parametrize("spells", [1, 6])
def test_the_panel_s_queries_do_not_grow_with_what_is_known(
    editor, django_assert_max_num_queries, spells
):
    joe = make_joe()
    for n in range(spells):
        make_injury(player=joe, diagnosis=f"Knock {n}")
    with django_assert_max_num_queries(20):
        editor.htmx.get(PANEL, AT)


def test_a_standing_is_changed(editor):
    make_joe()
    editor.post(standing_url(), {"standing": "backup", "version": 1})
    assert Contract.objects.get().standing == "backup"


def test_a_standing_can_be_left_to_the_figures(editor):
    make_joe()
    editor.post(standing_url(), {"standing": "", "version": 1})
    assert Contract.objects.get().standing == ""


def test_the_form_says_what_the_figures_would_make_of_him(editor):
    make_joe()
    assert "Derived from age and minutes: backup" in editor.get(standing_url()).text


def test_an_unknown_standing_is_refused(editor):
    make_joe()
    response = editor.htmx.post(standing_url(), {"standing": "star", "version": 1})
    assert response.status_code == 422


def test_a_standing_that_somebody_has_set_meanwhile_is_shown_beside_mine(editor):
    make_joe()
    editor.post(standing_url(), {"standing": "backup", "version": 1})
    response = editor.htmx.post(standing_url(), {"standing": "fringe", "version": 1} | AT)
    shown = [f"</span> {word}</dd>" in response.text for word in ("backup", "fringe")]
    assert (response.status_code, shown) == (409, [True, True])


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"move": "up"}, "Ann Joe Ben"),
        ({"move": "first"}, "Joe Ann Ben"),
        ({"move": "out"}, "Ann Ben"),
        ({"place": 1, "move": "place"}, "Joe Ann Ben"),
        ({"place": 2}, "Ann Joe Ben"),
    ],
)
def test_a_man_is_moved_by_a_button(editor, sent, expected):
    club = ranked("Ann", "Ben", "Joe")
    editor.post(move_url(), {"order": "ann,ben,joe"} | sent)
    assert order(club) == expected


def test_a_man_is_moved_down(editor):
    club = ranked("Joe", "Ann", "Ben")
    editor.post(move_url(), {"order": "joe,ann,ben", "move": "down"})
    assert order(club) == "Ann Joe Ben"


def test_the_message_of_a_move_says_where_he_was(editor):
    ranked("Ann", "Ben", "Joe")
    text = editor.htmx.post(move_url(), {"order": "ann,ben,joe", "move": "up"} | AT).text
    assert "Joe: 2nd at centre-back, was 3rd." in text


def test_the_present_order_is_shown_with_him_marked(editor):
    ranked("Ann", "Joe")
    assert '<li aria-current="true">Joe</li>' in editor.htmx.get(move_url(), AT).text


@pytest.mark.parametrize("place", ["", "0", "9", "first"])
def test_a_place_that_is_none_is_refused(editor, place):
    ranked("Ann", "Joe")
    response = editor.htmx.post(move_url(), {"order": "ann,joe", "place": place})
    said = "Write a place from 1 to 2." in response.text
    assert (response.status_code, said) == (422, True)


def test_a_button_that_is_none_is_refused(editor):
    ranked("Ann", "Joe")
    response = editor.htmx.post(move_url(), {"order": "ann,joe", "move": "sideways"})
    assert response.status_code == 422


def test_his_own_place_is_refused_in_words(editor):
    ranked("Ann", "Joe")
    response = editor.htmx.post(move_url(), {"order": "ann,joe", "place": 2})
    assert "He is 2nd already." in response.text


def test_a_man_who_is_not_ranked_gets_a_place(editor):
    club = ranked("Ann", "Ben")
    editor.post(move_url(), {"order": "ann,ben", "place": 2})
    assert order(club) == "Ann Joe Ben"


def test_an_order_that_somebody_has_changed_meanwhile_is_shown(editor):
    club = ranked("Ann", "Ben", "Joe")
    response = editor.htmx.post(move_url(), {"order": "ben,ann,joe", "move": "up"} | AT)
    shown = "1st Ann, 2nd Ben, 3rd Joe" in response.text
    assert (response.status_code, shown, order(club)) == (409, True, "Ann Ben Joe")


def test_my_place_can_be_saved_over_a_changed_order(editor):
    club = ranked("Ann", "Ben", "Joe")
    text = editor.htmx.post(move_url(), {"order": "ben,ann,joe", "move": "up"} | AT).text
    assert 'name="order" value="ann,ben,joe"' in text
    editor.htmx.post(move_url(), {"order": "ann,ben,joe", "place": 2, "move": "place"})
    assert order(club) == "Ann Joe Ben"


@pytest.mark.parametrize("url", ["/clubs/x/rankings/CB/joe/", "/clubs/reds/rankings/XX/joe/"])
def test_an_unknown_club_or_position_is_not_found(editor, url):
    make_joe()
    assert editor.get(url).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_man_of_another_club_is_not_ranked(editor, method):
    make_club("Reds")
    make_player("Joe", club=make_club("Blues"), natural="CB")
    response = getattr(editor, method)(move_url(), {"place": 1})
    assert (response.status_code, Ranking.objects.exists()) == (404, False)


def test_why_a_man_is_not_ranked_is_said(editor):
    make_club("Reds")
    make_player("Joe", club=make_club("Blues"), natural="CB")
    said = "Reds had Joe neither under contract nor on loan on 30 Sep 2025."
    assert said in editor.get(move_url()).text


def test_a_man_who_has_left_is_not_ranked(editor):
    make_joe(contract={"ends_on": dt.date(2025, 6, 30)})
    assert editor.get(move_url()).status_code == 404


def leave():
    """Let Joe, whom Reds have ranked, go."""
    Contract.objects.filter(player__slug="joe").update(ends_on=dt.date(2025, 6, 30))


def test_a_ranked_man_who_has_left_is_taken_out(editor):
    club = ranked("Ann", "Joe", "Ben")
    leave()
    editor.htmx.post(move_url(), AT | {"move": "out", "order": "ann,joe,ben"})
    assert order(club) == "Ann Ben"


@pytest.mark.parametrize("sent", [{"move": "up"}, {"move": "place", "place": 1}, {"place": 1}])
def test_a_ranked_man_who_has_left_is_not_moved(editor, sent):
    club = ranked("Ann", "Joe", "Ben")
    leave()
    response = editor.htmx.post(move_url(), AT | sent | {"order": "ann,joe,ben"})
    assert (response.status_code, order(club)) == (422, "Ann Joe Ben")


def test_the_only_button_for_a_ranked_man_who_has_left_takes_him_out(editor):
    ranked("Ann", "Joe", "Ben")
    leave()
    text = editor.htmx.get(move_url(), AT).text
    assert re.findall(r'name="move" value="(\w+)"', text) == ["out"]


def test_a_ranked_man_is_taken_out_where_he_no_longer_plays(editor):
    club = ranked("Ann", "Joe")
    PlayerPosition.objects.filter(position="CB").delete()
    editor.htmx.post(move_url(), AT | {"move": "out", "order": "ann,joe"})
    assert order(club) == "Ann"


@pytest.mark.parametrize("position", ["", "CB"])
def test_the_panel_of_a_man_who_has_left_offers_to_take_him_out(editor, position):
    ranked("Ann", "Joe")
    leave()
    text = editor.htmx.get(PANEL, AT | {"position": position}).text
    assert ("2nd at centre-back, Reds" in text, "Take out of the ranking" in text) == (True, True)


def test_the_panel_of_a_ranked_man_offers_each_order_once(editor):
    ranked("Ann", "Joe")
    text = editor.htmx.get(PANEL, AT).text
    assert text.count("at centre-back, Reds") == 1


def test_a_man_on_loan_at_the_club_is_ranked(editor):
    joe = make_joe()
    make_loan(player=joe, parent=joe.contracts.get(), club=make_club("Blues"))
    url = reverse("squads:ranking_move", args=["blues", "CB", "joe"])
    assert editor.get(url).status_code == 200


def test_a_man_is_not_ranked_where_he_does_not_play(editor):
    make_joe()
    response = editor.get(move_url("ST"))
    said = "Joe does not play at striker, not even in an emergency." in response.text
    assert (response.status_code, said) == (404, True)


@pytest.mark.parametrize("plays", [{"emergency": "ST"}, {"natural": "CB CM"}])
def test_a_man_is_ranked_wherever_he_plays_at_all(editor, plays):
    make_player("Joe", club=make_club("Reds"), **plays)
    assert editor.get(move_url("ST" if "emergency" in plays else "DM")).status_code == 200


@pytest.mark.parametrize("position", ["ST", "GK"])
def test_the_panel_offers_no_order_that_he_cannot_be_in(editor, position):
    make_joe()
    assert "Move in the ranking" not in editor.htmx.get(PANEL, AT | {"position": position}).text


def test_the_panel_of_a_man_who_comes_later_offers_no_order_yet(editor):
    make_joe(contract={"starts_on": dt.date(2026, 1, 1)})
    later = AT | {"next": "/clubs/reds/?on=2026-02-01"}
    assert "Move in the ranking" not in editor.htmx.get(PANEL, later).text


def test_the_panel_in_a_row_asks_about_the_man_by_name(editor):
    make_joe()
    assert "<h2>What has changed with Joe?</h2>" in editor.htmx.get(PANEL, AT).text


@pytest.mark.parametrize(
    ("stored", "said"),
    [("backup", "backup, stored"), ("", "backup, derived from age and minutes")],
)
def test_the_form_says_where_a_standing_is_from(editor, stored, said):
    make_joe(contract={"standing": stored})
    assert f"Standing at Reds: {said}." in editor.htmx.get(standing_url(), AT).text


def test_a_change_is_undone(editor):
    make_change()
    editor.post(undo_url())
    assert Injury.objects.get().chance is None


def test_htmx_gets_a_fresh_message_after_undo(editor):
    make_change()
    text = editor.htmx.post(undo_url()).text
    assert text.strip().startswith('<div id="messages"')


def test_undo_says_what_holds_now(editor):
    make_change()
    text = editor.htmx.post(undo_url()).text
    assert "Undone: Joe is again out, hamstring injury." in text


def test_after_undo_the_focus_goes_to_the_link_that_edits_the_man(editor):
    make_change()
    told = editor.htmx.post(undo_url())["HX-Trigger-After-Settle"]
    assert json.loads(told) == {"undo-answered": {"opens": PANEL}}


def test_after_a_refused_undo_the_focus_goes_to_the_message(editor):
    make_change()
    editor.htmx.post(undo_url())
    assert "undo-answered" in editor.htmx.post(undo_url())["HX-Trigger-After-Settle"]


def test_a_message_can_be_closed(editor):
    make_change()
    assert "data-dismiss" in editor.htmx.post(undo_url()).text


def test_the_log_offers_undo_of_the_newest_change_of_an_entry_only(editor):
    change = make_change()
    newer = moves.mark_doubtful(Injury.objects.get(), by=None, chance=25)
    text = editor.get("/clubs/reds/").text
    offered = [f"/changes/{pk}/undo/" in text for pk in (change.pk, newer.pk)]
    assert offered == [False, True]


def test_after_undo_nothing_further_is_offered(editor):
    make_change()
    assert "<form" not in editor.htmx.post(undo_url()).text


def test_after_undo_the_chart_fetches_itself(editor):
    make_change()
    assert "chart-changed" in editor.htmx.post(undo_url())["HX-Trigger"]


def test_a_plain_browser_goes_back_to_its_page_after_undo(editor):
    make_change()
    assert editor.post(undo_url(), {"next": "/clubs/reds/"}).url == "/clubs/reds/"


@pytest.mark.parametrize("htmx", [True, False])
def test_undoing_twice_is_refused_in_words(editor, htmx):
    make_change()
    browser = editor.htmx if htmx else editor
    browser.post(undo_url())
    response = browser.post(undo_url())
    assert (response.status_code, "undone already" in response.text) == (409, True)


def test_to_follow_the_address_of_undo_changes_nothing(editor):
    make_change()
    editor.get(undo_url())
    assert Injury.objects.get().chance == 75


def test_to_follow_the_address_of_undo_asks_first(editor):
    make_change()
    assert 'id="undo-now"' in editor.get(undo_url()).text


def test_a_post_from_another_site_is_refused(editor):
    make_change()
    browser = Visitor(enforce_csrf_checks=True)
    browser.cookies = editor.cookies
    assert browser.post(undo_url()).status_code == 403
