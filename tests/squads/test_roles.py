"""Readers and analysts change nothing; each refusing view is named here."""

import json

import pytest
from django.urls import reverse

from squads import moves
from squads.models import Change, Club, Contract, Injury, NewsItem, Outlet, Player
from tests.factories import make_club, make_injury, make_player

pytestmark = pytest.mark.django_db
VIEWS = [
    "player_edit",
    "injury_add",
    "absence_add",
    "spell_return",
    "spell_back",
    "injury_doubt",
    "contract_standing",
    "contract_change",
    "ranking_move",
    "change_undo",
]
SENT = {
    "diagnosis": "Knock",
    "kind": "injury",
    "began_on": "2025-09-30",
    "expected_until": "2025-12-24",
    "returned_on": "2025-09-30",
    "chance": "25",
    "standing": "fringe",
    "place": "1",
    "ends_on": "2029-06-30",
    "squad_number": "7",
    "link": "https://www.bbc.co.uk/sport/joe-out-for-weeks",
    "version": "2",
}


@pytest.fixture
def url(request):
    club = make_club("Reds")
    injury = make_injury(player=make_player("Joe", club=club, natural="CB"))
    change = moves.mark_doubtful(injury, by=None, chance=75)
    args = {
        "player_edit": ["joe"],
        "injury_add": ["joe"],
        "absence_add": ["joe"],
        "spell_return": ["injuries", injury.pk],
        "spell_back": ["injuries", injury.pk],
        "injury_doubt": [injury.pk],
        "contract_standing": [Contract.objects.get().pk],
        "contract_change": [Contract.objects.get().pk],
        "ranking_move": ["reds", "CB", "joe"],
        "change_undo": [change.pk],
    }
    return reverse(f"squads:{request.param}", args=args[request.param])


every_view = pytest.mark.parametrize("url", VIEWS, indirect=True)


def state():
    """Return what a change of any kind would alter."""
    tables = (Injury, Contract, Player, Club, Change, NewsItem, Outlet)
    return [list(table.objects.order_by("pk").values()) for table in tables]


@every_view
def test_a_reader_is_sent_to_sign_in(reader, url):
    assert reader.get(url).url == f"/login/?next={url}"


@every_view
def test_a_reader_s_browser_with_script_is_sent_to_sign_in(htmx, url):
    page = {"HX-Current-URL": "http://testserver/clubs/reds/"}
    assert htmx.get(url, headers=page)["HX-Redirect"] == "/login/?next=/clubs/reds/"


@every_view
def test_what_htmx_posts_signed_out_is_refused_where_it_stands(htmx, url):
    assert htmx.post(url, SENT).status_code == 401


@every_view
def test_the_refusal_tells_where_to_sign_in(htmx, url):
    page = {"HX-Current-URL": "http://testserver/clubs/reds/"}
    told = htmx.post(url, SENT, headers=page)["HX-Trigger"]
    assert json.loads(told) == {"signed-out": {"at": "/login/?next=/clubs/reds/"}}


@every_view
def test_a_reader_changes_nothing(reader, url):
    before = state()
    reader.post(url, SENT)
    assert state() == before


@every_view
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_analyst_is_refused(analyst, url, method):
    assert getattr(analyst, method)(url, SENT).status_code == 403


@every_view
def test_an_analyst_changes_nothing(analyst, url):
    before = state()
    analyst.post(url, SENT)
    assert state() == before


@every_view
def test_an_editor_may_open_it(editor, url):
    assert editor.get(url).status_code == 200


@every_view
def test_an_administrator_may_open_it(admin_client, url):
    assert admin_client.get(url).status_code == 200


@every_view
def test_other_methods_are_not_answered(editor, url):
    assert editor.delete(url).status_code == 405
