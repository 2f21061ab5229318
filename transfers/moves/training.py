"""Where a man was trained: set as a whole, since what is left out is taken for untrue."""

import hashlib
from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet

from squads.models import Change, Club, NewsItem, Player
from squads.moves.log import By, Refused, Stale, lock_clubs, record
from squads.moves.rows import sign
from squads.wording import join
from transfers.models import Training

NOT_KNOWN = "training not known"


@transaction.atomic
def set_training(
    player: Player,
    club: Club,
    *,
    by: By,
    associations: Collection[str],
    at_club: bool,
    source: str = "",
    news: NewsItem | None = None,
    version: str | None = None,
) -> Change:
    """Say where a man was trained, and whether at this club; no association: nobody knows.

    at_club takes the club's country along. What is known of other clubs stays, as long as their
    association does. version: of what the editor saw, as `version_of` has it; None: whatever it
    is. Raises Stale where somebody was faster, Refused where it stands so already.
    """
    lock_clubs(player, club, news)
    rows = list(rows_of(player))
    if version is not None and version != version_of(rows):
        raise Stale("Somebody has changed this meanwhile.")
    wanted = _wanted(rows, club, set(associations), at_club=at_club)
    before = training_words(rows)
    _replace(rows, wanted, player, by=by, source=source)
    after = training_words(rows_of(player))
    return record(
        player,
        Change.Kind.OTHER,
        after if wanted else "training taken back: not known",
        by=by,
        club=club,
        source=source,
        news=news,
        before=before,
        after=after,
    )


Place = tuple[str, int | None]


def _wanted(
    rows: Collection[Training], club: Club, associations: set[str], *, at_club: bool
) -> set[Place]:
    """Return what there should be: association and club. A club tells more than none."""
    if at_club and not club.country:
        raise Refused(f"Nobody has entered the country of {club}.", "at_club")
    if at_club:
        associations = associations | {club.country}
    wanted: set[Place] = {
        (row.association, row.club_id)
        for row in rows
        if row.association in associations and row.club_id not in (None, club.pk)
    }
    if at_club:
        wanted.add((club.country, club.pk))
    named = {association for association, _ in wanted}
    return wanted | {(association, None) for association in associations - named}


def _replace(
    rows: Collection[Training], wanted: set[Place], player: Player, *, by: By, source: str
) -> None:
    """Delete what is not wanted, and add what is missing. Raises Refused if nothing differs."""
    there = {(row.association, row.club_id): row for row in rows}
    if there.keys() == wanted:
        raise Refused("That is how it stands already; nothing was changed.")
    for place in there.keys() - wanted:
        sign(there[place], by, "training changed")
        there[place].delete()
    for association, club in sorted(wanted - there.keys(), key=str):
        row = Training(player=player, association=association, club_id=club, source=source)
        sign(row, by, "training set")
        row.save()


def rows_of(player: Player) -> QuerySet[Training]:
    """Return what is on file of a man, with the clubs. One query."""
    found = Training.objects.filter(player=player).select_related("club")
    return found.order_by("association", "club__name", "pk")


def version_of(rows: Collection[Training]) -> str:
    """Return what tells two states of a man's training apart."""
    places = sorted(f"{row.association}|{row.club_id or ''}" for row in rows)
    return hashlib.blake2b("\n".join(places).encode(), digest_size=8).hexdigest()


def training_words(rows: Collection[Training]) -> str:
    """Return "trained in England (Liverpool) and Wales"."""
    places: dict[str, list[str]] = {}
    for row in rows:
        clubs = places.setdefault(row.association, [])
        if row.club:
            clubs.append(row.club.name)
    named = [f"{name} ({join(its)})" if its else name for name, its in sorted(places.items())]
    return f"trained in {join(named)}" if named else NOT_KNOWN
