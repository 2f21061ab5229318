"""A real browser on a real server, on a copy of the demo's data for every module.

Ask for `page` (a visitor without an account), `new_page` (more of them: a second editor, or
one whose browser runs no JavaScript) and `sign_in`. Whatever a browser complains about fails
the test; what is meant to be refused is announced with `complaints.expect(422)`.
"""

import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    sync_playwright,
)

from tests import running
from tests.browser import live

HERE = Path(__file__).parent
# The first has no window around its pages; the others spend more on that than on the page.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing is drawn by a card: no process is needed for one.
    "--in-process-gpu",
    "--disable-software-rasterizer",
]
PATIENCE = 10_000  # milliseconds
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => console.error(
    `content policy: ${event.violatedDirective} refused ${event.blockedURI} ${event.sourceFile}`));
"""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder drives a browser; those of one module share a process."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group(f"browser {item.path.stem}"))


class Complaints:
    """What browsers complained about: errors on the console, in scripts, of the policy."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.expected: set[int] = set()

    def expect(self, *statuses: int) -> None:
        """Let answers with these statuses pass."""
        self.expected.update(statuses)

    def listen_to(self, page: Page) -> None:
        page.on("console", self.hear)
        page.on("pageerror", lambda error: self.heard.append(f"{page.url}: {error}"))

    def hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.heard.append(f"{message.location['url']}: {message.text}")

    @property
    def unexpected(self) -> list[str]:
        def is_expected(line: str) -> bool:
            return any(
                f"status of {status}" in line or f"Error Code {status}" in line
                for status in self.expected
            )

        return [line for line in self.heard if not is_expected(line)]


class Visitors:
    """Browsers with cookies, storage and settings of their own, used again once these are gone.

    To open one anew costs as much as three pages: a process, and all the static files.
    """

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser, self.url = browser, url
        self.idle: dict[str, list[BrowserContext]] = defaultdict(list)

    def come(self, options: dict[str, Any], *, first_visit: bool) -> BrowserContext:
        if (idle := self.idle[str(options)]) and not first_visit:
            return idle.pop()
        context = self.browser.new_context(**{"base_url": self.url} | options)
        context.set_default_timeout(PATIENCE)
        context.add_init_script(REPORT_VIOLATIONS)
        return context

    def go(self, options: dict[str, Any], context: BrowserContext) -> None:
        """Make a browser as good as new; one that has no page left goes for good."""
        if not context.pages:
            context.close()
            return
        context.set_offline(False)
        storage = {"origin": options.get("base_url", self.url), "storageTypes": "local_storage"}
        context.new_cdp_session(context.pages[0]).send("Storage.clearDataForOrigin", storage)
        for page in context.pages:
            page.close()
        context.clear_cookies()
        self.idle[str(options)].append(context)

    def leave(self) -> None:
        for contexts in self.idle.values():
            for context in contexts:
                context.close()


@pytest.fixture(scope="module")
def given(
    prepared: running.Prepared, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """The environment that leads to a fresh copy of the demo's data."""
    with prepared.copied_to(tmp_path_factory.mktemp("given")) as given:
        yield given


@pytest.fixture(scope="module")
def site(
    given: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[running.Server]:
    """The production server on that copy."""
    with running.serving(tmp_path_factory.mktemp("site"), **given) as server:
        yield server
    assert "Traceback" not in server.log, server.log


@pytest.fixture(scope="module")
def another_process(given: dict[str, str]) -> Iterator[live.Tell]:
    with live.another_process(given) as tell:
        yield tell


@pytest.fixture
def elsewhere(another_process: live.Tell) -> Iterator[live.Tell]:
    """Another process to change something in; what it has reported is undone after the test."""
    told = []

    def tell(code: str) -> float:
        told.append(code)
        return another_process(code)

    yield tell
    for _ in range(told.count(live.REPORT)):
        another_process(live.UNDO)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop running, which Django would take for asynchronous code.
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    heard = Complaints()
    yield heard
    assert heard.unexpected == []


@pytest.fixture(scope="module")
def visitors(browser: Browser, site: running.Server) -> Iterator[Visitors]:
    """Where browsers come from, and go when a test is over."""
    visitors = Visitors(browser, site.url)
    yield visitors
    visitors.leave()


@pytest.fixture
def new_page(visitors: Visitors, complaints: Complaints) -> Iterator[Callable[..., Page]]:
    """Open a browser of its own: new_page(), new_page(java_script_enabled=False), ...

    One that has been here before holds the static files; with first_visit=True it holds none.
    """
    came = []

    def new_page(*, first_visit: bool = False, **options: Any) -> Page:
        options = {"viewport": {"width": 1280, "height": 900}} | options
        context = visitors.come(options, first_visit=first_visit)
        came.append((options, context))
        page = context.new_page()
        complaints.listen_to(page)
        return page

    yield new_page
    for options, context in came:
        visitors.go(options, context)


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page()


@pytest.fixture(scope="module")
def sessions() -> dict[str, Any]:
    """The cookies of those who have signed in on this site."""
    return {}


@pytest.fixture
def sign_in(sessions: dict[str, Any]) -> Callable[[Page, str], Page]:
    """Sign a page in as admin, editor or analyst: by the form once, by its cookie after that."""

    def sign_in(page: Page, name: str) -> Page:
        if name in sessions:
            page.context.add_cookies(sessions[name])
            return page
        page.goto(reverse("login"))
        page.fill("input[name=username]", name)
        page.fill("input[name=password]", running.PASSWORDS[name])
        page.press("input[name=password]", "Enter")
        page.wait_for_url(lambda address: "login" not in address)
        sessions[name] = page.context.cookies()
        return page

    return sign_in
