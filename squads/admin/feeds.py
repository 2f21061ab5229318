"""What feeds have said, to look at: it is settled on the feeds' page."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse

from squads.admin.base import FoldedSearch, ReadOnly
from squads.models import FeedReport, FeedRun


class SaidByFeeds(ReadOnly, FoldedSearch):
    empty_value_display = "–"
    list_per_page = 50
    show_full_result_count = False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(FeedRun)
class FeedRunAdmin(SaidByFeeds):
    desk = ("Record", 2)
    list_display = ["ran_at", "feed", "said_at", "counts", "address"]
    list_filter = ["feed"]
    search_fields = ["feed", "address"]
    date_hierarchy = "ran_at"


@admin.register(FeedReport)
class FeedReportAdmin(SaidByFeeds):
    desk = ("News", 7)
    list_display = ["name", "team", "player", "state", "status", "chance", "news", "said_at"]
    list_filter = ["feed", "state", "club"]
    list_select_related = ["player", "club", "settled_by"]
    search_fields = ["name", "team", "code", "news"]
    search_through = {"player": "player", "club": "club"}
    search_help_text = "Any word of a name; accents may be left out."

    def view_on_site(self, report: FeedReport) -> str | None:
        return f"{reverse('squads:feed_list')}#report-{report.pk}"
