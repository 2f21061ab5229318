"""Every request has a number, which its lines in the log and its answer bear."""

import logging
import re
import time
from collections.abc import Callable
from contextvars import ContextVar
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"
NUMBER = re.compile(r"[\w.:-]{8,64}", re.ASCII)
number: ContextVar[str] = ContextVar("request_id", default="-")
requests = logging.getLogger("twodeep.requests")
Handler = Callable[[HttpRequest], HttpResponse]


class Numbered(logging.Filter):
    """Gives every line of the log the number of the request that it is of."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = number.get()
        return True


def numbered(get_response: Handler) -> Handler:
    """Give a request the number that a proxy gave it, or a new one, and log how it went.

    The line is of level INFO; what was asked is logged without its query, which may hold names.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        told = request.headers.get(HEADER, "")
        # It stays until the next one comes: Django says what it refused when all this is over.
        number.set(told if NUMBER.fullmatch(told) else uuid4().hex)
        began = time.perf_counter()
        response = get_response(request)
        response[HEADER] = number.get()
        ms = round((time.perf_counter() - began) * 1000, 1)
        path = request.path.encode("unicode_escape").decode("ascii")  # no second line of his own
        facts = {"method": request.method, "path": path, "status": response.status_code, "ms": ms}
        requests.info("%(method)s %(path)s %(status)s %(ms)s ms", facts, extra=facts)
        return response

    return answer
