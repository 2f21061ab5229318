"""Stretches of days, both ends included; no end means open. Pure."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar


class Span(Protocol):
    @property
    def starts_on(self) -> dt.date: ...
    @property
    def ends_on(self) -> dt.date | None: ...


S = TypeVar("S", bound=Span)


def covers(span: Span, day: dt.date) -> bool:
    return span.starts_on <= day <= last_day(span)


def last_day(span: Span) -> dt.date:
    """Return its end; the last of all days when it is open."""
    return span.ends_on or dt.date.max


def share_a_day(one: Span, other: Span) -> bool:
    return max(one.starts_on, other.starts_on) <= min(last_day(one), last_day(other))


def lies_within(inner: Span, outer: Span) -> bool:
    """Return whether every day of `inner` is one of `outer`."""
    return outer.starts_on <= inner.starts_on and last_day(inner) <= last_day(outer)


def clashes(spans: Iterable[S]) -> Iterator[tuple[S, S]]:
    """Yield each span that shares a day with an earlier one, after that earlier one."""
    longest: S | None = None
    for span in sorted(spans, key=lambda s: s.starts_on):
        if longest is not None and share_a_day(longest, span):
            yield longest, span
        if longest is None or last_day(span) >= last_day(longest):
            longest = span
