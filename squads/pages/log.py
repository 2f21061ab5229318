"""The log of changes as rows of ready strings."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.contrib.humanize.templatetags.humanize import ordinal
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localtime

from squads.models import Change, Club, NewsItem, Outlet, ReturnEstimate
from squads.moves import undoable
from squads.wording import full_day, lowered

Row = dict[str, Any]
TIERS = {tier: lowered(label.partition(": ")[2]) for tier, label in Outlet.Tier.choices}
DATA_SET = "the data set"
BRACKET = re.compile(r"(?P<text>.+) \((?P<inner>[^()]+)\)")
WAS = ", was "
BEFORE_AND_AFTER = {"out", "available"}  # what is said of everybody who is back
PLACED = re.compile(r"(?:(?:on loan|back) )?at (?P<name>.+)")


def log_rows(changes: Iterable[Change]) -> list[Row]:
    """Return what the log prints: when, who, about whom, from what to what.

    One query at most for how often expected returns had moved, however many lines there are.
    """
    changes = list(changes)
    open_to_undo, slips = undoable(changes), slips_of(changes)
    base = reverse("squads:news_list")
    return [
        _row(change)
        | {
            "link": f"{base}{change.pk}/",
            "slip": slips.get(change.pk, ""),
            "can_undo": change.pk in open_to_undo,
        }
        for change in changes
    ]


def _row(change: Change) -> Row:
    at = localtime(change.at)
    return {
        "pk": change.pk,
        "day": at.date(),
        "at": f"{at.day} {at:%b %Y, %H:%M}",
        "hour": f"{at:%H:%M}",
        "iso": at.isoformat(),
        "who": who(change),
        "item": item_row(change.news) if change.news else None,
        "name": change.player.known_as if change.player else change.club.name,
        "url": (change.player or change.club).get_absolute_url(),
        "club": change.club.short_name,
        "club_url": page_of(change.club),
        "kind": change.get_kind_display(),
        "text": told(change),
        "was": was(change),
        "undone": change.undone_at is not None,
    }


def page_of(club: Club) -> str:
    """Return the address of a club's chart, empty for one that only lends and borrows."""
    return club.get_absolute_url() if club.formation_id and club.competition_id else ""


def sentence(change: Change) -> str:
    """Return “Leoni: out, ACL tear, back 1 Sep 2026 (was: available)”."""
    before = was(change)
    text = f"{change.player or change.club}: {told(change)}"
    return f"{text} ({before})" if before else text


def told(change: Change) -> str:
    """Return the text, less a bracket at its end that tells what `was` tells better.

    "back on 7 Jan 2026 (suspended)" is read as if he still were.
    """
    found = BRACKET.fullmatch(change.text)
    if found is None or change.before == change.after or WAS in found["text"].casefold():
        return change.text
    repeated = found["inner"].casefold() in change.before.casefold()
    return found["text"] if repeated else change.text


def was(change: Change) -> str:
    """Return what the text leaves out of before and after: "was: available".

    What can be undone was written by a move, whose text says what holds since.
    """
    before, after = change.before, change.after
    if before == after:
        return ""
    text = told(change)
    if WAS in text.casefold():
        before = ""
    parts = []
    if before and not _is_said(change, text, before):
        parts.append(f"was: {_less_common_end(before, text)}")
    if after and not change.undo and not _is_said(change, text, after):
        parts.append(f"now: {after}")
    return ", ".join(parts)


def _is_said(change: Change, text: str, state: str) -> bool:
    """Whether the text says so; of the club that he is at, whether text or log name it."""
    text, words = text.casefold(), state.casefold()
    if change.kind == Change.Kind.BACK and words in BEFORE_AND_AFTER:
        return True
    club = PLACED.match(words)
    named = club and (club["name"] in text or club["name"] == change.club.name.casefold())
    return words in text or bool(named)


def _less_common_end(state: str, text: str) -> str:
    """Return "doubtful, 75 %" of "doubtful, 75 %, knock" where the text ends with the knock."""
    parts, ends = state.split(", "), text.split(", ")
    while len(parts) > 1 and ends and parts[-1].casefold() == ends[-1].casefold():
        parts.pop()
        ends.pop()
    return ", ".join(parts)


def who(change: Change) -> str:
    """Return who says so, less an outlet that is linked: "editor · club", "the data set"."""
    person = change.by.get_username() if change.by else ""
    outlet = change.news.outlet.name if change.news else ""
    source = "" if change.source == outlet else change.source
    feed = change.feed if change.feed and not source else ""
    named = " · ".join(filter(None, [person, source, feed]))
    return named or ("" if outlet else DATA_SET)


def item_row(item: NewsItem) -> Row:
    """Return a news item as the log links to it; no address but a web page's becomes a link."""
    is_page = item.address.startswith(("http://", "https://"))
    return {
        "address": item.address if is_page else "",
        "outlet": item.outlet.name,
        "headline": "" if item.headline == item.outlet.name else item.headline,
        "tier": item.outlet.tier,
        "tier_text": TIERS[item.outlet.tier],
        "published": full_day(localtime(item.published_at).date()) if item.published_at else "",
        "note": item.note,
    }


def by_day(rows: Sequence[Row]) -> list[Row]:
    """Return rows, newest first, under the days they were made on."""
    return [
        {"day": day, "title": f"{day:%A} {day.day} {day:%B %Y}", "rows": list(found)}
        for day, found in groupby(rows, key=lambda row: row["day"])
    ]


# How expected returns slip


def slips_of(changes: Iterable[Change]) -> dict[int, str]:
    """Return what tells of earlier dates, by the pk of the change that gave another one.

    "14 days later", and from the second time on "2nd change, first given as 1 Oct 2025".
    """
    asked = [change for change in changes if _estimate(change) and change.undone_at is None]
    if not asked:
        return {}
    given = _given(asked)
    found = {}
    for change in asked:
        if text := _slip(given[_spell(change)], _estimate(change)):
            found[change.pk] = text
    return found


def _estimate(change: Change) -> int | None:
    """Return the pk of the expected return that a change gave."""
    is_return = change.kind == Change.Kind.RETURN and change.undo
    return change.undo.get("estimate") if is_return and change.undo else None


def _spell(change: Change) -> tuple[str, int]:
    saved = change.undo or {}
    return saved.get("row", ""), saved.get("pk", 0)


def _given(changes: Iterable[Change]) -> dict[tuple[str, int], list[ReturnEstimate]]:
    """Return every expected return of the spells that changes are about, oldest first."""
    asked: dict[str, set[int]] = defaultdict(set)
    for row, pk in map(_spell, changes):
        asked[row].add(pk)
    found: dict[tuple[str, int], list[ReturnEstimate]] = defaultdict(list)
    theirs = Q(injury__in=asked["injury"]) | Q(absence__in=asked["absence"])
    for estimate in ReturnEstimate.objects.filter(theirs).order_by("given_on", "pk"):
        kind = "injury" if estimate.injury_id else "absence"
        found[kind, estimate.injury_id or estimate.absence_id or 0].append(estimate)
    return found


def _slip(given: Sequence[ReturnEstimate], pk: int | None) -> str:
    """Return what one of these expected returns changed of those before it."""
    up_to = next((n for n, one in enumerate(given, 1) if one.pk == pk), 0)
    days = [day for day, _ in groupby(one.expected_on for one in given[:up_to])]
    known = [day for day in days if day]
    if len(days) < 2 or not known:
        return ""
    parts = [_moved(days[-2], days[-1])]
    if len(days) > 2:
        parts.append(f"{ordinal(len(days) - 1)} change, first given as {full_day(known[0])}")
    return " · ".join(filter(None, parts))


def _moved(was: dt.date | None, now: dt.date | None) -> str:
    if was is None or now is None:
        return ""
    days = (now - was).days
    return f"{abs(days)} day{'' if abs(days) == 1 else 's'} {'later' if days > 0 else 'earlier'}"
