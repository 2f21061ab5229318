"""The days a link is judged on: when its window closes, and until the next one opens."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from squads.day import season_of
from squads.models import Contract
from transfers.loading import DAY, horizons
from transfers.models import ENDED, Link, Window

Kind = Link.Kind


@dataclass(frozen=True, slots=True)
class Days:
    """on: the day both clubs are judged on, and why that one. last: by club, the eve of its next
    window. window: the link's own, else the seller's next."""

    on: dt.date
    why: str
    seller_last: dt.date
    buyer_last: dt.date
    window: Window | None


def judged(
    link: Link,
    seller: Sequence[Window],
    buyer: Sequence[Window],
    contract: Contract | None,
    today: dt.date,
) -> Days:
    """Return the days on which a link is judged.

    seller, buyer: their windows in order. contract: his at the seller. A link that is over is
    judged in its own window; one that is signed for later, from the day it begins.
    """
    base = link.stage_on if link.stage in ENDED else today
    horizon = next(iter(horizons(seller, base)), None) or next(iter(horizons(buyer, base)), None)
    own = link.window
    if own and own.closes_on < base and link.stage not in ENDED:
        own = None  # nothing came of it then: it is judged in the next one
    window = own or (horizon.window if horizon else None)
    on, why = base, ""
    if link.kind == Kind.PRE_CONTRACT and contract and contract.ends_on:
        on, why = contract.ends_on + DAY, "the day after his contract ends"
    elif link.kind == Kind.FREE:
        why = "the day it was heard of" if link.stage in ENDED else "today"
    elif window:
        on, why = window.closes_on, "the day the window closes"
    else:
        why = "today, as no window is on file" if base == today else "the day of its last stage"
    return Days(on, why, _eve(seller, on), _eve(buyer, on), window)


def _eve(windows: Sequence[Window], on: dt.date) -> dt.date:
    """Return the eve of the next opening after a day, else the last day of the season."""
    coming = [window.opens_on - DAY for window in windows if window.opens_on > on]
    return max(on, min(coming, default=season_of(on)[1]))
