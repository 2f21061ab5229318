"""Reading one CSV table: each cell by the reader its column names, every problem collected."""

import csv
import datetime as dt
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, fields
from enum import Enum
from pathlib import Path
from typing import Any, Generic, TypeVar, get_type_hints

Read = Callable[[str], Any]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something was written: the file below the seeds' folder, and its line."""

    file: str
    line: int


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong with a file (line 0, no column), a line (no column) or a cell."""

    place: Place
    column: str
    message: str

    def __str__(self) -> str:
        where = self.place.file
        if self.place.line:
            where += f":{self.place.line}"
        if self.column:
            where += f" {self.column}"
        return f"{where}: {self.message}"


class SeedError(Exception):
    """The seeds cannot be loaded, for all of these problems."""

    def __init__(self, problems: Collection[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table. The columns are the fields after `place`, in the same order."""

    place: Place

    @property
    def home(self) -> str:
        """The club in whose folder it stands; empty at the top."""
        return self.place.file.split("/")[1] if "/" in self.place.file else ""


RowT = TypeVar("RowT", bound=Row)


@dataclass(frozen=True, slots=True)
class Table(Generic[RowT]):
    """The rows that could be read, and the first cells of those that could not."""

    rows: list[RowT]
    spoilt: set[str]


def readers_of(row: type[Row]) -> dict[str, Read]:
    """Return the columns of a table in their order, each with what reads its cells.

    A column is a field annotated with its reader: `starts_on: Annotated[dt.date, day]`. The
    reader turns the text of a cell into a value or raises ValueError.
    """
    hints = get_type_hints(row, include_extras=True)
    return {f.name: hints[f.name].__metadata__[0] for f in fields(row) if f.name != "place"}


def text(longest: int) -> Read:
    """Any text on one line, empty too."""

    def read(value: str) -> str:
        if len(value) > longest:
            raise ValueError(f"longer than {longest} characters")
        if not value.isprintable():
            raise ValueError("holds a character that cannot be printed")
        return value

    return read


def needed(read: Read) -> Read:
    """Refuse an empty cell."""

    def checked(value: str) -> Any:
        if not value:
            raise ValueError("must not be empty")
        return read(value)

    return checked


def maybe(read: Read) -> Read:
    """Let an empty cell be None."""
    return lambda value: read(value) if value else None


def day(value: str) -> dt.date:
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            raise ValueError
        return dt.date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{value!r} is no date") from None


def moment(value: str) -> dt.datetime:
    try:
        found = dt.datetime.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{value!r} is no date and time") from None
    if found.tzinfo is None:
        raise ValueError(f"{value!r} names no time zone")
    return found


def whole(least: int, most: int) -> Read:
    """A whole number within two bounds."""

    def read(value: str) -> int:
        if not re.fullmatch(r"\d{1,9}", value) or not least <= int(value) <= most:
            raise ValueError(f"{value!r} is no whole number from {least} to {most}")
        return int(value)

    return read


def like(pattern: str, what: str, longest: int) -> Read:
    """Text of a certain form, `what` being its name in the message."""

    def read(value: str) -> str:
        if len(value) > longest or not re.fullmatch(pattern, value):
            raise ValueError(f"{value!r} is no {what}")
        return value

    return read


def one_of(known: type[Enum] | Collection[str]) -> Read:
    """One of a few words; the value of an enumeration becomes its member."""
    if isinstance(known, type):
        choices: dict[str, Any] = {str(member.value): member for member in known}
    else:
        choices = {word: word for word in known}

    def read(value: str) -> Any:
        if value not in choices:
            words = ", ".join(word or "empty" for word in choices)
            raise ValueError(f"{value!r} is none of {words}")
        return choices[value]

    return read


def several(read: Read) -> Read:
    """Words separated by blanks, each read for itself."""
    return lambda value: tuple(read(word) for word in value.split())


slug = needed(like(r"[a-z0-9]+(-[a-z0-9]+)*", "slug (a-z, 0-9 and dashes)", 50))


def read_table(
    folder: Path, file: str, row: type[RowT], problems: list[Problem], *, optional: bool = False
) -> Table[RowT]:
    """Read a table, adding what is wrong with it to `problems`."""
    table: Table[RowT] = Table([], set())
    try:
        lines = _lines(folder / file)
    except FileNotFoundError:
        if not optional:
            problems.append(Problem(Place(file, 0), "", "missing"))
        return table
    except (OSError, UnicodeError, csv.Error) as error:
        problems.append(Problem(Place(file, 0), "", f"cannot be read: {_reason(error)}"))
        return table
    readers = readers_of(row)
    header = lines[0][1] if lines else []
    if header != list(readers):
        message = f"the first line must be {','.join(readers)}"
        problems.append(Problem(Place(file, 1), "", message))
        return table
    for line, cells in lines[1:]:
        found = _read_row(Place(file, line), cells, row, readers, problems)
        if found is not None:
            table.rows.append(found)
        elif cells:
            table.spoilt.add(cells[0])
    return table


def _lines(path: Path) -> list[tuple[int, list[str]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True)
        return [(reader.line_num, cells) for cells in reader]


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeError):
        return "it is not UTF-8"
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _read_row(
    place: Place,
    cells: list[str],
    row: type[RowT],
    readers: dict[str, Read],
    problems: list[Problem],
) -> RowT | None:
    if len(cells) != len(readers):
        message = f"{len(cells)} cells instead of {len(readers)}"
        problems.append(Problem(place, "", message))
        return None
    values, before = {}, len(problems)
    for (column, read), value in zip(readers.items(), cells, strict=True):
        try:
            if value != value.strip():
                raise ValueError("a blank at its beginning or end")
            values[column] = read(value)
        except ValueError as error:
            problems.append(Problem(place, column, str(error)))
    return row(place, **values) if len(problems) == before else None
