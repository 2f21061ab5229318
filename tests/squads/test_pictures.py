"""Charts as pictures: what they say, how they are kept, and what they cost."""

import datetime as dt
import io
import struct
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from django.core.management import call_command

from squads.depth import depth_chart
from squads.loading import load_formations, load_squads
from squads.models import Club, Contract, DataSet, Player
from squads.pages.pictures import chart_svg, site_svg
from squads.views.pictures import chart_picture
from tests.factories import make_club, make_contract, make_formation, make_injury, make_player
from tests.squads.liverpool import make_liverpool

NS = "{http://www.w3.org/2000/svg}"
ON = dt.date(2025, 9, 30)


def svg_of(visitor, query="", slug="liverpool"):
    response = visitor.get(f"/clubs/{slug}/chart.svg{query}")
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)


def words(root):
    return [text.text for text in root.iter(f"{NS}text")]


def test_a_picture_says_club_day_formation_and_who_counts(reader):
    make_liverpool()
    found = words(svg_of(reader))
    assert {"Liverpool", "30 Sep 2025", "4-2-3-1", "Arne Slot", "twodeep"} <= set(found)
    assert {"van Dijk", "Konaté", "Gomez", "3 of 4 · thin"} <= set(found)
    assert "Williams" not in found


def test_a_picture_names_the_absent_man_with_reason_and_return(reader):
    make_liverpool()
    found = words(svg_of(reader))
    assert "Leoni" in found and "ACL tear · 1 Sep 2026" in found


def test_a_picture_is_of_the_day_asked_for(reader):
    make_liverpool()
    found = words(svg_of(reader, "?on=2025-09-20"))
    assert "20 Sep 2025" in found and "Leoni" in found and "3 of 4 · thin" not in found


def test_a_picture_is_of_the_formation_asked_for(reader):
    make_liverpool()
    make_formation("4-4-2")
    found = words(svg_of(reader, "?formation=4-4-2"))
    assert "4-4-2" in found and "RM" in found and "AM" not in found


def test_a_doubtful_man_has_his_chance_beside_his_name(reader):
    club = make_club("Ajax")
    man = make_player("Brian Brobbey", club=club, natural="ST")
    make_injury(player=man, chance=75)
    assert "75%" in words(svg_of(reader, slug="ajax"))


def test_an_absent_man_is_named_at_his_foremost_position_that_is_played(reader):
    club = make_club("Ajax")
    man = make_player("Kenneth Taylor", club=club, natural="CM DM AM")
    make_injury(player=man)
    found = words(svg_of(reader, slug="ajax"))
    assert found.count("Taylor") == 1


def test_a_man_away_on_loan_is_not_drawn(reader):
    club = make_club("Ajax")
    man = make_player("Chuba Akpom", club=club, natural="ST")
    make_contract(
        player=man,
        club=make_club("Lille"),
        kind="loan",
        parent=Contract.objects.get(player=man),
        starts_on=dt.date(2025, 8, 1),
        ends_on=dt.date(2026, 6, 30),
    )
    assert "Akpom" not in words(svg_of(reader, slug="ajax"))


def test_an_svg_has_title_and_description_and_needs_nothing_from_anywhere(reader):
    make_liverpool()
    response = reader.get("/clubs/liverpool/chart.svg")
    root = ElementTree.fromstring(response.content)
    assert root.find(f"{NS}title").text == "Liverpool, 4-2-3-1, 30 Sep 2025"
    assert "Centre-back: 3 of 4 · thin" in root.find(f"{NS}desc").text
    assert {e.tag for e in root.iter()} <= {
        NS + tag for tag in ("svg", "title", "desc", "rect", "text", "path")
    }
    attributes = {name for e in root.iter() for name in e.attrib}
    assert not attributes & {"style", "class", "href", "src"}
    assert not any(name.startswith("on") for name in attributes)


def test_a_man_is_called_by_his_short_name(reader):
    make_liverpool()
    Player.objects.filter(slug="alisson-becker").update(short_name="Ali")
    said = words(svg_of(reader))
    assert "Ali" in said and "Becker" not in said


def test_names_are_escaped(reader):
    club = make_club('A & B <script>"x"', slug="ab", head_coach="<Coach> & Sons")
    make_player("Joe O'<b>Neil", club=club, natural="ST", slug="joe")
    root = svg_of(reader, slug="ab")
    assert "O'<b>Neil" in words(root) and "<Coach> & Sons" in words(root)
    assert root.find(f"{NS}title").text.startswith('A & B <script>"x"')


def test_letters_that_xml_cannot_hold_are_left_out(reader):
    club = make_club("Ajax\x08")
    make_player("Joe \x0bBloggs", club=club, natural="ST", slug="joe")
    assert "Bloggs" in words(svg_of(reader, slug=club.slug))


def test_the_day_before_anybody_signed_says_so(reader):
    make_liverpool()
    found = words(svg_of(reader, "?on=1995-01-01"))
    assert "Nobody on record was under contract on 1 Jan 1995." in found


def size_of(png):
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", png[16:24])


@pytest.mark.parametrize("path", ["/clubs/liverpool/chart.png", "/card.png"])
def test_a_png_is_as_large_as_link_previews(reader, path):
    make_liverpool()
    response = reader.get(path)
    assert response["Content-Type"] == "image/png"
    assert size_of(response.content) == (1200, 630)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/clubs/liverpool/chart.png", "liverpool-2025-09-30.png"),
        ("/clubs/liverpool/chart.svg?on=2025-09-20", "liverpool-2025-09-20.svg"),
        ("/clubs/liverpool/chart.png?formation=4-4-2", "liverpool-2025-09-30-4-4-2.png"),
        ("/card.png", "twodeep-2025-09-30.png"),
    ],
)
def test_a_picture_is_shown_and_has_a_name_to_be_saved_under(reader, path, name):
    make_liverpool()
    make_formation("4-4-2")
    response = reader.get(path)
    assert response["Content-Disposition"] == f'inline; filename="{name}"'


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/clubs/liverpool/chart.png?on=yesterday", 400),
        ("/clubs/liverpool/chart.svg?on=1066-10-14", 400),
        ("/clubs/liverpool/chart.png?formation=9-0-1", 400),
        ("/clubs/nowhere/chart.png", 404),
        ("/clubs/nowhere/chart.svg", 404),
        ("/card.png?on=x", 400),
    ],
)
def test_bad_addresses_are_refused(reader, path, status):
    make_liverpool()
    assert reader.get(path).status_code == status


def test_pictures_are_only_read(reader):
    make_liverpool()
    assert reader.post("/clubs/liverpool/chart.png").status_code == 405


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_who_holds_the_picture_is_told_so_until_the_club_changes(reader, kind):
    club = make_liverpool()
    path = f"/clubs/liverpool/chart.{kind}"
    etag = reader.get(path)["ETag"]
    held = {"If-None-Match": f"W/{etag}"}
    assert reader.get(path, headers=held).status_code == 304
    Club.objects.filter(pk=club.pk).touch()
    again = reader.get(path, headers=held)
    assert again.status_code == 200 and again["ETag"] != etag


def test_svg_and_png_are_kept_apart(reader):
    make_liverpool()
    for _ in range(2):
        assert reader.get("/clubs/liverpool/chart.svg").content.startswith(b"<svg")
        assert reader.get("/clubs/liverpool/chart.png").content.startswith(b"\x89PNG")


def test_the_page_and_its_picture_are_kept_apart(reader):
    make_liverpool()
    reader.get("/clubs/liverpool/chart.svg")
    assert b"<!doctype html>" in reader.get("/clubs/liverpool/").content


@pytest.mark.parametrize("who", ["reader", "editor"])
def test_anybody_may_keep_a_picture_if_he_asks_whether_it_is_still_true(request, who):
    visitor = request.getfixturevalue(who)
    make_liverpool()
    response = visitor.get("/clubs/liverpool/chart.png")
    assert {"no-cache", "public"} == set(response["Cache-Control"].split(", "))
    assert "Cookie" not in response.get("Vary", "")


def test_an_injury_changes_the_picture(reader):
    make_liverpool()
    before = words(svg_of(reader))
    make_injury(player=Contract.objects.get(player__known_as="Joe Gomez").player)
    Club.objects.all().touch()
    assert "2 of 4 · exposed" in set(words(svg_of(reader))) - set(before)


@pytest.mark.parametrize("men", [1, 40])
def test_the_number_of_queries_does_not_grow_with_the_squad(
    reader, django_assert_num_queries, men
):
    club = make_club("Ajax")
    for _ in range(men):
        make_player(club=club, natural="ST CB")
    with django_assert_num_queries(7):
        reader.get("/clubs/ajax/chart.png")
    with django_assert_num_queries(1):
        reader.get("/clubs/ajax/chart.png")


def test_the_card_counts_clubs_and_thin_positions(reader):
    make_liverpool()
    make_club("Ajax")
    assert reader.get("/card.png").status_code == 200
    svg = site_svg([{"thin_count": 2}, {"thin_count": 8}], ON)
    found = words(ElementTree.fromstring(svg))
    assert {"2", "clubs", "10", "thin positions", "As of 30 Sep 2025"} <= set(found)


def test_the_card_is_kept_until_a_club_changes(reader):
    make_liverpool()
    etag = reader.get("/card.png")["ETag"]
    assert reader.get("/card.png", headers={"If-None-Match": etag}).status_code == 304
    Club.objects.all().touch()
    assert reader.get("/card.png", headers={"If-None-Match": etag}).status_code == 200


def test_an_empty_site_has_a_card_too(reader):
    assert size_of(reader.get("/card.png").content) == (1200, 630)


def test_the_address_of_a_preview_names_day_and_version(reader):
    make_liverpool()
    path = chart_picture("liverpool", ON, version=17)
    assert path == "/clubs/liverpool/chart.png?on=2025-09-30&v=17"
    assert reader.get(path).status_code == 200


@pytest.fixture
def seeded(db, settings):
    call_command("load_seeds", stdout=io.StringIO())
    return DataSet.objects.get()


@pytest.mark.slow  # some hundred charts: too slow for the plain command
def test_every_club_in_every_formation_shows_all_counted_men_by_whole_names(seeded):
    formations = load_formations()
    clubs = list(Club.objects.charted())
    squads = load_squads(clubs, "2025/26", formations)
    assert len(clubs) > 20 and len(formations) > 15
    for club in clubs:
        for name, formation in formations.items():
            chart = depth_chart(replace(squads[club.pk], formation=formation), ON)
            texts = list(ElementTree.fromstring(chart_svg(club, chart, ON)).iter(f"{NS}text"))
            drawn = [t.text for t in texts]
            for entry in (e for group in chart.groups for e in group.entries if e.counted):
                last = entry.member.name.split()[-1]
                first = entry.member.name.split()[0]
                assert any(t.endswith(last) or t == first for t in drawn), (club, name, entry)
            # Legible where a preview is shown at half the size.
            sizes = [float(t.get("font-size")) for t in texts]
            assert min(sizes) >= 13, (club, name)
