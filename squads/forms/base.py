"""What the forms on the charts share: days, their order, and where the focus goes."""

import datetime as dt
from typing import Any

from django import forms

from squads.wording import full_day

FURTHEST = dt.timedelta(days=365)
LONGEST = dt.timedelta(days=3 * 365)
LIST_WORDS = dict.fromkeys(["required", "invalid_choice"], "Choose one from the list.")
TEXT_WORDS = {
    "max_length": "Write at most %(limit_value)s characters.",
    "null_characters_not_allowed": "Write letters that can be read.",
}


class DayField(forms.DateField):
    """A day: a date input, and ISO or British order where somebody types it."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        formats = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"]
        super().__init__(widget=widget, input_formats=formats, **kwargs)
        self.error_messages |= dict.fromkeys(
            ["invalid", "required"], "Write a day like 2025-09-24."
        )


def source_field() -> forms.CharField:
    return forms.CharField(
        label="Source",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "club site, outlet"}),
    )


class EditForm(forms.Form):
    """A form in an edit panel.

    compared: the fields that a conflict shows side by side. wide: those that take a whole line.
    """

    compared: tuple[str, ...] = ()
    wide: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField):
                field.error_messages |= LIST_WORDS
            elif isinstance(field, forms.CharField):
                field.error_messages |= TEXT_WORDS

    def focus(self, *, whole_page: bool) -> None:
        """Put the focus on the first field that is wrong, else on the first one.

        Browsers see to it on a whole page, the script where htmx brings the form.
        """
        fields = [field.name for field in self.visible_fields()]
        wrong = [name for name in fields if name in self.errors]
        for name in (wrong or fields)[:1]:
            attrs = self.fields[name].widget.attrs
            attrs["data-autofocus"] = True
            if whole_page:
                attrs["autofocus"] = True

    def check_return(self, began_on: dt.date | None) -> None:
        """Put days of an expected return that are out of order or out of reach to the form."""
        earliest = self.cleaned_data.get("expected_from")
        latest = self.cleaned_data.get("expected_until")
        for name, day in (("expected_from", earliest), ("expected_until", latest)):
            if day and began_on and day < began_on:
                self.add_error(name, f"He cannot be back before it began, {full_day(began_on)}.")
            elif day and began_on and day > began_on + LONGEST:
                self.add_error(name, "That is more than three years out. Check the year.")
        if earliest and latest and latest < earliest and not self.errors:
            self.add_error("expected_until", "The latest day lies before the earliest.")
