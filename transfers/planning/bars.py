"""What every man of a squad is over a row of days: available, out, away, not under contract."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from squads.depth import Availability, Entry, Status, Stretch
from transfers.planning.weeks import Week

# Of several on the days of a week the first of these tells what the week is.
GRAVEST = (
    Availability.LEFT,
    Availability.ON_LOAN,
    Availability.INELIGIBLE,
    Availability.SUSPENDED,
    Availability.OUT,
    Availability.AWAY,
    Availability.DOUBTFUL,
    Availability.AVAILABLE,
)
GONE = Status(Availability.LEFT)


@dataclass(frozen=True, slots=True)
class Bar:
    """Days, both ends included, on which one thing is true of him."""

    first: dt.date
    last: dt.date
    status: Status

    @property
    def availability(self) -> Availability:
        return self.status.availability


@dataclass(frozen=True, slots=True)
class Part:
    """So many weeks in a row that look the same, and the bars on their days, gravest first."""

    weeks: int
    bars: tuple[Bar, ...]

    @property
    def bar(self) -> Bar:
        return self.bars[0]


@dataclass(frozen=True, slots=True)
class Man:
    """entry: as he is on the first day on which he is under contract."""

    entry: Entry
    bars: tuple[Bar, ...]

    def parts(self, weeks: Iterable[Week]) -> tuple[Part, ...]:
        """Return his weeks, each by the gravest that is true of him on a day of it."""
        found: list[Part] = []
        for week in weeks:
            bars = self._bars_of(week)
            if found and found[-1].bar is bars[0]:
                found[-1] = Part(found[-1].weeks + 1, _merged(found[-1].bars, bars))
            else:
                found.append(Part(1, bars))
        return tuple(found)

    def _bars_of(self, week: Week) -> tuple[Bar, ...]:
        within = [bar for bar in self.bars if week.touches(bar.first, bar.last)]
        return tuple(sorted(within, key=lambda bar: GRAVEST.index(bar.availability)))


def _merged(bars: Sequence[Bar], more: Iterable[Bar]) -> tuple[Bar, ...]:
    return (*bars, *(bar for bar in more if bar not in bars))


def men_of(stretches: Sequence[Stretch]) -> tuple[Man, ...]:
    """Return everybody who is under contract on one of the days, in no special order."""
    first_seen: dict[str, Entry] = {}
    runs: dict[str, list[Bar]] = {}
    for stretch in stretches:
        for entry in stretch.chart.members:
            slug = entry.member.slug
            first_seen.setdefault(slug, entry)
            his = runs.setdefault(slug, [])
            _go_on(his, Bar(stretch.first, stretch.last, entry.status))
    first, last = stretches[0].first, stretches[-1].last
    return tuple(Man(first_seen[slug], _whole(runs[slug], first, last)) for slug in runs)


def _go_on(bars: list[Bar], bar: Bar) -> None:
    """Add days to a man's bars, to the last one if they only go on with it."""
    if bars and bars[-1].last + dt.timedelta(1) == bar.first and _same(bars[-1], bar):
        bars[-1] = Bar(bars[-1].first, bar.last, bars[-1].status)
    else:
        bars.append(bar)


def _same(one: Bar, other: Bar) -> bool:
    """Whether they are of one spell or one loan; that he is overdue makes no other bar."""
    loans = (one.status.stay, other.status.stay)
    if one.availability is not other.availability:
        return False
    if one.availability is Availability.ON_LOAN:
        return loans[0] == loans[1]
    return one.availability is Availability.AVAILABLE or one.status.spell == other.status.spell


def _whole(bars: Sequence[Bar], first: dt.date, last: dt.date) -> tuple[Bar, ...]:
    """Return his bars with the days between and around them on which he is not there."""
    found: list[Bar] = []
    day = first
    for bar in bars:
        if bar.first > day:
            found.append(Bar(day, bar.first - dt.timedelta(1), GONE))
        found.append(bar)
        day = bar.last + dt.timedelta(1)
    if day <= last:
        found.append(Bar(day, last, GONE))
    return tuple(found)
