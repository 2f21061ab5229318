"""Filters of a list page, as its address gives them."""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.http import HttpRequest

from squads.day import day_of
from squads.models import Club

Choices = Mapping[str, Mapping[str, str]]


class BadFilter(ValueError):
    """What was given for a filter is not one of its values."""


def chosen_filters(request: HttpRequest, choices: Choices) -> dict[str, str]:
    """Return the value chosen for each filter, empty where none is.

    Raises BadFilter, with a sentence for the reader, for a value that is not offered.
    """
    chosen = {name: request.GET.get(name, "").strip() for name in choices}
    for name, value in chosen.items():
        if value and value not in choices[name]:
            raise BadFilter(f"There is no {name} called “{value[:40]}” here.")
    return chosen


def chosen_day(request: HttpRequest, name: str, today: dt.date) -> dt.date | None:
    """Return the day of a filter, None where none is chosen. Raises BadDay."""
    text = request.GET.get(name, "").strip()
    return day_of(text, today) if text else None


def league_choices(clubs: Iterable[Club]) -> dict[str, str]:
    """Return the leagues of these clubs, by slug."""
    return {club.competition.slug: club.competition.name for club in clubs if club.competition}
