"""What becomes of injuries and absences when the feed speaks, where no editor has."""

import datetime as dt

import pytest

from squads.depth import depth_chart
from squads.loading import load_formations, load_squads
from squads.models import Absence, Change, Club, Contract, FeedRun, Injury, ReturnEstimate
from squads.pages.board import Urls, board
from tests.factories import make_absence, make_injury
from tests.squads.feed_runs import day, known_man, out, run, says

pytestmark = pytest.mark.django_db
SOURCE = "Premier League fantasy feed"


@pytest.fixture
def ada():
    return known_man("Ada Lovelace")


def only(model=Injury):
    return model.objects.get()


def test_an_injury_is_entered_from_the_day_of_the_news(ada):
    run("2025-10-05", out(ada, "Knee injury - Expected back 01 Nov", "2025-10-02"))
    spell = only()
    assert (spell.diagnosis, spell.body_part) == ("knee injury", "knee")
    assert (spell.began_on, spell.expected_on) == (day("2025-10-02"), day("2025-11-01"))
    assert (spell.chance, spell.source, spell.by_hand) == (None, SOURCE, False)


def test_the_log_names_the_feed_and_the_moment_of_its_news(ada):
    run("2025-10-05", out(ada, "Knee injury - Unknown return date", "2025-10-02"))
    change = Change.objects.get()
    assert (change.feed, change.source, change.by) == ("fpl", SOURCE, None)
    assert change.at == dt.datetime(2025, 10, 2, 12, tzinfo=dt.UTC)


def test_a_doubtful_man_has_a_chance(ada):
    run("2025-10-05", out(ada, "Knock - 75% chance of playing", "2025-10-04"))
    assert only().chance == 75


def test_two_runs_of_one_answer_are_as_one(ada):
    said = out(ada, "Knee injury - Unknown return date", "2025-10-02")
    run("2025-10-05", said)
    before = [list(m.objects.values()) for m in (Club, Change, Injury, ReturnEstimate)]
    first = FeedRun.objects.get()
    assert not run("2025-10-05", said).new
    after = [list(m.objects.values()) for m in (Club, Change, Injury, ReturnEstimate)]
    assert after == before
    assert FeedRun.objects.get().ran_at > first.ran_at  # and is known to have been asked


def test_a_later_answer_that_says_the_same_changes_no_club(ada):
    said = out(ada, "Knee injury - Expected back 01 Nov", "2025-10-02")
    run("2025-10-05", said)
    before = [list(m.objects.values()) for m in (Club, Change, Injury, ReturnEstimate)]
    outcome = run("2025-10-06", said)
    assert outcome.new
    assert outcome.changes == []
    after = [list(m.objects.values()) for m in (Club, Change, Injury, ReturnEstimate)]
    assert after == before


def test_a_return_that_slips_is_kept_with_the_day_it_was_said(ada):
    run("2025-10-05", out(ada, "Knee injury - Expected back 17 Jan", "2025-10-02"))
    run("2025-10-09", out(ada, "Knee injury - Expected back 25 Jan", "2025-10-02"))
    given = ReturnEstimate.objects.values_list("given_on", "expected_until")
    assert list(given) == [
        (day("2025-10-02"), day("2026-01-17")),
        (day("2025-10-09"), day("2026-01-25")),
    ]
    assert Change.objects.newest()[0].text == "back 25 Jan 2026, was 17 Jan 2026"


def test_unknown_takes_back_a_day_that_the_feed_had_named(ada):
    run("2025-10-05", out(ada, "Knee injury - Expected back 17 Jan", "2025-10-02"))
    run("2025-10-09", out(ada, "Knee injury - Unknown return date", "2025-10-02"))
    assert only().expected_on is None


def test_unknown_leaves_a_day_that_somebody_else_had_named(ada):
    make_injury(player=ada, expected_until=dt.date(2025, 12, 1), source="club")
    run("2025-10-05", out(ada, "Hamstring injury - Unknown return date", "2025-09-24"))
    assert only().expected_on == day("2025-12-01")
    assert not Change.objects.exists()


def test_a_day_within_the_weeks_that_are_on_record_changes_nothing(ada):
    window = {"expected_from": dt.date(2025, 11, 1), "expected_until": dt.date(2025, 12, 1)}
    make_injury(player=ada, source="club", **window)
    run("2025-10-05", out(ada, "Hamstring injury - Expected back 22 Nov", "2025-09-24"))
    assert not Change.objects.exists()


def test_words_that_say_less_do_not_replace_a_diagnosis(ada):
    make_injury(player=ada, diagnosis="ACL tear", body_part="knee")
    run("2025-10-05", out(ada, "Knee injury - Unknown return date", "2025-09-24"))
    assert only().diagnosis == "ACL tear"


def test_words_that_say_more_do(ada):
    run("2025-10-05", out(ada, "Knock - 25% chance of playing", "2025-10-02"))
    run("2025-10-07", out(ada, "Ankle injury - Unknown return date", "2025-10-02"))
    spell = only()
    assert (spell.diagnosis, spell.body_part, spell.chance) == ("ankle injury", "ankle", None)


@pytest.mark.parametrize("doubtful", [True, False])
def test_one_who_is_hurt_elsewhere_has_a_new_injury(ada, doubtful):
    run("2025-10-05", out(ada, "Knee injury - Unknown return date", "2025-10-02"))
    news = "Calf injury - " + ("50% chance of playing" if doubtful else "Unknown return date")
    run("2025-10-09", out(ada, news, "2025-10-08"))
    old, new = Injury.objects.order_by("began_on")
    assert (old.returned_on, new.began_on) == (day("2025-10-08"), day("2025-10-08"))
    assert (new.body_part, new.returned_on) == ("calf", None)


def test_a_thigh_is_a_muscle(ada):
    run("2025-10-05", out(ada, "Muscle injury - Unknown return date", "2025-10-02"))
    run("2025-10-09", out(ada, "Thigh injury - 50% chance of playing", "2025-10-08"))
    assert (only().diagnosis, only().chance) == ("thigh injury", 50)


def test_a_man_who_lacks_match_fitness_is_on_the_way_back_from_his_injury(ada):
    run("2025-10-05", out(ada, "Knee injury - Unknown return date", "2025-10-02"))
    run("2025-12-09", out(ada, "Lack of match fitness - 25% chance of playing", "2025-12-08"))
    assert (only().diagnosis, only().chance) == ("knee injury", 25)


def test_a_doubt_entered_anew_after_months_is_another_one(ada):
    run("2025-10-05", out(ada, "Knock - 75% chance of playing", "2025-10-04"))
    run("2026-01-02", out(ada, "Knock - 75% chance of playing", "2026-01-01"))
    assert list(Injury.objects.order_by("began_on").values_list("began_on", "returned_on")) == [
        (day("2025-10-04"), day("2026-01-01")),
        (day("2026-01-01"), None),
    ]


def test_a_man_who_is_available_is_back(ada):
    run("2025-10-05", out(ada, "Knee injury - Unknown return date", "2025-10-02"))
    run(
        "2025-10-20",
        says(ada, chance_of_playing_next_round=100, news_added="2025-10-02T12:00:00Z"),
    )
    assert only().returned_on == day("2025-10-20")
    assert Change.objects.newest()[0].text == "back on 20 Oct 2025 (knee injury)"


def test_the_day_he_was_expected_is_the_day_he_came_back(ada):
    run("2025-10-05", out(ada, "Knee injury - Expected back 18 Oct", "2025-10-02"))
    run("2025-10-25", says(ada))
    assert only().returned_on == day("2025-10-18")


def test_fresh_news_tells_the_day_he_came_back(ada):
    run("2025-10-05", out(ada, "Knee injury - Unknown return date", "2025-10-02"))
    run("2025-10-25", says(ada, news_added="2025-10-22T09:00:00Z"))
    assert only().returned_on == day("2025-10-22")


def test_a_spell_that_is_to_come_stays_when_he_is_available(ada):
    make_absence(player=ada, began_on=dt.date(2025, 12, 20), kind="international")
    run("2025-10-05", says(ada))
    assert only(Absence).returned_on is None


def test_one_who_is_left_out_of_the_squad_list_is_fit_all_the_same(ada):
    make_absence(player=ada, kind="ineligible", reason="not on the list", source="club")
    run("2025-10-05", says(ada))
    assert only(Absence).returned_on is None


def test_a_man_still_listed_after_his_day_is_not_presumed_back(ada):
    run("2025-10-05", out(ada, "Knee injury - Expected back 11 Oct", "2025-10-02"))
    run("2025-10-14", out(ada, "Knee injury - Expected back 11 Oct", "2025-10-02"))
    assert only().reported_on == day("2025-10-14")
    text = Change.objects.newest()[0].text
    assert text == "still out on 14 Oct 2025 (knee injury)"
    assert (
        run("2025-10-15", out(ada, "Knee injury - Expected back 11 Oct", "2025-10-02")).changes
        == []
    )


def test_a_day_that_somebody_else_had_named_and_that_has_passed_stays_his(ada):
    make_injury(
        player=ada,
        diagnosis="knee injury",
        body_part="knee",
        expected_until=dt.date(2025, 10, 11),
        source="club",
    )
    said = out(ada, "Knee injury - Unknown return date", "2025-09-24")
    (change,) = run("2025-10-14", said).changes
    assert change.text == "still out on 14 Oct 2025 (knee injury)"
    assert run("2025-10-15", said | {"minutes": 91}).changes == []
    assert only().expected_on == day("2025-10-11")
    assert ReturnEstimate.objects.get().source == "club"


def test_a_man_still_listed_after_the_forecast_is_not_presumed_back(ada):
    run("2025-10-05", out(ada, "Illness - Unknown return date", "2025-10-02"))
    run("2025-10-25", out(ada, "Illness - Unknown return date", "2025-10-02"))
    assert only().reported_on == day("2025-10-25")


def test_a_suspension_is_no_injury(ada):
    run("2025-10-05", out(ada, "Suspended until 18 Oct", "2025-10-04", status="s"))
    spell = only(Absence)
    assert (spell.kind, spell.expected_on) == ("suspension", day("2025-10-18"))


def test_a_ban_runs_on_beside_an_injury(ada):
    make_absence(player=ada, expected_until=dt.date(2025, 10, 18))
    run("2025-10-05", out(ada, "Knee injury - Unknown return date", "2025-10-04"))
    assert only(Absence).returned_on is None
    assert only(Injury).diagnosis == "knee injury"


def test_a_man_called_up_is_away_from_the_round_on_that_is_named(ada):
    rounds = [{"id": 17, "deadline_time": "2025-12-20T11:00:00Z", "finished": False}]
    rounds = [r | {"is_current": False, "is_previous": False, "is_next": False} for r in rounds]
    news = "On international duty at the Africa Cup of Nations from Gameweek 17 onwards. - Unknown"
    said = out(ada, f"{news} return date", "2025-12-13", status="n")
    run("2025-12-14", said, events=rounds)
    assert only(Absence).began_on == day("2025-12-20")
    assert run("2025-12-22", said, events=rounds).changes == []


def test_a_man_may_not_face_his_own_club_on_one_day(ada):
    news = "Ineligible to face his parent club on 18/10. - Expected back 26 Oct"
    run("2025-10-06", out(ada, news, "2025-10-05", status="n"))
    spell = only(Absence)
    assert (spell.kind, spell.began_on, spell.expected_on) == (
        "ineligible", day("2025-10-18"), day("2025-10-26"),
    )  # fmt: skip


def test_one_who_is_probably_back_from_leave_is_back(ada):
    run("2025-10-05", out(ada, "Personal Reasons - Unknown return date", "2025-10-04"))
    run("2025-10-08", out(ada, "Personal Reasons - 75% chance of playing", "2025-10-07"))
    assert only(Absence).returned_on == day("2025-10-07")


def test_an_injury_that_returns_does_not_begin_before_he_was_back(ada):
    said = out(ada, "Knee injury - Unknown return date", "2025-10-02")
    run("2025-10-05", said)
    run("2025-10-20", says(ada, news_added="2025-10-02T12:00:00Z"))
    run("2025-10-24", said)
    assert list(Injury.objects.order_by("pk").values_list("began_on", "returned_on")) == [
        (day("2025-10-02"), day("2025-10-20")),
        (day("2025-10-20"), None),
    ]


def test_a_line_that_cannot_be_read_changes_nothing_and_is_listed(ada):
    outcome = run("2025-10-05", out(ada, "Gone fishing", "2025-10-04", status="n"))
    assert [report.state for report in outcome.reports] == ["unread"]
    assert not Absence.objects.exists()
    assert not Change.objects.exists()


def test_minutes_follow_the_feed_without_a_line_in_the_log(ada):
    run("2025-10-05", says(ada, minutes=540, starts=6, goals_scored=1))
    run("2025-10-19", says(ada, minutes=630, starts=7, goals_scored=1))
    figures = ada.figures.get()
    assert (figures.minutes, figures.starts, figures.appearances) == (630, 7, None)
    assert not Change.objects.exists()


def test_what_he_did_for_another_club_of_the_league_is_not_counted_twice(ada):
    run("2025-10-05", says(ada, minutes=540, starts=6))
    run("2026-01-20", says(ada, minutes=630, starts=7, team=2, team_code=31))
    palace = Club.objects.get(slug="crystal-palace")
    assert ada.figures.get(club=palace).minutes == 90
    assert Contract.objects.get(club=palace).starts_on == day("2026-01-20")


def test_charts_show_what_the_feed_said(ada):
    run("2025-10-05", out(ada, "Knee injury - Expected back 01 Nov", "2025-10-02"))
    club = Club.objects.get(slug="liverpool")
    squad = load_squads([club], "2025/26", load_formations())[club.pk]
    chart = depth_chart(squad, day("2025-10-05"))
    shown = board(chart, day("2025-10-05"), Urls(player="{}"))
    assert "1 Nov" in str(shown)
