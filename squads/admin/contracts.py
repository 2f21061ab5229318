"""Contracts, loans and the clubs' own rankings."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from squads.admin import log
from squads.admin.base import FoldedSearch, HistoryAdmin, clubs_of_players
from squads.admin.filters import EndYearFilter, FollowedFilter, InForceFilter
from squads.admin.imports import TableAdmin
from squads.admin.sources import Sourced, SourcedForm
from squads.admin.transfer_tables import ContractResource
from squads.admin.typed import Form
from squads.models import Club, Contract, Player, Ranking
from squads.pages.log import page_of


class ContractForm(SourcedForm):
    class Meta:
        model = Contract
        fields = "__all__"
        help_texts = {
            "starts_on": "The first day.",
            "squad_number": "From 1 to 99. Empty: none, or not known.",
            "note": "Readers see it on his page, under the contract.",
        }


@admin.register(Contract)
class ContractAdmin(Sourced, TableAdmin, FoldedSearch, HistoryAdmin):
    desk = ("News", 3)
    form = ContractForm
    resource_classes = [ContractResource]
    list_display = [
        "player", "club", "kind", "squad_number", "standing_or_derived", "starts_on", "until",
    ]  # fmt: skip
    list_filter = [InForceFilter, FollowedFilter, "kind", "standing", EndYearFilter, "club"]
    search_fields = ["note"]
    search_through = {"player": "player", "club": "club"}
    search_help_text = "Player, club or both; accents may be left out."
    date_hierarchy = "ends_on"
    autocomplete_fields = ["player", "club", "parent"]
    from_today = ("starts_on",)
    fieldsets = [
        ("Who, and where", {"fields": [("player", "club"), ("kind", "parent")]}),
        ("Since when, until when", {"fields": [("starts_on", "ends_on")]}),
        ("In the squad", {"fields": [("squad_number", "standing")]}),
        ("Who says so", {"fields": ["note"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Contract]:
        found = super().get_queryset(request)
        return found.select_related("player", "club", "parent__club")

    def clubs_of(self, rows: QuerySet[Contract]) -> QuerySet[Club]:
        """Return all his clubs: a loan at one decides who is available at another."""
        his = clubs_of_players(Player.objects.filter(contracts__in=rows)).values("pk")
        return Club.objects.filter(Q(contracts__in=rows) | Q(pk__in=his)).distinct()

    def view_on_site(self, contract: Contract) -> str | None:
        return contract.player.get_absolute_url()

    @admin.display(description="standing", ordering="standing", empty_value="derived")
    def standing_or_derived(self, contract: Contract) -> str | None:
        return contract.get_standing_display() or None

    @admin.display(description="ends on", ordering="ends_on", empty_value="not known")
    def until(self, contract: Contract) -> Any:
        return contract.ends_on


@admin.register(Ranking)
class RankingAdmin(FoldedSearch, HistoryAdmin):
    desk = ("Squads", 3)
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

    def view_on_site(self, ranking: Ranking) -> str | None:
        return page_of(ranking.club) or None

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
