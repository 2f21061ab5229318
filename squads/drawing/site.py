"""The card of pages without a club: what the site is, its clubs and how thin they are."""

from collections.abc import Iterable
from dataclasses import dataclass

from squads.drawing.colours import BRAND, CARD, INK, LEVELS, LINE, PAPER, SOFT
from squads.drawing.panel import brand
from squads.drawing.pitch import pitch
from squads.drawing.shapes import HEIGHT, WIDTH, Box, Rect, Shape, text
from squads.drawing.text import HEADING, STRONG

SPLIT = 640
FIELD = Box(SPLIT, 0, WIDTH - SPLIT, HEIGHT)
# A pitch in small: per line the cards' middles (per cent), their places and how many are filled.
LINES = (
    ((50, 1, 2),),
    ((18, 1, 2), (50, 1, 2), (82, 1, 1)),
    ((50, 2, 4),),
    ((14, 1, 2), (50, 2, 3), (86, 1, 2)),
    ((50, 1, 2),),
)


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What the card says. figures: values with their labels."""

    headline: tuple[str, ...]
    sentence: str
    figures: tuple[tuple[str, str], ...]
    day: str


def draw_site(facts: SiteFacts) -> list[Shape]:
    """Return the shapes of the site's card."""
    shapes: list[Shape] = [*pitch(FIELD), *_cards()]
    shapes.append(Rect(Box(0, 0, SPLIT, HEIGHT), PAPER, role="panel"))
    shapes.append(Rect(Box(SPLIT - 8, 0, 8, HEIGHT), BRAND, role="stripe"))
    shapes += brand(56, 106, 50, BRAND)
    y = 216.0
    for line in facts.headline:
        shapes.append(text(line, 56, y, 66, INK, face=HEADING, room=SPLIT - 112))
        y += 72
    shapes.append(text(facts.sentence, 56, y - 8, 26, SOFT, room=SPLIT - 112))
    x = 56.0
    for value, label in facts.figures:
        number = text(value, x, 474, 64, INK, face=HEADING, role="figure")
        said = text(label, x, 508, 22, SOFT)
        shapes += [number, said]
        x += max(number.width, said.width) + 48
    shapes.append(text(facts.day, 56, 578, 22, INK, face=STRONG, room=SPLIT - 112))
    return shapes


def _cards() -> Iterable[Shape]:
    """Yield a made-up pitch: bars for names, one position thin and one exposed."""
    left, wide = FIELD.x + 26, FIELD.width - 52
    high, gap = 98.0, 20.0
    y = (HEIGHT - len(LINES) * high - (len(LINES) - 1) * gap) / 2
    for line in LINES:
        for middle, places, filled in line:
            card = 146.0 if places == 1 else 176.0
            x = min(max(left + wide * middle / 100 - card / 2, left), left + wide - card)
            yield from _card(Box(x, y, card, high), places, filled)
        y += high + gap


def _card(box: Box, places: int, filled: int) -> Iterable[Shape]:
    level = {0: "covered", 1: "thin" if places > 1 else "exposed"}[2 * places - filled]
    ink, _ = LEVELS[level]
    yield Rect(box, CARD, LINE, radius=7, line=1, role="card")
    yield Rect(Box(box.x, box.y, box.width, 5), ink, radius=2, role="edge")
    for number in range(2 * places):
        pip = Box(box.x + 14 + number * 20, box.y + 18, 14, 14)
        if number < filled:
            yield Rect(pip, ink, radius=3, role="pip")
        else:
            yield Rect(pip, "none", ink, radius=3, dash="3 2.5", role="pip")
    column = (box.width - 28 - 12 * (places - 1)) / places
    for number in range(2 * places):
        row, place = divmod(number, places)
        bar = Box(
            box.x + 14 + place * (column + 12),
            box.y + 44 + row * 26,
            column * (0.9 - 0.2 * row),
            13,
        )
        if number < filled:
            yield Rect(bar, INK if row == 0 else SOFT, radius=4, role="bar")
        else:
            yield Rect(bar, "none", ink, radius=4, dash="4 3", role="open")
