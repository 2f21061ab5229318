"""What a chart says in words: days, reasons, levels and why a position is thin. Pure text."""

import datetime as dt
from collections.abc import Iterable, Sequence

from squads.depth import (
    POSITION_NAMES,
    Aptitude,
    Availability,
    Entry,
    GroupChart,
    Level,
    Position,
    Standing,
    Status,
)

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight")
STANDING_NAMES = {s: s.value.replace("_", " ") for s in Standing}
STANDINGS = tuple(Standing)
STANDING_NOUNS = {Standing.PROSPECT: "a prospect", Standing.FRINGE: "on the fringe"}
MARKS = {
    Availability.OUT: "✚",
    Availability.DOUBTFUL: "◐",
    Availability.SUSPENDED: "■",
    Availability.AWAY: "✈",
    Availability.INELIGIBLE: "⊘",
    Availability.ON_LOAN: "→",
}
# The same as icons, for pages; a sentence, a table in a terminal and a picture take the marks.
ICONS = {
    Availability.OUT: "cross",
    Availability.DOUBTFUL: "contrast",
    Availability.SUSPENDED: "rectangle-vertical",
    Availability.AWAY: "plane",
    Availability.INELIGIBLE: "ban",
    Availability.ON_LOAN: "arrow-up-right",
    Availability.AVAILABLE: "circle-help",  # presumed back, without anybody's word
}
AVAILABILITY_NAMES = {a: a.value.replace("_", " ") for a in Availability}
STRINGS = {1: "first", 2: "second"}
# From here on a day without its year is taken for another one; of what is past, sooner.
FAR_DAYS, LONG_AGO_DAYS = 300, 180
PROPER = ("Achilles", "Africa", "Asia", "Copa", "Covid", "World Cup")  # begin with a name


def day_text(day: dt.date, on: dt.date) -> str:
    """Return a day as a paper prints it; the year only where it would be missed."""
    near = -LONG_AGO_DAYS < (day - on).days < FAR_DAYS or day.year == on.year
    return f"{day.day} {day:%b}" if near else f"{day.day} {day:%b %Y}"


def full_day(day: dt.date) -> str:
    return f"{day.day} {day:%b %Y}"


def whole_day(day: dt.date) -> str:
    """Return a day with nothing left out: "Thursday 1 January 2026"."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def distance(day: dt.date, today: dt.date) -> str:
    """Return how far a day is from today as people say it; weeks and months are rounded."""
    days = (day - today).days
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    if days in near:
        return near[days]
    far = _span(abs(days))
    return f"in {far}" if days > 0 else f"{far} ago"


def _span(days: int) -> str:
    for unit, length, most in (("day", 1, 13), ("week", 7, 55), ("month", 30.44, 700)):
        if days <= most:
            count = round(days / length)
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return f"{round(days / 365.25)} years"


def year_text(day: dt.date | None) -> str:
    """Return a contract's year as a chart prints it: ’27; a dash where the end is not known."""
    return f"’{day:%y}" if day else "–"


def percent(chance: int | None) -> str:
    """Return a chance as pages print it; no line ends between the number and its sign."""
    return f"{chance}\u00a0%"


def join(words: Sequence[str], last: str = "and") -> str:
    """Return "a", "a and b" or "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def number_word(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def position_name(position: Position) -> str:
    return POSITION_NAMES[position]


def group_name(group: GroupChart) -> str:
    """Return "Centre-back ×2" or "Defensive mid", short enough for a card; one needs no number."""
    many = f" ×{group.group.starters}" if group.group.starters > 1 else ""
    return POSITION_NAMES[group.position].replace("midfield", "mid") + many


def level_text(group: GroupChart) -> str:
    """Return cover and level: "3 of 4 · thin"; a covered group needs no second word."""
    cover = f"{group.cover} of {group.group.target}"
    return cover if group.level is Level.COVERED else f"{cover} · {group.level.value}"


def lowered(text: str) -> str:
    """Return words for the middle of a sentence: "ACL tear" stays, "Knock" becomes "knock"."""
    kept = text[:2].isupper() or text.startswith(PROPER)
    return text if kept else text[:1].lower() + text[1:]


def reason_text(status: Status) -> str:
    """Return why, without capitals: "ACL tear", "knock"; what he is where no reason stands."""
    reason = status.reason or AVAILABILITY_NAMES[status.availability]
    return reason if status.availability is Availability.ON_LOAN else lowered(reason)


def return_text(status: Status, on: dt.date) -> str:
    """Return when he is back: "1 Sep 2026", "no date, ~20 Oct", nothing for an available man.

    The forecast is told of men who are out; a doubtful man may be back any day.
    """
    if status.availability is Availability.AVAILABLE:
        due = status.back_on if status.overdue else None
        return f"was due {day_text(due, on)}" if due else ""
    if status.back_on and status.availability is Availability.ON_LOAN:
        return full_day(status.back_on)
    if status.back_on:
        return day_text(status.back_on, on)
    if status.availability is Availability.DOUBTFUL:
        return ""
    likely = f", ~{day_text(status.forecast_on, on)}" if status.forecast_on else ""
    return f"no date{likely}"


def status_sentence(entry: Entry, on: dt.date) -> str:
    """Return why he is absent or doubtful, and until when, as a sentence without its stop."""
    status, name = entry.status, entry.member.name
    back = f", expected back {day_text(status.back_on, on)}" if status.back_on else ""
    until = f" until {day_text(status.back_on, on)}" if status.back_on else ""
    if status.availability is Availability.OUT:
        return f"{name} is out ({reason_text(status)}{back or ', no return date'})"
    if status.availability is Availability.SUSPENDED:
        return f"{name} is suspended{until}"
    if status.availability is Availability.ON_LOAN:
        return f"{name} is on loan at {status.reason}{until}"
    if status.availability is Availability.DOUBTFUL:
        return f"{name} is doubtful ({percent(status.chance)}, {reason_text(status)})"
    word = AVAILABILITY_NAMES[status.availability]
    why = f" ({status.reason})" if status.reason else ""
    return f"{name} is {word}{why}{back}"


def why_thin(group: GroupChart, on: dt.date) -> str:
    """Return what is thin and why, in sentences a person would write."""
    return " ".join(thin_sentences(group, on))


def thin_sentences(group: GroupChart, on: dt.date) -> list[str]:
    """Return what is thin and why: the headline, who is missing, who else is there."""
    absences = [status_sentence(entry, on) for entry in missing(group)[:4]]
    return [sentence(text) for text in (headline(group), *absences, *others(group))]


def missing(group: GroupChart) -> list[Entry]:
    """Return whom a reader asks after: who would count here were he available, the best first.

    Not who is on loan elsewhere: he is not meant to.
    """
    missed = [entry for entry in group.entries if _missed(entry)]
    return sorted(missed, key=lambda entry: STANDINGS.index(entry.standing))


def others(group: GroupChart) -> list[str]:
    """Return who is listed here and available but is no cover here, in clauses."""
    shared = [e for e in group.entries if e.shared_with and e.credible]
    clauses = [_shared(shared) if shared else "", _listed_only(group.entries)]
    return [clause for clause in clauses if clause]


def sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def headline(group: GroupChart) -> str:
    """Return how far the group goes, as a clause: "Joe Gomez is the only cover"."""
    counted = [e.member.name for e in group.entries if e.counted]
    starters = group.group.starters
    if group.level is Level.SHORT:
        if not counted:
            return "nobody credible can start here" if starters == 1 else "nobody can start here"
        places = number_word(starters)
        return f"only {join(counted)} can start; {places} are needed"
    if group.level is Level.EXPOSED:
        one = f"{join(counted)} has no cover"
        return one if starters == 1 else f"{join(counted)} have nobody behind them"
    gap = "one man" if group.missing == 1 else f"{number_word(group.missing)} men"
    return f"{gap} short of two deep; {join(counted[starters:])} {_alone(group)}"


def _alone(group: GroupChart) -> str:
    return "is the only cover" if group.cover - group.group.starters == 1 else "are the only cover"


def _missed(entry: Entry) -> bool:
    """Whether he would count here were he available, so that a reader asks after him."""
    if entry.status.availability is Availability.ON_LOAN:
        return False
    return entry.credible and not entry.status.counts


def _shared(entries: Iterable[Entry]) -> str:
    """Return "A and B are counted at right wing, C at striker"."""
    places: dict[Position, list[str]] = {}
    for entry in list(entries)[:4]:
        if entry.shared_with:
            places.setdefault(entry.shared_with, []).append(entry.member.name)
    parts = [f"{join(names)} at {position_name(p).lower()}" for p, names in places.items()]
    verb = "is" if len(next(iter(places.values()))) == 1 else "are"
    return join(parts).replace(" at ", f" {verb} counted at ", 1)


def _listed_only(entries: Iterable[Entry]) -> str:
    """Return who is listed but never counted, by the reason."""
    idle = [e for e in entries if not e.credible and not e.absent]
    parts = []
    for standing, noun in STANDING_NOUNS.items():
        names = [e.member.name for e in idle if e.standing is standing][:3]
        if names:
            plural = "prospects" if standing is Standing.PROSPECT else noun
            parts.append(f"{join(names)} {f'is {noun}' if len(names) == 1 else f'are {plural}'}")
    names = [
        e.member.name
        for e in idle
        if e.aptitude is Aptitude.EMERGENCY and e.standing not in STANDING_NOUNS
    ][:3]
    if names:
        parts.append(f"{join(names)} could fill in only in an emergency")
    return "; ".join(parts)
