"""Every transfer window on file, league by league."""

import datetime as dt
from typing import Any

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from simple_history.utils import get_history_manager_for_model

from squads.day import BadDay, SiteDay, requested_day, site_day
from squads.pages.keys import page_key, site_key
from squads.views.caching import kept_for_readers
from squads.views.errors import problem
from squads.views.exporting import exported
from squads.views.fragments import address, part_or_page, render_page, wants_file
from transfers.models import Window
from transfers.pages.tables import WINDOWS
from transfers.pages.windows import window_rows


@require_safe
@part_or_page
def window_list(request: HttpRequest) -> HttpResponse:
    """List the windows as of a day, readers' pages kept until a club or a window changes."""
    key = site_key()
    site = site_day(key.pinned_on)
    try:
        on = requested_day(request, site.today)
    except BadDay as error:
        links = [{"url": reverse("transfers:window_list"), "text": "All windows as of today"}]
        return problem(request, 400, "No such day", str(error), links=links)
    history = get_history_manager_for_model(Window)
    # A window may be of a league that has no club here yet, whose version would tell.
    newest = history.aggregate(newest=Max("history_id"))["newest"]
    live = {"watch": key.watch, "have": page_key("windows", key, site, on, newest)}

    def render() -> HttpResponse:
        context = _context(site, on) | {"live": live}
        if wants_file(request):
            rows = [row for league in context["leagues"] for row in league["windows"]]
            return exported(request, WINDOWS, rows, here=context["here"], on=on)
        return render_page(request, "transfers/window_list.html", "window-list", context)

    return kept_for_readers(request, live["have"], render)


def _context(site: SiteDay, on: dt.date) -> dict[str, Any]:
    leagues = window_rows(Window.objects.in_order(), on)
    day = "" if on == site.today else on.isoformat()
    return {
        "section": "windows",
        "site_day": site,
        "here": address("transfers:window_list", {"on": day}),
        "on": on,
        "leagues": leagues,
        "total": sum(len(league["windows"]) for league in leagues),
    }
