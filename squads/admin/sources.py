"""Forms on which a change can carry a link to the news that says so."""

from typing import Any

from django import forms
from django.http import HttpRequest

from squads import moves
from squads.admin.versions import Guarded, VersionedForm
from squads.forms.base import HEADLINE_HELP, AddressField
from squads.models import NewsItem

LINK = ("link", "headline")


class SourcedForm(VersionedForm):
    """The link is no field of the row: the log line that the save writes carries its item."""

    link = AddressField(
        label="News link",
        max_length=500,
        required=False,
        help_text="Where it can be read; makes a news item, which the log names as the source.",
    )
    headline = forms.CharField(
        label="Its headline",
        max_length=200,
        required=False,
        help_text=HEADLINE_HELP,
    )
    news: NewsItem | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, size in zip(LINK, ("vURLField", "vTextField"), strict=True):
            self.fields[name].widget.attrs["class"] = size

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        link, headline = (cleaned.get(name, "") for name in LINK)
        if link:
            self.news = moves.news_item(link, headline)
        elif headline and "link" not in self.errors:
            self.add_error("link", "Paste the link that this is the headline of.")
        if self.news and cleaned.get("source") == "":
            cleaned["source"] = self.news.outlet.name
        return cleaned


class Sourced(Guarded):
    """For a page or inline with such a form: ask for the link where one may edit."""

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        fieldsets = super().get_fieldsets(request, obj)
        if not self.has_change_permission(request, obj):  # type: ignore[attr-defined]
            return fieldsets
        name, options = fieldsets[-1]
        fields = [field for field in options["fields"] if field not in (*LINK, LINK)]
        return [*fieldsets[:-1], (name, {**options, "fields": [*fields, LINK]})]
