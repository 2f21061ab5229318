"""Spells: injuries and other absences, and every expected return ever given."""

import datetime as dt
from typing import Any, Self, TypeVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from squads.models.players import Player

SpellT = TypeVar("SpellT", bound="Spell", covariant=True)


class SpellQuerySet(models.QuerySet[SpellT]):
    def not_confirmed_back_by(self, day: dt.date) -> Self:
        """Spells that nobody had confirmed as over: presumed ones too, and ones to come."""
        return self.filter(Q(returned_on__isnull=True) | Q(returned_on__gt=day))


def spell_constraints(name: str) -> list[models.BaseConstraint]:
    """Return the checks that every kind of spell has, named after the table."""
    return [
        models.CheckConstraint(
            condition=Q(returned_on__isnull=True) | Q(returned_on__gte=F("began_on")),
            name=f"{name}_returns_after_it_begins",
            violation_error_message="He cannot be back before it began.",
        ),
        models.CheckConstraint(
            condition=Q(expected_from__isnull=True) | Q(expected_from__gte=F("began_on")),
            name=f"{name}_expected_after_it_begins",
            violation_error_message="The expected return lies before the first day out.",
        ),
        models.CheckConstraint(
            condition=Q(expected_until__isnull=True)
            | (
                Q(expected_until__gte=F("began_on"))
                & (Q(expected_from__isnull=True) | Q(expected_until__gte=F("expected_from")))
            ),
            name=f"{name}_expected_in_order",
            violation_error_message="The latest expected return lies before the earliest.",
        ),
    ]


class Spell(models.Model):
    """A stretch of days a man cannot be relied on.

    began_on is the first day out, returned_on the confirmed first day back. The expected
    return runs from an earliest to a latest day; the latest known one is presumed.
    """

    player = models.ForeignKey(Player, on_delete=models.CASCADE, related_name="%(class)s_set")
    began_on = models.DateField("began on")
    expected_from = models.DateField("expected back, earliest", null=True, blank=True)
    expected_until = models.DateField("expected back, latest", null=True, blank=True)
    returned_on = models.DateField("back on", null=True, blank=True, help_text="Confirmed.")
    reported_on = models.DateField(
        "last reported out on",
        null=True,
        blank=True,
        help_text="The newest day on which a source still said so.",
    )
    source = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=200, blank=True)
    by_hand = models.BooleanField(
        default=False,
        editable=False,
        help_text="An editor entered or changed it: a feed may disagree, but not change it.",
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    @property
    def expected_on(self) -> dt.date | None:
        """The presumed return: the latest day named, else the earliest."""
        return self.expected_until or self.expected_from


class Injury(Spell):
    class Kind(models.TextChoices):
        INJURY = "injury", "Injury"
        ILLNESS = "illness", "Illness"

    BODY_PARTS = [
        "knee",
        "hamstring",
        "ankle",
        "calf",
        "groin",
        "thigh",
        "foot",
        "back",
        "shoulder",
        "hip",
        "head",
        "hand",
        "wrist",
        "achilles",
        "muscle",
        "abdomen",
        "other",
    ]

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.INJURY)
    diagnosis = models.CharField(max_length=120)
    body_part = models.CharField(
        max_length=12, blank=True, choices=[(p, p.capitalize()) for p in BODY_PARTS]
    )
    chance = models.PositiveSmallIntegerField(
        "chance of playing (%)",
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
        help_text="Only for a doubtful man; empty means out.",
    )

    objects = SpellQuerySet["Injury"].as_manager()
    history = HistoricalRecords(excluded_fields=["version"])

    class Meta:
        verbose_name_plural = "injuries"
        ordering = ["-began_on", "pk"]
        constraints = [
            *spell_constraints("injury"),
            models.CheckConstraint(
                condition=Q(chance__isnull=True) | Q(chance__lte=100),
                name="injury_chance_in_per_cent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.player}: {self.diagnosis} ({self.began_on})"


class Absence(Spell):
    class Kind(models.TextChoices):
        SUSPENSION = "suspension", "Suspension"
        INTERNATIONAL = "international", "International duty"
        INELIGIBLE = "ineligible", "Ineligible"
        PERSONAL = "personal", "Personal reasons"

    kind = models.CharField(max_length=15, choices=Kind)
    reason = models.CharField(max_length=120, blank=True)

    objects = SpellQuerySet["Absence"].as_manager()
    history = HistoricalRecords(excluded_fields=["version"])

    class Meta:
        ordering = ["-began_on", "pk"]
        constraints = spell_constraints("absence")

    def __str__(self) -> str:
        return f"{self.player}: {self.get_kind_display()} ({self.began_on})"


class ReturnEstimate(models.Model):
    """An expected return as it was given on a day; the newest repeats what the spell holds."""

    injury = models.ForeignKey(
        Injury, on_delete=models.CASCADE, null=True, blank=True, related_name="estimates"
    )
    absence = models.ForeignKey(
        Absence, on_delete=models.CASCADE, null=True, blank=True, related_name="estimates"
    )
    given_on = models.DateField()
    expected_from = models.DateField(null=True, blank=True)
    expected_until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=120, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True
    )

    class Meta:
        ordering = ["given_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(injury__isnull=True, absence__isnull=False)
                | Q(injury__isnull=False, absence__isnull=True),
                name="estimate_of_one_spell",
            )
        ]

    def __str__(self) -> str:
        return f"{self.expected_on or 'no date'}, given {self.given_on}"

    @property
    def expected_on(self) -> dt.date | None:
        return self.expected_until or self.expected_from


def spell_key(spell: "Injury | Absence") -> dict[str, Any]:
    """Return the keyword that ties an estimate to this spell."""
    return {"injury" if isinstance(spell, Injury) else "absence": spell}
