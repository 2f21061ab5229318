"""What every template may ask for, worked out only when it does."""

from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from squads.day import current_site_day
from squads.extensions import Entry, extensions
from squads.models import FeedReport
from squads.roles import can_edit, can_see_feeds


def site(request: HttpRequest) -> dict[str, Any]:
    """Give templates the site's day (views that know it pass it themselves) and the role.

    feeds: for those who may see what feeds have said, how much of it is to be settled.
    """
    return {
        "site_day": SimpleLazyObject(current_site_day),
        "can_edit": SimpleLazyObject(lambda: can_edit(_user(request))),
        "club_pages": extensions.club_pages,
        "navigation": SimpleLazyObject(lambda: _navigation(request)),
        "feeds": SimpleLazyObject(lambda: _feeds(request)),
    }


def _user(request: HttpRequest) -> User | AnonymousUser:
    """Return who asks; a request that is refused at the door has nobody yet."""
    return getattr(request, "user", None) or AnonymousUser()


def _navigation(request: HttpRequest) -> list[Entry]:
    """Return the entries that other apps add, those of a permission to who has it."""
    entries = extensions.navigation
    return [e for e in entries if not e.permission or _user(request).has_perm(e.permission)]


def _feeds(request: HttpRequest) -> dict[str, int]:
    return {"open": FeedReport.objects.open().count()} if can_see_feeds(_user(request)) else {}
