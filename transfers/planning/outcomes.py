"""The worst that becomes of each position over a stretch of days, and what differs between two."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from squads.depth import SEVERITY, THIN_LEVELS, DepthChart, GroupChart, Level, Position, Stretch


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a position: the worst level and the first day that has it.

    from_on, until_on: the first and the last day on which it is thin; None where it never is.
    chart: of that worst day.
    """

    position: Position
    starters: int
    level: Level
    cover: int
    worst_on: dt.date
    from_on: dt.date | None
    until_on: dt.date | None
    chart: DepthChart

    @property
    def target(self) -> int:
        return 2 * self.starters

    @property
    def is_thin(self) -> bool:
        return self.level in THIN_LEVELS

    @property
    def severity(self) -> tuple[int, int]:
        """What sorts outcomes, worst first, as GroupChart.severity does."""
        return (SEVERITY[self.level], self.cover - self.target)


def outcomes(stretches: Sequence[Stretch]) -> dict[Position, Outcome]:
    """Return the outcome of every group of these stretches, in the order of positions."""
    by_position: dict[Position, list[tuple[Stretch, GroupChart]]] = {}
    for stretch in stretches:
        for group in stretch.chart.groups:
            by_position.setdefault(group.position, []).append((stretch, group))
    return {position: _outcome(position, found) for position, found in by_position.items()}


def _outcome(position: Position, found: Sequence[tuple[Stretch, GroupChart]]) -> Outcome:
    # `min` keeps the first of equals, and these come in the order of days.
    stretch, worst = min(found, key=lambda pair: pair[1].severity)
    thin = [stretch for stretch, group in found if group.is_thin]
    return Outcome(
        position=position,
        starters=worst.group.starters,
        level=worst.level,
        cover=worst.cover,
        worst_on=stretch.first,
        from_on=thin[0].first if thin else None,
        until_on=thin[-1].last if thin else None,
        chart=stretch.chart,
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """A position before and after some moves. Either side is None where a formation lacks it.

    came, went: slugs of men whom only one of the two counts in this position.
    """

    position: Position
    before: GroupChart | None
    after: GroupChart | None
    came: tuple[str, ...]
    went: tuple[str, ...]

    @property
    def changes_level(self) -> bool:
        return self._level(self.before) != self._level(self.after)

    @property
    def changes(self) -> bool:
        """Whether anything is another: level, cover, or who is counted."""
        cover = (
            self.before.cover if self.before else None,
            self.after.cover if self.after else None,
        )
        return self.changes_level or cover[0] != cover[1] or bool(self.came or self.went)

    @property
    def is_worse(self) -> bool:
        return bool(self.before and self.after and self.after.severity < self.before.severity)

    @staticmethod
    def _level(group: GroupChart | None) -> Level | None:
        return group.level if group else None


def differences(before: DepthChart, after: DepthChart) -> tuple[Difference, ...]:
    """Return every position of the two charts, of the same day, in the order of positions."""
    old, new = _groups(before.groups), _groups(after.groups)
    return tuple(
        _difference(position, old.get(position), new.get(position))
        for position in Position
        if position in old or position in new
    )


def _groups(groups: Iterable[GroupChart]) -> Mapping[Position, GroupChart]:
    return {group.position: group for group in groups}


def _difference(
    position: Position, before: GroupChart | None, after: GroupChart | None
) -> Difference:
    old, new = _counted(before), _counted(after)
    return Difference(
        position,
        before,
        after,
        came=tuple(slug for slug in new if slug not in old),
        went=tuple(slug for slug in old if slug not in new),
    )


def _counted(group: GroupChart | None) -> list[str]:
    return [entry.member.slug for entry in group.entries if entry.counted] if group else []
