"""Loading the files of seeds/transfers, as the rest of the seeds is loaded: sparing every edit.

To add a table, write a module here beside windows.py:

1. A row class whose fields are the columns of the file, in order, each annotated with what
   reads its cells (readers: squads.seeding.cells and .rows).
2. A SeedTable of it: which file, which model and fields, what makes a row the only one, its
   key, its values once what it refers to is written. `refers` names the columns that hold the
   key of another table's row (clubs, players, competitions, outlets, or a table here), which
   is then checked, and found by `known.pk(table, key)`.
3. Put it into TABLES below, after the tables that it refers to, and its columns into
   seeds/README.md.

Its clubs get a new version by themselves, if its fields name a club, a man or a competition;
else say in `clubs` whose pages show it. A file that is not there is left out: nothing is
removed. A key stays the same when a row is corrected, so it holds no day that may move.
"""

from pathlib import Path
from typing import Any

from django.db.models import Q

from squads.models import Club
from squads.seeding.cells import Problem, Row, SeedError, read_table
from transfers.seeding import links, registration
from transfers.seeding.tables import FOLDER, Known, SeedTable
from transfers.seeding.windows import WINDOWS

# In the order in which rows need one another.
TABLES: tuple[SeedTable[Any], ...] = (
    WINDOWS,
    *links.TABLES,
    *registration.TABLES,
)


def load_transfers(folder: Path) -> list[str]:
    """Write what the folder's transfers/ says; return a line for each table.

    Within the caller's transaction. Raises SeedError naming everything wrong with the files,
    with nothing written.
    """
    if not (folder / FOLDER).is_dir():
        return []
    tables = [table for table in TABLES if (folder / table.file).exists()]
    known = Known()
    rows = _read(folder, tables, known)
    written = {table: table.writer() for table in tables}
    for table in reversed(tables):
        written[table].remove_stale({table.key(row) for row in rows[table]})
    for table in tables:
        known.tables[table.name] = written[table]
        written[table].write({table.key(row): table.values(row, known) for row in rows[table]})
    concerned = Q(pk__in=[])
    for table in tables:
        concerned |= table.clubs(written[table].touched.by_field)
    Club.objects.filter(concerned).touch()
    return [str(written[table].counts) for table in tables]


def _read(
    folder: Path, tables: list[SeedTable[Any]], known: Known
) -> dict[SeedTable[Any], list[Row]]:
    """Return the rows of every table; raise SeedError for all that is wrong with them."""
    problems: list[Problem] = []
    rows: dict[SeedTable[Any], list[Row]] = {}
    for table in tables:
        rows[table] = read_table(folder, table.file, table.row, problems).rows
        known.listed[table.name] = {table.key(row) for row in rows[table]}
    for table in tables:
        problems += table.problems(rows[table], known)
    if problems:
        raise SeedError(problems)
    return rows
