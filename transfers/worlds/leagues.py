"""Where made-up leagues are, where men come from, and when windows are open. Pure."""

import datetime as dt
from collections.abc import Iterator
from random import Random
from zoneinfo import ZoneInfo

from squads.day import season_of

# Countries of made-up leagues, with their time zones.
COUNTRIES = {
    "Spain": "Europe/Madrid",
    "Germany": "Europe/Berlin",
    "France": "Europe/Paris",
    "Portugal": "Europe/Lisbon",
    "Netherlands": "Europe/Amsterdam",
    "Belgium": "Europe/Brussels",
    "Scotland": "Europe/London",
    "Austria": "Europe/Vienna",
    "Switzerland": "Europe/Zurich",
    "Denmark": "Europe/Copenhagen",
    "Croatia": "Europe/Zagreb",
    "Czechia": "Europe/Prague",
    "Poland": "Europe/Warsaw",
    "Greece": "Europe/Athens",
    "Turkey": "Europe/Istanbul",
}
DIVISIONS = ("First", "Second", "Third", "Fourth")
# Where the men come from who are not from their league's country.
ABROAD = {
    "Brazil": 12, "England": 12, "Argentina": 9, "France": 9, "Spain": 6, "Portugal": 6,
    "Germany": 5, "Netherlands": 5, "Italy": 5, "Nigeria": 4, "Senegal": 4, "Ivory Coast": 4,
    "Ghana": 3, "Morocco": 3, "Wales": 3, "Sweden": 3, "Denmark": 3, "Croatia": 3, "Serbia": 3,
    "Uruguay": 3, "Colombia": 3, "Japan": 2, "Mali": 2, "Ukraine": 2, "Norway": 2,
}  # fmt: skip
AT_HOME = 0.5  # of a club's men
SUMMER, WINTER = ((7, 1), (9, 1, 20)), ((1, 1), (2, 2, 20))


def nationality(rng: Random, country: str) -> str:
    if rng.random() < AT_HOME:
        return country
    return rng.choices(list(ABROAD), list(ABROAD.values()))[0]


def windows(country: str, day: dt.date) -> Iterator[tuple[str, str, dt.datetime, dt.datetime]]:
    """Yield name, season, opening and closing of the windows of a day's season and the next."""
    zone = ZoneInfo(COUNTRIES[country])
    year = season_of(day)[1].year - 1
    for first in (year, year + 1):
        season = f"{first}/{(first + 1) % 100:02}"
        for name, in_year, (opens, closes) in (
            ("Summer", first, SUMMER),
            ("Winter", first + 1, WINTER),
        ):
            yield (
                f"{name} {season}",
                season,
                dt.datetime(in_year, *opens, tzinfo=zone),
                dt.datetime(in_year, *closes, tzinfo=zone),
            )
