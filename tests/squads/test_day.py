"""The site's current day and the days it can show."""

import datetime as dt

import pytest
import time_machine
from django.test import RequestFactory

from squads.day import BadDay, requested_day, season_of, site_day

TODAY = dt.date(2025, 9, 30)


def asked(query):
    return requested_day(RequestFactory().get("/", query), TODAY)


def test_the_data_set_pins_the_day(settings):
    settings.CURRENT_DAY = None
    assert site_day(TODAY).today == TODAY and site_day(TODAY).pinned


@time_machine.travel("2026-02-03T12:00:00Z", tick=False)
def test_real_follows_the_clock_whatever_is_pinned(settings):
    settings.CURRENT_DAY = "real"
    assert site_day(TODAY).today == dt.date(2026, 2, 3) and not site_day(TODAY).pinned


@time_machine.travel("2026-02-03T12:00:00Z", tick=False)
def test_without_a_data_set_the_clock_counts(settings):
    settings.CURRENT_DAY = None
    assert site_day(None).today == dt.date(2026, 2, 3)


def test_a_fixed_day_outranks_the_pin(settings):
    settings.CURRENT_DAY = dt.date(2025, 12, 24)
    assert site_day(TODAY).today == dt.date(2025, 12, 24)


@pytest.mark.parametrize(
    ("day", "season"),
    [
        (dt.date(2025, 6, 30), ("2024/25", dt.date(2025, 6, 30))),
        (dt.date(2025, 7, 1), ("2025/26", dt.date(2026, 6, 30))),
        (dt.date(2099, 8, 1), ("2099/00", dt.date(2100, 6, 30))),
    ],
)
def test_a_season_turns_on_the_first_of_july(day, season):
    assert season_of(day) == season


def test_nothing_asked_means_today():
    assert asked({"on": " "}) == TODAY


def test_a_day_is_read():
    assert asked({"on": "2025-09-20"}) == dt.date(2025, 9, 20)


@pytest.mark.parametrize("text", ["2025-02-30", "20250920x", "today", "1989-12-31", "2100-01-01"])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(BadDay):
        asked({"on": text})
