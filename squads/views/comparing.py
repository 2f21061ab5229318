"""Two clubs, or one club on two days, side by side."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from squads import depth, wording
from squads.day import (
    BadDay,
    SiteDay,
    current_site_day,
    day_of,
    requested_day,
    season_of,
    site_day,
)
from squads.depth import depth_chart
from squads.extensions import extensions
from squads.finding import clean
from squads.loading import load_formations, load_squads
from squads.models import Club, Formation
from squads.pages.comparison import Side, comparison
from squads.pages.keys import ClubKey, club_key, page_key, site_key, watch
from squads.pages.tables import COMPARISON
from squads.views.caching import kept_for_readers
from squads.views.errors import problem
from squads.views.exporting import exported
from squads.views.fragments import address, address_pattern, part_or_page, render_page, wants_file


@dataclass(frozen=True)
class Asked:
    """Two clubs and two days, as the address gives them.

    formation: one for both, so that their positions are the same; empty for each one's own.
    """

    site: SiteDay
    club: ClubKey
    on: dt.date
    other: ClubKey
    other_on: dt.date
    formation: str = ""

    @property
    def url(self) -> str:
        """Return the address of this comparison; days that are today's are left out."""
        today = self.site.today
        query = {
            "club": self.club.slug,
            "on": "" if self.on == today else self.on.isoformat(),
            "other": self.other.slug,
            "other_on": "" if self.other_on == today else self.other_on.isoformat(),
            "formation": self.formation,
        }
        return address("squads:compare", query)

    @property
    def swapped(self) -> "Asked":
        return replace(self, club=self.other, on=self.other_on, other=self.club, other_on=self.on)


@require_safe
@part_or_page
def compare(request: HttpRequest) -> HttpResponse:
    """Show two charts beside each other. Readers get them from a cache."""
    try:
        asked = _asked(request)
    except BadDay as error:
        return _refused(request, 400, "No such day", str(error))
    except Http404 as error:
        return _refused(request, 404, "No such comparison", str(error))
    if asked is None and wants_file(request):
        return _refused(request, 400, "No such list", "There is nothing to compare: name a club.")
    if asked is None:
        context = _base(current_site_day(), reverse("squads:compare"), _clubs())
        return render_page(request, "squads/compare.html", "compare", context)
    keys = [(key.pk, key.version) for key in {asked.club, asked.other}]
    live = {"watch": watch(sorted(keys)), "have": _page_key(asked)}
    return kept_for_readers(request, live["have"], lambda: _render(request, asked, live))


def _refused(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    links = [{"url": reverse("squads:compare"), "text": "Choose what to compare"}]
    return problem(request, status, title, text, links=links)


def _asked(request: HttpRequest) -> Asked | None:
    """Read the address; None where nothing is chosen yet.

    Raises BadDay, and Http404 for an unknown club or formation.
    """
    slug = clean(request.GET.get("club", ""))
    if not slug:
        return None
    club = _known(slug)
    site = site_day(club.pinned_on)
    on = requested_day(request, site.today)
    other_slug = clean(request.GET.get("other", ""))
    other = club if other_slug in ("", slug) else _known(other_slug)
    text = request.GET.get("other_on", "").strip()
    if text:
        other_on = day_of(text, site.today)
    elif not other_slug:
        other_on = _next_day(club, on)
    else:
        other_on = site.today
    formation = clean(request.GET.get("formation", ""))[:20]
    if formation and not Formation.objects.filter(name=formation).exists():
        raise Http404(f"Nobody here knows the formation “{formation}”.")
    return Asked(site, club, on, other, other_on, formation)


def _known(slug: str) -> ClubKey:
    club = club_key(slug)
    if club is None:
        raise Http404(f"No club called “{slug[:60]}” has a depth chart here.")
    return club


def _next_day(key: ClubKey, on: dt.date) -> dt.date:
    """Return the day that a club is most likely compared with: a coming one that others name."""
    club = Club.objects.charted().get(pk=key.pk)
    jumps = [jump.on for offered in extensions.club_jumps for jump in offered(club, on)]
    return min((day for day in jumps if day > on), default=season_of(on)[1])


def _page_key(asked: Asked) -> str:
    """Name what a reader is shown, until one of the two clubs changes or there is another club."""
    return page_key("compare", site_key(), asked.site, asked.url)


def _render(request: HttpRequest, asked: Asked, live: dict[str, str]) -> HttpResponse:
    formations, clubs = load_formations(), _clubs()
    sides = _sides(asked, clubs, formations)
    same = asked.club == asked.other
    compared = comparison(sides[0][2], sides[1][2], same_club=same)
    if wants_file(request):
        about = {"club_slug": asked.club.slug, "on": asked.on}
        about |= {"other_club_slug": asked.other.slug, "other_on": asked.other_on}
        found, here = compared["rows"], asked.url
        return exported(request, COMPARISON, found, here=here, on=asked.on, about=about)
    context = _base(asked.site, asked.url, clubs) | {
        "chosen": asked,
        "live": live,
        "sides": [
            {"club": club, "on": on, "day": wording.full_day(on), "name": side.name}
            for club, on, side in sides
        ],
        "title": _title(sides[0][2], sides[1][2], same_club=same),
        "same_club": same,
        "swap_url": asked.swapped.url,
        "formations": list(formations),
        "on": asked.on,
        "other_on": asked.other_on,
        "compared": compared,
    }
    return render_page(request, "squads/compare.html", "compare", context)


def _clubs() -> list[Club]:
    return list(Club.objects.charted().order_by("competition__name", "name"))


def _base(site: SiteDay, here: str, clubs: Iterable[Club]) -> dict[str, Any]:
    """Return what the page prints whether or not something is chosen."""
    leagues: dict[str, list[Club]] = {}
    for club in clubs:
        leagues.setdefault(club.competition.name if club.competition else "", []).append(club)
    return {
        "section": "clubs",
        "site_day": site,
        "here": here,
        "on": site.today,
        "leagues": leagues,
    }


def _sides(
    asked: Asked, clubs: Iterable[Club], formations: dict[str, depth.Formation]
) -> list[tuple[Club, dt.date, Side]]:
    """Return the two clubs with their days and charts. Squads of one season are read at once."""
    player_url = address_pattern("squads:player_detail")
    since = min(asked.on, asked.other_on)
    by_key = {club.pk: club for club in clubs}
    pairs = [(by_key[asked.club.pk], asked.on), (by_key[asked.other.pk], asked.other_on)]
    seasons: dict[str, set[Club]] = {}
    for club, on in pairs:
        seasons.setdefault(season_of(on)[0], set()).add(club)
    squads = {one: load_squads(them, one, formations) for one, them in seasons.items()}
    sides = []
    for club, on in pairs:
        squad = squads[season_of(on)[0]][club.pk]
        if asked.formation:
            squad = replace(squad, formation=formations[asked.formation])
        sides.append((club, on, Side(club.name, depth_chart(squad, on), player_url, since)))
    return sides


def _title(left: Side, right: Side, *, same_club: bool) -> str:
    """Return "Liverpool and Arsenal", or one club's name with both days."""
    days = [wording.full_day(side.chart.on) for side in (left, right)]
    if same_club:
        return f"{left.name}, {wording.join(days)}"
    return f"{left.name} and {right.name}"
