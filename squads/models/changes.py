"""The log of changes that readers see, and the data set that was loaded."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import get_current_timezone

from squads.models.clubs import Club
from squads.models.news import NewsItem
from squads.models.players import Player


class ChangeQuerySet(models.QuerySet["Change"]):
    def newest(self) -> Self:
        men = self.select_related("player", "club", "by", "news__outlet")
        return men.order_by("-at", "-pk")

    def without_undos(self) -> Self:
        """Changes less the lines that only tell of another one, struck for it, being undone."""
        return self.exclude(kind=Change.Kind.UNDO)

    def made_by(self, day: dt.date) -> Self:
        """Changes up to the end of a day, as the site's time zone has it."""
        end = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), get_current_timezone())
        return self.filter(at__lt=end)

    def made_from(self, day: dt.date) -> Self:
        """Changes from the beginning of a day on."""
        start = dt.datetime.combine(day, dt.time(), get_current_timezone())
        return self.filter(at__gte=start)

    def before(self, change: "Change") -> Self:
        """Changes that the log, newest first, shows below this one."""
        return self.filter(Q(at__lt=change.at) | Q(at=change.at, pk__lt=change.pk))

    def of_the_same(self, change: "Change") -> Self:
        """Changes of the same entry, or of the same order; none where that is not on record."""
        saved = change.undo or {}
        if "ranking" in saved:
            return self.filter(club=change.club_id, undo__ranking=saved["ranking"])
        if "row" in saved and "pk" in saved:
            return self.filter(undo__row=saved["row"], undo__pk=saved["pk"])
        return self.none()


class Change(models.Model):
    """One change of what a chart shows: when, who, from what to what, and how to undo it."""

    class Kind(models.TextChoices):
        INJURY = "injury", "Injury"
        ABSENCE = "absence", "Absence"
        RETURN = "return", "Expected return"
        DOUBT = "doubt", "Doubtful"
        BACK = "back", "Back"
        STANDING = "standing", "Standing"
        RANKING = "ranking", "Ranking"
        CONTRACT = "contract", "Contract"
        LINK = "link", "Link"
        NEED = "need", "Need"
        UNDO = "undo", "Undone"
        OTHER = "other", "Other"

    club = models.ForeignKey(Club, on_delete=models.CASCADE, related_name="changes")
    player = models.ForeignKey(
        Player, on_delete=models.CASCADE, null=True, blank=True, related_name="changes"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True
    )
    feed = models.CharField(
        max_length=20, blank=True, editable=False, help_text="The feed that made it, if one did."
    )
    source = models.CharField(max_length=120, blank=True)
    news = models.ForeignKey(
        NewsItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="changes"
    )
    text = models.CharField(max_length=300, help_text="What changed, without the man's name.")
    before = models.CharField(max_length=200, blank=True)
    after = models.CharField(max_length=200, blank=True)
    undo = models.JSONField(null=True, blank=True, editable=False)
    undone_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["club", "-at"], name="change_by_club"),
            models.Index(fields=["player", "-at"], name="change_by_player"),
            models.Index(fields=["-at", "-id"], name="change_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.player or self.club}: {self.text}"


class DataSet(models.Model):
    """What was loaded: the day it describes, which pins the site's current day, and its season.

    There is one row.
    """

    pinned_on = models.DateField(null=True, blank=True)
    season = models.CharField(max_length=7, default="2025/26")
    season_ends_on = models.DateField(null=True, blank=True)
    squads_from = models.DateField(
        null=True,
        blank=True,
        help_text="From this day on squads are whole: of who left before, not all are here.",
    )
    loaded_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "data set"
        verbose_name_plural = "data set"

    def __str__(self) -> str:
        return f"{self.season}, as of {self.pinned_on}"


class SeedRecord(models.Model):
    """What the seeds last wrote to a row, so that a later load leaves alone what was edited."""

    table = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    row = models.BigIntegerField(null=True)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "key"], name="seed_record_once"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.key}"
