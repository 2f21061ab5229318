"""Everybody who is absent or doubtful on a day."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from squads import wording
from squads.day import BadDay, SiteDay, requested_day, season_of, site_day
from squads.loading import load_formations, load_squads
from squads.models import Club, Injury
from squads.pages import board
from squads.pages.absentees import (
    DEFAULT_SORT,
    KINDS,
    SORTS,
    Absentee,
    absentees,
    counts,
    grouped,
    ordered,
)
from squads.pages.keys import page_key, site_key
from squads.pages.tables import ABSENTEES
from squads.views.caching import kept_for_readers
from squads.views.errors import problem
from squads.views.exporting import exported
from squads.views.filters import BadFilter, Choices, chosen_filters, league_choices
from squads.views.fragments import (
    address_pattern,
    part_or_page,
    refreshes_itself,
    render_page,
    wants_file,
)

FILTERS = ("league", "club", "kind", "part")
GROUPINGS = {"club": "Club", "return": "Return date", "none": "Nothing"}
COLUMNS = {
    "player": "Player",
    "club": "Club",
    "position": "Pos.",
    "kind": "Kind",
    "reason": "Reason",
    "since": "Since",
    "days": "Days out",
    "back": "Expected back",
    "chance": "Chance",
    "standing": "Standing",
    "source": "Source",
}


@dataclass(frozen=True)
class Asked:
    """What a reader asks of the list; filters are empty where nothing is chosen."""

    site: SiteDay
    on: dt.date
    filters: dict[str, str]
    by: str = "club"
    sort: str = DEFAULT_SORT

    def url(self, **other: Any) -> str:
        """Return the address of this list or, with other values, of another; defaults unnamed."""
        asked = replace(self, **other)
        shown = {"on": asked.on.isoformat(), **asked.filters, "by": asked.by, "sort": asked.sort}
        defaults = {"on": asked.site.today.isoformat(), "by": "club", "sort": DEFAULT_SORT}
        query = {name: value for name, value in shown.items() if value != defaults.get(name, "")}
        return f"{reverse('squads:injury_list')}{'?' if query else ''}{urlencode(query)}"


@require_safe
@part_or_page
def injury_list(request: HttpRequest) -> HttpResponse:
    """Show who is missing. Readers get the list from a cache as long as nothing has changed."""
    key = site_key()
    try:
        asked = _asked(request, site_day(key.pinned_on))
    except (BadDay, BadFilter) as error:
        return _refused(request, error)
    shape = (asked.on, sorted(asked.filters.items()), asked.by, asked.sort)
    live = {"watch": key.watch, "have": page_key("injuries", key, asked.site, *shape)}
    response = kept_for_readers(request, live["have"], lambda: _render(request, asked, live))
    if response.status_code == 400 or refreshes_itself(request):
        return response
    # Without the form's empty fields: what htmx puts into the address bar.
    return push_url(response, asked.url())


def _render(request: HttpRequest, asked: Asked, live: dict[str, str]) -> HttpResponse:
    clubs = list(Club.objects.charted())
    choices = _choices(clubs)
    try:
        chosen_filters(request, choices)
    except BadFilter as error:
        return _refused(request, error)
    squads = load_squads(_within(clubs, asked), season_of(asked.on)[0], load_formations())
    found = [one for one in absentees(clubs, squads, asked.on) if _wanted(one, asked)]
    if wants_file(request):
        men = ordered(found, asked.sort)
        return exported(request, ABSENTEES, men, here=asked.url(), on=asked.on)
    context = _context(asked, found) | {"choices": choices, "club_count": len(squads)}
    return render_page(request, "squads/injury_list.html", "injury-list", context | {"live": live})


def _refused(request: HttpRequest, error: Exception) -> HttpResponse:
    links = [{"url": reverse("squads:injury_list"), "text": "All injuries and absences today"}]
    return problem(request, 400, "No such list", str(error), links=links)


def _choices(clubs: Iterable[Club]) -> Choices:
    return {
        "league": league_choices(clubs),
        "club": {club.slug: club.name for club in clubs},
        "kind": {kind.value: label for kind, label in KINDS.items()},
        "part": {part: part.capitalize() for part in Injury.BODY_PARTS},
    }


def _asked(request: HttpRequest, site: SiteDay) -> Asked:
    """Read the list's address. Raises BadDay, or BadFilter for the shape; not for a filter.

    What a filter may be is in the database, which has not been asked yet.
    """
    on = requested_day(request, site.today)
    orders = {name: name for column in SORTS for name in (column, f"-{column}")}
    shape = chosen_filters(request, {"by": GROUPINGS, "sort": orders})
    return Asked(
        site=site,
        on=on,
        filters={name: request.GET.get(name, "").strip() for name in FILTERS},
        by=shape["by"] or "club",
        sort=shape["sort"] or DEFAULT_SORT,
    )


def _within(clubs: Iterable[Club], asked: Asked) -> list[Club]:
    """Return the clubs that the filters leave, so that no other is loaded."""
    league, slug = asked.filters["league"], asked.filters["club"]
    return [
        club
        for club in clubs
        if slug in ("", club.slug)
        and (not league or (club.competition and club.competition.slug == league))
    ]


def _wanted(absentee: Absentee, asked: Asked) -> bool:
    kind, part = asked.filters["kind"], asked.filters["part"]
    return kind in ("", absentee.spell.kind) and part in ("", absentee.spell.body_part)


def _context(asked: Asked, found: list[Absentee]) -> dict[str, Any]:
    """Return everything the page prints but what can be chosen."""
    urls = board.Urls(address_pattern("squads:player_detail"))
    return {
        "section": "injuries",
        "site_day": asked.site,
        "asked": asked,
        "here": asked.url(),
        "on": wording.full_day(asked.on),
        "count": len(found),
        "counts": counts(found),
        "groups": grouped(ordered(found, asked.sort), asked.by, urls, asked.site.today),
        "groupings": GROUPINGS,
        "columns": [
            _column(asked, name) for name in COLUMNS if (name, asked.by) != ("club", "club")
        ],
        "filtered": any(asked.filters.values()),
        "unfiltered": asked.url(filters={}),
        "chart_query": "" if asked.on == asked.site.today else f"?on={asked.on}",
    }


def _column(asked: Asked, name: str) -> dict[str, Any]:
    """Return a heading and the address that sorts by it, turned round if it already does."""
    ascending = asked.sort == name
    descending = asked.sort == f"-{name}"
    return {
        "name": name,
        "label": COLUMNS[name],
        "url": asked.url(sort=f"-{name}" if ascending else name),
        "direction": "ascending" if ascending else "descending" if descending else "",
        "mark": "▲" if ascending else "▼" if descending else "",
        "is_number": name == "days",
    }
