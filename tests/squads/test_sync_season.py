"""The real answers of a season, on the real seeds: what is known of it must come out."""

import datetime as dt
import json

import pytest
from django.conf import settings
from django.db import transaction

from squads.feeds.fpl import read_snapshot
from squads.feeds.sync import sync
from squads.models import (
    Absence,
    Change,
    Club,
    Contract,
    FeedReport,
    Injury,
    PlayerPosition,
    ReturnEstimate,
)
from squads.rules import RULES
from squads.seeding.files import read_seeds
from squads.seeding.load import load
from tests.shared import DATA, reads_shared
from tests.squads.feed_runs import day

SNAPSHOTS = ("2025-10-06", "2026-01-02", "2026-01-10")
pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # slow: a season of answers
FACTS = []


def fact(check):
    """Enter what is known of the season; each is checked on the same three runs."""
    FACTS.append(check)
    return check


@reads_shared
def test_the_season_comes_out_as_it_was(subtests):
    load(read_seeds(settings.SEEDS_DIR))
    outcomes = [sync(read_snapshot(real(name))) for name in SNAPSHOTS]
    for check in FACTS:
        with subtests.test(check.__name__), transaction.atomic():
            check(outcomes)
            transaction.set_rollback(True)


def real(name):
    return (DATA / "fpl" / f"bootstrap-{name}.json").read_bytes()


def state():
    tables = (Injury, Absence, ReturnEstimate, Contract, Change, Club)
    return [list(table.objects.order_by("pk").values_list("pk")) for table in tables] + [
        dict(Club.objects.values_list("pk", "version")),
        list(Injury.objects.order_by("pk").values()),
    ]


def spells(slug, table=Injury):
    """Return diagnosis or kind, first day, expected return and day back of a man's spells."""
    what = "diagnosis" if table is Injury else "kind"
    found = table.objects.filter(player__slug=slug, source__contains="fantasy")
    return list(
        found.order_by("began_on").values_list(
            what, "began_on", "expected_until", "returned_on"
        )
    )  # fmt: skip


@fact
def alisson_is_out_from_the_night_of_30_september(outcomes):
    assert spells("alisson-becker") == [
        ("muscle injury", day("2025-10-01"), None, day("2025-11-27"))
    ]


@fact
def leoni_is_out_until_september_with_the_seeds_diagnosis(outcomes):
    (spell,) = Injury.objects.filter(player__slug="giovanni-leoni")
    assert (spell.diagnosis, spell.began_on) == ("ACL tear", day("2025-09-24"))
    assert (spell.expected_until, spell.returned_on) == (day("2026-09-01"), None)
    assert not Change.objects.filter(player__slug="giovanni-leoni", feed="fpl").exists()


@fact
def isak_is_out_from_20_december_without_a_date(outcomes):
    assert spells("alexander-isak") == [("ankle injury", day("2025-12-20"), None, None)]


@fact
def munoz_is_expected_on_17_january(outcomes):
    assert spells("daniel-munoz") == [("knee injury", day("2025-12-08"), day("2026-01-17"), None)]


@fact
def the_return_of_munoz_slips_in_an_answer_that_says_so(outcomes):
    answer = json.loads(real("2026-01-10"))
    munoz = next(man for man in answer["elements"] if man["code"] == 247348)
    munoz["news"] = "Knee injury - Expected back 25 Jan"
    (change,) = sync(read_snapshot(json.dumps(answer).encode())).changes
    assert (change.text, change.player.known_as) == (
        "back 25 Jan 2026, was 17 Jan 2026",
        "Daniel Muñoz",
    )
    given = ReturnEstimate.objects.filter(injury__player__slug="daniel-munoz")
    assert [estimate.expected_until.day for estimate in given] == [17, 25]


@fact
def salah_is_at_the_africa_cup_from_the_round_on_that_is_named(outcomes):
    assert spells("mohamed-salah", Absence) == [("international", day("2025-12-20"), None, None)]


@fact
def tsimikas_is_on_loan_at_roma_and_once(outcomes):
    loans = Contract.objects.filter(player__slug="kostas-tsimikas", kind="loan")
    assert [loan.club.name for loan in loans] == ["AS Roma"]


@fact
def guehi_has_not_moved_yet(outcomes):
    contracts = Contract.objects.filter(player__slug="marc-guehi")
    assert [contract.club.slug for contract in contracts] == ["crystal-palace"]


@fact
def men_who_changed_club_have_both_contracts(outcomes):
    johnson = Contract.objects.filter(player__slug="brennan-johnson").order_by("starts_on")
    assert list(johnson.values_list("club__slug", "starts_on", "ends_on")) == [
        ("tottenham-hotspur", day("2023-09-01"), day("2026-01-01")),
        ("crystal-palace", day("2026-01-02"), None),
    ]


@fact
def a_man_whom_the_feed_listed_first_has_no_position(outcomes):
    reports = FeedReport.objects.filter(player__full_name="Wellity Lucky")
    assert [(report.line, report.club.slug) for report in reports] == [("DEF", "liverpool")]
    assert not PlayerPosition.objects.filter(player__full_name="Wellity Lucky").exists()


@fact
def no_spell_is_open_twice(outcomes):
    assert not list(RULES["spell-once"].broken_by(day("2026-01-09")))
    for table in (Injury, Absence):
        going = table.objects.filter(returned_on=None, source__contains="fantasy")
        men = list(going.values_list("player", flat=True))
        assert len(men) == len(set(men))


@fact
def every_rule_holds(outcomes):
    for name, rule in RULES.items():
        assert not list(rule.broken_by(day("2026-01-09"))), name


@fact
def every_line_of_the_real_answers_is_read(outcomes):
    for outcome in outcomes:
        assert (outcome.counts["unread"], outcome.counts["ambiguous"]) == (0, 0)


@fact
def the_last_answer_again_changes_nothing(outcomes):
    before = state()
    assert not sync(read_snapshot(real("2026-01-10"))).new
    assert state() == before


@fact
def the_same_statements_in_another_answer_change_nothing(outcomes):
    answer = json.loads(real("2026-01-10"))
    for man in answer["elements"]:
        man["minutes"] += 0
    answer["events"][-1]["deadline_time"] = "2026-05-25T13:30:00Z"
    before = state()
    outcome = sync(read_snapshot(json.dumps(answer).encode()))
    assert (outcome.new, outcome.changes) == (True, [])
    assert state() == before


@fact
def the_next_season_begins_with_guehi_at_his_new_club(outcomes):
    outcome = sync(read_snapshot(real("2026-08-22")))
    guehi = Contract.objects.filter(player__slug="marc-guehi").order_by("starts_on")
    assert list(guehi.values_list("club__slug", "starts_on", "ends_on")) == [
        ("crystal-palace", day("2021-07-18"), day("2026-01-18")),
        ("manchester-city", day("2026-01-19"), None),
    ]
    hull = [report for report in outcome.reports if report.team == "Hull City"]
    assert {report.state for report in hull} == {"no_club"}
    for name, rule in RULES.items():
        assert not list(rule.broken_by(dt.date(2026, 8, 22))), name
