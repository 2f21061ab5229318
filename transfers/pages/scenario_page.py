"""Everything the page of a scenario prints, and the same as data."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from squads import depth, wording
from squads.day import season_of
from squads.depth import DepthChart, Position, Stretch, depth_chart, timeline
from squads.extensions import Panel
from squads.models import Club
from squads.pages import board
from squads.serial import chart_data
from transfers.loading import Horizon, horizons, windows_by_club
from transfers.models import Scenario, ScenarioMove, Window
from transfers.pages import scenarios as rows
from transfers.pages.scenario_checks import day_warning, left_behind
from transfers.pages.scenario_heat import scenario_heat
from transfers.planning.outcomes import Outcome, outcomes
from transfers.scenarios import MADE_UP, Ground, Plan, ground_for, load_plans

Row = board.Row


@dataclass(frozen=True, slots=True)
class Outlook:
    """What becomes of a squad: its chart on the day shown, and all days until it can be mended.

    stretches: from today to the eve of the window after the next. needs: the worst of each
    position from the day the window opens, or from today if it is open or none is on file.
    """

    chart: DepthChart
    stretches: Sequence[Stretch]
    needs: dict[Position, Outcome]


@dataclass(frozen=True, slots=True)
class Sight:
    """Scenarios of one club on a day, beside the club as it is.

    windows: of the club and of those that men go to, in order, by the club's key.
    """

    club: Club
    today: dt.date
    on: dt.date
    horizon: Horizon | None
    windows: Mapping[int, Sequence[Window]]
    real: Outlook
    plans: tuple[Plan, ...]
    planned: tuple[Outlook, ...]
    ground: Ground


# What other parts add at the end of a scenario's page, and as rows of a comparison: the row's
# name, and a text for the real squad and for each scenario in sight. None: nothing to say.
panels: list[Callable[[Sight], Panel | None]] = []
sums: list[Callable[[Sight], tuple[str, Sequence[str]] | None]] = []


def see(
    club: Club,
    scenarios: Sequence[Scenario],
    today: dt.date,
    on: dt.date | None = None,
    ground: Ground | None = None,
) -> Sight:
    """Return scenarios of a club on a day; on None, on the day the next window closes.

    ground: what has been loaded of the club's squad, as of today's season. Seven queries without
    it, more where men come in or the day lies in another season; however many men and moves.
    """
    ground = ground or ground_for(club, today)
    plans = tuple(load_plans(scenarios, ground, today))
    windows = windows_by_club([club, *_buyers(plans)])
    horizon = next(iter(horizons(windows[club.pk], today)), None)
    on = on or (horizon.window.closes_on if horizon else today)
    # A club's page takes the standings of a day from the season it lies in; so does this one.
    shown = plans
    real = ground.squads[club.pk]
    shown_real = real
    if season_of(on)[0] != ground.season:
        other = ground_for(club, on)
        shown = tuple(load_plans(scenarios, other, today))
        shown_real = other.squads[club.pk]
    days = _days(horizon, today)
    return Sight(
        club=club,
        today=today,
        on=on,
        horizon=horizon,
        windows=windows,
        real=_outlook(depth_chart(shown_real, on), real, *days),
        plans=plans,
        planned=tuple(
            _outlook(depth_chart(day.after, on), plan.after, *days)
            for day, plan in zip(shown, plans, strict=True)
        ),
        ground=ground,
    )


def _buyers(plans: Iterable[Plan]) -> list[Club]:
    rows = (row for plan in plans for row in plan.rows)
    return [row.club for row in rows if row.kind == ScenarioMove.Kind.OUT and row.club]


def _days(horizon: Horizon | None, today: dt.date) -> tuple[dt.date, dt.date, dt.date]:
    """Return the first day of all, the first that a need counts from, and the last."""
    if horizon is None:
        return today, today, season_of(today)[1]
    return today, max(horizon.first_on, today), horizon.last_on


def _outlook(
    chart: DepthChart, squad: depth.Squad, first: dt.date, need_from: dt.date, last: dt.date
) -> Outlook:
    stretches = timeline(squad, first, last)
    needs = outcomes(rows.stretches_between(stretches, need_from, last))
    return Outlook(chart, stretches, needs)


# Why a page shows its day, by the name of the jump that leads to it.
WHY_SHOWN = {
    "today": "today",
    "opens": "the day the window opens",
    "closes": "the day the window closes",
    "worst": "the worst day",
    "season-end": "the end of the season",
}


def page_rows(sight: Sight, urls: board.Urls) -> dict[str, Any]:
    """Return what the page prints of the one scenario in sight."""
    plan, planned, real = sight.plans[0], sight.planned[0], sight.real
    found = rows.scenario_board(real.chart, planned.chart, plan, sight.today, urls)
    horizon, needs_until = sight.horizon, planned.stretches[-1].last
    needs_from = max(horizon.first_on, sight.today) if horizon else sight.today
    return {
        "club": sight.club,
        "scenario": plan.scenario,
        "on": sight.on,
        "on_text": wording.full_day(sight.on),
        "shown_why": next((WHY_SHOWN[name] for name, _, on in jumps(sight) if on == sight.on), ""),
        "board": found,
        "formation": planned.chart.formation.name,
        "differences": rows.difference_rows(real.chart, planned.chart),
        "moves": _moves(sight, plan),
        "heat": scenario_heat(real.stretches, planned.stretches, horizon),
        "needs": rows.need_rows(real.needs, planned.needs),
        "window": horizon.window if horizon else None,
        "needs_from": needs_from,
        "needs_from_text": wording.full_day(needs_from),
        "needs_until": needs_until,
        "needs_until_text": wording.full_day(needs_until),
        "panels": [panel for draw in panels if (panel := draw(sight))],
    }


def _moves(sight: Sight, plan: Plan) -> list[Row]:
    """Return the moves as rows, with what is doubtful of their days and whom they cost."""
    found = rows.move_rows(plan, sight.today)
    for item, row in zip(found, plan.rows, strict=True):
        item["warning"] = day_warning(row, sight.club, sight.windows, sight.today)
        item["left_behind"] = left_behind(row, sight.club, sight.ground, sight.on)
    return found


def jumps(sight: Sight) -> list[tuple[str, str, dt.date]]:
    """Return the days worth a look: name, label, day."""
    found = [("today", "Today", sight.today)]
    if sight.horizon:
        found.append(("opens", "Window opens", sight.horizon.window.opens_on))
        found.append(("closes", "Window closes", sight.horizon.window.closes_on))
    worst = rows.worst_day(sight.planned[0].needs)
    if worst:
        found.append(("worst", "Worst day", worst))
    found.append(("season-end", "Season’s end", season_of(sight.today)[1]))
    return [jump for jump in found if jump[2] >= sight.today]


def scenario_data(sight: Sight) -> dict[str, Any]:
    """Return the scenario as JSON's types: its moves, its chart, levels before and after."""
    plan, planned, real = sight.plans[0], sight.planned[0], sight.real
    old = {group.position: group for group in real.chart.groups}
    new = {group.position: group for group in planned.chart.groups}
    positions = [position for position in Position if position in old or position in new]
    return {
        "club": sight.club.slug,
        "name": plan.scenario.name,
        "note": plan.scenario.note,
        "on": sight.on.isoformat(),
        "formation": planned.chart.formation.name,
        "moves": [_move(row) for row in plan.rows],
        "levels": [
            {
                "position": position.value,
                "before": _level(old.get(position)),
                "after": _level(new.get(position)),
            }
            for position in positions
        ],
        "chart": chart_data(planned.chart),
    }


def _level(group: depth.GroupChart | None) -> dict[str, Any] | None:
    if group is None:
        return None
    return {"level": group.level.value, "cover": group.cover, "target": group.group.target}


def _move(row: ScenarioMove) -> dict[str, Any]:
    """Return a move; player and club are slugs, what does not apply is None."""
    return {
        "kind": row.kind,
        "player": row.player.slug if row.player else None,
        "name": row.player.known_as if row.player else row.name,
        "position": row.position or None,
        "aptitude": row.aptitude or None,
        "standing": row.standing or None,
        "born_on": row.born_on.isoformat() if row.born_on else None,
        "club": row.club.slug if row.club else None,
        "is_loan": row.is_loan,
        "on": row.on.isoformat(),
        "until_on": row.until_on.isoformat() if row.until_on else None,
        "link": row.link_id,
        "note": row.note,
    }


# The forms


def men(squad: depth.Squad, day: dt.date) -> list[tuple[str, Any]]:
    """Return those who are at the club on a day or later, as choices under their positions.

    Made-up men are left out: nothing can happen to them but what made them up.
    """
    groups: dict[str, list[tuple[str, str]]] = {}
    here = [man for man in squad.members if _is_here(man, day)]
    for man in sorted(here, key=lambda man: (_place(man), man.name)):
        groups.setdefault(_plays(man), []).append((man.slug, man.name))
    return list(groups.items())


def _is_here(man: depth.Member, day: dt.date) -> bool:
    lasting = any(stay.ends_on is None or stay.ends_on >= day for stay in man.stays)
    return lasting and not man.slug.startswith(MADE_UP)


def _place(man: depth.Member) -> int:
    order = list(Position)
    return order.index(man.positions[0][0]) if man.positions else len(order)


def _plays(man: depth.Member) -> str:
    return wording.position_name(man.positions[0][0]) if man.positions else "Position not known"
