"""The form on which an editor says where a man was trained."""

from collections.abc import Collection, Iterable
from typing import Any, cast

from django import forms

from squads.forms.base import EditForm
from squads.models import Club
from transfers.models import Training
from transfers.moves.training import version_of

# Where most men of these leagues were trained; others are written by hand.
COUNTRIES = (
    "England", "Wales", "Scotland", "Ireland", "France", "Germany", "Italy", "Spain", "Portugal",
    "Netherlands", "Belgium", "Denmark", "Brazil", "Argentina",
)  # fmt: skip
LONGEST = Training._meta.get_field("association").max_length or 60
MOST = 5


class TrainingForm(EditForm):
    associations = forms.MultipleChoiceField(
        label="Trained in",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="for three seasons between 15 and 21; tick none if it is not known",
    )
    others = forms.CharField(
        label="Another country",
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "with commas: Croatia, Ghana"}),
    )
    at_club = forms.BooleanField(label="Trained at the club", required=False)
    version = forms.CharField(widget=forms.HiddenInput, max_length=40)

    wide = ("others",)

    def __init__(
        self, *args: Any, club: Club, stored: Collection[Training], **kwargs: Any
    ) -> None:
        """club: whose list it is about. stored: what is on file, which stands in the form."""
        super().__init__(*args, **kwargs)
        known = [row.association for row in stored]
        offered = dict.fromkeys([*filter(None, [club.country]), *known, *COUNTRIES])
        field = cast(forms.MultipleChoiceField, self.fields["associations"])
        field.choices = [(name, name) for name in offered]
        field.error_messages |= {"invalid_choice": "Choose from the list, or write it below."}
        self.fields[
            "at_club"
        ].label = f"Trained at {club.name}{f', so in {club.country}' if club.country else ''}"
        self.initial["associations"] = known
        self.initial["at_club"] = any(row.club_id == club.pk for row in stored)
        self.initial["version"] = version_of(stored)

    def clean_others(self) -> list[str]:
        names = list(filter(None, (n.strip() for n in self.cleaned_data["others"].split(","))))
        if any(len(name) > LONGEST for name in names) or len(names) > MOST:
            raise forms.ValidationError(f"Write at most {MOST} countries, with commas.")
        return names

    def clean(self) -> dict[str, Any]:
        """Make one set of the countries that were chosen and those that were written."""
        data = super().clean()
        chosen, written = data.get("associations") or [], data.pop("others", None) or []
        data["associations"] = _once([*chosen, *written], self._offered)
        return data

    @property
    def _offered(self) -> list[str]:
        field = cast(forms.MultipleChoiceField, self.fields["associations"])
        return [str(value) for value, _ in cast(Iterable[tuple[Any, Any]], field.choices)]


def _once(names: Iterable[str], offered: Iterable[str]) -> list[str]:
    """Return the names without repeats, written as those that are offered."""
    known = {name.casefold(): name for name in offered}
    return list(dict.fromkeys(known.get(name.casefold(), name) for name in names))
