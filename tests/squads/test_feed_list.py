"""What feeds have said and a person has to see to."""

import datetime as dt
import html
import re

import pytest
import time_machine
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from squads import moves
from squads.models import FeedRun, PlayerIdentifier
from tests.factories import make_absence, make_club, make_contract, make_player, make_report

pytestmark = pytest.mark.django_db
URL = "/feeds/"
NOVEMBER = dt.date(2025, 11, 12)


def page(visitor, **query):
    response = visitor.get(URL, query)
    assert response.status_code == 200
    return response.text


def words(text):
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


def rows(text):
    """The men listed, in the order of the page."""
    return re.findall(r'<h3>(?:<a href="[^"]*">)?([^<]*?)(?:</a>)? <span', text)


def disagree(name="Leoni", *, by, club=None, **fields):
    """A man whom an editor says is out and the feed says is available."""
    club = club or make_club()
    player = make_player(name, club=club, natural="CB")
    moves.report_injury(
        player,
        by=by,
        diagnosis="ACL tear",
        began_on=dt.date(2025, 9, 24),
        expected_until=NOVEMBER,
    )
    return make_report(player=player, club=club, state="disagrees", **fields)


# Who may see it


def test_a_reader_is_sent_to_sign_in(reader):
    assert reader.get(URL).url == f"/login/?next={URL}"


def test_an_account_without_a_role_is_refused(editor):
    editor.user.groups.clear()
    assert editor.get(URL).status_code == 403


def test_an_analyst_sees_what_is_open(analyst):
    disagree(by=analyst.user)
    assert rows(page(analyst)) == ["Leoni"]


@pytest.mark.parametrize("state", ["disagrees", "unread", "ambiguous", "settled"])
def test_an_analyst_is_offered_no_answer(analyst, state):
    make_report(state=state, player=None if state == "ambiguous" else make_player())
    assert 'action="/feeds/' not in page(analyst).replace(f'action="{URL}"', "")


def test_a_reader_s_page_does_not_name_the_feeds(reader):
    assert URL not in reader.get("/thin/").text


def test_an_editor_s_header_counts_what_is_open(editor):
    disagree(by=editor.user)
    make_report(state="unread")
    make_report(state="settled")
    assert "Feeds 2 to see to" in words(editor.get("/thin/").text)


def test_an_editor_s_header_names_no_count_where_nothing_is_open(editor):
    make_report()
    assert "to see to" not in words(editor.get("/thin/").text)


# What is listed


def test_nothing_needs_anybody_where_all_was_taken_over(editor):
    make_report()
    assert "Nothing needs you." in page(editor)


def test_a_disagreement_says_what_the_feed_says_and_since_when(editor):
    disagree(by=editor.user)
    assert "The feed says available (24 Sep)" in words(page(editor))


def test_a_disagreement_says_what_the_editor_has_entered_and_when(editor):
    disagree(by=editor.user)
    said = "editor says out (ACL tear) until 12 Nov entered 30 Sep"
    assert said in words(page(editor))


def test_the_editor_who_wrote_last_is_named(editor, admin_user):
    report = disagree(by=admin_user.user)
    injury = report.player.injury_set.get()
    moves.change_return(injury, by=editor.user, expected_from=None, expected_until=None)
    assert "editor says out" in words(page(editor))


def test_an_entry_that_is_over_is_shown_where_no_other_stands(editor):
    player = make_player(club=make_club(), natural="CB")
    make_absence(player=player, returned_on=dt.date(2025, 9, 28), by_hand=True)
    make_report(player=player, state="disagrees", status="s", news="Suspended until 05 Oct")
    shown = words(page(editor))
    assert "The feed says suspended until 5 Oct" in shown
    assert "An editor says back since 28 Sep" in shown


def test_a_disagreement_about_where_he_is_shows_where_both_have_him(editor):
    why = "feed lists him at Chelsea, ours has him on loan at Watford until 30 Jun 2026"
    make_report(state="disagrees", why=why)
    shown = words(page(editor))
    assert "The feed lists him at Chelsea (24 Sep)" in shown
    assert "Ours has him on loan at Watford until 30 Jun 2026" in shown
    assert "available" not in shown


def test_a_disagreement_about_where_he_is_says_nothing_of_how_he_is(editor):
    why = "feed says he has left Chelsea, ours has him there on loan"
    disagree(by=editor.user, status="u", news="Has returned to Lyon.", why=why)
    shown = words(page(editor))
    assert "The feed says he has left Chelsea" in shown
    assert "Ours has him there on loan" in shown
    assert "ACL tear" not in shown


@pytest.mark.parametrize(
    ("why", "told"),
    [
        (
            "feed says on loan at Leeds, his own club",
            "The feed says on loan at Leeds, his own club.",
        ),
        ("He has a contract at Leeds from 1 Jan 2026 on already.",) * 2,
    ],
)
def test_a_statement_that_cannot_be_applied_says_why(editor, why, told):
    make_report(state="disagrees", status="u", news="Has joined Leeds on loan", why=why)
    shown = words(page(editor))
    assert told in shown
    assert "Nothing is entered of him here" not in shown


def test_what_an_editor_has_entered_reads_as_one_would_say_it(editor):
    player = make_player(club=make_club(), natural="CB")
    moves.report_injury(
        player, by=editor.user, diagnosis="Hamstring injury", began_on=dt.date(2025, 9, 24)
    )
    make_report(player=player, state="disagrees")
    assert "says out (hamstring injury), no return date" in words(page(editor))


def test_the_feed_s_own_line_is_shown_as_it_stands(editor):
    disagree(by=editor.user, status="i", news="Knee injury - <b>Expected</b> back 01 Nov")
    assert "Knee injury - &lt;b&gt;Expected&lt;/b&gt; back 01 Nov" in page(editor)


def test_a_line_that_could_not_be_read_leads_to_the_man_s_panel(editor):
    report = make_report(state="unread", status="i", news="Gone fishing")
    shown = page(editor)
    assert "Gone fishing" in shown
    assert f'href="/players/{report.player.slug}/edit/?next=/feeds/"' in shown


def test_who_may_be_meant_is_offered_his_club_s_men_first(editor):
    reds = make_club("Reds")
    make_player("Abel Silva", club=make_club("Blues"))
    make_player("Zé Silva", club=reds)
    make_report(name="Bernardo SILVA", player=None, club=reds, state="ambiguous")
    shown = words(page(editor))
    assert shown.index("Zé Silva Reds It is him") < shown.index("Abel Silva Blues It is him")


def test_whom_the_last_run_was_in_doubt_about_is_offered_first(editor):
    reds = make_club("Reds")
    make_player("Zé Silva", club=reds)
    make_player("Bernie", club=make_club("Blues"))
    make_report(
        name="Bernardo Silva", player=None, club=reds, state="ambiguous", why="may be X (bernie)"
    )
    shown = words(page(editor))
    assert shown.index("Bernie Blues It is him") < shown.index("Zé Silva Reds It is him")


def test_one_who_was_told_who_is_meant_waits_for_the_next_run(editor):
    make_report(state="ambiguous")
    assert "Nothing needs you." in page(editor)


def test_a_man_who_has_a_code_already_is_named_without_a_button(editor):
    silva = make_player("Zé Silva", club=make_club("Reds"))
    PlayerIdentifier.objects.create(player=silva, source="fpl", value="777")
    make_report(name="Silva", player=None, state="ambiguous")
    shown = words(page(editor))
    assert "Zé Silva Reds · the feed’s 777 already" in shown
    assert "It is him" not in shown


def test_a_name_like_nobody_s_says_how_to_enter_the_man(editor):
    make_report(name="Xu", player=None, state="ambiguous", code="4711")
    assert "Enter the man, with the feed’s code 4711" in words(page(editor))


def test_a_man_whose_positions_nobody_knows_is_listed(editor):
    make_report(player=make_player("Neu"), line="FWD")
    text = page(editor)
    assert rows(text) == ["Neu"]
    assert text.index('value="ST"') < text.index('value="GK"')


def test_the_men_of_clubs_that_are_not_here_are_counted_by_club(editor):
    make_report(player=None, name="Ada", team="Coventry", state="no_club")
    make_report(player=None, name="Bob", team="Coventry", state="no_club")
    shown = words(page(editor))
    assert "Coventry 2 men Ada, Bob" in shown
    assert "Nothing needs you." in shown


def test_a_man_of_ours_whom_the_feed_lists_elsewhere_is_named_with_why(editor):
    make_report(
        player=make_player("Ada", natural="CB"), team="Hull", state="no_club", why="ours at Reds"
    )
    assert "Hull 1 man Ada : ours at Reds" in words(page(editor))


def test_what_was_settled_is_kept_and_names_who_did_it(editor):
    at = dt.datetime(2025, 9, 30, 9, tzinfo=dt.UTC)
    make_report(state="settled", settled_by=editor.user, settled_at=at)
    shown = words(page(editor))
    assert "Settled by editor, 30 Sep 2025, 10:00." in shown
    assert "Nothing needs you." in shown


def test_kinds_come_in_the_order_of_the_page_then_by_team(editor):
    make_report(player=make_player("No Place"), team="A")
    make_report(player=make_player("Unread", natural="CB"), team="B", state="unread")
    disagree("Second", by=editor.user, team="D")
    disagree("First", by=editor.user, team="C")
    assert rows(page(editor)) == ["First", "Second", "Unread", "No Place"]


# Filters and pages


def test_a_club_is_chosen(editor):
    reds = make_club("Reds")
    disagree("Mine", by=editor.user, club=reds)
    disagree("Other", by=editor.user)
    assert rows(page(editor, club="reds")) == ["Mine"]


def test_a_kind_is_chosen(editor):
    disagree(by=editor.user)
    make_report(player=make_player("Unread", natural="CB"), state="unread")
    assert rows(page(editor, kind="unread")) == ["Unread"]


def test_what_is_settled_can_be_chosen_the_newest_first(editor):
    for hour, name in enumerate(["Old", "New"]):
        at = dt.datetime(2025, 9, 30, hour, tzinfo=dt.UTC)
        make_report(player=make_player(name, natural="CB"), state="settled", settled_at=at)
    assert rows(page(editor, kind="settled")) == ["New", "Old"]


@pytest.mark.parametrize("query", [{"kind": "nonsense"}, {"club": "nowhere"}])
def test_a_filter_that_is_not_offered_is_refused(editor, query):
    assert editor.get(URL, query).status_code == 400


def test_filters_that_match_nothing_say_so(editor):
    disagree(by=editor.user)
    assert "Nothing matches these filters." in page(editor, kind="unread")


def test_the_hundred_and_first_row_stands_on_the_second_page(editor):
    for n in range(101):
        make_report(player=make_player(f"Man {n:03}", natural="CB"), state="unread", team="A")
    assert len(rows(page(editor))) == 100
    assert rows(page(editor, page=2)) == ["Man 100"]


def test_a_page_that_is_not_there_shows_the_last_one(editor):
    disagree(by=editor.user)
    assert rows(page(editor, page=9)) == ["Leoni"]


def test_htmx_gets_the_list_alone(editor):
    text = editor.htmx.get(URL).text
    assert text.strip().startswith('<div id="feed-list"')


def test_htmx_puts_the_chosen_filters_into_the_address_bar(editor):
    response = editor.htmx.get(URL, {"kind": "unread", "club": ""})
    assert response["HX-Push-Url"] == "/feeds/?kind=unread"


def test_a_list_that_fetches_itself_anew_leaves_the_address_bar_alone(editor):
    response = editor.htmx.get(URL, {"kind": "unread"}, headers={"Twodeep-Have": "older"})
    assert "HX-Push-Url" not in response


def test_no_cache_keeps_it(editor):
    assert "no-store" in editor.get(URL)["Cache-Control"]


# The runs


def make_run(hours_ago=0.0, **fields):
    run = FeedRun.objects.create(
        **{
            "feed": "fpl",
            "said_at": dt.datetime(2025, 9, 30, 10, tzinfo=dt.UTC),
            "digest": "0",
            "counts": {"listed": 740, "disagrees": 3, "unread": 0},
        }
        | fields
    )
    ran_at = dt.datetime(2025, 9, 30, 12, tzinfo=dt.UTC) - dt.timedelta(hours=hours_ago)
    FeedRun.objects.filter(pk=run.pk).update(ran_at=ran_at)


AT_NOON = time_machine.travel(dt.datetime(2025, 9, 30, 12, tzinfo=dt.UTC), tick=False)


def test_a_feed_that_never_ran_says_how_to_run_it(editor):
    assert "Never run. manage.py sync_fpl" in words(page(editor))


@AT_NOON
def test_the_last_run_says_when_it_ran_what_of_and_what_came_of_it(editor):
    make_run(hours_ago=0.5)
    shown = words(page(editor))
    assert "Ran 30 Sep 2025, 12:30 30 minutes ago" in shown
    assert "speaks of 30 Sep 2025, 11:00: 740 men, 3 in dispute" in shown


@AT_NOON
@pytest.mark.parametrize(("hours", "day", "warns"), [(0.9, "real", 0), (1.1, "real", 1)])
def test_a_run_of_more_than_an_hour_ago_is_marked(editor, hours, day, warns):
    make_run(hours)
    with override_settings(CURRENT_DAY=day):
        assert page(editor).count("older than an hour") == warns


@AT_NOON
def test_only_the_newest_run_is_marked(editor):
    make_run(2)
    make_run(0.1)
    with override_settings(CURRENT_DAY="real"):
        assert "older than an hour" not in page(editor)


@AT_NOON
def test_on_a_day_that_stands_still_no_run_is_marked(editor):
    make_run(48)
    assert "older than an hour" not in page(editor)


# What it costs


def make_everything(count, by):
    club = make_club()
    for n in range(count):
        report = disagree(f"Man {club.pk} {n}", by=by, club=club)
        make_absence(player=report.player, by_hand=True)
        named = make_player(f"Silva {club.pk} {n}", club=club)
        make_contract(player=named, club=make_club(), starts_on=dt.date(2020, 1, 1),
                      ends_on=dt.date(2021, 1, 1))  # fmt: skip
        make_report(name="Silva", player=None, club=club, state="ambiguous")
        make_report(player=make_player(club=club, natural="CB"), club=club, state="unread")
        make_report(player=make_player(club=club), club=club)
        make_report(player=None, team=f"Elsewhere {club.pk} {n}", state="no_club")
        make_report(player=make_player(natural="CB"), club=club, state="settled")


@pytest.mark.parametrize("count", [1, 20])
def test_the_number_of_queries_does_not_grow_with_what_is_open(
    editor, django_assert_num_queries, count
):
    make_everything(count, editor.user)
    with django_assert_num_queries(24):
        page(editor)


def test_a_full_page_asks_no_more(editor, django_assert_max_num_queries):
    make_everything(75, editor.user)
    with django_assert_max_num_queries(23):
        assert len(rows(page(editor))) == 100 + 20


@pytest.mark.parametrize("open_ones", [1, 40])
def test_the_count_in_the_header_costs_one_query(editor, django_assert_num_queries, open_ones):
    for _ in range(open_ones):
        make_report(state="unread")
    editor.get("/search/")
    with CaptureQueriesContext(connection) as asked:
        editor.get("/search/")
    assert len([q for q in asked if "feedreport" in q["sql"]]) == 1
