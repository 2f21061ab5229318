"""Every link as a list, and each on a page of its own."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from squads.day import SiteDay, site_day
from squads.pages.keys import page_key, site_key, watch
from squads.views.caching import kept_for_readers
from squads.views.errors import problem
from squads.views.exporting import MOST_ROWS, exported
from squads.views.filters import BadFilter, chosen_filters
from squads.views.fragments import part_or_page, render_page, wants_file
from transfers.pages import link as link_page
from transfers.pages import links
from transfers.pages.tables import LINKS
from transfers.roles import can_link, can_plan


@require_safe
@part_or_page
def link_list(request: HttpRequest) -> HttpResponse:
    """Show the links. Readers get them from a cache as long as nothing has changed."""
    key = site_key()
    site = site_day(key.pinned_on)
    asked = sorted(request.GET.items())
    live = {"watch": key.watch, "have": page_key("links", key, site, asked)}

    def render() -> HttpResponse:
        offered = links.choices()
        try:
            wanted = links.Asked(**chosen_filters(request, offered), page=_page(request))
        except BadFilter as error:
            back = [{"url": reverse("transfers:link_list"), "text": "All links"}]
            return problem(request, 400, "No such list", str(error), links=back)
        if wants_file(request):
            found = links.narrowed(wanted)[: MOST_ROWS + 1]
            return exported(request, LINKS, found, here=wanted.url(), on=site.today)
        context = _list_context(request, wanted, site) | {"choices": offered, "live": live}
        return render_page(request, "transfers/link_list.html", "link-list", context)

    return kept_for_readers(request, live["have"], render, store=not asked)


def _page(request: HttpRequest) -> int:
    text = request.GET.get("page", "")
    return int(text) if text.isdecimal() and len(text) < 7 else 1


def _list_context(request: HttpRequest, asked: links.Asked, site: SiteDay) -> dict[str, Any]:
    return {
        "section": "links",
        "site_day": site,
        "asked": asked,
        "chosen": vars(asked),
        "here": asked.url(),
        "can_link": can_link(request.user),
        "page": links.paged(asked, site.today),
        "unfiltered": links.Asked(sort=asked.sort).url(),
    }


@require_safe
@part_or_page
def link_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a link. Readers get it from a cache as long as nothing has changed.

    It tells of who could replace the man at any club, but it listens to its two clubs alone.
    """
    key = site_key()
    site = site_day(key.pinned_on)
    have = page_key("link", key, site, pk)

    def render() -> HttpResponse:
        link = link_page.find(pk)
        if link is None:
            back = [{"url": reverse("transfers:link_list"), "text": "All links"}]
            text = "There is no such link, or no longer: it was removed."
            return problem(request, 404, "No such link", text, links=back)
        edits = can_link(request.user)
        clubs = [(club.pk, club.version) for club in (link.from_club, link.to_club)]
        context = {
            "section": "links",
            "site_day": site,
            "live": {"watch": watch(clubs), "have": have},
            "here": link.get_absolute_url(),
            "link": link,
            "crumb": f"{link.player}: {link.from_club} → {link.to_club}",
            "can_link": edits,
            "can_plan": can_plan(request.user),
            **link_page.page(link, site.today, edits=edits),
        }
        return render_page(request, "transfers/link_detail.html", "link-page", context)

    return kept_for_readers(request, have, render)
