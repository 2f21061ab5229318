"""The ASGI door: pages go through Django's WSGI handler in two threads a process.

Django's own ASGI path costs several times the CPU a page once synchronous middleware is in
it; more threads than two only wait for one another. The live stream is served beside the
pages, on the event loop, where an open stream costs no thread.
"""

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, Scope

from config.bridge import Bridge
from config.wsgi import application as pages
from squads.live import health
from squads.live.stream import Live

threads = Bridge(pages, threads=2)
live = Live()
health.streams.append(live)


async def application(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """Serve pages and the live stream; answer the server's start-up and shutdown notices."""
    if scope["type"] == "http":
        serve = live if scope["path"] == scope["root_path"] + "/live/" else threads
        await serve(scope, receive, send)
    elif scope["type"] == "lifespan":
        await lifespan(receive, send)
    else:
        await send({"type": "websocket.close", "code": 1000, "reason": None})


async def lifespan(receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    await receive()
    live.close_on_signals()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await live.closed()
    await send({"type": "lifespan.shutdown.complete"})
