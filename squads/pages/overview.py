"""Every club at a glance: its levels and thin positions on a day, worked out once a version."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django.core.cache import caches

from squads import wording
from squads.day import season_of
from squads.depth import Availability, DepthChart, Squad, depth_chart, thin_since
from squads.loading import load_formations, load_squads
from squads.models import Club
from squads.pages import board
from squads.pages.release import release

Overview = dict[str, Any]
# Missing from this club; who is on loan elsewhere or has left is not.
ABSENT = {
    Availability.OUT,
    Availability.SUSPENDED,
    Availability.AWAY,
    Availability.INELIGIBLE,
}


def overviews(clubs: Sequence[Club], on: dt.date) -> list[Overview]:
    """Return what lists say of each club, in the order given.

    Only clubs that have changed since are worked out again, all of them in five queries.
    """
    return _kept(
        "overview", clubs, on, lambda club, squad: _overview(club, depth_chart(squad, on))
    )


def _kept(
    name: str, clubs: Sequence[Club], on: dt.date, make: Callable[[Club, Squad], Any]
) -> list[Any]:
    """Return what is made of each club's squad, again only where something has changed.

    A day is kept as one: each club by its key, with the version that it is of. Two who write a
    day at once may lose one of them, which is then made again.
    """
    key = f"{name}:{on}:{release()}"
    kept: dict[int, tuple[int, Any]] = caches["overviews"].get(key, {})
    missing = [club for club in clubs if kept.get(club.pk, (None,))[0] != club.version]
    if missing:
        squads = load_squads(missing, season_of(on)[0], load_formations())
        kept |= {club.pk: (club.version, make(club, squads[club.pk])) for club in missing}
        caches["overviews"].set(key, kept)
    return [kept[club.pk][1] for club in clubs]


def _overview(club: Club, chart: DepthChart) -> Overview:
    facts = {
        "club": club.name,
        "club_slug": club.slug,
        "club_url": club.get_absolute_url(),
        "colour": club.colour,
        "second_colour": club.second_colour,
        "league": club.competition.name if club.competition else "",
        "league_slug": club.competition.slug if club.competition else "",
    }
    thin = [
        facts | board.thin_item(group, chart.on) | {"severity": group.severity}
        for group in chart.thin
    ]
    return facts | {
        "formation": chart.formation.name,
        "head_coach": club.head_coach,
        "levels": [
            {
                "position": group.position.value,
                "name": wording.position_name(group.position),
                "level": group.level.value,
                "level_text": wording.level_text(group),
                "pips": board.pips(group),
            }
            for group in chart.groups
        ],
        "thin": thin,
        "thin_count": len(thin),
        "worst": thin[0] if thin else None,
        "absent": sum(entry.status.availability in ABSENT for entry in chart.members),
        "doubtful": sum(
            entry.status.availability is Availability.DOUBTFUL for entry in chart.members
        ),
        "empty": not chart.members,
    }


def thinnest(found: Sequence[Overview]) -> list[dict[str, Any]]:
    """Return every thin position of these clubs, worst first, then by club and position."""
    items = [item for overview in found for item in overview["thin"]]
    return sorted(items, key=lambda item: (item["severity"], item["club"], item["position"]))


def dated_thin(clubs: Sequence[Club], on: dt.date) -> list[dict[str, Any]]:
    """Return what thinnest does of these clubs' overviews, and since when each has been so.

    Counted from the season's first day, on which figures begin anew. As many queries.
    """
    ends_on = season_of(on)[1]
    first = ends_on.replace(year=ends_on.year - 1) + dt.timedelta(days=1)

    def dated(club: Club, squad: Squad) -> Overview:
        found, since = _overview(club, depth_chart(squad, on)), thin_since(squad, on, first)
        thin = [item | {"since": since[item["position"]]} for item in found["thin"]]
        return found | {"thin": thin}

    return thinnest(_kept("dated", clubs, on, dated))
