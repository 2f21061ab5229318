"""With the keyboard alone: everything is reached, in the order of the page, and one sees where."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import pages

# What Tab should reach, in the order of the page; of radio buttons, one of each group.
EXPECTED = """() => {
    const within = "a[href], button, input, select, textarea, summary, [tabindex]";
    const groups = new Set();
    const reached = [...document.querySelectorAll(within)].filter((element) => {
        if (element.tabIndex < 0 || element.disabled || element.type === "hidden") return false;
        if (!element.checkVisibility({visibilityProperty: true}) || element.inert) return false;
        if (element.type !== "radio") return true;
        const group = `${element.form?.id}/${element.name}`;
        const first = !groups.has(group);
        groups.add(group);
        return first;
    });
    reached.forEach((element, number) => { element.tabNumber = number; });
    return reached.map((element) => element.outerHTML.slice(0, 120));
}"""
# Where the focus is: the element's number, -1 for the page itself, null for something else that
# may take it (a region that scrolls); and what is wrong with how it shows.
FOCUSED = """() => {
    const element = document.activeElement;
    if (!element || element === document.body) return [-1, ""];
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const name = element.outerHTML.slice(0, 100);
    const wrong = [];
    if (style.outlineStyle === "none") wrong.push("has no outline");
    else if (style.outlineStyle !== "auto" && parseFloat(style.outlineWidth) < 2) {
        wrong.push(`has an outline of ${style.outlineWidth}`);
    }
    if (parseFloat(style.opacity) < 1) wrong.push("is half invisible");
    if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) {
        wrong.push("is out of sight");
    }
    const [x, y] = [(Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2,
        (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2];
    const above = document.elementFromPoint(x, y);
    if (above && !element.contains(above) && !above.contains(element)) {
        wrong.push(`is covered by ${above.outerHTML.slice(0, 60)}`);
    }
    return [element.tabNumber ?? null, wrong.map((line) => `${name} ${line}`).join("; ")];
}"""
TOP = """() => {
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute("tabindex");
}"""
MOST_STOPS = 8  # of one control: the parts of a day, and its calendar


def walk(page: Page) -> tuple[list[str], list[int], list[str]]:
    """Press Tab from the top until the page is left.

    Returns what should be reached, the numbers of what was in order, and what was wrong.
    """
    expected = page.evaluate(EXPECTED)
    order: list[int] = []
    wrong: list[str] = []
    stays = 0
    for _ in range(2 * len(expected) + 40):
        page.keyboard.press("Tab")
        number, why = page.evaluate(FOCUSED)
        if number == -1 or (number == 0 and len(order) > 1):
            break
        stays = stays + 1 if order and number == order[-1] else 0
        if stays > MOST_STOPS:
            wrong.append(f"Tab does not get out of {expected[number]}")
            break
        if why and not stays and why not in wrong:
            wrong.append(why)
        if number is not None and not stays:
            order.append(number)
    else:
        wrong.append("Tab never leaves the page")
    return expected, order, wrong


def form_is_open(page: Page) -> None:
    """Open a form within the chart, and go back to the top."""
    page.click(f"#edit-link-{pages.KONATE}")
    page.click(f"#{pages.KONATE}-injury")
    page.locator(f"#{pages.KONATE}-save").wait_for()
    page.evaluate(TOP)


@pytest.mark.parametrize(
    ("who", "address", "width"),
    [
        ("", "/clubs/liverpool/", 1440),
        ("", "/clubs/liverpool/", 390),
        ("editor", pages.CHART, 1440),
        ("", "/", 1440),
        ("", "/contracts/", 1440),
        ("analyst", "/clubs/liverpool/candidates/CB/", 390),
    ],
)
def test_tab_reaches_everything_in_the_page_s_order_and_shows_where(
    new_page, sign_in, who, address, width
):
    page = new_page(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    if who:
        sign_in(page, who)
    page.goto(address)
    if who == "editor":
        form_is_open(page)
    expected, order, wrong = walk(page)
    missed = [expected[number] for number in sorted(set(range(len(expected))) - set(order))]
    assert not missed, "\n".join(["Tab passes by:", *missed])
    assert order == sorted(order), "Tab jumps about"
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("address", ["/clubs/liverpool/", "/contracts/", "/links/1/"])
def test_the_skip_link_comes_first_shows_itself_and_leads_into_the_content(page, address):
    page.goto(address)
    page.keyboard.press("Tab")
    link = page.locator(":focus")
    assert link.get_attribute("href") == "#main"
    assert link.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_a_form_opened_by_keyboard_takes_the_focus_and_gives_it_back(page, sign_in):
    sign_in(page, "editor").goto(pages.CHART)
    page.focus(f"#edit-link-{pages.KONATE}")
    page.keyboard.press("Enter")
    expect(page.locator(f"#edit-{pages.KONATE} :focus")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(f"#edit-{pages.KONATE}")).to_be_empty()
    expect(page.locator(f"#edit-link-{pages.KONATE}")).to_be_focused()
