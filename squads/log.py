"""The log of changes as rows of ready strings."""

from collections.abc import Iterable
from typing import Any

from django.utils.timezone import localtime

from squads.models import Change


def log_rows(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """Return what the log prints: when, who, about whom, from what to what."""
    return [_row(change) for change in changes]


def _row(change: Change) -> dict[str, Any]:
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
        "before": change.before,
        "after": change.after,
        "undone": change.undone_at is not None,
        "can_undo": change.undo is not None and change.undone_at is None,
    }
