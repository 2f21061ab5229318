"""Scenarios: the list, a scenario's page, the shared one, and several side by side."""

from itertools import groupby
from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from squads import finding
from squads.day import BadDay, current_day, current_site_day, requested_day, site_day
from squads.models import Club
from squads.pages.board import Urls
from squads.pages.keys import page_key, site_key
from squads.pages.tables import of_one
from squads.views.caching import kept_for_readers
from squads.views.errors import problem
from squads.views.exporting import exported
from squads.views.fragments import address_pattern, is_htmx, wants_file
from transfers.models import Scenario, ScenarioMove
from transfers.pages.comparing import MOST_COMPARED, comparison
from transfers.pages.gravest import gravest
from transfers.pages.scenario_page import jumps, page_rows, scenario_data, see
from transfers.pages.scenarios import summary_of
from transfers.pages.tables import SCENARIOS, SIDE_BY_SIDE, compared
from transfers.views.scenario_pages import Page, plan_view, requested_view, view_links

SUGGESTIONS = 12


@plan_view
def scenario_list(request: HttpRequest) -> HttpResponse:
    """Show all scenarios by club; `?new=` a club's slug leads to a new one of it."""
    clubs = list(Club.objects.charted())
    if new := request.GET.get("new"):
        if new not in {club.slug for club in clubs}:
            raise Http404(f"No club is called {new[:60]}.")
        return redirect("transfers:scenario_add", new)
    moves = ScenarioMove.objects.select_related("player").order_by("pk")
    found = (
        Scenario.objects.for_lists()
        .filter(club__in=clubs)
        .prefetch_related(Prefetch("moves", queryset=moves))
        .order_by("club__name", "-changed_at", "-pk")
    )
    site, here = current_site_day(), reverse("transfers:scenario_list")
    if wants_file(request):
        return exported(request, SCENARIOS, map(_item, found), here=here, on=site.today)
    context = {
        "section": "scenarios",
        "site_day": site,
        "here": here,
        "gravest": gravest(clubs, site.today),
        "groups": [
            {"club": club, "scenarios": [_item(one) for one in own]}
            for club, own in groupby(found, key=lambda one: one.club)
        ],
        "clubs": clubs,
        "most": MOST_COMPARED,
    }
    return render(request, "transfers/scenario_list.html", context)


def _item(scenario: Scenario) -> dict[str, Any]:
    formation = scenario.formation.name if scenario.formation else ""
    return {
        "scenario": scenario,
        "moves": summary_of(list(scenario.moves.all()), formation),
    }


@plan_view
def scenario_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a club under a scenario, with what differs from the real squad."""
    return Page.of(request, pk).render()


@plan_view
def scenario_export(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer with the scenario as a file of JSON."""
    sight = Page.of(request, pk).look()
    name = f"{sight.club.slug}-scenario-{pk}-{sight.on}.json"
    found = JsonResponse(scenario_data(sight), json_dumps_params={"indent": 2})
    found["Content-Disposition"] = f'attachment; filename="{name}"'
    return found


@require_safe
@vary_on_headers("HX-Request", "Cookie")
def scenario_shared(request: HttpRequest, token: str) -> HttpResponse:
    """Show a shared scenario to whoever has its address; no search engine may keep it."""
    scenario = Scenario.objects.for_lists().filter(token=token, is_shared=True).first()
    if scenario is None or not scenario.club.competition_id or not scenario.club.formation_id:
        raise Http404("No scenario is shared at this address.")
    key = site_key()
    site = site_day(key.pinned_on)
    url = reverse("transfers:scenario_shared", args=[token])
    try:
        on = requested_day(request, site.today) if request.GET.get("on") else None
    except BadDay as error:
        links = [{"url": url, "text": "The scenario on its own day"}]
        return problem(request, 400, "No such day", str(error), links=links)
    view = requested_view(request)
    have = page_key("shared", key, site, token, scenario.version, on, view)
    live = {"watch": key.watch, "have": have}

    def draw() -> HttpResponse:
        sight = see(scenario.club, [scenario], site.today, on)
        context = page_rows(sight, Urls(address_pattern("squads:player_detail")))
        context |= _shared(url, sight, view) | {"live": live, "site_day": site}
        context["here"] = url if on is None and not view else f"{url}?on={sight.on}&view={view}"
        template = "transfers/scenario_shared.html"
        template += "#scenario-page" if is_htmx(request) else ""
        return render(request, template, context)

    response = kept_for_readers(request, have, draw)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _shared(url: str, sight: Any, view: str) -> dict[str, Any]:
    tail = f"&view={view}" if view else ""
    return {
        "may_change": False,
        "view": view,
        "jumps": [
            {
                "name": name,
                "label": label,
                "url": f"{url}?on={day}{tail}",
                "is_current": day == sight.on,
            }
            for name, label, day in jumps(sight)
        ],
        "views": view_links(url, sight.on, view),
    }


@plan_view
def scenario_compare(request: HttpRequest) -> HttpResponse:
    """Show two to four scenarios of one club side by side, beside doing nothing."""
    try:
        scenarios = _chosen(request)
    except (ValueError, LookupError) as error:
        links = [{"url": reverse("transfers:scenario_list"), "text": "All scenarios"}]
        status = 404 if isinstance(error, LookupError) else 400
        return problem(request, status, "Nothing to compare", error.args[0], links=links)
    site = current_site_day()
    on = requested_day(request, site.today) if request.GET.get("on") else None
    club = scenarios[0].club
    sight = see(club, scenarios, site.today, on)
    ids = ",".join(str(scenario.pk) for scenario in scenarios)
    url = f"{reverse('transfers:scenario_compare')}?ids={ids}"
    here, found = f"{url}&on={sight.on}", comparison(sight)
    if wants_file(request):
        cells = compared(found["rows"], found["columns"])
        about = of_one(club) | {"on": sight.on}
        return exported(
            request, SIDE_BY_SIDE, cells, here=here, on=sight.on, of=club.slug, about=about
        )
    context = found | {
        "section": "scenarios",
        "site_day": site,
        "ids": ids,
        "here": here,
        "jumps": [
            {"name": name, "label": label, "url": f"{url}&on={day}", "is_current": day == sight.on}
            for name, label, day in jumps(sight)
        ],
    }
    template = "transfers/scenario_compare.html"
    return render(request, f"{template}#comparison" if is_htmx(request) else template, context)


def _chosen(request: HttpRequest) -> list[Scenario]:
    """Return the scenarios that the address names. Raises ValueError with what is wrong,
    LookupError where one is not there."""
    named = ",".join(request.GET.getlist("ids")).split(",")
    ids = list(dict.fromkeys(one.strip() for one in named if one.strip()))
    if not ids:
        raise ValueError("Choose the scenarios to compare from the list.")
    if len(ids) > MOST_COMPARED:
        raise ValueError(f"At most {MOST_COMPARED} scenarios fit side by side; choose fewer.")
    if not all(one.isdecimal() and len(one) < 19 for one in ids):
        raise ValueError("Scenarios are named by their numbers, like ?ids=1,2.")
    clubs = Club.objects.charted().order_by()
    found = {
        str(one.pk): one for one in Scenario.objects.for_lists().filter(pk__in=ids, club__in=clubs)
    }
    missing = [one for one in ids if one not in found]
    if missing:
        raise LookupError(f"There is no scenario {missing[0]} any more.")
    if len({one.club_id for one in found.values()}) > 1:
        raise ValueError("These scenarios are of different clubs: choose those of one.")
    return [found[one] for one in ids]


@plan_view
def scenario_players(request: HttpRequest) -> HttpResponse:
    """Answer with the men whose names begin as somebody types, for the list under the field."""
    text = finding.clean(request.GET.get("player", ""))
    hits = finding.find(text, current_day()) if text else []
    found = [hit for hit in hits if hit.kind == "player"][:SUGGESTIONS]
    return render(request, "transfers/_player_options.html", {"hits": found})
