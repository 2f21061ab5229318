"""Two editors on the feeds' page at once: one of them is told, and nothing is half done."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from squads import moves
from squads.depth import Aptitude, Position
from squads.feeds import answers
from squads.feeds.reports import keep_ours, take_feed
from squads.feeds.sync import Taking
from squads.models import Change, FeedReport, Injury, PlayerIdentifier, PlayerPosition
from tests.factories import make_club, make_player, make_report, make_user
from tests.squads.feed_runs import known_clubs, known_man, run, says
from tests.squads.fpl_answers import listed
from tests.squads.test_feed_answers import make_disagreement
from tests.squads.test_races import at_once, in_a_thread, kinds, wait_for

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_of_two_who_take_the_feed_s_side_at_once_the_second_is_told():
    by = make_user()
    report = make_disagreement(by=by)
    told = Change.objects.count()
    outcomes = at_once(*[lambda: take_feed(report, by=by)] * 2)
    assert kinds(outcomes) == ["Stale", "list"]
    assert Change.objects.count() == told + 1


def test_of_one_who_takes_and_one_who_keeps_at_once_one_is_told_and_one_side_stands():
    by = make_user()
    report = make_disagreement(by=by)
    outcomes = at_once(lambda: take_feed(report, by=by), lambda: keep_ours(report, by=by))
    assert "Stale" in kinds(outcomes)
    taken = FeedReport.objects.get().state == FeedReport.State.TAKEN
    assert (Injury.objects.get().returned_on is not None) == taken


def test_of_two_who_say_who_is_meant_the_second_is_told():
    club = make_club()
    men = [make_player(club=club) for _ in range(2)]
    report, by = make_report(player=None, state="ambiguous"), make_user()
    outcomes = at_once(*(lambda man=man: answers.tie(report, man, by=by) for man in men))
    assert kinds(outcomes) == ["PlayerIdentifier", "Stale"]
    assert PlayerIdentifier.objects.count() == 1


def test_one_man_is_not_given_two_codes_at_once():
    man, by = make_player(club=make_club()), make_user()
    reports = [make_report(player=None, state="ambiguous") for _ in range(2)]
    outcomes = at_once(*(lambda one=one: answers.tie(one, man, by=by) for one in reports))
    assert kinds(outcomes) == ["PlayerIdentifier", "Refused"]


def test_of_two_who_enter_a_man_s_positions_the_second_is_told():
    man = make_player(club=make_club())

    def entering(position):
        places = [(position, Aptitude.NATURAL)]
        return lambda: moves.set_positions(man, places, by=None, seen="")

    assert kinds(at_once(entering(Position.CB), entering(Position.RB))) == ["Change", "Stale"]
    assert PlayerPosition.objects.count() == 1


def test_who_takes_the_feed_s_side_never_waits_for_a_club_out_of_turn():
    wrexham, by = make_club("Wrexham"), make_user()  # before the others
    liverpool, _ = known_clubs()
    ada, bob = known_man("Ada Lovelace", liverpool), make_player("Bob", club=liverpool)
    moves.lend(bob, wrexham, on=dt.date(2025, 9, 1), until=dt.date(2026, 5, 30), by=None)
    run("2025-09-29", says(ada))
    news = "Joined Wrexham on loan for the rest of the season"
    run("2025-09-30", says(ada, status="u", news=news, news_added="2025-09-02T10:00:00Z"))
    report = FeedReport.objects.get(player=ada)
    assert report.state == FeedReport.State.DISAGREES

    def hurt():
        return moves.report_injury(bob, by=None, diagnosis="knock", began_on=dt.date(2025, 9, 29))

    # Bob's news waits for Wrexham first; who held Liverpool by then and asked for Wrexham would
    # wait for ever.
    outcomes = at_once(hurt, lambda: take_feed(report, by=by), by=wrexham)
    assert kinds(outcomes) == ["Change", "list"]


def test_what_an_editor_sets_aside_while_a_run_is_at_work_stays_so(monkeypatch):
    liverpool, _ = known_clubs()
    for slug in ("ada", "ada-2"):
        make_player("Ada Lovelace", slug=slug, club=liverpool)
    man = listed(first_name="Ada", second_name="Lovelace", birth_date=None, team_code=99, team=3)
    teams = {"teams": [{"code": 14, "name": "Liverpool"}, {"code": 99, "name": "Hull City"}]}
    run("2025-09-29", man, **teams)
    report, by = FeedReport.objects.get(), make_user()
    assert (report.state, report.player, report.club) == ("ambiguous", None, None)
    write = Taking._write
    with ThreadPoolExecutor(1) as pool:
        setting = []

        def meanwhile(taking, reports):
            setting.append(pool.submit(in_a_thread, lambda: answers.set_aside(report, by=by)))
            wait_for(1)
            write(taking, reports)

        monkeypatch.setattr(Taking, "_write", meanwhile)
        run("2025-09-30", man, **teams)
    assert kinds([setting[0].result()]) == ["FeedReport"]
    report.refresh_from_db()
    assert (report.state, report.settled_by) == (FeedReport.State.SETTLED, by)
