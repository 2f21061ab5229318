"""What a man plays, entered."""

import pytest

from squads import moves
from squads.depth import Aptitude, Position
from squads.models import Change, Club, Player, PlayerPosition
from tests.factories import make_club, make_loan, make_player, make_user

pytestmark = pytest.mark.django_db
CB, RB = Position.CB, Position.RB
NATURAL, CAPABLE = Aptitude.NATURAL, Aptitude.CAPABLE


def stored(player):
    rows = PlayerPosition.objects.filter(player=player).order_by("order")
    return list(rows.values_list("position", "aptitude", "order"))


def test_positions_are_stored_in_order():
    player = make_player(club=make_club())
    moves.set_positions(player, [(CB, NATURAL), (RB, CAPABLE)], by=None)
    assert stored(player) == [("CB", "natural", 1), ("RB", "capable", 2)]


def test_positions_that_stand_no_longer_are_taken_out():
    player = make_player(club=make_club(), natural="CB LB")
    moves.set_positions(player, [(RB, NATURAL), (CB, CAPABLE)], by=None)
    assert stored(player) == [("RB", "natural", 1), ("CB", "capable", 2)]


def test_a_man_without_positions_is_logged_as_what_he_plays():
    player, ana = make_player(club=make_club()), make_user("ana")
    change = moves.set_positions(player, [(CB, NATURAL)], by=ana)
    assert (change.text, change.by, change.undo) == ("plays natural CB", ana, None)


def test_the_log_says_from_what_to_what():
    player = make_player(club=make_club(), natural="CB")
    change = moves.set_positions(player, [(RB, NATURAL)], by=None)
    assert (change.before, change.after) == ("natural CB", "natural RB")


def test_history_names_the_editor():
    player, ana = make_player(club=make_club()), make_user("ana")
    moves.set_positions(player, [(CB, NATURAL)], by=ana)
    assert PlayerPosition.history.get().history_user == ana


def test_every_club_that_shows_him_gets_a_new_version():
    player = make_player(club=make_club())
    make_loan(player=player, parent=player.contracts.get(), club=make_club())
    untouched = make_club()
    moves.set_positions(player, [(CB, NATURAL)], by=None)
    versions = dict(Club.objects.values_list("pk", "version"))
    assert versions.pop(untouched.pk) == 1
    assert set(versions.values()) == {2}


def test_the_same_positions_again_are_refused():
    player = make_player(club=make_club(), natural="CB")
    with pytest.raises(moves.Refused):
        moves.set_positions(player, [(CB, NATURAL)], by=None)


def test_positions_that_somebody_entered_meanwhile_are_not_overwritten():
    player = make_player(club=make_club(), natural="CB")
    with pytest.raises(moves.Stale, match="natural CB"):
        moves.set_positions(player, [(RB, NATURAL)], by=None, seen="")
    assert stored(player) == [("CB", "natural", 1)]


def test_a_man_of_no_club_is_refused_and_nothing_is_stored():
    player = make_player()
    with pytest.raises(moves.Refused):
        moves.set_positions(player, [(CB, NATURAL)], by=None)
    assert stored(player) == []
    assert not Change.objects.exists()


def test_a_man_who_has_been_removed_is_gone():
    player = make_player(club=make_club())
    Player.objects.filter(pk=player.pk).delete()
    with pytest.raises(moves.Gone):
        moves.set_positions(player, [(CB, NATURAL)], by=None)
