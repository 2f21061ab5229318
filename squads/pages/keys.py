"""What a cached chart is known by: the club's version and the pinned day, read in one glance."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import F, Subquery
from django.urls import reverse

from squads.models import Club, DataSet


@dataclass(frozen=True, slots=True)
class ClubKey:
    pk: int
    slug: str
    version: int
    formation: str
    pinned_on: dt.date | None

    @property
    def url(self) -> str:
        return reverse("squads:club_detail", args=[self.slug])


@cache
def _statement(vendor: str) -> tuple[str, tuple[Any, ...]]:
    """Return the query's text, which Django would otherwise work out for every request.

    That takes five times as long as the database takes to answer it.
    """
    pin = DataSet.objects.order_by("pk").values("pinned_on")[:1]
    query = (
        Club.objects.filter(slug="a-slug", competition__isnull=False)
        .order_by()
        .annotate(pin=Subquery(pin), shape=F("formation__name"))
        .exclude(formation=None)
        .values_list("pk", "version", "shape", "pin")
        .query
    )
    return query.sql_with_params()


def club_key(slug: str) -> ClubKey | None:
    """Return the key of a charted club, None for any other. One query."""
    statement, parameters = _statement(connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(statement, [slug if p == "a-slug" else p for p in parameters])
        row = cursor.fetchone()
    if row is None:
        return None
    pk, version, formation, pin = row
    pinned_on = dt.date.fromisoformat(pin) if isinstance(pin, str) else pin
    return ClubKey(pk, slug, version, formation, pinned_on)
