"""Whatever is asked of the API, it answers as its own description says."""

import pytest
import schemathesis
from django.core.cache import caches
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from config.wsgi import application
from squads.depth import Position
from tests.factories import make_contract, make_injury, make_player
from tests.squads.liverpool import make_liverpool
from tests.transfers.factories import make_link, make_window

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def secure(environ, start_response):
    """Ask the site as its proxy would: under its name, over HTTPS."""
    environ |= {"wsgi.url_scheme": "https", "HTTP_HOST": "localhost"}
    environ.pop("HTTP_ACCEPT_ENCODING", None)  # this client unpacks nothing
    return application(environ, start_response)


schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", secure)
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture
def data(settings):
    """A league with a window, a club with men, injuries and a link; no limit on asking."""
    settings.API_RATE = "1000000/m"
    caches["limits"].clear()
    club = make_liverpool()
    window = make_window(competition=club.competition)
    make_injury(player=make_player(club=club, natural=Position.CB.value))
    make_link(window=window)
    make_contract()


@schema.parametrize()
@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_answers_are_as_described(data, case):
    response = case.call()
    case.validate_response(response, checks=CHECKS)
