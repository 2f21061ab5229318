"""A bridge that lets an ASGI server call a WSGI application in a few threads.

The whole body of a request is read before a thread is taken, and a response of usual size
is held before any of it is sent, so that no thread waits for a slow client. A request whose
client went away before its end is dropped: half a form is not a form.
"""

import asyncio
import sys
from collections.abc import Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from tempfile import SpooledTemporaryFile
from typing import Any
from wsgiref.types import WSGIApplication, WSGIEnvironment

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, HTTPScope

IN_MEMORY = 1 << 20  # bytes of a request or a response that may wait in memory
LARGEST_BODY = 32 << 20  # bytes; a longer request is refused


class BodyTooLarge(Exception):
    pass


class Bridge:
    """An ASGI application that answers HTTP requests through a WSGI one."""

    def __init__(self, application: WSGIApplication, *, threads: int) -> None:
        self.application = application
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="pages")

    async def __call__(
        self, scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        with SpooledTemporaryFile(max_size=IN_MEMORY) as body:
            try:
                arrived = await read_body(receive, body)
            except BodyTooLarge:
                await refuse(send)
                return
            if not arrived:
                return
            answer = Answer(asyncio.get_running_loop(), send)
            environ = environ_of(scope, body)
            await answer.loop.run_in_executor(self.threads, answer.run, self.application, environ)
            await answer.flush(more=False)


class Answer:
    """One response: held while it is small, handed over chunk by chunk once it is not."""

    def __init__(self, loop: asyncio.AbstractEventLoop, send: ASGISendCallable) -> None:
        self.loop, self.send = loop, send
        self.start: dict[str, Any] = {}
        self.held: list[bytes] = []
        self.begun = False

    def run(self, application: WSGIApplication, environ: WSGIEnvironment) -> None:
        """Call the application, in a thread of its own."""
        chunks: Iterable[bytes] = application(environ, self.start_response)
        try:
            for chunk in chunks:
                self.write(chunk)
        finally:
            if close := getattr(chunks, "close", None):
                close()

    def start_response(
        self, status: str, headers: list[tuple[str, str]], exc_info: Any = None
    ) -> Any:
        if exc_info and self.begun:
            raise exc_info[1].with_traceback(exc_info[2])
        self.start = {
            "type": "http.response.start",
            "status": int(status.split(" ", 1)[0]),
            "headers": [
                (name.lower().encode("latin-1"), value.encode("latin-1"))
                for name, value in headers
            ],
        }
        return self.write

    def write(self, chunk: bytes) -> None:
        """Hold a chunk; when too much is held, wait until the client has taken it."""
        self.held.append(chunk)
        if self.begun or sum(map(len, self.held)) > IN_MEMORY:
            asyncio.run_coroutine_threadsafe(self.flush(more=True), self.loop).result()

    async def flush(self, *, more: bool) -> None:
        if not self.begun:
            self.begun = True
            await self.send(self.start)  # type: ignore[arg-type]
        held, self.held = b"".join(self.held), []
        await self.send({"type": "http.response.body", "body": held, "more_body": more})


async def read_body(receive: ASGIReceiveCallable, body: SpooledTemporaryFile[bytes]) -> bool:
    """Read the request into a file; return whether all of it came.

    Raises BodyTooLarge as soon as there is more than LARGEST_BODY.
    """
    more = True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            return False
        body.write(message.get("body", b""))
        if body.tell() > LARGEST_BODY:
            raise BodyTooLarge
        more = message.get("more_body", False)
    return True


async def refuse(send: ASGISendCallable) -> None:
    text = b"The request is too large.\n"
    headers = [(b"content-type", b"text/plain"), (b"connection", b"close")]
    await send(
        {"type": "http.response.start", "status": 413, "headers": headers, "trailers": False}
    )
    await send({"type": "http.response.body", "body": text, "more_body": False})


def environ_of(scope: HTTPScope, body: SpooledTemporaryFile[bytes]) -> WSGIEnvironment:
    """Return the WSGI environment of a request whose body has been read."""
    server = scope["server"] or ("localhost", 80)
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": scope["root_path"],
        "PATH_INFO": scope["path"].removeprefix(scope["root_path"]).encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or 0),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": scope["client"][0] if scope["client"] else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    add_headers(environ, scope["headers"])
    environ["CONTENT_LENGTH"] = str(body.tell())
    body.seek(0)
    return environ


def add_headers(environ: MutableMapping[str, Any], headers: Iterable[tuple[bytes, bytes]]) -> None:
    """Add the request's headers. One with an underscore would pass for one with a dash."""
    for raw_name, raw_value in headers:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        if "_" in name:
            continue
        key = name.upper().replace("-", "_")
        if key != "CONTENT_TYPE":
            key = f"HTTP_{key}"
        if key in environ:
            value = environ[key] + ("; " if key == "HTTP_COOKIE" else ",") + value
        environ[key] = value
