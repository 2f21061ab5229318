"""The documents as text, and what stands in them: code, tables, headings, links, pictures."""

import re

from tests.running import ROOT

FILES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
TEXTS = {str(path.relative_to(ROOT)): path.read_text() for path in FILES}
BLOCK = re.compile(r"^ *```\w*\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
PICTURE = re.compile(r'(?:src|srcset)="([^"]+)"|!\[[^\]]+\]\(([^)]+)\)')


def blocks(text: str) -> list[str]:
    """Return the lines of all blocks of code; a continued line is one line."""
    joined = (re.sub(r" *\\\n *", " ", block) for block in BLOCK.findall(text))
    return [line.strip() for block in joined for line in block.splitlines()]


def spans(text: str) -> list[str]:
    """Return what stands in `single quotes of code` outside of blocks."""
    return re.findall(r"`([^`\n]+)`", BLOCK.sub("", text))


def code(text: str) -> list[str]:
    return [*spans(text), *blocks(text)]


def tables(text: str) -> list[list[dict[str, str]]]:
    """Return every table as its rows, each by the words of the head."""
    found = []
    for block in re.findall(r"(?:^ *\|.*\n)+", text, re.MULTILINE):
        head, _, *rows = [
            [cell.strip() for cell in line.strip().strip("|").split("|")]
            for line in block.splitlines()
        ]
        found.append([dict(zip(head, row, strict=True)) for row in rows])
    return found


def anchors(text: str) -> set[str]:
    """Return the anchors that a forge makes of the headings."""
    heads = re.findall(r"^#+ (.+)$", BLOCK.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head).lower().replace(" ", "-") for head in heads}


def links(text: str) -> list[str]:
    """Return where links and pictures inside the project lead."""
    found = [*LINK.findall(text), *pictures(text)]
    return [link for link in found if not link.startswith("http")]


def pictures(text: str) -> list[str]:
    return ["".join(found) for found in PICTURE.findall(text)]
