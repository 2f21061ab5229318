"""The stories of the seeds: what the engine makes of them, without anybody having told it."""

import csv
import datetime as dt

import pytest
from django.conf import settings
from django.db import transaction

from squads.models import Contract
from squads.seeding.files import read_seeds
from squads.seeding.load import load
from tests.conftest import Visitor
from transfers.models import Link
from transfers.seeding import load_transfers


@pytest.fixture(scope="module", autouse=True)
def seeds(django_db_setup, django_db_blocker):
    """The whole data set, loaded once for the module and taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(read_seeds(settings.SEEDS_DIR))
        load_transfers(settings.SEEDS_DIR)
        yield
        transaction.set_rollback(True)


def page(player, to, year):
    link = Link.objects.get(player__slug=player, to_club__slug=to, window__closes_at__year=year)
    return Visitor().get(link.get_absolute_url())


def said(response):
    return [side["says"] for side in response.context["sides"]]


def test_palace_needed_a_replacement_for_guehi_which_is_what_the_deal_waited_for():
    seller, _ = said(page("marc-guehi", "liverpool", 2025))
    assert seller == [
        "Without him Crystal Palace would have fallen further short of cover at centre-back: "
        "3 of 6, exposed, down from 4 of 6, thin. They needed a replacement first. "
        "That is what the deal waited for."
    ]


def test_the_deal_for_guehi_is_judged_on_deadline_day():
    found = page("marc-guehi", "liverpool", 2025)
    assert "On 1 Sep 2025, the day the window closed." in found.text
    assert "Collapsed on 1 Sep 2025: a permanent transfer for £35m" in found.text


def test_guehi_waited_for_igor_and_gomez_for_guehi():
    chain = page("marc-guehi", "liverpool", 2025).context["chain"]["trees"][0]
    names = (chain["player"], chain["first"][0]["player"], chain["first"][0]["first"][0]["player"])
    assert names == ("Joe Gomez", "Marc Guéhi", "Igor Julio")


def test_without_gomez_liverpool_have_two_of_four_centre_backs():
    seller, buyer = said(page("joe-gomez", "ac-milan", 2026))
    assert seller == [
        "Without him Liverpool fall further short of cover at centre-back: 2 of 4, exposed, "
        "down from 3 of 4, thin. They need a replacement first."
    ]
    assert buyer[0].startswith("AC Milan would count him at centre-back")


def test_the_rumour_of_gomez_is_calciomercatos_of_tier_3():
    found = page("joe-gomez", "ac-milan", 2026)
    item = found.context["news"][0]["item"]
    assert (found.context["stage"], item["outlet"], item["tier"]) == ("rumour", "Calciomercato", 3)


def test_what_is_done_stands_in_the_contracts():
    for link in Link.objects.filter(stage="done"):
        there = Contract.objects.filter(player=link.player, club=link.to_club)
        assert there.filter(starts_on=link.stage_on, ends_on=link.until_on).exists(), str(link)


def test_every_link_has_its_last_stage_as_a_step():
    wrong = [str(link) for link in Link.objects.all() if link.steps.last().stage != link.stage]
    assert wrong == []


def test_what_is_done_is_told_of_as_it_was():
    seller, buyer = said(page("alexander-isak", "liverpool", 2025))
    assert seller == [
        "Without him Newcastle United stayed as well covered as they were.",
        "His contract there is not on record: he is taken for what he is at Liverpool.",
    ]
    assert buyer[0].startswith("Liverpool counted him at striker, first string: 2 of 2")


def test_days_of_stages_are_not_after_the_day_of_the_data():
    with (settings.SEEDS_DIR / "transfers/link_steps.csv").open(encoding="utf-8") as file:
        days = [dt.date.fromisoformat(row["on"]) for row in csv.DictReader(file)]
    assert max(days) <= dt.date(2025, 9, 30)
