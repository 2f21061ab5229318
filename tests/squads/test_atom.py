"""The Atom feeds: of all changes, and of each club's."""

import datetime as dt
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from squads import moves
from squads.models import Change, Club
from tests.factories import make_club, make_injury, make_player, make_user
from tests.squads.newsroom import at, make_item, make_line

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
URL = "/news/feed/"


def feed(visitor, address=URL):
    response = visitor.get(address)
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)


def texts(root, name):
    return [entry.findtext(f"{ATOM}{name}") for entry in root.iter(f"{ATOM}entry")]


def test_it_is_an_atom_feed(reader):
    make_line()
    assert reader.get(URL)["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert feed(reader).tag == f"{ATOM}feed"


@pytest.mark.parametrize("lines", [0, 3])
def test_it_has_everything_that_an_atom_feed_must_have(reader, lines):
    club = make_club("Reds")
    for _ in range(lines):
        make_line(club=club)
    root = feed(reader)
    parts = [root, *root.iter(f"{ATOM}entry")]
    missing = [
        name for part in parts for name in ("id", "title", "updated")
        if not part.findtext(f"{ATOM}{name}")
    ]  # fmt: skip
    authors = [part.findtext(f"{ATOM}author/{ATOM}name") for part in parts]
    assert (missing, all(authors), len(parts)) == ([], True, lines + 1)


def test_it_says_where_it_is_and_what_it_is_of(reader):
    links = {link.get("rel"): link.get("href") for link in feed(reader).findall(f"{ATOM}link")}
    assert links == {
        "alternate": "http://testserver/news/",
        "self": "http://testserver/news/feed/",
    }


def test_entries_are_named_once_and_for_ever(reader):
    changes = [make_line(), make_line()]
    named = sorted(texts(feed(reader), "id"))
    assert named == [f"tag:testserver,2025:/news/{change.pk}/" for change in changes]


def test_the_name_of_an_entry_outlives_its_day(reader):
    make_line()
    before = texts(feed(reader), "id")
    Change.objects.update(at=at(1))
    assert texts(feed(reader), "id") == before


def test_entries_stand_by_their_last_update(reader):
    make_line(at=at(24))
    make_line(at=at(26))
    make_line(at=at(25), undone_at=at(27))
    moments = [dt.datetime.fromisoformat(text) for text in texts(feed(reader), "updated")]
    assert moments == [at(27), at(26), at(24)]


def test_an_entry_is_the_sentence_of_the_log_and_links_to_its_page(reader):
    change = make_line(player=make_player("Leoni"), text="out, ACL tear")
    root = feed(reader)
    link = root.find(f"{ATOM}entry/{ATOM}link").get("href")
    assert texts(root, "title") == ["Leoni: out, ACL tear (was: available)"]
    assert link == f"http://testserver/news/{change.pk}/"


def test_an_undone_entry_stays_and_is_marked(reader):
    make_line(player=make_player("Leoni"), undone_at=timezone.now())
    assert texts(feed(reader), "title") == ["Undone: Leoni: out, knock (was: available)"]


@pytest.mark.parametrize("address", [URL, "/clubs/reds/feed/"])
def test_an_undo_marks_its_entry_and_makes_none(reader, address):
    struck = make_line(club=make_club("Reds"), undone_at=timezone.now())
    make_line(club=struck.club, kind="undo")
    assert len(texts(feed(reader, address), "title")) == 1


@pytest.mark.parametrize(
    ("fields", "author"),
    [({"source": "club"}, "club"), ({"feed": "fpl", "source": "Fantasy"}, "Fantasy")],
)
def test_the_author_is_who_says_so(reader, fields, author):
    make_line(**fields)
    assert texts(feed(reader), f"author/{ATOM}name") == [author]


def test_the_author_of_what_is_linked_is_the_outlet(reader):
    make_line(by=make_user("ann"), news=make_item("BBC Sport"), source="BBC Sport")
    assert texts(feed(reader), f"author/{ATOM}name") == ["BBC Sport"]


def test_a_summary_is_text_and_never_markup(reader):
    make_line(text="out <script>alert(1)</script>", before="")
    assert "&lt;script&gt;" in texts(feed(reader), "summary")[0]


def test_what_xml_cannot_hold_is_left_out(reader):
    make_line(text="out,\x01 kno\x0bck\ufffe", before="")
    assert texts(feed(reader), "title")[0].endswith("out, knock")


def test_a_club_whose_name_xml_cannot_hold_has_a_feed(reader):
    make_club("Re\x0bds", slug="reds")
    assert feed(reader, "/clubs/reds/feed/").findtext(f"{ATOM}title").endswith("at Reds")


def test_it_holds_the_fifty_newest(reader):
    club = make_club()
    for n in range(60):
        make_line(club=club, at=at(1) + dt.timedelta(hours=n))
    root = feed(reader)
    assert len(texts(root, "id")) == 50
    assert max(texts(root, "updated")) == texts(root, "updated")[0]


def test_a_club_has_its_own(reader):
    make_line(club=make_club("Reds"), text="ours")
    make_line(club=make_club("Blues"), text="theirs")
    root = feed(reader, "/clubs/reds/feed/")
    assert root.findtext(f"{ATOM}title") == "Twodeep: changes at Reds"
    assert len(texts(root, "id")) == 1


def test_a_club_that_is_none_has_none(reader):
    assert reader.get("/clubs/nobody/feed/").status_code == 404


@pytest.mark.parametrize("address", [URL, "/clubs/reds/feed/"])
def test_who_holds_it_is_told_that_nothing_is_new(reader, address):
    make_line(club=make_club("Reds"))
    held = {"If-None-Match": reader.get(address)["ETag"]}
    answer = reader.get(address, headers=held)
    assert (answer.status_code, answer.content) == (304, b"")


@pytest.mark.parametrize("address", [URL, "/clubs/reds/feed/"])
def test_who_holds_an_older_one_gets_the_new_one(reader, address):
    make_line(club=make_club("Reds"))
    held = {"If-None-Match": reader.get(address)["ETag"]}
    Club.objects.filter(slug="reds").touch()
    assert reader.get(address, headers=held).status_code == 200


def test_another_site_s_name_makes_another_feed(reader):
    held = {"If-None-Match": reader.get(URL)["ETag"]}
    assert reader.get(URL, headers={**held, "Host": "localhost"}).status_code == 200


@pytest.mark.parametrize(
    ("page", "found"), [("/news/", "/news/feed/"), ("/clubs/reds/", "/clubs/reds/feed/")]
)
def test_pages_lead_feed_readers_to_it(reader, page, found):
    make_club("Reds")
    head = reader.get(page).text.partition("</head>")[0]
    assert 'type="application/atom+xml" title="' in head and f'href="{found}"' in head


@pytest.mark.parametrize("lines", [1, 40])
def test_it_takes_two_queries(reader, django_assert_num_queries, lines):
    club, item = make_club(), make_item()
    for _ in range(lines):
        make_line(club=club, player=make_player(club=club), news=item, by=make_user())
    with django_assert_num_queries(2):
        feed(reader)


def test_a_man_has_a_feed_of_his_own(reader):
    man = make_player("Joe Gomez", club=make_club("Reds"))
    make_line(player=man, club=man.contracts.get().club)
    make_line()
    root = feed(reader, "/players/joe-gomez/feed/")
    assert len(texts(root, "title")) == 1 and "Joe Gomez" in root.findtext(f"{ATOM}title")
    assert reader.get("/players/nobody/feed/").status_code == 404


def test_thin_positions_are_a_feed_in_which_a_new_state_is_a_new_entry(reader):
    club = make_club("Reds")
    make_player("One Keeper", club=club, natural="GK")
    before = texts(feed(reader, "/thin/feed/"), "id")
    keeper = next(one for one in before if "pitch-GK" in one)
    assert keeper.startswith("tag:testserver,2025:/clubs/reds/#pitch-GK-exposed-1-of-2")
    make_player("Two Keeper", club=club, natural="GK")
    Club.objects.filter(pk=club.pk).touch()
    after = texts(feed(reader, "/thin/feed/"), "id")
    assert keeper not in after and set(after) < set(before)


def test_a_thin_position_is_dated_the_day_it_became_so_and_stays_it(reader, settings):
    club = make_club("Reds")
    for name in ("One Keeper", "Two Keeper"):
        keeper = make_player(name, club=club, natural="GK")
    forward = make_player("Forward", club=club, natural="ST")
    make_injury(player=keeper, began_on=dt.date(2025, 9, 24))

    def dates():
        root = feed(reader, "/thin/feed/")
        parts = (texts(root, name) for name in ("id", "published", "updated"))
        return {key: days for key, *days in zip(*parts, strict=True)}

    before = dates()
    assert [days for key, days in before.items() if "pitch-GK" in key] == [
        [at(24, hour=0).isoformat()] * 2
    ]
    settings.CURRENT_DAY += dt.timedelta(days=1)
    assert dates() == before
    moves.set_standing(forward.contracts.get(), standing="rotation", by=None)
    assert dates() == before
    moves.mark_back(keeper.injury_set.get(), on=settings.CURRENT_DAY, by=None)
    assert not [key for key in dates() if "pitch-GK" in key]


@pytest.mark.parametrize("clubs", [1, 6])
def test_the_feed_of_thin_positions_asks_a_constant_number_of_queries(
    reader, django_assert_num_queries, clubs
):
    for _ in range(clubs):
        make_player(club=make_club(), natural="GK")
    with django_assert_num_queries(7):
        reader.get("/thin/feed/")
