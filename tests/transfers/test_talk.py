"""What a chart says of men who may leave."""

import re

import pytest

from squads.models import Player
from tests.factories import make_club, make_formation
from tests.squads.liverpool import make_liverpool
from tests.transfers.factories import make_link, make_windows
from transfers.models import Link

pytestmark = pytest.mark.django_db
CHART, AFTER = "/clubs/liverpool/", "2025-10-01"


@pytest.fixture
def milan():
    return make_club("AC Milan")


@pytest.fixture
def link(milan):
    """AC Milan talk of Gomez, who is Liverpool's only cover at centre-back."""
    make_windows()
    return _link(make_liverpool(), milan)


def _link(club, milan, slug="joe-gomez", **fields):
    return make_link(Player.objects.get(slug=slug), club, milan, **{"stage": "rumour"} | fields)


def beside(page):
    """Return what stands beside men, with the address it leads to."""
    return re.findall(r'is-beside" href="([^"]+)" title="([^"]+)">([^<]+)<', page.text)


def cases(page):
    found = re.findall(r'<p class="case">(.*?)</p>', page.text)
    return [re.sub(r"<[^>]+>", "", one) for one in found]


@pytest.mark.parametrize("view", ["pitch", "table"])
def test_a_man_who_may_leave_bears_the_buyer(reader, link, view):
    told = beside(reader.get(CHART, {"view": view}))
    title = "Joe Gomez from Liverpool to AC Milan: rumour"
    assert told == [(link.get_absolute_url(), title, "AC Milan link")] * len(told) and told


@pytest.mark.parametrize(
    ("stage", "word"), [("interest", "link"), ("bid", "bid"), ("agreed", "agreed")]
)
def test_it_says_how_far_it_has_come(reader, link, stage, word):
    Link.objects.update(stage=stage)
    assert {text for _, _, text in beside(reader.get(CHART))} == {f"AC Milan {word}"}


@pytest.mark.parametrize("stage", ["done", "collapsed", "rejected"])
def test_what_is_over_is_not_said(reader, link, stage):
    Link.objects.update(stage=stage)
    page = reader.get(CHART)
    assert beside(page) == [] and cases(page) == []


def test_a_past_day_knows_of_no_talk_of_today(reader, link):
    assert beside(reader.get(CHART, {"on": "2025-09-20"})) == []
    assert beside(reader.get(CHART, {"on": AFTER}))


def test_a_need_tells_what_is_left_without_him(reader, link):
    assert "If Joe Gomez goes to AC Milan: 2 of 4 · exposed" in cases(reader.get(CHART))


def test_a_need_says_nothing_of_a_man_whom_it_does_not_hang_on(reader, milan):
    make_windows()
    _link(make_liverpool(), milan, slug="alexis-mac-allister")
    assert not [text for text in cases(reader.get(CHART)) if "goes" in text]


def test_a_need_is_not_told_in_another_formation_or_of_another_day(reader, link):
    make_formation("4-3-3")
    for query in ({"formation": "4-3-3"}, {"on": AFTER}):
        page = reader.get(CHART, query)
        assert page.status_code == 200 and beside(page)
        assert not [text for text in cases(page) if "goes" in text]
