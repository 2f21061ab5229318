"""An editor's entry outranks the feed: what differs is shown to a person, who takes a side."""

import datetime as dt

import pytest

from squads import moves
from squads.feeds.reports import keep_ours, seen_as, take_feed
from squads.models import Absence, Change, Club, Contract, FeedReport, Injury
from squads.rules import RULES
from tests.factories import make_elsewhere, make_loan, make_user
from tests.squads.feed_runs import day, known_man, out, report_of, run, says

pytestmark = pytest.mark.django_db
State = FeedReport.State
KNEE = "Knee injury - Unknown return date"


@pytest.fixture(autouse=True)
def mid_october(settings):
    settings.CURRENT_DAY = dt.date(2025, 10, 20)


@pytest.fixture
def ada():
    return known_man("Ada Lovelace")


@pytest.fixture
def ed():
    return make_user("ed", role="editor")


def enter(player, by, **fields):
    """Enter a knee injury of 1 October as an editor does."""
    made = {"diagnosis": "knee injury", "body_part": "knee", "began_on": day("2025-10-01")}
    moves.report_injury(player, by=by, **made | fields)
    return Injury.objects.get(player=player)


def liverpool():
    return Club.objects.get(slug="liverpool")


def unchanged(make):
    """Return whether it leaves all injuries, absences, contracts and the log as they are."""
    tables = (Injury, Absence, Contract, Change)
    before = [list(table.objects.order_by("pk").values()) for table in tables]
    make()
    return before == [list(table.objects.order_by("pk").values()) for table in tables]


def test_the_feed_says_available_where_an_editor_says_out(ada, ed):
    enter(ada, ed, expected_from=day("2025-11-12"), expected_until=day("2025-11-12"))
    assert unchanged(lambda: run("2025-10-19", says(ada)))
    report = report_of(ada)
    assert report.state == State.DISAGREES
    assert report.why == "feed says available, editor says out until 12 Nov"


@pytest.mark.parametrize(
    ("ours", "news", "why"),
    [
        (
            {"expected_until": day("2025-11-12")},
            "Knee injury - Expected back 29 Nov",
            "feed says out until 29 Nov, editor says out until 12 Nov",
        ),
        (
            {},
            "Knee injury - Expected back 29 Nov",
            "feed says out until 29 Nov, editor says out, no return date",
        ),
        (
            {"chance": 75},
            KNEE,
            "feed says out, no return date, editor says doubtful, 75 %",
        ),
        (
            {},
            "Knee injury - 75% chance of playing",
            "feed says doubtful, 75 %, editor says out, no return date",
        ),
        (
            {},
            "Calf injury - Unknown return date",
            "feed says out (calf injury), no return date, "
            "editor says out (knee injury), no return date",
        ),
        (
            {"expected_until": day("2025-10-15")},
            KNEE,
            "feed says out, no return date, editor says out until 15 Oct",
        ),
    ],
)
def test_what_matters_is_a_disagreement(ada, ed, ours, news, why):
    enter(ada, ed, **ours)
    assert unchanged(lambda: run("2025-10-19", out(ada, news, "2025-10-10")))
    assert (report_of(ada).state, report_of(ada).why) == (State.DISAGREES, why)


@pytest.mark.parametrize(
    ("ours", "news"),
    [
        ({"expected_until": day("2025-11-12")}, KNEE),
        ({"expected_until": day("2025-11-12")}, "Knee injury - Expected back 12 Nov"),
        ({"diagnosis": "ACL tear"}, KNEE),
        ({"chance": 50}, "Knee injury - 75% chance of playing"),
        (
            {"expected_from": day("2025-11-01"), "expected_until": day("2025-11-30")},
            "Knee injury - Expected back 12 Nov",
        ),
    ],
)
def test_what_does_not_matter_is_none(ada, ed, ours, news):
    enter(ada, ed, **ours)
    assert unchanged(lambda: run("2025-10-19", out(ada, news, "2025-10-10")))
    assert (report_of(ada).state, report_of(ada).why) == (State.TAKEN, "")


def test_a_man_presumed_back_is_available_to_both(ada, ed):
    enter(ada, ed, expected_until=day("2025-10-15"))
    run("2025-10-19", says(ada))
    assert report_of(ada).state == State.TAKEN


def test_a_man_whom_an_editor_marked_back_stays_back(ada, ed):
    run("2025-10-05", out(ada, KNEE, "2025-10-02"))
    moves.mark_back(Injury.objects.get(), by=ed, on=day("2025-10-18"))
    assert unchanged(lambda: run("2025-10-19", out(ada, KNEE, "2025-10-02")))
    assert report_of(ada).why == "feed says out, no return date, editor says back since 18 Oct"


def test_news_after_he_was_marked_back_is_a_new_injury(ada, ed):
    run("2025-10-05", out(ada, KNEE, "2025-10-02"))
    moves.mark_back(Injury.objects.get(), by=ed, on=day("2025-10-15"))
    run("2025-10-19", out(ada, KNEE, "2025-10-18"))
    assert report_of(ada).state == State.TAKEN
    assert Injury.objects.latest("began_on").began_on == day("2025-10-18")


def test_when_they_agree_again_nothing_is_left_to_settle(ada, ed):
    enter(ada, ed)
    run("2025-10-18", says(ada))
    run("2025-10-19", out(ada, KNEE, "2025-10-19"))
    assert (report_of(ada).state, report_of(ada).why) == (State.TAKEN, "")


def test_a_disagreement_moves_no_page_of_his_club(ada, ed):
    enter(ada, ed)
    run("2025-10-18", out(ada, KNEE, "2025-10-10"))
    before = liverpool().version
    run("2025-10-19", says(ada))
    assert report_of(ada).state == State.DISAGREES
    keep_ours(report_of(ada), by=ed)
    assert liverpool().version == before


def test_ours_is_kept_until_the_feed_says_something_else(ada, ed):
    enter(ada, ed, expected_until=day("2025-11-12"))
    run("2025-10-17", says(ada))
    keep_ours(report_of(ada), by=ed)
    run("2025-10-18", says(ada))
    settled = report_of(ada)
    assert (settled.state, settled.settled_by) == (State.SETTLED, ed)
    run("2025-10-19", out(ada, "Knee injury - Expected back 29 Nov", "2025-10-19"))
    again = report_of(ada)
    assert (again.state, again.settled_by, again.settled_at) == (State.DISAGREES, None, None)


def test_the_feeds_side_is_taken_over_in_the_editors_name(ada, ed):
    enter(ada, ed, expected_until=day("2025-11-12"))
    run("2025-10-19", says(ada))
    (change,) = take_feed(report_of(ada), by=ed)
    assert (change.by, change.source) == (ed, "Premier League fantasy feed")
    assert Injury.objects.get().returned_on == day("2025-10-19")
    assert report_of(ada).state == State.TAKEN


def test_a_spell_taken_over_is_the_feeds_again(ada, ed):
    enter(ada, ed, expected_until=day("2025-11-12"))
    run("2025-10-18", out(ada, "Knee injury - Expected back 29 Nov", "2025-10-10"))
    take_feed(report_of(ada), by=ed)
    spell = Injury.objects.get()
    assert (spell.expected_on, spell.by_hand) == (day("2025-11-29"), False)
    run("2025-10-19", out(ada, "Knee injury - Expected back 06 Dec", "2025-10-10"))
    assert Injury.objects.get().expected_on == day("2025-12-06")
    assert not list(RULES["estimate-current"].broken_by(day("2025-10-20")))


def test_taking_the_feeds_side_reopens_what_an_editor_had_ended(ada, ed):
    run("2025-10-05", out(ada, KNEE, "2025-10-02"))
    moves.mark_back(Injury.objects.get(), by=ed, on=day("2025-10-18"))
    run("2025-10-19", out(ada, KNEE, "2025-10-02"))
    take_feed(report_of(ada), by=ed)
    spell = Injury.objects.get()
    assert (spell.returned_on, spell.by_hand) == (None, False)
    assert run("2025-10-20", out(ada, KNEE, "2025-10-02")).changes == []


def test_what_was_taken_over_can_be_undone_and_is_a_disagreement_again(ada, ed):
    enter(ada, ed, expected_until=day("2025-11-12"))
    run("2025-10-18", says(ada))
    (change,) = take_feed(report_of(ada), by=ed)
    why = "feed says available, editor says out until 12 Nov"
    moves.undo(change, by=ed)
    assert (report_of(ada).state, report_of(ada).why) == (State.DISAGREES, why)
    run("2025-10-19", says(ada))
    assert Injury.objects.get().returned_on is None
    assert (report_of(ada).state, report_of(ada).why) == (State.DISAGREES, why)


def test_an_undo_of_his_own_opens_no_disagreement_with_the_feed(ada, ed):
    spell = enter(ada, ed)
    run("2025-10-18", out(ada, KNEE, "2025-10-10"))
    moves.undo(moves.mark_doubtful(spell, by=ed, chance=75), by=ed)
    assert report_of(ada).state == State.TAKEN


@pytest.mark.parametrize("answer", [take_feed, keep_ours])
def test_nobody_decides_on_what_he_has_not_read(ada, ed, answer):
    enter(ada, ed)
    run("2025-10-18", says(ada))
    seen = seen_as(report_of(ada))
    run("2025-10-19", out(ada, "Knee injury - Expected back 29 Nov", "2025-10-19"))
    with pytest.raises(moves.Stale):
        answer(report_of(ada), by=ed, seen=seen)
    assert report_of(ada).state == State.DISAGREES


@pytest.mark.parametrize("answer", [take_feed, keep_ours])
def test_what_is_settled_is_settled(ada, ed, answer):
    enter(ada, ed)
    run("2025-10-18", says(ada))
    shown = report_of(ada)
    keep_ours(shown, by=ed)
    with pytest.raises(moves.Stale):
        answer(shown, by=ed)


def test_an_editor_who_changes_a_spell_of_the_feed_takes_it_from_it(ada, ed):
    run("2025-10-05", out(ada, KNEE, "2025-10-02"))
    moves.mark_doubtful(Injury.objects.get(), by=ed, chance=75)
    assert unchanged(lambda: run("2025-10-19", out(ada, KNEE, "2025-10-02")))
    assert report_of(ada).state == State.DISAGREES


def test_an_editor_who_undoes_his_own_change_leaves_the_spell_to_the_feed(ada, ed):
    run("2025-10-05", out(ada, KNEE, "2025-10-02"))
    moves.undo(moves.mark_doubtful(Injury.objects.get(), by=ed, chance=75), by=ed)
    run("2025-10-19", says(ada))
    assert Injury.objects.get().returned_on == day("2025-10-19")


@pytest.mark.parametrize("news", [KNEE, "Knee injury - Expected back 01 Nov"])
def test_a_report_of_the_feed_that_was_undone_is_not_made_again(ada, ed, news):
    run("2025-10-05", out(ada, news, "2025-10-02"))
    moves.undo(Change.objects.get(), by=ed)
    assert unchanged(lambda: run("2025-10-19", out(ada, news, "2025-10-02")))
    assert report_of(ada).state == State.SETTLED


def test_a_return_of_the_feed_that_was_undone_is_not_made_again(ada, ed):
    run("2025-10-05", out(ada, KNEE, "2025-10-02"))
    run("2025-10-10", says(ada))
    moves.undo(Change.objects.get(kind="back"), by=ed)
    assert unchanged(lambda: run("2025-10-12", says(ada)))
    spell = Injury.objects.get()
    assert (spell.returned_on, spell.by_hand) == (None, True)


def test_after_an_undo_other_news_is_a_disagreement_and_not_a_change(ada, ed):
    run("2025-10-05", out(ada, KNEE, "2025-10-02"))
    run("2025-10-10", says(ada))
    moves.undo(Change.objects.get(kind="back"), by=ed)
    said = says(ada, chance_of_playing_next_round=100, news_added="2025-10-11T12:00:00Z")
    assert unchanged(lambda: run("2025-10-12", said))
    assert report_of(ada).state == State.DISAGREES


def test_changes_of_the_feed_can_be_undone_one_by_one(ada, ed):
    run("2025-10-05", out(ada, "Knee injury - Expected back 01 Nov", "2025-10-02"))
    run("2025-10-08", out(ada, "Knee injury - Expected back 15 Nov", "2025-10-02"))
    newest, oldest = Change.objects.newest()
    moves.undo(newest, by=ed)
    assert Injury.objects.get().expected_on == day("2025-11-01")
    moves.undo(oldest, by=ed)
    assert not Injury.objects.exists()


def test_a_loan_that_the_feed_does_not_know_is_for_a_person(ada, ed):
    parent = Contract.objects.get()
    make_loan(parent=parent, club=make_elsewhere("AC Milan"), ends_on=day("2026-06-30"))
    assert unchanged(lambda: run("2025-10-18", says(ada)))
    report = report_of(ada)
    assert report.state == State.DISAGREES
    assert report.why == (
        "feed lists him at Liverpool, ours has him on loan at AC Milan until 30 Jun 2026"
    )
    take_feed(report, by=ed)
    assert Contract.objects.get(kind="loan").ends_on == day("2025-10-17")
    assert run("2025-10-19", says(ada)).changes == []
