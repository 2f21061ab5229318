"""The admin's start page: what needs a person today, and who is told."""

import pytest
from django.db import connection
from django.template import RequestContext, Template
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from squads.models import Outlet
from tests.factories import (
    make_absence,
    make_club,
    make_contract,
    make_elsewhere,
    make_injury,
    make_player,
    make_report,
)

DESK = reverse("admin:index")
EMPTY = "Nothing needs you today."


@pytest.fixture
def man(db):
    return make_player("Joe Gomez", club=make_club("Liverpool"), natural="CB")


def desk(visitor):
    return visitor.get(DESK).text


def make_everything(times):
    """So many cases of each kind."""
    for n in range(times):
        club = make_club()
        out = make_player(club=club, natural="CB")
        make_injury(player=out, began_on="2025-09-01", expected_until="2025-09-20")
        make_absence(player=out, began_on="2025-09-01", expected_until="2025-09-20")
        make_player(club=club)
        make_report(player=make_player(club=club, natural="ST"), state="disagrees")
        make_player(natural="ST", club=club, contract={"ends_on": "2025-08-31"})
        Outlet.objects.create(name=f"paper{n}.org", host=f"paper{n}.org")


def test_an_empty_desk_says_so(editor, man):
    assert EMPTY in desk(editor)


def test_who_is_overdue_can_be_confirmed_or_put_off_at_once(editor, man):
    injury = make_injury(player=man, began_on="2025-09-01", expected_until="2025-09-20")
    text = desk(editor)
    assert "Overdue returns" in text and EMPTY not in text
    assert "Liverpool, hamstring injury, due 20 Sep" in text
    for step in ("back", "return"):
        address = reverse(f"squads:spell_{step}", args=["injuries", injury.pk])
        assert f'href="{address}?next={DESK}"' in text
        assert editor.get(address, {"next": DESK}).status_code == 200


@pytest.mark.parametrize(
    "fields",
    [
        {"expected_until": "2025-09-30"},
        {"expected_until": "2025-10-01"},
        {"expected_until": None},
        {"expected_until": "2025-09-20", "returned_on": "2025-09-21"},
    ],
)
def test_who_is_due_today_or_later_or_is_back_needs_nobody(editor, man, fields):
    make_injury(player=man, began_on="2025-09-01", **fields)
    assert EMPTY in desk(editor)


def test_who_has_left_the_charts_needs_nobody(editor):
    gone = make_player(club=make_elsewhere(), natural="CB")
    make_injury(player=gone, began_on="2025-09-01", expected_until="2025-09-20")
    assert EMPTY in desk(editor)


@pytest.mark.parametrize(
    ("state", "told"),
    [("disagrees", "disagrees with an editor"), ("unread", "could not be read"),
     ("ambiguous", "not clear who is meant")],
)  # fmt: skip
def test_what_a_feed_leaves_to_a_person_leads_to_its_line(editor, state, told):
    report = make_report(player=None, state=state, name="Wilson")
    text = desk(editor)
    assert told in text
    assert f'href="{reverse("squads:feed_list")}#report-{report.pk}">Wilson<' in text


def test_a_man_of_a_chart_without_a_position_is_named(editor):
    man = make_player("New Man", club=make_club("Leeds"))
    make_player("Elsewhere", club=make_elsewhere())
    text = desk(editor)
    assert "New Man" in text and "Elsewhere" not in text
    assert reverse("admin:squads_player_change", args=[man.pk]) in text


def test_a_contract_that_ended_with_nothing_after_it_is_named(editor):
    man = make_player("Left Over", club=make_club("Leeds"), contract={"ends_on": "2025-08-31"})
    text = desk(editor)
    assert "Leeds, ended 31 Aug" in text
    assert f"{reverse('admin:squads_contract_add')}?player={man.pk}" in text


@pytest.mark.parametrize(
    "after", [{"starts_on": "2025-09-01"}, {"starts_on": "2026-01-01", "ends_on": None}]
)
def test_a_contract_that_something_follows_needs_nobody(editor, after):
    man = make_player(natural="CB", club=make_club(), contract={"ends_on": "2025-08-31"})
    make_contract(player=man, **after)
    assert EMPTY in desk(editor)


def test_a_contract_that_ended_long_ago_needs_nobody(editor):
    make_player(club=make_club(), contract={"starts_on": "2020-07-01", "ends_on": "2024-06-30"})
    assert EMPTY in desk(editor)


def test_an_outlet_that_a_link_brought_in_waits_for_its_name(editor):
    Outlet.objects.create(name="footmercato.net", host="footmercato.net")
    Outlet.objects.create(name="A Rated One", host="rated.net", tier=4)
    text = desk(editor)
    assert "footmercato.net" in text and "A Rated One" not in text


def test_a_long_list_shows_its_first_and_counts_the_rest(editor):
    make_everything(8)
    text = desk(editor)
    assert '>Overdue returns <b class="worklist-count">16</b>' in text
    assert "All 16" in text and text.count(">Positions<") == 5


@pytest.mark.parametrize(
    ("lookup", "model"), [("place=none", "player"), ("state=past&after=nothing", "contract")]
)
def test_the_whole_list_shows_as_many_as_were_counted(editor, lookup, model):
    make_everything(6)
    address = f"{reverse(f'admin:squads_{model}_changelist')}?{lookup}"
    assert address.replace("&", "&amp;") in desk(editor)
    assert len(editor.get(address).context["cl"].queryset) == 6


@pytest.mark.parametrize("role", ["editor", "admin_client"])
def test_the_page_asks_as_little_of_a_full_desk_as_of_an_empty_one(request, role):
    visitor = request.getfixturevalue(role)
    desk(visitor)
    counts = []
    for cases in (1, 9):
        Outlet.objects.all().delete()
        make_everything(cases)
        with CaptureQueriesContext(connection) as asked:
            desk(visitor)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 15


# Who is told


def test_an_analyst_is_not_asked_for_what_only_editors_may_do(analyst):
    make_everything(1)
    text = desk(analyst)
    assert EMPTY in text
    assert reverse("admin:squads_injury_changelist") in text


def test_a_reader_is_sent_to_sign_in(reader):
    answer = reader.get(DESK)
    assert answer.status_code == 302 and answer.url.startswith("/admin/login/")


def test_the_tables_stand_in_the_order_of_an_editor_s_day(admin_client):
    text = desk(admin_client)
    places = [text.index(f"<caption>{name}<") for name in ("News", "Squads", "Record", "Accounts")]
    assert places == sorted(places)


def test_the_admin_leads_back_to_the_site(editor):
    assert f'href="{reverse("squads:club_list")}"' in desk(editor)


@pytest.mark.parametrize("model", ["injury", "absence", "contract"])
def test_a_new_entry_begins_on_the_site_s_day(editor, model):
    text = editor.get(reverse(f"admin:squads_{model}_add")).text
    assert 'type="date" name="' in text
    assert 'value="2025-09-30"' in text


# From the site's pages to the admin


def link_for(visitor, row):
    """What {% admin_link row %} draws on a page that this visitor opens."""
    request = visitor.get(reverse("squads:club_list")).wsgi_request
    return Template("{% load desk %}{% admin_link row %}").render(
        RequestContext(request, {"row": row})
    )


def test_who_may_change_a_man_is_led_from_his_page_to_the_admin(editor, man):
    address = reverse("admin:squads_player_change", args=[man.pk])
    assert f'href="{address}"' in link_for(editor, man)


@pytest.mark.parametrize("role", ["reader", "analyst"])
def test_who_may_not_is_shown_no_such_way(request, man, role):
    assert link_for(request.getfixturevalue(role), man).strip() == ""


def test_an_editor_is_shown_no_way_to_what_is_the_administrator_s(editor, admin_user, man):
    club = man.contracts.get().club
    assert link_for(editor, club).strip() == ""
    assert "Edit in admin" in link_for(admin_user, club)
