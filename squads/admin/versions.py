"""Forms on which two editors cannot overwrite one another."""

import json
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.admin.utils import display_for_field
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import model_to_dict
from django.http import HttpRequest, QueryDict
from django.utils import formats, timezone
from simple_history.manager import SIMPLE_HISTORY_REVERSE_ATTR_NAME

from squads.admin.known import hand_over
from squads.admin.typed import Form

CONFLICT = (
    "{who} changed this after you opened it. Nothing of yours is saved yet: what you changed "
    "stands in the form, everything else shows what is stored now. Save again to keep yours."
)
NOT_REMOVED = "It was not removed either: tick its box again to remove it all the same."


class SeenField(forms.CharField):
    """What the row was when the form was opened; it never counts as a change of the form."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class GuardedForm(Form):
    """A form that is refused when somebody else has changed its row in the meantime.

    It carries what its fields showed when it was opened, as JSON. So a row nobody typed in is
    left as it is stored now, and one that was typed in says what else has changed.

    stored: the row as it is now, where who makes the form has read and locked it.
    """

    seen = SeenField(required=False)
    stored: Any = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hand_over(self)
        meta = self._meta.model._meta
        columns = {field.name for field in (*meta.concrete_fields, *meta.many_to_many)}
        self.guarded = [n for n, f in self.fields.items() if n in columns and not f.disabled]
        self.was = self._opened_with() if self.is_bound else None
        if not self.is_bound and self.instance.pk:
            self.fields["seen"].initial = self._seen_of(current(self.instance))

    def values_of(self, row: Any) -> dict[str, Any]:
        """Return what the guarded fields would show of a row, as JSON holds it."""
        values = model_to_dict(row, self.guarded)
        for name, value in values.items():
            if isinstance(value, list):
                values[name] = sorted(one.pk for one in value)
        plain: dict[str, Any] = json.loads(json.dumps(values, cls=DjangoJSONEncoder))
        return plain

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        stored = self.stored or self._read_stored()
        if stored is not None and self.values_of(stored) != self.was:
            if self.has_changed():
                self._show_conflict(stored)
            else:
                self._take_over(stored, cleaned)
        return cleaned

    def _seen_of(self, row: Any) -> str:
        return json.dumps(self.values_of(row)) if row is not None else ""

    def _opened_with(self) -> dict[str, Any] | None:
        """Return what the fields showed, and measure changes by it; None where nobody says."""
        try:
            was = json.loads(self.data.get(self.add_prefix("seen")) or "")
            for name in self.guarded:
                self.initial[name] = self._as_shown(name, was[name])
        except (ValueError, KeyError, TypeError, ValidationError):
            return None
        return dict(was)

    def _as_shown(self, name: str, value: Any) -> Any:
        """Return a value out of JSON as an unchanged field of the form would send it."""
        value = self._meta.model._meta.get_field(name).to_python(value)
        field = self.fields[name]
        if isinstance(field, forms.CharField):
            value = field.to_python(value)
            if isinstance(field.widget, forms.Textarea):
                value = value.replace("\r\n", "\n").replace("\n", "\r\n")
        return value

    def _read_stored(self) -> Any:
        """Return the row as it is now, locked; what the form does not hold is taken from it."""
        if not self.instance.pk:
            return None
        rows = self._meta.model._default_manager.select_for_update(of=("self",))
        stored = rows.filter(pk=self.instance.pk).first()
        if stored is not None:
            for field in stored._meta.concrete_fields:
                if field.name not in self.guarded:
                    setattr(self.instance, field.attname, getattr(stored, field.attname))
        return stored

    def _take_over(self, stored: Any, cleaned: dict[str, Any]) -> None:
        """Where nothing was typed, what is stored now stays."""
        for name in self.guarded:
            self.errors.pop(name, None)
            value = getattr(stored, name)
            cleaned[name] = value.all() if isinstance(value, models.Manager) else value
        self._put(stored, self.guarded)

    def _show_conflict(self, stored: Any) -> None:
        """Name what is stored now, keep what was typed, and let the next save go through."""
        mine = set(self.changed_data)
        self._put(stored, [name for name in self.guarded if name not in mine])
        self.add_error(None, CONFLICT.format(who=last_writer(stored)))
        for name in self.guarded:
            now = model_to_dict(stored, [name])[name]
            if name in mine and self.fields[name].has_changed(now, self[name].data):
                self.add_error(name, f"Stored now: {shown(stored, name)}.")
        if DELETION_FIELD_NAME in mine:
            self.cleaned_data[DELETION_FIELD_NAME] = False
            self.data.pop(self.add_prefix(DELETION_FIELD_NAME), None)  # type: ignore[attr-defined]
            self.add_error(None, NOT_REMOVED)

    def _put(self, stored: Any, names: Iterable[str]) -> None:
        """Make the form show what is stored in these fields, as if it had been opened now."""
        data: QueryDict = self.data.copy()  # type: ignore[attr-defined]
        self.data = data
        data[self.add_prefix("seen")] = self._seen_of(stored)
        for name, value in model_to_dict(stored, list(names)).items():
            field, prefixed = self.fields[name], self.add_prefix(name)
            data.pop(prefixed, None)
            for part, texts in sent_by(field.widget, prefixed, field.prepare_value(value)):
                data.setlist(part, texts)


class VersionedForm(GuardedForm):
    """The same for rows that count their versions, which the forms of the site ask for."""

    def values_of(self, row: Any) -> dict[str, Any]:
        return super().values_of(row) | {"version": row.version}

    def save(self, commit: bool = True) -> Any:
        if self.instance.pk:
            self.instance.version += 1
        return super().save(commit)


class Guarded:
    """For a page or inline: carry what a row was where one may edit it."""

    form: Any = GuardedForm

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        fieldsets = [
            (name, options | {"fields": [f for f in options["fields"] if f != "seen"]})
            for name, options in super().get_fieldsets(request, obj)  # type: ignore[misc]
        ]
        if obj is None or not self.has_change_permission(request, obj):  # type: ignore[attr-defined]
            return fieldsets
        name, options = fieldsets[-1]
        return [*fieldsets[:-1], (name, options | {"fields": [*options["fields"], "seen"]})]


def current(row: Any) -> Any:
    """Return a row as it is now: one out of its history is not, and may be gone (None)."""
    if not hasattr(row, SIMPLE_HISTORY_REVERSE_ATTR_NAME):
        return row
    return type(row)._default_manager.filter(pk=row.pk).first()


def sent_by(widget: Any, name: str, value: Any) -> list[tuple[str, list[str]]]:
    """Return the fields that a widget sends for a value, with their texts; an empty box: none."""
    if isinstance(widget, forms.MultiWidget):
        many: Any = widget
        names = (f"{name}{suffix}" for suffix in many.widgets_names)
        parts = zip(many.widgets, names, many.decompress(value), strict=True)
        return [field for part in parts for field in sent_by(*part)]
    if isinstance(value, list | tuple):
        return [(name, [str(one) for one in value])]
    if isinstance(widget, forms.CheckboxInput):
        return [(name, ["on"])] if value else []
    if isinstance(widget, forms.DateInput | forms.TimeInput | forms.DateTimeInput):
        return [(name, [widget.format_value(value) or ""])]
    return [(name, ["" if value is None else str(formats.localize_input(value))])]


def last_writer(row: Any) -> str:
    """Return who wrote a row last and when, as far as its history knows."""
    if not hasattr(row, "history"):
        return "Somebody"
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
    if isinstance(field, models.ManyToManyField):
        return ", ".join(str(one) for one in getattr(row, name).all()) or "nothing"
    if isinstance(field, models.BooleanField):
        return "yes" if getattr(row, name) else "no"
    return display_for_field(getattr(row, name), field, "nothing") or "nothing"
