"""Competitions, formations and clubs."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import connection, models, transaction
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from squads.depth import POSITION_NAMES, Position
from squads.models.search import SearchKey

POSITION_CHOICES = [(p.value, POSITION_NAMES[p]) for p in Position]
CHANNEL = "twodeep"  # where PostgreSQL tells every process of new versions
MOST_NAMED = 300  # clubs in one notice, which may be 8000 bytes long
# Told the keys of clubs that have a new version, once it is committed; see squads.extensions.
after_change: list[Callable[[Sequence[int]], None]] = []
is_colour = RegexValidator(r"^#[0-9a-f]{6}$", "Write a colour as six hex digits: #c8102e.")


class Competition(models.Model):
    class Kind(models.TextChoices):
        LEAGUE = "league", "League"
        CUP = "cup", "Cup"
        OTHER = "other", "All other competitions"

    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.LEAGUE)
    country = models.CharField(max_length=60, blank=True)
    rank = models.PositiveSmallIntegerField(
        default=100, help_text="Lists show low ranks first; ties by name."
    )

    class Meta:
        ordering = ["rank", "name"]

    def __str__(self) -> str:
        return self.name


class Formation(models.Model):
    name = models.CharField(
        max_length=20,
        unique=True,
        validators=[
            RegexValidator(r"^\d(-\d){2,4}( [a-z]+)?$", "Write a formation like 4-2-3-1.")
        ],
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class FormationSlot(models.Model):
    """One of eleven places: x from 0 (left) to 100, y from 0 (own goal) to 100."""

    formation = models.ForeignKey(Formation, on_delete=models.CASCADE, related_name="slots")
    number = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(11)]
    )
    position = models.CharField(max_length=3, choices=POSITION_CHOICES)
    x = models.PositiveSmallIntegerField(validators=[MaxValueValidator(100)])
    y = models.PositiveSmallIntegerField(validators=[MaxValueValidator(100)])

    class Meta:
        ordering = ["formation", "number"]
        constraints = [
            models.UniqueConstraint(fields=["formation", "number"], name="slot_number_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=11), name="slot_number_1_to_11"
            ),
            models.CheckConstraint(
                condition=Q(x__gte=0, x__lte=100, y__gte=0, y__lte=100),
                name="slot_on_the_pitch",
            ),
            models.CheckConstraint(
                condition=Q(position__in=[p.value for p in Position]),
                name="slot_position_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.formation} {self.number} {self.position}"


class ClubQuerySet(models.QuerySet["Club"]):
    def charted(self) -> Self:
        """Clubs that have a chart, by league and name; the others only lend and borrow."""
        return (
            self.filter(competition__isnull=False, formation__isnull=False)
            .select_related("competition", "formation")
            .order_by("competition__rank", "competition__name", "name")
        )

    def matching(self, text: str) -> Self:
        """Clubs one of whose words begins as `text` does, accents aside."""
        return self.filter(pk__in=SearchKey.objects.matching(text).values("club"))

    def touch(self) -> None:
        """Give every club here a new version, so that nothing cached of it is served again.

        Pages that are open hear of it once the transaction commits.
        """
        pks = list(self.order_by().values_list("pk", flat=True).distinct())
        Club.objects.filter(pk__in=pks).update(version=F("version") + 1)
        announce(pks)
        for tell in after_change if pks else ():
            transaction.on_commit(partial(tell, pks), robust=True)


def announce(pks: Sequence[int]) -> None:
    """Tell every process, at commit, which versions these clubs have now: "12:18 13:4".

    PostgreSQL carries notices itself; on SQLite each process sees the file change.
    """
    if connection.vendor != "postgresql":
        return
    for start in range(0, len(pks), MOST_NAMED):
        named = Club.objects.filter(pk__in=pks[start : start + MOST_NAMED]).order_by("pk")
        notice = " ".join(f"{pk}:{version}" for pk, version in named.values_list("pk", "version"))
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, notice])


class Club(models.Model):
    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    short_name = models.CharField(max_length=20)
    country = models.CharField(max_length=60, blank=True)
    competition = models.ForeignKey(
        Competition,
        on_delete=models.PROTECT,
        related_name="clubs",
        null=True,
        blank=True,
        help_text="Empty for a club that only lends or borrows: it has no chart.",
    )
    formation = models.ForeignKey(
        Formation, on_delete=models.PROTECT, related_name="clubs", null=True, blank=True
    )
    head_coach = models.CharField(max_length=80, blank=True)
    colour = models.CharField(max_length=7, default="#5b6269", validators=[is_colour])
    second_colour = models.CharField(max_length=7, default="#ffffff", validators=[is_colour])
    version = models.PositiveBigIntegerField(default=1, editable=False)

    objects = ClubQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["version"])

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Save, and keep the keys that search finds it by."""
        with transaction.atomic():
            super().save(*args, **kwargs)  # type: ignore[arg-type]
            SearchKey.objects.refresh([self])

    def get_absolute_url(self) -> str:
        return reverse("squads:club_detail", args=[self.slug])


class ClubIdentifier(models.Model):
    """What another source calls a club; a source gives a value to one club only."""

    class Source(models.TextChoices):
        FPL = "fpl", "Fantasy Premier League code"

    club = models.ForeignKey(Club, on_delete=models.CASCADE, related_name="identifiers")
    source = models.CharField(max_length=20, choices=Source)
    value = models.CharField(max_length=40)

    class Meta:
        ordering = ["source"]
        constraints = [
            models.UniqueConstraint(fields=["source", "value"], name="identifier_of_one_club"),
            models.UniqueConstraint(
                fields=["club", "source"], name="club_identifier_once_per_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_source_display()} {self.value}"
