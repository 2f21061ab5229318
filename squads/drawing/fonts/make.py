# /// script
# requires-python = ">=3.11"
# dependencies = ["fonttools>=4.60"]
# ///
"""Make the pictures' fonts and their widths anew from Inter's variable font.

    uv run --script squads/drawing/fonts/make.py "Inter[opsz,wght].ttf"

Keeps the scripts that names are written in, at the weights the pictures use, and writes down how
wide each letter is, so that a picture is laid out without opening a font.
"""

import json
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

HERE = Path(__file__).resolve().parent
# What a font is called -> its file, weight and optical size (14: for text, 32: for headings).
FACES = {
    "regular": ("Inter-Regular", 400, 14),
    "strong": ("Inter-SemiBold", 600, 14),
    "heading": ("InterDisplay-Bold", 700, 32),
}
STYLES = {
    "Inter-Regular": ("Inter", "Regular"),
    "Inter-SemiBold": ("Inter", "SemiBold"),
    "InterDisplay-Bold": ("Inter Display", "Bold"),
}
NAMES = {1: "{family}", 2: "{style}", 4: "{family} {style}", 6: "{file}", 16: "{family}"}
UNITS = 1000  # a letter's width is told in thousandths of the size
# Latin with every accent, Greek, Cyrillic, and the punctuation that stands between words.
LETTERS = [*range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x1F00)]
SIGNS = [*range(0x2010, 0x2028), 0x2030, 0x2039, 0x203A, 0x20AC, 0x2192, 0x2212, 0x00D7]


def face(source: Path, name: str, weight: int, size: int) -> TTFont:
    font = TTFont(source)
    font = instantiateVariableFont(font, {"wght": weight, "opsz": size}, static=True)
    options = Options(layout_features=["kern", "mark", "mkmk", "ccmp", "locl", "calt", "tnum"])
    options.name_IDs = [0, 5, 13, 14]
    options.hinting = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[*LETTERS, *SIGNS])
    subsetter.subset(font)
    family, style = STYLES[name]
    for key, text in NAMES.items():
        font["name"].setName(text.format(family=family, style=style, file=name), key, 3, 1, 0x409)
    del font["STAT"]
    font["OS/2"].usWeightClass = weight
    return font


def widths(font: TTFont) -> dict[str, int]:
    scale = UNITS / font["head"].unitsPerEm
    return {
        chr(code): round(font["hmtx"][glyph][0] * scale)
        for code, glyph in sorted(font.getBestCmap().items())
    }


def main(source: Path) -> None:
    found = {}
    for key, (name, weight, size) in FACES.items():
        font = face(source, name, weight, size)
        font.save(HERE / f"{name}.ttf")
        found[key] = widths(font)
    text = json.dumps(found, ensure_ascii=True, indent=0, separators=(",", ":"))
    (HERE / "widths.json").write_text(text + "\n", encoding="ascii")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
