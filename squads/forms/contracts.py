"""The form on how long a man's contract runs, and his number."""

import datetime as dt

from django import forms

from squads.day import current_day
from squads.forms.base import DayField, EditForm
from squads.moves.contracts import LONGEST
from squads.wording import full_day

NUMBER_WANTED = "Write a number from 1 to 99."


class ContractForm(EditForm):
    """A change of a contract or loan as it was when the form was shown."""

    ends_on = DayField(label="Last day", required=False, help_text="Empty: not known.")
    squad_number = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=99,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(["invalid", "min_value", "max_value"], NUMBER_WANTED),
    )
    note = forms.CharField(max_length=200, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    compared = ("ends_on", "squad_number", "note")
    wide = ("note",)

    def clean_ends_on(self) -> dt.date | None:
        last: dt.date | None = self.cleaned_data["ends_on"]
        if last and last > current_day() + LONGEST:
            raise forms.ValidationError(f"{full_day(last)} is too far off. Check the year.")
        return last
