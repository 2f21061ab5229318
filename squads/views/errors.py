"""Error pages that say what was wrong and where to go on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def problem(
    request: HttpRequest, status: int, title: str, text: str, **more: object
) -> HttpResponse:
    """Return an error page with a heading, a sentence and links that help."""
    return render(request, "error.html", {"title": title, "text": text, **more}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem(request, 400, "That request makes no sense", str(exception) or "Try again.")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem(request, 403, "Not for your account", str(exception) or "Ask an editor.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    text = "There is nothing at this address. Search for the club or player by name."
    return problem(request, 404, "Not found", text)


def server_error(request: HttpRequest) -> HttpResponse:
    text = "Something broke on our side. It has been logged; try again in a moment."
    return problem(request, 500, "Sorry", text)
