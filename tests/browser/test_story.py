"""The main job end to end: browse to Liverpool, enter what happened, see the chart change."""

import re

import pytest
from playwright.sync_api import expect

CHART = "/clubs/liverpool/?view=pitch"
KONATE = "pitch-CB-ibrahima-konate"


def centre_back(page):
    return page.locator("#pitch-CB .level")


def open_form(page, man, choice):
    """Open one of a man's forms in place."""
    page.click(f"#edit-link-{man}")
    page.click(f"#edit-{man} >> text={choice}")
    expect(page.locator(f"#edit-{man} form.edit-form")).to_be_visible()


def report_injury(page, man, diagnosis="Hamstring injury"):
    open_form(page, man, "Report injury")
    page.fill(f"#edit-{man} [name=diagnosis]", diagnosis)
    page.select_option(f"#edit-{man} [name=body_part]", "hamstring")
    page.fill(f"#edit-{man} [name=expected_until]", "2025-11-12")
    page.click(f"#edit-{man} button.is-primary")


@pytest.fixture
def tidy(page, sign_in):
    """Undo, when the test is over, what it has entered: the site is shared by the module."""
    yield
    page.goto(CHART)
    while page.locator("[id^=log-undo-]").count():
        page.locator("[id^=log-undo-]").first.click()
        page.wait_for_timeout(300)
        page.goto(CHART)


def test_a_reader_gets_to_liverpool_from_the_front_page(page):
    page.goto("/")
    page.click("text=Liverpool >> nth=0")
    expect(page.locator("h1")).to_have_text("Liverpool")


def test_filtering_clubs_happens_while_typing(page):
    page.goto("/")
    page.locator("#club-filter").press_sequentially("liver")
    expect(page.locator(".club-card")).to_have_count(1)


def test_changing_the_day_changes_the_level_without_a_reload(page):
    page.goto(CHART)
    expect(centre_back(page)).to_contain_text("thin")
    page.evaluate("window.stays = true")
    page.fill("#chart-on", "2025-09-20")
    expect(centre_back(page)).to_have_text("4 of 4")
    assert page.evaluate("window.stays")


def test_the_address_follows_the_day_and_opens_alone(page, new_page):
    page.goto(CHART)
    page.fill("#chart-on", "2025-09-20")
    expect(page).to_have_url(re.compile("on=2025-09-20"))
    other = new_page()
    other.goto(page.url)
    expect(centre_back(other)).to_have_text("4 of 4")


def test_the_next_and_previous_day_are_one_click_away(page):
    page.goto("/clubs/liverpool/?on=2025-09-23&view=pitch")
    page.click("#chart-next")
    expect(centre_back(page)).to_have_text("3 of 4 · thin")
    page.click("#chart-previous")
    expect(centre_back(page)).to_have_text("4 of 4")


def test_the_back_button_brings_the_day_back(page):
    page.goto(CHART)
    page.fill("#chart-on", "2025-09-20")
    expect(centre_back(page)).to_have_text("4 of 4")
    page.go_back()
    expect(centre_back(page)).to_have_text("3 of 4 · thin")
    expect(page.locator(".site-header")).to_be_visible()


def test_another_formation_is_chosen_from_the_list(page):
    page.goto(CHART)
    page.select_option("#chart-formation", "3-5-2")
    expect(page.locator("#pitch-CB h2")).to_have_text("Centre-back ×3")


def test_an_injury_lowers_the_level_and_grows_the_log_without_a_reload(page, sign_in, tidy):
    sign_in(page, "editor").goto(CHART)
    page.evaluate("window.stays = true")
    before = page.locator(".log [data-change]").count()
    report_injury(page, KONATE)
    expect(centre_back(page)).to_have_text("2 of 4 · exposed")
    expect(page.locator(".strip")).to_contain_text("2 of 4")
    expect(page.locator(".thin-panel")).to_contain_text("Ibrahima Konaté hamstring injury")
    expect(page.locator(".log [data-change]").first).to_contain_text("Ibrahima Konaté")
    assert page.locator(".log [data-change]").count() >= min(before + 1, 7)
    assert page.evaluate("window.stays")


def test_undo_in_the_message_brings_the_level_back(page, sign_in, tidy):
    sign_in(page, "editor").goto(CHART)
    report_injury(page, KONATE)
    expect(centre_back(page)).to_have_text("2 of 4 · exposed")
    page.click("#messages >> text=Undo")
    expect(centre_back(page)).to_have_text("3 of 4 · thin")


def test_a_refused_form_stays_with_what_was_typed(page, sign_in, complaints):
    complaints.expect(422)
    sign_in(page, "editor").goto(CHART)
    open_form(page, KONATE, "Report injury")
    page.fill(f"#edit-{KONATE} [name=diagnosis]", "Knee injury")
    page.fill(f"#edit-{KONATE} [name=expected_until]", "2025-01-01")
    page.click(f"#edit-{KONATE} button.is-primary")
    expect(page.locator(f"#edit-{KONATE} .edit-error").first).to_be_visible()
    expect(page.locator(f"#edit-{KONATE} [name=diagnosis]")).to_have_value("Knee injury")


def test_escape_closes_a_form_and_gives_the_focus_back(page, sign_in):
    sign_in(page, "editor").goto(CHART)
    open_form(page, KONATE, "Report injury")
    page.press(f"#edit-{KONATE} [name=diagnosis]", "Escape")
    expect(page.locator(f"#edit-{KONATE}")).to_be_empty()
    expect(page.locator(f"#edit-link-{KONATE}")).to_be_focused()


def test_the_same_works_without_javascript(new_page, sign_in, page, tidy):
    plain = sign_in(new_page(java_script_enabled=False), "editor")
    plain.goto(CHART)
    plain.click(f"#edit-link-{KONATE}")
    plain.click("main >> text=Report injury")
    plain.fill("[name=diagnosis]", "Hamstring injury")
    plain.fill("[name=expected_until]", "2025-11-12")
    plain.click("main button.is-primary")
    expect(centre_back(plain)).to_have_text("2 of 4 · exposed")
    plain.click("#messages >> text=Undo")
    expect(centre_back(plain)).to_have_text("3 of 4 · thin")
    sign_in(page, "editor")


def test_two_editors_on_one_spell_see_each_other(page, new_page, sign_in, complaints, tidy):
    complaints.expect(409)
    leoni = "pitch-CB-giovanni-leoni"
    first, second = sign_in(page, "editor"), sign_in(new_page(), "admin")
    for one in (first, second):
        one.goto(CHART)
        open_form(one, leoni, "Change expected return")
    first.fill(f"#edit-{leoni} [name=expected_until]", "2026-08-01")
    first.click(f"#edit-{leoni} button.is-primary")
    expect(first.locator("#messages")).to_contain_text("Giovanni Leoni")
    second.fill(f"#edit-{leoni} [name=expected_until]", "2026-10-01")
    second.click(f"#edit-{leoni} button.is-primary")
    conflict = second.locator(f"#edit-{leoni} .is-conflict")
    expect(conflict).to_contain_text("editor")
    expect(conflict).to_contain_text("1 Aug 2026")
    second.click(f"#edit-{leoni} >> text=Save mine instead")
    expect(second.locator("#pitch-CB")).to_contain_text("1 Oct 2026")


def test_the_ranking_moves_with_the_keyboard_alone(page, sign_in, tidy):
    gomez = "pitch-CB-joe-gomez"
    sign_in(page, "editor").goto(CHART)
    page.focus(f"#edit-link-{gomez}")
    page.keyboard.press("Enter")
    expect(page.locator(f"#edit-{gomez} .edit-panel")).to_be_visible()
    page.locator(f"#edit-{gomez} >> text=Move in the ranking").focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#{gomez}-move-first")).to_be_visible()
    page.locator(f"#{gomez}-move-first").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#pitch-CB li.man .name").first).to_have_text("Joe Gomez")


def test_the_player_page_changes_in_place_too(page, sign_in, tidy):
    sign_in(page, "editor").goto("/players/ibrahima-konate/")
    man = "player-ibrahima-konate"
    report_injury(page, man)
    expect(page.locator("#player-page")).to_contain_text("Ibrahima Konaté is out")


def test_the_slash_key_goes_to_the_search_box(page):
    page.goto(CHART)
    page.keyboard.press("/")
    expect(page.locator("#search-input")).to_be_focused()
