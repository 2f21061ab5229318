"""Asking a feed, against a real server on this machine that answers as it is told."""

import datetime as dt
import gzip
import threading
import time
import tomllib
from collections.abc import Iterator
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.management import call_command

from squads.feeds import fetching
from squads.feeds.fetching import AGENT, VERSION, Answer, BadAnswer, fetch
from squads.models import FeedRun
from tests import running
from tests.squads.feed_runs import known_clubs
from tests.squads.fpl_answers import raw

pytestmark = pytest.mark.slow  # waits, as a feed asks it to

DATA = b'{"elements": []}'


class Feed(BaseHTTPRequestHandler):
    """Answers with the next of the server's answers, the last one again and again.

    An answer is a status, headers and a body; a status of 0 keeps silent, and `cut` in the
    headers promises more than is sent.
    """

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        server = self.server
        server.asked.append((self.path, dict(self.headers)))
        status, headers, body = server.answers[min(len(server.asked), len(server.answers)) - 1]
        if not status:
            server.over.wait(10)
            self.close_connection = True
            return
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = "Content-Length" in headers

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def feed(monkeypatch) -> Iterator[ThreadingHTTPServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Feed)
    server.answers, server.asked, server.over = [(200, {}, DATA)], [], threading.Event()
    server.address = f"http://127.0.0.1:{server.server_port}/feed/"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.over.set()
    server.shutdown()
    thread.join()
    server.server_close()


def ask(feed, **given) -> Answer | None:
    return fetch(feed.address, **{"timeout": 5, "pause": 0.001} | given)


def refused(feed, **given) -> str:
    with pytest.raises(BadAnswer) as found:
        ask(feed, **given)
    assert "\n" not in str(found.value)
    return str(found.value)


def test_an_answer_comes_with_what_to_ask_by_next_time(feed):
    when = "Tue, 30 Sep 2025 10:00:00 GMT"
    feed.answers = [(200, {"ETag": '"abc"', "Last-Modified": when}, DATA)]
    found = ask(feed)
    assert (found.raw, found.etag, found.last_modified, found.address) == (
        DATA, '"abc"', when, feed.address,
    )  # fmt: skip


def test_nothing_is_asked_by_at_first(feed):
    ask(feed)
    assert not {"If-None-Match", "If-Modified-Since"} & {*feed.asked[0][1]}


def test_nothing_new_is_no_answer(feed):
    feed.answers = [(304, {"ETag": '"abc"'}, b"")]
    assert ask(feed, etag='"abc"', last_modified="Tue, 30 Sep 2025 10:00:00 GMT") is None
    headers = feed.asked[0][1]
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == (
        '"abc"',
        "Tue, 30 Sep 2025 10:00:00 GMT",
    )


def test_nothing_new_is_refused_where_nobody_asked_for_what_is_new(feed):
    feed.answers = [(304, {}, b"")]
    assert refused(feed) == "The feed answered with status 304, not with its data."


def test_the_feed_is_told_who_asks(feed):
    ask(feed)
    assert feed.asked[0][1]["User-Agent"] == AGENT


def test_the_version_that_is_told_is_that_of_the_project():
    project = tomllib.loads((running.ROOT / "pyproject.toml").read_text())["project"]
    assert project["version"] == VERSION


def test_a_packed_answer_is_unpacked(feed):
    feed.answers = [(200, {"Content-Encoding": "gzip"}, gzip.compress(DATA))]
    assert ask(feed).raw == DATA
    assert "gzip" in feed.asked[0][1]["Accept-Encoding"]


def test_a_badly_packed_answer_is_refused(feed):
    feed.answers = [(200, {"Content-Encoding": "gzip"}, b"not packed")]
    told = "The feed’s answer is packed in a way that cannot be undone."
    assert refused(feed, tries=1) == told


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_what_may_pass_is_asked_again(feed, status):
    feed.answers = [(status, {}, b""), (200, {}, DATA)]
    assert ask(feed).raw == DATA


def test_what_does_not_pass_is_given_up_after_the_last_try(feed):
    feed.answers = [(503, {}, b'"The game is being updated."')]
    told = "The feed answered with status 503, not with its data. (tried 3 times)"
    assert (refused(feed), len(feed.asked)) == (told, 3)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 204])
def test_what_is_final_is_asked_once(feed, status):
    feed.answers = [(status, {}, b"")]
    assert f"status {status}" in refused(feed)
    assert len(feed.asked) == 1


def test_a_web_page_in_place_of_the_data_is_named_as_such(feed):
    feed.answers = [(200, {"Content-Type": "text/html"}, b"\n<!DOCTYPE html><p>Sorry")]
    assert refused(feed) == ("The feed answered with a web page, not with JSON (status 200).")


def test_a_web_page_of_a_broken_server_is_asked_for_again(feed):
    feed.answers = [(502, {}, b"<html>Bad gateway"), (200, {}, DATA)]
    assert ask(feed).raw == DATA


def test_a_feed_that_keeps_silent_is_not_waited_for(feed):
    feed.answers = [(0, {}, b"")]
    told = "The feed did not answer in time. (tried 2 times)"
    assert (refused(feed, timeout=0.1, tries=2), len(feed.asked)) == (told, 2)


def test_an_answer_that_drips_is_not_waited_for(feed, monkeypatch):
    monkeypatch.setattr(fetching, "WHOLE_ANSWER", 0.0)
    assert refused(feed, tries=1) == "The feed did not answer in time."


def test_an_answer_that_breaks_off_is_asked_for_again(feed):
    feed.answers = [(200, {"Content-Length": "500"}, DATA), (200, {}, DATA)]
    assert ask(feed).raw == DATA


def test_an_answer_that_breaks_off_every_time_is_refused(feed):
    feed.answers = [(200, {"Content-Length": "500"}, DATA)]
    assert refused(feed).startswith("The feed cannot be reached: peer closed connection")


def test_an_answer_without_end_is_refused(feed, monkeypatch):
    monkeypatch.setattr(fetching, "MOST_BYTES", 1_000_000)
    feed.answers = [(200, {"Content-Encoding": "gzip"}, gzip.compress(b" " * 1_000_001))]
    assert refused(feed) == "The feed answered with more than 1 MB."
    assert len(feed.asked) == 1


def test_a_redirect_is_followed_with_the_conditions(feed):
    feed.answers = [(301, {"Location": "/moved/"}, b""), (304, {}, b"")]
    assert ask(feed, etag='"abc"') is None
    assert (feed.asked[1][0], feed.asked[1][1]["If-None-Match"]) == ("/moved/", '"abc"')


def test_an_answer_names_the_address_that_was_asked(feed):
    feed.answers = [(302, {"Location": "/moved/"}, b""), (200, {}, DATA)]
    assert ask(feed).address == feed.address


def test_an_answer_is_of_the_moment_that_the_feed_dates_it(feed):
    feed.answers = [(200, {"Date": "Tue, 30 Sep 2025 10:00:00 GMT"}, DATA)]
    assert ask(feed).at == dt.datetime(2025, 9, 30, 10, tzinfo=dt.UTC)


@pytest.mark.parametrize("date", ["yesterday", "Tue, 30 Sep 2062 10:00:00 GMT"])
def test_an_answer_without_a_date_that_can_be_is_of_now(feed, date):
    feed.answers = [(200, {"Date": date}, DATA)]
    before = dt.datetime.now(dt.UTC)
    assert before <= ask(feed).at <= dt.datetime.now(dt.UTC)


@pytest.mark.django_db
def test_a_run_asks_by_the_tag_of_the_last_one_through_a_redirect_and_makes_it_young(feed):
    known_clubs()
    long_ago = dt.datetime(2025, 10, 1, tzinfo=dt.UTC)
    moved = (301, {"Location": "/moved/"}, b"")
    feed.answers = [moved, (200, {"ETag": '"v1"'}, raw()), moved, (304, {}, b"")]
    for _ in range(2):
        FeedRun.objects.update(ran_at=long_ago)
        call_command("sync_fpl", url=feed.address, verbosity=0)
    asked = [headers.get("If-None-Match") for _, headers in feed.asked]
    assert asked == [None, None, '"v1"', '"v1"']
    assert FeedRun.objects.get().ran_at > long_ago


def test_redirects_in_a_circle_end(feed):
    feed.answers = [(302, {"Location": "/feed/"}, b"")]
    assert refused(feed).startswith("The feed cannot be reached: ")
    assert len(feed.asked) == fetching.MOST_REDIRECTS + 1


def test_a_redirect_out_of_the_web_is_not_followed(feed):
    feed.answers = [(302, {"Location": "file:///etc/passwd"}, b"")]
    assert refused(feed).startswith("The feed cannot be reached: ")


def test_a_closed_door_is_tried_again_and_told_in_one_line(feed):
    feed.server_close()
    assert refused(feed, tries=2).startswith("The feed cannot be reached: ")


def test_an_address_that_is_none_is_refused():
    with pytest.raises(BadAnswer):
        fetch("https://[::1", pause=0)


def in_a_moment(seconds: float) -> str:
    moment = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=seconds)
    return format_datetime(moment, usegmt=True)


@pytest.mark.parametrize(
    ("wish", "own", "least"),
    [(lambda: "0", 20, 0), (lambda: "1", 20, 1), (lambda: in_a_moment(-60), 20, 0)],
    ids=["none", "a second", "until a moment ago"],
)
def test_the_pause_is_the_one_that_the_feed_asks_for(feed, wish, own, least):
    feed.answers = [(429, {"Retry-After": wish()}, b""), (200, {}, DATA)]
    began = time.monotonic()
    ask(feed, pause=own)
    assert least <= time.monotonic() - began < least + 10


@pytest.mark.parametrize(
    "wish", [lambda: "3600", lambda: in_a_moment(3600)], ids=["seconds", "a moment"]
)
def test_a_feed_that_asks_for_a_long_pause_is_not_waited_for(feed, monkeypatch, wish):
    monkeypatch.setattr(fetching, "LONGEST_PAUSE", 0.01)
    feed.answers = [(503, {"Retry-After": wish()}, b""), (200, {}, DATA)]
    began = time.monotonic()
    ask(feed)
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("wish", ["soon", "", "-5", "Tue, 30 Sep 2025 10:00:00"])
def test_a_wish_that_cannot_be_read_leaves_our_own_pause(feed, wish):
    feed.answers = [(503, {"Retry-After": wish}, b""), (200, {}, DATA)]
    began = time.monotonic()
    ask(feed, pause=0.3)
    assert 0.3 <= time.monotonic() - began < 10


def test_the_pause_grows_from_try_to_try(feed):
    feed.answers = [(500, {}, b"")]
    began = time.monotonic()
    refused(feed, pause=0.1, tries=3)
    assert 0.3 <= time.monotonic() - began < 10
