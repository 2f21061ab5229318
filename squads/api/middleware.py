"""Errors under /api/ are JSON wherever they come from: no such address, no such method, a bug."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from squads.api.answers import problem

PREFIX = "/api/"
ALLOWED = "GET, HEAD, OPTIONS"
TEXTS = {
    400: "The request makes no sense.",
    403: "Not for you.",
    404: "There is nothing at this address. /api/v1/docs lists what there is.",
    405: "This can only be read: use GET or HEAD.",
    500: "Something broke on our side. It has been logged; try again in a moment.",
}
Handler = Callable[[HttpRequest], HttpResponse]


def problems(get_response: Handler) -> Handler:
    """Turn pages that say what went wrong into problem details, and answer HEAD as GET."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return get_response(request)
        asked, request.method = (
            request.method,
            "GET" if request.method == "HEAD" else request.method,
        )
        response = get_response(request)
        request.method = asked  # whoever serves it leaves the body out
        if asked == "OPTIONS" and response.status_code == 405:
            return HttpResponse(status=204, headers={"Allow": ALLOWED})
        is_json = "json" in response.get("Content-Type", "")
        if response.status_code < 400 or is_json:
            return response
        allowed = {"Allow": ALLOWED} if response.status_code == 405 else {}
        text = TEXTS.get(response.status_code, "That did not work.")
        return problem(response.status_code, text, headers=allowed)

    return answer
