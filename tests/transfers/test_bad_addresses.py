"""What no text can hold is nobody's name, on either database."""

import pytest

from tests.factories import make_club
from tests.transfers.linked import make_world

pytestmark = pytest.mark.django_db
NUL = "%00"


@pytest.mark.parametrize("where", ["/links/add/?player=", "/clubs/{}/scenarios/add/?player="])
def test_a_player_that_cannot_be_named_is_left_out(analyst, where):
    url = where.format(make_club().slug) + NUL
    assert analyst.get(url).status_code == 200


def test_a_scenario_of_a_man_that_cannot_be_named_is_refused(analyst):
    url = f"/clubs/{make_club().slug}/scenarios/add/"
    assert analyst.post(url, {"player": "\x00"}).status_code == 422


def test_nobody_that_cannot_be_named_is_shortlisted(analyst):
    make_world()
    url = "/clubs/reds/candidates/CB/shortlist/"
    assert analyst.post(url, {"player": "\x00"}).status_code == 404
