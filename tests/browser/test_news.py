"""What is new since the last visit, which only the browser knows."""

import json

import pytest
from playwright.sync_api import expect

NEWS, CHART = "/news/", "/clubs/liverpool/?view=pitch"
KONATE = "pitch-CB-ibrahima-konate"
READ_ALL = "#news-read"
KEPT = "localStorage.getItem('twodeep-news')"
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
def news(page, new_page, sign_in):
    """A reader who has been here, and an editor's change since; it is undone when it is over."""
    visit(page)
    editor = sign_in(new_page(), "editor")
    editor.goto(CHART)
    editor.click(f"#edit-link-{KONATE}")
    editor.click(f"#edit-{KONATE} >> text=Report injury")
    editor.fill(f"#edit-{KONATE} [name=diagnosis]", "Knock")
    editor.fill(f"#edit-{KONATE} [name=link]", "https://www.bbc.co.uk/sport/konate-out-of-derby")
    editor.click(f"#edit-{KONATE} button.is-primary")
    expect(editor.locator("#messages")).to_contain_text("out, knock")
    yield page
    editor.click("#messages >> text=Undo")
    expect(editor.locator("#messages")).to_contain_text("Undone")


def marks(page):
    return page.locator(".new-mark:visible")


def test_a_first_visit_marks_nothing(page):
    visit(page)
    expect(marks(page)).to_have_count(0)
    expect(page.locator("[data-new-count]")).to_be_hidden()


def test_what_came_since_the_last_visit_is_marked_in_words(news):
    come_back_later(news)
    expect(marks(news)).to_have_count(1)
    line = news.locator("li.is-new")
    expect(line).to_contain_text("new Ibrahima Konaté: out, knock")
    expect(line).to_contain_text("(tier")
    expect(news.locator(".site-nav [data-news]")).to_have_text("News 1 new")


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
    assert set(json.loads(news.evaluate(KEPT))) == {"seen", "newest", "at"}
