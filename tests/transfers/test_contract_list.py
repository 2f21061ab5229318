"""The ladder of contract ends, and what a club's page says of it."""

import datetime as dt

import pytest
from django.urls import reverse

from squads.depth import depth_chart
from squads.extensions import ClubPage
from squads.models import Club
from tests.factories import (
    make_club,
    make_competition,
    make_contract,
    make_elsewhere,
    make_figures,
    make_loan,
    make_player,
)
from transfers.loading import squads_on
from transfers.pages.contracts_panel import club_panel

pytestmark = pytest.mark.django_db
URL = reverse("transfers:contract_list")
JUNE_2026, JUNE_2027 = dt.date(2026, 6, 30), dt.date(2027, 6, 30)


@pytest.fixture
def reds():
    return make_club("Reds")


@pytest.fixture
def palace():
    return make_club("Palace")


def make_man(name, club, ends_on=JUNE_2027, **fields):
    return make_player(name, club=club, contract={"ends_on": ends_on}, **fields)


def lend(man, club, **fields):
    return make_loan(parent=man.contracts.get(kind="permanent"), club=club, **fields)


def page(visitor, **asked):
    return visitor.get(URL, asked)


def names(response):
    return [row["name"] for group in response.context["groups"] for row in group["rows"]]


def row_of(response, name):
    groups = response.context["groups"]
    return next(row for group in groups for row in group["rows"] if row["name"] == name)


def tags(response, name):
    return [tag["text"] for tag in row_of(response, name)["tags"]]


def counts(response, slug):
    row = next(row for row in response.context["table"]["rows"] if row["slug"] == slug)
    return {cell["mark"]: cell["count"] for cell in row["cells"] if cell["count"]}


def test_a_man_stands_under_the_month_of_his_end_with_what_is_known(reader, reds):
    make_man("Konaté", reds, JUNE_2026, natural="CB", emergency="RB")
    found = page(reader)
    group = found.context["groups"][0]
    row = group["rows"][0]
    assert (group["title"], group["count"]) == ("June 2026", 1)
    assert (row["positions"], row["age"], row["ends"]) == ("CB", 25, "30 Jun 2026")
    assert (row["left"], row["standing"], row["told"]) == (
        "9 months",
        "first choice",
        "last 12 months",
    )


def test_men_come_in_the_order_of_their_ends_the_unknown_last(reader, reds):
    for name, end in [("A", None), ("B", JUNE_2027), ("C", JUNE_2026)]:
        make_man(name, reds, end)
    assert names(page(reader)) == ["C", "B", "A"]
    assert names(page(reader, sort="-ends")) == ["B", "C", "A"]


def test_the_table_counts_each_clubs_men_by_time_left(reader, reds, palace):
    for end in (JUNE_2026, JUNE_2026, JUNE_2027, None):
        make_man("", reds, end)
    make_man("", palace, dt.date(2030, 6, 30))
    found = page(reader)
    assert counts(found, "reds") == {"12": 2, "24": 1, "unknown": 1}
    assert counts(found, "palace") == {"later": 1}
    assert found.context["table"]["total"]["men"] == 5


def test_a_number_of_the_table_leads_to_its_men(reader, reds, palace):
    make_man("Konaté", reds, JUNE_2026)
    make_man("Gomez", reds)
    make_man("Guéhi", palace, JUNE_2026)
    cells = page(reader).context["table"]["rows"]
    row = next(row for row in cells if row["slug"] == "reds")
    cell = next(cell for cell in row["cells"] if cell["count"])
    assert names(reader.get(cell["url"])) == ["Konaté"]


def test_a_club_that_the_filters_leave_nobody_is_left_out(reader, reds, palace):
    make_man("Konaté", reds, natural="CB")
    rows = {ask: page(reader, position=ask).context["table"]["rows"] for ask in ("", "CB")}
    assert [row["slug"] for row in rows[""]] == ["palace", "reds"]
    assert [row["slug"] for row in rows["CB"]] == ["reds"]


def test_more_clubs_than_a_table_holds_are_counted_by_league(reader, reds, palace, monkeypatch):
    monkeypatch.setattr("transfers.pages.contracts.MOST_CLUBS", 1)
    make_man("Konaté", reds)
    make_man("Guéhi", palace)
    table = page(reader).context["table"]
    assert (table["by"], table["rows"][0]["men"]) == ("League", 2)
    assert table["rows"][0]["url"] == f"{URL}?league=premier-league"


def test_a_man_on_loan_is_counted_by_the_club_he_belongs_to(reader, reds, palace):
    lend(make_man("Elliott", reds), palace)
    found = page(reader)
    assert (counts(found, "reds"), counts(found, "palace")) == ({"24": 1}, {})
    assert tags(found, "Elliott") == ["on loan at Palace until 30 Jun 2026"]


def test_at_the_borrower_he_is_shown_as_on_loan_with_his_own_clubs_end(reader, reds, palace):
    lend(make_man("Elliott", reds), palace)
    found = page(reader, club="palace")
    row = row_of(found, "Elliott")
    assert found.context["groups"][0]["title"].startswith("Here on loan")
    assert tags(found, "Elliott") == ["on loan from Reds until 30 Jun 2026"]
    assert (row["club"], row["ends"]) == ("Palace", "30 Jun 2027")


def test_a_man_of_a_club_without_a_chart_is_listed_by_the_borrower_alone(reader, reds):
    lend(make_man("Visitor", make_elsewhere("Ajax")), reds)
    found = page(reader)
    assert tags(found, "Visitor") == ["on loan from Ajax until 30 Jun 2026"]
    assert (counts(found, "reds"), found.context["table"]["rows"][0]["here"]) == ({}, 1)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"league": "serie-a"}, ["Leão"]),
        ({"club": "reds"}, ["Gomez", "Elliott"]),
        ({"position": "CB"}, ["Gomez"]),
        ({"mark": "24"}, ["Leão", "Elliott"]),
        ({"loans": "out"}, ["Elliott"]),
        ({"loans": "in"}, ["Elliott"]),
        ({"loans": "none"}, ["Gomez", "Leão"]),
        ({"q": "leao"}, ["Leão"]),
        ({"club": "reds", "mark": "12"}, ["Gomez"]),
        ({"mark": "6"}, []),
    ],
)
def test_the_list_is_narrowed(reader, reds, asked, found):
    milan = make_club("Milan", competition=make_competition(name="Serie A", slug="serie-a"))
    make_man("Gomez", reds, JUNE_2026, natural="CB")
    make_man("Leão", milan, natural="LW")
    lend(make_man("Elliott", reds, natural="AM", emergency="CB"), make_club("Villa"))
    response = page(reader, **asked)
    assert names(response) == found
    assert ("No contract matches" in response.text) == (not found)


def test_the_list_is_sorted(reader, reds, palace):
    make_man("Young", reds, born_on=dt.date(2005, 1, 1))
    make_man("Old", palace, born_on=dt.date(1991, 1, 1))
    order = {"age": ["Young", "Old"], "-age": ["Old", "Young"], "player": ["Old", "Young"]}
    order |= {"club": ["Old", "Young"]}
    assert {sort: names(page(reader, sort=sort)) for sort in order} == order


def test_a_standing_that_nobody_set_is_derived_as_on_the_chart(reader, reds):
    for name, minutes in (("Seldom", 100), ("Always", 540)):
        man = make_player(name, club=reds, contract={"standing": ""})
        make_figures(player=man, club=reds, minutes=minutes)
    found = page(reader, sort="standing")
    assert [(name, row_of(found, name)["standing"]) for name in names(found)] == [
        ("Always", "first choice"),
        ("Seldom", "backup"),
    ]


def test_he_may_sign_abroad_from_the_new_year(reader, reds):
    make_man("Konaté", reds, JUNE_2026)
    on = {day: page(reader, on=day, mark="abroad") for day in ("2025-12-31", "2026-01-01")}
    assert tags(page(reader), "Konaté") == ["may sign abroad from 1 Jan 2026"]
    assert names(on["2025-12-31"]) == []
    assert tags(on["2026-01-01"], "Konaté") == ["may sign abroad since 1 Jan 2026"]


def test_where_he_has_signed_is_told_instead(reader, reds, palace):
    man = make_man("Konaté", reds, JUNE_2026)
    make_contract(player=man, club=palace, starts_on=dt.date(2026, 7, 1), ends_on=None)
    assert tags(page(reader), "Konaté") == ["has signed for Palace from 1 Jul 2026"]


def test_a_contract_that_has_ended_is_told_of(reader, reds):
    make_man("Free", reds, JUNE_2026)
    found = page(reader, on="2026-07-10")
    assert counts(found, "reds") == {"ended": 1}
    assert found.context["groups"][0]["title"] == "June 2026, ended"


@pytest.mark.parametrize(
    "asked", [{"club": "nowhere"}, {"mark": "7"}, {"sort": "luck"}, {"on": "never"}]
)
def test_what_is_not_offered_is_refused(reader, asked):
    assert page(reader, **asked).status_code == 400


def test_nobody_under_contract_is_said(reader, reds):
    assert "Nobody on record is under contract" in page(reader).text


def test_a_long_list_has_pages_whose_months_keep_their_number(reader, reds, monkeypatch):
    monkeypatch.setattr("transfers.pages.contract_page.PER_PAGE", 1)
    for name in "AB":
        make_man(name, reds)
    first, second = page(reader), page(reader, page=2)
    assert (names(first), names(second)) == (["A"], ["B"])
    assert second.context["groups"][0]["count"] == 2
    assert (first.context["older"], second.context["newer"]) == (f"{URL}?page=2", URL)


@pytest.mark.parametrize("men", [1, 12])
def test_the_number_of_queries_does_not_grow(htmx, django_assert_num_queries, men, reds):
    for _ in range(men):
        lend(make_man("", reds, natural="CB"), make_club())
    with django_assert_num_queries(5):
        assert len(names(page(htmx))) == men


def test_everybody_sees_the_same(reader, editor, analyst, reds):
    make_man("Konaté", reds, JUNE_2026)
    seen = [page(v).context for v in (reader, editor, analyst)]
    assert all(context["groups"] == seen[0]["groups"] for context in seen)


def test_a_kept_list_follows_every_change(reader, reds):
    man = make_man("Konaté", reds, JUNE_2026)
    etag = page(reader)["ETag"]
    assert reader.get(URL, headers={"If-None-Match": etag}).status_code == 304
    man.contracts.update(ends_on=JUNE_2027)
    Club.objects.filter(pk=reds.pk).touch()
    assert reader.get(URL, headers={"If-None-Match": etag}).status_code == 200


def test_the_address_leaves_out_what_nobody_asked_for(htmx, reds):
    asked = {"club": "reds", "league": "", "q": "", "sort": "ends", "on": "2025-09-30"}
    assert page(htmx, **asked)["HX-Push-Url"] == f"{URL}?club=reds"


def test_the_navigation_leads_here(reader):
    assert f'href="{URL}" aria-current="page"' in page(reader).text


# On a club's page


def cliffs(visitor, club, **asked):
    context = visitor.get(club.get_absolute_url(), asked).context
    panels = [*context["beside"], *context["below"]]
    template = "transfers/_contracts_panel.html"
    return next(panel.context for panel in panels if panel.template == template)


def test_the_cliff_counts_who_counts_at_each_position(reader, reds):
    make_man("Konaté", reds, JUNE_2026, natural="CB")
    make_man("Gomez", reds, natural="CB")
    make_player("Fringe", club=reds, natural="CB", contract={"standing": "fringe"})
    (cliff,) = cliffs(reader, reds)["cliffs"]
    assert (cliff["position"], cliff["counted"], cliff["counts"]) == ("CB", 2, [0, 1, 1])
    assert [man["name"] for man in cliff["men"]] == ["Konaté"]


def test_the_cliff_is_that_of_the_day_shown(reader, reds):
    make_man("Konaté", reds, JUNE_2026, natural="CB")
    found = cliffs(reader, reds, on="2026-02-01")
    assert found["cliffs"][0]["counts"] == [1, 1, 1]
    assert found["url"] == f"{URL}?on=2026-02-01&club=reds"


def test_a_borrowed_man_leaves_with_the_end_of_his_loan(reader, reds, palace):
    lend(make_man("Elliott", palace, natural="RW"), reds)
    (man,) = cliffs(reader, reds)["cliffs"][0]["men"]
    assert man == {"name": "Elliott", "ends": "30 Jun 2026", "loan": "loan"}


def test_a_cliff_that_is_none_is_said(reader, reds):
    make_man("Open", reds, None, natural="GK")
    found = cliffs(reader, reds)
    assert found["cliffs"] == []
    assert (found["unknown"], found["rest"][:6]) == ("Open", "Nobody")


def test_the_cliff_asks_the_database_nothing(reader, reds, django_assert_num_queries):
    make_man("Konaté", reds, JUNE_2026, natural="CB")
    day = dt.date(2025, 9, 30)
    chart = depth_chart(squads_on([reds], day)[reds.pk], day)
    with django_assert_num_queries(0):
        assert club_panel(ClubPage(reds, chart, day, day, "", frozenset()))
