"""What an editor answers where a feed leaves something open: who is meant, or that it is seen."""

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from squads.feeds.lines import Says, read_statement
from squads.feeds.reports import seen_as
from squads.models import Club, FeedReport, Player, PlayerIdentifier
from squads.moves import Gone, Refused, Stale
from squads.moves.log import lock_clubs

State = FeedReport.State
LEFT_OPEN = (State.UNREAD, State.AMBIGUOUS)


@transaction.atomic
def set_aside(report: FeedReport, *, by: User, seen: str | None = None) -> FeedReport:
    """Call a line that could not be read, or a man not found, seen to: SETTLED.

    seen: `seen_as` of the statement the editor read. Raises Stale where somebody else has
    settled it, or the feed says something else by now.
    """
    lock_clubs(report.player, report.club)
    found = _locked(report, seen, LEFT_OPEN)
    found.state, found.settled_by, found.settled_at = State.SETTLED, by, timezone.now()
    return _save(found)


@transaction.atomic
def reopen(report: FeedReport, *, by: User) -> FeedReport:
    """Put what was settled back among what is open. Raises Stale where it is not settled."""
    lock_clubs(report.player, report.club)
    found = _locked(report, None, (State.SETTLED,))
    found.state = _left_open_as(found)
    found.settled_by = found.settled_at = None
    return _save(found)


@transaction.atomic
def tie(
    report: FeedReport, player: Player, *, by: User, seen: str | None = None
) -> PlayerIdentifier:
    """Give a man the code by which the feed calls him, so that its next run takes it up.

    Raises Stale as `set_aside` does; Refused where the man, or somebody else, has a code of
    this feed already.
    """
    clubs = lock_clubs(player)
    found = _locked(report, seen, (State.AMBIGUOUS,))
    if found.player_id is not None:
        raise Stale("Somebody has said meanwhile who is meant.")
    if has := PlayerIdentifier.objects.filter(player=player, source=found.feed).first():
        raise Refused(f"{player} is {has.value} to this feed already, which calls another so.")
    try:
        with transaction.atomic():
            made = PlayerIdentifier.objects.create(
                player=player, source=found.feed, value=found.code
            )
    except IntegrityError:
        raise Refused("Another man has this code already. See his page in the admin.") from None
    found.player, found.settled_by, found.settled_at = player, by, timezone.now()
    found.save(update_fields=["player", "settled_by", "settled_at"])
    # His page prints what other sources call him.
    Club.objects.filter(pk__in=clubs).touch()
    return made


def _locked(report: FeedReport, seen: str | None, states: tuple[State, ...]) -> FeedReport:
    """Return the report as it is now, locked; Stale unless in one of these states and as seen."""
    found = FeedReport.objects.select_for_update().filter(pk=report.pk).first()
    if found is None:
        raise Gone("The feed no longer lists this man.")
    if found.state not in states:
        raise Stale("Somebody was faster: this is no longer as you saw it.")
    if seen is not None and seen != seen_as(found):
        raise Stale("The feed says something else by now.")
    return found


def _save(report: FeedReport) -> FeedReport:
    """Save it; no page of his club shows what is open."""
    report.save(update_fields=["state", "settled_by", "settled_at"])
    return report


def _left_open_as(report: FeedReport) -> State:
    """Return what was settled of it; the feed's next run judges it anew."""
    if report.player_id is None:
        return State.AMBIGUOUS
    said_on = timezone.localdate(report.news_at or report.said_at)
    said = read_statement(report.status, report.news, report.chance, said_on)
    return State.UNREAD if said.says is Says.UNREAD else State.DISAGREES
