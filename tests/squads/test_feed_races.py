"""Two editors on the feeds' page at once: one of them is told, and nothing is half done."""

import pytest

from squads import moves
from squads.depth import Aptitude, Position
from squads.feeds import answers
from squads.feeds.reports import keep_ours, take_feed
from squads.models import Change, FeedReport, Injury, PlayerIdentifier, PlayerPosition
from tests.factories import make_club, make_player, make_report, make_user
from tests.squads.test_feed_answers import make_disagreement
from tests.squads.test_races import at_once, kinds

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
