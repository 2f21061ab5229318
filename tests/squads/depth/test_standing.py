"""A man's place in the squad: as an editor set it, else from age and minutes."""

import datetime as dt

import pytest

from squads.depth import Standing
from squads.depth.standing import age_on, standing_of
from tests.squads.depth.builders import DAY, make_member

TWENTY = dt.date(2005, 3, 1)
GROWN = dt.date(1995, 3, 1)
PLAYED = 1000


def derived(minutes, born_on=GROWN, minutes_played=PLAYED, on=DAY):
    member = make_member("ada", standing=None, minutes=minutes, born_on=born_on)
    return standing_of(member, on, minutes_played)[0]


@pytest.mark.parametrize(
    ("minutes", "born_on", "standing"),
    [
        (0, GROWN, Standing.BACKUP),
        (249, GROWN, Standing.BACKUP),
        (250, GROWN, Standing.ROTATION),
        (599, GROWN, Standing.ROTATION),
        (600, GROWN, Standing.FIRST_CHOICE),
        (1000, GROWN, Standing.FIRST_CHOICE),
        (0, TWENTY, Standing.PROSPECT),
        (149, TWENTY, Standing.PROSPECT),
        (150, TWENTY, Standing.BACKUP),
        (250, TWENTY, Standing.ROTATION),
        (600, TWENTY, Standing.FIRST_CHOICE),
        (0, None, Standing.BACKUP),
    ],
)
def test_standing_is_derived_from_age_and_share_of_minutes(minutes, born_on, standing):
    assert derived(minutes, born_on) == standing


@pytest.mark.parametrize(
    ("on", "standing"),
    [(dt.date(2026, 2, 28), Standing.PROSPECT), (dt.date(2026, 3, 1), Standing.BACKUP)],
)
def test_a_prospect_is_one_until_his_twenty_first_birthday(on, standing):
    assert derived(0, TWENTY, on=on) == standing


def test_before_the_first_match_a_grown_man_is_backup():
    assert derived(0, minutes_played=0) == Standing.BACKUP


def test_minutes_without_a_season_to_measure_them_by_mean_nothing():
    assert derived(90, minutes_played=0) == Standing.BACKUP


def test_a_standing_an_editor_set_is_kept_and_told_as_such():
    member = make_member("ada", standing=Standing.FRINGE, minutes=1000)
    assert standing_of(member, DAY, PLAYED) == (Standing.FRINGE, False)


def test_a_derived_standing_is_told_as_derived():
    member = make_member("ada", standing=None, minutes=1000)
    assert standing_of(member, DAY, PLAYED) == (Standing.FIRST_CHOICE, True)


@pytest.mark.parametrize(("on", "age"), [((2021, 2, 28), 20), ((2021, 3, 1), 21)])
def test_somebody_born_on_leap_day_grows_older_on_the_first_of_march(on, age):
    assert age_on(dt.date(2000, 2, 29), dt.date(*on)) == age
