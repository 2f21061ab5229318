"""What a page says that it watches."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squads.live.watch import MOST_NAMES, BadWatch, read_watch, stamp, write_watch

numbers = st.integers(0, 10**18 - 1)
clubs = st.dictionaries(
    st.integers(1, 10**18 - 1).map(lambda pk: f"club-{pk}"), st.tuples(numbers), max_size=19
)
stamps = st.one_of(st.just({}), st.fixed_dictionaries({"clubs": st.tuples(numbers, numbers)}))


@given(clubs, stamps)
def test_what_is_written_is_read_again(some, all_of_them):
    watch = some | all_of_them
    if watch:
        assert read_watch(write_watch(watch.items())) == watch


@given(st.text(max_size=60) | st.text("club-s:.,0123456789", max_size=60))
def test_any_text_is_read_or_refused(text):
    with contextlib.suppress(BadWatch):
        assert 1 <= len(read_watch(text)) <= MOST_NAMES


@pytest.mark.parametrize("text", ["club-1:٣", "club-1:1\n", " club-1:1", "CLUB-1:1", "club-01:1"])
def test_there_is_one_way_to_write_a_watch(text):
    with pytest.raises(BadWatch):
        read_watch(text)


versions = st.dictionaries(st.integers(1, 99), st.integers(1, 10**9), min_size=1)


@given(versions)
def test_the_version_of_all_clubs_moves_when_one_changes(clubs):
    pk = next(iter(clubs))
    assert stamp(clubs | {pk: clubs[pk] + 1}) > stamp(clubs)


@given(versions)
def test_the_version_of_all_clubs_moves_when_one_goes(clubs):
    left = dict(list(clubs.items())[1:])
    assert stamp(left) != stamp(clubs)
