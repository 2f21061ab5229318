"""Contracts and loans, and the club's own order of its men."""

import datetime as dt
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from squads.depth import ContractKind, Position, Standing
from squads.models.clubs import POSITION_CHOICES, Club
from squads.models.players import Player

STANDING_CHOICES = [(s.value, s.value.replace("_", " ").capitalize()) for s in Standing]


class ContractQuerySet(models.QuerySet["Contract"]):
    def covering(self, day: dt.date) -> Self:
        """Contracts and loans that are in force on a day, both ends included."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)

    def permanent(self) -> Self:
        return self.filter(kind=ContractKind.PERMANENT.value)

    def overlapping(self, contract: "Contract") -> Self:
        """Other permanent contracts of the same man that share a day with this one."""
        found = self.permanent().filter(player=contract.player_id).exclude(pk=contract.pk)
        found = found.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=contract.starts_on))
        return found if contract.ends_on is None else found.filter(starts_on__lte=contract.ends_on)


class Contract(models.Model):
    """A stay at a club, both ends included. A loan hangs on the permanent contract it leaves."""

    player = models.ForeignKey(Player, on_delete=models.CASCADE, related_name="contracts")
    club = models.ForeignKey(Club, on_delete=models.PROTECT, related_name="contracts")
    kind = models.CharField(
        max_length=10,
        choices=[(k.value, k.value.capitalize()) for k in ContractKind],
        default=ContractKind.PERMANENT.value,
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="loans",
        help_text="For a loan: the permanent contract it hangs on.",
    )
    starts_on = models.DateField("starts on")
    ends_on = models.DateField(
        "ends on", null=True, blank=True, help_text="The last day. Empty: not known."
    )
    squad_number = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(99)]
    )
    standing = models.CharField(
        max_length=12,
        choices=STANDING_CHOICES,
        blank=True,
        help_text="Empty: derived from age and minutes.",
    )
    note = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ContractQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["version"])

    class Meta:
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="contract_ends_after_it_starts",
                violation_error_message="A contract cannot end before it starts.",
            ),
            models.CheckConstraint(
                condition=Q(kind="loan", parent__isnull=False)
                | Q(kind="permanent", parent__isnull=True),
                name="contract_loan_has_a_parent",
                violation_error_message=(
                    "A loan needs the permanent contract it hangs on; others have none."
                ),
            ),
            models.CheckConstraint(
                condition=Q(squad_number__isnull=True)
                | Q(squad_number__gte=1, squad_number__lte=99),
                name="contract_number_1_to_99",
            ),
        ]

    def __str__(self) -> str:
        until = "open" if self.ends_on is None else str(self.ends_on)
        return f"{self.player}, {self.club}, {self.kind}, {self.starts_on} to {until}"

    def clean(self) -> None:
        """Check what reaches over several rows; squads.rules names the same for all data."""
        if self.player_id is None or self.starts_on is None:
            return
        if self.kind == ContractKind.PERMANENT:
            for other in Contract.objects.overlapping(self).select_related("club")[:1]:
                raise ValidationError(
                    {"starts_on": f"He is under contract at {other.club} on some of these days."}
                )
        elif self.parent is not None:
            self._clean_loan(self.parent)

    def _clean_loan(self, parent: "Contract") -> None:
        if parent.player_id != self.player_id or parent.kind != ContractKind.PERMANENT:
            raise ValidationError({"parent": "Choose a permanent contract of the same man."})
        if parent.club_id == self.club_id:
            raise ValidationError({"club": "A club cannot borrow its own man."})
        ends_late = parent.ends_on and (self.ends_on is None or self.ends_on > parent.ends_on)
        if self.starts_on < parent.starts_on or ends_late:
            raise ValidationError(
                {"ends_on": "A loan lies within the contract it hangs on, end included."}
            )


class Ranking(models.Model):
    """A man's place in the club's own order for a position, 1 for the first."""

    club = models.ForeignKey(Club, on_delete=models.CASCADE, related_name="rankings")
    position = models.CharField(max_length=3, choices=POSITION_CHOICES)
    rank = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    player = models.ForeignKey(Player, on_delete=models.CASCADE, related_name="rankings")

    history = HistoricalRecords()

    class Meta:
        ordering = ["club", "position", "rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["club", "position", "rank"], name="ranking_one_man_a_place"
            ),
            models.UniqueConstraint(
                fields=["club", "position", "player"], name="ranking_one_place_a_man"
            ),
            models.CheckConstraint(condition=Q(rank__gte=1), name="ranking_from_1"),
            models.CheckConstraint(
                condition=Q(position__in=[p.value for p in Position]),
                name="ranking_position_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.club} {self.position} {self.rank}: {self.player}"
