"""What the lists of pages become once they are taken away: a row of each thing, in columns.

Columns have the names of the API's fields. "page", and what ends in "url", holds a path of this
site or a whole address; days and moments, numbers and lists keep their types.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.urls import reverse

from squads.depth import Availability, DepthChart, Entry, GroupChart
from squads.models import Absence, Club, Contract, Injury, Player
from squads.pages.absentees import plays
from squads.pages.log import page_of
from squads.pages.record import FIGURES, as_spell, days_missed
from squads.wording import missing

Read = Callable[[Any], Any]  # what a column holds of a thing
Columns = dict[str, Read]
# What of an address says how a list is looked at, not what is on it.
LOOKS = {"format", "page", "before", "view", "show"}
# And what, beside the filters, says of what day it is and how it is sorted.
ORDERS = {"on", "by", "sort"}


@dataclass(frozen=True, slots=True)
class Table:
    """A list that can be taken away. columns: by name, what stands in them of one thing.

    asks: what of an address says which list it is, beside the day, rather than narrows it.
    """

    name: str
    columns: Columns
    asks: tuple[str, ...] = ()

    def rows(self, found: Iterable[Any]) -> list[dict[str, Any]]:
        return [{name: read(one) for name, read in self.columns.items()} for one in found]


def asked_in(here: str) -> dict[str, str]:
    """Return what the address of a list asks for, day and filters, whatever page it shows."""
    query = parse_qsl(urlsplit(here).query)
    return {name: value for name, value in query if name not in LOOKS}


def of_club(club: Read, name: str = "club") -> Columns:
    """Return the columns of a club: its slug, its name and its chart's address, if it has one."""

    def read(what: Callable[[Club], str]) -> Read:
        return lambda one: (found := club(one)) and (what(found) or None)

    return {
        f"{name}_slug": read(attrgetter("slug")),
        name: read(attrgetter("name")),
        f"{name}_url": read(page_of),
    }


def of_man(man: Read, name: str = "player") -> Columns:
    """Return the columns of a man, given as (slug, name), None where there is none."""

    def read(what: Callable[[tuple[str, str]], str]) -> Read:
        return lambda one: (found := man(one)) and what(found)

    return {
        f"{name}_slug": read(itemgetter(0)),
        name: read(itemgetter(1)),
        f"{name}_url": read(lambda found: reverse("squads:player_detail", args=[found[0]])),
    }


def keys(*names: str, **others: str) -> Columns:
    """Return columns that hold what mappings hold under the same names, or under others."""
    return {name: itemgetter(key) for name, key in ({n: n for n in names} | others).items()}


def of_one(club: Club) -> dict[str, str]:
    """Return what rows that are all of one club begin with."""
    return {"club_slug": club.slug, "club": club.name}


def missing_men(group: GroupChart) -> list[str]:
    """Return who is meant to cover a position and cannot; not who is on loan elsewhere."""
    return [entry.member.name for entry in missing(group)]


def known_as(player: Player) -> tuple[str, str]:
    return player.slug, player.known_as


Item = Mapping[str, Any]
CLUB_KEYS: Columns = keys("club_slug", "club", "club_url", "league_slug", "league")

THIN = Table(
    "thin-positions",
    CLUB_KEYS
    | keys("position")
    | keys(position_name="name")
    | keys("level", "cover", "target", why="sentences")
    | {
        "missing": lambda item: [man["name"] for man in item["missing"]],
        "missing_slugs": lambda item: [man["slug"] for man in item["missing"]],
    },
)

CLUBS = Table(
    "clubs",
    CLUB_KEYS
    | keys("formation", "head_coach", "absent", "doubtful", thin_positions="thin_count")
    | {
        "worst_position": lambda club: club["worst"] and club["worst"]["position"],
        "worst_level": lambda club: club["worst"] and club["worst"]["level"],
        "levels": lambda club: [
            f"{one['position']} {one['level']} {sum(one['pips'])}/{len(one['pips'])}"
            for one in club["levels"]
        ],
    },
)

ABSENTEES = Table(
    "injuries-and-absences",
    of_man(lambda one: (one.member.slug, one.member.name))
    | of_club(lambda one: one.club)
    | {
        "league": lambda one: one.club.competition and one.club.competition.name,
        "positions": lambda one: plays(one.member).split(),
        "standing": lambda one: one.entry.standing,
        "standing_derived": lambda one: one.entry.standing_derived,
        "kind": lambda one: one.spell.kind,
        "availability": lambda one: one.status,
        "reason": lambda one: one.entry.status.reason,
        "body_part": lambda one: one.spell.body_part or None,
        "chance": lambda one: one.entry.status.chance,
        "began_on": lambda one: one.spell.began_on,
        "days": lambda one: one.days_out,
        "back_on": lambda one: one.back_on,
        "first_back_on": lambda one: one.spell.first_expected_on,
        "forecast_on": lambda one: one.entry.status.forecast_on,
        "overdue": lambda one: one.overdue,
        "source": lambda one: one.spell.source or None,
    },
)

CHANGES = Table(
    "news",
    {"id": attrgetter("pk"), "at": attrgetter("at")}
    | of_man(lambda change: change.player and known_as(change.player))
    | of_club(attrgetter("club"))
    | {name: attrgetter(name) for name in ("kind", "text", "before", "after")}
    | {
        "by": lambda change: change.by and change.by.get_username(),
        "feed": lambda change: change.feed or None,
        "source": lambda change: change.source or None,
        "outlet": lambda change: change.news and change.news.outlet.name,
        "outlet_tier": lambda change: change.news and change.news.outlet.tier,
        "headline": lambda change: change.news and change.news.headline,
        "news": lambda change: change.news and (change.news.address or None),
        "undone_at": attrgetter("undone_at"),
        "page": lambda change: reverse("squads:news_detail", args=[change.pk]),
    },
)

# A chart

Listed = tuple[GroupChart | None, Entry]


def listed(chart: DepthChart) -> list[Listed]:
    """Return everybody under every position that lists him, then who stands under none."""
    placed = [(group, entry) for group in chart.groups for entry in group.entries]
    return [*placed, *((None, entry) for entry in chart.unplaced)]


def _of_group(read: Callable[[GroupChart], Any]) -> Read:
    return lambda one: one[0] and read(one[0])


def _of_entry(path: str) -> Read:
    read = attrgetter(path)
    return lambda one: read(one[1])


CHART_COLUMNS: Columns = (
    {
        "position": _of_group(attrgetter("position")),
        "level": _of_group(attrgetter("level")),
        "cover": _of_group(attrgetter("cover")),
        "target": _of_group(attrgetter("group.target")),
    }
    | of_man(lambda one: (one[1].member.slug, one[1].member.name))
    | {
        "number": _of_entry("member.number"),
        "born_on": _of_entry("member.born_on"),
        "counted": _of_entry("counted"),
        "string": _of_entry("string"),
        "irreplaceable": _of_entry("irreplaceable"),
        "shared_with": _of_entry("shared_with"),
        "aptitude": _of_entry("aptitude"),
        "by_kinship": _of_entry("by_kinship"),
        "standing": _of_entry("standing"),
        "standing_derived": _of_entry("standing_derived"),
        "availability": _of_entry("status.availability"),
        "chance": _of_entry("status.chance"),
        "back_on": _of_entry("status.back_on"),
        "forecast_on": _of_entry("status.forecast_on"),
        "overdue": _of_entry("status.overdue"),
        "loan_in": _of_entry("loan_in"),
        "contract_until": _of_entry("contract_until"),
    }
)

Lenders = Mapping[str, tuple[str, str]]


def lenders(club: Club, on: dt.date) -> Lenders:
    """Return who has lent the club its men of a day: slug and name, by the man's slug."""
    loans = Contract.objects.covering(on).filter(club=club, parent__isnull=False)
    found = loans.values_list("player__slug", "parent__club__slug", "parent__club__name")
    return {man: (slug, name) for man, slug, name in found}


def chart(lent: Lenders) -> Table:
    """Return the columns of a club's chart. lent: by whom its men are lent."""

    def lender(one: Listed) -> tuple[str, str] | None:
        return lent.get(one[1].member.slug) if one[1].loan_in else None

    def elsewhere(one: Listed) -> bool:
        return one[1].status.availability is Availability.ON_LOAN

    columns: Columns = CHART_COLUMNS | {
        "reason": lambda one: None if elsewhere(one) else one[1].status.reason,
        "loaned_to": lambda one: one[1].status.reason if elsewhere(one) else None,
        "lent_by_slug": lambda one: (found := lender(one)) and found[0],
        "lent_by": lambda one: (found := lender(one)) and found[1],
    }
    return Table("chart", columns, asks=("formation",))


# A man


def history(on: dt.date) -> Table:
    """Return the columns of a man's contracts, spells and season's figures, seen from a day."""

    def either(*names: str) -> Read:
        return lambda one: next(
            (found for n in names if (found := getattr(one, n, None)) not in (None, "")), None
        )

    def lender(what: str) -> Read:
        read = attrgetter(f"parent.club.{what}")
        return lambda one: read(one) if getattr(one, "parent", None) else None

    begun: Columns = {
        "record": lambda one: str(one._meta.model_name).removeprefix("season"),
        "kind": either("kind"),
        **{name: either(name) for name in ("starts_on", "ends_on", "began_on", "returned_on")},
    }
    lent: Columns = {"lent_by_slug": lender("slug"), "lent_by": lender("name")}
    told: Columns = {
        "number": either("squad_number"),
        "reason": either("diagnosis", "reason"),
        "body_part": either("body_part"),
        "chance": either("chance"),
        "expected_from": either("expected_from"),
        "expected_until": either("expected_until"),
        "days_missed": lambda one: (
            days_missed(as_spell(one), on) if isinstance(one, Injury | Absence) else None
        ),
        "season": either("season"),
        "competition": lambda one: (found := getattr(one, "competition", None)) and found.name,
        **{name: either(name) for name in FIGURES},
        "source": either("source"),
        "note": either("note"),
    }
    return Table("history", begun | of_club(either("club")) | lent | told)


# Two charts


def _of_side(number: int) -> Columns:
    """Return the columns of one of two sides; empty where its formation lacks the position."""

    def read(what: Callable[[Item], Any]) -> Read:
        return lambda row: (cell := row["cells"][number]) and what(cell)

    def names(key: str) -> Callable[[Item], list[str]]:
        return lambda cell: [man["name"] for man in cell[key]]

    side = "other_" if number else ""
    return {
        f"{side}level": read(itemgetter("level")),
        f"{side}cover": read(lambda cell: sum(cell["pips"])),
        f"{side}target": read(lambda cell: len(cell["pips"])),
        f"{side}counted": read(names("counted")),
        f"{side}missing": read(names("missed")),
    }


COMPARISON = Table(
    "comparison",
    keys("position")
    | keys(position_name="name")
    | _of_side(0)
    | _of_side(1)
    | {
        "differs": lambda row: row["differs"] if all(row["cells"]) else None,
        "change": lambda row: row["change"] or None,
    },
    asks=("club", "other", "other_on", "formation"),
)
