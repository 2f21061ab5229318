"""Made-up men: what they play, how old and tall they are, how good. Pure: a seed decides all.

Shares are those of 771 men of 21 clubs in September 2025.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from squads.depth import Aptitude, Position, age_on
from transfers.worlds.names import man_name

P = Position
YEAR = 365.25  # days
# In how many of a hundred men of a position another one is natural, capable, emergency.
OTHERS: Mapping[Position, Mapping[Position, tuple[int, int, int]]] = {
    P.GK: {},
    P.RB: {P.LB: (12, 18, 15), P.CB: (7, 12, 16), P.RWB: (10, 0, 0), P.RM: (0, 12, 0)},
    P.CB: {P.RB: (3, 15, 15), P.LB: (6, 12, 15), P.DM: (1, 4, 9)},
    P.LB: {P.CB: (3, 11, 16), P.LM: (0, 20, 0), P.LW: (0, 4, 9), P.CM: (0, 2, 7)},
    P.RWB: {P.RB: (70, 8, 0), P.RM: (0, 22, 0), P.RW: (10, 0, 0), P.LWB: (10, 20, 30)},
    P.LWB: {P.LB: (75, 12, 0), P.LM: (0, 35, 0), P.RWB: (0, 12, 0), P.LW: (0, 0, 12)},
    P.DM: {P.CM: (50, 20, 0), P.CB: (0, 6, 22), P.RB: (0, 4, 0), P.LB: (0, 0, 4)},
    P.CM: {P.DM: (30, 17, 5), P.AM: (14, 25, 13), P.RB: (0, 5, 5), P.RW: (0, 2, 6)},
    P.RM: {P.RW: (20, 60, 0), P.RWB: (40, 0, 0), P.LM: (5, 25, 0)},
    P.LM: {P.LW: (20, 60, 0), P.LWB: (40, 0, 0), P.RM: (5, 25, 0)},
    P.AM: {P.CM: (9, 35, 11), P.LW: (12, 28, 20), P.RW: (13, 24, 11), P.ST: (0, 5, 7)},
    P.RW: {P.LW: (18, 50, 14), P.ST: (5, 9, 23), P.AM: (9, 19, 0)},
    P.LW: {P.RW: (22, 46, 10), P.ST: (8, 14, 19), P.AM: (5, 20, 11), P.LB: (0, 0, 6)},
    P.ST: {P.AM: (7, 9, 0), P.LW: (0, 13, 21), P.RW: (0, 4, 6)},
}
# Mean and spread in centimetres, and how many of a hundred are left-footed.
BUILDS: Mapping[Position, tuple[float, float, int]] = {
    P.GK: (191, 4.1, 12), P.RB: (180.4, 5, 2), P.CB: (189.5, 4.7, 37), P.LB: (179.5, 4.8, 97),
    P.RWB: (179.7, 4, 8), P.LWB: (182.5, 4.3, 98), P.DM: (183.2, 5.3, 13),
    P.CM: (181.9, 5.4, 18), P.RM: (179, 5, 20), P.LM: (179, 5, 70), P.AM: (178.1, 5.4, 41),
    P.RW: (176.9, 5, 66), P.LW: (178.3, 5.5, 13), P.ST: (185.8, 6.2, 12),
}  # fmt: skip
# Of a hundred men so many have these ages; who is younger or older is rare.
AGES: Mapping[range, int] = {
    range(16, 18): 3, range(18, 21): 19, range(21, 24): 24, range(24, 27): 23,
    range(27, 30): 17, range(30, 33): 9, range(33, 36): 4, range(36, 40): 1,
}  # fmt: skip
# What the men beyond two for a place are, of a hundred; and how many second men are such instead.
MORE: Mapping[Position, int] = {
    P.RB: 10, P.CB: 22, P.LB: 8, P.DM: 8, P.CM: 18, P.AM: 8, P.RW: 8, P.LW: 8, P.ST: 10
}  # fmt: skip
UNEVEN = 0.2
NOT_KNOWN = 0.1  # of feet and heights


@dataclass(frozen=True, slots=True)
class Man:
    """A made-up man. quality: from 0 to about 1, in his own league. foot: empty if not known."""

    full_name: str
    known_as: str
    born_on: dt.date
    foot: str
    height_cm: int | None
    positions: tuple[tuple[Position, Aptitude], ...]
    quality: float

    @property
    def main(self) -> Position:
        return self.positions[0][0]


def main_positions(rng: Random, starters: Mapping[Position, int]) -> list[Position]:
    """Return what the men of a squad are first of all, two for most places of its formation.

    starters: how many play in each position. Three goalkeepers, and 22 to 26 others, unevenly, as
    squads are: about 8 defenders, 8 in midfield and 6 in attack.
    """
    outfield = [p for p, count in starters.items() for _ in range(count) if p is not P.GK]
    seconds = [p for p in outfield if rng.random() > UNEVEN]
    missing = len(outfield) - len(seconds) + rng.randint(2, 6)
    others = rng.choices(list(MORE), list(MORE.values()), k=missing)
    return [P.GK, P.GK, P.GK, *outfield, *seconds, *others]


def draw_man(rng: Random, main: Position, day: dt.date) -> Man:
    """Return a man whose main position is given, of an age on a day."""
    full_name, known_as = man_name(rng)
    mean, spread, left = BUILDS[main]
    age = rng.choice(rng.choices(list(AGES), list(AGES.values()))[0])
    born_on = day - dt.timedelta(days=int((age + rng.random()) * YEAR))
    foot = "left" if rng.randrange(100) < left else "right" if rng.random() < 0.96 else "both"
    return Man(
        full_name=full_name,
        known_as=known_as,
        born_on=born_on,
        foot="" if rng.random() < NOT_KNOWN else foot,
        height_cm=None if rng.random() < NOT_KNOWN else _height(rng, mean, spread),
        positions=((main, Aptitude.NATURAL), *_other_positions(rng, main)),
        quality=_quality(rng, age_on(born_on, day)),
    )


def _height(rng: Random, mean: float, spread: float) -> int:
    return min(max(round(rng.gauss(mean, spread)), 160), 208)


def _other_positions(rng: Random, main: Position) -> list[tuple[Position, Aptitude]]:
    """Return what else he can play, best first."""
    found = []
    for position, shares in OTHERS[main].items():
        drawn = rng.randrange(100)
        for aptitude, share in zip(Aptitude, shares, strict=True):
            if drawn < share:
                found.append((position, aptitude))
                break
            drawn -= share
    return sorted(found, key=lambda pair: list(Aptitude).index(pair[1]))


def _quality(rng: Random, age: int) -> float:
    """Return how good he is: men are at their best from 24 to 30."""
    at_his_age = 0.35 + 0.05 * (age - 17) if age < 24 else 0.7 - 0.03 * max(age - 30, 0)
    return min(max(rng.gauss(at_his_age, 0.14), 0.0), 1.0)
