"""The log as a page: filters, days and pages."""

import datetime as dt
import re

import pytest

from squads.models import Change, Club, ReturnEstimate
from tests.factories import make_club, make_elsewhere, make_injury, make_player, make_user
from tests.squads.newsroom import at, make_item, make_line

pytestmark = pytest.mark.django_db
URL = "/news/"


def page(visitor, address=URL, **query):
    response = visitor.get(address, query)
    assert response.status_code == 200
    return response.text


def lines(text):
    """Return the keys of the changes listed, in the order of the page."""
    return [int(pk) for pk in re.findall(r'data-change="(\d+)"', text)]


def only(visitor, **query):
    return lines(page(visitor, **query))


def link(text, name):
    """Return where the link of an id leads."""
    found = re.search(rf'id="{name}"[^>]*? href="([^"]*)"', text)
    return found[1].replace("&amp;", "&") if found else None


# What is listed


def test_every_change_is_listed_newest_first(reader):
    old, new = make_line(at=at(24)), make_line(at=at(25))
    assert only(reader) == [new.pk, old.pk]


def test_changes_stand_under_their_days(reader):
    make_line(at=at(24))
    make_line(at=at(25, 0))
    days = re.findall(r'<h2[^>]*><time datetime="([\d-]+)">([^<]*)', page(reader))
    assert days == [
        ("2025-09-25", "Thursday 25 September 2025"),
        ("2025-09-24", "Wednesday 24 September 2025"),
    ]


def test_what_is_dated_after_the_site_s_day_is_listed(reader):
    change = make_line(at=at(5, month=12))
    assert only(reader) == [change.pk]


def test_a_club_without_a_chart_is_named_without_a_link(reader):
    make_line(club=make_elsewhere("Roma"))
    text = page(reader)
    assert '<span class="of-club">Roma</span>' in text


def test_the_empty_log_says_so(reader):
    assert "No change has been recorded yet." in page(reader)


def test_the_page_is_in_the_menu(reader):
    assert re.search(r'<a href="/news/"[^>]*aria-current="page"', page(reader))


def test_htmx_gets_the_list_alone(htmx):
    make_line()
    text = page(htmx)
    assert text.strip().startswith('<div id="news-list"') and "<html" not in text


def test_the_page_is_live(reader):
    make_line()
    assert re.search(r'id="news-list"[^>]*data-live="clubs:\d+\.\d+" data-have="', page(reader))


def test_a_page_that_shows_the_present_state_is_left_alone(reader, htmx):
    make_line()
    have = re.search(r'data-have="([^"]*)"', page(reader))[1]
    assert htmx.get(URL, headers={"Twodeep-Have": have}).status_code == 204


def test_a_cached_page_is_not_served_once_something_has_changed(reader):
    make_line()
    page(reader)
    change = make_line(club=make_club())
    assert change.pk in only(reader)


# Filters


def test_a_club_s_changes(reader):
    reds = make_line(club=make_club("Reds"))
    make_line()
    assert only(reader, club="reds") == [reds.pk]


@pytest.mark.parametrize("typed", ["giovanni-leoni", "leoni", "gio leo", "LEONI"])
def test_a_player_s_changes_by_slug_or_by_what_is_typed(reader, typed):
    his = make_line(player=make_player("Giovanni Leoni"))
    make_line(player=make_player("Joe Gomez"))
    assert only(reader, player=typed) == [his.pk]


def test_a_name_is_found_as_a_form_sends_it(reader):
    """A browser without scripts sends every field, the empty ones too."""
    his = make_line(player=make_player("Virgil van Dijk"))
    make_line()
    sent = "?club=&player=Van+Dijk&kind=&source=&from=&to="
    text = page(reader, f"{URL}{sent}")
    assert lines(text) == [his.pk] and 'value="Van Dijk"' in text


def test_the_name_of_a_man_on_the_page_finds_him_again(reader):
    his = make_line(player=make_player("Ibrahima Konaté", slug="ibrahima-konate"))
    text = page(reader, player="ibrahima-konate")
    shown = re.search(r'id="news-player"[^>]*value="([^"]*)"', text)[1]
    assert only(reader, player=shown) == [his.pk]


def test_a_name_that_nobody_has_finds_nothing(reader):
    make_line(player=make_player("Joe"))
    text = page(reader, player="zzz")
    assert lines(text) == [] and "No change matches these filters." in text


def test_a_kind(reader):
    back = make_line(kind="back")
    make_line()
    assert only(reader, kind="back") == [back.pk]


def make_sourced():
    item = make_item("BBC Sport")
    lines = {
        "editors": make_line(by=make_user(), news=item),
        "feeds": make_line(feed="fpl"),
        "data-set": make_line(source="club"),
    }
    return lines, item.outlet


@pytest.mark.parametrize("source", ["editors", "feeds", "data-set"])
def test_a_source(reader, source):
    found, _ = make_sourced()
    assert only(reader, source=source) == [found[source].pk]


def test_an_outlet(reader):
    found, outlet = make_sourced()
    assert only(reader, source=f"outlet-{outlet.pk}") == [found["editors"].pk]


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ({"from": "2025-09-25"}, [26, 25]),
        ({"to": "2025-09-25"}, [25, 24]),
        ({"from": "2025-09-25", "to": "2025-09-25"}, [25]),
    ],
)
def test_days_both_included(reader, query, days):
    made = {day: make_line(at=at(day, 23)).pk for day in (24, 25, 26)}
    assert only(reader, **query) == [made[day] for day in days]


def test_what_came_since_a_change(reader):
    known, *newer = (make_line(at=at(day)) for day in (28, 24, 25))
    assert only(reader, since=known.pk) == [line.pk for line in reversed(newer)]
    assert len(only(reader, since=0)) == 3


def test_an_undo_strikes_its_line_and_adds_none(reader):
    struck = make_line(undone_at=at(25))
    undo = make_line(kind="undo")
    assert only(reader) == only(reader, since=0) == [struck.pk]
    assert only(reader, kind="undo") == [undo.pk]
    assert '<span class="tag">undone</span>' in page(reader)


def test_filters_narrow_together(reader):
    club = make_club("Reds")
    wanted = make_line(club=club, kind="back")
    make_line(club=club)
    make_line(kind="back")
    assert only(reader, club="reds", kind="back") == [wanted.pk]


def test_each_filter_in_force_can_be_taken_off(reader):
    make_line(club=make_club("Reds"), player=make_player("Joe"), kind="back")
    text = page(reader, club="reds", player="joe", kind="back")
    assert "Player: Joe" in text
    assert link(text, "news-without-kind") == "/news/?club=reds&player=joe"


def test_what_is_new_is_a_filter_like_others(reader):
    make_line(club=make_club("Reds"))
    text = page(reader, since=0, club="reds")
    assert "New since your last visit" in text and 'name="since" value="0"' in text
    assert link(text, "news-without-since") == "/news/?club=reds"
    assert link(text, "news-without-club") == "/news/?since=0"


def test_a_filter_that_is_empty_leaves_the_address(htmx):
    make_line(club=make_club("Reds"))
    response = htmx.get(URL, {"club": "reds", "player": "", "from": ""})
    assert response["HX-Push-Url"] == "/news/?club=reds"


@pytest.mark.parametrize(
    "query",
    [
        {"club": "nobody"},
        {"kind": "gossip"},
        {"source": "outlet-99"},
        {"source": "outlet-x"},
        {"from": "soon"},
        {"to": "2025-02-31"},
        {"from": "2025-09-25", "to": "2025-09-24"},
        {"from": "0001-01-01"},
        {"before": "x"},
        {"before": "99"},
        {"before": "9" * 30},
        {"before": "²"},
        {"since": "x"},
        {"since": "-1"},
        {"since": "9" * 30},
    ],
)
def test_what_no_filter_can_be_is_refused_with_a_sentence(reader, query):
    make_line()
    response = reader.get(URL, query)
    assert response.status_code == 400 and "No such list" in response.text


def test_what_is_typed_is_never_markup(reader):
    assert "<script>alert" not in page(reader, player="<script>alert(1)</script>")


# Pages


@pytest.fixture
def many(db):
    """120 changes, the newest first."""
    club = make_club("Reds")
    start = at(1)
    Change.objects.bulk_create(
        Change(club=club, kind="other", text="news", at=start + dt.timedelta(hours=n))
        for n in range(120)
    )
    return list(Change.objects.newest().values_list("pk", flat=True))


def test_a_page_holds_fifty_and_leads_to_older_ones(reader, many):
    text = page(reader)
    assert (lines(text), "120 changes, 1 to 50" in text) == (many[:50], True)
    assert lines(page(reader, link(text, "news-older"))) == many[50:100]


def test_the_last_page_leads_to_newer_ones_only(reader, many):
    text = page(reader, before=many[99])
    assert (lines(text), link(text, "news-older")) == (many[100:], None)
    assert lines(page(reader, link(text, "news-newer"))) == many[50:100]


def test_the_second_page_leads_back_to_the_first(reader, many):
    assert link(page(reader, before=many[49]), "news-newer") == "/news/"


def test_a_page_keeps_its_changes_when_newer_ones_come(reader, many):
    address = link(page(reader), "news-older")
    make_line(at=at(1, month=11))
    assert lines(page(reader, address)) == many[50:100]


def test_changes_of_one_moment_are_all_on_some_page(reader, many):
    Change.objects.update(at=at(1))
    first = page(reader)
    second = page(reader, link(first, "news-older"))
    third = page(reader, link(second, "news-older"))
    assert sorted(lines(first) + lines(second) + lines(third)) == sorted(many)


def test_pages_keep_the_filters(reader, many):
    assert "club=reds" in link(page(reader, club="reds"), "news-older")


@pytest.mark.parametrize("count", [5, 100])
def test_the_number_of_queries_does_not_grow_with_the_log(
    reader, django_assert_num_queries, count
):
    user, item = make_user(), make_item()
    for n in range(count):
        club = make_club(f"C{n}") if n < 30 else Change.objects.latest("pk").club
        slip = {"kind": "return", "undo": {"row": "injury", "pk": n, "estimate": n}}
        make_line(club=club, player=make_player(f"P{n}"), by=user, news=item, **slip)
    with django_assert_num_queries(6):
        page(reader)


# One line


def test_a_line_has_a_page_with_its_context(reader):
    item = make_item(headline="Out for weeks", note="behind a wall")
    change = make_line(player=make_player("Joe"), news=item, after="out, knock")
    text = page(reader, f"/news/{change.pk}/")
    told = ["Out for weeks", "behind a wall", "tier 2 of 4", "Available", "/news/?player=joe"]
    assert [word for word in told if word not in text] == []


def test_the_page_of_a_line_names_its_club_in_full(reader):
    change = make_line(club=make_club("AC Milan", short_name="Milan"))
    assert '<a href="/clubs/ac-milan/">AC Milan</a> · Injury' in page(
        reader, f"/news/{change.pk}/"
    )


def test_an_item_that_nobody_named_is_called_after_its_outlet(reader):
    item = make_item("BBC Sport", headline="BBC Sport", address="https://bbc.example/endo")
    text = page(reader, f"/news/{make_line(news=item).pk}/")
    assert '<a href="https://bbc.example/endo" rel="noopener nofollow">BBC Sport</a></p>' in text


def test_the_page_of_a_line_is_live(reader, htmx):
    address = f"/news/{make_line().pk}/"
    have = re.search(r'data-live="clubs:\d+\.\d+" data-have="([^"]*)"', page(reader, address))[1]
    assert htmx.get(address, headers={"Twodeep-Have": have}).status_code == 204


def test_the_page_of_a_line_that_is_undone_meanwhile_says_so(reader):
    change = make_line()
    address = f"/news/{change.pk}/"
    page(reader, address)
    Change.objects.update(undone_at=at(25))
    Club.objects.all().touch()
    assert "· undone" in page(reader, address)


@pytest.mark.parametrize(("moved", "state"), [("earlier", " is-earlier"), ("later", "")])
def test_a_return_that_comes_nearer_is_no_bad_news(reader, moved, state):
    club = make_club()
    injury = make_injury(player=make_player(club=club))
    days = [dt.date(2025, 10, 20), dt.date(2025, 10, 10)]
    for n, day in enumerate(days if moved == "earlier" else reversed(days)):
        given = {"given_on": dt.date(2025, 9, 1 + n), "expected_from": day}
        estimate = ReturnEstimate.objects.create(injury=injury, **given)
    saved = {"row": "injury", "pk": injury.pk, "estimate": estimate.pk}
    make_line(club=club, kind="return", undo=saved)
    assert f'<span class="tag slip{state}">10 days {moved}</span>' in page(reader)


def test_a_line_that_is_none_is_not_found(reader):
    assert reader.get("/news/99/").status_code == 404


def test_the_page_of_a_line_leads_to_what_came_later_of_the_same(reader):
    saved = {"row": "injury", "pk": 7}
    first = make_line(undo=saved)
    later = make_line(undo=saved, at=at(25))
    make_line(undo={"row": "injury", "pk": 8})
    text = page(reader, f"/news/{first.pk}/")
    assert lines(text) == [first.pk, later.pk] and "Later changes of the same" in text


def test_club_and_player_lead_to_their_changes(reader):
    make_player("Joe", club=make_club("Reds"))
    assert 'href="/news/?club=reds"' in page(reader, "/clubs/reds/")
    assert 'href="/news/?player=joe"' in page(reader, "/players/joe/")


# What is new


def test_a_browser_is_told_the_newest_change(reader):
    change = make_line()
    assert reader.get("/news/new/").json() == {"newest": change.pk, "count": 0}


def test_a_browser_is_told_how_many_there_are_since_it_looked(reader):
    known, _, newest = make_line(), make_line(), make_line()
    told = reader.get("/news/new/", {"since": known.pk}).json()
    assert told == {"newest": newest.pk, "count": 2}


def test_an_undo_is_not_counted(reader):
    undo = make_line(kind="undo")
    assert reader.get("/news/new/", {"since": 0}).json() == {"newest": undo.pk, "count": 0}


@pytest.mark.parametrize("since", ["x", "-1", "9" * 40, "²"])
def test_nonsense_counts_nothing(reader, since):
    make_line()
    assert reader.get("/news/new/", {"since": since}).json()["count"] == 0


def test_a_club_s_card_names_its_newest_change(reader):
    club = make_club("Reds")
    make_line(club=club)
    newest = make_line(club=club)
    assert f'data-newest="{newest.pk}"' in page(reader, "/")
