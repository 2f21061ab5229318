"""What positions come to until the next window, why, and if men come back otherwise."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squads.depth import ContractKind, Level, Position, SpellKind, Stay, depth_chart
from squads.depth.availability import end_of
from tests.squads.depth.builders import (
    JOINED,
    day,
    filled,
    make_loan,
    make_member,
    make_spell,
    make_squad,
    near_days,
    squads,
)
from transfers.planning.needs import a_month_late, on_time, prospects

CB = Position.CB
FIRST, LAST = day(93), day(257)  # 1 January to 14 June 2026


def cb(slug, *spells, **fields):
    return make_member(slug, "CB", spells=spells, **fields)


def of(*men, first=FIRST, last=LAST):
    return prospects(make_squad(*men, shape="GK CB CB"), first, last)[CB]


def contract_until(end):
    return {"stays": (Stay(ContractKind.PERMANENT, JOINED, end),)}


def test_a_man_who_is_out_when_the_window_opens_makes_a_need_until_he_is_back():
    found = of(*map(cb, "abc"), cb("leoni", make_spell(latest=100, reason="ACL tear")))
    assert found.is_need and found.presumed.until_on == day(99)


def test_one_who_is_back_before_the_window_opens_makes_none():
    assert not of(*map(cb, "abc"), cb("leoni", make_spell(latest=92))).is_need


def test_a_contract_that_ends_before_the_next_window_makes_a_need():
    found = of(*map(cb, "abc"), cb("gone", **contract_until(day(200))))
    assert (found.presumed.from_on, found.presumed.until_on) == (day(201), LAST)


def test_on_time_he_is_back_on_the_earliest_day_given():
    spell = make_spell(earliest=90, latest=120)
    found = of(*map(cb, "abc"), cb("hurt", spell))
    assert (found.presumed.level, found.on_time.level) == (Level.THIN, Level.COVERED)


def test_a_month_late_he_is_missing_where_he_is_presumed_back():
    found = of(*map(cb, "abc"), cb("hurt", make_spell(latest=80)))
    assert (found.presumed.level, found.late.level) == (Level.COVERED, Level.THIN)


def test_who_has_no_date_is_a_month_later_than_the_forecast():
    spell = make_spell(reason="Hamstring injury")
    late = a_month_late(make_squad(cb("hurt", spell))).members[0].spells[0]
    assert end_of(late) == end_of(spell) + dt.timedelta(days=30)


def test_who_is_overdue_is_back_on_time_and_out_if_late():
    spell = make_spell(begins=-60, latest=90)
    found = of(*map(cb, "abc"), cb("hurt", spell), first=day(100))
    assert (found.on_time.level, found.late.level) == (Level.COVERED, Level.THIN)


@pytest.mark.parametrize("kind", [SpellKind.SUSPENSION, SpellKind.INTERNATIONAL])
def test_bans_and_tournaments_end_when_they_end(kind):
    squad = make_squad(cb("away", make_spell(kind, latest=110)))
    assert a_month_late(squad) is squad


def test_who_is_confirmed_back_stays_back():
    squad = make_squad(cb("back", make_spell(returned=3)))
    assert a_month_late(squad) is squad and on_time(squad) is squad


def test_a_report_that_he_is_still_out_overtakes_the_earliest_day():
    spell = make_spell(earliest=5, latest=20, reported=8)
    assert end_of(on_time(make_squad(cb("hurt", spell))).members[0].spells[0]) == day(9)


# Why


def test_it_says_who_is_out_until_when():
    found = of(*map(cb, "abc"), cb("leoni", make_spell(latest=100, reason="ACL tear")))
    assert found.why == ("Leoni is out until 8 Jan 2026 (ACL tear).",)


def test_it_says_whose_contract_ends():
    found = of(*map(cb, "abc"), cb("konate", **contract_until(dt.date(2026, 5, 31))))
    assert found.why[1] == "Konate’s contract ends on 31 May 2026."


def test_who_goes_on_another_day_than_a_seasons_last_was_sold_or_let_go():
    gone = of(*map(cb, "abc"), cb("gomez", **contract_until(day(90))))
    going = of(*map(cb, "abc"), cb("gomez", **contract_until(day(110))))
    assert gone.why[1] == "Gomez left on 30 Dec 2025."
    assert going.why[1] == "Gomez leaves on 19 Jan 2026."


@pytest.mark.parametrize(("end", "told"), [(16, True), (45, True), (46, False)])
def test_it_says_whose_contract_ends_soon_after_the_last_day(end, told):
    found = of(*map(cb, "ab"), cb("konate", **contract_until(LAST + dt.timedelta(days=end))))
    assert any(text.startswith("The contract of Konate") for text in found.why) is told


def test_contracts_and_loans_that_end_then_are_told_apart():
    ends = {"a": dt.date(2026, 6, 30), "b": dt.date(2026, 6, 30)}
    men = [cb(slug, **contract_until(end)) for slug, end in ends.items()]
    found = of(*men, cb("guest", stays=(make_loan(-30, 273),)))
    assert found.why[1:] == (
        "The contracts of A (30 Jun 2026) and B (30 Jun 2026) end soon after these days.",
        "The loan of Guest (30 Jun 2026) ends soon after these days.",
    )


def test_who_has_signed_on_or_is_not_counted_is_not_told():
    end = dt.date(2026, 6, 30)
    extended = (*contract_until(end)["stays"], Stay(ContractKind.PERMANENT, day(274), None))
    hurt = cb("hurt", make_spell(latest=300), **contract_until(end))
    assert "After" not in " ".join(of(cb("a"), cb("on", stays=extended), hurt).why)


def test_it_says_who_was_never_there():
    said = "Only three credible centre-backs are under contract for four places."
    assert of(*map(cb, "abc")).why == (said,)


def test_it_says_that_there_is_nobody_at_all():
    assert of().why == ("No credible centre-back is under contract.",)


def test_it_says_who_is_away_for_a_tournament():
    spell = make_spell(
        SpellKind.INTERNATIONAL, begins=80, latest=110, reason="Africa Cup of Nations"
    )
    found = of(*map(cb, "abc"), cb("salah", spell))
    assert found.why == ("Salah is away until 18 Jan 2026 (Africa Cup of Nations).",)


def test_it_says_whose_loan_ends_and_who_is_lent():
    lent = cb("lent", loans_out=(make_loan(-30, 250, "Como"),))
    guest = cb("guest", stays=(make_loan(-30, 150),))
    why = " ".join(of(cb("a"), cb("b"), lent, guest).why)
    assert "Guest’s loan ends on 27 Feb 2026." in why and "Lent is on loan at Como" in why


def test_it_says_who_is_counted_elsewhere():
    keeper = make_member("both", "GK CB")
    assert "Both is counted at goalkeeper." in of(*map(cb, "abc"), keeper).why


def test_it_is_silent_on_who_left_long_ago_and_on_who_never_counts():
    old = cb("old", **contract_until(day(-90)))
    raw = make_member("raw", emergency="CB")
    assert len(of(*map(cb, "abc"), old, raw).why) == 1


# Properties


@given(squads(), near_days)
def test_a_month_late_never_fills_more_places_and_on_time_never_fewer(squad, on):
    late, presumed, early = (
        filled(depth_chart(one, on)) for one in (a_month_late(squad), squad, on_time(squad))
    )
    for worse, better in ((late, presumed), (presumed, early)):
        assert worse[0] <= better[0] and worse[1] <= better[1]


@given(squads(), near_days, st.integers(0, 90))
def test_no_position_is_better_late_or_worse_on_time(squad, first, days):
    for found in prospects(squad, first, first + dt.timedelta(days=days)).values():
        assert found.late.severity <= found.presumed.severity <= found.on_time.severity


@given(squads(), near_days)
def test_every_need_is_explained(squad, first):
    found = prospects(squad, first, first + dt.timedelta(days=60)).values()
    assert all(bool(one.why) == one.is_need for one in found)


@given(squads(), near_days)
def test_without_spells_nobody_can_be_late(squad, first):
    fit = replace(squad, members=tuple(replace(man, spells=()) for man in squad.members))
    for found in prospects(fit, first, first + dt.timedelta(days=30)).values():
        assert found.late == found.presumed == found.on_time
