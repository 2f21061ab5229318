"""Where a plan is needed most: the clubs whose needs for the next window are gravest."""

import datetime as dt
from collections.abc import Sequence

from django.urls import reverse

from squads import wording
from squads.depth import Position
from squads.models import Club
from transfers.models import Need
from transfers.outlooks import fresh, next_horizons
from transfers.pages.needs import Row, level_text, severity

SHOWN = 5
SECONDS = 3.0  # what may be spent on outlooks that nobody has worked out yet


def gravest(clubs: Sequence[Club], today: dt.date) -> list[Row]:
    """Return the clubs with the gravest needs, each with its worst one. Three queries."""
    horizons = next_horizons(clubs, today)
    known = fresh(clubs, horizons, today, seconds=SECONDS)
    worst = [
        (club, min(known[club.pk].needs, key=_severity), len(known[club.pk].needs))
        for club in clubs
        if club.pk in known and known[club.pk].needs
    ]
    worst.sort(key=lambda found: (_severity(found[1]), -found[2], found[0].name))
    return [_row(*found) for found in worst[:SHOWN]]


def _severity(need: Need) -> tuple[int, int]:
    return severity(need.level, need.cover, need.starters)


def _row(club: Club, need: Need, count: int) -> Row:
    return {
        "club": club,
        "position": wording.position_name(Position(need.position)),
        "level": need.level,
        "level_text": level_text(need.level, need.cover, need.starters),
        "more": count - 1,
        "url": reverse("transfers:scenario_add", args=[club.slug]),
    }
