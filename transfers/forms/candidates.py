"""What the list of candidates can be narrowed by, and the note on a man of the shortlist."""

from typing import Any

from django import forms

from squads.forms.base import TEXT_WORDS
from transfers.pages.candidate_page import FEET, HOMEGROWN, STANDINGS
from transfers.pages.candidates import DEFAULT_SORT, SORTS, Wanted

FITS = {"": "Natural", "capable": "Natural or capable"}
ORDERS = {name: name for column in SORTS for name in (column, f"-{column}")}
AGES, HEIGHTS, MONTHS, PAGES = (14, 50), (140, 220), (0, 120), (1, 10_000)


def number(what: str, limits: tuple[int, int]) -> forms.IntegerField:
    """Return a field for a number that may be left empty."""
    least, most = limits
    sentence = f"Write {what} from {least} to {most}."
    words = dict.fromkeys(["invalid", "min_value", "max_value"], sentence)
    return forms.IntegerField(
        required=False, min_value=least, max_value=most, error_messages=words
    )


def choice(name: str, values: dict[str, str]) -> forms.ChoiceField:
    """Return a field for one of these values, or none."""
    return forms.ChoiceField(
        required=False,
        choices=list(values.items()),
        error_messages={"invalid_choice": f"There is no {name} called “%(value).40s” here."},
    )


class CandidateFilter(forms.Form):
    """leagues: names by slug. clubs: the slugs of their leagues by their own."""

    fit = choice("fit", FITS)
    age_from = number("an age", AGES)
    age_to = number("an age", AGES)
    height_from = number("a height in centimetres", HEIGHTS)
    foot = choice("foot", FEET)
    months = number("a number of months", MONTHS)
    homegrown = choice("answer", HOMEGROWN)
    league = choice("league", {})
    club = choice("club", {})
    standing = choice("standing", STANDINGS)
    available = choice("answer", {"yes": "Yes"})
    sort = choice("order", ORDERS)
    page = number("a page", PAGES)

    def __init__(
        self, *args: Any, leagues: dict[str, str], clubs: dict[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["league"] = choice("league", leagues)
        self.fields["club"] = choice("club", clubs)
        self.clubs = clubs

    def clean(self) -> dict[str, Any]:
        """Another league leaves the club that was chosen before behind."""
        data = self.cleaned_data
        league = data.get("league")
        if league and self.clubs.get(data.get("club", "")) != league:
            data["club"] = ""
        return data

    @property
    def problem(self) -> str:
        """The first thing that is wrong, as a sentence."""
        return next(str(said[0]) for said in self.errors.values())

    @property
    def wanted(self) -> Wanted:
        """What was asked for; the form is valid."""
        data = self.cleaned_data
        names = ("age_from", "age_to", "height_from", "foot", "months", "homegrown")
        return Wanted(
            natural=data["fit"] == "",
            available=data["available"] == "yes",
            **{name: data[name] for name in (*names, "league", "club", "standing")},
        )

    @property
    def order(self) -> str:
        return self.cleaned_data["sort"] or DEFAULT_SORT


class NoteForm(forms.Form):
    """seen: the note as it was when this one was typed."""

    note = forms.CharField(max_length=300, required=False, error_messages=TEXT_WORDS)
    seen = forms.CharField(max_length=300, required=False, widget=forms.HiddenInput)
