"""The board of a window: clubs by positions, and the needs of all of them, ranked."""

import datetime as dt
import re

import pytest
from django.test import override_settings
from django.urls import reverse

from squads import moves
from squads.depth import Position
from squads.models import Club, Injury
from tests.factories import (
    make_club,
    make_competition,
    make_contract,
    make_formation,
    make_injury,
    make_player,
    make_user,
)
from tests.squads.liverpool import make_liverpool
from tests.transfers.factories import make_link, make_window, make_windows
from transfers.models import Outlook, Window
from transfers.moves.flags import set_flag
from transfers.views import window_board

pytestmark = pytest.mark.django_db


@pytest.fixture
def winter():
    return make_windows()[1]


def board(visitor, window, **asked):
    return visitor.get(window.get_absolute_url(), asked)


def cells(page):
    """Return what the grid's level cells say."""
    return [part.split('"')[0] for part in page.split('class="cell-level" data-level="')[1:]]


def test_every_position_of_a_club_has_its_worst_level(reader, winter):
    make_liverpool()
    page = board(reader, winter).text
    assert cells(page) == ["covered", "covered", "thin", *["covered"] * 6]


def test_positions_stand_under_the_lines_they_belong_to(reader, winter):
    make_liverpool()
    heads = re.findall(
        r'<th scope="colgroup" colspan="(\d+)"[^>]*>(\w+)<', board(reader, winter).text
    )
    assert heads == [("1", "Goal"), ("3", "Defence"), ("2", "Midfield"), ("3", "Attack")]


def test_only_what_is_thin_is_said_in_words_and_figures(reader, winter):
    make_liverpool()
    page = board(reader, winter).text
    words = re.findall(r'<span class="word">(\w+)</span> <span class="num">([^<]+)<', page)
    assert words == [("thin", "3/4")]


def test_a_need_says_nothing_of_returns_that_change_nothing(reader, winter):
    make_liverpool()
    assert "If all are" not in board(reader, winter).text


def test_a_level_leads_to_the_chart_of_its_worst_day(reader, winter):
    make_liverpool()
    assert 'href="/clubs/liverpool/?on=2026-01-01#pitch-CB"' in board(reader, winter).text


def test_a_need_says_from_when_to_when_and_why(reader, winter):
    make_liverpool()
    page = board(reader, winter).text
    assert "1 Jan to 14 Jun 2026, throughout" in page
    assert "Giovanni Leoni is out until 1 Sep 2026 (ACL tear)." in page


def test_a_need_says_how_it_would_stand_on_time(reader, winter):
    make_liverpool()
    Injury.objects.update(expected_from=dt.date(2025, 12, 1))
    page = board(reader, winter).text
    case = page.split('data-label="If all are back on time"')[1].split("</td>")[0]
    assert "4 of 4" in case


def test_the_gravest_need_stands_first_and_a_dismissed_one_last(reader, winter):
    liverpool, bare = make_liverpool(), make_club("Bare")
    set_flag(bare, winter, Position.GK, by=make_user(), verdict="dismissed", note="-")
    page = board(reader, winter).text.split('id="ranked-title"')[1]
    keys = [part.split('"')[0] for part in page.split('<tr id="row-need-')[1:]]
    assert keys[-1] == f"{bare.pk}-GK" and keys[-2] == f"{liverpool.pk}-CB"


def test_the_worst_club_stands_first_unless_sorted_by_name(reader, winter):
    make_club("Zebras")
    make_liverpool()
    worst, by_name = (board(reader, winter, sort=sort).text for sort in ("worst", "name"))
    assert worst.index('id="board-zebras"') < worst.index('id="board-liverpool"')
    assert by_name.index('id="board-liverpool"') < by_name.index('id="board-zebras"')


def test_a_position_leaves_one_column_and_its_needs(htmx, winter):
    make_club("Bare")
    page = board(htmx, winter, position="ST").text
    assert cells(page) == ["short"] and "1 need " in page


def test_a_level_leaves_the_clubs_that_have_it(htmx, winter):
    make_club("Bare")
    make_liverpool()
    page = board(htmx, winter, level="thin").text
    assert 'id="board-liverpool"' in page and 'id="board-bare"' not in page


def test_a_club_is_found_by_part_of_its_name_without_accents(htmx, winter):
    make_club("Atlético")
    make_club("Bare")
    page = board(htmx, winter, club="atletico").text
    assert "1 of 2 clubs" in page and "Atlético" in page


@pytest.mark.parametrize("asked", [{"level": "awful"}, {"position": "XX"}, {"page": "-1"}])
def test_an_unknown_filter_is_refused_with_a_sentence(reader, winter, asked):
    assert board(reader, winter, **asked).status_code == 400


def test_a_window_that_is_not_there_is_not_found(reader):
    assert reader.get(reverse("transfers:window_detail", args=[4711])).status_code == 404


def test_the_other_windows_of_the_league_are_linked(reader, winter):
    make_club()
    page = board(reader, winter).text
    others = Window.objects.exclude(pk=winter.pk)
    assert all(f'href="{other.get_absolute_url()}"' in page for other in others)


def test_a_window_of_an_association_has_the_clubs_of_its_leagues(reader):
    league = make_competition(name="La Liga", slug="la-liga", country="Spain")
    make_club("Betis", competition=league)
    make_club("Leeds")
    page = board(reader, make_window(country="Spain")).text
    assert "Betis" in page and "Leeds" not in page


def test_a_window_after_which_another_has_opened_says_so(reader):
    make_club()
    first, *_ = make_windows()
    with override_settings(CURRENT_DAY=dt.date(2026, 1, 5)):
        assert "This window is over" in board(reader, first).text


def test_clubs_that_cannot_be_worked_out_in_time_are_named_and_show_no_level(
    reader, winter, monkeypatch
):
    make_liverpool()
    monkeypatch.setattr(window_board, "PATIENCE_S", -1)
    page = board(reader, winter).text
    assert "1 club still being worked out" in page and cells(page) == []


def test_a_page_on_which_some_were_missing_is_not_kept(reader, winter, monkeypatch):
    make_liverpool()
    with monkeypatch.context() as hurried:
        hurried.setattr(window_board, "PATIENCE_S", -1)
        board(reader, winter)
    board(reader, winter)
    assert "worked out" not in board(reader, winter).text


def test_a_stale_level_is_never_shown(reader, winter):
    make_liverpool()
    board(reader, winter)
    Outlook.objects.update(levels={"CB": ["short", 0, 2]})
    Club.objects.touch()
    assert "short" not in cells(board(reader, winter).text)


def test_a_long_list_of_needs_has_pages(htmx, winter, monkeypatch):
    monkeypatch.setattr(window_board, "PAGE", 5)
    make_club("Bare")
    page = board(htmx, winter, page="2").text
    assert "6 to 9 of 9" in page and page.count('<tr id="row-need-') == 4


def test_an_open_page_is_told_that_nothing_is_new(htmx, winter):
    make_club()
    board(htmx, winter)
    page = board(htmx, winter).text
    have = page.split('data-have="')[1].split('"')[0]
    headers = {"Twodeep-Have": have}
    assert htmx.get(winter.get_absolute_url(), headers=headers).status_code == 204


@pytest.mark.parametrize("count", [1, 5])
def test_the_number_of_queries_does_not_grow(reader, django_assert_num_queries, winter, count):
    for _ in range(count):
        club = make_club()
        make_injury(player=make_player(club=club, natural="CB"))
    with django_assert_num_queries(19):
        board(reader, winter)
    board(reader, winter)
    with django_assert_num_queries(3):
        board(reader, winter)


def test_a_dismissed_need_does_not_count_and_one_added_by_hand_does(reader, winter):
    liverpool, by = make_liverpool(), make_user()
    set_flag(liverpool, winter, Position.CB, by=by, verdict="dismissed", note="Enough")
    set_flag(liverpool, winter, Position.ST, by=by, verdict="added", note="Isak goes")
    set_flag(liverpool, winter, Position.GK, by=by, verdict="added", note="Alisson goes")
    page = board(reader, winter).text
    assert '<td class="is-number num">2</td>' in page
    assert "2 needs, 2 of them added by hand · 1 dismissed" in page


def test_a_cell_that_is_no_need_leads_to_the_first_day_that_has_its_level(reader, winter):
    club = make_club("Keepers")
    for end in (None, None, dt.date(2026, 2, 10)):
        make_contract(player=make_player(natural="GK"), club=club, ends_on=end)
    page = board(reader, winter).text
    cell = page.split('<a class="cell-level" data-level="covered"')[1].split(">")[0]
    assert "?on=2026-02-11#pitch-GK" in cell
    chart = reader.get(club.get_absolute_url(), {"on": "2026-02-11"}).text
    group = chart.split('id="pitch-GK"')[1].split("</section>")[0]
    assert "2 of 2" in group and "· deep" not in group


def worsened(winter):
    """Dismiss Liverpool's need, which then gets worse."""
    liverpool = make_liverpool()
    set_flag(liverpool, winter, Position.CB, by=make_user(), verdict="dismissed", note="Enough")
    gomez = liverpool.contracts.get(player__known_as="Joe Gomez")
    moves.set_standing(gomez, by=None, standing="fringe")
    return liverpool


def test_a_dismissed_need_that_got_worse_is_ranked_and_counted_again(reader, winter):
    worsened(winter)
    other = make_club("Anfield Reserves")
    set_flag(other, winter, Position.GK, by=make_user(), verdict="dismissed", note="No")
    page = board(reader, winter, position="CB").text
    assert "2 needs" in page and "dismissed</p>" not in page
    assert "Dismissed when it was thin (3 of 4); worse now" in page
    row = page.split('<tr id="row-need-')[2].split("</tr>")[0]
    assert "Liverpool" in row and "is-dismissed" not in row


def test_its_cell_is_marked_and_not_struck_through(reader, winter):
    worsened(winter)
    page = board(reader, winter, position="CB").text
    assert 'title="dismissed, worse since"' in page and '<td class="is-dismissed">' not in page


def test_a_need_added_by_hand_stands_after_every_thin_one(reader, winter):
    liverpool = make_liverpool()
    for position in (Position.GK, Position.RWB):
        set_flag(liverpool, winter, position, by=make_user(position), verdict="added", note="Goes")
    page = board(reader, winter).text.split('id="ranked-title"')[1]
    keys = [part.split('"')[0] for part in page.split('<tr id="row-need-')[1:]]
    assert [key.split("-")[1] for key in keys] == ["CB", "GK", "RWB"]


def test_a_club_with_a_need_added_by_hand_stands_before_one_without_any(reader, winter):
    for name in ("Anfield", "Zebras"):
        club = make_club(name, formation=make_formation("Keepers", "GK"))
        for _ in range(2):
            make_player(club=club, natural="GK")
    set_flag(club, winter, Position.GK, by=make_user(), verdict="added", note="One goes")
    page = board(reader, winter).text
    assert page.index('id="board-zebras"') < page.index('id="board-anfield"')


def test_what_is_no_longer_thin_is_listed_and_counts_as_no_need(reader, winter):
    liverpool = make_liverpool()
    set_flag(liverpool, winter, Position.CB, by=make_user(), verdict="confirmed")
    moves.mark_back(Injury.objects.get(), by=None, on=dt.date(2025, 9, 30))
    assert "0 needs · 1 not thin any more" in board(reader, winter).text


@pytest.mark.parametrize("count", [1, 4])
def test_a_window_that_is_over_shows_what_was_done_and_what_fell_through(
    reader, django_assert_num_queries, count
):
    first, winter, _ = make_windows()
    ended = [make_link(stage="done", window=first) for _ in range(count)]
    fell, alive = make_link(stage="collapsed", window=first), make_link(window=first)
    elsewhere = make_link(stage="done", window=winter)
    with override_settings(CURRENT_DAY=dt.date(2026, 1, 5)), django_assert_num_queries(8):
        page = board(reader, first).text
    assert all(f'id="ended-{link.pk}"' in page for link in [*ended, fell])
    assert not any(f'id="ended-{link.pk}"' in page for link in (alive, elsewhere))


def test_the_board_of_a_window_that_is_over_is_kept(reader, django_assert_num_queries):
    over, *_ = make_windows()
    make_club()
    with override_settings(CURRENT_DAY=dt.date(2026, 1, 5)):
        board(reader, over)
        with django_assert_num_queries(4):
            assert "This window is over" in board(reader, over).text
