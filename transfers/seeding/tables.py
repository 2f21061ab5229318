"""What a table of seeds/transfers is: its file, its model, and what its rows refer to."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic

from django.db.models import Model, Q

from squads.models import Club, Competition, Outlet, Player, SeedRecord
from squads.seeding.cells import Problem, Row, RowT
from squads.seeding.checks import once, wrong
from squads.seeding.records import RowTable, Values

FOLDER = "transfers"
# What the other seeds have written: a table's name, its model, and the field that is its key.
SQUADS: dict[str, tuple[type[Model], str]] = {
    "competitions": (Competition, "slug"),
    "clubs": (Club, "slug"),
    "players": (Player, "slug"),
    "outlets": (Outlet, "name"),
}


@dataclass(slots=True)
class Known:
    """What rows may refer to: rows of the other seeds, made by hand, or of the tables here.

    listed: the keys in the files, by table. tables: what has been written so far.
    """

    listed: dict[str, set[str]] = field(default_factory=dict)
    tables: dict[str, RowTable] = field(default_factory=dict)
    found: dict[str, dict[str, int | None]] = field(default_factory=dict)

    def has(self, table: str, key: str) -> bool:
        """Whether there is or was such a row: what an editor has deleted is not unknown."""
        return key in self.listed.get(table, ()) or key in self._others(table)

    def pk(self, table: str, key: str | None) -> int | None:
        """Return the row that stands for a key, None when there is none (any more)."""
        if not key:
            return None
        if table in self.tables:
            return self.tables[table].pk(key)
        return self._others(table).get(key)

    def _others(self, table: str) -> dict[str, int | None]:
        """Return the keys of the other seeds' rows, and what is there now. Two queries, once."""
        if table not in SQUADS:
            return {}
        if table not in self.found:
            model, name = SQUADS[table]
            rows = {str(key): pk for key, pk in model._default_manager.values_list(name, "pk")}
            there = set(rows.values())
            records = SeedRecord.objects.filter(table=table).values_list("key", "row")
            seeded = {key: pk if pk in there else None for key, pk in records}
            self.found[table] = {**rows, **seeded}
        return self.found[table]


def clubs_of(touched: Mapping[str, Collection[int]]) -> Q:
    """Return the clubs that the rows written or removed name, whose man or league they name."""
    named = [touched.get(name, ()) for name in ("club_id", "from_club_id", "to_club_id")]
    return (
        Q(pk__in={pk for pks in named for pk in pks})
        | Q(contracts__player__in=touched.get("player_id", ()))
        | Q(competition__in=touched.get("competition_id", ()))
    )


@dataclass(frozen=True, eq=False)
class SeedTable(Generic[RowT]):
    """A file of seeds/transfers and the model that its lines become.

    name: how the table is spoken of, and known to others' `refers`. fields: the columns of the
    model that are written, separated by blanks. unique: as RowTable has it. values: what a line
    becomes; None where what it refers to is gone, an editor deleted it. refers: tables by
    column; an empty cell refers to nothing. check: what else is wrong between the lines.
    clubs: whose pages show it, given primary keys of what was written, by field.
    """

    name: str
    filename: str
    row: type[RowT]
    model: type[Model]
    fields: str
    key: Callable[[RowT], str]
    values: Callable[[RowT, Known], Values | None]
    unique: Collection[tuple[str, ...]] = ()
    refers: Mapping[str, str] = field(default_factory=dict)
    check: Callable[[Sequence[RowT]], Iterable[Problem]] = lambda rows: ()
    clubs: Callable[[Mapping[str, Collection[int]]], Q] = clubs_of

    @property
    def file(self) -> str:
        return f"{FOLDER}/{self.filename}"

    def writer(self) -> RowTable:
        return RowTable(self.name, self.model, self.fields, unique=self.unique)

    def problems(self, rows: Sequence[RowT], known: Known) -> Iterator[Problem]:
        """Yield what is wrong between the lines: keys named twice, keys that nothing has."""
        yield from once(rows, next(iter(self.columns)), self.key)
        for row in rows:
            yield from self._unknown(row, known)
        yield from self.check(rows)

    @property
    def columns(self) -> list[str]:
        return [name for name in self.row.__dataclass_fields__ if name != "place"]

    def _unknown(self, row: Row, known: Known) -> Iterator[Problem]:
        for column, table in self.refers.items():
            value: Any = getattr(row, column)
            if value and not known.has(table, value):
                yield wrong(row, column, f"{table} has no {value!r}")
