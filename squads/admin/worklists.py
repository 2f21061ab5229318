"""What needs a person today: the lists that the admin's start page begins with.

Each costs one query for every table it reads, however long it is.
"""

import datetime as dt
from typing import Any

from django.db.models import (
    Count,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    Window,
)
from django.db.models.functions import Coalesce
from django.urls import reverse

from squads.admin.filters import not_followed, overdue
from squads.extensions import Task, Work, Worklist, extensions
from squads.models import (
    Absence,
    Contract,
    FeedReport,
    Injury,
    NewsItem,
    Outlet,
    Player,
    PlayerPosition,
)
from squads.wording import day_text, lowered

SHOWN = 5
# Whose contract ended longer ago has left the game, as far as anybody knows.
ENDED_LATELY = dt.timedelta(days=180)
State = FeedReport.State
NEEDS = {
    State.DISAGREES: "disagrees with an editor",
    State.UNREAD: "could not be read",
    State.AMBIGUOUS: "not clear who is meant",
}


def first(rows: QuerySet[Any], shown: int = SHOWN) -> tuple[list[Any], int]:
    """Return the first few rows and how many there are in all. One query."""
    found = list(rows.annotate(in_all=Window(Count("pk")))[:shown])
    return found, found[0].in_all if found else 0


def charted_today(today: dt.date) -> QuerySet[Contract]:
    """Return contracts and loans of a day, where the club has a chart."""
    of_charts = Q(club__competition__isnull=False, club__formation__isnull=False)
    return Contract.objects.covering(today).filter(of_charts)


def his_club(today: dt.date) -> Subquery:
    """Return the club that has the man of a row, a loan before his contract."""
    his = charted_today(today).filter(player=OuterRef("player")).order_by("kind", "-starts_on")
    return Subquery(his.values("club__short_name")[:1])


def overdue_returns(today: dt.date) -> Worklist:
    found: list[Injury | Absence] = []
    count = 0
    for spells in (Injury.objects.all(), Absence.objects.all()):
        rows = overdue(spells, today).filter(
            Exists(charted_today(today).filter(player=OuterRef("player")))
        )
        due = Coalesce("expected_until", "expected_from", output_field=DateField())
        rows = rows.annotate(due_on=due, at=his_club(today)).select_related("player")
        some, more = first(rows.order_by("due_on", "player__known_as"))
        found, count = found + some, count + more
    found.sort(key=lambda spell: spell.expected_on or today)
    return Worklist(
        "Overdue returns",
        "The day given for them has passed and nobody has said that they are back.",
        [_overdue(spell, today) for spell in found[:SHOWN]],
        count,
        f"{reverse('squads:injury_list')}?by=return",
    )


def _overdue(spell: Any, today: dt.date) -> Task:
    table = "injuries" if isinstance(spell, Injury) else "absences"
    what = spell.diagnosis if isinstance(spell, Injury) else spell.reason
    what = lowered(what or str(spell.get_kind_display()))
    return Task(
        spell.player.known_as,
        spell.player.get_absolute_url(),
        f"{spell.at}, {what}, due {day_text(spell.due_on, today)}",
        (
            ("Back", _then_here("squads:spell_back", table, spell.pk)),
            ("New date", _then_here("squads:spell_return", table, spell.pk)),
        ),
    )


def feed_lines(today: dt.date) -> Worklist:
    reports: QuerySet[Any] = FeedReport.objects.open()
    reports = reports.filter(need__in=NEEDS)
    found, count = first(reports.select_related("player").order_by("need", "-said_at", "name"))
    url = reverse("squads:feed_list")
    return Worklist(
        "Feeds",
        "A feed says otherwise than an editor, or something that nobody could read.",
        [
            Task(
                report.player.known_as if report.player else report.name,
                f"{url}#report-{report.pk}",
                f"{report.team}, {NEEDS[State(report.need)]}",
            )
            for report in found
        ],
        count,
        url,
    )


def unplaced(today: dt.date) -> Worklist:
    here = charted_today(today).filter(player=OuterRef("pk"))
    men = Player.objects.filter(Exists(here))
    men = men.filter(~Exists(PlayerPosition.objects.filter(player=OuterRef("pk"))))
    at = Subquery(here.order_by("kind", "-starts_on").values("club__short_name")[:1])
    found, count = first(men.annotate(at=at))
    return Worklist(
        "Players without a position",
        "They are on no chart until somebody says what they play.",
        [
            Task(
                man.known_as,
                man.get_absolute_url(),
                man.at,
                (("Positions", reverse("admin:squads_player_change", args=[man.pk])),),
            )
            for man in found
        ],
        count,
        f"{reverse('admin:squads_player_changelist')}?place=none",
    )


def ended_contracts(today: dt.date) -> Worklist:
    ended = not_followed().filter(
        ends_on__lt=today,
        ends_on__gte=today - ENDED_LATELY,
        club__competition__isnull=False,
        club__formation__isnull=False,
    )
    found, count = first(
        ended.select_related("player", "club").order_by("-ends_on", "player__known_as")
    )
    return Worklist(
        "Contracts that have ended",
        "Nothing follows them: extend them, or enter where the men have gone.",
        [_ended(contract, today) for contract in found],
        count,
        f"{reverse('admin:squads_contract_changelist')}?state=past&after=nothing",
    )


def _ended(contract: Contract, today: dt.date) -> Task:
    add = f"{reverse('admin:squads_contract_add')}?player={contract.player_id}"
    return Task(
        contract.player.known_as,
        contract.player.get_absolute_url(),
        f"{contract.club.short_name}, ended {day_text(contract.ends_on or today, today)}",
        (
            ("Extend", _then_here("squads:contract_change", contract.pk)),
            ("New contract", add),
        ),
    )


def unrated_outlets(today: dt.date) -> Worklist:
    """Outlets that were made of a link: named after their site, and believed by nobody."""
    news = NewsItem.objects.filter(outlet=OuterRef("pk")).order_by().values("outlet")
    items = Coalesce(Subquery(news.annotate(n=Count("pk")).values("n")), Value(0))
    unrated = Outlet.objects.filter(tier=Outlet.Tier.UNKNOWN, name=F("host"))
    found, count = first(unrated.annotate(items=items).order_by("-items", "name"))
    return Worklist(
        "Outlets nobody has rated",
        "Links brought them in. Give each its name and its tier.",
        [
            Task(
                outlet.name,
                reverse("admin:squads_outlet_change", args=[outlet.pk]),
                f"{outlet.items} news item{'' if outlet.items == 1 else 's'}",
            )
            for outlet in found
        ],
        count,
        f"{reverse('admin:squads_outlet_changelist')}?tier__exact={Outlet.Tier.UNKNOWN.value}",
    )


def _then_here(name: str, *args: Any) -> str:
    """Return the address of a form of the site that comes back to the start page."""
    return f"{reverse(name, args=args)}?next={reverse('admin:index')}"


extensions.worklists += [
    Work("squads.change_injury", overdue_returns),
    Work("squads.change_feedreport", feed_lines),
    Work("squads.change_player", unplaced),
    Work("squads.change_contract", ended_contracts),
    Work("squads.change_outlet", unrated_outlets),
]
