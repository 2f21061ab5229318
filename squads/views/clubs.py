"""All clubs by league, each with its level at a glance."""

import datetime as dt
from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from squads.day import BadDay, SiteDay, day_query, requested_day, site_day
from squads.depth import THIN_LEVELS
from squads.extensions import extensions
from squads.models import Change, Club
from squads.pages.keys import page_key, site_key
from squads.pages.log import log_rows
from squads.pages.news import newest_by_club
from squads.pages.overview import overviews, thinnest
from squads.pages.tables import CLUBS
from squads.views.caching import kept_for_readers
from squads.views.errors import problem
from squads.views.exporting import exported
from squads.views.fragments import address, part_or_page, refreshes_itself, render_page, wants_file

RECENT = 8
THINNEST = 6


@require_safe
@part_or_page
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
        if wants_file(request):
            found = _matching(overviews(list(Club.objects.charted()), on), text)
            return exported(request, CLUBS, found, here=_address(site, on, text), on=on)
        context = _context(site, on, text) | {"live": live}
        return render_page(request, "squads/club_list.html", "club-list", context)

    # What is typed into the filter, letter by letter, would push the charts out of the cache.
    response = kept_for_readers(request, live["have"], render, store=not text)
    # Without the form's empty fields and the day that is meant anyway: for the address bar.
    return response if refreshes_itself(request) else push_url(response, _address(site, on, text))


def _address(site: SiteDay, on: dt.date, text: str) -> str:
    day = "" if on == site.today else on.isoformat()
    return address("squads:club_list", {"q": text, "on": day})


def _context(site: SiteDay, on: dt.date, text: str) -> dict[str, Any]:
    """Return everything the page prints. text: what is typed into the filter."""
    found = overviews(list(Club.objects.charted()), on)
    shown = _matching(found, text)
    thin = thinnest(found)
    past = on < site.today
    changes = Change.objects.newest().exclude(kind=Change.Kind.UNDO)
    if past:
        changes = changes.made_by(on)
    return {
        "section": "clubs",
        "site_day": site,
        "here": _address(site, on, text),
        "unfiltered": _address(site, on, ""),
        "is_today": on == site.today,
        "on": on,
        "chart_query": day_query(on, site.today),
        "q": text,
        "leagues": _by_league(shown, newest_by_club()),
        "shown": len(shown),
        "total": len(found),
        "thinnest": thin[:THINNEST],
        "glance": _glance(found, thin),
        "figures": [figure for draw in extensions.home_figures if (figure := draw(on))],
        "log": log_rows(changes[:RECENT]),
        "past": past,
    }


def _matching(found: list[dict[str, Any]], text: str) -> list[dict[str, Any]]:
    """Return the clubs one of whose words begins as the text does; all where there is none."""
    if not text:
        return found
    wanted = set(Club.objects.matching(text).values_list("slug", flat=True))
    return [club for club in found if club["club_slug"] in wanted]


def _glance(found: list[dict[str, Any]], thin: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the day in figures: thin positions in all and by level, and who is missing."""
    by_level = Counter(item["level"] for item in thin)
    levels = [{"level": level.value, "count": by_level[level.value]} for level in THIN_LEVELS]
    return {
        "thin": len(thin),
        "clubs": sum(bool(club["thin"]) for club in found),
        "levels": [level for level in levels if level["count"]],
        "absent": sum(club["absent"] for club in found),
        "doubtful": sum(club["doubtful"] for club in found),
    }


def _by_league(clubs: list[dict[str, Any]], newest: dict[str, int]) -> list[dict[str, Any]]:
    """Return clubs under their leagues, each with the key of its newest change."""
    leagues: dict[str, list[dict[str, Any]]] = {}
    for club in clubs:
        card = club | {"newest": newest.get(club["club_slug"], 0)}
        leagues.setdefault(club["league"], []).append(card)
    return [
        {"name": name, "slug": found[0]["league_slug"], "clubs": found}
        for name, found in leagues.items()
    ]
