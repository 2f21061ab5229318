"""A row of days seen by weeks: what becomes of every position in each of them."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from squads.depth import GroupChart, Position, Stretch
from squads.depth import weeks as week_starts

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days, or what is left of them at the end; first and last included."""

    first: dt.date
    last: dt.date

    def touches(self, first: dt.date, last: dt.date) -> bool:
        """Whether a day of it lies from the first to the last of these."""
        return self.first <= last and first <= self.last


@dataclass(frozen=True, slots=True)
class Cell:
    """A position in a week: the group as it stands on the worst day, and the first such day."""

    week: Week
    on: dt.date
    group: GroupChart

    @property
    def counted(self) -> tuple[str, ...]:
        """The slugs of the men who are counted on that day, in string order."""
        return tuple(entry.member.slug for entry in self.group.entries if entry.counted)


@dataclass(frozen=True, slots=True)
class Row:
    position: Position
    cells: tuple[Cell, ...]


def weeks_of(stretches: Sequence[Stretch]) -> tuple[Week, ...]:
    """Return the weeks from the first day of these stretches to their last."""
    first, last = stretches[0].first, stretches[-1].last
    return tuple(Week(day, min(day + 6 * DAY, last)) for day in week_starts(first, last))


def heat(stretches: Sequence[Stretch]) -> tuple[Row, ...]:
    """Return every group of the formation, each with the worst day of each week.

    Exact: no day of a week is worse than the one that its cell shows. The stretches follow each
    other without a gap, as `timeline` gives them.
    """
    found = [(week, list(_within(stretches, week))) for week in weeks_of(stretches)]
    return tuple(
        Row(group.position, tuple(_worst(week, place, within) for week, within in found))
        for place, group in enumerate(stretches[0].chart.groups)
    )


def _within(stretches: Sequence[Stretch], week: Week) -> Iterator[Stretch]:
    return (stretch for stretch in stretches if week.touches(stretch.first, stretch.last))


def _worst(week: Week, place: int, within: Sequence[Stretch]) -> Cell:
    # `min` keeps the first of equals, and these come in the order of days.
    stretch = min(within, key=lambda found: found.chart.groups[place].severity)
    return Cell(week, max(stretch.first, week.first), stretch.chart.groups[place])
