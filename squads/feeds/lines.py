"""Reading an injury from a feed's line: "Knee injury - Expected back 01 Sep". Pure."""

import datetime as dt
import re
from dataclasses import dataclass

LINE = re.compile(r"^\s*(?P<reason>[^-–\s][^-–]*?)\s*[-–]\s*(?P<rest>.+?)\s*$")
CHANCE = re.compile(r"(\d{1,3})\s*%")
BACK = re.compile(r"(\d{1,2})\s+([A-Za-z]{3})[a-z]*\.?(?:\s+(\d{4}))?")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# What a diagnosis says of the part of the body, first match first.
PARTS = {
    "acl": "knee",
    "mcl": "knee",
    "cruciate": "knee",
    "meniscus": "knee",
    "knee": "knee",
    "hamstring": "hamstring",
    "ankle": "ankle",
    "calf": "calf",
    "groin": "groin",
    "thigh": "thigh",
    "quad": "thigh",
    "foot": "foot",
    "toe": "foot",
    "metatarsal": "foot",
    "back": "back",
    "shoulder": "shoulder",
    "hip": "hip",
    "head": "head",
    "concussion": "head",
    "hand": "hand",
    "finger": "hand",
    "wrist": "wrist",
    "achilles": "achilles",
    "muscle": "muscle",
    "muscular": "muscle",
    "abdominal": "abdomen",
}


@dataclass(frozen=True, slots=True)
class FeedLine:
    """What a line says; None for what it leaves open."""

    reason: str
    chance: int | None = None
    expected_on: dt.date | None = None


def read_line(line: str, after: dt.date) -> FeedLine | None:
    """Return what a feed's line says, None for a line of another pattern.

    after: a day without a year is the first such day on or after this one.
    """
    found = LINE.match(line)
    if found is None:
        return None
    rest = found["rest"]
    chance = CHANCE.search(rest)
    return FeedLine(
        found["reason"],
        int(chance[1]) if chance and 0 < int(chance[1]) < 100 else None,
        _day(rest, after),
    )


def _day(text: str, after: dt.date) -> dt.date | None:
    found = BACK.search(text)
    if found is None or found[2].lower() not in MONTHS:
        return None
    month = MONTHS.index(found[2].lower()) + 1
    years = [int(found[3])] if found[3] else range(after.year, after.year + 5)
    for year in years:
        try:
            day = dt.date(year, month, int(found[1]))
        except ValueError:
            continue
        if found[3] or day >= after:
            return day
    return None


def part_of(diagnosis: str) -> str:
    """Return the part of the body that a diagnosis names, empty if none."""
    words = set(re.findall(r"[a-z]+", diagnosis.lower()))
    return next((part for word, part in PARTS.items() if word in words), "")
