"""Why a position will be thin: who is missing on its worst day, and who was never there."""

import datetime as dt
from collections.abc import Iterator, Sequence

from squads.depth import (
    POSITION_NAMES,
    Availability,
    ContractKind,
    DepthChart,
    Entry,
    Member,
    Position,
    Squad,
    Standing,
    aptitudes,
    entry_on,
)
from squads.depth.two_deep import CREDIBLE_APTITUDES, CREDIBLE_STANDINGS
from squads.wording import (
    full_day,
    join,
    number_word,
    percent,
    position_name,
    reason_text,
    sentence,
)
from transfers.planning.outcomes import Outcome

# Who left so shortly before the first day is still missed on it.
MISSED_FOR = dt.timedelta(days=31)
# What ends so soon after the last day is told with it.
SOON_AFTER = dt.timedelta(days=45)
DAY = dt.timedelta(days=1)
# The days, as month and day, on which contracts run out of themselves in the leagues kept here.
# Who goes on another has been sold or let go.
SEASON_ENDS = ((5, 31), (6, 30))
MOST_NAMED = 6
STANDINGS = tuple(Standing)
NOT_HERE = (Availability.LEFT, Availability.ON_LOAN)
MEN = {Position.ST: "striker", Position.RW: "right winger", Position.LW: "left winger"}


def why(squad: Squad, worst: Outcome, first: dt.date) -> tuple[str, ...]:
    """Return why a position is as thin as it is on its worst day: sentences, gravest first.

    worst: its outcome. first: the first day that was judged.
    """
    day, position = worst.worst_on, worst.position
    men = [_man(member, position, day, squad) for member in squad.members]
    # Whose fit or standing is not enough was never counted here.
    credible = sorted((man for man in men if man is not None), key=_order)
    here = [entry for entry in credible if entry.status.availability not in NOT_HERE]
    found = [_never_enough(len(here), worst)] if len(here) < worst.target else []
    missing = [text for entry in credible if (text := _missing(entry, day, first))]
    found += missing[:MOST_NAMED]
    if len(missing) > MOST_NAMED:
        found.append(f"{number_word(len(missing) - MOST_NAMED)} more are missing")
    found += _elsewhere(worst)
    return tuple(map(sentence, found))


def _man(member: Member, position: Position, day: dt.date, squad: Squad) -> Entry | None:
    """Return what is true of a man that day if he would be counted here, were he available."""
    if aptitudes(member).get(position, (None, False))[0] not in CREDIBLE_APTITUDES:
        return None
    entry = entry_on(member, day, squad)
    return entry if entry.standing in CREDIBLE_STANDINGS else None


def _order(entry: Entry) -> tuple[int, str]:
    return STANDINGS.index(entry.standing), entry.member.slug


def _never_enough(count: int, worst: Outcome) -> str:
    """Return "only 3 credible centre-backs are under contract for 4 places"."""
    men = men_of(worst.position, count)
    if not count:
        return f"no credible {men_of(worst.position, 1)} is under contract"
    return (
        f"only {number_word(count)} credible {men} {'is' if count == 1 else 'are'} "
        f"under contract for {number_word(worst.target)} places"
    )


def men_of(position: Position, count: int) -> str:
    """Return what men of a position are called: "centre-backs", "defensive midfielder"."""
    name = MEN.get(position, POSITION_NAMES[position].lower().replace("midfield", "midfielder"))
    return name if count == 1 else f"{name}s"


def _missing(entry: Entry, day: dt.date, first: dt.date) -> str:
    """Return why he cannot be counted on that day, empty if he can, or is long gone."""
    status, name = entry.status, entry.member.name
    if status.availability is Availability.LEFT:
        return _gone(entry.member, day, first)
    if status.counts:
        return ""
    if status.availability is Availability.DOUBTFUL:
        return f"{name} is doubtful at {percent(status.chance)} ({reason_text(status)})"
    back_on = status.back_on if status.back_on != dt.date.max else None
    until = f" until {full_day(back_on)}" if back_on else ""
    if status.availability is Availability.ON_LOAN:
        return f"{name} is on loan at {status.reason}{until}"
    word = status.availability.value
    reason = f" ({reason_text(status)})" if status.reason else ""
    if not until and status.forecast_on:
        until = f", by the forecast until {full_day(status.forecast_on)}"
    elif not until:
        until = ", nobody knows until when"
    return f"{name} is {word}{until}{reason}"


def _gone(member: Member, day: dt.date, first: dt.date) -> str:
    """Return when his contract or loan ends, or when he comes; empty for who is long gone.

    A contract that does not end with a season was cut short: he leaves, we do not know where to.
    """
    ended = [stay for stay in member.stays if stay.ends_on and stay.ends_on < day]
    coming = [stay for stay in member.stays if stay.starts_on > day]
    if coming and not ended:
        return f"{member.name} joins on {full_day(min(s.starts_on for s in coming))} only"
    last = max(ended, key=lambda stay: stay.ends_on or dt.date.max, default=None)
    if last is None or last.ends_on is None or last.ends_on < first - MISSED_FOR:
        return ""
    if last.kind is not ContractKind.LOAN and _cut_short(last.ends_on):
        verb = "left" if last.ends_on + DAY <= first else "leaves"
        return f"{member.name} {verb} on {full_day(last.ends_on + DAY)}"
    what = "loan" if last.kind is ContractKind.LOAN else "contract"
    verb = "ended" if last.ends_on < first else "ends"
    return f"{member.name}’s {what} {verb} on {full_day(last.ends_on)}"


def _cut_short(ends_on: dt.date) -> bool:
    return (ends_on.month, ends_on.day) not in SEASON_ENDS and ends_on < dt.date.max


def afterwards(chart: DepthChart, position: Position, last: dt.date) -> tuple[str, ...]:
    """Return whose contracts or loans end soon after the last day, in sentences.

    chart: of that day; only men whom it counts in the position are told.
    """
    group = next(g for g in chart.groups if g.position is position)
    ending = [e for e in group.entries if e.counted and _ends_soon(e, last)]
    return tuple(
        text
        for what, men in (
            ("contract", [entry for entry in ending if not entry.loan_in]),
            ("loan", [entry for entry in ending if entry.loan_in]),
        )
        if (text := _ending(what, men))
    )


def _ending(what: str, men: Sequence[Entry]) -> str:
    """Return "The contracts of Konaté (30 Jun 2026) and Gomez (...) end soon after ..."."""
    if not men:
        return ""
    names = join([f"{e.member.name} ({full_day(e.contract_until or dt.date.max)})" for e in men])
    many, verb = ("s", "end") if len(men) > 1 else ("", "ends")
    return sentence(f"the {what}{many} of {names} {verb} soon after these days")


def _ends_soon(entry: Entry, last: dt.date) -> bool:
    """Whether he is bound to the last day, not for long after it, and by nothing further."""
    ends_on = entry.contract_until
    if ends_on is None or not last <= ends_on <= last + SOON_AFTER:
        return False
    return not any(stay.covers(ends_on + DAY) for stay in entry.member.stays)


def _elsewhere(worst: Outcome) -> Iterator[str]:
    """Yield who is available and credible but counted in another position that day."""
    group = next(g for g in worst.chart.groups if g.position is worst.position)
    places: dict[Position, list[str]] = {}
    for entry in group.entries:
        if entry.shared_with and entry.credible:
            places.setdefault(entry.shared_with, []).append(entry.member.name)
    for position, names in places.items():
        verb = "is" if len(names) == 1 else "are"
        yield f"{join(names)} {verb} counted at {position_name(position).lower()}"
