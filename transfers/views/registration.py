"""A club's squad lists: who takes a place, and what counts as what and why."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe
from simple_history.utils import get_history_manager_for_model

from squads import wording
from squads.day import BadDay, SiteDay, requested_day, season_of, site_day
from squads.models import Club
from squads.pages.keys import ClubKey, club_key
from squads.pages.release import release
from squads.pages.tables import of_one
from squads.views.caching import kept_for_readers
from squads.views.charts import no_chart
from squads.views.errors import problem
from squads.views.exporting import exported
from squads.views.fragments import SLUG, address_pattern, render_page, wants_file
from transfers.loading import rule_of, rules_for, squads_on, training_of
from transfers.models import RegistrationRule
from transfers.pages.registration import groups, meter_row, meters_of
from transfers.pages.tables import SQUAD_LIST, named
from transfers.pages.windows import coming
from transfers.roles import can_train


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a club's lists. rule: slug of a rule's name, empty for its league's."""

    club: ClubKey
    site: SiteDay
    on: dt.date
    rule: str = ""

    @property
    def url(self) -> str:
        on = "" if self.on == self.site.today else self.on.isoformat()
        query = urlencode({k: v for k, v in (("on", on), ("rule", self.rule)) if v})
        plain = reverse("transfers:club_registration", args=[self.club.slug])
        return f"{plain}{'?' if query else ''}{query}"

    def key(self, newest: int | None) -> str:
        """Name what a reader is shown, until something changes. newest: entry of all rules'
        histories, as a rule of Europe is no club's whose version would tell."""
        club, site = self.club, self.site
        parts = (club.pk, club.version, site.today, site.pinned, self.on, self.rule, newest)
        return ":".join(map(str, ("registration", *parts, release())))


@require_safe
def club_registration(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a club's squad lists on a day. Readers get them from a cache while nothing changes."""
    club = club_key(slug)
    if club is None:
        return no_chart(request, slug)
    site = site_day(club.pinned_on)
    plain = Asked(club, site, site.today)
    try:
        asked = replace(plain, on=requested_day(request, site.today))
    except BadDay as error:
        links = [{"url": plain.url, "text": "The squad list of today"}]
        return problem(request, 400, "No such day", str(error), links=links)
    asked = replace(asked, rule=slugify(request.GET.get("rule", ""))[:60])
    history = get_history_manager_for_model(RegistrationRule)
    key = asked.key(history.aggregate(newest=Max("history_id"))["newest"])
    return kept_for_readers(request, key, lambda: _render(request, asked, key))


def _render(request: HttpRequest, asked: Asked, key: str) -> HttpResponse:
    club = get_object_or_404(Club.objects.charted(), pk=asked.club.pk)
    rows = rules_for(club, asked.on)
    chosen = [slugify(row.name) for row in rows].index(asked.rule) if _has(rows, asked.rule) else 0
    if asked.rule and not _has(rows, asked.rule):
        links = [{"url": replace(asked, rule="").url, "text": "The list that is on file"}]
        season = season_of(asked.on)[0]
        text = f"No rule of this name is on file for {club} in {season}."
        return problem(request, 404, "No such rule", text, links=links)
    context = _context(asked, club, rows, chosen, edits=can_train(request.user))
    if wants_file(request):
        men, here = named(context.get("groups", [])), asked.url
        about = of_one(club) | {"on": asked.on, "rule": rows[chosen].name if rows else None}
        return exported(
            request, SQUAD_LIST, men, here=here, on=asked.on, of=club.slug, about=about
        )
    context["live"] = {"watch": asked.club.watch, "have": key}
    return render_page(request, "transfers/club_registration.html", "club-registration", context)


def _has(rows: list[RegistrationRule], rule: str) -> bool:
    return rule in [slugify(row.name) for row in rows]


def _context(
    asked: Asked, club: Club, rows: list[RegistrationRule], chosen: int, *, edits: bool
) -> dict[str, Any]:
    """Return what the page prints; of the rules of the season, the chosen one in full."""
    found: dict[str, Any] = {
        "section": "clubs",
        "site_day": asked.site,
        "here": asked.url,
        "club": club,
        "asked": asked,
        "on": wording.full_day(asked.on),
        "season": season_of(asked.on)[0],
        "day_query": _day_query(asked),
        "days": _days(asked, club),
        "can_train": edits,
    }
    if not rows:
        return found
    squad = squads_on([club], asked.on)[club.pk]
    training = training_of([squad])
    meters = meters_of(squad, [rule_of(row, club) for row in rows], training, asked.on)
    edit = _edit_pattern(asked) if edits else ""
    urls = address_pattern("squads:player_detail"), edit
    return found | {
        "rule": rows[chosen],
        "meter": meter_row(meters[chosen]),
        "groups": groups(meters[chosen], squad, training, asked.on, urls),
        "meters": [
            meter_row(meter, replace(asked, rule=slugify(row.name) if number else "").url)
            | {"is_current": number == chosen}
            for number, (meter, row) in enumerate(zip(meters, rows, strict=True))
        ],
    }


def _edit_pattern(asked: Asked) -> str:
    """Return the address of the form on a man's training, with {} for his slug."""
    made = reverse("transfers:training_edit", args=[asked.club.slug, SLUG])
    return f"{made.replace(SLUG, '{}')}?{urlencode({'next': asked.url})}"


def _day_query(asked: Asked) -> str:
    return "" if asked.on == asked.site.today else f"?on={asked.on.isoformat()}"


def _days(asked: Asked, club: Club) -> list[dict[str, Any]]:
    """Return the days worth a look: a list is filed when a window has closed."""
    days = [("today", "Today", asked.site.today)]
    if horizon := coming(club, asked.on):
        days.append(("closes", "Window closes", horizon.window.closes_on))
    days.append(("season", "Next season", season_of(asked.site.today)[1] + dt.timedelta(1)))
    return [
        {
            "name": name,
            "label": label,
            "url": replace(asked, on=day, rule="" if name == "season" else asked.rule).url,
            "is_current": day == asked.on,
        }
        for name, label, day in days
    ]
