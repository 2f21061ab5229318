"""What analysts say of needs, for repairs, and what is worked out, to look at."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from squads.admin.base import FoldedSearch, HistoryAdmin, ReadOnly, ReadOnlyInline
from squads.admin.typed import Form, Page
from squads.admin.versions import VersionedForm
from squads.depth import Position
from squads.models import Change, Club
from squads.moves.log import write_line
from squads.wording import position_name
from transfers.admin.windows import WindowFilter
from transfers.models import Need, NeedFlag, Outlook
from transfers.moves.flags import WORDS, lacking

Verdict = NeedFlag.Verdict
# With the removal of these, as app and model, outlooks go.
OWNERS = (("transfers", "window"), ("squads", "club"))


class NeedFlagForm(VersionedForm):
    class Meta:
        model = NeedFlag
        fields = ["verdict", "note", "link", "scenario"]

    def clean(self) -> dict[str, Any]:
        """Hold it to what the page asks for."""
        cleaned = super().clean()
        answer = cleaned.get("link") or cleaned.get("scenario")
        if cleaned.get("link") and cleaned.get("scenario"):
            self.add_error("scenario", "Choose a link or a scenario, not both.")
        if "verdict" in cleaned:
            said = Verdict(cleaned["verdict"])
            club: Club = self.instance.club
            for field, sentence in lacking(said, cleaned.get("note", ""), answer, club):
                shown = "link" if field == "answer" else field
                self.add_error(shown, sentence)
        return cleaned


@admin.register(NeedFlag)
class NeedFlagAdmin(FoldedSearch, HistoryAdmin):
    """Flags are made on a club's page or a window's board, where the need is seen."""

    form = NeedFlagForm
    desk = ("Planning", 3)
    list_display = ["club", "window", "position", "verdict", "note", "level", "cover", "by", "at"]
    list_filter = ["verdict", ("window", WindowFilter)]
    list_select_related = ["club", "window__competition", "by"]
    search_fields = ["note"]
    search_through = {"club": "club"}
    autocomplete_fields = ["link", "scenario"]
    readonly_fields = ["club", "window", "position", "level", "cover", "by", "at"]
    fields = [*readonly_fields, "verdict", "note", "link", "scenario"]

    def clubs_of(self, rows: QuerySet[NeedFlag]) -> QuerySet[Club]:
        return Club.objects.filter(need_flags__in=rows).distinct()

    def view_on_site(self, flag: NeedFlag) -> str | None:
        return flag.window.get_absolute_url()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: NeedFlag, form: Form, change: bool) -> None:
        before = WORDS[Verdict(form.initial["verdict"])]
        super().save_model(request, obj, form, change)
        if form.changed_data:
            note = f", “{obj.note}”" if obj.note else ""
            after = WORDS[Verdict(obj.verdict)]
            self.tell(request, obj, f"{after}{note}", before, after)

    def delete_model(self, request: HttpRequest, obj: NeedFlag) -> None:
        super().delete_model(request, obj)
        self.taken_back(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[NeedFlag]) -> None:
        gone = list(queryset.select_related("club", "window"))
        super().delete_queryset(request, queryset)
        for flag in gone:
            self.taken_back(request, flag)

    def taken_back(self, request: HttpRequest, flag: NeedFlag) -> None:
        before = WORDS[Verdict(flag.verdict)]
        self.tell(request, flag, f"“{before}” taken back", before, "")

    def tell(
        self, request: HttpRequest, flag: NeedFlag, text: str, before: str, after: str
    ) -> None:
        """Write a line to the club's log; the club gets its version with the whole form."""
        where = f"{position_name(Position(flag.position)).lower()}, {flag.window.name}"
        write_line(
            flag.club,
            None,
            Change.Kind.NEED,
            f"{where}: {text}",
            by=request.user,  # type: ignore[arg-type]
            source="",
            before=before,
            after=after,
            undo=None,
        )


class NeedInline(ReadOnlyInline):
    model = Need
    fields = ["position", "level", "cover", "starters", "worst_on", "from_on", "until_on", "why"]
    show_change_link = False
    classes = []


@admin.register(Outlook)
class OutlookAdmin(ReadOnly, FoldedSearch, Page):
    """Worked out from the squad; to have it done again use `manage.py refresh_needs`."""

    desk = ("Planning", 6)
    list_display = ["club", "window", "first_on", "last_on", "club_version", "computed_at"]
    list_filter = [("window", WindowFilter)]
    list_select_related = ["club", "window__competition"]
    search_through = {"club": "club"}
    search_fields = ["window__name"]
    inlines = [NeedInline]
    show_full_result_count = False

    def view_on_site(self, outlook: Outlook) -> str | None:
        return outlook.window.get_absolute_url()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not here; but what is worked out goes with its window or club, and stops neither."""
        here = request.resolver_match
        if here is None or (here.url_name or "").startswith("transfers_outlook_"):
            return False
        return any(request.user.has_perm(f"{app}.delete_{name}") for app, name in OWNERS)
