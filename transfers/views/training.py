"""The form on which an editor says where a man was trained."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from squads.models import Club, Player
from squads.views.panels import Conflict, Panel, place_of, wrote
from transfers.forms.training import TrainingForm
from transfers.models import Training
from transfers.moves.training import rows_of, set_training, training_words, version_of
from transfers.roles import train_required


@never_cache
@vary_on_headers("HX-Request")
@require_http_methods(["GET", "POST"])
@train_required
def training_edit(request: HttpRequest, slug: str, player: str) -> HttpResponse:
    """Show what is on file of a man's training, and save what an editor says of it."""
    club = get_object_or_404(Club.objects.charted(), slug=slug)
    man = get_object_or_404(Player, slug=player)
    place = place_of(request, reverse("transfers:club_registration", args=[club.slug]))
    stored = list(rows_of(man))
    more = {"known": f"On file: {training_words(stored)}."}
    template = "transfers/_training_form.html"
    panel = Panel(request, man, "Where was he trained?", place, template, more)
    form = TrainingForm(panel.data, club=club, stored=stored, auto_id=place.ids)
    if panel.data is None:
        return panel.ask(form)
    return panel.save(
        form,
        lambda by: set_training(man, club, by=by, **form.cleaned_data),
        partial(_conflict, form, man),
    )


def _conflict(form: TrainingForm, man: Player) -> Conflict:
    """Show what is on file now beside what was typed, which may be sent once more."""
    mine, stored = form.cleaned_data, list(rows_of(man))
    at = [form.fields["at_club"].label] if mine["at_club"] else []
    said = ", ".join(map(str, [*mine["associations"], *at])) or "not known"
    who, when, _ = wrote(Training.history.filter(player=man))  # type: ignore[attr-defined]
    sent = [
        (name, str(value))
        for name, values in form.data.lists()  # type: ignore[attr-defined]
        if name in form.fields and name != "version"
        for value in values
    ]
    rows = [("Trained", training_words(stored).removeprefix("trained in "), said)]
    return Conflict(who, when, "", rows, [*sent, ("version", version_of(stored))])
