"""The admin of scenarios: to find them and to take them away."""

import pytest
from django.urls import reverse

from squads.models import Player
from tests.factories import make_club
from tests.squads.liverpool import make_liverpool
from tests.transfers.factories import make_move, make_scenario
from transfers.models import Scenario

pytestmark = pytest.mark.django_db


def page(name, *args):
    return reverse(f"admin:transfers_scenario_{name}", args=args)


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_asks_no_query_per_row(admin_user, count, django_assert_num_queries):
    for number in range(count):
        make_move(make_scenario(make_club(), name=f"Idea {number}"))
    with django_assert_num_queries(6):
        text = admin_user.get(page("changelist")).text
    assert "Idea 0" in text


def test_scenarios_are_found_by_their_club(admin_user):
    make_scenario(make_club("Everton"), name="Blue idea")
    make_scenario(make_club("Arsenal"), name="Red idea")
    text = admin_user.get(page("changelist"), {"q": "evert"}).text
    assert "Blue idea" in text
    assert "Red idea" not in text


def test_a_scenario_is_shown_with_its_moves_and_not_changed_here(admin_user):
    scenario = make_scenario(make_liverpool())
    make_move(scenario, Player.objects.get(slug="joe-gomez"))
    text = admin_user.get(page("change", scenario.pk)).text
    assert "Joe Gomez" in text
    assert 'name="_save"' not in text
    answer = admin_user.post(page("change", scenario.pk), {"name": "Mine"})
    assert answer.status_code == 403


def test_a_scenario_can_be_taken_away(admin_user, editor):
    scenario = make_scenario()
    assert editor.post(page("delete", scenario.pk), {"post": "yes"}).status_code == 403
    admin_user.post(page("delete", scenario.pk), {"post": "yes"})
    assert not Scenario.objects.exists()
