"""Who could fill a position, and what his own club would be left with."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from squads.models import Club, Competition, Player
from tests.factories import (
    make_club,
    make_competition,
    make_contract,
    make_figures,
    make_injury,
    make_loan,
    make_player,
)
from tests.squads.liverpool import make_liverpool
from tests.transfers.factories import make_windows
from transfers.models import RegistrationRule, Training
from transfers.pages.candidates import add_months

pytestmark = pytest.mark.django_db
ITALY = {"name": "Serie A", "slug": "serie-a", "country": "Italy", "rank": 2}


def url(club, position="CB"):
    return reverse("transfers:candidate_list", args=[club.slug, position])


def names(page):
    """The men of a list, in its order."""
    return re.findall(r'<th scope="row" class="name"><a [^>]*>([^<]+)', page.text)


@pytest.fixture
def reds():
    return make_club("Reds")


@pytest.fixture
def blues():
    return make_club("Blues")


@pytest.fixture
def ask(reader, reds):
    """Return the names that the list for the Reds' centre-back gives to a query."""
    return lambda **query: names(reader.get(url(reds), query))


def test_men_who_play_there_elsewhere_are_listed_and_the_clubs_own_are_not(ask, reds, blues):
    make_player("Natural", club=blues, natural="CB")
    make_player("Capable", club=blues, natural="RB", capable="CB")
    make_player("Emergency", club=blues, natural="DM", emergency="CB")
    make_player("Own", club=reds, natural="CB")
    lent = make_contract(player=make_player("Lent", natural="CB"), club=reds)
    make_loan(parent=lent, club=blues)
    assert ask() == ["Natural"]
    assert ask(fit="capable") == ["Capable", "Natural"]


def test_kinship_makes_a_man_capable_unless_something_else_is_stored(reader, reds, blues):
    make_player("Kin", club=blues, natural="RB")
    make_player("Stored", club=blues, natural="RB", emergency="RWB")
    page = reader.get(url(reds, "RWB"), {"fit": "capable"})
    assert names(page) == ["Kin"]
    assert "capable by kinship" in page.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"age_from": "25"}, ["Old"]),
        ({"age_to": "24"}, ["Young"]),
        ({"height_from": "190"}, ["Old"]),
        ({"foot": "left"}, ["Young"]),
        ({"months": "9"}, ["Young"]),
        ({"months": "8"}, []),
        ({"standing": "backup"}, ["Young"]),
        ({"league": "serie-a"}, ["Old"]),
        ({"club": "blues"}, ["Young"]),
        ({"available": "yes"}, ["Young"]),
        ({"sort": "age"}, ["Young", "Old"]),
        ({"sort": "-age"}, ["Old", "Young"]),
        ({"sort": "-name"}, ["Young", "Old"]),
        ({"sort": "club"}, ["Young", "Old"]),
        ({"sort": "-minutes"}, ["Old", "Young"]),
        ({"sort": "height"}, ["Young", "Old"]),
        ({}, ["Young", "Old"]),
    ],
)
def test_the_list_can_be_narrowed_and_sorted(ask, blues, query, found):
    until = {"ends_on": dt.date(2026, 6, 30), "standing": "backup"}
    make_player(
        "Young", club=blues, natural="CB", born_on=dt.date(2000, 10, 1), foot="both",
        height_cm=180, contract=until,
    )  # fmt: skip
    whites = make_club("Whites", competition=make_competition(**ITALY))
    old = make_player(
        "Old", club=whites, natural="CB", born_on=dt.date(2000, 9, 30), foot="right",
        height_cm=190,
    )  # fmt: skip
    make_figures(player=old, club=whites)
    make_injury(player=old)
    assert ask(**query) == found


def test_a_standing_that_nobody_has_set_is_derived_as_on_the_chart(ask, blues):
    derived = {"contract": {"standing": ""}}
    played = make_player("Played", club=blues, natural="CB", **derived)
    make_player("Idle", club=blues, natural="CB", **derived)
    make_figures(player=played, club=blues, minutes=540)
    assert ask(standing="first_choice") == ["Played"]
    assert ask(standing="backup") == ["Idle"]


def test_training_tells_who_is_homegrown_and_no_row_is_not_a_no(ask, blues):
    for name, association in (("English", "England"), ("Welsh", "Wales"), ("French", "France")):
        player = make_player(name, club=blues, natural="CB")
        Training.objects.create(player=player, association=association)
    make_player("Unknown", club=blues, natural="CB")
    Competition.objects.update(country="England")
    assert ask(homegrown="yes") == ["English", "Welsh"]
    assert ask(homegrown="no") == ["French"]
    assert ask(homegrown="unknown") == ["Unknown"]


def test_the_rule_of_the_league_says_whose_training_counts(reader, reds, blues):
    player = make_player("French", club=blues, natural="CB")
    Training.objects.create(player=player, association="France")
    RegistrationRule.objects.create(
        competition=reds.competition, name="List", season="2025/26", associations="France, Spain"
    )
    page = reader.get(url(reds), {"homegrown": "yes"})
    assert names(page) == ["French"]
    assert "trained in France or Spain" in page.text


def without_him(page, slug):
    row = page.text.split(f'id="man-{slug}"')[1].split("</tr>")[0]
    cell = row.split('class="without"')[1].split("</td>")[0]
    text = " ".join(re.sub(r"<[^>]+>", " ", cell.split(">", 1)[1]).split())
    return text.removeprefix("without him: ")


def test_each_man_shows_what_his_own_club_would_be_left_with(reader, reds):
    make_liverpool()
    page = reader.get(url(reds))
    assert without_him(page, "joe-gomez") == "CB thin 3/4 falls to exposed 2/4"
    assert without_him(page, "giovanni-leoni") == "no change: he is not available"
    assert without_him(page, "rhys-williams") == "no change: not counted (fringe)"


def test_a_man_on_loan_is_judged_at_the_club_that_owns_him(reader, reds, blues):
    owner = make_liverpool()
    lent = make_contract(player=make_player("Lent", natural="CB"), club=owner)
    make_loan(parent=lent, club=blues)
    page = reader.get(url(reds))
    assert without_him(page, "lent") == "no change: away on loan"
    assert "on loan at Blues" in page.text


def test_men_of_clubs_without_a_chart_and_without_a_club_are_listed(reader, reds):
    make_player("Free", natural="CB")
    make_player("Far", natural="CB", club=make_club("Far FC", competition=None, formation=None))
    page = reader.get(url(reds))
    assert without_him(page, "free") == "no club to lose him"
    assert without_him(page, "far") == "no chart of Far FC here"


def test_the_head_tells_the_need(reader):
    make_windows()
    liverpool = make_liverpool()
    head = reader.get(url(liverpool)).text.split('aria-label="Filter"')[0]
    assert "3 of 4 · thin" in head
    assert "Winter 2025/26" in head
    assert "Joe Gomez is the only cover" in head
    assert "their 4-2-3-1 has no right wing-back" in reader.get(url(liverpool, "RWB")).text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"age_from": "x"}, "Write an age from 14 to 50."),
        ({"foot": "third"}, "There is no foot called “third” here."),
        ({"sort": "luck"}, "There is no order called “luck” here."),
        ({"club": "nowhere"}, "There is no club called “nowhere” here."),
        ({"page": "0"}, "Write a page from 1 to 10000."),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_sentence(reader, reds, query, sentence):
    page = reader.get(url(reds), query)
    assert page.status_code == 400
    assert sentence in page.text


@pytest.mark.parametrize("address", ["/clubs/reds/candidates/XX/", "/clubs/far/candidates/CB/"])
def test_an_unknown_club_or_position_is_not_found(reader, reds, address):
    assert reader.get(address).status_code == 404


def test_an_unknown_position_leads_to_those_there_are(reader, reds):
    text = reader.get("/clubs/reds/candidates/XX/").text
    assert "No position is called “XX”." in text
    assert f'<a href="{url(reds)}">Centre-back</a>' in text


def test_an_unknown_club_leads_to_the_search(reader):
    page = reader.get("/clubs/far-away/candidates/CB/").text
    assert "No club is called “far-away” here." in page
    assert 'name="q" value="far away"' in page


def test_another_league_leaves_the_chosen_club_behind(ask, blues):
    make_player("Blue", club=blues, natural="CB")
    whites = make_club("Whites", competition=make_competition(**ITALY))
    make_player("White", club=whites, natural="CB")
    assert ask(league="serie-a", club="blues") == ["White"]


def test_a_long_list_has_pages_of_thirty(reader, reds, blues):
    for number in range(31):
        make_player(f"Man {number:02}", club=blues, natural="CB")
    first, second = reader.get(url(reds)), reader.get(url(reds), {"page": "2"})
    assert (len(names(first)), names(second)) == (30, ["Man 30"])
    assert 'href="/clubs/reds/candidates/CB/?page=2"' in first.text
    assert names(reader.get(url(reds), {"page": "99"})) == ["Man 30"]


def test_htmx_gets_the_list_and_the_address_without_empty_fields(htmx, reds):
    page = htmx.get(url(reds), {"foot": "left", "club": ""})
    assert page.text.lstrip().startswith('<div id="candidate-list"')
    assert page.headers["HX-Push-Url"] == "/clubs/reds/candidates/CB/?foot=left"


@pytest.mark.parametrize(("clubs", "men"), [(1, 1), (4, 9)])
def test_the_number_of_queries_does_not_grow(reader, reds, django_assert_num_queries, clubs, men):
    make_windows()
    for _ in range(clubs):
        club = make_club()
        for _ in range(men):
            make_player(club=club, natural="CB")
    reader.get(url(reds), {"foot": "left"})  # works the club's outlook out, and stores it
    with django_assert_num_queries(20):
        reader.get(url(reds), {"available": "yes"})


def test_a_change_of_any_club_shows_at_once(reader, reds, blues):
    player = make_player("Natural", club=blues, natural="CB")
    assert names(reader.get(url(reds))) == ["Natural"]
    Player.objects.filter(pk=player.pk).update(known_as="Renamed")
    Club.objects.filter(pk=blues.pk).touch()
    assert names(reader.get(url(reds))) == ["Renamed"]


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2025-09-30", 9, "2026-06-30"),
        ("2025-08-31", 6, "2026-02-28"),
        ("2026-01-31", -2, "2025-11-30"),
        ("2024-02-29", -12, "2023-02-28"),
    ],
)
def test_months_are_counted_to_the_last_day_where_there_is_no_such_day(day, months, later):
    assert add_months(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(later)


# On another day


WINTER = {"on": "2026-02-02"}


def row(page, slug):
    """The text of a man's row."""
    found = page.text.split(f'id="man-{slug}"')[1].split("</tr>")[0].split(">", 1)[1]
    return " ".join(re.sub(r"<[^>]+>", " ", found).split())


def test_age_and_contract_are_those_of_the_day(reader, reds, blues):
    born, until = dt.date(2000, 1, 15), {"ends_on": dt.date(2026, 6, 30)}
    make_player("Blue", club=blues, natural="CB", born_on=born, contract=until)
    assert "25 CB" in row(reader.get(url(reds)), "blue")
    page = reader.get(url(reds), WINTER)
    assert "26 CB" in row(page, "blue")
    assert "30 Jun 2026 5 months" in row(page, "blue")


def test_months_are_those_of_the_list_of_contracts(reader, reds, blues):
    make_player("Blue", club=blues, natural="CB", contract={"ends_on": dt.date(2026, 6, 30)})
    day = {"on": "2026-01-20"}
    assert "6 months" in row(reader.get(url(reds), day), "blue")
    assert "6 months" in reader.get("/contracts/", day).text
    assert names(reader.get(url(reds), day | {"months": "6"})) == ["Blue"]
    assert names(reader.get(url(reds), day | {"months": "5"})) == []


def test_who_is_back_by_the_day_is_available(reader, reds, blues):
    out = make_player("Out", club=blues, natural="CB")
    make_injury(player=out, expected_from=dt.date(2025, 12, 1))
    assert names(reader.get(url(reds), {"available": "yes"})) == []
    assert "presumed back" in row(reader.get(url(reds), WINTER), "out")
    assert names(reader.get(url(reds), WINTER | {"available": "yes"})) == ["Out"]


def test_his_club_and_the_head_are_judged_on_the_day(reader, reds):
    liverpool = make_liverpool()
    assert without_him(reader.get(url(reds), WINTER), "joe-gomez").startswith("CB thin 3/4")
    later = {"on": "2026-10-01"}
    assert without_him(reader.get(url(reds), later), "giovanni-leoni").startswith("CB")
    assert "Liverpool on 1 Oct 2026" in reader.get(url(liverpool), later).text
    assert "Liverpool today" in reader.get(url(liverpool)).text


def test_the_day_stays_in_every_address_of_the_page(reader, reds, blues):
    make_player("Blue", club=blues, natural="CB")
    text = reader.get(url(reds), WINTER | {"foot": ""}).text
    assert 'name="on" value="2026-02-02"' in text
    assert 'href="/clubs/reds/candidates/RB/?on=2026-02-02"' in text
    assert 'href="/clubs/reds/candidates/CB/?on=2026-02-02&amp;sort=age"' in text
    assert 'href="/clubs/blues/?on=2026-02-02"' in text


def test_another_day_is_another_page_of_the_cache(reader, reds, blues):
    born = dt.date(2000, 1, 15)
    make_player("Blue", club=blues, natural="CB", born_on=born)
    first = reader.get(url(reds))
    later = reader.get(url(reds), WINTER, headers={"if-none-match": first["ETag"]})
    assert (later.status_code, first["ETag"] == later["ETag"]) == (200, False)


def test_the_sites_own_day_leaves_the_address(htmx, reds):
    assert htmx.get(url(reds), {"on": "2025-09-30"}).headers["HX-Push-Url"] == url(reds)


@pytest.mark.parametrize("day", ["soon", "2026-02-30", "1800-01-01"])
def test_what_is_no_day_is_refused_with_a_sentence(reader, reds, day):
    page = reader.get(url(reds), {"on": day})
    assert (page.status_code, f'href="{url(reds)}"' in page.text) == (400, True)
    assert "is not a day" in page.text or "Choose a day" in page.text
