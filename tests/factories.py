"""Rows for tests: each function makes one thing with sensible defaults, fields by keyword."""

import datetime as dt
import itertools
from typing import Any

from django.contrib.auth.models import Group, User

from squads.models import (
    Absence,
    Club,
    Competition,
    Contract,
    FeedReport,
    Formation,
    FormationSlot,
    Injury,
    Player,
    PlayerPosition,
    Ranking,
    ReturnEstimate,
    SeasonFigures,
)
from squads.models.search import fold
from squads.models.spells import spell_key

DAY = dt.date(2025, 9, 30)
JOINED = dt.date(2024, 7, 1)
UNTIL = dt.date(2027, 6, 30)
SEASON = "2025/26"
SHAPES = {
    "4-2-3-1": "GK RB CB CB LB DM DM RW AM LW ST",
    "4-3-3": "GK RB CB CB LB DM CM CM RW LW ST",
    "4-4-2": "GK RB CB CB LB RM CM CM LM ST ST",
    "3-4-2-1": "GK CB CB CB RWB CM CM LWB AM AM ST",
    "3-5-2": "GK CB CB CB RWB CM DM CM LWB ST ST",
}
PLACES = {
    "4-2-3-1": (
        (50, 6), (86, 28), (62, 22), (38, 22), (14, 28), (62, 46), (38, 46), (84, 70), (50, 68),
        (16, 70), (50, 88),
    )
}  # fmt: skip

numbers = itertools.count(1)


def slugged(name: str) -> str:
    return fold(name).replace(" ", "-")


def make_competition(**fields: Any) -> Competition:
    """A league; the Premier League, of which there is one, unless told otherwise."""
    fields = {"name": "Premier League", "slug": "premier-league", "rank": 1} | fields
    return Competition.objects.get_or_create(slug=fields["slug"], defaults=fields)[0]


def make_formation(name: str = "4-2-3-1", positions: str = "") -> Formation:
    """A formation with its slots, the same row when asked again; positions as in SHAPES."""
    formation, is_new = Formation.objects.get_or_create(name=name)
    if is_new:
        shape = (positions or SHAPES[name]).split()
        places = PLACES.get(name) or [(50, 8 * n) for n in range(len(shape))]
        FormationSlot.objects.bulk_create(
            FormationSlot(formation=formation, number=n, position=position, x=x, y=y)
            for n, (position, (x, y)) in enumerate(zip(shape, places, strict=True), 1)
        )
    return formation


def make_club(name: str = "", **fields: Any) -> Club:
    """A club with a chart: in the Premier League, playing 4-2-3-1."""
    n = next(numbers)
    name = name or f"Club {n}"
    made = {"name": name, "slug": slugged(name), "short_name": name[:20], "country": "England"}
    if "competition" not in fields:
        made["competition"] = make_competition()
    if "formation" not in fields:
        made["formation"] = make_formation()
    return Club.objects.create(**made | fields)


def make_elsewhere(name: str = "", **fields: Any) -> Club:
    """A club without a chart: it only lends and borrows."""
    return make_club(name, **{"competition": None, "formation": None} | fields)


def make_player(
    known_as: str = "",
    *,
    club: Club | None = None,
    natural: str = "",
    capable: str = "",
    emergency: str = "",
    contract: dict[str, Any] | None = None,
    **fields: Any,
) -> Player:
    """A man; with a club, also his permanent contract there (its fields in `contract`).

    natural, capable, emergency: position codes separated by blanks, main position first.
    """
    n = next(numbers)
    known_as = known_as or f"Player {n}"
    made = {"known_as": known_as, "full_name": known_as, "slug": slugged(known_as)}
    player = Player.objects.create(**made | {"born_on": dt.date(2000, 1, 1)} | fields)
    listed = [
        (position, aptitude)
        for aptitude, codes in (
            ("natural", natural),
            ("capable", capable),
            ("emergency", emergency),
        )
        for position in codes.split()
    ]
    for order, (position, aptitude) in enumerate(listed, 1):
        PlayerPosition.objects.create(
            player=player, position=position, aptitude=aptitude, order=order
        )
    if club is not None:
        make_contract(player=player, club=club, **contract or {})
    return player


def make_contract(**fields: Any) -> Contract:
    """A permanent contract from July 2024 to June 2027, as first choice."""
    if "player" not in fields:
        fields["player"] = make_player()
    if "club" not in fields:
        fields["club"] = make_club()
    defaults = {"starts_on": JOINED, "ends_on": UNTIL, "standing": "first_choice"}
    return Contract.objects.create(**defaults | fields)


def make_loan(**fields: Any) -> Contract:
    """A loan for the season 2025/26, on a permanent contract made for it unless given."""
    parent = fields.pop("parent", None)
    if parent is None:
        parent = make_contract(**{"player": fields["player"]} if "player" in fields else {})
    if "club" not in fields:
        fields["club"] = make_club()
    defaults = {
        "player": parent.player,
        "starts_on": dt.date(2025, 8, 1),
        "ends_on": dt.date(2026, 6, 30),
        "standing": "rotation",
    }
    return Contract.objects.create(kind="loan", parent=parent, **defaults | fields)


def make_injury(**fields: Any) -> Injury:
    """An injury of late September 2025, without an expected return unless given."""
    return _make_spell(Injury, {"diagnosis": "Hamstring injury", "body_part": "hamstring"}, fields)


def make_absence(**fields: Any) -> Absence:
    """A suspension of late September 2025, without an end unless given."""
    return _make_spell(Absence, {"kind": "suspension", "reason": "Red card"}, fields)


def _make_spell(model: Any, defaults: dict[str, Any], fields: dict[str, Any]) -> Any:
    if "player" not in fields:
        fields["player"] = make_player()
    began_on = dt.date(2025, 9, 24)
    spell = model.objects.create(**{"began_on": began_on} | defaults | fields)
    if spell.expected_on is not None:
        ReturnEstimate.objects.create(
            **spell_key(spell),
            given_on=spell.began_on,
            expected_from=spell.expected_from,
            expected_until=spell.expected_until,
            source=spell.source,
        )
    return spell


def make_ranking(club: Club, position: str, *players: Player) -> list[Ranking]:
    """The club's own order in a position, first man first."""
    return [
        Ranking.objects.create(club=club, position=position, rank=rank, player=player)
        for rank, player in enumerate(players, 1)
    ]


def make_figures(**fields: Any) -> SeasonFigures:
    """League figures of 2025/26: six full matches."""
    if "player" not in fields:
        fields["player"] = make_player()
    if "club" not in fields:
        fields["club"] = make_club()
    if "competition" not in fields:
        fields["competition"] = make_competition()
    played = {"appearances": 6, "minutes": 540, "starts": 6, "goals": 0, "assists": 0}
    return SeasonFigures.objects.create(**{"season": SEASON} | played | fields)


def make_report(**fields: Any) -> FeedReport:
    """What the fantasy feed says of a man: available since 24 September, taken over."""
    n = next(numbers)
    at = dt.datetime(2025, 9, 24, 12, tzinfo=dt.UTC)
    if "player" not in fields:
        fields["player"] = make_player(natural="CB")
    player, club = fields["player"], fields.get("club")
    named = {
        "code": str(n),
        "name": player.known_as if player else f"Listed {n}",
        "team": club.name if club else "Club",
        "line": "DEF",
    }
    said = {"feed": "fpl", "status": "a", "news_at": at, "said_at": at, "state": "taken"}
    return FeedReport.objects.create(**named | said | fields)


def make_user(username: str = "", *, role: str = "", **fields: Any) -> User:
    """An account, in the group of its role (editor, analyst, admin) if one is named."""
    user = User.objects.create_user(username or f"user{next(numbers)}", **fields)
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user
