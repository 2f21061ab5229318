"""Transfers that wait for others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transfers.planning.chains import (
    closes_a_circle,
    heads,
    must_come_first,
    order,
    reaches,
    tree,
)

GOMEZ, GUEHI, IGOR, OTHER = 4, 3, 2, 1
WAITS = {GOMEZ: [GUEHI], GUEHI: [IGOR]}
# Whoever has the lower key waits for nobody with a higher one: no circles.
graphs = st.dictionaries(
    st.integers(1, 8), st.lists(st.integers(0, 7), max_size=3, unique=True), max_size=8
).map(lambda g: {key: [other for other in others if other < key] for key, others in g.items()})


@given(graphs, st.integers(0, 8))
def test_everything_comes_after_what_it_waits_for(waits, key):
    found = order(waits, [key])
    assert all(found.index(o) < found.index(one) for one in found for o in waits.get(one, []))


@given(graphs, st.integers(0, 8), st.integers(0, 8))
def test_a_condition_that_is_let_in_never_makes_a_circle(waits, key, other):
    if not closes_a_circle(waits, key, other):
        more = {**waits, key: [*waits.get(key, []), other]}
        assert key in order(more, [key])


def test_a_circle_is_named():
    with pytest.raises(ValueError, match="2 → 4 → 3 → 2"):
        order({**WAITS, IGOR: [GOMEZ]}, [IGOR])


def test_waiting_is_found_at_any_remove():
    assert (reaches(WAITS, GOMEZ, IGOR), reaches(WAITS, IGOR, GOMEZ)) == (True, False)


def test_what_is_done_need_not_come_first():
    assert must_come_first(WAITS, GOMEZ, done=[IGOR]) == [GUEHI]


def test_the_first_to_happen_is_told_first():
    assert must_come_first(WAITS, GOMEZ, done=[]) == [IGOR, GUEHI]


def test_a_chain_is_nested_from_its_end():
    top = tree(WAITS, GOMEZ)
    assert (top.key, top.first[0].key, top.first[0].first[0].key) == (GOMEZ, GUEHI, IGOR)


def test_what_two_wait_for_is_unfolded_once():
    top = tree({GOMEZ: [GUEHI, IGOR], GUEHI: [IGOR], IGOR: [OTHER]}, GOMEZ)
    again = [(step.key, step.again) for step in (*top.first, *top.first[1].first)]
    assert again == [(IGOR, False), (GUEHI, False), (IGOR, True)]


def test_a_link_in_the_middle_knows_the_end_of_its_chain():
    assert (heads(WAITS, GUEHI), heads(WAITS, OTHER)) == ([GOMEZ], [OTHER])
