"""Outlets with how far they are to be believed, and the news items that changes name."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from squads.admin.base import HistoryAdmin
from squads.admin.typed import Form
from squads.admin.versions import GuardedForm
from squads.forms.base import AddressField
from squads.models import Club, NewsItem, Outlet
from squads.models.news import host_of
from squads.moves.news import clubs_naming


class OutletForm(GuardedForm):
    class Meta:
        model = Outlet
        fields = "__all__"
        help_texts = {
            "name": "As readers know it.",
            "tier": "How far to believe it; readers see the number beside each of its items.",
        }

    def clean_host(self) -> str:
        """Take "https://www.bbc.co.uk/sport", too."""
        host = self.cleaned_data["host"].strip().lower()
        if not host:
            return ""
        found = host_of(host if "//" in host else f"//{host}")
        if "." not in found:
            raise forms.ValidationError("Write the site’s name alone, like bbc.co.uk.")
        return found


@admin.register(Outlet)
class OutletAdmin(HistoryAdmin):
    desk = ("News", 6)
    form = OutletForm
    list_display = ["name", "tier", "host", "item_count"]
    list_filter = ["tier"]
    search_fields = ["name", "host"]
    ordering = ["tier", "name"]
    fields = ["name", "tier", "host"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Outlet]:
        found: QuerySet[Outlet] = super().get_queryset(request)
        return found.annotate(items=Count("news_items"))

    def clubs_of(self, rows: QuerySet[Outlet]) -> QuerySet[Club]:
        """Return the clubs whose pages name it."""
        return clubs_naming(NewsItem.objects.filter(outlet__in=rows))

    @admin.display(description="news items", ordering="items")
    def item_count(self, outlet: Any) -> int:
        return int(outlet.items)


class NewsItemForm(GuardedForm):
    address = AddressField(max_length=500, help_text="Where it can be read.")

    class Meta:
        model = NewsItem
        fields = "__all__"
        help_texts = {
            "headline": "As it was published.",
            "published_at": "Empty: not known; it counts from when it was entered.",
            "note": "Readers see it under the headline.",
        }


@admin.register(NewsItem)
class NewsItemAdmin(HistoryAdmin):
    desk = ("News", 5)
    form = NewsItemForm
    list_display = ["headline", "outlet", "tier", "published_at", "entered_by", "entered_at"]
    list_filter = ["outlet__tier", "outlet"]
    list_select_related = ["outlet", "entered_by"]
    search_fields = ["headline", "address", "outlet__name", "note"]
    autocomplete_fields = ["outlet"]
    readonly_fields = ["entered_by", "entered_at"]
    date_hierarchy = "published_at"
    fieldsets = [
        ("What was published", {"fields": ["address", "headline"]}),
        ("By whom, and when", {"fields": [("outlet", "published_at"), "note"]}),
        ("Entered", {"fields": [("entered_by", "entered_at")]}),
    ]

    def clubs_of(self, rows: QuerySet[NewsItem]) -> QuerySet[Club]:
        """Return the clubs whose pages name it."""
        return clubs_naming(rows)

    def view_on_site(self, item: NewsItem) -> str | None:
        """Return the page of the newest change that names it; other news is on no page."""
        newest = item.changes.order_by("-at", "-pk").values_list("pk", flat=True).first()
        return reverse("squads:news_detail", args=[newest]) if newest else None

    def save_model(self, request: HttpRequest, obj: Any, form: Form, change: bool) -> None:
        if not change:
            obj.entered_by = request.user
        super().save_model(request, obj, form, change)

    @admin.display(ordering="outlet__tier")
    def tier(self, item: NewsItem) -> int:
        return item.outlet.tier
