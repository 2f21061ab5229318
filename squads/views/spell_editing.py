"""What editors report of injuries and absences, each a form opened in place."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from squads import moves
from squads.forms.spells import (
    AbsenceForm,
    BackForm,
    DoubtForm,
    InjuryForm,
    ReturnForm,
    SpellChangeForm,
)
from squads.models import Absence, Change, Injury, Player
from squads.moves.words import news_words, return_words
from squads.views.panels import (
    Conflict,
    Panel,
    Place,
    edit_view,
    gone,
    place_of,
    resent,
    wrote,
)
from squads.wording import full_day

Spell = Injury | Absence
TABLES: dict[str, type[Injury] | type[Absence]] = {"injuries": Injury, "absences": Absence}


@edit_view
def injury_add(request: HttpRequest, slug: str) -> HttpResponse:
    return _report(request, slug, "Report an injury", InjuryForm, moves.report_injury)


@edit_view
def absence_add(request: HttpRequest, slug: str) -> HttpResponse:
    return _report(request, slug, "Report an absence", AbsenceForm, moves.report_absence)


@edit_view
def spell_return(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    spell = _find(kind, pk)
    if spell is None:
        return _gone(request)
    panel = _panel(request, spell, "Change the expected return")
    earliest = spell.expected_from if spell.expected_from != spell.expected_until else None
    initial = {
        "expected_from": earliest,
        "expected_until": spell.expected_until,
        "reported_on": spell.reported_on,
    }
    form = _form(ReturnForm, panel, spell, initial)
    return _change(panel, form, spell, moves.change_return)


@edit_view
def spell_back(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    spell = _find(kind, pk)
    if spell is None:
        return _gone(request)
    panel = _panel(request, spell, "Mark as back")
    form = _form(BackForm, panel, spell, {"returned_on": _first_day_back(panel.place, spell)})

    def mark(spell: Spell, *, returned_on: dt.date, **facts: Any) -> Change:
        return moves.mark_back(spell, on=returned_on, **facts)

    return _change(panel, form, spell, mark)


@edit_view
def injury_doubt(request: HttpRequest, pk: int) -> HttpResponse:
    injury = Injury.objects.select_related("player").filter(pk=pk).first()
    if injury is None:
        return _gone(request)
    panel = _panel(request, injury, "Mark doubtful")
    form = _form(DoubtForm, panel, injury, {"chance": injury.chance})
    if injury.chance is not None:
        form.fields["chance"].help_text = "Empty: out again."
    return _change(panel, form, injury, moves.mark_doubtful)


def _report(
    request: HttpRequest,
    slug: str,
    title: str,
    form_class: type[InjuryForm] | type[AbsenceForm],
    report: Callable[..., Change],
) -> HttpResponse:
    """Ask for a new spell of a man, or report what was asked for."""
    player = get_object_or_404(Player, slug=slug)
    place = place_of(request, player.get_absolute_url())
    panel = Panel(request, player, title, place)
    form = form_class(
        panel.data,
        player=player,
        today=place.site.today,
        initial={"began_on": place.day},
        auto_id=place.ids,
    )
    if panel.data is None:
        return panel.ask(form)
    return panel.save(form, lambda by: report(player, by=by, **form.cleaned_data))


def _find(kind: str, pk: int) -> Spell | None:
    rows = TABLES[kind]._default_manager.select_related("player")
    return rows.filter(pk=pk).first()


def _first_day_back(place: Place, spell: Spell) -> dt.date:
    """Return the day of the chart if he can have been back on it, else today."""
    return place.day if spell.began_on <= place.day <= place.site.today else place.site.today


def _panel(request: HttpRequest, spell: Spell, title: str) -> Panel:
    place = place_of(request, spell.player.get_absolute_url())
    since = full_day(spell.began_on)
    slips = [
        {
            "day": return_words(given.expected_from, given.expected_until),
            "given_on": full_day(given.given_on),
        }
        for given in spell.estimates.order_by("given_on", "pk")
    ]
    more = {"known": f"{spell.player} is {news_words(spell)}, since {since}.", "slips": slips}
    return Panel(request, spell.player, title, place, more=more)


def _form(
    form: type[SpellChangeForm], panel: Panel, spell: Spell, initial: dict[str, Any]
) -> SpellChangeForm:
    return form(
        panel.data,
        spell=spell,
        today=panel.place.site.today,
        initial={"version": spell.version, **initial},
        auto_id=panel.place.ids,
    )


def _change(
    panel: Panel, form: SpellChangeForm, spell: Spell, move: Callable[..., Change]
) -> HttpResponse:
    if panel.data is None:
        return panel.ask(form)
    return panel.save(
        form,
        lambda by: move(spell, by=by, **form.cleaned_data),
        partial(_conflict, form, spell),
    )


def _conflict(form: SpellChangeForm, spell: Spell) -> Conflict | None:
    """Return what stands now beside what was typed; None if the entry has been removed."""
    try:
        spell.refresh_from_db()
    except ObjectDoesNotExist:
        return None
    who, at, text = wrote(spell.history)
    rows = [("He is now", news_words(spell), "")]
    if spell.returned_on:
        rows.append(("Back on", full_day(spell.returned_on), ""))
    for name in form.compared:
        theirs, mine = getattr(spell, name), form.cleaned_data[name]
        rows.append((str(form[name].label), _shown(theirs), _shown(mine)))
    return Conflict(who, at, text, rows, resent(form, version=str(spell.version)))


def _shown(value: Any) -> str:
    if value is None:
        return "–"
    return full_day(value) if isinstance(value, dt.date) else f"{value} %"


def _gone(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        raise Http404
    return gone(request, "Somebody has removed this entry meanwhile; nothing was saved.")
