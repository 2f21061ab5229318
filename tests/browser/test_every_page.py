"""No page makes a browser complain: no error on the console, none of the content policy."""

import pytest

PAGES = [
    "/",
    "/clubs/liverpool/",
    "/clubs/liverpool/?on=2025-09-20",
    "/clubs/liverpool/?formation=3-5-2",
    "/clubs/ac-milan/",
    "/clubs/liverpool/candidates/CB/",
    "/players/joe-gomez/",
    "/links/",
    "/links/1/",
    "/windows/",
    "/clubs/ac-milan/timeline/",
    "/contracts/",
    "/contracts/?club=liverpool&on=2026-01-05",
    "/clubs/liverpool/registration/",
    "/injuries/",
    "/thin/",
    "/news/",
    "/news/1/",
    "/news/?club=liverpool&player=leoni",
    "/search/?q=konate",
    "/login/",
]


@pytest.mark.parametrize("address", [*PAGES[:-1], "/feeds/"])
def test_an_editor_s_browser_has_no_complaint(page, sign_in, address):
    sign_in(page, "editor")
    assert page.goto(address).status == 200


@pytest.mark.parametrize("address", PAGES)
def test_a_page_without_javascript_has_no_complaint(new_page, address):
    assert new_page(java_script_enabled=False).goto(address).status == 200


@pytest.mark.parametrize("address", PAGES)
def test_a_reader_s_phone_has_no_complaint_and_does_not_scroll_sideways(new_page, address):
    page = new_page(viewport={"width": 360, "height": 800})
    assert page.goto(address).status == 200
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_page_that_is_not_there_has_no_complaint_but_its_status(page, complaints):
    complaints.expect(404)
    assert page.goto("/clubs/nowhere/").status == 404


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
