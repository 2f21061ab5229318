"""What other apps add to pages and moves here. They register at start; nothing here names them."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from squads.depth import DepthChart
from squads.models import Change, Club, NewsItem, Player
from squads.models.clubs import after_change


@dataclass(frozen=True, slots=True)
class ClubPage:
    """A club's page as it is being drawn. here: its address. permissions: of who asks for it."""

    club: Club
    chart: DepthChart
    on: dt.date
    today: dt.date
    here: str
    permissions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a page: its template and what that prints.

    is_beside: whether it is urgent enough to stand beside a club's chart; the others are below.
    """

    template: str
    context: dict[str, Any]
    is_beside: bool = False


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a man on his club's chart: "AC Milan link". title: the same in full."""

    text: str
    url: str
    title: str


@dataclass(frozen=True, slots=True)
class Jump:
    """A day that a reader may want to see: "window opens"."""

    name: str
    label: str
    on: dt.date
    title: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that stands on the front page: "93 days", "until the window opens", its day."""

    value: str
    label: str
    url: str
    on: dt.date


class Written(NamedTuple):
    times: int
    last_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Event:
    """An entry of a calendar. key: lasts, whatever else about it changes.

    on: a moment, or a day; last_on: the last of several whole days. written: how often what it
    tells of was written, and when last; neither ever goes back. path: of the page with more.
    """

    key: str
    title: str
    on: dt.date | dt.datetime
    written: Written
    path: str
    text: str = ""
    last_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the site's navigation, or of a club's. section: what a page says it belongs to.

    permission: who does not have it does not see the entry; empty, all do.
    """

    section: str
    label: str
    url_name: str
    permission: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """A case that needs a person: who or what, and where it is seen; detail: what of it.

    steps: what he can do at once, label and address of each.
    """

    text: str
    url: str
    detail: str = ""
    steps: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Worklist:
    """Cases of one kind. why: a sentence on what to do. tasks: the first of them; url: all."""

    title: str
    why: str
    tasks: Sequence[Task]
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Work:
    """How cases of one kind are found on the site's day, for those who have the permission."""

    permission: str
    find: Callable[[dt.date], Worklist]


@dataclass(slots=True)
class Extensions:
    """What has been registered.

    club_pages: entries that stand beside the depth chart on every page of a club. club_panels and
    player_panels draw a part of a page, or None; what they show may change only with the version
    of a club, or the day. beside_men: by slug, what stands beside men on a chart, on the same
    terms. club_jumps: days for a club's header. home_figures: for the front page on a day, as
    changeable. navigation: entries of the header. events: of these clubs' calendars,
    on the site's day. after_change: told the keys of clubs that have a new version, after it has
    committed. after_undo: told of a change that is being undone, in its transaction.
    clubs_of_news, clubs_of_men, clubs_of_clubs: whose pages name these, besides those that squads
    know of. seeds: load what is theirs of the seed folder, in its transaction, and return a line
    for each table. worklists: what waits for a person, for the start page of the admin.
    """

    club_pages: list[Entry] = field(default_factory=list)
    club_panels: list[Callable[[ClubPage], Panel | None]] = field(default_factory=list)
    beside_men: list[Callable[[ClubPage], Mapping[str, Beside]]] = field(default_factory=list)
    club_jumps: list[Callable[[Club, dt.date], list[Jump]]] = field(default_factory=list)
    home_figures: list[Callable[[dt.date], Figure | None]] = field(default_factory=list)
    player_panels: list[Callable[[Player, frozenset[str]], Panel | None]] = field(
        default_factory=list
    )
    navigation: list[Entry] = field(default_factory=list)
    events: list[Callable[[Sequence[Club], dt.date], list[Event]]] = field(default_factory=list)
    after_change: list[Callable[[Sequence[int]], None]] = field(
        default_factory=lambda: after_change
    )
    after_undo: list[Callable[[Change, Any], None]] = field(default_factory=list)
    clubs_of_news: list[Callable[[QuerySet[NewsItem]], Q]] = field(default_factory=list)
    clubs_of_men: list[Callable[[QuerySet[Player]], Q]] = field(default_factory=list)
    clubs_of_clubs: list[Callable[[QuerySet[Club]], Q]] = field(default_factory=list)
    seeds: list[Callable[[Path], list[str]]] = field(default_factory=list)
    worklists: list[Work] = field(default_factory=list)


extensions = Extensions()
