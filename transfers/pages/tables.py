"""What the lists of windows, links, contracts and plans become once they are taken away."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter, itemgetter
from typing import Any

from squads.depth import Stretch
from squads.models import Club
from squads.pages.tables import Columns, Table, keys, known_as, missing_men, of_club, of_man
from squads.wording import position_name
from transfers.pages.links import newest_news
from transfers.planning.weeks import Cell, heat
from transfers.words import currency_of

Row = Mapping[str, Any]


def fields(*names: str) -> Columns:
    """Return columns that hold what rows hold under the same names, with None for no text."""
    return {name: _field(name) for name in names}


def _field(name: str) -> Any:
    read = attrgetter(name)
    return lambda one: None if (found := read(one)) == "" else found


def _of_news(path: str) -> Any:
    """Return what the newest item of news of a link says; None where there is none."""
    read = _field(path)
    return lambda link: (news := newest_news(link)) and read(news)


WINDOWS = Table(
    "windows",
    keys(id="pk")
    | keys("league", "country", "name", "season", "opens_at", "closes_at")
    | {"state": lambda row: row["countdown"]["state"]}
    | keys("confidence", "source", "note", page="url"),
)

LINKS = Table(
    "links",
    {"id": attrgetter("pk")}
    | of_man(lambda link: known_as(link.player))
    | of_club(attrgetter("from_club"), "from_club")
    | of_club(attrgetter("to_club"), "to_club")
    | fields("kind", "stage", "stage_on", "fee", "option_fee")
    | {"currency": lambda link: currency_of(link) or None}
    | fields("until_on", "heard_on")
    | {
        "window": lambda link: link.window and link.window.name,
        "headline": _of_news("headline"),
        "outlet": _of_news("outlet.name"),
        "outlet_tier": _of_news("outlet.tier"),
        "news": _of_news("address"),
        "page": lambda link: link.get_absolute_url(),
    },
)


def _of_need(name: str) -> Any:
    """Return what a row's need says of itself; None of a position that is thin by hand alone."""
    return lambda row: row["need"] and getattr(row["need"], name)


def _of_flag(name: str) -> Any:
    return lambda row: row["flag"] and (row["flag"][name] or None)


def _of_answer(*names: str) -> Any:
    """Return what is told of the link or scenario that addresses a need."""

    def read(row: Row) -> Any:
        answer = row["flag"] and row["flag"]["answer"]
        return next((answer[name] for name in names if answer[name]), None) if answer else None

    return read


NEEDS = Table(
    "needs",
    keys("club_slug")
    | keys(club="club_name")
    | keys("club_url", "position")
    | keys(position_name="name")
    | {"level": lambda row: row["level"] or None}
    | keys("cover", "target", "is_need", "why")
    | {
        name: _of_need(field)
        for name, field in {
            "from_on": "from_on",
            "until_on": "until_on",
            "worst_on": "worst_on",
            "on_time": "on_time_level",
            "late": "late_level",
        }.items()
    }
    | {
        "verdict": _of_flag("verdict"),
        "said_by": _of_flag("who"),
        "said_on": _of_flag("at"),
        "said": _of_flag("note"),
        "addressed_by": _of_answer("text", "what"),
        "addressed_by_url": _of_answer("url"),
        "chart_url": itemgetter("url"),
    },
)


# Contracts


def contracts(clubs: Mapping[int, Club]) -> Table:
    """Return the columns of what `contract_page.everybody` lists. clubs: all, by key."""

    def at(path: str, of: str = "name") -> Any:
        """Return a club's name or slug: where he has a contract, is on loan, or will be."""
        read = attrgetter(path)
        return lambda row: (paper := read(row[0].holding)) and getattr(clubs[paper.club], of)

    def borrowed(read: Any) -> Any:
        return lambda row: read(row) if row[0].borrowed else None

    def lent(read: Any) -> Any:
        return lambda row: None if row[0].borrowed else read(row)

    return Table(
        "contracts",
        of_man(lambda row: (row[0].slug, row[0].name))
        | of_club(lambda row: row[0].club)
        | {
            "positions": lambda row: row[1].split(),
            "born_on": lambda row: row[0].born_on,
            "standing": itemgetter(2),
            "standing_derived": itemgetter(3),
            "ends_on": lambda row: row[0].ends_on,
            "months_left": lambda row: row[0].holding.term.months,
            "may_sign_abroad_from": lambda row: row[0].holding.term.abroad_from,
            "loan_in": lambda row: row[0].borrowed,
            "lent_by_slug": borrowed(at("own", "slug")),
            "lent_by": borrowed(at("own")),
            "loaned_to": lent(at("loan")),
            "loan_ends_on": lambda row: (loan := row[0].holding.loan) and loan.ends_on,
            "signed_for": at("coming"),
            "signed_from": lambda row: (coming := row[0].holding.coming) and coming.starts_on,
        },
    )


# A club's squad list, its weeks, and who could come


def named(groups: Iterable[Row]) -> list[dict[str, Any]]:
    """Return the men of all groups of a squad list, each with what he counts as."""
    return [row | {"group": group} for group in groups for row in group["rows"]]


SQUAD_LIST = Table(
    "squad-list",
    of_man(lambda row: (row["key"], row["name"]))
    | {
        "position": lambda row: row["position"] or None,
        "born_on": itemgetter("born_on"),
        "counts_as": lambda row: row["group"]["kind"],
        "group": lambda row: row["group"]["name"],
        "takes_place": lambda row: row["group"]["takes"],
        "loan_in": lambda row: row.get("is_loan", False),
        "why": itemgetter("why"),
    },
    asks=("rule",),
)


def weeks(stretches: Sequence[Stretch]) -> Iterator[Cell]:
    """Return every position in every week, as the timeline draws them."""
    return (cell for row in heat(stretches) for cell in row.cells)


WEEKS = Table(
    "timeline",
    {
        "position": attrgetter("group.position"),
        "position_name": lambda cell: position_name(cell.group.position),
        "from_on": attrgetter("week.first"),
        "until_on": attrgetter("week.last"),
        "worst_on": attrgetter("on"),
        "level": attrgetter("group.level"),
        "cover": attrgetter("group.cover"),
        "target": attrgetter("group.group.target"),
        "counted": lambda cell: [e.member.name for e in cell.group.entries if e.counted],
        "missing": lambda cell: missing_men(cell.group),
    },
    asks=("formation",),
)

CANDIDATES = Table(
    "candidates",
    of_man(lambda row: (row["slug"], row["name"]))
    | of_club(itemgetter("owner"))
    | {
        "loaned_to": lambda row: row["borrower"] and row["borrower"].name,
        "aptitude": lambda row: row["candidate"].aptitude,
        "by_kinship": lambda row: row["candidate"].by_kinship,
        "born_on": lambda row: row["candidate"].born_on,
        "height_cm": lambda row: row["candidate"].height_cm,
        "foot": lambda row: row["man"].foot or None,
        "positions": lambda row: row["positions"].strip("–").split(),
        "contract_until": lambda row: row["candidate"].ends_on,
        "standing": lambda row: row["candidate"].standing or None,
        "minutes": lambda row: row["candidate"].minutes,
        "availability": lambda row: row["state"] or None,
        "homegrown": itemgetter("is_homegrown"),
        "club_falls_at": lambda row: row["falls"] and row["falls"]["position"],
        "club_falls_to": lambda row: row["falls"] and (row["falls"]["after"]["level"] or None),
    },
)

SCENARIOS = Table(
    "scenarios",
    {"id": lambda item: item["scenario"].pk, "name": lambda item: item["scenario"].name}
    | of_club(lambda item: item["scenario"].club)
    | {
        "moves": lambda item: [f"{move['sign'][1]}: {move['name']}" for move in item["moves"]],
        "note": lambda item: item["scenario"].note or None,
        "by": lambda item: (by := item["scenario"].by) and by.get_username(),
        "changed_at": lambda item: item["scenario"].changed_at,
        "is_shared": lambda item: item["scenario"].is_shared,
        "page": lambda item: item["scenario"].get_absolute_url(),
    },
)


def compared(rows: Iterable[Row], columns: Sequence[Row]) -> Iterator[Row]:
    """Return every cell of scenarios side by side that plays the position, with what it is of."""
    for row in rows:
        for column, cell in zip(columns, row["cells"], strict=True):
            if "level" in cell:
                yield cell | {"row": row, "column": column}


SIDE_BY_SIDE = Table(
    "scenarios-side-by-side",
    {
        "position": lambda cell: cell["row"]["position"],
        "position_name": lambda cell: cell["row"]["name"],
        "scenario": lambda cell: cell["column"]["name"],
        "scenario_url": lambda cell: cell["column"]["url"] or None,
    }
    | keys("level", "cover", "target")
    | {
        "counted": lambda cell: [man["name"] for man in cell["men"]],
        "counted_only_here": lambda cell: [man["name"] for man in cell["men"] if man["new"]],
        "not_counted_here": itemgetter("gone"),
        "change": lambda cell: cell["tone"] or None,
    },
    asks=("ids",),
)
