"""What is to come, for people's calendars (RFC 5545): of one club, and of all."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from squads.day import site_day
from squads.extensions import Event
from squads.models import Club
from squads.pages.calendar import events
from squads.pages.keys import site_key
from squads.views.atom import fresh, printable
from squads.views.errors import problem

if TYPE_CHECKING:
    from icalendar import Event as Entry

DAY = dt.timedelta(days=1)
EVERY = dt.timedelta(hours=6)


@require_safe
def site_calendar(request: HttpRequest) -> HttpResponse:
    return _calendar(request, "Twodeep", Club.objects.charted())


@require_safe
def club_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    clubs = Club.objects.charted().filter(slug=slug)
    club = clubs.first()
    if club is None:
        text = f"No club called “{slug[:60]}” has a chart here."
        links = [{"url": reverse("squads:site_calendar"), "text": "The calendar of all clubs"}]
        return problem(request, 404, "No such calendar", text, links=links)
    return _calendar(request, f"{club.name} · Twodeep", [club])


def _calendar(request: HttpRequest, name: str, clubs: Iterable[Club]) -> HttpResponse:
    """Answer 304 to who holds what is true, else with every entry."""
    key = site_key()
    today = site_day(key.pinned_on).today

    def render() -> HttpResponse:
        content = written(request, name, events(list(clubs), today))
        return HttpResponse(content, content_type="text/calendar; charset=utf-8")

    return fresh(request, f"{key.watch}:{key.newest}:{today}", render)


def written(request: HttpRequest, name: str, found: Sequence[Event]) -> bytes:
    """Return a calendar's file. An entry that is moved keeps its UID, and its sequence grows."""
    from icalendar import Calendar, vDuration  # here: no other page needs it

    calendar = Calendar()
    calendar.add("prodid", "-//Twodeep//Squad depth//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", printable(name))
    calendar.add("refresh-interval", vDuration(EVERY), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(EVERY))
    for event in found:
        calendar.add_component(_entry(request, event))
    return bytes(calendar.to_ical())


def _entry(request: HttpRequest, event: Event) -> "Entry":
    from icalendar import Event as Entry

    host = request.get_host().partition(":")[0]
    entry = Entry()
    entry.add("uid", f"{event.key}@{host}")
    entry.add("dtstamp", event.written.last_at)
    entry.add("last-modified", event.written.last_at)
    entry.add("sequence", event.written.times)
    entry.add("summary", printable(event.title))
    entry.add("dtstart", event.on)
    if not isinstance(event.on, dt.datetime):
        entry.add("dtend", (event.last_on or event.on) + DAY)  # the day after the last one
    if event.text:
        entry.add("description", printable(event.text))
    entry.add("url", request.build_absolute_uri(event.path))
    entry.add("transp", "TRANSPARENT")  # nobody is busy because of it
    return entry
