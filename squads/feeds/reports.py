"""Where an editor and a feed disagree: either side is taken with one click."""

import datetime as dt
import hashlib

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from squads.feeds.health import take_over
from squads.feeds.known import lock_every_club, men_of
from squads.feeds.said import GONE, said_in
from squads.feeds.whereabouts import Clubs, move
from squads.models import Change, Club, FeedReport
from squads.moves import Gone, Refused, Stale
from squads.moves.log import lock_clubs

State = FeedReport.State


def seen_as(report: FeedReport) -> str:
    """Return what names the statement a page shows; another as soon as the feed says another.

    A page sends it back as `seen`, so that nobody decides on what he has not read.
    """
    at = report.news_at.astimezone(dt.UTC).isoformat() if report.news_at else ""
    said = "\0".join([report.status, str(report.chance), report.news, at, report.why])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


@transaction.atomic
def take_feed(report: FeedReport, *, by: User, seen: str | None = None) -> list[Change]:
    """Apply what the feed says over the editor's entry, and let the feed keep it from here on.

    Returns the changes made, logged with the editor as `by` and the feed as source; each can be
    undone. The report is TAKEN afterwards. seen: `seen_as` of the statement the editor read.
    Raises Stale, changing nothing, where the report no longer disagrees or says something else
    than he read; Refused, with a sentence for him, where the statement cannot be applied.
    """
    # Its line may send him to a club that never had him.
    lock_every_club()
    found = _disagreeing(report, seen)
    if found.player is None or found.club is None:
        raise Refused("Nobody here is the man it speaks of.")
    said = said_in(found, by)
    man = men_of([found.player], said.on)[found.player.pk]
    changes, why = move(man, said, found.club, Clubs(), joined_on=None, relisted=True)
    if not why and said.says not in GONE:
        more, why = take_over(man, said)
        changes += more
    if why:
        raise Refused(f"This cannot be taken over: {why}.")
    _note_in(changes, found)
    found.state, found.why = State.TAKEN, ""
    found.settled_by = found.settled_at = None
    found.save(update_fields=["state", "why", "settled_by", "settled_at"])
    Club.objects.filter(pk=found.club.pk).touch()
    return changes


@transaction.atomic
def keep_ours(report: FeedReport, *, by: User, seen: str | None = None) -> FeedReport:
    """Let the editor's entry stand: SETTLED, with who and when, until the feed says another.

    The spell and the log stay as they are. Returns the report as it is now. Raises Stale as
    `take_feed` does.
    """
    found = _disagreeing(report, seen)
    found.state, found.settled_by, found.settled_at = State.SETTLED, by, timezone.now()
    found.save(update_fields=["state", "settled_by", "settled_at"])
    return found


def _note_in(changes: list[Change], report: FeedReport) -> None:
    """Let whoever undoes one of them find the disagreement open again."""
    for change in changes:
        if change.undo:
            change.undo |= {"report": {"pk": report.pk, "why": report.why}}
            change.save(update_fields=["undo"])


def _disagreeing(report: FeedReport, seen: str | None) -> FeedReport:
    """Return the report as it is now, locked, his clubs before it as everywhere."""
    lock_clubs(report.player, report.club)
    rows = FeedReport.objects.select_for_update(of=("self",)).select_related("player", "club")
    found = rows.filter(pk=report.pk).first()
    if found is None:
        raise Gone("The feed no longer lists this man.")
    if found.state != State.DISAGREES:
        raise Stale("Somebody was faster: this is settled.")
    if seen is not None and seen != seen_as(found):
        raise Stale("The feed says something else by now.")
    return found
