"""Links: transfers that are talked of."""

import datetime as dt
from typing import Annotated, Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from ninja import Field, Router, Schema
from ninja.pagination import paginate

from squads.api.answers import REFUSED, Numbered, Slug, Unknown, must_exist
from squads.api.schemas import ClubName, ManName
from squads.depth import Position
from squads.models import Club, NewsItem, Player
from transfers.models import Link, LinkCondition, LinkStep
from transfers.moves.links import what
from transfers.pages.links import newest_news, with_news
from transfers.words import currency_of

router = Router(tags=["Links"])


class WindowName(Schema):
    id: int
    name: str
    opens_at: dt.datetime
    closes_at: dt.datetime


class LinkOut(Schema):
    """A possible transfer. fee: in whole units of its currency, null where nobody knows.

    currency: null without a fee. window: when he would be registered. until_on: the last day of
    the new contract or loan.
    """

    id: int
    player: ManName
    from_club: ClubName
    to_club: ClubName
    kind: Link.Kind
    stage: Link.Stage
    stage_on: dt.date
    fee: int | None
    option_fee: int | None
    currency: Link.Currency | None
    window: WindowName | None
    until_on: dt.date | None
    note: str
    page: str

    @staticmethod
    def resolve_player(link: Link) -> dict[str, str]:
        return {"slug": link.player.slug, "name": link.player.known_as}

    @staticmethod
    def resolve_currency(link: Link) -> str | None:
        return currency_of(link)

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


class ConditionOut(Schema):
    """What must come first: another link (its id), or a man whom the seller signs for a position.

    text: either of them in words.
    """

    link: int | None
    position: Position | None
    text: str
    note: str

    @staticmethod
    def resolve_link(condition: LinkCondition) -> int | None:
        return condition.other_id

    @staticmethod
    def resolve_position(condition: LinkCondition) -> str | None:
        return condition.position or None

    @staticmethod
    def resolve_text(condition: LinkCondition) -> str:
        return what(condition)


class SourceOut(Schema):
    """Who says so, and where. tier: from 1, the club's own word, to 4, rumours."""

    outlet: str | None
    tier: int | None
    headline: str
    address: str | None
    published_at: dt.datetime | None

    @staticmethod
    def resolve_outlet(item: NewsItem) -> str | None:
        return item.outlet.name if item.outlet else None

    @staticmethod
    def resolve_tier(item: NewsItem) -> int | None:
        return item.outlet.tier if item.outlet else None

    @staticmethod
    def resolve_address(item: NewsItem) -> str | None:
        return item.address or None


class LinkWhole(LinkOut):
    """A link with the stages it has reached, the first one first, and what it waits for.

    source: the newest report of it or of one of its stages.
    """

    steps: list[StepOut]
    conditions: list[ConditionOut]
    source: SourceOut | None

    @staticmethod
    def resolve_source(link: Any) -> NewsItem | None:
        return newest_news(link)


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
    """Return one link with its stages, what it waits for, and what told of it last."""
    others = [f"conditions__other__{name}" for name in ("player", "from_club", "to_club")]
    found = with_news(Link.objects.filter(pk=min(pk, 2**53)))
    one = found.prefetch_related("steps__news", *others).first()
    if one is None:
        raise Unknown(f"There is no link {pk}.")
    return one
