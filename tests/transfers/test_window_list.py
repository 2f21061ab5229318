"""The windows of every league: the page, and what clubs' pages say of them."""

import datetime as dt

import pytest
from django.urls import reverse

from squads.models import Club
from tests.factories import make_club, make_competition, make_player
from tests.transfers.factories import SUMMER_2025, make_window, make_windows
from transfers.pages.windows import countdown_text

pytestmark = pytest.mark.django_db
PAGE = reverse("transfers:window_list")
OPENS = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
CLOSES = dt.datetime(2026, 2, 2, 19, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("day", "state", "text"),
    [
        ((2025, 9, 30), "coming", "opens in 93 days, 1 Jan"),
        ((2025, 12, 31), "coming", "opens tomorrow, 1 Jan"),
        ((2026, 1, 1), "open", "opens today, closes Mon 2 Feb at 19:00 (in 32 days)"),
        ((2026, 2, 1), "open", "open, closes Mon 2 Feb at 19:00 (tomorrow)"),
        ((2026, 2, 2), "open", "closes today at 19:00"),
        ((2026, 2, 3), "closed", "closed 2 Feb"),
    ],
)
def test_a_countdown_says_how_long_it_is(day, state, text):
    assert countdown_text(OPENS, CLOSES, dt.date(*day)) == (state, text)


def test_windows_are_listed_by_league(reader):
    make_windows()
    make_window(competition=make_competition(name="Serie A", slug="serie-a", rank=2))
    page = reader.get(PAGE).text
    assert page.index(">Premier League<") < page.index("Summer 2025/26") < page.index(">Serie A<")


def test_moments_are_told_by_the_clocks_of_their_country(reader):
    at = dt.datetime(2026, 2, 2, 19, tzinfo=dt.UTC)
    make_window(closes_at=at, time_zone="Europe/Rome")
    page = reader.get(PAGE).text
    assert "Mon 2 Feb 2026, 20:00" in page and "Rome time" in page


def test_source_and_confidence_stand_beside_it(reader):
    make_window(confidence="weak", source="A fan site", note="In doubt")
    page = reader.get(PAGE).text
    assert all(text in page for text in ("One doubtful report", "A fan site", "In doubt"))


def test_the_window_that_comes_next_is_marked(reader):
    _, winter, _ = make_windows()
    rows = reader.get(PAGE).text.split('<tr id="window-')[1:]
    assert [row.partition(">")[0].endswith('class="is-next"') for row in rows] == [
        False,
        True,
        False,
    ]
    assert rows[1].startswith(f"{winter.pk}")


def test_another_day_counts_from_there(reader):
    make_window()
    assert "closes today at 19:00" in reader.get(PAGE, {"on": "2026-02-02"}).text


def test_a_day_that_is_none_is_refused_with_a_sentence(reader):
    assert reader.get(PAGE, {"on": "never"}).status_code == 400


def test_an_empty_list_says_who_fills_it(reader):
    assert "No window is on file" in reader.get(PAGE).text


def test_a_reader_who_holds_the_page_is_told_that_it_still_holds(reader):
    window = make_window()
    held = {"If-None-Match": reader.get(PAGE)["ETag"]}
    assert reader.get(PAGE, headers=held).status_code == 304
    window.note = "Changed"
    window.save()
    assert "Changed" in reader.get(PAGE, headers=held).text


@pytest.mark.parametrize("leagues", [1, 4])
def test_the_number_of_queries_does_not_grow(reader, django_assert_num_queries, leagues):
    for n in range(leagues):
        make_windows(make_competition(name=f"League {n}", slug=f"league-{n}"))
    with django_assert_num_queries(3):
        reader.get(PAGE)


# On a club's page.


def club_page(visitor, **asked):
    club = make_club("Alpha United")
    make_player(club=club, natural="CB")
    return visitor.get(club.get_absolute_url(), asked).text


def test_a_club_counts_down_to_its_next_window(reader):
    make_windows()
    page = club_page(reader)
    assert "Winter 2025/26</a>" in page and "opens in 93 days, 1 Jan" in page


def test_an_open_window_says_when_it_closes(reader):
    make_windows()
    assert "open, closes Mon 2 Feb at 19:00" in club_page(reader, on="2026-01-20")


def test_a_club_whose_league_has_none_says_so(reader):
    make_window(SUMMER_2025)
    page = club_page(reader)
    assert "No window on file for Premier League" in page and "Window opens" not in page


@pytest.mark.parametrize(("jump", "on"), [("opens", "2026-01-01"), ("closes", "2026-02-02")])
def test_a_jump_leads_to_the_chart_of_that_day(reader, jump, on):
    make_windows()
    link = club_page(reader).partition(f'id="chart-jump-{jump}"')[2].partition(">")[0]
    assert f'href="{Club.objects.get().get_absolute_url()}?on={on}"' in link
