"""The rules of squad lists, and where men were trained."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from squads.admin.base import FoldedSearch, HistoryAdmin
from squads.admin.typed import Form
from squads.admin.versions import GuardedForm
from squads.models import Change, Club
from squads.moves.log import club_of, write_line
from transfers.models import RegistrationRule, Training
from transfers.moves.training import rows_of, training_words

KEPT = ("most_not_homegrown", "locally_trained")


class RegistrationRuleForm(GuardedForm):
    class Meta:
        model = RegistrationRule
        fields = "__all__"

    def clean(self) -> dict[str, Any]:
        """No limit is wider than the list, and what is a part of another needs that other."""
        cleaned = super().clean()
        places = cleaned.get("places") or 0
        for name in KEPT:
            if (cleaned.get(name) or 0) > places:
                self.add_error(name, f"The list has only {places} places.")
        if cleaned.get("most_association_trained") is not None and not cleaned.get(KEPT[1]):
            self.add_error(KEPT[1], "Say of how many places that is the most.")
        if cleaned.get("free_needs_club_years") and not cleaned.get("free_from"):
            self.add_error("free_from", "Say from which birthday on men are free.")
        return cleaned

    def clean_associations(self) -> str:
        names = (name.strip() for name in self.cleaned_data["associations"].split(","))
        return ", ".join(filter(None, names))


@admin.register(RegistrationRule)
class RegistrationRuleAdmin(HistoryAdmin):
    """A rule is known to its pages by its name and season; each season has one of its own."""

    form = RegistrationRuleForm
    desk = ("Planning", 5)
    list_display = ["name", "season", "competition", "places", *KEPT, "free_from", "confidence"]
    list_filter = ["season", "competition", "confidence"]
    list_select_related = ["competition"]
    autocomplete_fields = ["competition"]
    search_fields = ["name", "season", "note"]
    save_as = True

    def clubs_of(self, rows: QuerySet[RegistrationRule]) -> QuerySet[Club]:
        """Return the clubs of their leagues; a rule of Europe is every club's."""
        if rows.filter(competition=None).exists():
            return Club.objects.charted()
        return Club.objects.filter(competition__registration_rules__in=rows).distinct()


class TrainingForm(GuardedForm):
    class Meta:
        model = Training
        fields = ["player", "association", "club", "source", "note"]

    def clean_association(self) -> str:
        return str(self.cleaned_data["association"]).strip()

    def clean(self) -> dict[str, Any]:
        """A club trains for its own association."""
        cleaned = super().clean()
        club, association = cleaned.get("club"), cleaned.get("association")
        if club and club.country and association and club.country != association:
            self.add_error("club", f"{club} trains for {club.country}.")
        return cleaned


@admin.register(Training)
class TrainingAdmin(FoldedSearch, HistoryAdmin):
    """Where men were trained, man by man; on a club's squad list it is set in one form."""

    form = TrainingForm
    desk = ("Squads", 4)
    list_display = ["player", "association", "club", "source", "note"]
    list_filter = ["association"]
    list_select_related = ["player", "club"]
    autocomplete_fields = ["player", "club"]
    search_through = {"player": "player", "club": "club"}
    search_fields = ["association", "source"]

    def clubs_of(self, rows: QuerySet[Training]) -> QuerySet[Club]:
        return Club.objects.filter(contracts__player__training__in=rows).distinct()

    def view_on_site(self, row: Training) -> str | None:
        return row.player.get_absolute_url()

    def save_model(self, request: HttpRequest, obj: Training, form: Form, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if form.changed_data:
            self.tell(request, obj)

    def delete_model(self, request: HttpRequest, obj: Training) -> None:
        super().delete_model(request, obj)
        self.tell(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Training]) -> None:
        gone = list(queryset.select_related("player"))
        super().delete_queryset(request, queryset)
        for row in {row.player_id: row for row in gone}.values():
            self.tell(request, row)

    def tell(self, request: HttpRequest, row: Training) -> None:
        """Write what is on file of the man now to his club's log; none has one without a club."""
        club = club_of(row.player)
        if club is None:
            return
        text = training_words(list(rows_of(row.player)))
        write_line(
            club,
            row.player,
            Change.Kind.OTHER,
            text,
            by=request.user,  # type: ignore[arg-type]
            source=row.source,
            before="",
            after=text,
            undo=None,
        )
