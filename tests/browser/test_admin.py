"""The admin in a real browser: no complaint of its strict content policy on any kind of page."""

import re

import pytest

from tests.browser import seeing

ADMIN = "/admin/squads"
KINDS = [
    "/admin/",
    f"{ADMIN}/player/",
    f"{ADMIN}/player/add/",
    f"{ADMIN}/injury/add/",
    f"{ADMIN}/injury/import/",
    f"{ADMIN}/injury/export/",
    f"{ADMIN}/change/",
    f"{ADMIN}/formation/",
    "/admin/auth/user/",
    "/admin/transfers/link/",
    "/admin/transfers/link/add/",
    "/admin/transfers/window/add/",
    "/admin/transfers/needflag/",
]
SEEN = ["/admin/", f"{ADMIN}/injury/", f"{ADMIN}/injury/add/", f"{ADMIN}/player/"]


@pytest.mark.parametrize("address", KINDS)
def test_an_admin_page_has_no_complaint(page, sign_in, address):
    sign_in(page, "admin")
    assert page.goto(address).status == 200


@pytest.mark.parametrize("model", ["club", "player", "contract", "injury"])
def test_a_change_page_its_history_and_an_earlier_state_have_no_complaint(page, sign_in, model):
    sign_in(page, "admin")
    page.goto(f"{ADMIN}/{model}/")
    page.click("#result_list tbody th a")
    page.click("a.historylink")
    page.click("#change-history tbody td:last-child a")
    assert re.search(r"/history/\d+/$", page.url)


def test_a_man_is_found_without_accents_as_one_types(page, sign_in):
    sign_in(page, "editor")
    page.goto(f"{ADMIN}/injury/add/")
    page.click(".field-player .select2-selection")
    page.keyboard.type("konate")
    page.click(".select2-results__option--highlighted:has-text('Konaté')")
    assert "Konaté" in page.inner_text(".field-player .select2-selection")


def test_an_action_goes_through(page, sign_in):
    sign_in(page, "editor")
    page.goto(f"{ADMIN}/injury/?state=out")
    page.check("#result_list tbody tr:first-child input.action-select")
    page.select_option("select[name=action]", "returned_today")
    page.click("button[name=index]")
    assert "marked as back" in page.inner_text(".messagelist")


def test_a_table_is_previewed_and_brought_in(page, sign_in, tmp_path):
    table = tmp_path / "injuries.csv"
    table.write_text(
        "player,kind,diagnosis,began_on\n"
        "joe-gomez,injury,Knock,2025-09-29\n"
        "nobody,injury,Knock,2025-09-29\n"
    )
    sign_in(page, "editor")
    page.goto(f"{ADMIN}/injury/import/")
    page.set_input_files("input[type=file]", table)
    page.check("input[name=skip_bad_rows]")
    page.click("input[value=Preview]")
    page.click("input[name=confirm]")
    assert "1 new" in page.inner_text(".messagelist")


@pytest.mark.parametrize("address", SEEN)
def test_an_admin_page_fits_and_can_be_read(new_page, sign_in, address):
    page = new_page(viewport={"width": seeing.DESKTOP, "height": seeing.HEIGHT})
    sign_in(page, "editor")
    page.goto(address)
    assert seeing.legible(page) == []


def test_the_theme_chosen_on_the_site_holds_in_the_admin(page, sign_in):
    sign_in(page, "editor")
    page.goto("/")
    page.click("[data-theme-button]")
    page.goto("/admin/")
    assert page.evaluate("document.documentElement.dataset.theme") == "light"
    page.click("[data-theme-button]")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_an_overdue_return_is_confirmed_from_the_start_page(page, sign_in):
    sign_in(page, "editor")
    page.goto(f"{ADMIN}/injury/?state=out")
    page.click("#result_list tbody tr:nth-child(2) th a")
    page.fill("[name=expected_from]", "")
    page.fill("[name=expected_until]", page.input_value("[name=began_on]"))
    page.click("[name=_save]")
    page.goto("/admin/")
    man = page.inner_text(".worklist li a >> nth=0")
    page.click(".worklist-step:has-text('Back') >> nth=0")
    page.click("main form button[type=submit], main form button:not([type])")
    page.wait_for_url("**/admin/")
    assert man not in page.inner_text("#content-main")


def test_a_version_is_brought_back_with_one_click(page, sign_in):
    sign_in(page, "editor")
    page.goto(f"{ADMIN}/injury/?state=back")
    page.click("#result_list tbody th a")
    before = page.input_value("[name=diagnosis]")
    page.fill("[name=diagnosis]", "Something else")
    page.click("[name=_continue]")
    page.click("a.historylink")
    page.click(".history-revert >> nth=0")
    assert "is again as it was on" in page.inner_text(".messagelist")
    assert page.inner_text(".history-changes del >> nth=0") == "Something else"
    assert page.inner_text(".history-changes ins >> nth=0") == before
