"""Every page of the admin: it opens, and what it asks of the database does not grow."""

import pytest
from django.contrib import admin
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from squads.models import Change, Contract, Injury, NewsItem, Player
from tests.factories import (
    make_club,
    make_contract,
    make_figures,
    make_injury,
    make_player,
    make_ranking,
)
from tests.transfers.admin_rows import AT, make_history, make_rows
from transfers.models import Link

MOST = 15  # queries of any page
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
KEPT = [model for model in MODELS if hasattr(model, "history")]
NAMES = {model: model._meta.label for model in MODELS}

pytestmark = pytest.mark.slow  # slow: every list, form and history of the admin


@pytest.fixture(scope="module", autouse=True)
def rows(django_db_setup, django_db_blocker):
    """Many rows of everything, made once for the module and taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_rows(12)
        yield
        transaction.set_rollback(True)


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def asked(visitor, url):
    """How many queries a page asks, once what every process keeps is kept."""
    visitor.get(url)
    with CaptureQueriesContext(connection) as queries:
        answer = visitor.get(url)
    assert answer.status_code == 200
    return len(queries)


@pytest.mark.parametrize("model", MODELS, ids=NAMES.get)
def test_a_list_asks_little_however_long_it_is(admin_client, model):
    assert asked(admin_client, address(model, "changelist")) <= MOST


@pytest.mark.parametrize("model", MODELS, ids=NAMES.get)
def test_a_row_s_page_asks_little_among_many_rows(admin_client, model):
    row = model._default_manager.order_by("pk").first()
    assert asked(admin_client, address(model, "change", row.pk)) <= MOST


@pytest.mark.parametrize("model", KEPT, ids=NAMES.get)
def test_a_history_asks_little_however_long_it_is(admin_client, model):
    row = model._default_manager.order_by("pk").first()
    make_history(row, 20)
    assert asked(admin_client, address(model, "history", row.pk)) <= MOST
    version = row.history.last()
    assert asked(admin_client, address(model, "simple_history", row.pk, version.pk)) <= MOST


@pytest.mark.parametrize("model", MODELS, ids=NAMES.get)
def test_a_new_row_s_page_asks_little(admin_client, model):
    if admin.site.get_model_admin(model).has_add_permission(_request(admin_client)):
        assert asked(admin_client, address(model, "add")) <= MOST


def _request(visitor):
    return visitor.get(reverse("admin:index")).wsgi_request


AUTOCOMPLETED = sorted(
    (model._meta.app_label, model._meta.model_name, field)
    for model, page in admin.site._registry.items()
    for field in page.autocomplete_fields
)


@pytest.mark.parametrize(("app", "model", "field"), AUTOCOMPLETED)
def test_an_autocomplete_asks_little_however_many_it_offers(admin_client, app, model, field):
    url = reverse("admin:autocomplete")
    url += f"?term=&app_label={app}&model_name={model}&field_name={field}"
    assert asked(admin_client, url) <= 8


def test_a_full_player_s_page_asks_little(admin_client):
    player = make_player(natural="CB")
    for year in range(2005, 2020):
        make_contract(player=player, starts_on=f"{year}-07-01", ends_on=f"{year}-08-01")
        make_figures(player=player)
        make_injury(player=player)
    assert asked(admin_client, address(Player, "change", player.pk)) <= MOST


def test_a_full_club_s_page_asks_little(admin_client):
    club = Contract.objects.first().club
    for position in ("RB", "ST", "GK"):
        make_ranking(club, position, *[make_player(club=club) for _ in range(8)])
    url = address(type(club), "change", club.pk)
    assert asked(admin_client, url) <= MOST


# The site and back


@pytest.mark.parametrize(
    ("model", "path"),
    [
        (Injury, lambda row: row.player.get_absolute_url()),
        (Contract, lambda row: row.player.get_absolute_url()),
        (Player, lambda row: row.get_absolute_url()),
        (NewsItem, lambda row: reverse("squads:news_detail", args=[row.changes.get().pk])),
        (Change, lambda row: reverse("squads:news_detail", args=[row.pk])),
        (Link, lambda row: row.get_absolute_url()),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_row_leads_to_its_page_on_the_site(admin_client, model, path):
    row = model.objects.first()
    text = admin_client.get(address(model, "change", row.pk)).text
    assert f'<a href="{path(row)}" class="viewsitelink">' in text


def test_news_that_no_change_names_leads_nowhere(admin_client):
    Change.objects.all().delete()
    text = admin_client.get(address(NewsItem, "change", NewsItem.objects.first().pk)).text
    assert "viewsitelink" not in text


def test_every_way_to_the_site_leads_somewhere(admin_client, reader):
    Change.objects.create(club=make_club(), kind="other", at=AT, text="no key is like another")
    for model, page in admin.site._registry.items():
        row = model._default_manager.first()
        url = page.get_view_on_site_url(row)
        if url and "feeds" not in url and "scenarios" not in url:
            assert reader.get(url).status_code == 200, (model, url)
