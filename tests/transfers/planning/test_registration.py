"""Squad lists: places, who counts as what, and what is not known."""

import datetime as dt
import json
from collections import Counter
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squads.depth import ContractKind, Formation, Member, Position, Squad, Stay
from tests.shared import DATA, reads_shared
from transfers.planning.registration import (
    Kind,
    Man,
    Rule,
    Trained,
    count,
    lent_of,
    men_of,
    meter,
    since,
    verdict_on,
)

DAY = dt.date(2025, 9, 30)
PREMIER = Rule(
    name="Premier League squad list",
    season="2025/26",
    associations=frozenset({"England", "Wales"}),
    most_not_homegrown=17,
    free_from=dt.date(2004, 1, 1),
)
UEFA = Rule(
    name="UEFA list A",
    season="2025/26",
    associations=frozenset({"England"}),
    locally_trained=8,
    most_association_trained=4,
    least_goalkeepers=2,
    free_from=dt.date(2004, 1, 1),
    free_needs_club_years=True,
)
OLD, YOUNG = dt.date(1995, 5, 1), dt.date(2005, 5, 1)


def man(name="He", *associations, **fields):
    trained = frozenset(associations) if associations else None
    return Man(name, name, **{"born_on": OLD, "associations": trained} | fields)


def men(number, *associations, **fields):
    return [man(f"{associations} {n} {fields}", *associations, **fields) for n in range(number)]


def kind(rule, one):
    found = verdict_on(rule, one, "liverpool", DAY)
    return found.at_worst, found.at_best


def listed(rule, found):
    return meter(rule, found, "liverpool", DAY)


# The two real lists


@pytest.mark.parametrize(
    ("homegrown", "others", "ceiling"), [(7, 15, 24), (6, 16, 23)], ids=["2024/25", "2023/24"]
)
def test_liverpools_lists_of_22_fit_with_one_or_two_places_free(homegrown, others, ceiling):
    found = listed(PREMIER, men(homegrown, "England") + men(others, "Brazil")).at_worst
    assert (found.used, found.not_homegrown, found.ceiling) == (22, others, ceiling)
    assert (found.over, found.free_places) == (0, ceiling - 22)


def test_gravenberch_needed_no_place_in_2023_though_he_was_trained_abroad():
    rule = replace(PREMIER, free_from=dt.date(2002, 1, 1))
    assert kind(rule, man("Gravenberch", "Netherlands", born_on=dt.date(2002, 5, 16)))[0] == 3


@reads_shared
def test_the_real_lists_are_counted_as_they_were_handed_in():
    cases = json.loads((DATA / "rules" / "registration_cases.json").read_text())
    for case in cases:
        squad = {
            name.rstrip("*") for line in ("gk", "df", "mf", "fw") for name in case.get(line, [])
        }
        total = len(squad) or case["listed_total"]
        others = case.get("non_homegrown_count", total - len(case["homegrown"]))
        free_from = dt.date.fromisoformat(case["u21_born_on_or_after"])
        young = men(len(case["u21_not_listed"]), "Netherlands", born_on=free_from)
        everybody = men(len(case["homegrown"]), "England") + men(others, "Spain") + young
        found = listed(replace(PREMIER, free_from=free_from), everybody)
        assert (found.at_worst.used, found.at_worst.over) == (22, 0)
        assert found.at_worst.ceiling == case.get("max_size_with_this_hg", 23)


# The Premier League


@pytest.mark.parametrize(
    ("homegrown", "others", "over"),
    [
        *[(8, 17, 0), (4, 17, 0), (0, 17, 0), (12, 13, 0)],
        *[(0, 18, 1), (5, 18, 1), (8, 18, 1), (12, 14, 1)],
    ],
)
def test_at_most_25_and_at_most_17_not_homegrown(homegrown, others, over):
    everybody = men(homegrown, "Wales") + men(others, "France")
    assert listed(PREMIER, everybody).at_worst.over == over


def test_who_counts_as_what_and_why():
    found = listed(
        PREMIER,
        [
            man("Young", "France", born_on=dt.date(2004, 1, 1)),
            man("Local", "England"),
            man("Foreign", "France"),
            man("Unheard of"),
        ],
    )
    assert [(v.at_worst, v.at_best, v.why) for v in found.verdicts] == [
        (Kind.FREE, Kind.FREE, "born 1 Jan 2004, on or after 1 Jan 2004"),
        (Kind.HOMEGROWN, Kind.HOMEGROWN, "trained in England"),
        (Kind.NOT_HOMEGROWN, Kind.NOT_HOMEGROWN, "trained in France"),
        (Kind.NOT_HOMEGROWN, Kind.HOMEGROWN, "where he was trained is not known"),
    ]


def test_the_eve_of_the_cut_off_takes_a_place():
    assert (
        kind(PREMIER, man("He", "Spain", born_on=dt.date(2003, 12, 31)))[0] is Kind.NOT_HOMEGROWN
    )


def test_one_trained_in_two_countries_counts_for_the_one_that_does():
    found = verdict_on(PREMIER, man("He", "France", "Wales"), "liverpool", DAY)
    assert (found.at_worst, found.why) == (Kind.HOMEGROWN, "trained in Wales")


def test_what_is_not_known_leaves_it_open_whether_they_fit():
    found = listed(PREMIER, men(16, "Spain") + men(3))
    assert (found.at_worst.ceiling, found.at_best.ceiling) == (17, 20)
    assert (found.at_worst.over, found.at_best.over, found.is_over) == (2, 0, None)


def test_without_his_birthday_a_man_may_be_free():
    assert kind(PREMIER, man("He", "Spain", born_on=None)) == (Kind.NOT_HOMEGROWN, Kind.FREE)


# UEFA and Serie A


@pytest.mark.parametrize(
    ("club", "country", "others", "ceiling"),
    [
        *[(4, 4, 17, 25), (0, 8, 17, 21), (0, 4, 17, 21)],
        *[(8, 0, 17, 25), (2, 6, 15, 23), (0, 0, 17, 17)],
    ],
)
def test_at_most_four_of_the_eight_are_trained_at_other_clubs(club, country, others, ceiling):
    here = men(club, "England", clubs=frozenset({"liverpool"}))
    found = listed(UEFA, here + men(country, "England") + men(others, "Spain")).at_worst
    assert found.ceiling == ceiling
    assert found.over == max(0, club + country + others - ceiling)


def test_training_at_another_club_is_not_training_at_this_one():
    assert kind(UEFA, man("He", "England", clubs=frozenset({"everton"})))[0] is Kind.HOMEGROWN


@pytest.mark.parametrize(
    ("since_on", "at_worst", "at_best"),
    [
        (dt.date(2023, 9, 30), Kind.FREE, Kind.FREE),
        (dt.date(2023, 10, 1), Kind.NOT_HOMEGROWN, Kind.NOT_HOMEGROWN),
        (None, Kind.NOT_HOMEGROWN, Kind.FREE),
    ],
)
def test_a_young_man_is_on_list_b_after_two_years_at_the_club(since_on, at_worst, at_best):
    young = man("He", "Italy", born_on=YOUNG, since=since_on)
    assert kind(UEFA, young) == (at_worst, at_best)


def test_two_years_before_a_leap_day_are_told():
    born = dt.date(2006, 1, 1)
    young = man("He", "Italy", born_on=born, since=dt.date(2026, 2, 28))
    assert verdict_on(UEFA, young, "liverpool", dt.date(2028, 2, 29)).at_worst is Kind.FREE


def test_goalkeepers_who_take_no_place_are_none_of_the_two():
    keepers = [man("A", "Spain", is_goalkeeper=True)]
    keepers.append(man("B", "Spain", is_goalkeeper=True, born_on=YOUNG, since=OLD))
    found = listed(UEFA, keepers)
    assert (found.goalkeepers, found.lacks_goalkeepers) == (1, 1)


# What must always hold

kinds = st.lists(st.sampled_from(list(Kind)), max_size=30)
rules = st.sampled_from([PREMIER, UEFA, replace(UEFA, places=12, locally_trained=3)])
squads = st.lists(
    st.builds(
        Man,
        slug=st.uuids().map(str),
        name=st.just("He"),
        born_on=st.sampled_from([None, OLD, YOUNG]),
        associations=st.sampled_from([None, frozenset({"England"}), frozenset({"Peru"})]),
        clubs=st.sampled_from([frozenset(), frozenset({"liverpool"})]),
        since=st.sampled_from([None, OLD, dt.date(2025, 7, 1)]),
    ),
    max_size=30,
)


@given(rules, kinds)
def test_those_who_are_over_are_as_many_as_must_go_by_brute_force(rule, found):
    """Fill the places man by man in the best way: kept ones first for whom they are kept."""
    number = Counter(found)
    fits = 0
    for kept_here in range(rule.reserved + 1):
        for kept_elsewhere in range(rule.reserved - kept_here + 1):
            most = rule.most_association_trained
            if most is not None and kept_elsewhere > most:
                continue
            here = min(kept_here, number[Kind.CLUB_TRAINED])
            elsewhere = min(kept_elsewhere, number[Kind.HOMEGROWN])
            rest = len(found) - number[Kind.FREE] - here - elsewhere
            fits = max(fits, here + elsewhere + min(rest, rule.open_places))
    total = len(found) - number[Kind.FREE]
    assert count(rule, found).over == total - fits


@given(rules, kinds, st.randoms())
def test_the_order_of_the_men_changes_nothing(rule, found, random):
    shuffled = random.sample(found, len(found))
    assert count(rule, found) == count(rule, shuffled)


@given(rules, kinds, st.sampled_from(list(Kind)))
def test_one_more_man_never_makes_it_fit_better(rule, found, more):
    assert count(rule, [*found, more]).over >= count(rule, found).over


@given(rules, kinds)
def test_who_counts_for_more_never_makes_it_worse(rule, found):
    for low, high in combinations(Kind, 2):
        assert count(rule, [*found, high]).over <= count(rule, [*found, low]).over


@given(rules, squads)
def test_the_truth_lies_between_both_bounds(rule, everybody):
    found = listed(rule, everybody)
    assert found.at_best.over <= found.at_worst.over
    assert found.at_best.used <= found.at_worst.used
    learnt = [
        replace(
            one,
            born_on=one.born_on or OLD,
            associations=one.associations or frozenset({"Peru"}),
            since=one.since or OLD,
        )
        for one in everybody
    ]
    truth = listed(rule, learnt)
    assert truth.is_known
    assert found.at_best.over <= truth.at_worst.over <= found.at_worst.over


# Squads to men


def member(slug="he", stays=((dt.date(2024, 7, 1), None),), **fields):
    made = tuple(Stay(ContractKind.PERMANENT, first, last) for first, last in stays)
    return Member(slug, slug, made, **fields)


def test_loans_away_and_men_who_have_left_are_not_counted_and_loans_in_are():
    loan = Stay(ContractKind.LOAN, dt.date(2025, 8, 1), dt.date(2026, 6, 30), "Elsewhere")
    squad = Squad(
        "liverpool",
        Formation("1", ()),
        (
            member("here"),
            member("lent", loans_out=(loan,)),
            member("left", stays=((dt.date(2020, 7, 1), dt.date(2025, 6, 30)),)),
            Member("borrowed", "borrowed", (loan,)),
        ),
    )
    assert [one.slug for one in men_of(squad, {}, DAY)] == ["here", "borrowed"]
    assert [one.slug for one in lent_of(squad, DAY)] == ["lent"]


def test_a_man_comes_with_his_training_and_whether_he_keeps_goal():
    keeper = member(positions=((Position.GK, "natural"),), born_on=OLD)
    trained = {"he": Trained(frozenset({"England"}), frozenset({"arsenal"}))}
    [found] = men_of(Squad("x", Formation("1", ()), (keeper,)), trained, DAY)
    assert (found.associations, found.clubs) == ({"England"}, {"arsenal"})
    assert found.is_goalkeeper and found.since == dt.date(2024, 7, 1)


def test_contracts_without_a_gap_are_one_time_at_the_club():
    first, second = dt.date(2020, 7, 1), dt.date(2023, 7, 1)
    eve = dt.date(2023, 6, 30)
    assert since(member(stays=((first, eve), (second, None))), DAY) == first
    gap = ((first, dt.date(2022, 6, 30)), (second, None))
    assert since(member(stays=gap), DAY) == second
    assert since(member(stays=((first, eve),)), DAY) is None
