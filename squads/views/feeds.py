"""What feeds have said and an editor has to see to, and his answers to it."""

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import push_url, trigger_client_event

from squads import moves
from squads.day import current_site_day
from squads.feeds import answers
from squads.feeds.reports import keep_ours, take_feed
from squads.forms.positions import PositionsForm
from squads.models import Change, Club, FeedReport, Player
from squads.pages import feeds
from squads.roles import feeds_required
from squads.views.errors import problem
from squads.views.filters import BadFilter, Choices, chosen_filters
from squads.views.fragments import is_htmx, render_page
from squads.views.panels import edit_view, editor, safe_next

PAGE = 100
Said = list[tuple[str, Change | None]]
Answer = Callable[[FeedReport], Said]


@require_safe
@never_cache
@vary_on_headers("HX-Request", "Cookie")
@feeds_required
def feed_list(request: HttpRequest) -> HttpResponse:
    clubs = Club.objects.filter(feed_reports__isnull=False).distinct().order_by("name")
    choices: Choices = {"club": {club.slug: club.name for club in clubs}, "kind": feeds.KINDS}
    try:
        chosen = chosen_filters(request, choices)
    except BadFilter as error:
        links = [{"url": reverse("squads:feed_list"), "text": "Everything that is open"}]
        return problem(request, 400, "No such list", str(error), links=links)
    reports = feeds.to_see_to(**chosen)
    if chosen["kind"] == FeedReport.State.SETTLED:
        reports = feeds.lately_settled(chosen["club"])
    shown = Paginator(reports, PAGE).get_page(request.GET.get("page", "1"))
    context = _context(chosen, shown) | {"choices": choices}
    response = render_page(request, "squads/feed_list.html", "feed-list", context)
    if is_htmx(request) and request.htmx.current_url_abs_path == context["here"]:  # type: ignore[attr-defined]
        return response
    # Without the form's empty fields: what htmx puts into the address bar.
    return push_url(response, context["here"])


def _context(chosen: dict[str, str], shown: "Page[Any]") -> dict[str, Any]:
    """Return everything the page prints but what can be chosen."""
    site = current_site_day()
    whole = not any(chosen.values())
    settled = feeds.lately_settled(chosen["club"])
    shown_settled = [] if chosen["kind"] else list(settled[: feeds.SETTLED_SHOWN])
    return {
        "section": "feeds",
        "site_day": site,
        "feed_runs": feeds.runs(timezone.now(), real_day=not site.pinned),
        "groups": feeds.grouped(list(shown), site.today),
        "total": shown.paginator.count,
        "shown": shown,
        "settled": feeds.rows(shown_settled, site.today),
        "settled_count": settled.count(),
        "settled_url": _url({"kind": FeedReport.State.SETTLED.value, "club": chosen["club"]}),
        "not_here": feeds.not_here() if whole else [],
        "chosen": chosen,
        "filtered": not whole,
        "here": _url(chosen, shown.number),
        "older": _url(chosen, shown.next_page_number()) if shown.has_next() else "",
        "newer": _url(chosen, shown.previous_page_number()) if shown.has_previous() else "",
    }


def _url(chosen: dict[str, str], page: int = 1) -> str:
    query = {name: value for name, value in chosen.items() if value}
    query |= {"page": str(page)} if page > 1 else {}
    return f"{reverse('squads:feed_list')}{'?' if query else ''}{urlencode(query)}"


# What an editor answers. Each address takes POST; who follows it is sent to the page.


@edit_view
def report_take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take what the feed says in place of the editor's entry."""

    def take(report: FeedReport) -> Said:
        made = take_feed(report, by=editor(request), seen=_seen(request))
        said: Said = [(f"{report.player}: {change.text}.", change) for change in made]
        return said or [(f"{report.player}: nothing entered here had to change for it.", None)]

    return _answer(request, pk, take)


@edit_view
def report_keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the editor's entry stand."""

    def keep(report: FeedReport) -> Said:
        keep_ours(report, by=editor(request), seen=_seen(request))
        return [(f"{report.player}: our entry stays until the feed says something else.", None)]

    return _answer(request, pk, keep)


@edit_view
def report_set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a line that could not be read, or a man not found, seen to."""

    def put(report: FeedReport) -> Said:
        answers.set_aside(report, by=editor(request), seen=_seen(request))
        return [(f"{report.player or report.name}: seen to, and kept under “Settled”.", None)]

    return _answer(request, pk, put)


@edit_view
def report_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Put what was settled back among what is open."""

    def put(report: FeedReport) -> Said:
        answers.reopen(report, by=editor(request))
        return [(f"{report.player or report.name} is open again.", None)]

    return _answer(request, pk, put)


@edit_view
def report_tie(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which man the feed means."""
    if request.method != "POST":
        return _to_list(request)
    player = get_object_or_404(Player, slug=request.POST.get("player", ""))

    def tie(report: FeedReport) -> Said:
        answers.tie(report, player, by=editor(request), seen=_seen(request))
        return [(f"{player} is whom the feed means: its next run takes it up.", None)]

    return _answer(request, pk, tie)


@edit_view
def report_positions(request: HttpRequest, pk: int) -> HttpResponse:
    """Store the natural positions of a man whom a feed has brought."""
    return _answer(request, pk, partial(_place, request))


def _place(request: HttpRequest, report: FeedReport) -> Said:
    form = PositionsForm(request.POST, line=report.line)
    if report.player is None:
        raise moves.Gone("Somebody has removed this man meanwhile; nothing was saved.")
    if not form.is_valid():
        wrong = [error for errors in form.errors.values() for error in errors]
        raise moves.Refused(" ".join(map(str, wrong)))
    change = moves.set_positions(report.player, form.places, by=editor(request), seen="")
    return [(f"{report.player}: {change.text}.", change)]


def _seen(request: HttpRequest) -> str:
    return request.POST.get("seen", "")


def _to_list(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(safe_next(request, reverse("squads:feed_list")))


def _answer(request: HttpRequest, pk: int, answer: Answer) -> HttpResponse:
    """Do what he has chosen and say what came of it; where it does not go, show what holds."""
    if request.method != "POST":
        return _to_list(request)
    report = feeds.in_page_order(FeedReport.objects.all()).filter(pk=pk).first()
    if report is None:
        return _unsettled(request, pk, "The feed no longer lists this man.", 409)
    try:
        said = answer(report)
    except moves.Stale as stale:
        return _unsettled(request, pk, str(stale), 409)
    except moves.Refused as refused:
        return _unsettled(request, pk, str(refused), 422)
    for text, change in said:
        undo = str(change.pk) if change and change.undo else ""
        messages.success(request, text, extra_tags=undo)
    if not is_htmx(request):
        return _to_list(request)
    context = {"undo_next": safe_next(request, reverse("squads:feed_list"))}
    response = render(request, "squads/editing/_done.html", context)
    trigger_client_event(response, "chart-changed")
    # The row is gone, and its buttons with it.
    return trigger_client_event(response, "edit-done", {"opener": "feeds-heading"}, after="settle")


def _unsettled(request: HttpRequest, pk: int, alert: str, status: int) -> HttpResponse:
    """Show the row as it is now, with why nothing was done: in its place, or on its own page."""
    report = feeds.in_page_order(FeedReport.objects.all()).filter(pk=pk).first()
    found = feeds.rows([report] if report else [], current_site_day().today)
    row: dict[str, Any] = found[0] if found else {"pk": pk}
    for name in ("main", "other") if found else ():
        chosen = request.POST.get(name, "")[:3]
        row[f"{name}_options"] = feeds.position_options(row["rough"], chosen)
    context = {
        "row": row,
        "alert": alert,
        "section": "feeds",
        "here": safe_next(request, reverse("squads:feed_list")),
    }
    template = "squads/_feed_report.html" if is_htmx(request) else "squads/feed_report.html"
    return render(request, template, context, status=status)
