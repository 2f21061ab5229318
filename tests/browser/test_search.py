"""The search box in a real browser: suggestions, keys, the mouse, and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

ANY_PAGE = "/thin/"


@pytest.fixture
def box(page: Page):
    """The search box of some page, not yet touched."""
    page.goto(ANY_PAGE)
    return page.get_by_role("combobox", name="Find a club or player")


@pytest.fixture
def options(page: Page):
    return page.locator("#search-suggestions").get_by_role("option")


@pytest.fixture
def typed(box, options):
    """Type a text and wait for its suggestions."""

    def type_text(text: str):
        box.press_sequentially(text)
        expect(options.last).to_contain_text(f"“{text}”")
        return box

    return type_text


@pytest.fixture
def active(page: Page):
    return page.locator("#search-suggestions [role=option][aria-selected=true]")


def expect_closed(box) -> None:
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box.page.get_by_label("Clubs and players")).to_be_hidden()


def test_a_slash_goes_to_the_box_from_any_page(page, box):
    page.keyboard.press("/")
    expect(box).to_be_focused()


def test_a_slash_can_be_typed_into_the_box(box):
    box.press_sequentially("a/b")
    expect(box).to_have_value("a/b")


def test_typing_suggests(typed, options):
    typed("konate")
    expect(options.first).to_contain_text("Ibrahima Konaté")


def test_an_open_list_is_told_to_assistive_tools(typed):
    expect(typed("konate")).to_have_attribute("aria-expanded", "true")


def test_no_match_is_announced(page, typed):
    typed("qqqq")
    expect(page.get_by_role("status").filter(has_text="No match for “qqqq”.")).to_have_count(1)


def test_the_arrow_down_activates_the_first_option(typed, active):
    typed("van d").press("ArrowDown")
    expect(active).to_have_attribute("id", "suggestion-1")


def test_the_active_option_is_told_to_assistive_tools(typed):
    box = typed("van d")
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "suggestion-1")


def test_the_arrow_up_activates_the_last_option(typed, active):
    typed("van d").press("ArrowUp")
    expect(active).to_have_attribute("id", "suggestion-all")


def test_the_arrows_go_round(typed, active):
    box = typed("van d")
    box.press("ArrowUp")
    box.press("ArrowDown")
    expect(active).to_have_attribute("id", "suggestion-1")


def test_home_and_end_move_to_the_ends(typed, active):
    box = typed("van d")
    box.press("ArrowDown")
    box.press("End")
    expect(active).to_have_attribute("id", "suggestion-all")
    box.press("Home")
    expect(active).to_have_attribute("id", "suggestion-1")


def test_home_moves_the_cursor_while_no_option_is_active(typed):
    box = typed("van d")
    box.press("Home")
    assert box.evaluate("box => box.selectionStart") == 0


def test_enter_opens_the_active_option(page, typed):
    box = typed("konate")
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/players/ibrahima-konate/")


def test_enter_without_an_active_option_shows_the_results(page, typed):
    typed("konate").press("Enter")
    page.wait_for_url("**/search/?q=konate")


def test_the_last_option_shows_all_results(page, typed):
    box = typed("jo")
    box.press("ArrowUp")
    box.press("Enter")
    page.wait_for_url("**/search/?q=jo")


def test_a_click_opens_an_option(page, typed, options):
    typed("liverp")
    options.first.click()
    page.wait_for_url("**/clubs/liverpool/")


def test_typing_on_leaves_no_option_active(typed, active, options):
    box = typed("kon")
    box.press("ArrowDown")
    box.press_sequentially("a")
    expect(active).to_have_count(0)
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))


def test_escape_closes_and_keeps_the_text(typed):
    box = typed("konate")
    box.press("Escape")
    expect_closed(box)
    expect(box).to_have_value("konate")


def test_escape_again_clears_the_text(typed):
    box = typed("konate")
    box.press("Escape")
    box.press("Escape")
    expect(box).to_have_value("")


def test_the_arrow_down_opens_a_closed_list_again(typed, active):
    box = typed("konate")
    box.press("Escape")
    box.press("ArrowDown")
    expect(active).to_have_attribute("id", "suggestion-1")


def test_the_same_text_typed_again_after_clearing_suggests_again(typed, options):
    box = typed("konate")
    box.press("Escape")
    box.press("Escape")
    expect(options).to_have_count(0)
    typed("konate")
    expect(box).to_have_attribute("aria-expanded", "true")


def test_an_empty_text_closes_the_list(typed):
    box = typed("k")
    box.press("Backspace")
    expect_closed(box)


def test_an_answer_that_comes_after_escape_opens_nothing(page, box):
    held = []
    page.route("**/suggestions/**", lambda route: held.append(route))
    box.press_sequentially("konate")
    while not held:
        page.wait_for_timeout(10)
    box.press("Escape")
    with page.expect_response("**/suggestions/**"):
        held[0].continue_()
    page.wait_for_timeout(100)
    expect_closed(box)


def test_tab_leaves_the_box_and_closes_the_list(page, typed):
    box = typed("konate")
    box.press("Tab")
    expect_closed(box)
    expect(page.locator("#jump-open")).to_be_focused()


def test_a_click_elsewhere_closes_the_list(page, typed):
    box = typed("konate")
    page.mouse.click(20, 600)
    expect_closed(box)


def test_coming_back_finds_the_list_closed(page, typed):
    box = typed("konate")
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/players/ibrahima-konate/")
    page.go_back()
    expect_closed(page.get_by_role("combobox", name="Find a club or player"))


def test_a_quick_typist_asks_once(page, box, options):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    box.press_sequentially("konate", delay=10)
    expect(options.first).to_contain_text("Konaté")
    assert len([url for url in asked if "suggestions" in url]) == 1


def test_the_box_works_without_javascript(new_page):
    page = new_page(java_script_enabled=False)
    page.goto(ANY_PAGE)
    page.fill("#search-input", "Guehi")
    page.press("#search-input", "Enter")
    expect(page.locator(".hit mark")).to_have_text("Guéhi")


def test_the_key_is_not_promised_without_javascript(new_page):
    page = new_page(java_script_enabled=False)
    page.goto(ANY_PAGE)
    expect(page.locator(".search-key")).to_be_hidden()


@pytest.mark.parametrize("width", [390, 1440])
def test_an_open_list_stays_within_the_window(new_page, width):
    page = new_page(viewport={"width": width, "height": 800})
    page.goto(ANY_PAGE)
    page.locator("#search-input").press_sequentially("jo")
    inside = page.locator("#suggestion-1").bounding_box()
    assert inside["x"] >= 0 and inside["x"] + inside["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [320, 390])
def test_the_box_stands_beside_the_name_of_the_site_on_a_phone(new_page, width):
    page = new_page(viewport={"width": width, "height": 800})
    page.goto(ANY_PAGE)
    brand, box = (
        page.locator(".brand").bounding_box(),
        page.locator("#search-input").bounding_box(),
    )
    assert box["x"] > brand["x"] + brand["width"] and box["y"] < brand["y"] + brand["height"]
    assert box["width"] >= 100
