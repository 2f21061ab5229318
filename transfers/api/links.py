"""Links: transfers that are talked of."""

import datetime as dt
from typing import Annotated, Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from ninja import Field, Router, Schema
from ninja.pagination import paginate

from squads.api.answers import REFUSED, Numbered, Slug, Unknown, must_exist
from squads.api.schemas import ClubName, ManName
from squads.models import Club, Player
from transfers.models import Link, LinkStep

router = Router(tags=["Links"])


class LinkOut(Schema):
    """A possible transfer. fee: in whole units of its currency, null where nobody knows."""

    id: int
    player: ManName
    from_club: ClubName
    to_club: ClubName
    kind: Link.Kind
    stage: Link.Stage
    stage_on: dt.date
    fee: int | None
    option_fee: int | None
    currency: str
    until_on: dt.date | None
    page: str

    @staticmethod
    def resolve_player(link: Link) -> dict[str, str]:
        return {"slug": link.player.slug, "name": link.player.known_as}

    @staticmethod
    def resolve_page(link: Link) -> str:
        return link.get_absolute_url()


class StepOut(Schema):
    """A stage that was reached, and where it was published."""

    stage: Link.Stage
    on: dt.date
    note: str
    news: str | None

    @staticmethod
    def resolve_news(step: LinkStep) -> str | None:
        return (step.news.address or None) if step.news else None


class LinkWhole(LinkOut):
    """A link with the stages it has reached, the first one first."""

    steps: list[StepOut]


@router.get("/links", response={200: list[LinkOut], **REFUSED}, summary="Links")
@paginate(Numbered)
def links(
    request: HttpRequest,
    club: Annotated[Slug | None, Field(description="Where he goes from or to.")] = None,
    player: Slug | None = None,
    stage: Link.Stage | None = None,
    alive: Annotated[bool | None, Field(description="Whether it may still come about.")] = None,
) -> QuerySet[Link]:
    """List the links, the last one heard of first."""
    must_exist(Club, club)
    must_exist(Player, player)
    found = Link.objects.for_lists()
    if club:
        found = found.filter(Q(from_club__slug=club) | Q(to_club__slug=club))
    if player:
        found = found.filter(player__slug=player)
    if stage:
        found = found.filter(stage=stage.value)
    if alive is not None:
        living = Link.objects.alive().values("pk")
        found = found.filter(pk__in=living) if alive else found.exclude(pk__in=living)
    return found


@router.get("/links/{pk}", response={200: LinkWhole, **REFUSED}, summary="One link")
def link(request: HttpRequest, pk: int) -> Any:
    """Return one link with its stages."""
    found = Link.objects.for_lists().prefetch_related("steps__news")
    one = found.filter(pk=min(pk, 2**53)).first()
    if one is None:
        raise Unknown(f"There is no link {pk}.")
    return one
