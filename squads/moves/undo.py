"""Taking a change back, as long as nothing newer stands on it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from squads.depth import Position
from squads.models import Change, Player, ReturnEstimate
from squads.moves.log import By, Gone, Refused, Stale, record
from squads.moves.ranking import lock, order_of, write_order
from squads.moves.rows import MODELS, Row, kept, sign


@transaction.atomic
def undo(change: Change, *, by: By) -> Change:
    """Put back what the change altered, and log that.

    Raises Stale, changing nothing, where it was undone before or something newer has altered
    the same; Refused where the change cannot be undone at all.
    """
    found = Change.objects.select_for_update().filter(pk=change.pk).first()
    if found is None:
        raise Gone("This change is no longer in the log.")
    if found.undone_at is not None:
        raise Stale("This was undone already.")
    if not found.undo:
        raise Refused("This change cannot be undone here.")
    text = f"undone: {found.text}"
    if "ranking" in found.undo:
        _restore_order(found, found.undo, by, text)
    else:
        _restore_row(found.undo, by, text)
    found.undone_at = timezone.now()
    found.save(update_fields=["undone_at"])
    return record(
        found.player,
        Change.Kind.UNDO,
        text,
        by=by,
        club=found.club,
        before=found.after,
        after=found.before,
    )


def _restore_order(change: Change, saved: dict[str, Any], by: By, reason: str) -> None:
    position = Position(saved["ranking"])
    lock(change.club)
    if [man.pk for man in order_of(change.club, position)] != saved["after"]:
        raise Stale("The order has been changed since; undo that change first.")
    men = Player.objects.in_bulk(saved["before"])
    order = [men[pk] for pk in saved["before"] if pk in men]
    write_order(change.club, position, order, by=by, reason=reason)


def _restore_row(saved: dict[str, Any], by: By, reason: str) -> None:
    model = MODELS[saved["row"]]
    row: Row | None = model._default_manager.select_for_update().filter(pk=saved["pk"]).first()
    if row is None:
        raise Gone("The entry this was about has been removed since.")
    if kept(row, list(saved["after"])) != saved["after"]:
        raise Stale("This entry has been changed since; undo the newer change first.")
    sign(row, by, reason)
    if saved["before"] is None:
        row.delete()
        return
    _write_back(row, saved["before"])
    if estimate := saved.get("estimate"):
        ReturnEstimate.objects.filter(pk=estimate).delete()


def _write_back(row: Row, before: dict[str, Any]) -> None:
    fields = {field.name: field for field in row._meta.concrete_fields}
    for name, value in before.items():
        setattr(row, name, fields[name].to_python(value))
    row.version += 1
    try:
        row.validate_constraints()
    except ValidationError as error:
        raise Stale(f"This no longer fits what was changed since: {error.messages[0]}") from error
    row.save(update_fields=[*before, "version"])
