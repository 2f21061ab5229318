"""Players with all that hangs on them, and their season figures."""

from contextlib import nullcontext
from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest

from squads.admin import log
from squads.admin.base import FoldedSearch, HistoryAdmin, TouchesClubs, clubs_of_players
from squads.admin.contracts import ContractForm
from squads.admin.filters import ClubTodayFilter, PlaceFilter
from squads.admin.imports import TableAdmin
from squads.admin.inlines import LoadedInline, LoadedStack
from squads.admin.sources import Sourced
from squads.admin.spells import AbsenceForm, InjuryForm
from squads.admin.transfer_tables import PlayerResource
from squads.admin.typed import Form
from squads.admin.versions import GuardedForm
from squads.day import current_day
from squads.models import (
    Absence,
    Club,
    Contract,
    Injury,
    Player,
    PlayerIdentifier,
    PlayerPosition,
    SeasonFigures,
)


class PositionInline(LoadedInline):
    model = PlayerPosition
    extra = 0
    verbose_name = "position"
    verbose_name_plural = "positions, the main one first"
    fields = ["position", "aptitude", "order"]


class ContractInline(Sourced, LoadedStack):
    model = Contract
    form = ContractForm
    extra = 0
    fk_name = "player"
    show_change_link = True
    autocomplete_fields = ["club", "parent"]
    fields = [("club", "kind", "parent"), ("starts_on", "ends_on"), ("squad_number", "standing")]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Contract]:
        found = super().get_queryset(request)
        return found.select_related("player", "club", "parent__player", "parent__club")


class SpellInline(Sourced, LoadedStack):
    extra = 0
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("player")


class InjuryInline(SpellInline):
    model = Injury
    form = InjuryForm
    fields = [
        ("kind", "diagnosis", "body_part"), ("began_on", "expected_from", "expected_until"),
        ("returned_on", "chance", "source"),
    ]  # fmt: skip


class AbsenceInline(SpellInline):
    model = Absence
    form = AbsenceForm
    fields = [
        ("kind", "reason"), ("began_on", "expected_from", "expected_until"),
        ("returned_on", "source"),
    ]  # fmt: skip


class FiguresInline(LoadedInline):
    model = SeasonFigures
    extra = 0
    autocomplete_fields = ["club", "competition"]
    classes = ["collapse"]
    fields = [
        "season", "club", "competition", "appearances", "starts", "minutes", "goals", "assists",
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[SeasonFigures]:
        found = super().get_queryset(request)
        return found.select_related("player", "club", "competition")


class IdentifierInline(LoadedInline):
    model = PlayerIdentifier
    extra = 0
    verbose_name = "identifier"
    verbose_name_plural = "what other sources call him"
    classes = ["collapse"]
    fields = ["source", "value"]


class PlayerForm(GuardedForm):
    class Meta:
        model = Player
        fields = "__all__"
        help_texts = {
            "full_name": "All his names; search finds him by any of them.",
            "slug": "His page’s address. Changing it breaks links to the page.",
            "born_on": "Empty: not known. Decides under 21, and the standing nobody has set.",
        }


@admin.register(Player)
class PlayerAdmin(TableAdmin, FoldedSearch, HistoryAdmin):
    desk = ("Squads", 1)
    form = PlayerForm
    resource_classes = [PlayerResource]
    list_display = ["known_as", "full_name", "clubs_today", "plays", "born_on", "nationality"]
    list_filter = [ClubTodayFilter, PlaceFilter, "positions__position", "foot"]
    search_fields = ["slug"]
    search_through = {"pk": "player"}
    search_help_text = "Any word of his name; accents may be left out."
    prepopulated_fields = {"slug": ["known_as"]}
    inlines = [
        PositionInline, ContractInline, InjuryInline, AbsenceInline, FiguresInline,
        IdentifierInline,
    ]  # fmt: skip
    fieldsets = [
        (None, {"fields": [("known_as", "full_name"), ("short_name", "slug")]}),
        ("Facts", {"fields": [("born_on", "nationality"), ("foot", "height_cm")]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Player]:
        contracts = Contract.objects.covering(current_day()).select_related("club")
        return (
            super()
            .get_queryset(request)
            .prefetch_related(
                "positions", Prefetch("contracts", contracts, to_attr="contracts_today")
            )
        )

    def clubs_of(self, rows: QuerySet[Player]) -> QuerySet[Club]:
        return clubs_of_players(rows)

    def save_formset(self, request: HttpRequest, form: Form, formset: Any, change: bool) -> None:
        moves = formset.model is PlayerPosition
        with log.positions(form.instance, by=request.user) if moves else nullcontext():
            super().save_formset(request, form, formset, change)

    @admin.display(description="under contract with", empty_value="nobody")
    def clubs_today(self, player: Any) -> str | None:
        return ", ".join(contract.club.short_name for contract in player.contracts_today) or None

    @admin.display(description="plays", empty_value="position not known")
    def plays(self, player: Player) -> str | None:
        return ", ".join(place.position for place in player.positions.all()) or None


@admin.register(SeasonFigures)
class SeasonFiguresAdmin(FoldedSearch, TouchesClubs):
    desk = ("Squads", 4)
    list_display = [
        "player", "club", "season", "competition", "appearances", "starts", "minutes", "goals",
        "assists",
    ]  # fmt: skip
    list_filter = ["season", "competition", ClubTodayFilter]
    search_fields = ["season"]
    search_through = {"player": "player", "club": "club"}
    autocomplete_fields = ["player", "club", "competition"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[SeasonFigures]:
        found = super().get_queryset(request)
        return found.select_related("player", "club", "competition")

    def view_on_site(self, figures: SeasonFigures) -> str | None:
        return figures.player.get_absolute_url()

    def clubs_of(self, rows: QuerySet[SeasonFigures]) -> QuerySet[Club]:
        """Return his clubs: minutes decide a standing that nobody has set."""
        return clubs_of_players(Player.objects.filter(figures__in=rows))
