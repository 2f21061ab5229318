import datetime as dt

import pytest
from django.utils.timezone import localtime

from squads import moves
from squads.depth import Position
from squads.models import Absence, Change, Contract, Injury, ReturnEstimate
from tests.factories import (
    make_absence,
    make_club,
    make_contract,
    make_injury,
    make_player,
    make_ranking,
)

pytestmark = pytest.mark.django_db
BEGAN = dt.date(2025, 9, 24)
NOVEMBER = dt.date(2025, 11, 12)
DECEMBER = dt.date(2025, 12, 1)


def make_man():
    return make_player(club=make_club())


def report(**fields):
    facts = {"diagnosis": "Knock", "began_on": BEGAN, "expected_until": NOVEMBER} | fields
    return moves.report_injury(make_man(), by=None, **facts)


def expect(spell, day):
    return moves.change_return(spell, by=None, expected_from=None, expected_until=day)


def test_an_undone_report_is_gone():
    moves.undo(report(), by=None)
    assert not Injury.objects.exists()


def test_an_undone_report_stays_in_the_history():
    moves.undo(report(), by=None)
    assert [row.history_type for row in Injury.history.all()] == ["-", "+"]


def test_an_undone_report_takes_its_expected_return_along():
    moves.undo(report(), by=None)
    assert not ReturnEstimate.objects.exists()


def test_a_change_is_undone_on_the_day_that_the_site_stands_still_on():
    change = report()
    moves.undo(change, by=None)
    change.refresh_from_db()
    assert localtime(change.undone_at).date() == dt.date(2025, 9, 30)


def test_undoing_is_logged():
    change = moves.undo(report(), by=None)
    assert change.text == "available again: the entry “out, knock” was undone"


def test_a_man_who_is_out_with_something_else_too_is_not_available_again():
    change = report()
    make_injury(player=change.player, diagnosis="Illness")
    assert moves.undo(change, by=None).after == "no longer out, knock"


@pytest.mark.parametrize(
    "other",
    [
        {"returned_on": dt.date(2025, 9, 29)},
        {"expected_until": dt.date(2025, 9, 30)},
        {"began_on": dt.date(2025, 10, 5)},
    ],
)
def test_what_is_over_or_to_come_does_not_keep_him_out(other):
    change = report()
    make_injury(player=change.player, **other)
    assert moves.undo(change, by=None).after == "available again"


@pytest.mark.parametrize(
    ("expected", "holds"),
    [(NOVEMBER, "expected back 12 Nov 2025 again"), (None, "without a return date again")],
)
def test_an_undone_expected_return_says_which_one_holds(expected, holds):
    injury = make_injury(player=make_man(), expected_until=expected)
    assert moves.undo(expect(injury, DECEMBER), by=None).after == holds


def test_an_undone_report_of_his_still_being_out_leaves_the_expected_return():
    injury = make_injury(player=make_man(), expected_until=NOVEMBER)
    change = moves.change_return(
        injury, by=None, expected_from=None, expected_until=NOVEMBER, reported_on=BEGAN
    )
    assert moves.undo(change, by=None).after == "still expected back 12 Nov 2025"


@pytest.mark.parametrize(
    ("chance", "holds"),
    [(None, "again out, hamstring injury"), (50, "again doubtful, 50 %, hamstring injury")],
)
def test_an_undone_doubt_says_what_he_is(chance, holds):
    injury = make_injury(player=make_man(), chance=chance)
    assert moves.undo(moves.mark_doubtful(injury, by=None, chance=25), by=None).after == holds


@pytest.mark.parametrize(
    ("expected", "holds"),
    [
        (NOVEMBER, "again out, hamstring injury, back 12 Nov 2025"),
        (dt.date(2025, 9, 28), "presumed back again, not confirmed"),
    ],
)
def test_a_man_who_was_not_back_after_all_is_said_to_be_out(expected, holds):
    injury = make_injury(player=make_man(), expected_until=expected)
    back = moves.mark_back(injury, by=None, on=dt.date(2025, 9, 29))
    assert moves.undo(back, by=None).after == holds


@pytest.mark.parametrize(
    ("stored", "holds"),
    [("rotation", "rated rotation again"), ("", "rated by age and minutes again")],
)
def test_an_undone_standing_says_which_one_holds(stored, holds):
    contract = make_contract(standing=stored)
    change = moves.set_standing(contract, by=None, standing="fringe")
    assert moves.undo(change, by=None).after == holds


@pytest.mark.parametrize(
    ("ranked", "holds"),
    [(True, "1st at centre-back again"), (False, "unranked at centre-back again")],
)
def test_an_undone_place_says_which_one_holds(ranked, holds):
    man, other = make_man(), make_man()
    club = man.contracts.get().club
    make_ranking(club, "CB", *([man, other] if ranked else [other]))
    change = moves.move_in_ranking(club, Position.CB, man, by=None, place=2)
    assert moves.undo(change, by=None).after == holds


def test_what_was_changed_since_is_named():
    injury = make_injury(player=make_man(), expected_until=NOVEMBER)
    first, second = expect(injury, DECEMBER), expect(injury, dt.date(2025, 12, 24))
    with pytest.raises(moves.Stale, match=f"since: “{second}”"):
        moves.undo(first, by=None)


def test_an_order_s_newer_change_is_named():
    man, other = make_man(), make_man()
    club = man.contracts.get().club
    make_ranking(club, "CB", man, other)
    first = moves.move_in_ranking(club, Position.CB, man, by=None, place=2)
    second = moves.move_in_ranking(club, Position.CB, other, by=None, place=2)
    with pytest.raises(moves.Stale, match=f"since: “{second}”"):
        moves.undo(first, by=None)


def test_a_change_that_the_log_does_not_have_is_said_to_be_none_of_its_own():
    change = report()
    Injury.objects.update(diagnosis="Knee injury")
    with pytest.raises(moves.Stale, match="not in this log"):
        moves.undo(change, by=None)


def log():
    return list(Change.objects.newest())


def test_the_newest_change_of_an_entry_can_be_undone():
    injury = make_injury(player=make_man(), expected_until=NOVEMBER)
    expect(injury, DECEMBER)
    newest = expect(injury, dt.date(2025, 12, 24))
    assert moves.undoable(log()) == {newest.pk}


def test_once_it_is_undone_the_one_before_can_be():
    injury = make_injury(player=make_man(), expected_until=NOVEMBER)
    first = expect(injury, DECEMBER)
    moves.undo(expect(injury, dt.date(2025, 12, 24)), by=None)
    assert moves.undoable(log()) == {first.pk}


def test_changes_of_different_entries_do_not_stand_in_each_other_s_way():
    changes = [expect(make_injury(player=make_man()), DECEMBER) for _ in range(2)]
    assert moves.undoable(log()) == {change.pk for change in changes}


@pytest.mark.parametrize(("positions", "open_to_undo"), [(["CB", "CB"], 1), (["CB", "RB"], 2)])
def test_of_one_order_only_the_newest_change_can_be_undone(positions, open_to_undo):
    club = make_club()
    for position in positions:
        other = make_player(club=club)
        moves.move_in_ranking(club, Position(position), other, by=None, place=1)
    assert len(moves.undoable(log())) == open_to_undo


@pytest.mark.parametrize("saved", [{}, {"row": "injury"}, {"before": None, "after": {}}])
def test_a_change_that_does_not_say_what_it_changed_is_not_offered(saved):
    report()
    Change.objects.update(undo=saved)
    assert moves.undoable(log()) == set()


@pytest.mark.parametrize("saved", [None, {}, {"row": "injury"}])
def test_a_change_that_does_not_say_what_it_changed_is_not_undone(saved):
    change = report()
    Change.objects.update(undo=saved)
    with pytest.raises(moves.Refused, match="cannot be undone"):
        moves.undo(change, by=None)


def test_what_can_be_undone_is_known_without_a_query(django_assert_num_queries):
    report()
    changes = log()
    with django_assert_num_queries(0):
        moves.undoable(changes)


def test_an_undone_change_is_marked():
    change = report()
    moves.undo(change, by=None)
    change.refresh_from_db()
    assert change.undone_at is not None


def test_undoing_offers_nothing_further():
    with pytest.raises(moves.Refused, match="cannot be undone"):
        moves.undo(moves.undo(report(), by=None), by=None)


def test_nothing_is_undone_twice():
    change = report()
    moves.undo(change, by=None)
    with pytest.raises(moves.Stale, match="already"):
        moves.undo(change, by=None)


def test_an_undone_expected_return_is_the_one_before():
    injury = make_injury(player=make_man(), expected_until=NOVEMBER)
    moves.undo(expect(injury, DECEMBER), by=None)
    injury.refresh_from_db()
    assert injury.expected_until == NOVEMBER


def test_an_undone_expected_return_is_no_longer_among_those_given():
    injury = make_injury(player=make_man(), expected_until=NOVEMBER)
    moves.undo(expect(injury, DECEMBER), by=None)
    assert [given.expected_on for given in injury.estimates.all()] == [NOVEMBER]


def test_what_has_been_changed_since_is_not_undone():
    injury = make_injury(player=make_man(), expected_until=NOVEMBER)
    first = expect(injury, DECEMBER)
    expect(injury, dt.date(2025, 12, 24))
    with pytest.raises(moves.Stale, match="since"):
        moves.undo(first, by=None)


def test_a_refused_undo_changes_nothing():
    injury = make_injury(player=make_man(), expected_until=NOVEMBER)
    first = expect(injury, DECEMBER)
    expect(injury, dt.date(2025, 12, 24))
    with pytest.raises(moves.Stale):
        moves.undo(first, by=None)
    injury.refresh_from_db()
    assert injury.expected_until == dt.date(2025, 12, 24)


def test_changes_are_undone_one_after_the_other_newest_first():
    injury = make_injury(player=make_man(), expected_until=NOVEMBER)
    first, second = expect(injury, DECEMBER), expect(injury, dt.date(2025, 12, 24))
    moves.undo(second, by=None)
    moves.undo(first, by=None)
    injury.refresh_from_db()
    assert injury.expected_until == NOVEMBER


def test_a_report_is_not_undone_once_the_injury_has_been_changed():
    change = report()
    moves.mark_doubtful(Injury.objects.get(), by=None, chance=50)
    with pytest.raises(moves.Stale):
        moves.undo(change, by=None)


def test_a_man_marked_as_back_can_be_out_after_all():
    absence = make_absence(player=make_man())
    moves.undo(moves.mark_back(absence, by=None, on=dt.date(2025, 9, 30)), by=None)
    assert Absence.objects.get().returned_on is None


def test_a_doubt_can_be_undone():
    injury = make_injury(player=make_man())
    moves.undo(moves.mark_doubtful(injury, by=None, chance=25), by=None)
    assert Injury.objects.get().chance is None


def test_a_standing_can_be_undone():
    contract = make_contract(standing="rotation")
    moves.undo(moves.set_standing(contract, by=None, standing=""), by=None)
    assert Contract.objects.get().standing == "rotation"


def test_undo_after_the_entry_was_removed_says_so():
    change = report()
    Injury.objects.all().delete()
    with pytest.raises(moves.Gone, match="removed"):
        moves.undo(change, by=None)


def test_undo_that_no_longer_fits_the_rest_of_the_entry_is_refused():
    injury = make_injury(player=make_man(), expected_until=NOVEMBER)
    change = expect(injury, DECEMBER)
    Injury.objects.update(began_on=dt.date(2025, 11, 20))
    with pytest.raises(moves.Stale, match="no longer fits"):
        moves.undo(change, by=None)


def test_undo_gives_the_club_a_new_version():
    change = report()
    moves.undo(change, by=None)
    change.club.refresh_from_db()
    assert change.club.version == 3


def test_both_changes_stay_in_the_log():
    moves.undo(report(), by=None)
    assert list(Change.objects.order_by("pk").values_list("kind", flat=True)) == ["injury", "undo"]
