"""What a watchdog is told, and what the log says of a request."""

import json
import logging

import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone
from pythonjsonlogger.json import JsonFormatter

from squads.live import health
from squads.live.stream import Live
from squads.models import FeedRun

READY, LIVE = "/health/ready", "/health/live"


@pytest.fixture
def stream(monkeypatch):
    """The stream of this process, to which nobody listens yet."""
    found = Live()
    monkeypatch.setattr(health, "streams", [found])
    return found


def test_a_process_that_answers_lives_whatever_the_database_does(client):
    response = client.get(LIVE)
    assert response.status_code == 200 and response.json() == {"status": "ok"}


@pytest.mark.django_db
def test_it_is_ready_with_its_database_and_nothing_pending(client, stream):
    FeedRun.objects.create(feed="fpl", said_at=timezone.now(), address="x", digest="y")
    found = client.get(READY).json()
    assert found["status"] == "ok" and found["checks"]["migrations"] == "ok"
    assert found["checks"]["listener"] == "idle"
    assert 0 <= found["checks"]["last_sync"]["fpl"] < 60


@pytest.mark.django_db
def test_a_pending_migration_makes_it_not_ready(client, monkeypatch):
    monkeypatch.setattr(health, "done", {})
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'squads'")
    response = client.get(READY)
    assert response.status_code == 503 and response.json()["checks"]["migrations"] != "ok"


@pytest.mark.django_db
def test_a_database_that_is_gone_makes_it_not_ready(client, monkeypatch):
    def gone(*args, **kwargs):
        raise DatabaseError("gone")

    monkeypatch.setattr(connection, "cursor", gone)
    response = client.get(READY)
    assert response.status_code == 503 and response.json()["status"] == "failing"


@pytest.mark.django_db
def test_a_lost_listener_is_told_but_pages_are_served(client, stream):
    stream.tasks = [None]
    stream.hub.watched.set()
    assert client.get(READY).json()["checks"]["listener"] == "lost"
    stream.hub.known = True
    assert client.get(READY).json()["checks"]["listener"] == "listening"


def test_an_answer_bears_the_number_of_its_request(client):
    assert client.get(LIVE, headers={"X-Request-ID": "from-proxy-1"})["X-Request-ID"] == (
        "from-proxy-1"
    )
    for bad in ("short", "a b c d e f g h", "x" * 99):
        answer = client.get(LIVE, headers={"X-Request-ID": bad})["X-Request-ID"]
        assert answer != bad and len(answer) == 32


def written(record):
    """Return a line of the log as LOG_FORMAT=json writes it."""
    options = {k: v for k, v in settings.LOGGING["formatters"]["JSON"].items() if k != "()"}
    return json.loads(JsonFormatter(**options).format(record))


def test_the_log_has_a_line_for_each_request_that_a_machine_can_read(client, caplog):
    with caplog.at_level(logging.INFO, logger="twodeep.requests"):
        client.get(f"{LIVE}?q=somebody", headers={"X-Request-ID": "from-proxy-1"})
    line = written(caplog.records[-1])
    assert line["request_id"] == "from-proxy-1" and line["path"] == LIVE
    assert line["status"] == 200 and line["ms"] >= 0 and "somebody" not in str(line)


@pytest.mark.django_db
def test_an_address_makes_no_line_of_its_own_in_the_log(client, caplog):
    with caplog.at_level(logging.INFO, logger="twodeep.requests"):
        client.get("/nowhere%0AERROR%20somebody%20broke%20in")
    (line,) = [record for record in caplog.records if record.name == "twodeep.requests"]
    assert "\n" not in line.getMessage() and "\n" not in line.path
    assert line.getMessage().startswith("GET /nowhere\\nERROR somebody broke in 404 ")


@pytest.mark.django_db
def test_what_is_said_of_a_request_after_it_bears_its_number_and_no_query(client, caplog):
    client.get("/no-such-page/?q=somebody", headers={"X-Request-ID": "from-proxy-2"})
    (line,) = [written(record) for record in caplog.records if record.name == "django.request"]
    assert line["request_id"] == "from-proxy-2" and "somebody" not in str(line)
