"""The example that docs/engine.md works through by hand, read from there and run again."""

import calendar
import datetime as dt
import re
from dataclasses import replace

import pytest

from squads.depth import Member, Spell, SpellKind, Squad, Standing, depth_chart
from squads.depth.two_deep import Candidate, Place, groups_of
from tests import documents
from tests.squads.depth.builders import entry_of, group_of, make_member, make_squad
from tests.squads.depth.test_brute_force import every_board, worth

EXAMPLE = documents.TEXTS["docs/engine.md"].partition("## By hand")[2].partition("\n## ")[0]
MEN, AIMS, DAYS = documents.tables(EXAMPLE)
ORDER = re.search(r"order at centre-back (.+?):", EXAMPLE.replace("\n", " "))[1].split(", ")
GROUPS = {"RB": "right-back", "CB": "centre-back ×2", "LB": "left-back"}
AIM_WORDS = [
    "first string: places filled",
    "second string: places filled",
    "first string: naturals",
    "first string: sum of ranks, the best man being 0",
    "first string: standings",
    "second string: naturals",
]
LAST_DAY = dt.date(2025, 9, 30)


def day(text: str) -> dt.date | None:
    """Read "30 Sep 2025"; nothing is None."""
    if not text:
        return None
    number, month, year = text.split()
    return dt.date(int(year), list(calendar.month_abbr).index(month), int(number))


def slug(name: str) -> str:
    return name.lower().replace(" ", "-")


def member(row: dict[str, str]) -> Member:
    spells = ()
    if row["spell"]:
        chance = int(row["chance"]) if row["chance"] else None
        spells = (
            Spell(
                SpellKind.INJURY, day(row["began"]), expected_until=day(row["back"]),
                chance=chance, reason=row["spell"],
            ),
        )  # fmt: skip
    fits = [row[aptitude] for aptitude in ("natural", "capable", "emergency")]
    standing = Standing(row["standing"].replace(" ", "_"))
    return make_member(slug(row["man"]), *fits, name=row["man"], standing=standing, spells=spells)


SQUAD = make_squad(
    *map(member, MEN), shape="RB CB CB LB", rankings={"CB": " ".join(map(slug, ORDER))}
)


def squad_of(when: str) -> Squad:
    """Return the squad of a row: "30 Sep 2025 without Gomez, with Guéhi"."""
    gone = re.findall(r"without (\w+)", when)
    come = re.findall(r" with (\w+)", when)
    stay = [one for one in SQUAD.members if one.name not in gone]
    return replace(SQUAD, members=(*stay, *(make_member(slug(n), "CB", name=n) for n in come)))


@pytest.mark.parametrize("row", DAYS, ids=[row["when"] for row in DAYS])
def test_every_day_of_the_worked_example_comes_out_as_told(row):
    chart = depth_chart(squad_of(row["when"]), day(row["when"][:11].strip()))
    told = {position: row[words] for position, words in GROUPS.items()}
    assert {position: cell_of(group_of(chart, position)) for position in GROUPS} == told


def cell_of(group) -> str:
    """Return a group as the table has it: "Bradley ◇: 1 of 2, exposed"."""
    counted = [e for e in group.entries if e.counted]
    names = [e.member.name + (" ◇" if e.irreplaceable else "") for e in counted]
    return f"{', '.join(names)}: {group.cover} of {group.group.target}, {group.level.value}"


def candidates() -> list[Candidate]:
    """Return who can be counted on 30 September, from what the chart says of him."""
    fits: dict[str, dict] = {}
    for group in depth_chart(SQUAD, LAST_DAY).groups:
        for entry in group.entries:
            if entry.credible and entry.status.counts:
                rank = ORDER.index(entry.member.name) if entry.position == "CB" else 0
                fit = (entry.aptitude == "natural", rank)
                fits.setdefault(entry.member.slug, {})[entry.position] = fit
    standings = {one.slug: one.standing for one in SQUAD.members}
    return [Candidate(name, standings[name], found) for name, found in fits.items()]


@pytest.mark.parametrize("position", ["CB", "RB"])
def test_the_aims_of_the_worked_example_are_the_numbers_told(position):
    men = candidates()
    boards = every_board(groups_of(["RB", "CB", "CB", "LB"]), men)
    best = max(worth(b, men) for b in boards if b.get("gomez") == Place(position, 2))
    told = [int(row[f"Gomez at {position}"]) for row in AIMS]
    assert [abs(value) for value in best[: len(told)]] == told
    assert [row["aim"] for row in AIMS] == AIM_WORDS


def test_the_worked_example_says_who_is_left_and_who_is_only_listed():
    chart = depth_chart(SQUAD, LAST_DAY)
    assert len(candidates()) == 6 and "Six men of credible standing are left" in EXAMPLE
    assert [entry_of(chart, "CB", name).counted for name in ("williams", "endo")] == [False] * 2
    assert entry_of(chart, "RB", "gomez").shared_with == "CB"
    assert entry_of(chart, "RB", "frimpong").status.forecast_on == dt.date(2025, 10, 8)
