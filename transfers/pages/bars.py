"""The men of a timeline as rows of bars: ready strings, line by line."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from squads import wording
from squads.depth import (
    Availability,
    Member,
    Position,
    Standing,
    Status,
    Stretch,
    availability_on,
)
from transfers.pages.lines import LINE_OF
from transfers.planning.bars import Bar, Man, Part, men_of
from transfers.planning.weeks import Week

Row = dict[str, Any]
POSITIONS = tuple(Position)
STANDINGS = tuple(Standing)
DAY = dt.timedelta(days=1)
ICONS = {
    Availability.OUT: "cross",
    Availability.DOUBTFUL: "contrast",
    Availability.SUSPENDED: "rectangle-vertical",
    Availability.AWAY: "plane",
    Availability.INELIGIBLE: "ban",
    Availability.ON_LOAN: "arrow-right",
    Availability.LEFT: "log-out",
}
GONE = {Availability.LEFT, Availability.ON_LOAN}
# On a day with any other he is not back, whatever has ended.
PLAYS = {Availability.AVAILABLE, Availability.DOUBTFUL}
# So many letters go into a week of a bar, and so many does its icon take.
LETTERS, ICON = 3.6, 3


def by_line(
    stretches: Sequence[Stretch], weeks: Sequence[Week], player_url: str
) -> tuple[list[Row], list[Row]]:
    """Return the men who are here at some time by their lines, and who is lent all the time.

    player_url: the address of a man, with {} for his slug.
    """
    here: list[Man] = []
    lent: list[Man] = []
    last = weeks[-1].last
    for man in sorted(men_of(stretches), key=_order):
        # The last day is mostly the one on which all loans have just ended.
        till_then = [bar for bar in man.bars if bar.first < last]
        away = all(bar.availability is Availability.ON_LOAN for bar in till_then or man.bars)
        (lent if away else here).append(man)
    lines = [
        {"name": name, "men": [_man(man, weeks, player_url) for man in its]}
        for name, its in groupby(here, key=_line)
    ]
    return lines, [_man(man, weeks, player_url) for man in lent]


def _order(man: Man) -> tuple[Any, ...]:
    """Sort men by where they play first, then by standing; who plays nowhere comes last."""
    positions, entry = man.entry.member.positions, man.entry
    place = POSITIONS.index(positions[0][0]) if positions else len(POSITIONS)
    return place, STANDINGS.index(entry.standing), entry.member.slug


def _line(man: Man) -> str:
    positions = man.entry.member.positions
    return LINE_OF[positions[0][0]].men if positions else "Position not known"


def _man(man: Man, weeks: Sequence[Week], player_url: str) -> Row:
    member, entry = man.entry.member, man.entry
    ends = entry.contract_until
    return {
        "name": member.name,
        "url": player_url.format(member.slug),
        "position": member.positions[0][0].value if member.positions else "",
        "ends": f"{ends:%b ’%y}" if ends else "",
        "ends_soon": ends is not None and ends <= weeks[-1].last,
        "loan_in": entry.loan_in,
        "parts": list(_parts(man, weeks)),
    }


def _parts(man: Man, weeks: Sequence[Week]) -> Iterator[Row]:
    """Return his bars, each with a label where there is room for one: in it, or behind it."""
    parts = man.parts(weeks)
    for part, behind in zip(parts, [*parts[1:], None], strict=True):
        label = _label(part.bar, man, weeks[0].first)
        free = behind.weeks if behind and _is_free(behind) else 0
        fits = len(label) + ICON <= LETTERS * part.weeks
        yield {
            "span": part.weeks,
            "state": part.bar.availability.value,
            "is_likely": part.bar.status.forecast_on is not None,
            "icon": ICONS.get(part.bar.availability, ""),
            "label": label if fits or len(label) + 1 <= LETTERS * free or part.weeks > 2 else "",
            "is_behind": not fits and len(label) + 1 <= LETTERS * free,
            "text": "; ".join(
                bar_text(bar, man, weeks[0].first, weeks[-1].last) for bar in part.bars
            ),
        }


def _is_free(part: Part) -> bool:
    return part.bar.availability is Availability.AVAILABLE


def _label(bar: Bar, man: Man, first: dt.date) -> str:
    """Return what stands in his bar or behind it: "hamstring, back 21 Oct"."""
    if bar.availability is Availability.AVAILABLE:
        return ""
    if bar.availability is Availability.LEFT:
        return "loan over" if man.entry.loan_in else "no contract"
    why = wording.reason_text(bar.status)
    if bar.availability is Availability.DOUBTFUL:
        why = f"{why}, {wording.percent(bar.status.chance)}"
    return ", ".join(filter(None, (why, _back(bar, man.entry.member, first))))


def _back(bar: Bar, member: Member, first: dt.date) -> str:
    """Return when he is back, known or not: "back 21 Oct", "no date, ~20 Oct".

    A loan's last day is not the day he is back. Nothing where something else keeps him away then.
    """
    status = bar.status
    if status.back_on is None:
        return wording.return_text(_unless_gone(status, member), first)
    is_lent = bar.availability is Availability.ON_LOAN
    back_on = status.back_on + DAY if is_lent and status.back_on < dt.date.max else status.back_on
    then = availability_on(member, back_on).availability
    is_back = then not in GONE if is_lent else then in PLAYS
    return f"back {wording.day_text(back_on, first)}" if is_back else ""


def _unless_gone(status: Status, member: Member) -> Status:
    """Return a status without its forecast where he is not here any more on that day."""
    likely = status.forecast_on
    if likely and availability_on(member, likely).availability in GONE:
        return replace(status, forecast_on=None)
    return status


def bar_text(bar: Bar, man: Man, first: dt.date, last: dt.date) -> str:
    """Return what is true of him from when to when: "out (hamstring), 30 Sep to 11 Nov".

    first, last: the days that are shown. What outlasts them, or ends by the forecast alone, is
    told without a last day.
    """
    if bar.availability is Availability.LEFT:
        return _gone_text(bar, man)
    what = _what(bar)
    begins, ends = (wording.day_text(day, first) for day in (bar.first, bar.last))
    is_whole = bar.last < last and bar.status.forecast_on is None
    if is_whole or bar.availability is Availability.AVAILABLE:
        return f"{what}, {begins} to {ends}"
    back = _back(bar, man.entry.member, first)
    return ", ".join(filter(None, (f"{what} from {begins}", back)))


def _what(bar: Bar) -> str:
    word = wording.AVAILABILITY_NAMES[bar.availability]
    if bar.availability is Availability.AVAILABLE:
        return word
    if bar.availability is Availability.ON_LOAN:
        return f"on loan at {bar.status.reason}"
    if bar.availability is Availability.DOUBTFUL:
        word += f" {wording.percent(bar.status.chance)}"
    return f"{word} ({wording.reason_text(bar.status)})" if bar.status.reason else word


def _gone_text(bar: Bar, man: Man) -> str:
    ended = [e for e in (s.ends_on for s in man.entry.member.stays) if e and e < bar.first]
    if ended:
        what = "loan" if man.entry.loan_in else "contract"
        return f"{what} ends {wording.full_day(max(ended))}"
    return f"not here before {wording.full_day(bar.last + DAY)}"
