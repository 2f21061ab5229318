"""The settings: safe when nothing is set, and nonsense refused by name."""

import os
import runpy
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from config import env
from tests import running

NONSENSE = [
    ("DEBUG", "maybe"),
    ("HTTPS", "2"),
    ("TRUST_PROXY", "perhaps"),
    ("HSTS_SECONDS", "a year"),
    ("HSTS_SECONDS", "-1"),
    ("HSTS_SUBDOMAINS", "some"),
    ("SECRET_KEY", "short"),
    ("SECRET_KEY", "a" * 60),
    ("ALLOWED_HOSTS", "https://example.org"),
    ("ALLOWED_HOSTS", "example.org:8000"),
    ("CSRF_TRUSTED_ORIGINS", "example.org"),
    ("CSRF_TRUSTED_ORIGINS", "https://example.org/"),
    ("DATABASE_URL", "nonsense"),
    ("DATABASE_URL", "mysql://localhost/twodeep"),
    ("DATABASE_URL", "postgresql://"),
    ("DATABASE_URL", "postgresql://user@host:abc/name"),
    ("CURRENT_DAY", "yesterday"),
    ("TIME_ZONE", "Mars/Olympus"),
    ("LOG_LEVEL", "loud"),
    ("LIVE_STREAMS", "many"),
    ("LIVE_STREAMS", "-1"),
    ("LIVE_STREAMS_PER_ADDRESS", "0"),
    ("VAR_DIR", "/etc/hostname"),
    ("FPL_URL", "fantasy.premierleague.com"),
    ("FPL_URL", "file:///etc/passwd"),
    ("FPL_URL", "https://"),
    ("FPL_URL", "https://[::1/feed"),
    ("FPL_URL", "https://example.org:http/feed"),
    ("FPL_URL", "https://example.org/a feed"),
]


@pytest.fixture
def load(monkeypatch, tmp_path):
    """Load the settings afresh in an environment that holds only what is given."""

    def load(**given: object) -> dict[str, object]:
        for name in [*os.environ]:
            if name not in {"PATH", "HOME"}:
                monkeypatch.delenv(name)
        for name, value in ({"VAR_DIR": tmp_path} | given).items():
            monkeypatch.setenv(name, str(value))
        return runpy.run_path(str(running.ROOT / "config" / "settings.py"))

    return load


@pytest.mark.parametrize(("name", "value"), NONSENSE)
def test_nonsense_is_refused_by_name(load, name, value):
    with pytest.raises(ImproperlyConfigured, match=rf"^{name} "):
        load(**{name: value})


@pytest.mark.slow
def test_a_command_ends_in_one_line_when_a_setting_is_nonsense(tmp_path):
    done = running.manage("check", VAR_DIR=tmp_path, DEBUG="maybe")
    assert (done.returncode, done.stderr) == (1, "twodeep: DEBUG must be 1 or 0, not 'maybe'.\n")


def test_a_password_in_a_bad_database_address_is_not_repeated(load):
    with pytest.raises(ImproperlyConfigured) as refused:
        load(DATABASE_URL="postgresql://u:hidden@host:abc/name")
    assert "hidden" not in str(refused.value)


@pytest.mark.slow
def test_the_deployment_check_is_clean_when_nothing_is_set(tmp_path):
    done = running.manage("check", "--deploy", "--fail-level=DEBUG", VAR_DIR=tmp_path)
    assert done.returncode == 0, done.stderr


def test_the_feed_is_asked_at_its_public_address_unless_told_otherwise(load):
    assert load()["FPL_URL"].startswith("https://fantasy.premierleague.com/")
    assert load(FPL_URL="http://localhost:8123/feed")["FPL_URL"] == "http://localhost:8123/feed"


def test_debug_is_off_when_nothing_is_set(load):
    assert load()["DEBUG"] is False


@pytest.mark.parametrize(
    "name", ["SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"]
)
def test_everything_is_sent_over_https_when_nothing_is_set(load, name):
    assert load()[name] is True


def test_other_names_are_insisted_on_only_when_told_to(load):
    found = load()
    assert found["SECURE_HSTS_SECONDS"] and not found["SECURE_HSTS_INCLUDE_SUBDOMAINS"]
    assert load(HSTS_SUBDOMAINS=1)["SECURE_HSTS_PRELOAD"] is True


def test_debug_alone_is_enough_to_serve_plain_http(load):
    assert load(DEBUG=1)["SECURE_SSL_REDIRECT"] is False


def test_debug_alone_needs_no_collected_files(load):
    storage = load(DEBUG=1)["STORAGES"]["staticfiles"]["BACKEND"]
    assert storage == "django.contrib.staticfiles.storage.StaticFilesStorage"


def test_a_proxy_is_not_believed_unless_it_was_named(load):
    assert "SECURE_PROXY_SSL_HEADER" not in load()


def test_an_empty_variable_counts_as_unset(monkeypatch):
    monkeypatch.setenv("HTTPS", " ")
    assert env.flag("HTTPS", default=True) is True


def test_the_password_of_postgresql_may_hold_any_character(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:a%40b%2Fc@host/name")
    assert env.database("DATABASE_URL", fallback=tmp_path)["PASSWORD"] == "a@b/c"


def test_options_in_a_postgresql_address_are_kept(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgresql://u@host/name?sslmode=require")
    options = env.database("DATABASE_URL", fallback=tmp_path)["OPTIONS"]
    assert options == {"connect_timeout": 5, "sslmode": "require"}


@pytest.mark.parametrize("value", ["", "sqlite:////tmp/elsewhere.sqlite3"])
def test_sqlite_takes_its_lock_when_a_transaction_begins(monkeypatch, tmp_path, value):
    monkeypatch.setenv("DATABASE_URL", value)
    options = env.database("DATABASE_URL", fallback=tmp_path / "db")["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"


# The key that signs sessions.


def key(path, monkeypatch) -> str:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    return env.secret_key("SECRET_KEY", kept_in=path)


def test_a_made_up_secret_key_is_readable_by_its_owner_alone(tmp_path, monkeypatch):
    key(tmp_path / "key", monkeypatch)
    assert stat.S_IMODE(os.stat(tmp_path / "key").st_mode) == 0o600


def test_a_made_up_secret_key_stays_the_same(tmp_path, monkeypatch):
    assert key(tmp_path / "a" / "key", monkeypatch) == key(tmp_path / "a" / "key", monkeypatch)


def test_processes_that_start_together_agree_on_one_key(tmp_path, monkeypatch):
    found, gate = set(), threading.Barrier(8)

    def ask():
        gate.wait()
        found.add(key(tmp_path / "key", monkeypatch))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 1


def test_no_draft_of_the_key_is_left_behind(tmp_path, monkeypatch):
    key(tmp_path / "key", monkeypatch)
    assert os.listdir(tmp_path) == ["key"]


def test_a_key_file_that_was_emptied_is_refused_by_name(tmp_path, monkeypatch):
    (tmp_path / "key").write_text("")
    with pytest.raises(ImproperlyConfigured, match=str(tmp_path / "key")):
        key(tmp_path / "key", monkeypatch)


def test_a_key_is_made_even_where_no_file_can_be_written(monkeypatch):
    assert len(key(Path("/proc/nowhere/key"), monkeypatch)) >= env.SECRET_LENGTH


# The databases, as the settings open them.

OPEN_TWICE = """
from django.db import connection as first
second = first.copy()
def ask(one, statement):
    with one.cursor() as cursor:
        cursor.execute(statement)
        return (cursor.fetchone() or [None])[0]
"""


def on_a_new_sqlite_file(folder, code: str) -> subprocess.CompletedProcess[str]:
    """Run code that finds two connections to one file, opened as the settings say."""
    given = {"VAR_DIR": folder, "DJANGO_SETTINGS_MODULE": "config.settings"}
    setup = "import django; django.setup()\n"
    return subprocess.run(
        [sys.executable, "-c", setup + OPEN_TWICE + code], cwd=running.ROOT,
        env=running.environment(**given), capture_output=True, text=True, timeout=60,
    )  # fmt: skip


@pytest.mark.slow
def test_sqlite_is_opened_as_it_should_be(tmp_path):
    code = "print(*(ask(first, f'PRAGMA {name}') for name in NAMES.split()))"
    names = "journal_mode synchronous busy_timeout foreign_keys"
    done = on_a_new_sqlite_file(tmp_path, f"NAMES = {names!r}\n{code}")
    assert done.stdout == "wal 1 5000 1\n", done.stderr


@pytest.mark.slow
def test_a_writer_on_sqlite_waits_when_its_transaction_begins(tmp_path):
    code = """
from django.db import OperationalError
ask(second, "PRAGMA busy_timeout=50")
ask(first, "CREATE TABLE one (a)")
first.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
try:
    second.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
except OperationalError as error:
    print(error)
"""
    done = on_a_new_sqlite_file(tmp_path, code)
    assert done.stdout == "database is locked\n", done.stderr


@pytest.mark.slow
def test_readers_on_sqlite_do_not_wait_for_a_writer(tmp_path):
    code = """
ask(first, "CREATE TABLE one (a)")
first.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
ask(first, "INSERT INTO one VALUES (1)")
print(ask(second, "SELECT count(*) FROM one"))
"""
    done = on_a_new_sqlite_file(tmp_path, code)
    assert done.stdout == "0\n", done.stderr


@pytest.mark.postgresql
@pytest.mark.django_db
def test_postgresql_connections_are_kept_and_checked():
    kept = connection.settings_dict
    assert (kept["CONN_MAX_AGE"], kept["CONN_HEALTH_CHECKS"]) == (None, True)


@pytest.mark.postgresql
@pytest.mark.django_db
def test_postgresql_is_given_up_after_five_seconds():
    connection.ensure_connection()
    assert connection.connection.info.get_parameters()["connect_timeout"] == "5"
