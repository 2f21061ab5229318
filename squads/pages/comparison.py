"""Two depth charts side by side, two clubs' or one club's on two days, as ready strings."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from squads import wording
from squads.depth import SEVERITY, Availability, DepthChart, Entry, GroupChart, Position

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two charts. name: of its club. player_url: with a {} for a man's slug.

    since: the earlier of both days, so that the same return is told alike on both sides.
    """

    name: str
    chart: DepthChart
    player_url: str
    since: dt.date

    @property
    def groups(self) -> dict[Position, GroupChart]:
        return {group.position: group for group in self.chart.groups}


def comparison(left: Side, right: Side, *, same_club: bool) -> dict[str, Any]:
    """Return the positions of both in a pitch's order, and what differs in a sentence or two.

    same_club: the two are days of one club, so that men can be told to come in or to go.
    """
    groups = left.groups, right.groups
    shown = [position for position in Position if position in groups[0] or position in groups[1]]
    rows = [_position(position, left, right, same_club=same_club) for position in shown]
    words = _over_time(left, right) if same_club else _between(left, right)
    return {"rows": rows, "words": words, "sums": [_sums(left.chart), _sums(right.chart)]}


def _position(position: Position, left: Side, right: Side, *, same_club: bool) -> Row:
    """Return one position: its name and a cell of each side, None where a formation has it not."""
    one, two = left.groups.get(position), right.groups.get(position)
    cells = [_cell(one, left), _cell(two, right)]
    if same_club and one and two:
        _mark_changes(cells[0], cells[1])
    return {
        "position": position.value,
        "name": wording.position_name(position),
        "cells": cells,
        "change": _change(one, two) if same_club else "",
        "differs": bool(one and two and (one.cover, one.level) != (two.cover, two.level)),
    }


def _cell(group: GroupChart | None, side: Side) -> Row | None:
    if group is None:
        return None
    counted = [_man(e, side) for e in group.entries if e.counted]
    missed = [_man(e, side) for e in wording.missing(group)]
    return {
        "level": group.level.value,
        "level_text": wording.level_text(group),
        "pips": [True] * group.cover + [False] * group.missing,
        "counted": counted,
        "missed": missed,
    }


def _man(entry: Entry, side: Side) -> Row:
    status, on = entry.status, side.since
    away = status.availability is not Availability.AVAILABLE
    parts = [wording.reason_text(status), wording.return_text(status, on)] if away else []
    if status.availability is Availability.DOUBTFUL:
        parts.insert(0, wording.percent(status.chance))
    return {
        "slug": entry.member.slug,
        "name": entry.member.name,
        "number": entry.member.number or "",
        "url": side.player_url.format(entry.member.slug),
        "tag": " · ".join(part for part in parts if part),
        "state": status.availability.value,
        "change": "",
    }


def _mark_changes(before: Row | None, after: Row | None) -> None:
    """Mark who is counted on one of two days alone."""
    if before is None or after is None:
        return
    then = {man["slug"] for man in before["counted"]}
    later = {man["slug"] for man in after["counted"]}
    for man in before["counted"]:
        man["change"] = "" if man["slug"] in later else "goes"
    for man in after["counted"]:
        man["change"] = "" if man["slug"] in then else "comes in"


def _change(before: GroupChart | None, after: GroupChart | None) -> str:
    """Return "better" or "worse" where the level, or the places filled, are not the same."""
    if before is None or after is None:
        return ""
    was, now = ((SEVERITY[g.level], g.cover) for g in (before, after))
    return "" if was == now else "better" if now > was else "worse"


def _sums(chart: DepthChart) -> Row:
    return {
        "filled": sum(group.cover for group in chart.groups),
        "places": sum(group.group.target for group in chart.groups),
        "thin": len(chart.thin),
        "positions": len(chart.groups),
        "formation": chart.formation.name,
        "absent": sum(_out(entry) for entry in chart.members),
    }


def _out(entry: Entry) -> bool:
    return entry.absent and entry.status.availability is not Availability.ON_LOAN


def _between(left: Side, right: Side) -> list[str]:
    """Return what tells two clubs apart."""
    return [f"{side.name} {_thin_words(side.chart)}." for side in (left, right)]


def _thin_words(chart: DepthChart) -> str:
    if not chart.thin:
        return "are two deep at every position"
    found: dict[str, list[str]] = {}
    for group in chart.thin:
        found.setdefault(group.level.value, []).append(wording.position_name(group.position))
    parts = [f"{level} at {wording.join(names).lower()}" for level, names in found.items()]
    return f"are {wording.join(parts)}"


def _over_time(left: Side, right: Side) -> list[str]:
    """Return what happens to one club from one day to the other."""
    if left.chart.on == right.chart.on:
        return ["Both days are the same: choose another day or another club on one side."]
    words = [_moves(left.groups, right.groups), _comings(left.chart, right.chart)]
    return [text for text in words if text]


def _moves(before: Mapping[Position, GroupChart], after: Mapping[Position, GroupChart]) -> str:
    moved = [
        f"{wording.position_name(place).lower()} goes from {wording.level_text(before[place])} "
        f"to {wording.level_text(after[place])}"
        for place in Position
        if place in before and place in after and _change(before[place], after[place])
    ]
    if not moved:
        return "No position changes its level."
    return wording.sentence(f"{wording.join(moved)}")


def _comings(before: DepthChart, after: DepthChart) -> str:
    """Return who can play on one of the two days alone."""
    was, now = _available(before), _available(after)
    parts = []
    if back := [now[slug] for slug in now if slug not in was]:
        parts.append(f"{_some(back)} can play then")
    if gone := [was[slug] for slug in was if slug not in now]:
        parts.append(f"{_some(gone)} cannot{'' if back else ' play then'}")
    return wording.sentence("; ".join(parts)) if parts else "The same men can play."


def _available(chart: DepthChart) -> dict[str, str]:
    return {e.member.slug: e.member.name for e in chart.members if not e.absent}


def _some(names: list[str], most: int = 6) -> str:
    """Return the first few names and how many others there are."""
    if len(names) <= most:
        return wording.join(names)
    return wording.join([*names[: most - 1], f"{len(names) - most + 1} others"])
