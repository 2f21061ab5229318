"""Accounts in the admin: the pages that name who wrote something follow his name."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from squads import moves
from squads.models import Club, Player
from tests.conftest import TODAY
from tests.factories import make_club, make_report, make_user
from tests.squads.admin_pages import fields_of
from tests.squads.liverpool import make_liverpool

CHART = "/clubs/liverpool/"
ACCOUNTS = reverse("admin:auth_user_changelist")


@pytest.fixture
def robin(db):
    """An editor whom the log of Liverpool names."""
    make_liverpool()
    editor = make_user("robin", role="editor")
    moves.report_injury(
        Player.objects.get(slug="ibrahima-konate"),
        by=editor, kind="injury", diagnosis="Knee injury", body_part="knee", began_on=TODAY,
    )  # fmt: skip
    return editor


def address(name: str, user: User) -> str:
    return reverse(f"admin:auth_user_{name}", args=[user.pk])


def rename(visitor, user, username):
    opened = fields_of(visitor.get(address("change", user)).text)
    sent = {name: value for name, value in opened.items() if value}  # an empty list is not sent
    answer = visitor.post(address("change", user), sent | {"username": username})
    assert answer.status_code == 302


def versions() -> dict[str, int]:
    return dict(Club.objects.values_list("slug", "version"))


def test_a_kept_page_names_a_renamed_editor_as_he_is_called_now(reader, admin_user, robin):
    assert "robin" in reader.get(CHART).text
    rename(admin_user, robin, "sparrow")
    text = reader.get(CHART).text
    assert "sparrow" in text and "robin" not in text


@pytest.mark.parametrize("by", ["page", "action"])
def test_a_kept_page_no_longer_names_an_editor_who_is_deleted(reader, admin_user, robin, by):
    reader.get(CHART)
    if by == "page":
        admin_user.post(address("delete", robin), {"post": "yes"})
    else:
        ticked = {"action": "delete_selected", "_selected_action": [robin.pk], "post": "yes"}
        admin_user.post(ACCOUNTS, ticked)
    assert not User.objects.filter(pk=robin.pk).exists()
    assert "robin" not in reader.get(CHART).text


def test_only_clubs_of_which_he_has_told_something_get_a_new_version(admin_user, robin):
    make_club("Arsenal")
    settled = make_club("Everton")
    make_report(club=settled, settled_by=robin)
    before = versions()
    rename(admin_user, robin, "sparrow")
    after = versions()
    assert {slug for slug in after if after[slug] != before[slug]} == {"liverpool", settled.slug}


def test_an_account_is_added_as_before(admin_user):
    password = "a-long-secret-of-his"
    names = {"username": "wren", "password1": password, "password2": password}
    answer = admin_user.post(reverse("admin:auth_user_add"), names | {"usable_password": "true"})
    assert answer.status_code == 302
    assert User.objects.get(username="wren").check_password(password)
