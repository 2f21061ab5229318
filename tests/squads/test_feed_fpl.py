"""Reading a whole answer of the fantasy feed: made-up ones first, then the real ones."""

import datetime as dt
import json
from collections import Counter

import pytest

from squads.feeds.fetching import MOST_BYTES
from squads.feeds.fpl import BadAnswer, read_snapshot
from squads.feeds.lines import Says
from tests.shared import DATA, reads_shared
from tests.squads.fpl_answers import answer, event, hurt, listed, raw
from tests.squads.test_feed_statements import meant

DAYS = ["2025-10-06", "2026-01-02", "2026-01-10", "2026-08-22"]


def refused(given: bytes) -> str:
    with pytest.raises(BadAnswer) as found:
        read_snapshot(given)
    return str(found.value)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def test_a_man_is_read_with_what_identifies_him():
    man = listed(
        code=7, first_name="Ada", second_name="Lovelace", web_name="Lovelace", element_type=1
    )
    (found,) = read_snapshot(raw(man)).men
    assert (found.code, found.full_name, found.known_as, found.team, found.line) == (
        "7",
        "Ada Lovelace",
        "Lovelace",
        "14",
        "GK",
    )
    assert (found.born_on, found.joined_on) == (dt.date(2001, 9, 30), dt.date(2024, 7, 1))


def test_a_man_is_read_with_what_he_has_played():
    man = listed(minutes=540, starts=6, goals_scored=2, assists=3)
    (found,) = read_snapshot(raw(man)).men
    assert (found.minutes, found.starts, found.goals, found.assists) == (540, 6, 2, 3)


def test_what_the_feed_says_of_a_man_is_read_from_the_day_of_the_line():
    (found,) = read_snapshot(raw(hurt())).men
    assert found.news_at == at("2025-09-24T06:00:06.281394+00:00")
    assert (found.statement.says, found.statement.expected_on) == (
        Says.INJURED,
        dt.date(2026, 9, 1),
    )


def test_a_line_that_does_not_say_when_it_was_entered_is_read_from_the_day_of_the_answer():
    open_line = hurt(news="Knee injury - Expected back 25 Sep", news_added=None)
    newest = hurt(news_added="2025-09-30T10:00:00Z")
    found = read_snapshot(raw(open_line, newest)).men[0]
    assert found.statement.expected_on == dt.date(2026, 9, 25)


@pytest.mark.parametrize(
    ("coming", "current", "chance"), [(75, 0, 75), (None, 50, 50), (0, 100, 0), (None, None, None)]
)
def test_the_chance_is_that_of_the_next_round_else_of_this_one(coming, current, chance):
    man = listed(chance_of_playing_next_round=coming, chance_of_playing_this_round=current)
    assert read_snapshot(raw(man)).men[0].chance == chance


@pytest.mark.parametrize(
    ("key", "field", "value"),
    [
        ("birth_date", "born_on", None),
        ("birth_date", "born_on", "None"),
        ("birth_date", "born_on", ""),
        ("team_join_date", "joined_on", None),
        ("news_added", "news_at", None),
        ("news_added", "news_at", "None"),
        ("chance_of_playing_next_round", "chance", None),
        ("chance_of_playing_next_round", "chance", "None"),
    ],
)
def test_what_the_feed_leaves_open_stays_open(key, field, value):
    assert getattr(read_snapshot(raw(listed(**{key: value}))).men[0], field) is None


@pytest.mark.parametrize("value", [None, "None", "", "  "])
def test_no_line_is_an_empty_line(value):
    assert read_snapshot(raw(listed(news=value))).men[0].news == ""


def test_an_answer_without_birthdays_is_read():
    man = listed()
    del man["birth_date"], man["team_join_date"]
    assert read_snapshot(raw(man)).men[0].born_on is None


def test_a_line_is_freed_of_what_no_database_takes():
    (found,) = read_snapshot(raw(hurt(news="Knee\u0000 injury\n- Expected  back 01 Oct"))).men
    assert found.news == "Knee injury - Expected back 01 Oct"


def test_a_line_that_is_too_long_for_its_row_is_read_whole_and_kept_cut():
    line = f"Knee injury after {'so ' * 120}long a time - Expected back 01 Oct"
    (found,) = read_snapshot(raw(hurt(news=line))).men
    assert (len(found.news), found.statement.expected_on) == (300, dt.date(2025, 10, 1))


def test_keys_nobody_knows_are_ignored():
    man = listed(price_change_hourly_rate=127, scout_risks=[{"a": None}])
    assert len(read_snapshot(raw(man, chips=[], price="1.6")).men) == 1


def test_managers_are_not_read_as_men():
    kinds = [*answer()["element_types"], {"id": 5, "singular_name_short": "MNG"}]
    men = [listed(), listed(element_type=5)]
    assert len(read_snapshot(raw(*men, element_types=kinds)).men) == 1


def test_lines_are_told_by_their_names_and_not_by_their_numbers():
    kinds = [{"id": 9, "singular_name_short": "FWD"}]
    assert read_snapshot(raw(listed(element_type=9), element_types=kinds)).men[0].line == "FWD"


def test_teams_go_by_their_lasting_codes():
    assert read_snapshot(raw()).teams == {"14": "Liverpool", "31": "Crystal Palace"}


def test_an_answer_speaks_of_its_newest_line():
    assert read_snapshot(raw(listed(), hurt())).said_at == at("2025-09-24T06:00:06.281394+00:00")


def test_without_news_an_answer_speaks_of_the_newest_round_that_has_begun():
    begun = [
        event(1, "2025-08-15T17:30:00Z", finished=True, is_previous=True),
        event(2, "2025-10-03T17:30:00Z", is_current=True),
        event(3, "2025-10-18T10:00:00Z", is_next=True),
    ]
    assert read_snapshot(raw(hurt(), events=begun)).said_at == at("2025-10-03T17:30:00+00:00")


def test_before_the_first_round_and_without_news_an_answer_is_as_old_as_its_season():
    found = read_snapshot(raw(events=[event(1, "2025-08-15T17:30:00Z", is_next=True)]))
    assert (found.season, found.said_at) == ("2025/26", at("2025-07-01T00:00:00+00:00"))


def test_the_season_at_a_turn_of_a_century_is_written_with_two_digits():
    answer = raw(events=[event(1, "2099-08-15T17:30:00Z")])
    assert read_snapshot(answer, now=at("2099-08-20T00:00:00+00:00")).season == "2099/00"


def test_a_season_that_has_not_begun_is_no_answer():
    with pytest.raises(BadAnswer, match="begins in 2099, not yet"):
        read_snapshot(raw(events=[event(1, "2099-08-15T17:30:00Z")]))


def test_a_moment_to_come_is_not_when_a_line_was_entered():
    found = read_snapshot(raw(hurt(news_added="2062-09-24T06:00:00Z"), hurt()))
    assert [man.news_at for man in found.men] == [None, at("2025-09-24T06:00:06.281394+00:00")]
    assert found.said_at == at("2025-09-24T06:00:06.281394+00:00")


def test_a_clock_may_be_a_few_hours_ahead_of_ours():
    said, now = "2025-09-24T06:00:06.281394+00:00", "2025-09-23T20:00:00+00:00"
    assert read_snapshot(raw(hurt()), now=at(now)).said_at == at(said)


def test_a_round_that_is_to_come_has_not_begun_whatever_the_feed_says():
    rounds = [event(1, "2025-08-15T17:30:00Z"), event(2, "2062-10-03T17:30:00Z", is_current=True)]
    said = read_snapshot(raw(hurt(), events=rounds)).said_at
    assert said == at("2025-09-24T06:00:06.281394+00:00")


def test_an_answer_speaks_of_the_moment_at_which_it_was_fetched():
    fetched_at = at("2025-11-02T12:00:00+00:00")
    assert read_snapshot(raw(hurt()), fetched_at=fetched_at).said_at == fetched_at


def test_what_is_still_listed_after_a_season_is_of_that_season():
    found = read_snapshot(raw(hurt()), fetched_at=at("2026-07-20T12:00:00+00:00"))
    assert found.said_at == at("2026-06-30T12:00:00+00:00")


def test_the_digest_does_not_change_with_the_moment_of_fetching():
    man = hurt()
    fetched = read_snapshot(raw(man), fetched_at=at("2025-11-02T12:00:00+00:00"))
    assert fetched.digest == read_snapshot(raw(man)).digest


def test_a_round_is_found_by_its_number():
    assert read_snapshot(raw()).rounds[2] == at("2025-10-03T17:30:00+00:00")


def test_the_digest_does_not_change_with_what_is_not_read():
    man = hurt()
    other = raw({**man, "selected_by_percent": "3.1"}, total_players=5)
    assert read_snapshot(raw(man)).digest == read_snapshot(other).digest


def test_the_digest_changes_with_what_is_read():
    man = hurt()
    other = raw({**man, "minutes": 91})
    assert read_snapshot(raw(man)).digest != read_snapshot(other).digest


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (b"", "The answer is empty."),
        (b" \n", "The answer is empty."),
        (b"<!DOCTYPE html><p>Sorry</p>", "The answer is a web page, not JSON."),
        (b"\xef\xbb\xbf\n<html></html>", "The answer is a web page, not JSON."),
        (b"[1, 2]", "The answer is JSON, but no object."),
        (b"\xff\xfe\x00", "The answer is not JSON."),
        (b'"The game is being updated."', "only a sentence: “The game is being updated.”"),
        (b"[" * 100_000, "The answer is not JSON"),
        (b" " * (MOST_BYTES + 1), "The answer holds more than 20 MB."),
    ],
)
def test_what_is_no_answer_is_refused_in_one_line(given, sentence):
    found = refused(given)
    assert sentence in found
    assert "\n" not in found


def test_a_truncated_answer_is_refused_with_the_place():
    whole = raw(hurt())
    assert refused(whole[:-20]).startswith("The answer is not JSON, or not all of it: it breaks")


@pytest.mark.parametrize("size", range(1, 400, 7))
def test_an_answer_cut_off_anywhere_is_refused(size):
    assert refused(raw(hurt())[:-size])


@pytest.mark.parametrize("key", ["teams", "elements", "element_types", "events"])
def test_an_answer_without_one_of_its_lists_is_refused(key):
    data = answer()
    del data[key]
    assert refused(json.dumps(data).encode()) == f"The answer: the key “{key}” is missing."


@pytest.mark.parametrize("key", ["teams", "elements", "element_types", "events"])
@pytest.mark.parametrize("value", [[], None, {}, "x"])
def test_a_list_that_holds_nothing_is_refused(key, value):
    assert f"“{key}” must be a list that holds something" in refused(raw(**{key: value}))


def test_a_man_who_is_no_object_is_refused():
    assert refused(raw(elements=[listed(), 3])) == "elements, number 2: must be an object."


@pytest.mark.parametrize(
    "key",
    [
        "first_name",
        "second_name",
        "web_name",
        "element_type",
        "team_code",
        "status",
        "chance_of_playing_next_round",
        "news",
        "news_added",
        "minutes",
        "starts",
        "goals_scored",
        "assists",
    ],
)
def test_a_missing_key_is_named_with_its_man(key):
    man = listed(code=7)
    del man[key]
    found = refused(raw(listed(), man))
    assert found.startswith("elements, number 2")
    assert found.endswith(f": the key “{key}” is missing.")


def test_a_man_without_a_code_is_refused():
    man = listed()
    del man["code"]
    assert refused(raw(man)) == "elements, number 1: the key “code” is missing."


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("code", None),
        ("code", "7a"),
        ("code", True),
        ("code", -1),
        ("code", 10**40),
        ("minutes", 1.5),
        ("minutes", "90"),
        ("minutes", None),
        ("minutes", 10**30),
        ("chance_of_playing_next_round", 101),
        ("chance_of_playing_next_round", "75"),
        ("chance_of_playing_next_round", []),
        ("birth_date", "30/09/2001"),
        ("birth_date", 20010930),
        ("news_added", "yesterday"),
        ("news_added", "2025-09-24T06:00:06"),
        ("news_added", "0001-01-01T00:00:00+14:00"),
        ("news_added", "9999-12-31T23:59:59Z"),
        ("news", 5),
        ("news", ["Knee injury"]),
        ("news", "\ud800"),
        ("web_name", ""),
        ("web_name", None),
        ("status", None),
        ("team_code", 999),
        ("element_type", 77),
    ],
)
def test_a_value_of_a_strange_kind_is_named_with_its_man(key, value):
    found = refused(raw(listed(), hurt(**{key: value})))
    assert found.startswith("elements, number 2")
    assert f"“{key}” must be " in found
    assert "\n" not in found and len(found) < 250


def test_two_men_under_one_code_are_refused():
    men = [listed(code=7, web_name="Ada"), listed(code=7, web_name="Grace")]
    assert refused(raw(*men)) == "elements, number 2: code 7 is Ada’s and Grace’s."


@pytest.mark.parametrize(
    ("key", "value"), [("deadline_time", None), ("deadline_time", "x"), ("finished", "yes")]
)
def test_a_round_that_cannot_be_read_is_refused(key, value):
    rounds = [event(1, "2025-08-15T17:30:00Z") | {key: value}]
    assert f"events, number 1: “{key}” must be" in refused(raw(events=rounds))


# The real answers.


def real(day: str) -> bytes:
    return (DATA / "fpl" / f"bootstrap-{day}.json").read_bytes()


@reads_shared
@pytest.mark.parametrize(
    ("day", "men", "season"),
    [*zip(DAYS, [743, 780, 795, 604], ["2025/26"] * 3 + ["2026/27"], strict=True)],
)
def test_a_real_answer_is_read_whole(day, men, season):
    found = read_snapshot(real(day))
    assert (len(found.men), len(found.teams), found.season) == (men, 20, season)


@reads_shared
def test_real_answers_are_in_the_order_of_their_days():
    moments = [read_snapshot(real(day)).said_at for day in DAYS]
    assert moments == sorted(set(moments))
    assert all(
        moment.date() <= dt.date.fromisoformat(day)
        for moment, day in zip(moments, DAYS, strict=True)
    )


@reads_shared
@pytest.mark.parametrize("day", DAYS)
def test_every_line_of_a_real_answer_is_read_to_the_right_kind(day):
    wrong = Counter(
        (man.status, man.news, man.statement.says)
        for man in read_snapshot(real(day)).men
        if man.statement.says != meant(man.status, man.news)
    )
    assert wrong == Counter()


@reads_shared
def test_a_real_answer_that_is_cut_off_is_refused():
    assert "not all of it" in refused(real(DAYS[0])[:1_000_000])
