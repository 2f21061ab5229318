"""Pages for what goes wrong."""

import pytest
from django.template import TemplateDoesNotExist
from django.test import Client
from django.urls import reverse

from squads.views import errors
from tests.factories import make_club, make_player, make_user

pytestmark = pytest.mark.django_db


def test_an_unknown_address_leads_on(reader):
    response = reader.get("/nowhere/")
    assert response.status_code == 404 and "Search for the club or player" in response.text


@pytest.mark.parametrize("way", ["/", "/thin/", "/injuries/", "/news/", 'action="/search/"'])
def test_an_unknown_address_names_the_main_pages_and_a_search(reader, way):
    main = reader.get("/nowhere/").text.partition("<main")[2]
    assert way in main


def test_a_misspelt_club_offers_the_nearest_names(reader):
    make_club(name="Liverpool", slug="liverpool")
    response = reader.get("/clubs/liverpol/")
    assert response.status_code == 404 and 'href="/clubs/liverpool/"' in response.text


def test_a_misspelt_player_offers_the_nearest_names(reader):
    make_player(known_as="Ibrahima Konaté", slug="ibrahima-konate")
    response = reader.get("/players/ibrahima-konatte/")
    assert response.status_code == 404 and 'href="/players/ibrahima-konate/"' in response.text


def test_a_club_misspelt_on_another_of_its_pages_offers_the_nearest_names(reader):
    make_club(name="Liverpool", slug="liverpool")
    response = reader.get("/clubs/liverpol/timeline/")
    assert response.status_code == 404 and 'href="/clubs/liverpool/"' in response.text


def test_what_a_slug_was_meant_for_stands_in_the_search_box(reader):
    assert 'name="q" value="far away"' in reader.get("/players/far-away/").text


def test_error_pages_ask_not_to_be_kept_by_search_engines(reader):
    assert '<meta name="robots" content="noindex">' in reader.get("/nowhere/").text


def test_a_form_without_its_token_is_refused_in_our_own_words():
    response = Client(enforce_csrf_checks=True).post(reverse("login"), {"username": "x"})
    assert response.status_code == 403 and "That form has expired" in response.text


def test_an_expired_form_leads_back_to_where_it_was_sent_from():
    sender = Client(enforce_csrf_checks=True, headers={"Referer": "http://testserver/thin/?a=b"})
    response = sender.post(reverse("login"), {"username": "x"})
    assert '<a href="/thin/?a=b">Back to the page it was on</a>' in response.text


def test_nobody_is_sent_to_another_site_by_what_he_came_from():
    sender = Client(enforce_csrf_checks=True, headers={"Referer": "https://evil.example/x/"})
    response = sender.post(reverse("login"), {"username": "x"})
    assert "evil.example" not in response.text


def test_htmx_of_somebody_who_lost_every_cookie_is_told_where_to_sign_in():
    client = Client(enforce_csrf_checks=True, headers={"HX-Request": "true"})
    response = client.post(reverse("login"), {"username": "x"})
    assert (response.status_code, "signed-out" in response["HX-Trigger"]) == (401, True)


def test_somebody_without_the_role_reads_who_has_it(editor):
    response = editor.get(reverse("transfers:scenario_add", args=[make_club().slug]))
    assert response.status_code == 403 and "Only analysts may plan." in response.text


def test_somebody_without_the_role_may_sign_in_as_another_and_come_back(editor):
    address = reverse("transfers:scenario_add", args=[make_club().slug])
    page = editor.get(address).text
    assert f'name="next" value="/login/?next={address}"' in page
    answer = editor.post(reverse("logout"), {"next": f"/login/?next={address}"})
    assert answer["Location"] == f"/login/?next={address}"


def test_the_wrong_method_is_refused_with_a_page(reader):
    response = reader.post(reverse("squads:thin_list"))
    assert response.status_code == 405 and "Not in this way" in response.text
    assert response["Allow"] == "GET, HEAD"


def test_an_address_that_only_takes_forms_says_so(reader):
    response = reader.get(reverse("logout"))
    assert response.status_code == 405 and "cannot be opened by itself" in response.text


def test_another_host_is_refused_without_the_inside(reader):
    response = reader.get("/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert "makes no sense" in response.text and "ALLOWED_HOSTS" not in response.text


def test_more_than_a_form_takes_is_refused_as_that(reader):
    response = reader.post(reverse("login"), {"username": "x" * 3_000_000})
    assert response.status_code == 413 and "Too much at once" in response.text


def test_the_eleventh_wrong_password_locks_the_name_for_a_while(reader):
    make_user("editor", password="right")
    wrong = {"username": "editor", "password": "wrong"}
    answers = [reader.post(reverse("login"), wrong) for _ in range(11)]
    assert answers[0].status_code == 200 and answers[-1].status_code == 429
    assert answers[-1]["Retry-After"] == "900"


def test_a_locked_name_is_told_in_our_own_words(reader):
    make_user("editor", password="right")
    for _ in range(11):
        response = reader.post(reverse("login"), {"username": "editor", "password": "wrong"})
    assert "Too many wrong passwords" in response.text


@pytest.fixture
def broken(reader, monkeypatch):
    """A reader for whom the list of thin positions is broken."""

    def raise_error(*args):
        raise RuntimeError("the inside")

    monkeypatch.setattr("squads.views.thin.site_key", raise_error)
    reader.raise_request_exception = False
    return reader


def test_a_broken_page_says_sorry_and_hides_the_inside(broken):
    response = broken.get(reverse("squads:thin_list"))
    assert response.status_code == 500 and "the inside" not in response.text


def test_a_broken_page_asks_neither_the_database_nor_the_request(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = errors.server_error(rf.get("/"))
    assert response.status_code == 500 and "site-header" in response.text


def test_even_a_broken_template_says_sorry(broken, monkeypatch):
    def missing(*args):
        raise TemplateDoesNotExist("error.html")

    monkeypatch.setattr(errors, "render_to_string", missing)
    response = broken.get(reverse("squads:thin_list"))
    assert response.status_code == 500 and "try again in a moment" in response.text
