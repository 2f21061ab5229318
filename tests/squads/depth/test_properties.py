"""What holds for every squad."""

import dataclasses
import random

from hypothesis import given
from hypothesis import strategies as st

from squads.depth import Availability, ContractKind, Standing, availability_on, depth_chart
from squads.depth.aptitude import aptitudes
from squads.depth.two_deep import CREDIBLE_APTITUDES
from tests.squads.depth.builders import (
    DAY,
    board,
    filled,
    members,
    near_days,
    placed_in,
    slugs_of,
    spells,
    squads,
)

SHELF = [
    Availability.LEFT,
    Availability.ON_LOAN,
    Availability.INELIGIBLE,
    Availability.SUSPENDED,
    Availability.OUT,
    Availability.AWAY,
    Availability.DOUBTFUL,
    Availability.AVAILABLE,
]


@given(squads())
def test_no_player_fills_two_places(squad):
    slugs = slugs_of(placed_in(depth_chart(squad, DAY)))
    assert len(slugs) == len(set(slugs))


@given(squads(), st.data())
def test_another_credible_man_never_lowers_what_is_filled(squad, data):
    newcomer = data.draw(members("newcomer", fit=True))
    more = dataclasses.replace(squad, members=(*squad.members, newcomer))
    before, after = filled(depth_chart(squad, DAY)), filled(depth_chart(more, DAY))
    assert after[0] >= before[0] and after[1] >= before[1]


@given(squads().filter(lambda squad: squad.members), st.data())
def test_a_man_less_never_raises_what_is_filled(squad, data):
    gone = data.draw(st.sampled_from(squad.members))
    fewer = dataclasses.replace(squad, members=tuple(m for m in squad.members if m is not gone))
    before, after = filled(depth_chart(squad, DAY)), filled(depth_chart(fewer, DAY))
    assert after[0] <= before[0] and after[1] <= before[1]


@given(squads(), st.randoms(use_true_random=False))
def test_the_order_of_what_comes_in_changes_nothing(squad, rng):
    assert board(depth_chart(shuffled(squad, rng), DAY)) == board(depth_chart(squad, DAY))


def shuffled(squad, rng: random.Random):
    """Return the same squad in another order; a man's first position stays his main one."""

    def mixed(things):
        return tuple(rng.sample(things, len(things)))

    return dataclasses.replace(
        squad,
        members=mixed(
            [
                dataclasses.replace(
                    member,
                    spells=mixed(member.spells),
                    stays=mixed(member.stays),
                    loans_out=mixed(member.loans_out),
                    positions=(*member.positions[:1], *mixed(member.positions[1:])),
                )
                for member in squad.members
            ]
        ),
        rankings=dict(mixed(list(squad.rankings.items()))),
        formation=dataclasses.replace(squad.formation, slots=mixed(squad.formation.slots)),
    )


@given(squads())
def test_cover_is_who_is_counted_and_never_exceeds_the_target(squad):
    for group in depth_chart(squad, DAY).groups:
        counted = [entry.string for entry in group.entries if entry.counted]
        assert group.cover == len(counted) <= group.group.target
        assert counted.count(1) == min(group.group.starters, group.cover)


@given(squads())
def test_nobody_unavailable_not_credible_or_not_eligible_is_placed(squad):
    chart = depth_chart(squad, DAY)
    for entry in placed_in(chart):
        status = availability_on(entry.member, DAY)
        fit_enough = status.availability is Availability.DOUBTFUL and status.chance >= 50
        assert status.availability is Availability.AVAILABLE or fit_enough
        assert entry.standing not in (Standing.PROSPECT, Standing.FRINGE)
        assert aptitudes(entry.member)[entry.position][0] in CREDIBLE_APTITUDES


@given(squads(), near_days)
def test_whoever_is_under_contract_is_listed_or_unplaced(squad, on):
    chart = depth_chart(squad, on)
    listed = {slug for group in chart.groups for slug in slugs_of(group.entries)}
    here = {m.slug for m in squad.members if any(stay.covers(on) for stay in m.stays)}
    assert listed | set(slugs_of(chart.unplaced)) == here
    assert listed.isdisjoint(slugs_of(chart.unplaced))


@given(squads())
def test_a_group_lists_exactly_who_can_play_there(squad):
    chart = depth_chart(squad, DAY)
    for group in chart.groups:
        able = {m.member.slug for m in chart.members if group.position in aptitudes(m.member)}
        assert set(slugs_of(group.entries)) == able


@given(squads())
def test_the_absent_come_after_all_others(squad):
    for group in depth_chart(squad, DAY).groups:
        bands = [(entry.absent, not entry.counted, entry.string or 0) for entry in group.entries]
        assert bands == sorted(bands)


@given(squads())
def test_without_an_irreplaceable_man_a_first_string_place_stays_empty(squad):
    chart = depth_chart(squad, DAY)
    for entry in placed_in(chart):
        fewer = tuple(m for m in squad.members if m.slug != entry.member.slug)
        left = filled(depth_chart(dataclasses.replace(squad, members=fewer), DAY))[0]
        assert entry.irreplaceable is (left < filled(chart)[0])


@given(members("ada"), spells(key="another"), near_days)
def test_another_spell_never_makes_a_man_more_available(member, spell, on):
    worse = dataclasses.replace(member, spells=(*member.spells, spell))
    before, after = availability_on(member, on), availability_on(worse, on)
    assert SHELF.index(after.availability) <= SHELF.index(before.availability)
    assert before.counts or not after.counts


@given(members("ada"), near_days)
def test_an_availability_agrees_with_its_facts(member, on):
    status = availability_on(member, on)
    permanent = any(s.covers(on) for s in member.stays if s.kind is ContractKind.PERMANENT)
    lent = permanent and any(loan.covers(on) for loan in member.loans_out)
    here = any(stay.covers(on) for stay in member.stays)
    assert (status.availability is Availability.LEFT) is (not here)
    assert (status.availability is Availability.ON_LOAN) is lent
    assert (status.chance is not None) is (status.availability is Availability.DOUBTFUL)
    assert not status.overdue or status.availability is Availability.AVAILABLE
    assert status.back_on is None or status.forecast_on is None
