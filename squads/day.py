"""The site's current day: the real one, or the one the data set pins."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date

from squads.models import DataSet

FIRST_DAY = dt.date(1990, 1, 1)
LAST_DAY = dt.date(2099, 12, 31)


@dataclass(frozen=True, slots=True)
class SiteDay:
    """The current day, and whether the data set or the setting pins it."""

    today: dt.date
    pinned: bool


class BadDay(ValueError):
    """What was given for a day is not one the site can show."""


def season_of(day: dt.date) -> tuple[str, dt.date]:
    """Return the season a day lies in ("2025/26") and its last day; seasons turn on 1 July."""
    start = day.year if day.month >= 7 else day.year - 1
    return f"{start}/{(start + 1) % 100:02}", dt.date(start + 1, 6, 30)


def site_day(pinned_on: dt.date | None) -> SiteDay:
    """Return the current day given what the data set pins; the setting outranks it."""
    chosen = settings.CURRENT_DAY
    if isinstance(chosen, dt.date):
        today, pinned = chosen, True
    elif chosen == "real" or pinned_on is None:
        today, pinned = timezone.localdate(), False
    else:
        today, pinned = pinned_on, True
    return SiteDay(today, pinned)


def current_site_day() -> SiteDay:
    """Return the site's day, asking the database for the pin."""
    pinned_on = DataSet.objects.order_by("pk").values_list("pinned_on", flat=True).first()
    return site_day(pinned_on)


def current_day() -> dt.date:
    return current_site_day().today


def site_now() -> dt.datetime:
    """Return this moment as the site has it: on a pinned day it is the hour that is real."""
    return site_moment(timezone.now())


def site_moment(at: dt.datetime) -> dt.datetime:
    """Return when something was written as the log dates it: on a pinned day, at its hour."""
    at, site = timezone.localtime(at), current_site_day()
    return dt.datetime.combine(site.today, at.time(), at.tzinfo) if site.pinned else at


def squads_from() -> dt.date | None:
    """Return the first day on which squads are whole, None where nothing is said of it."""
    return DataSet.objects.order_by("pk").values_list("squads_from", flat=True).first()


def day_query(on: dt.date, today: dt.date) -> str:
    """Return the query that keeps a day in a link: "?on=2025-09-20", nothing for today."""
    return "" if on == today else f"?on={on.isoformat()}"


def requested_day(request: HttpRequest, today: dt.date) -> dt.date:
    """Return the day of `?on=`, today when it is absent or empty.

    Raises BadDay, with a sentence for the reader, for anything that is no day in range.
    """
    text = request.GET.get("on", "").strip()
    return day_of(text, today) if text else today


def day_of(text: str, example: dt.date) -> dt.date:
    """Return the day that a text names. Raises BadDay, with a sentence for the reader."""
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise BadDay(f"“{text[:40]}” is not a day. Write one like {example.isoformat()}.")
    if not FIRST_DAY <= day <= LAST_DAY:
        raise BadDay(f"Choose a day between {FIRST_DAY.year} and {LAST_DAY.year}.")
    return day
