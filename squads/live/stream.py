"""`GET /live/?watch=club-12:17`: a stream of events, served on the event loop itself.

No middleware of Django runs here, so host and origin are checked in this place. The page is
public and so is what it hears: which club has which version.
"""

import asyncio
import contextlib
import signal
import socket
import threading
from collections.abc import Callable, Iterable
from types import FrameType
from typing import Any
from urllib.parse import parse_qs

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, HTTPScope
from django.conf import settings
from django.http.request import split_domain_port, validate_host

from squads.live.hub import Hub, Pace, Watcher
from squads.live.places import Places
from squads.live.sources import keep, source
from squads.live.watch import BadWatch, Version, read_watch
from squads.visitors import address_of, household_of

HELLO = b"retry: 3000\n\nevent: hello\ndata: {}\n\n"
RETRY_AFTER = 30  # seconds, for those who find no place
BUFFER = 16 << 10  # bytes that may wait for a reader: here, and as much in the kernel

STREAM_HEADERS = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store, no-transform"),
    (b"x-accel-buffering", b"no"),
    (b"connection", b"close"),
]
HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
]
# A reader who vanished without a word is noticed within half a minute.
SOCKET_OPTIONS = [
    (socket.SOL_SOCKET, "SO_SNDBUF", BUFFER),
    (socket.SOL_SOCKET, "SO_KEEPALIVE", 1),
    (socket.IPPROTO_TCP, "TCP_KEEPIDLE", 15),
    (socket.IPPROTO_TCP, "TCP_KEEPINTVL", 5),
    (socket.IPPROTO_TCP, "TCP_KEEPCNT", 3),
    (socket.IPPROTO_TCP, "TCP_USER_TIMEOUT", 20_000),
]


class Refused(Exception):
    """A request that gets no stream: the status, a sentence, and further headers."""

    def __init__(self, status: int, sentence: str, **headers: str) -> None:
        self.status, self.sentence = status, sentence
        self.headers = [
            (name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()
        ]


class Live:
    """The ASGI application at `/live/`. Nothing runs before the first watcher has come."""

    def __init__(self) -> None:
        self.hub = Hub(Pace(settings.LIVE_BEAT_SECONDS, settings.LIVE_PATIENCE_SECONDS))
        self.places = Places(settings.LIVE_STREAMS, settings.LIVE_STREAMS_PER_ADDRESS)
        self.tasks: list[asyncio.Task[None]] = []

    async def __call__(
        self, scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        request = Request(scope)
        try:
            holds = self.admit(request)
        except Refused as refused:
            await refuse(send, refused)
            return
        self.places.take(request.household)
        try:
            await self.serve(holds, receive, send)
        finally:
            self.places.give_back(request.household)

    def admit(self, request: "Request") -> dict[str, Version]:
        """Return what a request watches; raise Refused."""
        request.check()
        holds = request.holds()
        if self.places.full_for(request.household):
            sentence = "Too many pages are open at this address."
            raise Refused(429, sentence, retry_after=str(RETRY_AFTER))
        if self.hub.closing or self.places.full:
            sentence = "The server has no place for another open page."
            raise Refused(503, sentence, retry_after=str(RETRY_AFTER))
        return holds

    async def serve(
        self, holds: dict[str, Version], receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        """Let a watcher in, until he goes or his stream is ended."""
        transport = transport_of(send)
        if transport:
            bound(transport)
        headers = [*STREAM_HEADERS, *HEADERS]
        await send(
            {"type": "http.response.start", "status": 200, "headers": headers, "trailers": False}
        )
        watcher = Watcher(send, asyncio.current_task(), transport)
        await watcher.write(HELLO)
        if self.hub.closing:
            await watcher.write(b"", more=False)
            return
        self.start()
        self.hub.join(watcher, holds)
        try:
            while (await receive())["type"] != "http.disconnect":
                pass
        finally:
            self.hub.leave(watcher)

    def start(self) -> None:
        """Begin to listen and to beat, once."""
        if not self.tasks:
            work = (keep(source(), self.hub), self.hub.beat())
            self.tasks = [asyncio.create_task(each) for each in work]

    def close(self) -> None:
        """End every stream and let nobody in any more."""
        self.hub.close()
        for task in self.tasks:
            task.cancel()

    async def closed(self) -> None:
        """Close, and wait until nothing runs any more."""
        self.close()
        self.hub.cut_off()
        await asyncio.gather(*self.tasks, *self.hub.sending.values(), return_exceptions=True)

    def close_on_signals(self) -> None:
        """End the streams as soon as the server is told to stop, which would wait for them."""
        if threading.current_thread() is not threading.main_thread():
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            chain(number, lambda: loop.call_soon_threadsafe(self.close))


def chain(number: signal.Signals, first: Callable[[], object]) -> None:
    """Do something on a signal before what was done so far."""
    before = signal.getsignal(number)

    def handle(signum: int, frame: FrameType | None) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended
            first()
        if callable(before):
            before(signum, frame)

    if callable(before):
        signal.signal(number, handle)


class Request:
    """What a request for a stream says."""

    def __init__(self, scope: HTTPScope) -> None:
        self.method, self.query = scope["method"], scope["query_string"]
        self.headers: dict[bytes, str] = {}
        for name, value in scope["headers"]:
            self.headers[name] = value.decode("latin-1")  # the last of several
        self.household = household_of(self.address(scope))

    def address(self, scope: HTTPScope) -> str:
        peer = scope["client"][0] if scope["client"] else ""
        return address_of(peer, self.headers.get(b"x-forwarded-for", ""))

    def check(self) -> None:
        """Raise Refused unless this is one of our own pages, asking with GET."""
        if self.method != "GET":
            raise Refused(405, "This address can only be read.", allow="GET")
        host, _ = split_domain_port(self.headers.get(b"host", ""))
        if not host or not validate_host(host, settings.ALLOWED_HOSTS):
            raise Refused(403, "This site is not known under that name.")
        if not self.is_ours():
            raise Refused(403, "Another site's pages cannot listen to this one.")

    def is_ours(self) -> bool:
        """Whether the page that asks is of this site, as far as its browser says so."""
        if self.headers.get(b"sec-fetch-site", "none") not in {"same-origin", "none"}:
            return False
        origin = self.headers.get(b"origin")
        return origin is None or is_at(origin, self.headers[b"host"])

    def holds(self) -> dict[str, Version]:
        """Return what is watched and held; what was told last outranks the page's address."""
        if told := self.headers.get(b"last-event-id"):
            with contextlib.suppress(BadWatch):
                return read_watch(told)
        try:
            query = parse_qs(self.query.decode("ascii"), max_num_fields=10)
            return read_watch(query["watch"][-1])
        except KeyError:
            raise Refused(400, "Say what to watch, such as watch=club-12:17.") from None
        except BadWatch as bad:
            raise Refused(400, str(bad)) from None
        except ValueError:
            raise Refused(400, "What to watch cannot be read.") from None


def is_at(origin: str, host: str) -> bool:
    """Whether an origin is that of a host, which names its port unless it is the usual one."""
    scheme, _, place = origin.lower().partition("://")
    usual = {"http": ":80", "https": ":443"}.get(scheme)
    if usual is None:
        return False
    return place.removesuffix(usual) == host.lower().removesuffix(usual)


async def refuse(send: ASGISendCallable, refused: Refused) -> None:
    text = f"{refused.sentence}\n".encode()
    headers: Iterable[tuple[bytes, bytes]] = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(text)).encode()),
        (b"cache-control", b"no-store"),
        *HEADERS,
        *refused.headers,
    ]
    await send(
        {
            "type": "http.response.start",
            "status": refused.status,
            "headers": headers,
            "trailers": False,
        }
    )
    await send({"type": "http.response.body", "body": text, "more_body": False})


def transport_of(send: Any) -> asyncio.WriteTransport | None:
    """Return the connection behind a response, where the server lets us reach it.

    ASGI has no word for cutting a reader off. Uvicorn's `send` belongs to an object that
    holds the connection; under another server streams end a little later.
    """
    found = getattr(getattr(send, "__self__", None), "transport", None)
    return found if callable(getattr(found, "abort", None)) else None


def bound(transport: asyncio.WriteTransport) -> None:
    """Keep little for a reader who does not read, and notice soon that he is gone."""
    transport.set_write_buffer_limits(high=BUFFER)
    connection = transport.get_extra_info("socket")
    for level, name, value in SOCKET_OPTIONS:
        option = getattr(socket, name, None)
        if connection and option is not None:
            with contextlib.suppress(OSError):  # not a TCP connection
                connection.setsockopt(level, option, value)
