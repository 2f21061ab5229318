"""What of transfers waits on the admin's start page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from squads.models import NewsItem, Outlet
from tests.factories import make_club, make_contract, make_player
from tests.squads.test_admin_desk import make_everything
from tests.transfers.factories import make_link
from transfers.models import LinkNews

DESK = reverse("admin:index")
EMPTY = "Nothing needs you today."


@pytest.fixture
def linked(db):
    """A function that makes a link of Leão, from Milan to Leeds."""
    milan, leeds = make_club("Milan"), make_club("Leeds")
    man = make_player("Rafael Leão", club=milan, natural="LW")
    return lambda **fields: make_link(man, milan, leeds, **fields)


@pytest.mark.parametrize("role", ["editor", "analyst"])
def test_a_rumour_that_nobody_has_heard_of_for_long_waits(request, linked, role):
    link = linked(stage="rumour", stage_on="2025-09-09")
    text = request.getfixturevalue(role).get(DESK).text
    assert "Milan to Leeds, last heard of 9 Sep" in text
    assert f'href="{link.get_absolute_url()}"' in text


@pytest.mark.parametrize(
    "fields",
    [
        {"stage": "rumour", "stage_on": "2025-09-10"},
        {"stage": "bid", "stage_on": "2025-07-01"},
        {"stage": "collapsed", "stage_on": "2025-07-01"},
    ],
)
def test_other_links_need_nobody(editor, linked, fields):
    linked(**fields)
    assert EMPTY in editor.get(DESK).text


def test_an_old_rumour_with_fresh_news_needs_nobody(editor, linked):
    outlet = Outlet.objects.create(name="Paper", tier=2)
    item = NewsItem.objects.create(headline="Talks", address="https://a.org/", outlet=outlet)
    LinkNews.objects.create(
        link=linked(stage="rumour", stage_on="2025-08-01"), news=item, on="2025-09-28"
    )
    assert EMPTY in editor.get(DESK).text


def test_a_transfer_that_is_done_without_a_contract_waits(editor, linked):
    link = linked(stage="done", stage_on="2025-09-01")
    text = editor.get(DESK).text
    assert "Milan to Leeds, done 1 Sep" in text
    asked = f"player={link.player_id}&amp;club={link.to_club_id}&amp;starts_on=2025-09-01"
    assert f"{reverse('admin:squads_contract_add')}?{asked}" in text


def test_the_form_it_leads_to_knows_the_man_the_club_and_the_day(editor, linked):
    link = linked(stage="done", stage_on="2025-09-01")
    asked = {"player": link.player_id, "club": link.to_club_id, "starts_on": "2025-09-01"}
    text = editor.get(reverse("admin:squads_contract_add"), asked).text
    assert f'<option value="{link.player_id}" selected>Rafael Leão' in text
    assert f'<option value="{link.to_club_id}" selected>Leeds' in text
    assert 'value="2025-09-01"' in text


def test_a_transfer_with_its_contract_needs_nobody(editor, linked):
    link = linked(stage="done", stage_on="2025-09-01")
    link.player.contracts.update(ends_on="2025-08-31")
    make_contract(player=link.player, club=link.to_club, starts_on="2025-09-01")
    assert EMPTY in editor.get(DESK).text


def test_the_page_asks_as_little_of_many_links_as_of_one(editor):
    editor.get(DESK)
    counts = []
    for cases in (1, 8):
        Outlet.objects.all().delete()
        make_everything(cases)
        for _ in range(cases):
            make_link(stage="rumour", stage_on="2025-07-01")
            make_link(stage="done", stage_on="2025-09-01")
        with CaptureQueriesContext(connection) as asked:
            editor.get(DESK)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 15
