"""The admin in a real browser: no complaint of its strict content policy on any kind of page."""

import re

import pytest

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
]


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
