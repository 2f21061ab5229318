"""The list of all clubs that the dialog "Jump to a club" asks for when it is first opened."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from squads.models import Club
from squads.models.search import fold

KEPT_FOR_SECONDS = 300


@require_safe
@cache_control(public=True, max_age=KEPT_FOR_SECONDS)
def club_jump(request: HttpRequest) -> HttpResponse:
    """Answer with the clubs by league, each with the words it is found by. One query."""
    clubs = [
        {
            "league": club.competition.name if club.competition else "",
            "name": club.name,
            "url": club.get_absolute_url(),
            "words": fold(f"{club.name} {club.short_name}"),
            "colour": club.colour,
            "second_colour": club.second_colour,
        }
        for club in Club.objects.charted()
    ]
    leagues = [(name, list(found)) for name, found in groupby(clubs, lambda c: c["league"])]
    return render(request, "squads/_jump_list.html", {"leagues": leagues})
