"""The depth chart by example: the worked example, levels, order, who is listed and how."""

import dataclasses
import datetime as dt

import pytest

from squads.depth import (
    SEVERITY,
    Availability,
    ContractKind,
    Level,
    Position,
    SpellKind,
    Standing,
    Stay,
    depth_chart,
)
from squads.depth.chart import level_of
from squads.depth.two_deep import LAST_RANK
from tests.squads.depth.builders import (
    ALL_DIFFERENT,
    DAY,
    HERE,
    JOINED,
    SHAPE_541,
    UNTIL,
    counted_in,
    day,
    entry_of,
    filled,
    group_of,
    make_loan,
    make_member,
    make_spell,
    make_squad,
    placed_in,
    slugs_of,
)

INJURY = SpellKind.INJURY


def chart_of(*members, on=DAY, **fields):
    return depth_chart(make_squad(*members, **fields), on)


def backs(number):
    """Return so many natural centre-backs, back-0 first."""
    return [make_member(f"back-{n}", "CB") for n in range(number)]


def level_with(number, shape):
    return group_of(chart_of(*backs(number), shape=shape), "CB").level


# The worked example.

FIT, HURT = dt.date(2025, 9, 20), dt.date(2025, 9, 30)
ACL = dataclasses.replace(make_spell(INJURY, reason="ACL tear"), began_on=dt.date(2025, 9, 24))
LIVERPOOL = make_squad(
    make_member("van-dijk", "CB"),
    make_member("konate", "CB"),
    make_member("gomez", "CB", "RB", standing=Standing.BACKUP),
    make_member("leoni", "CB", standing=Standing.BACKUP, spells=(ACL,)),
    make_member("williams", "CB", standing=Standing.FRINGE),
    make_member("endo", "DM", "CM", "CB", standing=Standing.ROTATION),
    make_member("bradley", "RB"),
    make_member("frimpong", "RWB RB"),
    make_member("gravenberch", "DM"),
    make_member("mac-allister", "CM", "DM"),
    rankings={"CB": "van-dijk konate gomez leoni", "RB": "bradley frimpong gomez"},
)


def without(squad, slug):
    members = tuple(m for m in squad.members if m.slug != slug)
    return dataclasses.replace(squad, members=members)


def joined_by(squad, member):
    return dataclasses.replace(squad, members=(*squad.members, member))


GOMEZ_SOLD = without(LIVERPOOL, "gomez")
NEW_MAN = joined_by(GOMEZ_SOLD, make_member("guehi", "CB"))


@pytest.mark.parametrize(
    ("squad", "on", "counted", "level"),
    [
        (LIVERPOOL, FIT, ["van-dijk", "konate", "gomez", "leoni"], Level.COVERED),
        (LIVERPOOL, HURT, ["van-dijk", "konate", "gomez"], Level.THIN),
        (GOMEZ_SOLD, HURT, ["van-dijk", "konate"], Level.EXPOSED),
        (NEW_MAN, HURT, ["van-dijk", "konate", "guehi"], Level.THIN),
    ],
    ids=["before", "leoni-out", "gomez-to-milan", "new-man"],
)
def test_the_worked_example_comes_out_as_designed(squad, on, counted, level):
    group = group_of(depth_chart(squad, on), "CB")
    found = slugs_of([e for e in group.entries if e.counted])
    assert (found, group.cover, group.level) == (counted, len(counted), level)


@pytest.mark.parametrize("squad", [LIVERPOOL, GOMEZ_SOLD, NEW_MAN])
@pytest.mark.parametrize("slug", ["williams", "endo"])
def test_fringe_and_emergency_men_are_listed_and_never_counted(squad, slug):
    assert not entry_of(depth_chart(squad, HURT), "CB", slug).counted


def test_a_man_for_an_emergency_is_counted_where_he_belongs():
    assert "endo" in counted_in(depth_chart(LIVERPOOL, HURT), "DM")


def test_the_injured_man_sinks_below_the_others_with_his_reason():
    last = group_of(depth_chart(LIVERPOOL, HURT), "CB").entries[-1]
    assert (last.member.slug, last.absent, last.status.reason) == ("leoni", True, "ACL tear")


# Levels.


@pytest.mark.parametrize(
    ("number", "level"),
    [(0, Level.SHORT), (1, Level.EXPOSED), (2, Level.COVERED), (3, Level.DEEP)],
)
def test_a_group_of_one_starter_has_no_thin(number, level):
    assert level_with(number, "CB") == level


@pytest.mark.parametrize(
    ("number", "level"),
    [
        (0, Level.SHORT),
        (1, Level.SHORT),
        (2, Level.EXPOSED),
        (3, Level.THIN),
        (4, Level.COVERED),
        (5, Level.DEEP),
    ],
)
def test_a_group_of_two_starters_has_every_level(number, level):
    assert level_with(number, "CB CB") == level


@pytest.mark.parametrize(
    ("number", "level"),
    [(2, Level.SHORT), (3, Level.EXPOSED), (4, Level.THIN), (5, Level.THIN), (6, Level.COVERED)],
)
def test_a_group_of_three_starters_is_thin_for_longer(number, level):
    assert level_with(number, "CB CB CB") == level


def test_spare_men_do_not_make_a_group_deep_that_is_not_covered():
    assert level_of(3, 2, spare=True) == Level.THIN


@pytest.mark.parametrize(
    "further",
    [
        make_member("z", "CB", standing=Standing.FRINGE),
        make_member("z", "CB", standing=Standing.PROSPECT),
        make_member("z", emergency="CB"),
        make_member("z", "CB", spells=(make_spell(INJURY, chance=49),)),
        make_member("z", "CB", spells=(make_spell(INJURY, latest=9),)),
        make_member("z", "CB", loans_out=(make_loan(-9, 9),)),
    ],
    ids=["fringe", "prospect", "emergency", "doubtful", "out", "on-loan"],
)
def test_who_cannot_be_counted_makes_no_group_deep(further):
    chart = chart_of(*backs(2), further, shape="CB")
    assert group_of(chart, "CB").level == Level.COVERED


def test_a_man_counted_elsewhere_makes_no_group_deep():
    chart = chart_of(*backs(2), make_member("z", "RB", "CB"), shape="CB RB")
    assert group_of(chart, "CB").level == Level.COVERED


@pytest.mark.parametrize("standing", [Standing.FIRST_CHOICE, Standing.ROTATION, Standing.BACKUP])
def test_men_of_credible_standing_are_counted(standing):
    assert counted_in(chart_of(make_member("ada", "CB", standing=standing)), "CB") == ["ada"]


@pytest.mark.parametrize("standing", [Standing.PROSPECT, Standing.FRINGE])
def test_men_of_other_standing_are_not(standing):
    assert counted_in(chart_of(make_member("ada", "CB", standing=standing)), "CB") == []


def test_a_man_for_an_emergency_is_not_counted_where_he_is_the_only_one():
    assert counted_in(chart_of(make_member("ada", emergency="CB")), "CB") == []


def test_levels_are_ordered_worst_first():
    assert sorted(Level, key=SEVERITY.__getitem__) == [
        "short",
        "exposed",
        "thin",
        "covered",
        "deep",
    ]


@pytest.mark.parametrize(
    ("number", "thin"), [(1, True), (2, True), (3, True), (4, False), (5, False)]
)
def test_anything_under_covered_is_a_thin_position(number, thin):
    assert group_of(chart_of(*backs(number)), "CB").is_thin is thin


def test_missing_places_are_what_the_target_lacks():
    assert group_of(chart_of(*backs(3)), "CB").missing == 1


def test_thin_positions_come_worst_first_then_by_missing_places():
    men = [
        *backs(3),
        make_member("rb", "RB"),
        make_member("dm-1", "DM"),
        make_member("dm-2", "DM"),
    ]
    chart = chart_of(*men, shape="GK RB CB CB DM DM ST ST")
    assert [g.position for g in chart.thin] == ["ST", "GK", "DM", "RB", "CB"]


# Who is counted where.


@pytest.mark.parametrize(("chance", "counted"), [(49, []), (50, ["ada"])])
def test_a_doubtful_man_is_counted_from_fifty_per_cent(chance, counted):
    ada = make_member("ada", "CB", spells=(make_spell(INJURY, chance=chance),))
    assert counted_in(chart_of(ada), "CB") == counted


def test_a_doubtful_man_does_not_sink_below_the_line():
    ada = make_member("ada", "CB", spells=(make_spell(INJURY, chance=10),))
    assert not entry_of(chart_of(ada), "CB", "ada").absent


def test_a_man_listed_in_two_groups_is_marked_where_he_is_not_counted():
    chart = chart_of(make_member("ada", "CB", "RB"), shape="CB RB")
    assert entry_of(chart, "RB", "ada").shared_with == Position.CB


def test_a_man_is_not_marked_as_shared_where_he_is_counted():
    chart = chart_of(make_member("ada", "CB", "RB"), shape="CB RB")
    assert entry_of(chart, "CB", "ada").shared_with is None


def test_a_man_counted_nowhere_is_not_marked_as_shared():
    chart = chart_of(make_member("ada", "CB RB", standing=Standing.FRINGE), shape="CB RB")
    assert entry_of(chart, "RB", "ada").shared_with is None


def test_a_man_counted_by_kinship_is_marked_so():
    entry = entry_of(chart_of(make_member("ada", "RB"), shape="RWB"), "RWB", "ada")
    assert (entry.counted, entry.by_kinship, entry.aptitude) == (True, True, "capable")


def test_an_irreplaceable_man_is_marked_only_where_he_is_counted():
    chart = chart_of(make_member("ada", "CB", "RB"), make_member("bob", "RB"), shape="CB RB")
    found = {
        g.position: [e.member.slug for e in g.entries if e.irreplaceable] for g in chart.groups
    }
    assert found == {"CB": ["ada"], "RB": ["bob"]}


def test_a_tie_goes_to_the_main_position():
    ada, bob = make_member("ada", "CB RB"), make_member("bob", "RB CB")
    chart = chart_of(bob, ada, shape="CB RB")
    assert (counted_in(chart, "CB"), counted_in(chart, "RB")) == (["ada"], ["bob"])


# Order.


def test_counted_men_come_in_the_clubs_order():
    chart = chart_of(*backs(4), rankings={"CB": "back-2 back-0 back-3 back-1"})
    found = [(e.member.slug, e.string) for e in group_of(chart, "CB").entries]
    assert found == [("back-2", 1), ("back-0", 1), ("back-3", 2), ("back-1", 2)]


def test_a_natural_man_is_counted_before_a_capable_one_whom_the_club_ranks_higher():
    men = [make_member("ada", capable="CB"), make_member("bob", "CB")]
    chart = chart_of(*men, shape="CB", rankings={"CB": "ada bob"})
    assert counted_in(chart, "CB") == ["bob", "ada"]


def test_within_a_string_too_the_natural_man_comes_first():
    men = [make_member("ada", capable="CB"), make_member("bob", "CB")]
    chart = chart_of(*men, shape="CB CB", rankings={"CB": "ada bob"})
    assert counted_in(chart, "CB") == ["bob", "ada"]


def test_counted_men_come_by_string_also_where_ranks_no_longer_tell_them_apart():
    men = [make_member("ada", "CB", standing=Standing.BACKUP), make_member("bob", "CB")]
    order = " ".join([*(f"gone-{n}" for n in range(LAST_RANK)), "ada", "bob"])
    chart = chart_of(*men, shape="CB", rankings={"CB": order})
    assert counted_in(chart, "CB") == ["bob", "ada"]


def test_a_capable_man_waits_before_a_natural_one_whom_the_club_ranks_lower():
    fringe = {"standing": Standing.FRINGE}
    men = [make_member("ada", "CB", **fringe), make_member("bob", capable="CB", **fringe)]
    chart = chart_of(*men, rankings={"CB": "bob ada"})
    assert slugs_of(group_of(chart, "CB").entries) == ["bob", "ada"]


def test_who_is_not_ranked_comes_after_all_who_are():
    chart = chart_of(*backs(3), rankings={"CB": "somebody-gone back-2"})
    assert counted_in(chart, "CB") == ["back-2", "back-0", "back-1"]


def test_men_beyond_the_last_rank_are_still_listed_before_the_unranked():
    slugs = [*(f"gone-{n}" for n in range(LAST_RANK + 5)), "zoe"]
    men = [make_member(s, "CB", standing=Standing.FRINGE) for s in ("ada", "zoe")]
    chart = chart_of(*men, rankings={"CB": " ".join(slugs)})
    assert slugs_of(group_of(chart, "CB").entries) == ["zoe", "ada"]


def test_a_ranking_counts_in_its_own_position_only():
    chart = chart_of(*backs(2), shape="CB", rankings={"RB": "back-1 back-0"})
    assert counted_in(chart, "CB") == ["back-0", "back-1"]


def test_the_others_come_in_the_clubs_order_then_emergencies_then_the_absent():
    hurt = {"spells": (make_spell(INJURY, latest=9),)}
    gone = {"loans_out": (make_loan(-9, 9),)}
    men = [
        *backs(2),
        make_member("a-lent", "CB", **gone),
        make_member("b-hurt", "CB", **hurt),
        make_member("c-hurt-first", "CB", **hurt),
        make_member("d-emergency", emergency="CB"),
        make_member("e-fringe", capable="CB", standing=Standing.FRINGE),
        make_member("f-prospect", "CB", standing=Standing.PROSPECT),
        make_member("g-ranked", "CB", standing=Standing.FRINGE),
    ]
    ranked = "back-0 back-1 g-ranked a-lent c-hurt-first d-emergency"
    chart = chart_of(*men, shape="CB", rankings={"CB": ranked})
    assert slugs_of(group_of(chart, "CB").entries) == [
        "back-0",
        "back-1",
        "g-ranked",
        "f-prospect",
        "e-fringe",
        "d-emergency",
        "c-hurt-first",
        "b-hurt",
        "a-lent",
    ]


def test_men_who_wait_at_one_rank_come_by_standing_then_slug():
    fringe, prospect = Standing.FRINGE, Standing.PROSPECT
    men = [
        make_member("ada", "CB", standing=fringe),
        make_member("cal", "CB", standing=prospect),
        make_member("bob", "CB", standing=prospect),
    ]
    assert slugs_of(group_of(chart_of(*men), "CB").entries) == ["bob", "cal", "ada"]


def test_groups_come_from_goalkeeper_to_striker():
    positions = [g.position for g in chart_of(shape="ST CB GK CB").groups]
    assert positions == ["GK", "CB", "ST"]


# Who is listed.


def test_a_man_without_a_position_is_unplaced_and_not_dropped():
    assert slugs_of(chart_of(make_member("ada")).unplaced) == ["ada"]


def test_a_man_whose_positions_the_formation_lacks_is_unplaced():
    chart = chart_of(make_member("ada", "LWB"), shape="GK CB RB")
    assert slugs_of(chart.unplaced) == ["ada"]


def test_a_man_listed_in_a_group_only_for_an_emergency_is_not_unplaced():
    assert chart_of(make_member("ada", emergency="CB")).unplaced == ()


def test_an_unplaced_man_keeps_his_status_and_contract():
    (entry,) = chart_of(make_member("ada", spells=(make_spell(INJURY, latest=9),))).unplaced
    assert (entry.position, entry.status.availability, entry.contract_until) == (
        None,
        Availability.OUT,
        UNTIL,
    )


def test_a_man_who_has_left_or_not_yet_come_is_not_listed():
    stays = ((Stay(ContractKind.PERMANENT, JOINED, day(-1)),), (make_loan(1, 90),))
    chart = chart_of(*(make_member(f"man-{n}", "CB", stays=s) for n, s in enumerate(stays)))
    assert (chart.members, group_of(chart, "CB").entries, chart.unplaced) == ((), (), ())


def test_a_man_on_loan_elsewhere_is_listed_and_not_counted():
    chart = chart_of(make_member("ada", "CB", loans_out=(make_loan(-9, 9),)))
    entry = entry_of(chart, "CB", "ada")
    assert (entry.counted, entry.absent, entry.irreplaceable) == (False, True, False)


def test_a_man_on_loan_elsewhere_shows_his_contract_here():
    chart = chart_of(make_member("ada", "CB", loans_out=(make_loan(-9, 9),)))
    entry = entry_of(chart, "CB", "ada")
    assert (entry.contract_until, entry.loan_in) == (UNTIL, False)


def test_a_man_on_loan_here_is_counted_and_marked():
    entry = entry_of(chart_of(make_member("ada", "CB", stays=(make_loan(-9, 9),))), "CB", "ada")
    assert (entry.counted, entry.loan_in, entry.contract_until) == (True, True, day(9))


def test_a_man_of_our_own_is_not_marked_as_a_loan():
    assert not entry_of(chart_of(make_member("ada", "CB", stays=(HERE,))), "CB", "ada").loan_in


def test_all_men_of_the_day_are_members_of_the_chart_in_the_order_of_slugs():
    chart = chart_of(make_member("zoe", "CB"), make_member("ada"))
    assert slugs_of(chart.members) == ["ada", "zoe"]


def test_a_derived_standing_is_marked_and_used():
    ada = make_member("ada", "CB", standing=None, minutes=500)
    entry = entry_of(chart_of(ada, minutes_played=540), "CB", "ada")
    assert (entry.standing, entry.standing_derived) == (Standing.FIRST_CHOICE, True)


# At the edges.


def test_an_empty_squad_is_short_everywhere():
    chart = chart_of()
    assert {(g.level, g.cover, g.entries) for g in chart.groups} == {(Level.SHORT, 0, ())}


def test_a_day_before_the_club_has_any_data_lists_nobody_and_is_short_everywhere():
    chart = depth_chart(LIVERPOOL, dt.date(1990, 1, 1))
    assert (chart.members, {g.level for g in chart.groups}) == ((), {Level.SHORT})


def test_eleven_goalkeepers_cover_one_position_deeply_and_no_other():
    chart = chart_of(*(make_member(f"keeper-{n}", "GK") for n in range(11)))
    levels = {g.position: g.level for g in chart.groups}
    assert (levels.pop(Position.GK), set(levels.values())) == (Level.DEEP, {Level.SHORT})


def test_of_eleven_goalkeepers_two_are_counted_and_eleven_listed():
    chart = chart_of(*(make_member(f"keeper-{n}", "GK") for n in range(11)))
    assert (filled(chart), len(group_of(chart, "GK").entries)) == ((1, 2), 11)


def test_a_formation_of_eleven_different_positions_has_eleven_groups_of_two():
    chart = chart_of(shape=ALL_DIFFERENT)
    assert [g.group.target for g in chart.groups] == [2] * 11


def test_a_5_4_1_is_filled_from_natural_men_and_their_kin():
    shape = f"{SHAPE_541} {SHAPE_541}"
    names = [name.replace("RWB", "RB").replace("LM", "LWB") for name in shape.split()]
    men = [make_member(f"man-{n:02}", name) for n, name in enumerate(names)]
    assert filled(chart_of(*men, shape=SHAPE_541)) == (11, 22)


def test_a_formation_without_slots_leaves_everybody_unplaced():
    chart = chart_of(*backs(2), shape="")
    assert (chart.groups, slugs_of(chart.unplaced)) == ((), ["back-0", "back-1"])


def test_the_chart_tells_its_day_and_formation():
    chart = chart_of(on=day(3), shape="GK CB")
    assert (chart.on, chart.formation.name) == (day(3), "GK CB")


def test_sixty_men_who_can_all_play_everywhere_stand_exactly_in_the_clubs_order():
    # Only the sum of ranks tells their boards apart: by one, in a number of fourteen digits.
    # Men who have gone push the ranks up to the last that counts, where the digits are widest.
    positions = "GK RB CB LB DM RW AM LW ST"
    men = [make_member(f"man-{n:03}", positions) for n in range(60)]
    gone = [f"gone-{n}" for n in range(LAST_RANK - 59)]
    order = " ".join([*gone, *(f"man-{n:03}" for n in (*range(0, 60, 2), *range(1, 60, 2)))])
    chart = chart_of(*men, rankings=dict.fromkeys(positions.split(), order))
    places = {s: {e.member.slug for e in placed_in(chart) if e.string == s} for s in (1, 2)}
    assert places == {
        1: {f"man-{n:03}" for n in range(0, 22, 2)},
        2: {f"man-{n:03}" for n in range(22, 44, 2)},
    }
