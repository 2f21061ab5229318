"""What a spell is, in a reader's words."""

import datetime as dt

from squads.models import Absence, Injury
from squads.wording import full_day, lowered

ABSENCE_WORDS = {
    Absence.Kind.SUSPENSION: "suspended",
    Absence.Kind.INTERNATIONAL: "on international duty",
    Absence.Kind.INELIGIBLE: "ineligible",
    Absence.Kind.PERSONAL: "away for personal reasons",
}


def reason_words(spell: Injury | Absence) -> str:
    """Return why he is missing: "hamstring injury", "suspended, red card"."""
    if isinstance(spell, Injury):
        return lowered(spell.diagnosis)
    kind = ABSENCE_WORDS[Absence.Kind(spell.kind)]
    return f"{kind}, {lowered(spell.reason)}" if spell.reason else kind


def state_words(spell: Injury | Absence) -> str:
    """Return what he is: "out, ACL tear", "doubtful, 75 %, knock", "suspended"."""
    if isinstance(spell, Absence):
        return reason_words(spell)
    state = f"doubtful, {spell.chance} %" if spell.chance else "out"
    return f"{state}, {reason_words(spell)}"


def still_words(spell: Injury | Absence, on: dt.date | None) -> str:
    """Return "still out on 2 Jan 2026 (knee injury, operated on)"; without a day if none is
    named."""
    if isinstance(spell, Absence):
        state, why = ABSENCE_WORDS[Absence.Kind(spell.kind)], lowered(spell.reason)
    else:
        state, why = "doubtful" if spell.chance else "out", reason_words(spell)
        why = f"{spell.chance} %, {why}" if spell.chance else why
    day = f" on {full_day(on)}" if on else ""
    return f"still {state}{day}" + (f" ({why})" if why else "")


def return_words(earliest: dt.date | None, latest: dt.date | None) -> str:
    """Return "1 Sep 2026", "12 Nov 2025 to 26 Nov 2025" or "no date"."""
    days = [full_day(day) for day in (earliest, latest) if day]
    if earliest == latest:
        days = days[:1]
    return " to ".join(days) or "no date"


def news_words(spell: Injury | Absence) -> str:
    """Return what he is and until when: "out, ACL tear, back 1 Sep 2026"."""
    if spell.expected_on:
        return f"{state_words(spell)}, back {expected_words(spell)}"
    doubtful = isinstance(spell, Injury) and spell.chance
    return state_words(spell) if doubtful else f"{state_words(spell)}, no return date"


def moved_words(was: str, now: str) -> str:
    """Return what became of an expected return: "back 26 Nov 2025, was 12 Nov 2025"."""
    return f"no return date, was {was}" if now == "no date" else f"back {now}, was {was}"


def expected_words(spell: Injury | Absence) -> str:
    return return_words(spell.expected_from, spell.expected_until)
