"""Calendars: what is to come at a club, read as a calendar would read it."""

import datetime as dt
import itertools

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from squads import moves
from tests.factories import make_absence, make_club, make_injury, make_loan, make_player
from tests.squads.admin_pages import fields_of
from tests.transfers.factories import make_window

pytestmark = pytest.mark.django_db
BACK = dt.date(2025, 10, 20)


def url(club):
    return reverse("squads:club_calendar", args=[club.slug])


def entries(response):
    """Return the entries of a calendar by UID, each checked for what RFC 5545 demands."""
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(response.content)
    assert calendar["version"] == "2.0" and calendar["prodid"]
    found = {str(one["uid"]): one for one in calendar.walk("VEVENT")}
    assert len(found) == len(calendar.walk("VEVENT"))
    assert all("dtstamp" in one and "dtstart" in one for one in found.values())
    return found


@pytest.fixture
def hurt():
    """A man who is expected back on 20 October."""
    man = make_player("Hurt Mañ, Jr; \\o/", club=make_club("Reds"), natural="CB")
    return make_injury(player=man, diagnosis="Knock", expected_from=BACK, expected_until=BACK)


def club_of(spell):
    return spell.player.contracts.get().club


def test_an_expected_return_is_a_whole_day_with_the_reason(reader, hurt):
    found = entries(reader.get(url(club_of(hurt))))[f"injury-{hurt.pk}@testserver"]
    assert found["dtstart"].dt == BACK and found["dtend"].dt == BACK + dt.timedelta(days=1)
    assert found["summary"] == "Hurt Mañ, Jr; \\o/ expected back (Reds, knock)"
    assert found["url"].startswith("http://testserver/players/")


def test_a_slip_moves_the_same_entry(reader, hurt):
    before = entries(reader.get(url(club_of(hurt))))[f"injury-{hurt.pk}@testserver"]
    later = dt.date(2025, 11, 8)
    moves.change_return(hurt, by=None, expected_from=later, expected_until=later)
    after = entries(reader.get(url(club_of(hurt))))[f"injury-{hurt.pk}@testserver"]
    assert after["dtstart"].dt == later
    assert int(after["sequence"]) > int(before["sequence"])


def revised(visitor, club, uid, act):
    """Act, and return whether the entry's revision is a later one than before in every respect."""
    before, _ = entries(visitor.get(url(club)))[f"{uid}@testserver"], act()
    after = entries(visitor.get(url(club)))[f"{uid}@testserver"]
    assert after["last-modified"].dt == after["dtstamp"].dt
    return after["sequence"] > before["sequence"] and after["dtstamp"].dt > before["dtstamp"].dt


@pytest.fixture
def clock(monkeypatch):
    """Every moment that is asked for is a minute later than the one before."""
    began_at = timezone.now()
    moments = (began_at + n * dt.timedelta(minutes=1) for n in itertools.count())
    monkeypatch.setattr(timezone, "now", lambda: next(moments))


@pytest.mark.usefixtures("clock")
def test_a_slip_and_its_undo_are_both_later_revisions_of_the_return(reader):
    club = make_club("Reds")
    man = make_player(club=club)
    days = {"expected_from": BACK, "expected_until": BACK}
    moves.report_injury(man, by=None, began_on=dt.date(2025, 9, 20), diagnosis="Knock", **days)
    spell, later, done = man.injury_set.get(), BACK + dt.timedelta(days=9), []

    def slip():
        done.append(moves.change_return(spell, by=None, expected_from=later, expected_until=later))

    assert revised(reader, club, f"injury-{spell.pk}", slip)
    assert revised(reader, club, f"injury-{spell.pk}", lambda: moves.undo(done[0], by=None))


@pytest.mark.usefixtures("clock")
def test_a_contract_that_leaves_a_day_s_entry_and_comes_back_makes_later_ones(reader):
    club, end, done = make_club("Reds"), dt.date(2026, 6, 30), []
    for name in ("One Man", "Two Man"):
        contract = make_player(name, club=club).contracts.get()
        contract.ends_on = end
        contract.save()

    def extend():
        longer = {"ends_on": dt.date(2028, 6, 30), "squad_number": contract.squad_number}
        done.append(moves.change_contract(contract, by=None, **longer))

    assert revised(reader, club, f"contracts-reds-{end}", extend)
    assert revised(reader, club, f"contracts-reds-{end}", lambda: moves.undo(done[0], by=None))


@pytest.mark.usefixtures("clock")
def test_a_window_that_the_admin_changes_is_a_later_revision(reader, admin_user):
    club = make_club("Reds")
    window = make_window(competition=club.competition)
    page = reverse("admin:transfers_window_change", args=[window.pk])

    def close_later():
        form = fields_of(admin_user.get(page).text) | {"closes_at_1": "21:00:00"}
        assert admin_user.post(page, form | {"_save": "Save"}).status_code == 302

    assert revised(reader, club, f"window-{window.pk}-closes", close_later)


def test_a_return_that_is_confirmed_says_so(reader, hurt):
    hurt.returned_on = dt.date(2025, 9, 29)
    hurt.save()
    found = entries(reader.get(url(club_of(hurt))))[f"injury-{hurt.pk}@testserver"]
    assert found["summary"].startswith("Hurt Mañ") and "back (Reds" in found["summary"]
    assert found["dtstart"].dt == dt.date(2025, 9, 29)


def test_an_overdue_return_is_not_said_to_have_happened(reader):
    due = dt.date(2025, 9, 28)
    spell = make_absence(
        player=make_player("Gone Man", club=make_club("Reds")),
        began_on=dt.date(2025, 9, 1), expected_from=due, expected_until=due,
    )  # fmt: skip
    found = entries(reader.get(url(club_of(spell))))[f"absence-{spell.pk}@testserver"]
    assert "was expected back, not confirmed" in found["summary"]


def test_what_is_long_past_is_left_out(reader):
    old = dt.date(2025, 3, 1)
    spell = make_injury(
        player=make_player(club=make_club("Reds")),
        began_on=dt.date(2025, 2, 1), expected_from=old, expected_until=old, returned_on=old,
    )  # fmt: skip
    assert f"injury-{spell.pk}@testserver" not in entries(reader.get(url(club_of(spell))))


def test_a_man_on_loan_is_in_the_calendar_of_the_club_he_plays_for(reader):
    loan = make_loan()
    spell = make_injury(player=loan.player, expected_from=BACK, expected_until=BACK)
    uid = f"injury-{spell.pk}@testserver"
    assert uid in entries(reader.get(reverse("squads:site_calendar")))
    make_charted = make_club(loan.club.name) if loan.club.formation is None else loan.club
    assert uid in entries(reader.get(url(make_charted)))
    assert uid not in entries(reader.get(url(loan.parent.club)))


def test_contracts_that_end_on_one_day_are_one_entry(reader):
    club = make_club("Reds")
    for name in ("One Man", "Two Man"):
        contract = make_player(name, club=club).contracts.get()
        contract.ends_on = dt.date(2026, 6, 30)
        contract.save()
    found = entries(reader.get(url(club)))["contracts-reds-2026-06-30@testserver"]
    assert found["summary"] == "Reds: 2 contracts end"
    assert found["description"] == "One Man, Two Man"


def test_windows_open_and_close_at_their_moments(reader):
    club = make_club("Reds")
    window = make_window(competition=club.competition)
    found = entries(reader.get(url(club)))
    assert found[f"window-{window.pk}-opens@testserver"]["dtstart"].dt == window.opens_at
    assert found[f"window-{window.pk}-closes@testserver"]["dtstart"].dt == window.closes_at


def test_who_holds_what_is_true_gets_304(reader, hurt):
    held = {"If-None-Match": reader.get(url(club_of(hurt)))["ETag"]}
    assert reader.get(url(club_of(hurt)), headers=held).status_code == 304
    club_of(hurt).__class__.objects.filter(pk=club_of(hurt).pk).touch()
    assert reader.get(url(club_of(hurt)), headers=held).status_code == 200


def test_a_club_that_nobody_knows_has_no_calendar(reader):
    assert reader.get("/clubs/nobody/calendar.ics").status_code == 404


@pytest.mark.parametrize("men", [1, 9])
def test_the_number_of_queries_does_not_grow(reader, django_assert_num_queries, men):
    club = make_club("Reds")
    for _ in range(men):
        make_injury(player=make_player(club=club), expected_from=BACK, expected_until=BACK)
        make_absence(player=make_player(club=club), expected_from=BACK, expected_until=BACK)
    with django_assert_num_queries(12):
        reader.get(url(club))
