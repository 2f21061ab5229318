"""Names as a picture has room for them: the surname, told apart where two men share it."""

import re
from collections import Counter
from collections.abc import Mapping

# Words that belong to the surname behind them, however they are spelt.
PARTICLES = (
    "af al ap ben bin bint da dal dalla das de del della den der di do dos du el ibn la le les lo "
    "mac mc san santa st st. te ten ter van vom von y zu zur"
)
# Words that say little without the one before them.
SUFFIXES = "filho ii iii iv jnr jnr. jr jr. junior júnior neto sr"
_PARTICLES, _SUFFIXES = frozenset(PARTICLES.split()), frozenset(SUFFIXES.split())
GIVEN_LAST = re.compile(r"[^\W\d_]+-[^\W\d_A-Z]\w*")  # Heung-min: the surname stands first


def surname(name: str) -> str:
    """Return what a team sheet calls him: "van Dijk", "Smith Rowe", "Vinícius Júnior", "Son"."""
    words = name.split()
    if len(words) < 2:
        return name.strip()
    if len(words) == 2 and GIVEN_LAST.fullmatch(words[1]):
        return words[0]
    first = len(words) - 1
    if words[first].lower() in _SUFFIXES:
        first -= 1
    if first > 1 and words[first - 1].lower() not in _PARTICLES:
        first -= 1  # Smith Rowe, Kolo Muani: nobody knows which words are given names
    while first > 1 and words[first - 1].lower() in _PARTICLES:
        first -= 1
    return " ".join(words[first:])


def called(name: str, short: str) -> str:
    """Return the short name that he is known to have, else his surname."""
    return short or surname(name)


def parted(name: str, short: str) -> tuple[str, str]:
    """Return what stands before it in his name, and what he is called; a name that begins with
    the surname stays whole."""
    last = called(name, short)
    if name.endswith(last):
        return name.removesuffix(last).strip(), last
    return "", short or name


def shown_names(short_names: Mapping[str, str]) -> dict[str, str]:
    """Return what to call each of these men: for short, with initial or in full if need be.

    short_names: what each has for a short name, or empty, by name.
    """
    shown = {name: called(name, short) for name, short in short_names.items()}
    for lengthen in (_initialled, str):
        counts = Counter(shown.values())
        shown = {
            name: short if counts[short] == 1 else lengthen(name) for name, short in shown.items()
        }
    return shown


def _initialled(name: str) -> str:
    last = surname(name)
    return name if last == name else f"{name.strip()[0]}. {last}"
