"""Search: the page of results, and the suggestions under the box while somebody types."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from squads import finding
from squads.day import current_day, current_site_day

PER_PAGE = 50
SUGGESTIONS = 8
SUGGESTED_FOR_SECONDS = 30


@require_safe
@cache_control(private=True, no_cache=True)
def search(request: HttpRequest) -> HttpResponse:
    text = finding.clean(request.GET.get("q", ""))
    site_day = current_site_day()
    hits = finding.find(text, site_day.today)
    page = Paginator(hits, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "site_day": site_day,
        "search_text": text,
        "page": page,
        "rows": [hit_row(hit, text) for hit in page],
        "count": finding.count_text(hits),
        "close": finding.close_names(text) if text and not hits else [],
    }
    return render(request, "squads/search.html", context)


@require_safe
@cache_control(public=True, max_age=SUGGESTED_FOR_SECONDS)
def search_suggestions(request: HttpRequest) -> HttpResponse:
    """Answer with the options of the list under the box; with nothing while nothing is typed."""
    text = finding.clean(request.GET.get("q", ""))
    hits = finding.find(text, current_day()) if text else []
    rows = [hit_row(hit, text) for hit in hits[:SUGGESTIONS]]
    context = {"search_text": text, "rows": rows, "total": len(hits)}
    return render(request, "squads/_suggestions.html", context)


def hit_row(hit: finding.Hit, text: str) -> dict[str, Any]:
    """Return what the templates print of a hit; the full name where only that one matches."""
    by_full_name = hit.full_name and not finding.matches_all(hit.name, text)
    return {
        "kind": hit.kind,
        "url": hit.url,
        "name": finding.segments(hit.name, text),
        "full_name": finding.segments(hit.full_name, text) if by_full_name else [],
        "facts": " · ".join(hit.facts),
    }
