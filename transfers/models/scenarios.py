"""Scenarios: named hypothetical moves on a club. They never touch real rows."""

import secrets
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from squads.models import Club, Formation, Player
from squads.models.clubs import POSITION_CHOICES
from squads.models.contracts import STANDING_CHOICES
from squads.models.players import PlayerPosition
from transfers.models.links import Link

TOKEN_BYTES = 18


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


class ScenarioQuerySet(models.QuerySet["Scenario"]):
    def for_lists(self) -> Self:
        return self.select_related("club__competition", "club__formation", "formation", "by")


class Scenario(models.Model):
    """What if: a club's squad with these moves, in this formation."""

    club = models.ForeignKey(Club, on_delete=models.CASCADE, related_name="scenarios")
    name = models.CharField(max_length=80)
    note = models.TextField(max_length=2000, blank=True)
    formation = models.ForeignKey(
        Formation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: the club's own.",
    )
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    is_shared = models.BooleanField("shared by its address", default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True
    )
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ScenarioQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["club", "name"],
                name="scenario_name_once_per_club",
                violation_error_message="The club has a scenario of this name. Choose another.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.club}: {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("transfers:scenario_detail", args=[self.pk])


class ScenarioMove(models.Model):
    """One move. A man out is sold, or lent until a day; a man in comes from anywhere here, or is
    made up and then has a name and a position."""

    class Kind(models.TextChoices):
        OUT = "out", "Out"
        IN = "in", "In"
        ABSENCE = "absence", "Absent"
        EXTENSION = "extension", "Contract extended"

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="moves")
    kind = models.CharField(max_length=10, choices=Kind)
    player = models.ForeignKey(
        Player, on_delete=models.CASCADE, null=True, blank=True, related_name="scenario_moves"
    )
    name = models.CharField(max_length=80, blank=True, help_text="Of a made-up man.")
    position = models.CharField(max_length=3, choices=POSITION_CHOICES, blank=True)
    aptitude = models.CharField(
        max_length=10, choices=PlayerPosition._meta.get_field("aptitude").choices, blank=True
    )
    standing = models.CharField(max_length=12, choices=STANDING_CHOICES, blank=True)
    born_on = models.DateField(null=True, blank=True)
    club = models.ForeignKey(
        Club, on_delete=models.CASCADE, null=True, blank=True, related_name="+",
        help_text="Where he goes, or comes from.",
    )  # fmt: skip
    is_loan = models.BooleanField("on loan", default=False)
    on = models.DateField(help_text="The first day it holds.")
    until_on = models.DateField(null=True, blank=True, help_text="The last day it holds.")
    link = models.ForeignKey(
        Link, on_delete=models.SET_NULL, null=True, blank=True, related_name="scenario_moves"
    )
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(player__isnull=False) | (Q(kind="in") & ~Q(name="") & ~Q(position="")),
                name="move_of_a_man",
                violation_error_message="Choose a player, or name a new man and his position.",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("on")),
                name="move_ends_after_it_starts",
                violation_error_message="The last day lies before the first.",
            ),
            models.UniqueConstraint(
                fields=["scenario", "kind", "player"],
                condition=Q(player__isnull=False) & ~Q(kind="absence"),
                name="move_once_a_man",
                violation_error_message="The scenario has this move already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scenario}: {self.kind} {self.player or self.name}"
