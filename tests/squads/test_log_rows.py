"""A line of the log as a person reads it, wherever the log is shown."""

import datetime as dt
import html
import re

import pytest
from django.utils import timezone

from squads import moves
from squads.models import Change, Injury, NewsItem, Outlet
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


# What the bracket behind a line leaves out


@pytest.mark.parametrize(
    ("kind", "text", "before", "after", "said"),
    [
        ("contract", "signed for Blues from Reds", "at Reds", "at Blues", ""),
        ("contract", "left for Blues", "at Reds", "at Blues", ""),
        ("contract", "back from his loan at FC Porto", "on loan at FC Porto", "", ""),
        ("contract", "left: his loan from Blues is over", "on loan at Reds", "back at Blues", ""),
        ("contract", "contract moved to Reds", "Blues", "Reds", "(was: Blues)"),
        ("contract", "loan: option to buy", "loan to 30 Jun", "loan to 30 Jun", ""),
        ("return", "still out on 5 Oct", "12 Nov 2025", "12 Nov 2025", ""),
        ("back", "back after a calf injury", "out", "available", ""),
        ("back", "back after a ban", "suspended", "available", "(was: suspended)"),
        ("doubt", "doubtful, 75 %, knock", "out, knock", "", "(was: out)"),
        ("doubt", "out again, knock", "doubtful, 75 %, knock", "", "(was: doubtful, 75 %)"),
        ("doubt", "doubtful, 75 %, knock", "available", "", "(was: available)"),
    ],
)
def test_a_bracket_says_only_what_is_new(kind, text, before, after, said):
    club = make_club("Reds")
    change = make_line(club=club, kind=kind, text=text, before=before, after=after)
    assert sentence(change) == f"Reds: {text} {said}".rstrip()


@pytest.mark.parametrize(
    ("bracket", "before"),
    [("knock", "doubtful, 75 %, knock"), ("ACL tear", "out, ACL tear"), ("suspended",) * 2],
)
def test_a_bracket_on_what_he_was_says_that_he_was(bracket, before):
    text = f"back on 9 Jan 2026 ({bracket})"
    change = make_line(player=make_player("Joe"), kind="back", text=text, before=before)
    assert sentence(change) == f"Joe: back on 9 Jan 2026 (was: {before})"


def test_a_bracket_of_the_text_stays_where_it_stands_alone():
    change = make_line(player=make_player("Joe"), text="back on 9 Jan 2026 (knock)", before="")
    assert sentence(change) == "Joe: back on 9 Jan 2026 (knock)"


def test_a_line_is_printed_as_its_sentence(reader):
    player = make_player("Joe")
    change = make_line(player=player, kind="doubt", text="out again, knock", before="out, knock")
    assert sentence(change) in words(line(reader, change))


def test_an_outlet_that_is_called_otherwise_now_is_named_once(reader, editor):
    injury = make_injury(player=make_player(club=make_club()))
    news = moves.news_item("https://www.somesite.example/ada-out-for-weeks")
    change = moves.mark_doubtful(injury, by=editor.user, chance=50, news=news)
    Outlet.objects.update(name="Some Site")
    text = words(line(reader, change))
    assert "Some Site" in text and "somesite" not in text
