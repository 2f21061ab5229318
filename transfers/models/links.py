"""Links: transfers that are talked of, what stage they are at, and what they wait for."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from squads.models import Club, NewsItem, Player
from squads.models.clubs import POSITION_CHOICES
from transfers.models.windows import Window


class LinkQuerySet(models.QuerySet["Link"]):
    def for_lists(self) -> Self:
        return self.select_related("player", "from_club", "to_club", "window")

    def of_club(self, club: Club) -> Self:
        return self.filter(Q(from_club=club) | Q(to_club=club))

    def alive(self) -> Self:
        """Links that may still come about."""
        return self.exclude(stage__in=[stage.value for stage in ENDED])


class Link(models.Model):
    """A possible transfer of a man from one club to another."""

    class Kind(models.TextChoices):
        PERMANENT = "permanent", "Permanent"
        LOAN = "loan", "Loan"
        LOAN_OPTION = "loan_option", "Loan with option"
        FREE = "free", "Free transfer"
        PRE_CONTRACT = "pre_contract", "Pre-contract"

    class Stage(models.TextChoices):
        RUMOUR = "rumour", "Rumour"
        INTEREST = "interest", "Interest"
        BID = "bid", "Bid"
        AGREED = "agreed", "Agreed"
        MEDICAL = "medical", "Medical"
        DONE = "done", "Done"
        COLLAPSED = "collapsed", "Collapsed"
        REJECTED = "rejected", "Rejected"

    class Currency(models.TextChoices):
        EUR = "EUR", "€"
        GBP = "GBP", "£"
        USD = "USD", "$"

    player = models.ForeignKey(Player, on_delete=models.CASCADE, related_name="links")
    from_club = models.ForeignKey(Club, on_delete=models.CASCADE, related_name="links_out")
    to_club = models.ForeignKey(Club, on_delete=models.CASCADE, related_name="links_in")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.PERMANENT)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.RUMOUR)
    fee = models.PositiveBigIntegerField(
        null=True, blank=True, help_text="In whole units of its currency. Empty: not known."
    )
    option_fee = models.PositiveBigIntegerField(
        null=True, blank=True, help_text="For a loan with an option: what the option costs."
    )
    currency = models.CharField(max_length=3, choices=Currency, default=Currency.EUR)
    window = models.ForeignKey(
        Window, on_delete=models.SET_NULL, null=True, blank=True, related_name="links"
    )
    stage_on = models.DateField(help_text="The day on which the stage was reached.")
    until_on = models.DateField(
        null=True, blank=True, help_text="The last day of the new contract or loan, if known."
    )
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True
    )
    made_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    # The line of the log that wrote his contracts, by which it is undone.
    change = models.ForeignKey(
        "squads.Change", on_delete=models.SET_NULL, null=True, blank=True, editable=False,
        related_name="+",
    )  # fmt: skip

    objects = LinkQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["version"])

    class Meta:
        ordering = ["-stage_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_club=F("to_club")),
                name="link_between_two_clubs",
                violation_error_message="He is there already: choose another club.",
            ),
            models.CheckConstraint(
                condition=Q(option_fee__isnull=True) | Q(kind="loan_option"),
                name="link_option_needs_its_kind",
                violation_error_message="Only a loan with an option has an option's fee.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.player} from {self.from_club} to {self.to_club}"

    def get_absolute_url(self) -> str:
        return reverse("transfers:link_detail", args=[self.pk])

    @property
    def is_loan(self) -> bool:
        return self.kind in (Link.Kind.LOAN, Link.Kind.LOAN_OPTION)


ENDED = (Link.Stage.DONE, Link.Stage.COLLAPSED, Link.Stage.REJECTED)


class LinkStep(models.Model):
    """A stage that a link reached: when, who said so, and where it was published."""

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="steps")
    stage = models.CharField(max_length=10, choices=Link.Stage)
    on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    news = models.ForeignKey(
        NewsItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="link_steps"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.link}: {self.stage} on {self.on}"


class LinkNews(models.Model):
    """News of a link."""

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="reports")
    news = models.ForeignKey(NewsItem, on_delete=models.CASCADE, related_name="links")
    on = models.DateField(help_text="When it was published, else entered.")

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["link", "news"], name="link_news_once")]

    def __str__(self) -> str:
        return f"{self.link}: {self.news}"


class LinkCondition(models.Model):
    """What a link waits for: another link, or that the seller signs a man for a position."""

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="conditions")
    other = models.ForeignKey(
        Link, on_delete=models.CASCADE, null=True, blank=True, related_name="awaited_by"
    )
    position = models.CharField(max_length=3, choices=POSITION_CHOICES, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(other__isnull=False, position="")
                | (Q(other__isnull=True) & ~Q(position="")),
                name="condition_is_one_thing",
                violation_error_message="Choose another link or a position, not both.",
            ),
            models.CheckConstraint(
                condition=Q(other__isnull=True) | ~Q(other=F("link")),
                name="condition_not_itself",
                violation_error_message="A link cannot wait for itself.",
            ),
            models.UniqueConstraint(
                fields=["link", "other"], condition=Q(other__isnull=False),
                name="condition_link_once",
            ),
            models.UniqueConstraint(
                fields=["link", "position"], condition=~Q(position=""),
                name="condition_position_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.link} waits for {self.other or self.position}"
