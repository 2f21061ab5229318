"""Filters of the changelists that no field gives by itself."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from squads.day import current_day
from squads.models import Club, Contract


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
                no_later = Q(expected_until__isnull=True, expected_from__lte=today)
                return out.filter(Q(expected_until__lte=today) | no_later)
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
