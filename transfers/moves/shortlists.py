"""A club's shortlist for a position: who is on it, in what order, and why."""

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction

from squads.day import current_day
from squads.depth import Position
from squads.models import Club, Contract, Player
from squads.moves.log import Gone, Refused, Stale
from transfers.models import Shortlisted

MOST = 15


def shortlist_of(club: Club, position: Position) -> list[Shortlisted]:
    """Return it in its order, each with his player and who put him there. One query."""
    rows = Shortlisted.objects.filter(club=club, position=position.value)
    return list(rows.select_related("player", "by").order_by("rank", "pk"))


@transaction.atomic
def shortlist(club: Club, position: Position, player: Player, *, by: User) -> Shortlisted:
    """Put a man at the end of a shortlist.

    Raises Refused for one who is on it, or at the club, already, and where it is full.
    """
    rows = _locked(club, position)
    if any(row.player_id == player.pk for row in rows):
        raise Refused("He is on this shortlist already.")
    here = Contract.objects.covering(current_day()).filter(player=player, club=club)
    if here.exists():
        raise Refused("He is at the club already.")
    if len(rows) >= MOST:
        raise Refused(f"A shortlist has at most {MOST} men. Take one off first.")
    _number(rows)
    return Shortlisted.objects.create(
        club=club, position=position.value, player=player, rank=len(rows) + 1, by=by
    )


@transaction.atomic
def take_off(row: Shortlisted) -> None:
    """Take a man off. Raises Gone if he is off it already."""
    rows, mine = _found(row)
    rows.remove(mine)
    mine.delete()
    _number(rows)


@transaction.atomic
def move_by(row: Shortlisted, places: int) -> int:
    """Move a man so many places down, up if negative, and the men between make room.

    Returns his new place. Beyond either end he stays at it. Raises Gone if he is off the list.
    """
    rows, mine = _found(row)
    place = rows.index(mine)
    rows.remove(mine)
    rows.insert(min(max(place + places, 0), len(rows)), mine)
    _number(rows)
    return mine.rank


@transaction.atomic
def set_note(row: Shortlisted, note: str, *, seen: str) -> None:
    """Write a note on him. seen: the note as it was when this one was typed.

    Raises Stale where it is another by now, Gone if he is off the list.
    """
    _, mine = _found(row)
    if mine.note not in (seen, note):
        raise Stale(
            f"Meanwhile somebody wrote: “{mine.note}”."
            if mine.note
            else "Meanwhile somebody has cleared it."
        )
    mine.note = note
    mine.save(update_fields=["note"])


def _found(row: Shortlisted) -> tuple[list[Shortlisted], Shortlisted]:
    """Return the list that a row is on, locked, and the row as it is now."""
    rows = _locked(row.club, Position(row.position))
    mine = next((one for one in rows if one.pk == row.pk), None)
    if mine is None:
        raise Gone("Somebody has taken him off the shortlist meanwhile.")
    return rows, mine


def _locked(club: Club, position: Position) -> list[Shortlisted]:
    """Return a shortlist; nobody else changes one of this club until the transaction ends."""
    Club.objects.select_for_update(no_key=True).get(pk=club.pk)
    return shortlist_of(club, position)


def _number(rows: Sequence[Shortlisted]) -> None:
    """Make the order of these rows their ranks, from 1 without a gap."""
    moved = []
    for rank, row in enumerate(rows, 1):
        if row.rank != rank:
            row.rank = rank
            moved.append(row)
    Shortlisted.objects.bulk_update(moved, ["rank"])
