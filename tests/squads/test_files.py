"""What browsers and robots ask for by fixed names."""

import re
from urllib.robotparser import RobotFileParser

import pytest

from squads.views import files
from tests.test_design import STYLES

ADDRESSES = ["/favicon.ico", "/apple-touch-icon.png", "/robots.txt", "/site.webmanifest"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_file_is_served_at_once_and_may_be_kept_by_anybody(reader, address):
    response = reader.get(address)
    assert (response.status_code, response["Cache-Control"]) == (200, "public, max-age=86400")
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_file_asks_nothing_of_the_database(client, django_assert_num_queries, db, address):
    with django_assert_num_queries(0):
        client.get(address)


@pytest.mark.parametrize(
    ("address", "begins"),
    [("/favicon.ico", b"\0\0\1\0\3\0"), ("/apple-touch-icon.png", b"\x89PNG\r\n")],
)
def test_an_icon_is_what_its_name_says(client, address, begins):
    assert client.get(address).content.startswith(begins)


def test_the_manifest_names_icons_that_are_there(client):
    icons = client.get("/site.webmanifest").json()["icons"]
    assert client.get(icons[1]["src"]).status_code == 200
    assert (STYLES.parent / icons[0]["src"].removeprefix("/static/")).is_file()


def test_the_colours_of_the_manifest_are_those_of_the_pages():
    tokens = (STYLES / "tokens.css").read_text()
    light = dict(re.findall(r"--(paper|ink): light-dark\((#\w+)", tokens))
    assert (light["paper"], light["ink"]) == (files.PAPER, files.INK)


def test_the_colours_that_frame_a_page_are_those_of_the_header(reader):
    tokens = (STYLES / "tokens.css").read_text()
    card = re.search(r"--card: light-dark\((#\w+), (#\w+)\)", tokens)
    framed = re.findall(r'name="theme-color" content="(#\w+)"', reader.get("/thin/").text)
    assert framed == [card[1], card[2]]


@pytest.fixture
def allowed(client):
    """Tell whether robots of a name may fetch an address."""
    robots = RobotFileParser()
    robots.parse(client.get("/robots.txt").text.splitlines())
    return robots.can_fetch


@pytest.mark.parametrize("path", ["/", "/thin/", "/clubs/liverpool/", "/players/x/", "/links/1/"])
def test_robots_may_read_pages(allowed, path):
    assert allowed("Googlebot", path)


@pytest.mark.parametrize(
    "path", ["/admin/", "/login/", "/search/?q=a", "/feeds/", "/scenarios/3/"]
)
def test_robots_stay_out_of_what_is_no_page_for_readers(allowed, path):
    assert not allowed("Googlebot", path)


def test_who_draws_a_preview_may_fetch_any_day_of_a_chart(allowed):
    assert allowed("Twitterbot", "/clubs/liverpool/?on=2025-09-20")
