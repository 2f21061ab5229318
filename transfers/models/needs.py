"""Needs as they were last worked out, and what analysts say of them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from squads.depth import Level
from squads.models import Club
from squads.models.clubs import POSITION_CHOICES
from transfers.models.windows import Window

LEVEL_CHOICES = [(level.value, level.value.capitalize()) for level in Level]


class Outlook(models.Model):
    """What a club's squad comes to in a window, and of which state of it that is true.

    levels: for every position of the formation, worst level, cover and starters between the two
    openings, and the first day that has them, as the JSON object
    {"CB": ["thin", 3, 2, "2026-01-01"], ...}. club_version, computed_on, fingerprint: the state
    it was worked out from; where any is another, it is stale.
    """

    club = models.ForeignKey(Club, on_delete=models.CASCADE, related_name="outlooks")
    window = models.ForeignKey(Window, on_delete=models.CASCADE, related_name="outlooks")
    first_on = models.DateField(help_text="The first day that was judged.")
    last_on = models.DateField(help_text="The last one: the eve of the next window.")
    levels = models.JSONField(default=dict)
    club_version = models.PositiveBigIntegerField()
    computed_on = models.DateField(help_text="The site's day when it was worked out.")
    fingerprint = models.CharField(max_length=40, blank=True)
    computed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["window", "club"]
        constraints = [
            models.UniqueConstraint(fields=["club", "window"], name="outlook_once"),
        ]

    def __str__(self) -> str:
        return f"{self.club}, {self.window}"


class Need(models.Model):
    """A position that will be thin on some day until the next window opens.

    The worst level and cover, the first such day, and the stretch of days on which the position
    is thin at all. on_time: the worst if everybody came back on the day given for him. late: if
    everybody presumed back were a month late. why: sentences for a reader, a JSON list.
    """

    outlook = models.ForeignKey(Outlook, on_delete=models.CASCADE, related_name="needs")
    position = models.CharField(max_length=3, choices=POSITION_CHOICES)
    starters = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=8, choices=LEVEL_CHOICES)
    cover = models.PositiveSmallIntegerField()
    worst_on = models.DateField()
    from_on = models.DateField()
    until_on = models.DateField()
    on_time_level = models.CharField(max_length=8, choices=LEVEL_CHOICES)
    on_time_cover = models.PositiveSmallIntegerField()
    late_level = models.CharField(max_length=8, choices=LEVEL_CHOICES)
    late_cover = models.PositiveSmallIntegerField()
    why = models.JSONField(default=list)

    class Meta:
        ordering = ["outlook", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["outlook", "position"], name="need_once"),
        ]

    def __str__(self) -> str:
        return f"{self.outlook}: {self.position} {self.level}"


class NeedFlag(models.Model):
    """What an analyst says of a position for a window. level and cover: as they were then."""

    class Verdict(models.TextChoices):
        CONFIRMED = "confirmed", "Confirmed"
        DISMISSED = "dismissed", "Dismissed"
        ADDED = "added", "Added by hand"
        ADDRESSED = "addressed", "Addressed"

    club = models.ForeignKey(Club, on_delete=models.CASCADE, related_name="need_flags")
    window = models.ForeignKey(Window, on_delete=models.CASCADE, related_name="need_flags")
    position = models.CharField(max_length=3, choices=POSITION_CHOICES)
    verdict = models.CharField(max_length=10, choices=Verdict)
    note = models.CharField(max_length=300, blank=True)
    link = models.ForeignKey(
        "transfers.Link", on_delete=models.SET_NULL, null=True, blank=True, related_name="flags"
    )
    scenario = models.ForeignKey(
        "transfers.Scenario", on_delete=models.SET_NULL, null=True, blank=True,
        related_name="flags",
    )  # fmt: skip
    level = models.CharField(max_length=8, choices=LEVEL_CHOICES, blank=True)
    cover = models.PositiveSmallIntegerField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True
    )
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, editable=False)

    history = HistoricalRecords(excluded_fields=["version"])

    class Meta:
        ordering = ["window", "club", "position"]
        constraints = [
            models.UniqueConstraint(fields=["club", "window", "position"], name="flag_once"),
            models.CheckConstraint(
                condition=Q(verdict__in=["confirmed", "dismissed", "added", "addressed"]),
                name="flag_verdict_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.club} {self.position}, {self.window.name}: {self.verdict}"
