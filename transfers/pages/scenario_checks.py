"""What a scenario's moves should make one think of: days that cannot be, clubs left behind."""

import datetime as dt
from collections.abc import Mapping, Sequence

from squads import wording
from squads.depth import GroupChart, depth_chart
from squads.models import Club
from transfers.loading import horizons
from transfers.models import ScenarioMove, Window
from transfers.planning.link import losses
from transfers.scenarios import Ground

Kind = ScenarioMove.Kind
Windows = Mapping[int, Sequence[Window]]


def day_warning(row: ScenarioMove, club: Club, windows: Windows, today: dt.date) -> str:
    """Return why a man can hardly come or go on the day of a move; empty where he can.

    windows: in order, by the key of the club, this one among them. A man is bought while the
    buyer's window is open; nothing is said of it where none of the buyer's is on file, or where
    he comes without a club.
    """
    if row.kind not in (Kind.IN, Kind.OUT):
        return ""
    signs = club if row.kind == Kind.IN else row.club
    bound = windows.get(signs.pk, []) if signs else []
    if row.kind == Kind.IN and row.player and not row.club:
        bound = []
    if row.on < today:
        return f"That day has passed. {_opening(bound or windows[club.pk], today)}".strip()
    if not bound or any(window.is_open_on(row.on) for window in bound):
        return ""
    name = "" if signs == club else f" for {signs}"
    return f"No window is open{name} that day. {_opening(bound, row.on)}"


def _opening(windows: Sequence[Window], day: dt.date) -> str:
    """Return when one may sign next, from a day on."""
    if not windows:
        return ""
    horizon = next(iter(horizons(windows, day)), None)
    if horizon is None:
        return "No later one is on file."
    if horizon.first_on <= day:
        return f"The window is open until {wording.full_day(horizon.window.closes_on)}."
    return f"The next window opens on {wording.full_day(horizon.first_on)}."


def left_behind(row: ScenarioMove, club: Club, ground: Ground, on: dt.date) -> str:
    """Return what the club that a man comes from has without him; empty where it has no chart.

    on: the day that is shown; before he comes, the day he does.
    """
    home = ground.home_of(row.player.slug) if row.kind == Kind.IN and row.player else None
    if home is None or home == club or row.player is None:
        return ""
    chart = depth_chart(ground.squads[home.pk], max(on, row.on))
    here = (entry for entry in chart.members if entry.member.slug == row.player.slug)
    entry = next(here, None)
    if entry is None:
        return ""
    falls = [one.after for one in losses(chart, entry) if one.after]
    if not falls:
        return f"{home} without him: no position is thinner for it."
    return f"{home} without him: {wording.join([_fill(group) for group in falls])}."


def _fill(group: GroupChart) -> str:
    name = wording.position_name(group.position).lower()
    return f"{name} {group.level.value}, {group.cover} of {group.group.target}"
