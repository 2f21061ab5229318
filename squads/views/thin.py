"""Every thin position of every club on a day, worst first."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from squads.day import BadDay, SiteDay, day_query, requested_day, site_day
from squads.depth import POSITION_NAMES, THIN_LEVELS, Level, Position
from squads.models import Club
from squads.pages.keys import page_key, site_key
from squads.pages.overview import overviews, thinnest
from squads.pages.tables import THIN
from squads.views.caching import kept_for_readers
from squads.views.errors import problem
from squads.views.exporting import exported
from squads.views.filters import BadFilter, Choices, chosen_filters, league_choices
from squads.views.fragments import address, part_or_page, refreshes_itself, render_page, wants_file

# What the list can be narrowed by, and where an item holds it.
FILTERS = {"league": "league_slug", "position": "position", "level": "level"}
# What it can stand under, and where an item holds the heading and what that sorts by.
GROUPINGS = {"level": "Level", "club": "Club", "position": "Position"}
LEVEL_MEANS = {
    Level.SHORT: "a starting place that nobody credible can fill",
    Level.EXPOSED: "enough to start, and nobody behind them",
    Level.THIN: "cover for some of the starters, not for all",
}
PLACES = {position.value: place for place, position in enumerate(Position)}


@require_safe
@part_or_page
def thin_list(request: HttpRequest) -> HttpResponse:
    """Show the thin positions. Readers get them from a cache as long as nothing has changed."""
    key = site_key()
    site = site_day(key.pinned_on)
    try:
        on = requested_day(request, site.today)
    except BadDay as error:
        return _refused(request, error)
    asked = {name: request.GET.get(name, "").strip() for name in (*FILTERS, "by")}
    live = {"watch": key.watch, "have": page_key("thin", key, site, on, sorted(asked.items()))}

    def render() -> HttpResponse:
        clubs = list(Club.objects.charted())
        choices = _choices(clubs)
        try:
            chosen = chosen_filters(request, choices)
            by = chosen_filters(request, {"by": GROUPINGS})["by"] or "level"
        except BadFilter as error:
            return _refused(request, error)
        context = _context(site, on, clubs, chosen, by) | {"choices": choices, "live": live}
        if wants_file(request):
            items = [item for group in context["groups"] for item in group["rows"]]
            return exported(request, THIN, items, here=context["here"], on=on)
        return render_page(request, "squads/thin_list.html", "thin-list", context)

    response = kept_for_readers(request, live["have"], render)
    if response.status_code == 400 or refreshes_itself(request):
        return response
    # Without the form's empty fields: what htmx puts into the address bar.
    return push_url(response, _address(site, on, asked))


def _address(site: SiteDay, on: dt.date, asked: dict[str, str]) -> str:
    """Return the address of a list; what is meant anyway goes unnamed."""
    day = "" if on == site.today else on.isoformat()
    by = asked.get("by", "")
    return address("squads:thin_list", asked | {"by": "" if by == "level" else by, "on": day})


def _refused(request: HttpRequest, error: Exception) -> HttpResponse:
    links = [{"url": reverse("squads:thin_list"), "text": "All thin positions today"}]
    return problem(request, 400, "No such list", str(error), links=links)


def _context(
    site: SiteDay, on: dt.date, clubs: Sequence[Club], chosen: dict[str, str], by: str
) -> dict[str, Any]:
    """Return everything the page prints but what can be chosen."""
    everything = thinnest(overviews(clubs, on))
    items = [item for item in everything if _wanted(item, chosen)]
    return {
        "section": "thin",
        "site_day": site,
        "here": _address(site, on, chosen | {"by": by}),
        "on": on,
        "is_today": on == site.today,
        "chart_query": day_query(on, site.today),
        "groups": _grouped(items, by),
        "count": len(items),
        "total": len(everything),
        "club_count": len(clubs),
        "chosen": chosen,
        "by": by,
        "groupings": GROUPINGS,
        "filtered": any(chosen.values()),
        "unfiltered": _address(site, on, {"by": by}),
    }


def _grouped(items: Sequence[dict[str, Any]], by: str) -> list[dict[str, Any]]:
    """Return the items under headings, the worst first under each; levels come worst first."""
    groups: dict[tuple[Any, str, str], list[dict[str, Any]]] = defaultdict(list)
    for item in items:
        groups[_heading(item, by)].append(item)
    found = sorted(groups.items(), key=lambda group: group[0])
    return [{"title": title, "means": means, "rows": rows} for (_, title, means), rows in found]


def _heading(item: dict[str, Any], by: str) -> tuple[Any, str, str]:
    """Return what a heading sorts by, its words, and what they mean."""
    if by == "club":
        return item["club"], item["club"], ""
    if by == "position":
        return PLACES[item["position"]], item["name"], ""
    level = Level(item["level"])
    return THIN_LEVELS.index(level), level.value.capitalize(), LEVEL_MEANS[level]


def _choices(clubs: Iterable[Club]) -> Choices:
    return {
        "league": league_choices(clubs),
        "position": {p.value: POSITION_NAMES[p] for p in Position},
        "level": {level.value: level.value.capitalize() for level in THIN_LEVELS},
    }


def _wanted(item: dict[str, str], chosen: dict[str, str]) -> bool:
    return all(not value or item[FILTERS[name]] == value for name, value in chosen.items())
