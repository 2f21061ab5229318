"""What a link does to both clubs, said in sentences."""

import datetime as dt

from squads.depth import Entry, GroupChart, Level, Position
from squads.wording import (
    STANDING_NAMES,
    STANDING_NOUNS,
    STRINGS,
    full_day,
    join,
    position_name,
)
from transfers.models import ENDED, Link, LinkCondition
from transfers.pages.link_effects import Judged
from transfers.planning.contracts import months_left
from transfers.planning.link import Effect, Shift
from transfers.planning.outcomes import Outcome
from transfers.words import kind_words

Kind, Stage = Link.Kind, Link.Stage
OVER = (Stage.COLLAPSED, Stage.REJECTED)
HEADLINES = {
    Stage.RUMOUR: "A rumour",
    Stage.INTEREST: "Interest",
    Stage.BID: "A bid",
    Stage.AGREED: "Agreed",
    Stage.MEDICAL: "At the medical",
    Stage.DONE: "Done",
    Stage.COLLAPSED: "Collapsed",
    Stage.REJECTED: "Rejected",
}


def headline(link: Link) -> str:
    """Return "Collapsed on 1 Sep 2025: a permanent transfer for £35m from A to B."."""
    stage = Stage(link.stage)
    when = "on" if stage in ENDED else "since"
    what = f"{kind_words(link)} from {link.from_club} to {link.to_club}"
    if stage in (Stage.RUMOUR, Stage.INTEREST):
        of = "of" if stage is Stage.RUMOUR else "in"
        return f"{HEADLINES[stage]} {of} {what}, since {full_day(link.stage_on)}."
    return f"{HEADLINES[stage]} {when} {full_day(link.stage_on)}: {what}."


# What it does


def does(link: Link) -> str:
    """Return what is said below: "What it does to both clubs"."""
    return f"What it {said_as(link, 'does', 'would have done', 'did')} to both clubs"


def seller_says(found: Judged, conditions: list[LinkCondition]) -> list[str]:
    """Return what the seller is left with, in sentences."""
    link, effect = found.link, found.seller
    if effect is None:
        return [f"{link.from_club} have no chart here: {_left_unknown(link)}."]
    awaited = {condition.position for condition in conditions}
    said = [_falls(link, shift, awaited) for shift in effect.falling] or [_stands(found, effect)]
    if found.contract is None and effect.shifts:
        his = f"he is taken for what he is at {link.to_club}"
        said.append(f"His contract there is not on record: {his}.")
    return said


def said_as(link: Link, *words: str) -> str:
    """Return the word for a link that is alive, over, or done."""
    return words[1] if link.stage in OVER else words[2] if link.stage == Stage.DONE else words[0]


def _left_unknown(link: Link) -> str:
    left = said_as(link, "are left", "would have been left", "were left")
    return f"what they {left} with is not known"


def _falls(link: Link, shift: Shift, awaited: set[str]) -> str:
    """Return how far a position falls, that it needs a man first, and that the deal waits."""
    where = position_name(shift.position).lower()
    now, was = shift.on_day.after, shift.on_day.before
    at_once = bool(now and was and now.is_thin and shift.on_day.is_worse)
    before, after = (was, now) if at_once else (shift.worst_before, shift.worst_after)
    if before is None or after is None:
        return f"{link.from_club} lose a man at {where}."
    fall = said_as(link, "fall", "would have fallen", "fell")
    further = "further " if before.is_thin else ""
    later = "" if at_once else f" from {full_day(_worst_on(shift))} on"
    need = said_as(
        link, "need a replacement first", "needed a replacement first", "needed a replacement"
    )
    text = (
        f"Without him {link.from_club} {fall} {further}short of cover at {where}{later}: "
        f"{fill_text(after)}, down from {fill_text(before)}. They {need}."
    )
    if shift.position.value in awaited:
        text += f" That is what the deal {said_as(link, 'waits', 'waited', 'waited')} for."
    return text


def _worst_on(shift: Shift) -> dt.date:
    return shift.worst_after.worst_on if shift.worst_after else dt.date.max


def fill_text(group: GroupChart | Outcome) -> str:
    """Return "3 of 4, thin" for the middle of a sentence."""
    return f"{group.cover} of {target_of(group)}, {group.level.value}"


def target_of(group: GroupChart | Outcome) -> int:
    return group.group.target if isinstance(group, GroupChart) else group.target


def _stands(found: Judged, effect: Effect) -> str:
    link = found.link
    if not effect.shifts:
        his = f"His contract at {link.from_club}"
        if found.contract is None:
            return f"{his} is not on record, so {_left_unknown(link)}."
        ends = found.contract.ends_on
        if ends and ends < effect.on:
            runs = said_as(link, "runs", "ran", "ran")
            return f"{his} {runs} only to {full_day(ends)} in any case."
        count = said_as(link, "do", "did", "did")
        changes = said_as(link, "changes", "would have changed", "changed")
        return (
            f"{link.from_club} {count} not count him on {full_day(effect.on)}: "
            f"nothing {changes} there."
        )
    came = [effect.name_of(slug) for shift in effect.shifts for slug in shift.on_day.came]
    stay = said_as(link, "stay", "would have stayed", "stayed")
    are = said_as(link, "are", "were", "were")
    text = f"Without him {link.from_club} {stay} as well covered as they {are}"
    if not came:
        return f"{text}."
    one = "steps" if len(came) == 1 else "step"
    return f"{text}: {join(came)} {said_as(link, one, 'would have stepped', 'stepped')} up."


def buyer_says(found: Judged) -> list[str]:
    """Return what the buyer gains, in sentences."""
    link, effect = found.link, found.buyer
    if effect is None:
        gain = said_as(link, "would gain", "would have gained", "gained")
        return [f"{link.to_club} have no chart here: what they {gain} is not known."]
    said = [_gain(found, effect)]
    if found.standing_assumed:
        said.append("His standing is not known and taken for rotation.")
    return said


def _gain(found: Judged, effect: Effect) -> str:
    link, place = found.link, found.place
    if place is None or place.position is None:
        shape = effect.after.formation.name
        have = said_as(link, "have", "had", "had")
        return f"{link.to_club} {have} no place in their {shape} for what he plays."
    where = position_name(place.position).lower()
    if not place.counted:
        verb = said_as(link, "would not count", "would not have counted", "did not count")
        return f"{link.to_club} {verb} him at {where}: {_why_not(link, place)}."
    verb = said_as(link, "would count", "would have counted", "counted")
    text = f"{link.to_club} {verb} him at {where}, {STRINGS[place.string or 2]} string"
    shift = next((one for one in effect.shifts if one.position is place.position), None)
    return f"{text}{_difference(effect, shift)}.{_elsewhere(link, effect, place.position)}"


def _difference(effect: Effect, shift: Shift | None) -> str:
    """Return how the position gains by him, else who makes way."""
    if shift is None or shift.on_day.before is None or shift.on_day.after is None:
        return ""
    was, now = shift.on_day.before, shift.on_day.after
    if now.severity > was.severity:
        return f": {fill_text(now)}, up from {fill_text(was)}"
    gone = [effect.name_of(slug) for slug in shift.on_day.went]
    return f", in place of {join(gone)}" if gone else ""


def _elsewhere(link: Link, effect: Effect, here: Position) -> str:
    """Return which other thin positions gain, by men who are free for them now."""
    better = [
        position_name(one.position).lower()
        for one in effect.shifts
        if one.position is not here and _is_better(one)
    ]
    verb = said_as(link, "would help", "would have helped", "helped")
    return f" It {verb} at {join(better)}, too." if better else ""


def _is_better(shift: Shift) -> bool:
    was, now = shift.on_day.before, shift.on_day.after
    return bool(was and now and was.is_thin and now.severity > was.severity)


def _why_not(link: Link, entry: Entry) -> str:
    is_ = said_as(link, "is", "was", "was")
    if entry.absent:
        return f"he {is_} absent on the day"
    if entry.shared_with:
        count = said_as(link, "would count", "would have counted", "counted")
        return f"they {count} him at {position_name(entry.shared_with).lower()}"
    if entry.standing in STANDING_NOUNS:
        return f"he {is_} {STANDING_NOUNS[entry.standing]}"
    return f"others {said_as(link, 'go', 'went', 'went')} before him"


def counts_as(entry: Entry | None) -> str:
    """Return what he is there: "Centre-back, second string, standing: first choice"."""
    if entry is None or entry.position is None:
        return "No place"
    string = f"{STRINGS[entry.string]} string" if entry.string else "not counted"
    standing = f"standing: {STANDING_NAMES[entry.standing]}"
    return f"{position_name(entry.position)}, {string}, {standing}"


# Days


def contract_left(ends_on: dt.date | None, on: dt.date) -> str:
    """Return "10 months left", "2 years left", "18 days left" or that it is over."""
    if ends_on is None:
        return "end not known"
    months = months_left(ends_on, on)
    if months is None:
        return "over by then"
    if months < 2:
        days = (ends_on - on).days + 1
        return f"{days} day{'' if days == 1 else 's'} left"
    if months % 12 == 0 and months > 12:
        return f"{months // 12} years left"
    return f"{months} months left"


def worse_levels(levels: list[tuple[Position, GroupChart]]) -> str:
    """Return "centre-back 2 of 4, exposed" for what another club would be left with."""
    return join([f"{position_name(p).lower()} {fill_text(group)}" for p, group in levels])


def level_text(group: GroupChart | Outcome) -> str:
    """Return "3 of 4 · thin", as charts print it."""
    cover = f"{group.cover} of {target_of(group)}"
    return cover if group.level is Level.COVERED else f"{cover} · {group.level.value}"
