"""The API: what the apps offer, under one title, with one page to try it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.errors import HttpError, Throttled, ValidationError
from ninja.openapi.docs import DocsBase
from ninja.openapi.schema import OpenAPISchema

from squads.api import clubs, lists, players
from squads.api.answers import (
    PROBLEM,
    Fault,
    Unknown,
    only_known,
    problem,
    refusal,
    site_of,
    until_changed,
)
from squads.api.limits import AddressThrottle
from transfers.api import contracts, links, windows

ABOUT = (
    "Read-only, without an account. Days are ISO dates; what is not known is null. Whatever was "
    "found has an ETag: ask again with If-None-Match and get 304 as long as nothing has changed. "
    "Lists come in pages. Errors are problem details (RFC 9457)."
)


class TryIt(DocsBase):
    """The page on which the API can be read about and tried, in the look of the site."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        schema = api.get_openapi_schema(path_params=kwargs)
        context = {
            "openapi_url": self.get_openapi_url(api, kwargs),
            "about": schema["info"]["description"],
            "subjects": subjects(schema),
            "rate": settings.API_RATE.partition("/")[0],
        }
        return render(request, "api.html", context)


def subjects(schema: OpenAPISchema) -> dict[str, list[dict[str, Any]]]:
    """Return what can be asked, by subject: address, words, and what may be given."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path, operations in schema["paths"].items():
        operation = operations["get"]
        asked = {
            "name": operation["operationId"],
            "path": path,
            "summary": operation["summary"],
            "text": operation.get("description", ""),
            "inputs": [_input(one, schema) for one in operation.get("parameters", [])],
        }
        found.setdefault(operation["tags"][0], []).append(asked)
    return found


def _input(parameter: dict[str, Any], schema: OpenAPISchema) -> dict[str, Any]:
    """Return a field for one parameter. choices: empty where anything may be written."""
    about = parameter["schema"]
    kinds = [_found(kind, schema) for kind in about.get("anyOf", [about])]
    choices: list[str] = next((kind["enum"] for kind in kinds if "enum" in kind), [])
    if any(kind.get("type") == "boolean" for kind in kinds):
        choices = ["true", "false"]
    days = any(kind.get("format") == "date" for kind in kinds)
    return {
        "name": parameter["name"],
        "is_path": parameter["in"] == "path",
        "required": parameter.get("required", False),
        "text": about.get("description", ""),
        "choices": choices,
        "type": "date" if days else "text",
        "default": about.get("default", ""),
    }


class Api(NinjaAPI):
    """Says in its description what its errors are written in."""

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**kwargs)
        for path in schema["paths"].values():
            for operation in path.values():
                for status, response in operation["responses"].items():
                    if int(status) >= 400:
                        response["content"] = {PROBLEM: response["content"]["application/json"]}
        return schema


def _found(kind: dict[str, Any], schema: OpenAPISchema) -> dict[str, Any]:
    """Return what a reference names, anything else as it is."""
    name = kind.get("$ref", "").rpartition("/")[2]
    found: dict[str, Any] = schema["components"]["schemas"][name] if name else kind
    return found


api = Api(
    title="Twodeep",
    version="1",
    description=ABOUT,
    urls_namespace="api",
    docs=TryIt(),
    docs_url="docs",
    openapi_url="openapi.json",
    throttle=AddressThrottle(),
)
for router in (clubs, players, lists, windows, links, contracts):
    router.router.add_decorator(only_known, mode="view")
    router.router.add_decorator(until_changed, mode="view")
    api.add_router("", router.router)


@api.exception_handler(Unknown)
def unknown(request: HttpRequest, error: Unknown) -> HttpResponse:
    return problem(404, str(error))


@api.exception_handler(ValidationError)
def refused(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Name each part of the request that cannot be read."""
    today = site_of(request).today
    faults = [
        Fault(at=".".join(map(str, one["loc"])), text=refusal(one, today)) for one in error.errors
    ]
    return problem(422, "Some of what was asked for cannot be read.", faults)


@api.exception_handler(Throttled)
def too_many(request: HttpRequest, error: Throttled) -> HttpResponse:
    wait = max(1, round(error.wait or 1))
    text = f"That is more often than one address may ask. Try again in {wait} s."
    return problem(429, text, headers={"Retry-After": str(wait)})


@api.exception_handler(HttpError)
def failed(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, str(error))
