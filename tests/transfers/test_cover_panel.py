"""The weeks of the worst positions on a club's page."""

import datetime as dt
import re

import pytest
from django.utils.html import strip_tags

from tests.factories import make_club, make_contract, make_injury, make_player
from tests.squads.liverpool import make_liverpool
from tests.transfers.factories import make_window

pytestmark = pytest.mark.django_db


def panel(reader, club, **query):
    page = reader.get(club.get_absolute_url(), {"view": "pitch", **query}).text
    return page.partition('class="panel cover-panel"')[2].partition("</section>")[0]


def row(reader, club, position, **query):
    """Return a position's stretches: how many weeks, and what stands in them."""
    html = (
        panel(reader, club, **query).partition(f'id="cover-{position}"')[2].partition("</tr>")[0]
    )
    cells = re.findall(r'<td colspan="(\d+)"[^>]*>(.*?)</td>', html)
    return [(int(span), " ".join(strip_tags(text).split())) for span, text in cells]


def keepers(*men, others=4):
    """Make a squad that lacks nothing but keepers; each has the day his injury ends, or None.

    others: how many men there are for every other position.
    """
    club = make_club("Keepers")
    for until in men:
        man = make_player(club=club, natural="GK")
        if until:
            make_injury(player=man, expected_until=until)
    for position in ("RB", "CB", "LB", "DM", "AM", "LW", "RW", "ST"):
        for _ in range(others):
            make_player(club=club, natural=position)
    return club


def test_weeks_in_which_nothing_changes_are_one_stretch(reader):
    assert row(reader, make_liverpool(), "CB") == [(16, "3/4 thin")]


def test_a_return_ends_a_stretch_in_the_week_after_the_worst_day(reader):
    club = keepers(None, dt.date(2025, 10, 9))
    assert row(reader, club, "GK") == [(2, "1/2 exposed"), (14, "2/2 covered")]


def test_the_weeks_go_to_the_end_of_the_window_that_comes(reader):
    make_window()
    club = make_liverpool()
    assert sum(span for span, _ in row(reader, club, "CB")) == 18
    assert "Window open" in panel(reader, club)


def test_a_position_that_is_never_thin_is_left_to_the_timeline(reader):
    club = keepers(None, None, others=1)
    assert row(reader, club, "GK") == [] and row(reader, club, "CB") == [(16, "1/4 short")]


def test_what_is_left_out_is_counted(reader):
    assert "4 more thin there" in panel(reader, keepers(None, others=1))


def test_a_squad_without_a_thin_week_is_said_to_have_none(reader):
    text = " ".join(strip_tags(panel(reader, keepers(None, None))).split())
    assert "Every position stays two deep to 19 Jan" in text


def test_a_day_without_a_squad_has_no_weeks(reader):
    club = make_club("Later")
    make_contract(player=make_player(natural="GK"), club=club, starts_on=dt.date(2025, 7, 1))
    assert panel(reader, club, on="2001-01-01") == ""
