"""The log of changes as rows of ready strings."""

from collections.abc import Iterable
from typing import Any

from django.utils.timezone import localtime

from squads.models import Change
from squads.moves import undoable


def log_rows(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """Return what the log prints: when, who, about whom, from what to what."""
    changes = list(changes)
    open_to_undo = undoable(changes)
    return [_row(change, can_undo=change.pk in open_to_undo) for change in changes]


def _from_to(change: Change) -> str:
    if not change.before and not change.after:
        return ""
    return f"{change.before or '–'} → {change.after or '–'}"


def _row(change: Change, *, can_undo: bool) -> dict[str, Any]:
    at = localtime(change.at)
    return {
        "pk": change.pk,
        "at": f"{at.day} {at:%b %Y, %H:%M}",
        "iso": at.isoformat(),
        "who": " · ".join(
            filter(None, [change.by.get_username() if change.by else "", change.source])
        ),
        "name": change.player.known_as if change.player else change.club.name,
        "url": (change.player or change.club).get_absolute_url(),
        "club": change.club.short_name,
        "text": change.text,
        # Where the text says what was before, saying it again is noise.
        "from_to": "" if change.before and change.before in change.text else _from_to(change),
        "undone": change.undone_at is not None,
        "can_undo": can_undo,
    }
