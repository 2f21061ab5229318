"""Asking a feed over HTTP: politely, conditionally, and not for ever."""

import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import httpx

VERSION = "0.1.0"
AGENT = f"Twodeep/{VERSION} (football squad-depth tracker; asks only for what is new)"
MOST_BYTES = 20_000_000
MOST_REDIRECTS = 3
LONGEST_PAUSE = 30.0  # seconds, whatever the feed asks for
WHOLE_ANSWER = 120.0  # seconds, so that a feed that drips does not hold us
LONGEST_TAG = 200  # of an ETag; a longer one is not kept
AGAIN = {408, 425, 429, 500, 502, 503, 504}


class BadAnswer(Exception):
    """An answer that cannot be used, or none: one line that says why."""


class Passing(BadAnswer):
    """What may be gone a moment later; pause: seconds that the feed asks to wait."""

    def __init__(self, sentence: str, pause: float | None = None) -> None:
        super().__init__(sentence)
        self.pause = pause


@dataclass(frozen=True, slots=True)
class Answer:
    """What a feed answered: the bytes, and what to ask by next time.

    address: the one that was asked, wherever that led. at: when the feed gave the answer, None
    for one that was stored.
    """

    raw: bytes
    etag: str
    last_modified: str
    address: str
    at: dt.datetime | None = None


def fetch(
    address: str,
    *,
    etag: str = "",
    last_modified: str = "",
    timeout: float = 20.0,
    tries: int = 3,
    pause: float = 1.0,
) -> Answer | None:
    """Return a feed's answer, None if nothing is new since etag and last_modified.

    timeout: seconds for connecting and for every read. pause: seconds before the second try,
    twice as long before each further one. Tried again is what may pass: no connection, a
    timeout, a broken answer, 429 and 5xx; everything else is final. Raises BadAnswer.
    """
    conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    headers = {name: value for name, value in conditions.items() if value}
    with httpx.Client(
        headers={"User-Agent": AGENT, "Accept": "application/json"} | headers,
        timeout=timeout,
        follow_redirects=True,
        max_redirects=MOST_REDIRECTS,
    ) as client:
        for left in reversed(range(tries)):
            try:
                return _asked(client, address, conditional=bool(headers))
            except Passing as error:
                if not left:
                    times = "" if tries == 1 else f" (tried {tries} times)"
                    raise BadAnswer(f"{error}{times}") from error
                time.sleep(min(pause if error.pause is None else error.pause, LONGEST_PAUSE))
                pause *= 2
    raise ValueError("tries must be at least 1")


def _asked(client: httpx.Client, address: str, *, conditional: bool) -> Answer | None:
    """Ask once."""
    try:
        with client.stream("GET", address) as response:
            if response.status_code == httpx.codes.NOT_MODIFIED and conditional:
                return None
            raw = b"".join(_bounded(response))
    except httpx.TimeoutException as error:
        raise Passing("The feed did not answer in time.") from error
    except (httpx.TooManyRedirects, httpx.UnsupportedProtocol) as error:
        raise BadAnswer(f"The feed cannot be reached: {_line(error)}") from error
    except httpx.InvalidURL as error:
        raise BadAnswer(f"The feed’s address cannot be read: {_line(error)}") from error
    except httpx.DecodingError as error:
        raise Passing("The feed’s answer is packed in a way that cannot be undone.") from error
    except httpx.RequestError as error:
        raise Passing(f"The feed cannot be reached: {_line(error)}") from error
    _check(response, raw)
    tag = response.headers.get("ETag", "")
    return Answer(
        raw,
        tag if len(tag) <= LONGEST_TAG else "",
        response.headers.get("Last-Modified", "")[:60],
        address,
        _given_at(response.headers.get("Date", "")),
    )


def _bounded(response: httpx.Response) -> Iterator[bytes]:
    """Yield the body, unpacked; give up on one without end."""
    size, ends = 0, time.monotonic() + WHOLE_ANSWER
    for chunk in response.iter_bytes():
        size += len(chunk)
        if size > MOST_BYTES:
            raise BadAnswer(f"The feed answered with more than {MOST_BYTES // 10**6} MB.")
        if time.monotonic() > ends:
            raise Passing("The feed did not answer in time.")
        yield chunk


def _check(response: httpx.Response, raw: bytes) -> None:
    status = f"status {response.status_code}"
    page = raw.lstrip()[:1] == b"<"
    if response.status_code == httpx.codes.OK and not page:
        return
    says = f"The feed answered with {status}, not with its data."
    if page:
        says = f"The feed answered with a web page, not with JSON ({status})."
    if response.status_code in AGAIN:
        raise Passing(says, _retry_after(response.headers.get("Retry-After", "")))
    raise BadAnswer(says)


def _given_at(text: str) -> dt.datetime:
    """Return the moment that a feed dates its answer, now where it names none that has come."""
    now = dt.datetime.now(dt.UTC)
    return min(_moment(text) or now, now)


def _retry_after(text: str) -> float | None:
    """Return the seconds that a feed asks to wait, given as such or as a moment."""
    if text.isdecimal():
        return float(text)
    moment = _moment(text)
    if moment is None:
        return None
    return max(0.0, (moment - dt.datetime.now(dt.UTC)).total_seconds())


def _moment(text: str) -> dt.datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else None


def _line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
