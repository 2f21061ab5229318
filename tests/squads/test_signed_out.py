"""Whoever is signed out while he types loses nothing of it: he signs in and sends it again."""

import html
import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from squads.models import Injury
from tests.factories import make_club, make_player
from tests.transfers.factories import make_link

pytestmark = pytest.mark.django_db
HERE = "http://testserver"
FORM = "/players/joe/injuries/add/"
CHART = "/clubs/reds/?view=table"
TYPED = {
    "kind": "injury",
    "diagnosis": "Knee <twisted> & “sore”",
    "began_on": "2025-09-30",
    "source": "agent",
}


@pytest.fixture
def joe():
    return make_player("Joe", club=make_club("Reds"), natural="CB")


def fields_of(page: str) -> dict[str, str]:
    """Return what the form of the page sends besides what is typed, or sends again."""
    main = page[page.index('<main id="main"') :]
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', main)
    return {name: html.unescape(value) for name, value in found}


def post(browser, address: str, fields: dict[str, str], page: str):
    """Send a form as a browser does, which names the page that it was on."""
    return browser.post(address, fields, headers={"Origin": HERE, "Referer": HERE + page})


def sign_in(browser) -> None:
    """In another tab: the token of every page that is open is one of before."""
    page = browser.get("/login/")
    sent = fields_of(page.text) | {"username": "ann", "password": "right"}
    assert post(browser, "/login/", sent, "/login/").status_code == 302


@pytest.fixture
def browser(db):
    """An editor's, with every check of forms."""
    user = get_user_model().objects.create_user("ann", password="right")
    user.groups.add(Group.objects.get(name="editor"))
    browser = Client(enforce_csrf_checks=True)
    sign_in(browser)
    return browser


@pytest.fixture
def refused(browser, joe):
    """The answer to what an editor typed whose session has ended meanwhile."""
    sent = fields_of(browser.get(FORM, {"next": CHART}).text) | TYPED
    Session.objects.all().delete()
    return post(browser, FORM, sent, FORM)


def test_what_was_typed_is_refused_and_shown(refused):
    assert refused.status_code == 401
    assert "You have been signed out. Sign in in another tab, then send this again." in (
        refused.text
    )
    assert "<dt>Diagnosis</dt><dd>Knee &lt;twisted&gt; &amp; “sore”</dd>" in refused.text
    assert not Injury.objects.exists()


def test_what_was_typed_stands_in_a_form_that_sends_it_again(refused):
    sent = fields_of(refused.text)
    assert TYPED.items() <= sent.items() and sent["next"] == CHART


def test_who_signs_in_and_sends_it_again_is_asked_once_more_and_has_it_saved(refused, browser):
    """His token is of before he signed in: a page with a new one asks, and nothing is lost."""
    sign_in(browser)
    asked = post(browser, FORM, fields_of(refused.text), FORM)
    assert asked.status_code == 403 and "look it over and send it again" in asked.text
    done = post(browser, FORM, fields_of(asked.text), FORM)
    assert (done.status_code, done["Location"]) == (302, CHART)
    assert Injury.objects.get().diagnosis == TYPED["diagnosis"]


def test_script_sends_the_new_token_and_is_not_asked(refused, browser):
    sign_in(browser)
    token = {"csrfmiddlewaretoken": browser.cookies["csrftoken"].value}
    done = post(browser, FORM, fields_of(refused.text) | token, FORM)
    assert done.status_code == 302 and Injury.objects.get().source == "agent"


def test_who_sends_it_again_without_signing_in_is_told_so_again(refused, browser):
    again = post(browser, FORM, fields_of(refused.text), FORM)
    assert again.status_code == 401 and TYPED.items() <= fields_of(again.text).items()


def test_what_is_refused_for_what_it_says_comes_back_with_it(refused, browser):
    """Signed in again, a form with a mistake is a form with a mistake."""
    sign_in(browser)
    token = {"csrfmiddlewaretoken": browser.cookies["csrftoken"].value, "began_on": "x"}
    answer = post(browser, FORM, fields_of(refused.text) | token, FORM)
    assert answer.status_code == 422 and 'value="agent"' in answer.text


def links_to_sign_in(page: str) -> set[str]:
    return {html.unescape(url) for url in re.findall(r'href="(/login/[^"]*)"', page)}


@pytest.mark.parametrize(
    ("page", "back"),
    [
        (CHART, "/login/?next=/clubs/reds/%3Fview%3Dtable"),
        ("", "/login/?next=/"),
    ],
)
def test_who_signs_in_comes_back_to_the_page_that_he_was_on(reader, joe, page, back):
    sent_from = {"Referer": HERE + page} if page else {}
    answer = reader.post(FORM, TYPED, headers=sent_from)
    assert links_to_sign_in(answer.text) == {back}


def test_he_does_not_come_back_to_the_form_without_what_he_has_typed(reader, joe):
    sent = TYPED | {"next": CHART}
    answer = reader.post(FORM, sent, headers={"Referer": f"{HERE}{FORM}?next={CHART}"})
    assert links_to_sign_in(answer.text) == {"/login/?next=/clubs/reds/%3Fview%3Dtable"}


def test_no_page_of_another_site_is_come_back_to(reader, joe):
    answer = reader.post(FORM, TYPED | {"came_from": "https://evil.example/x"})
    assert links_to_sign_in(answer.text) == {"/login/?next=/"}


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("transfers:shortlist_move", [1]),
        ("transfers:shortlist_note", [1]),
        ("transfers:shortlist_remove", [1]),
        ("transfers:shortlist_add", ["reds", "CB"]),
    ],
)
def test_nobody_is_sent_to_an_address_that_cannot_be_opened(reader, joe, name, args):
    """Not even from the page that sends it again, whose own address it is."""
    address = reverse(name, args=args)
    first = reader.post(address, {"note": "left foot"}, headers={"Referer": f"{HERE}/clubs/reds/"})
    second = reader.post(address, fields_of(first.text), headers={"Referer": HERE + address})
    for answer in (first, second):
        assert answer.status_code == 401
        assert links_to_sign_in(answer.text) == {"/login/?next=/clubs/reds/"}
    assert "<dd>left foot</dd>" in second.text


def test_every_value_of_a_field_is_sent_again(reader, joe):
    answer = reader.post(FORM, {"ids": ["1", "2"]})
    main = answer.text[answer.text.index("<main") :]
    assert re.findall(r'name="ids" value="(\d)"', main) == ["1", "2"]


def test_the_link_forms_keep_what_was_typed_too(reader):
    link = make_link()
    address = reverse("transfers:link_stage", args=[link.pk])
    answer = reader.post(address, {"stage": "bid", "note": "second bid"})
    assert answer.status_code == 401 and fields_of(answer.text)["note"] == "second bid"


# A form that is too old


def test_another_site_s_form_is_not_made_ours(browser, joe):
    headers = {"Origin": "https://evil.example", "Referer": "https://evil.example/x/"}
    answer = browser.post(FORM, TYPED, headers=headers)
    assert answer.status_code == 403 and "agent" not in answer.text


@pytest.mark.parametrize("origin", ["null", ""])
def test_nor_is_one_of_nobody_knows_where(browser, joe, origin):
    answer = browser.post(FORM, TYPED, headers={"Origin": origin})
    assert answer.status_code == 403 and "agent" not in answer.text


def test_no_password_is_shown(browser):
    answer = post(browser, "/login/", {"username": "ann", "password": "right"}, "/login/")
    assert answer.status_code == 403 and "right" not in fields_of(answer.text).values()


def test_nothing_of_the_admin_is_shown(browser):
    address = reverse("admin:auth_user_add")
    answer = post(browser, address, {"password1": "secret"}, address)
    assert answer.status_code == 403 and "secret" not in answer.text


def test_who_has_lost_session_and_token_is_told_that_he_is_out(joe):
    answer = post(Client(enforce_csrf_checks=True), FORM, TYPED, FORM)
    assert answer.status_code == 401 and TYPED.items() <= fields_of(answer.text).items()
