"""A list taken away by a click, and the chart on paper."""

import csv
import re

import pytest
from playwright.sync_api import expect

A_PAGE = rb"/Type\s*/Page\b"
A4_POINTS = rb"/MediaBox \[0 0 59[45](?:\.\d+)? 84[12](?:\.\d+)?\]"


def test_the_file_follows_the_filters_that_were_swapped_in(page, tmp_path):
    page.goto("/injuries/")
    page.select_option("#injuries-club", "liverpool")
    expect(page).to_have_url(re.compile(r"\?club=liverpool$"))
    with page.expect_download() as waiting:
        page.click("#take-csv")
    called = "twodeep-injuries-and-absences-2025-09-30-filtered.csv"
    assert waiting.value.suggested_filename == called
    waiting.value.save_as(tmp_path / "taken.csv")
    with (tmp_path / "taken.csv").open(encoding="utf-8-sig", newline="") as file:
        men = [row["player"] for row in csv.DictReader(file)]
    shown = page.locator(".injury-table tbody tr[id] th").all_inner_texts()
    assert sorted(men) == sorted(shown) != []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("view", ["pitch", "table"])
@pytest.mark.parametrize("club", ["liverpool", "chelsea"])
def test_a_chart_is_one_sheet_of_paper(new_page, club, view, theme):
    page = new_page(color_scheme=theme)
    page.goto(f"/clubs/{club}/?view={view}")
    sheet = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(A_PAGE, sheet)) == 1
    assert re.search(A4_POINTS, sheet)
    page.emulate_media(media="print")
    expect(page.locator(".pitch" if view == "pitch" else ".chart-table")).to_be_visible()
    if view == "pitch":
        expect(page.locator(".loans .name").first).to_be_visible()
    else:
        parts = "bodies => bodies.map(body => body.getClientRects().length)"
        assert set(page.locator(".chart-table tbody").evaluate_all(parts)) == {1}
    expect(page.locator(".sheet-day")).to_have_text(re.compile(r"30 Sep 2025 · \d"))
    expect(page.locator(".thin-panel")).to_be_visible()
    expect(page.locator(".take-away")).to_be_hidden()
    background = "() => getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(background) == "rgb(255, 255, 255)"


def test_a_chart_is_printed_by_a_click(page):
    page.add_init_script("window.print = () => { document.title = 'printed'; };")
    page.goto("/clubs/liverpool/")
    page.click("#take-print")
    expect(page).to_have_title("printed")
