"""Lists of the transfers app taken away, as CSV and JSON."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from squads.models import Club
from tests.factories import (
    make_club,
    make_competition,
    make_elsewhere,
    make_injury,
    make_loan,
    make_player,
)
from tests.squads.liverpool import make_liverpool
from tests.squads.newsroom import make_item
from tests.taking import as_csv, as_file, assert_alike, shown
from tests.transfers.factories import (
    make_link,
    make_move,
    make_rule,
    make_scenario,
    make_windows,
)
from transfers.models import Link, LinkNews, NeedFlag, Window
from transfers.views import window_board

pytestmark = pytest.mark.django_db
# Of each page its address, what it is narrowed by, and what begins a row on it.
PAGES = {
    "contracts": ("/contracts/", {"club": "liverpool", "mark": "24"}, r'<tr id="contract-'),
    "links": ("/links/", {"club": "liverpool", "state": "alive"}, r'<tr id="link-'),
    "windows": ("/windows/", {}, r'<tr id="window-'),
    "needs": ("/windows/{}/", {"position": "CB"}, r'<tr id="row-need-'),
    "squad list": ("/clubs/liverpool/registration/", {}, r'<tr id="man-'),
    "candidates": ("/clubs/bare/candidates/CB/", {"sort": "name"}, r'<tr id="man-'),
    "timeline": ("/clubs/liverpool/timeline/", {}, r""),
}
every_page = pytest.mark.parametrize("name", PAGES)


@pytest.fixture(autouse=True)
def world():
    """Liverpool with windows, a rule, a link and a man on loan, and a club with nobody."""
    make_windows()
    make_rule()
    club, other = make_liverpool(), make_club("Bare")
    man = make_player("Ángel Núñez", club=club, natural="LW")
    make_loan(parent=man.contracts.get(), club=make_elsewhere("Ajax"))
    link = make_link(from_club=club, to_club=other, fee=35_000_000)
    LinkNews.objects.create(link=link, news=make_item(), on=dt.date(2025, 9, 30))


def page_of(name):
    url, narrowed, row = PAGES[name]
    return url.format(Window.objects.get(opens_at__month=1, competition__rank=1).pk), narrowed, row


def rows_of(visitor, name, **query):
    url, narrowed, _ = page_of(name)
    return as_csv(as_file(visitor, url, "csv", **narrowed | query))


@every_page
def test_a_file_holds_the_rows_that_the_page_shows(reader, name):
    url, narrowed, row = page_of(name)
    count = shown(reader.get(url, narrowed), row) if row else 9 * 40  # positions by weeks
    whole, rows = as_file(reader, url, "json", **narrowed).json(), rows_of(reader, name)
    assert len(rows) == whole["count"] == len(whole["rows"]) == count > 0
    assert_alike(rows, whole["rows"])
    assert as_file(reader, url, "xlsx", **narrowed).status_code == 400


@every_page
def test_a_page_leads_to_its_files_with_its_filters_in_force(htmx, name):
    url, narrowed, _ = page_of(name)
    page = htmx.get(url, narrowed).text
    href = page.partition('id="take-csv" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert as_csv(htmx.get(href)) == rows_of(htmx, name)


@every_page
def test_no_row_costs_a_query(reader, name):
    def queries():
        rows_of(reader, name)  # what needs are worked out from is kept
        with CaptureQueriesContext(connection) as asked:
            rows = rows_of(reader, name)
        return len(rows), len(asked)

    few = queries()
    liverpool, bare = Club.objects.get(slug="liverpool"), Club.objects.get(slug="bare")
    for _ in range(5):
        man = make_player(club=liverpool, natural="CB")
        make_injury(player=man, expected_until=dt.date(2026, 3, 1))
        link = make_link(man, liverpool, bare)
        LinkNews.objects.create(link=link, news=make_item(), on=dt.date(2025, 9, 30))
    make_windows(make_competition(name="Serie A", slug="serie-a", rank=2))
    many = queries()
    assert many[1] == few[1]
    assert many[0] > few[0] or name in ("needs", "timeline")


def test_a_file_has_all_pages_of_a_list(reader):
    bare = Club.objects.get(slug="bare")
    for n in range(35):
        make_player(f"Man {n}", club=bare, natural="CB")
    url = "/clubs/liverpool/candidates/CB/"
    assert len(as_csv(as_file(reader, url, "csv", page=2))) == 35


def test_a_loan_and_a_fee_are_told_in_columns_of_their_own(reader):
    men = as_csv(as_file(reader, "/contracts/", "csv", loans="out"))
    assert [(man["player"], man["loaned_to"], man["ends_on"]) for man in men] == [
        ("Ángel Núñez", "Ajax", "2027-06-30")
    ]
    link = as_file(reader, "/links/", "json").json()["rows"][0]
    assert (link["fee"], link["currency"], link["outlet"]) == (35_000_000, "EUR", "BBC Sport")
    Link.objects.update(fee=None)
    Club.objects.touch()
    assert as_file(reader, "/links/", "json").json()["rows"][0]["currency"] is None


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("timeline", {"club_slug": "liverpool", "judged_until": "2026-06-14"}),
        ("squad list", {"club_slug": "liverpool", "rule": "Premier League squad list"}),
        ("needs", {"window": "Winter 2025/26", "season": "2025/26"}),
        ("candidates", {"for_club_slug": "bare", "for_position": "CB"}),
    ],
)
def test_rows_say_what_they_are_of(reader, name, of):
    for row in rows_of(reader, name):
        assert {column: row[column] for column in of} == of


def test_a_need_that_is_addressed_names_the_link(reader):
    url, narrowed, _ = page_of("needs")
    link = make_link(from_club=Club.objects.get(slug="bare"), to_club=make_club("Reds"))
    NeedFlag.objects.create(
        club=Club.objects.get(slug="bare"), window_id=int(url.split("/")[2]), position="CB",
        verdict="addressed", link=link, at=dt.datetime(2025, 9, 30, tzinfo=dt.UTC),
    )  # fmt: skip
    needs = as_file(reader, url, "json", **narrowed).json()["rows"]
    need = next(need for need in needs if need["verdict"] == "addressed")
    assert need["addressed_by"].startswith(str(link)) and isinstance(need["why"], list)
    assert need["addressed_by_url"] == f"http://testserver{link.get_absolute_url()}"


def test_who_is_on_loan_elsewhere_is_not_missing_in_any_week(reader):
    weeks = as_file(reader, "/clubs/liverpool/timeline/", "json").json()["rows"]
    named = {man for week in weeks for man in week["missing"]}
    assert "Giovanni Leoni" in named and "Ángel Núñez" not in named


def test_whether_a_candidate_is_homegrown_is_true_false_or_not_known(reader):
    men = as_file(reader, *page_of("candidates")[:1], "json").json()["rows"]
    assert men and {man["homegrown"] for man in men} == {None}


def test_scenarios_are_for_analysts_alone(reader, editor, analyst):
    make_move(make_scenario(Club.objects.get(slug="liverpool"), name="=Sell", note="why"))
    for visitor in (reader, editor):
        page = visitor.get("/scenarios/")
        answer = as_file(visitor, "/scenarios/", "csv")
        assert answer.status_code == page.status_code != 200
    row = as_csv(as_file(analyst, "/scenarios/", "csv"))[0]
    assert (row["name"], row["moves"], row["note"]) == ("'=Sell", "in: New centre-back", "why")
    assert as_file(analyst, "/scenarios/", "xml").status_code == 400


def test_scenarios_side_by_side_are_a_row_for_each_position_of_each(reader, analyst):
    club = Club.objects.get(slug="liverpool")
    idle, sale = make_scenario(club, name="Nothing"), make_scenario(club, name="Sell")
    gomez = club.contracts.get(player__slug="joe-gomez").player
    make_move(sale, kind="out", player=gomez, on=dt.date(2026, 1, 1))
    url, asked = "/scenarios/compare/", {"ids": f"{idle.pk},{sale.pk}", "on": "2026-01-02"}
    assert as_file(reader, url, "csv", **asked).status_code != 200
    answer = as_file(analyst, url, "csv", **asked)
    name = f"liverpool-scenarios-side-by-side-2026-01-02-{idle.pk}-{sale.pk}.csv"
    assert name in answer["Content-Disposition"]
    rows = as_csv(answer)
    assert len(rows) == 2 * shown(analyst.get(url, asked), r'<tr id="compare-')
    real, sold = (row for row in rows if row["position"] == "CB")
    assert (real["scenario"], real["cover"], real["change"]) == ("Today’s squad", "4", "")
    assert (sold["scenario"], sold["cover"], sold["change"]) == ("Sell", "3", "worse")
    assert sold["not_counted_here"] == "Joe Gomez"
    assert_alike(rows, as_file(analyst, url, "json", **asked).json()["rows"])


def test_needs_that_are_still_being_worked_out_make_no_whole_list(reader, monkeypatch):
    monkeypatch.setattr(window_board, "PATIENCE_S", -1)
    answer = as_file(reader, page_of("needs")[0], "json")
    assert answer.json()["complete"] is False
    assert "incomplete.json" in answer["Content-Disposition"]
