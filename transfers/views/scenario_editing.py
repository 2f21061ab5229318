"""What analysts change of a scenario. Every answer is the scenario's page as it stands then."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from squads import finding
from squads.day import current_site_day
from squads.models import Club, Player
from squads.moves import Refused, Stale
from squads.views.fragments import is_htmx
from transfers.forms.scenarios import FORMS, MoveForm, NewScenarioForm, ScenarioForm
from transfers.models import Link, ScenarioMove
from transfers.moves import scenarios as moves
from transfers.pages.scenarios import move_text
from transfers.views.scenario_pages import Page, analyst, plan_view, scenario_or_404


@plan_view
def scenario_add(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a scenario of a club, from links and a man if any are chosen: `?link=&player=`."""
    club = get_object_or_404(Club.objects.charted(), slug=slug)
    chosen = [pk for pk in request.GET.getlist("link") if pk.isdecimal() and len(pk) < 19]
    linked = Link.objects.of_club(club).alive().for_lists().filter(pk__in=chosen)
    sent = request.POST if request.method == "POST" else request.GET
    coming = Player.objects.filter(slug=finding.clean(sent.get("player", ""))).first()
    named = moves.named_after(linked, club, coming) if linked or coming else ""
    initial = {"links": list(linked), "player": coming and coming.slug, "name": named}
    data = sent if request.method == "POST" else None
    form = NewScenarioForm(data, club=club, initial=initial)
    if form.is_valid():
        today = current_site_day().today
        try:
            made = moves.make_scenario(club, by=analyst(request), today=today, **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field, str(refused))
        else:
            messages.success(request, f"Made “{made.name}”.")
            return redirect(made)
    context = {
        "section": "scenarios",
        "club": club,
        "form": form,
        "coming": coming,
        "new_crumb": f"New for {club}",
    }
    status = 422 if form.is_bound else 200
    return render(request, "transfers/scenario_add.html", context, status=status)


@plan_view
def scenario_change(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Add a move, or change the formation or the name; on GET, show the page with that form."""
    if what not in FORMS:
        raise Http404(f"Nothing of a scenario is called {what}.")
    page = Page.of(request, pk)
    page.opened = what
    if request.method != "POST":
        return page.render()
    form = page.form_of(what, request.POST)
    return page.save(form, lambda version: _change(page, form, what, version), _done(form, what))


def _change(page: Page, form: ScenarioForm, what: str, version: int) -> None:
    data, scenario = form.cleaned_data, page.scenario
    if isinstance(form, MoveForm):
        moves.add_move(scenario, form.kind, version=version, **form.move)
    elif what == "formation":
        moves.set_formation(scenario, data["formation"], version=version)
    else:
        moves.describe(scenario, name=data["name"], note=data["note"], version=version)


def _done(form: ScenarioForm, what: str) -> str:
    """Return what has changed, in words; empty for a form that was refused."""
    if not form.is_valid():
        return ""
    if isinstance(form, MoveForm):
        made = ScenarioMove(kind=form.kind, **form.move)
        return f"{made.player or made.name}: {move_text(made)}."
    if what == "formation":
        return f"They play {form.cleaned_data['formation'] or 'the club’s own formation'}."
    return "Name and note saved."


@plan_view
def scenario_move_remove(request: HttpRequest, pk: int, move: int) -> HttpResponse:
    """Take a move out of the scenario."""
    page = Page.of(request, pk)
    if request.method != "POST":
        return HttpResponseRedirect(page.here)
    try:
        moves.remove_move(page.scenario, move, version=_version(request))
    except Stale:
        return page.refuse_stale()
    return page.done("The move is taken out.", button_goes=True)


@plan_view
def scenario_share(request: HttpRequest, pk: int) -> HttpResponse:
    """Share the scenario by an address that nobody can guess, or stop sharing it."""
    page = Page.of(request, pk)
    if request.method != "POST":
        return HttpResponseRedirect(page.here)
    shared = request.POST.get("shared") == "1"
    try:
        moves.share(page.scenario, shared, version=_version(request))
    except Stale:
        return page.refuse_stale()
    shared_text = "Shared: whoever has the address can read it."
    text = shared_text if shared else "No longer shared; the address leads nowhere."
    return page.done(text, button_goes=True)


def _version(request: HttpRequest) -> int:
    """Return the version that was seen; 0, which no scenario has, where it cannot be read."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else 0


@plan_view
def scenario_duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    scenario = scenario_or_404(pk)
    if request.method != "POST":
        return redirect(scenario)
    twin = moves.duplicate(scenario, by=analyst(request))
    messages.success(request, f"This is a copy of “{scenario.name}”.")
    if is_htmx(request):
        return HttpResponseClientRedirect(twin.get_absolute_url())
    return redirect(twin)


@plan_view
def scenario_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether to delete a scenario, and on POST do."""
    scenario = scenario_or_404(pk)
    refused = ""
    if request.method == "POST":
        try:
            moves.delete_scenario(scenario, version=_version(request))
        except Stale as stale:
            refused = f"{stale} Look at it once more before you delete it."
            scenario = scenario_or_404(pk)
        else:
            messages.success(request, f"Deleted “{scenario.name}” of {scenario.club}.")
            return HttpResponseRedirect(reverse("transfers:scenario_list"))
    context = {"section": "scenarios", "scenario": scenario, "refused": refused}
    status = 409 if refused else 200
    return render(request, "transfers/scenario_delete.html", context, status=status)
