"""One club's depth chart on any day in any formation."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from squads import wording
from squads.day import (
    FIRST_DAY,
    LAST_DAY,
    BadDay,
    SiteDay,
    day_query,
    requested_day,
    season_of,
    site_day,
)
from squads.depth import DepthChart, depth_chart
from squads.extensions import ClubPage, extensions
from squads.loading import load_formations, load_squads
from squads.models import Change, Club
from squads.pages.board import Urls, board
from squads.pages.keys import ClubKey, club_key
from squads.pages.log import log_rows
from squads.pages.picking import BadKind, asked_kinds, legend, point_out, put_beside
from squads.pages.release import release
from squads.pages.tables import chart as chart_table
from squads.pages.tables import lenders, listed, of_one
from squads.roles import can_edit
from squads.views.caching import kept_for_readers
from squads.views.errors import nobody, problem
from squads.views.exporting import exported
from squads.views.fragments import address_pattern, render_page, wants_file

VIEWS = ("", "pitch", "table")
LOG_LENGTH = 7
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Asked:
    """What a reader asks of a club's chart. formation: empty for the club's own.

    show: the kinds of men that are to stand out.
    """

    club: ClubKey
    site: SiteDay
    on: dt.date
    formation: str = ""
    view: str = ""
    show: tuple[str, ...] = ()

    def url(self, *, whole: bool = False, **other: Any) -> str:
        """Return the address of this view or, with other values, of another.

        whole: name everything, so that the address shows the same for ever.
        """
        asked = replace(self, **other)
        shown = {"on": asked.on.isoformat(), "formation": asked.formation, "view": asked.view}
        shown["show"] = ",".join(asked.show)
        if whole:
            shown["formation"] = asked.formation or self.club.formation
        elif asked.on == asked.site.today:
            del shown["on"]
        query = urlencode({name: value for name, value in shown.items() if value}, safe=",")
        return f"{self.club.url}{'?' if query else ''}{query}"

    @property
    def key(self) -> str:
        """Name what a reader without an account would be shown, until something changes."""
        club, site = self.club, self.site
        parts = (club.pk, club.version, site.today, site.pinned, self.on, self.view)
        shown = ",".join(self.show)
        return ":".join(map(str, (*parts, quote(self.formation), shown, release())))


@require_safe
def club_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a club's chart. Readers get it from a cache as long as nothing has changed."""
    club = club_key(slug)
    if club is None:
        return no_chart(request, slug)
    try:
        asked = replace(asked_of(request, club), show=asked_kinds(request.GET.get("show", "")))
    except BadDay as error:
        links = [{"url": club.url, "text": "The chart of today"}]
        return problem(request, 400, "No such day", str(error), links=links)
    except BadKind as error:
        links = [{"url": club.url, "text": "The chart with everybody"}]
        return problem(request, 400, "No such men", str(error), links=links)
    if asked.view not in VIEWS:
        return problem(request, 400, "No such view", "There are two views: pitch and table.")
    return kept_for_readers(request, asked.key, lambda: _render_chart(request, asked))


def asked_of(request: HttpRequest, club: ClubKey) -> Asked:
    """Read the day, formation and view from the address. Raises BadDay."""
    site = site_day(club.pinned_on)
    formation = request.GET.get("formation", "").strip()[:20]
    return Asked(
        club=club,
        site=site,
        on=requested_day(request, site.today),
        formation="" if formation == club.formation else formation,
        view=request.GET.get("view", ""),
    )


def _render_chart(request: HttpRequest, asked: Asked) -> HttpResponse:
    formations = load_formations()
    if asked.formation and asked.formation not in formations:
        links = [{"url": asked.url(formation=name), "text": name} for name in formations]
        text = f"Nobody here knows the formation “{asked.formation}”. These are known:"
        return problem(request, 404, "No such formation", text, links=links)
    club = get_object_or_404(Club.objects.charted(), pk=asked.club.pk)
    squad = load_squads([club], season_of(asked.on)[0], formations)[club.pk]
    if asked.formation:
        squad = replace(squad, formation=formations[asked.formation])
    chart = depth_chart(squad, asked.on)
    if wants_file(request):
        about = of_one(club) | {"on": asked.on, "formation": chart.formation.name}
        table, here = chart_table(lenders(club, asked.on)), asked.url()
        return exported(
            request, table, listed(chart), here=here, on=asked.on, of=club.slug, about=about
        )
    edits = can_edit(request.user)
    context = chart_context(asked, club, chart, list(formations), edits=edits)
    may = frozenset(request.user.get_all_permissions())
    page = ClubPage(club, chart, asked.on, asked.site.today, asked.url(), may)
    for offered in extensions.beside_men:
        put_beside(context["board"], offered(page))
    context |= _extensions(asked, page)
    return render_page(request, "squads/club_detail.html", "club-page", context)


def _extensions(asked: Asked, page: ClubPage) -> dict[str, Any]:
    """Return the days and panels that other apps add to the page."""
    jumps = [jump for offered in extensions.club_jumps for jump in offered(page.club, page.on)]
    panels = [panel for draw in extensions.club_panels if (panel := draw(page))]
    return {
        "jumps": [
            {
                "name": jump.name,
                "label": jump.label,
                "title": jump.title,
                "on": jump.on,
                "url": asked.url(on=jump.on),
                "is_current": jump.on == asked.on,
            }
            for jump in jumps
        ],
        "beside": [panel for panel in panels if panel.is_beside],
        "below": [panel for panel in panels if not panel.is_beside],
    }


def chart_context(
    asked: Asked, club: Club, chart: DepthChart, formations: list[str], *, edits: bool
) -> dict[str, Any]:
    """Return everything the club page prints."""
    here = asked.url()
    made = board(chart, asked.site.today, _urls(here, edits=edits))
    chips = legend(chart, asked.show, lambda kinds: asked.url(show=tuple(kinds)))
    if asked.show:
        point_out(made, chips["men"])
    return {
        "section": "clubs",
        "site_day": asked.site,
        "live": {"watch": asked.club.watch, "have": asked.key},
        "club": club,
        "league_url": _league_url(club),
        "here": here,
        "asked": asked,
        "on": wording.full_day(asked.on),
        "formation": chart.formation.name,
        "formations": formations,
        "board": made,
        "legend": chips,
        "shown": ",".join(asked.show),
        **_log(asked, club, edits=edits),
        "can_edit": edits,
        "days": _days(asked),
        "views": [
            {"name": name, "url": asked.url(view=name), "current": asked.view == name}
            for name in ("pitch", "table")
        ],
        "link": asked.url(whole=True),
        "drawn": asked.url(view="", show=()).removeprefix(asked.club.url),
        "day_query": day_query(asked.on, asked.site.today),
    }


def _urls(here: str, *, edits: bool) -> Urls:
    edit = ""
    if edits:
        pattern = address_pattern("squads:player_edit")
        edit = f"{pattern}?{urlencode({'next': here})}&position={{}}"
    return Urls(address_pattern("squads:player_detail"), edit)


def _log(asked: Asked, club: Club, *, edits: bool) -> dict[str, Any]:
    """Return the newest changes: a reader of a past day wants those up to it, an editor what he
    has just entered."""
    past = asked.on < asked.site.today and not edits
    changes = Change.objects.newest().filter(club=club).exclude(kind=Change.Kind.UNDO)
    if past:
        changes = changes.made_by(asked.on)
    return {
        "log": log_rows(changes[:LOG_LENGTH]),
        "log_until": wording.full_day(asked.on) if past else "",
    }


def _league_url(club: Club) -> str:
    """Return where the front page lists the clubs of the same league."""
    anchor = f"#{club.competition.slug}" if club.competition else ""
    return reverse("squads:club_list") + anchor


def _days(asked: Asked) -> dict[str, Any]:
    """Return the addresses a reader steps through time by."""
    season, ends_on = season_of(asked.on)
    return {
        "previous": asked.url(on=max(asked.on - ONE_DAY, FIRST_DAY)),
        "next": asked.url(on=min(asked.on + ONE_DAY, LAST_DAY)),
        "today": asked.url(on=asked.site.today),
        "is_today": asked.on == asked.site.today,
        "season_end": asked.url(on=ends_on),
        "is_season_end": asked.on == ends_on,
        "season_ends_on": ends_on,
        "season": season,
    }


def no_chart(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that a club is unknown, or only known as a lender or borrower."""
    name = Club.objects.filter(slug=slug).values_list("name", flat=True).first()
    if name is None:
        return nobody(request, "No such chart", f"No club is called “{slug[:60]}” here.", slug)
    text = f"{name} only lends or borrows players here; it has no depth chart."
    return problem(request, 404, "No such chart", text, search_text=name)
