"""What an analyst says of a need, on the page and in the log."""

import datetime as dt

import pytest
from django.urls import reverse

from squads import moves
from squads.depth import Position
from squads.models import Change, Club, Injury
from squads.moves.log import Gone, Refused, Stale
from tests.factories import make_club, make_competition, make_player, make_user
from tests.squads.liverpool import make_liverpool
from tests.transfers.factories import make_link, make_move, make_scenario, make_windows
from transfers.models import Link, NeedFlag, Window
from transfers.moves.flags import set_flag, take_back

pytestmark = pytest.mark.django_db
CB, ST = Position.CB, Position.ST


@pytest.fixture
def winter():
    return make_windows()[1]


@pytest.fixture
def liverpool(winter):
    return make_liverpool()


def address(position="CB"):
    window = Window.objects.get(name="Winter 2025/26")
    return reverse("transfers:need_flag", args=["liverpool", window.pk, position])


def send(visitor, position="CB", **fields):
    return visitor.post(address(position), {"verdict": "confirmed", "version": 0} | fields)


def the_flag():
    return NeedFlag.objects.get()


# Saying it


def test_a_confirmed_need_carries_who_when_and_the_state_then(liverpool, analyst):
    send(analyst)
    flag = the_flag()
    assert (flag.verdict, flag.level, flag.cover, flag.by) == (
        "confirmed",
        "thin",
        3,
        analyst.user,
    )
    assert flag.at.date() == dt.date(2025, 9, 30)


def test_it_is_a_line_of_the_clubs_log_and_a_new_version(liverpool, analyst):
    send(analyst, verdict="dismissed", note="Leoni is ahead of plan")
    change = Change.objects.get(club=liverpool)
    said = "centre-back, Winter 2025/26: need dismissed (thin, 3 of 4), “Leoni is ahead of plan”"
    assert (change.kind, change.text, change.by) == ("need", said, analyst.user)
    assert Club.objects.get(pk=liverpool.pk).version == liverpool.version + 1


@pytest.mark.parametrize("verdict", ["dismissed", "added"])
def test_a_dismissal_and_a_need_by_hand_want_a_reason(liverpool, analyst, verdict):
    response = send(analyst, verdict=verdict)
    assert response.status_code == 422 and "Say why it is" in response.text


def test_a_need_can_be_added_by_hand_where_none_is_worked_out(liverpool, analyst):
    send(analyst, "ST", verdict="added", note="Isak will be sold")
    assert (the_flag().position, the_flag().level) == ("ST", "covered")


def test_what_is_covered_cannot_be_confirmed(liverpool, winter):
    with pytest.raises(Refused, match="nothing to confirm"):
        set_flag(liverpool, winter, ST, by=make_user(), verdict="confirmed")


def test_what_is_covered_cannot_be_dismissed(liverpool, analyst):
    assert send(analyst, "ST", verdict="dismissed", note="No").status_code == 422


def test_a_need_is_addressed_by_a_link_of_the_club(liverpool, analyst):
    link = make_link(to_club=liverpool)
    send(analyst, verdict="addressed", answer=f"link-{link.pk}")
    assert the_flag().link == link


def test_a_need_is_addressed_by_a_scenario_of_the_club(liverpool, analyst):
    scenario = make_move(make_scenario(liverpool, name="Sign a centre-back")).scenario
    send(analyst, verdict="addressed", answer=f"scenario-{scenario.pk}")
    assert the_flag().scenario == scenario


def test_readers_do_not_learn_what_a_scenario_is_called(liverpool, analyst, reader):
    scenario = make_move(make_scenario(liverpool, name="Sign a centre-back")).scenario
    send(analyst, verdict="addressed", answer=f"scenario-{scenario.pk}")
    pages = [visitor.get(liverpool.get_absolute_url()).text for visitor in (reader, analyst)]
    assert ["Sign a centre-back" in page for page in pages] == [False, True]
    assert "Addressed by a scenario" in pages[0]


def test_a_link_of_others_addresses_nothing(liverpool, analyst):
    link = make_link()
    response = send(analyst, verdict="addressed", answer=f"link-{link.pk}")
    assert response.status_code == 422 and not NeedFlag.objects.exists()


def offered(analyst):
    page = analyst.htmx.get(address()).text
    return [part.split("<")[0] for part in page.split(">Link: ")[1:]]


@pytest.mark.parametrize(("stage", "count"), [("rumour", 1), ("done", 0), ("collapsed", 0)])
def test_only_signings_that_may_come_about_are_offered(liverpool, analyst, stage, count):
    make_link(from_club=liverpool)
    make_link(to_club=liverpool, stage=stage)
    assert len(offered(analyst)) == count


def test_those_done_in_this_window_are_offered_and_none_of_another(liverpool, analyst):
    summer, winter, _ = Window.objects.in_order()
    made = make_link(to_club=liverpool, stage="done", window=winter)
    for stage in ("rumour", "done"):
        make_link(to_club=liverpool, stage=stage, window=summer)
    assert offered(analyst) == [f"{made} (done)"]


def test_only_men_who_can_play_the_position_are_offered(liverpool, analyst):
    club = make_club()
    for fields in ({"natural": "ST"}, {"emergency": "CB"}, {"natural": "RB", "capable": "CB"}):
        player = make_player(club=club, **fields)
        make_link(player, from_club=club, to_club=liverpool)
    assert offered(analyst) == [f"{Link.objects.get(player=player)} (rumour)"]


def test_an_empty_scenario_is_not_offered(liverpool, analyst):
    make_move(make_scenario(liverpool, name="Sign a centre-back"))
    make_scenario(liverpool, name="Nothing in it")
    page = analyst.htmx.get(address()).text
    assert "Scenario: Sign a centre-back" in page and "Nothing in it" not in page


def test_what_addresses_it_stays_to_choose_whatever_became_of_it(liverpool, analyst):
    link = make_link(to_club=liverpool)
    send(analyst, verdict="addressed", answer=f"link-{link.pk}")
    Link.objects.update(stage="collapsed")
    assert offered(analyst) == [f"{link} (collapsed)"]


def test_the_stage_of_what_addresses_it_is_told(liverpool, analyst, reader):
    link = make_link(to_club=liverpool)
    send(analyst, verdict="addressed", answer=f"link-{link.pk}")
    assert f"{link} (rumour)" in reader.get(liverpool.get_absolute_url()).text


def test_addressed_by_nothing_is_refused(liverpool, analyst):
    assert "Choose the link or the scenario" in send(analyst, verdict="addressed").text


def test_another_verdict_drops_what_addressed_it(liverpool, analyst):
    link = make_link(to_club=liverpool)
    send(analyst, verdict="addressed", answer=f"link-{link.pk}")
    send(analyst, verdict="confirmed", answer=f"link-{link.pk}", version=1)
    assert the_flag().link is None


def test_a_new_verdict_takes_the_place_of_the_old_one_with_a_history(liverpool, analyst):
    send(analyst)
    send(analyst, verdict="dismissed", note="No", version=1)
    assert the_flag().version == 2 and the_flag().history.count() == 2


# Taking it back


def test_a_flag_is_taken_back(liverpool, analyst):
    send(analyst)
    analyst.post(address(), {"version": 1, "take_back": "yes"})
    assert not NeedFlag.objects.exists()
    assert "“need confirmed” taken back" in Change.objects.newest().first().text


def test_what_was_taken_back_cannot_be_taken_back_again(liverpool, winter, analyst):
    with pytest.raises(Gone):
        take_back(liverpool, winter, CB, by=analyst.user)
    assert analyst.post(address(), {"version": 0, "take_back": "yes"}).status_code == 409


# Two at once


def test_somebody_who_was_faster_is_shown_beside_what_was_typed(liverpool, analyst):
    set_flag(
        liverpool,
        Window.objects.get(name="Winter 2025/26"),
        CB,
        by=make_user("rival", role="analyst"),
        verdict="dismissed",
        note="Plenty",
    )
    response = send(analyst.htmx)
    assert response.status_code == 409
    assert "rival" in response.text and "Plenty" in response.text
    assert the_flag().verdict == "dismissed"


def test_mine_can_be_saved_instead(liverpool, winter, analyst):
    set_flag(liverpool, winter, CB, by=make_user(), verdict="dismissed", note="Plenty")
    page = send(analyst.htmx).text
    assert 'name="version" value="1"' in page and 'name="verdict" value="confirmed"' in page


def test_a_version_that_is_not_the_stored_one_is_stale(liverpool, winter):
    with pytest.raises(Stale):
        set_flag(liverpool, winter, CB, by=make_user(), verdict="confirmed", version=7)


# What has changed since


def test_the_page_says_when_the_state_has_changed_since(liverpool, analyst, reader):
    send(analyst, verdict="dismissed", note="Enough")
    assert "worse now" not in reader.get(liverpool.get_absolute_url()).text
    gomez = liverpool.contracts.get(player__known_as="Joe Gomez")
    moves.set_standing(gomez, by=None, standing="fringe")
    said = "Dismissed when it was thin (3 of 4); worse now"
    assert said in reader.get(liverpool.get_absolute_url()).text


def test_a_need_that_is_none_any_more_stays_listed_with_what_was_said(liverpool, analyst, reader):
    send(analyst)
    moves.mark_back(Injury.objects.get(), by=None, on=dt.date(2025, 9, 30))
    page = reader.get(liverpool.get_absolute_url()).text
    assert "now covered (4 of 4)" in page and "Not thin as worked out" in page


# Who may


def test_a_reader_is_sent_to_sign_in(liverpool, reader):
    assert reader.get(address()).url.startswith("/login/")


def test_an_editor_may_not(liverpool, editor):
    assert send(editor).status_code == 403 and not NeedFlag.objects.exists()


def test_only_analysts_see_the_way_to_it(liverpool, reader, editor, analyst):
    pages = [
        visitor.get(liverpool.get_absolute_url()).text for visitor in (reader, editor, analyst)
    ]
    assert ['aria-label="Flag Centre-back' in page for page in pages] == [False, False, True]


# How it answers


def test_without_htmx_it_is_a_page_and_leads_back(liverpool, analyst):
    assert "<html" in analyst.get(address()).text
    response = send(analyst, next="/clubs/liverpool/")
    assert (response.status_code, response.url) == (302, "/clubs/liverpool/")


def test_htmx_gets_the_panel_alone_and_lets_the_page_fetch_itself(liverpool, analyst):
    assert "<html" not in analyst.htmx.get(address()).text
    response = send(analyst.htmx, at="need-1-CB")
    assert "chart-changed" in response["HX-Trigger"]


def test_what_stands_is_in_the_form(liverpool, analyst):
    send(analyst, verdict="dismissed", note="Enough men")
    page = analyst.htmx.get(address()).text
    assert 'value="dismissed" selected' in page and 'value="Enough men"' in page


@pytest.mark.parametrize("position", ["XX", "cb"])
def test_there_is_no_such_position(liverpool, analyst, position):
    assert analyst.get(address(position)).status_code == 404


def test_a_window_of_another_league_is_not_found(liverpool, analyst):
    other = make_windows(make_competition(name="Serie A", slug="serie-a", rank=2))[1]
    url = reverse("transfers:need_flag", args=["liverpool", other.pk, "CB"])
    assert analyst.get(url).status_code == 404


def test_a_window_that_is_over_says_so(liverpool, analyst):
    early = Window.objects.create(
        name="Before",
        season="2024/25",
        opens_at=dt.datetime(2025, 1, 1, tzinfo=dt.UTC),
        closes_at=dt.datetime(2025, 2, 3, tzinfo=dt.UTC),
        competition=liverpool.competition,
    )
    url = reverse("transfers:need_flag", args=["liverpool", early.pk, "CB"])
    assert analyst.get(url).status_code == 409


def test_a_position_that_the_formation_lacks_can_be_added(liverpool, analyst):
    send(analyst, "RWB", verdict="added", note="They will play three at the back")
    assert (the_flag().level, the_flag().cover) == ("", None)
