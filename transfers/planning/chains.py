"""Transfers that wait for others: what must happen first, and what could never happen.

A chain is given as a mapping of every key to the keys it waits for.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

Waits: TypeAlias = Mapping[int, Iterable[int]]
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Step:
    """A transfer of a chain with those it waits for. again: it is told of higher up already."""

    key: int
    first: tuple["Step", ...] = ()
    again: bool = False


def reaches(waits: Mapping[K, Iterable[K]], start: K, goal: K) -> bool:
    """Whether `start` is `goal`, or waits for it, at however many removes."""
    if start == goal:
        return True
    seen, open_keys = {start}, [start]
    while open_keys:
        for key in waits.get(open_keys.pop(), ()):
            if key == goal:
                return True
            if key not in seen:
                seen.add(key)
                open_keys.append(key)
    return False


def closes_a_circle(waits: Waits, key: int, other: int) -> bool:
    """Whether `key` could never come about if it waited for `other`, too."""
    return reaches(waits, other, key)


def order(waits: Waits, keys: Iterable[int]) -> list[int]:
    """Return these keys and all they wait for, each after those it waits for.

    Raises ValueError, with the keys of the circle, where some wait for each other.
    """
    found: list[int] = []
    path: list[int] = []
    done: set[int] = set()

    def visit(key: int) -> None:
        if key in done:
            return
        if key in path:
            circle = " → ".join(map(str, [*path[path.index(key) :], key]))
            raise ValueError(f"they wait for each other: {circle}")
        path.append(key)
        for other in sorted(waits.get(key, ())):
            visit(other)
        path.pop()
        done.add(key)
        found.append(key)

    for key in sorted(keys):
        visit(key)
    return found


def tree(waits: Waits, key: int) -> Step:
    """Return a transfer with all it waits for, nested; each is unfolded once."""
    seen: set[int] = set()

    def unfold(one: int) -> Step:
        if one in seen:
            return Step(one, again=True)
        seen.add(one)
        return Step(one, tuple(unfold(other) for other in sorted(waits.get(one, ()))))

    return unfold(key)


def must_come_first(waits: Waits, key: int, done: Iterable[int]) -> list[int]:
    """Return what has to be done before `key` can be, those that wait for nothing first."""
    settled = {key, *done}
    return [one for one in order(waits, [key]) if one not in settled]


def heads(waits: Waits, key: int) -> list[int]:
    """Return the ends of the chains that `key` is part of: what waits for it, and nobody for."""
    awaited_by: dict[int, set[int]] = {}
    for waiting, others in waits.items():
        for other in others:
            awaited_by.setdefault(other, set()).add(waiting)
    return [one for one in order(awaited_by, [key]) if not awaited_by.get(one)]
