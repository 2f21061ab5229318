"""What is to come at clubs, as entries of a calendar: returns and ends of contracts."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from django.db.models import Count, Max, Q
from django.urls import reverse

from squads import wording
from squads.day import day_query
from squads.extensions import Event, Written, extensions
from squads.models import Absence, Club, Contract, Injury

# So long what has passed stays, so that a calendar learns how it ended.
REMEMBERED = dt.timedelta(days=90)
AHEAD = dt.timedelta(days=3 * 366)
NEVER = Written(0, dt.datetime(2025, 1, 1, tzinfo=dt.UTC))  # of rows that have no history


def events(clubs: Sequence[Club], today: dt.date) -> list[Event]:
    """Return everything for the calendar of these clubs, in its order. Constant queries."""
    others = (offered(clubs, today) for offered in extensions.events)
    found = chain(returns(clubs, today), contract_ends(clubs, today), *others)
    return sorted(found, key=lambda event: (_day(event.on), event.key))


def _day(on: dt.date | dt.datetime) -> dt.date:
    return on.date() if isinstance(on, dt.datetime) else on


def written(model: Any, rows: Iterable[int], by: str = "id") -> dict[int, Written]:
    """Return how often rows were written, and when last, as their history has it. One query.

    by: what the keys are of: a row's own, or "club" for all rows of each club. A history only
    grows: an undo is one more entry, and rows that are gone stay in it.
    """
    known = model.history.filter(**{f"{by}__in": list(rows)}).values_list(by)
    found = known.annotate(Count("history_id"), Max("history_date"))
    return {key: Written(times, last_at) for key, times, last_at in found}


def returns(clubs: Iterable[Club], today: dt.date) -> list[Event]:
    """Return the days on which absent men are expected, or came back. Seven queries."""
    club_of = _clubs_of_men(clubs, today)
    since = today - REMEMBERED
    open_or_recent = Q(returned_on__isnull=True) | Q(returned_on__gte=since)
    dated = Q(expected_from__isnull=False) | Q(expected_until__isnull=False)
    found = []
    for model in (Injury, Absence):
        spells = model.objects.filter(open_or_recent, dated, player__in=club_of)
        spells = spells.select_related("player").prefetch_related("estimates")
        known = written(model, [spell.pk for spell in spells])
        for spell in spells:
            its = known.get(spell.pk, NEVER)
            event = _return(spell, club_of[spell.player_id], today, its)
            if _day(event.last_on or event.on) >= since:
                found.append(event)
    return found


def _clubs_of_men(clubs: Iterable[Club], today: dt.date) -> dict[int, Club]:
    """Return where men play today: with the borrower, if one of these clubs has lent him."""
    by_key = {club.pk: club for club in clubs}
    stays = Contract.objects.covering(today).filter(
        Q(club__in=by_key) | Q(parent__club__in=by_key)
    )
    found: dict[int, Club] = {}
    lent = set()
    for stay in stays.only("player", "club", "parent"):
        if stay.club_id in by_key and (stay.parent_id or stay.player_id not in found):
            found[stay.player_id] = by_key[stay.club_id]
        if stay.parent_id and stay.club_id not in by_key:
            lent.add(stay.player_id)
    return {man: club for man, club in found.items() if man not in lent}


def _return(spell: Injury | Absence, club: Club, today: dt.date, known: Written) -> Event:
    said = spell.diagnosis if isinstance(spell, Injury) else spell.reason
    reason = wording.lowered(said or spell.get_kind_display())
    first, last = spell.expected_from or spell.expected_until, spell.expected_on
    estimates = list(spell.estimates.all())
    name = spell.player.known_as
    if spell.returned_on:
        first = last = spell.returned_on
        says = f"{name} back"
    elif last and last < today:
        says = f"{name} was expected back, not confirmed"
    else:
        says = f"{name} expected back"
    return Event(
        key=f"{type(spell).__name__.lower()}-{spell.pk}",
        title=f"{says} ({club.short_name}, {reason})",
        on=first or today,
        last_on=last,
        written=known,
        text="; ".join(f"given {one.given_on}: {one}" for one in estimates[1:]),
        path=spell.player.get_absolute_url(),
    )


def contract_ends(clubs: Iterable[Club], today: dt.date) -> list[Event]:
    """Return the days on which contracts and loans end, one entry a club and day. Two queries."""
    names: dict[tuple[Club, dt.date], list[str]] = defaultdict(list)
    by_key = {club.pk: club for club in clubs}
    running = Contract.objects.covering(today).filter(
        club__in=by_key, ends_on__gte=today, ends_on__lte=today + AHEAD
    )
    for contract in running.select_related("player").order_by("player__known_as"):
        if contract.ends_on is None:
            continue
        place = (by_key[contract.club_id], contract.ends_on)
        loan = " (loan)" if contract.parent_id else ""
        names[place].append(f"{contract.player.known_as}{loan}")
    # Of all contracts of the club: who leaves a day's entry has no part in it any more.
    known = written(Contract, by_key, by="club")
    return [
        Event(
            key=f"contracts-{club.slug}-{on}",
            title=f"{club.short_name}: {len(men)} contract{'s' * (len(men) > 1)} end",
            on=on,
            written=known.get(club.pk, NEVER),
            text=", ".join(men),
            path=f"{reverse('squads:club_detail', args=[club.slug])}{day_query(on, today)}",
        )
        for (club, on), men in names.items()
    ]
