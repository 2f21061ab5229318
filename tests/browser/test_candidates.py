"""Candidates and the shortlist in a browser: by keyboard, without a script, on a phone."""

import pytest
from playwright.sync_api import expect

LIST = "/clubs/liverpool/candidates/CB/"
MEN = ("marc-guehi", "james-tarkowski")


@pytest.fixture
def board(new_page, sign_in):
    """An analyst's list with two men on the shortlist, empty again after the test."""
    page = sign_in(new_page(), "analyst")
    page.goto(LIST)
    for slug in MEN:
        page.click(f"#shortlist-{slug}")
        expect(page.locator(f"#shortlist-{slug}")).to_have_attribute("aria-disabled", "true")
        expect(page.locator(f"#shortlist-{slug}")).to_be_focused()
    yield page
    page.goto(LIST)
    for left in reversed(range(len(MEN))):
        page.locator("[id^=shortlist-remove-]").first.click()
        expect(page.locator(".shortlist li")).to_have_count(left)


def test_the_order_is_changed_by_keyboard_and_a_note_is_kept(board):
    second = board.locator(".shortlist li").nth(1)
    up = board.locator(f"#{second.locator('[id^=shortlist-up-]').get_attribute('id')}")
    up.focus()
    board.keyboard.press("Enter")
    expect(board.locator(".shortlist li").first).to_contain_text("James Tarkowski")
    expect(up).to_be_focused()
    note = board.locator(".shortlist li").first.locator("[name=note]")
    note.fill("Leaves for nothing in June")
    note.press("Enter")
    expect(board.locator("#messages")).to_contain_text("James Tarkowski: note saved.")
    board.reload()
    expect(note).to_have_value("Leaves for nothing in June")


def test_a_filter_leaves_the_shortlist_and_the_focus_where_they_are(board):
    board.select_option("#candidates-league", "serie-a")
    expect(board.locator(".candidate-table")).not_to_contain_text("Everton")
    board.fill("#candidates-age-to", "25")
    board.press("#candidates-age-to", "Enter")
    expect(board).to_have_url(f"{board.url.split('/clubs')[0]}{LIST}?age_to=25&league=serie-a")
    expect(board.locator("#candidates-age-to")).to_be_focused()
    expect(board.locator(".shortlist li")).to_have_count(2)


def test_without_a_script_a_man_is_listed_and_taken_off_on_a_phone(new_page, sign_in):
    options = {"java_script_enabled": False, "viewport": {"width": 390, "height": 800}}
    page = sign_in(new_page(**options), "analyst")
    page.goto(LIST)
    page.click("#shortlist-marc-guehi")
    expect(page.locator(".shortlist li")).to_contain_text("Marc Guéhi")
    page.locator("[id^=shortlist-remove-]").click()
    expect(page.locator(".shortlist")).to_contain_text("Nobody yet")
