import contextlib
import threading

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from squads import moves
from squads.depth import Position
from squads.models import Club, Player, Ranking
from tests.factories import make_club, make_player, make_ranking

CB = Position.CB


def names(club):
    return [man.known_as for man in moves.order_of(club, CB)]


def ranked(*known_as):
    club = make_club()
    men = {name: make_player(name, club=club) for name in known_as}
    make_ranking(club, "CB", *men.values())
    return club, men


def move(club, man, place, **more):
    return moves.move_in_ranking(club, CB, man, by=None, place=place, **more)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("man", "place", "order"),
    [
        ("Dan", 2, "Ada Dan Ben Cyd"),
        ("Ada", 3, "Ben Cyd Ada Dan"),
        ("Ada", 4, "Ben Cyd Dan Ada"),
        ("Dan", 1, "Dan Ada Ben Cyd"),
        ("Ben", None, "Ada Cyd Dan"),
        ("Ada", 99, "Ben Cyd Dan Ada"),
    ],
)
def test_a_man_is_inserted_and_the_others_keep_their_order(man, place, order):
    club, men = ranked("Ada", "Ben", "Cyd", "Dan")
    move(club, men[man], place)
    assert names(club) == order.split()


@pytest.mark.django_db
def test_a_man_who_is_not_ranked_can_be_inserted():
    club, _ = ranked("Ada", "Ben")
    move(club, make_player("Eve", club=club), 2)
    assert names(club) == ["Ada", "Eve", "Ben"]


@pytest.mark.django_db
def test_a_move_says_where_he_was():
    club, men = ranked("Ada", "Ben", "Joe")
    assert move(club, men["Joe"], 2).text == "2nd at centre-back, was 3rd"


@pytest.mark.django_db
def test_a_man_taken_out_is_no_longer_ranked():
    club, men = ranked("Ada", "Ben")
    assert move(club, men["Ben"], None).text == "not ranked at centre-back, was 2nd"


@pytest.mark.django_db
def test_gaps_in_the_places_are_closed():
    club, men = ranked("Ada", "Ben")
    Ranking.objects.filter(player=men["Ben"]).update(rank=7)
    move(club, make_player("Eve", club=club), 3)
    assert list(Ranking.objects.values_list("rank", flat=True)) == [1, 2, 3]


@pytest.mark.django_db
def test_the_place_he_has_already_is_refused():
    club, men = ranked("Ada", "Ben")
    with pytest.raises(moves.Refused, match="2nd already"):
        move(club, men["Ben"], 2)


@pytest.mark.django_db
def test_an_order_that_somebody_else_has_changed_is_stale():
    club, men = ranked("Ada", "Ben")
    with pytest.raises(moves.Stale):
        move(club, men["Ben"], 1, seen=["ben", "ada"])


@pytest.mark.django_db
def test_only_the_men_who_move_get_a_new_line_in_the_history():
    club, men = ranked("Ada", "Ben", "Cyd", "Dan")
    before = Ranking.history.count()
    move(club, men["Ben"], 1)
    assert Ranking.history.count() - before == 2


@pytest.mark.django_db
def test_other_positions_and_clubs_are_left_alone():
    club, men = ranked("Ada", "Ben")
    make_ranking(club, "RB", men["Ada"], men["Ben"])
    other, theirs = ranked("Ada B", "Ben B")
    move(club, men["Ben"], 1)
    rb = [man.known_as for man in moves.order_of(club, Position.RB)]
    assert (rb, names(other)) == (["Ada", "Ben"], list(theirs))


@pytest.mark.django_db
def test_a_move_can_be_undone():
    club, men = ranked("Ada", "Ben", "Cyd")
    moves.undo(move(club, men["Cyd"], 1), by=None)
    assert names(club) == ["Ada", "Ben", "Cyd"]


@pytest.mark.django_db
def test_the_first_place_ever_given_can_be_undone():
    club = make_club()
    moves.undo(move(club, make_player(club=club), 1), by=None)
    assert names(club) == []


@pytest.mark.django_db
def test_a_move_is_not_undone_once_the_order_has_changed_again():
    club, men = ranked("Ada", "Ben", "Cyd")
    first = move(club, men["Cyd"], 1)
    move(club, men["Ben"], 1)
    with pytest.raises(moves.Stale, match="since"):
        moves.undo(first, by=None)


class AnyOrder(TestCase):
    @settings(max_examples=30)
    @given(
        order=st.permutations(range(6)),
        who=st.integers(0, 5),
        place=st.one_of(st.none(), st.integers(1, 6)),
        ranked_men=st.integers(0, 6),
    )
    def test_places_always_run_from_one_and_the_others_keep_their_order(
        self, order, who, place, ranked_men
    ):
        club = make_club()
        men = [make_player(club=club) for _ in order]
        make_ranking(club, "CB", *(men[i] for i in order[:ranked_men]))
        others = [man for man in moves.order_of(club, CB) if man != men[who]]
        with contextlib.suppress(moves.Refused):
            move(club, men[who], place)
        rows = Ranking.objects.filter(club=club).select_related("player")
        others_now = [row.player for row in rows if row.player != men[who]]
        ranks = [row.rank for row in rows]
        assert (ranks, others_now) == (list(range(1, len(rows) + 1)), others)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_editors_at_once_leave_an_order_without_gaps():
    club, _ = ranked("Ada", "Ben", "Cyd")
    new = [make_player(club=club).pk for _ in range(4)]

    def insert(pk):
        moves.move_in_ranking(
            Club.objects.get(pk=club.pk), CB, Player.objects.get(pk=pk), by=None, place=2
        )
        connection.close()

    threads = [threading.Thread(target=insert, args=[pk]) for pk in new]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(Ranking.objects.values_list("rank", flat=True)) == [1, 2, 3, 4, 5, 6, 7]
