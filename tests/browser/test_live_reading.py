"""A page that changes by itself leaves alone what the reader does, and tells him what changed."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.live import KONATE, LEVEL, NEWS, REPORT, answers, open_form, open_live

# What a reader does is left alone


def test_what_is_typed_into_an_open_form_stays_with_the_focus(page, sign_in, elsewhere):
    open_live(sign_in(page, "editor"))
    open_form(page, "pitch-CB-joe-gomez")
    field = page.locator("#edit-pitch-CB-joe-gomez [name=diagnosis]")
    field.fill("Calf strain")
    field.evaluate("field => field.setSelectionRange(2, 6)")
    elsewhere(REPORT)
    expect(page.locator(LEVEL)).to_have_text("2 of 4 · exposed")
    expect(field).to_have_value("Calf strain")
    expect(field).to_be_focused()
    assert field.evaluate("field => [field.selectionStart, field.selectionEnd]") == [2, 6]


def test_an_open_form_stays_when_the_session_has_ended(page, sign_in, elsewhere):
    open_live(sign_in(page, "editor"))
    open_form(page, "pitch-CB-joe-gomez")
    page.fill("#edit-pitch-CB-joe-gomez [name=diagnosis]", "Calf strain")
    page.context.clear_cookies(name="sessionid")
    elsewhere(REPORT)
    expect(page.locator(LEVEL)).to_have_text("2 of 4 · exposed")
    field = page.locator("#edit-pitch-CB-joe-gomez [name=diagnosis]")
    expect(field).to_have_value("Calf strain")


def test_an_open_form_stays_when_its_man_has_left(page, sign_in, elsewhere):
    until = "Contract.objects.filter(player__slug='joe-gomez').update(ends_on=dt.date({}, 6, 30))"
    touch = "; Club.objects.filter(slug='liverpool').touch()"
    open_live(sign_in(page, "editor"))
    open_form(page, "pitch-CB-joe-gomez")
    page.fill("#edit-pitch-CB-joe-gomez [name=diagnosis]", "Calf strain")
    elsewhere(until.format(2025) + touch)
    expect(page.locator(LEVEL)).to_have_text("2 of 4 · exposed")
    field = page.locator("#edit-pitch-CB-joe-gomez [name=diagnosis]")
    expect(field).to_have_value("Calf strain")
    elsewhere(until.format(2027) + touch)
    expect(page.locator(LEVEL)).to_have_text("3 of 4 · thin")
    expect(field).to_have_value("Calf strain")


def test_the_focus_stays_on_a_man_who_moves(page, elsewhere):
    open_live(page)
    link = page.locator("#pitch-CB a[href*=ibrahima-konate]")
    link.focus()
    elsewhere(REPORT)
    expect(page.locator(f"#man-{KONATE}")).to_have_class(re.compile("is-absent"))
    expect(link).to_be_focused()


def test_a_choice_that_has_not_been_sent_stays(page, elsewhere):
    open_live(page, "/thin/")
    page.evaluate("document.querySelector('#thin-level').value = 'exposed'")
    elsewhere(REPORT)
    expect(page.locator("#thin-liverpool-CB")).to_contain_text("exposed")
    expect(page.locator("#thin-level")).to_have_value("exposed")


def test_what_is_typed_into_the_filter_of_clubs_stays(page, elsewhere):
    open_live(page, "/")
    page.locator("#club-filter").press_sequentially("liver")
    expect(page.locator(".club-card")).to_have_count(1)
    elsewhere(REPORT)
    expect(page.locator(".club-card")).to_contain_text("2 of 4 · exposed")
    expect(page.locator("#club-filter")).to_have_value("liver")
    expect(page.locator("#club-filter")).to_be_focused()
    expect(page.locator(".club-card")).to_have_count(1)


def test_a_table_stays_scrolled_sideways(new_page, elsewhere):
    page = new_page(viewport={"width": 980, "height": 700})
    open_live(page, "/clubs/liverpool/?view=table")
    table = page.locator(".chart-table")
    wide = ".chart-table table { min-width: 1600px }"
    page.evaluate("rule => document.styleSheets[0].insertRule(rule)", wide)
    table.evaluate("table => { table.scrollLeft = 40; }")
    assert table.evaluate("table => table.scrollLeft") == 40
    elsewhere(REPORT)
    expect(page.locator("#level-table-CB")).to_have_text("2 of 4 · exposed")
    assert table.evaluate("table => table.isConnected && table.scrollLeft") == 40


def test_the_options_of_the_search_stay_open(page, elsewhere):
    open_live(page)
    page.locator("#search-input").press_sequentially("konat")
    expect(page.locator("#suggestion-all")).to_be_visible()
    elsewhere(REPORT)
    expect(page.locator(LEVEL)).to_have_text("2 of 4 · exposed")
    expect(page.locator("#suggestion-all")).to_be_visible()
    expect(page.locator("#search-input")).to_be_focused()


def test_going_to_another_day_wins_over_an_answer_that_is_late(page, elsewhere):
    open_live(page)
    held = []
    page.route(
        re.compile(r"/clubs/liverpool/\?view=pitch$"),
        lambda route: held.append(route),
    )
    elsewhere(REPORT)
    page.wait_for_timeout(700)
    assert held
    page.click("#chart-previous")
    expect(page.locator("#chart-on")).to_have_value("2025-09-29")
    for route in held:
        route.continue_()
    page.wait_for_timeout(700)
    expect(page.locator("#chart-on")).to_have_value("2025-09-29")


# What is marked and said


def test_what_has_changed_is_marked_for_a_moment_and_said(page, elsewhere):
    open_live(page)
    elsewhere(REPORT)
    expect(page.locator(f"#man-{KONATE}")).to_have_class(re.compile("is-changed"))
    expect(page.locator(NEWS)).to_have_text(
        re.compile(r"^Ibrahima Konaté: out, knee injury.*\. Centre-back 2 of 4, exposed\.$")
    )
    assert page.locator("#man-pitch-GK-alisson-becker.is-changed").count() == 0
    expect(page.locator(".is-changed")).to_have_count(0, timeout=6_000)


def test_who_wants_no_motion_gets_a_still_mark(new_page, elsewhere):
    page = open_live(new_page(reduced_motion="reduce"))
    elsewhere(REPORT)
    man = page.locator(f"#man-{KONATE}")
    expect(man).to_have_class(re.compile("is-changed"))
    expect(man).to_have_css("animation-name", "none")
    expect(man).to_have_css("box-shadow", re.compile("inset"))


@pytest.mark.parametrize(
    "address", ["/clubs/liverpool/?on=2025-09-20", "/clubs/liverpool/?on=2025-09-20&view=table"]
)
def test_a_page_in_the_past_is_neither_marked_nor_said(page, elsewhere, address):
    open_live(page, address)
    with page.expect_response(re.compile("/clubs/liverpool/")) as answer:
        elsewhere(REPORT)
    assert answer.value.status == 200
    page.wait_for_timeout(300)
    assert page.locator(".is-changed").count() == 0
    expect(page.locator(NEWS)).to_be_empty()


def test_going_to_another_day_marks_and_says_nothing(page):
    open_live(page)
    page.click("#chart-previous")
    expect(page.locator("#chart-on")).to_have_value("2025-09-29")
    page.wait_for_timeout(200)
    assert page.locator(".is-changed").count() == 0
    expect(page.locator(NEWS)).to_be_empty()


def test_another_formation_follows_too(page, elsewhere):
    open_live(page, "/clubs/liverpool/?formation=3-5-2&view=pitch")
    before = page.locator(LEVEL).text_content()
    elsewhere(REPORT)
    expect(page.locator(LEVEL)).not_to_have_text(before)
    expect(page.locator("#chart-formation")).to_have_value("3-5-2")


# The other pages


@pytest.mark.parametrize(
    ("address", "row"),
    [
        ("/", "#card-liverpool"),
        ("/thin/", "#thin-liverpool-CB"),
        ("/injuries/", "#man-liverpool-ibrahima-konate"),
        ("/injuries/?club=liverpool&by=none", "#man-liverpool-ibrahima-konate"),
        ("/players/ibrahima-konate/", "#today"),
    ],
)
def test_the_other_pages_follow_too(page, elsewhere, address, row):
    open_live(page, address)
    elsewhere(REPORT)
    expect(page.locator(row)).to_have_class(re.compile("is-changed"))
    expect(page.locator(NEWS)).not_to_be_empty()
    assert page.evaluate("window.stays") and page.url.endswith(address)


def test_a_change_at_another_club_does_not_wake_a_page(page, elsewhere):
    open_live(page)
    got = answers(page)
    elsewhere("Club.objects.filter(slug='arsenal').touch()")
    page.wait_for_timeout(1200)
    assert got == []
