"""Who could fill a position of a club, with the club's shortlist for those who plan."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from squads.day import BadDay, requested_day, site_day
from squads.depth import POSITION_NAMES, Position
from squads.models import Club
from squads.pages.board import Urls
from squads.pages.keys import SiteKey, page_key, site_key
from squads.views.caching import kept_for_readers
from squads.views.charts import no_chart
from squads.views.errors import problem
from squads.views.exporting import MOST_ROWS, exported
from squads.views.fragments import (
    address_pattern,
    is_htmx,
    part_or_page,
    refreshes_itself,
    render_page,
    wants_file,
)
from squads.views.panels import POSITIONS
from transfers.forms.candidates import CandidateFilter
from transfers.moves.shortlists import shortlist_of
from transfers.pages.candidate_page import Asked, CandidatePage, offered
from transfers.pages.tables import CANDIDATES
from transfers.roles import can_plan


def position_of(slug: str, position: str) -> tuple[Club, Position]:
    """Return the club with a chart and the position that an address names, or raise Http404."""
    if position not in POSITIONS:
        raise Http404(f"No position is called {position}.")
    return get_object_or_404(Club.objects.charted(), slug=slug), Position(position)


@require_safe
@part_or_page
def candidate_list(request: HttpRequest, slug: str, position: str) -> HttpResponse:
    """Show who could fill a position on a day. Readers' pages are kept until anything changes."""
    club = Club.objects.charted().filter(slug=slug).first()
    if club is None:
        return no_chart(request, slug)
    if position not in POSITIONS:
        return _no_position(request, club, position)
    key = site_key()
    site = site_day(key.pinned_on)
    plain = Asked(slug, Position(position), {}, site.today, site.today)
    try:
        asked = replace(plain, values=_values(request), on=requested_day(request, site.today))
    except BadDay as error:
        return _refused(request, plain, str(error))
    return _answer(request, club, asked, key)


def _answer(request: HttpRequest, club: Club, asked: Asked, key: SiteKey) -> HttpResponse:
    """Answer with the list that is asked for, out of the cache where that still holds."""
    site = site_day(key.pinned_on)
    plans = can_plan(request.user)
    listed = shortlist_of(club, asked.position) if plans else []
    state = [(row.pk, row.rank, row.note) for row in listed]
    shape = (club.slug, asked.position.value, asked.on, sorted(asked.values.items()), state)
    live = {"watch": key.watch, "have": page_key("candidates", key, site, *shape)}

    def render() -> HttpResponse:
        clubs = offered()
        form = CandidateFilter(asked.values, leagues=clubs.leagues, clubs=clubs.league_of)
        if not form.is_valid():
            return _refused(request, asked.unfiltered, form.problem)
        urls = Urls(address_pattern("squads:player_detail"))
        page = CandidatePage(club, asked, site, clubs, urls, plans=plans)
        if wants_file(request):
            men = page.everybody(form.wanted, form.order, MOST_ROWS + 1)
            return _file(request, club, asked, men)
        number = form.cleaned_data["page"] or 1
        context = page.context(form.wanted, form.order, number, listed)
        return render_page(
            request, "transfers/candidate_list.html", "candidate-list", context | {"live": live}
        )

    response = kept_for_readers(request, live["have"], render, store=asked == asked.usual)
    if response.status_code == 400 or not is_htmx(request) or refreshes_itself(request):
        return response
    # Without the form's empty fields: what htmx puts into the address bar.
    return push_url(response, asked.url())


def _file(
    request: HttpRequest, club: Club, asked: Asked, men: Iterable[dict[str, Any]]
) -> HttpResponse:
    of = f"{club.slug}-{asked.position.value.lower()}"
    about = {"for_club_slug": club.slug, "for_position": asked.position}
    here = asked.url()
    return exported(request, CANDIDATES, men, here=here, on=asked.on, of=of, about=about)


def _values(request: HttpRequest) -> dict[str, str]:
    """Return what the address asks for, less what is empty or unknown."""
    names = CandidateFilter.base_fields
    asked = {name: request.GET.get(name, "").strip() for name in names}
    return {name: value for name, value in asked.items() if value}


def _refused(request: HttpRequest, instead: Asked, why: str) -> HttpResponse:
    links = [{"url": instead.url(), "text": "Everybody who could fill it"}]
    return problem(request, 400, "No such list", why, links=links)


def _no_position(request: HttpRequest, club: Club, position: str) -> HttpResponse:
    """Say that no position is called so, and lead to those that there are."""
    text = f"No position is called “{position[:20]}”. {club} may look for a man in one of these:"
    links = [
        {"url": reverse("transfers:candidate_list", args=[club.slug, one.value]), "text": name}
        for one, name in POSITION_NAMES.items()
    ]
    return problem(request, 404, "No such position", text, links=links)
