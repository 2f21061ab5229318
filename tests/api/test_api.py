"""The API: what it answers, and how it says that it cannot."""

import datetime as dt
import json
import sys
import threading
from collections import Counter

import pytest
from django.core.cache import caches
from django.core.management import call_command

from squads import moves
from squads.api.limits import AddressThrottle
from squads.models import Club, NewsItem, Outlet
from tests.factories import (
    make_absence,
    make_club,
    make_contract,
    make_injury,
    make_loan,
    make_player,
)
from tests.squads.liverpool import make_liverpool
from tests.transfers.factories import make_link, make_window
from transfers.models import LinkCondition, LinkNews

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/"
BACK = dt.date(2025, 10, 20)


@pytest.fixture(autouse=True)
def nobody_has_asked_yet():
    caches["limits"].clear()


@pytest.fixture
def ask(reader):
    """Ask the API and read the answer."""

    def answer(path, status=200, **query):
        response = reader.get(ROOT + path, query)
        assert response.status_code == status, response.text
        return response.json()

    return answer


def test_a_chart_is_what_the_command_prints(ask, capsys):
    make_liverpool()
    call_command("depth_chart", "liverpool", "--format", "json")
    assert ask("clubs/liverpool/chart") == json.loads(capsys.readouterr().out)


def test_a_chart_can_be_of_another_day_and_formation(ask):
    make_liverpool()
    found = ask("clubs/liverpool/chart", on="2025-09-20", formation="4-2-3-1")
    assert found["on"] == "2025-09-20" and found["formation"] == "4-2-3-1"


def test_clubs_come_with_league_and_version(ask):
    club = make_club("Reds", short_name="Reds")
    found = ask("clubs")
    assert found["count"] == 1
    assert found["items"][0] | {"slug": "reds", "version": club.version} == found["items"][0]
    assert found["items"][0]["league"]["slug"] == club.competition.slug
    assert ask("clubs", league="nowhere")["items"] == []


def test_a_list_comes_in_pages(ask):
    for number in range(5):
        make_player(f"Man {number}")
    found = ask("players", page=2, page_size=2)
    assert [one["name"] for one in found["items"]] == ["Man 2", "Man 3"]
    assert (found["count"], found["page"], found["pages"]) == (5, 2, 3)
    assert ask("players", page=9)["items"] == []


def test_a_man_is_told_of_with_contracts_and_spells(ask):
    man = make_player("Joe Gomez", club=make_club("Reds"), natural="CB")
    make_injury(player=man, diagnosis="Knock")
    make_absence(player=man, reason="Red card", began_on=dt.date(2025, 9, 1))
    found = ask("players/joe-gomez")
    assert found["at"]["club"] == {"slug": "reds", "name": "Reds"}
    assert found["positions"] == [{"position": "CB", "aptitude": "natural"}]
    assert [one["reason"] for one in found["spells"]] == ["Knock", "Red card"]


def test_a_man_on_loan_is_where_he_plays(ask):
    loan = make_loan()
    found = ask(f"players/{loan.player.slug}")["at"]
    assert found["club"]["slug"] == loan.club.slug
    assert found["lent_by"]["slug"] == loan.parent.club.slug
    assert ask("players", club=loan.parent.club.slug)["items"] == []
    assert len(ask("players", club=loan.club.slug)["items"]) == 1


def test_players_are_found_by_name_club_and_position(ask):
    make_player("João Félix", club=make_club("Reds"), natural="ST")
    make_player("Other Man", natural="CB")
    for query in ({"q": "fel"}, {"q": "joao"}, {"club": "reds"}, {"position": "ST"}):
        assert [one["name"] for one in ask("players", **query)["items"]] == ["João Félix"]


def test_who_is_absent_is_told_with_the_day_he_is_expected(ask):
    man = make_player("Hurt Man", club=make_club("Reds"), natural="CB")
    make_injury(player=man, expected_from=BACK, expected_until=BACK)
    one = ask("injuries")["items"][0]
    assert one["player"]["slug"] == "hurt-man" and one["back_on"] == "2025-10-20"
    assert one["kind"] == "injury" and one["availability"] == "out"
    assert ask("injuries", kind="suspension")["items"] == []
    assert ask("injuries", on="2025-09-01")["items"] == []


def test_thin_positions_come_with_their_reason(ask):
    make_liverpool()
    found = ask("thin", position="CB")["items"]
    assert [(one["club"]["slug"], one["cover"], one["target"]) for one in found] == [
        ("liverpool", 3, 4)
    ]
    assert found[0]["why"][1].startswith("Giovanni Leoni is out (ACL tear")
    assert ask("thin", level="short")["items"] == []


def test_needs_of_a_window_are_judged_to_the_eve_of_the_next(ask):
    club = make_liverpool()
    window = make_window(competition=club.competition)
    found = ask(f"windows/{window.pk}/needs", club="liverpool", position="CB")["items"]
    assert found[0]["club"]["slug"] == "liverpool" and found[0]["target"] == 4
    assert found[0]["why"]


def test_links_are_told_with_their_stages(ask):
    link = make_link()
    assert ask("links", club=link.to_club.slug)["items"][0]["id"] == link.pk
    assert ask("links", alive="false")["items"] == []
    assert ask(f"links/{link.pk}")["steps"] == []


def test_a_link_is_told_with_its_window_and_its_note(ask):
    window = make_window()
    link = make_link(window=window, note="He wants to go")
    one = ask("links")["items"][0]
    assert (one["window"]["id"], one["window"]["name"]) == (window.pk, "Winter 2025/26")
    assert one["window"]["opens_at"].startswith("2026-01-01T00:00:00")
    assert one["window"]["closes_at"].startswith("2026-02-02T19:00:00")
    assert one["note"] == ask(f"links/{link.pk}")["note"] == "He wants to go"


@pytest.mark.parametrize(
    ("fees", "currency"),
    [({}, None), ({"fee": 0}, "EUR"), ({"option_fee": 5, "kind": "loan_option"}, "EUR")],
)
def test_a_link_has_a_currency_where_it_has_a_fee(ask, fees, currency):
    make_link(**fees)
    assert ask("links")["items"][0]["currency"] == currency


def test_a_link_is_told_with_what_it_waits_for(ask):
    link = make_link()
    other = make_link(make_player("Igor", club=make_club("Gulls")), to_club=make_club("Palace"))
    LinkCondition.objects.create(link=link, other=other, note="He was to replace him")
    LinkCondition.objects.create(link=link, position="CB")
    assert ask(f"links/{link.pk}")["conditions"] == [
        {
            "link": other.pk,
            "position": None,
            "text": str(other),
            "note": "He was to replace him",
        },
        {"link": None, "position": "CB", "text": "a replacement at centre-back", "note": ""},
    ]


def test_a_link_is_told_with_its_newest_source(ask):
    link = make_link()
    assert ask(f"links/{link.pk}")["source"] is None
    outlet = Outlet.objects.create(name="Calcio", tier=3, host="calcio.example")
    for day in (29, 28):
        address = f"https://calcio.example/{day}"
        item = NewsItem.objects.create(address=address, headline=f"On {day}", outlet=outlet)
        LinkNews.objects.create(link=link, news=item, on=dt.date(2025, 9, day))
    assert ask(f"links/{link.pk}")["source"] == {
        "outlet": "Calcio",
        "tier": 3,
        "headline": "On 29",
        "address": "https://calcio.example/29",
        "published_at": None,
    }


@pytest.mark.parametrize("many", [1, 8])
def test_the_number_of_queries_does_not_grow_with_what_a_link_waits_for(
    reader, django_assert_num_queries, many
):
    link = make_link()
    for _ in range(many):
        LinkCondition.objects.create(link=link, other=make_link())
    with django_assert_num_queries(10):
        assert len(reader.get(f"{ROOT}links/{link.pk}").json()["conditions"]) == many


@pytest.mark.parametrize(
    ("path", "name", "typed"),
    [("injuries", "on", "hello"), ("contracts", "ends_by", "5"), ("thin", "on", "2025-02-30")],
)
def test_what_is_no_day_is_answered_as_pages_answer_it(reader, path, name, typed):
    response = reader.get(ROOT + path, {name: typed})
    assert (response.status_code, response.json()["errors"]) == (
        422,
        [{"at": f"query.{name}", "text": f"“{typed}” is not a day. Write one like 2025-09-30."}],
    )


def test_a_day_out_of_range_is_answered_as_pages_answer_it(reader):
    faults = reader.get(ROOT + "injuries", {"on": "1066-10-14"}).json()["errors"]
    assert faults == [{"at": "query.on", "text": "Choose a day between 1990 and 2099."}]


def test_contracts_are_those_of_the_day_the_first_to_end_first(ask):
    late = make_contract(ends_on=dt.date(2028, 6, 30))
    soon = make_contract(ends_on=dt.date(2026, 6, 30))
    make_contract(starts_on=dt.date(2020, 7, 1), ends_on=dt.date(2021, 6, 30))
    men = [one["player"]["slug"] for one in ask("contracts")["items"]]
    assert men == [soon.player.slug, late.player.slug]
    assert len(ask("contracts", ends_by="2026-06-30")["items"]) == 1


def test_changes_are_told_from_the_last_one_that_is_known(ask, editor):
    man = make_player("Hurt Man", club=make_club("Reds"), natural="CB")
    start = ask("changes")["last"]
    contract = man.contracts.get()
    for standing in ("fringe", "rotation", "backup"):
        moves.set_standing(contract, standing=standing, by=None)
        contract.refresh_from_db()
    first = ask("changes", after=start, limit=2)
    assert [one["player"]["slug"] for one in first["items"]] == ["hurt-man"] * 2
    assert first["more"] is True
    rest = ask("changes", after=first["last"])
    assert len(rest["items"]) == 1 and rest["more"] is False
    assert ask("changes", after=rest["last"])["items"] == []


@pytest.mark.parametrize(
    ("path", "query", "status", "says"),
    [
        ("clubs/nobody", {}, 404, "No club called “nobody”"),
        ("clubs/liverpool/chart", {"formation": "9-9"}, 404, "4-2-3-1"),
        ("players/nobody", {}, 404, "Nobody is called"),
        ("links/77", {}, 404, "no link 77"),
        ("windows/77/needs", {}, 404, "no window 77"),
        ("injuries", {"on": "never"}, 422, "query.on"),
        ("injuries", {"on": "1066-10-14"}, 422, "query.on"),
        ("players", {"page_size": "9999"}, 422, "query.page_size"),
        ("thin", {"clubs": "liverpool"}, 422, "query.clubs"),
        ("thin", {"clubs": "liverpool"}, 422, "It has club, league, level, on, page, page_size,"),
        ("clubs/liverpool/chart", {"day": "2025-09-30"}, 422, "It has formation, on."),
        ("players/giovanni-leoni", {"q": "x"}, 422, "query.q"),
        ("nothing/here", {}, 404, "/api/v1/docs"),
    ],
)
def test_what_cannot_be_answered_is_a_problem_in_json(reader, path, query, status, says):
    make_liverpool()
    response = reader.get(ROOT + path, query)
    assert response.status_code == response.json()["status"] == status
    assert response["Content-Type"] == "application/problem+json"
    assert says in json.dumps(response.json(), ensure_ascii=False)


def test_nothing_can_be_written(reader):
    response = reader.post(ROOT + "clubs", {})
    assert response.status_code == 405 and response.json()["title"] == "Method Not Allowed"
    assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_who_holds_what_is_true_gets_304_until_a_club_changes(reader):
    club = make_liverpool()
    held = {"If-None-Match": reader.get(ROOT + "thin")["ETag"]}
    assert reader.get(ROOT + "thin", headers=held).status_code == 304
    assert reader.get(ROOT + "injuries", headers=held).status_code == 200
    Club.objects.filter(pk=club.pk).touch()
    assert reader.get(ROOT + "thin", headers=held).status_code == 200


def test_head_says_what_get_would_without_the_body(reader):
    make_club()
    response = reader.head(ROOT + "clubs")
    assert response.status_code == 200 and response["ETag"] and not response.content


def test_pages_of_other_sites_may_read(reader):
    response = reader.get(ROOT + "clubs", headers={"Origin": "https://fans.example"})
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in reader.get(
        "/", headers={"Origin": "https://fans.example"}
    )


def test_who_asks_too_often_is_told_how_long_to_wait(reader, settings):
    settings.API_RATE = "2/m"
    for _ in range(2):
        assert reader.get(ROOT + "windows").status_code == 200
    response = reader.get(ROOT + "windows")
    assert response.status_code == 429 and int(response["Retry-After"]) > 0
    assert "Try again in" in response.json()["detail"]
    assert reader.get(ROOT + "windows", REMOTE_ADDR="10.9.8.7").status_code == 200


@pytest.fixture
def hurried_threads():
    """Threads take turns after every few instructions, as they may."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.parametrize("addresses", [["10.0.0.1"] * 2, ["10.0.0.2", "10.0.0.3"]])
def test_threads_count_together_and_visitors_apart(settings, rf, hurried_threads, addresses):
    settings.API_RATE = "200/m"
    throttle, ready, went = AddressThrottle(), threading.Barrier(2), []

    def ask(address):
        ready.wait()
        went.extend(
            address for _ in range(300) if throttle.allow_request(rf.get("/", REMOTE_ADDR=address))
        )

    threads = [threading.Thread(target=ask, args=[address]) for address in addresses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(went) == dict.fromkeys(addresses, 200)


def test_a_browser_may_ask_from_elsewhere_with_what_it_holds(reader):
    asks = {"Origin": "https://fans.example", "Access-Control-Request-Method": "GET"}
    asks |= {"Access-Control-Request-Headers": "if-none-match"}
    assert (
        "if-none-match"
        in reader.options(ROOT + "clubs", headers=asks)["Access-Control-Allow-Headers"]
    )
    plain = reader.options(ROOT + "clubs")
    assert (plain.status_code, plain["Allow"]) == (204, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize(
    "path", ["injuries?club=no", "thin?league=no", "changes?player=no", "contracts?club=no"]
)
def test_a_list_is_not_narrowed_by_what_is_not_there(reader, path):
    response = reader.get(ROOT + path)
    assert response.status_code == 404 and "called “no”" in response.json()["detail"]


def test_a_household_with_many_addresses_is_one(reader, settings):
    settings.API_RATE = "2/m"
    answers = [
        reader.get(ROOT + "windows", REMOTE_ADDR=address).status_code
        for address in ("2001:db8::1", "2001:db8::2", "2001:db8::3", "2001:db8:0:1::1")
    ]
    assert answers == [200, 200, 429, 200]


@pytest.mark.parametrize("many", [1, 8])
@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("clubs", 3),
        ("players", 5),
        ("injuries", 7),
        ("thin", 7),
        ("changes", 3),
        ("links", 3),
        ("contracts", 3),
        ("clubs/club-1/chart", 7),
    ],
)
def test_the_number_of_queries_does_not_grow(
    reader, django_assert_num_queries, many, path, queries
):
    for number in range(1, many + 1):
        club = make_club(f"Club {number}")
        for _ in range(many):
            make_injury(player=make_player(club=club, natural="CB"))
        make_link(from_club=club)
    with django_assert_num_queries(queries):
        assert reader.get(ROOT + path).status_code == 200


def test_the_page_to_try_it_offers_every_address_with_its_parts(reader):
    text = reader.get(ROOT + "docs").text
    paths = reader.get(ROOT + "openapi.json").json()["paths"]
    assert [path for path in paths if f'data-api="{path}"' not in text] == []
    assert "<option>suspension</option>" in text and 'type="date"' in text
