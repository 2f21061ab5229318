"""A club's shortlist for a position: seen and kept by who may plan, by nobody else."""

import pytest
from django.urls import reverse

from squads.depth import Position
from tests.factories import make_club, make_player
from tests.squads.test_races import at_once, kinds
from transfers.models import Shortlisted
from transfers.moves import shortlists

pytestmark = pytest.mark.django_db
CB = Position.CB
LIST = "/clubs/reds/candidates/CB/"


@pytest.fixture
def reds():
    return make_club("Reds")


@pytest.fixture
def listed(reds, analyst):
    """Three men of another club on the shortlist, in the order of their names."""
    blues = make_club("Blues")
    men = [make_player(name, club=blues, natural="CB") for name in ("Ada", "Ben", "Cid")]
    return [shortlists.shortlist(reds, CB, man, by=analyst.user) for man in men]


def order():
    return list(Shortlisted.objects.order_by("rank").values_list("player__known_as", "rank"))


def send(visitor, name, *args, **data):
    return visitor.post(reverse(f"transfers:shortlist_{name}", args=args), data)


def test_an_analyst_puts_a_man_on_the_list_and_sees_him_there(analyst, reds):
    make_player("Ada", club=make_club("Blues"), natural="CB")
    page = send(analyst.htmx, "add", "reds", "CB", player="ada")
    assert "Ada is now number 1 on the shortlist for centre-back." in page.text
    assert "chart-changed" in page.headers["HX-Trigger"]
    assert 'id="shortlisted-' in analyst.get(LIST).text
    answer = send(analyst, "add", "reds", "CB", player="ada", next=LIST)
    assert answer.status_code == 422


def test_a_plain_browser_goes_back_to_the_list(analyst, reds):
    make_player("Ada", club=make_club("Blues"), natural="CB")
    answer = send(analyst, "add", "reds", "CB", player="ada", next=f"{LIST}?foot=left")
    assert (answer.status_code, answer.url) == (302, f"{LIST}?foot=left")


def test_the_clubs_own_man_is_refused(analyst, reds):
    make_player("Own", club=reds, natural="CB")
    answer = send(analyst.htmx, "add", "reds", "CB", player="own")
    assert answer.status_code == 422
    assert "He is at the club already." in answer.text


def test_a_list_has_an_end(analyst, listed, monkeypatch):
    monkeypatch.setattr(shortlists, "MOST", 3)
    make_player("Dan", club=make_club("Whites"), natural="CB")
    assert "at most 3 men" in send(analyst.htmx, "add", "reds", "CB", player="dan").text


def test_a_man_moves_up_and_those_between_make_room(analyst, listed):
    send(analyst, "move", listed[2].pk, step="up")
    send(analyst, "move", listed[2].pk, step="up")
    assert order() == [("Cid", 1), ("Ada", 2), ("Ben", 3)]
    send(analyst, "move", listed[2].pk, step="up")
    assert order() == [("Cid", 1), ("Ada", 2), ("Ben", 3)]


def test_who_is_taken_off_leaves_no_gap(analyst, listed):
    send(analyst, "remove", listed[0].pk)
    assert order() == [("Ben", 1), ("Cid", 2)]


def test_a_man_who_has_signed_meanwhile_is_marked(analyst, listed, reds):
    listed[0].player.contracts.update(club=reds)
    assert "he is at the club by now" in analyst.get(LIST).text


def test_a_note_is_kept(analyst, listed):
    send(analyst, "note", listed[0].pk, note="Free in June", seen="")
    assert 'value="Free in June"' in analyst.get(LIST).text


def test_a_note_that_somebody_else_has_changed_is_not_overwritten(analyst, listed):
    send(analyst, "note", listed[0].pk, note="Theirs", seen="")
    answer = send(analyst.htmx, "note", listed[0].pk, note="Mine", seen="")
    assert answer.status_code == 409
    assert "“Theirs”" in answer.text
    assert "“Mine”" in answer.text
    listed[0].refresh_from_db()
    assert listed[0].note == "Theirs"


@pytest.mark.parametrize("name", ["move", "note", "remove"])
def test_who_is_off_the_list_meanwhile_is_told_so(analyst, listed, name):
    shortlists.take_off(listed[0])
    answer = send(analyst.htmx, name, listed[0].pk, step="up", note="x")
    assert answer.status_code == 409
    assert "taken him off the shortlist" in answer.text


def test_a_note_that_is_too_long_is_refused(analyst, listed):
    answer = send(analyst, "note", listed[0].pk, note="x" * 301, seen="")
    assert answer.status_code == 422


@pytest.mark.parametrize("name", ["add", "move", "note", "remove"])
def test_readers_and_editors_change_nothing(reader, editor, listed, name):
    args = ["reds", "CB"] if name == "add" else [listed[0].pk]
    before = order()
    sent = {"player": "ada", "step": "down", "note": "x"}
    assert send(editor, name, *args, **sent).status_code == 403
    assert send(reader, name, *args, **sent).status_code == 401
    assert send(reader.htmx, name, *args, **sent).status_code == 401
    listed[0].refresh_from_db()
    assert (order(), listed[0].note) == (before, "")


def test_readers_and_editors_do_not_see_it(reader, editor, listed):
    assert "Shortlist" not in reader.get(LIST).text
    assert "Shortlist" not in editor.get(LIST).text


def test_an_open_page_sees_a_new_order_and_is_left_alone_without_one(analyst, listed):
    have = analyst.get(LIST).context["live"]["have"]
    asks = {"headers": {"Twodeep-Have": have, "HX-Request": "true"}}
    assert analyst.get(LIST, **asks).status_code == 204
    send(analyst, "move", listed[2].pk, step="up")
    assert analyst.get(LIST, **asks).status_code == 200


def test_the_admin_finds_who_is_wanted(admin_user, listed):
    page = admin_user.get(reverse("admin:transfers_shortlisted_changelist"), {"q": "reds ben"})
    assert "Ben" in page.text and "Ada" not in page.text


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_who_change_one_list_at_once_lose_nobody(listed, analyst, reds):
    dan = make_player("Dan", club=make_club("Whites"), natural="CB")
    came = at_once(
        lambda: shortlists.shortlist(reds, CB, dan, by=analyst.user),
        lambda: shortlists.move_by(listed[2], -1),
        lambda: shortlists.shortlist(reds, CB, dan, by=analyst.user),
        by=reds,
    )
    assert kinds(came) == ["Refused", "Shortlisted", "int"]
    assert order() == [("Ada", 1), ("Cid", 2), ("Ben", 3), ("Dan", 4)]
