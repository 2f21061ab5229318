"""When a man without a return date is likely to be back, from how long such spells last."""

import datetime as dt
import math
import re
from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType

from squads.depth.squad import Spell, SpellKind

# Days out at which 25, 50, 75 and 90 in a hundred are back. Read from 5,130 spells in feed
# news, 2020 to 2026; the ACL row from published median times to the first match (7.4 months),
# its spread derived; "other" is the median of the parts above it.
QUANTILES: Mapping[str, tuple[int, int, int, int]] = MappingProxyType(
    {
        "knock": (6, 11, 22, 43),
        "hamstring": (14, 24, 43, 71),
        "knee": (12, 29, 68, 118),
        "muscle": (8, 15, 27, 49),
        "ankle": (10, 18, 40, 82),
        "calf": (10, 20, 36, 56),
        "groin": (10, 18, 29, 50),
        "thigh": (10, 20, 50, 76),
        "foot": (10, 21, 53, 88),
        "back": (7, 10, 27, 66),
        "shoulder": (10, 19, 44, 68),
        "achilles": (12, 33, 96, 196),
        "illness": (6, 9, 14, 20),
        "acl": (200, 225, 250, 300),
        "other": (10, 19, 43, 71),
    }
)
SHARES = (0.25, 0.5, 0.75, 0.9)
HALF = 0.5


def label_of(spell: Spell) -> str:
    """Return the row of QUANTILES that fits the spell's words."""
    words = re.findall(r"[a-z]+", spell.reason.lower())
    if "acl" in words or "cruciate" in words:
        return "acl"
    if spell.kind is SpellKind.ILLNESS:
        return "illness"
    if spell.body_part in QUANTILES:
        return spell.body_part
    return next((name for name in QUANTILES if name in words), "other")


def chance_back(label: str, days: float) -> float:
    """Return the chance, 0 to 1, that a spell of this label is over within `days` days.

    Straight lines between the quantiles; past the last one the same share of those still out
    returns in every equal stretch of days.
    """
    known = list(zip((0, *QUANTILES[label]), (0.0, *SHARES), strict=True))
    if days <= 0:
        return 0.0
    for (day, share), (next_day, next_share) in pairwise(known):
        if days <= next_day:
            return share + (next_share - share) * (days - day) / (next_day - day)
    return 1 - (1 - SHARES[-1]) * math.exp(-(days - known[-1][0]) * _tail_rate(label))


def _tail_rate(label: str) -> float:
    """Return the daily rate at which the last tenth comes back: that of the tenths before."""
    *_, three_quarters, nine_tenths = QUANTILES[label]
    return math.log((1 - SHARES[2]) / (1 - SHARES[3])) / (nine_tenths - three_quarters)


def days_until(label: str, share: float) -> float:
    """Return after how many days the chance of being back reaches `share` (under 1)."""
    known = list(zip((0, *QUANTILES[label]), (0.0, *SHARES), strict=True))
    for (day, lower), (next_day, upper) in pairwise(known):
        if share <= upper:
            return day + (next_day - day) * (share - lower) / (upper - lower)
    return known[-1][0] + math.log((1 - SHARES[-1]) / (1 - share)) / _tail_rate(label)


def median_after(label: str, known_out: int) -> float:
    """Return the day by which half of those still out after `known_out` days are back."""
    if known_out >= QUANTILES[label][-1]:
        # Past the table every half takes equally long; the shares themselves would round to 1.
        return known_out - math.log(HALF) / _tail_rate(label)
    reached = chance_back(label, known_out)
    return days_until(label, reached + (1 - reached) * HALF)


def forecast_return(spell: Spell) -> dt.date:
    """Return the first day on which the chance of being back is one half or more.

    A newer report that he is still out shifts it: the chance is then that of those who were
    still out on that day.
    """
    label = label_of(spell)
    known_out = max(((spell.reported_on or spell.began_on) - spell.began_on).days, 0)
    days = median_after(label, known_out)
    # The quantiles are whole days: do not let a rounding error add one.
    return spell.began_on + dt.timedelta(days=math.ceil(days - 1e-9))
