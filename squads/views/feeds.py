"""What feeds have said and an editor has to see to, and his answers to it."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

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
from squads.day import current_site_day, site_day
from squads.feeds import answers
from squads.feeds.reports import keep_ours, take_feed
from squads.finding import clean
from squads.forms.positions import PositionsForm
from squads.models import Change, Club, FeedReport, Player
from squads.pages import feeds
from squads.pages.keys import page_key, site_key
from squads.roles import feeds_required
from squads.views.caching import kept_for_readers
from squads.views.errors import problem
from squads.views.filters import BadFilter, Choices, chosen_filters
from squads.views.fragments import is_htmx, refreshes_itself, render_page
from squads.views.panels import edit_view, editor, safe_next

PAGE = 100
# What is said of an answer: a sentence, and what takes it back, as _messages.html knows it.
Said = list[tuple[str, str]]
Answer = Callable[[FeedReport], Said]


@require_safe
@never_cache
@vary_on_headers("HX-Request", "Cookie")
@feeds_required
def feed_list(request: HttpRequest) -> HttpResponse:
    """Show what is left to a person.

    An open page hears of whatever changes a club. What changes reports alone, as “Keep ours”
    elsewhere or a run in which only a doubt is new, it finds when it asks by itself.
    """
    key = site_key()
    site = site_day(key.pinned_on)
    runs = feeds.runs(timezone.now(), real_day=not site.pinned)
    may = sorted(request.user.get_all_permissions())
    asked = (request.GET.urlencode(), may, runs, feeds.stamp())
    live = {"watch": key.watch, "have": page_key("feeds", key, site, *asked)}
    more = {"site_day": site, "feed_runs": runs, "live": live}
    return kept_for_readers(request, live["have"], partial(_list, request, more), store=False)


def _list(request: HttpRequest, more: dict[str, Any]) -> HttpResponse:
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
    context = _context(chosen, shown, more["site_day"].today) | more | {"choices": choices}
    response = render_page(request, "squads/feed_list.html", "feed-list", context)
    # Without the form's empty fields: what htmx puts into the address bar.
    return response if refreshes_itself(request) else push_url(response, context["here"])


def _context(chosen: dict[str, str], shown: "Page[Any]", today: dt.date) -> dict[str, Any]:
    """Return everything the page prints of the reports."""
    whole = not any(chosen.values())
    settled = feeds.lately_settled(chosen["club"])
    shown_settled = [] if chosen["kind"] else list(settled[: feeds.SETTLED_SHOWN])
    return {
        "section": "feeds",
        "groups": feeds.grouped(list(shown), today),
        "total": shown.paginator.count,
        "shown": shown,
        "settled": feeds.rows(shown_settled, today),
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
        said = [(f"{report.player}: {change.text}.", _undo(change)) for change in made]
        return said or [(f"{report.player}: nothing entered here had to change for it.", "")]

    return _answer(request, pk, take)


@edit_view
def report_keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the editor's entry stand."""

    def keep(report: FeedReport) -> Said:
        keep_ours(report, by=editor(request), seen=_seen(request))
        return [
            (
                f"{report.player}: our entry stays until the feed says something else.",
                _reopen(report),
            )
        ]

    return _answer(request, pk, keep)


@edit_view
def report_set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a line that could not be read, or a man not found, seen to."""

    def put(report: FeedReport) -> Said:
        answers.set_aside(report, by=editor(request), seen=_seen(request))
        who = report.player or report.name
        return [(f"{who}: seen to, and kept under “Settled”.", _reopen(report))]

    return _answer(request, pk, put)


@edit_view
def report_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Put what was settled back among what is open."""

    def put(report: FeedReport) -> Said:
        answers.reopen(report, by=editor(request))
        return [(f"{report.player or report.name} is open again.", "")]

    return _answer(request, pk, put)


@edit_view
def report_tie(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which man the feed means."""
    if request.method != "POST":
        return _to_list(request)
    player = get_object_or_404(Player, slug=clean(request.POST.get("player", "")))

    def tie(report: FeedReport) -> Said:
        answers.tie(report, player, by=editor(request), seen=_seen(request))
        return [(f"{player} is whom the feed means: its next run takes it up.", "")]

    return _answer(request, pk, tie)


@edit_view
def report_positions(request: HttpRequest, pk: int) -> HttpResponse:
    """Store the natural positions of a man whom a feed has brought."""
    return _answer(request, pk, partial(_place, request))


def _place(request: HttpRequest, report: FeedReport) -> Said:
    form = PositionsForm(request.POST, line=report.line)
    if report.player is None:
        raise moves.Gone("Somebody has removed this man meanwhile; nothing was saved.")
    for name, errors in form.errors.items():
        raise moves.Refused(str(errors[0]), name)
    change = moves.set_positions(report.player, form.places, by=editor(request), seen="")
    return [(f"{report.player}: {change.text}.", _undo(change))]


def _undo(change: Change) -> str:
    return str(change.pk) if change.undo else ""


def _reopen(report: FeedReport) -> str:
    return f"report-{report.pk}"


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
    below = _row_below(request, pk)
    try:
        said = answer(report)
    except moves.Stale as stale:
        return _unsettled(request, pk, str(stale), 409)
    except moves.Refused as refused:
        return _unsettled(request, pk, str(refused), 422, refused.field)
    for text, back in said:
        messages.success(request, text, extra_tags=back)
    if not is_htmx(request):
        return _to_list(request)
    context = {"undo_next": safe_next(request, reverse("squads:feed_list"))}
    if _is_from_message(request):
        response = trigger_client_event(
            render(request, "_messages.html", context), "chart-changed"
        )
        return trigger_client_event(response, "undo-answered", after="settle")
    response = render(request, "squads/editing/_done.html", context)
    trigger_client_event(response, "chart-changed")
    # The row is gone, and its buttons with it.
    return trigger_client_event(response, "edit-done", {"opener": below}, after="settle")


def _is_from_message(request: HttpRequest) -> bool:
    return bool(request.htmx.target == "messages")  # type: ignore[attr-defined]


def _row_below(request: HttpRequest, pk: int) -> str:
    """Return the id of the row that follows this one in his list; of the heading at its end."""
    asked = parse_qs(urlsplit(safe_next(request, "")).query)
    chosen = {name: asked.get(name, [""])[0] for name in ("club", "kind")}
    listed = list(feeds.to_see_to(**chosen).values_list("pk", flat=True))
    below = listed[listed.index(pk) + 1 :] if pk in listed else []
    return f"report-{below[0]}" if below else "feeds-heading"


def _unsettled(
    request: HttpRequest, pk: int, alert: str, status: int, field: str | None = None
) -> HttpResponse:
    """Show the row as it is now, with why nothing was done: in its place, or on its own page.

    field: the one in the row that is wrong, beside which it says why.
    """
    if is_htmx(request) and _is_from_message(request):
        messages.error(request, alert)
        response = render(request, "_messages.html", status=status)
        return trigger_client_event(response, "undo-answered", after="settle")
    report = feeds.in_page_order(FeedReport.objects.all()).filter(pk=pk).first()
    found = feeds.rows([report] if report else [], current_site_day().today)
    row: dict[str, Any] = found[0] if found else {"pk": pk}
    for name in ("main", "other") if found else ():
        chosen = request.POST.get(name, "")[:3]
        row[f"{name}_options"] = feeds.position_options(row["rough"], chosen)
    context = {
        "row": row | {"wrong": field},
        "alert": alert,
        "section": "feeds",
        "here": safe_next(request, reverse("squads:feed_list")),
    }
    template = "squads/_feed_report.html" if is_htmx(request) else "squads/feed_report.html"
    return render(request, template, context, status=status)
