from typing import Any

from django.http import HttpRequest, HttpResponse


def player_edit(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("not yet")


def contract_standing(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("not yet")


def ranking_move(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("not yet")


def change_undo(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("not yet")
