"""What the admin writes into the log that readers see, and every expected return given.

The words and what undo needs are those of squads.moves; the versions of clubs are raised by
the page that saves, once.
"""

from typing import Any, NamedTuple

from django.db import models
from django.utils import timezone

from squads.day import current_day
from squads.models import Absence, Change, Club, Contract, Injury, ReturnEstimate
from squads.models.spells import spell_key
from squads.moves import club_of
from squads.moves.rows import kept, payload
from squads.moves.standing import standing_words
from squads.moves.words import expected_words, news_words, reason_words, state_words
from squads.wording import full_day

Kind = Change.Kind
Spell = Injury | Absence


class Entry(NamedTuple):
    """One line of the log; names are the fields that undo puts back, none: no undo."""

    kind: Kind
    text: str
    was: str
    now: str
    names: tuple[str, ...] = ()


def saved(before: models.Model | None, after: models.Model, *, by: Any, source: str = "") -> None:
    """Log the difference between a row as it was (None for a new one) and as it is."""
    if isinstance(after, Injury | Absence):
        estimate = _keep_estimate(before, after, by=by, source=source)
        _write_spell(before, after, estimate, by=by, source=source)
    elif isinstance(after, Contract):
        found = _new_contract(after) if before is None else _contract_changes(before, after)
        for entry in found:
            _write(after.club, before, after, entry, by=by, source=source)


def deleted(row: models.Model, *, by: Any) -> None:
    """Log that a spell or contract was taken out."""
    if isinstance(row, Injury | Absence):
        text = f"entry removed: {state_words(row)}"
        entry = Entry(_kind(row), text, state_words(row), "")
        _write(club_of(row.player), None, row, entry, by=by)
    elif isinstance(row, Contract):
        entry = Entry(Kind.OTHER, f"{row.kind} contract removed", _end(row), "")
        _write(row.club, None, row, entry, by=by)


def _kind(spell: Spell) -> Kind:
    return Kind.INJURY if isinstance(spell, Injury) else Kind.ABSENCE


def _write_spell(
    before: Any, after: Spell, estimate: ReturnEstimate | None, *, by: Any, source: str
) -> None:
    club = club_of(after.player)
    if before is None:
        entry = Entry(_kind(after), news_words(after), "available", state_words(after))
        undo = payload(after, None, kept(after))
        _write(club, None, after, entry, by=by, source=source, undo=undo)
        return
    for entry in _spell_changes(before, after):
        back = _undo(before, after, entry.names)
        if back and entry.kind == Kind.RETURN and estimate:
            back["estimate"] = estimate.pk
        _write(club, before, after, entry, by=by, source=source, undo=back)


def _spell_changes(before: Any, after: Any) -> list[Entry]:
    found: list[Entry] = []
    was, now = reason_words(before), reason_words(after)
    if was != now:
        found.append(Entry(_kind(after), f"{state_words(after)}, was {was}", was, now))
    was, now = expected_words(before), expected_words(after)
    if was != now:
        text = f"no return date, was {was}" if now == "no date" else f"back {now}, was {was}"
        found.append(Entry(Kind.RETURN, text, was, now, ("expected_from", "expected_until")))
    if before.returned_on != after.returned_on:
        found.append(_back(before, after))
    if getattr(before, "chance", None) != getattr(after, "chance", None):
        text = f"out again, {reason_words(after)}" if after.chance is None else state_words(after)
        states = state_words(before), state_words(after)
        found.append(Entry(Kind.DOUBT, text, *states, ("chance",)))
    return found


def _back(before: Any, after: Any) -> Entry:
    if after.returned_on:
        text = f"back on {full_day(after.returned_on)} ({reason_words(after)})"
        now = f"back {full_day(after.returned_on)}"
        return Entry(Kind.BACK, text, state_words(before), now, ("returned_on",))
    text, was = f"not back yet, {state_words(after)}", f"back {full_day(before.returned_on)}"
    return Entry(_kind(after), text, was, state_words(after), ("returned_on",))


def _new_contract(contract: Contract) -> list[Entry]:
    text = f"{contract.kind} contract to {_end(contract)}"
    return [Entry(Kind.OTHER, text, "", _end(contract))]


def _contract_changes(before: Any, after: Contract) -> list[Entry]:
    found: list[Entry] = []
    was, now = standing_words(before.standing), standing_words(after.standing)
    if was != now:
        text = f"standing {now}, was {was}"
        found.append(Entry(Kind.STANDING, text, was, now, ("standing",)))
    was, now = str(before.club), str(after.club)
    if was != now:
        found.append(Entry(Kind.OTHER, f"contract moved to {now}", was, now))
    was, now = _end(before), _end(after)
    if was != now:
        found.append(Entry(Kind.OTHER, f"contract to {now}, was {was}", was, now))
    return found


def _end(contract: Any) -> str:
    return full_day(contract.ends_on) if contract.ends_on else "no known day"


def _keep_estimate(before: Any, after: Spell, *, by: Any, source: str) -> ReturnEstimate | None:
    """Add the expected return that was just given to all that were given before."""
    was = (before.expected_from, before.expected_until) if before else (None, None)
    if was == (after.expected_from, after.expected_until):
        return None
    return ReturnEstimate.objects.create(
        given_on=current_day(),
        expected_from=after.expected_from,
        expected_until=after.expected_until,
        source=after.source or source,
        by=by,
        **spell_key(after),
    )


def _undo(before: Any, after: Any, names: tuple[str, ...]) -> dict[str, Any] | None:
    if before is None or not names:
        return None
    fields = list(names)
    return payload(after, kept(before, fields), kept(after, fields))


def _write(
    club: Club | None,
    before: Any,
    after: Any,
    entry: Entry,
    *,
    by: Any,
    source: str = "",
    undo: dict[str, Any] | None = None,
) -> None:
    """Write a line into the log of a club; who has no club has no log."""
    if club is None:
        return
    Change.objects.create(
        club=club,
        player=after.player,
        kind=entry.kind,
        at=timezone.now(),
        by=by,
        source=source[:120],
        text=entry.text[:300],
        before=entry.was[:200],
        after=entry.now[:200],
        undo=undo or _undo(before, after, entry.names),
    )
