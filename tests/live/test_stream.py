"""The stream's door, without a server: who asks, from where, and what a signal does."""

import asyncio
import signal

import pytest
from django.test import override_settings

from squads.live.stream import Live, Request, chain, is_at, transport_of

SCOPE = {
    "type": "http", "method": "GET", "path": "/live/", "query_string": b"watch=club-1:1",
    "client": ("192.0.2.1", 5000), "headers": [(b"host", b"localhost")],
}  # fmt: skip


def ask(live: Live, **different) -> list[dict]:
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.disconnect"}

    asyncio.run(live(SCOPE | different, receive, send))
    return sent


def test_nobody_is_let_in_while_the_server_stops():
    live = Live()
    live.hub.closing = True
    assert ask(live)[0]["status"] == 503


def test_who_is_just_coming_in_when_the_server_stops_is_sent_away():
    live, sent = Live(), []

    async def send(message):
        sent.append(message)
        live.hub.closing = True

    asyncio.run(live(SCOPE, None, send))
    assert (sent[-1]["more_body"], live.places.total) == (False, 0)


def test_who_is_refused_takes_no_place():
    live = Live()
    ask(live, headers=[(b"host", b"evil.example")])
    ask(live, method="POST")
    assert (live.places.total, live.tasks) == (0, [])


def test_a_refusal_may_not_be_kept():
    headers = dict(ask(Live(), method="POST")[0]["headers"])
    assert headers[b"cache-control"] == b"no-store"


@pytest.mark.parametrize(
    ("trusted", "told", "household"),
    [
        (False, [b"203.0.113.9"], "192.0.2.1"),
        (True, [b"203.0.113.9"], "203.0.113.9"),
        (True, [b"198.51.100.1, 203.0.113.9"], "203.0.113.9"),
        (True, [b"198.51.100.1", b"203.0.113.9"], "203.0.113.9"),
        (True, [], "192.0.2.1"),
    ],
)
def test_the_address_is_what_the_nearest_trusted_proxy_says(trusted, told, household):
    headers = [(b"x-forwarded-for", value) for value in told]
    with override_settings(TRUST_PROXY=trusted):
        assert Request(SCOPE | {"headers": headers}).household == household


@pytest.mark.parametrize(
    ("origin", "host", "same"),
    [
        ("https://example.org", "example.org", True),
        ("https://example.org", "Example.org:443", True),
        ("http://example.org:80", "example.org", True),
        ("http://[::1]:8000", "[::1]:8000", True),
        ("http://example.org:8000", "example.org", False),
        ("https://example.org.evil.example", "example.org", False),
        ("null", "example.org", False),
        ("", "", False),
        ("chrome-extension://example.org", "example.org", False),
    ],
)
def test_an_origin_is_held_against_the_host(origin, host, same):
    assert is_at(origin, host) is same


def test_a_server_that_hides_its_connections_is_served_all_the_same():
    async def send(message): ...

    assert transport_of(send) is None


def test_a_signal_does_both_what_it_did_and_what_is_new():
    done = []
    before = signal.signal(signal.SIGUSR1, lambda *_: done.append("as before"))
    try:
        chain(signal.SIGUSR1, lambda: done.append("first"))
        signal.raise_signal(signal.SIGUSR1)
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert done == ["first", "as before"]
