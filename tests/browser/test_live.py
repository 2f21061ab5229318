"""Open pages follow what changes, whoever changes it, by the stream or without one."""

import json
import re

import pytest
from playwright.sync_api import expect

from squads import demo
from tests import running
from tests.browser.live import (
    CHART,
    KONATE,
    LEVEL,
    MARK,
    NEWS,
    REPORT,
    UNDO,
    answers,
    open_form,
    open_live,
)
from tests.squads.fpl_answers import event, hurt, raw

A_SECOND = 1000  # milliseconds
TOUCH = "Club.objects.filter(slug='liverpool').touch()"
SYNC = """
import io, pathlib
from django.core.management import call_command
call_command("sync_fpl", file=pathlib.Path({!r}), stdout=io.StringIO())
"""
# When a text of the page changes, by the clock that the machine has.
NOTE = """selector => {
    const text = () => document.querySelector(selector)?.textContent;
    const was = text();
    window.changedAt = null;
    const look = () => { if (text() !== was) window.changedAt ??= Date.now(); };
    const all = { subtree: true, childList: true, characterData: true };
    new MutationObserver(look).observe(document.body, all);
}"""
HIDE = """hidden => {
    Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
}"""

# A stream that says what a test lets it say.
MADE_UP = """
window.EventSource = class extends EventTarget {
    constructor() { super(); window.made_up = this; setTimeout(() => this.tell("hello", "{}")); }
    tell(name, data) { this.dispatchEvent(new MessageEvent(name, { data })); }
    close() {}
};
"""


def changed_at(page) -> float:
    return page.evaluate("window.changedAt")


def hidden(page, is_hidden):
    page.evaluate(HIDE, is_hidden)


def streams(page):
    """Collect the requests for a stream from now on."""
    asked = []
    page.on("request", lambda one: asked.append(one.url) if "/live/" in one.url else None)
    return asked


def block_stream(page, how):
    """Let no stream through: "refused" as runserver does, "held" as a proxy that buffers."""
    if how == "refused":
        page.route("**/live/**", lambda route: route.fulfill(status=404, body="Not here."))
    else:
        page.route("**/live/**", lambda route: None)


# Whoever changes it


def test_an_editor_s_change_shows_in_another_browser_within_a_second(page, new_page, sign_in):
    reader, editor = open_live(page), open_live(sign_in(new_page(), "editor"))
    menu = reader.locator("details.loans").first
    menu.locator("summary").click()
    scrolled = reader.evaluate("() => { scrollTo(0, 300); return scrollY; }")
    for one in (reader, editor):
        one.evaluate(NOTE, LEVEL)
    open_form(editor)
    editor.fill(f"#edit-{KONATE} [name=diagnosis]", "Knee injury")
    editor.click(f"#edit-{KONATE} button.is-primary")
    expect(reader.locator(LEVEL)).to_have_text("2 of 4 · exposed")
    expect(editor.locator(LEVEL)).to_have_text("2 of 4 · exposed")
    assert changed_at(reader) - changed_at(editor) < A_SECOND
    assert menu.evaluate("menu => menu.open")
    assert scrolled == reader.evaluate("scrollY") == 300
    assert reader.evaluate("window.stays")
    editor.click("#messages >> text=Undo")
    expect(reader.locator(LEVEL)).to_have_text("3 of 4 · thin")


def test_a_change_by_another_process_shows_within_a_second(page, elsewhere):
    open_live(page).evaluate(NOTE, LEVEL)
    made_at = elsewhere(REPORT)
    expect(page.locator(LEVEL)).to_have_text("2 of 4 · exposed")
    assert changed_at(page) - made_at < A_SECOND
    assert page.evaluate("window.stays")


def test_a_change_by_the_feed_shows_within_a_second(page, elsewhere, tmp_path):
    file = tmp_path / "answer.json"
    konate = {"code": 204716, "first_name": "Ibrahima", "second_name": "Konaté"}
    events = [event(1, "2025-09-30T10:00:00Z", is_current=True)]
    file.write_bytes(raw(hurt(**konate, news_added="2025-09-30T09:00:00Z"), events=events))
    open_live(page).evaluate(NOTE, LEVEL)
    made_at = elsewhere(SYNC.format(str(file)))
    expect(page.locator(LEVEL)).to_have_text("2 of 4 · exposed")
    assert changed_at(page) - made_at < A_SECOND
    assert page.evaluate("window.stays")
    elsewhere(UNDO)
    expect(page.locator(LEVEL)).to_have_text("3 of 4 · thin")


def test_a_change_in_the_admin_of_another_server_shows_within_a_second(
    page, new_page, given, tmp_path
):
    open_live(page).evaluate(NOTE, ".club-name p")
    with running.serving(tmp_path, **given) as second:
        admin = new_page(base_url=second.url)
        admin.goto("/login/?next=/admin/squads/club/?q=Liverpool")
        admin.fill("input[name=username]", "admin")
        admin.fill("input[name=password]", running.PASSWORDS["admin"])
        admin.press("input[name=password]", "Enter")
        admin.click("#result_list tbody th a")
        admin.fill("[name=head_coach]", "Another Coach")
        admin.evaluate(
            "document.querySelector('#club_form').addEventListener("
            "'submit', () => localStorage.setItem('sentAt', Date.now()))"
        )
        admin.click("[name=_save]")
        expect(page.locator(".club-name p")).to_contain_text("Another Coach")
        expect(admin.locator(".messagelist")).to_contain_text("Liverpool")
        assert changed_at(page) - float(admin.evaluate("localStorage.sentAt")) < 2 * A_SECOND


def test_a_page_finds_the_server_again_and_shows_what_it_missed(
    new_page, given, tmp_path, elsewhere, complaints
):
    with running.serving(tmp_path, **given) as first:
        page = open_live(new_page(base_url=first.url))
        first.stop()
        expect(page.locator(MARK)).not_to_have_text("Live")
        elsewhere(REPORT)
        expect(page.locator(MARK)).to_have_text("Offline", timeout=10_000)
        expect(page.locator(LEVEL)).to_have_text("3 of 4 · thin")
    command = demo.server_command("127.0.0.1", first.port)
    with running.started(command, first.port, tmp_path, HTTPS=0, **given):
        expect(page.locator(LEVEL)).to_have_text("2 of 4 · exposed", timeout=20_000)
        expect(page.locator(MARK)).to_have_text("Live", timeout=20_000)
        assert page.evaluate("window.stays")
        assert page.locator("#messages .message").count() == 0
        page.close()
    complaints.heard.clear()


# Without the stream


@pytest.mark.parametrize("how", ["refused", "held"])
def test_without_a_stream_the_page_asks_every_30_seconds(page, elsewhere, complaints, how):
    block_stream(page, how)
    page.clock.install()
    page.goto(CHART)
    page.clock.run_for(7_000)
    expect(page.locator(MARK)).to_have_text("Every 30 s")
    got = answers(page)
    for _ in range(2):
        page.clock.run_for(32_000)
        page.wait_for_timeout(300)
    assert set(got) == {204} and 2 <= len(got) <= 3
    elsewhere(REPORT)
    page.clock.run_for(32_000)
    expect(page.locator(LEVEL)).to_have_text("2 of 4 · exposed")
    expect(page.locator(NEWS)).to_contain_text("Ibrahima Konaté: out, knee injury")
    complaints.heard.clear()


def test_the_stream_is_tried_again_once_it_was_refused(page, complaints):
    block_stream(page, "refused")
    page.clock.install()
    page.goto(CHART)
    expect(page.locator(MARK)).to_have_text("Every 30 s")
    page.unroute("**/live/**")
    page.clock.fast_forward(245_000)
    expect(page.locator(MARK)).to_have_text("Live")
    complaints.heard.clear()


def test_without_javascript_there_is_no_mark_and_a_reload_shows_the_truth(new_page, elsewhere):
    page = new_page(java_script_enabled=False)
    page.goto(CHART)
    expect(page.locator(MARK)).to_be_hidden()
    elsewhere(REPORT)
    page.reload()
    expect(page.locator(LEVEL)).to_have_text("2 of 4 · exposed")


# The mark


def test_the_mark_says_that_the_page_is_about_to_listen(page):
    block_stream(page, "held")
    page.goto(CHART)
    expect(page.locator(MARK)).to_have_text("Connecting…")


def test_the_mark_says_when_there_is_no_connection_and_complains_no_further(page, complaints):
    open_live(page)
    page.context.set_offline(True)
    expect(page.locator(MARK)).to_have_text("Offline", timeout=15_000)
    page.evaluate("htmx.trigger('[data-live]', 'live-changed')")
    page.wait_for_timeout(200)
    assert page.locator("#messages .message").count() == 0
    page.context.set_offline(False)
    expect(page.locator(MARK)).to_have_text("Live")
    complaints.heard.clear()


def test_the_mark_tells_when_the_page_was_last_looked_at(page):
    open_live(page)
    expect(page.locator(MARK)).to_have_attribute("title", re.compile(r"Last checked at \d\d:\d\d"))


def test_a_page_with_nothing_live_has_no_mark(page):
    asked = streams(page)
    page.goto("/search/?q=konate")
    page.wait_for_timeout(200)
    expect(page.locator(MARK)).to_be_hidden()
    assert asked == []


# What it costs


def test_an_editor_s_own_change_is_fetched_once(page, sign_in):
    open_live(sign_in(page, "editor"))
    open_form(page)
    page.fill(f"#edit-{KONATE} [name=diagnosis]", "Knee injury")
    got = answers(page, "/clubs/liverpool/")
    page.click(f"#edit-{KONATE} button.is-primary")
    expect(page.locator(LEVEL)).to_have_text("2 of 4 · exposed")
    page.wait_for_timeout(1200)
    assert got.count(200) == 1
    page.click("#messages >> text=Undo")
    expect(page.locator(LEVEL)).to_have_text("3 of 4 · thin")


def test_many_changes_at_once_are_fetched_in_a_few_answers(page, elsewhere):
    open_live(page)
    got = answers(page)
    # As fast as they come: without the needs, which are worked out anew after each change.
    before = "from squads.models.clubs import after_change as told\nkept, told[:] = told[:], []"
    elsewhere(f"{before}\nfor _ in range(20): {TOUCH}\ntold[:] = kept")
    page.wait_for_timeout(1500)
    assert 1 <= got.count(200) <= 3


def test_a_hidden_tab_closes_its_stream_and_catches_up_when_it_is_shown(page, elsewhere):
    open_live(page)
    closed, opened = [], streams(page)
    page.on("requestfailed", lambda one: closed.append(one.url) if "/live/" in one.url else None)
    hidden(page, True)
    page.wait_for_timeout(200)
    assert len(closed) == 1
    elsewhere(REPORT)
    page.wait_for_timeout(1200)
    assert opened == []
    expect(page.locator(LEVEL)).to_have_text("3 of 4 · thin")
    hidden(page, False)
    expect(page.locator(LEVEL)).to_have_text("2 of 4 · exposed")
    expect(page.locator(MARK)).to_have_text("Live")
    assert len(opened) == 1


def test_a_page_that_is_shown_again_on_another_day_knows_it(page, elsewhere):
    open_live(page)
    elsewhere("DataSet.objects.update(pinned_on=dt.date(2025, 9, 20))")
    hidden(page, True)
    hidden(page, False)
    expect(page.locator(".day-banner")).to_contain_text("20 September 2025")
    expect(page.locator(LEVEL)).to_have_text("4 of 4")
    elsewhere("DataSet.objects.update(pinned_on=dt.date(2025, 9, 30))")


def test_a_page_that_hears_of_a_new_day_shows_it_although_nothing_has_changed(page, elsewhere):
    page.add_init_script(MADE_UP)
    open_live(page)
    elsewhere("DataSet.objects.update(pinned_on=dt.date(2025, 9, 20))")
    same = dict([page.locator("[data-live]").get_attribute("data-live").split(":")])
    for day in ({}, {"day": "2025-09-20"}):
        got = answers(page)
        page.evaluate("data => made_up.tell('changed', data)", json.dumps(same | day))
        page.wait_for_timeout(500)
        assert got == ([200] if day else [])
    expect(page.locator(LEVEL)).to_have_text("4 of 4")
    elsewhere("DataSet.objects.update(pinned_on=dt.date(2025, 9, 30))")


def test_a_page_that_goes_to_another_day_keeps_its_stream(page):
    opened = streams(page)
    open_live(page)
    page.click("#chart-previous")
    expect(page.locator("#chart-on")).to_have_value("2025-09-29")
    page.wait_for_timeout(1300)
    assert len(opened) == 1
