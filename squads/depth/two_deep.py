"""The two-deep: who fills the 22 places, each man once, as one exact assignment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.optimize import linear_sum_assignment

from squads.depth.squad import Aptitude, Position, Standing

STANDING_SCORE = {Standing.FIRST_CHOICE: 2, Standing.ROTATION: 1, Standing.BACKUP: 0}
CREDIBLE_STANDINGS = frozenset(STANDING_SCORE)
CREDIBLE_APTITUDES = frozenset({Aptitude.NATURAL, Aptitude.CAPABLE})
# Ranks past this count alike, so that every sum stays an exact float.
LAST_RANK = 100
# Up to here a float holds every whole number. The solver adds and subtracts values along a path
# through all places; none of its sums exceeds this many times the sum of a whole assignment.
EXACT_FLOATS = 2**53
SOLVER_SUMS = 8


@dataclass(frozen=True, slots=True)
class Group:
    """The slots of one position in a formation: n starters, 2n places."""

    position: Position
    starters: int

    @property
    def target(self) -> int:
        return 2 * self.starters


@dataclass(frozen=True, slots=True)
class Candidate:
    """An available man of credible standing and the positions he is credible in.

    fits: position -> (natural, rank), rank 0 for the first man in the club's order. main: his
    main position, which settles ties only.
    """

    slug: str
    standing: Standing
    fits: Mapping[Position, tuple[bool, int]]
    main: Position | None = None

    def order_in(self, position: Position) -> tuple[int, int, int, str]:
        """Return what sorts the men of a position, best first."""
        natural, rank = self.fits[position]
        return (
            0 if natural else 1,
            min(rank, LAST_RANK),
            -STANDING_SCORE[self.standing],
            self.slug,
        )


@dataclass(frozen=True, slots=True)
class Place:
    """One of the 22 places: a group's first string (1) or second string (2)."""

    position: Position
    string: int


def assign(groups: Sequence[Group], candidates: Sequence[Candidate]) -> dict[str, Place]:
    """Return the best two-deep: slug -> the place he fills.

    As many first-string places as possible, then as many second-string ones; among those the
    best first string, then the best second: most men in a natural position, then the lowest sum
    of ranks in the club's own order, then the highest standings. Ties go to men in their main
    position; what is still alike is settled the same way every time, because the solver gets
    the men in the order of their slugs. Exact: see `weights`.
    """
    men = sorted(candidates, key=lambda man: man.slug)
    places = [
        Place(group.position, string)
        for string in (1, 2)
        for group in groups
        for _ in range(group.starters)
    ]
    if not men or not places:
        return {}
    values = _values(men, places)
    rows, columns = linear_sum_assignment(np.array(values, dtype=np.float64), maximize=True)
    placed = {
        men[row].slug: places[column]
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
        if values[row][column] > 0
    }
    return _in_order(groups, men, placed)


@dataclass(frozen=True, slots=True)
class Weights:
    """What one man adds, by each aim, in a place of one string."""

    fill: int
    natural: int
    rank: int
    standing: int


@cache
def weights(most: int, ranks: int) -> tuple[Weights, Weights]:
    """Return the weights of the first and the second string.

    most: places in a string. ranks: how many ranks there are, at most LAST_RANK + 1. The aims
    are digits of one integer, from the least (main position, worth 1) to the greatest, each
    wide enough for its sum over a string, so that no lower aim ever outweighs a higher one.
    Raises ValueError if a float could not hold every sum the solver makes of them exactly.
    """
    # The highest sum of each aim over its string, least aim first.
    highest = {"standing": 2 * most, "rank": ranks * most, "natural": most}
    weight = 2 * most + 1
    second: dict[str, int] = {}
    first: dict[str, int] = {}
    for string in (second, first):
        for aim, total in highest.items():
            string[aim] = weight
            weight *= total + 1
    for string in (second, first):
        string["fill"] = weight
        weight *= most + 1
    if SOLVER_SUMS * weight > EXACT_FLOATS:
        raise ValueError(f"{most} places in a string are too many for an exact assignment")
    return Weights(**first), Weights(**second)


def _values(men: Sequence[Candidate], places: Sequence[Place]) -> list[list[int]]:
    """Return what each man (row) is worth in each place (column), 0 where he is not credible."""
    columns: dict[Position, list[tuple[int, int]]] = {}
    for column, place in enumerate(places):
        columns.setdefault(place.position, []).append((column, place.string))
    last = max((rank for man in men for _, rank in man.fits.values()), default=0)
    ranks = 1 + min(last, LAST_RANK)
    by_string = weights(len(places) // 2, ranks)
    return [_row(man, columns, len(places), ranks, by_string) for man in men]


def _row(
    man: Candidate,
    columns: Mapping[Position, Sequence[tuple[int, int]]],
    places: int,
    ranks: int,
    by_string: tuple[Weights, Weights],
) -> list[int]:
    row = [0] * places
    standing = STANDING_SCORE[man.standing]
    for position, (natural, rank) in man.fits.items():
        if position not in columns:
            continue
        above = ranks - min(rank, LAST_RANK)
        worth = [
            w.fill + natural * w.natural + above * w.rank + standing * w.standing
            for w in by_string
        ]
        for column, string in columns[position]:
            row[column] = worth[string - 1] + (position is man.main)
    return row


def _in_order(
    groups: Sequence[Group], men: Sequence[Candidate], placed: Mapping[str, Place]
) -> dict[str, Place]:
    """Give each group's first-string places to its best men, which only settles ties."""
    ordered: dict[str, Place] = {}
    for group in groups:
        here = [m for m in men if m.slug in placed and placed[m.slug].position is group.position]
        here.sort(key=lambda man: man.order_in(group.position))
        for index, man in enumerate(here):
            ordered[man.slug] = Place(group.position, 1 if index < group.starters else 2)
    return ordered


def irreplaceable(
    groups: Sequence[Group], candidates: Sequence[Candidate], placed: Mapping[str, Place]
) -> frozenset[str]:
    """Return the slugs without whom one first-string place fewer could be filled.

    A first-string man can be spared when somebody outside the first string can take a place and
    pass its man on until the gap is closed: all who can be reached so from outside are safe.
    """
    open_places = {group.position: group.starters for group in groups}
    holders: dict[Position, list[str]] = {position: [] for position in open_places}
    for slug, place in placed.items():
        if place.string == 1:
            holders[place.position].append(slug)
    by_slug = {man.slug: man for man in candidates}
    starters = {slug for slugs in holders.values() for slug in slugs}
    spared: set[str] = set()
    seen: set[Position] = set()
    queue = [slug for slug in by_slug if slug not in starters]
    while queue:
        for position in by_slug[queue.pop()].fits:
            if position in seen or position not in holders:
                continue
            seen.add(position)
            spared.update(holders[position])
            queue.extend(holders[position])
    return frozenset(starters - spared)


def groups_of(positions: Iterable[Position]) -> tuple[Group, ...]:
    """Return a formation's groups, in the order of positions from goalkeeper to striker."""
    listed = list(positions)
    return tuple(Group(p, listed.count(p)) for p in Position if p in listed)
