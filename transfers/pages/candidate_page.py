"""The page of candidates: the need, the shortlist, what was asked for and who was found."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from squads import wording
from squads.day import SiteDay, day_query
from squads.depth import POSITION_NAMES, DepthChart, Position, Squad, Standing, depth_chart
from squads.models import Club, Player
from squads.pages.board import Row, Urls
from transfers.loading import squads_on
from transfers.models import Shortlisted
from transfers.outlooks import fresh, next_horizons
from transfers.pages.candidate_rows import Looking, clubs_of, rows
from transfers.pages.candidates import (
    DEFAULT_SORT,
    Candidate,
    Pool,
    Wanted,
    home_associations,
    league_minutes,
    ordered,
)
from transfers.pages.needs import level_text, pips

A_PAGE = 30
HOMEGROWN = {"yes": "Yes", "no": "No", "unknown": "Not known"}
FEET = {Player.Foot.LEFT.value: "Left", Player.Foot.RIGHT.value: "Right"}
STANDINGS = {
    standing.value: wording.STANDING_NAMES[standing].capitalize() for standing in Standing
}
# Headings: what comes first in plain words, what sorts, and by what.
COLUMNS = (
    ("", "Player", "name"),
    ("", "Club", "club"),
    ("", "Age", "age"),
    ("Plays", "Height", "height"),
    ("", "Contract", "contract"),
    ("Standing", "Minutes", "minutes"),
    ("", "Status", ""),
    ("", "Homegrown", ""),
    ("", "His club without him", ""),
)
NUMBERS = {"age"}
# Filters that most leave as they are: folded away until one is in force.
RARE = ("club", "standing", "months", "homegrown", "foot", "height_from", "available")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of a list asks for; values as they were written, empty ones left out.

    on: the day that everything is judged on. today: the site's, which no address names.
    """

    slug: str
    position: Position
    values: Mapping[str, str]
    on: dt.date
    today: dt.date

    @property
    def plain_url(self) -> str:
        return reverse("transfers:candidate_list", args=[self.slug, self.position.value])

    @property
    def unfiltered(self) -> "Asked":
        return replace(self, values={})

    @property
    def usual(self) -> "Asked":
        """What most ask for: everybody, today."""
        return replace(self, values={}, on=self.today)

    def without(self, name: str) -> "Asked":
        """Return the same with one filter less, from its first page."""
        kept = {key: value for key, value in self.values.items() if key not in (name, "page")}
        return replace(self, values=kept)

    def url(self, **other: str) -> str:
        """Return the address of this list or, with other values, of another from its start."""
        kept = {name: value for name, value in self.values.items() if not other or name != "page"}
        day = {} if self.on == self.today else {"on": self.on.isoformat()}
        query = urlencode({name: value for name, value in (day | kept | other).items() if value})
        return f"{self.plain_url}{'?' if query else ''}{query}"


@dataclass(frozen=True, slots=True)
class Offered:
    """What can be chosen. league_of: the slug of a club's league by its own, charted clubs only.

    names: of all clubs, by key. charted: keys of those that have a chart.
    """

    leagues: dict[str, str]
    league_of: dict[str, str]
    club_names: dict[str, str]
    names: dict[int, str]
    charted: frozenset[int]


def offered() -> Offered:
    """Return leagues and clubs, in their order. One query."""
    rows = Club.objects.order_by("competition__rank", "competition__name", "name").values_list(
        "pk", "slug", "name", "competition__slug", "competition__name", "formation"
    )
    found = Offered({}, {}, {}, {}, frozenset())
    charted = set()
    for pk, slug, name, league, league_name, formation in rows:
        found.names[pk] = name
        if league and formation:
            charted.add(pk)
            found.leagues[league] = league_name
            found.league_of[slug], found.club_names[slug] = league, name
    return Offered(
        found.leagues, found.league_of, found.club_names, found.names, frozenset(charted)
    )


class CandidatePage:
    """One page while it is put together, in a number of queries that nothing makes grow."""

    def __init__(
        self,
        club: Club,
        asked: Asked,
        site: SiteDay,
        clubs: Offered,
        urls: Urls,
        *,
        plans: bool,
    ) -> None:
        self.club, self.asked, self.site, self.offered = club, asked, site, clubs
        self.urls = urls
        self.position, self.on, self.plans = asked.position, asked.on, plans
        self.home = home_associations(club)

    def context(
        self, wanted: Wanted, order: str, page: int, listed: Sequence[Shortlisted]
    ) -> dict[str, Any]:
        """Return everything the page prints. listed: the shortlist, of who may plan."""
        pool = self._pool()
        found = self._found(pool, wanted, order)
        last = max(-(-len(found) // A_PAGE), 1)
        page = min(page, last)
        shown = found[(page - 1) * A_PAGE : page * A_PAGE]
        short = pool.these([row.player_id for row in listed]) if listed else []
        squads, made = self._rows([*shown, *short])
        places = {row.player.slug: row.rank for row in listed}
        return {
            **self._heading(depth_chart(squads[self.club.pk], self.on)),
            **self._asking(wanted, order),
            "rows": [
                made[one.slug] | {"place": places.get(one.slug)}
                for one in shown
                if one.slug in made
            ],
            "count": len(found),
            "total": f"{len(found):,}",
            "pages": self._pages(page, last, len(found)),
            "shortlist": [
                made[row.player.slug] | {"pk": row.pk, "rank": row.rank, "note": row.note}
                for row in listed
                if row.player.slug in made
            ],
        }

    def _heading(self, chart: DepthChart) -> dict[str, Any]:
        """Return whom the page is for: club, position and day, and what is lacking there."""
        name, usual = POSITION_NAMES[self.position], self.on == self.site.today
        scenario = reverse("transfers:scenario_add", args=[self.club.slug])
        return {
            "section": "",
            "site_day": self.site,
            "club": self.club,
            "position": self.position.value,
            "name": name,
            "crumb": f"Candidates: {name.lower()}",
            "on": wording.full_day(self.on),
            "on_iso": self.on.isoformat(),
            "when": "today" if usual else f"on {wording.full_day(self.on)}",
            "chart_query": day_query(self.on, self.site.today),
            "need": self._need(chart),
            "positions": self._positions(chart),
            "home": wording.join(self.home, "or"),
            "plans": self.plans,
            "scenario": scenario if self.plans else "",
        }

    def _asking(self, wanted: Wanted, order: str) -> dict[str, Any]:
        """Return what is asked for, how to ask for something else, and the order of the list."""
        values = self.asked.values
        return {
            "here": self.asked.url(),
            "list_url": self.asked.plain_url,
            "unfiltered": self.asked.unfiltered.url(),
            "capable": self.asked.url(fit="capable"),
            "wanted": wanted,
            "fields": self._fields(wanted),
            "chips": self._chips(wanted),
            "filtered": any(name not in ("sort", "page") for name in values),
            "more": sum(name in RARE for name in values),
            "sort": "" if order == DEFAULT_SORT else order,
            "columns": [self._column(*column, order) for column in COLUMNS],
        }

    def everybody(self, wanted: Wanted, order: str, most: int) -> list[Row]:
        """Return whom all pages of the list show, in order, but not more than so many."""
        found = self._found(self._pool(), wanted, order)[:most]
        return list(self._rows(found)[1].values())

    def _pool(self) -> Pool:
        return Pool(self.position, self.on, league_minutes(self.on), self.offered.charted)

    def _found(self, pool: Pool, wanted: Wanted, order: str) -> list[Candidate]:
        return ordered(pool.matching(self.club, wanted, self.home), order, self.offered.names)

    def _rows(self, found: Sequence[Candidate]) -> tuple[dict[int, Squad], dict[str, Row]]:
        """Return the squads of these men's clubs and of the club itself, and the men by slug."""
        men = Player.objects.prefetch_related("positions", "training")
        by_pk = men.in_bulk([one.pk for one in found])
        wanted = clubs_of(found) | {self.club.pk}
        clubs = Club.objects.select_related("competition", "formation").in_bulk(wanted)
        charted = [club for pk, club in clubs.items() if pk in self.offered.charted]
        squads = squads_on(charted, self.on)
        looking = Looking(self.club, self.on, self.site.today, self.home, self.urls)
        made = rows(found, by_pk, clubs, squads, looking)
        return squads, {row["slug"]: row for row in made}

    def _need(self, chart: DepthChart) -> Row:
        """Return how the position stands on the day, and at worst in its window or the next one.

        What is known of windows is seen from the site's day, as everywhere.
        """
        group = next((g for g in chart.groups if g.position is self.position), None)
        horizons = next_horizons([self.club], self.on)
        known = fresh([self.club], horizons, self.site.today).get(self.club.pk)
        need: Row = {"formation": chart.formation.name, "on_day": None, "window": None}
        if group:
            cover, starters = group.cover, group.group.starters
            need["on_day"] = _level(group.level.value, cover, starters)
            need["why"] = wording.why_thin(group, self.on) if group.is_thin else ""
        if known and self.position in known.levels:
            window = horizons[self.club.pk].window
            level = _level(*known.levels[self.position])
            need["window"] = level | {"name": window.name, "url": window.get_absolute_url()}
        return need

    def _positions(self, chart: DepthChart) -> list[Row]:
        """Return every position with its level on the day, those of the formation first."""
        levels = {group.position: group.level.value for group in chart.groups}
        return [
            {
                "position": one.value,
                "name": POSITION_NAMES[one],
                "level": levels.get(one, ""),
                "url": replace(self.asked.unfiltered, position=one).url(),
                "is_current": one is self.position,
            }
            for one in sorted(Position, key=lambda one: one not in levels)
        ]

    def _fields(self, wanted: Wanted) -> dict[str, Row]:
        """Return the lists that narrow what is shown, by name, each with what is chosen."""
        offered = self.offered
        clubs = {
            slug: name
            for slug, name in offered.club_names.items()
            if wanted.league in ("", offered.league_of[slug])
        }
        found = [
            _field("foot", "Foot", FEET, wanted.foot),
            _field("homegrown", "Homegrown", HOMEGROWN, wanted.homegrown),
            _field("standing", "Standing", STANDINGS, wanted.standing),
            _field("league", "League", offered.leagues, wanted.league),
            _field("club", "Club", clubs, wanted.club),
        ]
        return {field["name"]: field for field in found}

    def _chips(self, wanted: Wanted) -> list[Row]:
        """Return what is in force in words, each with the address of the list without it."""
        names = self.offered
        said = {
            "fit": "" if wanted.natural else "natural or capable",
            "league": names.leagues.get(wanted.league, ""),
            "club": names.club_names.get(wanted.club, ""),
            "age_from": f"{wanted.age_from} years or older",
            "age_to": f"{wanted.age_to} years or younger",
            "height_from": f"{wanted.height_from} cm or taller",
            "months": _months_text(wanted.months),
            "foot": f"{wanted.foot} foot",
            "homegrown": f"homegrown: {HOMEGROWN.get(wanted.homegrown, '').lower()}",
            "standing": STANDINGS.get(wanted.standing, "").lower(),
            "available": "available that day",
        }
        return [
            {"name": name, "text": text, "url": self.asked.without(name).url()}
            for name, text in said.items()
            if text and name in self.asked.values
        ]

    def _column(self, plain: str, label: str, column: str, order: str) -> Row:
        """Return a heading and the address that sorts by it, turned round if it already does."""
        turned = f"-{column}" if order == column else column
        direction = {column: "ascending", f"-{column}": "descending"}.get(order, "")
        return {
            "name": column,
            "plain": plain,
            "label": label,
            "url": self.asked.url(sort="" if turned == DEFAULT_SORT else turned) if column else "",
            "direction": direction if column else "",
            "is_number": column in NUMBERS,
        }

    def _pages(self, page: int, last: int, count: int) -> Row:
        first = (page - 1) * A_PAGE
        return {
            "number": page,
            "last": last,
            "words": f"{first + 1:,} to {min(first + A_PAGE, count):,}",
            "earlier": self.asked.url(page=str(page - 1) if page > 2 else "") if page > 1 else "",
            "later": self.asked.url(page=str(page + 1)) if page < last else "",
        }


def _level(level: str, cover: int, starters: int) -> Row:
    return {
        "level": level,
        "text": level_text(level, cover, starters),
        "pips": pips(cover, starters),
    }


def _months_text(months: int | None) -> str:
    return f"contract ends within {months} month{'' if months == 1 else 's'}"


def _field(name: str, label: str, offered: Mapping[str, str], chosen: str) -> Row:
    return {"name": name, "label": label, "options": offered, "chosen": chosen}
