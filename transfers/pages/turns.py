"""Why levels change, in words: "Konaté back (hamstring)", "contracts of Salah and Gomez end"."""

from collections.abc import Callable, Iterable
from itertools import groupby

from squads.depth import Availability, Entry, SpellKind, Status
from squads.wording import AVAILABILITY_NAMES, join, percent, position_name, reason_text, sentence
from transfers.planning.turns import Cause, Reason, Turn

# These tournaments are told with an article, as one says them.
WITH_ARTICLE = ("Africa", "African", "Asian", "World", "European", "Gold", "Nations")
# What is told once for all whom it befalls: the word for one, for several.
SHARED = {
    Cause.CONTRACT_ENDS: ("{}’s contract ends", "contracts of {} end"),
    Cause.CONTRACT_BEGINS: ("{}’s contract begins", "contracts of {} begin"),
    Cause.LOAN_ENDS: ("{}’s loan ends", "loans of {} end"),
    Cause.LOAN_BEGINS: ("{} comes on loan", "{} come on loan"),
}
MOST_TOLD = 5


def turn_text(turn: Turn) -> str:
    """Return why a position's level changes, as sentences."""
    return reasons_text(turn.reasons) or sentence("the two-deep fills its places otherwise")


def reasons_text(reasons: Iterable[Reason]) -> str:
    """Return the reasons as one sentence; men whom the same befalls are told together."""
    found = [
        text
        for cause, same in groupby(sorted(reasons, key=_order), key=lambda r: r.cause)
        for text in _told(cause, list(same))
    ]
    more = len(found) - MOST_TOLD
    told = found[:MOST_TOLD] + ([f"{more} more"] if more > 0 else [])
    return sentence("; ".join(told)) if told else ""


def _order(reason: Reason) -> tuple[int, str]:
    return list(Cause).index(reason.cause), reason.member.slug


def _told(cause: Cause, same: list[Reason]) -> list[str]:
    if cause in SHARED:
        one, several = SHARED[cause]
        names = join([reason.member.name for reason in same])
        return [(one if len(same) == 1 else several).format(names)]
    return [WORDS[cause](reason) for reason in same]


def _back(reason: Reason) -> str:
    name, before = reason.member.name, reason.before
    if before is None:
        return f"{name} back"
    status = before.status
    why = f" ({reason_text(status)})" if status.reason else ""
    if status.availability is Availability.SUSPENDED:
        return f"{name} back from suspension"
    if _kind(before) is SpellKind.INTERNATIONAL:
        return f"{name} back from {_tournament(status)}"
    by_forecast = ", by the forecast" if status.forecast_on else ""
    return f"{name} back{why}{by_forecast}"


def _absent(reason: Reason) -> str:
    name, after = reason.member.name, reason.after
    if after is None:
        return f"{name} gone"
    status = after.status
    why = f" ({reason_text(status)})" if status.reason else ""
    if _kind(after) is SpellKind.INTERNATIONAL:
        return f"{name} leaves for {_tournament(status)}"
    if status.availability is Availability.DOUBTFUL:
        return f"{name} doubtful at {percent(status.chance)}{why}"
    return f"{name} {AVAILABILITY_NAMES[status.availability]}{why}"


def _tournament(status: Status) -> str:
    reason = status.reason or "international duty"
    return f"the {reason}" if reason.startswith(WITH_ARTICLE) else reason


def _kind(entry: Entry) -> SpellKind | None:
    return entry.spell.kind if entry.spell else None


def _lent(reason: Reason) -> str:
    club = reason.after.status.reason if reason.after else ""
    return f"{reason.member.name} goes on loan to {club or 'another club'}"


def _returns(reason: Reason) -> str:
    club = reason.before.status.reason if reason.before else ""
    return f"{reason.member.name} back from his loan at {club or 'another club'}"


def _grown(reason: Reason) -> str:
    return f"{reason.member.name} is too old to be a prospect"


def _needed(reason: Reason) -> str:
    where = position_name(reason.position).lower() if reason.position else "elsewhere"
    return f"{reason.member.name} is needed at {where}"


def _free(reason: Reason) -> str:
    where = position_name(reason.position).lower() if reason.position else "elsewhere"
    return f"{reason.member.name} is no longer needed at {where}"


WORDS: dict[Cause, Callable[[Reason], str]] = {
    Cause.BACK: _back,
    Cause.ABSENT: _absent,
    Cause.LENT: _lent,
    Cause.RETURNS: _returns,
    Cause.GROWN: _grown,
    Cause.NEEDED: _needed,
    Cause.FREE: _free,
}
