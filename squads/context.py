"""What every template may ask for, worked out only when it does."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from squads.day import current_site_day
from squads.roles import can_edit


def site(request: HttpRequest) -> dict[str, Any]:
    """Give templates the site's day (views that know it pass it themselves) and the role."""
    return {
        "site_day": SimpleLazyObject(current_site_day),
        "can_edit": SimpleLazyObject(lambda: can_edit(request.user)),
    }
