"""Pages that are the same for every reader, kept until what they show has changed."""

from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_cache_control, patch_vary_headers

from squads.pages.keys import holds
from squads.views.fragments import HAVE, is_htmx, varies_by, wants_file


def kept_for_readers(
    request: HttpRequest, key: str, render: Callable[[], HttpResponse], *, store: bool = True
) -> HttpResponse:
    """Answer readers from the cache or with 304, everybody else with what `render` makes.

    key: names all that a reader's page depends on but whether htmx asks. An open page that
    shows this very state is told so with 204, whoever asks: what signs of an account are on
    it he has brought along. A file is made anew for whoever takes it, unless he is a reader who
    has it. store: whether others are likely to ask for the same.
    """
    file = wants_file(request)
    if not file and is_htmx(request) and request.headers.get(HAVE) == key:
        return _nothing_new()
    if not is_reader(request):
        response = render()
        patch_vary_headers(response, varies_by(request))
        return response
    # A page names the host that was asked, for paper and in what others show of a link to it.
    host = request.build_absolute_uri("/")
    form = f"{file}{'part' if is_htmx(request) else ''}"
    etag = f'"{key}:{host}{form}"'
    if holds(request, etag):
        return _dress(request, HttpResponseNotModified(), etag)
    content = None if file else cache.get(etag)
    if content is not None:
        return _dress(request, HttpResponse(content), etag)
    response = render()
    if response.status_code == 200:
        if store and not file:
            cache.set(etag, response.content)
        return _dress(request, response, etag)
    return response


def kept_for_all(
    request: HttpRequest, key: str, content_type: str, make: Callable[[], bytes]
) -> HttpResponse:
    """Answer with what is the same for everybody, whoever asks: from the cache, or 304.

    key: names all that it depends on, its type too.
    """
    etag = f'"{key}"'
    response: HttpResponse
    if holds(request, etag):
        response = HttpResponseNotModified()
    else:
        content = cache.get(etag)
        if content is None:
            content = make()
            cache.set(etag, content)
        response = HttpResponse(content, content_type=content_type)
    response["ETag"] = etag
    patch_cache_control(response, no_cache=True, public=True)
    return response


def is_reader(request: HttpRequest) -> bool:
    """Whether nothing on the page depends on who asks: no account and no message waiting."""
    cookies = request.COOKIES
    return settings.SESSION_COOKIE_NAME not in cookies and "messages" not in cookies


def _nothing_new() -> HttpResponse:
    """Return what leaves an open page as it is; htmx would empty it on 304."""
    response = HttpResponse(status=204)
    patch_cache_control(response, no_store=True, private=True)
    patch_vary_headers(response, ["HX-Request", HAVE, "Cookie"])
    return response


def _dress(request: HttpRequest, response: HttpResponse, etag: str) -> HttpResponse:
    """Name what is given, to be asked after each time; nobody but who asks may keep a file."""
    response["ETag"] = etag
    del response["Cache-Control"]
    alone = {"private": True} if wants_file(request) else {}
    patch_cache_control(response, no_cache=True, **alone)
    patch_vary_headers(response, varies_by(request))
    return response
