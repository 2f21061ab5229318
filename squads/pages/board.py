"""A depth chart as rows of ready strings, so that templates only print.

Templates over model instances cost several times as much (docs/engine.md has figures).
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from squads import depth, wording
from squads.depth import Aptitude, Availability, DepthChart, Entry, GroupChart
from squads.drawing.names import parted

Row = dict[str, Any]
# Who plays wide stands beside the men in the middle that are nearest, if they are this near.
LINE_HEIGHT = 14
# A group's men play on one side if their places lie on average beyond these, 0 being the left.
LEFT_OF, RIGHT_OF = 35, 65
FINAL_YEAR_DAYS = 365
ORDINALS = {1: "1st", 2: "2nd"}
# The most lines that fit one sheet of A4 at each of print.css's sizes, the largest type first;
# beyond the last but one it is set smallest, and the table may part a position.
FILLS = {"roomy": 74, "": 102, "full": 150, "fullest": 10_000}
# Lines that name men in brief, below those who have a row of their own.
ASIDES = {"also": "Also", "emergency": "Emergency"}


@dataclass(frozen=True, slots=True)
class Urls:
    """Builds the addresses a row needs without resolving a pattern per row."""

    player: str  # with a {} for the slug
    edit: str = ""  # the same, for editors; empty for readers


def board(chart: DepthChart, today: dt.date, urls: Urls) -> dict[str, Any]:
    """Return everything the chart's templates print of the chart itself."""
    cards = [card(group, chart, today, urls) for group in chart.groups]
    thin = [thin_item(group, chart.on) for group in chart.thin]
    unplaced = [_unplaced(entry, chart, today, urls) for entry in chart.unplaced]
    return {
        "cards": cards,
        "lines": _lines(chart, cards),
        "unplaced": unplaced,
        "summary": summary(chart),
        "thin": thin,
        "fill": _fill(cards, len(thin), len(unplaced)),
        "empty": not chart.members,
    }


def _fill(cards: list[Row], thin: int, unplaced: int) -> str:
    """Return how much there is to say, for paper: a key of FILLS, empty for what is usual."""
    rows = [row for card in cards for row in (*card["rows"], *card["loans"])]
    absent = sum("is-absent" in row["classes"] for card in cards for row in card["rows"])
    # A reason takes two more lines than a name, a thin position's paragraph about six.
    lines = len(rows) + 2 * (absent + unplaced + 3 * thin)
    return next(name for name, most in FILLS.items() if lines <= most)


def card(group: GroupChart, chart: DepthChart, today: dt.date, urls: Urls) -> Row:
    """Return a group: its heading, pips and rows. Men on loan elsewhere are folded away.

    lists: the rows that stand on the pitch. asides: those that are only named there.
    """
    entries = [e for e in group.entries if not _on_loan(e)]
    rows = [row(entry, chart.on, today, urls) for entry in entries]
    made = {
        "position": group.position.value,
        "name": wording.position_name(group.position),
        "title": wording.group_name(group),
        "level": group.level.value,
        "level_text": wording.level_text(group),
        "cover": group.cover,
        "target": group.group.target,
        "pips": pips(group),
        "rows": rows,
        "loans": [row(e, chart.on, today, urls) for e in group.entries if _on_loan(e)],
    }
    part(made)
    return made


def part(card: Row) -> None:
    """Part a card's rows into those with a row on the pitch and men who are only named there.

    lists: who is counted, and who would be or may be one day, those who are absent first.
    has_more: whether anybody is on the card who is not counted here. Whoever changes rows after
    that parts them again.
    """
    rows = card["rows"]
    rest = [row for row in rows if not row["string"] and not row["aside"]]
    rest.sort(key=lambda row: "is-absent" not in row["classes"])
    card["lists"] = [
        {"name": name, "rows": found}
        for name, found in (("two-deep", [r for r in rows if r["string"]]), ("rest", rest))
        if found
    ]
    card["asides"] = [
        {"label": label, "rows": found}
        for name, label in ASIDES.items()
        if (found := [row for row in rows if row["aside"] == name])
    ]
    card["has_more"] = bool(rest or card["asides"] or card["loans"])
    counts = Counter(row["surname"] for row in rows if row["aside"])
    for named in rows:
        if named["aside"] and counts[named["surname"]] > 1:
            named["surname"], named["given"] = named["name"], ""


def row(entry: Entry, on: dt.date, today: dt.date, urls: Urls) -> Row:
    """Return one man as a group lists him."""
    member, status = entry.member, entry.status
    tag, tone = _tag(entry, on, today)
    state = "is-counted" if entry.counted else "is-listed"
    if entry.absent:
        state = "is-absent"
    key = f"{entry.position or 'none'}-{member.slug}"
    given, last = parted(member.name, member.short_name)
    return {
        "key": key,
        "slug": member.slug,
        "name": member.name,
        "surname": last,
        "given": given,
        "number": member.number or "",
        "url": urls.player.format(member.slug),
        "edit": urls.edit.format(member.slug, entry.position or "") if urls.edit else "",
        "classes": f"{state} is-{status.availability.value}",
        "icon": _icon(status, on, today),
        "state": wording.AVAILABILITY_NAMES[status.availability],
        "tag": tag,
        "tone": tone,
        "back_told": _back_told(status, today),
        "aside": _aside(entry),
        "brackets": _brackets(entry, on),
        "irreplaceable": entry.irreplaceable,
        "string": wording.STRINGS.get(entry.string or 0, ""),
        "ordinal": ORDINALS.get(entry.string or 0, ""),
        "not_counted": _not_counted(entry),
        "aptitude": _aptitude(entry),
        "standing": wording.STANDING_NAMES[entry.standing],
        "derived": entry.standing_derived,
        "availability": _availability(entry),
        "back": wording.return_text(status, on) or "–",
        "back_on": status.back_on if status.availability is not Availability.AVAILABLE else None,
        "slip": _slip(entry, on),
        "contract": wording.full_day(entry.contract_until) if entry.contract_until else "–",
        "contract_on": entry.contract_until,
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


def _is_unconfirmed(status: depth.Status, on: dt.date, today: dt.date) -> bool:
    """Whether he is presumed back although nobody has said so; of days to come nobody can."""
    return status.overdue and status.back_on is not None and on <= today


def _icon(status: depth.Status, on: dt.date, today: dt.date) -> str:
    """Return the name of the icon for why he is not simply available; empty if he is."""
    available = status.availability is Availability.AVAILABLE
    if available and not _is_unconfirmed(status, on, today):
        return ""
    return wording.ICONS.get(status.availability, "")


def _back_told(status: depth.Status, today: dt.date) -> str:
    """Return the whole day of his return and how far off it is, empty where none is known."""
    if status.back_on is None or status.availability is Availability.AVAILABLE:
        return ""
    return f"{wording.whole_day(status.back_on)}, {wording.distance(status.back_on, today)}"


def _tag(entry: Entry, on: dt.date, today: dt.date) -> tuple[str, str]:
    """Return the words at the end of a row and their tone: "", "warn" or "bad"."""
    status = entry.status
    if _on_loan(entry):
        until = f" · {wording.year_text(status.back_on)}" if status.back_on else ""
        return f"{status.reason}{until}", ""
    if entry.absent:
        back = wording.return_text(status, on)
        slip = _slip(entry, on)
        was = f" ({slip})" if slip else ""
        parts = [wording.reason_text(status), back + was]
        return " · ".join(p for p in parts if p), "bad"
    if status.availability is Availability.DOUBTFUL:
        return f"{wording.percent(status.chance)} · {wording.reason_text(status)}", "warn"
    if status.back_on and _is_unconfirmed(status, on, today):
        return f"due {wording.day_text(status.back_on, on)}, not confirmed", "warn"
    if not entry.counted:
        return _why_listed(entry), ""
    if _ends_soon(entry, on) and entry.contract_until:
        return f"ends {entry.contract_until:%b ’%y}", "warn"
    loan = "loan · " if entry.loan_in else ""
    return loan + wording.year_text(entry.contract_until), ""


def _aside(entry: Entry) -> str:
    """Return the line of ASIDES that names him; empty where he has a row of his own.

    Who counts here, would count, or has no better place keeps his row.
    """
    if entry.counted or _on_loan(entry):
        return ""
    if entry.aptitude is Aptitude.EMERGENCY:
        return "emergency"
    if entry.absent:
        return "" if entry.credible or entry.aptitude is Aptitude.NATURAL else "also"
    no_cover = entry.aptitude is Aptitude.CAPABLE and not entry.credible
    return "also" if entry.shared_with or no_cover else ""


def _brackets(entry: Entry, on: dt.date) -> str:
    """Return what stands behind a name on such a line: "LW", "RW, 50 %", "out, 18 Oct"."""
    status = entry.status
    parts = [entry.shared_with.value] if entry.shared_with else []
    if entry.absent:
        parts += [wording.AVAILABILITY_NAMES[status.availability], wording.return_text(status, on)]
    elif status.availability is Availability.DOUBTFUL:
        parts.append(wording.percent(status.chance))
    elif not parts and entry.standing in wording.STANDING_NOUNS:
        parts.append(wording.STANDING_NAMES[entry.standing])
    return ", ".join(filter(None, parts))


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
        word += f" {wording.percent(status.chance)}"
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
    """Return the cards as rows on the pitch, attack first, each from left to right.

    A row has at most one card on either side and one in the middle, which each card's `lane`
    names, so that the rows of every formation line up.
    """
    middle: list[tuple[float, Row]] = []
    wide: list[tuple[float, Row]] = []
    for group, made in zip(chart.groups, cards, strict=True):
        slots = [s for s in chart.formation.slots if s.position is group.position]
        x = sum(slot.x for slot in slots) / len(slots)
        y = sum(slot.y for slot in slots) / len(slots)
        made["lane"] = "left" if x < LEFT_OF else "right" if x > RIGHT_OF else "middle"
        (middle if made["lane"] == "middle" else wide).append((y, made))
    lines = [(y, {"middle": made}) for y, made in middle]
    for y, made in wide:
        free = [line for line in lines if made["lane"] not in line[1]]
        nearest = min(free, key=lambda line: abs(line[0] - y), default=None)
        if nearest and abs(nearest[0] - y) <= LINE_HEIGHT:
            nearest[1][made["lane"]] = made
        else:
            lines.append((y, {made["lane"]: made}))
    lines.sort(key=lambda line: -line[0])
    lanes = ("left", "middle", "right")
    return [[line[lane] for lane in lanes if lane in line] for _, line in lines]


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
        "position": worst.position.value,
        "label": f"thinnest: {wording.level_text(worst)}{more}",
        "level": worst.level.value,
    }


def _contracts_ending(chart: DepthChart, here: list[Entry]) -> Row:
    ending = sum(ends_with_season(entry, chart.on) for entry in here)
    return {"value": str(ending), "label": f"contracts end by {season_end(chart.on):%B %Y}"}


def season_end(on: dt.date) -> dt.date:
    """Return the day on which contracts of the season end."""
    return dt.date(on.year + (on.month >= 7), 6, 30)


def ends_with_season(entry: Entry, on: dt.date) -> bool:
    """Whether his contract here ends by the season's end; a loan's end is no news."""
    end = entry.contract_until
    return bool(end and not entry.loan_in and not _on_loan(entry) and end <= season_end(on))


def thin_item(group: GroupChart, on: dt.date) -> Row:
    """Return a thin position with its reason: in sentences, and in the parts of them."""
    sentences = wording.thin_sentences(group, on)
    return {
        "position": group.position.value,
        "name": wording.position_name(group.position),
        "level": group.level.value,
        "level_text": wording.level_text(group),
        "headline": wording.sentence(wording.headline(group)),
        "why": " ".join(sentences),
        "sentences": sentences,
        "missing": [_missing(entry, on) for entry in wording.missing(group)],
        "others": [wording.sentence(clause) for clause in wording.others(group)],
        "cover": group.cover,
        "target": group.group.target,
        "pips": pips(group),
    }


def pips(group: GroupChart) -> list[bool]:
    """Return the places of a group, those that are filled first."""
    return [True] * group.cover + [False] * (group.group.target - group.cover)


def _missing(entry: Entry, on: dt.date) -> Row:
    """Return a man who would count in his group, with why he does not and until when."""
    status = entry.status
    doubtful = status.availability is Availability.DOUBTFUL
    return {
        "slug": entry.member.slug,
        "name": entry.member.name,
        "icon": wording.ICONS[status.availability],
        "state": wording.AVAILABILITY_NAMES[status.availability],
        "reason": wording.reason_text(status)
        + (f", {status.chance}\N{NO-BREAK SPACE}%" if doubtful else ""),
        "back_on": status.back_on,
        "back": wording.day_text(status.back_on, on) if status.back_on else "",
        "undated": not status.back_on and not doubtful,
    }
