"""A link is done, and undone."""

import datetime as dt
from dataclasses import replace

import pytest

from squads.models import Change, Club, Contract, Injury
from squads.moves import Refused, Stale, mark_back, news_item, undo
from tests.factories import make_contract, make_injury, make_player
from tests.transfers.factories import make_link
from tests.transfers.linked import DEADLINE, TODAY, linked, make_world, rows, told, versions
from transfers.models import Link, LinkStep
from transfers.moves import links
from transfers.moves.completing import complete, undo_done

pytestmark = pytest.mark.django_db
UNTIL = dt.date(2030, 6, 30)
EVE = DEADLINE - dt.timedelta(1)


@pytest.fixture
def world():
    return make_world()


def done(world, link=None, **fields):
    link = link or linked(world)
    given = {"by": world.by, "on": DEADLINE, "until": UNTIL} | fields
    return complete(link, **given)


def stays(man):
    found = Contract.objects.filter(player=man).order_by("starts_on")
    return [(stay.club.name, stay.starts_on, stay.ends_on) for stay in found]


def test_the_old_contract_ends_on_the_eve_and_the_new_one_begins(world):
    done(world)
    joined = dt.date(2024, 7, 1)
    assert stays(world.man) == [("Palace", joined, EVE), ("Reds", DEADLINE, UNTIL)]


def test_the_link_is_done_on_the_day(world):
    change = done(world)
    link = Link.objects.get()
    assert (link.stage, link.stage_on, link.change, link.steps.last().stage) == (
        "done", DEADLINE, change, "done",
    )  # fmt: skip


def test_both_logs_tell_of_it(world):
    done(world)
    text = "link from Palace to Reds: done, was agreed (a permanent transfer)"
    assert told(world.seller)[0] == told(world.buyer)[0] == text


def test_he_keeps_the_standing_he_is_given(world):
    done(world, standing="first_choice")
    assert Contract.objects.get(club=world.buyer, player=world.man).standing == "first_choice"


def test_a_loan_hangs_on_his_contract(world):
    done(world, linked(world, kind="loan"), until=dt.date(2026, 6, 30))
    loan = Contract.objects.get(club=world.buyer, player=world.man)
    assert (loan.kind, loan.parent.club) == ("loan", world.seller)


def test_a_loan_without_a_last_day_is_refused(world):
    with pytest.raises(Refused, match="A loan ends on a day"):
        done(world, linked(world, kind="loan"), until=None)


def test_a_pre_contract_begins_when_the_old_one_is_over(world):
    end = dt.date(2026, 1, 31)
    world.man.contracts.update(ends_on=end)
    done(world, linked(world, kind="pre_contract"), on=TODAY)
    assert stays(world.man)[1][1] == end + dt.timedelta(1)


def test_a_pre_contract_is_for_the_last_six_months(world):
    world.man.contracts.update(ends_on=dt.date(2026, 6, 30))
    with pytest.raises(Refused, match="may sign elsewhere from 1 Jan 2026 on"):
        done(world, linked(world, kind="pre_contract"), on=TODAY)


def test_a_man_without_a_contract_may_join_after_the_window(world):
    world.man.contracts.update(ends_on=dt.date(2025, 6, 30))
    done(world, linked(world, kind="free"), on=TODAY)
    assert stays(world.man)[1] == ("Reds", TODAY, UNTIL)


def test_a_window_that_is_closed_is_refused(world):
    sentence = "No window is open for Reds on 30 Sep 2025. The next one opens on 1 Jan 2026."
    with pytest.raises(Refused, match=sentence):
        done(world, on=TODAY)


def test_a_day_before_its_stage_is_refused_and_told_how_to_mend(world):
    link = linked(world, "bid")
    with pytest.raises(Refused, match=r"bid since 1 Sep 2025. Give that day or a later one\.$"):
        links.check_day(link, EVE)
    links.set_stage(link, "agreed", by=world.by, on=DEADLINE)
    with pytest.raises(Refused, match="If that is wrong, take “Agreed” back first"):
        done(world, link, on=EVE)


def test_a_day_to_come_is_refused(world):
    with pytest.raises(Refused, match="still to come"):
        done(world, on=dt.date(2026, 1, 2))


@pytest.mark.parametrize("stage", ["rumour", "interest", "bid", "collapsed", "done"])
def test_it_is_done_only_once_it_is_agreed(world, stage):
    with pytest.raises(Refused):
        done(world, linked(world, stage))


def test_a_man_who_is_elsewhere_is_refused(world):
    link = linked(world)
    world.man.contracts.update(club=world.buyer)
    with pytest.raises(Refused, match="not under contract at Palace"):
        done(world, link)


def test_it_waits_for_a_replacement(world):
    link = linked(world)
    links.add_condition(link, by=world.by, position="CB")
    with pytest.raises(Refused, match="First Palace have to sign a replacement at centre-back"):
        done(world, link)


def test_a_replacement_lets_it_through(world):
    link = linked(world, stage_on=DEADLINE - dt.timedelta(3))
    links.add_condition(link, by=world.by, position="CB")
    make_player("Igor", club=world.seller, natural="CB", contract={"starts_on": DEADLINE})
    done(world, link)
    assert Link.objects.get().stage == "done"


def test_it_waits_for_another_link(world):
    link, other = linked(world), make_link(stage="agreed")
    links.add_condition(link, by=world.by, other=other)
    with pytest.raises(Refused, match="First comes another transfer"):
        done(world, link)


def test_another_link_that_is_done_lets_it_through(world):
    link, other = linked(world), make_link(stage="done")
    links.add_condition(link, by=world.by, other=other)
    done(world, link)
    assert Link.objects.get(pk=link.pk).stage == "done"


def test_a_refusal_writes_nothing(world):
    link = linked(world)
    before = rows(), versions(world.seller, world.buyer)
    with pytest.raises(Refused):
        done(world, link, on=TODAY)
    assert (rows(), versions(world.seller, world.buyer)) == before


@pytest.mark.parametrize("kind", ["permanent", "loan", "loan_option", "free", "pre_contract"])
def test_undoing_restores_every_row(world, kind):
    ends = {"free": dt.date(2025, 6, 30), "pre_contract": dt.date(2026, 1, 31)}
    if kind in ends:
        world.man.contracts.update(ends_on=ends[kind])
    link = linked(world, kind=kind)
    before = rows()
    done(
        world,
        link,
        until=dt.date(2026, 6, 30),
        standing="backup",
        news=news_item("https://a.b/c-d"),
    )
    assert rows() != before
    undo_done(link, by=world.by)
    assert rows() == before


def test_undoing_restores_a_loan_that_his_sale_had_ended(world):
    parent = world.man.contracts.get()
    loan = {"kind": "loan", "parent": parent, "starts_on": dt.date(2025, 8, 1)}
    make_contract(player=world.man, club=world.buyer, ends_on=dt.date(2026, 6, 30), **loan)
    link = linked(world)
    before = rows()
    done(world, link)
    undo_done(link, by=world.by)
    assert rows() == before


def test_undoing_the_line_of_the_log_restores_the_link(world):
    link = linked(world)
    before = rows()
    undo(done(world, link), by=world.by)
    assert rows() == before


def test_undoing_gives_both_clubs_new_versions(world):
    link = linked(world)
    done(world, link)
    before = versions(world.seller, world.buyer)
    undo_done(link, by=world.by)
    after = versions(world.seller, world.buyer)
    assert all(now > was for now, was in zip(after, before, strict=True))


@pytest.fixture
def chain(world):
    """The change that did a transfer, and the link that waited for it and is done, too."""
    link, later = (
        linked(world),
        linked(replace(world, man=make_player("Lucky", club=world.seller))),
    )
    links.add_condition(later, by=world.by, other=link)
    change = done(world, link)
    done(world, later)
    return change, later


def test_what_another_waited_for_is_not_undone_before_it(world, chain):
    change, _ = chain
    before = rows(), versions(world.seller, world.buyer)
    sentence = "Undo Lucky’s transfer first: it waited for this one"
    with pytest.raises(Refused, match=sentence):
        undo(change, by=world.by)
    with pytest.raises(Refused, match=sentence):
        undo_done(Link.objects.get(change=change), by=world.by)
    assert (rows(), versions(world.seller, world.buyer)) == before


def test_a_chain_is_undone_from_its_end(world, chain):
    change, later = chain
    undo_done(later, by=world.by)
    undo(change, by=world.by)
    assert set(Link.objects.values_list("stage", flat=True)) == {"agreed"}


def test_undoing_another_change_leaves_links_alone(world):
    done(world)
    change = mark_back(make_injury(player=world.man), on=TODAY, by=world.by)
    undo(change, by=world.by)
    assert (Link.objects.get().stage, Injury.objects.get().returned_on) == ("done", None)


def test_what_stands_on_the_new_contract_is_not_pulled_away(world):
    link = linked(world)
    done(world, link)
    Contract.objects.filter(club=world.buyer, player=world.man).update(squad_number=6)
    with pytest.raises(Stale):
        undo_done(link, by=world.by)
    assert Link.objects.get().stage == "done"


def test_a_link_whose_contract_was_written_elsewhere_cannot_be_undone(world):
    with pytest.raises(Refused, match="not written here"):
        undo_done(linked(world, "done"), by=world.by)


def test_completing_again_after_undoing_works(world):
    link = linked(world)
    done(world, link)
    undo_done(link, by=world.by)
    done(world, link)
    assert Link.objects.get().stage == "done"
    assert Change.objects.filter(kind="undo").count() == 1
    assert Club.objects.filter(contracts__player=world.man).count() == 2


def test_a_link_without_a_history_is_put_back_where_it_was(world):
    link = make_link(world.man, world.seller, world.buyer, stage="agreed", stage_on=DEADLINE)
    before = rows()
    undo(done(world, link), by=world.by)
    assert rows() == before


def test_a_stage_that_was_entered_beside_it_does_not_stop_the_undo(world):
    link = linked(world)
    change = done(world, link)
    LinkStep.objects.create(link=link, stage="medical", on=TODAY)
    undo(change, by=world.by)
    link.refresh_from_db()
    assert (link.stage, link.stage_on) == ("agreed", DEADLINE)


@pytest.mark.parametrize("kind", ["permanent", "loan"])
def test_a_contract_to_another_century_is_refused(world, kind):
    with pytest.raises(Refused, match="Check the year"):
        done(world, linked(world, kind=kind), until=dt.date(9999, 12, 31))
    assert Contract.objects.filter(club=world.buyer, player=world.man).count() == 0
