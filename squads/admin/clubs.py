"""Competitions, clubs and formations."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest

from squads.admin import log
from squads.admin.base import (
    FoldedSearch,
    HistoryAdmin,
    ReadOnlyInline,
    TouchesClubs,
    clubs_naming,
)
from squads.admin.imports import TableAdmin
from squads.admin.inlines import LoadedInline
from squads.admin.transfer_tables import ClubResource
from squads.admin.typed import Form
from squads.admin.versions import GuardedForm
from squads.models import (
    Club,
    ClubIdentifier,
    Competition,
    Contract,
    Formation,
    FormationSlot,
    Ranking,
)
from squads.pages.log import page_of


@admin.register(Competition)
class CompetitionAdmin(TouchesClubs):
    desk = ("Squads", 5)
    list_display = ["name", "kind", "country", "rank", "club_count"]
    list_filter = ["kind", "country"]
    search_fields = ["name", "slug"]
    ordering = ["rank", "name"]
    prepopulated_fields = {"slug": ["name"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Competition]:
        found: QuerySet[Competition] = super().get_queryset(request)
        return found.annotate(clubs_in_it=Count("clubs"))

    def clubs_of(self, rows: QuerySet[Competition]) -> QuerySet[Club]:
        """Return its clubs, and those whose men's minutes count only while it is a league."""
        return Club.objects.filter(Q(competition__in=rows) | Q(figures__competition__in=rows))

    @admin.display(description="clubs", ordering="clubs_in_it")
    def club_count(self, competition: Any) -> int:
        return int(competition.clubs_in_it)


class SlotInline(LoadedInline):
    model = FormationSlot
    extra = 0
    max_num = 11
    fields = ["number", "position", "x", "y"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[FormationSlot]:
        return super().get_queryset(request).select_related("formation")

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 0 if obj else 11


@admin.register(Formation)
class FormationAdmin(TouchesClubs):
    desk = ("Squads", 6)
    list_display = ["name", "shape", "club_count"]
    search_fields = ["name"]
    ordering = ["name"]
    inlines = [SlotInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Formation]:
        found: QuerySet[Formation] = super().get_queryset(request)
        return found.prefetch_related("slots").annotate(
            clubs_playing=Count("clubs", distinct=True)
        )

    def clubs_of(self, rows: QuerySet[Formation]) -> QuerySet[Club]:
        """Return every club: any chart may be asked for in any formation."""
        return Club.objects.all()

    @admin.display(description="places")
    def shape(self, formation: Formation) -> str:
        return " ".join(slot.position for slot in formation.slots.all())

    @admin.display(description="clubs", ordering="clubs_playing")
    def club_count(self, formation: Any) -> int:
        return int(formation.clubs_playing)


class RankingInline(LoadedInline):
    model = Ranking
    extra = 1
    fields = ["position", "rank", "player"]
    ordering = ["position", "rank"]
    autocomplete_fields = ["player"]
    classes = ["collapse"]
    verbose_name_plural = "rankings, the club's own order"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Ranking]:
        return super().get_queryset(request).select_related("club", "player")


class ClubContractInline(ReadOnlyInline):
    model = Contract
    readonly_fields = ["player", "kind", "squad_number", "standing", "starts_on", "ends_on"]
    fields = [*readonly_fields]
    ordering = ["squad_number", "player__known_as"]
    verbose_name_plural = "contracts and loans"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Contract]:
        found = super().get_queryset(request)
        return found.select_related("player", "club")


class ClubIdentifierInline(LoadedInline):
    model = ClubIdentifier
    extra = 0
    verbose_name = "identifier"
    verbose_name_plural = "what other sources call it"
    fields = ["source", "value"]


class ClubForm(GuardedForm):
    class Meta:
        model = Club
        fields = "__all__"


@admin.register(Club)
class ClubAdmin(TableAdmin, FoldedSearch, HistoryAdmin):
    desk = ("Squads", 2)
    form = ClubForm
    resource_classes = [ClubResource]
    list_display = ["name", "short_name", "competition", "formation", "head_coach", "country"]
    list_filter = ["competition", "formation", "country"]
    list_select_related = ["competition", "formation"]
    search_fields = ["slug"]
    search_through = {"pk": "club"}
    search_help_text = "Any word of the name; accents may be left out."
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["competition", "formation"]
    inlines = [ClubContractInline, RankingInline, ClubIdentifierInline]
    fieldsets = [
        (None, {"fields": [("name", "short_name"), "slug", ("competition", "country")]}),
        ("On the chart", {"fields": ["formation", "head_coach", ("colour", "second_colour")]}),
    ]

    def clubs_of(self, rows: QuerySet[Club]) -> QuerySet[Club]:
        return clubs_naming(rows)

    def view_on_site(self, club: Club) -> str | None:
        """Return its chart; one that only lends and borrows has none."""
        return page_of(club) or None

    def save_formset(self, request: HttpRequest, form: Form, formset: Any, change: bool) -> None:
        with log.orders([form.instance.pk], by=request.user):
            super().save_formset(request, form, formset, change)
