"""Rows that fields name, without a query for each."""

from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect
from django.http import HttpRequest


class KnownSelect(AutocompleteSelect):
    """An autocomplete that does not ask for the chosen row where that is loaded already."""

    known: Any = None

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        if self.known is None or [str(one) for one in value] != [str(self.known.pk)]:
            return super().optgroups(name, value, attrs)
        empty = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        chosen = self.create_option(name, self.known.pk, str(self.known), True, len(empty))
        return [(None, [*empty, chosen], 0)]


def hand_over(form: Any) -> None:
    """Hand each autocomplete of a form the row that its instance came with."""
    loaded = form.instance._state.fields_cache
    for name, field in form.fields.items():
        widget = getattr(field.widget, "widget", None)
        if isinstance(widget, KnownSelect):
            widget.known = loaded.get(name)


class KnowsRows:
    """For a page or inline: autocompletes that do not ask for what is loaded already."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs["widget"] = KnownSelect(db_field, self.admin_site)  # type: ignore[attr-defined]
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]
