"""The admin of shortlists: to find who is wanted where. Their order is kept on their pages."""

from django.contrib import admin
from django.urls import reverse

from squads.admin.base import FoldedSearch, ReadOnly
from squads.pages.log import page_of
from transfers.models import Shortlisted


@admin.register(Shortlisted)
class ShortlistedAdmin(ReadOnly, FoldedSearch):
    desk = ("Planning", 4)
    list_display = ["player", "club", "position", "rank", "note", "by", "at"]
    list_select_related = ["player", "club", "by"]
    list_filter = ["position", "club__competition"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["note"]
    search_through = {"club": "club", "player": "player"}
    fields = ["club", "position", "rank", "player", "note", "by", "at"]
    actions = None

    def view_on_site(self, row: Shortlisted) -> str | None:
        if not page_of(row.club):
            return None
        return reverse("transfers:candidate_list", args=[row.club.slug, row.position])

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        return False
