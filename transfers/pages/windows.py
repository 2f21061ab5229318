"""Windows in words: when they open and close, and how long that is from a day."""

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.urls import reverse

from squads.day import day_query
from squads.extensions import ClubPage, Event, Figure, Jump, Panel
from squads.models import Club
from squads.pages.calendar import NEVER, written
from squads.wording import day_text, full_day
from transfers.loading import Horizon, horizons
from transfers.models import Window

# Who looks further ahead is not waiting for this window.
FAR_DAYS = 366


def countdown(window: Window, day: dt.date) -> dict[str, str]:
    """Return a window's state on a day ("coming", "open", "closed") and the words for it."""
    zone = window.zone
    state, text = countdown_text(
        window.opens_at.astimezone(zone), window.closes_at.astimezone(zone), day
    )
    return {"state": state, "text": text, "name": window.name}


def countdown_text(opens: dt.datetime, closes: dt.datetime, day: dt.date) -> tuple[str, str]:
    """Return the state and the words, given both moments by the clocks of the window's country.

    "opens in 93 days, 1 Jan"; "open, closes Mon 2 Feb at 19:00 (in 4 days)"; "closed 2 Feb".
    A pinned day has no hour, so that the last day is open to its end.
    """
    to_open, to_close = (opens.date() - day).days, (closes.date() - day).days
    if to_open > 0:
        return "coming", f"opens {_in_days(to_open)}, {day_text(opens.date(), day)}"
    if to_close < 0:
        return "closed", f"closed {day_text(closes.date(), day)}"
    if to_close == 0:
        return "open", f"closes today at {closes:%H:%M}"
    begins = "opens today" if to_open == 0 else "open"
    closing = f"{closes:%a} {day_text(closes.date(), day)} at {closes:%H:%M}"
    return "open", f"{begins}, closes {closing} ({_in_days(to_close)})"


def _in_days(days: int) -> str:
    return "tomorrow" if days == 1 else f"in {days} days"


def coming(club: Club, day: dt.date) -> Horizon | None:
    """Return the window open for a club on a day, else the next; None if none is near on file.

    One query; the club comes with its competition.
    """
    return nearest(horizons(Window.objects.of_club(club), day), day)


def nearest(ahead: Iterable[Horizon], day: dt.date) -> Horizon | None:
    """Return the first of a club's windows ahead of a day; None if none is near on file."""
    found = next(iter(ahead), None)
    if found is None or (found.first_on - day).days > FAR_DAYS:
        return None
    return found


def club_jumps(club: Club, on: dt.date) -> list[Jump]:
    """Return the days on which the window of that day, else the next one, opens and closes."""
    found = coming(club, on)
    if found is None:
        return []
    window = found.window
    opens, closes = window.opens_on, window.closes_on
    return [
        Jump("opens", "Window opens", opens, f"{window.name} opens on {full_day(opens)}"),
        Jump("closes", "Window closes", closes, f"{window.name} closes on {full_day(closes)}"),
    ]


def home_figure(on: dt.date) -> Figure | None:
    """Return how long it is until the next league's window opens or, in one, until it closes.

    None if none is near on file. One query.
    """
    leagues = Window.objects.exclude(competition=None).in_order()
    found = next(iter(horizons(leagues, on)), None)
    if found is None or (found.first_on - on).days > FAR_DAYS:
        return None
    window = found.window
    word, day = "opens", window.opens_on
    if window.is_open_on(on):
        word, day = "closes", window.closes_on
    label = f"until the {window.competition} window {word}"
    days = (day - on).days
    value = f"{days} day{'' if days == 1 else 's'}" if days else "Today"
    if not days:
        label = f"the {window.competition} window {word}"
    return Figure(value, label, window.get_absolute_url(), day)


def club_panel(page: ClubPage) -> Panel:
    """Return how long it is to the next window, and the way to the club's timeline."""
    found, club = coming(page.club, page.on), page.club
    timeline = reverse("transfers:club_timeline", args=[club.slug])
    return Panel(
        "transfers/_window_panel.html",
        {
            "club": club,
            "countdown": countdown(found.window, page.on) if found else None,
            "window_url": found.window.get_absolute_url() if found else "",
            "no_window": no_window(club, page.on),
            "timeline_url": f"{timeline}{day_query(page.on, page.today)}",
        },
        is_beside=True,
    )


def events(clubs: Sequence[Club], today: dt.date) -> list[Event]:
    """Return when the windows of these clubs open and close, for calendars. Two queries."""
    leagues = {club.competition_id for club in clubs}
    countries = {club.competition.country for club in clubs if club.competition} - {""}
    since = today - dt.timedelta(days=FAR_DAYS)
    wanted = Q(competition__in=leagues) | Q(country__in=countries)
    found = list(Window.objects.in_order().filter(wanted, closes_at__date__gte=since))
    known = written(Window, [window.pk for window in found])
    return [
        Event(
            key=f"window-{window.pk}-{name}",
            title=f"{window.competition or window.country}: {window.name} window {name}",
            on=at,
            written=known.get(window.pk, NEVER),
            text=window.source,
            path=window.get_absolute_url(),
        )
        for window in found
        for name, at in (("opens", window.opens_at), ("closes", window.closes_at))
    ]


def no_window(club: Club, on: dt.date) -> str:
    """Return the sentence for a club whose league has none in sight."""
    league = club.competition.name if club.competition else club.name
    return f"No window on file for {league} in the year from {full_day(on)}."


def window_rows(windows: Iterable[Window], day: dt.date) -> list[dict[str, Any]]:
    """Return the windows of each league or association, leagues first, as a page lists them."""
    ordered = sorted(windows, key=lambda w: (*_league_order(w), w.opens_at, w.pk))
    return [
        {"name": name, "windows": _rows(list(its), day)}
        for (_, name), its in groupby(ordered, key=_league_order)
    ]


def _league_order(window: Window) -> tuple[int, str]:
    if window.competition:
        return window.competition.rank, window.competition.name
    return 10_000, window.country


def _rows(windows: list[Window], day: dt.date) -> list[dict[str, Any]]:
    """Return a league's windows in order; the one that is open, or else opens next, is marked."""
    rows = [_row(window, day) for window in windows]
    first = next((row for row in rows if row["countdown"]["state"] != "closed"), None)
    return [row | {"is_next": row is first} for row in rows]


def _row(window: Window, day: dt.date) -> dict[str, Any]:
    return {
        "pk": window.pk,
        "league": window.competition.name if window.competition else "",
        "country": window.country,
        "name": window.name,
        "url": window.get_absolute_url(),
        "season": window.season,
        "opens_on": window.opens_on,
        "closes_on": window.closes_on,
        "opens_at": window.opens_at.astimezone(window.zone),
        "closes_at": window.closes_at.astimezone(window.zone),
        "opens": _moment(window.opens_at.astimezone(window.zone)),
        "closes": _moment(window.closes_at.astimezone(window.zone)),
        "zone": _city(window),
        "countdown": countdown(window, day),
        "confidence": window.confidence,
        "confidence_text": window.get_confidence_display().partition(": ")[2],
        "source": window.source,
        "note": window.note,
    }


def local_text(window: Window, at: dt.datetime) -> str:
    """Return a moment as the clocks of the window's country show it, with whose they are."""
    return f"{_moment(at.astimezone(window.zone))}, {_city(window)} time"


def _city(window: Window) -> str:
    return window.time_zone.rpartition("/")[2].replace("_", " ")


def _moment(at: dt.datetime) -> str:
    """Return "Mon 2 Feb 2026, 19:00"; midnight is the beginning of a day and goes unsaid."""
    hour = f", {at:%H:%M}" if (at.hour, at.minute) != (0, 0) else ""
    return f"{at:%a} {full_day(at.date())}{hour}"
