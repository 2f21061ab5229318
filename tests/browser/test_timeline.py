"""A timeline in a browser: on a phone, by keyboard, on paper."""

import pytest

TIMELINE = "/clubs/ac-milan/timeline/"
BOX = "(e) => { const b = e.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; }"


def box_of(page, selector):
    return page.locator(selector).evaluate(BOX)


def test_on_a_phone_the_weeks_scroll_beneath_the_positions(new_page):
    page = new_page(viewport={"width": 390, "height": 800})
    page.goto(TIMELINE)
    head, cell = ".heat tbody th:has(abbr) >> nth=0", "#heat-GK-0"
    before = box_of(page, head), box_of(page, cell)
    assert before[1][2] - before[1][0] >= 24, "a cell that nobody can tap"
    page.focus("#heat-region")
    page.locator("#heat-region").evaluate("(e) => e.scrollTo({left: 300, behavior: 'instant'})")
    assert box_of(page, head)[0] == before[0][0]
    assert box_of(page, cell)[0] == pytest.approx(before[1][0] - 300, abs=1)
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_figure_stays_in_sight_while_its_bar_goes_by(new_page):
    page = new_page(viewport={"width": 390, "height": 800})
    page.goto(TIMELINE)
    page.locator("#heat-region").evaluate("(e) => e.scrollTo({left: 300, behavior: 'instant'})")
    head, figure = (
        box_of(page, s) for s in (".heat tbody th:has(abbr) >> nth=0", "#heat-ST-0 .run-text")
    )
    assert head[2] <= figure[0] < figure[2] <= 390


@pytest.mark.parametrize("width", [390, 1024, 1440])
def test_who_is_counted_is_seen_whole_wherever_the_cell_is(new_page, width):
    page = new_page(viewport={"width": width, "height": 800})
    page.goto(TIMELINE)
    last = page.locator(".heat tbody tr:last-child button").last.get_attribute("id")
    for cell in ("#heat-GK-0", "#heat-LWB-0", f"#{last}"):
        page.focus(cell)
        left, top, right, bottom = box_of(page, f"{cell}-tip")
        assert 0 <= left < right <= width and 0 <= top < bottom <= 800
        assert right - left > 200, "squeezed"
