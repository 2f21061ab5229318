"""A man's standing at a club."""

from django.db import transaction

from squads.depth import Standing
from squads.models import Change, Contract, NewsItem
from squads.moves.log import By, record
from squads.moves.rows import locked, write
from squads.wording import STANDING_NAMES

DERIVED = "derived"


@transaction.atomic
def set_standing(
    contract: Contract,
    *,
    by: By,
    standing: str,
    source: str = "",
    news: NewsItem | None = None,
    version: int | None = None,
) -> Change:
    """Store his standing under a contract; empty: derived from age and minutes again.

    Raises Stale if the contract no longer has this version, Refused if it stands so already.
    """
    contract = locked(contract, version, news)
    was, now = standing_words(contract.standing), standing_words(standing)
    text = f"standing {now}, was {was}"
    undo = write(contract, {"standing": standing}, by=by, reason=text)
    return record(
        contract.player,
        Change.Kind.STANDING,
        text,
        by=by,
        club=contract.club,
        source=source,
        news=news,
        before=was,
        after=now,
        undo=undo,
    )


def standing_words(stored: str) -> str:
    return STANDING_NAMES[Standing(stored)] if stored else DERIVED
