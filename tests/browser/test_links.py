"""Moving a link on where it stands, and entering one without a script."""

import pytest
from playwright.sync_api import expect


@pytest.fixture
def rumour(page, sign_in):
    """The page of the rumour that AC Milan come back for Gomez, as an analyst sees it."""
    sign_in(page, "analyst").goto("/links/?state=alive")
    page.click(".link-table >> text=Joe Gomez")
    expect(page.locator("#link-stage")).to_have_text("Rumour")
    return page


def test_a_link_is_moved_on_and_back_where_it_stands(rumour):
    rumour.click("#link-to-interest")
    expect(rumour.locator("#link-stage")).to_have_text("Interest")
    expect(rumour.locator(".ladder [aria-current=step]")).to_contain_text("Interest")
    rumour.click("#link-undo")
    expect(rumour.locator("#link-stage")).to_have_text("Rumour")
    expect(rumour.locator("#messages")).to_contain_text("rumour again, interest was taken back")


def test_readers_see_a_link_move_while_they_look(rumour, new_page):
    reader = new_page()
    reader.goto(rumour.url)
    rumour.click("#link-to-bid")
    expect(reader.locator("#link-stage")).to_have_text("Bid")
    rumour.click("#link-undo")
    expect(reader.locator("#link-stage")).to_have_text("Rumour")


def test_a_link_is_entered_without_a_script(new_page, sign_in, complaints):
    complaints.expect(422)
    page = sign_in(new_page(java_script_enabled=False), "editor")
    page.goto("/links/add/")
    page.fill("[name=player]", "jones")
    page.select_option("[name=to_club]", "arsenal")
    page.click("#link-add-save")
    page.click("#meant-curtis-jones")
    expect(page.locator("h1")).to_contain_text("Curtis Jones: Liverpool")
    expect(page.locator("#messages")).to_contain_text("link from Liverpool to Arsenal: rumour")
