"""What a feed changes of a spell beside its return: what it is, that it goes on, whose it is."""

from typing import Any

from django.db import transaction

from squads.models import Absence, Change, Injury
from squads.moves.log import By, person, record
from squads.moves.rows import locked, sign, write
from squads.moves.words import reason_words, state_words

Spell = Injury | Absence
Kind = Change.Kind


@transaction.atomic
def describe(injury: Injury, *, by: By, source: str = "", **fields: Any) -> Change:
    """Name an injury more exactly. fields: diagnosis, body_part. Raises Refused if it is so."""
    injury = locked(injury, None)
    was, known_as = state_words(injury), reason_words(injury)
    text = f"{fields['diagnosis']}, was known as {known_as}"
    fields |= {"source": source} if source else {}
    undo = write(injury, fields, by=by, reason=text)
    return record(
        injury.player,
        Kind.INJURY,
        text,
        by=by,
        source=source,
        before=was,
        after=state_words(injury),
        undo=undo,
    )


@transaction.atomic
def reopen(spell: Spell, *, by: By, source: str = "") -> Change:
    """Take back that he is back: he is missing as before. Raises Refused if it is not over."""
    spell = locked(spell, None)
    text = f"not back: {state_words(spell)}"
    fields: dict[str, Any] = {"returned_on": None}
    fields |= {"source": source} if source else {}
    undo = write(spell, fields, by=by, reason=text)
    return record(
        spell.player,
        Kind.INJURY if isinstance(spell, Injury) else Kind.ABSENCE,
        text,
        by=by,
        source=source,
        before="available",
        after=state_words(spell),
        undo=undo,
    )


@transaction.atomic
def give_to_feed(spell: Spell, *, by: By) -> None:
    """Let the feed keep a spell that an editor had entered or changed; no line in the log."""
    spell = locked(spell, None)
    if spell.by_hand:
        spell.by_hand = False
        spell.version += 1
        sign(spell, by, f"{person(by) or 'a feed'}: left to the feed")
        spell.save(update_fields=["by_hand", "version"])
