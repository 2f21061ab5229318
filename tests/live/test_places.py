"""How many may watch."""

import resource

import pytest

from squads.live.places import OTHER_FILES, Places
from squads.visitors import household_of


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.9", "203.0.113.9", True),
        ("203.0.113.9", "203.0.113.8", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.9", "203.0.113.9", True),
        ("unknown", "hidden", False),
    ],
)
def test_an_address_stands_for_a_household(one, other, same):
    assert (household_of(one) == household_of(other)) is same


def test_a_place_that_is_given_back_is_free():
    places = Places(1, 1)
    places.take("a")
    assert (places.full, places.full_for("a"), places.full_for("b")) == (True, True, False)
    places.give_back("a")
    assert (places.full, places.full_for("a"), dict(places.taken)) == (False, False, {})


def test_pages_keep_descriptors_for_themselves():
    files, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    places = Places(10**9, 10**9)
    for number in range(20):
        places.take(str(number))
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(files, OTHER_FILES + 20), most))
    try:
        assert places.full
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, most))
