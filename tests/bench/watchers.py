"""Many who watch one club, in a process of their own."""

import asyncio
import re
import time
from multiprocessing.connection import Connection

import uvloop

AT_ONCE = 200
VERSION = re.compile(rb"id: club-\d+:(\d+)")


class Watcher(asyncio.Protocol):
    """Notes when it hears of which version."""

    def __init__(self, request: bytes, seen: dict[int, list[float]]) -> None:
        self.request, self.seen = request, seen
        self.greeted = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        transport.write(self.request)  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        now = time.monotonic()
        for version in VERSION.findall(data):
            self.seen.setdefault(int(version), []).append(now)
        if b"event: hello" in data and not self.greeted.done():
            self.greeted.set_result(True)

    def connection_lost(self, error: Exception | None) -> None:
        if not self.greeted.done():
            self.greeted.set_result(False)


async def stay(pipe: Connection, port: int, club: int, version: int, number: int) -> None:
    loop, seen = asyncio.get_running_loop(), {}
    path = f"/live/?watch=club-{club}:{version}"
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    found: list[Watcher] = []
    for start in range(0, number, AT_ONCE):
        batch = [
            loop.create_connection(lambda: Watcher(request, seen), "127.0.0.1", port)
            for _ in range(min(AT_ONCE, number - start))
        ]
        new = [watcher for _, watcher in await asyncio.gather(*batch)]
        await asyncio.gather(*(watcher.greeted for watcher in new))
        found += new
    pipe.send(sum(watcher.greeted.result() for watcher in found))
    await loop.run_in_executor(None, pipe.recv)
    pipe.send(seen)


def watch(pipe: Connection, port: int, club: int, version: int, number: int) -> None:
    """Open the streams, say how many were greeted, and on a word tell what was seen when.

    Sends the moments (seconds of the monotonic clock) at which each version was heard of.
    """
    uvloop.run(stay(pipe, port, club, version, number))
