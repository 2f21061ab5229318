"""A page that htmx can refresh answers with its one fragment."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def render_page(
    request: HttpRequest, template: str, fragment: str, context: dict[str, Any]
) -> HttpResponse:
    """Return the whole page, or to htmx the partial of that name. The view sends Vary."""
    if getattr(request, "htmx", False):
        template += f"#{fragment}"
    return render(request, template, context)
