"""A chart as shapes: cards in lines on a pitch, a panel with the club beside it.

Numbers in, boxes out. Every size follows from the size of a man's name, which is the largest
that lets every line fit; names are never cut.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from squads.drawing.colours import (
    BAD,
    CARD,
    INK,
    LEVELS,
    LINE,
    SOFT,
    STRIKE,
    WARN,
)
from squads.drawing.marks import HALF, SIGNS, absent_mark
from squads.drawing.panel import PANEL_WIDTH, Facts, panel
from squads.drawing.pitch import pitch
from squads.drawing.shapes import HEIGHT, WIDTH, Box, Path, Rect, Shape, text
from squads.drawing.text import REGULAR, STRONG, drawable, width

FIELD = Box(PANEL_WIDTH, 0, WIDTH - PANEL_WIDTH, HEIGHT)
AREA = Box(FIELD.x + 22, 16, FIELD.width - 44, HEIGHT - 32)
GAP, MOST_GAP, BESIDE = 8, 26, 14  # between lines, at most, and between cards
LARGEST, COMFORTABLE, SMALLEST, STEP = 23.0, 19.5, 5.0, 0.5  # of a name, in pixels
MOST_LINES = 5  # more are drawn only where they cannot share one
# In sizes of a name.
TOP, HEAD, ROW, FOOT, BOTTOM = 0.42, 1.22, 1.3, 1.12, 0.34
PAD, BETWEEN = 0.62, 0.75
HEAD_SIZE, PILL_SIZE, FOOT_SIZE, NOTE_SIZE = 0.86, 0.72, 0.74, 0.72
PIP, PIP_GAP = 0.5, 0.22
OPEN = 3.0  # what an open place needs to say so
COLUMN = 200.0  # pixels that a card of one place gets where nobody needs more


@dataclass(frozen=True, slots=True)
class Man:
    """A counted man. note: "75%" where he is doubtful."""

    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Absent:
    """A man who would be listed, why he is not to be had and until when."""

    name: str
    kind: str  # as depth.Availability names it
    reason: str = ""
    back: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A position on the pitch. text: "3 of 4 · thin".

    x: from 0 (left) to 100, y: from 0 (own goal) to 100, where its men play on average.
    """

    position: str
    level: str
    text: str
    starters: int
    first: tuple[Man, ...] = ()
    second: tuple[Man, ...] = ()
    absent: tuple[Absent, ...] = ()
    x: float = 50
    y: float = 50

    @property
    def cover(self) -> int:
        return len(self.first) + len(self.second)

    def column(self, number: int) -> list[Man]:
        """Return the starter of this column and the man behind him, where there are any."""
        return [string[number] for string in (self.first, self.second) if number < len(string)]


Line = Sequence[Group]


@dataclass(frozen=True, slots=True)
class Chart:
    """A club's chart: lines of groups, attack first, and what the panel says of it."""

    facts: Facts
    lines: tuple[tuple[Group, ...], ...]


def draw_chart(chart: Chart) -> list[Shape]:
    """Return the shapes of a chart, those behind others first."""
    lines = shared(chart.lines)
    shapes = [*pitch(FIELD), *panel(chart.facts)]
    size, footed = fit(lines)
    heights = [line_height(size, footed=line in footed) for line in lines]
    spare = AREA.height - sum(heights) - GAP * (len(heights) - 1)
    gap = min(MOST_GAP, GAP + max(spare, 0) / max(len(heights) - 1, 1))
    y = AREA.y + (AREA.height - sum(heights) - gap * (len(heights) - 1)) / 2
    for line, height in zip(lines, heights, strict=True):
        for group, x, wide in places(line, size):
            shapes += card(group, Box(x, y, wide, height), size, foot=line in footed)
        y += height + gap
    return shapes


def shared(lines: Sequence[Line]) -> list[Line]:
    """Return at most five lines if neighbours can share one: wingers beside their striker.

    Those closest up the pitch are joined first; none whose men would stand in each other's way.
    """
    found = list(lines)
    while len(found) > MOST_LINES:
        pairs = [(_apart(a, b), i) for i, (a, b) in enumerate(pairwise(found)) if _free(a, b)]
        if not pairs:
            break
        _, i = min(pairs)
        found[i : i + 2] = [tuple(sorted((*found[i], *found[i + 1]), key=lambda g: g.x))]
    return found


def _apart(line: Line, other: Line) -> float:
    return abs(sum(g.y for g in line) / len(line) - sum(g.y for g in other) / len(other))


def _free(line: Line, other: Line) -> bool:
    """Whether the cards of two lines fit beside one another, each near where its men play."""
    places = sum(g.starters for g in (*line, *other))
    if places * COLUMN + (len(line) + len(other) - 1) * BESIDE > AREA.width:
        return False
    return all(
        abs(a.x - b.x) * AREA.width / 100 >= (a.starters + b.starters) * COLUMN / 2
        for a in line
        for b in other
    )


def draw_nothing(facts: Facts, sentence: str) -> list[Shape]:
    """Return the shapes for a day on which nothing is known of a club."""
    wide = width(drawable(sentence), 24)
    x = AREA.x + max(AREA.width - wide, 0) / 2
    y = AREA.y + AREA.height / 2
    return [
        *pitch(FIELD),
        *panel(facts),
        Rect(Box(AREA.x + 40, y - 48, AREA.width - 80, 80), CARD, LINE, radius=8, role="card"),
        text(sentence, max(x, AREA.x + 60), y, 24, INK, room=AREA.width - 120),
    ]


def fit(lines: Sequence[Line]) -> tuple[float, list[Line]]:
    """Return the size of names and the lines that have room to name the absent.

    The worst covered come first. Where not all fit at a comfortable size, some go unnamed.
    """
    asking = [line for line in lines if any(group.absent for group in line)]
    order = list(LEVELS)
    asking.sort(key=lambda line: min(order.index(g.level) for g in line if g.absent))
    footed: list[Line] = []
    size = _fitting(lines, 0)
    for count in range(len(asking), 0, -1):
        found = _fitting(lines, count)
        if found >= COMFORTABLE:
            size, footed = found, asking[:count]
            break
    return size, footed


def _fitting(lines: Sequence[Line], footed: int) -> float:
    """Return the largest size at which the lines fit, so many of them with a foot."""
    size = LARGEST
    while size > SMALLEST:
        high = sum(line_height(size, footed=i < footed) for i in range(len(lines)))
        wide = max((line_needs(line, size) for line in lines), default=0)
        least = max((_sum(card_least(g, size) for g in line) for line in lines), default=0)
        fits = high + GAP * (len(lines) - 1) <= AREA.height and least <= AREA.width
        # Below a comfortable size long names are drawn narrower instead.
        if fits and (wide <= AREA.width or size <= COMFORTABLE):
            break
        size -= STEP
    return size


def line_height(size: float, *, footed: bool) -> float:
    return size * (TOP + HEAD + 2 * ROW + (FOOT if footed else 0) + BOTTOM)


def line_needs(line: Line, size: float) -> float:
    return _sum(card_needs(group, size) for group in line)


def _sum(widths: Iterable[float]) -> float:
    """Return how much of a line these cards take, with what lies between them."""
    found = list(widths)
    return sum(found) + BESIDE * (len(found) - 1)


def card_least(group: Group, size: float) -> float:
    """Return how wide a card must be even where names are drawn narrower."""
    columns = OPEN * size * group.starters + BETWEEN * size * (group.starters - 1)
    return max(columns, head_needs(group, size)) + 2 * PAD * size


def card_needs(group: Group, size: float) -> float:
    """Return how wide a card must be for its names and its heading."""
    columns = sum(column_needs(group, n, size) for n in range(group.starters))
    columns += BETWEEN * size * (group.starters - 1)
    return max(columns, head_needs(group, size)) + 2 * PAD * size


def column_needs(group: Group, number: int, size: float) -> float:
    strings = zip((group.first, group.second), (STRONG, REGULAR), strict=True)
    men = [(string[number], face) for string, face in strings if number < len(string)]
    return max([OPEN * size, *(man_needs(man, size, face) for man, face in men)])


def man_needs(man: Man, size: float, face: str) -> float:
    return width(drawable(man.name), size, face) + note_needs(man, size)


def note_needs(man: Man, size: float) -> float:
    if not man.note:
        return 0
    return width(drawable(man.note), NOTE_SIZE * size, STRONG) + 1.1 * size


def head_needs(group: Group, size: float) -> float:
    name = width(group.position, HEAD_SIZE * size, STRONG)
    pips = 2 * group.starters * (PIP + PIP_GAP) * size
    return name + 0.45 * size + pips + 0.3 * size + pill_needs(short_text(group), size)


def pill_needs(words: str, size: float) -> float:
    return width(drawable(words), PILL_SIZE * size, STRONG) + 0.8 * size


def short_text(group: Group) -> str:
    """Return the level's word alone where there is one: "3 of 4 · thin" says "thin"."""
    return group.text.rpartition(" · ")[2]


def places(line: Line, size: float) -> list[tuple[Group, float, float]]:
    """Return each card's left edge and width: near where its men play, apart from the next."""
    room = AREA.width - BESIDE * (len(line) - 1)
    needs = [card_needs(group, size) for group in line]
    wished = [max(COLUMN * g.starters, need) for g, need in zip(line, needs, strict=True)]
    if sum(needs) > room:
        widths = _narrowed(needs, [card_least(group, size) for group in line], room)
    else:
        short = sum(wished) - room
        share = 1 - short / max(sum(wished) - sum(needs), 1e-9) if short > 0 else 1.0
        widths = [n + share * (w - n) for n, w in zip(needs, wished, strict=True)]
    return list(zip(line, _edges(line, widths), widths, strict=True))


def _edges(line: Line, widths: Sequence[float]) -> list[float]:
    """Return the left edges: the outer cards where their men play, the rest evenly between."""
    total = sum(widths) + BESIDE * (len(line) - 1)
    left = _at(line[0], widths[0])
    if len(line) == 1:
        return [left]
    right = _at(line[-1], widths[-1]) + widths[-1]
    if right - left < total:
        middle = min(max((left + right) / 2, AREA.x + total / 2), AREA.right - total / 2)
        left, right = middle - total / 2, middle + total / 2
    gap = (right - left - sum(widths)) / (len(line) - 1)
    edges = [left]
    for wide in widths[:-1]:
        edges.append(edges[-1] + wide + gap)
    return edges


def _at(group: Group, wide: float) -> float:
    """Return the left edge of a card whose middle is where its men play, inside the area."""
    middle = AREA.x + AREA.width * group.x / 100
    return min(max(middle - wide / 2, AREA.x), AREA.right - wide)


def card(group: Group, box: Box, size: float, *, foot: bool) -> list[Shape]:
    """Return a card: its heading, two rows of names and, with a foot, who is absent."""
    ink, _ = LEVELS[group.level]
    pad = PAD * size
    inner = Box(box.x + pad, box.y + TOP * size, box.width - 2 * pad, box.height)
    shapes: list[Shape] = [
        Rect(box, CARD, LINE, radius=7, line=1, role="card"),
        Rect(Box(box.x, box.y, box.width, 4), ink, radius=2, role="edge"),
    ]
    shapes += heading(group, inner, size, absent=() if foot else group.absent)
    shapes += names(group, inner, inner.y + HEAD * size, size)
    if foot and group.absent:
        y = inner.y + (HEAD + 2 * ROW) * size + 0.78 * size
        small = FOOT_SIZE * size
        shapes += absentees(telling(group.absent, inner.width, small), inner.x, y, small)
    return shapes


def heading(group: Group, inner: Box, size: float, *, absent: Sequence[Absent]) -> Iterable[Shape]:
    """Yield the position, its pips and the level in words, the short ones if need be.

    absent: who is named between them if there is room, because the card has no foot.
    """
    ink, ground = LEVELS[group.level]
    line = inner.y + 0.86 * size
    small = HEAD_SIZE * size
    name = text(group.position, inner.x, line, small, INK, face=STRONG, role="position")
    yield name
    x = name.x + name.width + 0.45 * size
    for number in range(2 * group.starters):
        square = Box(x, line - 0.58 * size, PIP * size, PIP * size)
        filled = number < group.cover
        if filled:
            yield Rect(square, ink, radius=2, role="pip")
        else:
            yield Rect(_inset(square, 0.75), "none", ink, radius=2, dash="2.5 2", role="pip")
        x += (PIP + PIP_GAP) * size
    room = inner.right - x
    words = group.text if pill_needs(group.text, size) <= room else short_text(group)
    wide = min(pill_needs(words, size), room)
    pill = Box(inner.right - wide, line - 0.82 * size, wide, 1.14 * size)
    small = FOOT_SIZE * size
    told = telling(absent, pill.x - x - size, small)
    if any(name for _, name, _ in told):
        yield from absentees(told, x + 0.4 * size, line - 0.02 * size, small)
    yield Rect(pill, ground, radius=0.57 * size, role="pill")
    yield text(
        words,
        pill.x + 0.4 * size,
        line - 0.01 * size,
        PILL_SIZE * size,
        ink,
        face=STRONG,
        room=wide - 0.8 * size,
        role="level",
    )


def _inset(box: Box, by: float) -> Box:
    return Box(box.x + by, box.y + by, box.width - 2 * by, box.height - 2 * by)


def names(group: Group, inner: Box, y: float, size: float) -> Iterable[Shape]:
    """Yield the counted men, first string above second; an open place is an open box."""
    between = BETWEEN * size
    needs = [column_needs(group, n, size) for n in range(group.starters)]
    room = inner.width - between * (group.starters - 1)
    widths = _shared_out(needs, room, OPEN * size)
    x = inner.x
    ink, _ = LEVELS[group.level]
    for number, wide in enumerate(widths):
        for row, (string, face) in enumerate(
            zip((group.first, group.second), (STRONG, REGULAR), strict=True)
        ):
            top = y + row * ROW * size
            line = top + 0.98 * size
            if number < len(string):
                yield from _man(string[number], x, line, size, face, wide)
            else:
                slot = Box(x, top + 0.2 * size, min(wide, 6.5 * size), ROW * size - 0.34 * size)
                yield Rect(slot, "none", ink, radius=4, dash="4 3", line=1.2, role="open")
                yield text(
                    "open",
                    slot.x + 0.35 * size,
                    line - 0.07 * size,
                    NOTE_SIZE * size,
                    ink,
                    room=slot.width - 0.5 * size,
                    role="open",
                )
        x += wide + between


def _narrowed(needs: Sequence[float], least: Sequence[float], room: float) -> list[float]:
    """Return widths that together fill a room too small for all needs, none under its least."""
    share = (room - sum(least)) / max(sum(needs) - sum(least), 1e-9)
    return [low + max(share, 0) * (need - low) for need, low in zip(needs, least, strict=True)]


def _shared_out(needs: Sequence[float], room: float, least: float) -> list[float]:
    """Return columns that together fill the room, alike where their names allow it."""
    if sum(needs) > room:
        return _narrowed(needs, [least] * len(needs), room)
    even = room / len(needs)
    if all(need <= even for need in needs):
        return [even] * len(needs)
    return [need + (room - sum(needs)) / len(needs) for need in needs]


def _man(man: Man, x: float, line: float, size: float, face: str, room: float) -> Iterable[Shape]:
    """Yield a name and, of a doubtful man, the half circle and his chance."""
    note = min(note_needs(man, size), room / 2)
    name = text(man.name, x, line, size, INK, face=face, room=room - note, role="name")
    yield name
    if man.note:
        x = name.x + name.width + 0.35 * size
        yield Path(HALF, x, line - 0.6 * size, 0.55 * size, WARN, role="mark")
        x += 0.68 * size
        small = NOTE_SIZE * size
        yield text(
            man.note, x, line, small, WARN, face=STRONG, room=note - 1.03 * size, role="note"
        )


Telling = Sequence[tuple[str, str, str]]  # of each man: his mark, his name, words


def telling(men: Sequence[Absent], room: float, size: float) -> Telling:
    """Return as much of the absent as there is room for in one line; of too many, the number."""
    for parts in _tellings(men):
        if sum(_part_needs(part, size) for part in parts) <= room:
            return parts
    return [("", "", f"{len(men)} absent")]


def absentees(parts: Telling, x: float, y: float, size: float) -> Iterable[Shape]:
    """Yield the absent from x on, each struck through behind his mark."""
    for mark, name, rest in parts:
        if mark:
            yield Path(SIGNS[mark], x, y - 0.72 * size, 0.72 * size, BAD, role="mark")
            x += 0.95 * size
        if name:
            absent = text(name, x, y, size, SOFT, role="absent")
            yield absent
            yield Rect(Box(x, y - 0.31 * size, absent.width, 1), STRIKE, role="strike")
            x += absent.width + 0.3 * size
        if rest:
            said = text(rest, x, y, size, BAD, role="reason")
            yield said
            x += said.width + 0.6 * size


def _tellings(men: Sequence[Absent]) -> Iterable[Telling]:
    """Yield (mark, name, words) of each man, from all that is known to who is absent alone."""
    marks = [absent_mark(man.kind) for man in men]
    for told in (
        [" · ".join(filter(None, (man.reason, man.back))) for man in men],
        [man.reason for man in men],
        [man.back for man in men],
        ["" for _ in men],
    ):
        yield [(m, man.name, words) for m, man, words in zip(marks, men, told, strict=True)]
    for count in range(len(men) - 1, 0, -1):
        named = [(m, man.name, "") for m, man in zip(marks[:count], men[:count], strict=True)]
        yield [*named, ("", "", f"+{len(men) - count}")]


def _part_needs(part: tuple[str, str, str], size: float) -> float:
    mark, name, rest = part
    needs = 0.95 * size if mark else 0
    if name:
        needs += width(drawable(name), size) + 0.3 * size
    return needs + (width(drawable(rest), size) + 0.6 * size if rest else 0)
