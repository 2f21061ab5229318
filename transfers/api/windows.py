"""Transfer windows, and what clubs will lack until the next one opens."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Router, Schema
from ninja.pagination import paginate

from squads.api.answers import REFUSED, Numbered, Slug, Unknown, must_exist, site_of
from squads.api.schemas import ClubName, League
from squads.depth import Level, Position
from squads.models import Club
from transfers.loading import clubs_of, windows_by_club
from transfers.models import Need, Window
from transfers.outlooks import fresh, horizon_of

router = Router(tags=["Windows"])


class WindowOut(Schema):
    """A window of a league, or of a whole association (country). confidence: of its days."""

    id: int
    name: str
    season: str
    league: League | None
    country: str
    opens_at: dt.datetime
    closes_at: dt.datetime
    confidence: str
    page: str

    @staticmethod
    def resolve_league(window: Window) -> Any:
        return window.competition

    @staticmethod
    def resolve_page(window: Window) -> str:
        return window.get_absolute_url()


class NeedOut(Schema):
    """A position that will be thin until the next window opens, at its worst (worst_on).

    on_time: the level if everybody came back on his day; late: if a month later. why: sentences.
    """

    club: ClubName
    position: Position
    level: Level
    cover: int
    target: int
    worst_on: dt.date
    from_on: dt.date
    until_on: dt.date
    on_time: Level
    late: Level
    why: list[str]


@router.get("/windows", response={200: list[WindowOut], **REFUSED}, summary="Transfer windows")
@paginate(Numbered)
def windows(request: HttpRequest) -> QuerySet[Window]:
    """List the windows in the order in which they open."""
    return Window.objects.in_order()


@router.get(
    "/windows/{pk}/needs", response={200: list[NeedOut], **REFUSED}, summary="Needs of a window"
)
@paginate(Numbered)
def needs(
    request: HttpRequest,
    pk: int,
    club: Slug | None = None,
    position: Position | None = None,
    level: Level | None = None,
) -> list[dict[str, Any]]:
    """List what the clubs of a window will lack, by club and position."""
    window = Window.objects.select_related("competition").filter(pk=min(pk, 2**53)).first()
    if window is None:
        raise Unknown(f"There is no window {pk}.")
    must_exist(Club, club)
    clubs = list(clubs_of(window).filter(slug=club) if club else clubs_of(window))
    known = windows_by_club(clubs)
    horizons = {one.pk: horizon_of(known[one.pk], window) for one in clubs}
    outlooks = fresh(clubs, horizons, site_of(request).today)
    return [
        _need(one, need)
        for one in clubs
        if one.pk in outlooks
        for need in outlooks[one.pk].needs
        if position in (None, need.position) and level in (None, need.level)
    ]


def _need(club: Club, need: Need) -> dict[str, Any]:
    return {
        "club": {"slug": club.slug, "name": club.name},
        "position": need.position,
        "level": need.level,
        "cover": need.cover,
        "target": 2 * need.starters,
        "worst_on": need.worst_on,
        "from_on": need.from_on,
        "until_on": need.until_on,
        "on_time": need.on_time_level,
        "late": need.late_level,
        "why": need.why,
    }
