"""The history of a row: what each version changed, and one step back to any of them.

A version is brought back as its form would save it: with the checks of the form and the model,
the log that readers see, and new versions of the clubs.
"""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import display_for_field
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from simple_history.template_utils import HistoricalRecordContextHelper

from squads.admin.typed import Form, HistoryPage
from squads.admin.versions import last_writer, sent_by

NOTHING = "–"
REMOVED = "-"  # how a history marks the removal of its row
CHANGED_SINCE = "{who} has changed this since you opened its history. Look at it again."
SAME = "It stands like that already; nothing was changed."


class Revertible(HistoryPage):
    """A history with a button at every version. Mixed in where `one_touch` guards the writing."""

    object_history_template = "admin/squads/object_history.html"
    object_history_list_template = "admin/squads/history_list.html"
    not_brought_back: ClassVar[Sequence[str]] = ()  # fields that hold their own account

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.revert_view))
        name = f"{self.opts.app_label}_{self.opts.model_name}_revert"
        where = "<path:object_id>/history/<int:version>/revert/"
        return [path(where, view, name=name), *super().get_urls()]

    def revert_view(self, request: HttpRequest, object_id: str, version: int) -> HttpResponse:
        """Bring a version back and return to the history, with a sentence on what became of it."""
        try:
            text = self.revert(request, object_id, version)
            self.message_user(request, text, messages.SUCCESS)
        except forms.ValidationError as error:
            text = " ".join(["Nothing was changed.", *error.messages])
            self.message_user(request, text, messages.ERROR)
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_history"
        return HttpResponseRedirect(reverse(name, args=[object_id]))

    def revert(self, request: HttpRequest, object_id: str, version: int) -> str:
        """Make a row what it was in a version, or bring it back if it is gone; return it in words.

        Raises ValidationError where somebody has changed it since the history was opened, or a
        rule is against it; PermissionDenied for who may not change, or add, such rows.
        """
        records = self.model.history.filter(**{self.opts.pk.attname: object_id})
        record = get_object_or_404(records, pk=version)
        if record.history_type == REMOVED:
            raise Http404("A removal is nothing to go back to.")
        stored = self.get_queryset(request).filter(pk=object_id).first()
        if not self.may_revert(request, stored):
            raise PermissionDenied
        if str(newest_of(records)) != request.POST.get("seen"):
            raise forms.ValidationError(CHANGED_SINCE.format(who=last_writer(record.instance)))
        form = self._form_as_of(request, record.instance, stored)
        if not form.is_valid():
            raise forms.ValidationError(sentences(form))
        if stored and not form.changed_data:
            raise forms.ValidationError(SAME)
        return self._write(request, form, record, changes=stored is not None)

    def may_revert(self, request: HttpRequest, stored: Any) -> bool:
        """Whether who asks may change the row, or add it again where it is gone (None)."""
        if stored is None:
            return self.has_add_permission(request)
        return self.has_change_permission(request, stored)

    def _form_as_of(self, request: HttpRequest, wanted: Any, stored: Any) -> Form:
        kind: type[Form] = self.get_form(request, stored, change=stored is not None)
        if stored is None:
            wanted._state.adding = True
        row = stored if stored is not None else wanted
        return kind(as_sent(kind, wanted, row, kept=self.not_brought_back), instance=row)

    def _write(self, request: HttpRequest, form: Form, record: Any, *, changes: bool) -> str:
        at = timezone.localtime(record.history_date)
        when = f"{at.day} {at:%b %Y, %H:%M}"
        row = self.save_form(request, form, change=changes)
        row._change_reason = f"back to {when}"
        self.save_model(request, row, form, change=changes)
        form.save_m2m()
        if changes:
            self.log_change(request, row, f"Brought back as of {when}.")
        else:
            self.log_addition(request, row, f"Brought back as of {when}.")
        return f"“{row}” is again as it was on {when}."

    # What the page shows

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        records = self.model.history.filter(**{self.opts.pk.attname: object_id})
        stored = self.get_queryset(request).filter(pk=object_id).first()
        context = {
            "seen": newest_of(records),
            "may_revert": self.may_revert(request, stored),
            "is_gone": stored is None,
            "site_url_of_it": self.get_view_on_site_url(stored) if stored else None,
        }
        response: HttpResponse = super().history_view(request, object_id, context)
        return response

    def set_history_delta_changes(
        self, request: HttpRequest, historical_records: Any, foreign_keys_are_objs: bool = True
    ) -> None:
        """Compare the last version of a page with the one before it, too."""
        rows = list(historical_records)
        if rows and historical_records.has_next():
            key = {self.opts.pk.attname: getattr(rows[-1], self.opts.pk.attname)}
            older = type(rows[-1]).objects.filter(history_date__lte=rows[-1].history_date, **key)
            rows += older.exclude(pk__in=[row.pk for row in rows])[:1]
        super().set_history_delta_changes(  # type: ignore[misc]
            request, rows, foreign_keys_are_objs
        )

    def get_historical_record_context_helper(self, request: HttpRequest, record: Any) -> Any:
        return InWords(self.model, record)


class InWords(HistoricalRecordContextHelper):
    """Values as the admin prints them: the words of a choice, days, a dash for nothing."""

    def prepare_delta_change_value(self, change: Any, value: Any) -> Any:
        field: Any = self.model._meta.get_field(change.field)
        if value is None or value == "":
            return NOTHING
        if isinstance(field, models.ForeignKey):
            return str(value)
        if isinstance(field, models.BooleanField):
            return "yes" if value else "no"
        return display_for_field(value, field, NOTHING)


def newest_of(records: Any) -> int:
    """Return the key of the newest of a row's records, 0 where it has none."""
    return records.order_by("-history_id").values_list("pk", flat=True).first() or 0


def sentences(form: Form) -> list[str]:
    """Return what is wrong with a form, each with the field it is about."""
    found = []
    for name, errors in form.errors.items():
        field = form.fields.get(name)
        label = f"{field.label}: " if field and field.label else ""
        found += [f"{label}{error}" for error in errors]
    return found


def as_sent(kind: type[Form], wanted: Any, stored: Any, kept: Sequence[str] = ()) -> QueryDict:
    """Return what a browser would send of a form opened on a row to make it the wanted one.

    kept: fields that stay as they are stored.
    """
    data = QueryDict(mutable=True)
    opened, target = kind(instance=stored), kind(instance=wanted)
    for name, field in opened.fields.items():
        stays = name in kept or name == "seen"
        value = (opened if stays else target)[name].value()
        for part, texts in sent_by(field.widget, opened.add_prefix(name), value):
            data.setlist(part, texts)
    return data
