"""Contracts and loans that are in force on a day."""

from typing import Annotated, Any

from django.db.models import F, QuerySet
from django.http import HttpRequest
from ninja import Field, Router
from ninja.pagination import paginate

from squads.api.answers import REFUSED, Day, Numbered, Slug, day_asked, must_exist
from squads.api.players import StayOut
from squads.api.schemas import ManName
from squads.models import Club, Contract

router = Router(tags=["Contracts"])


class ContractOut(StayOut):
    """A stay of one man."""

    player: ManName

    @staticmethod
    def resolve_player(stay: Contract) -> dict[str, str]:
        return {"slug": stay.player.slug, "name": stay.player.known_as}


@router.get(
    "/contracts", response={200: list[ContractOut], **REFUSED}, summary="Contracts and loans"
)
@paginate(Numbered)
def contracts(
    request: HttpRequest,
    on: Day | None = None,
    club: Slug | None = None,
    ends_by: Annotated[Day | None, Field(description="Only those that end by this day.")] = None,
) -> QuerySet[Any]:
    """List contracts and loans in force on a day, the first to end first."""
    must_exist(Club, club)
    found = Contract.objects.covering(day_asked(request, on))
    if club:
        found = found.filter(club__slug=club)
    if ends_by:
        found = found.filter(ends_on__lte=ends_by)
    found = found.select_related("player", "club", "parent__club")
    return found.order_by(
        F("ends_on").asc(nulls_last=True), "club__name", "player__known_as", "pk"
    )
