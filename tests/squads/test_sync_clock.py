"""Clocks that are wrong, lines that come out late, and answers that have been overtaken."""

import datetime as dt

import pytest
import time_machine

from squads.feeds.fpl import read_snapshot
from squads.feeds.sync import sync
from squads.models import Contract, DataSet, FeedReport, Injury
from squads.rules import RULES
from tests.squads.feed_runs import day, known_clubs, known_man, out, report_of, run, says
from tests.squads.fpl_answers import event, raw

pytestmark = pytest.mark.django_db
State = FeedReport.State
KNEE = "Knee injury - Unknown return date"
ROME = "has joined Roma on loan for the rest of the season."


@pytest.fixture
def clubs():
    return known_clubs()


@pytest.fixture
def ada(clubs):
    return known_man("Ada Lovelace", clubs[0])


def fetched(at, *men):
    """Take over an answer that was fetched at a moment, as "2025-10-05 12:00"."""
    events = [event(1, "2025-09-20T10:00:00Z", is_current=True)]
    moment = dt.datetime.fromisoformat(f"{at}Z")
    return sync(read_snapshot(raw(*men, events=events), fetched_at=moment))


# A clock that is wrong


def test_a_line_entered_in_the_future_neither_moves_the_day_nor_stops_what_follows(ada):
    pinned = DataSet.objects.create(pk=1, pinned_on=dt.date(2025, 9, 30))
    run("2025-10-05", out(ada, KNEE, "2062-01-01"))
    pinned.refresh_from_db()
    assert pinned.pinned_on == day("2025-10-05")
    assert Injury.objects.get().began_on == day("2025-10-05")
    run("2025-10-07", says(ada))
    assert Injury.objects.get().returned_on == day("2025-10-07")


def test_one_line_entered_in_the_future_is_no_news_of_others(ada, clubs):
    grace = known_man("Grace Hopper", clubs[0])
    said = out(grace, KNEE, "2025-10-04")
    run("2025-10-05", out(ada, KNEE, "2062-01-01"), said)
    assert run("2025-10-06", out(ada, KNEE, "2062-01-01"), said).changes == []
    assert Injury.objects.get(player=grace).began_on == day("2025-10-04")


@time_machine.travel("2025-10-05 12:00:00Z", tick=False)
def test_the_day_that_is_pinned_never_passes_the_real_one(ada):
    pinned = DataSet.objects.create(pk=1, pinned_on=dt.date(2025, 9, 30))
    run("2025-10-05", out(ada, KNEE, "2025-10-06"))
    pinned.refresh_from_db()
    assert pinned.pinned_on == day("2025-10-05")


# Answers that were fetched


def test_the_newest_line_may_be_taken_back(ada):
    fetched("2025-10-05 12:00", out(ada, KNEE, "2025-10-04"))
    fetched("2025-10-06 12:00", says(ada))
    assert Injury.objects.get().returned_on == day("2025-10-06")


def test_a_line_that_came_out_after_it_was_entered_is_news_all_the_same(ada):
    fetched("2025-10-03 12:05", says(ada))
    fetched("2025-10-03 12:15", out(ada, ROME, "2025-10-03", status="u"))
    assert Contract.objects.get(kind="loan").starts_on == day("2025-10-03")


def test_the_same_answer_fetched_again_is_nothing_new(ada):
    said = out(ada, KNEE, "2025-10-04")
    fetched("2025-10-05 12:00", said)
    assert not fetched("2025-10-05 12:10", said).new


# Answers that have been overtaken


def test_an_older_answer_says_again_what_the_feed_has_taken_back(ada):
    hurt = out(ada, KNEE, "2025-09-19")
    run("2025-09-20", hurt)
    run("2025-09-25", says(ada))
    run("2025-09-22", hurt, force=True)
    assert report_of(ada).state == State.TAKEN
    assert Injury.objects.get().returned_on is None


def test_an_older_answer_opens_nothing_beside_what_is_known_since(ada):
    run("2025-09-20", says(ada))
    run("2025-09-25", out(ada, "Calf injury - Unknown return date", "2025-09-24"))
    run("2025-09-22", out(ada, KNEE, "2025-09-21"), force=True)
    assert Injury.objects.get().diagnosis == "calf injury"
    assert report_of(ada).state == State.TAKEN
    assert not list(RULES["feed-spell-once"].broken_by(day("2025-09-25")))


def test_an_older_answer_does_not_disagree_with_a_contract_that_is_known_since(ada, clubs):
    palace = {"team": 2, "team_code": 31}
    run("2025-09-20", says(ada, **palace))
    Contract.objects.filter(player=ada).update(starts_on=day("2025-09-24"))
    run("2025-09-25", says(ada))
    run("2025-09-22", says(ada, **palace), force=True)
    assert report_of(ada).state == State.TAKEN
    assert Contract.objects.count() == 1
