"""The form on a need: confirm, dismiss, add, mark as addressed, take back."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import trigger_client_event

from squads.depth import Position
from squads.models import Change, Club
from squads.moves.log import Gone, Refused, Stale
from squads.views.errors import problem
from squads.views.fragments import is_htmx
from squads.views.panels import POSITIONS, Conflict, Place, gone, place_of, wrote
from squads.wording import position_name
from transfers.forms.needs import CHOICES, FlagForm, initial_of
from transfers.models import NeedFlag, Window
from transfers.moves.flags import WORDS, State, answers, set_flag, state_of, take_back
from transfers.pages.needs import flag_row
from transfers.roles import plan_required

PANEL = "transfers/_need_flag.html"


@never_cache
@vary_on_headers("HX-Request")
@require_http_methods(["GET", "POST"])
@plan_required
def need_flag(request: HttpRequest, slug: str, window: int, position: str) -> HttpResponse:
    """Show what is said of a position for a window, and save what an analyst says of it."""
    club = get_object_or_404(Club.objects.charted(), slug=slug)
    when = get_object_or_404(Window.objects.of_club(club), pk=window)
    if position not in POSITIONS:
        raise Http404(f"No position is called {position}.")
    where, place = Position(position), place_of(request, when.get_absolute_url())
    try:
        state = state_of(club, when, where)
    except Refused as refused:
        links = [{"url": place.next, "text": "Back to the page"}]
        return problem(request, 409, "Nothing to say any more", str(refused), links=links)
    panel = FlagPanel(request, club, when, where, place, state)
    if request.method != "POST":
        return panel.ask(panel.form())
    return panel.take_back() if "take_back" in request.POST else panel.save()


class FlagPanel:
    """The form on one position, and the answers it can have."""

    def __init__(
        self,
        request: HttpRequest,
        club: Club,
        window: Window,
        position: Position,
        place: Place,
        state: State,
    ) -> None:
        self.request, self.place, self.state = request, place, state
        self.club, self.window, self.position = club, window, position
        self.flag = self._flag()

    def _flag(self) -> NeedFlag | None:
        flags = NeedFlag.objects.select_related(
            "by", "scenario", "link__player", "link__from_club", "link__to_club"
        )
        return flags.filter(club=self.club, window=self.window, position=self.position).first()

    def form(self) -> FlagForm:
        """The form, with what was sent, or else what stands."""
        offered = answers(self.club, self.window, self.position)
        stands = (self.flag.link or self.flag.scenario) if self.flag else None
        if stands and stands not in offered:
            offered.append(stands)  # whatever has become of it, saving a note must not drop it
        return FlagForm(
            self.request.POST if self.request.method == "POST" else None,
            is_need=self.state.is_thin,
            answers=offered,
            initial=initial_of(self.flag),
            auto_id=self.place.ids,
        )

    def ask(self, form: FlagForm) -> HttpResponse:
        """Show the form; refused, with what was typed and why."""
        form.focus(whole_page=not is_htmx(self.request))
        state = (self.state.level, self.state.cover or 0, self.state.starters)
        more = {"form": form, "flag": flag_row(self.flag, state, True) if self.flag else None}
        return self.render(PANEL, more | {"state": self.state}, 422 if form.is_bound else 200)

    def save(self) -> HttpResponse:
        form = self.form()
        if not form.is_valid():
            return self.ask(form)
        try:
            change = set_flag(
                self.club, self.window, self.position, by=self.analyst, **form.cleaned_data
            )
        except Stale as stale:
            return self.conflict(str(stale), form)
        except Refused as refused:
            form.add_error(refused.field, str(refused))
            return self.ask(form)
        return self.done(change)

    def take_back(self) -> HttpResponse:
        version = self.request.POST.get("version", "")
        seen = int(version) if version.isdecimal() and len(version) < 10 else None
        try:
            change = take_back(
                self.club, self.window, self.position, by=self.analyst, version=seen
            )
        except Gone as nothing:
            return gone(self.request, str(nothing))
        except Stale as stale:
            return self.conflict(str(stale), None)
        return self.done(change)

    def conflict(self, why: str, form: FlagForm | None) -> HttpResponse:
        """Show what another analyst has said beside what this one was about to."""
        self.flag = self._flag()
        mine = form.cleaned_data if form else {}
        rows = [
            ("Verdict", _verdict(self.flag), CHOICES[mine["verdict"]] if mine else "Take back")
        ]
        rows += [("Note", self.flag.note if self.flag else "–", mine.get("note") or "–")]
        who, at, text = wrote(
            NeedFlag.history.filter(  # type: ignore[attr-defined]
                club=self.club, window=self.window, position=self.position
            )
        )
        sent = {name: str(value) for name, value in self.request.POST.items() if name not in PLACE}
        again = sent | {"version": str(self.flag.version if self.flag else 0)}
        met = Conflict(who, at, text or why, rows, list(again.items()))
        return self.render("squads/editing/_conflict.html", {"conflict": met}, 409)

    def done(self, change: Change) -> HttpResponse:
        """Say what has changed, and let the page fetch itself."""
        messages.success(self.request, f"{self.club}: {change.text}.")
        if not is_htmx(self.request):
            return HttpResponseRedirect(self.place.next)
        response = render(self.request, "squads/editing/_done.html")
        trigger_client_event(response, "chart-changed")
        if self.place.at:
            opener = {"opener": f"edit-link-{self.place.at}"}
            trigger_client_event(response, "edit-done", opener, after="settle")
        return response

    def render(self, template: str, more: dict[str, Any], status: int) -> HttpResponse:
        """Answer htmx with the panel, a plain browser with a page around it."""
        whole = not is_htmx(self.request)
        context = {
            "player": self.club,  # whom the panels of squads are about
            "club": self.club,
            "window": self.window,
            "position": position_name(self.position),
            "title": f"{position_name(self.position)}, {self.window.name}",
            "place": self.place,
            "panel": template,
            "whole_page": whole,
        }
        page = "transfers/need_flag.html" if whole else template
        return render(self.request, page, context | more, status=status)

    @property
    def analyst(self) -> User:
        return cast(User, self.request.user)


PLACE = ("csrfmiddlewaretoken", "next", "at", "position")


def _verdict(flag: NeedFlag | None) -> str:
    return WORDS[NeedFlag.Verdict(flag.verdict)] if flag else "nothing is said"
