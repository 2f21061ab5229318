"""What must hold between the lines of the seed files. Pure: plain values in, problems out."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeVar

from squads.depth import ContractKind, Position
from squads.seeding.cells import Place, Problem, Row
from squads.seeding.rows import (
    ContractRow,
    ElsewhereRow,
    EstimateRow,
    FiguresRow,
    RankingRow,
    SeedSet,
    SlotRow,
    SpellRow,
)
from squads.spans import clashes, covers, lies_within

R = TypeVar("R", bound=Row)
T = TypeVar("T")
OLDEST, YOUNGEST = 50, 14  # years of age a man under contract may have on the seeds' day
SLOTS = 11


def problems_of(seeds: SeedSet) -> Iterator[Problem]:
    """Yield everything that is wrong between the lines."""
    known = Known.of(seeds)
    for check in CHECKS:
        yield from check(seeds, known)


def wrong(row: Row, column: str, message: str) -> Problem:
    return Problem(row.place, column, message)


@dataclass(frozen=True, slots=True)
class Known:
    """What other lines may refer to; lines that could not be read count as known."""

    competitions: set[str]
    formations: set[str]
    clubs: set[str]
    homes: dict[str, str]
    unread: set[str]
    contracts: dict[str, list[ContractRow]]

    @classmethod
    def of(cls, seeds: SeedSet) -> "Known":
        contracts = grouped(seeds.contracts, lambda row: row.player)
        spoilt = seeds.spoilt
        return cls(
            competitions={row.slug for row in seeds.competitions} | spoilt["competitions"],
            formations={row.formation for row in seeds.slots} | spoilt["slots"],
            clubs={row.slug for row in seeds.clubs}
            | {row.slug for row in seeds.elsewhere}
            | spoilt["clubs"]
            | spoilt["elsewhere"],
            homes={row.slug: row.home for row in seeds.players},
            unread=spoilt["players"],
            contracts=contracts,
        )


def grouped(rows: Iterable[T], key: Callable[[T], Hashable]) -> dict[Any, list[T]]:
    groups: dict[Any, list[T]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


def once(rows: Iterable[R], column: str, key: Callable[[R], Hashable]) -> Iterator[Problem]:
    """Yield a problem for each row whose key an earlier row has; empty keys do not count."""
    first: dict[Hashable, R] = {}
    for row in rows:
        if not key(row):
            continue
        earlier = first.setdefault(key(row), row)
        if earlier is not row:
            place = earlier.place
            yield wrong(row, column, f"the same as in {place.file}:{place.line}")


def data_set(seeds: SeedSet, known: Known) -> Iterator[Problem]:
    if not seeds.data_set and not seeds.spoilt["data_set"]:
        yield Problem(Place("dataset.csv", 0), "", "names no day")
    for row in seeds.data_set[1:]:
        yield wrong(row, "", "there is one data set")
    for row in seeds.data_set:
        if row.season_ends_on < row.day:
            yield wrong(row, "season_ends_on", "the season ends before the day")
        if row.squads_from and row.squads_from > row.day:
            yield wrong(row, "squads_from", "squads are not known on the day itself")


def competitions(seeds: SeedSet, known: Known) -> Iterator[Problem]:
    yield from once(seeds.competitions, "slug", lambda row: row.slug)
    yield from once(seeds.competitions, "name", lambda row: row.name)


def formations(seeds: SeedSet, known: Known) -> Iterator[Problem]:
    yield from once(seeds.slots, "number", lambda row: (row.formation, row.number))
    for name, slots in grouped(seeds.slots, lambda row: row.formation).items():
        if name not in seeds.spoilt["slots"]:
            yield from formation(name, slots)


def formation(name: str, slots: list[SlotRow]) -> Iterator[Problem]:
    if len(slots) != SLOTS:
        yield wrong(slots[0], "formation", f"{name} has {len(slots)} slots instead of {SLOTS}")
    keepers = sum(slot.position is Position.GK for slot in slots)
    if keepers != 1:
        yield wrong(slots[0], "position", f"{name} has {keepers} goalkeepers instead of one")


def clubs(seeds: SeedSet, known: Known) -> Iterator[Problem]:
    yield from once(seeds.clubs, "slug", lambda row: row.slug)
    yield from once(seeds.clubs, "name", lambda row: row.name)
    yield from once(seeds.clubs, "fpl_code", lambda row: row.fpl_code)
    for row in seeds.clubs:
        if row.competition not in known.competitions:
            yield wrong(row, "competition", f"no competition {row.competition!r}")
        if row.formation not in known.formations:
            yield wrong(row, "formation", f"no formation {row.formation!r}")


def outlets(seeds: SeedSet, known: Known) -> Iterator[Problem]:
    yield from once(seeds.outlets, "name", lambda row: row.name)
    yield from once(seeds.outlets, "host", lambda row: row.host)


def elsewhere(seeds: SeedSet, known: Known) -> Iterator[Problem]:
    """A club may be named in several folders, in the same words."""
    slugs = {row.slug for row in seeds.clubs}
    names = {row.name: row.slug for row in seeds.clubs}
    first: dict[str, ElsewhereRow] = {}
    for row in seeds.elsewhere:
        if row.slug in slugs:
            yield wrong(row, "slug", f"{row.slug} has a folder of its own")
        if names.setdefault(row.name, row.slug) != row.slug:
            yield wrong(row, "name", f"{row.name!r} is the name of {names[row.name]}")
        other = first.setdefault(row.slug, row)
        for column in ("name", "country"):
            mine, theirs = getattr(row, column), getattr(other, column)
            if mine != theirs:
                yield wrong(row, column, f"{mine!r}, but {theirs!r} in {other.place.file}")
    yield from once(seeds.elsewhere, "slug", lambda row: (row.home, row.slug))


def players(seeds: SeedSet, known: Known) -> Iterator[Problem]:
    yield from once(seeds.players, "slug", lambda row: row.slug)
    yield from once(seeds.players, "fpl_code", lambda row: row.fpl_code)
    yield from once(seeds.players, "transfermarkt_id", lambda row: row.transfermarkt_id)
    for row in seeds.players:
        stored = [position for position, _ in row.positions]
        for position in sorted({p for p in stored if stored.count(p) > 1}):
            yield wrong(row, "natural", f"{position} is named more than once")
        if row.slug not in known.contracts.keys() | seeds.spoilt["contracts"]:
            yield wrong(row, "slug", "contracts.csv has no contract of his")
        for day in (data_set.day for data_set in seeds.data_set if row.birth_date):
            age = (day - (row.birth_date or day)).days / 365.25
            if not YOUNGEST <= age <= OLDEST:
                yield wrong(row, "birth_date", f"he would be {age:.0f} years old")


def owners(seeds: SeedSet, known: Known) -> Iterator[Problem]:
    """All that is said of a man stands in the folder that has his line in players.csv."""
    rows: Iterable[ContractRow | FiguresRow | SpellRow | RankingRow | EstimateRow] = chain(
        seeds.contracts, seeds.figures, seeds.spells, seeds.rankings, seeds.estimates
    )
    for row in rows:
        home = known.homes.get(row.player, row.home)
        if row.player not in known.homes.keys() | known.unread:
            yield wrong(row, "player", f"no player {row.player!r}")
        elif home != row.home:
            yield wrong(row, "player", f"he is listed in clubs/{home}/players.csv")


def contracts(seeds: SeedSet, known: Known) -> Iterator[Problem]:
    yield from once(seeds.contracts, "player", lambda row: (row.key, row.kind))
    for row in seeds.contracts:
        if row.club not in known.clubs:
            yield wrong(row, "club", f"no club {row.club!r}")
        if row.ends_on is not None and row.ends_on < row.starts_on:
            yield wrong(row, "ends_on", "it ends before it starts")
    for stays in known.contracts.values():
        permanent = [row for row in stays if row.kind is ContractKind.PERMANENT]
        loaned = [row for row in stays if row.kind is ContractKind.LOAN]
        for earlier, later in clashes(permanent):
            yield wrong(later, "starts_on", f"he is under contract at {earlier.club} that day")
        for earlier, later in clashes(loaned):
            yield wrong(later, "starts_on", f"he is on loan at {earlier.club} that day")
        for loan in loaned:
            yield from loan_problems(loan, permanent, known)


def loan_problems(
    loan: ContractRow, permanent: list[ContractRow], known: Known
) -> Iterator[Problem]:
    if loan.ends_on is None:
        yield wrong(loan, "ends_on", "a loan needs an end")
    parent = parent_of(loan, permanent)
    if loan.player in known.unread:
        return
    if parent is None:
        yield wrong(loan, "starts_on", "no permanent contract of his covers the whole loan")
    elif parent.club == loan.club:
        yield wrong(loan, "club", "a club cannot borrow its own man")


def parent_of(loan: ContractRow, stays: Iterable[ContractRow]) -> ContractRow | None:
    """Return the permanent contract a loan hangs on: the one that covers all of it."""
    for row in stays:
        if row.kind is ContractKind.PERMANENT and lies_within(loan, row):
            return row
    return None


def squad_numbers(seeds: SeedSet, known: Known) -> Iterator[Problem]:
    """On the seeds' day no number is worn twice in a club; a man loaned out wears none there."""
    for day in (row.day for row in seeds.data_set[:1]):
        here = [row for row in seeds.contracts if covers(row, day) and row.number]
        away = {row.player for row in seeds.contracts if is_loan_on(row, day)}
        worn = (r for r in here if r.kind is ContractKind.LOAN or r.player not in away)
        yield from once(worn, "number", lambda row: (row.club, row.number))


def is_loan_on(row: ContractRow, day: dt.date) -> bool:
    return row.kind is ContractKind.LOAN and covers(row, day)


def figures(seeds: SeedSet, known: Known) -> Iterator[Problem]:
    yield from once(seeds.figures, "player", lambda row: row.key)
    for row in seeds.figures:
        if row.club not in known.clubs:
            yield wrong(row, "club", f"no club {row.club!r}")
        if row.competition not in known.competitions:
            yield wrong(row, "competition", f"no competition {row.competition!r}")
        if None not in (row.starts, row.appearances) and row.starts > row.appearances:  # type: ignore[operator]
            yield wrong(row, "starts", "more starts than appearances")
        if row.appearances == 0 and row.minutes:
            yield wrong(row, "minutes", "minutes without an appearance")


def spells(seeds: SeedSet, known: Known) -> Iterator[Problem]:
    yield from once(seeds.spells, "began_on", lambda row: row.key)
    for row in seeds.spells:
        yield from spell(row)
    alike = grouped(seeds.spells, lambda row: (row.player, row.kind, row.diagnosis))
    for rows in alike.values():
        for earlier, later in clashes(rows):
            yield wrong(later, "began_on", f"the spell of {earlier.began_on} is not over")


def spell(row: SpellRow) -> Iterator[Problem]:
    for column in ("reported_on", "expected_earliest", "expected_latest", "returned_on"):
        value = getattr(row, column)
        if value is not None and value < row.began_on:
            yield wrong(row, column, f"{value} lies before it began")
    earliest, latest = row.expected_earliest, row.expected_latest
    if earliest and latest and latest < earliest:
        yield wrong(row, "expected_latest", "earlier than the earliest")
    if row.is_medical and not row.diagnosis:
        yield wrong(row, "diagnosis", "must not be empty")
    if not row.is_medical and row.body_part:
        yield wrong(row, "body_part", "only for an injury or illness")
    if not row.is_medical and row.chance is not None:
        yield wrong(row, "chance", "only for an injury or illness")


def rankings(seeds: SeedSet, known: Known) -> Iterator[Problem]:
    for rows in grouped(seeds.rankings, lambda row: (row.home, row.position)).values():
        for place, row in enumerate(rows, 1):
            if row.rank != place:
                yield wrong(row, "rank", f"{row.rank} instead of {place} in {row.position}")
    yield from once(seeds.rankings, "player", lambda row: (row.home, row.position, row.player))
    for row in seeds.rankings:
        if not is_at_home(row, known):
            yield wrong(row, "player", f"he has no contract at {row.home}")


def is_at_home(row: RankingRow, known: Known) -> bool:
    stays = known.contracts.get(row.player)
    return stays is None or any(stay.club == row.home for stay in stays)


def estimates(seeds: SeedSet, known: Known) -> Iterator[Problem]:
    of_spell = grouped(seeds.spells, lambda row: (row.player, row.began_on))
    yield from once(seeds.estimates, "given_on", lambda r: (r.player, r.began_on, r.given_on))
    for row in seeds.estimates:
        found = of_spell.get((row.player, row.began_on), [])
        if len(found) != 1 and row.player not in seeds.spoilt["spells"]:
            count = len(found) or "no"
            yield wrong(row, "began_on", f"{count} spells of his began that day")
        for one in found:
            if not one.began_on <= row.given_on < one.given_on:
                message = f"not from {one.began_on} to before {one.given_on}, as the spell needs"
                yield wrong(row, "given_on", message)
        if row.earliest and row.latest and row.latest < row.earliest:
            yield wrong(row, "latest", "earlier than the earliest")
        if not (row.earliest or row.latest):
            yield wrong(row, "latest", "an estimate names a day")
        if min(row.earliest or dt.date.max, row.latest or dt.date.max) < row.began_on:
            yield wrong(row, "earliest", "lies before it began")


def changes(seeds: SeedSet, known: Known) -> Iterator[Problem]:
    yield from once(seeds.changes, "at", lambda row: row.key)
    for row in seeds.changes:
        if row.player and row.player not in known.homes.keys() | known.unread:
            yield wrong(row, "player", f"no player {row.player!r}")
        for day in (data_set.day for data_set in seeds.data_set[:1]):
            if row.at.date() > day:
                yield wrong(row, "at", f"later than the seeds' day, {day}")


CHECKS = (
    data_set,
    competitions,
    formations,
    clubs,
    outlets,
    elsewhere,
    players,
    owners,
    contracts,
    squad_numbers,
    figures,
    spells,
    rankings,
    estimates,
    changes,
)
