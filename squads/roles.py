"""Who may do what, and how those are answered who may not, or not any more.

Readers have no account; editors and analysts are groups.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.contrib.auth.models import AnonymousUser, User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect, trigger_client_event

View = Callable[..., HttpResponse]
SIGNED_OUT = "You have been signed out. Sign in in another tab, then send this again."
CAME_FROM = "came_from"  # the page that a form was on, where it is sent again from another
# What forms carry along; nobody has typed it.
CARRIED = {"at", "next", "order", "position", "seen", "version", "view"}
NOT_SENT_AGAIN = {"csrfmiddlewaretoken", CAME_FROM}


def can_edit(user: User | AnonymousUser) -> bool:
    """Whether he may enter news: injuries, absences, standings and rankings."""
    return bool(user.is_authenticated and user.has_perm("squads.change_injury"))


def can_see_feeds(user: User | AnonymousUser) -> bool:
    """Whether he may see what feeds have said and what is to be settled of it."""
    return bool(user.is_authenticated and user.has_perm("squads.view_feedreport"))


def editor_required(view: View) -> View:
    """Let editors pass only, as `guarded` does."""
    return guarded(view, can_edit, "Only editors may change this.")


def feeds_required(view: View) -> View:
    """Let those pass who may see the feeds, as `guarded` does."""
    return guarded(view, can_see_feeds, "Only editors and analysts may see this.")


def guarded(view: View, may: Callable[[User | AnonymousUser], bool], refusal: str) -> View:
    """Send a reader to sign in and back again; tell somebody without the role so, with 403.

    What is posted is refused with 401, so that nothing typed is lost: `signed_out`.
    """

    @wraps(view)
    def let_pass(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if may(request.user):
            return view(request, *args, **kwargs)
        if request.user.is_authenticated:
            raise PermissionDenied(refusal)
        if request.method not in ("GET", "HEAD"):
            return signed_out(request)
        if getattr(request, "htmx", None):
            return HttpResponseClientRedirect(_login_address(request))
        return redirect_to_login(request.get_full_path())

    return let_pass


def signed_out(request: HttpRequest) -> HttpResponse:
    """Refuse with 401 what was sent, and tell where to sign in.

    htmx is told by an event, and the form stays as it is. A plain browser gets a page that holds
    what was sent, to send it again.
    """
    if request.headers.get("HX-Request"):
        at = {"at": _login_address(request)}
        return trigger_client_event(HttpResponse(status=401), "signed-out", at)
    return send_again(request, 401, "Not saved yet", SIGNED_OUT)


def send_again(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    """Answer a plain browser with a page that shows what it has sent and can send it again.

    Only for what one of our own pages has sent: a press of a button, and it counts.
    """
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in NOT_SENT_AGAIN
        for value in values
    ]
    context = {
        "status": status,
        "title": title,
        "text": text,
        "sent": sent,
        "typed": [
            (name.replace("_", " ").capitalize(), value)
            for name, value in sent
            if value.strip() and name not in CARRIED
        ],
        CAME_FROM: _came_from(request),
    }
    return render(request, "send_again.html", context, status=status)


def page_of(request: HttpRequest) -> str:
    """Return the page that somebody was on: this one, or what he sent a form from."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    sent_from = request.headers.get("Referer", "")
    if not _is_ours(request, sent_from):
        return resolve_url("squads:club_list")
    parts = urlsplit(sent_from)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path or "/"


def _came_from(request: HttpRequest) -> str:
    """Return the page that a form belongs to, which can be opened.

    One that fills a page of its own knows where it leads back to; that which sends it again
    from there has its address, but may not be opened at it.
    """
    page, sent = page_of(request), request.POST
    onward = sent.get("next") if urlsplit(page).path == request.path else None
    known = str(sent.get(CAME_FROM) or onward or "")
    return known if _is_ours(request, known) else page


def _is_ours(request: HttpRequest, address: str) -> bool:
    return url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure())


def _login_address(request: HttpRequest) -> str:
    """Return where to sign in and come back to the page that htmx asks from."""
    htmx = getattr(request, "htmx", None)
    back = (htmx and htmx.current_url_abs_path) or "/"
    return f"{resolve_url('login')}?{urlencode({'next': back}, safe='/')}"
