"""The log that readers see, the versions that charts are cached by, and what a move refuses."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from squads.day import current_day, site_now
from squads.depth import ContractKind
from squads.models import Change, Club, Contract, NewsItem, Player
from squads.moves.news import clubs_following, keep


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that says so: its short name, its name for readers, and when it did."""

    name: str
    source: str
    at: dt.datetime

    @property
    def on(self) -> dt.date:
        return timezone.localdate(self.at)


By: TypeAlias = User | Feed | None


def person(by: By) -> User | None:
    """Return the editor, None where no person says so."""
    return by if isinstance(by, User) else None


def said_on(by: By) -> dt.date:
    """Return the day on which this is said: a feed's own, else the site's."""
    return by.on if isinstance(by, Feed) else current_day()


class Refused(Exception):
    """A change that cannot be made: a sentence for the editor, and the field it is about."""

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


class Stale(Refused):
    """Somebody else has changed the same thing meanwhile."""


class Gone(Stale):
    """Somebody else has removed it meanwhile."""


@transaction.atomic
def record(
    player: Player | None,
    kind: Change.Kind,
    text: str,
    *,
    by: By,
    club: Club | None = None,
    source: str = "",
    news: NewsItem | None = None,
    before: str = "",
    after: str = "",
    undo: dict[str, Any] | None = None,
) -> Change:
    """Log a change and give every club it may show at a new version.

    text: reads after the man's name ("out, ACL tear, back 1 Sep 2026"). club: whose log; where
    the man plays on the site's day unless given. news: the item that says so; one that is new
    is saved now. Raises Refused for a man no club here has.
    """
    club = club or (club_of(player) if player else None)
    if club is None:
        raise Refused("No club has him under contract. Enter a contract first.")
    Club.objects.filter(pk__in=lock_clubs(player, club, news)).touch()
    return write_line(
        club,
        player,
        kind,
        text,
        by=by,
        source=source,
        news=news,
        before=before,
        after=after,
        undo=undo,
    )


def write_line(
    club: Club,
    player: Player | None,
    kind: Change.Kind,
    text: str,
    *,
    by: By,
    source: str,
    before: str,
    after: str,
    undo: dict[str, Any] | None,
    news: NewsItem | None = None,
) -> Change:
    """Add a line to a club's log, cut to what it holds; versions are the caller's business.

    The name of the outlet behind the news is left to the news: it may be called otherwise later.
    """
    feed = by if isinstance(by, Feed) else None
    news = keep(news, person(by)) if news else None
    if news and source == news.outlet.name:
        source = ""
    return Change.objects.create(
        club=club,
        player=player,
        kind=kind,
        at=feed.at if feed else site_now(),
        by=person(by),
        feed=feed.name if feed else "",
        source=(source or (feed.source if feed else ""))[:120],
        news=news,
        text=text[:300],
        before=before[:200],
        after=after[:200],
        undo=undo,
    )


def lock_clubs(
    player: Player | None, club: Club | None = None, news: NewsItem | None = None
) -> list[int]:
    """Lock the club and all that ever had the man under contract; return which are there.

    news: as `lock_these` takes it.
    """
    theirs = Contract.objects.filter(player=player).values("club") if player else []
    return lock_these(Q(pk=club and club.pk) | Q(pk__in=theirs), news)


def lock_these(which: Q, news: NewsItem | None = None) -> list[int]:
    """Lock clubs, before any other row; return which are there.

    In one order everywhere, here and in the admin, so that no two changes ever wait for each
    other. news: what the change will name; where more is told of it than is on record, the clubs
    that name it already are locked along with these, as `keep` will give them new versions.
    """
    if also := clubs_following(news):
        _lock(which | Q(pk__in=also))
    return _lock(which)


def _lock(which: Q) -> list[int]:
    rows = Club.objects.filter(which).select_for_update(no_key=True).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def club_of(player: Player) -> Club | None:
    """Return where he plays on the site's day: a loan before his permanent contract.

    Between contracts it is the club of the newest; None for a man without any.
    """
    contracts = Contract.objects.filter(player=player).select_related("club")
    here = list(contracts.covering(current_day()).order_by("-starts_on", "-pk"))
    loans = [contract for contract in here if contract.kind == ContractKind.LOAN]
    for contract in [*loans, *here]:
        return contract.club
    newest = contracts.order_by("-starts_on", "-pk").first()
    return newest.club if newest else None
