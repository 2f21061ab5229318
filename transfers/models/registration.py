"""Squad lists: the rules of a season as rows, and where men were trained."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from squads.models import Club, Competition, Player
from transfers.models.windows import Window


class RegistrationRule(models.Model):
    """How many men a club may name in a competition and a season, and who must be among them.

    An empty limit does not apply. Men born on or after free_from are named without a place.
    """

    competition = models.ForeignKey(
        Competition, on_delete=models.CASCADE, related_name="registration_rules", null=True,
        blank=True, help_text="Whose clubs it binds. Empty: clubs that play in Europe.",
    )  # fmt: skip
    name = models.CharField(max_length=60, help_text="“Premier League squad list”.")
    season = models.CharField(max_length=7, help_text="“2025/26”.")
    places = models.PositiveSmallIntegerField(default=25)
    most_not_homegrown = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Places for men not trained in the associations."
    )
    locally_trained = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Places that only locally trained men may take."
    )
    most_association_trained = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Of those, at most so many not trained at the club."
    )
    least_goalkeepers = models.PositiveSmallIntegerField(default=0)
    free_from = models.DateField(null=True, blank=True, help_text="Born on or after: no place.")
    free_needs_club_years = models.BooleanField(
        default=False, help_text="Young men are free only after two years at the club."
    )
    associations = models.CharField(
        max_length=200, blank=True, help_text="Whose training counts, with commas: England, Wales."
    )
    confidence = models.CharField(
        max_length=10, choices=Window.Confidence, default=Window.Confidence.GOOD
    )
    source = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["-season", "name"]
        constraints = [
            models.UniqueConstraint(fields=["name", "season"], name="rule_once_a_season"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.season}"


class Training(models.Model):
    """Where a man was trained for three seasons between 15 and 21: association, maybe club.

    A man without such a row is of unknown training, not of none.
    """

    player = models.ForeignKey(Player, on_delete=models.CASCADE, related_name="training")
    association = models.CharField(max_length=60, help_text="“England”, “France”.")
    club = models.ForeignKey(
        Club, on_delete=models.CASCADE, null=True, blank=True, related_name="trained",
        help_text="Where he was club-trained, if he was.",
    )  # fmt: skip
    source = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=200, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["player", "association"]
        verbose_name_plural = "training"
        constraints = [
            models.UniqueConstraint(
                fields=["player", "association", "club"],
                condition=Q(club__isnull=False),
                name="training_at_a_club_once",
            ),
            models.UniqueConstraint(
                fields=["player", "association"],
                condition=Q(club__isnull=True),
                name="training_elsewhere_once",
            ),
            models.CheckConstraint(condition=~Q(association=""), name="training_somewhere"),
        ]

    def __str__(self) -> str:
        return f"{self.player}: {self.association}{f', {self.club}' if self.club else ''}"
