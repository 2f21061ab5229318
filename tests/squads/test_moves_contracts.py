"""How long a man's contract runs, and his number."""

import datetime as dt

import pytest

from squads import moves
from squads.models import Contract
from tests.factories import UNTIL, make_club, make_contract, make_loan, make_player

pytestmark = pytest.mark.django_db
LATER = dt.date(2029, 6, 30)


@pytest.fixture
def contract():
    return make_contract(player=make_player("Joe"), club=make_club("Reds"), squad_number=2)


def change(contract, **fields):
    fields = {"ends_on": contract.ends_on, "squad_number": contract.squad_number} | fields
    return moves.change_contract(contract, by=None, **fields)


def test_a_new_end_is_logged_from_what_to_what(contract):
    done = change(contract, ends_on=LATER)
    assert (done.kind, done.text) == ("contract", "contract to 30 Jun 2029, was 30 Jun 2027")


def test_a_new_number_is_logged_from_what_to_what(contract):
    assert change(contract, squad_number=5).text == "No. 5, was No. 2"


def test_an_end_can_become_unknown(contract):
    assert change(contract, ends_on=None).text == "contract to no known day, was 30 Jun 2027"


def test_a_note_is_written(contract):
    change(contract, note="option for a year")
    assert Contract.objects.get().note == "option for a year"


def test_what_is_not_said_leaves_the_note(contract):
    Contract.objects.update(note="option for a year")
    change(contract, ends_on=LATER)
    assert Contract.objects.get().note == "option for a year"


def test_nothing_new_is_refused(contract):
    with pytest.raises(moves.Refused):
        change(contract)


def test_an_older_version_is_refused(contract):
    change(contract, ends_on=LATER)
    with pytest.raises(moves.Stale):
        change(contract, squad_number=5, version=1)


def test_it_cannot_end_before_it_begins(contract):
    with pytest.raises(moves.Refused, match="It began on 1 Jul 2024"):
        change(contract, ends_on=dt.date(2020, 1, 1))


@pytest.mark.parametrize("ends_on", [LATER, None])
def test_it_cannot_run_into_the_next_one(contract, ends_on):
    starts_on = UNTIL + dt.timedelta(1)
    make_contract(
        player=contract.player, club=make_club("Blues"), starts_on=starts_on, ends_on=LATER
    )
    with pytest.raises(moves.Refused, match="He is under contract at Blues"):
        change(contract, ends_on=ends_on)


def test_it_cannot_end_before_a_loan_that_hangs_on_it(contract):
    make_loan(player=contract.player, parent=contract, club=make_club("Whites"))
    with pytest.raises(moves.Refused, match="He is on loan at Whites until 30 Jun 2026"):
        change(contract, ends_on=dt.date(2026, 1, 31))


def test_a_loan_cannot_outlast_the_contract(contract):
    loan = make_loan(player=contract.player, parent=contract, club=make_club("Whites"))
    with pytest.raises(moves.Refused, match="A loan lies within"):
        change(loan, ends_on=LATER)


def test_a_number_that_somebody_wears_is_refused_by_his_name(contract):
    make_contract(player=make_player("Ann"), club=contract.club, squad_number=5)
    with pytest.raises(moves.Refused, match="Ann wears 5"):
        change(contract, squad_number=5)


def test_the_number_of_somebody_who_is_lent_out_is_free(contract):
    other = make_contract(player=make_player("Ann"), club=contract.club, squad_number=5)
    make_loan(player=other.player, parent=other, club=make_club("Whites"))
    assert change(contract, squad_number=5).text == "No. 5, was No. 2"


def test_it_is_undone(contract):
    done = change(contract, ends_on=LATER, squad_number=5)
    moves.undo(done, by=None)
    assert Contract.objects.values_list("ends_on", "squad_number").get() == (UNTIL, 2)


def test_undo_says_what_holds_again(contract):
    undone = moves.undo(change(contract, ends_on=LATER), by=None)
    assert undone.after == "under contract to 30 Jun 2027 again"


def test_an_undo_that_no_longer_fits_is_refused(contract):
    done = change(contract, ends_on=dt.date(2025, 12, 31))
    make_contract(
        player=contract.player,
        club=make_club("Blues"),
        starts_on=dt.date(2026, 1, 1),
        ends_on=LATER,
    )
    with pytest.raises(moves.Stale, match="no longer fits"):
        moves.undo(done, by=None)


def make_lent(contract):
    """Lend a man for the autumn and again for the spring; return the first loan."""
    autumn = make_loan(parent=contract, club=make_club("Whites"), ends_on=dt.date(2025, 9, 30))
    spring = dt.date(2026, 1, 15)
    make_loan(parent=contract, club=make_club("Golds"), starts_on=spring)
    return autumn


@pytest.mark.parametrize("ends_on", [dt.date(2026, 1, 15), dt.date(2026, 6, 30)])
def test_a_loan_cannot_run_into_the_next_one(contract, ends_on):
    loan = make_lent(contract)
    with pytest.raises(moves.Refused, match="He is on loan at Golds from 15 Jan 2026 on"):
        change(loan, ends_on=ends_on)


def test_a_loan_may_run_up_to_the_next_one(contract):
    assert change(make_lent(contract), ends_on=dt.date(2026, 1, 14)).text.startswith("loan to")


def make_heir(contract, **fields):
    """End a contract on 1 September; another man wears its number since."""
    Contract.objects.filter(pk=contract.pk).update(ends_on=dt.date(2025, 9, 1))
    contract.refresh_from_db()
    since = {"starts_on": dt.date(2025, 9, 2)} | fields
    return make_contract(player=make_player("Ann"), club=contract.club, squad_number=2, **since)


def test_a_contract_that_runs_on_does_not_bring_back_a_number_that_is_worn(contract):
    make_heir(contract)
    with pytest.raises(moves.Refused, match="Ann wears 2") as refused:
        change(contract, ends_on=LATER)
    assert refused.value.field == "squad_number"


def test_with_another_number_it_runs_on(contract):
    make_heir(contract)
    assert change(contract, ends_on=LATER, squad_number=5).text.endswith("No. 5, was No. 2")


def test_a_number_that_two_wear_already_keeps_nobody_from_a_new_end(contract):
    make_contract(player=make_player("Ann"), club=contract.club, squad_number=2)
    assert change(contract, ends_on=LATER).text == "contract to 30 Jun 2029, was 30 Jun 2027"


def test_an_undo_does_not_bring_back_a_number_that_is_worn(contract):
    done = change(contract, ends_on=dt.date(2025, 12, 31))
    starts_on = dt.date(2026, 1, 1)
    make_contract(
        player=make_player("Ann"), club=contract.club, squad_number=2, starts_on=starts_on
    )
    with pytest.raises(moves.Stale, match="Ann wears 2"):
        moves.undo(done, by=None)


def test_a_loan_that_was_ended_is_not_put_back_over_another(contract):
    loan = make_loan(parent=contract, club=make_club("Whites"))
    done = moves.end_contract(loan, on=dt.date(2025, 9, 15), by=None)
    make_loan(parent=contract, club=make_club("Golds"), starts_on=dt.date(2025, 9, 20))
    with pytest.raises(moves.Stale, match="on loan at Golds"):
        moves.undo(done, by=None)
