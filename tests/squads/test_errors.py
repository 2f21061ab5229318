"""Pages for what goes wrong."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_an_unknown_address_leads_on(reader):
    response = reader.get("/nowhere/")
    assert response.status_code == 404 and "Search for the club or player" in response.text


def test_a_form_without_its_token_is_refused_in_our_own_words():
    response = Client(enforce_csrf_checks=True).post(reverse("login"), {"username": "x"})
    assert response.status_code == 403 and "That form has expired" in response.text


def test_htmx_of_somebody_who_lost_every_cookie_is_told_where_to_sign_in():
    client = Client(enforce_csrf_checks=True, headers={"HX-Request": "true"})
    response = client.post(reverse("login"), {"username": "x"})
    assert (response.status_code, "signed-out" in response["HX-Trigger"]) == (401, True)


def test_the_eleventh_wrong_password_locks_the_name_for_a_while(reader):
    make_user("editor", password="right")
    wrong = {"username": "editor", "password": "wrong"}
    answers = [reader.post(reverse("login"), wrong) for _ in range(11)]
    assert answers[0].status_code == 200 and answers[-1].status_code == 429


def test_a_locked_name_is_told_in_our_own_words(reader):
    make_user("editor", password="right")
    for _ in range(11):
        response = reader.post(reverse("login"), {"username": "editor", "password": "wrong"})
    assert "Too many wrong passwords" in response.text


def test_a_broken_page_says_sorry_and_hides_the_inside(reader, monkeypatch):
    def broken(*args):
        raise RuntimeError("the inside")

    monkeypatch.setattr("squads.views.thin.site_key", broken)
    reader.raise_request_exception = False
    response = reader.get(reverse("squads:thin_list"))
    assert response.status_code == 500 and "the inside" not in response.text
