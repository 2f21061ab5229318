"""Rows inside another row's page, printed without a query for each."""

from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect
from django.http import HttpRequest

from squads.admin.typed import FormSet, Inline, Stack


class KnownSelect(AutocompleteSelect):
    """An autocomplete that does not ask for the chosen row where that is loaded already."""

    known: Any = None

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        if self.known is None or [str(one) for one in value] != [str(self.known.pk)]:
            return super().optgroups(name, value, attrs)
        empty = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        chosen = self.create_option(name, self.known.pk, str(self.known), True, len(empty))
        return [(None, [*empty, chosen], 0)]


class LoadedFormSet(FormSet):
    """Hand each autocomplete the row that its instance came with."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        loaded = form.instance._state.fields_cache
        for name, field in form.fields.items():
            widget = getattr(field.widget, "widget", None)
            if isinstance(widget, KnownSelect):
                widget.known = loaded.get(name)


class _Loaded:
    formset: Any = LoadedFormSet

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs["widget"] = KnownSelect(db_field, self.admin_site)  # type: ignore[attr-defined]
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]


class LoadedInline(_Loaded, Inline):
    extra = 0


class LoadedStack(_Loaded, Stack):
    extra = 0
