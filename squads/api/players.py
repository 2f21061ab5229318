"""Players: who they are, what they play and where they are on a day."""

import datetime as dt
from typing import Annotated, Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from ninja import Field, Router, Schema
from ninja.pagination import paginate

from squads.api.answers import REFUSED, Day, Numbered, Slug, Unknown, day_asked
from squads.api.schemas import ClubName
from squads.depth import Aptitude, Position, SpellKind
from squads.models import Absence, Contract, Injury, Player

router = Router(tags=["Players"])


class PositionOut(Schema):
    position: Position
    aptitude: Aptitude


class StayOut(Schema):
    """A contract or a loan, both ends included. ends_on: null where nobody knows."""

    club: ClubName
    kind: str
    starts_on: dt.date
    ends_on: dt.date | None
    number: int | None
    lent_by: ClubName | None

    @staticmethod
    def resolve_number(stay: Contract) -> int | None:
        return stay.squad_number

    @staticmethod
    def resolve_lent_by(stay: Contract) -> Any:
        return stay.parent.club if stay.parent else None


class PlayerOut(Schema):
    """A man; at: where he plays on the day, null for one without a contract."""

    slug: str
    name: str
    full_name: str
    born_on: dt.date | None
    nationality: str
    foot: str
    height_cm: int | None
    positions: list[PositionOut]
    at: StayOut | None
    page: str

    @staticmethod
    def resolve_name(player: Player) -> str:
        return player.known_as

    @staticmethod
    def resolve_at(player: Player) -> Any:
        """Return the loan where there is one: that is where he plays."""
        stays = getattr(player, "stays", [])
        return next((stay for stay in stays if stay.parent_id), next(iter(stays), None))

    @staticmethod
    def resolve_page(player: Player) -> str:
        return player.get_absolute_url()


class SpellOut(Schema):
    """An injury or an absence, all days included. chance: in per cent, of one who may play."""

    kind: SpellKind
    reason: str
    body_part: str | None
    began_on: dt.date
    expected_from: dt.date | None
    expected_until: dt.date | None
    returned_on: dt.date | None
    chance: int | None
    source: str


class PlayerWhole(PlayerOut):
    """A man with all his contracts and spells, the newest first."""

    contracts: list[StayOut]
    spells: list[SpellOut]

    @staticmethod
    def resolve_spells(player: Player) -> list[dict[str, Any]]:
        found: list[Injury | Absence] = [*player.injury_set.all(), *player.absence_set.all()]
        return [_spell(one) for one in sorted(found, key=lambda one: one.began_on, reverse=True)]


def _spell(spell: Injury | Absence) -> dict[str, Any]:
    facts = {
        "kind": spell.kind,
        "began_on": spell.began_on,
        "expected_from": spell.expected_from,
        "expected_until": spell.expected_until,
        "returned_on": spell.returned_on,
        "source": spell.source,
    }
    if isinstance(spell, Injury):
        own = {"reason": spell.diagnosis, "body_part": spell.body_part, "chance": spell.chance}
    else:
        own = {"reason": spell.reason, "body_part": None, "chance": None}
    return facts | own


@router.get("/players", response={200: list[PlayerOut], **REFUSED}, summary="Players")
@paginate(Numbered)
def players(
    request: HttpRequest,
    q: Annotated[
        str, Field(max_length=80, description="The beginning of a word of his name.")
    ] = "",
    club: Annotated[Slug | None, Field(description="Where he plays on the day.")] = None,
    position: Annotated[
        Position | None, Field(description="What he plays, well or in need.")
    ] = None,
    on: Day | None = None,
) -> QuerySet[Player]:
    """List players by name."""
    day = day_asked(request, on)
    found = _with_facts(day)
    if q.strip():
        found = found.filter(pk__in=Player.objects.matching(q).values("pk"))
    if club:
        here = Contract.objects.covering(day).filter(club__slug=club).values("player")
        lent = Contract.objects.covering(day).filter(parent__club__slug=club).values("player")
        found = found.filter(pk__in=here).exclude(pk__in=lent)
    if position:
        found = found.filter(positions__position=position.value)
    return found.order_by("known_as", "slug")


@router.get("/players/{slug}", response={200: PlayerWhole, **REFUSED}, summary="One player")
def player(request: HttpRequest, slug: Slug, on: Day | None = None) -> Player:
    """Return one man with all his contracts and spells."""
    contracts = Contract.objects.select_related("club", "parent__club")
    found = _with_facts(day_asked(request, on)).filter(slug=slug)
    found = found.prefetch_related(Prefetch("contracts", contracts), "injury_set", "absence_set")
    one = found.first()
    if one is None:
        raise Unknown(f"Nobody is called “{slug}” here.")
    return one


def _with_facts(day: dt.date) -> QuerySet[Player]:
    """Return players with positions, and the contracts of a day as `stays`."""
    stays = Contract.objects.covering(day).select_related("club", "parent__club")
    return Player.objects.prefetch_related(
        "positions", Prefetch("contracts", stays, to_attr="stays")
    )
