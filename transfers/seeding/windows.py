"""The windows of the seeds: windows.csv."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError

from squads.seeding.cells import Problem, Row, needed, one_of, slug, text
from squads.seeding.checks import wrong
from squads.seeding.records import Values
from squads.seeding.rows import season
from transfers.models import Window
from transfers.models.windows import check_time_zone
from transfers.seeding.tables import Known, SeedTable


def local_moment(value: str) -> dt.datetime:
    """A day and an hour, as the clocks of some country show them."""
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", value):
            raise ValueError
        return dt.datetime.fromisoformat(value)
    except ValueError:
        message = f"{value!r} is no day and hour such as 2026-02-02 19:00"
        raise ValueError(message) from None


def time_zone(value: str) -> str:
    try:
        check_time_zone(value)
    except ValidationError as error:
        raise ValueError(error.message) from None
    return value


@dataclass(frozen=True, slots=True)
class WindowRow(Row):
    """opens, closes: local to time_zone."""

    competition: Annotated[str, slug]
    name: Annotated[str, needed(text(60))]
    season: Annotated[str, season]
    opens: Annotated[dt.datetime, local_moment]
    closes: Annotated[dt.datetime, local_moment]
    time_zone: Annotated[str, time_zone]
    confidence: Annotated[str, one_of(Window.Confidence.values)]
    source: Annotated[str, text(200)]
    note: Annotated[str, text(200)]

    @property
    def key(self) -> str:
        return f"{self.competition} {self.name}"


def _values(row: WindowRow, known: Known) -> Values | None:
    competition, zone = known.pk("competitions", row.competition), ZoneInfo(row.time_zone)
    if competition is None:
        return None
    return {
        "competition_id": competition,
        "name": row.name,
        "season": row.season,
        "opens_at": row.opens.replace(tzinfo=zone),
        "closes_at": row.closes.replace(tzinfo=zone),
        "time_zone": row.time_zone,
        "confidence": row.confidence,
        "source": row.source,
        "note": row.note,
    }


def _check(rows: Sequence[WindowRow]) -> Iterator[Problem]:
    for row in rows:
        if row.closes <= row.opens:
            yield wrong(row, "closes", "not after it opens")


WINDOWS = SeedTable(
    name="windows",
    filename="windows.csv",
    row=WindowRow,
    model=Window,
    fields="competition_id name season opens_at closes_at time_zone confidence source note",
    unique=[("competition_id", "opens_at"), ("competition_id", "name")],
    key=lambda row: row.key,
    values=_values,
    refers={"competition": "competitions"},
    check=_check,
)
