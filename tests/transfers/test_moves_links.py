"""What editors and analysts enter of links."""

import datetime as dt

import pytest

from squads.models import Change, NewsItem
from squads.moves import Refused, Stale, news_item
from tests.factories import make_club, make_contract, make_player
from tests.transfers.factories import make_link
from tests.transfers.linked import DEADLINE, TODAY, linked, make_world, told, versions
from transfers.models import Link, LinkCondition
from transfers.moves import links

pytestmark = pytest.mark.django_db
ADDRESS = "https://www.bbc.co.uk/sport/marc-wanted-by-the-reds"


@pytest.fixture
def world():
    return make_world()


def add(world, **fields):
    given = {"by": world.by, "kind": "permanent", "fee": 35_000_000, "currency": "GBP"} | fields
    return links.add(world.man, world.seller, world.buyer, **given)


def test_a_link_is_told_at_both_clubs(world):
    add(world)
    text = "link from Palace to Reds: rumour, £35m"
    assert (told(world.seller), told(world.buyer)) == ([text], [text])


def test_both_clubs_get_a_new_version(world):
    before = versions(world.seller, world.buyer)
    add(world)
    after = versions(world.seller, world.buyer)
    assert all(now > was for now, was in zip(after, before, strict=True))


def test_a_new_link_begins_with_a_step_and_the_news_of_it(world):
    add(world, stage="bid", news=news_item(ADDRESS, "Reds want Marc"))
    link = Link.objects.get()
    assert (link.steps.get().stage, link.reports.get().news.headline) == ("bid", "Reds want Marc")


def test_a_link_without_a_window_takes_the_sellers_next(world):
    add(world)
    assert Link.objects.get().window.opens_on == dt.date(2026, 1, 1)


def test_a_man_who_is_not_at_the_club_cannot_be_linked_away_from_it(world):
    with pytest.raises(Refused, match="On 30 Sep 2025 he is not under contract at Reds: he is at"):
        links.add(world.man, world.buyer, make_club(), by=world.by, kind="loan")


def test_a_free_transfer_is_of_a_man_without_a_contract(world):
    with pytest.raises(Refused, match="so it is no free transfer"):
        add(world, kind="free", fee=None)


def test_the_same_link_is_not_entered_twice(world):
    add(world)
    with pytest.raises(Refused, match=r"such a link already \(rumour since 30 Sep 2025\)"):
        add(world)


def test_a_link_to_his_own_club_is_refused(world):
    with pytest.raises(Refused, match="choose another club"):
        links.add(world.man, world.seller, world.seller, by=world.by, kind="loan")


@pytest.mark.parametrize(
    ("stage", "goal"),
    [
        ("rumour", "interest"),
        ("rumour", "agreed"),
        ("bid", "rejected"),
        ("medical", "collapsed"),
        ("collapsed", "rumour"),
        ("rejected", "rumour"),
    ],
)
def test_a_stage_may_follow(world, stage, goal):
    links.set_stage(linked(world, stage), goal, by=world.by)
    link = Link.objects.get()
    assert (link.stage, link.stage_on, link.steps.last().stage) == (goal, TODAY, goal)


@pytest.mark.parametrize(
    ("stage", "goal", "why"),
    [
        ("rumour", "done", "cannot be done before it is agreed: it is a rumour"),
        ("bid", "done", "cannot be done before it is agreed: it is at a bid"),
        ("agreed", "done", "Complete it instead"),
        ("medical", "bid", "does not go back to bid"),
        ("collapsed", "agreed", "It has collapsed. Reopen it as a rumour first"),
        ("bid", "bid", "at that stage already"),
        ("done", "collapsed", "It is done. Undo that first"),
    ],
)
def test_a_stage_that_may_not_follow_is_refused_with_the_reason(world, stage, goal, why):
    with pytest.raises(Refused, match=why):
        links.set_stage(linked(world, stage), goal, by=world.by)


def test_a_refused_move_changes_nothing(world):
    link, before = linked(world, "rumour"), versions(world.seller)
    with pytest.raises(Refused):
        links.set_stage(link, "done", by=world.by)
    assert (versions(world.seller), told(world.seller)) == (before, [])


@pytest.mark.parametrize(
    ("on", "why"),
    [(DEADLINE - dt.timedelta(1), "since 1 Sep 2025"), (TODAY + dt.timedelta(1), "still to come")],
)
def test_stages_keep_the_order_of_days(world, on, why):
    with pytest.raises(Refused, match=why):
        links.set_stage(linked(world, "bid"), "agreed", by=world.by, on=on)


def test_a_stage_of_a_man_who_has_left_is_refused(world):
    link = linked(world, "bid")
    world.man.contracts.update(ends_on=dt.date(2025, 9, 10))
    make_contract(player=world.man, club=make_club("Blues"), starts_on=dt.date(2025, 9, 11))
    with pytest.raises(Refused, match="not under contract at Palace: he is at Blues"):
        links.set_stage(link, "agreed", by=world.by)


def test_a_link_of_a_man_who_has_left_can_still_collapse(world):
    link = linked(world, "bid")
    world.man.contracts.update(ends_on=dt.date(2025, 9, 10))
    links.set_stage(link, "collapsed", by=world.by)
    assert Link.objects.get().stage == "collapsed"


def test_the_log_says_from_which_stage_to_which(world):
    change = links.set_stage(linked(world, "medical"), "collapsed", by=world.by, source="club")
    assert (change.before, change.after, change.source) == ("medical", "collapsed", "club")


def test_who_saw_another_version_is_told(world):
    link = linked(world, "bid")
    links.set_stage(link, "agreed", by=world.by, version=1)
    with pytest.raises(Stale):
        links.set_stage(link, "medical", by=world.by, version=1)


def test_the_last_stage_can_be_taken_back(world):
    link = linked(world, "bid")
    links.set_stage(link, "agreed", by=world.by)
    links.take_back(link, by=world.by)
    link = Link.objects.get()
    assert (link.stage, link.stage_on, link.steps.count()) == ("bid", DEADLINE, 1)


def test_the_first_stage_stays(world):
    with pytest.raises(Refused, match="no earlier stage"):
        links.take_back(linked(world), by=world.by)


def test_an_edit_names_what_was(world):
    links.edit(linked(world), by=world.by, fee=40_000_000, currency="GBP", note="add-ons")
    text = "link from Palace to Reds: fee £40m, was not known; note add-ons, was not known"
    assert told(world.buyer) == [text]


def test_a_fee_for_an_option_needs_its_kind(world):
    with pytest.raises(Refused, match="Only a loan with an option"):
        links.edit(linked(world), by=world.by, option_fee=1)


def test_news_is_tied_once(world):
    link = linked(world)
    links.add_news(link, by=world.by, news=news_item(ADDRESS))
    with pytest.raises(Refused, match="on the page already"):
        links.add_news(link, by=world.by, news=news_item(ADDRESS))
    assert NewsItem.objects.get().links.get().on == TODAY


def test_the_log_names_the_news(world):
    links.add_news(linked(world), by=world.by, news=news_item(ADDRESS))
    assert {c.news.address for c in Change.objects.all()} == {ADDRESS}


def test_a_link_can_wait_for_a_replacement(world):
    links.add_condition(linked(world), by=world.by, position="CB")
    assert told(world.seller)[0].endswith("waits for a replacement at centre-back")


def test_links_cannot_wait_for_each_other(world):
    link, other = linked(world), make_link()
    links.add_condition(link, by=world.by, other=other)
    with pytest.raises(Refused, match="neither could ever happen"):
        links.add_condition(other, by=world.by, other=link)


def test_a_link_cannot_wait_for_itself(world):
    link = linked(world)
    with pytest.raises(Refused, match="waits for this one"):
        links.add_condition(link, by=world.by, other=link)


def test_the_same_condition_is_entered_once(world):
    link = linked(world)
    links.add_condition(link, by=world.by, position="CB")
    with pytest.raises(Refused, match="waits for that already"):
        links.add_condition(link, by=world.by, position="CB")


def test_a_condition_can_be_given_up(world):
    link = linked(world)
    links.add_condition(link, by=world.by, position="CB")
    links.remove_condition(link.conditions.get(), by=world.by)
    assert not LinkCondition.objects.exists()


def test_a_link_to_a_club_without_a_chart_is_told_where_there_is_a_log(world):
    abroad = make_club("Abroad", competition=None, formation=None)
    links.add(make_player(club=world.seller), world.seller, abroad, by=world.by, kind="loan")
    assert (len(told(world.seller)), told(abroad)) == (1, [])
