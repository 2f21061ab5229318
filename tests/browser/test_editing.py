"""What the server cannot see of editing: focus, messages, a lost session, a lost connection."""

import re

import pytest
from playwright.sync_api import expect

from tests import running

CHART = "/clubs/liverpool/?view=pitch"
TABLE = "/clubs/liverpool/?view=table"
KONATE = "pitch-CB-ibrahima-konate"
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def open_form(page, man, choice="Report injury"):
    page.click(f"#edit-link-{man}")
    page.click(f"#edit-{man} >> text={choice}")
    expect(page.locator(f"#edit-{man} form.edit-form")).to_be_visible()


def report(page, man, diagnosis="Hamstring injury"):
    open_form(page, man)
    page.fill(f"#edit-{man} [name=diagnosis]", diagnosis)
    page.click(f"#edit-{man} button.is-primary")
    expect(page.locator("#messages")).to_contain_text(diagnosis.lower()[:20])
    expect(page.locator(f"#edit-{man}")).to_be_empty()


UNDO_ALL = """
entered = Change.objects.filter(by__username="editor", undone_at=None).exclude(undo=None)
for change in entered.order_by("-pk"):
    moves.undo(change, by=None)
"""


@pytest.fixture
def chart(page, sign_in, another_process):
    """The chart as an editor sees it; what the test enters is undone when it is over."""
    sign_in(page, "editor").goto(CHART)
    yield page
    another_process(UNDO_ALL)


@pytest.mark.parametrize("button", ["#messages >> text=Undo", "[id^=log-undo-] >> nth=0"])
def test_undo_gives_the_focus_to_the_man_s_edit_link(chart, button):
    report(chart, KONATE)
    chart.click(button)
    expect(chart.locator("#messages")).to_contain_text("Undone: Ibrahima Konaté is available")
    expect(chart.locator("#pitch-CB .level")).to_have_text("3 of 4 · thin")
    expect(chart.locator(f"#edit-link-{KONATE}")).to_be_focused()


def test_a_refused_undo_gives_the_focus_to_the_message(chart, new_page, sign_in, complaints):
    complaints.expect(409)
    report(chart, KONATE)
    other = sign_in(new_page(), "editor")
    other.goto(CHART)
    other.locator("[id^=log-undo-]").first.click()
    expect(other.locator("#messages")).to_contain_text("Undone")
    chart.click("#messages >> text=Undo")
    expect(chart.locator("#messages .message")).to_contain_text("Not undone")
    expect(chart.locator("#messages .message")).to_be_focused()


def test_a_message_that_is_closed_gives_the_focus_back(chart):
    report(chart, KONATE)
    expect(chart.locator(f"#edit-link-{KONATE}")).to_be_focused()
    chart.focus("#messages [data-dismiss]")
    chart.keyboard.press("Enter")
    expect(chart.locator("#messages .message")).to_have_count(0)
    expect(chart.locator(f"#edit-link-{KONATE}")).to_be_focused()


def test_a_message_makes_room_for_the_next_action(chart):
    report(chart, KONATE)
    expect(chart.locator("#messages .message")).to_have_count(1)
    chart.click("#edit-link-pitch-CB-joe-gomez")
    expect(chart.locator("#messages .message")).to_have_count(0)


def test_without_script_no_button_closes_a_message_and_it_covers_nothing(chart, new_page, sign_in):
    plain = sign_in(new_page(java_script_enabled=False), "editor")
    plain.goto(CHART)
    plain.click(f"#edit-link-{KONATE}")
    plain.click("main >> text=Report injury")
    plain.fill("[name=diagnosis]", "Knock")
    plain.click("main button.is-primary")
    expect(plain.locator("#messages .message")).to_be_visible()
    expect(plain.locator("#messages [data-dismiss]")).to_be_hidden()
    expect(plain.locator("#messages")).to_have_css("position", "static")


def test_what_is_typed_outlives_the_session(chart, new_page, complaints, sign_in):
    complaints.expect(401)
    open_form(chart, KONATE)
    chart.fill(f"#edit-{KONATE} [name=diagnosis]", "Knee injury")
    chart.context.clear_cookies(name="sessionid")
    chart.click(f"#edit-{KONATE} button.is-primary")
    expect(chart.locator("#messages")).to_have_text(
        re.compile("You have been signed out. Sign in in a new tab, then save again.")
    )
    with chart.expect_popup() as opened:
        chart.click("#messages a")
    other = opened.value
    other.fill("input[name=username]", "editor")
    other.fill("input[name=password]", running.PASSWORDS["editor"])
    other.press("input[name=password]", "Enter")
    other.wait_for_url(lambda address: "login" not in address)
    chart.click(f"#edit-{KONATE} button.is-primary")
    expect(chart.locator("#messages")).to_contain_text("out, knee injury")


def test_without_a_connection_a_choice_goes_back_to_what_is_shown(chart, complaints):
    chart.context.set_offline(True)
    chart.select_option("#chart-formation", "3-5-2")
    expect(chart.locator("#messages")).to_contain_text(
        "The page could not be changed: no connection."
    )
    expect(chart.locator("#chart-formation")).to_have_value("4-2-3-1")
    complaints.heard.clear()


def test_without_a_connection_what_is_typed_stays(chart, complaints):
    open_form(chart, KONATE)
    chart.fill(f"#edit-{KONATE} [name=diagnosis]", "Knee injury")
    chart.context.set_offline(True)
    chart.click(f"#edit-{KONATE} button.is-primary")
    expect(chart.locator("#messages")).to_contain_text("What you typed is still here")
    expect(chart.locator(f"#edit-{KONATE} [name=diagnosis]")).to_have_value("Knee injury")
    complaints.heard.clear()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_word_without_end_does_not_widen_the_page(new_page, sign_in, chart, width):
    page = sign_in(new_page(viewport={"width": width, "height": 800}), "editor")
    page.goto(CHART)
    report(page, KONATE, "h" * 120)
    page.click(f"#edit-link-{KONATE}")
    expect(page.locator(f"#edit-{KONATE} .edit-panel")).to_be_visible()
    panel = page.locator(f"#edit-{KONATE} .edit-panel")
    assert panel.evaluate("panel => panel.scrollWidth - panel.clientWidth") <= 0
    assert page.evaluate(SIDEWAYS) == 0


def test_the_order_in_a_panel_is_numbered(chart):
    open_form(chart, KONATE, "Move in the ranking")
    first = chart.locator(f"#edit-{KONATE} .edit-order li").first
    look = "li => [getComputedStyle(li).display, getComputedStyle(li).listStyleType]"
    assert first.evaluate(look) == ["list-item", "decimal"]


def test_the_table_changes_in_place(chart):
    chart.goto(TABLE)
    report(chart, "table-CB-ibrahima-konate")
    expect(chart.locator("#table-CB .level")).to_have_text("2 of 4 · exposed")


def unplaced(page):
    """Return the key of a man whom no group of a formation lists."""
    page.goto("/clubs/liverpool/?view=pitch&formation=3-5-2")
    link = page.locator(".unplaced .edit-link").first
    return link.get_attribute("id").removeprefix("edit-link-")


def test_a_man_in_no_group_changes_in_place(chart):
    man = unplaced(chart)
    report(chart, man)
    expect(chart.locator(f"li:has(#edit-{man})")).to_contain_text("out: hamstring injury")


ON_LOAN = "player-harvey-elliott"


def test_a_man_on_loan_elsewhere_changes_on_his_page(chart):
    chart.goto("/players/harvey-elliott/")
    report(chart, ON_LOAN)
    expect(chart.locator("#player-page")).to_contain_text("Harvey Elliott is out")
    chart.click("#messages >> text=Undo")
    expect(chart.locator("#messages")).to_contain_text("Undone: Harvey Elliott")


@pytest.mark.parametrize("page_url", [TABLE, "/clubs/liverpool/?view=pitch&formation=3-5-2"])
def test_every_row_saves_without_script_too(chart, new_page, sign_in, page_url):
    plain = sign_in(new_page(java_script_enabled=False), "editor")
    plain.goto(page_url)
    row = "#edit-link-table-CB-ibrahima-konate" if page_url == TABLE else ".unplaced .edit-link"
    plain.locator(row).first.click()
    plain.click("main >> text=Report injury")
    plain.fill("[name=diagnosis]", "Knock")
    plain.click("main button.is-primary")
    expect(plain.locator("#messages")).to_contain_text("out, knock")
    expect(plain).to_have_url(re.compile(re.escape(page_url.partition("?")[2].split("&")[0])))
