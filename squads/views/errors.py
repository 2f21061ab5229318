"""Error pages that say what was wrong and where to go on."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

from squads import finding
from squads.roles import signed_out

A_QUARTER_OF_AN_HOUR = 900  # seconds; as long as settings.AXES_COOLOFF_TIME
BARE = (
    '<!doctype html><html lang="en-GB"><title>Sorry · Twodeep</title><h1>Sorry</h1>'
    "<p>Something broke on our side. It has been logged; try again in a moment.</p>"
)


def problem(
    request: HttpRequest, status: int, title: str, text: str, **more: object
) -> HttpResponse:
    """Return an error page with a heading, a sentence and links that help.

    more: links (each with url and text), near (names that may have been meant: finding.Hit),
    search_text (what is to be searched for), back (where to come back to once signed in).
    """
    context = {"status": status, "title": title, "text": text, **more}
    return render(request, "error.html", context, status=status)


def words_of(slug: str) -> str:
    """Return what a slug may have been meant to name."""
    return slug.replace("-", " ")[:60]


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say what is wrong with a request in our own words: Django's name what is inside."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        text = "That is more than a form here takes. Send less of it at a time."
        return problem(request, 413, "Too much at once", text)
    text = str(exception) if isinstance(exception, BadRequest) else ""
    text = text or "The address or the form holds something that no page here sends."
    return problem(request, 400, "That request makes no sense", text)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say who may do it, and offer to come back with another account."""
    text = str(exception) or "Editors enter news, analysts plan. This account does neither."
    return problem(request, 403, "Not for your account", text, back=_page_of(request))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is nothing, and offer the names that a misspelt slug is close to."""
    slug = request.resolver_match.kwargs.get("slug", "") if request.resolver_match else ""
    if slug:
        return nobody(request, "Not found", "Nothing here has this name.", slug)
    text = "There is nothing at this address. Search for the club or player by name."
    return problem(request, 404, "Not found", text)


def nobody(request: HttpRequest, title: str, text: str, slug: str) -> HttpResponse:
    """Say that a slug names none, and offer the names that it is close to. One query."""
    words = words_of(slug)
    near = finding.close_names(words)
    return problem(request, 404, title, text, near=near, search_text=words)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form is too old; to htmx of somebody without an account, that he is out."""
    if request.headers.get("HX-Request") and not request.user.is_authenticated:
        return signed_out(request)
    text = (
        "The form was too old, or your browser sends no cookies. Go back, reload the page and "
        "try again; what you typed is still there."
    )
    links = [{"url": _page_of(request), "text": "Back to the page it was on"}]
    return problem(request, 403, "That form has expired", text, links=links)


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: object
) -> HttpResponse:
    text = (
        "Too many wrong passwords for this name from here. Try again in a quarter of an hour. "
        "Reading needs no account."
    )
    answer = problem(request, 429, "Not now", text)
    answer["Retry-After"] = str(A_QUARTER_OF_AN_HOUR)
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """Say sorry without the request: account and day come from what may be broken."""
    text = "Something broke on our side. It has been logged; try again in a moment."
    context = {"status": 500, "title": "Sorry", "text": text}
    try:
        page: str = render_to_string("error.html", context)
    except Exception:  # a template or a collected file is what is broken
        page = BARE
    return HttpResponse(page, status=500)


def explains_refusals(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """As a middleware, give a page to what is refused with a bare status: a wrong method."""

    def explain(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 405 or response.streaming or response.content:
            return response
        text = "This address takes what a button or a form sends. It cannot be opened by itself."
        if "GET" in response["Allow"]:
            text = "This page can be read. Nothing can be sent to it."
        answer = problem(request, 405, "Not in this way", text)
        answer["Allow"] = response["Allow"]
        return answer

    return explain


def _page_of(request: HttpRequest) -> str:
    """Return the page that somebody was on: this one, or what he sent a form from."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    sent_from = request.headers.get("Referer", "")
    hosts = {request.get_host()}
    if not url_has_allowed_host_and_scheme(sent_from, hosts, request.is_secure()):
        return resolve_url("squads:club_list")
    parts = urlsplit(sent_from)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path or "/"
