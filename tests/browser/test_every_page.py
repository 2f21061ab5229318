"""Every page: nothing for a browser to complain of, and nothing in anybody's way.

Each is opened once and looked at in both themes and three sizes: see `seeing`.
"""

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from playwright.sync_api import Page, expect

from tests.browser import pages, seeing


@pytest.fixture(scope="module")
def made(given):
    return pages.make(given)


@pytest.fixture(scope="module")
def titles() -> dict[str, str]:
    """Which page has which title, of those that were open."""
    return {}


@pytest.fixture
def desktop(new_page) -> Page:
    """A page in a desktop's size, where nothing moves."""
    size = {"width": seeing.DESKTOP, "height": seeing.HEIGHT}
    return new_page(viewport=size, reduced_motion="reduce")


@pytest.mark.parametrize("visit", pages.VISITS, ids=str)
def test_a_page_is_in_nobody_s_way(desktop, sign_in, complaints, made, titles, visit):
    complaints.expect(visit.status)
    if visit.who:
        sign_in(desktop, visit.who)
    visit.open(desktop, made)
    wrong = seeing.findings(desktop)
    if titles.setdefault(desktop.title(), visit.page) != visit.page:
        wrong.append(f"{titles[desktop.title()]} has the same title: {desktop.title()}")
    assert not wrong, "\n".join([str(visit), *wrong])


def test_a_form_that_was_too_old_is_in_nobody_s_way(desktop, complaints):
    complaints.expect(403)
    desktop.goto("/login/")
    desktop.context.clear_cookies()
    desktop.fill("[name=username]", "editor")
    desktop.fill("[name=password]", "a password")
    desktop.press("[name=password]", "Enter")
    expect(desktop.locator("h1")).to_have_text("That form has expired")
    assert seeing.findings(desktop) == []


@pytest.mark.parametrize("visit", [*pages.READ, *pages.READ_TOO], ids=str)
def test_a_page_without_javascript_has_no_complaint(new_page, made, visit):
    visit.open(new_page(java_script_enabled=False), made)


@pytest.mark.parametrize("visit", pages.READ_TOO, ids=str)
def test_a_page_is_no_wider_than_a_phone(new_page, made, visit):
    phone = new_page(viewport={"width": seeing.PHONE, "height": seeing.HEIGHT})
    visit.open(phone, made)
    assert phone.evaluate(seeing.TOO_WIDE) == []


@pytest.mark.parametrize("width", [seeing.DESKTOP, seeing.PHONE])
@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/windows/{window}/", ".need-table .first-why"),
        ("/windows/{window}/", ".need-table .need-club"),
        ("/clubs/liverpool/timeline/", ".turns .turn-why"),
        ("/players/giovanni-leoni/", ".spells th b"),
        ("/links/1/", ".link-headline"),
        ("/s/{token}/", ".differences td.is-whole"),
    ],
)
def test_a_word_without_an_end_widens_no_page(new_page, made, address, place, width):
    page = new_page(viewport={"width": width, "height": seeing.HEIGHT})
    page.goto(address.format(**made))
    page.locator(place).first.evaluate("(element) => element.append('reason'.repeat(20))")
    assert page.evaluate(seeing.TOO_WIDE) == []


def test_what_a_scenario_changes_is_seen_whole_on_a_phone(new_page, made):
    phone = new_page(viewport={"width": seeing.PHONE, "height": seeing.HEIGHT})
    phone.goto("/s/{token}/?on=2026-01-01".format(**made))
    tables = phone.locator(".scrolls:has(.differences)")
    assert tables.count() == 2
    for table in tables.all():
        assert table.evaluate("(box) => box.scrollWidth - box.clientWidth") == 0


def test_what_is_in_somebody_s_way_is_noticed(desktop):
    desktop.goto("/contracts/")
    desktop.evaluate(SPOIL)
    told = "\n".join(seeing.findings(desktop))
    missing = [line for line in SPOILT if line not in told]
    assert not missing, told


SPOIL = """() => {
    const heading = document.querySelector("h1");
    heading.outerHTML = "<h2>Contracts</h2><h4>Pale</h4><button>x</button><button>y</button>";
    document.querySelector("h4").style.color = "#ddd";
    for (const button of document.querySelectorAll("h4 ~ button")) {
        const small = {minWidth: 0, minHeight: 0, width: "9px", height: "9px"};
        Object.assign(button.style, {display: "block", padding: 0, border: 0, ...small});
    }
    const table = document.querySelector("table");
    table.caption?.remove();
    table.removeAttribute("aria-label");
    table.removeAttribute("aria-labelledby");
    document.querySelector("footer").style.width = "500px";
}"""
SPOILT = [
    "structure: 0 of h1",
    "structure: h4 after h2: Pale",
    "structure: a table without a name",
    "light 1440: page-has-heading-one",
    "light 1440: target-size",
    "light 1440: color-contrast, 1 times: h4",
    "dark 390: page-has-heading-one",
    "390: the page is 5",
    "320: the page is 5",
]


# Files, whose addresses end like those of files, feeds, the API, and what a proxy asks for health.
NO_PAGE = re.compile(r"\.\w+$|/feed/$|^api/|^health/")


def names(patterns: list[URLPattern | URLResolver], within: str = "", at: str = "") -> set[str]:
    """Return the names of all addresses of the site that could be pages."""
    found = set()
    for pattern in patterns:
        route = f"{at}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            if not NO_PAGE.search(route):
                found.add(f"{within}{pattern.name}")
        elif pattern.namespace != "admin":
            namespace = f"{pattern.namespace}:" if pattern.namespace else ""
            found |= names(pattern.url_patterns, within + namespace, route)
    return found


def test_no_page_is_left_out(made):
    asked = {visit.address.format(**made).partition("?")[0] for visit in pages.VISITS}
    seen = {resolve(path).view_name for path in asked if path != "/nothing/at/all/"}
    assert names(get_resolver().url_patterns) - pages.NO_PAGES - seen == set()


def test_a_complaint_is_heard(page, complaints):
    page.goto("/login/")
    page.evaluate("console.error('heard')")
    page.wait_for_timeout(50)
    assert [line for line in complaints.heard if line.endswith("heard")]
    complaints.heard.clear()


def test_a_violation_of_the_content_policy_is_heard(page, complaints):
    page.goto("/login/")
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.evaluate("document.body.append(Object.assign(document.createElement('style')))")
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: '1'}))"
    )
    page.wait_for_timeout(50)
    assert [line for line in complaints.heard if "content policy" in line]
    complaints.heard.clear()
