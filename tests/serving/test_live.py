"""The live stream under the real server, with somebody in another process who writes."""

import contextlib
import os
import signal
import socket
import time

import httpx
import pytest

from squads import demo
from tests import running
from tests.serving.listening import Refused, listening, writing

OURS = {"DJANGO_SETTINGS_MODULE": "tests.serving.settings"}
ROOM = {"LIVE_STREAMS_PER_ADDRESS": 1000}
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("live")]


@pytest.fixture(scope="module")
def given(prepared, tmp_path_factory):
    """The environment of a database of our own."""
    with prepared.copied_to(tmp_path_factory.mktemp("live")) as given:
        yield given


@pytest.fixture(scope="module")
def server(given, tmp_path_factory):
    with running.serving(tmp_path_factory.mktemp("log"), **given, **OURS, **ROOM) as server:
        yield server


@pytest.fixture(scope="module")
def writer(given):
    with writing(**given) as writer:
        yield writer


@pytest.fixture
def other_server(given, tmp_path):
    """Start a server on the same database with further settings."""
    with contextlib.ExitStack() as stack:

        def start(**further: object) -> running.Server:
            return stack.enter_context(running.serving(tmp_path, **given, **OURS, **further))

        yield start


def within(seconds: float, ask) -> bool:
    """Whether something comes true in that time."""
    until = time.monotonic() + seconds
    while not (found := ask()) and time.monotonic() < until:
        time.sleep(0.1)
    return bool(found)


# What is told.


def test_a_commit_of_another_process_is_told_soon(server, writer):
    with listening(server, writer.watch(1)) as stream:
        start = time.monotonic()
        writer.touch(1)
        told = stream.next()
        assert (told.name, told.id) == ("changed", writer.watch(1))
        assert time.monotonic() - start < 5


def test_the_event_says_what_changed_and_its_version(server, writer):
    watch = writer.watch(1, 2)
    with listening(server, watch) as stream:
        writer.touch(2)
        told = stream.next()
        assert told.id == writer.watch(1, 2)
        assert told.data == {"club-2": int(told.id.rpartition(":")[2])}


def test_what_is_rolled_back_is_not_told(server, writer):
    with listening(server, writer.watch(1, 2)) as stream:
        writer.touch_and_think_better_of_it(1)
        writer.touch(2)
        assert list(stream.next().data) == ["club-2"]


def test_a_change_of_another_club_is_not_told(server, writer):
    with listening(server, writer.watch(2)) as stream:
        writer.touch(1)
        writer.touch(2)
        assert list(stream.next().data) == ["club-2"]


def test_a_page_that_is_stale_is_told_at_once(server, writer):
    held = writer.watch(1)
    writer.touch(1)
    with listening(server, held) as stream:
        assert stream.next().id == writer.watch(1)


def test_what_was_told_last_outranks_what_the_page_held(server, writer):
    held = writer.watch(1)
    writer.touch(1)
    with listening(server, held, last_event_id=writer.watch(1)) as stream:
        writer.touch(1)
        assert stream.next().id == writer.watch(1)


def test_a_last_event_that_cannot_be_read_is_passed_over(server, writer):
    held = writer.watch(1)
    writer.touch(1)
    with listening(server, held, last_event_id="nonsense") as stream:
        assert stream.next().id == writer.watch(1)


def test_a_page_of_all_clubs_hears_of_each(server, writer):
    with listening(server, f"clubs:{writer.stamp()}") as stream:
        writer.touch(3)
        assert stream.next().data == {"clubs": writer.stamp()}


def test_a_page_of_a_club_that_is_gone_is_told_so(server):
    with listening(server, "club-999999999:4") as stream:
        assert stream.next().data == {"club-999999999": 0}


def test_everybody_who_watches_hears_of_it(server, writer):
    watch = writer.watch(1)
    with contextlib.ExitStack() as stack:
        streams = [stack.enter_context(listening(server, watch)) for _ in range(20)]
        writer.touch(1)
        assert {stream.next().id for stream in streams} == {writer.watch(1)}


def test_no_proxy_keeps_or_changes_the_stream(server, writer):
    with listening(server, writer.watch(1)) as stream:
        kept = [stream.headers[name] for name in ("cache-control", "x-accel-buffering")]
        assert kept == ["no-store, no-transform", "no"]
        assert "content-encoding" not in stream.headers


def test_a_beat_comes_when_nothing_happens(other_server, writer):
    with listening(other_server(BEAT_FOR_TESTS=0.5), writer.watch(1)) as stream:
        assert stream.next_of_any_kind().name == "beat"
        assert stream.next_of_any_kind().name == "beat"


def test_pages_are_served_while_many_watch(server, writer):
    watch = writer.watch(1)
    with contextlib.ExitStack() as stack:
        for _ in range(20):
            stack.enter_context(listening(server, watch))
        assert httpx.get(f"{server.url}/seen/").status_code == 200


# Who is refused.


@pytest.mark.parametrize(
    "query",
    [
        "", "?watch=", "?watch=club-1", "?watch=club-0:1", "?watch=clubs:1", "?watch=club-1:-1",
        "?watch=club-1:1,", "?watch=all:1", "?watch=club-%FF:1", "?else=club-1:1",
        "?watch=" + ",".join(f"club-{pk}:1" for pk in range(1, 22)),
        "?watch=club-" + "1" * 400 + ":1",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_status_400(server, query):
    reply = httpx.get(f"{server.url}/live/{query}")
    assert (reply.status_code, reply.text.count("\n")) == (400, 1)


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_other_sites_are_status_403(server, headers):
    url = f"{server.url}/live/?watch=club-1:1"
    assert httpx.get(url, headers=headers).status_code == 403


def test_a_page_of_our_own_may_name_its_origin(server, writer):
    with listening(server, writer.watch(1), origin=server.url, sec_fetch_site="same-origin"):
        pass


@pytest.mark.parametrize("method", ["POST", "HEAD", "OPTIONS", "DELETE"])
def test_the_stream_can_only_be_read(server, method):
    reply = httpx.request(method, f"{server.url}/live/?watch=club-1:1")
    assert (reply.status_code, reply.headers["allow"]) == (405, "GET")


def test_nothing_else_is_served_below_the_stream(server):
    assert httpx.get(f"{server.url}/live/more/").status_code == 404


# Limits.


def refusal(server, watch: str, **headers: str) -> int:
    """Return the status of one who is refused, else 0."""
    try:
        with listening(server, watch, **headers):
            return 0
    except Refused as refused:
        return refused.status


def test_an_address_has_so_many_places_and_no_more(other_server, writer):
    server, watch = other_server(LIVE_STREAMS_PER_ADDRESS=2), writer.watch(1)
    with listening(server, watch), listening(server, watch):
        assert refusal(server, watch) == 429


def test_a_proxy_that_is_trusted_says_which_address_it_is(other_server, writer):
    server = other_server(LIVE_STREAMS_PER_ADDRESS=1, TRUST_PROXY=1)
    watch = writer.watch(1)
    with listening(server, watch, x_forwarded_for="198.51.100.1, 203.0.113.9"):
        assert refusal(server, watch, x_forwarded_for="198.51.100.1") == 0
        assert refusal(server, watch, x_forwarded_for="198.51.100.2, 203.0.113.9") == 429


def test_what_a_stranger_says_of_his_address_is_not_believed(other_server, writer):
    server, watch = other_server(LIVE_STREAMS_PER_ADDRESS=1), writer.watch(1)
    with listening(server, watch, x_forwarded_for="203.0.113.1"):
        assert refusal(server, watch, x_forwarded_for="203.0.113.2") == 429


def test_a_process_has_so_many_places_and_no_more(other_server, writer):
    server, watch = other_server(LIVE_STREAMS=2), writer.watch(1)
    with listening(server, watch), listening(server, watch):
        reply = httpx.get(f"{server.url}/live/", params={"watch": watch})
        assert (reply.status_code, reply.headers["retry-after"]) == (503, "30")


def test_the_stream_can_be_switched_off(other_server, writer):
    assert refusal(other_server(LIVE_STREAMS=0), writer.watch(1)) == 503


def test_a_tab_that_is_closed_frees_its_place(other_server, writer):
    server, watch = other_server(LIVE_STREAMS=1), writer.watch(1)
    with listening(server, watch):
        pass
    assert within(10, lambda: refusal(server, watch) == 0)


def test_a_reader_who_does_not_read_is_dropped(other_server, writer):
    """He is sent more than fits between him and the server, and his place is given away."""
    hurried = {"BEAT_FOR_TESTS": 2, "PATIENCE_FOR_TESTS": 1, "POLL_FOR_TESTS": 0.005}
    server = other_server(LIVE_STREAMS=1, **hurried)
    httpx.get(f"{server.url}/seen/")  # which is when the pace of looking is read
    watch = writer.watch(*range(1, 21))
    request = f"GET /live/?watch={watch} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    with socket.socket() as deaf:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        deaf.connect(("127.0.0.1", server.port))
        deaf.sendall(request)
        assert within(5, lambda: refusal(server, watch) == 503)

        def is_free() -> bool:
            writer.touch(*range(1, 21), times=50)
            return refusal(server, watch) == 0

        assert within(40, is_free)


# The end of the server.


@contextlib.contextmanager
def many_sockets(server, watch: str, number: int):
    request = f"GET /live/?watch={watch} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    with contextlib.ExitStack() as stack:
        found = []
        for _ in range(number):
            sock = socket.create_connection(("127.0.0.1", server.port), timeout=20)
            found.append(stack.enter_context(sock))
            sock.sendall(request)
        for sock in found:
            seen = b""
            while b"event: hello" not in seen:
                seen += sock.recv(4096)
        yield found


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_the_server_stops_within_five_seconds_while_500_watch(other_server, writer, by):
    server = other_server(LIVE_STREAMS_PER_ADDRESS=500)
    with many_sockets(server, writer.watch(1), 500) as sockets:
        start = time.monotonic()
        assert server.stop(by) in {0, -by, 128 + by}
        assert time.monotonic() - start < 5
        assert b"retry: " in sockets[0].recv(4096)
    assert "Cancel" not in server.log
    assert "Traceback" not in server.log


def test_several_workers_stop_while_people_watch(given, writer, tmp_path):
    port = running.free_port()
    command = demo.server_command("127.0.0.1", port, workers=2)
    with (
        running.started(command, port, tmp_path, HTTPS=0, **given, **OURS, **ROOM) as server,
        many_sockets(server, writer.watch(1), 50),
    ):
        start = time.monotonic()
        server.stop()
        assert time.monotonic() - start < 5
        assert "Traceback" not in server.log


# The databases.


LISTENING = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


@pytest.mark.postgresql
def test_a_change_made_while_the_connection_was_lost_is_told(other_server, writer):
    with listening(other_server(), writer.watch(1), seconds=30) as stream:
        writer.touch(1)
        stream.next()
        writer.ask(f'ask("SELECT pg_terminate_backend(pid) {LISTENING}")')
        writer.touch(1)
        assert stream.next().id == writer.watch(1)


@pytest.mark.postgresql
def test_who_comes_while_the_connection_is_lost_is_told_when_it_is_back(other_server, writer):
    server, held = other_server(), writer.watch(1)
    with listening(server, held):
        writer.ask(f'ask("SELECT pg_terminate_backend(pid) {LISTENING}")')
        writer.touch(1)
        with listening(server, held, seconds=30) as stream:
            assert stream.next().id == writer.watch(1)


@pytest.mark.postgresql
def test_a_process_listens_on_one_connection_however_many_watch(prepared, tmp_path):
    named = "ask(\"SELECT count(*) FROM pg_stat_activity WHERE application_name = 'twodeep live'"
    with (
        prepared.copied_to(tmp_path) as given,
        running.serving(tmp_path, **given, **OURS) as server,
        writing(**given) as writer,
        contextlib.ExitStack() as stack,
    ):
        watch = writer.watch(1)
        streams = [stack.enter_context(listening(server, watch)) for _ in range(10)]
        writer.touch(1)
        assert {stream.next().name for stream in streams} == {"changed"}
        assert writer.ask(f'{named} AND datname = current_database()")') == [(1,)]


@pytest.mark.postgresql
def test_a_notice_that_cannot_be_read_makes_the_process_look_for_itself(server, writer):
    with listening(server, writer.watch(1)) as stream:
        statement = "UPDATE squads_club SET version = version + 1 WHERE id = 1 RETURNING version"
        writer.ask(f'ask("{statement}")')
        writer.ask("ask(\"SELECT pg_notify('twodeep', 'nonsense')\")")
        assert stream.next().id == writer.watch(1)


@pytest.mark.sqlite
def test_a_file_that_was_replaced_is_opened_again(prepared, tmp_path, writer):
    with (
        prepared.copied_to(tmp_path) as given,
        running.serving(tmp_path, **given, **OURS) as server,
    ):
        file = tmp_path / "var" / "twodeep.sqlite3"
        with writing(**given) as before, listening(server, before.watch(1)) as stream:
            before.touch(1)
            stream.next()
            new = tmp_path / "new.sqlite3"
            before.ask(f"ask(\"VACUUM INTO '{new}'\")")
            os.replace(new, file)
            with writing(**given) as after:
                after.touch(1)
                assert stream.next().id == after.watch(1)
