"""Every link as a list, and the panels on pages of clubs and players."""

import datetime as dt

import pytest

from squads.moves import news_item
from tests.factories import make_club, make_player
from tests.transfers.factories import make_link
from tests.transfers.linked import TODAY, linked, make_world
from transfers.models import Link, LinkNews
from transfers.moves import links

pytestmark = pytest.mark.django_db
URL = "/links/"


@pytest.fixture
def world():
    return make_world()


def page(visitor, **asked):
    return visitor.get(URL, asked)


def order(response):
    return [row["pk"] for row in response.context["page"]["rows"]]


def test_a_row_tells_what_is_known(reader, world):
    linked(world, "bid", fee=35_000_000, currency="GBP")
    text = page(reader).text
    assert all(
        word in text for word in ["Marc", "Palace", "Reds", "£35m", "Bid", "1 September 2025"]
    )


def test_a_row_names_the_outlet_of_the_newest_item(reader, world):
    link = linked(world, "rumour")
    for outlet in ("bbc.co.uk", "calciomercato.com"):
        links.add_news(link, by=world.by, news=links_news(outlet))
    found = page(reader).context["page"]["rows"][0]
    assert (found["item"]["outlet"], found["item"]["tier"]) == ("calciomercato.com", 4)


def links_news(host):
    return news_item(f"https://{host}/sport/marc-wanted-again")


@pytest.mark.parametrize(
    ("days", "stage", "cold"),
    [(20, "rumour", 0), (21, "rumour", 21), (21, "interest", 21), (40, "bid", 0)],
)
def test_a_rumour_is_cold_after_three_weeks_without_news(reader, world, days, stage, cold):
    linked(world, stage, stage_on=TODAY - dt.timedelta(days))
    found = page(reader)
    assert found.context["page"]["rows"][0]["cold"] == cold
    assert ("cold, 21 days without news" in found.text) == bool(cold)


def test_news_keeps_a_rumour_warm(reader, world):
    link = linked(world, "rumour", stage_on=TODAY - dt.timedelta(60))
    links.add_news(link, by=world.by, news=links_news("bbc.co.uk"))
    LinkNews.objects.update(on=TODAY - dt.timedelta(20))
    assert page(reader).context["page"]["rows"][0]["cold"] == 0


def test_the_list_is_narrowed(reader, world):
    mine = linked(world, "bid")
    other = make_link(kind="loan", stage="collapsed")
    for asked, found in [
        ({"club": "reds"}, mine),
        ({"stage": "collapsed"}, other),
        ({"kind": "loan"}, other),
        ({"state": "alive"}, mine),
        ({"state": "ended"}, other),
    ]:
        assert order(page(reader, **asked)) == [found.pk], asked


def test_the_list_is_sorted(reader, world):
    old = linked(world, "medical", fee=1)
    new = make_link(stage="rumour", fee=5, player=make_player("Aaron", club=make_club()))
    assert order(page(reader)) == [new.pk, old.pk]
    assert order(page(reader, sort="stage")) == [old.pk, new.pk]
    assert order(page(reader, sort="fee")) == [new.pk, old.pk]
    assert order(page(reader, sort="player")) == [new.pk, old.pk]


def test_live_links_stand_above_ended_ones_with_how_many_there_are(reader, world, monkeypatch):
    monkeypatch.setattr("transfers.pages.links.PER_PAGE", 2)
    linked(world, "bid", stage_on=TODAY - dt.timedelta(40))
    for _ in range(2):
        make_link(stage="done", stage_on=TODAY)
    found = page(reader)
    told = [(s["title"], s["count"], len(s["rows"])) for s in found.context["page"]["sections"]]
    assert told == [("Live", 1, 1), ("Ended", 2, 1)]
    assert [(s["label"], s["count"]) for s in found.context["page"]["states"]] == [
        ("All", 3), ("Live", 1), ("Ended", 2),
    ]  # fmt: skip


def test_the_counts_are_those_of_the_other_filters(reader, world):
    linked(world, "bid")
    make_link(stage="done")
    found = page(reader, club="reds", state="ended").context["page"]
    assert [state["count"] for state in found["states"]] == [1, 1, 0]
    assert (found["count"], found["sections"]) == (0, [])


def test_filters_are_cleared_at_once_and_the_order_stays(reader, world):
    linked(world, "bid")
    assert 'href="/links/?sort=fee"' in page(reader, club="reds", sort="fee").text
    assert "links-unfiltered" not in page(reader, sort="fee").text


def test_what_is_not_offered_is_refused(reader):
    assert page(reader, stage="married").status_code == 400


def test_a_reader_is_told_when_nothing_has_changed(reader, world):
    linked(world)
    etag = page(reader)["ETag"]
    assert reader.get(URL, headers={"If-None-Match": etag}).status_code == 304


def test_a_kept_list_follows_every_change(reader, world):
    link = linked(world, "bid")
    page(reader)
    links.set_stage(link, "collapsed", by=world.by)
    assert f'id="link-{link.pk}" data-mark="row" class="is-ended"' in page(reader).text


@pytest.mark.parametrize("count", [1, 12])
def test_the_number_of_queries_does_not_grow(htmx, django_assert_num_queries, count, world):
    for _ in range(count):
        link = make_link()
        links.add_news(link, by=world.by, news=links_news("bbc.co.uk"))
    with django_assert_num_queries(6):
        assert len(order(page(htmx))) == count


def test_readers_are_not_offered_to_add_a_link(reader, editor, analyst):
    offered = ["link-add-open" in page(visitor).text for visitor in (reader, editor, analyst)]
    assert offered == [False, True, True]


def test_the_navigation_leads_here(reader):
    assert 'href="/links/" aria-current="page"' in page(reader).text


def test_a_club_shows_its_links_in_and_out(reader, world):
    linked(world, "bid")
    out, into = (reader.get(c.get_absolute_url()).text for c in (world.seller, world.buyer))
    assert ("<h3>Out</h3>" in out, "<h3>In</h3>" in into) == (True, True)


def test_a_club_without_links_has_no_panel(reader):
    assert "links-panel" not in reader.get(make_club().get_absolute_url()).text


def test_a_mans_page_shows_his_links(reader, world):
    link = linked(world, "bid")
    assert f'href="/links/{link.pk}/"' in reader.get(world.man.get_absolute_url()).text


def test_only_who_may_is_offered_to_link_a_man(reader, editor, analyst, world):
    url = world.man.get_absolute_url()
    add = f"/links/add/?player={world.man.slug}"
    assert [add in v.get(url).text for v in (reader, editor, analyst)] == [False, True, True]


def test_a_long_list_has_pages(reader, world, monkeypatch):
    monkeypatch.setattr("transfers.pages.links.PER_PAGE", 1)
    first, second = linked(world), make_link()
    found = page(reader)
    assert (order(found), order(page(reader, page=2))) == ([second.pk], [first.pk])
    assert Link.objects.count() == found.context["page"]["count"] == 2
