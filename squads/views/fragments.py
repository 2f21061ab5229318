"""A page that htmx can refresh answers with its one fragment."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers

# In the place of a slug while the pattern of an address is worked out once a page.
SLUG = "slug-of-a-man"
# An open page that asks whether it is still true names the state it shows.
HAVE = "Twodeep-Have"


def is_htmx(request: HttpRequest) -> bool:
    """Whether htmx asks, for a part of a page."""
    return bool(getattr(request, "htmx", False))


def wants_file(request: HttpRequest) -> str:
    """Return the format in which a page's list is to be taken away, empty where it is shown."""
    return request.GET.get("format", "").strip().lower()


def part_or_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Have caches keep a page apart from its part; a file is the same for htmx, and no place."""

    @wraps(view)
    def seen(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        patch_vary_headers(response, varies_by(request))
        if wants_file(request):
            del response["HX-Push-Url"]
        return response

    return seen


def varies_by(request: HttpRequest) -> list[str]:
    """Return the headers that the answer to a request depends on."""
    return ["Cookie"] if wants_file(request) else ["HX-Request", "Cookie"]


def refreshes_itself(request: HttpRequest) -> bool:
    """Whether an open page asks for what it shows already, and nobody has gone anywhere."""
    return HAVE in request.headers


def address(name: str, query: Mapping[str, str]) -> str:
    """Return the address of this name with that part of the query that says something."""
    asked = urlencode({name: value for name, value in query.items() if value})
    return f"{reverse(name)}{'?' if asked else ''}{asked}"


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
