"""The lines of the seed files as plain values: one class a table, its columns in order."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Annotated

from squads.depth import Aptitude, ContractKind, Position, SpellKind, Standing
from squads.models import Change, Competition, Injury, Outlet, Player
from squads.seeding.cells import (
    Row,
    day,
    like,
    maybe,
    moment,
    needed,
    one_of,
    several,
    slug,
    text,
    whole,
)

season = like(r"\d{4}/\d{2}", "season such as 2025/26", 7)
colour = like(r"#[0-9a-f]{6}", "colour such as #c8102e", 7)
host = like(r"(?!www\.)[a-z0-9-]+(\.[a-z0-9-]+)+", "host such as bbc.co.uk, without www", 100)
formation_name = needed(like(r"\d(-\d){2,4}( [a-z]+)?", "formation such as 4-2-3-1", 20))
position = one_of(Position)
positions = several(position)
count = maybe(whole(0, 2000))
MEDICAL = (SpellKind.INJURY, SpellKind.ILLNESS)


@dataclass(frozen=True, slots=True)
class DataSetRow(Row):
    day: Annotated[dt.date, day]
    season: Annotated[str, season]
    season_ends_on: Annotated[dt.date, day]
    squads_from: Annotated[dt.date | None, maybe(day)]


@dataclass(frozen=True, slots=True)
class CompetitionRow(Row):
    name: Annotated[str, needed(text(80))]
    slug: Annotated[str, slug]
    kind: Annotated[str, one_of(Competition.Kind.values)]
    country: Annotated[str, text(60)]
    rank: Annotated[int, whole(0, 1000)]


@dataclass(frozen=True, slots=True)
class SlotRow(Row):
    formation: Annotated[str, formation_name]
    number: Annotated[int, whole(1, 11)]
    position: Annotated[Position, position]
    x: Annotated[int, whole(0, 100)]
    y: Annotated[int, whole(0, 100)]


@dataclass(frozen=True, slots=True)
class ClubRow(Row):
    slug: Annotated[str, slug]
    name: Annotated[str, needed(text(80))]
    short_name: Annotated[str, needed(text(20))]
    country: Annotated[str, text(60)]
    competition: Annotated[str, slug]
    formation: Annotated[str, formation_name]
    head_coach: Annotated[str, text(80)]
    colour: Annotated[str, colour]
    second_colour: Annotated[str, colour]
    fpl_code: Annotated[str, text(40)]


@dataclass(frozen=True, slots=True)
class OutletRow(Row):
    name: Annotated[str, needed(text(80))]
    tier: Annotated[int, whole(min(Outlet.Tier), max(Outlet.Tier))]
    host: Annotated[str, needed(host)]


@dataclass(frozen=True, slots=True)
class ElsewhereRow(Row):
    """A club that only lends and borrows."""

    slug: Annotated[str, slug]
    name: Annotated[str, needed(text(80))]
    country: Annotated[str, text(60)]


@dataclass(frozen=True, slots=True)
class PlayerRow(Row):
    slug: Annotated[str, slug]
    full_name: Annotated[str, needed(text(120))]
    known_as: Annotated[str, needed(text(80))]
    short_name: Annotated[str, text(40)]
    birth_date: Annotated[dt.date | None, maybe(day)]
    nationality: Annotated[str, text(60)]
    foot: Annotated[str, one_of(["", *Player.Foot.values])]
    height_cm: Annotated[int | None, maybe(whole(140, 220))]
    natural: Annotated[tuple[Position, ...], needed(positions)]
    capable: Annotated[tuple[Position, ...], positions]
    emergency: Annotated[tuple[Position, ...], positions]
    fpl_code: Annotated[str, text(40)]
    transfermarkt_id: Annotated[str, text(40)]
    note: Annotated[str, text(200)]

    @property
    def positions(self) -> list[tuple[Position, Aptitude]]:
        """Return his stored aptitudes, his main position first."""
        return [
            *((p, Aptitude.NATURAL) for p in self.natural),
            *((p, Aptitude.CAPABLE) for p in self.capable),
            *((p, Aptitude.EMERGENCY) for p in self.emergency),
        ]


@dataclass(frozen=True, slots=True)
class ContractRow(Row):
    player: Annotated[str, slug]
    club: Annotated[str, slug]
    kind: Annotated[ContractKind, one_of(ContractKind)]
    starts_on: Annotated[dt.date, day]
    ends_on: Annotated[dt.date | None, maybe(day)]
    number: Annotated[int | None, maybe(whole(1, 99))]
    standing: Annotated[Standing | None, maybe(one_of(Standing))]
    note: Annotated[str, text(200)]

    @property
    def key(self) -> str:
        return f"{self.player} {self.club} {self.starts_on}"


@dataclass(frozen=True, slots=True)
class FiguresRow(Row):
    player: Annotated[str, slug]
    club: Annotated[str, slug]
    season: Annotated[str, season]
    competition: Annotated[str, slug]
    appearances: Annotated[int | None, count]
    minutes: Annotated[int | None, maybe(whole(0, 200_000))]
    starts: Annotated[int | None, count]
    goals: Annotated[int | None, count]
    assists: Annotated[int | None, count]
    note: Annotated[str, text(200)]

    @property
    def key(self) -> str:
        return f"{self.player} {self.club} {self.season} {self.competition}"


@dataclass(frozen=True, slots=True)
class SpellRow(Row):
    player: Annotated[str, slug]
    kind: Annotated[SpellKind, one_of(SpellKind)]
    diagnosis: Annotated[str, text(120)]
    body_part: Annotated[str, one_of(["", *Injury.BODY_PARTS])]
    began_on: Annotated[dt.date, day]
    reported_on: Annotated[dt.date | None, maybe(day)]
    expected_earliest: Annotated[dt.date | None, maybe(day)]
    expected_latest: Annotated[dt.date | None, maybe(day)]
    returned_on: Annotated[dt.date | None, maybe(day)]
    chance: Annotated[int | None, maybe(whole(0, 100))]
    source: Annotated[str, text(120)]
    note: Annotated[str, text(200)]

    @property
    def key(self) -> str:
        return f"{self.player} {self.kind} {self.began_on}"

    @property
    def is_medical(self) -> bool:
        return self.kind in MEDICAL

    @property
    def given_on(self) -> dt.date:
        """The day the expected return was given, as far as anybody knows."""
        return self.reported_on or self.began_on

    @property
    def starts_on(self) -> dt.date:
        return self.began_on

    @property
    def ends_on(self) -> dt.date | None:
        """The last day out; open until somebody confirms that he is back."""
        return self.returned_on and max(self.returned_on - dt.timedelta(1), self.began_on)


@dataclass(frozen=True, slots=True)
class RankingRow(Row):
    position: Annotated[Position, position]
    rank: Annotated[int, whole(1, 99)]
    player: Annotated[str, slug]


@dataclass(frozen=True, slots=True)
class EstimateRow(Row):
    """An expected return that was given and later changed."""

    player: Annotated[str, slug]
    began_on: Annotated[dt.date, day]
    given_on: Annotated[dt.date, day]
    earliest: Annotated[dt.date | None, maybe(day)]
    latest: Annotated[dt.date | None, maybe(day)]
    source: Annotated[str, text(120)]


@dataclass(frozen=True, slots=True)
class ChangeRow(Row):
    """A line of a club's log before the seeds' day."""

    at: Annotated[dt.datetime, moment]
    player: Annotated[str | None, maybe(slug)]
    kind: Annotated[str, one_of(Change.Kind.values)]
    text: Annotated[str, needed(text(300))]
    before: Annotated[str, text(200)]
    after: Annotated[str, text(200)]
    source: Annotated[str, text(120)]

    @property
    def key(self) -> str:
        utc = self.at.astimezone(dt.UTC)
        return f"{self.home} {utc:%Y-%m-%dT%H:%MZ} {self.player or '-'} {self.kind}"


@dataclass(frozen=True, slots=True)
class SeedSet:
    """All that the files say. `spoilt`: first cells of lines that could not be read, by table."""

    data_set: list[DataSetRow]
    competitions: list[CompetitionRow]
    slots: list[SlotRow]
    clubs: list[ClubRow]
    outlets: list[OutletRow]
    elsewhere: list[ElsewhereRow]
    players: list[PlayerRow]
    contracts: list[ContractRow]
    figures: list[FiguresRow]
    spells: list[SpellRow]
    rankings: list[RankingRow]
    estimates: list[EstimateRow]
    changes: list[ChangeRow]
    spoilt: dict[str, set[str]] = field(default_factory=dict)
