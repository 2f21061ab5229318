"""Players, what they can play, and what they have played."""

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from squads.depth import Aptitude, Position
from squads.models.clubs import POSITION_CHOICES, Club, Competition
from squads.models.search import SearchKey


class PlayerQuerySet(models.QuerySet["Player"]):
    def matching(self, text: str) -> Self:
        """Players one of whose words begins as `text` does, accents aside."""
        return self.filter(pk__in=SearchKey.objects.matching(text).values("player"))


class Player(models.Model):
    class Foot(models.TextChoices):
        LEFT = "left", "Left"
        RIGHT = "right", "Right"
        BOTH = "both", "Both"

    full_name = models.CharField(max_length=120)
    known_as = models.CharField(max_length=80, help_text="The name charts print.")
    short_name = models.CharField(
        max_length=40,
        blank=True,
        help_text="Only where it is not his last name: “Alisson”.",
    )
    slug = models.SlugField(max_length=80, unique=True)
    born_on = models.DateField("born on", null=True, blank=True)
    nationality = models.CharField(max_length=60, blank=True)
    foot = models.CharField(max_length=5, choices=Foot, blank=True)
    height_cm = models.PositiveSmallIntegerField(
        "height (cm)",
        null=True,
        blank=True,
        validators=[MinValueValidator(140), MaxValueValidator(220)],
    )

    objects = PlayerQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["known_as", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(height_cm__isnull=True) | Q(height_cm__gte=140, height_cm__lte=220),
                name="player_height_in_cm",
            ),
        ]

    def __str__(self) -> str:
        return self.known_as

    def save(self, *args: object, **kwargs: object) -> None:
        """Save, and keep the keys that search finds him by."""
        with transaction.atomic():
            super().save(*args, **kwargs)  # type: ignore[arg-type]
            SearchKey.objects.refresh([self])

    def get_absolute_url(self) -> str:
        return reverse("squads:player_detail", args=[self.slug])


class PlayerIdentifier(models.Model):
    """What another source calls him; a source gives a value to one man only."""

    class Source(models.TextChoices):
        FPL = "fpl", "Fantasy Premier League code"
        TRANSFERMARKT = "transfermarkt", "Transfermarkt"

    player = models.ForeignKey(Player, on_delete=models.CASCADE, related_name="identifiers")
    source = models.CharField(max_length=20, choices=Source)
    value = models.CharField(max_length=40)

    class Meta:
        ordering = ["source"]
        constraints = [
            models.UniqueConstraint(fields=["source", "value"], name="identifier_of_one_player"),
            models.UniqueConstraint(
                fields=["player", "source"], name="identifier_once_per_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_source_display()} {self.value}"


class PlayerPosition(models.Model):
    """A stored aptitude. Order counts: the first natural position is his main one."""

    player = models.ForeignKey(Player, on_delete=models.CASCADE, related_name="positions")
    position = models.CharField(max_length=3, choices=POSITION_CHOICES)
    aptitude = models.CharField(
        max_length=10, choices=[(a.value, a.value.capitalize()) for a in Aptitude]
    )
    order = models.PositiveSmallIntegerField(default=1)

    history = HistoricalRecords()

    class Meta:
        ordering = ["player", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["player", "position"], name="position_once"),
            models.CheckConstraint(
                condition=Q(position__in=[p.value for p in Position]), name="position_known"
            ),
            models.CheckConstraint(
                condition=Q(aptitude__in=[a.value for a in Aptitude]), name="aptitude_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position} ({self.aptitude})"


class SeasonFigures(models.Model):
    """What a man has done for a club in a season and competition; empty means not known."""

    player = models.ForeignKey(Player, on_delete=models.CASCADE, related_name="figures")
    club = models.ForeignKey(Club, on_delete=models.CASCADE, related_name="figures")
    season = models.CharField(
        max_length=7,
        validators=[RegexValidator(r"^\d{4}/\d{2}$", "Write a season like 2025/26.")],
    )
    competition = models.ForeignKey(Competition, on_delete=models.PROTECT, related_name="figures")
    appearances = models.PositiveSmallIntegerField(null=True, blank=True)
    minutes = models.PositiveIntegerField(null=True, blank=True)
    starts = models.PositiveSmallIntegerField(null=True, blank=True)
    goals = models.PositiveSmallIntegerField(null=True, blank=True)
    assists = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "season figures"
        ordering = ["-season", "competition__rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["player", "club", "season", "competition"], name="figures_once"
            ),
            models.CheckConstraint(
                condition=Q(starts__isnull=True)
                | Q(appearances__isnull=True)
                | Q(starts__lte=F("appearances")),
                name="figures_starts_are_appearances",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.player}, {self.club}, {self.season} {self.competition}"
