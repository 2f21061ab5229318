"""The items of news that links of the seeds name: news.csv."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from django.utils import timezone

from squads.models import NewsItem
from squads.seeding.cells import Row, day, like, maybe, needed, text
from squads.seeding.records import Values
from transfers.seeding.tables import Known, SeedTable


@dataclass(frozen=True, slots=True)
class NewsRow(Row):
    """outlet: its name. headline: in our own words."""

    address: Annotated[str, needed(like(r"https://\S+", "web address", 500))]
    headline: Annotated[str, needed(text(200))]
    outlet: Annotated[str, needed(text(80))]
    published: Annotated[dt.date | None, maybe(day)]
    note: Annotated[str, text(200)]


def _values(row: NewsRow, known: Known) -> Values | None:
    outlet = known.pk("outlets", row.outlet)
    if outlet is None:
        return None
    at = row.published and timezone.make_aware(dt.datetime.combine(row.published, dt.time()))
    return {
        "address": row.address,
        "headline": row.headline,
        "outlet_id": outlet,
        "published_at": at,
        "note": row.note,
    }


NEWS = SeedTable(
    name="news",
    filename="news.csv",
    row=NewsRow,
    model=NewsItem,
    fields="address headline outlet_id published_at note",
    key=lambda row: row.address[:200],
    values=_values,
    unique=[("address",)],
    refers={"outlet": "outlets"},
)
