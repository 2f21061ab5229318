"""Made-up squads: who stands where in a club, what he has played and how long he stays. Pure."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from squads.day import season_of
from squads.depth import Aptitude, Position, Standing, age_on
from squads.depth.standing import PROSPECT_UNDER
from transfers.worlds.men import Man

DERIVED = 0.13  # of standings nobody has set
# Of a hundred contracts so many end with this season, the next one, and so on.
ENDS = (24, 24, 22, 16, 12, 2)
END_UNKNOWN, END_ODD = 0.05, 0.02
SHARES: Mapping[Standing, tuple[float, float]] = {
    Standing.FIRST_CHOICE: (0.6, 1.0),
    Standing.ROTATION: (0.2, 0.6),
    Standing.BACKUP: (0.0, 0.2),
    Standing.PROSPECT: (0.0, 0.06),
    Standing.FRINGE: (0.0, 0.0),
}
ROUNDS = 38
FIRST_ROUND = (8, 15)  # month and day


@dataclass(slots=True)
class Place:
    """A made-up man in a club: standing there, contract's days and the minutes he has played."""

    man: Man
    standing: Standing
    derived: bool
    starts_on: dt.date
    ends_on: dt.date | None
    minutes: int


def rounds_played(day: dt.date) -> int:
    """Return how many rounds of its season a league has played by a day: one a week."""
    first = dt.date(season_of(day)[1].year - 1, *FIRST_ROUND)
    return min(max((day - first).days // 7, 0), ROUNDS)


def places(
    rng: Random, men: Sequence[Man], starters: Mapping[Position, int], day: dt.date
) -> list[Place]:
    """Give every man of a club his place; starters: how many play in each position."""
    seen: Counter[Position] = Counter()
    made = []
    for man in sorted(men, key=lambda man: -man.quality):
        standing = _standing(rng, man, seen[man.main], starters.get(man.main, 0), day)
        seen[man.main] += 1
        starts_on, ends_on = _contract(rng, man, day)
        made.append(
            Place(
                man=man,
                standing=standing,
                derived=rng.random() < DERIVED,
                starts_on=starts_on,
                ends_on=ends_on,
                minutes=_minutes(rng, man, standing, day),
            )
        )
    return made


def _standing(rng: Random, man: Man, better: int, starters: int, day: dt.date) -> Standing:
    """Return his standing; better: how many of his position are better than he."""
    age = age_on(man.born_on, day)
    if better < starters and man.quality > 0.3:
        return Standing.FIRST_CHOICE
    if age < PROSPECT_UNDER and (better >= 2 * starters or rng.random() < 0.3):
        return Standing.PROSPECT
    if better < 2 * starters:
        return Standing.ROTATION if rng.random() < 0.6 else Standing.BACKUP
    return Standing.FRINGE if rng.random() < 0.3 else Standing.BACKUP


def _minutes(rng: Random, man: Man, standing: Standing, day: dt.date) -> int:
    least, most = SHARES[standing]
    if man.main is Position.GK and standing is Standing.FIRST_CHOICE:
        least = most
    elif man.main is Position.GK:
        most /= 5
    return round(rng.uniform(least, most) * rounds_played(day) * 90)


def _contract(rng: Random, man: Man, day: dt.date) -> tuple[dt.date, dt.date | None]:
    """Return its first and last day; it began when he was 16 or older, and runs on the day."""
    season_ends = season_of(day)[1]
    years_here = min(int(rng.expovariate(0.55)), max(age_on(man.born_on, day) - 16, 0))
    year = season_ends.year - 1 - years_here
    starts_on = dt.date(year, *rng.choice(((7, 1), (7, 1), (7, 1), (7, 18), (8, 8), (8, 29))))
    if starts_on > day:
        starts_on = starts_on.replace(year=year - 1)
    drawn = rng.random()
    if drawn < END_UNKNOWN:
        return starts_on, None
    ends_on = season_ends.replace(year=season_ends.year + rng.choices(range(6), ENDS)[0])
    if drawn < END_UNKNOWN + END_ODD:
        ends_on = dt.date(ends_on.year, 12, 31)
    return starts_on, ends_on


def order_in(men: Sequence[Man], position: Position) -> list[Man]:
    """Return a club's own order in a position: the natural men, then the capable, best first."""
    fits = [(dict(man.positions).get(position), man) for man in men]
    listed = [
        (aptitude is Aptitude.CAPABLE, -man.quality, man.known_as, man)
        for aptitude, man in fits
        if aptitude in (Aptitude.NATURAL, Aptitude.CAPABLE)
    ]
    return [man for *_, man in sorted(listed, key=lambda row: row[:3])]
