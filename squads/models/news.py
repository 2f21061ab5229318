"""News items: what an outlet published, which a change can name as its source."""

from typing import Self
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords


def host_of(address: str) -> str:
    """Return the host of a web address in lower case and without "www.", empty if it has none."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


class OutletQuerySet(models.QuerySet["Outlet"]):
    def at(self, address: str) -> "Outlet | None":
        """Return the outlet that publishes at an address: the one with the longest host."""
        host = host_of(address)
        parts = host.split(".")
        hosts = [".".join(parts[start:]) for start in range(len(parts) - 1)]
        found = self.filter(host__in=hosts)
        return max(found, key=lambda outlet: len(outlet.host), default=None)


class Outlet(models.Model):
    """Somebody who publishes news, and how far he is to be believed."""

    class Tier(models.IntegerChoices):
        OFFICIAL = 1, "1: the club’s own word"
        RELIABLE = 2, "2: reliable"
        MIXED = 3, "3: right and wrong"
        UNKNOWN = 4, "4: rumours, or not rated"

    name = models.CharField(max_length=80, unique=True)
    tier = models.PositiveSmallIntegerField("reliability tier", choices=Tier, default=Tier.UNKNOWN)
    host = models.CharField(
        max_length=100,
        blank=True,
        help_text="Its site, without www: “bbc.co.uk”. Links to it are taken for this outlet’s.",
    )

    objects = OutletQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["tier", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["host"], condition=~Q(host=""), name="outlet_host_once"
            ),
            models.CheckConstraint(
                condition=Q(tier__gte=1, tier__lte=4), name="outlet_tier_1_to_4"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class NewsItemQuerySet(models.QuerySet["NewsItem"]):
    def with_outlet(self) -> Self:
        return self.select_related("outlet")


class NewsItem(models.Model):
    """Something that was published, at an address that can be opened."""

    headline = models.CharField(max_length=200)
    address = models.URLField(max_length=500, unique=True, help_text="Where it can be read.")
    outlet = models.ForeignKey(Outlet, on_delete=models.PROTECT, related_name="news_items")
    published_at = models.DateTimeField(null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True
    )
    entered_at = models.DateTimeField(auto_now_add=True)
    note = models.CharField(max_length=200, blank=True)

    objects = NewsItemQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-published_at", "-pk"]

    def __str__(self) -> str:
        return self.headline
