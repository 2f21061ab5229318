"""What a man can play, where nobody knows yet."""

from typing import Any

from django import forms

from squads.depth import Aptitude, Position
from squads.forms.base import EditForm
from squads.pages.feeds import positions_for


class PositionsForm(EditForm):
    """His natural positions: the main one, and another if he has it.

    line: the rough one that a feed gives ("DEF"), whose positions come first.
    """

    main = forms.ChoiceField(label="Natural position")
    other = forms.ChoiceField(label="and", required=False)

    def __init__(self, *args: Any, line: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = positions_for(line)
        self.fields["main"].choices = [("", "Choose"), *choices]  # type: ignore[attr-defined]
        self.fields["other"].choices = [("", "no other"), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("main") and data.get("main") == data.get("other"):
            self.add_error("other", "Choose two different positions.")
        return data

    @property
    def places(self) -> list[tuple[Position, Aptitude]]:
        """Return what was chosen, his main position first."""
        chosen = (self.cleaned_data["main"], self.cleaned_data["other"])
        return [(Position(value), Aptitude.NATURAL) for value in chosen if value]
