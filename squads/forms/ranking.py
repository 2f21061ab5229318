"""The form on a man's place in the club's own order."""

from collections.abc import Sequence
from typing import Any

from django import forms

from squads.forms.base import EditForm

MOVES = ("place", "up", "down", "first", "out")


class RankingForm(EditForm):
    """A move within the order as it was when the form was shown; buttons name the move."""

    place = forms.IntegerField(
        min_value=1, required=False, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )
    order = forms.CharField(widget=forms.HiddenInput, required=False, max_length=5000)

    def __init__(
        self, *args: Any, slug: str, order: Sequence[str], only_out: bool = False, **kwargs: Any
    ) -> None:
        """slug: the man's. order: the slugs of the ranked men as they stand now.

        only_out: for a ranked man whom the club could not rank today.
        """
        super().__init__(*args, **kwargs)
        self.slug, self.only_out = slug, only_out
        seen = self.data.get(self.add_prefix("order")) if self.is_bound else None
        self.seen = list(order) if seen is None else [s for s in str(seen).split(",") if s]
        last = len([other for other in self.seen if other != slug]) + 1
        place = self.fields["place"]
        place.widget.attrs |= {"min": 1, "max": last}
        self.place_wanted = f"Write a place from 1 to {last}."
        place.error_messages |= dict.fromkeys(["invalid", "min_value"], self.place_wanted)
        self.last = last
        if only_out:
            place.widget = forms.HiddenInput()

    @property
    def present(self) -> int | None:
        """His place in the order that was shown, None for a man it does not hold."""
        return self.seen.index(self.slug) + 1 if self.slug in self.seen else None

    def clean(self) -> dict[str, Any]:
        """Turn the button into the place it means: None for out of the ranking."""
        data = super().clean()
        move = self.data.get(self.add_prefix("move"), "place")
        if move not in MOVES:
            raise forms.ValidationError("Choose one of the buttons.")
        if self.only_out and move != "out":
            raise forms.ValidationError("He can only be taken out.")
        if move != "place":
            self.errors.pop("place", None)
            data["place"] = self._place_of(move)
        elif "place" not in self.errors and (data.get("place") or self.last + 1) > self.last:
            self.add_error("place", self.place_wanted)
        return data

    def _place_of(self, move: str) -> int | None:
        if move == "out":
            return None
        if move == "first":
            return 1
        present = self.present or self.last + 1
        return min(max(present + (-1 if move == "up" else 1), 1), self.last)
