"""The log as a page: what it can be narrowed by, and where a page of it begins and ends."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Max, Q
from django.urls import reverse

from squads.finding import players_named
from squads.models import Change, Club, Outlet, Player
from squads.models.changes import ChangeQuerySet
from squads.wording import full_day

PER_PAGE = 50
OUTLET = "outlet-"
MAKERS = {"editors": "Editors", "feeds": "Feeds", "data-set": "The data set"}
LABELS = {"club": "Club", "player": "Player", "kind": "Kind", "source": "Source"}
SINCE = "New since your last visit"
Choices = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Asked:
    """What a reader asks of the log; empty where nothing is chosen.

    player: a slug, or what was typed. since: the newest change that he has seen. before: the
    change that the page begins below.
    """

    club: str = ""
    player: str = ""
    kind: str = ""
    source: str = ""
    first: dt.date | None = None
    last: dt.date | None = None
    since: int | None = None
    before: int | None = None

    def url(self, **other: Any) -> str:
        """Return the address of this log or, with other values, of another."""
        asked = replace(self, **other)
        shown = {
            **{name: getattr(asked, name) for name in LABELS},
            "from": asked.first and asked.first.isoformat(),
            "to": asked.last and asked.last.isoformat(),
            "since": asked.since,
            "before": asked.before,
        }
        given = {name: value for name, value in shown.items() if value not in {"", None}}
        query = urlencode(given)
        return f"{reverse('squads:news_list')}{'?' if query else ''}{query}"

    @property
    def filtered(self) -> bool:
        return replace(self, before=None) != Asked()


def choices() -> Choices:
    """Return what can be chosen: clubs that have a chart or a log, kinds, and who said so."""
    charted = Q(competition__isnull=False, formation__isnull=False)
    clubs = Club.objects.filter(charted | Q(pk__in=Change.objects.values("club")))
    named = Outlet.objects.filter(news_items__changes__isnull=False).distinct()
    outlets = named.order_by("name").values_list("pk", "name")
    return {
        "club": dict(clubs.order_by("name").values_list("slug", "name")),
        "kind": dict(Change.Kind.choices),
        "source": MAKERS | {f"{OUTLET}{pk}": name for pk, name in outlets},
    }


def narrowed(asked: Asked, known: Player | None) -> ChangeQuerySet:
    """Return the changes that are asked for. known: the player whose slug was given."""
    found = (
        Change.objects.all() if asked.kind == Change.Kind.UNDO else Change.objects.without_undos()
    )
    if asked.since is not None:
        found = found.filter(pk__gt=asked.since)
    if asked.club:
        found = found.filter(club__slug=asked.club)
    if known:
        found = found.filter(player=known)
    elif asked.player:
        found = found.filter(player__in=players_named(asked.player).values("pk"))
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.source:
        found = found.filter(_said_by(asked.source))
    if asked.first:
        found = found.made_from(asked.first)
    return found.made_by(asked.last) if asked.last else found


def _said_by(source: str) -> Q:
    match source:
        case "editors":
            return Q(by__isnull=False)
        case "feeds":
            return ~Q(feed="")
        case "data-set":
            return Q(by__isnull=True, feed="")
    return Q(news__outlet=source.removeprefix(OUTLET))


def chips(asked: Asked, known: Player | None, offered: Choices) -> list[dict[str, str]]:
    """Return the filters in force, each with the address of the log without it."""
    words = {
        "club": offered["club"].get(asked.club, ""),
        "player": known.known_as if known else asked.player and f"“{asked.player}”",
        "kind": offered["kind"].get(asked.kind, ""),
        "source": offered["source"].get(asked.source, ""),
    }
    found = [
        {"name": name, "text": f"{LABELS[name]}: {text}", "url": asked.url(**{name: ""}, **TOP)}
        for name, text in words.items()
        if text
    ]
    for name, word, day in (("first", "From", asked.first), ("last", "To", asked.last)):
        if day:
            url = asked.url(**{name: None}, **TOP)
            found.append({"name": name, "text": f"{word} {full_day(day)}", "url": url})
    if asked.since is not None:
        found.append({"name": "since", "text": SINCE, "url": asked.url(since=None, **TOP)})
    return found


TOP: dict[str, Any] = {"before": None}


def paged(asked: Asked, found: ChangeQuerySet, below: Change | None) -> dict[str, Any]:
    """Return one page of changes, how many there are, and the addresses next to it.

    A page is named by the change above it, so that its address shows the same for ever.
    """
    count = found.count()
    rest = found.before(below) if below else found
    start = count - rest.count() if below else 0
    page = list(rest.newest()[: PER_PAGE + 1])
    shown = page[:PER_PAGE]
    newer = ""
    if start:
        above = start - PER_PAGE - 1
        pks = found.order_by("-at", "-pk").values_list("pk", flat=True)
        newer = asked.url(before=pks[above] if above >= 0 else None)
    return {
        "changes": shown,
        "count": count,
        "first": start + 1,
        "last": start + len(shown),
        "newer": newer,
        "newest": asked.url(**TOP) if start > PER_PAGE else "",
        "older": asked.url(before=shown[-1].pk) if len(page) > PER_PAGE else "",
    }


def newest_change() -> int:
    """Return the key of the change that was entered last, 0 before there is any."""
    return Change.objects.aggregate(newest=Max("pk"))["newest"] or 0


def newest_by_club() -> dict[str, int]:
    """Return the key of the change that was entered last at each club, by its slug."""
    newest = (
        Change.objects.without_undos().order_by().values("club__slug").annotate(newest=Max("pk"))
    )
    return dict(newest.values_list("club__slug", "newest"))
