import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from squads import moves
from squads.models import Absence, Change, Club, Injury, ReturnEstimate
from tests.conftest import TODAY
from tests.factories import (
    make_absence,
    make_club,
    make_injury,
    make_loan,
    make_player,
    make_user,
)

pytestmark = pytest.mark.django_db
BEGAN = dt.date(2025, 9, 24)
SEPTEMBER = dt.date(2026, 9, 1)
NOVEMBER = dt.date(2025, 11, 12)


def make_man(**fields):
    return make_player("Giovanni Leoni", club=make_club(), **fields)


def report(player, **fields):
    facts = {"diagnosis": "ACL tear", "began_on": BEGAN, "expected_until": SEPTEMBER} | fields
    return moves.report_injury(player, by=None, **facts)


def test_a_reported_injury_is_logged_in_a_reader_s_words():
    assert report(make_man()).text == "out, ACL tear, back 1 Sep 2026"


def test_an_injury_without_a_return_says_so():
    change = report(make_man(), diagnosis="Knock", expected_until=None)
    assert change.text == "out, knock, no return date"


def test_an_injury_with_a_chance_is_a_doubt():
    change = report(make_man(), diagnosis="Knock", expected_until=None, chance=75)
    assert change.text == "doubtful, 75 %, knock"


def test_the_first_expected_return_is_kept():
    report(make_man())
    assert ReturnEstimate.objects.get().expected_on == SEPTEMBER


def test_a_reported_injury_names_its_editor_in_the_history():
    user = make_user()
    moves.report_injury(make_man(), by=user, diagnosis="Knock", began_on=BEGAN)
    assert Injury.history.get().history_user == user


def test_the_change_is_logged_where_he_plays():
    player = make_man()
    loan = make_loan(player=player, parent=player.contracts.get())
    assert report(player).club == loan.club


def test_every_club_that_has_him_gets_a_new_version():
    player = make_man()
    make_loan(player=player, parent=player.contracts.get())
    report(player)
    assert list(Club.objects.values_list("version", flat=True)) == [2, 2]


def test_another_club_keeps_its_version():
    other = make_club()
    report(make_man())
    other.refresh_from_db()
    assert other.version == 1


def test_a_man_without_any_contract_is_refused():
    with pytest.raises(moves.Refused, match="under contract"):
        report(make_player())


def test_a_refused_report_leaves_no_injury_behind():
    with pytest.raises(moves.Refused):
        report(make_player())
    assert not Injury.objects.exists()


def test_the_same_diagnosis_is_not_reported_twice():
    player = make_man()
    report(player)
    with pytest.raises(moves.Refused, match="already out with this, since 24 Sep 2025"):
        report(player, diagnosis="acl  TEAR")


def test_the_same_diagnosis_may_come_back_after_the_first_was_due_to_end():
    player = make_man()
    report(player, diagnosis="Hamstring injury", expected_until=dt.date(2025, 9, 28))
    report(player, diagnosis="Hamstring injury", began_on=dt.date(2025, 9, 29))
    assert Injury.objects.count() == 2


def test_the_same_diagnosis_is_not_reported_over_days_that_are_on_record():
    player = make_man()
    report(player)
    Injury.objects.update(returned_on=dt.date(2025, 9, 30))
    with pytest.raises(moves.Refused, match=r"on record .* back 30 Sep 2025"):
        report(player)


def test_an_earlier_spell_that_ended_before_one_on_record_may_be_added():
    player = make_man()
    report(player, diagnosis="Knock")
    earlier = {"began_on": dt.date(2025, 9, 1), "expected_until": dt.date(2025, 9, 8)}
    report(player, diagnosis="Knock", **earlier)
    assert Injury.objects.count() == 2


def test_what_begins_on_a_day_to_come_is_logged_with_that_day():
    change = report(make_man(), began_on=dt.date(2025, 10, 24), expected_until=None)
    assert change.text.startswith("from 24 Oct 2025: out")


def test_a_second_suspension_is_refused_while_the_first_runs():
    player = make_man()
    make_absence(player=player)
    with pytest.raises(moves.Refused, match="already suspended"):
        moves.report_absence(player, by=None, kind="suspension", began_on=BEGAN)


def test_a_reported_absence_is_logged_in_a_reader_s_words():
    change = moves.report_absence(
        make_man(), by=None, kind="suspension", reason="Red card", began_on=BEGAN
    )
    assert change.text == "suspended, red card, no return date"


def test_a_changed_return_says_what_it_was():
    injury = make_injury(player=make_man(), expected_until=NOVEMBER)
    later = dt.date(2025, 11, 26)
    change = moves.change_return(injury, by=None, expected_from=None, expected_until=later)
    assert change.text == "back 26 Nov 2025, was 12 Nov 2025"


def test_every_expected_return_is_kept():
    injury = make_injury(player=make_man(), expected_until=NOVEMBER)
    for day in (20, 26):
        until = dt.date(2025, 11, day)
        moves.change_return(injury, by=None, expected_from=None, expected_until=until)
    kept = [str(estimate.expected_on) for estimate in injury.estimates.all()]
    assert kept == ["2025-11-12", "2025-11-20", "2025-11-26"]


def test_an_expected_return_can_be_taken_away():
    injury = make_injury(player=make_man(), expected_until=NOVEMBER)
    change = moves.change_return(injury, by=None, expected_from=None, expected_until=None)
    assert change.text == "no return date, was 12 Nov 2025"


def test_a_report_that_he_is_still_out_keeps_the_dates():
    injury = make_injury(player=make_man(), expected_until=NOVEMBER)
    change = moves.change_return(
        injury,
        by=None,
        expected_from=None,
        expected_until=NOVEMBER,
        reported_on=dt.date(2025, 9, 29),
    )
    assert change.text == "still out on 29 Sep 2025 (hamstring injury)"
    assert injury.estimates.count() == 1


@pytest.mark.parametrize(
    ("make", "fields", "text"),
    [
        (make_injury, {"chance": 75}, "still doubtful on 29 Sep 2025 (75 %, hamstring injury)"),
        (make_absence, {"reason": "Red card"}, "still suspended on 29 Sep 2025 (red card)"),
        (make_absence, {"reason": ""}, "still suspended on 29 Sep 2025"),
    ],
)
def test_what_he_still_is_reads_as_one_would_say_it(make, fields, text):
    spell = make(player=make_man(), **fields)
    days = {"expected_from": spell.expected_from, "expected_until": spell.expected_until}
    change = moves.change_return(spell, by=None, reported_on=dt.date(2025, 9, 29), **days)
    assert change.text == text


def test_a_change_that_changes_nothing_is_refused():
    injury = make_injury(player=make_man(), expected_until=NOVEMBER)
    with pytest.raises(moves.Refused, match="already"):
        moves.change_return(injury, by=None, expected_from=None, expected_until=NOVEMBER)


def test_a_change_of_what_somebody_else_has_changed_is_stale():
    injury = make_injury(player=make_man())
    moves.mark_doubtful(injury, by=None, chance=25, version=1)
    with pytest.raises(moves.Stale):
        moves.mark_doubtful(injury, by=None, chance=75, version=1)


def test_a_stale_change_leaves_no_trace_in_the_log():
    injury = make_injury(player=make_man(), version=2)
    with pytest.raises(moves.Stale):
        moves.mark_doubtful(injury, by=None, chance=75, version=1)
    assert not Change.objects.exists()


def test_a_change_of_a_removed_entry_says_that_it_is_gone():
    injury = make_injury(player=make_man())
    Injury.objects.all().delete()
    with pytest.raises(moves.Gone, match="removed"):
        moves.mark_back(injury, by=None, on=BEGAN)


def test_a_change_adds_one_to_the_version():
    injury = make_injury(player=make_man())
    moves.mark_doubtful(injury, by=None, chance=25)
    injury.refresh_from_db()
    assert injury.version == 2


def test_a_change_leaves_alone_what_it_is_not_about():
    injury = make_injury(player=make_man())
    Injury.objects.update(note="Scan on Friday")
    moves.mark_doubtful(injury, by=None, chance=25)
    injury.refresh_from_db()
    assert injury.note == "Scan on Friday"


def test_a_doubtful_man_can_be_out_again():
    injury = make_injury(player=make_man(), chance=50)
    assert moves.mark_doubtful(injury, by=None, chance=None).text == "out again, hamstring injury"


def test_a_man_is_marked_as_back():
    injury = make_injury(player=make_man())
    change = moves.mark_back(injury, by=None, on=dt.date(2025, 9, 30))
    assert change.text == "back on 30 Sep 2025 (hamstring injury)"


@pytest.mark.parametrize("on", [dt.date(2025, 9, 23), dt.date(2025, 10, 1)])
def test_nobody_is_back_before_it_began_or_in_the_future(on):
    with pytest.raises(moves.Refused) as refused:
        moves.mark_back(make_injury(player=make_man()), by=None, on=on)
    assert refused.value.field == "returned_on"


def test_an_absence_can_end_too():
    absence = make_absence(player=make_man())
    moves.mark_back(absence, by=None, on=dt.date(2025, 9, 30))
    assert Absence.objects.get().returned_on == dt.date(2025, 9, 30)


def test_a_change_names_its_source():
    assert report(make_man(), source="club site").source == "club site"


def test_on_a_pinned_day_a_change_is_dated_that_day_at_the_hour_that_is_real():
    with time_machine.travel(dt.datetime(2026, 11, 23, 14, 30, tzinfo=dt.UTC)):
        at = timezone.localtime(report(make_man()).at)
    assert (at.date(), at.hour) == (TODAY, 14)


def test_on_the_real_day_a_change_is_dated_by_the_clock(settings):
    settings.CURRENT_DAY = "real"
    assert timezone.now() - report(make_man()).at < dt.timedelta(seconds=30)


def test_anybody_can_log_a_change_of_a_club():
    club = make_club()
    moves.record(None, Change.Kind.OTHER, "plays 4-3-3", by=None, club=club)
    club.refresh_from_db()
    assert club.version == 2
