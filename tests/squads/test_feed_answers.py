"""What an editor answers on the feeds' page, with a script and without, alone and in a race."""

import datetime as dt
import re

import pytest

from squads import moves
from squads.feeds.reports import keep_ours, seen_as
from squads.models import Change, Club, FeedReport, Injury, PlayerIdentifier, PlayerPosition
from tests.factories import make_club, make_player, make_report, make_user

pytestmark = pytest.mark.django_db
ANSWERS = ["take", "keep", "set-aside", "reopen", "tie", "positions"]
STATES = {
    "take": "disagrees",
    "keep": "disagrees",
    "set-aside": "unread",
    "reopen": "settled",
    "tie": "ambiguous",
    "positions": "taken",
}
State = FeedReport.State


def url(report, answer):
    return f"/feeds/{report.pk}/{answer}/"


def sent(report, **more):
    return {"seen": seen_as(report), "next": "/feeds/?club=reds"} | more


def make_disagreement(*, by, **fields):
    """A man whom an editor says is out with his knee and the feed says is available."""
    club = make_club("Reds")
    player = make_player("Leoni", club=club, natural="CB")
    began_on = dt.date(2025, 9, 20)
    moves.report_injury(player, by=by, diagnosis="Knee injury", began_on=began_on)
    at = dt.datetime(2025, 9, 24, 12, tzinfo=dt.UTC)
    why = "feed says available, editor says out, no return date"
    said = {"state": "disagrees", "why": why, "said_at": at}
    return make_report(player=player, club=club, **said | fields)


def make_open(answer, by):
    """A report to which an answer belongs, and what a browser sends with it."""
    if answer in ("take", "keep"):
        return (report := make_disagreement(by=by)), sent(report)
    club = make_club("Reds")
    player = make_player("Leoni", club=club)
    named = {"player": None} if answer == "tie" else {"player": player}
    report = make_report(club=club, state=STATES[answer], status="i", news="Gone fishing", **named)
    return report, sent(report, player="leoni", main="CB", other="")


def tables():
    models = (FeedReport, Injury, Change, Club, PlayerIdentifier, PlayerPosition)
    return [list(model.objects.order_by("pk").values()) for model in models]


every_answer = pytest.mark.parametrize("answer", ANSWERS)


# Who may


@every_answer
def test_a_reader_is_told_to_sign_in_and_changes_nothing(reader, answer):
    report, data = make_open(answer, make_user())
    before = tables()
    assert reader.post(url(report, answer), data).status_code == 401
    assert tables() == before


@every_answer
def test_what_htmx_posts_signed_out_is_refused_where_it_stands(htmx, answer):
    report, data = make_open(answer, make_user())
    assert htmx.post(url(report, answer), data).status_code == 401


@every_answer
def test_an_analyst_is_refused_and_changes_nothing(analyst, answer):
    report, data = make_open(answer, make_user())
    before = tables()
    assert analyst.post(url(report, answer), data).status_code == 403
    assert tables() == before


@every_answer
def test_who_follows_the_address_is_led_to_the_page_and_changes_nothing(editor, answer):
    report, _ = make_open(answer, editor.user)
    before = tables()
    assert editor.get(url(report, answer)).url == "/feeds/"
    assert tables() == before


@every_answer
def test_a_form_without_its_token_is_refused(editor, answer):
    report, data = make_open(answer, editor.user)
    editor.handler.enforce_csrf_checks = True
    assert editor.post(url(report, answer), data).status_code == 403


# What every answer has in common


@every_answer
def test_a_plain_browser_goes_back_to_the_list_and_reads_what_was_done(editor, answer):
    report, data = make_open(answer, editor.user)
    assert editor.post(url(report, answer), data).url == "/feeds/?club=reds"
    page = editor.get("/feeds/?club=reds")
    assert [str(message)[:5] for message in page.context["messages"]] == ["Leoni"]


@every_answer
def test_htmx_gets_nothing_in_the_row_s_place_but_a_message(editor, answer):
    report, data = make_open(answer, editor.user)
    response = editor.htmx.post(url(report, answer), data)
    assert response.status_code == 200
    assert response.text.strip().startswith('<div id="messages"')
    assert "chart-changed" in response["HX-Trigger"]


@every_answer
def test_a_way_back_to_another_site_is_not_taken(editor, answer):
    report, data = make_open(answer, editor.user)
    data["next"] = "https://example.com/"
    assert editor.post(url(report, answer), data).url == "/feeds/"


@every_answer
def test_a_way_back_that_is_no_address_is_not_taken(editor, answer):
    report, data = make_open(answer, editor.user)
    assert editor.post(url(report, answer), data | {"next": "//["}).url == "/feeds/"


def test_nobody_is_called_by_what_is_no_letter(editor):
    report, data = make_open("tie", editor.user)
    assert editor.post(url(report, "tie"), data | {"player": "le\0oni"}).status_code == 404


@every_answer
def test_a_report_that_is_gone_is_said_to_be(editor, answer):
    report, data = make_open(answer, editor.user)
    address = url(report, answer)
    report.delete()
    response = editor.htmx.post(address, data)
    assert response.status_code == 409
    assert "no longer lists this man" in response.text


@every_answer
def test_an_answer_given_a_second_time_is_told_so_and_changes_nothing(editor, answer):
    report, data = make_open(answer, editor.user)
    editor.post(url(report, answer), data)
    before = tables()
    assert editor.htmx.post(url(report, answer), data).status_code == 409
    assert tables() == before


@pytest.mark.parametrize("answer", ["take", "keep", "set-aside", "tie"])
def test_nobody_decides_on_what_the_feed_no_longer_says(editor, answer):
    report, data = make_open(answer, editor.user)
    FeedReport.objects.update(status="i", news="Hip injury - Expected back 01 Nov")
    before = tables()
    response = editor.htmx.post(url(report, answer), data)
    assert response.status_code == 409
    assert "Hip injury - Expected back 01 Nov" in response.text
    assert tables() == before


@pytest.mark.parametrize("answer", ["take", "keep", "set-aside", "tie"])
def test_what_the_feed_says_now_can_be_answered_from_the_refusal(editor, answer):
    report, data = make_open(answer, editor.user)
    FeedReport.objects.update(status="d", chance=50, news="Hip injury - 50% chance of playing")
    refusal = editor.htmx.post(url(report, answer), data).text
    data["seen"] = re.search(r'name="seen" value="(\w+)"', refusal)[1]
    assert editor.htmx.post(url(report, answer), data).status_code == 200


def test_a_plain_browser_reads_the_refusal_on_a_page_of_its_own(editor):
    report, data = make_open("keep", editor.user)
    FeedReport.objects.update(status="i", news="Hip injury - Expected back 01 Nov")
    response = editor.post(url(report, "keep"), data)
    assert response.status_code == 409
    assert "<h1>Not done</h1>" in response.text
    assert "Hip injury - Expected back 01 Nov" in response.text


# Taking the feed's, keeping ours


def test_taking_the_feed_s_side_ends_the_editor_s_entry(editor):
    report, data = make_open("take", editor.user)
    editor.post(url(report, "take"), data)
    assert Injury.objects.get().returned_on is not None
    report.refresh_from_db()
    assert report.state == State.TAKEN


def test_the_log_names_the_editor_who_took_the_feed_s_side(editor):
    report, data = make_open("take", editor.user)
    editor.post(url(report, "take"), data)
    assert Change.objects.newest().first().by == editor.user


def test_the_club_gets_a_new_version(editor):
    report, data = make_open("take", editor.user)
    before = Club.objects.get().version
    editor.post(url(report, "take"), data)
    assert Club.objects.get().version > before


def test_what_was_taken_can_be_undone_from_the_message(editor):
    report, data = make_open("take", editor.user)
    text = editor.htmx.post(url(report, "take"), data).text
    undo = re.search(r'action="(/changes/\d+/undo/)"', text)[1]
    editor.post(undo)
    assert Injury.objects.get().returned_on is None


def test_keeping_ours_leaves_the_entry_and_the_log_as_they_are(editor):
    report, data = make_open("keep", editor.user)
    before = list(Injury.objects.values()), list(Change.objects.values())
    editor.post(url(report, "keep"), data)
    assert (list(Injury.objects.values()), list(Change.objects.values())) == before


def test_what_was_kept_names_who_kept_it(editor):
    report, data = make_open("keep", editor.user)
    editor.post(url(report, "keep"), data)
    report.refresh_from_db()
    assert (report.state, report.settled_by) == (State.SETTLED, editor.user)


def test_of_two_editors_the_second_reads_what_the_first_has_done(editor):
    report, data = make_open("take", editor.user)
    keep_ours(report, by=make_user("ana"))
    before = tables()
    response = editor.htmx.post(url(report, "take"), data)
    assert response.status_code == 409
    assert "Settled by ana" in response.text
    assert tables() == before


# What is left open otherwise


def test_a_line_that_was_seen_to_is_settled(editor):
    report, data = make_open("set-aside", editor.user)
    editor.post(url(report, "set-aside"), data)
    report.refresh_from_db()
    assert (report.state, report.settled_by) == (State.SETTLED, editor.user)


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"status": "i", "news": "Knee injury - Unknown return date"}, State.DISAGREES),
        ({"status": "x", "news": "Gone fishing"}, State.UNREAD),
        ({"player": None}, State.AMBIGUOUS),
    ],
)
def test_what_is_reopened_is_open_as_what_it_was(editor, fields, state):
    report = make_report(state="settled", settled_by=editor.user, **fields)
    editor.post(url(report, "reopen"), sent(report))
    report.refresh_from_db()
    assert (report.state, report.settled_by, report.settled_at) == (state, None, None)


def test_the_man_who_is_meant_gets_the_feed_s_code(editor):
    report, data = make_open("tie", editor.user)
    editor.post(url(report, "tie"), data)
    assert PlayerIdentifier.objects.get(source="fpl", value=report.code).player.slug == "leoni"


def test_who_was_meant_waits_for_the_next_run(editor):
    report, data = make_open("tie", editor.user)
    editor.post(url(report, "tie"), data)
    report.refresh_from_db()
    assert (report.state, report.player.slug) == (State.AMBIGUOUS, "leoni")


def test_a_man_whom_the_feed_calls_otherwise_is_not_given_another_code(editor):
    report, data = make_open("tie", editor.user)
    leoni = make_player("Twin")
    PlayerIdentifier.objects.create(player=leoni, source="fpl", value="777")
    response = editor.htmx.post(url(report, "tie"), data | {"player": "twin"})
    assert response.status_code == 422
    assert PlayerIdentifier.objects.get().value == "777"


def test_a_code_that_another_man_has_by_now_is_not_taken_from_him(editor):
    report, data = make_open("tie", editor.user)
    PlayerIdentifier.objects.create(player=make_player("Twin"), source="fpl", value=report.code)
    assert editor.htmx.post(url(report, "tie"), data).status_code == 422
    assert PlayerIdentifier.objects.get().player.slug == "twin"


def test_a_man_who_is_not_here_cannot_be_meant(editor):
    report, data = make_open("tie", editor.user)
    assert editor.post(url(report, "tie"), data | {"player": "nobody"}).status_code == 404


def test_natural_positions_are_stored_the_main_one_first(editor):
    report, data = make_open("positions", editor.user)
    editor.post(url(report, "positions"), data | {"main": "RB", "other": "CB"})
    stored = PlayerPosition.objects.order_by("order").values_list("position", "aptitude")
    assert list(stored) == [("RB", "natural"), ("CB", "natural")]


@pytest.mark.parametrize(
    ("main", "other", "why"),
    [
        ("", "", "Choose one from the list."),
        ("XX", "", "Choose one from the list."),
        ("CB", "CB", "Choose two different positions."),
    ],
)
def test_positions_that_make_no_sense_are_refused_in_the_row(editor, main, other, why):
    report, data = make_open("positions", editor.user)
    response = editor.htmx.post(url(report, "positions"), data | {"main": main, "other": other})
    assert response.status_code == 422
    assert why in response.text
    assert not PlayerPosition.objects.exists()


def test_positions_that_were_chosen_are_still_there_after_a_refusal(editor):
    report, data = make_open("positions", editor.user)
    text = editor.htmx.post(url(report, "positions"), data | {"other": "CB"}).text
    assert text.count('<option value="CB" selected>') == 2


def test_positions_somebody_entered_meanwhile_are_shown_and_kept(editor):
    report, data = make_open("positions", editor.user)
    PlayerPosition.objects.create(player=report.player, position="ST", aptitude="natural")
    response = editor.htmx.post(url(report, "positions"), data)
    assert response.status_code == 409
    assert "natural ST" in response.text
    assert PlayerPosition.objects.get().position == "ST"
