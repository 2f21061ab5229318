"""The rows of an inline, saved together: they may change places, and others may write them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import copy
from typing import Any

from django.db import router
from django.db.models import Field, UniqueConstraint, Value
from django.forms.formsets import DELETION_FIELD_NAME, INITIAL_FORM_COUNT, TOTAL_FORM_COUNT
from django.utils.text import get_text_list

from squads.admin.known import hand_over
from squads.admin.typed import FormSet
from squads.admin.versions import last_writer

GONE = (
    "Somebody removed this after you opened it. Nothing of yours is saved yet: what you typed "
    "stands here as a new row. Save again to add it, or empty it."
)
TWICE = "“{row}” has the same {columns}."
ADDED = "{who} added “{row}” after you opened this, with the same {columns}."


class LoadedFormSet(FormSet):
    """Rows that may swap what is unique among them, and never overwrite what others wrote.

    When it is sent, each row is read again and locked. One that somebody has removed is left
    out, or stands as a new row where something was typed in it. Its fields have names for who
    listens: in a table only the head of the column has one.
    """

    model: Any
    form: Any
    prefix: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gone: range = range(0)  # which forms hold a row that is no more
        self.others: list[Any] = []  # rows that somebody added since
        if self.is_bound and not self.save_as_new and self.management_form.is_valid():
            self._read_again()

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        hand_over(form)
        for field in form.fields.values():
            if field.label:
                field.widget.attrs.setdefault("aria-label", field.label)

    # What has become of the rows since

    def _read_again(self) -> None:
        """Find the rows of the forms, in their order; part from those that are no more."""
        found: Any = self.get_queryset()
        rows = {str(row.pk): row for row in found.select_for_update(of=("self",))}
        was = min(self.initial_form_count(), self.total_form_count())
        name = self.model._meta.pk.name
        keys = [self.data.get(f"{self.add_prefix(place)}-{name}", "") for place in range(was)]
        kept = [place for place, key in enumerate(keys) if key in rows]
        self._queryset = [rows[keys[place]] for place in kept]
        self.others = [row for key, row in rows.items() if key not in keys]
        if len(kept) < was:
            gone = [place for place in range(was) if place not in kept and self._is_typed(place)]
            self._put_in_order(kept, gone, range(was, self.total_form_count()))

    def _is_typed(self, place: int) -> bool:
        """Return whether somebody typed in a row that is no more; to remove it needs no row."""
        prefix = self.add_prefix(place)
        is_shown = f"{prefix}-seen" in self.data  # only where it may be changed
        if not is_shown or f"{prefix}-{DELETION_FIELD_NAME}" in self.data:
            return False
        return bool(self.form(self.data, prefix=prefix, instance=self.model()).changed_data)

    def _put_in_order(self, kept: Sequence[int], gone: Sequence[int], new: Iterable[int]) -> None:
        """Number the forms anew: rows that are stored, rows that are gone, rows that are new."""
        data: Any = self.data
        sent: dict[int, dict[str, list[str]]] = defaultdict(dict)
        for key in list(data):
            if found := re.fullmatch(rf"{re.escape(self.prefix)}-(\d+)-(.+)", key):
                sent[int(found[1])][found[2]] = data.pop(key)
        order = [*kept, *gone, *new]
        self.gone = range(len(kept), len(kept) + len(gone))
        for place, before in enumerate(order):
            prefix = self.add_prefix(place)
            no_more = {self.model._meta.pk.name: [""], "seen": [""]} if place in self.gone else {}
            for name, texts in (sent[before] | no_more).items():
                data.setlist(f"{prefix}-{name}", texts)
        data[f"{self.prefix}-{TOTAL_FORM_COUNT}"] = str(len(order))
        data[f"{self.prefix}-{INITIAL_FORM_COUNT}"] = str(len(kept))
        del self.management_form

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]
        if self.is_bound and form.instance.pk:
            form.stored = copy(form.instance)
        return form

    # What must be right

    def clean(self) -> None:
        super().clean()
        for place in self.gone:
            self.forms[place].add_error(None, GONE)

    def validate_unique(self) -> None:
        """Tell a row that has what is another's, whoever has written that one."""
        live = [form for form in self.forms if self._is_live(form) and form.is_valid()]
        live.sort(key=lambda form: form.has_changed())
        for constraint in self._constraints():
            names = [name for name in constraint.fields if name != self.fk.name]
            taken = {self._held(row, names): (row, ADDED) for row in self.others}
            for form in live:
                held = self._held(form.instance, names)
                other, words = taken.setdefault(held, (form.instance, TWICE))
                if None in held or other is form.instance:
                    continue
                if self._is_meant(constraint, other) and self._is_meant(constraint, form.instance):
                    columns = [str(self._column(name).verbose_name) for name in names]
                    said = {"row": other, "columns": get_text_list(columns, "and")}
                    form.add_error(None, words.format(who=_writer(other, words), **said))

    def _is_live(self, form: Any) -> bool:
        """Return whether a form stands for a row that will be stored."""
        removed = self.can_delete and form.cleaned_data.get(DELETION_FIELD_NAME)
        return not removed and (form.instance.pk is not None or form.has_changed())

    def _constraints(self) -> list[UniqueConstraint]:
        found: Sequence[Any] = self.model._meta.constraints
        return [one for one in found if isinstance(one, UniqueConstraint) and one.fields]

    def _column(self, name: str) -> "Field[Any, Any]":
        column: Field[Any, Any] = self.model._meta.get_field(name)
        return column

    def _held(self, row: Any, names: Sequence[str]) -> tuple[Any, ...]:
        return tuple(getattr(row, self._column(name).attname) for name in names)

    def _is_meant(self, constraint: UniqueConstraint, row: Any) -> bool:
        """Return whether a constraint speaks of a row."""
        if constraint.condition is None:
            return True
        fields = self.model._meta.concrete_fields
        against = {field.name: Value(getattr(row, field.attname), field) for field in fields}
        return constraint.condition.check(against)

    # Saving

    def save_existing_objects(self, commit: bool = True) -> list[Any]:
        """Remove rows first; let those that change places step aside; then save them."""
        self.changed_objects, self.deleted_objects = [], []
        removed = [form for form in self.initial_forms if form in self.deleted_forms]
        changed = [f for f in self.initial_forms if f not in removed and f.has_changed()]
        for form in removed:
            self.deleted_objects.append(form.instance)
            self.delete_existing(form.instance, commit=commit)
        if commit:
            self._step_aside(changed)
        else:
            self.saved_forms += changed
        for form in changed:
            self.changed_objects.append((form.instance, form.changed_data))
        return [self.save_existing(form, form.instance, commit=commit) for form in changed]

    def _step_aside(self, changed: Sequence[Any]) -> None:
        """Store rows whose unique columns change all at once, so that none is in another's way.

        They are taken out and put in again under their keys: a database looks at each row as
        it is written, and there may be no value that nobody else may have. Nothing is told of
        that; what is told, and the history, is of the save that follows.
        """
        columns = {name for constraint in self._constraints() for name in constraint.fields}
        rows = [form.instance for form in changed if columns & set(form.changed_data)]
        if len(rows) < 2:
            return
        found: Any = self.model._base_manager.filter(pk__in=[row.pk for row in rows])
        found._raw_delete(router.db_for_write(self.model))
        self.model._base_manager.bulk_create(rows)


def _writer(row: Any, words: str) -> str:
    """Return who added a row, where the words ask for him."""
    return last_writer(row) if words == ADDED else ""
