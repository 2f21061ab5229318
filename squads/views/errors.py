"""Error pages that say what was wrong and where to go on."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from squads.roles import signed_out


def problem(
    request: HttpRequest, status: int, title: str, text: str, **more: object
) -> HttpResponse:
    """Return an error page with a heading, a sentence and links that help."""
    return render(request, "error.html", {"title": title, "text": text, **more}, status=status)


def words_of(slug: str) -> str:
    """Return what a slug may have been meant to name."""
    return slug.replace("-", " ")[:60]


def search_url(words: str) -> str:
    return f"{reverse('squads:search')}?{urlencode({'q': words})}"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem(request, 400, "That request makes no sense", str(exception) or "Try again.")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem(request, 403, "Not for your account", str(exception) or "Ask an editor.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    text = "There is nothing at this address. Search for the club or player by name."
    return problem(request, 404, "Not found", text)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form is too old; to htmx of somebody without an account, that he is out."""
    if request.headers.get("HX-Request") and not request.user.is_authenticated:
        return signed_out(request)
    text = (
        "The form was too old, or your browser sends no cookies. Go back, reload the page and "
        "try again; what you typed is still there."
    )
    return problem(request, 403, "That form has expired", text)


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: object
) -> HttpResponse:
    text = "Too many wrong passwords for this name from here. Try again in a quarter of an hour."
    return problem(request, 429, "Not now", text)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say sorry without the request: account and day come from what may be broken."""
    text = "Something broke on our side. It has been logged; try again in a moment."
    page = render_to_string("error.html", {"title": "Sorry", "text": text})
    return HttpResponse(page, status=500)
