"""What a page watches and which versions it holds: "club-12:17,club-40:3", "clubs:4321.41".

A version is a tuple of whole numbers, so that all of them compare alike: one number for a
club, and the sum of all versions with the number of clubs for `clubs`.
"""

import re
from collections.abc import Iterable, Mapping

Version = tuple[int, ...]

CLUBS = "clubs"
MOST_NAMES = 20
NO_SUCH_CLUB: Version = (0,)
ENTRY = re.compile(r"(club-[1-9]\d{0,17}):(\d{1,18})|(clubs):(\d{1,18}\.\d{1,18})", re.ASCII)


class BadWatch(ValueError):
    """What was asked for cannot be read; the message is a sentence for whoever asked."""


def read_watch(text: str) -> dict[str, Version]:
    """Return the version held of each name. Raises BadWatch for anything but 1 to 20 entries."""
    entries = text.split(",")
    if len(entries) > MOST_NAMES:
        raise BadWatch(f"No more than {MOST_NAMES} things can be watched at once.")
    found: dict[str, Version] = {}
    for entry in entries:
        match = ENTRY.fullmatch(entry)
        if not match:
            raise BadWatch("Say what to watch, such as watch=club-12:17 or watch=clubs:4321.41.")
        name, version = match[1] or match[3], match[2] or match[4]
        found[name] = tuple(int(part) for part in version.split("."))
    return found


def write_watch(versions: Iterable[tuple[str, Version]]) -> str:
    """Return the same text again."""
    return ",".join(f"{name}:{written(version)}" for name, version in versions)


def written(version: Version) -> str:
    return ".".join(map(str, version))


def club_name(pk: int) -> str:
    return f"club-{pk}"


def stamp(versions: Mapping[int, int]) -> Version:
    """Return the version of `clubs`: it moves whenever a club changes, comes or goes."""
    return (sum(versions.values()), len(versions))
