"""Filters of the changelists that no field gives by itself."""

import datetime as dt
from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from squads.day import current_day
from squads.models import Club, Contract, PlayerPosition


def overdue(spells: Any, today: dt.date) -> QuerySet[Any]:
    """Return spells whose day has passed without anybody confirming that they are over."""
    no_later = Q(expected_until__isnull=True, expected_from__lt=today)
    due: QuerySet[Any] = spells.filter(Q(expected_until__lt=today) | no_later)
    return due.filter(returned_on__isnull=True)


class ClubTodayFilter(admin.SimpleListFilter):
    """Men, or what belongs to them, by the club they are under contract with today."""

    title = "club today"
    parameter_name = "club"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(Club.objects.charted().values_list("slug", "name"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        contracts = Contract.objects.covering(current_day()).filter(club__slug=self.value())
        owner = "pk" if queryset.model.__name__ == "Player" else "player"
        return queryset.filter(**{f"{owner}__in": contracts.values("player")})


class StillOutFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("out", "Out, not confirmed back"),
            ("overdue", "Expected back, not confirmed"),
            ("open", "Out without a date"),
            ("back", "Back"),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        today = current_day()
        rows: QuerySet[Any] = queryset
        out: QuerySet[Any] = queryset.not_confirmed_back_by(today)
        match self.value():
            case "out":
                return out
            case "overdue":
                return overdue(queryset, today)
            case "open":
                return out.filter(expected_from__isnull=True, expected_until__isnull=True)
            case "back":
                return rows.filter(returned_on__lte=today)
        return rows


class InForceFilter(admin.SimpleListFilter):
    title = "in force"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("today", "Today"), ("past", "Over"), ("future", "Not begun")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        today = current_day()
        match self.value():
            case "today":
                in_force = Contract.objects.covering(today)
                return queryset.filter(pk__in=in_force.values("pk"))
            case "past":
                return queryset.filter(ends_on__lt=today)
            case "future":
                return queryset.filter(starts_on__gt=today)
        return queryset


class EndYearFilter(admin.SimpleListFilter):
    title = "year it ends"
    parameter_name = "ends"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        year = current_day().year
        years = [(str(y), str(y)) for y in range(year, year + 6)]
        return [*years, ("unknown", "Not known")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value() or ""
        if value == "unknown":
            return queryset.filter(ends_on__isnull=True)
        return queryset.filter(ends_on__year=int(value)) if value.isdecimal() else queryset


class PlaceFilter(admin.SimpleListFilter):
    """Men whose positions nobody has entered."""

    title = "position"
    parameter_name = "place"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("none", "Not known")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() != "none":
            return queryset
        return queryset.filter(~Exists(PlayerPosition.objects.filter(player=OuterRef("pk"))))


class FollowedFilter(admin.SimpleListFilter):
    """Permanent contracts with nothing on record of the same man after them."""

    title = "what follows"
    parameter_name = "after"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("nothing", "Nothing")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() != "nothing":
            return queryset
        return queryset.filter(Exists(not_followed().filter(pk=OuterRef("pk"))))


def not_followed() -> QuerySet[Contract]:
    """Return the last permanent contract on record of every man, where it has an end."""
    longer = Contract.objects.permanent().filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=OuterRef("ends_on")), player=OuterRef("player")
    )
    return Contract.objects.permanent().filter(~Exists(longer), ends_on__isnull=False)
