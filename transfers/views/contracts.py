"""The ladder of contract ends, by club and month."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from squads import wording
from squads.day import BadDay, SiteDay, requested_day, site_day
from squads.depth import POSITION_NAMES, Position
from squads.models import Club
from squads.pages.keys import page_key, site_key
from squads.views.caching import kept_for_readers
from squads.views.errors import problem
from squads.views.exporting import exported
from squads.views.filters import BadFilter, Choices, chosen_filters, league_choices
from squads.views.fragments import (
    address_pattern,
    part_or_page,
    refreshes_itself,
    render_page,
    wants_file,
)
from transfers.pages import contracts
from transfers.pages.contract_page import everybody, listing
from transfers.pages.tables import contracts as contract_table

CHOSEN = ("league", "club", "position", "mark", "loans")


@require_safe
@part_or_page
def contract_list(request: HttpRequest) -> HttpResponse:
    """Show when contracts end. Readers get it from a cache as long as nothing has changed."""
    key = site_key()
    try:
        asked = _asked(request, site_day(key.pinned_on))
    except (BadDay, BadFilter) as error:
        return _refused(request, error)
    have = page_key("contracts", key, asked.site, *asked.shape)
    live = {"watch": key.watch, "have": have}
    searched = bool(asked.filters["q"])
    response = kept_for_readers(
        request, have, lambda: _render(request, asked, live), store=not searched
    )
    if response.status_code == 400 or refreshes_itself(request):
        return response
    # Without the form's empty fields: what htmx puts into the address bar.
    return push_url(response, asked.url())


def _asked(request: HttpRequest, site: SiteDay) -> contracts.Asked:
    """Read the list's address. Raises BadDay, or BadFilter for the order; not for a filter.

    What a filter may be is in the database, which has not been asked yet.
    """
    orders = {name: name for column in contracts.SORTS for name in (column, f"-{column}")}
    page = request.GET.get("page", "")
    return contracts.Asked(
        site=site,
        on=requested_day(request, site.today),
        filters={name: request.GET.get(name, "").strip()[:80] for name in (*CHOSEN, "q")},
        sort=chosen_filters(request, {"sort": orders})["sort"] or contracts.DEFAULT_SORT,
        page=int(page) if page.isdecimal() and len(page) < 7 else 1,
    )


def _render(request: HttpRequest, asked: contracts.Asked, live: dict[str, str]) -> HttpResponse:
    clubs = {club.pk: club for club in Club.objects.select_related("competition")}
    charted = sorted(filter(contracts.is_charted, clubs.values()), key=_club_order)
    choices = _choices(charted)
    try:
        chosen_filters(request, choices)
    except BadFilter as error:
        return _refused(request, error)
    if wants_file(request):
        men = everybody(clubs, asked)
        return exported(request, contract_table(clubs), men, here=asked.url(), on=asked.on)
    context: dict[str, Any] = {
        "section": "contracts",
        "site_day": asked.site,
        "asked": asked,
        "here": asked.url(),
        "on": wording.full_day(asked.on),
        "choices": choices,
        "filtered": any(asked.filters.values()),
        "unfiltered": asked.narrowed(**dict.fromkeys(asked.filters, "")),
        "live": live,
        **listing(clubs, charted, asked, address_pattern("squads:player_detail")),
    }
    return render_page(request, "transfers/contract_list.html", "contract-list", context)


def _refused(request: HttpRequest, error: Exception) -> HttpResponse:
    links = [{"url": reverse("transfers:contract_list"), "text": "All contracts today"}]
    return problem(request, 400, "No such list", str(error), links=links)


def _club_order(club: Club) -> tuple[object, ...]:
    league = club.competition
    return (league.rank, league.name, club.name) if league else (0, "", club.name)


def _choices(clubs: list[Club]) -> Choices:
    return {
        "league": league_choices(clubs),
        "club": {club.slug: club.name for club in clubs},
        "position": {p.value: POSITION_NAMES[p] for p in Position},
        "mark": {mark: _mark_label(mark) for mark in (*contracts.MARKS, contracts.ABROAD)},
        "loans": contracts.LOANS,
    }


def _mark_label(mark: str) -> str:
    """Return the table's heading in full: "7 to 12 months"."""
    if mark == contracts.ABROAD:
        return "May sign abroad"
    label = contracts.MARKS[mark]
    return f"{label} months" if label[0].isdigit() else label
