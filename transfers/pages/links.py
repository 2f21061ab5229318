"""Links as rows of ready strings: the list, and the panels on pages of clubs and players."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import (
    Case,
    Count,
    DateField,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse

from squads.day import current_day
from squads.models import Club, NewsItem, Player
from squads.pages.log import item_row, page_of
from squads.wording import full_day
from transfers.models import ENDED, Link, LinkNews, LinkStep
from transfers.models.links import LinkQuerySet
from transfers.words import fee_of

Row = dict[str, Any]
Choices = dict[str, dict[str, str]]
Kind, Stage = Link.Kind, Link.Stage
PER_PAGE = 100
COLD_AFTER = dt.timedelta(days=21)
COOLING = (Stage.RUMOUR, Stage.INTEREST)
STATES = {"alive": "Live", "ended": "Ended"}
SORTS = {"heard": "Last heard of", "stage": "Stage", "fee": "Fee", "player": "Player"}
# The nearest to its end first.
STAGE_ORDER = (
    Stage.MEDICAL, Stage.AGREED, Stage.BID, Stage.INTEREST, Stage.RUMOUR, Stage.DONE,
    Stage.COLLAPSED, Stage.REJECTED,
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What a reader asks of the list; empty where nothing is chosen."""

    club: str = ""
    stage: str = ""
    kind: str = ""
    state: str = ""
    sort: str = ""
    page: int = 1

    def url(self, **other: Any) -> str:
        """Return the address of this list or, with other values, of another."""
        asked = replace(self, **other)
        shown = {**vars(asked), "page": asked.page if asked.page > 1 else ""}
        query = urlencode({name: value for name, value in shown.items() if value})
        return f"{reverse('transfers:link_list')}{'?' if query else ''}{query}"

    @property
    def filtered(self) -> bool:
        return bool(self.club or self.stage or self.kind or self.state)


def choices() -> Choices:
    """Return what can be chosen: clubs that have a link, stages and kinds. One query."""
    clubs = Club.objects.filter(Q(links_in__isnull=False) | Q(links_out__isnull=False))
    return {
        "club": dict(clubs.distinct().order_by("name").values_list("slug", "name")),
        "stage": dict(Stage.choices),
        "kind": dict(Kind.choices),
        "state": STATES,
        "sort": SORTS,
    }


def with_news(links: LinkQuerySet) -> LinkQuerySet:
    """Load what rows print, and the day a link was last heard of. Three queries in all."""
    newest = LinkNews.objects.filter(link=OuterRef("pk")).order_by("-on").values("on")[:1]
    heard = Coalesce(Subquery(newest), F("stage_on"), output_field=DateField())
    steps = LinkStep.objects.filter(news__isnull=False).select_related("news__outlet")
    reports = LinkNews.objects.select_related("news__outlet")
    return (
        links.for_lists()
        .annotate(heard_on=Greatest(F("stage_on"), heard, output_field=DateField()))
        .prefetch_related(
            Prefetch("reports", reports, to_attr="told"),
            Prefetch("steps", steps, to_attr="told_steps"),
        )
    )


def narrowed(asked: Asked) -> LinkQuerySet:
    """Return the links that are asked for, the live ones first, in the order asked for."""
    found = _matching(asked)
    if asked.state == "alive":
        found = found.alive()
    elif asked.state == "ended":
        found = found.filter(_HAS_ENDED)
    return with_news(found).order_by(_LIVE_FIRST, *_ORDER[asked.sort or "heard"])


def _matching(asked: Asked) -> LinkQuerySet:
    """Return the links that are asked for, whether live or ended."""
    found: LinkQuerySet = Link.objects.all()
    if asked.club:
        found = found.filter(Q(from_club__slug=asked.club) | Q(to_club__slug=asked.club))
    if asked.stage:
        found = found.filter(stage=asked.stage)
    if asked.kind:
        found = found.filter(kind=asked.kind)
    return found


_HAS_ENDED = Q(stage__in=[stage.value for stage in ENDED])
_LIVE_FIRST = Case(When(_HAS_ENDED, then=1), default=0, output_field=IntegerField())
_BY_STAGE = Case(
    *(When(stage=stage.value, then=Value(place)) for place, stage in enumerate(STAGE_ORDER)),
    output_field=IntegerField(),
)
_ORDER: dict[str, list[Any]] = {
    "heard": ["-heard_on", "-pk"],
    "stage": [_BY_STAGE, "-heard_on", "-pk"],
    "fee": [F("fee").desc(nulls_last=True), "-pk"],
    "player": ["player__known_as", "-heard_on", "-pk"],
}


def paged(asked: Asked, today: dt.date) -> Row:
    """Return one page of rows under “Live” and “Ended”, the counts, and the addresses next to it.

    A page that is past the last one is the last.
    """
    counts = _counts(asked)
    count = counts[asked.state] if asked.state else sum(counts.values())
    number = min(asked.page, max(-(-count // PER_PAGE), 1))
    first = (max(number, 1) - 1) * PER_PAGE
    rows = [row(link, today) for link in narrowed(asked)[first : first + PER_PAGE]]
    return {
        "rows": rows,
        "sections": _sections(rows, counts),
        "states": _states(asked, counts),
        "count": count,
        "first": first + 1 if count else 0,
        "last": first + len(rows),
        "newer": asked.url(page=number - 1) if number > 1 else "",
        "older": asked.url(page=number + 1) if first + PER_PAGE < count else "",
    }


def _counts(asked: Asked) -> dict[str, int]:
    """Return how many of the links that are asked for are live and how many have ended."""
    ended = Count("pk", filter=_HAS_ENDED)
    found = _matching(asked).order_by().aggregate(ended=ended, all=Count("pk"))
    return {"alive": found["all"] - found["ended"], "ended": found["ended"]}


def _sections(rows: list[Row], counts: dict[str, int]) -> list[Row]:
    """Return the rows of a page under their headings; a heading counts those of all pages."""
    return [
        {"name": name, "title": title, "count": counts[name], "rows": its}
        for name, title in STATES.items()
        if (its := [one for one in rows if one["ended"] == (name == "ended")])
    ]


def _states(asked: Asked, counts: dict[str, int]) -> list[Row]:
    """Return what can be shown, all or one of the two, with how many each would be."""
    shown = {"": ("All", sum(counts.values()))}
    shown |= {name: (title, counts[name]) for name, title in STATES.items()}
    return [
        {
            "name": name or "all",
            "label": label,
            "count": count,
            "url": asked.url(state=name, page=1),
            "is_current": asked.state == name,
        }
        for name, (label, count) in shown.items()
    ]


def row(link: Any, today: dt.date) -> Row:
    """Return what lists print of a link loaded by `with_news`."""
    news = newest_news(link)
    return {
        "pk": link.pk,
        "url": link.get_absolute_url(),
        "player": link.player.known_as,
        "player_url": link.player.get_absolute_url(),
        "from": club_row(link.from_club),
        "to": club_row(link.to_club),
        "kind": link.get_kind_display(),
        "fee": fee_of(link),
        "stage": link.stage,
        "stage_text": link.get_stage_display(),
        "heard": full_day(link.heard_on),
        "heard_on": link.heard_on,
        "window": link.window.name if link.window else "",
        "item": item_row(news) if news else None,
        "ended": link.stage in ENDED,
        "cold": cold_days(link, today),
    }


def club_row(club: Club) -> Row:
    return {
        "name": club.name,
        "short": club.short_name,
        "url": page_of(club),
        "slug": club.slug,
        "colour": club.colour,
        "second_colour": club.second_colour,
    }


def newest_news(link: Any) -> NewsItem | None:
    """Return the last item of news that was tied to a link or one of its stages."""
    told = [(one.on, one.pk, one.news) for one in link.told]
    told += [(step.on, step.pk, step.news) for step in link.told_steps]
    return max(told, key=lambda one: one[:2], default=(None, None, None))[2]


def cold_days(link: Any, today: dt.date) -> int:
    """Return for how many days nothing has been heard of a rumour that is cold, else 0."""
    silent = today - link.heard_on
    return silent.days if link.stage in COOLING and silent >= COLD_AFTER else 0


# Panels on other pages


def of_club(club: Club, today: dt.date) -> Row | None:
    """Return a club's links that are alive, by direction, and how many have ended; or None."""
    links = list(with_news(Link.objects.of_club(club)).order_by(*_ORDER["heard"])[:PER_PAGE])
    if not links:
        return None
    alive = [link for link in links if link.stage not in ENDED]
    ended = [link for link in links if link.stage in ENDED]
    return {
        "club": club,
        "out": [row(link, today) for link in alive if link.from_club_id == club.pk],
        "in": [row(link, today) for link in alive if link.to_club_id == club.pk],
        "ended": [row(link, today) | {"in": link.to_club_id == club.pk} for link in ended],
        "url": Asked(club=club.slug).url(),
    }


def of_player(player: Player) -> list[Row]:
    """Return every link of a man, those that are alive first. One query if he has none."""
    links = list(with_news(Link.objects.filter(player=player)).order_by(*_ORDER["heard"]))
    today = current_day() if links else dt.date.max
    return sorted((row(link, today) for link in links), key=lambda found: bool(found["ended"]))
