"""A made-up world: like a real one, the same for a seed, and taken away without a trace."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from squads.depth import THIN_LEVELS, depth_chart
from squads.models import Club, Competition, Contract, Injury, Player, SearchKey
from tests.factories import make_club, make_formation, make_player
from transfers.loading import horizon_of, squads_on
from transfers.models import Training, Window
from transfers.worlds import make_world, remove_world

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 9, 30)
TABLES = (Player, Club, Competition, Contract, Injury, SearchKey, Training, Window)


def call(*args):
    out = StringIO()
    call_command("generate_world", *args, stdout=out)
    return out.getvalue()


def everybody():
    columns = "slug", "born_on", "contracts__ends_on", "positions__position"
    return list(Player.objects.order_by(*columns).values_list(*columns))


@pytest.fixture
def world():
    for name in ("4-2-3-1", "3-5-2"):
        make_formation(name)
    make_world(3, 1, TODAY)


def test_it_keeps_every_rule_over_all_data(world):
    call_command("check_data", stdout=StringIO())


def test_its_clubs_have_charts_and_windows_and_some_thin_positions(world):
    clubs = list(Club.objects.charted())
    charts = [depth_chart(squad, TODAY) for squad in squads_on(clubs, TODAY).values()]
    levels = [group.level for chart in charts for group in chart.groups]
    thin = [level for level in levels if level in THIN_LEVELS]
    assert len(charts) == 3
    assert all(25 <= len(chart.members) <= 33 for chart in charts)
    assert 0 < len(thin) < len(levels) / 2
    assert horizon_of(clubs[0], TODAY).window.name == "Winter 2025/26"


def test_one_seed_makes_one_world_and_another_another(world):
    first = everybody()
    remove_world()
    make_world(3, 1, TODAY)
    assert everybody() == first
    remove_world()
    make_world(3, 2, TODAY)
    assert everybody() != first


def test_removing_it_leaves_everything_else_as_it_was():
    make_player("Real", club=make_club("Real Club"), natural="CB")
    before = [table.objects.count() for table in TABLES]
    assert "1 clubs" in call("--clubs", "1")
    call("--remove")
    assert [table.objects.count() for table in TABLES] == before
    assert not Player.history.exclude(slug="real").exists()


def test_a_world_is_not_made_twice(world):
    with pytest.raises(CommandError, match="called “world-…” already"):
        call("--clubs", "1")


def test_a_world_needs_a_formation():
    with pytest.raises(CommandError, match="Load the seeds first"):
        call("--clubs", "1")


def test_a_world_where_somebody_else_has_signed_stays(world):
    make_player("Real", club=Club.objects.first())
    with pytest.raises(CommandError, match="Somebody else is at one of its clubs"):
        call("--remove")
    assert Club.objects.count() == 3
