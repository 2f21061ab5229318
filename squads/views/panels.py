"""How every edit panel answers: in its row to htmx, as a whole page to a plain browser."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import parse_qs, urlencode, urlsplit

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import trigger_client_event

from squads import moves
from squads.day import FIRST_DAY, LAST_DAY, SiteDay, current_site_day, site_moment
from squads.depth import Position
from squads.forms.base import EditForm
from squads.models import Change, Player
from squads.roles import View, editor_required
from squads.views.errors import problem
from squads.views.fragments import is_htmx

ROW_KEY = re.compile(r"[A-Za-z0-9_-]{1,150}")
POSITIONS = {position.value for position in Position}


def edit_view(view: View) -> View:
    """For editors, GET and POST; never cached, and htmx told apart from whole pages."""
    guarded = require_http_methods(["GET", "POST"])(editor_required(view))
    return never_cache(vary_on_headers("HX-Request")(guarded))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a panel was opened.

    next: the address of the page, which a plain browser goes back to. at: the key of the row
    whose slot holds the panel, empty on a whole page. day: the one the page shows.
    """

    next: str
    at: str
    position: str
    day: dt.date
    site: SiteDay

    @property
    def query(self) -> str:
        """Carry the place through a link."""
        return urlencode({"position": self.position, "next": self.next, "at": self.at})

    @property
    def ids(self) -> str:
        """Keep the ids of fields apart where several panels are open."""
        return f"{self.at or 'edit'}-%s"


def place_of(request: HttpRequest, fallback: str) -> Place:
    """Read the place from the request; what cannot be trusted is left out."""
    asked = request.POST if request.method == "POST" else request.GET
    site = current_site_day()
    back = safe_next(request, fallback)
    at, position = asked.get("at", ""), asked.get("position", "")
    return Place(
        next=back,
        at=at if ROW_KEY.fullmatch(at) else "",
        position=position if position in POSITIONS else "",
        day=_day_of(back) or site.today,
        site=site,
    )


def safe_next(request: HttpRequest, fallback: str) -> str:
    """Return the page to go back to, if it is one of ours."""
    asked = request.POST if request.method == "POST" else request.GET
    back = asked.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return back if ours else fallback


def _day_of(url: str) -> dt.date | None:
    """Return the day that an address of a chart names."""
    found = parse_qs(urlsplit(url).query).get("on", [""])[0]
    try:
        day = parse_date(found)
    except ValueError:
        return None
    return day if day and FIRST_DAY <= day <= LAST_DAY else None


@dataclass(slots=True)
class Panel:
    """One form on one man, and the answers it can have."""

    request: HttpRequest
    player: Player
    title: str
    place: Place
    template: str = "squads/editing/_form.html"
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def is_htmx(self) -> bool:
        return is_htmx(self.request)

    @property
    def data(self) -> Any:
        """What was sent, None where the form is only to be shown."""
        return self.request.POST if self.request.method == "POST" else None

    def render(self, template: str, more: dict[str, Any], status: int = 200) -> HttpResponse:
        """Answer htmx with the panel, a plain browser with a page around it."""
        context = {"player": self.player, "title": self.title, "place": self.place}
        context |= {"panel": template, "whole_page": not self.is_htmx, **self.more, **more}
        page = template if self.is_htmx else "squads/editing/page.html"
        return render(self.request, page, context, status=status)

    def ask(self, form: EditForm) -> HttpResponse:
        """Show the form; refused, with what was typed and why."""
        form.focus(whole_page=not self.is_htmx)
        return self.render(self.template, {"form": form}, 422 if form.is_bound else 200)

    def save(
        self,
        form: EditForm,
        move: Callable[..., Change],
        conflict: "Callable[[], Conflict | None]" = lambda: None,
    ) -> HttpResponse:
        """Make the move if the form allows it, and answer with what came of it.

        move: takes the editor as `by`. conflict: what to show where somebody was faster; None
        where nothing is left to decide on.
        """
        if not form.is_valid():
            return self.ask(form)
        try:
            change = move(by=editor(self.request))
        except moves.Stale as stale:
            met = conflict()
            if met is None:
                return gone(self.request, str(stale))
            return self.render("squads/editing/_conflict.html", {"conflict": met}, 409)
        except moves.Refused as refused:
            form.add_error(refused.field, str(refused))
            return self.ask(form)
        return self.done(change, form.remark)

    def done(self, change: Change, remark: str = "") -> HttpResponse:
        """Say what has changed, with the means to undo it, and let the page fetch itself."""
        text = f"{self.player}: {change.text}. {remark}".rstrip()
        messages.success(self.request, text, extra_tags=str(change.pk) if change.undo else "")
        if not self.is_htmx:
            return HttpResponseRedirect(self.place.next)
        context = {"undo_next": self.place.next}
        response = render(self.request, "squads/editing/_done.html", context)
        trigger_client_event(response, "chart-changed")
        if self.place.at:
            opener = {"opener": f"edit-link-{self.place.at}"}
            trigger_client_event(response, "edit-done", opener, after="settle")
        return response


@dataclass(frozen=True, slots=True)
class Conflict:
    """What another editor wrote beside what this one typed.

    rows: label, what stands now, what was typed. again: every field and value that sends what
    was typed once more, over what stands now.
    """

    who: str
    at: dt.datetime | None
    text: str
    rows: list[tuple[str, str, str]]
    again: list[tuple[str, str]]


def wrote(history: Any) -> tuple[str, dt.datetime | None, str]:
    """Return who wrote a row last, when as the log dates it, and the reason that was given."""
    newest = history.select_related("history_user").first()
    if newest is None:
        return "Somebody", None, ""
    who, at = str(newest.history_user or "Somebody"), site_moment(newest.history_date)
    return who, at, newest.history_change_reason or ""


def resent(form: EditForm, **fresh: str) -> list[tuple[str, str]]:
    """Return every field as it was sent, for sending it again with fresh values in place."""
    sent = {field.html_name: form.data.get(field.html_name, "") for field in form}
    return [(name, str(value)) for name, value in (sent | fresh).items()]


def gone(request: HttpRequest, why: str) -> HttpResponse:
    """Say that the entry has been removed, where somebody still had a form open on it."""
    if not is_htmx(request):
        return problem(request, 409, "No longer there", why)
    context = {"place": place_of(request, "/"), "why": why}
    return render(request, "squads/editing/_gone.html", context, status=409)


def editor(request: HttpRequest) -> User:
    return cast(User, request.user)
