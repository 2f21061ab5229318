"""Squad lists in the seeds: the rules of a season, and where men were trained."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from squads.seeding.cells import Problem, Row, day, maybe, needed, one_of, slug, text, whole
from squads.seeding.checks import wrong
from squads.seeding.records import Values
from squads.seeding.rows import season
from transfers.models import RegistrationRule, Training, Window
from transfers.seeding.tables import Known, SeedTable

MOST = 99
limit = maybe(whole(0, MOST))


@dataclass(frozen=True, slots=True)
class RuleRow(Row):
    """competition: empty for clubs that play in Europe. associations: with commas; empty: the
    club's own country."""

    name: Annotated[str, needed(text(60))]
    season: Annotated[str, needed(season)]
    competition: Annotated[str, text(80)]
    places: Annotated[int, whole(1, MOST)]
    most_not_homegrown: Annotated[int | None, limit]
    locally_trained: Annotated[int | None, limit]
    most_association_trained: Annotated[int | None, limit]
    least_goalkeepers: Annotated[int, whole(0, MOST)]
    free_from: Annotated[dt.date | None, maybe(day)]
    free_needs_club_years: Annotated[str, one_of(["", "yes"])]
    associations: Annotated[str, text(200)]
    confidence: Annotated[str, one_of(Window.Confidence.values)]
    source: Annotated[str, text(200)]
    note: Annotated[str, text(300)]

    @property
    def key(self) -> str:
        return f"{self.name} {self.season}"


def _rule(row: RuleRow, known: Known) -> Values | None:
    competition = known.pk("competitions", row.competition)
    if row.competition and competition is None:
        return None
    return {
        "name": row.name,
        "season": row.season,
        "competition_id": competition,
        "places": row.places,
        "most_not_homegrown": row.most_not_homegrown,
        "locally_trained": row.locally_trained,
        "most_association_trained": row.most_association_trained,
        "least_goalkeepers": row.least_goalkeepers,
        "free_from": row.free_from,
        "free_needs_club_years": row.free_needs_club_years == "yes",
        "associations": row.associations,
        "confidence": row.confidence,
        "source": row.source,
        "note": row.note,
    }


def _check_rules(rows: Sequence[RuleRow]) -> Iterator[Problem]:
    for row in rows:
        for column in ("most_not_homegrown", "locally_trained"):
            if (getattr(row, column) or 0) > row.places:
                yield wrong(row, column, "more than there are places")


RULES = SeedTable(
    name="registration rules",
    filename="registration_rules.csv",
    row=RuleRow,
    model=RegistrationRule,
    fields="name season competition_id places most_not_homegrown locally_trained "
    "most_association_trained least_goalkeepers free_from free_needs_club_years associations "
    "confidence source note",
    key=lambda row: row.key,
    values=_rule,
    unique=[("name", "season")],
    refers={"competition": "competitions"},
    check=_check_rules,
)


@dataclass(frozen=True, slots=True)
class TrainingRow(Row):
    """club: where he was club-trained, empty where that is not on file."""

    player: Annotated[str, slug]
    association: Annotated[str, needed(text(60))]
    club: Annotated[str, text(80)]
    source: Annotated[str, text(200)]
    note: Annotated[str, text(200)]

    @property
    def key(self) -> str:
        return " ".join(filter(None, (self.player, self.association, self.club)))


def _training(row: TrainingRow, known: Known) -> Values | None:
    player, club = known.pk("players", row.player), known.pk("clubs", row.club)
    if player is None or (row.club and club is None):
        return None
    return {
        "player_id": player,
        "association": row.association,
        "club_id": club,
        "source": row.source,
        "note": row.note,
    }


TRAINING = SeedTable(
    name="training",
    filename="training.csv",
    row=TrainingRow,
    model=Training,
    fields="player_id association club_id source note",
    key=lambda row: row.key,
    values=_training,
    unique=[("player_id", "association", "club_id")],
    refers={"player": "players", "club": "clubs"},
)

TABLES = (RULES, TRAINING)
