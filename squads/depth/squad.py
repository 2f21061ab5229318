"""The values that go into the engine: a club's squad and its formation, as plain data."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Position(StrEnum):
    """Where a man plays, from the goalkeeper forward."""

    GK = "GK"
    RB = "RB"
    CB = "CB"
    LB = "LB"
    RWB = "RWB"
    LWB = "LWB"
    DM = "DM"
    CM = "CM"
    RM = "RM"
    LM = "LM"
    AM = "AM"
    RW = "RW"
    LW = "LW"
    ST = "ST"


POSITION_NAMES: Mapping[Position, str] = {
    Position.GK: "Goalkeeper",
    Position.RB: "Right-back",
    Position.CB: "Centre-back",
    Position.LB: "Left-back",
    Position.RWB: "Right wing-back",
    Position.LWB: "Left wing-back",
    Position.DM: "Defensive midfield",
    Position.CM: "Central midfield",
    Position.RM: "Right midfield",
    Position.LM: "Left midfield",
    Position.AM: "Attacking midfield",
    Position.RW: "Right wing",
    Position.LW: "Left wing",
    Position.ST: "Striker",
}


class Aptitude(StrEnum):
    """How well a man fits a position, best first."""

    NATURAL = "natural"
    CAPABLE = "capable"
    EMERGENCY = "emergency"


class Standing(StrEnum):
    """A man's place in the squad, highest first."""

    FIRST_CHOICE = "first_choice"
    ROTATION = "rotation"
    BACKUP = "backup"
    PROSPECT = "prospect"
    FRINGE = "fringe"


class SpellKind(StrEnum):
    """Why a man cannot be relied on."""

    INJURY = "injury"
    ILLNESS = "illness"
    SUSPENSION = "suspension"
    INTERNATIONAL = "international"
    INELIGIBLE = "ineligible"
    PERSONAL = "personal"


class ContractKind(StrEnum):
    PERMANENT = "permanent"
    LOAN = "loan"


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of days a man cannot be relied on.

    began_on: the first day out. returned_on: the confirmed first day back, or None.
    expected_from, expected_until: the earliest and latest day he is expected back; the later
    one known counts as his presumed return. reported_on: the newest day on which a source
    still said he was out (None: only known from the day it began). chance: per cent, of
    playing now; None unless he is doubtful rather than out. reason: words for a reader
    ("ACL tear"); body_part: for the return forecast, may be empty. first_expected_on and source
    are handed through for readers: the first return ever given, and who reported the spell.
    """

    kind: SpellKind
    began_on: dt.date
    expected_from: dt.date | None = None
    expected_until: dt.date | None = None
    returned_on: dt.date | None = None
    reported_on: dt.date | None = None
    chance: int | None = None
    reason: str = ""
    body_part: str = ""
    key: str = ""
    first_expected_on: dt.date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Stay:
    """Days under contract at one club, both ends included; ends_on None: end not known.

    club: the club's name, needed only for a loan to somewhere else.
    """

    kind: ContractKind
    starts_on: dt.date
    ends_on: dt.date | None = None
    club: str = ""

    def covers(self, day: dt.date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who is, was or will be under contract at the club.

    slug identifies him in the squad. stays: his contracts and loans at this club. loans_out:
    his loans from this club to others. positions: stored aptitudes, main position first.
    standing: as an editor set it, else None. minutes: league minutes this season, for the
    derived standing. short_name: what to call him for short if not by his last name, or empty.
    """

    slug: str
    name: str
    stays: tuple[Stay, ...]
    number: int | None = None
    positions: tuple[tuple[Position, Aptitude], ...] = ()
    standing: Standing | None = None
    born_on: dt.date | None = None
    minutes: int = 0
    loans_out: tuple[Stay, ...] = ()
    spells: tuple[Spell, ...] = ()
    short_name: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """One of a formation's eleven places: x from 0 (left) to 100, y from 0 (own goal) to 100."""

    number: int
    position: Position
    x: int = 50
    y: int = 50


@dataclass(frozen=True, slots=True)
class Formation:
    name: str
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Squad:
    """Everything the engine needs to know of a club.

    rankings: for a position, slugs in the club's own order, first man first. minutes_played:
    the most league minutes anybody could have played for the club this season. version: the
    club's, handed through to the chart.
    """

    club: str
    formation: Formation
    members: tuple[Member, ...] = ()
    rankings: Mapping[Position, tuple[str, ...]] = field(default_factory=dict)
    minutes_played: int = 0
    version: int = 0
