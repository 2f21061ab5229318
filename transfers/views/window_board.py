"""The board of a window: what every club will lack until the next one opens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from squads.day import SiteDay, site_day
from squads.depth import POSITION_NAMES, Level
from squads.models import Club
from squads.models.search import fold
from squads.pages.keys import SiteKey, page_key, site_key
from squads.views.caching import kept_for_readers
from squads.views.errors import problem
from squads.views.exporting import exported
from squads.views.filters import BadFilter, chosen_filters
from squads.views.fragments import part_or_page, render_page, wants_file
from squads.wording import full_day
from transfers.loading import clubs_of, windows_by_club
from transfers.models import Window
from transfers.outlooks import Known, days_of, fresh, horizon_of, unknown_count
from transfers.pages.lines import firsts, heads
from transfers.pages.needs import Flags, Row, Standpoint, flags_of, need_rows
from transfers.pages.tables import NEEDS
from transfers.pages.window_board import SORTS, columns, counts, ended_links, grid, sorted_rows
from transfers.pages.windows import countdown
from transfers.roles import can_plan

PAGE = 50  # needs on a page
PATIENCE_S = 2.0  # for outlooks that are not true any more, before the page says so
CHOICES = {
    "position": {p.value: name for p, name in POSITION_NAMES.items()},
    "level": {level.value: level.value.capitalize() for level in Level},
    "sort": SORTS,
}


@dataclass(frozen=True)
class Asked:
    """What a reader asks of a window's board."""

    window: Window
    site: SiteDay
    position: str = ""
    level: str = ""
    club: str = ""
    sort: str = "worst"
    page: int = 1

    def url(self, **other: Any) -> str:
        """Return the address of this board or, with other values, of another."""
        asked = replace(self, **other)
        shown = {"position": asked.position, "level": asked.level, "club": asked.club}
        shown |= {"sort": asked.sort if asked.sort != "worst" else ""}
        shown |= {"page": str(asked.page) if asked.page > 1 else ""}
        query = urlencode({name: value for name, value in shown.items() if value})
        return f"{asked.window.get_absolute_url()}{'?' if query else ''}{query}"

    @property
    def is_filtered(self) -> bool:
        return bool(self.position or self.level or self.club)

    @property
    def shape(self) -> tuple[object, ...]:
        return (self.position, self.level, self.club, self.sort, self.page)


@require_safe
@part_or_page
def window_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the board. Readers get it from a cache as long as nothing has changed."""
    key = site_key()
    window = get_object_or_404(Window.objects.select_related("competition"), pk=pk)
    site = site_day(key.pinned_on)
    try:
        asked = _asked(request, window, site)
    except BadFilter as error:
        links = [{"url": window.get_absolute_url(), "text": "The whole board"}]
        return problem(request, 400, "No such board", str(error), links=links)
    live = {"watch": key.watch, "have": _key(key, asked)}
    unknown = unknown_count(clubs_of(window), window, site.today)
    if unknown and not Window.objects.followed(window, site.today):
        # Not kept: what is still missing then is worked out without any club's changing.
        live["have"] += ":partly"
        return _render(request, asked, live)
    return kept_for_readers(request, live["have"], lambda: _render(request, asked, live))


def _asked(request: HttpRequest, window: Window, site: SiteDay) -> Asked:
    """Read the address. Raises BadFilter."""
    chosen = chosen_filters(request, CHOICES)
    number = request.GET.get("page", "").strip()
    if number and not (number.isdecimal() and number.isascii() and len(number) < 6):
        raise BadFilter(f"There is no page “{number[:40]}” here.")
    return Asked(
        window=window,
        site=site,
        position=chosen["position"],
        level=chosen["level"],
        club=request.GET.get("club", "").strip()[:60],
        sort=chosen["sort"] or "worst",
        page=max(int(number or 1), 1),
    )


def _key(key: SiteKey, asked: Asked) -> str:
    """Name what a reader is shown: with the clubs' versions go outlooks, flags and all else."""
    window = asked.window
    facts = (window.pk, window.name, window.opens_at, window.closes_at)
    return page_key("window", key, asked.site, *facts, *asked.shape)


def _render(request: HttpRequest, asked: Asked, live: Mapping[str, str]) -> HttpResponse:
    clubs = list(clubs_of(asked.window))
    windows = windows_by_club(clubs)
    today = asked.site.today
    by_club = {club.pk: horizon_of(windows[club.pk], asked.window) for club in clubs}
    known = fresh(clubs, by_club, today, seconds=PATIENCE_S)
    days = [days_of(horizon, today) for horizon in by_club.values()]
    is_over = bool(days) and not any(days)
    missing = sum(found is not None for found in days) - len(known)
    if wants_file(request):
        needs = _needs(asked, clubs, known, flags_of(asked.window), _standpoint(request, asked))
        window, here, whole = asked.window, asked.url(), not missing
        about = {"window_id": window.pk, "window": window.name, "season": window.season}
        of = f"window-{window.pk}"
        return exported(
            request, NEEDS, needs, here=here, on=today, of=of, about=about, complete=whole
        )
    context = _context(request, asked, clubs, known) | {
        "live": live,
        "days": next((_days_text(*found) for found in days if found), ""),
        "is_over": is_over,
        "ended_links": ended_links(asked.window) if is_over else [],
        "missing": missing,
        "windows": _others(asked, next(iter(windows.values()), [])),
    }
    return render_page(request, "transfers/window_detail.html", "window-board", context)


def _days_text(first: Any, last: Any) -> str:
    return f"{full_day(first)} to {full_day(last)}"


def _others(asked: Asked, windows: Sequence[Window]) -> list[Row]:
    """Return the windows of the league, this one marked."""
    return [
        {
            "name": window.name,
            "url": asked.url(window=window, page=1),
            "is_this": window.pk == asked.window.pk,
            "countdown": countdown(window, asked.site.today),
        }
        for window in windows
    ]


def _standpoint(request: HttpRequest, asked: Asked) -> Standpoint:
    return Standpoint(asked.window, asked.site.today, asked.url(), can_plan(request.user))


def _needs(
    asked: Asked,
    clubs: Sequence[Club],
    known: Mapping[int, Known],
    flags: Flags,
    at: Standpoint,
) -> list[Row]:
    """Return the needs of all pages, ranked, as the filters leave them."""
    rows = need_rows(_named(clubs, asked), known, flags, at)
    return [need for need in rows if _wanted(need, asked)]


def _named(clubs: Sequence[Club], asked: Asked) -> list[Club]:
    words = fold(asked.club)
    return [c for c in clubs if not words or words in fold(f"{c.name} {c.short_name}")]


def _context(
    request: HttpRequest, asked: Asked, clubs: Sequence[Club], known: Mapping[int, Known]
) -> dict[str, Any]:
    """Return the grid and the ranked needs, as the filters leave them."""
    at = _standpoint(request, asked)
    flags = flags_of(asked.window)
    named = _named(clubs, asked)
    positions = columns(known.values(), asked.position)
    rows = [row for row in grid(named, known, flags, positions, at) if _has(row, asked)]
    needs = _needs(asked, clubs, known, flags, at)
    begin = firsts(positions)
    return {
        "section": "windows",
        "site_day": asked.site,
        "window": asked.window,
        "league": asked.window.competition or asked.window.country,
        "asked": asked,
        "here": asked.url(),
        "board_url": reverse("transfers:window_detail", args=[asked.window.pk]),
        "countdown": countdown(asked.window, asked.site.today),
        "choices": CHOICES,
        "can_flag": at.can_flag,
        "has_marks": bool(flags),
        "lines": heads(positions),
        "positions": [
            {"code": p.value, "name": POSITION_NAMES[p], "is_first": p in begin} for p in positions
        ],
        "rows": sorted_rows(rows, asked.sort),
        "club_count": len(clubs),
        "counts": counts(needs),
        **_paged(asked, needs),
    }


def _paged(asked: Asked, needs: Sequence[Row]) -> dict[str, Any]:
    """Return the page of needs that is asked for, the last one if there are not so many."""
    pages = max(-(-len(needs) // PAGE), 1)
    page = min(asked.page, pages)
    first, after = (page - 1) * PAGE, page * PAGE
    return {
        "needs": needs[first:after],
        "row_count": len(needs),
        "first": first + 1,
        "last": min(after, len(needs)),
        "newer": asked.url(page=page - 1) if page > 1 else "",
        "older": asked.url(page=page + 1) if page < pages else "",
    }


def _has(row: Row, asked: Asked) -> bool:
    """Whether a club has what the filters ask for; what is not known yet may be anything."""
    cells = row["cells"]
    levels = {cell["level"] for cell in cells}
    return not cells or (asked.level in levels if asked.level else levels != {""})


def _wanted(need: Row, asked: Asked) -> bool:
    return asked.position in ("", need["position"]) and asked.level in ("", need["level"])
