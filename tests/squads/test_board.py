"""A chart as rows of ready strings."""

import csv
import datetime as dt
from pathlib import Path

import pytest

from squads.depth import (
    Aptitude,
    ContractKind,
    Formation,
    Position,
    Slot,
    Spell,
    SpellKind,
    Squad,
    Standing,
    Stay,
    depth_chart,
)
from squads.pages.board import Urls, board
from tests.squads.depth import builders

ON = dt.date(2025, 9, 30)
SEEDS = Path(__file__).parents[2] / "seeds"
URLS = Urls(player="/players/{}/")


def rows_of(*members, shape="ST ST", on=ON, today=ON):
    squad = builders.make_squad(*members, shape=shape)
    return {
        row["slug"]: row for row in board(depth_chart(squad, on), today, URLS)["cards"][0]["rows"]
    }


def injured(slug, **fields):
    spell = Spell(
        SpellKind.INJURY, dt.date(2025, 9, 1), reason="Knee injury", key="injury-1", **fields
    )
    return builders.make_member(slug, "ST", spells=(spell,))


def test_an_absent_man_carries_his_reason_and_return():
    row = rows_of(injured("a", expected_until=dt.date(2025, 10, 18)))["a"]
    assert (row["tag"], row["tone"]) == ("knee injury · 18 Oct", "bad")
    assert (row["icon"], row["state"]) == ("cross", "out")


def test_a_slip_shows_the_first_date_beside_the_present_one():
    member = injured(
        "a", expected_until=dt.date(2025, 11, 26), first_expected_on=dt.date(2025, 11, 12)
    )
    assert rows_of(member)["a"]["tag"] == "knee injury · 26 Nov (first 12 Nov)"


def test_a_doubtful_man_shows_his_chance():
    row = rows_of(injured("a", chance=75, reported_on=ON))["a"]
    assert row["tag"] == "75\u00a0% · knee injury" and row["string"] == "first"


def test_an_overdue_return_is_marked_until_somebody_confirms_it():
    row = rows_of(injured("a", expected_until=dt.date(2025, 9, 20)))["a"]
    assert row["tag"] == "due 20 Sep, not confirmed" and row["icon"]


def test_a_day_to_come_calls_nobody_overdue():
    member = injured("a", expected_until=dt.date(2025, 10, 18))
    row = rows_of(member, on=dt.date(2025, 12, 1))["a"]
    assert "not confirmed" not in row["tag"]


def test_a_contract_in_its_last_year_is_marked():
    stay = Stay(ContractKind.PERMANENT, dt.date(2021, 7, 1), dt.date(2026, 6, 30))
    row = rows_of(builders.make_member("a", "ST", stays=(stay,)))["a"]
    assert (row["tag"], row["tone"]) == ("ends Jun ’26", "warn")


def test_a_man_without_a_known_end_shows_a_dash():
    stay = Stay(ContractKind.PERMANENT, dt.date(2021, 7, 1))
    assert rows_of(builders.make_member("a", "ST", stays=(stay,)))["a"]["tag"] == "–"


def test_a_man_counted_elsewhere_says_where():
    squad = builders.make_squad(
        builders.make_member("gomez", "CB", "RB"),
        builders.make_member("bradley", "RB"),
        shape="CB RB",
    )
    cards = {c["position"]: c for c in board(depth_chart(squad, ON), ON, URLS)["cards"]}
    assert cards["RB"]["rows"][1]["tag"] == "at CB"


def test_an_emergency_man_counted_elsewhere_says_both():
    squad = builders.make_squad(builders.make_member("endo", "DM", emergency="CB"), shape="CB DM")
    cards = {c["position"]: c for c in board(depth_chart(squad, ON), ON, URLS)["cards"]}
    assert cards["CB"]["rows"][0]["tag"] == "emergency · at DM"


def first_card(*members, shape="ST ST"):
    squad = builders.make_squad(*members, shape=shape)
    return board(depth_chart(squad, ON), ON, URLS)["cards"][0]


def listed(card):
    return {found["name"]: [row["slug"] for row in found["rows"]] for found in card["lists"]}


def named(card):
    return {
        found["label"]: [(row["surname"], row["brackets"]) for row in found["rows"]]
        for found in card["asides"]
    }


def test_the_line_stands_between_counted_men_and_the_rest():
    card = first_card(
        builders.make_member("a", "ST"),
        builders.make_member("b", "ST", standing=Standing.FRINGE),
        injured("c", expected_until=dt.date(2025, 12, 1)),
    )
    assert listed(card) == {"two-deep": ["a"], "rest": ["c", "b"]}


def test_a_man_counted_elsewhere_is_only_named_and_where_he_counts():
    card = first_card(
        builders.make_member("gomez", "CB", "RB", name="Joe Gomez"),
        builders.make_member("bradley", "RB"),
        shape="RB CB",
    )
    assert listed(card) == {"two-deep": ["bradley"]}
    assert named(card) == {"Also": [("Gomez", "CB")]}


def test_who_plays_there_in_an_emergency_alone_is_named_on_a_line_of_his_own():
    card = first_card(
        builders.make_member("endo", "DM", emergency="CB", name="Wataru Endo"), shape="CB DM"
    )
    assert named(card) == {"Emergency": [("Endo", "DM")]}


def test_two_men_of_one_surname_are_told_apart_where_they_are_only_named():
    men = [
        builders.make_member(first, "DM", emergency="CB", name=f"{first} Murphy")
        for first in ("Jacob", "Alex")
    ]
    assert [name for name, _ in named(first_card(*men, shape="CB DM"))["Emergency"]] == [
        "Alex Murphy",
        "Jacob Murphy",
    ]


def test_cards_lie_on_the_pitch_attack_first_and_left_to_right():
    slots = (
        Slot(1, Position.GK, 50, 5),
        Slot(2, Position.RB, 85, 27),
        Slot(3, Position.CB, 50, 22),
        Slot(4, Position.LB, 15, 27),
        Slot(5, Position.ST, 50, 88),
    )
    chart = depth_chart(Squad("x", Formation("x", slots)), ON)
    lines = board(chart, ON, URLS)["lines"]
    assert [[c["position"] for c in line] for line in lines] == [
        ["ST"],
        ["LB", "CB", "RB"],
        ["GK"],
    ]


def test_the_summary_counts_available_men_and_places():
    squad = builders.make_squad(
        builders.make_member("a", "ST"),
        injured("b", expected_until=dt.date(2025, 12, 1)),
        shape="ST",
    )
    values = [item["value"] for item in board(depth_chart(squad, ON), ON, URLS)["summary"]]
    assert values == ["1 / 2", "1 of 2", "Striker", "0 of 1", "0"]


def test_the_summary_tells_doubtful_men_from_available_ones():
    squad = builders.make_squad(
        builders.make_member("a", "ST"), injured("b", chance=25, reported_on=ON), shape="ST"
    )
    assert board(depth_chart(squad, ON), ON, URLS)["summary"][0] == {
        "value": "1 / 2",
        "label": "available, 1 doubtful",
    }


def test_a_man_out_without_a_date_shows_the_forecast():
    row = rows_of(injured("a", reported_on=ON))["a"]
    assert row["tag"].startswith("knee injury · no date, ~")


def test_a_doubtful_man_without_a_date_shows_no_forecast():
    assert rows_of(injured("a", chance=75, reported_on=ON))["a"]["back"] == "–"


def test_the_summary_counts_contracts_that_end_with_the_season():
    ends = Stay(ContractKind.PERMANENT, dt.date(2021, 7, 1), dt.date(2026, 6, 30))
    squad = builders.make_squad(builders.make_member("a", "ST", stays=(ends,)), shape="ST")
    assert board(depth_chart(squad, ON), ON, URLS)["summary"][-1] == {
        "value": "1",
        "label": "contracts end by June 2026",
    }


def test_kinship_is_said():
    row = rows_of(builders.make_member("a", "DM"), shape="CM")["a"]
    assert row["aptitude"] == f"{Aptitude.CAPABLE.value} by kinship"


def shape_of(slots):
    """Return the rows of a formation as its positions, with the lane of each."""
    made = Formation("x", tuple(Slot(n, Position(p), x, y) for n, (p, x, y) in enumerate(slots)))
    lines = board(depth_chart(Squad("x", made), ON), ON, URLS)["lines"]
    return [[card["position"] for card in line] for line in lines], {
        card["position"]: card["lane"] for line in lines for card in line
    }


def shipped():
    """Return the formations that are shipped, by name."""
    found = {}
    with (SEEDS / "formations.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            place = (row["position"], int(row["x"]), int(row["y"]))
            found.setdefault(row["formation"], []).append(place)
    return found


@pytest.mark.parametrize("slots", shipped().values(), ids=shipped().keys())
def test_no_row_of_a_shipped_formation_has_a_hole(slots):
    lines, lanes = shape_of(slots)
    assert {len(line) for line in lines} == {1, 3}
    assert all(lanes[line[0]] == "middle" for line in lines if len(line) == 1)


def test_wing_backs_stand_beside_three_centre_backs():
    assert shape_of(shipped()["5-3-2"])[0] == [
        ["ST"],
        ["CM"],
        ["DM"],
        ["LWB", "CB", "RWB"],
        ["GK"],
    ]


def test_who_plays_far_from_everybody_in_the_middle_has_a_row_of_his_own():
    assert shape_of([("ST", 50, 88), ("LM", 12, 50), ("GK", 50, 6)])[0] == [["ST"], ["LM"], ["GK"]]
