"""What is new since the last visit, which only the browser knows."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.live import REPORT, UNDO, open_form

NEWS, CHART = "/news/", "/clubs/liverpool/?view=pitch"
KONATE = "pitch-CB-ibrahima-konate"
ARTICLE = "https://www.bbc.co.uk/sport/konate-out-of-derby"
READ_ALL, COUNT = "#news-read", "[data-new-count]"
ASKS = "/news/new/"
LONG = "sport.the-evening-paper-of-liverpool-and-of-all-of-merseyside"
FROM_THERE = REPORT.replace("by=None", "by=None, news=news")
KEPT = "localStorage.getItem('twodeep-news')"
SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifted += one.value;
}).observe({type: 'layout-shift', buffered: true});
"""
AN_HOUR_AGO = """
const kept = JSON.parse(localStorage.getItem('twodeep-news'));
localStorage.setItem('twodeep-news', JSON.stringify({...kept, at: kept.at - 3600000}));
"""


def seen(page):
    return page.evaluate("() => JSON.parse(localStorage.getItem('twodeep-news'))")


def visit(page, address=NEWS):
    """Open a page and wait until the browser has remembered it."""
    with page.expect_response(lambda answer: "/news/new/" in answer.url):
        page.goto(address)
    page.wait_for_function(f"() => {KEPT}")


def come_back_later(page, address=NEWS):
    page.evaluate(f"() => {{ {AN_HOUR_AGO} }}")
    visit(page, address)


@pytest.fixture
def news(page, elsewhere):
    """A reader who has been here, and a change since; it is undone when it is over."""
    visit(page)
    visit(page, "/login/")  # which is not live: he hears of nothing before he comes back
    elsewhere(f'news = moves.news_item("{ARTICLE}")\n{FROM_THERE}')
    yield page
    elsewhere(UNDO)


def marks(page):
    return page.locator(".new-mark:visible")


def test_a_first_visit_marks_nothing(page):
    visit(page)
    expect(marks(page)).to_have_count(0)
    expect(page.locator(COUNT)).to_be_hidden()


def test_what_came_since_the_last_visit_is_marked_in_words(news):
    come_back_later(news)
    expect(marks(news)).to_have_count(1)
    line = news.locator("li.is-new")
    expect(line).to_contain_text("new Ibrahima Konaté: out, knee injury")
    expect(line).to_contain_text("(tier")
    expect(news.locator(COUNT)).to_have_text("1 new since your last visit")


def test_marks_stay_for_the_visit_and_go_with_the_next(news):
    come_back_later(news)
    visit(news)
    expect(marks(news)).to_have_count(1)
    come_back_later(news)
    expect(marks(news)).to_have_count(0)


def test_a_filter_keeps_the_marks(news):
    come_back_later(news)
    news.select_option("#news-club", "liverpool")
    expect(news.locator("#news-without-club")).to_be_visible()
    expect(marks(news)).to_have_count(1)


def test_all_can_be_marked_as_read(news):
    come_back_later(news)
    news.click(READ_ALL)
    expect(marks(news)).to_have_count(0)
    expect(news.locator(READ_ALL)).to_be_hidden()
    visit(news)
    expect(marks(news)).to_have_count(0)


def test_the_count_leads_to_what_is_new_and_back_to_all(news):
    come_back_later(news)
    news.click(COUNT)
    expect(news.locator("#news-list li[data-change]")).to_have_count(1)
    expect(marks(news)).to_have_count(1)
    news.click("#news-without-since")
    expect(news.locator("#news-list li[data-change]")).not_to_have_count(1)
    expect(news).to_have_url(re.compile(f"{NEWS}$"))


def test_a_filter_of_what_is_new_keeps_to_what_is_new(news):
    come_back_later(news)
    news.click(COUNT)
    news.select_option("#news-club", "ac-milan")
    expect(news.locator("#news-list .empty")).to_be_visible()
    expect(news.locator("#news-without-since")).to_be_visible()


def test_marked_as_read_by_key_the_focus_stays_on_the_list(news):
    come_back_later(news)
    expect(news.locator(READ_ALL)).to_be_visible()
    news.press(READ_ALL, "Enter")
    expect(news.locator("#news-title")).to_be_focused()


def test_nothing_jumps_when_it_is_known_what_is_new(news):
    news.set_viewport_size({"width": 390, "height": 844})
    news.add_init_script(SHIFTS)
    come_back_later(news)
    expect(marks(news)).to_have_count(1)
    news.wait_for_timeout(300)
    assert news.evaluate("window.shifted") < 0.05


def test_two_tabs_leave_the_server_alone(news):
    come_back_later(news)
    other = news.context.new_page()
    asked = []
    for tab in (news, other):
        tab.on("request", lambda request: asked.append(request.url))
    visit(other)
    expect(marks(other)).to_have_count(1)
    news.wait_for_timeout(1500)
    assert len([url for url in asked if ASKS in url]) == 1


def test_what_one_tab_has_read_is_read_in_the_other(news):
    come_back_later(news)
    other = news.context.new_page()
    visit(other)
    other.click(READ_ALL)
    expect(marks(news)).to_have_count(0)
    expect(news.locator(COUNT)).to_be_hidden()


def test_an_editor_s_own_change_is_no_news_to_him(page, sign_in):
    editor = sign_in(page, "editor")
    visit(editor, CHART)
    open_form(editor)
    editor.fill(f"#edit-{KONATE} [name=diagnosis]", "Knock")
    with editor.expect_response(lambda answer: ASKS in answer.url):
        editor.click(f"#edit-{KONATE} button.is-primary")
    expect(editor.locator("#messages")).to_contain_text("out, knock")
    before = seen(editor)["newest"]
    editor.click("#messages >> text=Undo")
    expect(editor.locator("#messages")).to_contain_text("Undone")
    editor.wait_for_function(f"() => JSON.parse({KEPT}).newest > {before}")
    come_back_later(editor)
    expect(marks(editor)).to_have_count(0)
    expect(editor.locator(COUNT)).to_be_hidden()


@pytest.mark.parametrize("width", [320, 390])
def test_a_long_outlet_does_not_make_a_line_s_page_scroll_sideways(new_page, elsewhere, width):
    elsewhere(f"news = moves.news_item('https://{LONG}.example/endo')\n{FROM_THERE}")
    page = new_page(viewport={"width": width, "height": 800})
    page.goto(NEWS)
    page.click("li[data-change] .at >> nth=0")
    expect(page.locator(".news-headline")).to_contain_text("liverpool")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    elsewhere(UNDO)


def test_the_card_of_a_club_that_has_changed_is_marked(news):
    come_back_later(news, "/")
    expect(news.locator(".club-card.is-new h3 a")).to_have_text(["Liverpool"])


def test_a_browser_that_keeps_nothing_marks_nothing(new_page):
    page = new_page()
    refuse = "Storage.prototype.{} = () => {{ throw new Error('private'); }};"
    page.add_init_script("".join(refuse.format(name) for name in ("getItem", "setItem")))
    page.goto(NEWS)
    page.wait_for_timeout(300)
    expect(marks(page)).to_have_count(0)


def test_nothing_of_it_is_sent_but_the_newest_known_change(news):
    asked = []
    news.on("request", lambda request: asked.append(request.url))
    come_back_later(news)
    told = [url.partition("/news/new/")[2] for url in asked if "/news/new/" in url]
    assert told == [f"?since={seen(news)['seen']}"]
    assert set(json.loads(news.evaluate(KEPT))) == {"seen", "newest", "count", "at"}
