"""What feeds have said: every run, and the newest statement about every man a feed lists."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from squads.models.clubs import Club
from squads.models.players import Player, PlayerPosition


class FeedRun(models.Model):
    """One answer of a feed that was taken over."""

    feed = models.CharField(max_length=20)
    said_at = models.DateTimeField(help_text="The newest moment that the answer speaks of.")
    ran_at = models.DateTimeField(auto_now_add=True)
    address = models.CharField(max_length=500, help_text="Where the answer came from.")
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=60, blank=True)
    digest = models.CharField(max_length=64)
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-ran_at", "-pk"]
        indexes = [models.Index(fields=["feed", "-ran_at"], name="feed_run_newest")]

    def __str__(self) -> str:
        return f"{self.feed}, {self.said_at:%Y-%m-%d %H:%M}"


class FeedReportQuerySet(models.QuerySet["FeedReport"]):
    def with_need(self) -> Self:
        """Annotate `need`: what a person has to see to, empty where nothing is left to do.

        Its state as a rule; "positions" where a man was taken over whose positions nobody
        knows. One who was told who is meant waits for the feed's next run.
        """
        state = FeedReport.State
        placed = Exists(PlayerPosition.objects.filter(player=OuterRef("player")))
        left = [s.value for s in state if s is not state.TAKEN]
        told = Q(state=state.AMBIGUOUS, player__isnull=False)
        return self.annotate(
            need=Case(
                When(told, then=Value("")),
                When(state__in=left, then=F("state")),
                When(Q(player__isnull=False) & ~placed, then=Value(NO_POSITION)),
                default=Value(""),
                output_field=models.CharField(),
            )
        )

    def open(self) -> Self:
        """Reports that an editor should see to, each of which he can settle on the feeds' page."""
        return self.with_need().filter(need__in=OPEN_NEEDS)


class FeedReport(models.Model):
    """The newest that a feed says of one man, and what has become of it here."""

    class State(models.TextChoices):
        TAKEN = "taken", "Taken over"
        DISAGREES = "disagrees", "Disagrees with an editor"
        SETTLED = "settled", "Settled: the editor’s entry stays"
        UNREAD = "unread", "Could not be read"
        AMBIGUOUS = "ambiguous", "Not clear who is meant"
        NO_CLUB = "no_club", "Of a club that is not here"

    feed = models.CharField(max_length=20)
    code = models.CharField(max_length=40, help_text="The feed’s lasting name for the man.")
    name = models.CharField(max_length=120)
    team = models.CharField(max_length=80)
    line = models.CharField("rough position", max_length=10, blank=True)
    player = models.ForeignKey(
        Player, on_delete=models.SET_NULL, null=True, blank=True, related_name="feed_reports"
    )
    club = models.ForeignKey(
        Club, on_delete=models.SET_NULL, null=True, blank=True, related_name="feed_reports"
    )
    status = models.CharField(max_length=2)
    chance = models.PositiveSmallIntegerField(null=True, blank=True)
    news = models.CharField(max_length=300, blank=True)
    news_at = models.DateTimeField(null=True, blank=True)
    said_at = models.DateTimeField(help_text="The answer that said so last.")
    state = models.CharField(max_length=10, choices=State, default=State.TAKEN)
    why = models.CharField(max_length=300, blank=True, help_text="What a person should know.")
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = FeedReportQuerySet.as_manager()

    class Meta:
        ordering = ["team", "name"]
        constraints = [
            models.UniqueConstraint(fields=["feed", "code"], name="feed_report_once"),
        ]
        indexes = [models.Index(fields=["state"], name="feed_report_by_state")]

    def __str__(self) -> str:
        return f"{self.name} ({self.team}): {self.news or self.status}"


NO_POSITION = "positions"
OPEN_NEEDS = [
    FeedReport.State.DISAGREES.value,
    FeedReport.State.UNREAD.value,
    FeedReport.State.AMBIGUOUS.value,
    NO_POSITION,
]
