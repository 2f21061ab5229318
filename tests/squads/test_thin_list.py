"""Every thin position of every club."""

import re

import pytest
from django.urls import reverse

from tests.factories import make_club, make_player
from tests.squads.liverpool import make_liverpool

pytestmark = pytest.mark.django_db
THIN = reverse("squads:thin_list")


def test_the_worst_stands_first(reader):
    make_liverpool()
    make_player("Only Keeper", club=make_club("Bare"), natural="GK")
    page = reader.get(THIN).text
    assert (
        page.index("· short</span>") < page.index("· exposed</span>") < page.index("· thin</span>")
    )


def test_a_level_filter_leaves_the_others_out(htmx):
    make_liverpool()
    make_club("Bare")
    page = htmx.get(THIN, {"level": "thin"}).text
    assert "Liverpool" in page and "Bare" not in page


def test_a_position_filter_leaves_the_others_out(htmx):
    make_club("Bare")
    page = htmx.get(THIN, {"position": "ST"}).text
    assert 'class="tag">Striker</span>' in page and 'class="tag">Goalkeeper</span>' not in page


def test_another_day_gives_other_thin_positions(htmx):
    make_liverpool()
    assert "Liverpool" not in htmx.get(THIN, {"on": "2025-09-20"}).text


@pytest.mark.parametrize("query", [{"level": "awful"}, {"position": "XX"}, {"on": "never"}])
def test_an_unknown_filter_is_refused_with_a_sentence(reader, query):
    assert reader.get(THIN, query).status_code == 400


def test_nothing_found_is_said(htmx):
    make_liverpool()
    assert "No thin position matches" in htmx.get(THIN, {"level": "short"}).text


def test_an_empty_site_says_where_to_begin(reader):
    assert "no club is on record yet" in reader.get(THIN).text


def test_a_day_without_a_thin_position_says_so(reader):
    make_liverpool()
    assert "No position is thin on" in reader.get(THIN, {"on": "2025-09-20"}).text


@pytest.mark.parametrize(("clubs", "men"), [(1, 2), (6, 10)])
def test_the_number_of_queries_does_not_grow(reader, django_assert_num_queries, clubs, men):
    for _ in range(clubs):
        club = make_club()
        for _ in range(men):
            make_player(club=club, natural="CB")
    with django_assert_num_queries(7):
        reader.get(THIN)


# What is told of a position


def test_who_would_count_but_is_missing_is_named_with_his_reason_and_his_day(reader):
    make_liverpool()
    row = reader.get(THIN).text.partition('id="thin-liverpool-CB"')[2].partition("</tr>")[0]
    assert "Joe Gomez is the only cover." in row
    man = row.partition('href="/players/giovanni-leoni/"')[2].partition("</li>")[0]
    assert "ACL tear, back <time" in man and ">1 Sep 2026</time>" in man


def test_who_is_listed_without_being_cover_is_folded_away(reader):
    make_liverpool()
    row = reader.get(THIN).text.partition('id="thin-liverpool-CB"')[2].partition("</tr>")[0]
    assert "Rhys Williams" in row.partition('<details class="listed">')[2]


@pytest.mark.parametrize(
    ("by", "headings"),
    [
        ("level", ["Short", "Thin"]),
        ("club", ["Bare", "Liverpool"]),
        ("position", ["Goalkeeper", "Right-back", "Centre-back"]),
    ],
)
def test_positions_stand_under_headings(reader, by, headings):
    make_liverpool()
    make_club("Bare")
    page = reader.get(THIN, {"by": by}).text
    assert re.findall(r'scope="rowgroup">([\w-]+)', page)[: len(headings)] == headings


def test_an_unknown_grouping_is_refused_with_a_sentence(reader):
    assert reader.get(THIN, {"by": "mood"}).status_code == 400


def test_filters_can_be_taken_off_where_they_are_in_force(htmx):
    make_liverpool()
    address = "/thin/?by=club&amp;on=2025-10-01"
    page = htmx.get(THIN, {"level": "thin", "by": "club", "on": "2025-10-01"}).text
    assert f'id="thin-unfiltered" href="{address}"' in page
    assert "thin-unfiltered" not in htmx.get(THIN).text


def test_the_address_bar_gets_the_filters_without_the_empty_ones(htmx):
    make_liverpool()
    answer = htmx.get(THIN, {"level": "thin", "position": "", "by": "level", "on": "2025-09-30"})
    assert answer["HX-Push-Url"] == "/thin/?level=thin"
