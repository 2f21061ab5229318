"""What the admin writes into the log that readers see, and every expected return given.

The words and what undo needs are those of squads.moves; the versions of clubs are raised by
the page that saves, once.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple, Required, TypedDict

from django.db import models

from squads.depth import Position
from squads.models import (
    Absence,
    Change,
    Club,
    Contract,
    Injury,
    NewsItem,
    Player,
    Ranking,
    ReturnEstimate,
)
from squads.moves import club_of
from squads.moves.contracts import contract_words, end_words, noun, number_words
from squads.moves.log import write_line
from squads.moves.positions import position_words
from squads.moves.rows import kept, payload
from squads.moves.spells import keep_estimate
from squads.moves.standing import standing_words
from squads.moves.words import (
    expected_words,
    moved_words,
    news_words,
    reason_words,
    state_words,
)
from squads.wording import full_day, position_name

Kind = Change.Kind
Spell = Injury | Absence


class Said(TypedDict, total=False):
    """Who says so: the account, the source, and the item of news that was linked."""

    by: Required[Any]
    source: str
    news: NewsItem | None


class Entry(NamedTuple):
    """One line of the log; names are the fields that undo puts back, none: no undo."""

    kind: Kind
    text: str
    was: str
    now: str
    names: tuple[str, ...] = ()


def saved(
    before: models.Model | None,
    after: models.Model,
    *,
    by: Any,
    source: str = "",
    news: NewsItem | None = None,
) -> None:
    """Log the difference between a row as it was (None for a new one) and as it is.

    news: the item that says so; where nothing differs, the log says that it confirms the row.
    """
    said: Said = {"by": by, "source": source, "news": news}
    if isinstance(after, Injury | Absence):
        estimate = _keep_estimate(before, after, by=by, source=source)
        _write_spell(before, after, estimate, said)
    elif isinstance(after, Contract):
        found = _new_contract(after) if before is None else _contract_changes(before, after)
        if news and not found:
            found = [Entry(Kind.CONTRACT, f"confirmed: {contract_words(after)}", "", "")]
        for entry in found:
            _write(after.club, before, after, entry, said)


def deleted(row: models.Model, *, by: Any) -> None:
    """Log that a spell or contract was taken out."""
    if isinstance(row, Injury | Absence):
        text = f"entry removed: {state_words(row)}"
        entry = Entry(_kind(row), text, state_words(row), "")
        _write(club_of(row.player), None, row, entry, {"by": by})
    elif isinstance(row, Contract):
        entry = Entry(Kind.CONTRACT, f"{row.kind} contract removed", _end(row), "")
        _write(row.club, None, row, entry, {"by": by})


# Rows that are logged together, as the list they make


@contextmanager
def orders(clubs: Iterable[int], *, by: Any) -> Iterator[None]:
    """Log every order of these clubs (their pks) that changes meanwhile, as names; no undo."""
    pks = set(clubs)
    before = _orders(pks)
    yield
    after = _orders(pks)
    named = Club.objects.in_bulk(pks)
    for key in sorted(before.keys() | after.keys()):
        was, now = before.get(key, ""), after.get(key, "")
        if was != now:
            club, position = named[key[0]], position_name(Position(key[1])).lower()
            entry = Entry(Kind.RANKING, f"order at {position} changed", was, now)
            _write_list(club, None, entry, by=by)


@contextmanager
def positions(player: Player, *, by: Any) -> Iterator[None]:
    """Log what he plays where that changes meanwhile, in the log of his club; no undo."""
    was = position_words(player)
    yield
    now = position_words(player)
    if was != now:
        entry = Entry(Kind.OTHER, "positions changed", was, now)
        _write_list(club_of(player), player, entry, by=by)


def _orders(clubs: set[int]) -> dict[tuple[int, str], str]:
    names: dict[tuple[int, str], list[str]] = defaultdict(list)
    rows = Ranking.objects.filter(club__in=clubs).select_related("player")
    for row in rows.order_by("club", "position", "rank"):
        names[row.club_id, row.position].append(str(row.player))
    return {key: ", ".join(men) for key, men in names.items()}


def _write_list(club: Club | None, player: Player | None, entry: Entry, *, by: Any) -> None:
    if club is None:
        return
    write_line(
        club,
        player,
        entry.kind,
        entry.text,
        by=by,
        source="",
        before=entry.was,
        after=entry.now,
        undo=None,
    )


def _kind(spell: Spell) -> Kind:
    return Kind.INJURY if isinstance(spell, Injury) else Kind.ABSENCE


def _write_spell(before: Any, after: Spell, estimate: ReturnEstimate | None, said: Said) -> None:
    club = club_of(after.player)
    if before is None:
        entry = Entry(_kind(after), news_words(after), "available", state_words(after))
        undo = payload(after, None, kept(after))
        _write(club, None, after, entry, said, undo=undo)
        return
    found = _spell_changes(before, after)
    if said.get("news") and not found:
        found = [Entry(_kind(after), f"confirmed: {news_words(after)}", "", "")]
    for entry in found:
        back = _undo(before, after, entry.names)
        if back and entry.kind == Kind.RETURN and estimate:
            back["estimate"] = estimate.pk
        _write(club, before, after, entry, said, undo=back)


def _spell_changes(before: Any, after: Any) -> list[Entry]:
    found: list[Entry] = []
    was, now = reason_words(before), reason_words(after)
    if was != now:
        found.append(Entry(_kind(after), f"{state_words(after)}, was {was}", was, now))
    was, now = expected_words(before), expected_words(after)
    if was != now:
        names = ("expected_from", "expected_until")
        found.append(Entry(Kind.RETURN, moved_words(was, now), was, now, names))
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
    return [Entry(Kind.CONTRACT, text, "", _end(contract))]


def _contract_changes(before: Any, after: Contract) -> list[Entry]:
    found: list[Entry] = []
    was, now = standing_words(before.standing), standing_words(after.standing)
    if was != now:
        text = f"standing {now}, was {was}"
        found.append(Entry(Kind.STANDING, text, was, now, ("standing",)))
    was, now = str(before.club), str(after.club)
    if was != now:
        found.append(Entry(Kind.CONTRACT, f"contract moved to {now}", was, now))
    was, now = _end(before), _end(after)
    if was != now:
        text = f"{noun(after)} to {now}, was {was}"
        found.append(Entry(Kind.CONTRACT, text, was, now, ("ends_on",)))
    was, now = number_words(before.squad_number), number_words(after.squad_number)
    if was != now:
        text = f"{now}, was {was}"
        found.append(Entry(Kind.CONTRACT, text, was, now, ("squad_number",)))
    return found


def _end(contract: Any) -> str:
    return end_words(contract.ends_on)


def _keep_estimate(before: Any, after: Spell, *, by: Any, source: str) -> ReturnEstimate | None:
    """Add the expected return that was just given to all that were given before."""
    was = (before.expected_from, before.expected_until) if before else (None, None)
    if was == (after.expected_from, after.expected_until):
        return None
    return keep_estimate(after, by, after.source or source)


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
    said: Said,
    *,
    undo: dict[str, Any] | None = None,
) -> None:
    """Write a line into the log of a club; who has no club has no log."""
    if club is None:
        return
    write_line(
        club,
        after.player,
        entry.kind,
        entry.text,
        by=said["by"],
        source=said.get("source", ""),
        news=said.get("news"),
        before=entry.was,
        after=entry.now,
        undo=undo or _undo(before, after, entry.names),
    )
