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
from django.shortcuts import render
from django.template.loader import render_to_string

from squads import finding
from squads.roles import page_of, send_again, signed_out

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
    return problem(request, 403, "Not for your account", text, back=page_of(request))


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
    """Say that a form is too old, and let a plain browser send it again with a new token.

    Whoever has signed in elsewhere since has a new one. Who has no account is told that he is
    out, as everywhere.
    """
    ours = _holds_an_entry(request)
    if not request.user.is_authenticated and (ours or request.headers.get("HX-Request")):
        return signed_out(request)
    if ours and not request.headers.get("HX-Request"):
        text = (
            "The form was opened before you signed in, or your browser sends no cookies. "
            "Nothing has been saved yet: look it over and send it again."
        )
        return send_again(request, 403, "Send it once more", text)
    text = (
        "The form was too old, or your browser sends no cookies. Go back, reload the page and "
        "try again; what you typed is still there."
    )
    links = [{"url": page_of(request), "text": "Back to the page it was on"}]
    return problem(request, 403, "That form has expired", text, links=links)


def _holds_an_entry(request: HttpRequest) -> bool:
    """Whether a page of ours has sent what may be shown: not a password, nor what is made up.

    Browsers name the site that a form was on; a form of another site is never made ours.
    """
    match = request.resolver_match
    sent_from = request.headers.get("Origin") or request.headers.get("Referer", "")
    is_ours = urlsplit(sent_from).netloc == request.get_host()
    return is_ours and match is not None and match.app_name not in ("", "admin")


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
