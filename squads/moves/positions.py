"""What a man can play."""

from collections.abc import Sequence

from django.db import transaction

from squads.depth import Aptitude, Position
from squads.models import Change, Player, PlayerPosition
from squads.moves.log import By, Gone, Refused, Stale, lock_clubs, record
from squads.moves.rows import sign

Places = Sequence[tuple[Position, Aptitude]]


@transaction.atomic
def set_positions(player: Player, places: Places, by: By, *, seen: str | None = None) -> Change:
    """Store what he plays, his main position first, in place of what was stored.

    seen: `position_words` of what the editor saw. Raises Stale where something else is stored
    by now, Refused where nothing would change or no club here has him.
    """
    lock_clubs(player)
    if not Player.objects.select_for_update(no_key=True).filter(pk=player.pk).exists():
        raise Gone("Somebody has removed this man meanwhile; nothing was saved.")
    was = position_words(player)
    if seen is not None and was != seen:
        raise Stale(f"Somebody has entered his positions meanwhile: {was or 'none'}.")
    rows = {row.position: row for row in PlayerPosition.objects.filter(player=player)}
    wanted = {position.value: aptitude.value for position, aptitude in places}
    for position in rows.keys() - wanted.keys():
        sign(rows[position], by, "positions changed")
        rows[position].delete()
    for order, (position, aptitude) in enumerate(wanted.items(), 1):
        row = rows.get(position) or PlayerPosition(player=player, position=position)
        if (row.aptitude, row.order, row.pk is None) != (aptitude, order, False):
            row.aptitude, row.order = aptitude, order
            sign(row, by, "positions changed")
            row.save()
    now = position_words(player)
    if now == was:
        raise Refused("That is how it stands already; nothing was changed.")
    text = "positions changed" if was else f"plays {now}"
    return record(player, Change.Kind.OTHER, text, by=by, before=was, after=now)


def position_words(player: Player) -> str:
    """Return what is stored of him: "natural CB, capable RB", empty where nothing is."""
    rows = PlayerPosition.objects.filter(player=player).order_by("order", "pk")
    return ", ".join(f"{row.aptitude} {row.position}" for row in rows)
