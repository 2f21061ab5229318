"""A depth chart as rows of ready strings, so that templates only print.

Templates over model instances cost several times as much (docs/engine.md has figures).
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from squads import depth, wording
from squads.depth import Aptitude, Availability, DepthChart, Entry, GroupChart

Row = dict[str, Any]
# Groups whose places lie this close together on the pitch share a row of cards.
LINE_HEIGHT = 7
FINAL_YEAR_DAYS = 365


@dataclass(frozen=True, slots=True)
class Urls:
    """Builds the addresses a row needs without resolving a pattern per row."""

    player: str  # with a {} for the slug
    edit: str = ""  # the same, for editors; empty for readers


def board(chart: DepthChart, today: dt.date, urls: Urls) -> dict[str, Any]:
    """Return everything the chart's templates print of the chart itself."""
    cards = [card(group, chart, today, urls) for group in chart.groups]
    return {
        "cards": cards,
        "lines": _lines(chart, cards),
        "unplaced": [_unplaced(entry, chart, today, urls) for entry in chart.unplaced],
        "summary": summary(chart),
        "thin": [thin_item(group, chart.on) for group in chart.thin],
        "empty": not chart.members,
    }


def card(group: GroupChart, chart: DepthChart, today: dt.date, urls: Urls) -> Row:
    """Return a group: its heading, pips and rows. Men on loan elsewhere are folded away."""
    target = group.group.target
    entries = [e for e in group.entries if not _on_loan(e)]
    rows = [row(entry, chart.on, today, urls) for entry in entries]
    below = [i for i, e in enumerate(entries) if not e.counted]
    if below and below[0] > 0:
        rows[below[0]]["classes"] += " is-cut"
    return {
        "position": group.position.value,
        "name": wording.position_name(group.position),
        "title": wording.group_name(group),
        "level": group.level.value,
        "level_text": wording.level_text(group),
        "cover": group.cover,
        "target": target,
        "pips": [True] * group.cover + [False] * (target - group.cover),
        "wide": group.group.starters > 1,
        "rows": rows,
        "loans": [row(e, chart.on, today, urls) for e in group.entries if _on_loan(e)],
    }


def row(entry: Entry, on: dt.date, today: dt.date, urls: Urls) -> Row:
    """Return one man as a group lists him."""
    member, status = entry.member, entry.status
    tag, tone = _tag(entry, on, today)
    state = "is-counted" if entry.counted else "is-listed"
    if entry.absent:
        state = "is-absent"
    key = f"{entry.position or 'none'}-{member.slug}"
    return {
        "key": key,
        "slug": member.slug,
        "name": member.name,
        "number": member.number or "",
        "url": urls.player.format(member.slug),
        "edit": urls.edit.format(member.slug, entry.position or "") if urls.edit else "",
        "classes": f"{state} is-{status.availability.value}",
        "tag": tag,
        "tone": tone,
        "irreplaceable": entry.irreplaceable,
        "string": wording.STRINGS.get(entry.string or 0, ""),
        "not_counted": _not_counted(entry),
        "aptitude": _aptitude(entry),
        "standing": wording.STANDING_NAMES[entry.standing],
        "derived": entry.standing_derived,
        "availability": _availability(entry),
        "back": wording.return_text(status, on) or "–",
        "slip": _slip(entry, on),
        "contract": wording.full_day(entry.contract_until) if entry.contract_until else "–",
        "ends": wording.year_text(entry.contract_until),
        "ends_soon": _ends_soon(entry, on),
        "loan_in": entry.loan_in,
        "age": _age(member, on),
    }


def _age(member: depth.Member, on: dt.date) -> str:
    return str(depth.age_on(member.born_on, on)) if member.born_on else "–"


def _on_loan(entry: Entry) -> bool:
    return entry.status.availability is Availability.ON_LOAN


def _ends_soon(entry: Entry, on: dt.date) -> bool:
    end = entry.contract_until
    return bool(end and not entry.loan_in and (end - on).days < FINAL_YEAR_DAYS)


def _tag(entry: Entry, on: dt.date, today: dt.date) -> tuple[str, str]:
    """Return the words at the end of a row and their tone: "", "warn" or "bad"."""
    status = entry.status
    mark = wording.MARKS.get(status.availability, "")
    if _on_loan(entry):
        until = f" · {wording.year_text(status.back_on)}" if status.back_on else ""
        return f"{mark} {status.reason}{until}", ""
    if entry.absent:
        back = wording.return_text(status, on)
        slip = _slip(entry, on)
        was = f" ({slip})" if slip else ""
        parts = [wording.reason_text(status), back + was]
        return f"{mark} {' · '.join(p for p in parts if p)}", "bad"
    if status.availability is Availability.DOUBTFUL:
        return f"{mark} {status.chance}% · {wording.reason_text(status)}", "warn"
    if status.overdue and status.back_on and on <= today:
        return f"? due {wording.day_text(status.back_on, on)}, not confirmed", "warn"
    if not entry.counted:
        return _why_listed(entry), ""
    if _ends_soon(entry, on) and entry.contract_until:
        return f"ends {entry.contract_until:%b ’%y}", "warn"
    loan = "loan · " if entry.loan_in else ""
    return loan + wording.year_text(entry.contract_until), ""


def _why_listed(entry: Entry) -> str:
    """Return in a word or two why an available man is not counted here."""
    emergency = "emergency" if entry.aptitude is Aptitude.EMERGENCY else ""
    if entry.shared_with:
        return " · ".join(filter(None, [emergency, f"at {entry.shared_with.value}"]))
    if entry.standing in wording.STANDING_NOUNS:
        return wording.STANDING_NAMES[entry.standing]
    return emergency or wording.year_text(entry.contract_until)


def _not_counted(entry: Entry) -> str:
    """Return why he does not count here, as the table says it; empty for a counted man."""
    if entry.counted:
        return ""
    if entry.absent:
        return wording.AVAILABILITY_NAMES[entry.status.availability]
    if entry.shared_with:
        return f"at {entry.shared_with.value}"
    if entry.aptitude is Aptitude.EMERGENCY:
        return "emergency only"
    if entry.standing in wording.STANDING_NOUNS:
        return wording.STANDING_NAMES[entry.standing]
    return "spare" if entry.status.counts else "doubtful"


def _aptitude(entry: Entry) -> str:
    if entry.aptitude is None:
        return "–"
    return f"{entry.aptitude.value}{' by kinship' if entry.by_kinship else ''}"


def _availability(entry: Entry) -> str:
    """Return "out: ACL tear", "doubtful 75 %: knock", "available"."""
    status = entry.status
    word = wording.AVAILABILITY_NAMES[status.availability]
    if status.availability is Availability.AVAILABLE:
        return "presumed back" if status.overdue else word
    if _on_loan(entry):
        return f"{word}: {status.reason}"
    if status.availability is Availability.DOUBTFUL:
        word += f" {status.chance} %"
    return f"{word}: {wording.reason_text(status)}" if status.reason else word


def _slip(entry: Entry, on: dt.date) -> str:
    """Return "first 12 Nov" where the expected return has moved since it was first given."""
    first = entry.spell.first_expected_on if entry.spell else None
    if first and entry.status.back_on not in (None, first):
        return f"first {wording.day_text(first, on)}"
    return ""


def _unplaced(entry: Entry, chart: DepthChart, today: dt.date, urls: Urls) -> Row:
    """Return a man whom no group lists, with what he plays or that nobody knows it."""
    found = row(entry, chart.on, today, urls)
    plays = " ".join(position.value for position, _ in entry.member.positions)
    found["why"] = f"plays {plays}" if plays else "position not known"
    return found


def _lines(chart: DepthChart, cards: list[Row]) -> list[list[Row]]:
    """Return the cards as rows on the pitch, attack first, each from left to right."""
    places = []
    for group, made in zip(chart.groups, cards, strict=True):
        slots = [s for s in chart.formation.slots if s.position is group.position]
        x = sum(slot.x for slot in slots) / len(slots)
        y = sum(slot.y for slot in slots) / len(slots)
        places.append((y, x, made))
    places.sort(key=lambda place: -place[0])
    lines: list[list[tuple[float, float, Row]]] = []
    for place in places:
        if lines and abs(lines[-1][0][0] - place[0]) <= LINE_HEIGHT:
            lines[-1].append(place)
        else:
            lines.append([place])
    return [[made for _, _, made in sorted(line, key=lambda p: p[1])] for line in lines]


def summary(chart: DepthChart) -> list[Row]:
    """Return the summary line: five figures with their words."""
    here = [e for e in chart.members if not _on_loan(e)]
    fit = sum(e.status.availability is Availability.AVAILABLE for e in here)
    doubtful = sum(e.status.availability is Availability.DOUBTFUL for e in here)
    filled = sum(group.cover for group in chart.groups)
    target = sum(group.group.target for group in chart.groups)
    covered = sum(not group.is_thin for group in chart.groups)
    return [
        {
            "value": f"{fit} / {len(here)}",
            "label": f"available, {doubtful} doubtful" if doubtful else "available",
        },
        {"value": f"{filled} of {target}", "label": "places filled in the two-deep"},
        _thinnest(chart),
        {"value": f"{covered} of {len(chart.groups)}", "label": "positions covered"},
        _contracts_ending(chart, here),
    ]


def _thinnest(chart: DepthChart) -> Row:
    if not chart.thin:
        return {"value": "None", "label": "thin position", "level": "covered"}
    worst, *others = chart.thin
    more = f", and {wording.number_word(len(others))} more" if others else ""
    return {
        "value": wording.position_name(worst.position),
        "label": f"thinnest: {wording.level_text(worst)}{more}",
        "level": worst.level.value,
    }


def _contracts_ending(chart: DepthChart, here: list[Entry]) -> Row:
    last = dt.date(chart.on.year + (chart.on.month >= 7), 6, 30)
    ending = sum(
        1 for e in here if not e.loan_in and e.contract_until and e.contract_until <= last
    )
    return {"value": str(ending), "label": f"contracts end by {last:%B %Y}"}


def thin_item(group: GroupChart, on: dt.date) -> Row:
    """Return a thin position with its reason in sentences."""
    return {
        "position": group.position.value,
        "name": wording.position_name(group.position),
        "level": group.level.value,
        "level_text": wording.level_text(group),
        "headline": wording.sentence(wording.headline(group)),
        "why": wording.why_thin(group, on),
        "cover": group.cover,
        "target": group.group.target,
    }
