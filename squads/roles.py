"""Who may do what: readers have no account; editors and analysts are groups."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser, User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django_htmx.http import HttpResponseClientRedirect, trigger_client_event

View = Callable[..., HttpResponse]


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

    What htmx posts is refused with 401, and an event that tells where to sign in: the form
    stays as it is, with what was typed.
    """

    @wraps(view)
    def let_pass(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if may(request.user):
            return view(request, *args, **kwargs)
        if request.user.is_authenticated:
            raise PermissionDenied(refusal)
        if not getattr(request, "htmx", None):
            return redirect_to_login(request.get_full_path())
        if request.method == "POST":
            return signed_out(request)
        return HttpResponseClientRedirect(_login_address(request))

    return let_pass


def signed_out(request: HttpRequest) -> HttpResponse:
    """Refuse what htmx sent with 401 and an event that tells where to sign in."""
    at = {"at": _login_address(request)}
    return trigger_client_event(HttpResponse(status=401), "signed-out", at)


def _login_address(request: HttpRequest) -> str:
    """Return where to sign in and come back to the page that htmx asks from."""
    htmx = getattr(request, "htmx", None)
    back = (htmx and htmx.current_url_abs_path) or "/"
    return f"{resolve_url('login')}?{urlencode({'next': back}, safe='/')}"
