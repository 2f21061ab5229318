import datetime as dt
import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from squads import moves
from squads.models import DataSet, Injury, PlayerIdentifier, SearchKey
from squads.rules import RULES
from tests.factories import (
    DAY,
    make_absence,
    make_club,
    make_contract,
    make_figures,
    make_formation,
    make_injury,
    make_loan,
    make_player,
    make_ranking,
    make_report,
)

pytestmark = pytest.mark.django_db
NEXT_SUMMER = dt.date(2026, 6, 30)


def two_permanent_contracts():
    first = make_contract()
    make_contract(player=first.player, starts_on=first.ends_on)


def two_loans():
    loan = make_loan()
    make_loan(parent=loan.parent, starts_on=loan.ends_on, ends_on=loan.ends_on)


def a_loan_that_outlasts_its_contract():
    make_loan(parent=make_contract(ends_on=NEXT_SUMMER), ends_on=dt.date(2026, 7, 1))


def a_loan_to_the_club_itself():
    contract = make_contract()
    make_loan(parent=contract, club=contract.club)


def one_number_on_two_men():
    first = make_contract(squad_number=4)
    make_contract(club=first.club, squad_number=4)


def a_formation_of_ten():
    make_formation("3-3-3", "GK CB CB CB CM CM CM RW LW ST")


def a_formation_without_a_goalkeeper():
    make_formation("3-4-4", "CB CB CB RM CM CM LM RW LW ST ST")


def a_league_club_without_a_formation():
    make_club(formation=None)


def a_ranking_with_a_gap():
    *_, last = make_ranking(make_club(), "CB", *(make_player() for _ in range(3)))
    last.rank = 4
    last.save()


def an_injury_twice():
    injury = make_injury(diagnosis="ACL tear")
    make_injury(player=injury.player, diagnosis="acl tear", began_on=DAY)


def an_absence_twice():
    absence = make_absence(returned_on=DAY)
    make_absence(player=absence.player, began_on=DAY - dt.timedelta(1))


def an_expected_return_without_record():
    injury = make_injury(expected_until=NEXT_SUMMER)
    Injury.objects.filter(pk=injury.pk).update(expected_until=DAY)


def a_man_without_search_keys():
    SearchKey.objects.filter(player=make_player()).delete()


def two_data_sets():
    DataSet.objects.create(pinned_on=DAY)
    DataSet.objects.create(pinned_on=DAY)


SAID_AT = dt.datetime(2025, 9, 30, 10, tzinfo=dt.UTC)


def a_report_of_nobody():
    make_report(state="taken", player=None)


def a_report_of_another_man():
    report = make_report(state="taken")
    PlayerIdentifier.objects.create(player=make_player(), source="fpl", value=report.code)


def two_injuries_from_one_feed():
    player = make_player(club=make_club())
    by = moves.Feed("fpl", "fantasy feed", SAID_AT)
    for diagnosis in ("Knee injury", "Hip injury"):
        moves.report_injury(player, by=by, diagnosis=diagnosis, began_on=DAY)


HELD_BY_POSTGRESQL = {two_permanent_contracts}
BREAKERS = [
    ("one-permanent-contract", two_permanent_contracts),
    ("one-loan", two_loans),
    ("loan-within-contract", a_loan_that_outlasts_its_contract),
    ("loan-within-contract", a_loan_to_the_club_itself),
    ("squad-number-once", one_number_on_two_men),
    ("formation-of-eleven", a_formation_of_ten),
    ("formation-of-eleven", a_formation_without_a_goalkeeper),
    ("chart-complete", a_league_club_without_a_formation),
    ("ranking-without-gaps", a_ranking_with_a_gap),
    ("spell-once", an_injury_twice),
    ("spell-once", an_absence_twice),
    ("estimate-current", an_expected_return_without_record),
    ("searchable", a_man_without_search_keys),
    ("one-data-set", two_data_sets),
    ("feed-report-has-man", a_report_of_nobody),
    ("feed-code-of-man", a_report_of_another_man),
    ("feed-spell-once", two_injuries_from_one_feed),
]


def broken():
    return {name for name, rule in RULES.items() if list(rule.broken_by(DAY))}


def sound_data():
    """What comes near to breaking the rules and does not."""
    club = make_club()
    first = make_contract(club=club, ends_on=dt.date(2025, 6, 30), squad_number=9)
    make_contract(player=first.player, starts_on=dt.date(2025, 7, 1), squad_number=9)
    lent = make_contract(club=club, squad_number=7)
    make_loan(parent=lent, ends_on=lent.ends_on)
    make_contract(club=club, squad_number=7)
    injury = make_injury(returned_on=DAY, expected_until=DAY)
    make_injury(player=injury.player, began_on=DAY)
    make_ranking(club, "CB", lent.player, first.player)
    make_figures(club=club, player=lent.player)
    report = make_report(player=lent.player)
    PlayerIdentifier.objects.create(player=lent.player, source="fpl", value=report.code)
    make_report(player=None, state="no_club")
    make_report(player=None, status="u")
    make_report(player=None, why="no longer listed")


def test_sound_data_breaks_no_rule():
    sound_data()
    assert broken() == set()


def test_every_rule_is_tried():
    assert {name for name, _ in BREAKERS} == RULES.keys()


CASES = [
    pytest.param(
        name,
        breaker,
        id=breaker.__name__,
        marks=[pytest.mark.sqlite] if breaker in HELD_BY_POSTGRESQL else [],
    )
    for name, breaker in BREAKERS
]


@pytest.mark.parametrize(("name", "break_it"), CASES)
def test_what_breaks_a_rule_breaks_no_other(name, break_it):
    break_it()
    assert broken() == {name}


def test_the_command_counts_each_rule():
    a_ranking_with_a_gap()
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("check_data", stdout=out)
    assert "    1  ranking-without-gaps: " in out.getvalue()


def test_the_command_names_the_rows_that_break_a_rule():
    a_formation_of_ten()
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("check_data", stdout=out)
    assert "3-3-3: 10 slots, 1 for a goalkeeper" in out.getvalue()


def test_the_command_fails_with_1_when_something_is_wrong():
    a_formation_of_ten()
    with pytest.raises(CommandError) as caught:
        call_command("check_data", stdout=io.StringIO())
    assert caught.value.returncode == 1


def test_the_command_is_content_with_sound_data():
    sound_data()
    out = io.StringIO()
    call_command("check_data", "--on", str(DAY), stdout=out)
    assert out.getvalue().endswith("Nothing wrong on 2025-09-30.\n")
