"""The engine against the obvious: try every assignment of a small squad and take the best."""

import itertools
from collections.abc import Iterator, Mapping, Sequence

from hypothesis import given

from squads.depth import Standing
from squads.depth.two_deep import Candidate, Group, Place, assign, irreplaceable
from tests.squads.depth.builders import small_problems

SCORE = {Standing.BACKUP: 0, Standing.ROTATION: 1, Standing.FIRST_CHOICE: 2}
Board = Mapping[str, Place]


def every_board(groups: Sequence[Group], men: Sequence[Candidate]) -> Iterator[Board]:
    """Yield every way to place some of the men where they fit, no place filled twice."""
    room = {Place(g.position, s): g.starters for g in groups for s in (1, 2)}

    def fill(rest: Sequence[Candidate]) -> Iterator[dict[str, Place]]:
        if not rest:
            yield {}
            return
        man, *others = rest
        yield from fill(others)
        for place, free in room.items():
            if free and place.position in man.fits:
                room[place] -= 1
                for board in fill(others):
                    yield {man.slug: place, **board}
                room[place] += 1

    yield from fill(men)


def worth(board: Board, men: Sequence[Candidate]) -> tuple[int, ...]:
    """Return the aims of a board, the greatest first; higher is better in each."""
    by_slug = {man.slug: man for man in men}

    def of_string(string: int) -> tuple[int, int, int, int]:
        here = [(by_slug[slug], place) for slug, place in board.items() if place.string == string]
        fits = [man.fits[place.position] for man, place in here]
        return (
            len(here),
            sum(natural for natural, _ in fits),
            -sum(rank for _, rank in fits),
            sum(SCORE[man.standing] for man, _ in here),
        )

    (filled_first, *first), (filled_second, *second) = of_string(1), of_string(2)
    return (filled_first, filled_second, *first, *second)


@given(small_problems())
def test_the_assignment_is_the_best_of_all(problem):
    groups, men = problem
    best = max(worth(board, men) for board in every_board(groups, men))
    assert worth(assign(groups, men), men) == best


@given(small_problems())
def test_the_assignment_is_one_of_all(problem):
    groups, men = problem
    assert assign(groups, men) in every_board(groups, men)


@given(small_problems())
def test_the_irreplaceable_are_those_without_whom_a_starting_place_stays_empty(problem):
    groups, men = problem
    most = starters_filled(groups, men)
    needed = {
        man.slug
        for man in men
        if starters_filled(groups, [other for other in men if other is not man]) < most
    }
    assert irreplaceable(groups, men, assign(groups, men)) == needed


def starters_filled(groups: Sequence[Group], men: Sequence[Candidate]) -> int:
    """Return how many starting places can be filled at once, by trying every order of men."""
    slots = [group.position for group in groups for _ in range(group.starters)]
    padded = [*men, *[None] * len(slots)]
    return max(
        sum(man is not None and slot in man.fits for man, slot in zip(order, slots, strict=True))
        for order in itertools.permutations(padded, len(slots))
    )
