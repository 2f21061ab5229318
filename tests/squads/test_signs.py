"""The tags that many pages print: icons, days, the way back, titles and where one is."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from squads import wording
from squads.templatetags import signs

TODAY = dt.date(2025, 9, 30)
NASTY = """O'Neil <b>"x" & {% y"""
days = st.dates(dt.date(1990, 1, 1), dt.date(2099, 12, 31))


def drawn(text, **context):
    """Return what a template with these tags prints on the site's day."""
    context = {"site_day": SimpleNamespace(today=TODAY)} | context
    return Template("{% load signs %}" + text).render(Context(context))


def test_an_icon_says_nothing_to_who_listens():
    assert drawn('{% icon "plane" %}').startswith(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">'
    )


def test_an_icon_with_a_label_is_a_picture_with_a_name():
    assert 'role="img" aria-label="away"' in drawn('{% icon "plane" "away" %}')


def test_the_label_of_an_icon_is_escaped():
    assert f'aria-label="{escape(NASTY)}"' in drawn('{% icon "plane" name %}', name=NASTY)


def test_an_icon_that_is_not_here_is_an_error():
    with pytest.raises(FileNotFoundError):
        signs.icon("no-such-icon")


def test_a_day_is_short_and_tells_everything_on_hover():
    assert drawn("{% day on %}", on=dt.date(2026, 1, 1)) == (
        '<time datetime="2026-01-01" title="Thursday 1 January 2026, in 3 months">1 Jan</time>'
    )


def test_a_day_can_be_said_in_other_words():
    assert ">today<" in drawn('{% day on "today" %}', on=TODAY)


def test_the_words_of_a_day_are_escaped():
    assert f">{escape(NASTY)}<" in drawn("{% day on words %}", on=TODAY, words=NASTY)


def test_no_day_prints_nothing():
    assert drawn("{% day on %}", on=None) == ""


def test_a_moment_is_printed_as_its_day():
    at = dt.datetime(2025, 9, 30, 23, 59, tzinfo=dt.UTC)
    assert 'datetime="2025-09-30"' in drawn("{% day at %}", at=at)


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (dt.date(2025, 9, 28), "2 days ago"),
        (dt.date(2025, 9, 29), "yesterday"),
        (dt.date(2025, 9, 30), "today"),
        (dt.date(2025, 10, 1), "tomorrow"),
        (dt.date(2025, 10, 13), "in 13 days"),
        (dt.date(2025, 10, 14), "in 2 weeks"),
        (dt.date(2025, 11, 24), "in 8 weeks"),
        (dt.date(2025, 11, 25), "in 2 months"),
        (dt.date(2026, 9, 30), "in 12 months"),
        (dt.date(2027, 9, 30), "in 2 years"),
        (dt.date(2015, 9, 30), "10 years ago"),
    ],
)
def test_how_far_a_day_is_is_said_as_people_say_it(day, text):
    assert wording.distance(day, TODAY) == text


@given(days, days)
def test_a_day_ahead_is_as_far_as_the_same_day_behind(day, today):
    there, back = wording.distance(day, today), wording.distance(today, day)
    swap = {"yesterday": "tomorrow", "tomorrow": "yesterday", "today": "today"}
    if there in swap:
        assert back == swap[there]
    else:
        assert {there, back} == {f"in {text}" for text in far(there)} | {
            f"{text} ago" for text in far(there)
        }


def far(text):
    return [text.removeprefix("in ").removesuffix(" ago")]


@given(days, days)
def test_one_of_anything_is_never_a_plural(day, today):
    words = wording.distance(day, today).removeprefix("in ").removesuffix(" ago").split()
    assert len(words) == 1 or (words[0] == "1") != words[1].endswith("s")


@given(days)
def test_a_whole_day_can_be_read_back(day):
    said = dt.datetime.strptime(wording.whole_day(day), "%A %d %B %Y")  # noqa: DTZ007
    assert said.date() == day


def test_the_way_back_leads_to_addresses_and_names_of_them():
    html = drawn('{% crumbs "Clubs" "squads:club_list" "Everton" "/clubs/everton/" "Timeline" %}')
    assert '<a href="/">Clubs</a>' in html and '<a href="/clubs/everton/">Everton</a>' in html
    assert '<li aria-current="page">Timeline</li>' in html


def test_the_way_back_escapes_names():
    html = drawn('{% crumbs name "squads:club_list" name %}', name=NASTY)
    assert html.count(escape(NASTY)) == 2 and "<b>" not in html


def test_a_step_without_an_address_is_an_error():
    with pytest.raises(ValueError):
        signs.crumbs("Clubs", "squads:club_list", "Everton", "/clubs/everton/")


def test_a_title_is_said_to_the_browser_and_to_who_is_shown_a_link():
    html = drawn("{% titled %}{{ name }}\n · Twodeep{% endtitled %}", name=NASTY)
    title = f"{escape(NASTY)} · Twodeep"
    assert html == f'<title>{title}</title><meta property="og:title" content="{title}">'


def test_a_description_is_escaped_once():
    html = drawn("{% described %}{{ name }}{% enddescribed %}", name=NASTY)
    assert html.count(f'content="{escape(NASTY)}"') == 2


def marked(section, path):
    """Return how the entry of thin positions is marked on a page of a section."""
    request = SimpleNamespace(path=path)
    return drawn('{% current "thin" "squads:thin_list" %}', section=section, request=request)


def test_the_page_that_is_shown_is_marked():
    assert marked("thin", "/thin/") == ' aria-current="page"'


def test_a_page_further_down_marks_where_it_belongs():
    assert marked("thin", "/thin/further/") == ' aria-current="true"'


def test_other_entries_are_not_marked():
    assert marked("clubs", "/thin/") == ""
