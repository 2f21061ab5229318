"""Fixtures that every test may ask for, and the rules of a run."""

import datetime as dt
import gc
import os
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User
from django.core.cache import caches
from django.db import connection
from django.test import Client, TransactionTestCase, override_settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests import running

TODAY = dt.date(2025, 9, 30)
IN_CI = os.environ.get("CI", "").lower() == "true"
LONGEST_NAME = 80  # characters of a parameter

hypothesis_settings.register_profile("dev", deadline=None, max_examples=10)
hypothesis_settings.register_profile(
    "ci",
    deadline=None,
    max_examples=40,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
# Many examples where everything is tried, and once: no rule knows of a database.
hypothesis_settings.load_profile("ci" if IN_CI and not running.on_postgresql() else "dev")


def pytest_configure(config: pytest.Config) -> None:
    """Give the run a name that its worker processes inherit."""
    if not hasattr(config, "workerinput"):
        os.environ[running.RUN] = str(os.getpid())


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what does not apply to this database; it is not skipped.

    Some tests hold only on the other one. Those that ask none are left to SQLite.
    """
    on_postgresql = running.on_postgresql()
    other = "sqlite" if on_postgresql else "postgresql"
    left_out = {
        item
        for item in items
        if item.get_closest_marker(other) or (on_postgresql and not asks_a_database(item))
    }
    if left_out:
        config.hook.pytest_deselected(items=list(left_out))
        items[:] = [item for item in items if item not in left_out]


def asks_a_database(item: pytest.Item) -> bool:
    """Return whether a test reads a database, or starts a process that does."""
    names = {"db", "transactional_db", "prepared", "django_db_setup"}
    is_case = issubclass(getattr(item, "cls", None) or object, TransactionTestCase)
    marked = any(map(item.get_closest_marker, ("django_db", "slow", "browser", "postgresql")))
    return is_case or marked or not names.isdisjoint(getattr(item, "fixturenames", ()))


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a long text by its length: every process is told the whole name of every test."""
    if isinstance(val, str | bytes) and len(val) > LONGEST_NAME:
        return f"{argname} of {len(val)}"
    return None


def pytest_collection_finish() -> None:
    """Let the collector of cycles pass over what was imported, and come less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Drop the prepared databases once every worker is done."""
    if running.on_postgresql() and not hasattr(session.config, "workerinput"):
        running.drop_prepared()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Fail in CI where a test would be skipped: what it needs was to be installed.

    The shared data is no part of the project, so its tests may be skipped there too.
    """
    report = yield
    excused = hasattr(report, "wasxfail") or item.get_closest_marker("shared")
    if IN_CI and report.skipped and not excused:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} may not be skipped in CI: {report.longrepr}"
    return report


@pytest.fixture(autouse=True, scope="session")
def settings_for_tests() -> Iterator[None]:
    """Plain HTTP, quick passwords, files as they lie in the tree and a day that stands still."""
    with override_settings(
        CURRENT_DAY=TODAY,
        PASSWORD_HASHERS=["tests.hashing.QuickHasher"],
        STORAGES={
            "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
        MIDDLEWARE=without_whitenoise(),
        SECURE_SSL_REDIRECT=False,
        SESSION_COOKIE_SECURE=False,
        CSRF_COOKIE_SECURE=False,
        SECURE_HSTS_SECONDS=0,
    ):
        yield


def without_whitenoise() -> list[str]:
    """Return the middleware less the one that looks for collected files."""
    from django.conf import settings

    return [name for name in settings.MIDDLEWARE if "whitenoise" not in name]


@pytest.fixture(autouse=True)
def an_empty_cache() -> None:
    for cache in caches.all():
        cache.clear()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> running.Prepared:
    """The result of `manage.py demo`, made once a run; copy it before changing anything."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    return running.prepare(shared / "prepared")


class Visitor(Client):
    """A browser, signed in or not. `visitor.htmx` is the same one asking through htmx."""

    user: User | None = None

    @property
    def htmx(self) -> "Visitor":
        twin = Visitor(headers={"HX-Request": "true"})
        twin.cookies, twin.user = self.cookies, self.user
        return twin


def member(group: str, **fields: Any) -> Visitor:
    """Return somebody signed in as a member of a group, named after it."""
    user = get_user_model().objects.create_user(username=group, **fields)
    if not Group.objects.exists():  # a test that commits has emptied every table
        editor = connection.schema_editor()
        import_module("squads.migrations.0003_roles").make_groups(apps, editor)
        import_module("squads.migrations.0006_news_roles").grant(apps, editor)
    user.groups.add(Group.objects.get(name=group))
    visitor = Visitor()
    visitor.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    visitor.user = user
    return visitor


@pytest.fixture
def reader(db: None) -> Visitor:
    """Somebody without an account."""
    return Visitor()


@pytest.fixture
def htmx(reader: Visitor) -> Visitor:
    """A reader whose browser asks through htmx."""
    return reader.htmx


@pytest.fixture
def editor(db: None) -> Visitor:
    return member("editor", is_staff=True)


@pytest.fixture
def analyst(db: None) -> Visitor:
    return member("analyst", is_staff=True)


@pytest.fixture
def admin_user(db: None) -> Visitor:
    """The administrator's browser; `admin_user.user` is the account."""
    return member("admin", is_staff=True, is_superuser=True)


@pytest.fixture
def admin_client(admin_user: Visitor) -> Visitor:
    return admin_user
