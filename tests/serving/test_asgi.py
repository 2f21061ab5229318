"""config.asgi under the real server, asked over real sockets."""

import asyncio
import contextlib
import hashlib
import json
import os
import signal
import socket
import time

import httpx
import pytest

from config.bridge import Bridge
from tests import running

SCOPE = {
    "type": "http", "http_version": "1.1", "method": "GET", "scheme": "http", "path": "/",
    "root_path": "", "query_string": b"", "headers": [], "client": None, "server": None,
}  # fmt: skip
OURS = {"DJANGO_SETTINGS_MODULE": "tests.serving.settings"}
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("serving")]


@pytest.fixture(scope="module")
def server(prepared, tmp_path_factory):
    folder = tmp_path_factory.mktemp("serving")
    with prepared.copied_to(folder) as given, running.serving(folder, **given, **OURS) as server:
        yield server


@pytest.fixture
def http(server):
    with httpx.Client(base_url=server.url, timeout=20) as client:
        yield client


@contextlib.contextmanager
def raw(server, request: bytes):
    """A socket on which these bytes were sent."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as sock:
        sock.sendall(request)
        yield sock


def read_all(sock) -> bytes:
    found = b""
    while chunk := sock.recv(65536):
        found += chunk
    return found


def test_a_page_arrives_whole_with_its_length(http):
    reply = http.get("/seen/")
    assert len(reply.content) == int(reply.headers["content-length"])


def test_the_query_arrives_as_it_was_sent(http):
    assert http.get("/echo/?q=Guéhi%26co&x=1").json()["query"] == {"q": "Guéhi&co", "x": "1"}


def test_a_path_beyond_ascii_is_found(http):
    assert http.get("/echo/été/").json()["path"] == "/echo/été/"


def test_fields_of_a_form_arrive(http):
    assert http.post("/echo/", data={"name": "Konaté"}).json()["fields"] == {"name": "Konaté"}


@pytest.mark.parametrize("size", [0, 1, 70_000, 3_000_000])
def test_an_upload_of_any_usual_size_arrives_unharmed(http, size):
    content = os.urandom(size) if size else b""
    files = http.post("/echo/", files={"file": ("a.bin", content)}).json()["files"]
    assert files == {"file": hashlib.sha256(content).hexdigest()}


def test_a_body_that_came_in_chunks_arrives_whole(http):
    chunks = (b"name=" + b"a" * 1000 for _ in range(1))
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    reply = http.post("/echo/", content=chunks, headers=headers)
    assert reply.json()["fields"] == {"name": "a" * 1000}


def test_a_body_beyond_the_limit_is_refused(server):
    with httpx.Client(base_url=server.url, timeout=30) as client:
        assert client.post("/echo/", content=b"a" * (33 << 20)).status_code == 413


def test_half_a_form_is_never_carried_out(server, http):
    before = http.get("/seen/").json()
    request = b"POST /echo/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\nname=a"
    with raw(server, request):
        time.sleep(0.1)
    time.sleep(0.2)
    assert http.get("/seen/").json() == before


def test_a_client_that_goes_away_while_it_waits_leaves_the_server_well(server, http):
    for _ in range(4):
        with raw(server, b"GET /slow/?seconds=0.2 HTTP/1.1\r\nHost: localhost\r\n\r\n"):
            pass
    assert http.get("/seen/").status_code == 200


def test_a_client_that_does_not_read_does_not_keep_a_thread():
    def pages(environ, start_response):
        start_response("200 OK", [])
        return [b"a" * 50_000] * 4

    async def ask(bridge, send):
        async def receive():
            return {"type": "http.request", "body": b"", "more_body": False}

        await bridge(SCOPE, receive, send)

    async def both():
        bridge, sent = Bridge(pages, threads=1), []

        async def never(message):
            await asyncio.Event().wait()

        async def at_once(message):
            sent.append(message)

        stuck = asyncio.create_task(ask(bridge, never))
        await asyncio.wait_for(ask(bridge, at_once), timeout=5)
        stuck.cancel()
        return sent

    assert len(asyncio.run(both())) == 2


def test_a_long_stream_arrives_whole(http):
    assert len(http.get("/stream/?chunks=100").content) == 100 * 65536


def test_the_body_is_left_out_for_head(http):
    reply = http.head("/seen/")
    assert (reply.status_code, reply.content) == (200, b"")


def test_an_error_is_status_500(http):
    assert http.get("/broken/").status_code == 500


def test_an_error_page_says_nothing_of_what_is_inside(http):
    text = http.get("/broken/").text
    assert not [word for word in ("Traceback", "secret inside", "RuntimeError") if word in text]


def test_an_error_is_written_to_the_log_in_full(server, http):
    http.get("/broken/")
    assert "RuntimeError: the secret inside" in server.log


def test_a_stream_that_breaks_before_it_was_sent_is_status_500(http):
    assert http.get("/breaks-midway/").status_code == 500


def test_a_header_with_an_underscore_cannot_pass_for_one_with_a_dash(http):
    assert http.get("/echo/", headers={"X_Forwarded_Proto": "https"}).json()["proto"] is None


def test_a_forwarded_address_is_not_believed_without_being_told_so(http):
    reply = http.get("/echo/", headers={"X-Forwarded-For": "203.0.113.9"})
    assert reply.json()["from"] == "127.0.0.1"


def test_cookies_in_two_headers_are_both_read(http):
    reply = http.get("/echo/", headers=[("Cookie", "a=1"), ("Cookie", "b=2")])
    assert reply.json()["cookies"] == {"a": "1", "b": "2"}


def test_a_foreign_host_is_refused(http):
    assert http.get("/seen/", headers={"Host": "evil.example"}).status_code == 400


def test_pages_are_rendered_in_two_threads(http):
    threads = {http.get("/echo/").json()["thread"] for _ in range(8)}
    assert threads <= {"pages_0", "pages_1"}


def hashed_address(prepared, name: str) -> str:
    manifest = json.loads((prepared.var / "static" / "staticfiles.json").read_text())
    return "/static/" + manifest["paths"][name]


@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_static_files_are_sent_compressed(prepared, http, coding):
    address = hashed_address(prepared, "admin/css/base.css")
    reply = http.get(address, headers={"Accept-Encoding": coding})
    assert reply.headers["content-encoding"] == coding


def test_hashed_static_files_may_be_kept_for_ever(prepared, http):
    kept = http.get(hashed_address(prepared, "admin/css/base.css")).headers["cache-control"]
    assert "immutable" in kept


def test_a_static_file_that_is_missing_is_status_404(http):
    assert http.get("/static/none.css").status_code == 404


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_the_server_stops_when_told_even_while_people_are_connected(prepared, tmp_path, by):
    with (
        prepared.copied_to(tmp_path) as given,
        running.serving(tmp_path, **given, **OURS) as server,
        httpx.Client(base_url=server.url) as client,
    ):
        client.get("/seen/")
        assert server.stop(by) in {0, -by, 128 + by}
