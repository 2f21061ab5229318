"""A squad over many days: the days on which its chart can change, and the charts between them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from squads.depth.availability import end_of, known_return
from squads.depth.chart import DepthChart, GroupChart, depth_chart
from squads.depth.squad import Member, Position, Squad, Stay
from squads.depth.standing import PROSPECT_UNDER

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days, first and last included, on which one chart holds; it is dated the first."""

    first: dt.date
    last: dt.date
    chart: DepthChart

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def turning_days(member: Member) -> Iterator[dt.date]:
    """Yield every day on which something may be true of a man that was not the day before.

    Some come twice. Beginnings and ends of contracts, loans and spells, the day after a return
    that nobody has confirmed, and the birthday from which he is no prospect any more.
    """
    for stay in (*member.stays, *member.loans_out):
        yield from _edges(stay)
    for spell in member.spells:
        yield spell.began_on
        known = known_return(spell)
        if known and spell.returned_on is None and known < dt.date.max:
            yield known + DAY
        if end := end_of(spell):
            yield end
    if member.standing is None and member.born_on:
        yield _birthday(member.born_on, PROSPECT_UNDER)


def _edges(stay: Stay) -> Iterator[dt.date]:
    yield stay.starts_on
    if stay.ends_on and stay.ends_on < dt.date.max:
        yield stay.ends_on + DAY


def _birthday(born_on: dt.date, age: int) -> dt.date:
    """Return the day he turns so old; born on 29 February, 1 March in other years."""
    try:
        return born_on.replace(year=born_on.year + age)
    except ValueError:
        return dt.date(born_on.year + age, 3, 1)


def timeline(squad: Squad, first: dt.date, last: dt.date) -> tuple[Stretch, ...]:
    """Return the charts of all days from the first to the last, both included, in order.

    Exact for every single day: a chart is the same on all days of a stretch but for its own date
    and for men's ages. Raises ValueError if the last day lies before the first.
    """
    if last < first:
        raise ValueError(f"{last} lies before {first}")
    starts = [first, *sorted(_turns(squad, first, last))]
    ends = [*(day - DAY for day in starts[1:]), last]
    return tuple(
        Stretch(start, end, depth_chart(squad, start))
        for start, end in zip(starts, ends, strict=True)
    )


def _turns(squad: Squad, first: dt.date, last: dt.date) -> set[dt.date]:
    """Return the days after the first, up to the last, on which anything may change."""
    return {day for member in squad.members for day in turning_days(member) if first < day <= last}


def thin_since(squad: Squad, on: dt.date, first: dt.date) -> dict[Position, dt.date]:
    """Return since when each group that is thin on a day has its level and cover of that day.

    Looks back to the first day at most; by what is known of those days now.
    """
    thin = {group.position: _state(group) for group in depth_chart(squad, on).thin}
    found: dict[Position, dt.date] = {}
    for day in sorted(_turns(squad, first, on), reverse=True):
        if len(found) == len(thin):
            break
        before = {g.position: _state(g) for g in depth_chart(squad, day - DAY).groups}
        changed = [place for place, state in thin.items() if before.get(place) != state]
        found = dict.fromkeys(changed, day) | found
    return dict.fromkeys(thin, first) | found


def _state(group: GroupChart) -> tuple[str, int, int]:
    return group.level, group.cover, group.group.target


def weeks(first: dt.date, last: dt.date) -> list[dt.date]:
    """Return the first day of each week from the first day on, while it is not after the last."""
    return [first + n * 7 * DAY for n in range(((last - first).days // 7) + 1)]
