"""Transfer windows: when a league's or an association's clubs may sign."""

import datetime as dt
from typing import Self
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from squads.models import Club, Competition


def check_time_zone(name: str) -> None:
    """Raise ValidationError unless the name is one of the world's time zones."""
    if name not in available_timezones():
        raise ValidationError(f"“{name}” is no time zone. Write one like Europe/London.")


class WindowQuerySet(models.QuerySet["Window"]):
    def of_club(self, club: Club) -> Self:
        """The windows of its league and of its association, in their order."""
        found = Q(competition=club.competition_id) if club.competition_id else Q(pk__in=[])
        country = club.competition.country if club.competition else ""
        if country:
            found |= Q(country=country)
        return self.filter(found).order_by("opens_at", "pk")

    def followed(self, window: "Window", day: dt.date) -> bool:
        """Whether the next window of the same clubs had opened by a day. One query."""
        same = self.filter(competition=window.competition_id, country=window.country)
        later = same.filter(opens_at__gt=window.closes_at).order_by("opens_at").first()
        return later is not None and later.opens_on <= day

    def in_order(self) -> Self:
        return self.select_related("competition").order_by("opens_at", "pk")


class Window(models.Model):
    """From the moment it opens to the moment it closes; of one league, or a whole association."""

    class Confidence(models.TextChoices):
        GOOD = "good", "Good: published by or after the league"
        FAIR = "fair", "Fair: one reliable report"
        WEAK = "weak", "Weak: one doubtful report"
        CONFLICT = "conflict", "In conflict: sources differ"
        DERIVED = "derived", "Derived: from the rule or the years before"

    competition = models.ForeignKey(
        Competition, on_delete=models.CASCADE, related_name="windows", null=True, blank=True
    )
    country = models.CharField(
        "association",
        max_length=60,
        blank=True,
        help_text="In place of a competition: a window of the whole association, “England”.",
    )
    name = models.CharField(max_length=60, help_text="“Winter 2025/26”.")
    season = models.CharField(max_length=7, help_text="“2025/26”.")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    time_zone = models.CharField(
        max_length=40, default="Europe/London", validators=[check_time_zone]
    )
    confidence = models.CharField(max_length=10, choices=Confidence, default=Confidence.GOOD)
    source = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=200, blank=True)

    objects = WindowQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["opens_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="window_closes_after_it_opens",
                violation_error_message="A window closes after it opens.",
            ),
            models.CheckConstraint(
                condition=Q(competition__isnull=False, country="")
                | (Q(competition__isnull=True) & ~Q(country="")),
                name="window_of_one_league_or_association",
                violation_error_message="Give a competition or an association, not both.",
            ),
            models.UniqueConstraint(
                fields=["competition", "opens_at"],
                condition=Q(competition__isnull=False),
                name="window_of_a_league_once",
            ),
            models.UniqueConstraint(
                fields=["country", "opens_at"],
                condition=~Q(country=""),
                name="window_of_an_association_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.competition or self.country}, {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("transfers:window_detail", args=[self.pk])

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def opens_on(self) -> dt.date:
        """The day it opens, as its own country has it."""
        return self.opens_at.astimezone(self.zone).date()

    @property
    def closes_on(self) -> dt.date:
        return self.closes_at.astimezone(self.zone).date()

    def is_open_on(self, day: dt.date) -> bool:
        return self.opens_on <= day <= self.closes_on
