"""A link's page: what it does to both clubs, its stages, its news and its chain."""

import datetime as dt

import pytest

from squads.models import Club, NewsItem, Outlet
from tests.factories import (
    make_club,
    make_elsewhere,
    make_injury,
    make_player,
)
from tests.squads.admin_pages import change
from tests.transfers.factories import make_link, make_window
from tests.transfers.linked import linked, make_abroad, make_world
from transfers.models import LinkCondition, LinkNews
from transfers.moves import links
from transfers.moves.completing import complete

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def summer(world):
    return world.seller.competition.windows.order_by("opens_at").first()


def page(visitor, link):
    return visitor.get(link.get_absolute_url())


def side(response, number):
    return response.context["sides"][number]


def test_the_seller_is_shown_without_him(reader, world):
    found = side(page(reader, linked(world, window=summer(world))), 0)
    assert found["says"] == [
        "Without him Palace fall short of cover at centre-back: 3 of 4, thin, down from "
        "4 of 4, covered. They need a replacement first."
    ]


def test_the_buyer_is_shown_with_him(reader, world):
    found = side(page(reader, linked(world, window=summer(world))), 1)
    assert found["says"] == [
        "Reds would count him at centre-back, first string: 2 of 4, exposed, up from 1 of 4, "
        "short."
    ]


def test_what_the_deal_waits_for_is_said(reader, world):
    link = linked(world, window=summer(world))
    links.add_condition(link, by=world.by, position="CB")
    assert "That is what the deal waits for." in page(reader, link).text


def test_what_a_deal_that_is_over_waited_for_is_said(reader, world):
    link = linked(world, window=summer(world))
    links.add_condition(link, by=world.by, position="CB")
    links.set_stage(link, "collapsed", by=world.by)
    text = page(reader, link).text
    assert "Palace would have fallen short of cover at centre-back" in text
    assert "They needed a replacement first. That is what the deal waited for." in text


def test_both_are_judged_on_the_day_the_window_closes(reader, world):
    found = page(reader, linked(world, "collapsed", window=summer(world)))
    assert "On 1 Sep 2025, the day the window closed." in found.text
    assert "at worst until 31 Dec 2025" in found.text


def test_a_link_that_outlived_its_window_is_judged_in_the_next_one(reader, world):
    found = page(reader, linked(world, window=summer(world)))
    assert "On 2 Feb 2026, the day the window closes." in found.text


def test_all_who_could_replace_him_are_judged_on_the_same_day(reader, world):
    found = page(reader, linked(world))
    assert 'href="/clubs/palace/candidates/CB/?on=2026-02-02"' in found.text


def test_a_stage_that_nobody_entered_is_not_recorded(reader, world):
    ladder = page(reader, linked(world, "bid")).text.split('aria-label="Stages"')[1]
    rungs = [rung.split("</li>")[0] for rung in ladder.split("<li")[1:3]]
    assert ["not recorded" in rung for rung in rungs] == [True, False]
    assert "Rumour to interest: " in rungs[0]


def test_the_tile_tells_his_string_and_his_standing_apart(reader, world):
    assert "at Reds: first string, standing: first choice" in page(reader, linked(world)).text


def test_the_months_of_his_contract_are_those_of_the_list_of_contracts(reader, world):
    world.man.contracts.update(ends_on=dt.date(2026, 6, 10))
    assert "contract at Palace, 9 months left" in page(reader, linked(world)).text
    assert "9 months" in reader.get("/contracts/").text


def test_a_link_for_january_is_judged_in_february(reader, world):
    found = page(reader, linked(world, "rumour"))
    assert "On 2 Feb 2026, the day the window closes." in found.text


def test_a_club_without_windows_is_judged_today(reader):
    link = make_link(from_club=make_club("Tiny"), to_club=make_club("Small"))
    assert "On 30 Sep 2025, today, as no window is on file." in page(reader, link).text


@pytest.mark.parametrize(
    ("stage", "title"),
    [("bid", "does"), ("collapsed", "would have done"), ("done", "did")],
)
def test_what_is_over_is_told_in_the_past(reader, world, stage, title):
    found = page(reader, linked(world, stage, window=summer(world)))
    assert f">What it {title} to both clubs</h2>" in found.text


@pytest.fixture
def abroad(world):
    """A buyer of another league, whose windows are open on other days than the seller's."""
    return make_abroad(closes=(2026, 1, 31))


@pytest.mark.parametrize("named", [True, False])
def test_a_link_is_judged_in_the_window_of_who_registers_him(reader, world, abroad, named):
    sellers = world.seller.competition.windows.get(name="Winter 2025/26")
    link = make_link(world.man, world.seller, abroad, window=sellers if named else None)
    found = page(reader, link)
    assert "On 31 Jan 2026, the day the window closes." in found.text
    assert "Winter in Italy closes, opens 2 Jan 2026" in found.text


def test_a_buyer_without_windows_is_judged_in_the_sellers(reader, world):
    link = make_link(world.man, world.seller, make_elsewhere("Abroad"))
    assert "On 2 Feb 2026, the day the window closes." in page(reader, link).text


def test_a_seller_who_has_no_contract_of_his_on_record_is_not_judged(reader, world):
    man = make_player("Noni", club=world.buyer, natural="CB", contract={"standing": "fringe"})
    link = make_link(man, world.seller, world.buyer, stage="done", window=summer(world))
    assert side(page(reader, link), 0)["says"] == [
        "His contract at Palace is not on record, so what they were left with is not known."
    ]


def test_who_is_taken_for_what_the_buyer_has_him_as_is_said_to_be(reader, world):
    man = make_player("Eze", club=world.buyer, natural="CB")
    link = make_link(man, world.seller, world.buyer, stage="done", window=summer(world))
    assert side(page(reader, link), 0)["says"][-1] == (
        "His contract there is not on record: he is taken for what he is at Reds."
    )


def test_what_is_done_is_judged_by_what_was(reader, world):
    link = linked(world, window=summer(world))
    complete(link, by=world.by, on=dt.date(2025, 9, 1), until=dt.date(2030, 6, 30))
    found = page(reader, link)
    assert "Without him Palace fell short of cover at centre-back: 3 of 4, thin" in found.text
    assert "Reds counted him at centre-back, " in found.text


def test_a_club_that_has_enough_stands(reader, world):
    make_player("Fifth", club=world.seller, natural="CB")
    found = side(page(reader, linked(world, window=summer(world))), 0)
    assert found["says"][0].startswith("Without him Palace stay as well covered as they are")


def test_a_club_without_a_chart_is_said_to_have_none(reader, world):
    link = make_link(world.man, world.seller, make_elsewhere("Abroad"))
    assert side(page(reader, link), 1)["says"] == [
        "Abroad have no chart here: what they would gain is not known."
    ]


def test_replacements_come_from_anywhere(reader, world):
    spare = make_club("Rich")
    for n in range(5):
        make_player(f"Spare {n}", club=spare, natural="CB")
    make_player("Only", club=make_club("Poor"), natural="CB")
    found = page(reader, linked(world, window=summer(world))).context["replacements"]
    rows = [(row["name"], row["stands"]) for row in found[0]["rows"]]
    assert ("Spare 0", True) in rows
    assert rows[-2:] == [("Only", False), ("Virgil", False)]


def test_stages_show_how_far_it_got(reader, world):
    link = linked(world, "agreed")
    links.set_stage(link, "collapsed", by=world.by)
    rungs = [(r["label"], r["state"]) for r in page(reader, link).context["ladder"]]
    assert rungs[-2:] == [("Agreed", "passed"), ("Collapsed", "now")]


def test_a_chain_shows_what_must_happen_first(reader, world):
    link, other = linked(world), make_link(player=make_player("Igor", club=make_club("Gulls")))
    links.add_condition(link, by=world.by, other=other)
    text = page(reader, link).text
    assert "What must happen first, in this order:" in text
    assert 'class="chain"' in text


def test_a_chain_that_is_broken_is_said_to_be(reader, world):
    link, other = linked(world), make_link(stage="collapsed")
    links.add_condition(link, by=world.by, other=other)
    assert "could not come about" in page(reader, link).text
    assert "cannot be met" in page(reader, link).text


def test_a_condition_that_is_met_is_marked(reader, world):
    link = linked(world, window=summer(world))
    make_player("Fifth", club=world.seller, natural="CB")
    links.add_condition(link, by=world.by, position="CB")
    found = page(reader, link)
    assert "</svg> met</span>" in found.text
    assert [one["met"] for one in found.context["conditions"]] == [True]


def test_nothing_of_it_says_how_likely_it_is(reader, world):
    text = page(reader, linked(world, "rumour")).text.lower()
    assert not any(word in text for word in ("probab", "likely", "likelihood", "%"))


def test_the_buyer_is_told_how_long_he_has_been_out(reader, world):
    def label():
        return page(reader, link).context["facts"][1]["label"]

    link = linked(world)
    assert label() == "years old"
    march = dt.date(2024, 3, 1), dt.date(2024, 3, 31)
    make_injury(player=link.player, began_on=march[0], returned_on=march[1])
    Club.objects.touch()
    assert label() == "years old, 30 days missed since 2024"


def test_readers_change_nothing_here(reader, editor, analyst, world):
    link = linked(world)
    offered = [
        "edit-link-done" in page(visitor, link).text for visitor in (reader, editor, analyst)
    ]
    assert offered == [False, True, True]


def test_who_may_complete_it_sees_what_stands_in_the_way(editor, world):
    assert "No window is open for Reds on 30 Sep 2025." in page(editor, linked(world)).text


def test_a_link_that_is_not_there_is_not_found(reader):
    assert reader.get("/links/99999/").status_code == 404


def test_a_kept_page_follows_the_club(reader, world):
    link = linked(world, window=summer(world))
    page(reader, link)
    make_player("Fifth", club=world.seller, natural="CB")
    world.seller.__class__.objects.filter(pk=world.seller.pk).touch()
    assert "stay as well covered" in page(reader, link).text


@pytest.mark.parametrize("many", [1, 8])
def test_the_number_of_queries_does_not_grow(htmx, django_assert_num_queries, many, world):
    link = linked(world, window=summer(world))
    LinkCondition.objects.create(link=link, position="CB")
    for n in range(many):
        club = make_club()
        make_player(f"Man {n}", club=club, natural="CB")
        other = make_link(stage="done")
        LinkCondition.objects.create(link=link, other=other)
    with django_assert_num_queries(26):
        assert len(page(htmx, link).context["conditions"]) == many + 1


def test_an_old_window_is_not_this_one(reader, world):
    window = make_window(
        ("Winter 2024/25", "2024/25", (2025, 1, 1), (2025, 2, 3)),
        competition=world.seller.competition,
    )
    found = page(reader, linked(world, "collapsed", window=window, stage_on=dt.date(2025, 2, 3)))
    assert "On 3 Feb 2025" in found.text


def test_a_link_of_a_man_who_has_left_says_so(reader, world):
    link = linked(world, "bid")
    world.man.contracts.update(ends_on=dt.date(2025, 9, 10))
    assert "On 30 Sep 2025 he is not under contract at Palace." in page(reader, link).text


def test_a_link_whose_window_has_closed_says_so(reader, world):
    found = page(reader, linked(world, "bid", window=summer(world)))
    assert "Its window, Summer 2025/26, closed on 1 Sep 2025." in found.text


def test_a_kept_page_follows_the_outlet_that_it_names(reader, admin_user, world):
    outlet = Outlet.objects.create(name="Calcio", tier=3, host="calcio.example")
    item = NewsItem.objects.create(address="https://calcio.example/", headline="A", outlet=outlet)
    link = linked(world, "rumour")
    LinkNews.objects.create(link=link, news=item, on=dt.date(2025, 9, 1))
    assert 'data-tier="3"' in page(reader, link).text
    change(admin_user, outlet, tier=2)
    assert 'data-tier="2"' in page(reader, link).text
