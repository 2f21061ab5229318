"""The admin, split by subject: for repairs and for whole tables, quick to search."""

from django.contrib import admin

from squads.admin import (
    accounts,
    changes,
    clubs,
    contracts,
    feeds,
    news,
    players,
    spells,
    worklists,
)

admin.site.site_header = "Twodeep"
admin.site.site_title = "Twodeep"
admin.site.index_title = "What needs you today"

__all__ = [
    "accounts",
    "changes",
    "clubs",
    "contracts",
    "feeds",
    "news",
    "players",
    "spells",
    "worklists",
]
