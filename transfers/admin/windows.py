"""Transfer windows: when each league's clubs may sign."""

import datetime as dt
from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from squads.admin.base import FoldedSearch, HistoryAdmin
from squads.admin.versions import GuardedForm
from squads.models import Club
from transfers.models import Window
from transfers.pages.windows import local_text


class WindowForm(GuardedForm):
    class Meta:
        model = Window
        fields = "__all__"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"opens_at", "closes_at"} & set(self.fields):
            self.fields[name].help_text = f"By the clocks of this site, {settings.TIME_ZONE}."


class WindowFilter(admin.RelatedFieldListFilter):
    """Windows with the name of their league, in one query."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[Any]:
        return [(str(window.pk), str(window)) for window in Window.objects.in_order()]


@admin.register(Window)
class WindowAdmin(FoldedSearch, HistoryAdmin):
    form = WindowForm
    desk = ("Planning", 1)
    list_display = ["name", "of", "season", "opens", "closes", "confidence"]
    list_filter = ["season", "confidence", "competition"]
    list_select_related = ["competition"]
    search_fields = ["name", "season", "country", "competition__name"]
    date_hierarchy = "opens_at"
    autocomplete_fields = ["competition"]
    readonly_fields = ["opens", "closes"]
    fieldsets = [
        (None, {"fields": [("competition", "country"), ("name", "season")]}),
        ("Moments", {"fields": ["opens_at", "closes_at", "time_zone", ("opens", "closes")]}),
        ("How sure", {"fields": ["confidence", "source", "note"]}),
    ]

    def clubs_of(self, rows: QuerySet[Window]) -> QuerySet[Club]:
        """Return the clubs of its league, or of every league of its association."""
        associations = rows.exclude(country="").values("country")
        theirs = Q(competition__windows__in=rows) | Q(competition__country__in=associations)
        return Club.objects.filter(theirs).distinct()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Window]:
        found: QuerySet[Window] = super().get_queryset(request)
        return found.select_related("competition")

    @admin.display(description="of", ordering="competition__rank")
    def of(self, window: Window) -> str:
        return str(window.competition or window.country)

    @admin.display(description="opens, local time", ordering="opens_at", empty_value="–")
    def opens(self, window: Window) -> str | None:
        return _local(window, window.opens_at)

    @admin.display(description="closes, local time", ordering="closes_at", empty_value="–")
    def closes(self, window: Window) -> str | None:
        return _local(window, window.closes_at)


def _local(window: Window, at: dt.datetime | None) -> str | None:
    """Return nothing while a form holds no moment, or a time zone that nobody knows."""
    return local_text(window, at) if at and window.time_zone in available_timezones() else None
