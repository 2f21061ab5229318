"""Needs: what every position comes to until the next window opens, and if men return otherwise."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from squads.depth import DepthChart, Position, Spell, SpellKind, Squad, timeline
from squads.depth.availability import end_of, known_return
from transfers.planning.outcomes import Outcome, outcomes
from transfers.planning.reasons import afterwards, why

DAY = dt.timedelta(days=1)
A_MONTH = dt.timedelta(days=30)
# These end on a day that is set, not on one that somebody hopes for.
FIXED = frozenset({SpellKind.SUSPENSION, SpellKind.INTERNATIONAL, SpellKind.INELIGIBLE})


@dataclass(frozen=True, slots=True)
class Prospect:
    """What a position comes to between two days.

    presumed: as everybody is presumed back. on_time, late: as `on_time` and `a_month_late` have
    it. why: sentences for a reader, none where the position is covered; the last may tell of what
    is lost soon after the last day.
    """

    presumed: Outcome
    on_time: Outcome
    late: Outcome
    why: tuple[str, ...] = ()

    @property
    def position(self) -> Position:
        return self.presumed.position

    @property
    def is_need(self) -> bool:
        return self.presumed.is_thin


def prospects(squad: Squad, first: dt.date, last: dt.date) -> dict[Position, Prospect]:
    """Return what becomes of every group from the first to the last day, both included.

    The worst day of a position is the worst of all of them, so that a variant may have another.
    Raises ValueError if the last day lies before the first.
    """
    days = timeline(squad, first, last)
    presumed = outcomes(days)
    sooner = _outcomes(on_time(squad), squad, presumed, first, last)
    later = _outcomes(a_month_late(squad), squad, presumed, first, last)
    # More men never fill fewer places, but of two-deeps that are equally good the one chosen may
    # fill another position: let no reader be told that a position gains by a late return.
    return {
        position: Prospect(
            found,
            on_time=max(found, sooner[position], key=lambda outcome: outcome.severity),
            late=min(found, later[position], key=lambda outcome: outcome.severity),
            why=_why(squad, found, first, last, days[-1].chart) if found.is_thin else (),
        )
        for position, found in presumed.items()
    }


def _why(
    squad: Squad, found: Outcome, first: dt.date, last: dt.date, at_last: DepthChart
) -> tuple[str, ...]:
    return (*why(squad, found, first), *afterwards(at_last, found.position, last))


def _outcomes(
    variant: Squad,
    squad: Squad,
    presumed: Mapping[Position, Outcome],
    first: dt.date,
    last: dt.date,
) -> Mapping[Position, Outcome]:
    """Return the outcomes of a variant; where it is the squad itself they are known already."""
    return presumed if variant is squad else outcomes(timeline(variant, first, last))


def on_time(squad: Squad) -> Squad:
    """Return the squad as it is if everybody comes back on the earliest day given for him.

    Who has no date comes back when the forecast says, as he is presumed to.
    """
    return _with_spells(squad, _on_time)


def a_month_late(squad: Squad) -> Squad:
    """Return the squad as it is if everybody presumed back is back 30 days after that day.

    That is the date given for him or the forecast; who is overdue was not back then. Bans and
    tournaments end when they end.
    """
    return _with_spells(squad, _late)


def _on_time(spell: Spell) -> Spell:
    presumed = known_return(spell)
    if spell.returned_on or presumed is None or spell.expected_from is None:
        return spell
    earliest = spell.expected_from
    if spell.reported_on and spell.reported_on >= earliest:
        earliest = spell.reported_on + DAY
    return replace(spell, expected_from=None, expected_until=min(earliest, presumed))


def _late(spell: Spell) -> Spell:
    presumed = end_of(spell)
    if spell.returned_on or presumed is None or spell.kind in FIXED:
        return spell
    until = presumed + min(A_MONTH, dt.date.max - presumed)
    return replace(spell, expected_from=None, expected_until=until)


def _with_spells(squad: Squad, change: Callable[[Spell], Spell]) -> Squad:
    """Return the squad with every spell changed; the very same one where none is another."""
    members = tuple(
        replace(man, spells=spells)
        if (spells := tuple(map(change, man.spells))) != man.spells
        else man
        for man in squad.members
    )
    return squad if members == squad.members else replace(squad, members=members)
