"""Links, with what they wait for, their news and their stages."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from squads.admin.base import FoldedSearch, HistoryAdmin, ReadOnlyInline, note
from squads.admin.inlines import LoadedInline
from squads.admin.rows import LoadedFormSet
from squads.admin.typed import Form
from squads.admin.versions import VersionedForm
from squads.models import Club
from transfers.admin.windows import WindowFilter
from transfers.models import ENDED, Link, LinkCondition, LinkNews, LinkStep
from transfers.moves import links
from transfers.moves.links import Said, named, tell
from transfers.moves.stages import LADDER, why_not
from transfers.planning.chains import closes_a_circle
from transfers.words import fee_of, stage_word

Stage = Link.Stage
COMPLETED = "Complete it on its page: that writes his contract."
UNDONE = "It is done. Undo that on its page first."
NAMED = ("player", "from_club", "to_club")  # what the name of a link is made of
OF_LINK = tuple(f"link__{name}" for name in NAMED)
FIXED = ("player", "from_club", "to_club", "kind", "until_on")


class LinkForm(VersionedForm):
    """Stages keep their order here, too; what writes contracts is left to the link's page."""

    class Meta:
        model = Link
        fields = "__all__"
        help_texts = {
            "window": "In which it would be done. Empty: not known.",
            "note": "Readers see it on the link’s page.",
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        stage = cleaned.get("stage")
        stored = Link.objects.filter(pk=self.instance.pk).first()
        if stored is None:
            if stage and stage not in LADDER:
                ended = COMPLETED if stage == Stage.DONE else "Begin with a stage that is alive."
                self.add_error("stage", ended)
        elif stage and stage != stored.stage:
            self._check_stage(stored, Stage(stage))
        elif stored.stage == Stage.DONE:
            for name in FIXED:
                if name in cleaned and cleaned[name] != getattr(stored, name):
                    self.add_error(name, UNDONE)
        return cleaned

    def _check_stage(self, stored: Link, stage: Link.Stage) -> None:
        if stored.stage == Stage.DONE:
            self.add_error("stage", UNDONE)
        elif why := why_not(stored, stage):
            self.add_error("stage", why)
        elif stage is Stage.DONE:
            self.add_error("stage", COMPLETED)
        on = self.cleaned_data.get("stage_on")
        if on and on < stored.stage_on:
            self.add_error("stage_on", f"The stage before was reached on {stored.stage_on}.")


class ConditionFormSet(LoadedFormSet):
    """Refuse what would let links wait for each other."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors) or not self.instance.pk:
            return
        graph = {key: list(others) for key, others in links.waits().items()}
        graph.pop(self.instance.pk, None)
        for form in self.forms:
            other = form.cleaned_data.get("other")
            removed = form.cleaned_data.get("DELETE")
            if other and not removed and closes_a_circle(graph, self.instance.pk, other.pk):
                raise forms.ValidationError(
                    f"“{other}” waits for this one: neither could ever happen."
                )


class ConditionInline(LoadedInline):
    model = LinkCondition
    formset = ConditionFormSet
    fk_name = "link"
    fields = ["position", "other", "note"]
    autocomplete_fields = ["other"]
    verbose_name = "condition"
    verbose_name_plural = "what it waits for"

    def get_queryset(self, request: HttpRequest) -> QuerySet[LinkCondition]:
        found = super().get_queryset(request)
        others = (f"other__{name}" for name in NAMED)
        return found.select_related(*others, *OF_LINK)


class NewsInline(LoadedInline):
    model = LinkNews
    fields = ["news", "on"]
    autocomplete_fields = ["news"]
    verbose_name = "item of news"
    verbose_name_plural = "news"

    def get_queryset(self, request: HttpRequest) -> QuerySet[LinkNews]:
        return super().get_queryset(request).select_related("news", *OF_LINK)


class StepInline(ReadOnlyInline):
    model = LinkStep
    readonly_fields = ["stage", "on", "note", "news", "by", "at"]
    fields = [*readonly_fields]
    show_change_link = False
    classes = []
    verbose_name_plural = "stages so far"

    def get_queryset(self, request: HttpRequest) -> QuerySet[LinkStep]:
        return super().get_queryset(request).select_related("news", "by", *OF_LINK)


class AliveFilter(admin.SimpleListFilter):
    title = "alive"
    parameter_name = "alive"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Alive"), ("no", "Ended")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        ended = {"stage__in": [stage.value for stage in ENDED]}
        match self.value():
            case "yes":
                return queryset.exclude(**ended)
            case "no":
                return queryset.filter(**ended)
        return queryset


@admin.register(Link)
class LinkAdmin(FoldedSearch, HistoryAdmin):
    desk = ("News", 4)
    form = LinkForm
    list_display = [
        "player", "from_club", "to_club", "kind", "stage", "stage_on", "fee_text", "window",
    ]  # fmt: skip
    list_filter = [AliveFilter, "stage", "kind", ("window", WindowFilter), "to_club"]
    list_select_related = ["player", "from_club", "to_club", "window__competition"]
    search_fields = ["note"]
    search_through = {"player": "player", "from_club": "club", "to_club": "club"}
    search_help_text = "Player, club or both; accents may be left out."
    date_hierarchy = "stage_on"
    autocomplete_fields = ["player", "from_club", "to_club", "window"]
    from_today = ("stage_on",)
    readonly_fields = ["by", "made_at"]
    inlines = [ConditionInline, NewsInline, StepInline]
    fieldsets = [
        ("Who, and where to", {"fields": ["player", ("from_club", "to_club")]}),
        ("What, and for how much", {
            "fields": [("kind", "window"), ("fee", "currency", "option_fee"), "until_on"],
        }),
        ("How far it is", {"fields": [("stage", "stage_on"), "note"]}),
        ("Entered", {"fields": [("by", "made_at")]}),
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Link]:
        found = super().get_queryset(request)
        return found.select_related("player", "from_club", "to_club", "window__competition", "by")

    def clubs_of(self, rows: QuerySet[Link]) -> QuerySet[Club]:
        return Club.objects.filter(Q(links_out__in=rows) | Q(links_in__in=rows)).distinct()

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Leave out what a new link cannot have yet."""
        return [inline for inline in self.inlines if obj or inline is not StepInline]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A transfer that has written contracts stays: undo it first."""
        written = obj is not None and obj.change_id is not None
        return super().has_delete_permission(request, obj) and not written

    def save_model(self, request: HttpRequest, obj: Any, form: Form, change: bool) -> None:
        before = Link.objects.filter(pk=obj.pk).first() if change else None
        if not change:
            obj.by = request.user
        super().save_model(request, obj, form, change)
        if before is None or before.stage != obj.stage:
            self._move(request, obj, before)

    def _move(self, request: HttpRequest, link: Link, before: Link | None) -> None:
        """Keep the stage that was reached, and tell both clubs of it."""
        user: Any = request.user
        LinkStep.objects.create(link=link, stage=link.stage, on=link.stage_on, by=user)
        text = f"{named(link)}: {stage_word(link)}"
        was = stage_word(before) if before else ""
        text += f", was {was}" if was else ""
        tell(link, text, Said(user), before=was, after=stage_word(link))

    def save_related(self, request: HttpRequest, form: Form, formsets: Any, change: bool) -> None:
        """Links that wait for this one, or did, show it on their pages."""
        super().save_related(request, form, formsets, change)
        others = Link.objects.filter(
            Q(awaited_by__link=form.instance) | Q(conditions__other=form.instance)
        )
        note(request, self.clubs_of(others))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self._tell_removed(request, obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Those that have written contracts stay."""
        free = self.get_queryset(request).filter(pk__in=queryset, change__isnull=True)
        for link in free:
            self._tell_removed(request, link)
        super().delete_queryset(request, free)

    def _tell_removed(self, request: HttpRequest, link: Link) -> None:
        user: Any = request.user
        tell(link, f"{named(link)}: removed, it was {stage_word(link)}", Said(user))

    @admin.display(description="fee", ordering="fee", empty_value="not known")
    def fee_text(self, link: Link) -> str | None:
        return fee_of(link) or None
