"""Rows on the page of a link that change places, and rows that say the same twice."""

import datetime as dt

import pytest
from django.urls import reverse

from squads.models import NewsItem, Outlet
from tests.factories import make_club, make_player
from tests.squads.admin_pages import fields_of
from tests.transfers.factories import make_link
from transfers.models import LinkCondition, LinkNews

pytestmark = pytest.mark.slow  # the admin, form by form


@pytest.fixture
def link(db):
    """A link with two items of news, which waits for two positions."""
    link = make_link(make_player(), make_club(), make_club())
    outlet = Outlet.objects.create(name="Paper", host="paper.org")
    for n in (1, 2):
        news = NewsItem.objects.create(
            headline=f"Headline {n}", address=f"https://paper.org/{n}", outlet=outlet
        )
        LinkNews.objects.create(link=link, news=news, on=dt.date(2025, 9, n))
    for position in ("CB", "ST"):
        LinkCondition.objects.create(link=link, position=position, note=position)
    return link


def save(visitor, link, **fields):
    address = reverse("admin:transfers_link_change", args=[link.pk])
    typed = {name.replace("__", "-"): value for name, value in fields.items()}
    return visitor.post(address, fields_of(visitor.get(address).text) | typed | {"_save": "Save"})


def test_two_days_swap_their_news(admin_client, link):
    later, earlier = LinkNews.objects.filter(link=link)
    fields = {"reports__0__news": earlier.news_id, "reports__1__news": later.news_id}
    assert save(admin_client, link, **fields).status_code == 302
    rows = LinkNews.objects.filter(link=link).order_by("on")
    assert [row.news.headline for row in rows] == ["Headline 2", "Headline 1"]


def test_news_named_twice_is_told_at_the_row(admin_client, link):
    later, earlier = LinkNews.objects.filter(link=link)
    answer = save(admin_client, link, reports__0__news=earlier.news_id)
    assert "has the same news." in answer.text
    assert LinkNews.objects.get(pk=later.pk).news_id == later.news_id


def test_two_conditions_swap_their_positions(admin_client, link):
    fields = {"conditions__0__position": "ST", "conditions__1__position": "CB"}
    assert save(admin_client, link, **fields).status_code == 302
    rows = LinkCondition.objects.filter(link=link).order_by("note")
    assert list(rows.values_list("note", "position")) == [("CB", "ST"), ("ST", "CB")]


def test_a_position_waited_for_twice_is_told_at_the_row(admin_client, link):
    answer = save(admin_client, link, conditions__0__position="ST")
    assert "has the same position." in answer.text
    assert fields_of(answer.text)["conditions-0-position"] == "ST"


def test_two_conditions_without_a_position_are_not_the_same(admin_client, link):
    fields = {}
    for n in (0, 1):
        other = make_link(make_player(), make_club(), make_club())
        fields |= {f"conditions__{n}__position": "", f"conditions__{n}__other": other.pk}
    assert save(admin_client, link, **fields).status_code == 302
    assert LinkCondition.objects.filter(link=link, position="").count() == 2
