"""An open page asks whether it is still true; a reader's comes from a cache until it is not."""

import datetime as dt
import re

import pytest
from django.core.cache import cache

from squads import moves
from squads.models import Club, DataSet, Player
from squads.pages.keys import site_key, watch
from tests.factories import make_club, make_elsewhere, make_loan, make_player
from tests.squads.liverpool import make_liverpool

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CHART = "/clubs/liverpool/"
PLAYER = "/players/joe-gomez/"
LISTS = ["/", "/thin/", "/injuries/"]
PAGES = [*LISTS, CHART, PLAYER]
ASKED = [
    *PAGES,
    "/?q=liv",
    "/?on=2025-09-20",
    "/thin/?level=thin&position=CB",
    "/injuries/?part=knee&by=return",
    "/injuries/?sort=-since",
    CHART + "?view=table&on=2025-09-20",
    PLAYER + "?on=2025-09-20",
]


@pytest.fixture(autouse=True)
def liverpool():
    return make_liverpool()


def attribute(response, name) -> str:
    return re.search(rf' {name}="([^"]*)"', response.text)[1]


def have(visitor, url) -> str:
    """Return the state that an open page shows."""
    return attribute(visitor.get(url), "data-have")


def ask(visitor, url, key):
    """Ask as an open page does that shows this state."""
    return visitor.htmx.get(url, headers={"Twodeep-Have": key})


def touch(slug="liverpool"):
    Club.objects.filter(slug=slug).touch()


def report_konate():
    konate = Player.objects.get(slug="ibrahima-konate")
    fields = {"diagnosis": "Knee injury", "began_on": dt.date(2025, 9, 30)}
    moves.report_injury(konate, by=None, **fields)


# Nothing new


@pytest.mark.parametrize("url", ASKED)
def test_an_open_page_that_is_still_true_is_told_so_with_204(reader, url):
    response = ask(reader, url, have(reader, url))
    assert (response.status_code, response.content) == (204, b"")


@pytest.mark.parametrize("url", PAGES)
def test_an_editor_s_open_page_is_told_so_too(editor, url):
    assert ask(editor, url, have(editor, url)).status_code == 204


@pytest.mark.parametrize("url", PAGES)
def test_nothing_new_costs_an_editor_one_query(editor, django_assert_num_queries, url):
    key = have(editor, url)
    with django_assert_num_queries(1):
        ask(editor, url, key)


@pytest.mark.parametrize("url", PAGES)
def test_an_open_page_gets_its_fragment_once_something_has_changed(reader, url):
    key = have(reader, url)
    touch()
    response = ask(reader, url, key)
    assert response.status_code == 200 and attribute(response, "data-have") != key


def test_an_answer_of_nothing_new_is_kept_by_nobody(reader):
    response = ask(reader, CHART, have(reader, CHART))
    assert "no-store" in response["Cache-Control"] and "Twodeep-Have" in response["Vary"]


def test_a_browser_that_asks_for_the_whole_page_gets_it(reader):
    key = have(reader, CHART)
    assert reader.get(CHART, headers={"Twodeep-Have": key}).status_code == 200


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/", "/?q=liv"),
        ("/", "/?on=2025-09-20"),
        ("/thin/", "/thin/?level=thin"),
        ("/thin/?level=thin", "/thin/?position=CB"),
        ("/injuries/", "/injuries/?club=liverpool"),
        ("/injuries/", "/injuries/?sort=-since"),
        ("/injuries/", "/injuries/?by=none"),
        ("/injuries/", "/thin/"),
        (PLAYER, "/players/ibrahima-konate/"),
        (PLAYER, PLAYER + "?on=2025-09-20"),
    ],
)
def test_no_page_is_taken_for_another(reader, one, other):
    assert have(reader, one) != have(reader, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/", "/?q="),
        ("/", "/?utm=x"),
        ("/thin/", "/thin/?level=&on="),
        ("/thin/", "/thin/?on=2025-09-30"),
    ],
)
def test_what_says_nothing_in_an_address_makes_no_other_page(reader, one, other):
    assert have(reader, one) == have(reader, other)


@pytest.mark.parametrize("url", PAGES)
def test_an_open_page_is_told_of_a_new_day(reader, settings, url):
    settings.CURRENT_DAY = None
    DataSet.objects.create(pinned_on=dt.date(2025, 9, 30))
    key = have(reader, url)
    DataSet.objects.update(pinned_on=dt.date(2025, 9, 29))
    response = ask(reader, url, key)
    assert "Shown as of <b>29 September 2025</b>" in response.text


# From the cache


@pytest.mark.parametrize("url", PAGES)
def test_a_page_read_again_costs_one_query(reader, django_assert_num_queries, url):
    reader.get(url)
    with django_assert_num_queries(1):
        assert reader.get(url).status_code == 200


@pytest.mark.parametrize("url", PAGES)
def test_a_browser_that_holds_the_page_gets_304(reader, url):
    etag = reader.get(url)["ETag"]
    assert reader.get(url, headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize("url", LISTS)
def test_no_account_s_page_is_kept_for_readers(reader, editor, url):
    editor.get(url)
    assert "Sign out" not in reader.get(url).text


@pytest.mark.parametrize("url", LISTS)
def test_no_account_gets_what_readers_were_shown(reader, editor, url):
    reader.get(url)
    response = editor.get(url)
    assert "Sign out" in response.text and "private" in response["Cache-Control"]


def test_no_editor_s_form_is_kept_for_readers(reader, editor):
    report_konate()
    editor.get(PLAYER)
    assert "csrfmiddlewaretoken" not in reader.get(PLAYER).text


def test_the_sign_in_link_of_a_kept_page_holds_nothing_of_who_asked_first(reader):
    reader.get("/?token=secret")
    assert "secret" not in reader.get("/").text


def test_what_is_typed_into_the_filter_fills_no_cache(reader):
    kept, typed = (reader.get(url)["ETag"] for url in ("/", "/?q=liv"))
    assert cache.get(kept) is not None and cache.get(typed) is None


@pytest.mark.parametrize(
    "url", ["/thin/?level=awful", "/injuries/?club=nowhere", "/injuries/?by=x", "/players/no/"]
)
def test_a_refusal_is_never_kept(reader, url):
    first, second = reader.get(url), reader.get(url)
    assert first.status_code == second.status_code >= 400 and "ETag" not in second


@pytest.mark.parametrize("url", ["/", CHART, PLAYER])
def test_a_kept_page_shows_a_new_line_of_the_log(reader, url):
    gomez = Player.objects.get(slug="joe-gomez")
    reader.get(url)
    moves.report_injury(gomez, by=None, diagnosis="Knock", began_on=dt.date(2025, 9, 30))
    assert "out, knock" in reader.get(url).text


def test_a_club_that_is_gone_makes_no_page_of_before_true_again(reader):
    """Its version leaves the sum, and may come back to it with the next club's."""
    make_elsewhere("Roma")
    key = site_key()
    Club.objects.filter(slug="roma").delete()
    make_elsewhere("Lazio")
    assert site_key() != key


# What it listens for


def test_a_chart_listens_for_its_club(reader, liverpool):
    assert attribute(reader.get(CHART), "data-live") == f"club-{liverpool.pk}:1"


@pytest.mark.parametrize("url", LISTS)
def test_a_list_listens_for_all_clubs(reader, url):
    make_club()
    touch()
    assert attribute(reader.get(url), "data-live") == "clubs:3.2"


def test_a_player_s_page_listens_for_every_club_he_has_been_at(reader, liverpool):
    gomez = Player.objects.get(slug="joe-gomez")
    roma = make_elsewhere("Roma")
    make_loan(player=gomez, parent=gomez.contracts.get(), club=roma)
    names = {one.split(":")[0] for one in attribute(reader.get(PLAYER), "data-live").split(",")}
    assert names == {f"club-{liverpool.pk}", f"club-{roma.pk}"}


def test_a_man_without_a_contract_listens_for_all_clubs(reader):
    make_player("Free Agent", slug="free-agent")
    assert attribute(reader.get("/players/free-agent/"), "data-live").startswith("clubs:")


def test_no_page_listens_for_more_than_twenty_clubs():
    assert len(watch((n, 1) for n in range(1, 40)).split(",")) == 20


@pytest.mark.parametrize("url", ASKED)
def test_an_open_page_asks_for_its_own_address(reader, url):
    """It may leave out what says nothing, and the day where that is the site's own."""
    own = attribute(reader.htmx.get(url), "hx-get").replace("&amp;", "&")
    assert sorted(own.partition("?")[2].split("&")) == sorted(url.partition("?")[2].split("&"))


def test_an_open_list_that_asks_again_leaves_the_address_bar_alone(reader):
    key = have(reader, "/injuries/")
    report_konate()
    assert "HX-Push-Url" not in ask(reader, "/injuries/", key)


def test_the_address_bar_follows_a_kept_list_too(reader):
    reader.htmx.get("/injuries/", {"part": "knee"})
    assert reader.htmx.get("/injuries/", {"part": "knee"})["HX-Push-Url"] == "/injuries/?part=knee"
