"""What the forms on the charts share: days, where a change comes from, where the focus goes."""

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.validators import URLValidator
from django.utils import timezone

from squads import moves
from squads.day import current_day
from squads.moves.news import plain
from squads.wording import full_day

FURTHEST = dt.timedelta(days=365)
LONGEST = dt.timedelta(days=3 * 365)
LIST_WORDS = dict.fromkeys(["required", "invalid_choice"], "Choose one from the list.")
TEXT_WORDS = {
    "max_length": "Write at most %(limit_value)s characters.",
    "null_characters_not_allowed": "Write letters that can be read.",
}
WHENCE = ("source", "link", "headline", "published_on")
FOLDED = ("headline", "published_on")
HEADLINE_HELP = "Empty: from the words of the link, or the one that is on record for it."
ADDRESS_WANTED = "Paste the whole link, like https://www.bbc.co.uk/sport/football."
READABLE = URLValidator(schemes=["http", "https"])


class DayField(forms.DateField):
    """A day: a date input, and ISO or British order where somebody types it."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        formats = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"]
        super().__init__(widget=widget, input_formats=formats, **kwargs)
        self.error_messages |= dict.fromkeys(
            ["invalid", "required"], "Write a day like 2025-09-24."
        )


class AddressField(forms.URLField):
    """The address of a page on the web that a reader can be sent to; "bbc.co.uk/x" will do.

    It is cleaned to what is stored, which is therefore what max_length counts.
    """

    default_validators = []

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.URLInput(attrs={"placeholder": "https://", "spellcheck": "false"})
        super().__init__(assume_scheme="https", widget=widget, **kwargs)

    def to_python(self, value: Any) -> Any:
        address = super().to_python(value)
        try:
            return plain(address) if address else address
        except ValueError as error:
            raise forms.ValidationError(ADDRESS_WANTED) from error

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and (wrong := wrong_with(value)):
            raise forms.ValidationError(wrong)


def wrong_with(address: str) -> str:
    """Return why nobody should be sent to an address, empty where it is a good one."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return ADDRESS_WANTED
    if parts.scheme.lower() not in {"http", "https"}:
        return "A link begins with https:// or http://."
    if not host:
        return "The link names no site."
    if "@" in parts.netloc:
        return "Leave the name and password out of the link."
    try:
        READABLE(address)
    except forms.ValidationError:
        return ADDRESS_WANTED
    if "." not in host or host.rpartition(".")[2].isdecimal() or ":" in host:  # 127.0.0.1, [::1]
        return "This link names a machine, not a site that readers can open."
    return ""


class EditForm(forms.Form):
    """A form in an edit panel; every change may say where it comes from, or link to it.

    compared: the fields that a conflict shows side by side. wide: those that take a whole line.
    remark: a sentence on what became of a field, for who has saved.
    """

    source = forms.CharField(
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "club site, outlet"}),
    )
    link = AddressField(label="Link to the news", max_length=500, required=False)
    headline = forms.CharField(
        label="Headline",
        max_length=200,
        required=False,
        help_text=HEADLINE_HELP,
    )
    published_on = DayField(label="Published on", required=False)

    compared: tuple[str, ...] = ()
    wide: tuple[str, ...] = ()
    remark = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [name for name in self.fields if name not in WHENCE]
        self.order_fields([*own, *WHENCE])
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField):
                field.error_messages |= LIST_WORDS
            elif isinstance(field, forms.CharField):
                field.error_messages |= TEXT_WORDS

    def clean(self) -> dict[str, Any]:
        """Make of the link and what is told of it one item of news, which the move saves."""
        data = self.cleaned_data
        link, headline, published_on = (data.pop(name, None) for name in WHENCE[1:])
        news = moves.news_item(link, headline or "", published_on) if link else None
        data["news"] = news
        if news and headline and headline != news.headline:
            self.remark = f"The link keeps its headline, “{news.headline}”."
        if (headline or published_on) and not link and "link" not in self.errors:
            self.add_error("link", "Paste the link that this is the headline of.")
        return data

    def clean_published_on(self) -> dt.date | None:
        published_on: dt.date | None = self.cleaned_data["published_on"]
        if published_on and published_on > max(timezone.localdate(), current_day()):
            raise forms.ValidationError("That day is still to come. Check the year.")
        return published_on

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name not in FOLDED]

    @property
    def folded_fields(self) -> list[forms.BoundField]:
        """What the form shows only to those who open it."""
        return [self[name] for name in FOLDED]

    @property
    def is_unfolded(self) -> bool:
        return any(field.errors or field.value() for field in self.folded_fields)

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
