"""A club's squad week by week, from a day into the next season, if not further."""

import datetime as dt
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from squads import wording
from squads.day import BadDay, season_of
from squads.depth import Squad, timeline
from squads.loading import load_formations, load_squads
from squads.models import Club
from squads.pages.keys import club_key
from squads.pages.tables import of_one
from squads.views.caching import kept_for_readers
from squads.views.charts import Asked, asked_of, no_chart
from squads.views.errors import problem
from squads.views.exporting import exported
from squads.views.fragments import address_pattern, render_page, wants_file
from transfers.loading import Horizon, horizons
from transfers.models import Window
from transfers.pages.tables import WEEKS, weeks
from transfers.pages.timeline import timeline_board
from transfers.pages.windows import coming, countdown, nearest, no_window

DAY = dt.timedelta(days=1)
# So near its end a season is too short to look at.
SHORT_DAYS = 8 * 7
# So many have no room beside each other on any screen: the page is not wider.
LONG_DAYS = 41 * 7


@require_safe
def club_timeline(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a club's timeline. Readers get it from a cache as long as nothing has changed."""
    club = club_key(slug)
    if club is None:
        return no_chart(request, slug)
    try:
        asked = replace(asked_of(request, club), view="")
    except BadDay as error:
        links = [{"url": _url(slug), "text": "The timeline from today"}]
        return problem(request, 400, "No such day", str(error), links=links)
    key = f"timeline:{asked.key}"
    return kept_for_readers(request, key, lambda: _render(request, asked, key))


def _render(request: HttpRequest, asked: Asked, key: str) -> HttpResponse:
    formations = load_formations()
    if asked.formation and asked.formation not in formations:
        text = f"Nobody here knows the formation “{asked.formation}”."
        links = [{"url": _url(asked.club.slug), "text": "The timeline in the club’s own"}]
        return problem(request, 404, "No such formation", text, links=links)
    club = get_object_or_404(Club.objects.charted(), pk=asked.club.pk)
    squad = load_squads([club], season_of(asked.on)[0], formations)[club.pk]
    if asked.formation:
        squad = replace(squad, formation=formations[asked.formation])
    if wants_file(request):
        horizon = coming(club, asked.on)
        found = weeks(timeline(squad, asked.on, last_day(horizon, asked.on)))
        here = _url(club.slug, asked)
        judged = {"judged_until": horizon.last_on if horizon else None}
        about = of_one(club) | {"formation": squad.formation.name} | judged
        return exported(request, WEEKS, found, here=here, on=asked.on, of=club.slug, about=about)
    context = timeline_context(asked, club, squad) | {
        "live": {"watch": asked.club.watch, "have": key},
        "formations": list(formations),
    }
    return render_page(request, "transfers/club_timeline.html", "club-timeline", context)


def timeline_context(asked: Asked, club: Club, squad: Squad) -> dict[str, Any]:
    """Return everything the page prints but what can be chosen."""
    ahead = horizons(Window.objects.of_club(club), asked.on)
    horizon = nearest(ahead, asked.on)
    last = last_day(horizon, asked.on)
    following = horizon.following if horizon else None
    beyond = following if following and following.opens_on < last else None
    stretches = timeline(squad, asked.on, last)
    board = timeline_board(
        stretches,
        [one.window for one in ahead],
        lambda day: asked.url(on=day),
        address_pattern("squads:player_detail"),
        asked.site.today,
        beyond.opens_on if beyond else None,
    )
    return {
        "section": "clubs",
        "site_day": asked.site,
        "here": _url(club.slug, asked),
        "club": club,
        "asked": asked,
        "formation": squad.formation.name,
        "on": wording.full_day(asked.on),
        "until": wording.full_day(last),
        "last": last,
        "day_query": "" if asked.on == asked.site.today else f"?on={asked.on.isoformat()}",
        **_opening(asked, club, horizon),
        "beyond": beyond,
        "opens": wording.full_day(beyond.opens_on) if beyond else "",
        "today_url": _url(club.slug, replace(asked, on=asked.site.today)),
        "is_today": asked.on == asked.site.today,
        "board": board,
        "is_long": (last - asked.on).days >= LONG_DAYS,
        "empty": not any(stretch.chart.members for stretch in stretches),
    }


def _opening(asked: Asked, club: Club, horizon: Horizon | None) -> dict[str, Any]:
    """Return what the head says of the windows that come."""
    return {
        "countdown": countdown(horizon.window, asked.on) if horizon else None,
        "following": horizon.following if horizon else None,
        "no_window": "" if horizon else no_window(club, asked.on),
        "opens_url": _url(club.slug, replace(asked, on=horizon.first_on)) if horizon else "",
        "is_opening": horizon is not None and horizon.first_on == asked.on,
    }


def last_day(horizon: Horizon | None, on: dt.date) -> dt.date:
    """Return the first day of the next season, on which all is seen that ends with this one.

    Where the window after the next opens later it is that day, without one on file the day after
    the last that is judged, and where no window is near the season may not be too short.
    """
    turn = season_of(on)[1] + DAY
    if horizon is None:
        return turn if (turn - on).days > SHORT_DAYS else season_of(turn)[1] + DAY
    return max(turn, horizon.last_on + DAY)


def _url(slug: str, asked: Asked | None = None) -> str:
    """Return the address of a timeline, of today's in the club's own formation unless asked."""
    plain = reverse("transfers:club_timeline", args=[slug])
    if asked is None:
        return plain
    on = "" if asked.on == asked.site.today else asked.on.isoformat()
    query = urlencode({k: v for k, v in (("on", on), ("formation", asked.formation)) if v})
    return f"{plain}{'?' if query else ''}{query}"
