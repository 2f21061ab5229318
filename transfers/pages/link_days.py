"""The days of a link: when its window closes, until the next one opens, when it can be done."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from squads.day import season_of
from squads.models import Contract
from squads.wording import full_day
from transfers.loading import DAY, horizons
from transfers.models import ENDED, Link, Window
from transfers.moves.stages import buyers_windows, own_contract
from transfers.planning.contracts import signs_abroad_from

Kind = Link.Kind


@dataclass(frozen=True, slots=True)
class Days:
    """on: the day both clubs are judged on, and why that one. last: by club, the eve of its next
    window. window: the link's own, else the buyer's next. missed: its own, if it has outlived it.
    """

    on: dt.date
    why: str
    seller_last: dt.date
    buyer_last: dt.date
    window: Window | None
    missed: Window | None


def judged(
    link: Link,
    seller: Sequence[Window],
    buyer: Sequence[Window],
    contract: Contract | None,
    today: dt.date,
) -> Days:
    """Return the days on which a link is judged.

    seller, buyer: their windows in order; it is the buyer who registers him, so the seller's
    count only where none of the buyer's is known. contract: his at the seller. A link that is
    over is judged in its own window; one that is signed for later, from the day it begins.
    """
    ended = link.stage in ENDED
    base = link.stage_on if ended else today
    own = _buyers(link.window, buyer)
    # Of one that is missed nothing came: the link is judged in the next one.
    missed = own if own and own.closes_on < base and not ended else None
    horizon = next(iter(horizons(buyer, base) or horizons(seller, base)), None)
    window = own if own and not missed else horizon.window if horizon else None
    on, why = base, ""
    if link.kind == Kind.PRE_CONTRACT and contract and contract.ends_on:
        on = contract.ends_on + DAY
        why = f"the day after his contract {'ended' if on <= today else 'ends'}"
    elif link.kind == Kind.FREE:
        why = "the day it was heard of" if ended else "today"
    elif window:
        on = window.closes_on
        why = f"the day the window {closes(window, today)}"
    else:
        why = "today, as no window is on file" if base == today else "the day of its last stage"
    return Days(on, why, _eve(seller, on), _eve(buyer, on), window, missed)


def closes(window: Window, today: dt.date) -> str:
    """Return "closes", "closed" once it has."""
    return "closed" if window.closes_on < today else "closes"


def _buyers(window: Window | None, buyer: Sequence[Window]) -> Window | None:
    """Return the buyer's window of the same time where a link names that of another league."""
    if window is None or window in buyer:
        return window
    same = (
        one
        for one in buyer
        if one.opens_on <= window.closes_on and one.closes_on >= window.opens_on
    )
    return next(same, window)


def _eve(windows: Sequence[Window], on: dt.date) -> dt.date:
    """Return the eve of the next opening after a day, else the last day of the season."""
    coming = [window.opens_on - DAY for window in windows if window.opens_on > on]
    return max(on, min(coming, default=season_of(on)[1]))


def first_day(link: Link, today: dt.date) -> tuple[dt.date, str]:
    """Return the first day on which a link can be done, and why it is not today, as a sentence.

    That is the first one since its last stage on which the buyer may sign. The sentence is empty
    for today, which is also returned where no such day is known. Three queries at most.
    """
    if link.kind in (Kind.FREE, Kind.PRE_CONTRACT):
        return _first_of_contract(link, today)
    windows, club = buyers_windows(link), link.to_club
    window = next((one for one in windows if one.closes_on >= link.stage_on), None)
    if window is None or any(one.is_open_on(today) for one in windows):
        return today, ""
    on = max(window.opens_on, link.stage_on)
    if on > today:
        return on, f"{window.name} opens for {club} on that day: it cannot be completed before."
    closed = full_day(window.closes_on)
    return on, f"No window is open for {club} today: {window.name} closed on {closed}."


def _first_of_contract(link: Link, today: dt.date) -> tuple[dt.date, str]:
    """Return the same for those whom no window binds: their contracts do."""
    contract = own_contract(link, today)
    ends = contract.ends_on if contract else None
    if contract is None or ends is None:
        return today, ""
    runs = f"His contract at {contract.club} runs to {full_day(ends)}"
    if link.kind == Kind.FREE:
        return ends + DAY, f"{runs}: it cannot be completed before it is over."
    on = max(today, signs_abroad_from(ends))
    return on, f"{runs}: he may sign elsewhere from that day on." if on > today else ""
