"""The worked example as rows: Liverpool's centre-backs and what they share with others."""

import datetime as dt

from simple_history.utils import bulk_create_with_history

from squads.models import Club, Contract, Player, PlayerPosition
from squads.models.search import SearchKey
from tests.factories import JOINED, UNTIL, make_club, make_injury, make_ranking, slugged

BEFORE = dt.date(2025, 9, 20)
AFTER = dt.date(2025, 9, 30)
# name, natural, capable, emergency, standing, number
MEN = [
    ("Alisson Becker", "GK", "", "", "first_choice", 1),
    ("Giorgi Mamardashvili", "GK", "", "", "backup", 25),
    ("Conor Bradley", "RB", "", "", "first_choice", 12),
    ("Jeremie Frimpong", "RB", "", "", "rotation", 30),
    ("Virgil van Dijk", "CB", "", "", "first_choice", 4),
    ("Ibrahima Konaté", "CB", "", "", "first_choice", 5),
    ("Joe Gomez", "CB", "RB", "", "backup", 2),
    ("Giovanni Leoni", "CB", "", "", "backup", 15),
    ("Rhys Williams", "CB", "", "", "fringe", 46),
    ("Milos Kerkez", "LB", "", "", "first_choice", 6),
    ("Andrew Robertson", "LB", "", "", "backup", 26),
    ("Ryan Gravenberch", "DM", "", "", "first_choice", 38),
    ("Alexis Mac Allister", "CM", "", "", "first_choice", 10),
    ("Curtis Jones", "CM", "", "", "rotation", 17),
    ("Wataru Endo", "DM", "", "CB", "backup", 3),
    ("Mohamed Salah", "RW", "", "", "first_choice", 11),
    ("Federico Chiesa", "RW", "ST", "", "backup", 14),
    ("Florian Wirtz", "AM", "", "", "first_choice", 7),
    ("Dominik Szoboszlai", "AM", "", "", "first_choice", 8),
    ("Cody Gakpo", "LW", "", "", "first_choice", 18),
    ("Rio Ngumoha", "LW", "", "", "backup", 73),
    ("Alexander Isak", "ST", "", "", "first_choice", 9),
    ("Hugo Ekitiké", "ST", "", "", "rotation", 22),
]


def make_liverpool() -> Club:
    """The squad with Leoni injured on 24 September, his return expected on 1 September 2026."""
    club = make_club("Liverpool", colour="#c8102e", head_coach="Arne Slot")
    men = make_men(club)
    order = ["Virgil van Dijk", "Ibrahima Konaté", "Joe Gomez", "Giovanni Leoni"]
    make_ranking(club, "CB", *[men[name] for name in order])
    make_injury(
        player=men["Giovanni Leoni"],
        diagnosis="ACL tear",
        body_part="knee",
        expected_until=dt.date(2026, 9, 1),
    )
    return club


def make_men(club: Club) -> dict[str, Player]:
    """MEN by name, with contracts: all at once, as hundreds of tests begin with them."""
    born = dt.date(2000, 1, 1)
    men = {
        name: Player(known_as=name, full_name=name, slug=slugged(name), born_on=born)
        for name, *_ in MEN
    }
    bulk_create_with_history(list(men.values()), Player)
    SearchKey.objects.refresh(men.values())
    positions, contracts = [], []
    for name, natural, capable, emergency, standing, number in MEN:
        listed = (("natural", natural), ("capable", capable), ("emergency", emergency))
        known = [(position, aptitude) for aptitude, position in listed if position]
        positions += [
            PlayerPosition(player=men[name], position=position, aptitude=aptitude, order=order)
            for order, (position, aptitude) in enumerate(known, 1)
        ]
        contracts.append(
            Contract(
                player=men[name], club=club, starts_on=JOINED, ends_on=UNTIL,
                standing=standing, squad_number=number,
            )
        )  # fmt: skip
    bulk_create_with_history(positions, PlayerPosition)
    bulk_create_with_history(contracts, Contract)
    return men
