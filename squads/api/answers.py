"""What every answer shares: the day, pages of a list, ETags, and errors as problem details."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from http import HTTPStatus
from typing import Annotated, Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.utils.cache import patch_cache_control
from ninja import Field, Schema
from ninja.operation import Operation
from ninja.pagination import PaginationBase
from ninja.params.models import QueryModel
from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from squads.day import FIRST_DAY, LAST_DAY, BadDay, SiteDay, day_of, site_day
from squads.pages.keys import holds, page_key, site_key

PROBLEM = "application/problem+json"
PAGE_SIZE, MOST = 50, 200
PAGES = 10_000
MOST_FAULTS, MOST_NAME = 10, 40
NO_DAY = "no_day"
View = Callable[..., HttpResponse]


def _day(typed: Any) -> Any:
    """Read a day as pages do. Raises the error that `refusal` says in their words."""
    try:
        return day_of(typed, FIRST_DAY) if isinstance(typed, str) else typed
    except BadDay as error:
        raise PydanticCustomError(NO_DAY, "Not a day: {typed}", {"typed": typed}) from error


def refusal(error: Mapping[str, Any], today: dt.date) -> str:
    """Return what is told of a part of a request that cannot be read; of a day as pages do."""
    if error["type"] == NO_DAY:
        try:
            day_of(error["ctx"]["typed"], today)
        except BadDay as bad:
            return str(bad)
    return str(error["msg"])


Day = Annotated[
    dt.date,
    BeforeValidator(_day),
    Field(
        description=f"A day from {FIRST_DAY} to {LAST_DAY}; the site's day where none is given.",
    ),
]
Slug = Annotated[str, Field(max_length=80, pattern=r"^[-a-zA-Z0-9_]+$")]


class Fault(Schema):
    """What is wrong with one part of a request. at: its name, "query.on"."""

    at: str
    text: str


class Problem(Schema):
    """An error as RFC 9457 has it."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[Fault] = []


REFUSED = {304: None, 404: Problem, 422: Problem, 429: Problem}


class Unknown(Exception):
    """What was asked for is not there; the text says what, for who asks."""


def must_exist(model: type[Model], slug: str | None) -> None:
    """Refuse to narrow a list by what is not there. Raises Unknown."""
    if slug and not model._default_manager.filter(slug=slug).exists():
        raise Unknown(f"There is no {model._meta.verbose_name} called “{slug}”.")


def problem(
    status: int,
    detail: str,
    faults: Sequence[Fault] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Return an error as RFC 9457 has it."""
    about = Problem(
        title=HTTPStatus(status).phrase, status=status, detail=detail, errors=list(faults)
    )
    response = JsonResponse(about.model_dump(), status=status, content_type=PROBLEM)
    patch_cache_control(response, no_store=True)
    for name, value in (headers or {}).items():
        response[name] = value
    return response


class Numbered(PaginationBase):
    """Pages of a list, counted from 1; a page beyond the last is empty."""

    class Input(Schema):
        page: int = Field(1, ge=1, le=PAGES)
        page_size: int = Field(PAGE_SIZE, ge=1, le=MOST)

    class Output(Schema):
        items: list[Any]
        count: int = Field(description="How many there are on all pages.")
        page: int
        pages: int

    def paginate_queryset(
        self,
        queryset: QuerySet[Any] | Sequence[Any],
        pagination: Input,
        request: HttpRequest,
        **params: Any,
    ) -> dict[str, Any]:
        size, start = pagination.page_size, (pagination.page - 1) * pagination.page_size
        count = queryset.count() if isinstance(queryset, QuerySet) else len(queryset)
        return {
            "items": list(queryset[start : start + size]),
            "count": count,
            "page": pagination.page,
            "pages": -(-count // size),
        }


def only_known(run: View) -> View:
    """Refuse parameters that the address does not have; a misspelt filter would filter nothing.

    run: what an operation of the API runs, itself not decorated yet.
    """
    operation: Operation = run.__self__  # type: ignore[attr-defined]
    known = {
        name
        for model in operation.models
        if issubclass(model, QueryModel)
        for name in getattr(model, "__ninja_flatten_map__", {})
    }

    @wraps(run)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        unknown = [name for name in request.GET if name not in known]
        if not unknown:
            return run(request, *args, **kwargs)
        has = f"It has {', '.join(sorted(known))}." if known else "It has none."
        text = f"This address has no such parameter. {has}"
        wrong = (f"query.{name[:MOST_NAME]}" for name in unknown[:MOST_FAULTS])
        faults = [Fault(at=at, text=text) for at in wrong]
        return problem(422, "Some of what was asked for is not known here.", faults)

    return answer


def until_changed(run: View) -> View:
    """Answer 304 to who holds what is still true; the view finds the site's day on the request.

    An answer hangs on the clubs' versions, the site's day and its address. It is not kept here:
    machines that walk through all of it would push the pages out of the cache.
    """

    @wraps(run)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = site_key()
        request.site_day = site_day(key.pinned_on)  # type: ignore[attr-defined]
        asked = request.get_full_path()
        etag = f'"{page_key("api", key, site_of(request), asked)}"'
        if holds(request, etag):
            return _dated(HttpResponseNotModified(), etag)
        response = run(request, *args, **kwargs)
        return _dated(response, etag) if response.status_code == HTTPStatus.OK else response

    return answer


def _dated(response: HttpResponse, etag: str) -> HttpResponse:
    response["ETag"] = etag
    patch_cache_control(response, public=True, no_cache=True)
    return response


def site_of(request: HttpRequest) -> SiteDay:
    """Return the site's day, which `until_changed` has read for this request."""
    found: SiteDay = request.site_day  # type: ignore[attr-defined]
    return found


def day_asked(request: HttpRequest, on: dt.date | None) -> dt.date:
    return on or site_of(request).today
