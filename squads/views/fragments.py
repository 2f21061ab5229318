"""A page that htmx can refresh answers with its one fragment."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control

# In the place of a slug while the pattern of an address is worked out once a page.
SLUG = "slug-of-a-man"


def is_htmx(request: HttpRequest) -> bool:
    """Whether htmx asks, for a part of a page."""
    return bool(getattr(request, "htmx", False))


def address_pattern(name: str) -> str:
    """Return a man's address of this name, with {} where his slug belongs."""
    return reverse(name, args=[SLUG]).replace(SLUG, "{}")


def render_page(
    request: HttpRequest, template: str, fragment: str, context: dict[str, Any]
) -> HttpResponse:
    """Return the whole page, or to htmx the partial of that name. The view sends Vary.

    What a page shows may depend on the account, so no cache but the browser's may keep it.
    """
    if is_htmx(request):
        template += f"#{fragment}"
    response = render(request, template, context)
    patch_cache_control(response, private=True, no_cache=True)
    return response
