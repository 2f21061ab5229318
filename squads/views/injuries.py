from django.http import HttpRequest, HttpResponse


def injury_list(request: HttpRequest) -> HttpResponse:
    return HttpResponse("not yet")
