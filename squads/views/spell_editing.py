from typing import Any

from django.http import HttpRequest, HttpResponse


def injury_add(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("not yet")


def absence_add(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("not yet")


def spell_return(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("not yet")


def spell_back(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("not yet")


def injury_doubt(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("not yet")
