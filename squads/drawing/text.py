"""How wide a text is in the pictures' fonts, and which of its letters they have."""

import json
import unicodedata
from functools import cache
from pathlib import Path

from anyascii import anyascii

FONTS = Path(__file__).resolve().parent / "fonts"
# A face: its family, weight and file. A browser without the family takes one of its own and
# draws the text just as wide, because every text names its width.
REGULAR, STRONG, HEADING = "regular", "strong", "heading"
FACES = {
    REGULAR: ("Inter", 400, "Inter-Regular.ttf"),
    STRONG: ("Inter", 600, "Inter-SemiBold.ttf"),
    HEADING: ("Inter Display", 700, "InterDisplay-Bold.ttf"),
}
UNITS = 1000


@cache
def _widths() -> dict[str, dict[str, int]]:
    """Return each letter's width in thousandths of the size, by face; fonts/make.py writes it."""
    found: dict[str, dict[str, int]] = json.loads((FONTS / "widths.json").read_text("ascii"))
    return found


def font_files() -> list[str]:
    return [str(FONTS / file) for _, _, file in FACES.values()]


def width(text: str, size: float, face: str = REGULAR) -> float:
    """Return how wide a drawable text is, in pixels, letters set side by side.

    The fonts move a few pairs of letters together, so that most texts are a little narrower.
    """
    letters = _widths()[face]
    return sum(letters[letter] for letter in text) * size / UNITS


def drawable(text: str) -> str:
    """Return a text in letters that the fonts have; others as they are spelt in Latin."""
    letters = _widths()[REGULAR]
    composed = unicodedata.normalize("NFC", text)
    found = (c if c in letters else _spelt(c) for c in composed)
    return " ".join("".join(found).split())


def _spelt(letter: str) -> str:
    letters = _widths()[REGULAR]
    return "".join(c if c in letters else " " for c in anyascii(letter))
