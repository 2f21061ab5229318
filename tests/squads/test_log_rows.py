"""A line of the log as a person reads it, wherever the log is shown."""

import datetime as dt
import html
import re

import pytest
from django.utils import timezone

from squads import moves
from squads.models import Change, Injury, NewsItem
from squads.pages.log import log_rows, sentence
from tests.factories import make_club, make_injury, make_player, make_user
from tests.squads.newsroom import make_item, make_line

pytestmark = pytest.mark.django_db


def words(text):
    """What a reader reads of markup."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", text)).split())


def line(visitor, change):
    """The line of a change on the news page."""
    found = re.search(
        rf'<li id="change-{change.pk}".*?</li>', visitor.get("/news/").text, re.DOTALL
    )
    return found[0]


def test_the_sentence_says_who_what_and_from_what():
    player = make_player("Leoni")
    change = make_line(player=player, text="out, ACL tear, back 1 Sep 2026")
    assert sentence(change) == "Leoni: out, ACL tear, back 1 Sep 2026 (was: available)"


def test_what_the_text_says_already_is_not_said_again():
    change = make_line(text="back 26 Nov 2025, was 12 Nov 2025", before="12 Nov 2025")
    assert "(" not in sentence(change)


def test_what_holds_since_is_said_where_the_text_leaves_it_out():
    change = make_line(text="order changed", before="Ann, Joe", after="Joe, Ann")
    assert sentence(change).endswith("order changed (was: Ann, Joe, now: Joe, Ann)")


def test_a_line_links_the_man_and_its_own_page(reader):
    change = make_line(player=make_player("Leoni"))
    text = line(reader, change)
    assert 'href="/players/leoni/"' in text and f'href="/news/{change.pk}/"' in text


def test_a_line_links_its_outlet_with_its_tier_in_words(reader):
    item = make_item("BBC Sport", 2, headline="Out for weeks")
    text = line(reader, make_line(news=item, source="BBC Sport"))
    assert f'href="{item.address}" rel="noopener nofollow" title="Out for weeks">BBC Sport' in text
    assert "(tier 2, reliable)" in text


def test_an_outlet_is_named_once(reader):
    text = line(reader, make_line(news=make_item("BBC Sport"), source="BBC Sport"))
    assert words(text).count("BBC Sport") == 1


def test_what_is_no_page_on_the_web_is_no_link(reader):
    item = make_item()
    NewsItem.objects.update(address="javascript:alert(1)")
    text = line(reader, make_line(news=item))
    assert "javascript" not in text


@pytest.mark.parametrize(
    ("fields", "who"),
    [
        ({"source": "club"}, "club"),
        ({"feed": "fpl", "source": "Fantasy Premier League"}, "Fantasy Premier League"),
        ({"feed": "fpl"}, "fpl"),
        ({}, "the data set"),
    ],
)
def test_a_line_says_who_says_so(reader, fields, who):
    text = line(reader, make_line(**fields))
    assert f'<span class="whence">{who}</span>' in text


def test_a_line_without_a_source_says_who_made_it(reader):
    text = line(reader, make_line(by=make_user("ann")))
    assert '<span class="whence">ann</span>' in text


def test_an_undone_line_is_marked(reader):
    text = line(reader, make_line(undone_at=timezone.now()))
    assert 'class="is-undone"' in text and ">undone<" in text


# Slips


def slipped(*returns):
    injury = make_injury(player=make_player(club=make_club()), expected_until=dt.date(2025, 10, 1))
    for day in returns:
        moves.change_return(
            Injury.objects.get(pk=injury.pk), by=None, expected_from=None, expected_until=day
        )
    return Change.objects.order_by("pk")


def slips(changes):
    return [row["slip"] for row in log_rows(changes)]


def test_a_first_slip_says_how_far():
    assert slips(slipped(dt.date(2025, 10, 15))) == ["14 days later"]


def test_a_second_slip_says_what_was_given_first():
    found = slips(slipped(dt.date(2025, 11, 12), dt.date(2025, 11, 26)))
    assert found[1] == "14 days later · 2nd change, first given as 1 Oct 2025"


def test_a_date_may_come_nearer():
    assert slips(slipped(dt.date(2025, 9, 30))) == ["1 day earlier"]


def test_a_date_that_is_given_up_slips_by_no_number_of_days():
    assert slips(slipped(None, dt.date(2025, 11, 1))) == [
        "",
        "2nd change, first given as 1 Oct 2025",
    ]


def test_an_undone_slip_counts_no_more():
    changes = slipped(dt.date(2025, 10, 15))
    moves.undo(changes[0], by=None)
    assert slips(Change.objects.filter(kind="return")) == [""]


@pytest.mark.parametrize("spells", [1, 6])
def test_slips_take_one_query_however_many_spells(django_assert_num_queries, spells):
    for _ in range(spells):
        slipped(dt.date(2025, 10, 15), dt.date(2025, 10, 22))
    changes = list(Change.objects.newest())
    with django_assert_num_queries(1):
        log_rows(changes)
