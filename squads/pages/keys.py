"""What cached pages are known by: the clubs' versions and the pinned day, read in one glance."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import F, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import parse_etags

from squads.day import SiteDay
from squads.models import Club, DataSet
from squads.pages.release import release


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

    @property
    def watch(self) -> str:
        """What a page of this club listens for, and what it holds."""
        return watch([(self.pk, self.version)])


@dataclass(frozen=True, slots=True)
class SiteKey:
    """All clubs together: the sum of their versions, how many there are, the newest one's key."""

    versions: int
    clubs: int
    newest: int
    pinned_on: dt.date | None

    @property
    def watch(self) -> str:
        """What a page of every club listens for, and what it holds."""
        return f"clubs:{self.versions}.{self.clubs}"


MOST_WATCHED = 20  # clubs that one page may listen for
# As Django would write it, but for the sum beside the pin, which it has no words for.
SITE = (
    "SELECT COALESCE(SUM(version), 0), COUNT(*), COALESCE(MAX(id), 0), "
    "(SELECT pinned_on FROM squads_dataset ORDER BY id LIMIT 1) FROM squads_club"
)


def watch(versions: Iterable[tuple[int, int]]) -> str:
    """Return what a page of these clubs (key, version) listens for, and what it holds."""
    return ",".join(f"club-{pk}:{version}" for pk, version in list(versions)[:MOST_WATCHED])


def page_key(name: str, key: SiteKey, site: SiteDay, *asked: object) -> str:
    """Name what a page that any club may change shows to everybody, until something changes.

    asked: all that its address asks for, of any length.
    """
    digest = hashlib.blake2b(repr(asked).encode(), digest_size=9).hexdigest()
    parts = (name, key.versions, key.clubs, key.newest, site.today, site.pinned, digest)
    return ":".join(map(str, (*parts, release())))


def holds(request: HttpRequest, etag: str) -> bool:
    """Whether who asks has this already; what packs an answer calls its tag weak."""
    held = parse_etags(request.headers.get("If-None-Match", ""))
    return etag in (tag.removeprefix("W/") for tag in held)


def site_key() -> SiteKey:
    """Return the key of all clubs. One query."""
    with connection.cursor() as cursor:
        cursor.execute(SITE)
        versions, clubs, newest, pin = cursor.fetchone()
    return SiteKey(int(versions), clubs, newest, _day(pin))


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
    return ClubKey(pk, slug, version, formation, _day(pin))


def _day(pin: Any) -> dt.date | None:
    """Return a day as either database gives it."""
    return dt.date.fromisoformat(pin) if isinstance(pin, str) else pin
