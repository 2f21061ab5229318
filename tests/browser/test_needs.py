"""Flagging needs: on the board of a window, in its rows, with and without JavaScript."""

import pytest
from playwright.sync_api import Page, expect

NEED = "#window-board tr[data-mark=row]:has-text('Liverpool'):has-text('Centre-back')"
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def board(page, sign_in) -> Page:
    """The board of the next window, as an analyst sees it."""
    return to_board(sign_in(page, "analyst"))


def to_board(page: Page) -> Page:
    page.goto("/clubs/liverpool/")
    page.click("#needs-panel h2 a")
    expect(page.locator("#window-board h1")).to_have_text("Winter 2025/26")
    page.wait_for_load_state()  # before its style sheet has come, a board is as wide as it likes
    return page


def test_an_analyst_dismisses_a_need_and_takes_it_back(board, complaints):
    complaints.expect(422)
    opener = board.locator(f"{NEED} .edit-link")
    opener.click()
    board.select_option(".need-flag [name=verdict]", "dismissed")
    board.click(".need-flag button.is-primary")
    expect(board.locator(".need-flag .edit-error")).to_contain_text("Say why it is no need")
    expect(board.locator(".need-flag [name=note]")).to_be_focused()
    board.fill(".need-flag [name=note]", "Leoni is ahead of plan")
    board.click(".need-flag button.is-primary")
    expect(board.locator(f"{NEED} .flag")).to_contain_text("Leoni is ahead of plan")
    expect(opener).to_be_focused()
    opener.click()
    board.click(".need-flag [name=take_back]")
    expect(board.locator(f"{NEED} .flag")).to_have_count(0)


def test_a_need_is_added_by_hand_without_javascript(new_page, sign_in):
    page = sign_in(new_page(java_script_enabled=False), "analyst")
    page.goto("/clubs/liverpool/")
    page.click("#edit-link-need-other")
    page.click("#need-other-ST")
    page.fill("[name=note]", "Isak may be sold")
    page.click("button.is-primary")
    expect(page.locator("#needs-panel")).to_contain_text("Added by hand")
    log = page.locator("[aria-labelledby=latest-title]")
    expect(log).to_contain_text("striker, Winter 2025/26: need added by hand")


@pytest.mark.parametrize("width", [390, 1024, 1440])
def test_the_board_fits_or_scrolls_in_its_own_region_and_says_so(new_page, width):
    page = to_board(new_page(viewport={"width": width, "height": 900}))
    assert page.evaluate(SIDEWAYS) <= 0
    region = page.locator("#board-region")
    goes_on = region.evaluate("e => e.scrollWidth > e.clientWidth")
    assert goes_on == page.locator("#board-hint").is_visible() == (width == 390)
