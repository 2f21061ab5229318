"""The engine: a squad goes in, a depth chart comes out. Pure: no Django, no clock, no database."""

from squads.depth.aptitude import aptitudes
from squads.depth.availability import Availability, Status, availability_on
from squads.depth.chart import (
    SEVERITY,
    THIN_LEVELS,
    DepthChart,
    Entry,
    GroupChart,
    Level,
    depth_chart,
    entry_on,
)
from squads.depth.forecast import forecast_return
from squads.depth.squad import (
    POSITION_NAMES,
    Aptitude,
    ContractKind,
    Formation,
    Member,
    Position,
    Slot,
    Spell,
    SpellKind,
    Squad,
    Standing,
    Stay,
)
from squads.depth.standing import age_on
from squads.depth.timeline import Stretch, thin_since, timeline, turning_days, weeks

__all__ = [
    "POSITION_NAMES",
    "SEVERITY",
    "THIN_LEVELS",
    "Aptitude",
    "Availability",
    "ContractKind",
    "DepthChart",
    "Entry",
    "Formation",
    "GroupChart",
    "Level",
    "Member",
    "Position",
    "Slot",
    "Spell",
    "SpellKind",
    "Squad",
    "Standing",
    "Status",
    "Stay",
    "Stretch",
    "age_on",
    "aptitudes",
    "availability_on",
    "depth_chart",
    "entry_on",
    "forecast_return",
    "thin_since",
    "timeline",
    "turning_days",
    "weeks",
]
