import datetime as dt

import pytest

from squads.feeds.lines import FeedLine, part_of, read_line

AFTER = dt.date(2025, 9, 24)


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("Knee injury - Expected back 01 Sep", FeedLine("Knee injury", None, dt.date(2026, 9, 1))),
        (
            "Knee injury - Expected back 01 Oct",
            FeedLine("Knee injury", None, dt.date(2025, 10, 1)),
        ),
        ("Hamstring injury - 75% chance of playing", FeedLine("Hamstring injury", 75)),
        ("Calf injury - Unknown return date", FeedLine("Calf injury")),
        ("Knock – Expected back 3 November 2025", FeedLine("Knock", None, dt.date(2025, 11, 3))),
        ("Illness - Expected back 24 Sep", FeedLine("Illness", None, AFTER)),
        (
            "Knee injury - Expected back 29 Feb",
            FeedLine("Knee injury", None, dt.date(2028, 2, 29)),
        ),
        ("Knee injury - Expected back 31 Sep", FeedLine("Knee injury")),
        ("Knee injury - Expected back 99 Foo", FeedLine("Knee injury")),
        ("Knock - 0% chance of playing", FeedLine("Knock")),
    ],
)
def test_a_line_gives_its_reason_its_chance_and_its_day(line, read):
    assert read_line(line, AFTER) == read


@pytest.mark.parametrize("line", ["", "he is hurt", "-", " - ", "- Expected back 01 Sep"])
def test_a_line_of_another_pattern_is_not_read(line):
    assert read_line(line, AFTER) is None


@pytest.mark.parametrize(
    ("diagnosis", "part"),
    [("ACL tear", "knee"), ("Hamstring injury", "hamstring"), ("Setback", ""), ("Illness", "")],
)
def test_a_diagnosis_names_the_part_of_the_body(diagnosis, part):
    assert part_of(diagnosis) == part
