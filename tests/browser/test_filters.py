"""Filters that send their form by themselves, by keyboard."""

import re

import pytest
from playwright.sync_api import expect

NEWS = "/news/"
MESSAGE = "#messages .message"


@pytest.fixture
def page(new_page):
    """A reader whose browser writes days month first."""
    return new_page(locale="en-US")


def requests(page, part):
    """Collect the addresses with that part that are asked for from now on."""
    asked = []
    page.on("request", lambda request: asked.append(request.url) if part in request.url else None)
    return asked


def type_into(page, field, keys):
    page.focus(field)
    page.keyboard.type(keys, delay=30)


def test_a_day_can_be_typed_and_sent_with_enter(page):
    page.goto(NEWS)
    asked = requests(page, "/news/?")
    type_into(page, "#news-from", "09202025")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?from=2025-09-20$"))
    expect(page.locator("#news-without-first")).to_be_visible()
    page.wait_for_timeout(1500)
    assert len(asked) == 1


def test_a_day_that_is_typed_is_sent_when_its_field_is_left(page):
    page.goto(NEWS)
    asked = requests(page, "/news/?")
    type_into(page, "#news-from", "09202025")
    page.focus("#news-kind")
    expect(page).to_have_url(re.compile(r"\?from=2025-09-20$"))
    page.wait_for_timeout(1500)
    assert len(asked) == 1


def test_a_day_that_is_typed_is_sent_after_a_pause(page):
    page.goto(NEWS)
    type_into(page, "#news-from", "09202025")
    expect(page).to_have_url(re.compile(r"\?from=2025-09-20$"))
    expect(page.locator("#news-from")).to_be_focused()


def test_a_day_that_the_site_cannot_show_is_refused_with_the_reason(page, complaints):
    complaints.expect(400)
    page.goto(NEWS)
    type_into(page, "#news-from", "09200202")
    page.keyboard.press("Enter")
    expect(page.locator(MESSAGE)).to_contain_text("Choose a day between 1990 and 2099.")
    expect(page.locator("#news-from")).to_have_value("")


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/", "#home-on"),
        ("/clubs/liverpool/", "#chart-on"),
        ("/players/ibrahima-konate/", "#player-on"),
        ("/injuries/", "#injuries-on"),
        ("/thin/", "#thin-on"),
    ],
)
def test_the_day_of_a_page_can_be_typed(page, address, field):
    page.goto(address)
    asked = requests(page, "on=0")
    type_into(page, field, "09202024")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("on=2024-09-20"))
    assert asked == []


def test_a_filter_that_is_typed_is_sent_once(page):
    page.goto(NEWS)
    asked = requests(page, "/news/?")
    type_into(page, "#news-player", "leoni")
    page.keyboard.press("Enter")
    expect(page.locator("#news-without-player")).to_be_visible()
    page.wait_for_timeout(300)
    assert len(asked) == 1


def test_a_list_sends_its_form(page):
    page.goto(NEWS)
    page.select_option("#news-club", "liverpool")
    expect(page).to_have_url(re.compile(r"\?club=liverpool$"))
