"""The form on a man's standing under a contract."""

from typing import Any, cast

from django import forms

from squads.forms.base import EditForm
from squads.models.contracts import STANDING_CHOICES


class StandingForm(EditForm):
    standing = forms.ChoiceField(required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    compared = ("standing",)
    wide = ("standing",)

    def __init__(self, *args: Any, derived: str = "", **kwargs: Any) -> None:
        """derived: what age and minutes make of him, where that is known."""
        super().__init__(*args, **kwargs)
        empty = "Derived from age and minutes" + (f": {derived}" if derived else "")
        cast(forms.ChoiceField, self.fields["standing"]).choices = [("", empty), *STANDING_CHOICES]
