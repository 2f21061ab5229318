"""A scenario as rows of ready strings: the chart under it, and what differs from the real one."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from squads import wording
from squads.depth import (
    Availability,
    DepthChart,
    Level,
    Position,
    Stretch,
)
from squads.pages import board
from transfers.models import ScenarioMove
from transfers.planning.outcomes import Difference, Outcome, differences
from transfers.scenarios import MADE_UP, Plan

Row = board.Row
Kind = ScenarioMove.Kind
# The icon of a kind of move, and the word for who does not see it.
SIGNS = {
    Kind.OUT: ("minus", "out"),
    Kind.IN: ("plus", "in"),
    Kind.ABSENCE: ("cross", "absent"),
    Kind.EXTENSION: ("calendar-clock", "extended"),
}


# The chart


def scenario_board(
    before: DepthChart, after: DepthChart, plan: Plan, today: dt.date, urls: board.Urls
) -> Row:
    """Return the chart under a scenario as the club's page prints one, differences marked.

    before, after: of one day. A card tells what its level was; new men, those who count only now
    and those who are gone are named so.
    """
    found = board.board(after, today, urls)
    here, was = _present(after), _present(before)
    changed = {diff.position.value: diff for diff in differences(before, after)}
    words = {move.slug: said for move, said in zip(plan.moves, _said(plan), strict=True)}
    for card in found["cards"]:
        _mark(card, changed[card["position"]], here, was, words)
        old = changed[card["position"]].before
        for entry in old.entries if old else ():
            if entry.member.slug in was - here:
                gone = board.row(entry, before.on, today, urls)
                card["rows"].append(gone | _gone(gone, words, counted=entry.counted))
        board.part(card)
    for row in found["unplaced"]:
        _mark_row(row, here, was)
    for item, real in zip(found["summary"], board.summary(before), strict=True):
        if item["value"] != real["value"]:
            item["was"] = real["value"]
        elif item["label"] != real["label"]:
            item["label"] += f" (was {real['label'].rpartition(': ')[2]})"
    return found


def _present(chart: DepthChart) -> set[str]:
    """Return the slugs of those who are at the club that day, not lent out."""
    return {
        entry.member.slug
        for entry in chart.members
        if entry.status.availability is not Availability.ON_LOAN
    }


def _mark(
    card: Row, diff: Difference, here: set[str], was: set[str], words: Mapping[str, str]
) -> None:
    """Say in a card and its rows what the moves have changed."""
    if diff.before and (diff.changes_level or diff.before.cover != card["cover"]):
        card["was"] = wording.level_text(diff.before)
        card["was_level"] = diff.before.level.value
    for row in (*card["rows"], *card["loans"]):
        slug = row["slug"]
        if _mark_row(row, here, was):
            continue
        if slug in diff.came and diff.before:
            row["classes"] += " is-came"
            row |= {"icon": "arrow-up", "state": "", "tag": f"counted now · {row['tag']}"}
        elif slug in diff.went and slug in here:
            row["classes"] += " is-went"
            said = f"no longer counted · {words.get(slug) or row['tag']}"
            row |= {"icon": "arrow-down", "state": "", "tag": said, "aside": ""}
    card["loans"] = [row for row in card["loans"] if row["slug"] not in was - here]


def _mark_row(row: Row, here: set[str], was: set[str]) -> bool:
    """Say of a row that its man is new, and return whether he is; made-up men have no page."""
    slug = row["slug"]
    if slug.startswith(MADE_UP):
        row["url"] = ""
    if slug not in here - was:
        return False
    row["classes"] += " is-new"
    said = f"new · {row['tag']}".removesuffix(" · –")
    row |= {"icon": "plus", "state": "", "tag": said, "aside": ""}
    row["why"] = f"new · {row['why']}" if "why" in row else ""
    return True


def _gone(row: Row, words: Mapping[str, str], *, counted: bool) -> Row:
    """Return what a row says of a man whom the moves have taken away."""
    why = words.get(row["slug"], "gone")
    return {
        "key": f"gone-{row['key']}",
        "classes": "is-absent is-gone",
        "aside": "",
        "icon": "minus",
        "state": "",
        "back_told": "",
        "back_on": None,
        "tag": why,
        "tone": "bad" if counted else "",
        "irreplaceable": False,
        "string": "",
        "not_counted": "was counted" if counted else "gone",
        "availability": why,
        "back": "–",
        "slip": "",
    }


def _said(plan: Plan) -> Iterable[str]:
    """Return in a word or two what each move does to its man."""
    for row, move in zip(plan.rows, plan.moves, strict=True):
        verb = {Kind.OUT: "lent" if row.is_loan else "sold", Kind.ABSENCE: "absent"}.get(
            Kind(row.kind), "new"
        )
        yield f"{verb} {wording.day_text(move.on, move.on)}"


# What is said of the moves


def move_rows(plan: Plan, today: dt.date) -> list[Row]:
    """Return the moves in sentences, each with why reality has overtaken it, where it has."""
    said = plan.overtaken(today)
    return [
        {
            "pk": row.pk,
            "kind": row.kind,
            "sign": SIGNS[Kind(row.kind)],
            "name": row.player.known_as if row.player else row.name,
            "url": row.player.get_absolute_url() if row.player else "",
            "text": move_text(row),
            "overtaken": said.get(row.pk, ""),
            "link": row.link,
        }
        for row in plan.rows
    ]


def move_text(row: ScenarioMove) -> str:
    """Return what a move does, as what is said of the man: "sold to AC Milan on 1 Jan 2026"."""
    on = wording.full_day(row.on)
    until = f" until {wording.full_day(row.until_on)}" if row.until_on else ""
    if row.kind == Kind.OUT:
        to = f" to {row.club}" if row.club else ""
        return f"{'lent' if row.is_loan else 'sold'}{to} on {on}{until}"
    if row.kind == Kind.ABSENCE:
        why = f", {wording.lowered(row.note)}" if row.note else ""
        return f"absent from {on}{until or ' for good'}{why}"
    if row.kind == Kind.EXTENSION:
        return f"contract extended{until}"
    source = f" from {row.club}" if row.club else ""
    standing = f", {row.get_standing_display().lower()}" if row.standing else ""
    fit = "" if row.player else f", {row.aptitude or 'natural'} {row.position}"
    return f"{'borrowed' if row.is_loan else 'in'}{source} on {on}{until}{fit}{standing}"


def summary_of(rows: Sequence[ScenarioMove], formation: str = "") -> list[Row]:
    """Return all moves in brief: a sign and a name each, at last the formation if it changes."""
    parts = [
        {
            "kind": row.kind,
            "sign": SIGNS[Kind(row.kind)],
            "name": row.player.known_as if row.player else row.name,
        }
        for row in rows
    ]
    shape = {"kind": "formation", "sign": ("layout-grid", "formation"), "name": formation}
    return [*parts, *([shape] if formation else [])]


def difference_rows(before: DepthChart, after: DepthChart) -> list[Row]:
    """Return the positions where anything is another, with who counts now and who no longer."""
    return [
        _difference(diff, before, after) for diff in differences(before, after) if diff.changes
    ]


def _difference(diff: Difference, before: DepthChart, after: DepthChart) -> Row:
    names = {entry.member.slug: entry.member.name for entry in (*before.members, *after.members)}
    return {
        "position": diff.position.value,
        "name": wording.position_name(diff.position),
        "before": wording.level_text(diff.before) if diff.before else "",
        "before_level": diff.before.level.value if diff.before else "",
        "after": wording.level_text(diff.after) if diff.after else "",
        "after_level": diff.after.level.value if diff.after else "",
        "came": [names[slug] for slug in diff.came],
        "went": [names[slug] for slug in diff.went],
        "tone": _tone(diff),
    }


def _tone(diff: Difference) -> str:
    if not diff.before or not diff.after or diff.before.severity == diff.after.severity:
        return "other"
    return "worse" if diff.is_worse else "better"


# The days to come


def stretches_between(found: Sequence[Stretch], first: dt.date, last: dt.date) -> list[Stretch]:
    """Return the parts of these stretches that lie between two days, both included."""
    return [
        replace(stretch, first=max(stretch.first, first), last=min(stretch.last, last))
        for stretch in found
        if stretch.first <= last and stretch.last >= first
    ]


def need_rows(before: Mapping[Position, Outcome], after: Mapping[Position, Outcome]) -> list[Row]:
    """Return the positions that will be thin with or without the moves, worst after them first."""
    positions = [p for p in Position if _thin(before.get(p)) or _thin(after.get(p))]
    rows = [_need(position, before.get(position), after.get(position)) for position in positions]
    return sorted(rows, key=lambda row: row["severity"])


def _thin(outcome: Outcome | None) -> bool:
    return outcome is not None and outcome.is_thin


def _need(position: Position, before: Outcome | None, after: Outcome | None) -> Row:
    tone = ""
    if before and after and before.severity != after.severity:
        tone = "worse" if after.severity < before.severity else "better"
    return {
        "position": position.value,
        "name": wording.position_name(position),
        "before": _outcome(before),
        "after": _outcome(after),
        "tone": tone,
        "severity": after.severity if after else (len(Level), 0),
    }


def _outcome(outcome: Outcome | None) -> Row | None:
    if outcome is None:
        return None
    word = "" if outcome.level is Level.COVERED else f" · {outcome.level.value}"
    days = ""
    if outcome.from_on and outcome.until_on:
        first, last = outcome.from_on, outcome.until_on
        days = f"{wording.full_day(first)} to {wording.full_day(last)}"
    return {
        "level": outcome.level.value,
        "text": f"{outcome.cover} of {outcome.target}{word}",
        "worst_on": wording.full_day(outcome.worst_on),
        "days": days,
    }


def worst_day(found: Mapping[Position, Outcome]) -> dt.date | None:
    """Return the first day on which the worst of all positions is at its worst."""
    worst = min(found.values(), key=lambda o: (o.severity, o.worst_on), default=None)
    return worst.worst_on if worst and worst.is_thin else None
