"""Needs as they are stored: used while they are true, worked out again when they are not."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import DatabaseError

from squads import moves
from squads.models import Club, Injury
from tests.factories import make_club, make_elsewhere, make_formation, make_player
from tests.squads.liverpool import make_liverpool
from tests.squads.test_races import at_once, held_up
from tests.transfers.factories import SUMMER_2025, make_window, make_windows
from transfers import outlooks
from transfers.models import Need, Outlook
from transfers.outlooks import fresh, next_horizons, refresh_changed

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 9, 30)
OPENED = dt.date(2026, 1, 5)


def known(club, today=TODAY):
    """Return what is known of a club, asked for as a page asks."""
    club = Club.objects.charted().get(pk=club.pk)
    return fresh([club], next_horizons([club], today), today).get(club.pk)


def mark_stored():
    """Change what is stored, so that it can be told from what is worked out."""
    Outlook.objects.update(levels={"CB": ["short", 0, 2]})


def is_stored(found):
    return found.outlook.levels == {"CB": ["short", 0, 2]}


@pytest.fixture
def liverpool():
    make_windows()
    return make_liverpool()


def test_the_seeds_need_is_stored_with_all_that_is_said_of_it(liverpool):
    known(liverpool)
    need = Need.objects.get()
    assert (need.position, need.level, need.cover) == ("CB", "thin", 3)
    assert need.why == ["Giovanni Leoni is out until 1 Sep 2026 (ACL tear)."]
    assert (need.from_on, need.until_on) == (dt.date(2026, 1, 1), dt.date(2026, 6, 14))


def test_what_is_stored_is_used_while_it_is_true(liverpool):
    known(liverpool)
    mark_stored()
    assert is_stored(known(liverpool))


def test_a_change_of_the_squad_makes_it_untrue(liverpool):
    known(liverpool)
    mark_stored()
    Club.objects.touch()
    assert known(liverpool).levels["CB"] == ("thin", 3, 2)


def test_a_moved_window_makes_it_untrue(liverpool):
    found = known(liverpool)
    found.outlook.window.opens_at += dt.timedelta(days=3)
    found.outlook.window.save()
    assert known(liverpool).outlook.first_on == dt.date(2026, 1, 4)


def test_other_rules_make_it_untrue(liverpool):
    known(liverpool)
    mark_stored()
    Outlook.objects.update(fingerprint="older")
    assert not is_stored(known(liverpool))


def test_a_new_day_makes_it_untrue_once_the_window_is_open(liverpool):
    known(liverpool, OPENED)
    mark_stored()
    assert known(liverpool, OPENED + dt.timedelta(days=1)).outlook.first_on == dt.date(2026, 1, 6)


def test_a_new_day_before_the_window_changes_nothing_and_costs_nothing(liverpool):
    known(liverpool)
    mark_stored()
    assert is_stored(known(liverpool, TODAY + dt.timedelta(days=1)))


def test_working_it_out_again_leaves_no_need_behind(liverpool):
    known(liverpool)
    injury = Injury.objects.get()
    moves.mark_back(injury, by=None, on=TODAY)
    assert not known(liverpool).needs and not Need.objects.exists()


def test_a_club_without_a_window_has_no_outlook():
    assert known(make_club()) is None


def test_a_window_whose_days_are_over_has_no_outlook():
    club = make_club()
    window = make_window(SUMMER_2025)
    make_window()
    assert outlooks.days_of(outlooks.horizon_of([window], window), OPENED) == (
        OPENED,
        dt.date(2026, 6, 30),
    )
    horizon = outlooks.horizon_of(list(type(window).objects.of_club(club)), window)
    assert outlooks.days_of(horizon, OPENED) is None


def test_what_was_overtaken_while_it_was_worked_out_is_not_stored(liverpool):
    club = Club.objects.charted().get()
    Club.objects.touch()
    found = fresh([club], next_horizons([club], TODAY), TODAY)
    assert club.pk in found and not Outlook.objects.exists()


def test_a_page_gets_what_was_worked_out_though_it_cannot_be_stored(liverpool, monkeypatch):
    def refuse(found):
        raise DatabaseError("database is locked")

    monkeypatch.setattr(outlooks, "_store", refuse)
    assert known(liverpool).levels["CB"] == ("thin", 3, 2)


def test_who_has_no_time_gets_only_what_is_known(liverpool):
    club = Club.objects.charted().get()
    assert fresh([club], next_horizons([club], TODAY), TODAY, seconds=-1) == {}


@pytest.mark.parametrize("count", [1, 6])
def test_the_number_of_queries_does_not_grow(django_assert_num_queries, count):
    make_windows()
    formation = make_formation()
    for _ in range(count):
        make_player(club=make_club(formation=formation), natural="CB")
    clubs = list(Club.objects.charted())
    horizons = next_horizons(clubs, TODAY)
    with django_assert_num_queries(12):
        fresh(clubs, horizons, TODAY)
    with django_assert_num_queries(2):
        fresh(clubs, horizons, TODAY)


# After a change


def test_a_change_refreshes_the_clubs_needs_once_it_has_committed(
    liverpool, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        moves.mark_back(Injury.objects.get(), by=None, on=TODAY)
    assert Outlook.objects.get().club_version == Club.objects.get().version


def test_of_many_changes_in_one_transaction_all_but_the_first_cost_one_query(
    liverpool, django_assert_num_queries
):
    refresh_changed([liverpool.pk])
    with django_assert_num_queries(1):
        refresh_changed([liverpool.pk])


def test_a_change_of_many_clubs_is_seen_to_when_they_are_looked_at(django_assert_num_queries):
    with django_assert_num_queries(0):
        refresh_changed(range(1, 500))


def test_a_club_that_only_lends_is_left_alone(liverpool, django_assert_num_queries):
    lender = make_elsewhere()
    with django_assert_num_queries(1):
        refresh_changed([lender.pk])


# The command


def test_the_command_says_how_far_it_is_and_finds_nothing_to_do_again(liverpool, capsys):
    call_command("refresh_needs")
    call_command("refresh_needs")
    first, again = capsys.readouterr().out.split("as of", 1)
    assert "1/1 clubs, 1 worked out" in first and "1/1 clubs, 0 worked out" in again


def test_the_command_can_be_told_one_club(liverpool, capsys):
    make_club("Reds")
    call_command("refresh_needs", club="reds")
    assert Outlook.objects.get().club.slug == "reds"


def test_the_command_says_that_a_club_has_no_window(capsys):
    make_club()
    call_command("refresh_needs")
    assert "1 club has no window on file" in capsys.readouterr().out


# Two at once


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_who_work_it_out_at_once_store_it_once():
    make_windows()
    club = make_liverpool()
    found = at_once(lambda: known(club), lambda: known(club))
    assert [len(one.needs) for one in found] == [1, 1]
    assert Outlook.objects.count() == Need.objects.count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_who_was_overtaken_while_he_waited_does_not_store_the_older_state():
    make_windows()
    club = make_liverpool()
    with held_up(lambda: known(club)) as started:
        Club.objects.touch()
    assert started[0].result().outlook.club_version == 1
    assert Outlook.objects.get().club_version == 2  # what the change itself has seen to
