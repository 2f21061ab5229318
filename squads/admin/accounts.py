"""Accounts: Django's own pages for them. The log that readers see names who wrote it."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from squads.admin.base import TouchesClubs
from squads.models import Club

admin.site.unregister(User)


@admin.register(User)
class AccountAdmin(TouchesClubs, UserAdmin):  # type: ignore[type-arg]
    """Who is renamed or deleted is so on the pages that are kept, too."""

    desk = ("Accounts", 1)

    def clubs_of(self, rows: QuerySet[User]) -> QuerySet[Club]:
        """Return every club of which something is told under one of these names."""
        told = Q(changes__by__in=rows) | Q(feed_reports__settled_by__in=rows)
        return Club.objects.filter(told).distinct()
