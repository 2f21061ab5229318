"""What the fantasy feed says of a man: made-up lines first, then the real ones."""

import csv
import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squads.feeds.lines import Says, Statement, read_statement
from squads.models import Injury
from tests.shared import DATA, reads_shared

SAID = dt.date(2025, 9, 24)
JUNE = dt.date(2026, 6, 30)


def read(status: str, news: str, chance: int | None = 0) -> Statement:
    return read_statement(status, news, chance, SAID)


@pytest.mark.parametrize(
    ("status", "news", "says"),
    [
        ("i", "Knee injury - Unknown return date", Says.INJURED),
        ("i", "Lack of match fitness - Unknown return date", Says.INJURED),
        ("i", "Unknown - Unknown return date", Says.INJURED),
        ("i", "Dizzy spells - Unknown return date", Says.INJURED),
        ("i", "Broken toe", Says.INJURED),
        ("i", "Awaiting a scan of his knee injury - Unknown return date", Says.INJURED),
        ("i", "Illness - Unknown return date", Says.ILL),
        ("s", "Suspended until 14 Oct", Says.SUSPENDED),
        ("s", "SUSPENDED UNTIL 14 OCT.", Says.SUSPENDED),
        ("s", "Suspended - Unknown return date", Says.SUSPENDED),
        (
            "n",
            "Ineligible to face his parent club on 4/10. - Expected back 11 Oct",
            Says.INELIGIBLE,
        ),
        ("n", "Won’t be considered for selection on 4/10. - Unknown return date", Says.INELIGIBLE),
        ("n", "Won’t be considered for selection due to illness", Says.ILL),
        ("u", "Not included in 25-man squad", Says.INELIGIBLE),
        ("u", "Left out of the club’s squad", Says.INELIGIBLE),
        ("u", "Unregistered", Says.INELIGIBLE),
        ("n", "Awaiting international clearance", Says.INELIGIBLE),
        ("n", "On international duty from Gameweek 9 onwards.", Says.INTERNATIONAL),
        ("i", "International Duty - Unknown return date", Says.INTERNATIONAL),
        ("i", "Knee injury on international duty - Unknown return date", Says.INJURED),
        ("i", "Personal Reasons - Unknown return date", Says.PERSONAL),
        ("n", "Compassionate leave", Says.PERSONAL),
        ("u", "has joined AS Roma on loan for the rest of the season", Says.LOANED),
        ("u", "Season long to Lens", Says.LOANED),
        ("u", "Loaned to  Lens", Says.LOANED),
        ("u", "Has joined Lens permanently.", Says.LEFT),
        ("u", "Transferred to Lens", Says.LEFT),
        ("u", "Has departed the club as a free agent.", Says.LEFT),
        ("u", "Left the club by mutual consent", Says.LEFT),
        ("u", "Has returned to his parent club after a loan", Says.LEFT),
        ("u", "Recalled from loan by Lens", Says.LEFT),
        ("u", "Retired", Says.LEFT),
    ],
)
def test_a_line_says_what_keeps_him_away(status, news, says):
    assert read(status, news).says == says


@pytest.mark.parametrize(
    ("status", "says"),
    [
        ("a", Says.AVAILABLE),
        ("i", Says.INJURED),
        ("s", Says.SUSPENDED),
        ("n", Says.INELIGIBLE),
        ("u", Says.UNREAD),
    ],
)
def test_the_status_decides_where_there_is_no_line(status, says):
    assert read(status, "").says == says


def test_an_available_man_is_available_whatever_line_is_left_over():
    line = "Knee injury - 75% chance of playing"
    assert read("a", line, 75) == Statement(Says.AVAILABLE)


@pytest.mark.parametrize(
    ("status", "news", "chance"),
    [
        ("i", "The coach has spoken", 0),
        ("n", "Sent home", 0),
        ("u", "Gone fishing", 0),
        ("x", "Knee injury - Unknown return date", 0),
        ("d", "Knee injury", None),
        ("d", "Knee injury - Unknown return date", 100),
    ],
)
def test_a_line_that_cannot_be_read_says_why(status, news, chance):
    statement = read(status, news, chance)
    assert statement.says == Says.UNREAD
    assert statement.reason


@pytest.mark.parametrize(
    ("status", "news", "given", "chance"),
    [
        ("d", "Knock - 75% chance of playing", 75, 75),
        ("d", "Knock - 75% chance of playing", None, 75),
        ("d", "Knock - 75% chance of playing", 100, 75),
        ("d", "Knock - 75% chance of playing", 25, 25),
        ("d", "Knock - 75% chance of playing", 0, None),
        ("i", "Knock - 75% chance of playing", 75, 75),
        ("i", "Knock - 75% chance of playing", 0, None),
        ("i", "Knock - Unknown return date", None, None),
        ("s", "Suspended until 14 Oct", 50, None),
        ("u", "Knock - 75% chance of playing", 75, None),
    ],
)
def test_the_number_outranks_the_line_and_only_the_doubtful_have_a_chance(
    status, news, given, chance
):
    assert read(status, news, given).chance == chance


@pytest.mark.parametrize(
    ("news", "day"),
    [
        ("Knee injury - Expected back 24 Sep", SAID),
        ("Knee injury - Expected back 23 Sep", dt.date(2026, 9, 23)),
        ("Knee injury - Expected back 01 Jan", dt.date(2026, 1, 1)),
        ("Knee injury - Expected back 29 Feb", dt.date(2028, 2, 29)),
        ("Knee injury - Unknown return date", None),
        ("Knee injury - Expected back soon", None),
        ("Knee injury - 25% chance of playing - Expected back 3 Oct", dt.date(2025, 10, 3)),
        ("Suspended until 14 Oct", dt.date(2025, 10, 14)),
        ("Suspended until 14 Oct - Expected back 20 Oct", dt.date(2025, 10, 20)),
        (
            "Ineligible to face his parent club on 4/10. - Expected back 11 Oct",
            dt.date(2025, 10, 11),
        ),
        ("Ineligible to face his parent club on 31/12.", dt.date(2026, 1, 1)),
        ("Ineligible to face his parent club on 4/13.", None),
        ("Won’t be considered for selection on 4/10. - Unknown return date", None),
    ],
)
def test_a_day_without_a_year_is_the_next_one(news, day):
    assert read("i", news).expected_on == day


@pytest.mark.parametrize(
    ("status", "news", "reason"),
    [
        ("i", "Groin Injury - Unknown return date", "groin injury"),
        ("i", "ACHILLES INJURY - Unknown return date", "Achilles injury"),
        ("i", "ACL - Unknown return date", "ACL injury"),
        ("i", "Neck - Unknown return date", "neck injury"),
        (
            "i",
            "Anterior cruciate ligament - Unknown return date",
            "anterior cruciate ligament injury",
        ),
        ("i", "Dead leg - Expected back 14 Oct", "dead leg"),
        ("i", "Unknown - Unknown return date", "unspecified injury"),
        ("i", "Lack of match fitness - Expected back 14 Oct", "lack of match fitness"),
        ("s", "Suspended until 14 Oct", ""),
        ("s", "Suspended for three matches - Expected back 14 Oct", "three matches"),
        (
            "n",
            "Ineligible to face his parent club on 4/10. - Expected back 11 Oct",
            "ineligible to face his parent club",
        ),
        ("n", "On international duty until 14 Oct", "international duty"),
        (
            "n",
            "Away at the Africa Cup of Nations from Gameweek 9 onwards.",
            "Africa Cup of Nations",
        ),
        ("n", "Personal Reasons", "personal reasons"),
        ("u", "Not included in 25-man squad", "not included in 25-man squad"),
        ("u", "Has departed the club as a free agent.", "free agent"),
    ],
)
def test_a_reason_is_printed_like_the_others_and_without_dates(status, news, reason):
    assert read(status, news).reason == reason


@pytest.mark.parametrize(
    ("news", "part"),
    [
        ("Knee injury - Unknown return date", "knee"),
        ("Toe Injury - Unknown return date", "foot"),
        ("Jaw Injury - Unknown return date", "head"),
        ("Rib Injury - Unknown return date", "other"),
        ("Knock - Unknown return date", ""),
        ("Lack of match fitness - Unknown return date", ""),
        ("Illness - Unknown return date", ""),
    ],
)
def test_an_injury_names_a_part_of_the_body_that_the_rows_know(news, part):
    assert read("i", news).body_part == part
    assert part in {"", *Injury.BODY_PARTS}


def test_a_line_tells_the_round_that_he_misses_first():
    assert read("n", "On international duty from Gameweek 9 onwards.").from_round == 9


@pytest.mark.parametrize(
    ("news", "club", "until"),
    [
        ("has joined AS Roma on loan for the rest of the season.", "AS Roma", JUNE),
        ("Has joined Lens on a season-long loan", "Lens", JUNE),
        ("Season long loan to Lens", "Lens", JUNE),
        ("On loan to Lens for the season", "Lens", JUNE),
        (
            "Has joined French side RC Lens on loan for the 2026/27 season",
            "RC Lens",
            dt.date(2027, 6, 30),
        ),
        ("Season-long loan to Lens - Unknown return date", "Lens", JUNE),
        ("On loan at Club Brugge until May", "Club Brugge", dt.date(2026, 5, 31)),
        ("Has joined Lens on loan until January.", "Lens", dt.date(2026, 1, 31)),
        ("Has joined Lens on loan until the end of the season", "Lens", JUNE),
        ("Loaned to Lens until 15 January", "Lens", dt.date(2026, 1, 15)),
        ("Half-season loan to Lens", "Lens", None),
        ("Loaned to Lens", "Lens", None),
        ("Loaned to Lens with an option to buy", "Lens", None),
    ],
)
def test_a_loan_names_the_club_and_perhaps_its_last_day(news, club, until):
    statement = read("u", news)
    assert (statement.club, statement.until) == (club, until)


def test_a_loan_for_the_rest_of_the_season_that_is_told_in_spring_ends_in_the_same_year():
    line = "Has joined Lens on loan for the rest of the season"
    assert read_statement("u", line, 0, dt.date(2026, 2, 1)).until == JUNE


@pytest.mark.parametrize(
    ("news", "club"),
    [
        ("Has joined Lens permanently.", "Lens"),
        ("Has joined Lens on a permanent transfer", "Lens"),
        ("has joined Lens  permanently.", "Lens"),
        ("Permanent move to Saudi club Al-Hilal", "Al-Hilal"),
        ("Signed by Lens", "Lens"),
        ("Left to join Lens", "Lens"),
        ("has returned to Lens", "Lens"),
        ("Recalled by his parent club Lens", "Lens"),
        ("has returned to his parent club", ""),
        ("Has left the club.", ""),
    ],
)
def test_a_departure_names_the_club_where_the_line_does(news, club):
    assert read("u", news).club == club


WORDS = st.sampled_from(
    ["injury", "knee", "loan", "to", "until", "Expected back", "99", "31", "Feb", "Jan", "0000",
     "%", "-", "–", "/", "season", "2025/26", "9999/00", "joined", "club", "on", "from Gameweek"]
)  # fmt: skip


@given(
    st.sampled_from("adisunx"),
    st.text() | st.lists(WORDS).map(" ".join),
    st.none() | st.integers(0, 100),
    st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)),
)
def test_every_line_is_read_somehow_and_no_day_lies_before_it(status, news, chance, said_on):
    statement = read_statement(status, news, chance, said_on)
    assert statement.chance is None or 1 <= statement.chance <= 99
    assert statement.says != Says.UNREAD or statement.reason
    if not re.search(r"\d{4}", news):
        assert statement.expected_on is None or statement.expected_on >= said_on


# The real lines. What each form means was written down from reading them, not by the parser.

INJURIES = """
    abdominal injury, achilles injury, ankle injury, anterior cruciate ligament, arm injury,
    back injury, calf injury, dead leg, eye injury, facial injury, foot injury, gashed leg,
    groin injury, groin strain, hamstring injury, hand injury, head injury, hernia, hip injury,
    jaw injury, knee injury, knock, lack of match fitness, leg injury, muscle injury,
    muscular injury, neck, rib injury, shin injury, shoulder injury, tendon injury, thigh injury,
    toe injury, unknown, unspecified injury, wrist injury
"""
KINDS = dict.fromkeys(re.split(r",\s+", INJURIES.strip()), Says.INJURED) | {
    "illness": Says.ILL,
    "suspended": Says.SUSPENDED,
    "international duty": Says.INTERNATIONAL,
    "personal reasons": Says.PERSONAL,
}
STARTS = {
    "ineligible to face ": Says.INELIGIBLE,
    "won’t be considered for selection": Says.INELIGIBLE,
    "on international duty at ": Says.INTERNATIONAL,
    "suspended until ": Says.SUSPENDED,
}


def meant(status: str, news: str) -> Says:
    """Return what a real line means; KeyError for one that nobody has looked at."""
    if status == "a":
        return Says.AVAILABLE
    line = news.lower()
    if status == "u":
        if "loan" in line or line.startswith("season long to "):
            return Says.LOANED
        # Departures name another club or nobody; none of them speaks of a squad list.
        return Says.LEFT if "squad" not in line and "regist" not in line else Says.INELIGIBLE
    for start, says in STARTS.items():
        if line.startswith(start):
            return says
    return KINDS[line.partition(" - ")[0]]


@pytest.fixture(scope="module")
def real_lines() -> list[tuple[dict[str, str], Statement]]:
    with (DATA / "news" / "fpl_news_lines.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        (
            row,
            read_statement(
                row["status"],
                row["news"],
                int(row["chance_next"]),
                dt.datetime.fromisoformat(row["news_added"]).date(),
            ),
        )
        for row in rows
    ]


@reads_shared
def test_of_the_real_lines_at_least_99_in_100_are_read_to_the_right_kind(real_lines):
    wrong = [
        (row["news"], said.says)
        for row, said in real_lines
        if said.says != meant(row["status"], row["news"])
    ]
    assert len(real_lines) == 1200
    assert len(wrong) <= 12, wrong


@reads_shared
def test_every_day_of_a_real_line_is_read_within_a_year_of_it(real_lines):
    for row, said in real_lines:
        found = re.search(r"(?:Expected back|Suspended until) (\d\d \w{3})", row["news"])
        told = said.expected_on.strftime("%d %b") if said.expected_on else None
        assert told == (found[1] if found else None), row["news"]
        if said.expected_on:
            added = dt.date.fromisoformat(row["news_added"][:10])
            assert added <= said.expected_on < added + dt.timedelta(days=366)


@reads_shared
def test_every_chance_of_a_real_line_is_read(real_lines):
    for row, said in real_lines:
        found = re.search(r"(\d+)%", row["news"])
        assert said.chance == (int(found[1]) if found else None), row["news"]


@reads_shared
def test_every_club_of_a_real_line_is_named_as_the_line_names_it(real_lines):
    words = r"\b(?:loan|joined|season|permanent\w*|transfer\w*|side|club|the|to|on|for|by)\b"
    for row, said in real_lines:
        if said.says not in {Says.LOANED, Says.LEFT}:
            assert said.club == ""
        elif "free agent" not in row["news"]:
            assert said.club and said.club in " ".join(row["news"].split())
            assert re.search(words, said.club) is None, said.club
