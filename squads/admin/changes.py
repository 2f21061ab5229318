"""The log that readers see, to look at, and the data set that pins the site's day."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from squads.admin.base import FoldedSearch, ReadOnly, TouchesClubs
from squads.models import Change, Club, DataSet


@admin.register(Change)
class ChangeAdmin(ReadOnly, FoldedSearch, TouchesClubs):
    desk = ("Record", 1)
    list_display = ["at", "club", "player", "text", "before", "after", "who", "said_by"]
    list_display_links = ["text"]
    list_filter = ["kind", "club"]
    list_select_related = ["club", "player", "by", "news__outlet"]
    search_fields = ["text"]
    search_through = {"player": "player", "club": "club"}
    date_hierarchy = "at"

    def clubs_of(self, rows: QuerySet[Change]) -> QuerySet[Club]:
        return Club.objects.filter(changes__in=rows).distinct()

    def view_on_site(self, change: Change) -> str | None:
        return reverse("squads:news_detail", args=[change.pk])

    @admin.display(description="by", ordering="by", empty_value="the data set")
    def who(self, change: Change) -> Any:
        return change.by

    @admin.display(description="source", ordering="source")
    def said_by(self, change: Change) -> str:
        """Return the source; of what links to news its outlet, as it is called now."""
        return change.source or (change.news.outlet.name if change.news else "")


@admin.register(DataSet)
class DataSetAdmin(TouchesClubs):
    desk = ("Record", 3)
    list_display = ["season", "pinned_on", "season_ends_on", "loaded_at"]
    readonly_fields = ["loaded_at"]

    def clubs_of(self, rows: QuerySet[DataSet]) -> QuerySet[Club]:
        """Return every club: the day it pins is the day all pages show."""
        return Club.objects.all()

    def has_module_permission(self, request: HttpRequest) -> bool:
        """List it only for those who may change it."""
        return self.has_change_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not DataSet.objects.exists()
