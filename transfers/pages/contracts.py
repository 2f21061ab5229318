"""The ladder of contract ends: what is asked of it, whom it lists and how many end when."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, Sum
from django.urls import reverse

from squads.day import SiteDay, season_of
from squads.depth import Aptitude, ContractKind, Member, Standing
from squads.depth.standing import standing_of
from squads.models import Club, Competition, Contract, Player, PlayerPosition, SeasonFigures
from squads.models.search import fold
from transfers.planning.contracts import Holding, Mark, Paper, holdings, remembered_since

Standings = Mapping[tuple[int, int], tuple[Standing, bool]]
PER_PAGE = 100
MOST_CLUBS = 60  # that the table has a row for
MARKS: Mapping[str, str] = {
    Mark.ENDED: "Ended",
    Mark.SIX: "Up to 6 months",
    Mark.TWELVE: "7 to 12",
    Mark.EIGHTEEN: "13 to 18",
    Mark.TWENTY_FOUR: "19 to 24",
    Mark.LATER: "Later",
    Mark.UNKNOWN: "Not known",
}
ABROAD = "abroad"
IN, OUT, NONE = "in", "out", "none"
LOANS = {IN: "Here on loan", OUT: "Lent to others", NONE: "Not on loan"}
DEFAULT_SORT = "ends"
STANDINGS = tuple(Standing)
KINDS = {kind.value: kind for kind in ContractKind}


@dataclass(frozen=True)
class Asked:
    """What a reader asks of the ladder; filters are empty where nothing is chosen."""

    site: SiteDay
    on: dt.date
    filters: dict[str, str]
    sort: str = DEFAULT_SORT
    page: int = 1

    def url(self, **other: Any) -> str:
        """Return the address of this list or, with other values, of another; defaults unnamed."""
        asked = replace(self, **other)
        on = "" if asked.on == asked.site.today else asked.on.isoformat()
        sort = "" if asked.sort == DEFAULT_SORT else asked.sort
        page = asked.page if asked.page > 1 else ""
        shown = {"on": on, **asked.filters, "sort": sort, "page": page}
        query = urlencode({name: value for name, value in shown.items() if value})
        return f"{reverse('transfers:contract_list')}{'?' if query else ''}{query}"

    def narrowed(self, **filters: str) -> str:
        """Return the address of the first page of a list with other filters."""
        return self.url(filters=self.filters | filters, page=1)

    @property
    def shape(self) -> tuple[object, ...]:
        """All that the page depends on."""
        return (self.on, sorted(self.filters.items()), self.sort, self.page)


@dataclass(frozen=True, slots=True)
class Listed:
    """A man as a club lists him: its own, or borrowed. stored: his standing there, if set."""

    club: Club
    holding: Holding
    borrowed: bool
    name: str
    slug: str
    born_on: dt.date | None
    stored: str

    @property
    def man(self) -> int:
        return self.holding.own.man

    @property
    def ends_on(self) -> dt.date | None:
        return self.holding.term.ends_on


# Who is listed


def ladder(clubs: Mapping[int, Club], asked: Asked) -> list[Listed]:
    """Return whom clubs with a chart own or have borrowed, but for the mark that is asked for.

    clubs: all of them, by key. A man who belongs to a club without a chart is listed by the
    club that has borrowed him alone. One query.
    """
    rows = list(_rows(asked))
    papers = [
        Paper(row.pk, row.player_id, row.club_id, KINDS[row.kind], *_days(row)) for row in rows
    ]
    by_key = {row.pk: row for row in rows}
    wanted = {pk for pk, club in clubs.items() if is_charted(club) and _is_asked(club, asked)}
    found = []
    for holding in holdings(papers, asked.on):
        for paper in (holding.own, holding.loan):
            if paper and paper.club in wanted:
                found.append(_listed(clubs[paper.club], holding, by_key[paper.key]))
    return found


def _rows(asked: Asked) -> Iterable[Any]:
    """Return contracts that run, will run or ended not long ago, of the men asked for."""
    recent = Q(ends_on__isnull=True) | Q(ends_on__gte=remembered_since(asked.on))
    found = Contract.objects.filter(recent)
    club, league = asked.filters["club"], asked.filters["league"]
    position, text = asked.filters["position"], asked.filters["q"]
    if club:
        found = found.filter(player__in=Contract.objects.filter(club__slug=club).values("player"))
    if league:
        within = Contract.objects.filter(club__competition__slug=league)
        found = found.filter(player__in=within.values("player"))
    if position:
        plays = PlayerPosition.objects.filter(position=position)
        plays = plays.exclude(aptitude=Aptitude.EMERGENCY.value)
        found = found.filter(player__in=plays.values("player"))
    if text:
        found = found.filter(player__in=Player.objects.matching(text).values("pk"))
    return found.order_by().values_list(
        "pk",
        "player_id",
        "club_id",
        "kind",
        "starts_on",
        "ends_on",
        "parent_id",
        "standing",
        "player__slug",
        "player__known_as",
        "player__born_on",
        named=True,
    )


def _days(row: Any) -> tuple[dt.date, dt.date | None, int | None]:
    return row.starts_on, row.ends_on, row.parent_id


def is_charted(club: Club) -> bool:
    return club.competition_id is not None and club.formation_id is not None


def _is_asked(club: Club, asked: Asked) -> bool:
    league = club.competition.slug if club.competition else ""
    return asked.filters["club"] in ("", club.slug) and asked.filters["league"] in ("", league)


def _listed(club: Club, holding: Holding, row: Any) -> Listed:
    return Listed(
        club=club,
        holding=holding,
        borrowed=row.kind == ContractKind.LOAN,
        name=row.player__known_as,
        slug=row.player__slug,
        born_on=row.player__born_on,
        stored=row.standing,
    )


def by_loan(found: Iterable[Listed], loans: str) -> list[Listed]:
    """Return those whom the filter by loans leaves; without one, every club's own men."""
    if loans == IN:
        return [one for one in found if one.borrowed]
    own = [one for one in found if not one.borrowed]
    if loans == OUT:
        return [one for one in own if one.holding.loan]
    return [one for one in own if not one.holding.loan] if loans == NONE else own


def guests(found: Sequence[Listed], loans: str) -> list[Listed]:
    """Return the borrowed men whose own club is not among those listed."""
    if loans:
        return []
    own = {one.man for one in found if not one.borrowed}
    return [one for one in found if one.borrowed and one.man not in own]


def by_mark(found: Iterable[Listed], mark: str) -> list[Listed]:
    if mark == ABROAD:
        return [one for one in found if one.holding.may_sign_abroad]
    return [one for one in found if mark in ("", one.holding.term.mark.value)]


# In what order

SortKey = Callable[[Listed], Any]


def standings(found: Sequence[Listed], on: dt.date) -> Standings:
    """Return each man's standing at the club that lists him, and whether it is derived.

    Derived as charts derive it: from age and this season's league minutes. One query.
    """
    played = SeasonFigures.objects.filter(
        season=season_of(on)[0],
        competition__kind=Competition.Kind.LEAGUE,
        club__in={one.club.pk for one in found},
    )
    sums = played.order_by().values_list("club", "player").annotate(total=Sum("minutes"))
    minutes = {(club, man): total or 0 for club, man, total in sums}
    most: Counter[int] = Counter()
    for (club, _), total in minutes.items():
        most[club] = max(most[club], total)
    return {
        (one.club.pk, one.man): standing_of(
            _member(one, minutes.get((one.club.pk, one.man), 0)), on, most[one.club.pk]
        )
        for one in found
    }


def _member(one: Listed, minutes: int) -> Member:
    stored = Standing(one.stored) if one.stored else None
    return Member(one.slug, one.name, (), standing=stored, born_on=one.born_on, minutes=minutes)


SORTS = ("ends", "player", "club", "age", "standing")


def ordered(found: Iterable[Listed], sort: str, known: Standings) -> list[Listed]:
    """Return them by a column, "-age" for the other way round; unknown last, ties by name."""
    found = list(found)
    clubs = {club.pk: fold(club.name) for club in {one.club for one in found}}
    keys: dict[str, SortKey] = {
        "ends": lambda one: one.ends_on,
        "player": lambda one: fold(one.name),
        "club": lambda one: clubs[one.club.pk],
        "age": lambda one: one.born_on and -one.born_on.toordinal(),
        "standing": lambda one: STANDINGS.index(known[one.club.pk, one.man][0]),
    }
    key = keys[sort.removeprefix("-")]
    by_name = sorted(found, key=lambda one: (clubs[one.club.pk], fold(one.name), one.man))
    told = [one for one in by_name if key(one) is not None]
    untold = [one for one in by_name if key(one) is None]
    return sorted(told, key=key, reverse=sort.startswith("-")) + untold


# How many end when


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: a club, a league or all. at: the filters that lead to its men."""

    slug: str
    name: str
    at: Mapping[str, str]
    clubs: Sequence[int]


def table(clubs: Iterable[Club], found: Sequence[Listed], asked: Asked) -> dict[str, Any]:
    """Return clubs by marks: how many contracts end when, each number a way to the men.

    found: whom the other filters leave, borrowed men too. Where they leave a club nobody, it is
    left out. Too many clubs for a table are counted by league.
    """
    counted = by_loan(found, asked.filters["loans"])
    counts = Counter((one.club.pk, one.holding.term.mark.value) for one in counted)
    here = Counter(one.club.pk for one in found if one.borrowed)
    shown = [club for club in clubs if _is_asked(club, asked)]
    if any(asked.filters[name] for name in ("position", "loans", "q")):
        told = {one.club.pk for one in (counted if asked.filters["loans"] else found)}
        shown = [club for club in shown if club.pk in told]
    ended = asked.filters["mark"] == Mark.ENDED or any(mark == Mark.ENDED for _, mark in counts)
    marks = [mark for mark in MARKS if ended or mark != Mark.ENDED]
    by_league = len(shown) > MOST_CLUBS and not asked.filters["league"]
    total = Line("all", "", {}, [club.pk for club in shown])
    return {
        "by": "League" if by_league else "Club",
        "marks": [{"name": mark, "label": MARKS[mark]} for mark in marks],
        "rows": [
            _table_row(line, counts, here, marks, asked)
            for line in (_leagues(shown) if by_league else _clubs(shown))
        ],
        "total": _table_row(total, counts, here, marks, asked) if len(shown) > 1 else None,
    }


def _clubs(clubs: Iterable[Club]) -> list[Line]:
    return [Line(c.slug, c.short_name, {"club": c.slug}, [c.pk]) for c in clubs]


def _leagues(clubs: Iterable[Club]) -> list[Line]:
    members: dict[Competition, list[int]] = {}
    for club in clubs:
        if club.competition:
            members.setdefault(club.competition, []).append(club.pk)
    return [Line(c.slug, c.name, {"league": c.slug}, pks) for c, pks in members.items()]


def _table_row(
    line: Line,
    counts: Mapping[tuple[int, str], int],
    here: Mapping[int, int],
    marks: Iterable[str],
    asked: Asked,
) -> dict[str, Any]:
    chosen = line.at.get("club", "") == asked.filters["club"] and "league" not in line.at
    found = {mark: sum(counts.get((club, mark), 0) for club in line.clubs) for mark in marks}
    return {
        "slug": line.slug,
        "name": line.name,
        "url": asked.narrowed(**line.at, mark=""),
        "men": sum(found.values()),
        "cells": [
            {
                "mark": mark,
                "count": count,
                "url": asked.narrowed(**line.at, mark=mark) if count else "",
                "is_current": chosen and asked.filters["mark"] == mark,
            }
            for mark, count in found.items()
        ],
        "here": sum(here.get(club, 0) for club in line.clubs),
        "here_url": asked.narrowed(**line.at, loans=IN, mark=""),
    }
