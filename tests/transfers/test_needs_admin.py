"""Flags in the admin, and what is worked out, to look at."""

import datetime as dt

import pytest
from django.urls import reverse

from squads.models import Change, Club
from tests.factories import make_user
from tests.squads.admin_pages import fields_of
from tests.squads.liverpool import make_liverpool
from tests.transfers.factories import make_link, make_windows
from transfers.models import NeedFlag, Outlook, Window
from transfers.outlooks import fresh, next_horizons

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 9, 30)


@pytest.fixture
def flag():
    return NeedFlag.objects.create(
        club=make_liverpool(), window=make_windows()[1], position="CB", verdict="confirmed",
        level="thin", cover=3, by=make_user(), at=dt.datetime(2025, 9, 12, tzinfo=dt.UTC),
    )  # fmt: skip


def page(flag, name="change"):
    return reverse(f"admin:transfers_needflag_{name}", args=[flag.pk])


def change(visitor, flag, **fields):
    form = fields_of(visitor.get(page(flag)).text)
    return visitor.post(page(flag), form | fields | {"_save": "Save"})


def test_a_correction_is_a_line_of_the_log_and_a_new_version(admin_client, flag):
    change(admin_client, flag, verdict="dismissed", note="Enough")
    flag.refresh_from_db()
    assert (flag.verdict, flag.version) == ("dismissed", 2)
    assert "need dismissed, “Enough”" in Change.objects.get().text
    assert Club.objects.get().version == 2


def test_it_is_held_to_what_the_page_asks_for(admin_client, flag):
    assert "Say why it is no need" in change(admin_client, flag, verdict="dismissed").text
    others = make_link()
    refused = change(admin_client, flag, verdict="addressed", link=str(others.pk))
    assert "That is no signing" in refused.text


def test_removing_it_is_told_as_taking_it_back(admin_client, flag):
    admin_client.post(page(flag, "delete"), {"post": "yes"})
    assert "“need confirmed” taken back" in Change.objects.get().text


def test_two_cannot_overwrite_one_another(admin_client, flag):
    form = fields_of(admin_client.get(page(flag)).text)
    NeedFlag.objects.update(version=2, note="Meanwhile")
    refused = admin_client.post(page(flag), form | {"note": "Mine", "_save": "Save"})
    assert "changed this after you opened it" in refused.text


def test_an_editor_may_only_look(editor, flag):
    assert editor.get(page(flag)).status_code == 200
    assert editor.post(page(flag), {"verdict": "dismissed"}).status_code == 403


def test_what_is_worked_out_can_be_seen_and_not_changed(admin_client, flag):
    clubs = list(Club.objects.charted())
    fresh(clubs, next_horizons(clubs, TODAY), TODAY)
    address = reverse("admin:transfers_outlook_change", args=[Outlook.objects.get().pk])
    assert "Giovanni Leoni is out" in admin_client.get(address).text
    assert admin_client.post(address, {"first_on": "2020-01-01"}).status_code == 403


def test_a_window_goes_with_what_was_worked_out_for_it(admin_client, flag):
    clubs = list(Club.objects.charted())
    fresh(clubs, next_horizons(clubs, TODAY), TODAY)
    address = reverse("admin:transfers_window_delete", args=[flag.window_id])
    admin_client.post(address, {"post": "yes"})
    assert not Outlook.objects.exists() and not Window.objects.filter(pk=flag.window_id).exists()


def test_by_itself_it_cannot_be_deleted(admin_client, flag):
    clubs = list(Club.objects.charted())
    fresh(clubs, next_horizons(clubs, TODAY), TODAY)
    outlook = Outlook.objects.get()
    address = reverse("admin:transfers_outlook_delete", args=[outlook.pk])
    assert admin_client.post(address, {"post": "yes"}).status_code == 403
    change = reverse("admin:transfers_outlook_change", args=[outlook.pk])
    assert address not in admin_client.get(change).text
