"""Why a position's level changes, as facts and in words."""

import datetime as dt

import pytest

from squads.depth import Aptitude, ContractKind, Position, SpellKind, Stay, timeline
from tests.squads.depth.builders import DAY, JOINED, day, make_loan, make_member, make_spell
from tests.squads.depth.builders import make_squad as squad_of
from transfers.pages.turns import turn_text
from transfers.planning.turns import Cause, turns

LAST = day(200)


def make_squad(man, *more):
    """A squad with three other centre-backs for the four places, and nobody else."""
    return squad_of(man, *more, *(make_member(slug, "CB") for slug in ("ben", "cal", "dan")))


def turns_of(squad, position="CB"):
    return [turn for turn in turns(timeline(squad, DAY, LAST)) if turn.position == position]


def man(**fields):
    return make_member("abel", "CB", **fields)


def spell(kind=SpellKind.INJURY, begins=-10, **fields):
    return man(spells=(make_spell(kind, begins, key="his", **fields),))


AFRICA = {"reason": "Africa Cup of Nations", "reported": 0}
LOANED = Stay(ContractKind.LOAN, JOINED, day(20))
CASES = {
    "a return that is on record": (
        spell(returned=12, reason="Hamstring injury"), 12, Cause.BACK,
        "Abel back (hamstring injury).",
    ),
    "an injury that began": (
        spell(begins=12, latest=300, reason="Knock"), 12, Cause.ABSENT, "Abel out (knock).",
    ),
    "a contract that ends": (
        man(stays=(Stay(ContractKind.PERMANENT, JOINED, day(20)),)), 21, Cause.CONTRACT_ENDS,
        "Abel’s contract ends.",
    ),
    "a contract that begins": (
        man(stays=(Stay(ContractKind.PERMANENT, day(20)),)), 20, Cause.CONTRACT_BEGINS,
        "Abel’s contract begins.",
    ),
    "a loan that ends": (man(stays=(LOANED,)), 21, Cause.LOAN_ENDS, "Abel’s loan ends."),
    "a loan out": (
        man(loans_out=(make_loan(12, 400, "Ajax"),)), 12, Cause.LENT, "Abel goes on loan to Ajax.",
    ),
    "a loan out that ends": (
        man(loans_out=(make_loan(-90, 11, "Ajax"),)), 12, Cause.RETURNS,
        "Abel back from his loan at Ajax.",
    ),
    "a suspension": (
        spell(SpellKind.SUSPENSION, 12, latest=400, reason="Red card"), 12, Cause.ABSENT,
        "Abel suspended (red card).",
    ),
    "the end of a suspension": (
        spell(SpellKind.SUSPENSION, returned=12, reason="Red card"), 12, Cause.BACK,
        "Abel back from suspension.",
    ),
    "a tournament": (
        spell(SpellKind.INTERNATIONAL, 82, latest=300, **AFRICA), 82, Cause.ABSENT,
        "Abel leaves for the Africa Cup of Nations.",
    ),
    "a tournament that is over": (
        spell(SpellKind.INTERNATIONAL, returned=12, **AFRICA), 12, Cause.BACK,
        "Abel back from the Africa Cup of Nations.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_change_of_level_says_why(case):
    him, on, cause, text = CASES[case]
    (turn,) = turns_of(make_squad(him))
    assert (turn.on, [r.cause for r in turn.reasons]) == (day(on), [cause])
    assert turn_text(turn) == text


def test_men_whom_the_same_befalls_are_told_together():
    stay = Stay(ContractKind.PERMANENT, JOINED, day(20))
    (turn,) = turns_of(make_squad(man(stays=(stay,)), make_member("zac", "CB", stays=(stay,))))
    assert turn_text(turn) == "Contracts of Abel and Zac end."


def test_a_position_that_gives_a_man_away_says_who_made_him_move():
    """Abel covers at right-back once the right-back is gone, and is missed in the centre."""
    cover = make_member("abel", "CB", "RB")
    back = make_member("rob", "RB", spells=(make_spell(begins=12, latest=300, reason="Knock"),))
    found = turns(timeline(make_squad(cover, back), DAY, LAST))
    told = {turn.position: turn_text(turn) for turn in found}
    shared = "Rob out (knock)"
    assert told.keys() <= {Position.CB, Position.RB}
    assert all(shared in text for text in told.values()) and told


def test_who_comes_of_age_begins_to_count():
    born = dt.date(day(12).year - 21, day(12).month, day(12).day)
    young = make_member("abel", "CB", standing=None, born_on=born)
    found = turns_of(make_squad(young))
    assert [(t.on, t.is_worse, turn_text(t)) for t in found] == [
        (day(12), False, "Abel is too old to be a prospect.")
    ]


def test_a_day_on_which_no_level_changes_is_no_turn():
    fringe = make_member(
        "abel", "CB", stays=(Stay(ContractKind.PERMANENT, JOINED, day(20)),),
        positions=((Position.CB, Aptitude.EMERGENCY),),
    )  # fmt: skip
    assert turns_of(make_squad(fringe, make_member("eli", "CB"))) == []
