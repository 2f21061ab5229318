"""What holds for all clubs on a day: who is absent, what is thin; and what has changed since."""

import datetime as dt
from typing import Annotated, Any

from django.db.models import Max
from django.http import HttpRequest
from ninja import Field, Router, Schema
from ninja.pagination import paginate

from squads.api.answers import REFUSED, Day, Numbered, Slug, day_asked, must_exist
from squads.api.schemas import ClubName, ManName
from squads.day import season_of
from squads.depth import Availability, Level, Position, SpellKind
from squads.loading import load_formations, load_squads
from squads.models import Change, Club, Competition, Player
from squads.pages.absentees import DEFAULT_SORT, Absentee, absentees, ordered
from squads.pages.overview import overviews, thinnest

router = Router()
MOST_CHANGES = 500


class AbsenteeOut(Schema):
    """A man who is absent or doubtful, or presumed back without anybody's word (overdue).

    back_on: the day he is expected; forecast_on: ours, where nobody has given one. days: out so
    far, the day included.
    """

    club: ClubName
    player: ManName
    kind: SpellKind
    availability: Availability
    reason: str | None
    body_part: str | None
    chance: int | None
    began_on: dt.date
    back_on: dt.date | None
    forecast_on: dt.date | None
    overdue: bool
    days: int

    @staticmethod
    def resolve_player(one: Absentee) -> Any:
        return one.member

    @staticmethod
    def resolve_kind(one: Absentee) -> SpellKind:
        return one.spell.kind

    @staticmethod
    def resolve_availability(one: Absentee) -> Availability:
        return one.status

    @staticmethod
    def resolve_reason(one: Absentee) -> str | None:
        return one.entry.status.reason

    @staticmethod
    def resolve_body_part(one: Absentee) -> str | None:
        return one.spell.body_part or None

    @staticmethod
    def resolve_chance(one: Absentee) -> int | None:
        return one.entry.status.chance

    @staticmethod
    def resolve_began_on(one: Absentee) -> dt.date:
        return one.spell.began_on

    @staticmethod
    def resolve_forecast_on(one: Absentee) -> dt.date | None:
        return one.entry.status.forecast_on

    @staticmethod
    def resolve_days(one: Absentee) -> int:
        return one.days_out


class ThinOut(Schema):
    """A position of a club that is not two deep. why: in sentences."""

    club: ClubName
    position: Position
    level: Level
    cover: int
    target: int
    why: list[str]

    @staticmethod
    def resolve_club(item: dict[str, Any]) -> dict[str, str]:
        return {"slug": item["club_slug"], "name": item["club"]}

    @staticmethod
    def resolve_why(item: dict[str, Any]) -> list[str]:
        found: list[str] = item["sentences"]
        return found


class ChangeOut(Schema):
    """A line of the log. id grows: ask for what came after the last one that you have."""

    id: int
    at: dt.datetime
    club: ClubName
    player: ManName | None
    kind: str
    text: str
    before: str
    after: str
    source: str
    news: str | None
    undone: bool

    @staticmethod
    def resolve_player(change: Change) -> dict[str, str] | None:
        man = change.player
        return {"slug": man.slug, "name": man.known_as} if man else None

    @staticmethod
    def resolve_news(change: Change) -> str | None:
        return (change.news.address or None) if change.news else None

    @staticmethod
    def resolve_undone(change: Change) -> bool:
        return change.undone_at is not None


class Changes(Schema):
    """Lines of the log, the oldest first. last: what to ask for next time; more: there is more."""

    items: list[ChangeOut]
    last: int
    more: bool


@router.get(
    "/injuries",
    response={200: list[AbsenteeOut], **REFUSED},
    tags=["Availability"],
    summary="Who is absent or doubtful",
)
@paginate(Numbered)
def injuries(
    request: HttpRequest,
    on: Day | None = None,
    club: Slug | None = None,
    league: Slug | None = None,
    kind: SpellKind | None = None,
) -> list[Absentee]:
    """List everybody who is absent or doubtful on a day, by club."""
    day = day_asked(request, on)
    clubs = _clubs(club, league)
    squads = load_squads(clubs, season_of(day)[0], load_formations())
    found = absentees(clubs, squads, day)
    return ordered([one for one in found if kind in (None, one.spell.kind)], DEFAULT_SORT)


@router.get(
    "/thin",
    response={200: list[ThinOut], **REFUSED},
    tags=["Availability"],
    summary="Thin positions",
)
@paginate(Numbered)
def thin(
    request: HttpRequest,
    on: Day | None = None,
    club: Slug | None = None,
    league: Slug | None = None,
    position: Position | None = None,
    level: Level | None = None,
) -> list[dict[str, Any]]:
    """List the thin positions of every club on a day, worst first."""
    items = thinnest(overviews(_clubs(club, league), day_asked(request, on)))
    return [
        item
        for item in items
        if position in (None, item["position"]) and level in (None, item["level"])
    ]


@router.get(
    "/changes", response={200: Changes, **REFUSED}, tags=["Changes"], summary="What has changed"
)
def changes(
    request: HttpRequest,
    after: Annotated[
        int, Field(ge=0, le=2**53, description="The id of the last line that you have.")
    ] = 0,
    club: Slug | None = None,
    player: Slug | None = None,
    limit: Annotated[int, Field(ge=1, le=MOST_CHANGES)] = 100,
) -> dict[str, Any]:
    """List lines of the log in the order in which they were written.

    A club's `version` tells whether its chart has changed; this tells what.
    """
    must_exist(Club, club)
    must_exist(Player, player)
    found = Change.objects.select_related("club", "player", "news").filter(pk__gt=after)
    if club:
        found = found.filter(club__slug=club)
    if player:
        found = found.filter(player__slug=player)
    lines = list(found.order_by("pk")[: limit + 1])
    items, more = lines[:limit], len(lines) > limit
    newest = Change.objects.aggregate(newest=Max("pk"))["newest"] or 0
    last = items[-1].pk if more else max(newest, after)
    return {"items": items, "last": last, "more": more}


def _clubs(club: str | None, league: str | None) -> list[Club]:
    must_exist(Club, club)
    must_exist(Competition, league)
    found = Club.objects.charted()
    if club:
        found = found.filter(slug=club)
    if league:
        found = found.filter(competition__slug=league)
    return list(found)
