"""What every admin page of ours shares: search, one transaction, one new version per club."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst

from squads.admin import log
from squads.admin.history import Revertible
from squads.admin.inputs import DAY_INPUTS
from squads.admin.known import KnowsRows
from squads.admin.typed import Form, Inline, Page
from squads.admin.versions import Guarded
from squads.day import current_day
from squads.extensions import extensions
from squads.models import Absence, Club, Injury, NewsItem, Player
from squads.models.search import fold

# Where `search_through` leads to a model found by its folded names.
MATCHED: dict[str, Callable[[str], QuerySet[Any]]] = {
    "club": lambda word: Club.objects.matching(word),
    "player": lambda word: Player.objects.matching(word),
}


@contextmanager
def one_touch(request: HttpRequest) -> Iterator[None]:
    """Write in one transaction; at its end, once, give each club noted in it a new version.

    Every club is locked first, in the order moves lock theirs in: one form here can reach the
    rows of any of them, and whoever locks rows before clubs may wait for a move for ever.
    """
    if request.method != "POST":
        yield
        return
    with transaction.atomic():
        every = Club.objects.select_for_update(no_key=True).order_by("pk")
        list(every.values_list("pk"))
        noted: set[int] = set()
        request.noted_clubs = noted  # type: ignore[attr-defined]
        yield
        Club.objects.filter(pk__in=noted).touch()


def note(request: HttpRequest, clubs: QuerySet[Club]) -> None:
    """Remember whose pages a change concerns, for one_touch."""
    request.noted_clubs.update(clubs.values_list("pk", flat=True))  # type: ignore[attr-defined]


def clubs_of_players(players: QuerySet[Player]) -> QuerySet[Club]:
    """Return every club whose pages show one of these men: contracts, loans, rankings, log."""
    found = (
        Q(contracts__player__in=players)
        | Q(rankings__player__in=players)
        | Q(changes__player__in=players)
    )
    for more in extensions.clubs_of_men:
        found |= more(players)
    return Club.objects.filter(found).distinct()


def clubs_naming(clubs: QuerySet[Club]) -> QuerySet[Club]:
    """Return every club whose pages name one of these: itself, and those that lend to it."""
    found = Q(pk__in=clubs) | Q(contracts__loans__club__in=clubs)
    for more in extensions.clubs_of_clubs:
        found |= more(clubs)
    return Club.objects.filter(found).distinct()


def by_hand(row: Any) -> None:
    """Remember that a person saves an injury or absence: no feed may overrule him."""
    if isinstance(row, Injury | Absence):
        row.by_hand = True


def news_in(form: Any) -> NewsItem | None:
    """Return the item of news that a form was given the link of."""
    return getattr(form, "news", None)


class OnSite(KnowsRows, Guarded, Page):
    """Leads to where the site shows a row, and guards what others write meanwhile.

    desk: under which heading of the start page its list stands, and in which place there.
    """

    desk: tuple[str, int] = ("Record", 99)
    formfield_overrides = DAY_INPUTS

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Name the list after what it lists, not after what one could do with it."""
        title = {"title": capfirst(str(self.opts.verbose_name_plural))}
        response: HttpResponse = super().changelist_view(request, title | (extra_context or {}))
        return response

    def view_on_site(self, row: Any) -> str | None:
        """Return the address of the page that shows a row, None where none does."""
        return row.get_absolute_url() if hasattr(row, "get_absolute_url") else None


class FoldedSearch(OnSite):
    """Find rows by the names of their club or player, word by word, accents aside.

    search_through maps a lookup to the kind of name behind it: {"player": "player"}.
    Words that match no name are looked for in search_fields.
    """

    search_through: dict[str, str] = {}

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        for word in search_term.split():
            if not fold(word):
                continue
            hit = Q()
            for lookup, kind in self.search_through.items():
                hit |= Q(**{f"{lookup}__in": MATCHED[kind](word).values("pk")})
            for field in self.get_search_fields(request):
                hit |= Q(**{f"{field}__icontains": word})
            queryset = queryset.filter(hit)
        return queryset, False


class TouchesClubs(OnSite):
    """Every write gives the clubs it concerns a new version, before and after the change.

    Subclasses say in clubs_of which clubs a queryset of their rows concerns. from_today: days
    that a new row begins with, until somebody says otherwise.
    """

    empty_value_display = "–"
    list_per_page = 50
    show_full_result_count = False
    from_today: tuple[str, ...] = ()

    def clubs_of(self, rows: QuerySet[Any]) -> QuerySet[Club]:
        raise NotImplementedError

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        today = current_day() if self.from_today else None
        asked = super().get_changeform_initial_data(request)
        return dict.fromkeys(self.from_today, today) | asked

    def rows(self, *keys: Any) -> QuerySet[Any]:
        """Return rows as they are stored now."""
        found: QuerySet[Any] = self.model._default_manager.filter(pk__in=keys)
        return found

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with one_touch(request):
            return super().changeform_view(request, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with one_touch(request):
            return super().changelist_view(request, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with one_touch(request):
            return super().delete_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Form, change: bool) -> None:
        before = self.rows(obj.pk).first() if change else None
        note(request, self.clubs_of(self.rows(obj.pk)))
        by_hand(obj)
        super().save_model(request, obj, form, change)
        note(request, self.clubs_of(self.rows(obj.pk)))
        log.saved(before, obj, by=request.user, news=news_in(form))

    def save_related(self, request: HttpRequest, form: Form, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        note(request, self.clubs_of(self.rows(form.instance.pk)))

    def save_formset(
        self,
        request: HttpRequest,
        form: Form,
        formset: Any,
        change: bool,
    ) -> None:
        keys = [f.instance.pk for f in formset.initial_forms]
        before = formset.model._default_manager.in_bulk(keys)
        for one in formset.forms:
            by_hand(one.instance)
        super().save_formset(request, form, formset, change)
        told = {one.instance.pk: news_in(one) for one in formset.forms}
        for row, _ in formset.changed_objects:
            log.saved(before.get(row.pk), row, by=request.user, news=told.get(row.pk))
        for row in formset.new_objects:
            log.saved(None, row, by=request.user, news=told.get(row.pk))
        for row in formset.deleted_objects:
            log.deleted(row, by=request.user)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        note(request, self.clubs_of(self.rows(obj.pk)))
        super().delete_model(request, obj)
        log.deleted(obj, by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        gone = list(queryset)
        note(request, self.clubs_of(self.rows(*[row.pk for row in gone])))
        super().delete_queryset(request, queryset)
        for row in gone:
            log.deleted(row, by=request.user)


class HistoryAdmin(TouchesClubs, Revertible):
    """The same, with a history of who changed what, and the way back."""

    def revert_view(self, request: HttpRequest, object_id: str, version: int) -> HttpResponse:
        with one_touch(request):
            return super().revert_view(request, object_id, version)

    def history_form_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show or revert to an earlier state; who may only look may not revert."""
        if request.method == "POST" and not self.has_change_permission(request):
            raise PermissionDenied
        with one_touch(request):
            response: HttpResponse = super().history_form_view(  # type: ignore[misc]
                request, *args, **kwargs
            )
            return response


class ReadOnly:
    """Rows that are shown and never written here, as a page or as an inline."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyInline(ReadOnly, Inline):
    extra = 0
    can_delete = False
    show_change_link = True
    classes = ["collapse"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
