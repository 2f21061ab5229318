"""The men of a timeline as rows of bars: ready strings, line by line."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from squads import wording
from squads.depth import Availability, Position, Standing, Stretch
from transfers.pages.lines import LINE_OF
from transfers.planning.bars import Bar, Man, Part, men_of
from transfers.planning.weeks import Week

Row = dict[str, Any]
POSITIONS = tuple(Position)
STANDINGS = tuple(Standing)
ICONS = {
    Availability.OUT: "cross",
    Availability.DOUBTFUL: "contrast",
    Availability.SUSPENDED: "rectangle-vertical",
    Availability.AWAY: "plane",
    Availability.INELIGIBLE: "ban",
    Availability.ON_LOAN: "arrow-right",
}
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
    for man in sorted(men_of(stretches), key=_order):
        away = all(bar.availability is Availability.ON_LOAN for bar in man.bars)
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
        label = _label(part.bar, weeks[-1].last)
        free = behind.weeks if behind and _is_free(behind) else 0
        fits = len(label) + ICON <= LETTERS * part.weeks
        yield {
            "span": part.weeks,
            "state": part.bar.availability.value,
            "icon": ICONS.get(part.bar.availability, ""),
            "label": label if fits or len(label) + 1 <= LETTERS * free or part.weeks > 2 else "",
            "is_behind": not fits and len(label) + 1 <= LETTERS * free,
            "text": "; ".join(bar_text(bar, man, weeks[0].first) for bar in part.bars),
        }


def _is_free(part: Part) -> bool:
    return part.bar.availability is Availability.AVAILABLE


def _label(bar: Bar, last: dt.date) -> str:
    """Return what stands in his bar or behind it: "hamstring, back 21 Oct"."""
    if bar.availability is Availability.AVAILABLE:
        return ""
    if bar.availability is Availability.LEFT:
        return "no contract"
    why = wording.reason_text(bar.status)
    if bar.availability is Availability.DOUBTFUL:
        why = f"{why}, {wording.percent(bar.status.chance)}"
    if bar.last < last:
        return f"{why}, back {wording.day_text(bar.last + dt.timedelta(1), bar.first)}"
    back_on = bar.status.back_on
    return f"{why}, back {wording.full_day(back_on)}" if back_on else why


def bar_text(bar: Bar, man: Man, first: dt.date) -> str:
    """Return what is true of him from when to when: "out (hamstring) to 11 Nov"."""
    days = f"{wording.day_text(bar.first, first)} to {wording.day_text(bar.last, first)}"
    if bar.availability is Availability.LEFT:
        ended = [e for e in (s.ends_on for s in man.entry.member.stays) if e and e < bar.first]
        if ended:
            what = "loan" if man.entry.loan_in else "contract"
            return f"{what} ends {wording.full_day(max(ended))}"
        return f"not here before {wording.full_day(bar.last + dt.timedelta(1))}"
    word = wording.AVAILABILITY_NAMES[bar.availability]
    if bar.availability is Availability.AVAILABLE:
        return f"{word}, {days}"
    if bar.availability is Availability.ON_LOAN:
        return f"on loan at {bar.status.reason}, {days}"
    if bar.availability is Availability.DOUBTFUL:
        word += f" {wording.percent(bar.status.chance)}"
    why = f" ({wording.reason_text(bar.status)})" if bar.status.reason else ""
    return f"{word}{why}, {days}"
