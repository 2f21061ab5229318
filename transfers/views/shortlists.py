"""Putting men on a club's shortlist, taking them off, their order and what is noted of them."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import trigger_client_event

from squads import finding
from squads.models import Player
from squads.moves.log import Gone, Refused, Stale
from squads.roles import View
from squads.views.errors import problem
from squads.views.fragments import is_htmx
from squads.views.panels import safe_next
from squads.wording import position_name
from transfers.forms.candidates import NoteForm
from transfers.models import Shortlisted
from transfers.moves import shortlists
from transfers.roles import plan_required
from transfers.views.candidates import position_of

STEPS = {"up": -1, "down": 1}
FIRST_OF_LIST = "shortlist-title"


def plan_action(view: View) -> View:
    """For who may plan, POST only; never cached, and htmx told apart from whole pages."""
    return never_cache(vary_on_headers("HX-Request")(require_POST(plan_required(view))))


@plan_action
def shortlist_add(request: HttpRequest, slug: str, position: str) -> HttpResponse:
    club, where = position_of(slug, position)
    player = get_object_or_404(Player, slug=finding.clean(request.POST.get("player", "")))
    back = _back(request, slug, position)
    try:
        row = shortlists.shortlist(club, where, player, by=cast(User, request.user))
    except Refused as refused:
        return _refused(request, f"{player}: {refused}", 422, back)
    place = f"{row.rank} on the shortlist for {position_name(where).lower()}"
    return _done(request, f"{player} is now number {place}.", back)


@plan_action
def shortlist_move(request: HttpRequest, pk: int) -> HttpResponse:
    row = _row(pk)
    if row is None:
        return _gone(request)
    step = STEPS.get(request.POST.get("step", ""))
    if step is None:
        return _refused(request, "A man moves up or down.", 422, _back_to(request, row))
    try:
        place = shortlists.move_by(row, step)
    except Gone as gone:
        return _refused(request, f"{row.player}: {gone}", 409, _back_to(request, row))
    return _done(request, f"{row.player} is now number {place}.", _back_to(request, row))


@plan_action
def shortlist_note(request: HttpRequest, pk: int) -> HttpResponse:
    row = _row(pk)
    if row is None:
        return _gone(request)
    back, form = _back_to(request, row), NoteForm(request.POST)
    if not form.is_valid():
        why = next(str(said[0]) for said in form.errors.values())
        return _refused(request, f"{row.player}: {why}", 422, back)
    note = form.cleaned_data["note"]
    try:
        shortlists.set_note(row, note, seen=form.cleaned_data["seen"])
    except Stale as stale:
        yours = f" Yours was: “{note}”. Save it again if it shall stand instead."
        return _refused(request, f"{row.player}: {stale}{yours if note else ''}", 409, back)
    return _done(request, f"{row.player}: note {'saved' if note else 'cleared'}.", back)


@plan_action
def shortlist_remove(request: HttpRequest, pk: int) -> HttpResponse:
    row = _row(pk)
    if row is None:
        return _gone(request)
    back = _back_to(request, row)
    try:
        shortlists.take_off(row)
    except Gone as gone:
        return _refused(request, f"{row.player}: {gone}", 409, back)
    return _done(request, f"{row.player} is off the shortlist.", back, focus=FIRST_OF_LIST)


def _row(pk: int) -> Shortlisted | None:
    return Shortlisted.objects.select_related("player", "club").filter(pk=pk).first()


def _gone(request: HttpRequest) -> HttpResponse:
    why = "Somebody has taken him off the shortlist meanwhile."
    return _refused(request, why, 409, safe_next(request, "/"))


def _back(request: HttpRequest, slug: str, position: str) -> str:
    return safe_next(request, reverse("transfers:candidate_list", args=[slug, position]))


def _back_to(request: HttpRequest, row: Shortlisted) -> str:
    return _back(request, row.club.slug, row.position)


def _done(request: HttpRequest, text: str, back: str, *, focus: str = "") -> HttpResponse:
    """Say what has changed; htmx then lets the page fetch itself, a plain browser goes there."""
    messages.success(request, text)
    if not is_htmx(request):
        return HttpResponseRedirect(back)
    response = render(request, "_messages.html")
    trigger_client_event(response, "chart-changed")
    if focus:
        trigger_client_event(response, "edit-done", {"opener": focus}, after="settle")
    return response


def _refused(request: HttpRequest, text: str, status: int, back: str) -> HttpResponse:
    """Say why nothing has changed, and let the page show how it is by now."""
    if not is_htmx(request):
        links = [{"url": back, "text": "Back to the list"}]
        return problem(request, status, "Not changed", text, links=links)
    messages.error(request, text)
    response = render(request, "_messages.html", status=status)
    trigger_client_event(response, "chart-changed")
    return response
