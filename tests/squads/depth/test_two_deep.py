"""The assignment by example: what goes before what, and who cannot be spared."""

import itertools

import pytest

from squads.depth import Position, Standing
from squads.depth.two_deep import (
    EXACT_FLOATS,
    LAST_RANK,
    Candidate,
    Group,
    Place,
    assign,
    groups_of,
    irreplaceable,
    weights,
)

GK, RB, CB, DM, CM = Position.GK, Position.RB, Position.CB, Position.DM, Position.CM
FIRST, ROTATION, BACKUP = Standing.FIRST_CHOICE, Standing.ROTATION, Standing.BACKUP


def man(slug, standing=FIRST, main=None, **fits):
    """A candidate; CB=(True, 0) is a natural centre-back, the club's first."""
    return Candidate(slug, standing, {Position(p): fit for p, fit in fits.items()}, main)


def two_deep(shape, *men):
    """Return the slugs by position and string of a formation like "CB CB RB"."""
    placed = assign(groups_of(Position(p) for p in shape.split()), men)
    board = {}
    for slug in sorted(placed):
        board.setdefault((str(placed[slug].position), placed[slug].string), []).append(slug)
    return board


def unsparable(shape, *men):
    groups = groups_of(Position(p) for p in shape.split())
    return irreplaceable(groups, men, assign(groups, men))


def test_groups_come_from_goalkeeper_to_striker_with_their_starters():
    found = groups_of([Position.ST, CB, GK, CB])
    assert found == (Group(GK, 1), Group(CB, 2), Group(Position.ST, 1))


def test_a_group_is_to_have_two_men_for_each_place():
    assert Group(CB, 2).target == 4


def test_nobody_fills_nothing():
    assert two_deep("CB CB") == {}


def test_men_without_a_place_to_fill_are_left_out():
    assert two_deep("", man("ada", CB=(True, 0))) == {}


def test_a_man_who_fits_nowhere_is_left_out():
    assert two_deep("CB", man("ada"), man("bob", RB=(True, 0))) == {}


def test_a_full_first_string_goes_before_a_full_second_string():
    # Ada could be the second right-back, but without her centre-back would have no starter.
    found = two_deep("CB RB", man("ada", CB=(False, 9), RB=(True, 0)), man("bob", RB=(True, 1)))
    assert found == {("CB", 1): ["ada"], ("RB", 1): ["bob"]}


def test_more_places_filled_go_before_better_men():
    # Best would be Ada first at right-back; but only she can fill a place at centre-back too.
    found = two_deep(
        "CB RB",
        man("ada", RB=(True, 0), CB=(False, 9)),
        man("bob", RB=(False, 5)),
        man("cal", RB=(False, 6)),
    )
    assert found == {("CB", 1): ["ada"], ("RB", 1): ["bob"], ("RB", 2): ["cal"]}


def test_more_of_the_second_string_goes_before_a_better_first_string():
    # Ada is the natural first right-back, yet she alone can fill the second centre-back place.
    found = two_deep(
        "CB RB",
        man("ada", RB=(True, 0), CB=(False, 9)),
        man("bob", CB=(True, 0)),
        man("cal", RB=(False, 5), standing=BACKUP),
        man("dan", RB=(False, 6), standing=BACKUP),
    )
    assert found == {
        ("CB", 1): ["bob"],
        ("CB", 2): ["ada"],
        ("RB", 1): ["cal"],
        ("RB", 2): ["dan"],
    }


def test_natural_goes_before_rank():
    found = two_deep("CB", man("ada", CB=(False, 0)), man("bob", CB=(True, 50)))
    assert found == {("CB", 1): ["bob"], ("CB", 2): ["ada"]}


def test_rank_goes_before_standing():
    found = two_deep("CB", man("ada", CB=(True, 1)), man("bob", BACKUP, CB=(True, 0)))
    assert found == {("CB", 1): ["bob"], ("CB", 2): ["ada"]}


@pytest.mark.parametrize(
    ("better", "worse"), [(FIRST, ROTATION), (FIRST, BACKUP), (ROTATION, BACKUP)]
)
def test_standing_decides_among_men_of_one_rank(better, worse):
    found = two_deep("CB", man("ada", worse, CB=(True, 0)), man("bob", better, CB=(True, 0)))
    assert found == {("CB", 1): ["bob"], ("CB", 2): ["ada"]}


def test_the_best_first_string_goes_before_the_best_second_string():
    # The first string keeps its natural man although the second string then has none.
    found = two_deep("CB", man("ada", CB=(True, 99)), man("bob", CB=(False, 0)))
    assert found == {("CB", 1): ["ada"], ("CB", 2): ["bob"]}


@pytest.mark.parametrize(
    ("ada", "bob"),
    [
        ({"CB": (True, 7)}, {"CB": (False, 0)}),
        ({"CB": (True, 0)}, {"CB": (True, 7)}),
        ({"CB": (True, 0)}, {"CB": (True, 0), "standing": BACKUP}),
    ],
    ids=["natural", "rank", "standing"],
)
def test_the_second_string_is_the_best_of_the_rest(ada, bob):
    best = man("zoe", CB=(True, 0))
    found = two_deep("CB", man("b-ada", **ada), man("a-bob", **bob), best)
    assert "a-bob" not in itertools.chain.from_iterable(found.values())


def test_ties_go_to_men_in_their_main_position():
    fits = {"RB": (True, 0), "CB": (True, 0)}
    found = two_deep("RB CB", man("ada", main=CB, **fits), man("bob", main=RB, **fits))
    assert found == {("CB", 1): ["ada"], ("RB", 1): ["bob"]}


def test_a_main_position_never_outweighs_standing():
    found = two_deep("CB", man("ada", BACKUP, main=CB, CB=(True, 0)), man("bob", CB=(True, 0)))
    assert found[("CB", 1)] == ["bob"]


def test_men_alike_in_everything_stand_in_the_order_of_slugs():
    found = two_deep("CB", *(man(slug, CB=(True, 0)) for slug in ("cal", "ada", "bob")))
    assert found == {("CB", 1): ["ada"], ("CB", 2): ["bob"]}


def test_men_alike_start_in_the_order_of_slugs_where_the_solver_sees_no_difference():
    # Left to the solver, Bob starts at centre-back before Ada.
    found = two_deep(
        "CB DM",
        man("ada", CB=(True, 0), DM=(True, 0)),
        man("bob", CB=(True, 0), RB=(True, 0)),
        man("cal", DM=(True, 0)),
    )
    assert (found["CB", 1], found["CB", 2]) == (["ada"], ["bob"])


def test_a_group_gives_its_first_string_to_its_best_men():
    men = [man(f"man-{n}", CB=(True, n)) for n in (3, 0, 2, 1)]
    found = two_deep("CB CB", *men)
    assert found == {("CB", 1): ["man-0", "man-1"], ("CB", 2): ["man-2", "man-3"]}


def test_ranks_past_the_last_count_alike():
    men = (man("ada", ROTATION, CB=(True, LAST_RANK)), man("bob", CB=(True, 10**9)))
    assert two_deep("CB", *men)[("CB", 1)] == ["bob"]


def test_ranks_up_to_the_last_are_told_apart():
    men = (man("ada", CB=(True, LAST_RANK)), man("bob", BACKUP, CB=(True, LAST_RANK - 1)))
    assert two_deep("CB", *men)[("CB", 1)] == ["bob"]


def test_a_huge_rank_does_not_cost_a_man_his_place():
    assert two_deep("CB", man("ada", CB=(False, 10**9))) == {("CB", 1): ["ada"]}


# The weights: digits of one integer.


@pytest.mark.parametrize("most", [1, 2, 11, 12])
@pytest.mark.parametrize("ranks", [1, 2, LAST_RANK + 1])
def test_no_lower_aim_can_outweigh_a_higher_one(most, ranks):
    first, second = weights(most, ranks)
    ladder = [(1, 2 * most)]
    for string in (second, first):
        aims = ((string.standing, 2), (string.rank, ranks), (string.natural, 1))
        ladder += [(weight, most * score) for weight, score in aims]
    ladder += [(second.fill, most), (first.fill, most)]
    below = 0
    for weight, highest in ladder:
        assert weight > below
        below += weight * highest


def test_eleven_places_and_all_ranks_stay_exact_whatever_the_solver_adds_up():
    first, second = weights(11, LAST_RANK + 1)
    most_of_one_man = sum(
        (first.fill, first.natural, first.rank * (LAST_RANK + 1), first.standing * 2, 1)
    )
    # A path visits at most 22 men and 22 places, twice over for the potentials at its ends.
    assert 3 * (22 + 1) * most_of_one_man < EXACT_FLOATS == 2**53
    assert second.fill < first.fill


def test_a_formation_too_large_to_stay_exact_is_refused():
    with pytest.raises(ValueError, match="13 places"):
        weights(13, LAST_RANK + 1)


# Irreplaceables.


def test_a_lone_starter_is_irreplaceable():
    assert unsparable("CB", man("ada", CB=(True, 0))) == {"ada"}


def test_a_starter_with_a_deputy_can_be_spared():
    assert unsparable("CB", man("ada", CB=(True, 0)), man("bob", CB=(False, 9))) == set()


def test_a_starter_without_whom_another_group_would_be_short_is_irreplaceable():
    # Take Ada away and Bob could come over from right-back, but then nobody starts there.
    men = (man("ada", CB=(True, 0)), man("bob", RB=(True, 0), CB=(True, 1)))
    assert unsparable("CB RB", *men) == {"ada", "bob"}


def test_two_starters_who_share_their_only_deputy_can_both_be_spared_alone():
    men = (
        man("ada", CB=(True, 0)),
        man("cal", RB=(True, 0)),
        man("bob", CB=(True, 1), RB=(True, 1)),
    )
    assert unsparable("CB RB", *men) == set()


def test_a_gap_closed_by_passing_a_man_on_makes_nobody_irreplaceable():
    # Take Cal away: Bob moves from right-back to midfield, Ada comes in at right-back.
    men = (
        man("ada", RB=(False, 9)),
        man("bob", RB=(True, 0), DM=(False, 5)),
        man("cal", DM=(True, 0)),
    )
    assert unsparable("RB DM", *men) == set()


def test_a_man_who_starts_elsewhere_is_no_deputy():
    men = (man("ada", CB=(True, 0), RB=(False, 9)), man("bob", RB=(True, 0)))
    assert unsparable("CB RB", *men) == {"ada", "bob"}


def test_a_starter_in_a_group_that_is_short_already_is_irreplaceable():
    assert unsparable("CB CB", man("ada", CB=(True, 0))) == {"ada"}


def test_a_second_string_man_is_never_irreplaceable():
    men = (man("ada", CB=(True, 0)), man("bob", CB=(True, 1)), man("cal", RB=(True, 0)))
    assert unsparable("CB RB", *men) == {"cal"}


def test_a_deputy_for_a_position_the_formation_lacks_saves_nobody():
    men = (man("ada", CB=(True, 0)), man("bob", RB=(True, 0)))
    assert unsparable("CB", *men) == {"ada"}


def test_the_place_tells_position_and_string():
    placed = assign((Group(CB, 1),), [man("ada", CB=(True, 0))])
    assert placed == {"ada": Place(CB, 1)}
