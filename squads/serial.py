"""A depth chart as data: the same for the command line and for machines."""

from typing import Any

from squads.depth import Availability, DepthChart, Entry, GroupChart


def chart_data(chart: DepthChart) -> dict[str, Any]:
    """Return the chart as JSON's types; days are ISO texts, what is not known is None."""
    return {
        "club": chart.squad.club,
        "on": chart.on.isoformat(),
        "formation": chart.formation.name,
        "version": chart.squad.version,
        "groups": [_group(group) for group in chart.groups],
        "unplaced": [_entry(entry) for entry in chart.unplaced],
    }


def _group(group: GroupChart) -> dict[str, Any]:
    return {
        "position": group.position.value,
        "starters": group.group.starters,
        "target": group.group.target,
        "cover": group.cover,
        "level": group.level.value,
        "players": [_entry(entry) for entry in group.entries],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    status = entry.status
    return {
        "slug": entry.member.slug,
        "name": entry.member.name,
        "number": entry.member.number,
        "aptitude": entry.aptitude.value if entry.aptitude else None,
        "by_kinship": entry.by_kinship,
        "standing": entry.standing.value,
        "standing_derived": entry.standing_derived,
        "availability": status.availability.value,
        "chance": status.chance,
        "back_on": status.back_on.isoformat() if status.back_on else None,
        "forecast_on": status.forecast_on.isoformat() if status.forecast_on else None,
        "overdue": status.overdue,
        "reason": None if status.availability is Availability.ON_LOAN else status.reason,
        "loaned_to": status.reason if status.availability is Availability.ON_LOAN else None,
        "counted": entry.counted,
        "string": entry.string,
        "shared_with": entry.shared_with.value if entry.shared_with else None,
        "irreplaceable": entry.irreplaceable,
        "loan_in": entry.loan_in,
        "contract_until": entry.contract_until.isoformat() if entry.contract_until else None,
    }
