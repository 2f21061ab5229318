"""A player's page: what he has missed."""

import datetime as dt

import pytest

from squads.models import ReturnEstimate
from tests.factories import (
    DAY,
    make_absence,
    make_club,
    make_injury,
    make_player,
)

pytestmark = pytest.mark.django_db


def page(visitor, player, **query):
    response = visitor.get(player.get_absolute_url(), query)
    assert response.status_code == 200
    return response.text


def flat(text):
    return " ".join(text.split())


def test_days_missed_run_up_to_the_day(reader):
    player = make_player(club=make_club())
    make_injury(player=player, began_on=dt.date(2025, 9, 24), expected_until=dt.date(2026, 9, 1))
    assert '<b class="num">7</b> days missed' in page(reader, player, on="2025-09-30")


def test_days_missed_end_with_a_return_that_came_later_than_expected(reader):
    player = make_player(club=make_club())
    make_injury(
        player=player,
        began_on=dt.date(2025, 9, 1),
        expected_until=dt.date(2025, 9, 5),
        returned_on=dt.date(2025, 9, 11),
    )
    assert '<b class="num">10</b> days missed' in page(reader, player)


def test_the_record_is_summed_up_and_a_day_of_two_spells_is_one_day(reader):
    player = make_player(club=make_club())
    make_injury(player=player, began_on=dt.date(2023, 5, 1), returned_on=dt.date(2023, 5, 11))
    make_injury(player=player, began_on=dt.date(2025, 9, 11), returned_on=dt.date(2025, 9, 21))
    make_absence(player=player, began_on=dt.date(2025, 9, 16), returned_on=dt.date(2025, 9, 26))
    text = flat(page(reader, player))
    assert '<b class="num">25</b> days missed in 3 spells since 2023' in text
    assert '<b class="num">15</b> of them in the last 365 days' in text


def test_each_spell_has_a_bar_as_long_as_its_days(reader):
    player = make_player(club=make_club())
    for began_on, days in ((dt.date(2025, 1, 1), 40), (dt.date(2025, 6, 1), 10)):
        back = began_on + dt.timedelta(days=days)
        make_injury(player=player, began_on=began_on, returned_on=back)
    text = page(reader, player)
    assert text.index('<rect width="25"') < text.index('<rect width="100"')


def test_a_source_of_all_spells_is_named_once(reader):
    player = make_player(club=make_club())
    for month in (3, 6):
        began_on = dt.date(2025, month, 1)
        back = began_on + dt.timedelta(days=9)
        make_injury(player=player, began_on=began_on, returned_on=back, source="The Echo")
    assert page(reader, player).count("The Echo") == 1


def test_a_spell_still_to_come_has_missed_no_day(reader):
    player = make_player(club=make_club())
    make_absence(player=player, kind="international", began_on=dt.date(2025, 12, 21))
    assert "days missed" not in page(reader, player)


def test_a_reason_that_only_repeats_the_kind_is_printed_once(reader):
    player = make_player(club=make_club())
    make_absence(player=player, kind="personal", reason="personal reasons", source="BBC")
    assert '<span class="tag facts-line">BBC</span>' in page(reader, player)


def test_an_empty_record_is_no_proof_of_health(reader):
    make_injury(returned_on=dt.date(2025, 9, 28))
    text = page(reader, make_player())
    assert "is on record here. That is not to say that there was none." in text


def test_injuries_and_absences_stand_together_newest_first(reader):
    player = make_player(club=make_club())
    make_injury(player=player, diagnosis="Knock", began_on=dt.date(2025, 9, 1))
    make_absence(player=player, reason="Red card", began_on=dt.date(2025, 9, 20))
    make_injury(player=player, diagnosis="Bruise", began_on=dt.date(2025, 9, 25))
    text = page(reader, player).partition("spells-title")[2]
    assert text.index("Bruise") < text.index("Red card") < text.index("Knock")


def test_every_expected_return_ever_given_is_listed(reader):
    player = make_player(club=make_club())
    injury = make_injury(player=player, expected_until=dt.date(2025, 11, 12))
    for day in (19, 26):
        ReturnEstimate.objects.create(
            injury=injury, given_on=DAY, expected_until=dt.date(2025, 11, day)
        )
    text = page(reader, player)
    assert all(f'<b class="num">{day} Nov 2025</b>' in text for day in (12, 19, 26))


def test_a_slip_is_told(reader):
    player = make_player(club=make_club())
    injury = make_injury(player=player, expected_until=dt.date(2025, 11, 12))
    type(injury).objects.filter(pk=injury.pk).update(expected_until=dt.date(2025, 11, 26))
    assert "first 12 Nov, now 26 Nov" in page(reader, player)


def test_an_expected_return_that_held_is_no_slip(reader):
    player = make_player(club=make_club())
    make_injury(player=player, expected_until=dt.date(2025, 11, 12))
    assert 'class="slip"' not in page(reader, player)
