"""Charts as pictures, for link previews and for papers that show one."""

import datetime as dt
from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from squads import depth
from squads.day import BadDay, requested_day, season_of, site_day
from squads.depth import depth_chart
from squads.drawing import png
from squads.loading import load_formations, load_squads
from squads.models import Club
from squads.pages import pictures
from squads.pages.keys import club_key, page_key, site_key
from squads.pages.overview import overviews
from squads.views.caching import kept_for_all
from squads.views.charts import Asked, asked_of, no_chart
from squads.views.errors import problem

SVG, PNG = "image/svg+xml", "image/png"


@require_safe
def chart_svg(request: HttpRequest, slug: str) -> HttpResponse:
    """Draw a club's chart as SVG."""
    return _chart(request, slug, SVG)


@require_safe
def chart_png(request: HttpRequest, slug: str) -> HttpResponse:
    """Draw a club's chart as PNG, which every site that previews links can show."""
    return _chart(request, slug, PNG)


@require_safe
def site_png(request: HttpRequest) -> HttpResponse:
    """Draw the card of pages without a club."""
    key = site_key()
    site = site_day(key.pinned_on)
    try:
        on = requested_day(request, site.today)
    except BadDay as error:
        return problem(request, 400, "No such day", str(error))

    def make() -> bytes:
        return png(pictures.site_svg(overviews(list(Club.objects.charted()), on), on))

    response = kept_for_all(request, page_key("card", key, site, on), PNG, make)
    return _named(response, f"twodeep-{on.isoformat()}.png")


def _chart(request: HttpRequest, slug: str, content_type: str) -> HttpResponse:
    """Answer with a club's chart on the day and in the formation of the address."""
    club = club_key(slug)
    if club is None:
        return no_chart(request, slug)
    try:
        asked = replace(asked_of(request, club), view="")
    except BadDay as error:
        links = [{"url": reverse("squads:chart_png", args=[slug]), "text": "The chart of today"}]
        return problem(request, 400, "No such day", str(error), links=links)
    formations = load_formations() if asked.formation else {}
    if asked.formation and asked.formation not in formations:
        text = f"Nobody here knows the formation “{asked.formation}”."
        return problem(request, 400, "No such formation", text)

    def make() -> bytes:
        svg = _svg(asked, formations)
        return svg.encode() if content_type == SVG else png(svg)

    kind = content_type.partition("/")[2].partition("+")[0]
    response = kept_for_all(request, f"{asked.key}:{kind}", content_type, make)
    return _named(response, f"{_name(asked)}.{kind}")


def _svg(asked: Asked, formations: dict[str, depth.Formation]) -> str:
    club = get_object_or_404(Club.objects.charted(), pk=asked.club.pk)
    formations = formations or load_formations()
    squad = load_squads([club], season_of(asked.on)[0], formations)[club.pk]
    if asked.formation:
        squad = replace(squad, formation=formations[asked.formation])
    return pictures.chart_svg(club, depth_chart(squad, asked.on), asked.site.today)


def _name(asked: Asked) -> str:
    """Return what a picture is called once it is saved: "liverpool-2025-09-30"."""
    parts = (asked.club.slug, asked.on.isoformat(), slugify(asked.formation))
    return "-".join(filter(None, parts))


def _named(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def chart_picture(slug: str, on: dt.date, formation: str = "", version: int = 0) -> str:
    """Return the address of a chart's picture, for `picture` of templates/_preview.html.

    It names the day, so that a link that was shared keeps its picture, and the club's version,
    so that sites which keep what they once fetched fetch it anew when news has changed it.
    """
    query = {"on": on.isoformat(), "formation": formation, "v": str(version or "")}
    asked = urlencode({name: value for name, value in query.items() if value})
    return f"{reverse('squads:chart_png', args=[slug])}?{asked}"
