"""What a man can play: stored aptitude, and kinship one step away."""

import pytest

from squads.depth import Aptitude, Position, aptitudes
from tests.squads.depth.builders import make_member

KINSHIP = [
    ("RB", {"RWB"}),
    ("RWB", {"RB", "RM"}),
    ("RM", {"RWB", "RW"}),
    ("RW", {"RM"}),
    ("LB", {"LWB"}),
    ("LWB", {"LB", "LM"}),
    ("LM", {"LWB", "LW"}),
    ("LW", {"LM"}),
    ("DM", {"CM"}),
    ("CM", {"DM"}),
    ("GK", set()),
    ("CB", set()),
    ("AM", set()),
    ("ST", set()),
]


@pytest.mark.parametrize(("position", "kin"), KINSHIP)
def test_a_natural_man_is_capable_one_step_away_and_no_further(position, kin):
    found = aptitudes(make_member("ada", natural=position))
    assert found == {
        Position(position): (Aptitude.NATURAL, False),
        **{Position(p): (Aptitude.CAPABLE, True) for p in kin},
    }


def test_every_position_has_its_kinship_checked():
    assert {position for position, _ in KINSHIP} == set(Position)


@pytest.mark.parametrize("stored", ["capable", "emergency"])
def test_only_a_natural_man_has_kin(stored):
    assert set(aptitudes(make_member("ada", **{stored: "RB"}))) == {Position.RB}


@pytest.mark.parametrize("stored", ["capable", "emergency"])
def test_a_stored_aptitude_wins_over_kinship(stored):
    found = aptitudes(make_member("ada", natural="RB", **{stored: "RWB"}))
    assert found[Position.RWB] == (Aptitude(stored), False)


def test_a_stored_natural_position_is_not_made_capable_by_its_neighbour():
    found = aptitudes(make_member("ada", natural="DM CM"))
    assert found[Position.CM] == (Aptitude.NATURAL, False)


def test_a_stored_aptitude_wins_also_when_it_comes_first():
    positions = ((Position.RWB, Aptitude.EMERGENCY), (Position.RB, Aptitude.NATURAL))
    member = make_member("ada", positions=positions)
    assert aptitudes(member)[Position.RWB] == (Aptitude.EMERGENCY, False)


def test_a_man_without_positions_can_play_nowhere():
    assert aptitudes(make_member("ada")) == {}
