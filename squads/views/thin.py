"""Every thin position of every club on a day, worst first."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from squads.day import BadDay, current_site_day, day_query, requested_day
from squads.depth import POSITION_NAMES, THIN_LEVELS, Position
from squads.models import Club
from squads.pages.overview import overviews, thinnest
from squads.views.errors import problem
from squads.views.filters import BadFilter, Choices, chosen_filters, league_choices
from squads.views.fragments import render_page


@require_safe
@vary_on_headers("HX-Request", "Cookie")
def thin_list(request: HttpRequest) -> HttpResponse:
    site = current_site_day()
    clubs = list(Club.objects.charted())
    choices = _choices(clubs)
    try:
        on = requested_day(request, site.today)
        chosen = chosen_filters(request, choices)
    except (BadDay, BadFilter) as error:
        links = [{"url": reverse("squads:thin_list"), "text": "All thin positions today"}]
        return problem(request, 400, "No such list", str(error), links=links)
    everything = thinnest(overviews(clubs, on))
    context = {
        "section": "thin",
        "site_day": site,
        "on": on,
        "chart_query": day_query(on, site.today),
        "items": [item for item in everything if _wanted(item, chosen)],
        "total": len(everything),
        "club_count": len(clubs),
        "choices": choices,
        "chosen": chosen,
        "filtered": any(chosen.values()),
    }
    return render_page(request, "squads/thin_list.html", "thin-list", context)


def _choices(clubs: Iterable[Club]) -> Choices:
    return {
        "league": league_choices(clubs),
        "position": {p.value: POSITION_NAMES[p] for p in Position},
        "level": {level.value: level.value.capitalize() for level in THIN_LEVELS},
    }


def _wanted(item: dict[str, str], chosen: dict[str, str]) -> bool:
    keys = {"league": "league_slug", "position": "position", "level": "level"}
    return all(not value or item[keys[name]] == value for name, value in chosen.items())
