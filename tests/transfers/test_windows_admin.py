"""Transfer windows in the admin."""

import pytest
from django.urls import reverse

from squads.models import Club
from tests.factories import make_club, make_competition
from tests.squads.admin_pages import fields_of
from tests.transfers.factories import make_window, make_windows
from transfers.models import Window

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the admin, form by form
LIST = reverse("admin:transfers_window_changelist")
ADD = reverse("admin:transfers_window_add")


@pytest.fixture
def window():
    return make_window()


@pytest.fixture
def clubs():
    """One of the league, one of another league of the same country, one of another country."""
    make_club("Alpha", competition=make_competition(country="England"))
    second = make_competition(name="Second", slug="second", country="England", rank=2)
    make_club("Beta", competition=second)
    serie_a = make_competition(name="Serie A", slug="serie-a", country="Italy", rank=3)
    make_club("Gamma", competition=serie_a)


def page(window, name="change"):
    return reverse(f"admin:transfers_window_{name}", args=[window.pk])


def change(visitor, window, **fields):
    form = fields_of(visitor.get(page(window)).text)
    return visitor.post(page(window), form | fields | {"_save": "Save"})


def touched(act):
    before = dict(Club.objects.values_list("name", "version"))
    act()
    now = dict(Club.objects.values_list("name", "version"))
    return {name for name in now if now[name] != before[name]}


def test_a_change_gives_the_clubs_of_its_league_a_new_version(admin_client, clubs, window):
    assert touched(lambda: change(admin_client, window, closes_at_1="23:00:00")) == {"Alpha"}
    window.refresh_from_db()
    assert (window.closes_at.hour, window.history.count()) == (23, 2)


def test_a_window_of_an_association_is_that_of_all_its_leagues(admin_client, clubs):
    window = make_window(country="England")
    assert touched(lambda: change(admin_client, window, note="New")) == {"Alpha", "Beta"}


def test_one_that_goes_to_another_league_concerns_both(admin_client, clubs, window):
    italy = Club.objects.get(name="Gamma").competition
    both = touched(lambda: change(admin_client, window, competition=str(italy.pk)))
    assert both == {"Alpha", "Gamma"}


def test_removing_one_gives_them_a_new_version(admin_client, clubs, window):
    gone = touched(lambda: admin_client.post(page(window, "delete"), {"post": "yes"}))
    assert (gone, Window.objects.count()) == ({"Alpha"}, 0)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"closes_at_0": "2025-01-01"}, "A window closes after it opens."),
        ({"country": "England"}, "Give a competition or an association, not both."),
        ({"time_zone": "Europe/Camelot"}, "is no time zone"),
    ],
)
def test_what_makes_no_sense_is_refused(admin_client, window, wrong, sentence):
    refused = change(admin_client, window, **wrong)
    assert sentence in refused.text
    assert Window.objects.get().closes_at == window.closes_at


def test_two_cannot_overwrite_one_another(admin_client, window):
    form = fields_of(admin_client.get(page(window)).text)
    window.note = "Meanwhile"
    window.save()
    refused = admin_client.post(page(window), form | {"note": "Mine", "_save": "Save"})
    assert "changed this after you opened it" in refused.text
    assert Window.objects.get().note == "Meanwhile"


def test_moments_are_also_told_by_the_clocks_of_its_country(admin_client):
    window = make_window(time_zone="Europe/Rome")
    assert "Mon 2 Feb 2026, 20:00, Rome time" in admin_client.get(page(window)).text
    assert "Mon 2 Feb 2026, 20:00, Rome time" in admin_client.get(LIST).text


def test_editors_and_analysts_look_but_do_not_change(editor, analyst, window):
    for visitor in (editor, analyst):
        assert visitor.get(page(window)).status_code == 200
        assert visitor.get(ADD).status_code == 403
        assert visitor.post(page(window), {"note": "Mine"}).status_code == 403
        assert visitor.post(page(window, "delete"), {"post": "yes"}).status_code == 403
    assert Window.objects.get().note == ""


def test_a_reader_has_to_sign_in(reader, window):
    assert reader.get(page(window)).status_code == 302


@pytest.mark.parametrize("leagues", [1, 5])
def test_the_list_costs_as_many_queries_however_long(
    admin_client, django_assert_num_queries, leagues
):
    for n in range(leagues):
        make_windows(make_competition(name=f"League {n}", slug=f"league-{n}"))
    with django_assert_num_queries(9):
        admin_client.get(LIST)
