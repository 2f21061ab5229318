"""Whom the feed means, whom nobody here knows yet, and where it has them."""

import datetime as dt

import pytest

from squads.feeds.sync import Strange
from squads.models import (
    Change,
    Club,
    ClubIdentifier,
    Contract,
    DataSet,
    FeedReport,
    FeedRun,
    Injury,
    Player,
    PlayerIdentifier,
)
from squads.rules import RULES
from tests.factories import make_contract, make_elsewhere, make_loan, make_player
from tests.squads.feed_runs import day, known_clubs, known_man, out, report_of, run, says
from tests.squads.fpl_answers import hurt, listed

pytestmark = pytest.mark.django_db
State = FeedReport.State
PALACE = {"team": 2, "team_code": 31}


@pytest.fixture(autouse=True)
def described_day():
    """The data set describes 30 September 2025."""
    return DataSet.objects.create(pk=1, pinned_on=dt.date(2025, 9, 30))


@pytest.fixture
def clubs():
    return known_clubs()


def ada(**values):
    """Ada Lovelace as the feed lists her father's heir."""
    named = {"first_name": "Ada", "second_name": "Lovelace", "web_name": "Lovelace"}
    return listed(**named | {"code": 42, "birth_date": "2001-09-30"} | values)


def gone(player, news, at, **values):
    return out(player, news, at, status="u", **values)


def stays():
    return list(
        Contract.objects.order_by("starts_on", "pk").values_list(
            "club__name", "kind", "starts_on", "ends_on"
        )
    )


def kept():
    """Whether contracts and loans hold together."""
    names = ("one-permanent-contract", "one-loan", "loan-within-contract")
    return not [text for name in names for text in RULES[name].broken_by(day("2025-09-30"))]


# Who is meant


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("Ada Lovelace", {}),
        ("Ada King Lovelace", {}),
        ("Áda Lovelace", {}),
        ("A. Lovelace", {}),
    ],
)
def test_a_man_is_known_by_birth_date_and_name(clubs, name, values):
    player = make_player(name, club=clubs[0], born_on=dt.date(2001, 9, 30), slug="ada")
    run("2025-10-05", ada(**values))
    assert PlayerIdentifier.objects.get().player == player
    assert Player.objects.count() == 1


def test_a_birth_date_alone_is_not_enough(clubs):
    make_player("Grace Hopper", club=clubs[0], born_on=dt.date(2001, 9, 30))
    run("2025-10-05", ada())
    assert Player.objects.count() == 2


def test_a_name_alone_is_not_enough_elsewhere(clubs):
    make_player("Ada Lovelace", club=clubs[1], born_on=None)
    outcome = run("2025-10-05", ada())
    (report,) = outcome.reports
    assert (report.state, report.why) == (State.AMBIGUOUS, "may be Ada Lovelace (ada-lovelace)")


def test_at_his_club_a_name_is_enough_where_no_birth_date_is_known(clubs):
    player = make_player("Ada Lovelace", club=clubs[0], born_on=None)
    run("2025-10-05", ada())
    assert PlayerIdentifier.objects.get().player == player


def test_twins_are_for_a_person_to_tell_apart(clubs):
    born_on = dt.date(2001, 9, 30)
    for name in ("Josh Lovelace", "Jacob Lovelace"):
        make_player(name, club=clubs[0], born_on=born_on)
    outcome = run("2025-10-05", ada())
    assert [report.state for report in outcome.reports] == [State.AMBIGUOUS]
    assert not PlayerIdentifier.objects.exists()
    assert not Change.objects.exists()


def test_whom_the_feed_calls_by_another_code_is_somebody_else(clubs):
    known_man("Josh Lovelace", clubs[0], born_on=dt.date(2001, 9, 30))
    run("2025-10-05", ada())
    assert Player.objects.filter(slug="ada-lovelace").exists()


def test_his_page_names_the_code_that_a_run_gave_him(clubs, reader):
    player = make_player("Ada Lovelace", club=clubs[0], born_on=dt.date(2001, 9, 30))
    assert "4242" not in reader.get(player.get_absolute_url()).text
    run("2025-09-30", ada(code=4242, minutes=0, starts=0))
    assert "4242" in reader.get(player.get_absolute_url()).text


def test_his_page_says_where_the_feed_lists_him_by_now(clubs, reader):
    run("2025-09-29", ada(team_join_date="2025-09-01"))
    player = Player.objects.get()
    assert "defender" in reader.get(player.get_absolute_url()).text
    run("2025-09-30", ada(element_type=3))
    assert "midfielder" in reader.get(player.get_absolute_url()).text


def test_an_answer_of_clubs_that_nobody_here_knows_is_refused(clubs):
    ClubIdentifier.objects.all().delete()
    with pytest.raises(Strange, match="None of the feed’s 2 clubs is known here"):
        run("2025-10-05", ada())
    assert not FeedReport.objects.exists()
    assert not FeedRun.objects.exists()


def test_a_man_told_apart_by_an_editor_is_taken_over_by_the_same_answer(clubs):
    born_on = dt.date(2001, 9, 30)
    josh = make_player("Josh Lovelace", club=clubs[0], born_on=born_on)
    make_player("Jacob Lovelace", club=clubs[0], born_on=born_on)
    said = ada(**hurt(code=42, birth_date="2001-09-30"))
    run("2025-10-05", said | {"second_name": "Lovelace"})
    PlayerIdentifier.objects.create(player=josh, source="fpl", value="42")
    FeedReport.objects.update(player=josh)
    run("2025-10-05", said | {"second_name": "Lovelace"})
    assert Injury.objects.get().player == josh


# Men nobody knew


def test_an_unknown_man_of_a_known_club_becomes_a_man_without_a_position(clubs):
    run("2025-10-05", ada(team_join_date="2025-09-01"))
    player = Player.objects.get()
    assert (player.known_as, player.slug, player.born_on) == (
        "Ada Lovelace", "ada-lovelace", day("2001-09-30"),
    )  # fmt: skip
    assert not player.positions.exists()
    assert report_of(player).line == "DEF"
    assert stays() == [("Liverpool", "permanent", day("2025-09-01"), None)]


def test_an_unknown_goalkeeper_is_a_goalkeeper(clubs):
    run("2025-10-05", ada(element_type=1))
    assert Player.objects.get().positions.get().position == "GK"


def test_his_chart_lists_him_with_no_position_known(clubs, reader):
    run("2025-10-05", ada(team_join_date="2025-09-01"))
    text = reader.get("/clubs/liverpool/?on=2025-10-05").text
    assert "Ada Lovelace" in text
    assert "position not known" in text


def test_an_unknown_man_who_is_hurt_is_out_at_once(clubs):
    run("2025-10-05", hurt())
    assert Injury.objects.get().player == Player.objects.get()


def test_two_men_of_one_name_have_their_own_addresses(clubs):
    run("2025-10-05", ada(), ada(code=43, birth_date="1999-01-01"))
    assert set(Player.objects.values_list("slug", flat=True)) == {"ada-lovelace", "ada-lovelace-2"}


def test_a_joining_day_to_come_is_not_believed(clubs):
    run("2025-10-05", ada(team_join_date="2026-01-01"))
    assert Contract.objects.get().starts_on == day("2025-10-05")


@pytest.mark.parametrize("values", [{"status": "u", "news": "Has joined Lyon permanently."}])
def test_an_unknown_man_who_has_left_is_not_made(clubs, values):
    run("2025-10-05", ada(news_added="2025-08-01T12:00:00Z", **values))
    assert not Player.objects.exists()


def test_a_man_of_an_unknown_club_is_not_made(clubs):
    Club.objects.get(slug="crystal-palace").identifiers.all().delete()
    outcome = run("2025-10-05", ada(**PALACE))
    assert [report.state for report in outcome.reports] == [State.NO_CLUB]
    assert not Player.objects.exists()


# Where he is


def test_a_man_listed_at_another_club_has_moved(clubs):
    player = known_man("Ada Lovelace", clubs[0])
    run("2025-10-05", says(player))
    run("2026-01-20", says(player, team_join_date="2026-01-15", **PALACE))
    assert stays() == [
        ("Liverpool", "permanent", day("2024-07-01"), day("2026-01-14")),
        ("Crystal Palace", "permanent", day("2026-01-15"), None),
    ]
    assert list(Change.objects.order_by("pk").values_list("club__name", "kind")) == [
        ("Liverpool", "contract"), ("Crystal Palace", "contract"),
    ]  # fmt: skip


def test_an_old_joining_day_does_not_say_when_he_moved(clubs):
    player = known_man("Ada Lovelace", clubs[0])
    run("2025-10-05", says(player))
    run("2026-01-20", says(player, team_join_date="2019-01-15", **PALACE))
    assert stays()[-1] == ("Crystal Palace", "permanent", day("2026-01-20"), None)


def test_at_first_sight_the_feed_is_not_believed_against_the_data(clubs):
    player = known_man("Ada Lovelace", clubs[0])
    run("2025-10-05", says(player, team_join_date="2019-01-15", **PALACE))
    assert report_of(player).why == "feed lists him at Crystal Palace, ours has him at Liverpool"
    assert len(stays()) == 1


def test_a_borrowed_man_is_listed_where_he_plays(clubs):
    contract = make_contract(club=make_elsewhere("AC Milan"))
    make_loan(parent=contract, club=clubs[0])
    PlayerIdentifier.objects.create(player=contract.player, source="fpl", value="77")
    before = stays()
    run("2025-10-05", says(contract.player))
    assert stays() == before
    assert report_of(contract.player).state == State.TAKEN


def test_a_man_goes_out_on_loan(clubs):
    player = known_man("Ada Lovelace", clubs[0])
    roma = make_elsewhere("AS Roma")
    news = "has joined Roma on loan for the rest of the season."
    run("2025-10-05", gone(player, news, "2025-10-03"))
    loan = Contract.objects.get(kind="loan")
    assert (loan.club, loan.starts_on, loan.ends_on) == (
        roma, day("2025-10-03"), day("2026-06-30"),
    )  # fmt: skip
    assert kept()


def test_a_loan_that_is_known_is_not_doubled(clubs):
    player = known_man("Ada Lovelace", clubs[0])
    make_loan(parent=player.contracts.get(), club=make_elsewhere("AS Roma"))
    news = "has joined Roma on loan for the rest of the season."
    run("2025-10-05", gone(player, news, "2025-10-03"))
    assert len(stays()) == 2
    assert not Change.objects.exists()


def test_a_loan_to_a_club_nobody_knew_makes_one_without_a_chart(clubs):
    player = known_man("Ada Lovelace", clubs[0])
    run(
        "2025-10-05",
        gone(player, "Has joined VfL Bochum 1848 on loan until January.", "2025-10-03"),
    )
    club = Contract.objects.get(kind="loan").club
    assert (club.name, club.slug, club.competition) == (
        "VfL Bochum 1848", "vfl-bochum-1848", None,
    )  # fmt: skip


def test_two_men_who_join_a_club_of_a_long_name_join_one_club(clubs):
    men = [known_man(name, clubs[0]) for name in ("Ada Lovelace", "Grace Hopper")]
    news = f"Has joined Associação {'Desportiva ' * 8}permanently."
    run("2025-10-05", *[gone(man, news, "2025-10-03") for man in men])
    club = Club.objects.get(name__startswith="Associação")
    assert len(club.name) <= 80
    assert club.contracts.count() == 2


def test_a_man_who_comes_back_from_a_loan_is_home(clubs):
    player = known_man("Ada Lovelace", clubs[0])
    news = "has joined Roma on loan for the rest of the season."
    run("2025-10-05", gone(player, news, "2025-10-03"))
    run("2026-01-09", says(player, team_join_date="2024-07-01"))
    assert Contract.objects.get(kind="loan").ends_on == day("2026-01-08")
    assert kept()


def test_a_man_who_has_left_for_another_club(clubs):
    player = known_man("Ada Lovelace", clubs[0])
    news = "has joined AJ Auxerre permanently."
    run("2025-10-05", gone(player, news, "2025-10-03"))
    assert stays() == [
        ("Liverpool", "permanent", day("2024-07-01"), day("2025-10-02")),
        ("AJ Auxerre", "permanent", day("2025-10-03"), None),
    ]
    assert run("2025-10-06", gone(player, news, "2025-10-03")).changes == []


def test_a_man_who_has_left_for_nowhere(clubs):
    player = known_man("Ada Lovelace", clubs[0])
    news = "Has departed the club as a free agent."
    run("2025-10-05", gone(player, news, "2025-10-03"))
    assert stays() == [("Liverpool", "permanent", day("2024-07-01"), day("2025-10-02"))]


def test_a_borrowed_man_goes_home(clubs):
    contract = make_contract(club=make_elsewhere("Getafe"))
    make_loan(parent=contract, club=clubs[0])
    PlayerIdentifier.objects.create(player=contract.player, source="fpl", value="77")
    run("2026-01-20", gone(contract.player, "has returned to Getafe CF", "2026-01-19"))
    assert Contract.objects.get(kind="loan").ends_on == day("2026-01-18")
    assert Contract.objects.get(kind="permanent").ends_on == day("2027-06-30")


def test_news_from_before_the_data_is_not_believed_against_it(clubs):
    player = known_man("Ada Lovelace", clubs[0])
    run("2025-10-05", gone(player, "has joined Botafogo permanently.", "2025-08-03"))
    why = "feed says he has joined Botafogo, ours has him at Liverpool"
    assert report_of(player).why == why
    assert len(stays()) == 1


def test_a_man_listed_beyond_his_contract_stays(clubs):
    player = known_man("Ada Lovelace", clubs[0])
    run("2027-08-05", says(player))
    assert stays()[-1] == ("Liverpool", "permanent", day("2027-07-01"), None)


def test_a_man_at_a_club_that_is_not_here_is_listed_with_ours(clubs):
    player = known_man("Ada Lovelace", clubs[0])
    clubs[1].identifiers.all().delete()
    run("2025-10-05", out(player, "Knock - 75% chance of playing", "2025-10-03", **PALACE))
    report = report_of(player)
    assert (report.state, report.why) == (
        State.NO_CLUB,
        "feed lists him at Crystal Palace, which is not here; ours has him at Liverpool",
    )
    assert not Change.objects.exists()


def test_who_is_no_longer_listed_is_counted_and_left_as_he_is(clubs):
    ada_, grace = known_man("Ada Lovelace", clubs[0]), known_man("Grace Hopper", clubs[0])
    run("2025-10-05", says(ada_), out(grace, "Gone fishing", "2025-10-03", status="n"))
    outcome = run("2025-10-06", says(ada_))
    assert outcome.counts["no longer listed"] == 1
    assert (report_of(grace).state, report_of(grace).why) == (State.TAKEN, "no longer listed")
    assert len(stays()) == 2


def test_the_day_that_is_pinned_goes_along_with_the_feed(clubs, described_day):
    outcome = run("2025-10-05", says(known_man("Ada Lovelace", clubs[0])))
    described_day.refresh_from_db()
    assert outcome.moved_day == described_day.pinned_on == day("2025-10-05")


def test_the_day_is_never_pinned_back(clubs, described_day):
    player = known_man("Ada Lovelace", clubs[0])
    run("2025-10-05", says(player))
    run("2025-10-01", says(player, minutes=91), force=True)
    described_day.refresh_from_db()
    assert described_day.pinned_on == day("2025-10-05")
