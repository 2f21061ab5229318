"""Forms on which two editors cannot overwrite one another."""

from typing import Any

from django import forms
from django.contrib.admin.utils import display_for_field
from django.db import models
from django.http import HttpRequest, QueryDict
from django.utils import formats, timezone

from squads.admin.inlines import hand_over
from squads.admin.typed import Form

CONFLICT = (
    "{who} changed this after you opened it. Nothing of yours is saved yet: what you changed "
    "stands in the form, everything else shows what is stored now. Save again to keep yours."
)


class VersionField(forms.IntegerField):
    """The version the form was opened on; it never counts as a change of the form."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class VersionedForm(Form):
    """A form that is refused when its row was saved by somebody else in the meantime.

    Every field carries what it was opened with, so that an untouched row in a page of many
    neither overwrites nor complains.
    """

    seen_version = VersionField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hand_over(self)
        for name, field in self.fields.items():
            field.show_hidden_initial = name != "seen_version"
        if self.instance.pk and "seen_version" in self.fields:
            self.fields["seen_version"].initial = self.version_of(self.instance)

    def version_of(self, row: Any) -> int:
        return int(row.version)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.instance.pk and "seen_version" in self.fields:
            rows = self._meta.model._default_manager.select_for_update(of=("self",))
            stored = rows.filter(pk=self.instance.pk).first()
            if stored and self.version_of(stored) != cleaned.get("seen_version"):
                if self.has_changed():
                    self._show_conflict(stored)
                else:
                    self._take_over(stored, cleaned)
        return cleaned

    def _stored_names(self) -> set[str]:
        """Return the names of the fields that hold what is in the row."""
        return {name for name, field in self.fields.items() if field.show_hidden_initial}

    def _take_over(self, stored: Any, cleaned: dict[str, Any]) -> None:
        """Where nothing was typed, what is stored now stays."""
        cleaned |= {name: getattr(stored, name) for name in self._stored_names()}
        if hasattr(stored, "version"):
            self.instance.version = stored.version

    def save(self, commit: bool = True) -> Any:
        if self.instance.pk and hasattr(self.instance, "version"):
            self.instance.version += 1
        return super().save(commit)

    def _show_conflict(self, stored: Any) -> None:
        """Name what is stored now, keep what was typed, and let the next save go through."""
        data: QueryDict = self.data.copy()  # type: ignore[attr-defined]
        self.data = data
        data[self.add_prefix("seen_version")] = str(self.version_of(stored))
        self.add_error(None, CONFLICT.format(who=last_writer(stored)))
        mine = set(self.changed_data)
        for name in self._stored_names():
            value = stored._meta.get_field(name).value_from_object(stored)
            text = "" if value is None else str(formats.localize_input(value))
            data[self.add_initial_prefix(name)] = text
            if name not in mine:
                data[self.add_prefix(name)] = text
            elif data.get(self.add_prefix(name), "") != text:
                self.add_error(name, f"Stored now: {shown(stored, name)}.")


class HistoryVersionedForm(VersionedForm):
    """The same for rows without a version of their own: their newest history entry is it."""

    def version_of(self, row: Any) -> int:
        return row.history.order_by("-history_id").values_list("pk", flat=True).first() or 0

    def save(self, commit: bool = True) -> Any:
        return forms.ModelForm.save(self, commit)


class Versioned:
    """For a page or inline with a versioned form: carry the version where one may edit."""

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        fieldsets = list(super().get_fieldsets(request, obj))  # type: ignore[misc]
        if not self.has_change_permission(request, obj):  # type: ignore[attr-defined]
            return fieldsets
        name, options = fieldsets[-1]
        fields = [f for f in options["fields"] if f != "seen_version"]
        return [*fieldsets[:-1], (name, {**options, "fields": [*fields, "seen_version"]})]


def last_writer(row: Any) -> str:
    """Return who wrote a row last and when, as far as its history knows."""
    newest = row.history.select_related("history_user").order_by("-history_id").first()
    if newest is None or newest.history_user is None:
        return "Somebody"
    at = timezone.localtime(newest.history_date)
    return f"{newest.history_user} (at {at:%H:%M} on {at.day} {at:%b %Y})"


def shown(row: Any, name: str) -> str:
    """Return a field's value as the admin prints it."""
    field = row._meta.get_field(name)
    if isinstance(field, models.ForeignKey):
        return str(getattr(row, name) or "nothing")
    return display_for_field(getattr(row, name), field, "nothing") or "nothing"
