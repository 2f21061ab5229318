"""Who may do what: readers have no account; editors and analysts are groups."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django_htmx.http import HttpResponseClientRedirect

View = Callable[..., HttpResponse]


def can_edit(user: User | AnonymousUser) -> bool:
    """Whether he may enter news: injuries, absences, standings and rankings."""
    return bool(user.is_authenticated and user.has_perm("squads.change_injury"))


def editor_required(view: View) -> View:
    """Send a reader to sign in and back again; tell somebody without the role so, with 403."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if can_edit(request.user):
            return view(request, *args, **kwargs)
        if request.user.is_authenticated:
            raise PermissionDenied("Only editors may change this.")
        htmx = getattr(request, "htmx", None)
        if htmx:
            back = htmx.current_url_abs_path or "/"
            return HttpResponseClientRedirect(f"{resolve_url('login')}?next={back}")
        return redirect_to_login(request.get_full_path())

    return guarded
