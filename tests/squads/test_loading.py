"""Rows to squads."""

import datetime as dt

import pytest

from squads.depth import Aptitude, ContractKind, Position, SpellKind, Standing
from squads.loading import load_formations, load_squads
from tests.factories import (
    make_absence,
    make_club,
    make_competition,
    make_contract,
    make_elsewhere,
    make_figures,
    make_injury,
    make_loan,
    make_player,
    make_ranking,
)

pytestmark = pytest.mark.django_db


def squad_of(club):
    return load_squads([club], "2025/26", load_formations())[club.pk]


def only_member(club):
    (member,) = squad_of(club).members
    return member


def test_a_man_comes_with_number_standing_and_positions_in_order():
    club = make_club()
    make_player(
        "Ann",
        club=club,
        natural="CB",
        capable="RB",
        contract={"squad_number": 2, "standing": "backup"},
    )
    member = only_member(club)
    assert (member.name, member.number, member.standing, member.positions) == (
        "Ann",
        2,
        Standing.BACKUP,
        ((Position.CB, Aptitude.NATURAL), (Position.RB, Aptitude.CAPABLE)),
    )


def test_a_standing_nobody_set_is_none():
    club = make_club()
    make_player(club=club, contract={"standing": ""})
    assert only_member(club).standing is None


def test_a_man_on_loan_is_in_both_squads():
    owner, borrower = make_club(), make_club()
    man = make_player(club=owner)
    make_loan(parent=man.contracts.get(), club=borrower)
    squads = load_squads([owner, borrower], "2025/26", load_formations())
    assert [s.members[0].slug for s in squads.values()] == [man.slug, man.slug]


def test_the_owner_sees_the_loan_as_one_from_him():
    owner = make_club()
    make_loan(parent=make_player(club=owner).contracts.get(), club=make_elsewhere("Far"))
    member = only_member(owner)
    assert [s.club for s in member.loans_out] == ["Far"] and len(member.stays) == 1


def test_the_borrower_sees_the_loan_as_a_stay():
    borrower = make_club()
    make_loan(parent=make_player(club=make_club()).contracts.get(), club=borrower)
    assert [s.kind for s in only_member(borrower).stays] == [ContractKind.LOAN]


def test_the_newest_stay_tells_the_number():
    club = make_club()
    man = make_player(club=club, contract={"squad_number": 40, "ends_on": dt.date(2025, 6, 30)})
    make_contract(player=man, club=club, starts_on=dt.date(2025, 7, 1), squad_number=9)
    assert only_member(club).number == 9


def test_injuries_and_absences_come_in_the_order_they_began():
    club = make_club()
    man = make_player(club=club)
    make_absence(player=man, began_on=dt.date(2025, 9, 2))
    make_injury(player=man, began_on=dt.date(2025, 9, 1))
    kinds = [spell.kind for spell in only_member(club).spells]
    assert kinds == [SpellKind.INJURY, SpellKind.SUSPENSION]


def test_an_injury_brings_the_first_return_ever_given():
    club = make_club()
    injury = make_injury(player=make_player(club=club), expected_until=dt.date(2025, 11, 12))
    injury.estimates.create(given_on=dt.date(2025, 10, 1), expected_until=dt.date(2025, 11, 26))
    assert only_member(club).spells[0].first_expected_on == dt.date(2025, 11, 12)


def test_league_minutes_of_the_season_at_the_club_are_summed():
    club, other = make_club(), make_club()
    man = make_player(club=club)
    cup = make_competition(name="Cup", slug="cup", kind="cup")
    make_figures(player=man, club=club, minutes=100)
    make_figures(player=man, club=club, minutes=900, competition=cup)
    make_figures(player=man, club=other, minutes=900)
    make_figures(player=man, club=club, minutes=900, season="2024/25")
    assert only_member(club).minutes == 100


def test_the_most_minutes_at_the_club_are_what_could_be_played():
    club = make_club()
    make_figures(player=make_player(club=club), club=club, minutes=540)
    make_figures(player=make_player(club=club), club=club, minutes=29)
    assert squad_of(club).minutes_played == 540


def test_the_clubs_own_order_is_kept():
    club = make_club()
    first, second = make_player(club=club), make_player(club=club)
    make_ranking(club, "CB", second, first)
    assert squad_of(club).rankings == {Position.CB: (second.slug, first.slug)}


@pytest.mark.parametrize(("clubs", "men"), [(1, 3), (4, 30)])
def test_any_number_of_clubs_takes_four_queries(django_assert_num_queries, clubs, men):
    made = [make_club() for _ in range(clubs)]
    for club in made:
        for _ in range(men):
            make_injury(player=make_player(club=club, natural="CB"))
    formations = load_formations()
    with django_assert_num_queries(4):
        load_squads(made, "2025/26", formations)
