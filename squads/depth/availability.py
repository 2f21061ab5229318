"""Whether a man can be relied on, on a day."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from squads.depth.forecast import forecast_return
from squads.depth.squad import ContractKind, Member, Spell, SpellKind, Stay

COUNTS_FROM_CHANCE = 50


class Availability(StrEnum):
    """What a day holds for a man."""

    AVAILABLE = "available"
    DOUBTFUL = "doubtful"
    OUT = "out"
    AWAY = "away"
    SUSPENDED = "suspended"
    INELIGIBLE = "ineligible"
    ON_LOAN = "on_loan"
    LEFT = "left"


BY_KIND = {
    SpellKind.INELIGIBLE: Availability.INELIGIBLE,
    SpellKind.SUSPENSION: Availability.SUSPENDED,
    SpellKind.INJURY: Availability.OUT,
    SpellKind.ILLNESS: Availability.OUT,
    SpellKind.INTERNATIONAL: Availability.AWAY,
    SpellKind.PERSONAL: Availability.AWAY,
}
# Of several spells on one day the first of these tells what he is.
PRECEDENCE = (
    Availability.INELIGIBLE,
    Availability.SUSPENDED,
    Availability.OUT,
    Availability.AWAY,
    Availability.DOUBTFUL,
)
FORECAST_KINDS = {SpellKind.INJURY, SpellKind.ILLNESS}


@dataclass(frozen=True, slots=True)
class Status:
    """A man's availability on a day and what is known of his return.

    back_on: the known return date; for a man on loan elsewhere the last day of the loan.
    forecast_on: where no date is known, the day the forecast gives. overdue: presumed back,
    past his date, and nobody has confirmed it. stay: the contract or loan he is here under,
    or, for a man on loan elsewhere, that loan.
    """

    availability: Availability
    chance: int | None = None
    back_on: dt.date | None = None
    forecast_on: dt.date | None = None
    reason: str | None = None
    overdue: bool = False
    spell: str = ""
    stay: Stay | None = None

    @property
    def counts(self) -> bool:
        """Whether he can be counted on: available, or doubtful at 50 % or more."""
        if self.availability is Availability.DOUBTFUL:
            return (self.chance or 0) >= COUNTS_FROM_CHANCE
        return self.availability is Availability.AVAILABLE


def known_return(spell: Spell) -> dt.date | None:
    """Return the date he is presumed back, or None where no date stands.

    The later end of an expected range counts. A report that he was still out on or after that
    day has overtaken it.
    """
    expected = spell.expected_until or spell.expected_from
    if expected and spell.reported_on and spell.reported_on >= expected:
        return None
    return expected


def end_of(spell: Spell) -> dt.date | None:
    """Return the first day the spell no longer covers, None while that cannot be told."""
    end = spell.returned_on or known_return(spell)
    if end is None and spell.kind in FORECAST_KINDS:
        return forecast_return(spell)
    return end


def covers(spell: Spell, day: dt.date) -> bool:
    """Whether the spell had begun by the day and had not ended."""
    if day < spell.began_on:
        return False
    end = end_of(spell)
    return end is None or day < end


def stay_on(member: Member, day: dt.date) -> Stay | None:
    """Return what he is at the club under on a day, a permanent contract before a loan."""
    stays = [stay for stay in member.stays if stay.covers(day)]
    return min(stays, key=_stay_order, default=None)


def _stay_order(stay: Stay) -> tuple[bool, dt.date, dt.date, str]:
    """Return what sorts stays that cover one day, the one that tells first."""
    is_loan = stay.kind is ContractKind.LOAN
    return (is_loan, stay.starts_on, stay.ends_on or dt.date.max, stay.club)


def availability_on(member: Member, day: dt.date) -> Status:
    """Return a man's status on a day.

    Precedence: left, on loan, ineligible, suspended, out, away, doubtful, available.
    """
    stay = stay_on(member, day)
    if stay is None:
        return Status(Availability.LEFT)
    loans = [loan for loan in member.loans_out if loan.covers(day)]
    if loans and stay.kind is ContractKind.PERMANENT:
        loan = min(loans, key=_stay_order)
        return Status(Availability.ON_LOAN, back_on=loan.ends_on, reason=loan.club, stay=loan)
    return _by_spells(member, day, stay)


def _by_spells(member: Member, day: dt.date, stay: Stay) -> Status:
    running = [spell for spell in member.spells if covers(spell, day)]
    if running:
        availability = min(map(_meaning, running), key=PRECEDENCE.index)
        these = [spell for spell in running if _meaning(spell) is availability]
        return _status_of(max(these, key=_weight), availability, stay)
    overdue = [spell for spell in member.spells if _is_overdue(spell, day)]
    if overdue:
        spell = max(overdue, key=lambda s: (s.began_on, s.key))
        return Status(
            Availability.AVAILABLE,
            back_on=known_return(spell),
            reason=spell.reason or None,
            overdue=True,
            spell=spell.key,
            stay=stay,
        )
    return Status(Availability.AVAILABLE, stay=stay)


def _weight(spell: Spell) -> tuple[int, dt.date, dt.date, str]:
    """Return what sorts spells of one meaning, the one that tells last.

    Of several doubts the gravest, else the one that lasts longest; no end known is longest.
    """
    return (-(spell.chance or 0), end_of(spell) or dt.date.max, spell.began_on, spell.key)


def _meaning(spell: Spell) -> Availability:
    """Return what the spell makes of him while it runs."""
    if spell.kind in FORECAST_KINDS and spell.chance:
        return Availability.DOUBTFUL
    return BY_KIND[spell.kind]


def _status_of(spell: Spell, availability: Availability, stay: Stay) -> Status:
    back_on = spell.returned_on or known_return(spell)
    return Status(
        availability,
        chance=spell.chance if availability is Availability.DOUBTFUL else None,
        back_on=back_on,
        forecast_on=None if back_on else end_of(spell),
        reason=spell.reason or None,
        spell=spell.key,
        stay=stay,
    )


def _is_overdue(spell: Spell, day: dt.date) -> bool:
    """Whether his date has passed without anybody confirming that he is back."""
    known = known_return(spell)
    return spell.returned_on is None and known is not None and spell.began_on <= known < day
