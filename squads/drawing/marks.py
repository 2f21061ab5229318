"""Marks of a unit's size, filled: the shapes that the pages' characters have."""

# The circle whose left half is full: doubtful.
HALF = (
    "M.5 0A.5 .5 0 1 0 .5 1A.5 .5 0 1 0 .5 0Z"
    "M.5 .12V.88A.38 .38 0 0 0 .5 .12Z"
)  # fmt: skip
CROSS = "M.34 0H.66V.34H1V.66H.66V1H.34V.66H0V.34H.34Z"
CARD = "M.15 0H.85V1H.15Z"
PLANE = "M1 0L.66 1L.44 .62L.62 .38L.38 .56L0 .34Z"
BARRED = (
    "M.5 0A.5 .5 0 1 0 .5 1A.5 .5 0 1 0 .5 0Z"
    "M.27 .2A.38 .38 0 0 1 .8 .73ZM.2 .27L.73 .8A.38 .38 0 0 1 .2 .27Z"
)  # fmt: skip
SIGNS = {"out": CROSS, "suspended": CARD, "away": PLANE, "ineligible": BARRED}


def absent_mark(kind: str) -> str:
    """Return which sign stands before an absent man; whatever is new is barred."""
    return kind if kind in SIGNS else "ineligible"
