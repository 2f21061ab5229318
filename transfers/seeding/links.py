"""The links of the seeds: links.csv, link_steps.csv, link_news.csv and link_conditions.csv."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from django.db.models import Q

from squads.depth import Position
from squads.seeding.cells import Problem, Row, day, maybe, needed, one_of, slug, text, whole
from squads.seeding.checks import wrong
from squads.seeding.records import Values
from transfers.models import Link, LinkCondition, LinkNews, LinkStep
from transfers.planning.chains import reaches
from transfers.seeding.news import NEWS
from transfers.seeding.tables import Known, SeedTable

Kind, Stage = Link.Kind, Link.Stage
MOST = 500_000_000


@dataclass(frozen=True, slots=True)
class LinkRow(Row):
    """key: a name of its own, "guehi-liverpool-2025". stage, stage_on: the last one."""

    key: Annotated[str, slug]
    player: Annotated[str, slug]
    from_club: Annotated[str, slug]
    to_club: Annotated[str, slug]
    kind: Annotated[str, one_of(Kind.values)]
    stage: Annotated[str, one_of(Stage.values)]
    stage_on: Annotated[dt.date, needed(day)]
    fee: Annotated[int | None, maybe(whole(0, MOST))]
    option_fee: Annotated[int | None, maybe(whole(0, MOST))]
    currency: Annotated[str, one_of(Link.Currency.values)]
    window: Annotated[str, text(100)]
    until: Annotated[dt.date | None, maybe(day)]
    note: Annotated[str, text(300)]


def _link(row: LinkRow, known: Known) -> Values | None:
    player = known.pk("players", row.player)
    clubs = known.pk("clubs", row.from_club), known.pk("clubs", row.to_club)
    if player is None or None in clubs:
        return None
    return {
        "player_id": player,
        "from_club_id": clubs[0],
        "to_club_id": clubs[1],
        "kind": row.kind,
        "stage": row.stage,
        "stage_on": row.stage_on,
        "fee": row.fee,
        "option_fee": row.option_fee,
        "currency": row.currency,
        "window_id": known.pk("windows", row.window),
        "until_on": row.until,
        "note": row.note,
    }


def _check_links(rows: Sequence[LinkRow]) -> Iterator[Problem]:
    for row in rows:
        if row.from_club == row.to_club:
            yield wrong(row, "to_club", "he is there already")
        if row.option_fee is not None and row.kind != Kind.LOAN_OPTION:
            yield wrong(row, "option_fee", "only a loan_option has one")


LINKS = SeedTable(
    name="links",
    filename="links.csv",
    row=LinkRow,
    model=Link,
    fields="player_id from_club_id to_club_id kind stage stage_on fee option_fee currency "
    "window_id until_on note",
    key=lambda row: row.key,
    values=_link,
    unique=[("player_id", "from_club_id", "to_club_id", "stage_on")],
    refers={"player": "players", "from_club": "clubs", "to_club": "clubs", "window": "windows"},
    check=_check_links,
)


def _clubs(touched: Mapping[str, Collection[int]]) -> Q:
    links = touched.get("link_id", ())
    return Q(links_in__in=links) | Q(links_out__in=links)


@dataclass(frozen=True, slots=True)
class StepRow(Row):
    link: Annotated[str, slug]
    stage: Annotated[str, one_of(Stage.values)]
    on: Annotated[dt.date, needed(day)]
    note: Annotated[str, text(300)]

    @property
    def key(self) -> str:
        return f"{self.link} {self.stage}"


def _step(row: StepRow, known: Known) -> Values | None:
    link = known.pk("links", row.link)
    if link is None:
        return None
    return {"link_id": link, "stage": row.stage, "on": row.on, "note": row.note}


LINK_STEPS = SeedTable(
    name="link stages",
    filename="link_steps.csv",
    row=StepRow,
    model=LinkStep,
    fields="link_id stage on note",
    key=lambda row: row.key,
    values=_step,
    unique=[("link_id", "stage", "on")],
    refers={"link": "links"},
    clubs=_clubs,
)


@dataclass(frozen=True, slots=True)
class LinkNewsRow(Row):
    """news: the address of a line of news.csv."""

    link: Annotated[str, slug]
    news: Annotated[str, needed(text(500))]
    on: Annotated[dt.date, needed(day)]

    @property
    def key(self) -> str:
        return f"{self.link} {self.news}"[:200]


def _news(row: LinkNewsRow, known: Known) -> Values | None:
    link, news = known.pk("links", row.link), known.pk("news", row.news)
    if link is None or news is None:
        return None
    return {"link_id": link, "news_id": news, "on": row.on}


LINK_NEWS = SeedTable(
    name="link news",
    filename="link_news.csv",
    row=LinkNewsRow,
    model=LinkNews,
    fields="link_id news_id on",
    key=lambda row: row.key,
    values=_news,
    unique=[("link_id", "news_id")],
    refers={"link": "links", "news": "news"},
    clubs=_clubs,
)


@dataclass(frozen=True, slots=True)
class ConditionRow(Row):
    """other: the key of another link; else a position the seller signs a man for."""

    link: Annotated[str, slug]
    other: Annotated[str, text(60)]
    position: Annotated[str, one_of(["", *(p.value for p in Position)])]
    note: Annotated[str, text(200)]

    @property
    def key(self) -> str:
        return f"{self.link} {self.other or self.position}"


def _condition(row: ConditionRow, known: Known) -> Values | None:
    link, other = known.pk("links", row.link), known.pk("links", row.other)
    if link is None or (row.other and other is None):
        return None
    return {"link_id": link, "other_id": other, "position": row.position, "note": row.note}


def _check_conditions(rows: Sequence[ConditionRow]) -> Iterator[Problem]:
    for row in rows:
        if bool(row.other) == bool(row.position):
            yield wrong(row, "position", "give another link or a position, not both")
    waits: dict[str, list[str]] = {}
    for row in rows:
        if row.other and reaches(waits, row.other, row.link):
            yield wrong(row, "other", "these links would wait for each other for ever")
        elif row.other:
            waits.setdefault(row.link, []).append(row.other)


LINK_CONDITIONS = SeedTable(
    name="link conditions",
    filename="link_conditions.csv",
    row=ConditionRow,
    model=LinkCondition,
    fields="link_id other_id position note",
    key=lambda row: row.key,
    values=_condition,
    unique=[("link_id", "other_id", "position")],
    refers={"link": "links", "other": "links"},
    check=_check_conditions,
    clubs=_clubs,
)

TABLES = (NEWS, LINKS, LINK_STEPS, LINK_NEWS, LINK_CONDITIONS)
