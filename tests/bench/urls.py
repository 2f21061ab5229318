"""The site with one constant page beside it, which everything is compared with."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def constant(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<!doctype html><title>constant</title>")


urlpatterns = [path("constant/", constant), path("", include("config.urls"))]
