"""Scenarios' pages: who may see them, what they show, sharing, comparing and the file."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from squads.extensions import Panel
from squads.models import Player
from tests.factories import make_club, make_elsewhere, make_formation, make_player
from tests.squads.liverpool import make_liverpool
from tests.transfers.factories import make_link, make_move, make_scenario, make_windows
from transfers.models import Scenario
from transfers.pages import comparing, scenario_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def liverpool():
    make_windows()
    return make_liverpool()


@pytest.fixture
def sale(liverpool):
    """Gomez sold to Milan in January."""
    scenario = make_scenario(liverpool, name="Sell Gomez", note="What the board asks.")
    gomez = Player.objects.get(slug="joe-gomez")
    make_move(scenario, gomez, club=make_elsewhere("AC Milan"))
    return scenario


def url(name, *args):
    return reverse(f"transfers:{name}", args=args)


def shared(scenario):
    Scenario.objects.filter(pk=scenario.pk).update(is_shared=True)
    return url("scenario_shared", scenario.token)


ANALYSTS_ONLY = ["list", "add", "detail", "export", "compare", "change", "delete", "players"]


def address(name, scenario):
    if name in ("list", "players"):
        return url(f"scenario_{name}")
    if name == "add":
        return url("scenario_add", scenario.club.slug)
    if name == "compare":
        return f"{url('scenario_compare')}?ids={scenario.pk}"
    return url(f"scenario_{name}", scenario.pk, *(["out"] if name == "change" else []))


def test_only_analysts_see_scenarios(sale, reader, editor, analyst):
    for name in ANALYSTS_ONLY:
        where = address(name, sale)
        assert reader.get(where).headers["Location"].startswith("/login/"), name
        assert editor.get(where).status_code == 403, name
        assert analyst.get(where).status_code == 200, name


def test_only_analysts_change_scenarios(sale, reader, editor):
    for name in ("move_remove", "share", "duplicate", "delete", "change"):
        more = {"move_remove": [1], "change": ["out"]}.get(name, [])
        where = url(f"scenario_{name}", sale.pk, *more)
        assert reader.post(where).status_code == 401, name
        assert editor.post(where, {"version": 1}).status_code == 403, name
    assert Scenario.objects.get().version == 1


def test_the_page_shows_the_club_on_the_day_the_window_closes(analyst, sale):
    text = analyst.get(sale.get_absolute_url()).text
    assert "What changes on 2 Feb 2026" in text
    assert "sold to AC Milan on 1 Jan 2026" in text
    assert "What the board asks." in text
    assert "2 of 4 · exposed" in text


def test_another_day_can_be_asked_for(analyst, sale):
    page = analyst.get(sale.get_absolute_url(), {"on": "2025-10-05"}).text
    assert "Nothing: every level and everybody who is counted is as in today’s squad." in page
    assert analyst.get(sale.get_absolute_url(), {"on": "never"}).status_code == 400


def test_htmx_gets_the_fragment_and_204_while_it_is_true(analyst, sale):
    page = analyst.htmx.get(sale.get_absolute_url())
    assert page.text.lstrip().startswith('<div id="scenario-page"')
    have = page.context["live"]["have"]
    known = {"Twodeep-Have": have}
    assert analyst.htmx.get(sale.get_absolute_url(), headers=known).status_code == 204
    sale.club.save()
    type(sale.club).objects.filter(pk=sale.club_id).touch()
    assert analyst.htmx.get(sale.get_absolute_url(), headers=known).status_code == 200


def test_a_move_that_reality_has_overtaken_says_so_and_how_to_mend_it(analyst, sale):
    Player.objects.get(slug="joe-gomez").contracts.update(ends_on=dt.date(2025, 9, 1))
    text = analyst.get(sale.get_absolute_url()).text
    assert "he is not at the club any more" in text
    assert "Take the move out" in text


@pytest.mark.parametrize("moves", [1, 5])
def test_the_queries_of_a_page_do_not_grow_with_its_moves(
    analyst, liverpool, moves, django_assert_num_queries
):
    scenario = make_scenario(liverpool)
    for slug in list(Player.objects.values_list("slug", flat=True))[:moves]:
        make_move(scenario, Player.objects.get(slug=slug))
    with django_assert_num_queries(15):
        analyst.get(scenario.get_absolute_url())


def test_the_list_has_the_scenarios_of_every_club(analyst, sale, django_assert_num_queries):
    make_scenario(make_club("Everton"), name="Do nothing")
    analyst.get(url("scenario_list"))  # works the clubs' outlooks out, and stores them
    with django_assert_num_queries(12):
        text = analyst.get(url("scenario_list")).text
    assert "Sell Gomez" in text
    assert re.search(r'aria-label="out".*?</svg> Joe Gomez', text)
    assert "Everton" in text


def test_the_list_names_the_clubs_whose_needs_are_gravest(analyst, sale):
    make_player("Lone", club=make_club("Everton", competition=sale.club.competition), natural="CB")
    found = analyst.get(url("scenario_list")).context["gravest"]
    assert [(row["club"].name, row["level"]) for row in found] == [
        ("Everton", "short"), ("Liverpool", "thin"),
    ]  # fmt: skip


def test_an_empty_list_says_what_a_scenario_is_for(analyst):
    assert "here is how one comes about" in analyst.get(url("scenario_list")).text


def test_the_list_leads_to_a_new_scenario_of_a_club(analyst, liverpool):
    answer = analyst.get(url("scenario_list"), {"new": "liverpool"})
    assert answer.headers["Location"] == url("scenario_add", "liverpool")


def test_navigation_and_club_page_name_scenarios_to_analysts_only(reader, editor, analyst, sale):
    where = sale.club.get_absolute_url()
    assert url("scenario_list") in analyst.get(where).text
    assert "Sell Gomez" in analyst.get(where).text
    for visitor in (reader, editor):
        assert "cenario" not in visitor.get(where).text


# Sharing


def test_a_shared_scenario_is_read_by_anybody_and_by_no_search_engine(reader, sale):
    page = reader.get(shared(sale))
    assert page.status_code == 200
    assert "Sell Gomez" in page.text
    assert "csrfmiddlewaretoken" not in page.text
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert 'name="robots" content="noindex' in page.text


def test_a_shared_scenario_says_whose_it_is_and_of_which_day(reader, sale):
    text = reader.get(shared(sale)).text
    assert "the day the window closes" in text
    assert "Beside it stands the squad as known on" in text


def test_a_scenario_that_is_not_shared_is_not_found(reader, analyst, sale):
    where = url("scenario_shared", sale.token)
    assert reader.get(where).status_code == 404
    assert analyst.get(where).status_code == 404
    assert reader.get(url("scenario_shared", "guessed")).status_code == 404


def test_a_shared_page_is_kept_only_until_the_scenario_or_a_club_changes(reader, sale):
    where = shared(sale)
    first = reader.get(where)
    tag = {"If-None-Match": first.headers["ETag"]}
    assert reader.get(where, headers=tag).status_code == 304
    Scenario.objects.filter(pk=sale.pk).update(version=2, name="Keep Gomez")
    assert "Keep Gomez" in reader.get(where, headers=tag).text
    type(sale.club).objects.filter(pk=sale.club_id).touch()
    assert reader.get(where, headers=tag).status_code == 200


def test_each_sharing_has_an_address_of_its_own(reader, analyst, sale):
    share = url("scenario_share", sale.pk)
    analyst.post(share, {"version": 1, "shared": "1"})
    first = Scenario.objects.get()
    assert first.is_shared
    assert first.token != sale.token
    analyst.post(share, {"version": 2, "shared": "0"})
    assert reader.get(url("scenario_shared", first.token)).status_code == 404
    analyst.post(share, {"version": 3, "shared": "1"})
    assert reader.get(url("scenario_shared", first.token)).status_code == 404
    assert reader.get(url("scenario_shared", Scenario.objects.get().token)).status_code == 200


# The file


def test_the_file_is_json_with_a_name(analyst, sale):
    answer = analyst.get(url("scenario_export", sale.pk), {"on": "2026-03-01"})
    assert answer.headers["Content-Type"] == "application/json"
    assert (
        f'"liverpool-scenario-{sale.pk}-2026-03-01.json"' in answer.headers["Content-Disposition"]
    )
    assert answer.json()["moves"][0]["player"] == "joe-gomez"


# Side by side


def compare(visitor, *scenarios, **query):
    ids = ",".join(str(getattr(one, "pk", one)) for one in scenarios)
    return visitor.get(url("scenario_compare"), {"ids": ids, **query})


def test_scenarios_stand_side_by_side_with_today_s_squad(analyst, liverpool, sale):
    both = make_scenario(liverpool, name="Sell Gomez, sign a man")
    make_move(both, Player.objects.get(slug="joe-gomez"))
    make_move(both)
    page = compare(analyst, sale, both)
    names = [column["name"] for column in page.context["columns"]]
    assert names == ["Today’s squad", "Sell Gomez", "Sell Gomez, sign a man"]
    centre = next(row for row in page.context["rows"] if row["position"] == "CB")
    assert [cell["text"] for cell in centre["cells"]] == [
        "3 of 4 · thin", "2 of 4 · exposed", "3 of 4 · thin",
    ]  # fmt: skip
    assert [cell["tone"] for cell in centre["cells"]] == ["", "worse", ""]
    keeper = next(row for row in page.context["rows"] if row["position"] == "GK")
    assert [cell["is_same"] for cell in keeper["cells"]] == [False, True, True]
    assert "<ins>New centre-back</ins>" in page.text
    assert "<del>Joe Gomez</del>" in page.text


def test_a_scenario_that_supposes_nothing_shares_the_column_of_today_s_squad(
    analyst, liverpool, sale
):
    idle = make_scenario(liverpool, name="Do nothing")
    page = compare(analyst, idle, sale)
    names = [column["name"] for column in page.context["columns"]]
    assert names == ["Today’s squad", "Sell Gomez"]
    assert "Do nothing</a>, which has no moves" in page.text
    assert len(page.context["sums"][0]["cells"]) == 2
    other = make_scenario(liverpool, name="Three", formation=make_formation("3-4-2-1"))
    assert len(compare(analyst, idle, other).context["columns"]) == 2


def test_the_comparison_sums_up_thin_positions_and_the_worst_need(analyst, sale):
    sums = {row["name"]: row["cells"] for row in compare(analyst, sale).context["sums"]}
    worst = next(cells for name, cells in sums.items() if name.startswith("Worst need"))
    assert [cell["text"] for cell in sums["Places of the two-deep filled"]] == [
        "21 of 22", "20 of 22",
    ]  # fmt: skip
    assert worst[1]["text"] == "Centre-back, 2 of 4"
    assert worst[1]["differs"]


@pytest.mark.parametrize(
    ("ids", "status"),
    [("", 400), ("1,2,3,4,5", 400), ("one", 400), ("99999", 404), ("9" * 30, 400)],
)
def test_what_cannot_be_compared_is_refused_with_help(analyst, ids, status):
    answer = analyst.get(url("scenario_compare"), {"ids": ids})
    assert answer.status_code == status
    assert "Nothing to compare" in answer.text
    assert url("scenario_list") in answer.text


def test_scenarios_of_two_clubs_are_not_compared(analyst, sale):
    other = make_scenario(make_club("Everton"))
    assert compare(analyst, sale, other).status_code == 400


@pytest.mark.parametrize("count", [2, 4])
def test_the_queries_of_a_comparison_do_not_grow(
    analyst, liverpool, count, django_assert_num_queries
):
    found = [make_scenario(liverpool, name=f"Idea {n}") for n in range(count)]
    for scenario in found:
        make_move(scenario, Player.objects.get(slug="joe-gomez"))
    with django_assert_num_queries(15):
        compare(analyst, *found)


def test_a_club_s_links_are_offered_to_start_from(analyst, liverpool):
    link = make_link(Player.objects.get(slug="joe-gomez"), liverpool, make_elsewhere("AC Milan"))
    ended = make_link(from_club=liverpool, stage="collapsed")
    page = analyst.get(url("scenario_add", "liverpool"), {"link": link.pk}).text
    assert 'value="Gomez to AC Milan"' in page
    assert "checked" in page
    assert str(ended.player) not in page


@pytest.mark.parametrize("name", ["change", "share", "export"])
def test_an_address_with_a_day_that_is_none_is_refused(analyst, sale, name):
    where = f"{address(name, sale)}?on=32"
    assert analyst.get(where).status_code == 400


@pytest.mark.parametrize("query", ["?new=%00", "?new=nobody"])
def test_a_new_scenario_of_no_club_is_not_found(analyst, query):
    assert analyst.get(url("scenario_list") + query).status_code == 404


def test_links_that_are_none_are_refused(analyst, liverpool):
    where = url("scenario_add", "liverpool")
    assert analyst.get(f"{where}?link={'9' * 30}&link=x").status_code == 200
    assert analyst.post(where, {"links": ["9" * 30]}).status_code == 422
    assert analyst.post(where, {"links": ["x"]}).status_code == 422


def test_other_parts_add_a_panel_to_the_page_and_a_row_to_the_comparison(
    analyst, sale, monkeypatch
):
    context = {"club": sale.club, "scenarios": [sale]}
    panel = Panel("transfers/_scenarios_panel.html", context)
    monkeypatch.setattr(scenario_page, "panels", [lambda sight: panel])
    assert "New scenario" in analyst.get(sale.get_absolute_url()).text
    monkeypatch.setattr(comparing, "sums", [lambda sight: ("Places", ["25", "24"])])
    assert '<td class="is-other">24</td>' in compare(analyst, sale).text
