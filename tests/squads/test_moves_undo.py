import datetime as dt

import pytest

from squads import moves
from squads.models import Absence, Change, Contract, Injury, ReturnEstimate
from tests.factories import make_absence, make_club, make_contract, make_injury, make_player

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


def test_undoing_is_logged():
    change = moves.undo(report(), by=None)
    assert change.text == "undone: out, knock, back 12 Nov 2025"


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
