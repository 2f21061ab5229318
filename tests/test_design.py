"""The style sheets speak one language: sizes, colours and corners come from the tokens."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
STYLES = ROOT / "static" / "css"
ICONS = ROOT / "static" / "vendor" / "lucide"
# Paper has its own units and colours, and the admin's pages have Django's.
OURS = sorted(
    p for p in STYLES.glob("*.css") if p.name not in ("tokens.css", "print.css", "admin.css")
)
STRAY = {
    "colour": r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(",
    "size of type": r"font-size: (?!var\(--text-|[\d.]+em|inherit)",
    "corner": r"border-radius: (?!var\(--radius|inherit|50%|0\b)",
    "space": r"(?:gap|padding|margin)[a-z-]*: [^;{}]*?(?<![\w.])-?[\d.]+rem",
}


def declarations(path):
    """Return what a style sheet says for screens, without comments and what is for paper."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
    return re.sub(r"@media print \{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}", "", text)


@pytest.mark.parametrize("what", STRAY)
@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_style_sheets_take_values_from_the_tokens(path, what):
    assert [m[0] for m in re.finditer(STRAY[what], declarations(path), re.IGNORECASE)] == []


def test_every_token_that_is_used_is_defined():
    defined = set(re.findall(r"(--[\w-]+):", "".join(p.read_text() for p in STYLES.glob("*.css"))))
    used = {name for path in OURS for name in re.findall(r"var\((--[\w-]+)", declarations(path))}
    assert used <= defined


def test_every_token_is_used():
    tokens = set(re.findall(r"(--[\w-]+):", (STYLES / "tokens.css").read_text()))
    everything = "".join(p.read_text() for p in STYLES.glob("*.css"))
    assert {name for name in tokens if f"var({name})" not in everything} == set()


def test_icons_that_pages_use_are_here_and_no_others():
    code = [
        *(ROOT / "templates").rglob("*.*"),
        *ROOT.glob("squads/**/*.py"),
        *ROOT.glob("transfers/**/*.py"),
    ]
    text = "\n".join(path.read_text("utf-8") for path in code)
    here = {path.stem for path in ICONS.glob("*.svg")}
    named = set(re.findall(r'{% icon "([\w-]+)"', text))
    assert named <= here
    assert {name for name in here if f'"{name}"' not in text} == set()
