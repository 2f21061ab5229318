"""What a chart says in words."""

import datetime as dt

import pytest

from squads import wording
from squads.depth import Position, Spell, SpellKind, Standing, depth_chart
from tests.squads.depth import builders

ON = dt.date(2025, 9, 30)


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (dt.date(2025, 11, 12), "12 Nov"),
        (dt.date(2025, 1, 5), "5 Jan"),
        (dt.date(2024, 12, 17), "17 Dec 2024"),
        (dt.date(2026, 6, 30), "30 Jun"),
        (dt.date(2026, 9, 1), "1 Sep 2026"),
        (dt.date(2024, 3, 7), "7 Mar 2024"),
    ],
)
def test_a_day_has_its_year_where_it_would_be_missed(day, text):
    assert wording.day_text(day, ON) == text


@pytest.mark.parametrize(
    ("words", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_a_list_is_joined_as_one_would_say_it(words, text):
    assert wording.join(words) == text


def why(*members):
    """Return what is said of a striker's place that one man would fill."""
    squad = builders.make_squad(*members, shape="ST")
    return wording.why_thin(depth_chart(squad, ON).groups[0], ON)


def men(*names, position="ST", **fields):
    return [builders.make_member(n.lower(), position, **{"name": n} | fields) for n in names]


def test_a_place_nobody_can_fill_is_said_plainly():
    assert why() == "Nobody credible can start here."


def test_one_man_without_cover_is_named():
    assert why(*men("Isak")) == "Isak has no cover."


def test_the_injured_are_named_with_their_return():
    spell = Spell(SpellKind.INJURY, ON, expected_until=dt.date(2025, 10, 18), reason="Calf injury")
    text = why(*men("Isak"), *men("Ekitike", spells=(spell,)))
    assert text == "Isak has no cover. Ekitike is out (calf injury, expected back 18 Oct)."


def test_a_capital_that_belongs_to_a_diagnosis_stays():
    spell = Spell(SpellKind.INJURY, ON, reason="ACL tear", body_part="knee")
    assert "(ACL tear, no return date)" in why(*men("Isak"), *men("Leoni", spells=(spell,)))


def test_men_on_the_fringe_and_in_an_emergency_are_told_apart():
    fringe = men("Williams", standing=Standing.FRINGE)
    emergency = [builders.make_member("endo", "DM", emergency="ST", name="Endo")]
    text = why(*men("Isak"), *fringe, *emergency)
    assert text.endswith("Williams is on the fringe; Endo could fill in only in an emergency.")


def test_several_prospects_share_a_clause():
    text = why(*men("Isak"), *men("Danns", "Nyoni", standing=Standing.PROSPECT))
    assert text.endswith("Danns and Nyoni are prospects.")


def test_a_man_counted_elsewhere_is_named_with_his_place():
    squad = builders.make_squad(
        builders.make_member("gomez", "CB", "RB", name="Gomez"),
        builders.make_member("konate", "CB", name="Konaté"),
        builders.make_member("bradley", "RB", name="Bradley"),
        shape="CB RB",
    )
    groups = {g.position: g for g in depth_chart(squad, ON).groups}
    text = wording.why_thin(groups[Position.RB], ON)
    assert text == "Bradley has no cover. Gomez is counted at centre-back."


def test_men_counted_at_one_place_are_named_together():
    squad = builders.make_squad(
        builders.make_member("ann", "CB", "RB", name="Ann"),
        builders.make_member("bob", "CB", "RB", name="Bob"),
        builders.make_member("cid", "RB", name="Cid"),
        shape="CB RB",
    )
    groups = {g.position: g for g in depth_chart(squad, ON).groups}
    text = wording.why_thin(groups[Position.RB], ON)
    assert text == "Cid has no cover. Ann and Bob are counted at centre-back."


def test_the_men_missed_most_are_named_first():
    spell = Spell(SpellKind.INJURY, ON, expected_until=dt.date(2025, 10, 18), reason="Knock")
    text = why(
        *men("Ann"),
        *men("Bob", standing=Standing.BACKUP, spells=(spell,)),
        *men("Cid", spells=(spell,)),
    )
    assert text.index("Cid is out") < text.index("Bob is out")


def test_two_starters_without_cover_have_nobody_behind_them():
    squad = builders.make_squad(*men("Ann", "Bob", position="CB"), shape="CB CB")
    text = wording.why_thin(depth_chart(squad, ON).groups[0], ON)
    assert text == "Ann and Bob have nobody behind them."


def test_only_cover_is_named():
    squad = builders.make_squad(*men("Ann", "Bob", "Cid", position="CB"), shape="CB CB")
    text = wording.why_thin(depth_chart(squad, ON).groups[0], ON)
    assert text == "One man short of two deep; Cid is the only cover."


def test_a_covered_group_needs_no_second_word():
    squad = builders.make_squad(*men("Ann", "Bob"), shape="ST")
    assert wording.level_text(depth_chart(squad, ON).groups[0]) == "2 of 2"
