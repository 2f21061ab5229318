"""What a squad list is told in: lines, sentences and the strip."""

import datetime as dt

import pytest

from tests.transfers.planning.test_registration import DAY, PREMIER, UEFA, YOUNG, man, men
from transfers.pages.registration import meter_text, sentences, state_of, zones
from transfers.planning.registration import meter

LOCAL = frozenset({"liverpool"})


def listed(rule, *groups):
    return meter(rule, [one for group in groups for one in group], "liverpool", DAY)


def drawn(found):
    return {zone["name"]: " ".join(cell or "-" for cell in zone["cells"]) for zone in zones(found)}


def test_a_line_tells_places_and_the_limit():
    found = listed(PREMIER, men(7, "England"), men(15, "Spain"))
    assert meter_text(found) == "22 of 24 · 15 of 17 not homegrown"


@pytest.mark.parametrize(
    ("homegrown", "foreign", "unknown", "state"),
    [
        (8, 15, 0, ("fits", "2 free")),
        (8, 17, 0, ("fits", "full")),
        (8, 18, 0, ("over", "1 too many")),
        (4, 17, 2, ("unknown", "up to 2 too many")),
        (4, 18, 2, ("over", "1–3 too many")),
        (4, 15, 1, ("fits", "1–2 free")),
    ],
)
def test_whether_they_fit_is_told_in_words(homegrown, foreign, unknown, state):
    found = listed(PREMIER, men(homegrown, "England"), men(foreign, "Spain"), men(unknown))
    assert state_of(found) == state


def test_a_full_list_says_who_must_go():
    told = sentences(listed(PREMIER, men(2, "England"), men(18, "Spain")))
    assert told[0].startswith("The list holds 19 men: 17 places are for anybody")
    assert told[1] == "20 want 19 places, so that one must be left out."


def test_what_is_not_known_and_changes_nothing_is_not_told_twice():
    told = sentences(listed(PREMIER, men(10, "England"), men(15, "Spain"), men(1)))
    assert told[1].endswith("In any case 26 want 25 places, so that one must be left out.")


def test_a_missing_goalkeeper_is_told():
    young = man("B", "Spain", is_goalkeeper=True, born_on=YOUNG, since=dt.date(2020, 1, 1))
    told = sentences(listed(UEFA, [man("A", "Spain", is_goalkeeper=True), young]))
    assert told[-1] == "One goalkeeper takes a place; two must, and young ones may, too."


def test_the_strip_has_a_cell_for_every_place():
    found = listed(PREMIER, men(9, "England"), men(2, "Spain"), men(1))
    assert drawn(found) == {
        "open": "not not homegrown unknown" + " -" * 13,
        "kept": " ".join(["homegrown"] * 8),
    }


def test_who_is_not_known_stands_in_kept_places_only_when_the_others_are_full():
    found = listed(PREMIER, men(7, "England"), men(16, "Spain"), men(3))
    assert drawn(found) == {
        "open": "not " * 16 + "unknown",
        "kept": "homegrown " * 7 + "unknown",
        "beyond": "unknown",
    }


def test_a_fifth_man_of_other_clubs_takes_an_open_place():
    found = listed(UEFA, men(2, "England", clubs=LOCAL), men(5, "England"), men(17, "Spain"))
    assert drawn(found) == {
        "open": " ".join(["not"] * 17),
        "kept": "club club homegrown homegrown homegrown homegrown - -",
        "beyond": "homegrown",
    }
    assert state_of(found) == ("over", "1 too many")
