"""The club's own order of its men in a position."""

from collections.abc import Sequence

from django.contrib.humanize.templatetags.humanize import ordinal
from django.db import transaction
from django.db.models import F
from simple_history.utils import bulk_update_with_history

from squads.depth import Position
from squads.models import Change, Club, NewsItem, Player, Ranking
from squads.moves.log import By, Gone, Refused, Stale, lock_clubs, person, record
from squads.moves.rows import sign
from squads.wording import position_name


@transaction.atomic
def move_in_ranking(
    club: Club,
    position: Position,
    player: Player,
    *,
    by: By,
    place: int | None,
    seen: Sequence[str] | None = None,
    source: str = "",
    news: NewsItem | None = None,
) -> Change:
    """Insert him at a place, 1 for the first; the others keep their order.

    place: None takes him out; one behind the last is the last. seen: the slugs in the order
    the editor saw. Raises Stale where that is no longer the order, Refused where he has the
    place already.
    """
    lock(club, player, news)
    before = order_of(club, position)
    if seen is not None and [man.slug for man in before] != list(seen):
        raise Stale("Somebody has changed this order meanwhile.")
    after = [man for man in before if man.pk != player.pk]
    if place is not None:
        after.insert(min(max(place, 1), len(after) + 1) - 1, player)
    was, now = place_words(before, player), place_words(after, player)
    if before == after:
        raise Refused(f"He is {now} already.", "place")
    where = position_name(position).lower()
    text = f"{now} at {where}, was {was}"
    write_order(club, position, after, by=by, reason=text)
    return record(
        player,
        Change.Kind.RANKING,
        text,
        by=by,
        club=club,
        source=source,
        news=news,
        before=was,
        after=now,
        undo={
            "ranking": position.value,
            "before": [man.pk for man in before],
            "after": [man.pk for man in after],
        },
    )


def lock(club: Club, player: Player | None, news: NewsItem | None = None) -> None:
    """Let nobody else write the club's orders until this transaction ends.

    player: whose move will be logged, as his other clubs are locked for that, too. news: as
    `lock_these` takes it.
    """
    if club.pk not in lock_clubs(player, club, news):
        raise Gone("Somebody has removed this club meanwhile.")


def order_of(club: Club, position: Position) -> list[Player]:
    """Return the ranked men, first man first."""
    rows = Ranking.objects.filter(club=club, position=position.value)
    return [row.player for row in rows.select_related("player").order_by("rank")]


def place_words(order: list[Player], player: Player) -> str:
    return str(ordinal(order.index(player) + 1)) if player in order else "not ranked"


def write_order(
    club: Club, position: Position, men: Sequence[Player], *, by: By, reason: str
) -> None:
    """Make these men, in this order, the ranking; write only the rows that change.

    Rows that move step aside first, beyond every place in use, so that no two rows ever share
    a place while the new ones are written, on either database.
    """
    rows = {row.player_id: row for row in Ranking.objects.filter(club=club, position=position)}
    places = {man.pk: place for place, man in enumerate(men, 1)}
    aside = max((row.rank for row in rows.values()), default=0) + len(men)
    for row in rows.values():
        if row.player_id not in places:
            sign(row, by, reason)
            row.delete()
    moved = [r for r in rows.values() if r.player_id in places and r.rank != places[r.player_id]]
    Ranking.objects.filter(pk__in=[row.pk for row in moved]).update(rank=F("rank") + aside)
    for row in moved:
        row.rank = places[row.player_id]
    if moved:
        bulk_update_with_history(
            moved, Ranking, ["rank"], default_user=person(by), default_change_reason=reason[:100]
        )
    for man in men:
        if man.pk not in rows:
            new = Ranking(club=club, position=position.value, player=man, rank=places[man.pk])
            sign(new, by, reason)
            new.save()
