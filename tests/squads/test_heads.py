"""What a page says of itself to browsers, search engines and who is shown a link to it."""

import re

import pytest
from django.utils.html import escape

from tests.factories import make_club, make_contract, make_player

pytestmark = pytest.mark.django_db
NASTY = """O'Neil <b>"x\""""


def metas(page):
    """Return the head's properties by name, as they are written."""
    return dict(re.findall(r'<meta property="(og:[\w:]+)" content="([^"]*)"', page))


def canonical(page):
    return re.findall(r'<link rel="canonical" href="([^"]*)"', page)


@pytest.mark.parametrize(
    "address", ["/", "/thin/", "/injuries/", "/news/", "/windows/", "/links/"]
)
def test_a_page_without_a_club_shows_the_card_of_the_site(reader, address):
    assert metas(reader.get(address).text)["og:image"] == "http://testserver/card.png"


def test_the_card_of_the_site_is_there(reader):
    make_club()
    response = reader.get("/card.png")
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")


def test_a_club_shows_its_chart(reader):
    club = make_club()
    image = metas(reader.get(club.get_absolute_url()).text)["og:image"]
    assert image.startswith(f"http://testserver/clubs/{club.slug}/chart.png")


def test_a_player_shows_the_chart_of_his_club(reader):
    contract = make_contract(player=make_player(), club=make_club())
    image = metas(reader.get(contract.player.get_absolute_url()).text)["og:image"]
    assert image.startswith(f"http://testserver/clubs/{contract.club.slug}/chart.png")


def test_a_player_without_a_club_shows_the_card_of_the_site(reader):
    image = metas(reader.get(make_player().get_absolute_url()).text)["og:image"]
    assert image == "http://testserver/card.png"


def test_addresses_are_those_of_the_host_that_was_asked(reader):
    club = make_club()
    reader.get(club.get_absolute_url())
    page = reader.get(club.get_absolute_url(), headers={"Host": "127.0.0.1"}, secure=True).text
    assert metas(page)["og:image"].startswith("https://127.0.0.1/")
    assert metas(page)["og:url"] == f"https://127.0.0.1{club.get_absolute_url()}"


def test_a_name_is_escaped_wherever_the_head_says_it(reader):
    club = make_club(name=NASTY)
    head = reader.get(club.get_absolute_url()).text.partition("</head>")[0]
    assert "<b>" not in head and metas(head)["og:title"].startswith(escape(NASTY))


def test_the_chart_of_today_has_one_address(reader):
    club = make_club()
    page = reader.get(club.get_absolute_url(), {"on": "2025-09-30"}).text
    assert canonical(page) == [f"http://testserver{club.get_absolute_url()}"]


def test_the_chart_of_another_day_is_a_page_of_its_own(reader):
    club = make_club()
    page = reader.get(club.get_absolute_url(), {"on": "2025-09-20"}).text
    assert canonical(page) == [f"http://testserver{club.get_absolute_url()}?on=2025-09-20"]


def test_what_is_no_page_has_no_address_of_its_own(reader):
    assert canonical(reader.get("/nowhere/").text) == []


def test_the_browser_notes_which_club_is_open(reader):
    club = make_club(name=NASTY)
    page = reader.get(club.get_absolute_url()).text
    noted = f'data-recent="club" data-name="{escape(NASTY)}" data-path="{club.get_absolute_url()}"'
    assert noted in page


def test_the_browser_notes_which_player_is_open(reader):
    player = make_player(known_as=NASTY)
    page = reader.get(player.get_absolute_url()).text
    assert f'data-name="{escape(NASTY)}" data-path="{player.get_absolute_url()}"' in page


def test_lists_are_not_noted(reader):
    make_club()
    assert "data-recent" not in reader.get("/").text
