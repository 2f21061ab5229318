"""Rows to what planning works on: squads, and the windows a club looks forward to."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from squads import depth
from squads.day import season_of
from squads.loading import load_formations, load_squads
from squads.models import Club
from transfers.models import Window

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Horizon:
    """A window and the next one, between whose openings nothing can be mended but in the first.

    last_on: the eve of the next opening; where none is on file, the last day of the season.
    """

    window: Window
    following: Window | None

    @property
    def first_on(self) -> dt.date:
        return self.window.opens_on

    @property
    def last_on(self) -> dt.date:
        if self.following is None:
            return season_of(self.window.closes_on)[1]
        return self.following.opens_on - DAY


def windows_by_club(clubs: Iterable[Club]) -> dict[int, list[Window]]:
    """Return every window of each club, in order, by the club's key. One query.

    The clubs come with their competition.
    """
    everything = list(Window.objects.in_order())
    found: dict[int, list[Window]] = {}
    for club in clubs:
        league = club.competition
        found[club.pk] = [
            window
            for window in everything
            if league
            and (
                window.competition_id == league.pk
                or (window.country and window.country == league.country)
            )
        ]
    return found


def horizons(windows: Iterable[Window], day: dt.date) -> list[Horizon]:
    """Return the windows that are open on a day or still to come, each with the next one."""
    coming = [window for window in windows if window.closes_on >= day]
    return [
        Horizon(window, following)
        for window, following in zip(coming, [*coming[1:], None], strict=False)
    ]


def horizon_of(club: Club, day: dt.date) -> Horizon | None:
    """Return the window that is open for a club on a day, else the next; None if none is known.

    One query; the club comes with its competition.
    """
    return next(iter(horizons(windows_by_club([club])[club.pk], day)), None)


def squads_on(clubs: Iterable[Club], day: dt.date) -> dict[int, depth.Squad]:
    """Return the clubs' squads by key, standings as of the season of a day. Five queries."""
    return load_squads(clubs, season_of(day)[0], load_formations())
