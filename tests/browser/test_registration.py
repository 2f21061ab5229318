"""Saying where a man was trained on a club's squad list, and seeing the list follow."""

from playwright.sync_api import expect

ROW = "#man-joe-gomez"
OPENER = "#edit-link-training-joe-gomez"


def test_the_list_follows_what_an_editor_says_and_keeps_the_focus(page, sign_in, complaints):
    complaints.expect(422)
    sign_in(page, "editor").goto("/clubs/liverpool/registration/")
    page.click(OPENER)
    boxes = page.get_by_role("group").get_by_role("checkbox")
    expect(boxes.first).to_be_focused()
    page.click("#training-joe-gomez-save")
    expect(page.locator(".edit-refused")).to_contain_text("stands already")
    boxes.first.uncheck()
    page.fill("[name=others]", "Hungary")
    page.click("#training-joe-gomez-save")
    expect(page.locator(f"tbody[data-counts=not] {ROW}")).to_contain_text("Trained in Hungary")
    expect(page.locator(OPENER)).to_be_focused()
    page.goto("/clubs/liverpool/")
    expect(page.locator("[aria-labelledby=latest-title]")).to_contain_text("trained in Hungary")
