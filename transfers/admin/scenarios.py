"""The admin of scenarios: to look through, and to take away what nobody needs."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from squads.admin.base import FoldedSearch, ReadOnly
from squads.admin.typed import Inline
from transfers.models import Scenario, ScenarioMove
from transfers.moves.scenarios import delete_scenario


class MoveInline(ReadOnly, Inline):
    model = ScenarioMove
    extra = 0
    can_delete = False
    fields = ["kind", "player", "name", "position", "club", "is_loan", "on", "until_on", "link"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found: QuerySet[Any] = super().get_queryset(request)
        return found.select_related(
            "player", "club", "link__player", "link__from_club", "link__to_club"
        )


@admin.register(Scenario)
class ScenarioAdmin(ReadOnly, FoldedSearch):
    """Scenarios are changed on their pages, which know their moves; here they are found."""

    desk = ("Planning", 2)
    list_display = ["name", "club", "move_count", "by", "is_shared", "changed_at"]
    list_select_related = ["club", "by"]
    list_filter = ["is_shared", "club__competition"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["name", "note"]
    search_through = {"club": "club"}
    fields = ["club", "name", "note", "formation", "is_shared", "by", "made_at", "changed_at"]
    inlines = [MoveInline]
    ordering = ["-changed_at", "-pk"]
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Scenario]:
        found: QuerySet[Scenario] = super().get_queryset(request)
        return found.select_related("club", "by").annotate(moves_in_it=Count("moves"))

    def delete_model(self, request: HttpRequest, obj: Scenario) -> None:
        delete_scenario(obj, version=Scenario.objects.get(pk=obj.pk).version)

    @admin.display(description="moves", ordering="moves_in_it")
    def move_count(self, scenario: Any) -> int:
        return int(scenario.moves_in_it)
