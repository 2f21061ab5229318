"""Clubs, and their depth charts on any day."""

import datetime as dt
from dataclasses import replace
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Router, Schema
from ninja.pagination import paginate

from squads.api.answers import REFUSED, Day, Numbered, Slug, Unknown, day_asked
from squads.api.schemas import League
from squads.day import season_of
from squads.depth import Aptitude, Availability, Level, Position, Standing, depth_chart
from squads.loading import load_formations, load_squads
from squads.models import Club
from squads.serial import chart_data

router = Router(tags=["Clubs"])


class ClubOut(Schema):
    """A club that has a depth chart. version grows with every change of what it shows."""

    slug: str
    name: str
    short_name: str
    country: str
    league: League
    formation: str
    head_coach: str
    colour: str
    second_colour: str
    version: int
    page: str

    @staticmethod
    def resolve_league(club: Club) -> Any:
        return club.competition

    @staticmethod
    def resolve_formation(club: Club) -> str:
        return club.formation.name if club.formation else ""

    @staticmethod
    def resolve_page(club: Club) -> str:
        return club.get_absolute_url()


class EntryOut(Schema):
    """A man as a position lists him. string: 1 or 2 where he is counted, else null."""

    slug: str
    name: str
    number: int | None
    aptitude: Aptitude | None
    by_kinship: bool
    standing: Standing
    standing_derived: bool
    availability: Availability
    chance: int | None
    back_on: dt.date | None
    forecast_on: dt.date | None
    overdue: bool
    reason: str | None
    loaned_to: str | None
    counted: bool
    string: int | None
    shared_with: Position | None
    irreplaceable: bool
    loan_in: bool
    contract_until: dt.date | None


class GroupOut(Schema):
    """A position: how many start there, how many two deep needs, how many there are."""

    position: Position
    starters: int
    target: int
    cover: int
    level: Level
    players: list[EntryOut]


class ChartOut(Schema):
    """A club's depth chart for one day in one formation."""

    club: str
    on: dt.date
    formation: str
    version: int
    groups: list[GroupOut]
    unplaced: list[EntryOut]


@router.get("/clubs", response={200: list[ClubOut], **REFUSED}, summary="Clubs with a chart")
@paginate(Numbered)
def clubs(request: HttpRequest, league: Slug | None = None) -> QuerySet[Club]:
    """List the clubs, by league and name."""
    found = Club.objects.charted()
    return found.filter(competition__slug=league) if league else found


@router.get("/clubs/{slug}", response={200: ClubOut, **REFUSED}, summary="One club")
def club(request: HttpRequest, slug: Slug) -> Club:
    """Return one club."""
    return charted(slug)


@router.get("/clubs/{slug}/chart", response={200: ChartOut, **REFUSED}, summary="A depth chart")
def chart(
    request: HttpRequest,
    slug: Slug,
    on: Day | None = None,
    formation: Annotated[
        str, Field(max_length=20, description="The club’s own where none is given.")
    ] = "",
) -> dict[str, Any]:
    """Return a club's chart: by position who is counted, who is listed, who is absent."""
    found, day = charted(slug), day_asked(request, on)
    formations = load_formations()
    if formation and formation not in formations:
        known = ", ".join(formations)
        raise Unknown(f"Nobody here knows the formation “{formation}”. These are known: {known}.")
    squad = load_squads([found], season_of(day)[0], formations)[found.pk]
    if formation:
        squad = replace(squad, formation=formations[formation])
    return chart_data(depth_chart(squad, day))


def charted(slug: str) -> Club:
    """Return a club that has a chart. Raises Unknown."""
    found = Club.objects.charted().filter(slug=slug).first()
    if found is None:
        raise Unknown(f"No club called “{slug}” has a chart here.")
    return found
