"""The panel beside the pitch: whose chart it is, of which day, and how deep it goes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from squads.drawing.colours import WHITE, ground
from squads.drawing.shapes import HEIGHT, Box, Rect, Shape, text
from squads.drawing.text import HEADING, REGULAR, STRONG, drawable, width

PANEL_WIDTH = 316
STRIPE = 7
LEFT = 32
ROOM = PANEL_WIDTH - STRIPE - LEFT - 22
NAME_SIZES = (46, 43, 40, 37, 34, 31, 28, 25, 22, 19)
MOST_LINES = 3
FOOT = HEIGHT - 34  # where the brand stands
LAST = FOOT - 40  # where the last line above it does
LISTED = 28  # from one line of a list to the next


@dataclass(frozen=True, slots=True)
class Facts:
    """What the panel says.

    figures: values with their labels. thin: positions and their cover, worst first. absent: men
    and until when.
    """

    club: str
    colour: str
    second_colour: str
    day: str
    formation: str
    league: str = ""
    coach: str = ""
    figures: tuple[tuple[str, str], ...] = ()
    thin: tuple[tuple[str, str], ...] = ()
    thin_title: str = ""
    absent: tuple[tuple[str, str], ...] = ()


def panel(facts: Facts) -> list[Shape]:
    """Return the panel's shapes, from the league down to the brand."""
    shapes: list[Shape] = [
        Rect(Box(0, 0, PANEL_WIDTH, HEIGHT), ground(facts.colour), role="panel"),
        Rect(Box(PANEL_WIDTH - STRIPE, 0, STRIPE, HEIGHT), facts.second_colour, role="stripe"),
    ]
    y = 50.0
    if facts.league:
        shapes.append(_line(facts.league, y, 20, STRONG))
        y += 12
    size, lines = wrapped(facts.club)
    for line in lines:
        y += size * 1.06
        shapes.append(_line(line, y, size, HEADING))
    if facts.coach:
        y += 30
        shapes.append(_line(facts.coach, y, 20))
    y += 26
    shapes.append(_rule(y))
    y += 38
    shapes.append(_line(facts.day, y, 27, STRONG))
    y += 29
    shapes.append(_line(facts.formation, y, 22))
    for value, label in facts.figures:
        y += 48
        shapes += _figure(value, label, y)
    y += 22
    shapes.append(_rule(y))
    y += 34
    found, y = _listed(facts.thin_title, facts.thin, y)
    shapes += found
    rows = int((LAST - y - 14) // LISTED)
    # Who is out comes only where he is named, or two of them and the number of the others.
    if facts.absent and rows >= min(len(facts.absent), 3):
        title = f"{len(facts.absent)} missed"
        shapes += _listed(title, facts.absent, y + 14)[0]
    return [*shapes, *brand(LEFT, FOOT, 30)]


def brand(x: float, y: float, size: float, fill: str = WHITE) -> Iterable[Shape]:
    """Yield the site's name with its mark: two bars, one under the other."""
    yield Rect(Box(x, y - 0.72 * size, 0.95 * size, 0.3 * size), fill, radius=2, role="brand")
    yield Rect(
        Box(x + 1, y - 0.3 * size, 0.95 * size - 2, 0.3 * size - 1),
        "none",
        fill,
        radius=2,
        line=2,
        role="brand",
    )
    yield text("twodeep", x + 1.25 * size, y, size, fill, face=HEADING, role="brand")


def wrapped(name: str) -> tuple[float, list[str]]:
    """Return the size and lines of a name: as large as its longest word allows."""
    words = drawable(name).split()
    for size in NAME_SIZES:
        lines = _lines(words, size)
        fits = all(width(line, size, HEADING) <= ROOM for line in lines)
        if fits and len(lines) <= MOST_LINES:
            break
    return size, lines


def _lines(words: Sequence[str], size: float) -> list[str]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size, HEADING) <= ROOM:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _line(words: str, y: float, size: float, face: str = REGULAR) -> Shape:
    return text(words, LEFT, y, size, WHITE, face=face, room=ROOM, role="panel")


def _rule(y: float) -> Shape:
    return Rect(Box(LEFT, y, ROOM, 1.5), WHITE, role="rule")


def _figure(value: str, label: str, y: float) -> Iterable[Shape]:
    number = text(value, LEFT, y, 35, WHITE, face=HEADING, role="figure")
    yield number
    x = LEFT + number.width + 9
    yield text(label, x, y, 19, WHITE, room=LEFT + ROOM - x, role="panel")


def _listed(title: str, rows: Sequence[tuple[str, str]], y: float) -> tuple[list[Shape], float]:
    """Return a title and the rows that fit above the brand, and where the next line stands."""
    shapes = [_line(title, y, 20, STRONG)]
    room = max(int((LAST - y) // LISTED), 1)
    shown = rows if len(rows) <= room else rows[: room - 1]
    for name, value in shown:
        y += LISTED
        x = LEFT + ROOM - width(drawable(value), 19, STRONG)
        shapes.append(text(name, LEFT, y, 19, WHITE, room=x - LEFT - 8, role="panel"))
        shapes.append(text(value, x, y, 19, WHITE, face=STRONG, role="panel"))
    if len(shown) < len(rows):
        y += LISTED
        shapes.append(_line(f"and {len(rows) - len(shown)} more", y, 19))
    return shapes, y + LISTED
