import pytest

from squads import moves
from squads.models import Contract
from tests.factories import make_contract, make_loan

pytestmark = pytest.mark.django_db


def test_a_standing_is_set_and_says_what_it_was():
    contract = make_contract(standing="rotation")
    change = moves.set_standing(contract, by=None, standing="first_choice")
    assert change.text == "standing first choice, was rotation"


def test_an_empty_standing_is_derived_again():
    contract = make_contract(standing="backup")
    assert moves.set_standing(contract, by=None, standing="").after == "derived"


def test_a_standing_is_logged_at_the_club_of_its_contract():
    contract = make_contract()
    make_loan(player=contract.player, parent=contract)
    assert moves.set_standing(contract, by=None, standing="fringe").club == contract.club


def test_a_standing_that_stands_already_is_refused():
    with pytest.raises(moves.Refused, match="already"):
        moves.set_standing(make_contract(standing="backup"), by=None, standing="backup")


def test_a_standing_somebody_else_has_set_meanwhile_is_stale():
    contract = make_contract(standing="backup")
    moves.set_standing(contract, by=None, standing="fringe", version=1)
    with pytest.raises(moves.Stale):
        moves.set_standing(contract, by=None, standing="rotation", version=1)


def test_a_standing_is_kept_in_the_history_with_its_reason():
    moves.set_standing(make_contract(standing="backup"), by=None, standing="fringe")
    assert Contract.history.first().history_change_reason == "standing fringe, was backup"
