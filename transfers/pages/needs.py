"""Needs as pages print them: ready strings for the club's panel and the window's board."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.timezone import localtime

from squads import wording
from squads.day import day_query
from squads.depth import SEVERITY, THIN_LEVELS, Level, Position
from squads.models import Club
from transfers.models import Need, NeedFlag, Window
from transfers.outlooks import Known

Row = dict[str, Any]
Verdict = NeedFlag.Verdict
Flags = Mapping[int, Mapping[str, NeedFlag]]
# The icon of what is said of a position.
MARKS = {"confirmed": "check", "dismissed": "x", "added": "pencil", "addressed": "arrow-right"}
WORSE_SINCE = "circle-alert"  # instead of it, on what was dismissed when it was less grave
SAID = {"added": "Added by hand"}
NOT_THERE = ("", 0, 0)  # the level of a position that the formation does not have
SLUG = "slug-of-a-club"


@dataclass(frozen=True, slots=True)
class Standpoint:
    """Where needs are shown. here: the page's address. prefix: of the rows' keys."""

    window: Window
    today: dt.date
    here: str
    can_flag: bool
    prefix: str = "need"


def flags_of(window: Window, clubs: Iterable[int] | None = None) -> Flags:
    """Return what is said for a window, by club and position; of these clubs only. One query."""
    flags = NeedFlag.objects.filter(window=window).select_related(
        "by", "scenario", "link__player", "link__from_club", "link__to_club"
    )
    if clubs is not None:
        flags = flags.filter(club__in=clubs)
    found: dict[int, dict[str, NeedFlag]] = defaultdict(dict)
    for flag in flags:
        found[flag.club_id][flag.position] = flag
    return dict(found)


def need_rows(
    clubs: Iterable[Club], known: Mapping[int, Known], flags: Flags, at: Standpoint
) -> list[Row]:
    """Return what is a need, or was said to be one, worst first; dismissed ones come last.

    Before them stand those that are not thin as worked out, whatever is said of them. Of equals
    by club and position. A club whose outlook is not known is left out.
    """
    urls = Urls(at)
    rows = []
    for club in clubs:
        if club.pk not in known:
            continue
        outlook, said = known[club.pk], flags.get(club.pk, {})
        wanted = said.keys() | {need.position for need in outlook.needs}
        for position in Position:
            if position in wanted:
                rows.append(_row(club, position, outlook, said.get(position), at, urls))
    return sorted(rows, key=_row_order)


def _row_order(row: Row) -> tuple[Any, ...]:
    return (row["is_dismissed"], not row["is_thin"], row["severity"], row["club"])


def _row(
    club: Club,
    position: Position,
    known: Known,
    flag: NeedFlag | None,
    at: Standpoint,
    urls: "Urls",
) -> Row:
    need = known.need(position)
    level, cover, starters = known.levels.get(position, NOT_THERE)
    now = (level, cover, starters)
    key = f"{at.prefix}-{club.pk}-{position}"
    return {
        "key": key,
        "club": club.short_name,
        "club_name": club.name,
        "club_slug": club.slug,
        "club_url": urls.club_page(club),
        "position": position.value,
        "name": wording.position_name(position),
        "level": level,
        "level_text": level_text(level, cover, starters),
        "cover": cover,
        "target": 2 * starters,
        "pips": pips(cover, starters),
        "severity": severity(level, cover, starters),
        "is_thin": level in THIN_LEVELS,
        "is_need": is_need(flag, *now),
        "url": urls.chart(club, position, known.worst_on(position)),
        "need": need,
        "days": _days(need, known) if need else "",
        "is_throughout": need is not None and _is_throughout(need, known),
        "worst": wording.full_day(need.worst_on) if need and need.worst_on > need.from_on else "",
        "why": need.why if need else [],
        "variants": _variants(need) if need else [],
        "flag": flag_row(flag, now, at.can_flag) if flag else None,
        "is_dismissed": is_dismissed(flag, *now),
        "is_by_hand": _verdict(flag) == Verdict.ADDED and level not in THIN_LEVELS,
        "flag_url": urls.flag(club, position, key),
        "candidates": urls.candidates(club, position, known.worst_on(position)),
    }


def level_text(level: str, cover: int, starters: int) -> str:
    """Return "3 of 4 · thin"; a covered position needs no second word."""
    if not level:
        return "not in the formation"
    text = f"{cover} of {2 * starters}"
    return text if level == Level.COVERED else f"{text} · {level}"


def pips(cover: int, starters: int) -> list[bool]:
    return [place < cover for place in range(2 * starters)]


def severity(level: str, cover: int, starters: int) -> tuple[int, int]:
    """Return what sorts positions, worst first, as Outcome.severity does."""
    return (SEVERITY[Level(level)], cover - 2 * starters) if level else (len(SEVERITY), 0)


# What an analyst's word does to what is worked out


def _verdict(flag: NeedFlag | None) -> str:
    return flag.verdict if flag else ""


def is_need(flag: NeedFlag | None, level: str, cover: int, starters: int) -> bool:
    """Whether a position counts as a need: it is thin and not dismissed, or added by hand."""
    if _verdict(flag) == Verdict.ADDED:
        return True
    return level in THIN_LEVELS and not is_dismissed(flag, level, cover, starters)


def is_dismissed(flag: NeedFlag | None, level: str, cover: int, starters: int) -> bool:
    """Whether it is dismissed; a dismissal does not hold for what has become worse since."""
    dismissed = flag is not None and flag.verdict == Verdict.DISMISSED
    return dismissed and not is_worse(flag, level, cover, starters)


def is_worse(flag: NeedFlag | None, level: str, cover: int, starters: int) -> bool:
    """Whether a position is graver than when somebody said something of it."""
    if flag is None:
        return False
    was = severity(flag.level, flag.cover or 0, starters)
    return severity(level, cover, starters) < was


def mark_of(flag: NeedFlag | None, level: str, cover: int, starters: int) -> tuple[str, str]:
    """Return the icon for what is said of a position, and the words; both may be empty."""
    if _verdict(flag) == Verdict.DISMISSED and is_worse(flag, level, cover, starters):
        return WORSE_SINCE, "dismissed, worse since"
    return MARKS.get(_verdict(flag), ""), _verdict(flag)


def _days(need: Need, known: Known) -> str:
    """Return from when to when it is thin: "1 Jan to 14 Jun 2026, throughout"."""
    first, last = need.from_on, need.until_on
    begins = wording.full_day(first) if first.year != last.year else f"{first.day} {first:%b}"
    if first == last:
        return wording.full_day(first)
    always = ", throughout" if _is_throughout(need, known) else ""
    return f"{begins} to {wording.full_day(last)}{always}"


def _is_throughout(need: Need, known: Known) -> bool:
    """Whether it is thin on all the days that are looked at."""
    return (need.from_on, need.until_on) == (known.outlook.first_on, known.outlook.last_on)


def _variants(need: Need) -> list[Row]:
    """Return how it would stand if men came back otherwise than presumed."""
    cases = (
        ("on time", "If all are back on time", need.on_time_level, need.on_time_cover),
        ("a month late", "If all are a month late", need.late_level, need.late_cover),
    )
    return [
        {
            "name": name,
            "label": label,
            "level": level,
            "text": level_text(level, cover, need.starters),
            "is_same": (level, cover) == (need.level, need.cover),
        }
        for name, label, level, cover in cases
    ]


# What an analyst has said


def flag_row(flag: NeedFlag, now: tuple[str, int, int], can_plan: bool) -> Row:
    """Return what is said of a position, by whom and when, and what has changed since.

    now: level, cover and starters. can_plan: whether whoever reads it may know of scenarios.
    """
    said = SAID.get(flag.verdict, flag.verdict.capitalize())
    mark, _ = mark_of(flag, *now)
    return {
        "verdict": flag.verdict,
        "mark": mark,
        "said": said,
        "who": flag.by.get_username() if flag.by else "an analyst who has left",
        "on": wording.full_day(localtime(flag.at).date()),
        "at": localtime(flag.at).date(),
        "note": flag.note,
        "answer": _answer(flag, can_plan),
        "since": _since(flag, *now),
    }


def _answer(flag: NeedFlag, can_plan: bool) -> Row | None:
    """Return the link or scenario that addresses it; of a scenario readers learn no more."""
    if flag.link:
        url = reverse("transfers:link_detail", args=[flag.link.pk])
        text = f"{flag.link} ({flag.link.get_stage_display().lower()})"
        return {"what": "link", "text": text, "url": url}
    if flag.scenario and can_plan:
        url = reverse("transfers:scenario_detail", args=[flag.scenario.pk])
        return {"what": "scenario", "text": flag.scenario.name, "url": url}
    return {"what": "a scenario", "text": "", "url": ""} if flag.scenario else None


def _since(flag: NeedFlag, level: str, cover: int, starters: int) -> str:
    """Return "was thin (3 of 4) when confirmed on 12 Oct 2025, now covered (4 of 4)".

    For a dismissed one that is worse, "dismissed when it was thin (3 of 4); worse now".
    """
    if (flag.level, flag.cover if flag.level else 0) == (level, cover):
        return ""
    was = _state(flag.level, flag.cover or 0, starters)
    if flag.verdict == Verdict.DISMISSED and is_worse(flag, level, cover, starters):
        return f"dismissed when it was {was}; worse now"
    when = "added" if flag.verdict == NeedFlag.Verdict.ADDED else flag.verdict
    day = wording.full_day(localtime(flag.at).date())
    return f"was {was} when {when} on {day}, now {_state(level, cover, starters)}"


def _state(level: str, cover: int, starters: int) -> str:
    if not level:
        return "not in the formation"
    return f"{level} ({cover} of {2 * starters})" if starters else level


# Addresses, each worked out once a page


class Urls:
    """The addresses of one page's rows."""

    def __init__(self, at: Standpoint) -> None:
        self.at = at
        self.club = reverse("squads:club_detail", args=[SLUG])
        self.flags = ""
        if at.can_flag:
            self.flags = reverse("transfers:need_flag", args=[SLUG, at.window.pk, "GK"])
        self.finding = reverse("transfers:candidate_list", args=[SLUG, "GK"])

    def club_page(self, club: Club) -> str:
        return self.club.replace(SLUG, club.slug)

    def chart(self, club: Club, position: Position, day: dt.date) -> str:
        """The club's chart of a day, at this position."""
        return f"{self.club_page(club)}{day_query(day, self.at.today)}#pitch-{position}"

    def flag(self, club: Club, position: Position, key: str) -> str:
        """The form on which one says so; empty for who may not."""
        asked = urlencode({"position": position.value, "next": self.at.here, "at": key})
        return self.flags and f"{self._of(self.flags, club, position)}?{asked}"

    def candidates(self, club: Club, position: Position, day: dt.date) -> str:
        """Who could fill it, judged on a day."""
        return self._of(self.finding, club, position) + day_query(day, self.at.today)

    @staticmethod
    def _of(pattern: str, club: Club, position: Position) -> str:
        return pattern.replace(SLUG, club.slug).replace("/GK/", f"/{position}/")
