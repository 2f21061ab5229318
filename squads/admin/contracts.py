"""Contracts, loans and the clubs' own rankings."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from squads.admin import log
from squads.admin.base import FoldedSearch, HistoryAdmin, clubs_of_players
from squads.admin.filters import EndYearFilter, InForceFilter
from squads.admin.imports import TableAdmin
from squads.admin.sources import Sourced, SourcedForm
from squads.admin.transfer_tables import ContractResource
from squads.admin.typed import Form
from squads.models import Club, Contract, Player, Ranking


class ContractForm(SourcedForm):
    class Meta:
        model = Contract
        fields = "__all__"


@admin.register(Contract)
class ContractAdmin(Sourced, TableAdmin, FoldedSearch, HistoryAdmin):
    form = ContractForm
    resource_classes = [ContractResource]
    list_display = [
        "player", "club", "kind", "squad_number", "standing_or_derived", "starts_on", "until",
    ]  # fmt: skip
    list_filter = [InForceFilter, "kind", "standing", EndYearFilter, "club"]
    search_fields = ["note"]
    search_through = {"player": "player", "club": "club"}
    search_help_text = "Player, club or both; accents may be left out."
    date_hierarchy = "ends_on"
    autocomplete_fields = ["player", "club", "parent"]
    fieldsets = [
        (None, {"fields": [("player", "club"), ("kind", "parent")]}),
        ("Days", {"fields": [("starts_on", "ends_on")]}),
        ("In the squad", {"fields": [("squad_number", "standing"), "note"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Contract]:
        found = super().get_queryset(request)
        return found.select_related("player", "club", "parent__club")

    def clubs_of(self, rows: QuerySet[Contract]) -> QuerySet[Club]:
        """Return all his clubs: a loan at one decides who is available at another."""
        his = clubs_of_players(Player.objects.filter(contracts__in=rows)).values("pk")
        return Club.objects.filter(Q(contracts__in=rows) | Q(pk__in=his)).distinct()

    @admin.display(description="standing", ordering="standing", empty_value="derived")
    def standing_or_derived(self, contract: Contract) -> str | None:
        return contract.get_standing_display() or None

    @admin.display(description="ends on", ordering="ends_on", empty_value="not known")
    def until(self, contract: Contract) -> Any:
        return contract.ends_on


@admin.register(Ranking)
class RankingAdmin(FoldedSearch, HistoryAdmin):
    list_display = ["club", "position", "rank", "player"]
    list_display_links = ["player"]
    list_filter = ["position", "club"]
    search_fields = ["position"]
    search_through = {"player": "player", "club": "club"}
    autocomplete_fields = ["club", "player"]
    ordering = ["club__name", "position", "rank"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Ranking]:
        return super().get_queryset(request).select_related("club", "player")

    def clubs_of(self, rows: QuerySet[Ranking]) -> QuerySet[Club]:
        return Club.objects.filter(rankings__in=rows).distinct()

    def save_model(self, request: HttpRequest, obj: Any, form: Form, change: bool) -> None:
        was = self.rows(obj.pk).values_list("club", flat=True)
        with log.orders([obj.club_id, *was], by=request.user):
            super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        with log.orders([obj.club_id], by=request.user):
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        with log.orders(queryset.values_list("club", flat=True), by=request.user):
            super().delete_queryset(request, queryset)
