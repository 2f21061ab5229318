"""Injuries and absences: reported, expected back on another day, doubtful, over."""

import datetime as dt
from typing import Any, TypeAlias

from django.db import transaction

from squads.models import Absence, Change, Injury, NewsItem, Player, ReturnEstimate
from squads.models.search import fold
from squads.models.spells import spell_key
from squads.moves.log import By, Refused, lock_clubs, person, record, said_on
from squads.moves.rows import kept, locked, payload, sign, write
from squads.moves.words import (
    expected_words,
    moved_words,
    news_words,
    reason_words,
    return_words,
    state_words,
    still_words,
)
from squads.wording import full_day

Spell: TypeAlias = Injury | Absence
Kind = Change.Kind


@transaction.atomic
def report_injury(
    player: Player, *, by: By, source: str = "", news: NewsItem | None = None, **fields: Any
) -> Change:
    """Enter an injury or illness; with a chance he is doubtful rather than out.

    fields: of Injury. Raises Refused while he is still out with the same.
    """
    spell = Injury(player=player, source=_said_by(source, news), **fields)
    return _report(spell, Kind.INJURY, "diagnosis", by, news)


@transaction.atomic
def report_absence(
    player: Player, *, by: By, source: str = "", news: NewsItem | None = None, **fields: Any
) -> Change:
    """Enter another absence. fields: of Absence. Raises Refused while the same still runs."""
    spell = Absence(player=player, source=_said_by(source, news), **fields)
    return _report(spell, Kind.ABSENCE, "kind", by, news)


def open_like(spell: Spell) -> Spell | None:
    """Return an entry of the same man that says the same of some of the same days.

    The same is the same diagnosis, whatever its spelling, or the same kind of absence.
    """
    others = type(spell)._default_manager.filter(player=spell.player).exclude(pk=spell.pk)
    for other in others:
        end = other.returned_on or other.expected_on
        over = end is not None and end <= spell.began_on
        ends = spell.returned_on or spell.expected_on
        later = ends is not None and ends <= other.began_on
        if not over and not later and _subject(other) == _subject(spell):
            return other
    return None


def already(same: Spell) -> str:
    """Return the sentence that refuses to report what is known."""
    what = state_words(same) if isinstance(same, Absence) else "out with this"
    since = full_day(same.began_on)
    if same.returned_on:
        until = full_day(same.returned_on)
        return f"He is on record as {what} from {since}, back {until}. Change that entry instead."
    return f"He is already {what}, since {since}. Change that entry instead."


def _subject(spell: Spell) -> str:
    return fold(spell.diagnosis) if isinstance(spell, Injury) else spell.kind


def _report(
    spell: Spell, kind: Change.Kind, subject: str, by: By, news: NewsItem | None
) -> Change:
    # The man is locked so that two editors with the same news make one entry of it.
    lock_clubs(spell.player, news=news)
    Player.objects.select_for_update(no_key=True).get(pk=spell.player.pk)
    if same := open_like(spell):
        raise Refused(already(same), subject)
    spell.by_hand = person(by) is not None
    text = news_words(spell)
    if spell.began_on > said_on(by):
        text = f"from {full_day(spell.began_on)}: {text}"
    sign(spell, by, text)
    spell.save()
    undo = payload(spell, None, kept(spell))
    if spell.expected_on:
        keep_estimate(spell, by, spell.source)
    return record(
        spell.player,
        kind,
        text,
        by=by,
        source=spell.source,
        news=news,
        before="available",
        after=state_words(spell),
        undo=undo,
    )


def keep_estimate(spell: Spell, by: By, source: str) -> ReturnEstimate:
    """Add the expected return to all that were given before.

    A feed may speak of a day before an editor's last word: what is added is the newest still.
    """
    before = ReturnEstimate.objects.filter(**spell_key(spell)).order_by("-given_on").first()
    return ReturnEstimate.objects.create(
        given_on=max(said_on(by), before.given_on) if before else said_on(by),
        expected_from=spell.expected_from,
        expected_until=spell.expected_until,
        source=source,
        by=person(by),
        **spell_key(spell),
    )


@transaction.atomic
def change_return(
    spell: Spell,
    *,
    by: By,
    expected_from: dt.date | None,
    expected_until: dt.date | None,
    reported_on: dt.date | None = None,
    source: str = "",
    news: NewsItem | None = None,
    version: int | None = None,
) -> Change:
    """Expect him back on other days, and keep what was expected before.

    reported_on: the newest day on which a source still said he was out; None leaves it. Where
    the days stay nothing is added to what was expected: whoever named them still has.
    Raises Stale if the entry no longer has this version, Refused if nothing would change.
    """
    spell = locked(spell, version, news)
    was, now = expected_words(spell), return_words(expected_from, expected_until)
    moved = (spell.expected_from, spell.expected_until) != (expected_from, expected_until)
    fields: dict[str, Any] = {"expected_from": expected_from, "expected_until": expected_until}
    if reported_on:
        fields["reported_on"] = reported_on
    text = still_words(spell, reported_on) if now == was else moved_words(was, now)
    source = _said_by(source, news)
    undo = write(spell, fields | _source(source), by=by, reason=text)
    if moved:
        undo["estimate"] = keep_estimate(spell, by, source).pk
    return record(
        spell.player,
        Kind.RETURN,
        text,
        by=by,
        source=source,
        news=news,
        before=was,
        after=now,
        undo=undo,
    )


@transaction.atomic
def mark_doubtful(
    injury: Injury,
    *,
    by: By,
    chance: int | None,
    reported_on: dt.date | None = None,
    source: str = "",
    news: NewsItem | None = None,
    version: int | None = None,
) -> Change:
    """Give him a chance of playing, in per cent; None: out again.

    reported_on: the newest day on which a source still said he was not fit; None leaves it.
    """
    injury = locked(injury, version, news)
    was = state_words(injury)
    source = _said_by(source, news)
    fields: dict[str, Any] = {"chance": chance} | _source(source)
    if reported_on:
        fields["reported_on"] = reported_on
    text = f"out again, {reason_words(injury)}"
    if chance is not None:
        text = f"doubtful, {chance} %, {reason_words(injury)}"
    undo = write(injury, fields, by=by, reason=text)
    return record(
        injury.player,
        Kind.DOUBT,
        text,
        by=by,
        source=source,
        news=news,
        before=was,
        after=state_words(injury),
        undo=undo,
    )


@transaction.atomic
def mark_back(
    spell: Spell,
    *,
    by: By,
    on: dt.date,
    source: str = "",
    news: NewsItem | None = None,
    version: int | None = None,
) -> Change:
    """Confirm the first day he was back: not before it began, not after the day it is said."""
    spell = locked(spell, version, news)
    if on < spell.began_on:
        began = full_day(spell.began_on)
        raise Refused(f"He cannot be back before it began, {began}.", "returned_on")
    if on > (today := said_on(by)):
        raise Refused(
            f"Nobody can know that yet: today is {full_day(today)}. "
            "Change the expected return instead.",
            "returned_on",
        )
    was = state_words(spell)
    text = f"back on {full_day(on)} ({reason_words(spell)})"
    source = _said_by(source, news)
    undo = write(spell, {"returned_on": on} | _source(source), by=by, reason=text)
    return record(
        spell.player,
        Kind.BACK,
        text,
        by=by,
        source=source,
        news=news,
        before=was,
        after=f"back {full_day(on)}",
        undo=undo,
    )


def _said_by(source: str, news: NewsItem | None) -> str:
    """Return the source as readers see it: what was typed, else who published the news."""
    return source or (news.outlet.name if news else "")


def _source(source: str) -> dict[str, str]:
    """Return the field that names the newest source, where one was given."""
    return {"source": source} if source else {}
