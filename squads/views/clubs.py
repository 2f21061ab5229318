"""All clubs by league, each with its level at a glance."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from squads.day import BadDay, current_site_day, day_query, requested_day
from squads.models import Change, Club
from squads.pages.log import log_rows
from squads.pages.overview import overviews, thinnest
from squads.views.errors import problem
from squads.views.fragments import render_page

RECENT = 8


@require_safe
@vary_on_headers("HX-Request", "Cookie")
def club_list(request: HttpRequest) -> HttpResponse:
    site = current_site_day()
    try:
        on = requested_day(request, site.today)
    except BadDay as error:
        links = [{"url": reverse("squads:club_list"), "text": "All clubs today"}]
        return problem(request, 400, "No such day", str(error), links=links)
    found = overviews(list(Club.objects.charted()), on)
    text = request.GET.get("q", "").strip()[:80]
    past = on < site.today
    changes = Change.objects.newest().exclude(kind=Change.Kind.UNDO)
    if past:
        changes = changes.made_by(on)
    context = {
        "section": "clubs",
        "site_day": site,
        "on": on,
        "chart_query": day_query(on, site.today),
        "q": text,
        "leagues": _by_league(_matching(found, text)),
        "total": len(found),
        "thinnest": thinnest(found)[:RECENT],
        "log": log_rows(changes[:RECENT]),
        "past": past,
    }
    return render_page(request, "squads/club_list.html", "club-list", context)


def _matching(found: list[dict[str, Any]], text: str) -> list[dict[str, Any]]:
    """Return the clubs one of whose words begins as the text does; all where there is none."""
    if not text:
        return found
    wanted = set(Club.objects.matching(text).values_list("slug", flat=True))
    return [club for club in found if club["club_slug"] in wanted]


def _by_league(clubs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    leagues: dict[str, list[dict[str, Any]]] = {}
    for club in clubs:
        leagues.setdefault(club["league"], []).append(club)
    return [{"name": name, "clubs": found} for name, found in leagues.items()]
