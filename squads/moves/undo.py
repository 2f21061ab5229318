"""Taking a change back, as long as nothing newer stands on it."""

from collections.abc import Hashable, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from squads.day import site_now
from squads.depth import Position
from squads.extensions import extensions
from squads.models import Change, Club, Contract, FeedReport, Player, ReturnEstimate
from squads.moves.again import again, quoted
from squads.moves.contracts import check_fits
from squads.moves.log import By, Gone, Refused, Stale, lock_clubs, person, write_line
from squads.moves.ranking import lock, order_of, write_order
from squads.moves.rows import MODELS, Row, kept, sign


def undoable(changes: Iterable[Change]) -> set[int]:
    """Return the pks of those that can be undone: the newest on its row or order that stands.

    changes: newest first, as a log shows them; one that the log does not show is not asked for.
    """
    newest: dict[Hashable, int] = {}
    for change in changes:
        subject = _subject(change, change.undo or {})
        if subject and change.undone_at is None:
            newest.setdefault(subject, change.pk)
    return set(newest.values())


def _subject(change: Change, saved: dict[str, Any]) -> Hashable:
    """Return what undo would write: a row, or a club's order in a position; None: nothing."""
    if "ranking" in saved:
        return "ranking", change.club_id, saved["ranking"]
    return (saved["row"], saved["pk"]) if "row" in saved and "pk" in saved else None


@transaction.atomic
def undo(change: Change, *, by: By) -> Change:
    """Put back what the change altered, and log what holds now, in `after` of the new entry.

    A line that tells of the same in another club's log is undone with it.

    Raises Stale, changing nothing, where it was undone before or something newer has altered
    the same; Refused where the change cannot be undone at all.
    """
    clubs = lock_clubs(change.player, change.club)
    found = Change.objects.select_for_update().filter(pk=change.pk).first()
    if found is None:
        raise Gone("This change is no longer in the log.")
    if found.undone_at is not None:
        raise Stale("This was undone already.")
    if not found.undo or _subject(found, found.undo) is None:
        raise Refused("This change cannot be undone here.")
    reason = f"undone: {found.text}"
    if "ranking" in found.undo:
        row = None
        _restore_order(found, found.undo, by, reason)
    else:
        row = _restore_row(found, found.undo, by, reason)
        for further in found.undo.get("also", []):
            _restore_row(found, further, by, reason)
    _hold_against_feed(found, by)
    now, entry = again(found, found.undo, row), quoted(found)
    told = Change.objects.filter(pk__in=[found.pk, *found.undo.get("sisters", [])])
    told.update(undone_at=site_now())
    for tell in extensions.after_undo:
        tell(found, by)
    # All that were his before: one to which he was lent is his no more.
    Club.objects.filter(pk__in=clubs).touch()
    return write_line(
        found.club,
        found.player,
        Change.Kind.UNDO,
        f"{now}: the entry “{entry}” was undone",
        by=by,
        source="",
        before=entry,
        after=now,
        undo=None,
    )


def _restore_order(change: Change, saved: dict[str, Any], by: By, reason: str) -> None:
    position = Position(saved["ranking"])
    lock(change.club, change.player)
    if [man.pk for man in order_of(change.club, position)] != saved["after"]:
        raise Stale(_since(change, "This order"))
    men = Player.objects.in_bulk(saved["before"])
    order = [men[pk] for pk in saved["before"] if pk in men]
    write_order(change.club, position, order, by=by, reason=reason)


def _restore_row(change: Change, saved: dict[str, Any], by: By, reason: str) -> Row | None:
    """Put the row back as it was and return it; None where undoing removes it."""
    model = MODELS[saved["row"]]
    row: Row | None = model._default_manager.select_for_update().filter(pk=saved["pk"]).first()
    if row is None:
        raise Gone("The entry this was about has been removed since.")
    # Whose a spell is does not count: a feed may have been given it since.
    after = {name: value for name, value in saved["after"].items() if name != "by_hand"}
    if kept(row, list(after)) != after:
        raise Stale(_since(change, "This entry"))
    sign(row, by, reason)
    if saved["before"] is None:
        if isinstance(row, Contract) and row.loans.exists():
            raise Stale("He has been lent out under this contract since. Undo that first.")
        row.delete()
        return None
    before = saved["before"]
    if person(by) and not isinstance(row, Contract):
        before = {"by_hand": True} | before
    _write_back(row, before)
    if estimate := saved.get("estimate"):
        ReturnEstimate.objects.filter(pk=estimate).delete()
    return row


def _hold_against_feed(change: Change, by: By) -> None:
    """Let what an editor took back of a feed stay so until the feed says something else.

    Where he had taken its side in a disagreement, that is open again.
    """
    if taken := (change.undo or {}).get("report"):
        FeedReport.objects.filter(pk=taken["pk"], state=FeedReport.State.TAKEN).update(
            state=FeedReport.State.DISAGREES, why=taken["why"]
        )
    if change.feed and person(by):
        FeedReport.objects.filter(feed=change.feed, player=change.player).update(
            state=FeedReport.State.SETTLED,
            why="an editor has undone what it had changed",
            settled_by=person(by),
            settled_at=timezone.now(),
        )


def _since(change: Change, subject: str) -> str:
    """Say what has been changed since, by name where the log has it."""
    newer = _newer(change, change.undo or {})
    if newer is None:
        return f"{subject} has been changed since, by something that is not in this log."
    who = f", by {newer.by}" if newer.by else ""
    return f"{subject} has been changed since: “{newer}”{who}. Undo that first."


def _newer(change: Change, saved: dict[str, Any]) -> Change | None:
    """Return the newest change after this one that stands on the same row or order."""
    after = Change.objects.filter(pk__gt=change.pk, undone_at__isnull=True)
    if "ranking" in saved:
        same = after.filter(club=change.club, undo__ranking=saved["ranking"])
    else:
        same = after.filter(undo__row=saved["row"], undo__pk=saved["pk"])
    return same.newest().first()


def _write_back(row: Row, before: dict[str, Any]) -> None:
    fields = {field.name: field for field in row._meta.concrete_fields}
    for name, value in before.items():
        setattr(row, name, fields[name].to_python(value))
    row.version += 1
    try:
        row.validate_constraints()
        if isinstance(row, Contract):
            check_fits(row, before)
    except (ValidationError, Refused) as error:
        why = error.messages[0] if isinstance(error, ValidationError) else error
        raise Stale(f"This no longer fits what was changed since: {why}") from error
    row.save(update_fields=[*before, "version"])
