"""A club's chart in a browser: the view that is remembered, chips that point out, and the place
that nobody loses on the way."""

import re

import pytest
from playwright.sync_api import expect

CHART = "/clubs/liverpool/"
FOLD = "#loans-pitch-DM"
TOO_WIDE = """() => [...document.querySelectorAll(".slot, .slot li, .slot header")]
    .filter((one) => one.clientWidth && one.scrollWidth > one.clientWidth + 1)
    .map((one) => one.textContent.trim().slice(0, 60))"""


def test_the_view_that_was_chosen_is_the_one_other_charts_open_with(page):
    page.goto(CHART)
    expect(page.locator(".pitch")).to_be_visible()
    page.click("#chart-view-table")
    expect(page).to_have_url(re.compile("view=table"))
    page.goto("/clubs/arsenal/")
    expect(page.locator(".chart-table")).to_be_visible()
    expect(page.locator(".pitch")).to_be_hidden()
    expect(page.locator("#chart-view-table")).to_have_attribute("aria-current", "true")


def test_an_address_that_names_a_view_wins_over_the_one_that_was_chosen(page):
    page.goto(f"{CHART}?view=table")
    page.click("#chart-view-pitch")
    page.goto("/clubs/arsenal/?view=table")
    expect(page.locator(".chart-table")).to_be_visible()


def test_a_phone_shows_the_table_until_the_reader_wants_the_pitch(new_page):
    phone = new_page(viewport={"width": 390, "height": 800})
    phone.goto(CHART)
    expect(phone.locator(".chart-table")).to_be_visible()
    expect(phone.locator("#chart-view-table")).to_have_attribute("aria-current", "true")
    phone.click("#chart-view-pitch")
    phone.goto("/clubs/arsenal/")
    expect(phone.locator(".pitch")).to_be_visible()


def test_a_chip_answers_to_the_space_bar_keeps_the_focus_and_says_what_it_shows(page):
    page.goto(CHART)
    page.focus("#show-out")
    page.keyboard.press("Space")
    expect(page.locator("#show-out")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#show-out")).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="stand out")).to_be_visible()
    expect(page.locator("#man-pitch-CB-giovanni-leoni")).to_have_class(re.compile("is-picked"))


def test_what_is_pointed_out_goes_along_to_another_day_and_formation(page):
    page.goto(f"{CHART}?show=out")
    page.click("#chart-next")
    expect(page.locator("#chart-on")).to_have_value("2025-10-01")
    page.select_option("#chart-formation", "3-5-2")
    expect(page.locator("#pitch-CB h2")).to_have_text("Centre-back ×3")
    expect(page.locator("#show-out")).to_have_attribute("aria-pressed", "true")


def test_men_on_loan_come_out_of_their_folds_when_they_are_asked_for(page):
    page.goto(CHART)
    page.click("#show-loan")
    expect(page.locator(FOLD)).to_have_attribute("open", "")
    page.click("#show-loan")
    expect(page.locator(FOLD)).not_to_have_attribute("open", "")


def test_the_place_is_kept_when_the_day_changes(page):
    page.goto(CHART)
    page.click(f"{FOLD} summary")
    page.focus("#chart-next")
    page.evaluate("scrollTo(0, 400)")
    page.keyboard.press("Enter")
    expect(page.locator("#chart-on")).to_have_value("2025-10-01")
    expect(page.locator(FOLD)).to_have_attribute("open", "")
    expect(page.locator("#chart-next")).to_be_focused()
    assert page.evaluate("scrollY") == 400


def test_chips_are_links_where_no_script_runs(new_page):
    plain = new_page(java_script_enabled=False)
    plain.goto(CHART)
    plain.click("#show-doubtful")
    expect(plain).to_have_url(re.compile(r"\?show=doubtful$"))
    expect(plain.locator("#man-pitch-RW-federico-chiesa")).to_have_class(re.compile("is-picked"))


@pytest.mark.parametrize("width", [1440, 1024, 768, 320])
@pytest.mark.parametrize(
    "chart", ["sunderland/?view=pitch", "chelsea/?view=pitch&formation=5-3-2"]
)
def test_no_card_cuts_a_name(new_page, chart, width):
    page = new_page(viewport={"width": width, "height": 900})
    page.goto(f"/clubs/{chart}")
    assert page.evaluate(TOO_WIDE) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
