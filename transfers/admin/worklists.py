"""What of transfers needs a person today, for the admin's start page."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from squads.admin.worklists import first
from squads.extensions import Task, Work, Worklist, extensions
from squads.models import Contract
from squads.wording import day_text
from transfers.models import Link
from transfers.pages.links import COLD_AFTER, COOLING, Asked, with_news


def cold_rumours(today: dt.date) -> Worklist:
    cooling: QuerySet[Any] = with_news(Link.objects.filter(stage__in=COOLING))
    cold = cooling.filter(heard_on__lte=today - COLD_AFTER)
    found, count = first(cold.prefetch_related(None).order_by("heard_on", "pk"))
    return Worklist(
        "Rumours gone cold",
        f"Nothing has been heard of them for {COLD_AFTER.days} days: move them on, or end them.",
        [
            Task(
                link.player.known_as,
                link.get_absolute_url(),
                f"{_way(link)}, last heard of {day_text(link.heard_on, today)}",
                (("Stage", reverse("transfers:link_stage", args=[link.pk])),),
            )
            for link in found
        ],
        count,
        Asked(state="alive").url(),
    )


def unwritten_links(today: dt.date) -> Worklist:
    """Links that are done, while no contract of his at the new club is on record."""
    signed = Contract.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=OuterRef("stage_on")),
        player=OuterRef("player"),
        club=OuterRef("to_club"),
    )
    done = Link.objects.filter(~Exists(signed), stage=Link.Stage.DONE)
    found, count = first(done.for_lists().order_by("-stage_on", "pk"))
    return Worklist(
        "Done, but no contract",
        "The transfers are done, and the new clubs have no contract with the men.",
        [
            Task(
                link.player.known_as,
                link.get_absolute_url(),
                f"{_way(link)}, done {day_text(link.stage_on, today)}",
                (("New contract", _contract_address(link)),),
            )
            for link in found
        ],
        count,
        Asked(stage=Link.Stage.DONE).url(),
    )


def _way(link: Link) -> str:
    return f"{link.from_club.short_name} to {link.to_club.short_name}"


def _contract_address(link: Link) -> str:
    asked = f"player={link.player_id}&club={link.to_club_id}&starts_on={link.stage_on}"
    return f"{reverse('admin:squads_contract_add')}?{asked}"


extensions.worklists += [
    Work("transfers.change_link", cold_rumours),
    Work("transfers.change_link", unwritten_links),
]
