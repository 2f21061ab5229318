"""Every thin position of every club on a day, worst first."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from squads.day import BadDay, current_site_day, requested_day
from squads.depth import POSITION_NAMES, Position
from squads.models import Club
from squads.overview import THIN_LEVELS, overviews, thinnest
from squads.views.errors import problem


@require_safe
@vary_on_headers("HX-Request", "Cookie")
def thin_list(request: HttpRequest) -> HttpResponse:
    site = current_site_day()
    try:
        on = requested_day(request, site.today)
    except BadDay as error:
        links = [{"url": reverse("squads:thin_list"), "text": "Thin positions today"}]
        return problem(request, 400, "No such day", str(error), links=links)
    clubs = list(Club.objects.charted())
    everything = thinnest(overviews(clubs, on))
    leagues = {club.competition.slug: club.competition.name for club in clubs if club.competition}
    choices = {
        "league": leagues,
        "position": {p.value: POSITION_NAMES[p] for p in Position},
        "level": {level: level.capitalize() for level in THIN_LEVELS},
    }
    chosen = {name: request.GET.get(name, "") for name in choices}
    for name, value in chosen.items():
        if value and value not in choices[name]:
            text = f"There is no {name} called “{value[:40]}” here."
            links = [{"url": reverse("squads:thin_list"), "text": "All thin positions"}]
            return problem(request, 400, "No such filter", text, links=links)
    context = {
        "section": "thin",
        "site_day": site,
        "on": on,
        "chart_query": "" if on == site.today else "?" + urlencode({"on": on.isoformat()}),
        "items": [item for item in everything if _wanted(item, chosen)],
        "total": len(everything),
        "club_count": len(clubs),
        "choices": choices,
        "chosen": chosen,
        "filtered": any(chosen.values()),
    }
    template = "squads/thin_list.html"
    return render(request, template + "#thin-list" if _htmx(request) else template, context)


def _wanted(item: dict[str, str], chosen: dict[str, str]) -> bool:
    keys = {"league": "league_slug", "position": "position", "level": "level"}
    return all(not value or item[keys[name]] == value for name, value in chosen.items())


def _htmx(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))
