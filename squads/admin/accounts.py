"""Accounts and roles: Django's own pages for them, with the site's care for two editors.

The log that readers see names who wrote it.
"""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group, User
from django.db.models import Q, QuerySet

from squads.admin.base import OnSite, TouchesClubs
from squads.admin.versions import GuardedForm
from squads.models import Club

admin.site.unregister([Group, User])


class AccountForm(GuardedForm, UserChangeForm):  # type: ignore[type-arg]
    """What Django checks of an account; the password has a form of its own."""


@admin.register(User)
class AccountAdmin(TouchesClubs, UserAdmin):  # type: ignore[type-arg]
    """Who is renamed or deleted is so on the pages that are kept, too."""

    desk = ("Accounts", 1)
    form = AccountForm
    readonly_fields = ["last_login", "date_joined"]

    def clubs_of(self, rows: QuerySet[User]) -> QuerySet[Club]:
        """Return every club of which something is told under one of these names."""
        told = Q(changes__by__in=rows) | Q(feed_reports__settled_by__in=rows)
        return Club.objects.filter(told).distinct()


@admin.register(Group)
class RoleAdmin(OnSite, GroupAdmin):
    desk = ("Accounts", 2)
