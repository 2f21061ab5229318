"""The lines of a team: what heads the columns of positions, and the men who play there."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any, NamedTuple

from squads.depth import Position


class Line(NamedTuple):
    """Positions that follow each other in a list. men: what those are called who play there."""

    name: str
    men: str
    positions: tuple[Position, ...]


P = Position
LINES = (
    Line("Goal", "Goalkeepers", (P.GK,)),
    Line("Defence", "Defenders", (P.RB, P.CB, P.LB, P.RWB, P.LWB)),
    Line("Midfield", "Midfielders", (P.DM, P.CM, P.RM, P.LM, P.AM)),
    Line("Attack", "Forwards", (P.RW, P.LW, P.ST)),
)
LINE_OF = {position: line for line in LINES for position in line.positions}


def heads(positions: Iterable[Position]) -> list[dict[str, Any]]:
    """Return each line's name and its number of columns, for positions in their order."""
    return [
        {"name": line.name, "span": len(list(its))}
        for line, its in groupby(positions, key=LINE_OF.__getitem__)
    ]


def firsts(positions: Iterable[Position]) -> frozenset[Position]:
    """Return the positions at which another line begins."""
    return frozenset(next(its) for _, its in groupby(positions, key=LINE_OF.__getitem__))
