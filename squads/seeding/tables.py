"""The tables that the seeds write: which fields, and what makes a row the only one."""

from collections.abc import Iterator, Mapping
from typing import Any

from squads.models import (
    Absence,
    Change,
    Club,
    ClubIdentifier,
    Competition,
    Contract,
    DataSet,
    Formation,
    FormationSlot,
    Injury,
    Outlet,
    Player,
    PlayerIdentifier,
    PlayerPosition,
    Ranking,
    ReturnEstimate,
    SeasonFigures,
)
from squads.seeding.checks import grouped
from squads.seeding.records import GroupTable, RowTable, Values
from squads.spans import share_a_day

SPELL_FIELDS = (
    "player_id kind began_on expected_from expected_until returned_on reported_on source note"
)


def _contract_table(name: str, **more: Any) -> RowTable:
    written = "player_id club_id kind parent_id starts_on ends_on squad_number standing note"
    unique = [("player_id", "club_id", "kind", "starts_on")]
    return RowTable(name, Contract, written, unique=unique, **more)


class Tables:
    """Every table that the seeds write, in the order in which rows need one another."""

    def __init__(self) -> None:
        self.data_set = RowTable(
            "data set",
            DataSet,
            "id pinned_on season season_ends_on squads_from",
            unique=[("id",)],
        )
        self.competitions = RowTable(
            "competitions",
            Competition,
            "name slug kind country rank",
            unique=[("slug",), ("name",)],
        )
        self.formations = RowTable("formations", Formation, "name", unique=[("name",)])
        self.slots = GroupTable(
            "formation slots", FormationSlot, ("formation_id",), ("number", "position", "x", "y")
        )
        self.clubs = RowTable(
            "clubs",
            Club,
            "slug name short_name country competition_id formation_id head_coach colour "
            "second_colour",
            unique=[("slug",), ("name",)],
        )
        self.club_identifiers = GroupTable(
            "club identifiers",
            ClubIdentifier,
            ("club_id",),
            ("source", "value"),
            unique=("source", "value"),
        )
        self.outlets = RowTable("outlets", Outlet, "name tier host", unique=[("name",), ("host",)])
        self.players = RowTable(
            "players",
            Player,
            "slug full_name known_as short_name born_on nationality foot height_cm",
            unique=[("slug",)],
        )
        self.positions = GroupTable(
            "positions", PlayerPosition, ("player_id",), ("position", "aptitude", "order")
        )
        self.identifiers = GroupTable(
            "identifiers",
            PlayerIdentifier,
            ("player_id",),
            ("source", "value"),
            unique=("source", "value"),
        )
        self.contracts = _contract_table("contracts", blocked=_under_contract)
        self.loans = _contract_table("loans")
        self.figures = RowTable(
            "season figures",
            SeasonFigures,
            "player_id club_id season competition_id appearances minutes starts goals assists "
            "note",
            unique=[("player_id", "club_id", "season", "competition_id")],
        )
        once = [("player_id", "kind", "began_on")]
        medical = f"{SPELL_FIELDS} diagnosis body_part chance"
        self.injuries = RowTable("injuries", Injury, medical, unique=once)
        self.absences = RowTable("absences", Absence, f"{SPELL_FIELDS} reason", unique=once)
        self.estimates = RowTable(
            "expected returns",
            ReturnEstimate,
            "injury_id absence_id given_on expected_from expected_until source",
            unique=[("injury_id", "absence_id", "given_on")],
        )
        self.rankings = GroupTable(
            "rankings", Ranking, ("club_id", "position"), ("rank", "player_id")
        )
        self.changes = RowTable(
            "changes",
            Change,
            "club_id player_id kind at text before after source",
            unique=[("club_id", "player_id", "kind", "at")],
        )

    def __iter__(self) -> Iterator[RowTable | GroupTable]:
        return iter(vars(self).values())

    def hanging_on_men(self) -> Iterator[RowTable | GroupTable]:
        """Return the tables of which a change concerns a man or a club directly."""
        frame = (self.data_set, self.competitions, self.formations, self.slots)
        return (table for table in self if table not in frame)


def _under_contract(wanted: Mapping[str, Values], pks: Mapping[str, int]) -> set[str]:
    """Return the contracts that another contract of the man, of an editor's, excludes."""
    stays = grouped(Contract.objects.permanent(), lambda stay: stay.player_id)
    return {
        key
        for key, values in wanted.items()
        for stay in stays.get(values["player_id"], [])
        if stay.pk != pks.get(key) and share_a_day(stay, Contract(**values))
    }
