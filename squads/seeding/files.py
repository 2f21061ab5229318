"""The seed folder as plain values, or one error that lists everything wrong with it."""

from pathlib import Path

from squads.seeding import checks
from squads.seeding.cells import Place, Problem, Row, RowT, SeedError, read_table
from squads.seeding.rows import (
    ChangeRow,
    ClubRow,
    CompetitionRow,
    ContractRow,
    DataSetRow,
    ElsewhereRow,
    EstimateRow,
    FiguresRow,
    OutletRow,
    PlayerRow,
    RankingRow,
    SeedSet,
    SlotRow,
    SpellRow,
)

TOP: dict[str, tuple[str, type[Row]]] = {
    "data_set": ("dataset.csv", DataSetRow),
    "competitions": ("competitions.csv", CompetitionRow),
    "slots": ("formations.csv", SlotRow),
    "clubs": ("clubs.csv", ClubRow),
    "outlets": ("outlets.csv", OutletRow),
}
PER_CLUB: dict[str, tuple[str, type[Row]]] = {
    "elsewhere": ("elsewhere.csv", ElsewhereRow),
    "players": ("players.csv", PlayerRow),
    "contracts": ("contracts.csv", ContractRow),
    "figures": ("figures.csv", FiguresRow),
    "spells": ("spells.csv", SpellRow),
    "rankings": ("rankings.csv", RankingRow),
    "estimates": ("estimates.csv", EstimateRow),
    "changes": ("changes.csv", ChangeRow),
}
OPTIONAL = {"estimates", "changes"}


def read_seeds(folder: Path) -> SeedSet:
    """Return what the seed files say; raise SeedError naming every problem they have."""
    problems: list[Problem] = []
    if not folder.is_dir():
        raise SeedError([Problem(Place(str(folder), 0), "", "no such folder")])
    seeds = _read_tables(folder, problems)
    problems += checks.problems_of(seeds)
    if problems:
        raise SeedError(problems)
    return seeds


def _read_tables(folder: Path, problems: list[Problem]) -> SeedSet:
    found: dict[str, list[Row]] = {name: [] for name in TOP | PER_CLUB}
    spoilt: dict[str, set[str]] = {name: set() for name in found}

    def take(name: str, file: str, row: type[RowT]) -> None:
        table = read_table(folder, file, row, problems, optional=name in OPTIONAL)
        found[name] += table.rows
        spoilt[name] |= table.spoilt

    for name, (file, row) in TOP.items():
        take(name, file, row)
    for club in _club_folders(folder, found["clubs"], spoilt["clubs"], problems):
        for name, (file, row) in PER_CLUB.items():
            take(name, f"clubs/{club}/{file}", row)
    return SeedSet(**found, spoilt=spoilt)  # type: ignore[arg-type]


def _club_folders(
    folder: Path, clubs: list[Row], spoilt: set[str], problems: list[Problem]
) -> list[str]:
    """Return the clubs whose folders exist; one without a line in clubs.csv is a problem."""
    try:
        there = sorted(path.name for path in (folder / "clubs").iterdir() if path.is_dir())
    except OSError:
        problems.append(Problem(Place("clubs", 0), "", "no such folder"))
        return []
    listed = {club.slug: club for club in clubs if isinstance(club, ClubRow)}
    for slug in there:
        if slug not in listed and slug not in spoilt:
            place = Place(f"clubs/{slug}", 0)
            problems.append(Problem(place, "", "clubs.csv has no such club"))
    for slug, club in listed.items():
        if slug not in there:
            message = f"there is no folder clubs/{slug}"
            problems.append(Problem(club.place, "slug", message))
    return there
