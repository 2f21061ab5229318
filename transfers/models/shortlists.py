"""Who could fill a position: a club's shortlist for it."""

from django.conf import settings
from django.db import models

from squads.models import Club, Player
from squads.models.clubs import POSITION_CHOICES


class Shortlisted(models.Model):
    """A man on a club's shortlist for a position, 1 for the first."""

    club = models.ForeignKey(Club, on_delete=models.CASCADE, related_name="shortlisted")
    position = models.CharField(max_length=3, choices=POSITION_CHOICES)
    rank = models.PositiveSmallIntegerField()
    player = models.ForeignKey(Player, on_delete=models.CASCADE, related_name="shortlisted")
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["club", "position", "rank", "pk"]
        verbose_name_plural = "shortlisted"
        constraints = [
            models.UniqueConstraint(
                fields=["club", "position", "player"],
                name="shortlisted_once",
                violation_error_message="He is on this shortlist already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.club} {self.position} {self.rank}: {self.player}"
