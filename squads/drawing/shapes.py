"""What a picture is made of: boxes, texts and marks, each with its place in pixels."""

from dataclasses import dataclass
from typing import ClassVar

from squads.drawing.text import FACES, REGULAR, drawable, width

WIDTH, HEIGHT = 1200, 630  # what link previews show without cutting
ASCENT, DESCENT = 0.8, 0.25  # of the size: how far letters reach from the line they stand on
FALLBACK = "'Segoe UI', 'Noto Sans', sans-serif"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle that something stands in."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def within(self, other: "Box", slack: float = 0.01) -> bool:
        return (
            self.x >= other.x - slack
            and self.y >= other.y - slack
            and self.right <= other.right + slack
            and self.bottom <= other.bottom + slack
        )


@dataclass(frozen=True, slots=True)
class Rect:
    """A filled or outlined rectangle; `role` says what it stands for."""

    kind: ClassVar[str] = "rect"
    box: Box
    fill: str = "none"
    stroke: str = ""
    radius: float = 0
    dash: str = ""
    line: float = 1.5
    role: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A text whose first letter begins at x on the line y, `width` wide whatever the font."""

    kind: ClassVar[str] = "text"
    x: float
    y: float
    text: str
    size: float
    width: float
    fill: str
    face: str = REGULAR
    role: str = ""

    @property
    def box(self) -> Box:
        top = self.y - ASCENT * self.size
        return Box(self.x, top, self.width, (ASCENT + DESCENT) * self.size)

    @property
    def family(self) -> str:
        name = FACES[self.face][0]
        return f"{name}, {'' if name == 'Inter' else 'Inter, '}{FALLBACK}"

    @property
    def weight(self) -> int:
        return FACES[self.face][1]


@dataclass(frozen=True, slots=True)
class Path:
    """Lines or a filled outline, drawn from (x, y) at `scale`."""

    kind: ClassVar[str] = "path"
    d: str
    x: float = 0
    y: float = 0
    scale: float = 1
    fill: str = "none"
    stroke: str = ""
    line: float = 1.5
    role: str = ""


Shape = Rect | Text | Path


def text(
    words: str,
    x: float,
    y: float,
    size: float,
    fill: str,
    *,
    face: str = REGULAR,
    room: float | None = None,
    role: str = "",
) -> Text:
    """Return a text; what is wider than `room` is drawn narrower, never cut."""
    words = drawable(words)
    wide = width(words, size, face)
    if room is not None:
        wide = min(wide, room)
    return Text(x, y, words, size, wide, fill, face, role)
