"""The panel that opens on a man, his standing, his place in the ranking, and undo."""

import datetime as dt
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.humanize.templatetags.humanize import ordinal
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django_htmx.http import trigger_client_event

from squads import moves
from squads.depth import Position
from squads.forms.contracts import ContractForm
from squads.forms.ranking import RankingForm
from squads.forms.standing import StandingForm
from squads.models import Change, Club, Contract, Player, Ranking
from squads.moves.contracts import contract_words
from squads.moves.standing import standing_words
from squads.pages.known import (
    derived_at,
    known,
    standing_text,
    stored_standing,
    why_not_ranked,
)
from squads.views.errors import problem
from squads.views.fragments import is_htmx
from squads.views.panels import (
    POSITIONS,
    Conflict,
    Panel,
    edit_view,
    editor,
    place_of,
    resent,
    safe_next,
    wrote,
)
from squads.wording import STANDING_NAMES, full_day, position_name


@edit_view
def player_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what is known of a man and what can be changed of it."""
    player = get_object_or_404(Player, slug=slug)
    place = place_of(request, player.get_absolute_url())
    position = Position(place.position) if place.position else None
    panel = Panel(request, player, "What has changed?", place)
    facts = known(player, place.day, place.site.today, position)
    facts["in_place"] = f"What has changed with {player}?"
    return panel.render("squads/editing/_choices.html", facts)


@edit_view
def contract_standing(request: HttpRequest, pk: int) -> HttpResponse:
    contract = get_object_or_404(Contract.objects.select_related("player", "club"), pk=pk)
    player = contract.player
    place = place_of(request, player.get_absolute_url())
    stored, derived = stored_standing(contract), derived_at(contract, place.day)
    more = {"known": f"Standing at {contract.club}: {standing_text(stored, derived)}."}
    panel = Panel(request, player, "Change standing", place, more=more)
    form = StandingForm(
        panel.data,
        derived=STANDING_NAMES[derived] if derived else "",
        initial={"standing": contract.standing, "version": contract.version},
        auto_id=place.ids,
    )
    if panel.data is None:
        return panel.ask(form)
    return panel.save(
        form,
        lambda by: moves.set_standing(contract, by=by, **form.cleaned_data),
        partial(_standing_conflict, form, contract),
    )


def _standing_conflict(form: StandingForm, contract: Contract) -> Conflict | None:
    now = Contract.objects.filter(pk=contract.pk).first()
    if now is None:
        return None
    mine = standing_words(form.cleaned_data["standing"])
    rows = [("Standing", standing_words(now.standing), mine)]
    if now.ends_on != contract.ends_on:
        rows.append(("Contract until", str(now.ends_on or "open"), ""))
    who, at, text = wrote(now.history)
    return Conflict(who, at, text, rows, resent(form, version=str(now.version)))


@edit_view
def contract_change(request: HttpRequest, pk: int) -> HttpResponse:
    contract = get_object_or_404(Contract.objects.select_related("player", "club"), pk=pk)
    place = place_of(request, contract.player.get_absolute_url())
    began = full_day(contract.starts_on)
    more = {"known": f"{contract.club}: {contract_words(contract)}, since {began}."}
    panel = Panel(request, contract.player, "Change the contract", place, more=more)
    form = ContractForm(
        panel.data,
        initial={name: getattr(contract, name) for name in (*ContractForm.compared, "version")},
        auto_id=place.ids,
    )
    if panel.data is None:
        return panel.ask(form)
    return panel.save(
        form,
        lambda by: moves.change_contract(contract, by=by, **form.cleaned_data),
        partial(_contract_conflict, form, contract),
    )


def _contract_conflict(form: ContractForm, contract: Contract) -> Conflict | None:
    now = Contract.objects.filter(pk=contract.pk).first()
    if now is None:
        return None
    rows = [
        (str(form[name].label), _shown(getattr(now, name)), _shown(form.cleaned_data[name]))
        for name in form.compared
    ]
    who, at, text = wrote(now.history)
    return Conflict(who, at, text, rows, resent(form, version=str(now.version)))


def _shown(value: Any) -> str:
    return full_day(value) if isinstance(value, dt.date) else str(value or "–")


@edit_view
def ranking_move(request: HttpRequest, slug: str, position: str, player: str) -> HttpResponse:
    club = get_object_or_404(Club, slug=slug)
    man = get_object_or_404(Player, slug=player)
    if position not in POSITIONS:
        raise Http404(f"No position is called {position}.")
    where = Position(position)
    place = place_of(request, man.get_absolute_url())
    why = why_not_ranked(man, club, where, place.site.today)
    order = [ranked.slug for ranked in moves.order_of(club, where)]
    if why and man.slug not in order:
        links = [{"url": place.next, "text": "Back to the page"}]
        return problem(request, 404, "Not to be ranked", why, links=links)
    form = _ranking_form(request, order, man, place.ids, only_out=bool(why))
    title = f"Move at {position_name(where).lower()}"
    template = "squads/editing/_ranking.html"
    more = _order(form, club, where) | {"why": why}
    panel = Panel(request, man, title, place, template, more)
    if panel.data is None:
        return panel.ask(form)
    return panel.save(
        form, partial(_move, form, club, where, man), partial(_taken, form, club, where)
    )


def _ranking_form(
    request: HttpRequest, order: list[str], man: Player, ids: str, *, only_out: bool
) -> RankingForm:
    present = order.index(man.slug) + 1 if man.slug in order else len(order) + 1
    return RankingForm(
        request.POST if request.method == "POST" else None,
        slug=man.slug,
        order=order,
        only_out=only_out,
        initial={"place": present, "order": ",".join(order)},
        auto_id=ids,
    )


def _order(form: RankingForm, club: Club, position: Position) -> dict[str, Any]:
    """Return what the panel prints of the order: its men, and the moves that mean something."""
    men = moves.order_of(club, position)
    present = form.present
    return {
        "club": club,
        "where": position_name(position).lower(),
        "men": men,
        "present": present,
        "can_rise": present != 1,
        "can_fall": present is not None and present < form.last,
    }


def _move(form: RankingForm, club: Club, position: Position, man: Player, by: moves.By) -> Change:
    data = form.cleaned_data
    return moves.move_in_ranking(
        club,
        position,
        man,
        by=by,
        place=data["place"],
        seen=form.seen,
        source=data["source"],
        news=data["news"],
    )


def _taken(form: RankingForm, club: Club, position: Position) -> Conflict:
    """Return the order as it stands now beside the place that was asked for."""
    men = moves.order_of(club, position)
    theirs = ", ".join(f"{ordinal(n)} {man}" for n, man in enumerate(men, 1)) or "nobody ranked"
    place = form.cleaned_data["place"]
    mine = f"{ordinal(place)} for him" if place else "out of the ranking for him"
    who, at, text = wrote(Ranking.history.filter(club=club, position=position))  # type: ignore[attr-defined]
    again = resent(
        form,
        order=",".join(man.slug for man in men),
        place=str(place or ""),
        move="place" if place else "out",
    )
    return Conflict(who, at, text, [("Order", theirs, mine)], again)


@edit_view
def change_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a change back; on GET ask first, for a browser that followed the address."""
    change = get_object_or_404(Change.objects.select_related("player", "club"), pk=pk)
    back = safe_next(request, change.club.get_absolute_url())
    if request.method != "POST":
        context = {"change": change, "next": back}
        return render(request, "squads/editing/undo.html", context)
    htmx = is_htmx(request)
    try:
        undone = moves.undo(change, by=editor(request))
    except moves.Refused as refused:
        if not htmx:
            links = [{"url": back, "text": "Back to the page"}]
            return problem(request, 409, "Not undone", str(refused), links=links)
        messages.error(request, f"Not undone: {refused}")
        response = render(request, "_messages.html", status=409)
        return trigger_client_event(response, "undo-answered", after="settle")
    messages.success(request, f"Undone: {change.player or change.club} is {undone.after}.")
    if not htmx:
        return HttpResponseRedirect(back)
    response = trigger_client_event(render(request, "_messages.html"), "chart-changed")
    opens = reverse("squads:player_edit", args=[change.player.slug]) if change.player else ""
    return trigger_client_event(response, "undo-answered", {"opens": opens}, after="settle")
