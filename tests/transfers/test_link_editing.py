"""What editors and analysts do on a link's page."""

import datetime as dt
from dataclasses import replace

import pytest

from squads.models import Contract, NewsItem
from tests.factories import make_club, make_player
from tests.transfers.factories import make_link
from tests.transfers.linked import DEADLINE, linked, make_abroad, make_world, rows
from transfers.models import Link, LinkCondition
from transfers.moves import links
from transfers.moves.completing import complete

pytestmark = pytest.mark.django_db
ADD = "/links/add/"


@pytest.fixture
def world():
    return make_world()


def sent(world, **fields):
    """What a form on a new link sends."""
    given = {
        "player": world.man.slug,
        "from_club": "",
        "to_club": world.buyer.slug,
        "kind": "permanent",
        "stage": "rumour",
        "stage_on": "2025-09-30",
        "fee": "35",
        "currency": "GBP",
    }
    return given | fields


def post(visitor, link, action, /, **fields):
    return visitor.post(f"{link.get_absolute_url()}{action}/", {"version": link.version} | fields)


# A new one


def test_a_link_is_added_where_he_is_under_contract(editor, world):
    response = editor.post(ADD, sent(world))
    link = Link.objects.get()
    assert (link.from_club, link.fee, link.by) == (world.seller, 35_000_000, editor.user)
    assert response["Location"] == link.get_absolute_url()


def test_htmx_is_led_to_the_new_link(analyst, world):
    response = analyst.htmx.post(ADD, sent(world))
    assert response["HX-Redirect"] == Link.objects.get().get_absolute_url()


def test_a_player_is_found_by_a_part_of_his_name(editor, world):
    editor.post(ADD, sent(world, player="marc"))
    assert Link.objects.get().player == world.man


def test_several_who_could_be_meant_are_offered(editor, world):
    make_player("Marcel", club=world.seller)
    response = editor.post(ADD, sent(world, player="mar"))
    assert response.status_code == 422
    assert all(f'name="meant" value="{slug}"' in response.text for slug in ["marc", "marcel"])
    assert "Choose which of these men is meant." in response.text


def test_who_could_be_meant_are_told_apart_by_club_and_birthday(editor, world):
    make_player("Marcel", club=world.buyer, born_on=dt.date(1997, 5, 23))
    text = editor.post(ADD, sent(world, player="mar")).text
    assert "Marcel, Reds, " in text and ">23 May 1997</time>" in text


def test_who_could_be_meant_and_has_no_club_is_offered_without(editor, world):
    make_player("Marcel")
    assert ">Marcel, <" in editor.post(ADD, sent(world, player="mar")).text.replace("<span>", "")


@pytest.mark.parametrize("many", [2, 8])
def test_the_number_of_queries_does_not_grow_with_who_could_be_meant(
    editor, world, django_assert_num_queries, many
):
    for n in range(many - 1):
        make_player(f"Marcel {n}", club=make_club(f"Club {n}"))
    editor.get(ADD)
    with django_assert_num_queries(16):
        assert len(editor.post(ADD, sent(world, player="mar")).context["form"].matches) == many


def test_of_many_who_could_be_meant_more_of_the_name_is_wanted(editor, world):
    for n in range(9):
        make_player(f"Marcel {n}")
    text = editor.post(ADD, sent(world, player="mar")).text
    assert "Choose which of these men is meant, or type more of his name." in text


def test_whom_of_several_is_chosen_is_meant(editor, world):
    make_player("Marcel", club=world.seller)
    editor.post(ADD, sent(world, player="mar", meant="marcel"))
    assert Link.objects.get().player.known_as == "Marcel"


def test_nobody_of_that_name_is_said(editor, world):
    response = editor.post(ADD, sent(world, player="zzz"))
    assert "Nobody here is called that." in response.text


def test_a_mans_page_fills_the_form_in(editor, world):
    form = editor.get(ADD, {"player": world.man.slug}).context["form"]
    assert (form["player"].value(), form["from_club"].value()) == (world.man.slug, "palace")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"fee": "900"}, "Write millions, from 0 to 500."),
        ({"fee": "lots"}, "Write millions, from 0 to 500."),
        ({"to_club": "palace"}, "choose another club"),
        ({"stage": "done"}, "Choose one from the list."),
        ({"stage_on": "2026-01-01"}, "still to come"),
        ({"option_fee": "5"}, "Only a loan with an option has one."),
        ({"until_on": "2099-01-01"}, "Check the year."),
        ({"player": ""}, "Whom is it about?"),
        ({"headline": "Wanted"}, "Paste the link that this is the headline of."),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_was_typed(editor, world, wrong, says):
    response = editor.post(ADD, sent(world, **wrong))
    assert (response.status_code, Link.objects.count()) == (422, 0)
    assert says in response.text


@pytest.mark.parametrize("fee", ["900", "99999999999", "-1", "1.23456789"])
def test_a_wrong_fee_is_told_of_once(editor, world, fee):
    response = editor.post(ADD, sent(world, fee=fee))
    assert response.text.count("Write millions, from 0 to 500.") == 1


@pytest.mark.parametrize("visitor", ["plain", "htmx"])
def test_the_first_field_that_is_wrong_has_the_focus(editor, world, visitor):
    asks = editor if visitor == "plain" else editor.htmx
    text = asks.post(ADD, sent(world, to_club="", fee="900")).text
    field = text.split('name="to_club"')[1].split(">")[0]
    assert ("data-autofocus" in field, text.count("data-autofocus")) == (True, 1)


@pytest.mark.parametrize(
    ("country", "currency"),
    [("England", "GBP"), ("Italy", "EUR"), ("Spain", "EUR"), ("", "EUR")],
)
def test_a_fee_is_in_the_currency_of_the_seller(editor, world, country, currency):
    type(world.seller).objects.filter(pk=world.seller.pk).update(country=country)
    form = editor.get(ADD, {"player": world.man.slug}).context["form"]
    assert form["currency"].value() == currency
    editor.post(ADD, sent(world, currency=""))
    assert Link.objects.get().currency == currency


def test_a_currency_that_is_chosen_stays(editor, world):
    editor.post(ADD, sent(world, currency="USD"))
    assert Link.objects.get().currency == "USD"


def test_a_fee_may_have_a_fraction(editor, world):
    editor.post(ADD, sent(world, fee="62.5"))
    assert Link.objects.get().fee == 62_500_000


# Its window


@pytest.fixture
def abroad(world):
    """A buyer of another league, whose winter window opens a day after the seller's."""
    return make_abroad(closes=(2026, 2, 2))


def test_the_buyers_next_window_is_taken_unless_one_is_chosen(editor, world, abroad):
    editor.post(ADD, sent(world, to_club=abroad.slug))
    assert Link.objects.get().window.name == "Winter in Italy"


def test_the_sellers_next_window_is_taken_for_a_buyer_without_any(editor, world):
    editor.post(ADD, sent(world, to_club=make_club("Small", competition=None).slug))
    assert Link.objects.get().window.name == "Winter 2025/26"


def test_a_window_in_which_the_buyer_does_not_sign_is_refused(editor, world, abroad):
    sellers = world.seller.competition.windows.get(name="Winter 2025/26")
    response = editor.post(ADD, sent(world, to_club=abroad.slug, window=sellers.pk))
    assert response.status_code == 422
    assert "Milan do not sign in it: choose one of Serie A’s." in response.text


def test_a_change_offers_the_windows_of_the_buyer(editor, world, abroad):
    link = make_link(world.man, world.seller, abroad)
    form = editor.get(f"{link.get_absolute_url()}edit/").context["form"]
    offered = [label for _, label in form.fields["window"].choices]
    assert offered == ["the buyer’s next", "Serie A, Winter in Italy"]


def test_a_change_keeps_a_window_that_is_not_the_buyers(editor, world, abroad):
    sellers = world.seller.competition.windows.get(name="Winter 2025/26")
    link = make_link(world.man, world.seller, abroad, window=sellers)
    given = {"kind": "permanent", "currency": "EUR", "window": sellers.pk, "note": "More"}
    assert post(editor, link, "edit", **given).status_code == 302
    assert Link.objects.get().window == sellers


# Its stages


def test_a_button_moves_it_on(editor, world):
    link = linked(world, "bid")
    response = post(editor.htmx, link, "stage", stage="agreed", at="stage")
    assert response.headers["HX-Trigger"] == '{"chart-changed": {}}'
    assert Link.objects.get().stage == "agreed"


def test_a_plain_browser_goes_back_to_the_link(editor, world):
    link = linked(world, "bid")
    response = post(editor, link, "stage", stage="agreed")
    assert response["Location"] == link.get_absolute_url()


def test_a_move_can_have_a_day_and_a_source(editor, world):
    address = "https://www.bbc.co.uk/sport/marc-agreed-at-last"
    given = {"stage": "agreed", "on": "2025-09-02", "note": "Fixed", "link": address}
    post(editor, linked(world, "bid"), "stage", **given)
    step = Link.objects.get().steps.last()
    assert (step.on, step.note, step.news) == (
        dt.date(2025, 9, 2),
        "Fixed",
        NewsItem.objects.get(),
    )


def test_an_impossible_move_is_refused_with_its_reason(editor, world):
    response = post(editor, linked(world, "medical"), "stage", stage="bid")
    assert response.status_code == 422
    assert "does not go back to bid" in response.text


def test_who_was_slower_sees_what_stands_now(editor, world):
    link = linked(world, "bid")
    links.set_stage(link, "agreed", by=world.by)
    response = post(editor, link, "stage", stage="collapsed")
    assert response.status_code == 409
    assert all(word in response.text for word in ["ed", "Agreed", "Collapsed", "Keep theirs"])


def test_who_was_slower_can_still_save_his(editor, world):
    link = linked(world, "bid")
    links.set_stage(link, "agreed", by=world.by)
    response = post(editor, link, "stage", stage="collapsed")
    again = dict(response.context["conflict"].again)
    assert editor.post(f"{link.get_absolute_url()}stage/", again).status_code == 302
    assert Link.objects.get().stage == "collapsed"


def test_the_form_offers_only_stages_that_may_follow(editor, world):
    link = linked(world, "bid")
    form = editor.get(f"{link.get_absolute_url()}stage/").context["form"]
    offered = [value for value, _ in form.fields["stage"].choices]
    assert offered == ["agreed", "medical", "collapsed", "rejected"]


# Its facts, news and conditions


def test_facts_are_edited(editor, world):
    link = linked(world)
    given = {"kind": "permanent", "fee": "40", "currency": "GBP", "note": "More"}
    post(editor, link, "edit", **given)
    link.refresh_from_db()
    assert (link.fee, link.currency, link.note) == (40_000_000, "GBP", "More")


def test_a_fee_is_shown_in_millions(editor, world):
    link = linked(world, fee=62_500_000)
    form = editor.get(f"{link.get_absolute_url()}edit/")
    assert 'value="62.5"' in form.text


def test_two_who_edit_do_not_overwrite_each_other(editor, world):
    link = linked(world, fee=1_000_000)
    links.edit(link, by=world.by, fee=2_000_000)
    response = post(editor, link, "edit", kind="permanent", fee="3", currency="EUR")
    assert (response.status_code, Link.objects.get().fee) == (409, 2_000_000)
    assert "€2m" in response.text and "€3m" in response.text


def test_news_is_added_by_its_address(editor, world):
    link = linked(world)
    post(editor, link, "news/add", link="https://www.bbc.co.uk/sport/marc-wanted-by-the-reds")
    assert link.reports.get().news.headline == "Marc wanted by the reds"


def test_news_needs_an_address(editor, world):
    response = post(editor, linked(world), "news/add", headline="Wanted")
    assert "Paste the link to the news." in response.text


def test_a_condition_is_added_and_removed(editor, world):
    link = linked(world)
    post(editor, link, "conditions/add", position="CB")
    condition = LinkCondition.objects.get()
    editor.post(f"/links/conditions/{condition.pk}/remove/")
    assert not LinkCondition.objects.exists()


@pytest.mark.parametrize("both", [True, False])
def test_a_condition_is_one_thing(editor, world, both):
    other = make_link() if both else None
    given = {"position": "CB", "other": other.pk} if other else {}
    response = post(editor, linked(world), "conditions/add", **given)
    assert response.status_code == 422
    assert "one of them" in response.text


def test_a_circle_is_refused_on_the_page(editor, world):
    link, other = linked(world), make_link()
    links.add_condition(other, by=world.by, other=link)
    response = post(editor, link, "conditions/add", other=other.pk)
    assert "neither could ever happen" in response.text


# Done, and undone


def test_a_deal_is_completed_with_a_date(analyst, world):
    given = {"on": "2025-09-01", "until": "2030-06-30", "standing": "first_choice"}
    post(analyst, linked(world), "complete", **given)
    contract = Contract.objects.get(player=world.man, club=world.buyer)
    assert (contract.starts_on, contract.ends_on) == (DEADLINE, dt.date(2030, 6, 30))


def test_the_standing_he_has_is_proposed(editor, world):
    form = editor.get(f"{linked(world).get_absolute_url()}complete/").context["form"]
    assert form["standing"].value() == "first_choice"


def first_day(visitor, link):
    """What the form proposes as the first day, and what it says of it."""
    form = visitor.get(f"{link.get_absolute_url()}complete/").context["form"]
    return form["on"].value(), form["on"].help_text


def test_the_first_day_proposed_is_that_on_which_the_buyers_window_opens(editor, world, abroad):
    link = make_link(world.man, world.seller, abroad, stage="agreed")
    assert first_day(editor, link) == (
        dt.date(2026, 1, 2),
        "Winter in Italy opens for Milan on that day: it cannot be completed before.",
    )


def test_what_was_agreed_in_a_window_that_has_closed_is_proposed_for_that_one(editor, world):
    assert first_day(editor, linked(world)) == (
        DEADLINE,
        "No window is open for Reds today: Summer 2025/26 closed on 1 Sep 2025.",
    )


def test_the_first_day_proposed_is_today_in_an_open_window(editor, world):
    world.buyer.competition.windows.filter(name="Summer 2025/26").update(
        closes_at=dt.datetime(2025, 10, 5, tzinfo=dt.UTC)
    )
    assert first_day(editor, linked(world)) == (dt.date(2025, 9, 30), "")


def test_a_free_transfer_is_proposed_for_the_day_after_his_contract(editor, world):
    world.man.contracts.update(ends_on=dt.date(2026, 6, 30))
    assert first_day(editor, linked(world, kind="free")) == (
        dt.date(2026, 7, 1),
        "His contract at Palace runs to 30 Jun 2026: it cannot be completed before it is over.",
    )


def test_a_pre_contract_is_proposed_for_the_day_on_which_he_may_sign(editor, world):
    world.man.contracts.update(ends_on=dt.date(2026, 6, 30))
    assert first_day(editor, linked(world, kind="pre_contract")) == (
        dt.date(2026, 1, 1),
        "His contract at Palace runs to 30 Jun 2026: he may sign elsewhere from that day on.",
    )


def test_completing_outside_a_window_is_refused(editor, world):
    response = post(editor, linked(world), "complete", on="2025-09-30")
    assert response.status_code == 422
    assert "No window is open for Reds on 30 Sep 2025." in response.text


def test_a_deal_that_is_done_is_undone(editor, world):
    link = linked(world)
    complete(link, by=world.by, on=DEADLINE)
    link.refresh_from_db()
    post(editor, link, "undo")
    assert (Link.objects.get().stage, world.man.contracts.count()) == ("agreed", 1)


def test_undoing_what_has_changed_since_is_refused(editor, world):
    link = linked(world, "bid")
    links.set_stage(link, "agreed", by=world.by)
    response = post(editor, link, "undo", version=1)
    assert (response.status_code, Link.objects.get().stage) == (409, "agreed")


def test_undoing_asks_first_without_a_script(editor, world):
    link = linked(world, "bid")
    assert "Take it back?" in editor.get(f"{link.get_absolute_url()}undo/").text


# Who may


ACTIONS = ["edit", "stage", "complete", "news/add", "conditions/add", "undo"]


@pytest.mark.parametrize("action", ACTIONS)
def test_readers_are_sent_to_sign_in(reader, world, action):
    link = linked(world)
    answer = post(reader, link, action, stage="medical")
    assert answer.status_code == 401 and "/login/?next=" in answer.text
    assert Link.objects.get().version == link.version


@pytest.mark.parametrize("action", ACTIONS)
def test_editors_and_analysts_get_every_form(editor, analyst, world, action):
    url = f"{linked(world).get_absolute_url()}{action}/"
    assert [visitor.get(url).status_code for visitor in (editor, analyst)] == [200, 200]


def test_a_form_on_a_link_that_is_gone_says_so(editor, world):
    link = linked(world)
    url = f"{link.get_absolute_url()}stage/"
    link.delete()
    assert editor.get(url).status_code == 404


def test_adding_is_for_those_who_may(reader, editor, world):
    assert (reader.get(ADD).status_code, editor.get(ADD).status_code) == (302, 200)
    assert make_club().links_in.count() == 0


# A chain, and what is not known


def test_the_end_of_a_contract_that_nobody_knows_is_told_of(editor, world):
    link = linked(world)
    page = editor.get(post(editor, link, "complete", on=DEADLINE.isoformat())["Location"])
    assert "When that contract ends is not known." in page.text


def test_the_end_of_a_contract_that_is_known_needs_no_remark(editor, world):
    given = {"on": DEADLINE.isoformat(), "until": "2030-06-30"}
    page = editor.get(post(editor, linked(world), "complete", **given)["Location"])
    assert "not known." not in page.text.split('id="messages"')[1].split("<main")[0]


@pytest.mark.parametrize("way", ["link", "log"])
def test_a_chain_is_not_undone_from_its_beginning(editor, world, way):
    link, later = (
        linked(world),
        linked(replace(world, man=make_player("Lucky", club=world.seller))),
    )
    links.add_condition(later, by=world.by, other=link)
    change = complete(link, by=world.by, on=DEADLINE)
    complete(later, by=world.by, on=DEADLINE)
    before = rows()
    address = f"{link.get_absolute_url()}undo/" if way == "link" else f"/changes/{change.pk}/undo/"
    for asks in (editor, editor.htmx):
        response = asks.post(address)
        assert response.status_code == 409
        assert "Undo Lucky’s transfer first: it waited for this one." in response.text
    assert rows() == before
