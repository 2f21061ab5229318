"""Every thin position of every club on a day, worst first."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from squads.day import BadDay, SiteDay, day_query, requested_day, site_day
from squads.depth import POSITION_NAMES, THIN_LEVELS, Position
from squads.models import Club
from squads.pages.keys import page_key, site_key
from squads.pages.overview import overviews, thinnest
from squads.views.caching import kept_for_readers
from squads.views.errors import problem
from squads.views.filters import BadFilter, Choices, chosen_filters, league_choices
from squads.views.fragments import address, render_page

# What the list can be narrowed by, and where an item holds it.
FILTERS = {"league": "league_slug", "position": "position", "level": "level"}


@require_safe
@vary_on_headers("HX-Request", "Cookie")
def thin_list(request: HttpRequest) -> HttpResponse:
    """Show the thin positions. Readers get them from a cache as long as nothing has changed."""
    key = site_key()
    site = site_day(key.pinned_on)
    try:
        on = requested_day(request, site.today)
    except BadDay as error:
        return _refused(request, error)
    asked = [request.GET.get(name, "").strip() for name in FILTERS]
    live = {"watch": key.watch, "have": page_key("thin", key, site, on, asked)}

    def render() -> HttpResponse:
        clubs = list(Club.objects.charted())
        choices = _choices(clubs)
        try:
            chosen = chosen_filters(request, choices)
        except BadFilter as error:
            return _refused(request, error)
        context = _context(site, on, clubs, chosen) | {"choices": choices, "live": live}
        return render_page(request, "squads/thin_list.html", "thin-list", context)

    return kept_for_readers(request, live["have"], render)


def _refused(request: HttpRequest, error: Exception) -> HttpResponse:
    links = [{"url": reverse("squads:thin_list"), "text": "All thin positions today"}]
    return problem(request, 400, "No such list", str(error), links=links)


def _context(
    site: SiteDay, on: dt.date, clubs: Sequence[Club], chosen: dict[str, str]
) -> dict[str, Any]:
    """Return everything the page prints but what can be chosen."""
    everything = thinnest(overviews(clubs, on))
    day = "" if on == site.today else on.isoformat()
    return {
        "section": "thin",
        "site_day": site,
        "here": address("squads:thin_list", chosen | {"on": day}),
        "on": on,
        "chart_query": day_query(on, site.today),
        "items": [item for item in everything if _wanted(item, chosen)],
        "total": len(everything),
        "club_count": len(clubs),
        "chosen": chosen,
        "filtered": any(chosen.values()),
    }


def _choices(clubs: Iterable[Club]) -> Choices:
    return {
        "league": league_choices(clubs),
        "position": {p.value: POSITION_NAMES[p] for p in Position},
        "level": {level.value: level.value.capitalize() for level in THIN_LEVELS},
    }


def _wanted(item: dict[str, str], chosen: dict[str, str]) -> bool:
    return all(not value or item[FILTERS[name]] == value for name, value in chosen.items())
