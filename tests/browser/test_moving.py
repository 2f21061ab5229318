"""Getting about in a real browser: what was opened last, the jump to a club, keys, and themes."""

import json

import pytest
from playwright.sync_api import Page, expect

CLUB, PLAYER, LIST = "/clubs/liverpool/", "/players/ibrahima-konate/", "/thin/"
RECENT = "localStorage.getItem('twodeep-recent')"
SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifts.push(one.value);
}).observe({type: "layout-shift", buffered: true});
"""
NEWS_SINCE = """
localStorage.setItem("twodeep-news", '{"seen": 1, "newest": 1, "count": 0, "at": 1}');
"""


@pytest.fixture
def box(page: Page):
    return page.get_by_role("combobox", name="Find a club or player")


@pytest.fixture
def recent(page: Page):
    return page.locator("#search-suggestions").get_by_role("option")


@pytest.fixture
def jump(page: Page):
    """The dialog, not yet open."""
    return page.get_by_role("dialog", name="Jump to a club")


def visit(page, *paths):
    for path in paths:
        page.goto(path)


def test_the_empty_box_offers_what_was_opened_last(page, box, recent):
    visit(page, CLUB, PLAYER, LIST)
    box.focus()
    expect(recent).to_have_text(["Ibrahima Konatéplayer", "Liverpoolclub", "Clear this list"])


def test_what_was_opened_last_is_chosen_by_the_keys(page, box):
    visit(page, CLUB, PLAYER, LIST)
    box.press("ArrowDown")
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url(f"**{CLUB}")


def test_eight_are_kept_and_not_the_page_that_is_open(page, box, recent):
    page.goto("/")
    links = page.locator(".club-card h3 a").evaluate_all("all => all.map((a) => a.pathname)")
    visit(page, *links[:10])
    box.focus()
    expect(recent).to_have_count(9)
    assert recent.nth(0).get_attribute("href") == links[8]


def test_typing_takes_the_place_of_what_was_opened_last(page, box, recent):
    visit(page, CLUB, LIST)
    box.press_sequentially("konate")
    expect(recent.first).to_contain_text("Konaté")
    box.fill("")
    expect(recent.first).to_contain_text("Liverpool")


def test_the_list_can_be_forgotten(page, box, recent):
    visit(page, CLUB, LIST)
    box.press("ArrowUp")
    box.press("Enter")
    expect(recent).to_have_count(0)
    assert page.evaluate(RECENT) is None
    expect(box).to_be_focused()


def test_pages_of_no_club_or_player_are_not_kept(page):
    visit(page, "/", LIST, "/injuries/", "/search/?q=a")
    assert page.evaluate(RECENT) is None


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example/clubs/x/",
        "//evil.example/clubs/x/",
        "javascript:alert(1)//clubs/x/",
        "/\\evil.example/clubs/x/",
        "/admin/",
        "/clubs/x/../../admin/",
        "/clubs/x/?next=//evil.example",
        7,
    ],
)
def test_nothing_but_clubs_and_players_here_is_ever_offered(page, box, recent, path):
    page.goto(LIST)
    kept = json.dumps([{"kind": "club", "name": "X", "path": path}])
    page.evaluate("kept => localStorage.setItem('twodeep-recent', kept)", kept)
    box.focus()
    expect(recent).to_have_count(0)


def test_a_name_that_was_kept_is_text(page, box, recent):
    page.goto(LIST)
    kept = json.dumps([{"kind": "club", "name": "<img src=x> O'Neil", "path": CLUB}])
    page.evaluate("kept => localStorage.setItem('twodeep-recent', kept)", kept)
    box.focus()
    expect(recent.first).to_contain_text("<img src=x> O'Neil")


@pytest.mark.parametrize("kept", ["nonsense", "{}", "[null, 3, []]", '[{"kind": "club"}]', "7"])
def test_what_cannot_be_read_is_taken_for_nothing(page, box, recent, kept):
    page.goto(LIST)
    page.evaluate("kept => localStorage.setItem('twodeep-recent', kept)", kept)
    box.focus()
    expect(recent).to_have_count(0)


def test_g_jumps_to_a_club(page, jump):
    page.goto(LIST)
    page.keyboard.press("g")
    expect(jump.get_by_role("option", selected=True)).to_have_text("Arsenal")
    page.keyboard.type("brigh")
    expect(jump.get_by_role("option")).to_have_text(["Brighton & Hove Albion"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/clubs/brighton/")


def test_the_jump_ignores_accents_and_capitals(page, jump):
    page.goto(LIST)
    page.keyboard.press("g")
    jump.get_by_role("combobox").fill("ÉVÈRT")
    expect(jump.get_by_role("option")).to_have_text(["Everton"])


def test_the_jump_says_that_no_club_is_called_so(page, jump):
    page.goto(LIST)
    page.keyboard.press("g")
    jump.get_by_role("combobox").fill("qqq")
    expect(jump.get_by_role("status")).to_have_text("No club is called “qqq”.")


@pytest.mark.parametrize("kind", ["", "timeline/", "registration/"])
def test_a_jump_keeps_the_day_and_the_kind_of_page(page, jump, kind):
    page.goto(f"{CLUB}{kind}?on=2025-09-20")
    page.keyboard.press("g")
    jump.get_by_role("combobox").fill("everton")
    jump.get_by_role("option").first.click()
    page.wait_for_url(f"**/clubs/everton/{kind}?on=2025-09-20")


def test_a_jump_from_a_list_leads_to_the_chart_of_today(page, jump):
    page.goto(f"{LIST}?on=2025-09-20")
    page.keyboard.press("g")
    jump.get_by_role("combobox").fill("everton")
    page.keyboard.press("Enter")
    page.wait_for_url("**/clubs/everton/")


def test_who_types_faster_than_the_clubs_come_jumps_once_they_are_there(page, jump):
    held = []
    page.route("**/jump/", lambda route: held.append(route))
    page.goto(LIST)
    page.keyboard.press("g")
    jump.get_by_role("combobox").fill("everton")
    page.keyboard.press("Enter")
    expect(jump.get_by_role("status")).to_have_text("Fetching the clubs…")
    held[0].continue_()
    page.wait_for_url("**/clubs/everton/")


def test_the_list_of_clubs_is_fetched_once_and_when_it_is_wanted(page, jump):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(LIST)
    for _ in range(2):
        page.keyboard.press("g")
        expect(jump.get_by_role("option").first).to_be_visible()
        page.keyboard.press("Escape")
        expect(jump).to_be_hidden()
    assert len([url for url in asked if url.endswith("/jump/")]) == 1


def test_a_key_counts_at_once_when_the_dialog_has_been_closed(page, jump):
    page.goto(LIST)
    page.keyboard.press("g")
    expect(jump.get_by_role("option").first).to_be_visible()
    pressed = """() => {
        document.querySelector("#jump").close();
        const target = document.activeElement; // until the page is drawn anew
        target.dispatchEvent(new KeyboardEvent("keydown", {key: "g", bubbles: true}));
        return target.id;
    }"""
    assert page.evaluate(pressed) == "jump-input"
    expect(jump).to_be_visible()


def test_the_focus_stays_within_the_dialog_and_goes_back(page, jump):
    page.goto(LIST)
    opener = page.get_by_role("banner").get_by_role("button", name="Jump to a club")
    opener.click()
    expect(jump.get_by_role("option").first).to_be_visible()
    for _ in range(4):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body"
            " || document.querySelector('#jump').contains(document.activeElement)"
        )
    page.keyboard.press("Escape")
    expect(jump).to_be_hidden()
    expect(opener).to_be_focused()


def test_the_dialog_closes_by_its_button_and_beside_it(page, jump):
    page.goto(LIST)
    page.keyboard.press("g")
    jump.get_by_role("button", name="Close").click()
    expect(jump).to_be_hidden()
    page.keyboard.press("g")
    page.mouse.click(5, 500)
    expect(jump).to_be_hidden()


def test_a_letter_can_be_typed_where_one_types(page, box, jump):
    page.goto(LIST)
    box.press_sequentially("g?")
    expect(box).to_have_value("g?")
    expect(jump).to_be_hidden()


def test_the_question_mark_shows_the_keys(page):
    page.goto(LIST)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()


def test_single_keys_can_be_turned_off_for_good(page, jump):
    page.goto(LIST)
    page.keyboard.press("?")
    page.get_by_label("Single keys do this").uncheck()
    page.keyboard.press("Escape")
    page.goto(CLUB)
    for key in ("g", "/", "?"):
        page.keyboard.press(key)
    expect(jump).to_be_hidden()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".search-key")).to_be_hidden()
    assert page.evaluate("document.activeElement === document.body")


def test_single_keys_can_be_turned_on_again(page, jump):
    page.goto(LIST)
    page.evaluate("localStorage.setItem('twodeep-keys', 'off')")
    page.reload()
    page.get_by_role("button", name="Keyboard shortcuts").click()
    page.get_by_label("Single keys do this").check()
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("g")
    expect(jump).to_be_visible()


def test_arrows_turn_the_days_of_a_chart(page):
    page.goto(CLUB)
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#chart-on")).to_have_value("2025-09-29")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#chart-on")).to_have_value("2025-09-30")


def test_arrows_move_within_a_field_of_a_chart(page):
    page.goto(CLUB)
    page.locator("#chart-formation").focus()
    page.keyboard.press("ArrowLeft")  # which chooses another formation in some browsers
    page.wait_for_timeout(200)
    assert "on=2025-09-29" not in page.url
    expect(page.locator("#chart-on")).to_have_value("2025-09-30")


def test_letters_switch_the_view_of_a_chart(page):
    page.goto(CLUB)
    page.keyboard.press("t")
    expect(page.locator(".chart-table")).to_be_visible()
    expect(page.locator(".pitch")).to_be_hidden()
    page.keyboard.press("p")
    expect(page.locator(".pitch")).to_be_visible()


def test_the_keys_of_a_chart_are_listed_there(page):
    page.goto(CLUB)
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(keys).to_contain_text("On this page")
    expect(keys).to_contain_text("Previous day")


def test_a_hint_is_read_once(page):
    page.goto(CLUB)
    page.locator("[data-hint=chart]").get_by_role("button", name="Got it").click()
    expect(page.locator("[data-hint=chart]")).to_be_hidden()
    page.goto("/clubs/everton/")
    expect(page.locator("[data-hint=chart]")).to_be_hidden()


def test_another_page_has_a_hint_of_its_own(page):
    page.goto(CLUB)
    page.locator("[data-hint=chart]").get_by_role("button", name="Got it").click()
    page.goto(f"{CLUB}timeline/")
    expect(page.locator("[data-hint=timeline]")).to_be_visible()


def test_a_hint_comes_back_with_no_other_day(page):
    page.goto(CLUB)
    page.locator("[data-hint=chart]").get_by_role("button", name="Got it").click()
    page.locator("#chart-previous").click()
    page.wait_for_url("**on=2025-09-29")
    expect(page.locator("[data-hint=chart]")).to_be_hidden()


def test_what_needs_a_script_is_not_shown_without_one(new_page):
    page = new_page(java_script_enabled=False)
    page.goto(CLUB)
    for name in ("[data-hint]", "#jump-open", "#footer-shortcuts", "#theme", "#jump"):
        expect(page.locator(name)).to_be_hidden()


def test_the_levels_are_explained_without_a_script(new_page):
    page = new_page(java_script_enabled=False)
    page.goto(LIST)
    page.get_by_text("What the levels mean").click()
    expect(page.locator("#level-help")).to_contain_text("all who start, and nobody behind them")


@pytest.mark.parametrize("system", ["light", "dark"])
def test_the_theme_goes_round_and_is_remembered(new_page, system):
    page = new_page(color_scheme=system)
    page.goto(LIST)
    button = page.locator("#theme")
    for says, shown in (("as the system", system), ("light", "light"), ("dark", "dark")):
        expect(button).to_have_attribute("title", f"Colours: {says}")
        assert page.evaluate("getComputedStyle(document.body).colorScheme") in (
            shown,
            "light dark",
        )
        light = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (light == "rgb(246, 244, 239)") is (shown == "light")
        framed = page.evaluate(
            "[...document.querySelectorAll('meta[name=theme-color]')]"
            ".find((one) => matchMedia(one.media).matches).content"
        )
        assert framed == {"light": "#fffdf9", "dark": "#1d2125"}[shown]
        button.click()
        page.reload()


def test_a_chosen_theme_is_in_force_before_the_first_picture(new_page):
    page = new_page(color_scheme="light")
    page.goto(LIST)
    page.evaluate("localStorage.setItem('twodeep-theme', 'dark')")
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => "
        "{ window.first = getComputedStyle(document.body).backgroundColor; });"
        "new MutationObserver((_, it) => { if (document.body) {"
        " window.atBody = document.documentElement.dataset.theme; it.disconnect(); } })"
        ".observe(document, {childList: true, subtree: true});"
    )
    page.reload()
    assert page.evaluate("[window.atBody, window.first]") == ["dark", "rgb(20, 23, 26)"]


@pytest.mark.parametrize("path", ["/", CLUB, LIST, "/links/1/", f"{CLUB}timeline/"])
@pytest.mark.parametrize("width", [390, 768, 1440])
def test_nothing_moves_once_a_page_is_drawn(new_page, path, width):
    page = new_page(viewport={"width": width, "height": 900})
    page.add_init_script(SHIFTS + NEWS_SINCE)
    page.goto(path)
    expect(page.locator("#live-mark")).to_have_attribute("data-state", "live")
    expect(page.locator("#news-new")).to_be_visible()
    page.wait_for_timeout(200)
    # On a busy machine a row wraps anew while the rest of it still comes: 0.014 was seen. No
    # browser tells that from what a script moves. 0.1 is what browsers call good.
    assert sum(page.evaluate("window.shifts")) < 0.02


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1440, 1600])
@pytest.mark.parametrize("name", ["", "editor", "analyst", "admin"])
def test_the_header_fits_whoever_reads(new_page, sign_in, name, width):
    page = new_page(viewport={"width": width, "height": 900})
    if name:
        sign_in(page, name)
    page.goto(LIST)
    right = page.locator(".site-header > :not(nav)").evaluate_all(
        "all => Math.max(...all.map((one) => one.getBoundingClientRect().right))"
    )
    assert right <= width
    assert page.locator(".site-header").bounding_box()["height"] <= 96
    expect(page.locator(".site-nav [aria-current=page]")).to_be_in_viewport()
