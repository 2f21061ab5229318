"""Lists of the squads app taken away, as CSV and JSON."""

import datetime as dt

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from squads.models import Change, Club, Player
from squads.pages.tables import Table
from squads.views import exporting
from squads.views.exporting import exported
from tests.factories import (
    make_club,
    make_figures,
    make_formation,
    make_injury,
    make_loan,
    make_player,
)
from tests.squads.liverpool import make_liverpool
from tests.squads.newsroom import at, make_item, make_line
from tests.taking import as_csv, as_file, assert_alike, shown

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 9, 30)
FORMULA = '=HYPERLINK("https://evil.example","Click")'
# Of each page its address, what it is narrowed by, and what begins a row on it.
PAGES = {
    "clubs": ("/", {"q": "liver"}, r'<li class="club-card"'),
    "thin": ("/thin/", {"level": "thin"}, r'<tr id="thin-'),
    "injuries": ("/injuries/", {"club": "liverpool"}, r'<tr id="man-'),
    "news": ("/news/", {"club": "liverpool"}, r'<li id="change-'),
    "chart": ("/clubs/liverpool/", {"view": "table"}, r'<tr id="man-table-'),
    "player": (
        "/players/giovanni-leoni/",
        {},
        r'<tr class="spell"|<div class="stay|scope="row">20',
    ),
    "comparison": ("/compare/", {"club": "liverpool", "other": "bare"}, r'<tr id="compare-'),
}
every_page = pytest.mark.parametrize("name", PAGES)


@pytest.fixture(autouse=True)
def world():
    """Liverpool, where two men are out and three changes are known, and a club with nobody."""
    club = make_liverpool()
    make_club("Bare")
    make_injury(player=make_player("Ángel Núñez", club=club, natural="LW"), chance=25)
    leoni = Player.objects.get(slug="giovanni-leoni")
    make_figures(player=leoni, club=club)
    make_line(club=club, player=leoni, news=make_item(headline=FORMULA))
    make_line(club=club, text="out, muscle", at=at(25))
    make_line(club=Club.objects.get(slug="bare"))
    make_formation("4-3-3")
    return club


def rows_of(visitor, name, **query):
    url, narrowed, _ = PAGES[name]
    return as_csv(as_file(visitor, url, "csv", **narrowed | query))


@every_page
def test_a_file_holds_the_rows_that_the_page_shows(reader, name):
    url, narrowed, row = PAGES[name]
    count = shown(reader.get(url, narrowed), row)
    whole, rows = as_file(reader, url, "json", **narrowed).json(), rows_of(reader, name)
    assert len(rows) == whole["count"] == len(whole["rows"]) == count > 0
    assert whole["day"] == "2025-09-30" and whole["complete"] is True
    assert_alike(rows, whole["rows"])


@pytest.mark.parametrize("name", ["thin", "news"])
@pytest.mark.parametrize("query", [{"format": "xlsx"}, {"format": "csv", "on": "x", "from": "x"}])
def test_an_unknown_format_or_filter_is_refused_as_the_page_refuses_it(reader, name, query):
    answer = reader.get(PAGES[name][0], query)
    assert answer.status_code == 400 and "No such list" in answer.text


@every_page
def test_no_row_costs_a_query(reader, name):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            rows = rows_of(reader, name)
        return len(rows), len(asked)

    few = queries()
    leoni = Player.objects.get(slug="giovanni-leoni")
    for n in range(8):
        club = make_club(f"Liverpool {n}")
        man = make_player(club=Club.objects.get(slug="liverpool"), natural="LW")
        make_injury(player=man)
        make_injury(player=leoni, began_on=dt.date(2025, 1, n + 1), returned_on=TODAY)
        for place in (club, Club.objects.get(slug="liverpool")):
            make_line(club=place, player=man, news=make_item())
    many = queries()
    assert many[1] == few[1]
    assert name == "comparison" or many[0] > few[0] or name == "thin"


def test_names_keep_their_accents(reader):
    assert "Ángel Núñez" in {row["player"] for row in rows_of(reader, "injuries")}


def test_no_cell_is_a_formula(reader):
    Player.objects.filter(slug="giovanni-leoni").update(known_as="@SUM(A1:A9)")
    Club.objects.filter(slug="liverpool").touch()
    row = rows_of(reader, "news")[1]
    assert (row["player"], row["headline"]) == ("'@SUM(A1:A9)", f"'{FORMULA}")
    whole = as_file(reader, "/news/", "json", club="liverpool").json()
    assert whole["rows"][1]["headline"] == FORMULA


def test_numbers_stay_numbers_and_what_is_not_known_is_empty():
    values = {"n": -5, "text": "-5", "none": None, "flag": True, "many": ["=1", "b"]}
    values |= {"on": TODAY, "url": "/news/1/"}
    table = Table("sorts", {name: lambda row, name=name: row[name] for name in values})
    request = RequestFactory().get("/", {"format": "csv"})
    row = as_csv(exported(request, table, [values], here="/", on=TODAY))[0]
    assert row == {
        "n": "-5", "text": "'-5", "none": "", "flag": "true", "many": "'=1; b",
        "on": "2025-09-30", "url": "http://testserver/news/1/",
    }  # fmt: skip


def test_json_keeps_what_is_a_number_a_list_or_nothing(reader):
    row = as_file(reader, "/thin/", "json", level="thin").json()["rows"][0]
    assert (row["cover"], row["target"], row["missing"]) == (3, 4, ["Giovanni Leoni"])
    assert row["why"][1] == "Giovanni Leoni is out (ACL tear, expected back 1 Sep 2026)."
    men = as_file(reader, "/injuries/", "json").json()["rows"]
    assert {man["player"]: man["chance"] for man in men} == {
        "Giovanni Leoni": None,
        "Ángel Núñez": 25,
    }


def test_json_names_the_filters_and_no_page_of_the_list(reader):
    asked = {"club": "liverpool", "before": Change.objects.latest("pk").pk}
    whole = as_file(reader, "/news/", "json", **asked).json()
    assert whole["filters"] == {"club": "liverpool"} and whole["count"] == 2


def test_a_file_has_all_pages_of_a_list(reader):
    for n in range(60):
        make_line(club=Club.objects.get(slug="liverpool"), at=at(1 + n % 20))
    assert len(rows_of(reader, "news")) == 62


def test_a_list_that_is_too_long_is_cut_and_says_so(reader, monkeypatch):
    monkeypatch.setattr(exporting, "MOST_ROWS", 2)
    answer = as_file(reader, "/clubs/liverpool/", "json")
    assert "first-2.json" in answer["Content-Disposition"]
    assert (answer.json()["count"], answer.json()["complete"]) == (2, False)


def test_a_file_is_named_after_whose_list_and_day_it_is(reader):
    answer = as_file(reader, "/clubs/liverpool/", "csv", on="2025-09-20")
    named = 'attachment; filename="liverpool-chart-2025-09-20.csv"'
    assert answer["Content-Disposition"] == named


@pytest.mark.parametrize(
    ("url", "query", "name"),
    [
        ("/clubs/liverpool/", {"formation": "4-3-3"}, "liverpool-chart-2025-09-30-4-3-3.csv"),
        ("/thin/", {"level": "thin"}, "twodeep-thin-positions-2025-09-30-filtered.csv"),
        ("/thin/", {"by": "club"}, "twodeep-thin-positions-2025-09-30.csv"),
        (
            "/compare/",
            {"club": "liverpool", "other_on": "2026-01-01"},
            "twodeep-comparison-2025-09-30-liverpool-liverpool-2026-01-01.csv",
        ),
    ],
)
def test_a_file_s_name_tells_it_from_those_of_other_addresses(reader, url, query, name):
    assert f'"{name}"' in as_file(reader, url, "csv", **query)["Content-Disposition"]


def test_rows_say_what_they_are_of(reader):
    row = rows_of(reader, "chart", formation="4-3-3")[0]
    assert list(row.items())[:4] == [
        ("club_slug", "liverpool"), ("club", "Liverpool"),
        ("on", "2025-09-30"), ("formation", "4-3-3"),
    ]  # fmt: skip
    row = rows_of(reader, "player")[0]
    assert list(row.items())[:2] == [
        ("player_slug", "giovanni-leoni"), ("player", "Giovanni Leoni"),
    ]  # fmt: skip


def test_who_is_borrowed_is_told_with_his_lender_and_who_is_lent_with_his_borrower(reader):
    lender, liverpool = make_club("Ajax"), Club.objects.get(slug="liverpool")
    guest, leoni = make_player("Guest", club=lender), Player.objects.get(slug="giovanni-leoni")
    make_loan(parent=guest.contracts.get(), club=liverpool)
    make_loan(parent=leoni.contracts.get(), club=lender)
    men = {man["player"]: man for man in rows_of(reader, "chart")}
    assert (men["Guest"]["lent_by_slug"], men["Guest"]["lent_by"]) == ("ajax", "Ajax")
    assert (men["Giovanni Leoni"]["loaned_to"], men["Giovanni Leoni"]["lent_by"]) == ("Ajax", "")
    stays = as_csv(as_file(reader, "/players/guest/", "csv"))
    assert {stay["kind"]: stay["lent_by_slug"] for stay in stays} == {
        "permanent": "", "loan": "ajax",
    }  # fmt: skip


def test_what_cannot_be_compared_does_not_differ_and_is_not_alike(reader):
    Club.objects.filter(slug="bare").update(formation=make_formation("3-4-2-1"))
    whole = as_file(reader, "/compare/", "json", club="liverpool", other="bare").json()
    differs = {row["position"]: row["differs"] for row in whole["rows"]}
    assert (differs["CB"], differs["RB"], whole["filters"]) == (True, None, {})
    assert as_file(reader, "/compare/", "csv").status_code == 400


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_file_is_not_made_again_for_a_reader_who_has_it(reader, form):
    first = as_file(reader, "/injuries/", form)
    held = {"If-None-Match": first["ETag"]}
    again = reader.get("/injuries/", {"format": form}, headers=held)
    assert again.status_code == 304 and not again.content
    other = {"csv": "json", "json": "csv"}[form]
    assert reader.get("/injuries/", {"format": other}, headers=held).status_code == 200
    Club.objects.filter(slug="liverpool").touch()
    assert reader.get("/injuries/", {"format": form}, headers=held).status_code == 200


def test_a_file_of_an_account_is_made_for_it_alone(reader, editor):
    held = {"If-None-Match": as_file(reader, "/injuries/", "csv")["ETag"]}
    answer = editor.get("/injuries/", {"format": "csv"}, headers=held)
    assert answer.status_code == 200 and "ETag" not in answer


@every_page
def test_a_file_is_the_same_for_htmx_and_no_place_to_be(htmx, name):
    url, narrowed, _ = PAGES[name]
    answer = as_file(htmx, url, "csv", **narrowed)
    assert "HX-Push-Url" not in answer and "HX-Request" not in answer["Vary"]


def test_a_chart_tells_of_the_day_and_formation_that_are_asked_for(reader):
    men = as_csv(as_file(reader, "/clubs/liverpool/", "csv", on="2025-09-20"))
    leoni = next(man for man in men if man["player"] == "Giovanni Leoni")
    assert (leoni["level"], leoni["availability"], leoni["string"]) == (
        "covered",
        "available",
        "2",
    )


@pytest.mark.parametrize("first", ["csv", ""])
def test_what_is_kept_of_a_page_is_not_given_for_a_file_nor_a_file_for_the_page(reader, first):
    kinds = {"csv": "text/csv; charset=utf-8", "": "text/html; charset=utf-8"}
    for form in (first, *kinds):
        assert as_file(reader, "/thin/", form)["Content-Type"] == kinds[form]


def test_no_cache_between_may_keep_a_file(reader):
    answer = as_file(reader, "/injuries/", "csv")
    assert {"private", "no-cache"} <= set(answer["Cache-Control"].split(", "))
    assert "Cookie" in answer["Vary"]


def test_a_head_request_has_the_headers_alone(reader):
    answer = reader.head("/thin/", {"format": "csv"})
    assert answer.status_code == 200 and not answer.content
    assert "attachment" in answer["Content-Disposition"]


@every_page
def test_a_page_leads_to_its_files_with_its_filters_in_force(htmx, name):
    url, narrowed, _ = PAGES[name]
    page = htmx.get(url, narrowed).text
    href = page.partition('id="take-csv" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert as_csv(htmx.get(href)) == rows_of(htmx, name)


def test_a_club_page_leads_to_what_programs_follow(reader):
    page = reader.get("/clubs/liverpool/", {"on": "2025-09-20", "formation": "4-2-3-1"}).text
    for address in (
        "/clubs/liverpool/calendar.ics",
        "/clubs/liverpool/feed/",
        "/clubs/liverpool/chart.png?on=2025-09-20",
        "/clubs/liverpool/chart.svg?on=2025-09-20",
        "/api/v1/clubs/liverpool/chart?on=2025-09-20",
    ):
        assert f'href="{address}"' in page


@pytest.mark.parametrize(
    ("url", "feed"),
    [
        ("/", "/news/feed/"),
        ("/thin/", "/thin/feed/"),
        ("/players/giovanni-leoni/", "/players/giovanni-leoni/feed/"),
        ("/news/?club=liverpool", "/clubs/liverpool/feed/"),
    ],
)
def test_a_page_leads_to_its_feed_and_names_it_in_its_head(reader, url, feed):
    head, _, body = reader.get(url).text.partition("</head>")
    assert f'href="{feed}"' in head and f'href="{feed}"' in body
