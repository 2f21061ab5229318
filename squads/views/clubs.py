"""All clubs by league, each with its level at a glance."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from squads.day import BadDay, SiteDay, day_query, requested_day, site_day
from squads.models import Change, Club
from squads.pages.keys import page_key, site_key
from squads.pages.log import log_rows
from squads.pages.news import newest_by_club
from squads.pages.overview import overviews, thinnest
from squads.views.caching import kept_for_readers
from squads.views.errors import problem
from squads.views.fragments import address, render_page

RECENT = 8


@require_safe
@vary_on_headers("HX-Request", "Cookie")
def club_list(request: HttpRequest) -> HttpResponse:
    """Show all clubs. Readers get them from a cache as long as nothing has changed."""
    key = site_key()
    site = site_day(key.pinned_on)
    try:
        on = requested_day(request, site.today)
    except BadDay as error:
        links = [{"url": reverse("squads:club_list"), "text": "All clubs today"}]
        return problem(request, 400, "No such day", str(error), links=links)
    text = request.GET.get("q", "").strip()[:80]
    live = {"watch": key.watch, "have": page_key("clubs", key, site, on, text)}

    def render() -> HttpResponse:
        context = _context(site, on, text) | {"live": live}
        return render_page(request, "squads/club_list.html", "club-list", context)

    # What is typed into the filter, letter by letter, would push the charts out of the cache.
    return kept_for_readers(request, live["have"], render, store=not text)


def _context(site: SiteDay, on: dt.date, text: str) -> dict[str, Any]:
    """Return everything the page prints. text: what is typed into the filter."""
    found = overviews(list(Club.objects.charted()), on)
    past = on < site.today
    changes = Change.objects.newest().exclude(kind=Change.Kind.UNDO)
    if past:
        changes = changes.made_by(on)
    day = "" if on == site.today else on.isoformat()
    return {
        "section": "clubs",
        "site_day": site,
        "here": address("squads:club_list", {"q": text, "on": day}),
        "on": on,
        "chart_query": day_query(on, site.today),
        "q": text,
        "leagues": _by_league(_matching(found, text), newest_by_club()),
        "total": len(found),
        "thinnest": thinnest(found)[:RECENT],
        "log": log_rows(changes[:RECENT]),
        "past": past,
    }


def _matching(found: list[dict[str, Any]], text: str) -> list[dict[str, Any]]:
    """Return the clubs one of whose words begins as the text does; all where there is none."""
    if not text:
        return found
    wanted = set(Club.objects.matching(text).values_list("slug", flat=True))
    return [club for club in found if club["club_slug"] in wanted]


def _by_league(clubs: list[dict[str, Any]], newest: dict[str, int]) -> list[dict[str, Any]]:
    """Return clubs under their leagues, each with the key of its newest change."""
    leagues: dict[str, list[dict[str, Any]]] = {}
    for club in clubs:
        card = club | {"newest": newest.get(club["club_slug"], 0)}
        leagues.setdefault(club["league"], []).append(card)
    return [{"name": name, "clubs": found} for name, found in leagues.items()]
