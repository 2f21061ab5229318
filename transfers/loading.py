"""Rows to what planning works on: squads, and the windows a club looks forward to."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from squads import depth
from squads.day import season_of
from squads.loading import load_formations, load_squads
from squads.models import Club
from squads.models.clubs import ClubQuerySet
from transfers.models import RegistrationRule, Training, Window
from transfers.planning.registration import Rule, Trained

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
    """Return the windows that are open on a day or still to come, each with the next one.

    They come in their order. The next one opens once this one has closed: where a league's and
    its association's are open at a time, each is followed by what comes after both.
    """
    coming = [window for window in windows if window.closes_on >= day]
    return [Horizon(window, following(window, coming)) for window in coming]


def following(window: Window, windows: Iterable[Window]) -> Window | None:
    """Return the first of these windows, in order, that opens after this one has closed."""
    return next((one for one in windows if one.opens_on > window.closes_on), None)


def horizon_of(club: Club, day: dt.date) -> Horizon | None:
    """Return the window that is open for a club on a day, else the next; None if none is known.

    One query; the club comes with its competition.
    """
    return next(iter(horizons(windows_by_club([club])[club.pk], day)), None)


def clubs_of(window: Window) -> ClubQuerySet:
    """Return the clubs that may sign in a window: of its league, or of all its association's."""
    clubs = Club.objects.charted()
    if window.competition_id:
        return clubs.filter(competition=window.competition_id)
    return clubs.filter(competition__country=window.country)


def squads_on(clubs: Iterable[Club], day: dt.date) -> dict[int, depth.Squad]:
    """Return the clubs' squads by key, standings as of the season of a day. Five queries."""
    return load_squads(clubs, season_of(day)[0], load_formations())


def rules_for(club: Club, day: dt.date) -> list[RegistrationRule]:
    """Return the rules for a club's squad lists in the season of a day, its league's first.

    One query.
    """
    bound = Q(competition=club.competition_id) | Q(competition=None)
    season = season_of(day)[0]
    found = RegistrationRule.objects.filter(bound, season=season).order_by("name")
    return sorted(found, key=lambda rule: rule.competition_id is None)


def rule_of(row: RegistrationRule, club: Club) -> Rule:
    """Return a rule as it binds a club; where it names no associations, its own country counts."""
    named = (name.strip() for name in row.associations.split(","))
    return Rule(
        name=row.name,
        season=row.season,
        associations=frozenset(filter(None, named)) or frozenset(filter(None, [club.country])),
        places=row.places,
        most_not_homegrown=row.most_not_homegrown,
        locally_trained=row.locally_trained,
        most_association_trained=row.most_association_trained,
        least_goalkeepers=row.least_goalkeepers,
        free_from=row.free_from,
        free_needs_club_years=row.free_needs_club_years,
    )


def training_of(squads: Iterable[depth.Squad]) -> dict[str, Trained]:
    """Return where the men of these squads were trained, by slug, as far as known. One query."""
    slugs = {member.slug for squad in squads for member in squad.members}
    rows = Training.objects.filter(player__slug__in=slugs).order_by()
    found: dict[str, list[tuple[str, str | None]]] = defaultdict(list)
    for slug, association, club in rows.values_list("player__slug", "association", "club__slug"):
        found[slug].append((association, club))
    return {
        slug: Trained(
            frozenset(association for association, _ in its),
            frozenset(club for _, club in its if club),
        )
        for slug, its in found.items()
    }
