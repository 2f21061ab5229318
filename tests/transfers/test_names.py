"""Whoever is renamed is called so on the pages of clubs that only a link ties him to."""

import pytest
from django.urls import reverse

from squads.models import Club
from tests.squads.admin_pages import fields_of
from tests.transfers.linked import linked, make_world

pytestmark = pytest.mark.django_db


def rename(visitor, model, row, **names):
    url = reverse(f"admin:squads_{model}_change", args=[row.pk])
    opened = fields_of(visitor.get(url).text)
    assert visitor.post(url, opened | names).status_code == 302


@pytest.fixture
def world():
    found = make_world()
    linked(found)
    return found


def test_a_player_is_on_the_page_of_who_wants_him(reader, admin_user, world):
    page = world.buyer.get_absolute_url()
    assert "Marc" in reader.get(page).text
    rename(admin_user, "player", world.man, known_as="Markus")
    assert "Markus" in reader.get(page).text


def test_a_club_is_on_the_page_of_who_sells_to_it(reader, admin_user, world):
    page = world.seller.get_absolute_url()
    assert "Reds" in reader.get(page).text
    rename(admin_user, "club", world.buyer, name="Crimsons", short_name="Crimsons")
    assert "Crimsons" in reader.get(page).text


def test_nobody_elses_page_is_drawn_anew(admin_user, world):
    other = Club.objects.create(name="Blues", slug="blues", short_name="Blues")
    rename(admin_user, "player", world.man, known_as="Markus")
    assert Club.objects.get(pk=other.pk).version == other.version
