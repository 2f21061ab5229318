"""Needs, worked out and kept: what is stored is shown only as long as it is true."""

import datetime as dt
import hashlib
import logging
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Exists, OuterRef

from squads.day import current_day, season_of
from squads.depth import Position, Squad
from squads.models import Club
from squads.models.clubs import ClubQuerySet
from transfers.loading import Horizon, following, horizons, squads_on, windows_by_club
from transfers.models import Need, Outlook, Window
from transfers.planning.needs import Prospect, prospects
from transfers.planning.outcomes import Outcome

logger = logging.getLogger(__name__)

BATCH = 50  # clubs that are loaded, and written, at once
# So many are seen to right after one change; of more, each when somebody asks for it.
MOST_AT_ONCE = 40
# What decides what is worked out, and what the sentences say.
RULES = (
    "squads/depth/*.py",
    "squads/loading.py",
    "squads/wording.py",
    "transfers/outlooks.py",
    "transfers/planning/*.py",
)
FIELDS = ("first_on", "last_on", "levels", "club_version", "computed_on", "fingerprint")
# A club with the window whose outlook is wanted, and from what to what day.
Wanted = tuple[Club, Window, dt.date, dt.date]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Known:
    """A club's outlook for a window, with its needs in the order of positions."""

    outlook: Outlook
    needs: tuple[Need, ...]

    @property
    def levels(self) -> dict[Position, tuple[str, int, int]]:
        """Worst level, cover and starters of every position of the formation."""
        found = self.outlook.levels
        return {p: (found[p][0], found[p][1], found[p][2]) for p in Position if p in found}

    def worst_on(self, position: Position) -> dt.date:
        """The first day that has the worst level; the first one judged for other positions."""
        found = self.outlook.levels.get(position)
        return dt.date.fromisoformat(found[3]) if found else self.outlook.first_on

    def need(self, position: Position) -> Need | None:
        return next((need for need in self.needs if need.position == position), None)


# Which window, and from when to when


def days_of(horizon: Horizon, today: dt.date) -> tuple[dt.date, dt.date] | None:
    """Return the first and the last day that are judged; None once all of them have passed."""
    first = max(today, horizon.first_on)
    return (first, horizon.last_on) if first <= horizon.last_on else None


def horizon_of(windows: Sequence[Window], window: Window) -> Horizon:
    """Return one of a club's windows, which come in their order, with the one after it."""
    return Horizon(window, following(window, windows))


def next_horizons(clubs: Iterable[Club], today: dt.date) -> dict[int, Horizon]:
    """Return for each club the window that is open, else the next; without one it is left out.

    One query; the clubs come with their competition.
    """
    found = windows_by_club(clubs)
    first = {pk: next(iter(horizons(windows, today)), None) for pk, windows in found.items()}
    return {pk: horizon for pk, horizon in first.items() if horizon}


# What is true


def fingerprint(today: dt.date) -> str:
    """Name what an outlook hangs on besides squad and days: the rules, and whose minutes count.

    The same on every machine that runs the same code.
    """
    return f"{_rules()}:{season_of(today)[0]}"


@cache
def _rules() -> str:
    digest = hashlib.sha256()
    for pattern in RULES:
        for path in sorted(Path(settings.BASE_DIR).glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:20]


def unknown_count(clubs: ClubQuerySet, window: Window, today: dt.date) -> int:
    """Return for how many of these clubs nothing that is true is stored. One query."""
    true = Outlook.objects.filter(
        club=OuterRef("pk"),
        window=window,
        club_version=OuterRef("version"),
        first_on=max(today, window.opens_on),
        fingerprint=fingerprint(today),
    )
    return clubs.filter(~Exists(true)).count()


def _is_true(outlook: Outlook, wanted: Wanted, today: dt.date) -> bool:
    """Whether it was worked out from this squad, these days and these rules.

    The site's day itself does not matter: as long as the window is to come, the days that are
    judged are the same tomorrow.
    """
    club, _, first, last = wanted
    return (
        outlook.club_version == club.version
        and (outlook.first_on, outlook.last_on) == (first, last)
        and outlook.fingerprint == fingerprint(today)
    )


def fresh(
    clubs: Sequence[Club],
    horizon_by_club: Mapping[int, Horizon],
    today: dt.date,
    *,
    seconds: float | None = None,
) -> dict[int, Known]:
    """Return the outlooks of clubs, by key, each true of the club as it is given.

    Stored ones are used where they are true; others are worked out and stored. seconds: how
    long that may take; clubs that are left over, like those without a window, are left out.
    Two queries, and a dozen for each batch of clubs that is worked out.
    """
    wanted = _wanted(clubs, horizon_by_club, today)
    found = _stored(wanted, today)
    stale = [one for one in wanted if one[0].pk not in found]
    give_up = time.monotonic() + seconds if seconds is not None else None
    size = BATCH if seconds is None else 10
    for batch in _batches(stale, size):
        if give_up is not None and time.monotonic() > give_up:
            break
        found |= _refreshed(batch, today)
    return found


def _wanted(
    clubs: Iterable[Club], horizon_by_club: Mapping[int, Horizon], today: dt.date
) -> list[Wanted]:
    wanted: list[Wanted] = []
    for club in clubs:
        horizon = horizon_by_club.get(club.pk)
        days = days_of(horizon, today) if horizon and club.formation_id else None
        if horizon and days:
            wanted.append((club, horizon.window, *days))
    return wanted


def _stored(wanted: Sequence[Wanted], today: dt.date) -> dict[int, Known]:
    by_pair = {(one[0].pk, one[1].pk): one for one in wanted}
    rows = Outlook.objects.filter(
        club__in={club for club, _ in by_pair}, window__in={window for _, window in by_pair}
    ).prefetch_related("needs")
    found = {}
    for outlook in rows:
        one = by_pair.get((outlook.club_id, outlook.window_id))
        if one and _is_true(outlook, one, today):
            found[outlook.club_id] = Known(outlook, _in_order(outlook.needs.all()))
    return found


def _in_order(needs: Iterable[Need]) -> tuple[Need, ...]:
    places = {position.value: place for place, position in enumerate(Position)}
    return tuple(sorted(needs, key=lambda need: places[need.position]))


# Working it out


def refresh(
    clubs: Sequence[Club], horizon_by_club: Mapping[int, Horizon], today: dt.date
) -> Iterator[tuple[int, int]]:
    """Work out and store what is not true any more, batch by batch.

    Yields how many clubs a batch had, and for how many of them nothing true was stored.
    """
    for batch in _batches(clubs, BATCH):
        wanted = _wanted(batch, horizon_by_club, today)
        known = _stored(wanted, today)
        stale = [one for one in wanted if one[0].pk not in known]
        if stale:
            _refreshed(stale, today)
        yield len(batch), len(stale)


def refresh_changed(pks: Sequence[int]) -> None:
    """See to clubs that have just changed, for the window that is open or comes next.

    Called after each change has committed; where several were made in one transaction, the
    first call does it all and the others find nothing to do, for one query each.
    """
    if len(pks) > MOST_AT_ONCE:
        return
    seen_to = Outlook.objects.filter(club=OuterRef("pk"), club_version=OuterRef("version"))
    clubs = list(Club.objects.charted().filter(~Exists(seen_to), pk__in=pks))
    if clubs:
        today = current_day()
        fresh(clubs, next_horizons(clubs, today), today)


def _batches(items: Sequence[T], size: int) -> Iterator[list[T]]:
    for start in range(0, len(items), size):
        yield list(items[start : start + size])


def _refreshed(batch: Sequence[Wanted], today: dt.date) -> dict[int, Known]:
    squads = squads_on([club for club, *_ in batch], today)
    found = {
        club.pk: _known(club, window, squads[club.pk], first, last, today)
        for club, window, first, last in batch
    }
    try:
        _store(found)
    except DatabaseError:
        # What was worked out is true all the same; whoever asks next works it out again.
        logger.warning("Outlooks of %s clubs were not stored", len(found), exc_info=True)
    return found


def _known(
    club: Club, window: Window, squad: Squad, first: dt.date, last: dt.date, today: dt.date
) -> Known:
    """Work out one club's outlook; the rows are not stored yet."""
    found = prospects(squad, first, last)
    outlook = Outlook(
        club=club,
        window=window,
        first_on=first,
        last_on=last,
        levels={position.value: _level(p.presumed) for position, p in found.items()},
        club_version=club.version,
        computed_on=today,
        fingerprint=fingerprint(today),
    )
    return Known(outlook, tuple(_need(outlook, p) for p in found.values() if p.is_need))


def _level(worst: Outcome) -> list[str | int]:
    return [worst.level.value, worst.cover, worst.starters, worst.worst_on.isoformat()]


def _need(outlook: Outlook, prospect: Prospect) -> Need:
    worst = prospect.presumed
    return Need(
        outlook=outlook,
        position=worst.position.value,
        starters=worst.starters,
        level=worst.level.value,
        cover=worst.cover,
        worst_on=worst.worst_on,
        from_on=worst.from_on or worst.worst_on,
        until_on=worst.until_on or worst.worst_on,
        on_time_level=prospect.on_time.level.value,
        on_time_cover=prospect.on_time.cover,
        late_level=prospect.late.level.value,
        late_cover=prospect.late.cover,
        why=list(prospect.why),
    )


@transaction.atomic
def _store(found: Mapping[int, Known]) -> None:
    """Write what was worked out, less what has been overtaken meanwhile.

    The clubs are locked first, as by every move; so no two processes write the same rows at
    once, and an older state never takes the place of a newer one.
    """
    locked = Club.objects.filter(pk__in=found).select_for_update(no_key=True).order_by("pk")
    versions = dict(locked.values_list("pk", "version"))
    true = [
        found[pk] for pk, version in versions.items() if found[pk].outlook.club_version == version
    ]
    outlooks = Outlook.objects.bulk_create(
        [known.outlook for known in true],
        update_conflicts=True,
        unique_fields=["club", "window"],
        update_fields=[*FIELDS, "computed_at"],
    )
    Need.objects.filter(outlook__in=[outlook.pk for outlook in outlooks]).delete()
    for known, outlook in zip(true, outlooks, strict=True):
        for need in known.needs:
            need.outlook = outlook  # which has its key only now
    Need.objects.bulk_create(need for known in true for need in known.needs)
