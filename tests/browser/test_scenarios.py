"""A scenario in a browser: made, compared with doing nothing, and read by somebody else."""

from playwright.sync_api import expect

CLUB = "/clubs/liverpool/"
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def make(page, name):
    page.goto(CLUB)
    page.click("text=New scenario")
    page.fill("#id_name", name)
    page.click("#scenario-make")
    expect(page.locator("h1")).to_have_text(name)


def sell_gomez(page):
    page.click("#suppose-out summary")
    page.select_option("#out-player", "joe-gomez")
    page.click("#out-save")


def test_a_sale_is_planned_compared_and_shared(page, new_page, sign_in):
    sign_in(page, "analyst")
    make(page, "Keep everybody")
    make(page, "Sell Gomez")
    sell_gomez(page)
    expect(page.locator("#pitch-CB .level")).to_have_text("2 of 4 · exposed")
    expect(page.locator("#messages")).to_contain_text("Joe Gomez: sold")
    page.click("text=Compare it with others")
    page.check("[aria-label='Compare Sell Gomez']")
    page.check("[aria-label='Compare Keep everybody']")
    page.click("#compare-liverpool")
    cells = page.locator("#compare-CB .level")
    expect(cells).to_have_text(["3 of 4 · thin", "2 of 4 · exposed"])
    expect(page.locator("thead")).to_contain_text("Keep everybody, which has no moves")
    page.click("thead >> text=Sell Gomez")
    page.click("#scenario-share")
    address = page.locator("#shared-address").get_attribute("href")
    stranger = new_page(viewport={"width": 390, "height": 800})
    stranger.goto(address)
    expect(stranger.locator("h1")).to_have_text("Sell Gomez")
    expect(stranger.locator("#level-table-CB")).to_have_text("2 of 4 · exposed")
    expect(stranger.locator("main form[method=post]")).to_have_count(0)
    assert stranger.evaluate(SIDEWAYS) == 0


def test_what_is_refused_keeps_what_was_typed_with_and_without_script(
    new_page, sign_in, complaints
):
    complaints.expect(422)
    for script in (True, False):
        page = sign_in(new_page(java_script_enabled=script), "analyst")
        make(page, f"Script {script}")
        page.click("#suppose-in summary")
        page.fill("#in-player", "Konatte")
        page.click("#in-save")
        expect(page.locator("#in-player_error")).to_contain_text("Did you mean Ibrahima Konaté?")
        expect(page.locator("#in-player")).to_have_value("Konatte")


def test_what_is_typed_in_one_form_outlives_the_sending_of_another(page, sign_in, complaints):
    complaints.expect(422)
    sign_in(page, "analyst")
    make(page, "Two at once")
    page.click("#suppose-new summary")
    page.fill("#new-name", "Marta")
    page.select_option("#new-position", "CB")
    page.click("#suppose-extension summary")
    page.select_option("#extension-player", "joe-gomez")
    page.fill("#extension-until_on", "2025-01-01")
    page.click("#extension-save")
    expect(page.locator("#extension-until_on_error")).to_contain_text("is past")
    expect(page.locator("#extension-until_on")).to_be_focused()
    sell_gomez(page)
    expect(page.locator("#pitch-CB .level")).to_have_text("2 of 4 · exposed")
    expect(page.locator("#extension-until_on")).to_have_value("2025-01-01")
    expect(page.locator("#extension-until_on_error")).to_be_visible()
    expect(page.locator("#new-name")).to_have_value("Marta")
    page.click("#scenario-jump-today")
    expect(page.locator("#differences-head")).to_contain_text("30 Sep")
    page.click("#new-save")
    expect(page.locator(".scenario-moves")).to_contain_text("Marta")
    expect(page.locator("#new-name")).to_have_value("")
