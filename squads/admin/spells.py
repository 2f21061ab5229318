"""Injuries and other absences."""

import datetime as dt
from copy import copy
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from squads.admin import log
from squads.admin.base import (
    FoldedSearch,
    HistoryAdmin,
    ReadOnlyInline,
    by_hand,
    clubs_of_players,
    note,
)
from squads.admin.filters import ClubTodayFilter, StillOutFilter
from squads.admin.imports import TableAdmin
from squads.admin.sources import Sourced, SourcedForm
from squads.admin.transfer_tables import InjuryResource
from squads.day import current_day
from squads.feeds.lines import part_of
from squads.models import Absence, Club, Injury, Player, ReturnEstimate
from squads.wording import full_day

Spell = Injury | Absence
TWO_WEEKS = dt.timedelta(weeks=2)


DAY_HELP = {
    "began_on": "The first day out.",
    "expected_from": "Only where a range is given: its first day.",
    "expected_until": "The first day back. Empty: no date; the forecast decides.",
    "returned_on": "Only once somebody confirms it: the first day he can play again.",
    "source": "Who says so, as readers should see it: “club site”, an outlet.",
    "note": "Readers see it on his page.",
}


class InjuryForm(SourcedForm):
    class Meta:
        model = Injury
        fields = "__all__"
        help_texts = DAY_HELP | {
            "diagnosis": "As a paper would print it: “ACL tear”, “Knock”.",
            "body_part": "Empty: the one that the diagnosis names.",
        }

    def clean_body_part(self) -> str:
        named: str = self.cleaned_data["body_part"]
        return named or part_of(self.cleaned_data.get("diagnosis", ""))


class AbsenceForm(SourcedForm):
    class Meta:
        model = Absence
        fields = "__all__"
        help_texts = DAY_HELP | {"reason": "“Red card”, “Africa Cup”. Empty: the kind says it."}


class EstimateInline(ReadOnlyInline):
    model = ReturnEstimate
    readonly_fields = ["given_on", "expected_from", "expected_until", "source", "by"]
    fields = [*readonly_fields]
    ordering = ["given_on", "pk"]
    show_change_link = False
    classes = []
    verbose_name_plural = "expected returns given so far"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReturnEstimate]:
        return super().get_queryset(request).select_related("by")


class SpellAdmin(Sourced, FoldedSearch, HistoryAdmin):
    """What injuries and absences share."""

    search_through = {"player": "player"}
    search_help_text = "Any word of his name, or of why he is out; accents may be left out."
    date_hierarchy = "began_on"
    autocomplete_fields = ["player"]
    inlines = [EstimateInline]
    from_today = ("began_on",)
    actions = ["returned_today", "extend_by_two_weeks"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("player")

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Leave out what a new entry cannot have yet."""
        return [*self.inlines] if obj else []

    def view_on_site(self, spell: Spell) -> str | None:
        return spell.player.get_absolute_url()

    def clubs_of(self, rows: QuerySet[Any]) -> QuerySet[Club]:
        return clubs_of_players(Player.objects.filter(pk__in=rows.values("player")))

    @admin.display(description="expected back", ordering="expected_until", empty_value="no date")
    def expected_back(self, spell: Spell) -> dt.date | None:
        return spell.expected_on

    @admin.display(description="back on", ordering="returned_on", empty_value="not yet")
    def confirmed_back(self, spell: Spell) -> dt.date | None:
        return spell.returned_on

    @admin.action(description="Returned today", permissions=["change"])
    def returned_today(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        today = current_day()
        self._change_each(
            request,
            queryset.filter(returned_on__isnull=True, began_on__lte=today),
            asked=queryset.count(),
            done=f"marked as back on {full_day(today)}",
            returned_on=today,
        )

    @admin.action(description="Extend by two weeks", permissions=["change"])
    def extend_by_two_weeks(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        dated = queryset.filter(returned_on__isnull=True).exclude(
            expected_from__isnull=True, expected_until__isnull=True
        )
        self._change_each(
            request, dated, asked=queryset.count(), done="extended by two weeks", later=TWO_WEEKS
        )

    def _change_each(
        self,
        request: HttpRequest,
        queryset: QuerySet[Any],
        *,
        asked: int,
        done: str,
        returned_on: dt.date | None = None,
        later: dt.timedelta = dt.timedelta(0),
    ) -> None:
        """Change the rows of a queryset, with everything that goes with saving them."""
        locked = queryset.select_for_update(of=("self",)).order_by("pk")
        spells: list[Any] = list(locked)
        note(request, self.clubs_of(self.rows(*[spell.pk for spell in spells])))
        for spell in spells:
            before = copy(spell)
            spell.returned_on = returned_on
            spell.expected_from = spell.expected_from and spell.expected_from + later
            spell.expected_until = spell.expected_until and spell.expected_until + later
            spell.version += 1
            by_hand(spell)
            spell.save()
            log.saved(before, spell, by=request.user)
            self.log_change(request, spell, done.capitalize() + ".")
        left = asked - len(spells)
        name = self.opts.verbose_name if len(spells) == 1 else self.opts.verbose_name_plural
        if spells:
            self.message_user(request, f"{len(spells)} {name} {done}.", messages.SUCCESS)
        if left:
            why = "already back, not begun or without a date"
            self.message_user(request, f"{left} left as before: {why}.", messages.WARNING)


DAYS: Any = (
    "Since when, until when",
    {"fields": [("began_on", "expected_until", "expected_from"), "returned_on"]},
)
WHENCE: Any = ("Who says so", {"fields": [("source", "reported_on"), "note"]})


@admin.register(Injury)
class InjuryAdmin(TableAdmin, SpellAdmin):
    desk = ("News", 1)
    form = InjuryForm
    resource_classes = [InjuryResource]
    list_display = [
        "player", "diagnosis", "began_on", "expected_back", "confirmed_back", "playing_chance",
        "source",
    ]  # fmt: skip
    list_filter = [StillOutFilter, "kind", "body_part", ClubTodayFilter]
    search_fields = ["diagnosis"]
    fieldsets = [
        ("Who and what", {"fields": ["player", ("diagnosis", "body_part"), ("kind", "chance")]}),
        DAYS,
        WHENCE,
    ]

    @admin.display(description="chance", ordering="chance")
    def playing_chance(self, injury: Injury) -> str | None:
        return None if injury.chance is None else f"{injury.chance} %"


@admin.register(Absence)
class AbsenceAdmin(SpellAdmin):
    desk = ("News", 2)
    form = AbsenceForm
    list_display = [
        "player", "kind", "reason", "began_on", "expected_back", "confirmed_back", "source",
    ]  # fmt: skip
    list_filter = [StillOutFilter, "kind", ClubTodayFilter]
    search_fields = ["reason"]
    fieldsets = [("Who and what", {"fields": ["player", ("kind", "reason")]}), DAYS, WHENCE]
