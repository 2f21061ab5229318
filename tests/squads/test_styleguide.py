"""The style guide: every component from the real templates, and only where DEBUG is set."""

import importlib
import re

import pytest
from django.urls import clear_url_caches, set_urlconf

from squads.depth import Availability, Level
from squads.views import styleguide

URL = "/styleguide/"


@pytest.fixture
def debug(settings):
    """The site as it is with DEBUG, addresses included."""
    from config import urls

    settings.DEBUG = True
    importlib.reload(urls)
    clear_url_caches()
    set_urlconf(None)
    yield
    settings.DEBUG = False
    importlib.reload(urls)
    clear_url_caches()
    set_urlconf(None)


def test_it_has_no_address_without_debug(reader):
    assert reader.get(URL).status_code == 404


def test_it_opens_with_debug(debug, reader):
    assert reader.get(URL).status_code == 200


def test_it_asks_nothing_of_the_database(debug, client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(URL)


@pytest.fixture
def page(debug, reader):
    return reader.get(URL).text


@pytest.mark.parametrize("level", [level.value for level in Level])
def test_every_level_is_shown(page, level):
    assert f'class="level" data-level="{level}"' in page


@pytest.mark.parametrize("state", [a for a in Availability if a is not Availability.LEFT])
def test_its_club_has_a_man_in_every_state(state):
    chart = styleguide.made_up_chart()
    assert any(entry.status.availability is state for entry in chart.members)


def test_its_club_has_positions_of_every_level():
    assert {group.level for group in styleguide.made_up_chart().groups} == set(Level)


def test_every_token_is_shown_with_its_value(page):
    shown = [row for rows in styleguide.tokens().values() for row in rows]
    assert ("space-10", "2rem") in shown and len(shown) > 40
    assert all(name in page for name, _ in shown)


def test_every_icon_is_drawn_with_its_name(page):
    drawn = re.findall(r"</svg>([\w-]+)</li>", page.partition("guide-icons")[2])
    assert set(styleguide.icon_names()) <= set(drawn)


def test_what_is_wrong_in_a_form_is_shown(page):
    assert "This field is required." in page and "Write a day like" in page
