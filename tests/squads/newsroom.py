"""Lines of the log and news items for tests."""

import datetime as dt
import itertools
from typing import Any

from django.utils.timezone import get_current_timezone

from squads.models import Change, NewsItem, Outlet
from tests.factories import make_club

numbers = itertools.count(1)


def at(day: int, hour: int = 12, month: int = 9) -> dt.datetime:
    """A moment of autumn 2025 as the site has it."""
    return dt.datetime(2025, month, day, hour, tzinfo=get_current_timezone())


def make_item(outlet: str = "BBC Sport", tier: int = 2, **fields: Any) -> NewsItem:
    """What an outlet, made when it is new, has published."""
    n = next(numbers)
    host = {"host": f"{outlet.replace(' ', '-').lower()}.example", "tier": tier}
    made = {
        "headline": f"Headline {n}",
        "address": f"https://news.example/{n}",
        "outlet": Outlet.objects.get_or_create(name=outlet, defaults=host)[0],
    }
    return NewsItem.objects.create(**made | fields)


def make_line(**fields: Any) -> Change:
    """A line of the log: out with a knock since 24 September."""
    if "club" not in fields:
        fields["club"] = make_club()
    told = {"kind": "injury", "text": "out, knock", "before": "available", "at": at(24)}
    return Change.objects.create(**told | fields)
