"""The few files that browsers and robots ask for by fixed names at the root of the site."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

A_DAY = 86_400  # seconds
ICONS = {"favicon.ico": "image/x-icon", "apple-touch-icon.png": "image/png"}
PAPER, INK = "#f6f4ef", "#1b1f23"  # --paper and --ink of tokens.css in daylight


@require_safe
@cache_control(public=True, max_age=A_DAY)
def icon_file(request: HttpRequest, name: str) -> HttpResponse:
    """Answer with one of ICONS."""
    return HttpResponse(_content(name), content_type=ICONS[name])


@cache
def _content(name: str) -> bytes:
    return (settings.BASE_DIR / "static" / name).read_bytes()


@require_safe
@cache_control(public=True, max_age=A_DAY)
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "robots.txt", content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=A_DAY)
def manifest(request: HttpRequest) -> JsonResponse:
    """Answer with the name, colours and icons of the site for who keeps it on a phone."""
    icons = [
        {"src": static("icon.svg"), "type": "image/svg+xml", "sizes": "any"},
        {"src": reverse("apple_touch_icon"), "type": "image/png", "sizes": "180x180"},
    ]
    about = {
        "name": "Twodeep",
        "short_name": "Twodeep",
        "description": "Exact two-deep depth charts of football clubs, for any day.",
        "start_url": reverse("squads:club_list"),
        "display": "browser",
        "background_color": PAPER,
        "theme_color": INK,
        "icons": icons,
    }
    return JsonResponse(about, content_type="application/manifest+json")
