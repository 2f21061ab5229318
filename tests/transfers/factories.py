"""Rows of the transfers app for tests, as tests.factories makes those of squads."""

import datetime as dt
from typing import Any

from squads.models import Club, Competition, Player
from tests.factories import make_club, make_competition, make_player
from transfers.models import Link, RegistrationRule, Scenario, ScenarioMove, Training, Window

SUMMER_2025 = ("Summer 2025/26", "2025/26", (2025, 6, 16), (2025, 9, 1, 18))
WINTER_2026 = ("Winter 2025/26", "2025/26", (2026, 1, 1), (2026, 2, 2, 19))
SUMMER_2026 = ("Summer 2026/27", "2026/27", (2026, 6, 15), (2026, 9, 1, 18))


def make_window(
    kind: tuple[Any, ...] = WINTER_2026, *, competition: Competition | None = None, **fields: Any
) -> Window:
    """A window of the Premier League: January 2026 unless told otherwise."""
    name, season, opens, closes = kind
    made = {
        "name": name,
        "season": season,
        "opens_at": dt.datetime(*opens, tzinfo=dt.UTC),
        "closes_at": dt.datetime(*closes, tzinfo=dt.UTC),
        "competition": None if fields.get("country") else competition or make_competition(),
    }
    return Window.objects.create(**made | fields)


def make_windows(competition: Competition | None = None) -> list[Window]:
    """Last summer's, January's and next summer's window of a league."""
    kinds = (SUMMER_2025, WINTER_2026, SUMMER_2026)
    return [make_window(kind, competition=competition) for kind in kinds]


def make_link(
    player: Player | None = None,
    from_club: Club | None = None,
    to_club: Club | None = None,
    **fields: Any,
) -> Link:
    """A rumour of today's about a centre-back."""
    from_club = from_club or make_club()
    made = {
        "player": player or make_player(club=from_club, natural="CB"),
        "from_club": from_club,
        "to_club": to_club or make_club(),
        "stage_on": dt.date(2025, 9, 30),
    }
    return Link.objects.create(**made | fields)


def make_scenario(club: Club | None = None, **fields: Any) -> Scenario:
    return Scenario.objects.create(**{"club": club or make_club(), "name": "Sell him"} | fields)


def make_move(scenario: Scenario, player: Player | None = None, **fields: Any) -> ScenarioMove:
    """He is sold when the window opens; without a player, a new centre-back comes then."""
    made: dict[str, Any] = {"scenario": scenario, "player": player, "on": dt.date(2026, 1, 1)}
    if player is None:
        made |= {"kind": "in", "name": "New centre-back", "position": "CB"}
        made |= {"aptitude": "natural", "standing": "first_choice"}
    else:
        made |= {"kind": "out"}
    return ScenarioMove.objects.create(**made | fields)


def make_rule(**fields: Any) -> RegistrationRule:
    """The Premier League's rule for 2025/26."""
    made = {
        "name": "Premier League squad list",
        "season": "2025/26",
        "most_not_homegrown": 17,
        "free_from": dt.date(2004, 1, 1),
        "associations": "England, Wales",
    }
    if "competition" not in fields:
        made["competition"] = make_competition()
    return RegistrationRule.objects.create(**made | fields)


def make_european_rule(**fields: Any) -> RegistrationRule:
    """UEFA's list A for 2025/26."""
    made = {
        "competition": None,
        "name": "UEFA list A",
        "most_not_homegrown": None,
        "locally_trained": 8,
        "most_association_trained": 4,
        "least_goalkeepers": 2,
        "free_needs_club_years": True,
        "associations": "",
    }
    return make_rule(**made | fields)


def make_training(player: Player, association: str = "England", **fields: Any) -> Training:
    return Training.objects.create(player=player, association=association, **fields)
