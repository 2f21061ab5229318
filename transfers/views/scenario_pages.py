"""One scenario as a page: what every view of it shares."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_htmx.http import trigger_client_event

from squads.day import BadDay, SiteDay, current_site_day, requested_day
from squads.models import Club
from squads.moves import Refused, Stale
from squads.pages.board import Urls
from squads.pages.keys import watch
from squads.pages.release import release
from squads.roles import View
from squads.views.errors import problem
from squads.views.fragments import HAVE, address_pattern, is_htmx, part_or_page
from transfers.forms.scenarios import FORMS, ScenarioForm
from transfers.models import Scenario
from transfers.moves.scenarios import changed_since
from transfers.pages.scenario_page import Sight, jumps, men, page_rows, see
from transfers.roles import plan_required
from transfers.scenarios import Ground, ground_for

VIEWS = ("", "pitch", "table")
MOVES = {
    "out": "A man goes",
    "in": "A man comes",
    "new": "A new man, made up",
    "absence": "A man is absent",
    "extension": "A contract is extended",
}
ABOUT_MEN = ("out", "absence", "extension")  # the forms that list the squad


def plan_view(view: View) -> View:
    """For analysts, GET and POST; never cached, and htmx told apart from whole pages.

    An address that names no day is answered with 400 and a sentence.
    """

    @wraps(view)
    def seen(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except BadDay as error:
            links = [{"url": reverse("transfers:scenario_list"), "text": "All scenarios"}]
            return problem(request, 400, "No such day", str(error), links=links)

    guarded = require_http_methods(["GET", "POST"])(plan_required(seen))
    return never_cache(part_or_page(guarded))


def analyst(request: HttpRequest) -> User:
    return cast(User, request.user)


def scenario_or_404(pk: int) -> Scenario:
    """Return the scenario with its club, if that has a chart."""
    charted = Club.objects.charted().order_by()
    return get_object_or_404(Scenario.objects.for_lists().filter(club__in=charted), pk=pk)


def requested_view(request: HttpRequest) -> str:
    asked = request.GET.get("view", "")
    return asked if asked in VIEWS else ""


@dataclass
class Page:
    """The page of a scenario, for whoever may change it.

    on: the day it shows, None for the one it chooses. form, opened: what was sent and refused,
    and which form stands open. conflict: that somebody was faster.
    """

    request: HttpRequest
    scenario: Scenario
    site: SiteDay
    on: dt.date | None
    view: str
    ground: Ground
    form: ScenarioForm | None = None
    opened: str = ""
    conflict: str = ""
    sight: Sight | None = field(default=None, init=False)

    @classmethod
    def of(cls, request: HttpRequest, pk: int) -> "Page":
        """Read what is asked from the address. Raises BadDay and Http404."""
        scenario = scenario_or_404(pk)
        site = current_site_day()
        asked = request.GET.get("on", "").strip()
        on = requested_day(request, site.today) if asked else None
        ground = ground_for(scenario.club, site.today)
        return cls(request, scenario, site, on, requested_view(request), ground)

    @property
    def query(self) -> str:
        """Carry the day and the view through a link or a form."""
        return self.query_of()

    def query_of(self, **other: Any) -> str:
        shown = {"on": self.on.isoformat() if self.on else "", "view": self.view} | other
        query = urlencode({name: value for name, value in shown.items() if value})
        return f"?{query}" if query else ""

    def url(self, name: str, *more: Any) -> str:
        address = reverse(f"transfers:{name}", args=[self.scenario.pk, *more])
        return f"{address}{self.query}"

    @property
    def here(self) -> str:
        return self.url("scenario_detail")

    def look(self) -> Sight:
        """Return the scenario beside the club as it is; worked out once."""
        if self.sight is None:
            club, today = self.scenario.club, self.site.today
            self.sight = see(club, [self.scenario], today, self.on, self.ground)
        return self.sight

    def form_of(self, what: str, data: Any = None) -> ScenarioForm:
        """Return a form of the page, with what was sent or as it is before anything is typed."""
        sight = self.look()
        plan, today = sight.plans[0], self.site.today
        squad = plan.after if what == "absence" else plan.before
        return FORMS[what](
            data,
            scenario=self.scenario,
            day=max(sight.horizon.first_on, today) if sight.horizon else today,
            today=today,
            players=men(squad, today) if what in ABOUT_MEN else (),
            formations=self.ground.formations,
            initial={"player": self.request.GET.get("player", "")} if what in MOVES else {},
            auto_id=f"{what}-%s",
        )

    def save(self, form: ScenarioForm, move: Callable[[int], Any], text: str) -> HttpResponse:
        """Make a change if the form allows it, and show what came of it.

        move: takes the version that was seen. Refused, the form keeps what was typed: 422. Where
        somebody was faster nothing is changed, and the page shows what stands now: 409.
        """
        self.form = form
        if not form.is_valid():
            return self.refuse(form)
        try:
            move(form.cleaned_data["version"])
        except Stale:
            return self.refuse_stale()
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
            return self.refuse(form)
        self.form = None
        return self.done(text or "Saved.")

    def refuse(self, form: ScenarioForm) -> HttpResponse:
        """Show the form with what is wrong in it, where the focus goes."""
        form.focus_wrong(whole_page=not is_htmx(self.request))
        return self.render(422)

    def refuse_stale(self) -> HttpResponse:
        """Say that somebody was faster, above what stands now."""
        self.forget()
        self.conflict = changed_since(self.scenario)
        if self.form:
            self.form.anew(self.scenario.version)
        return self.render(409)

    def forget(self) -> None:
        """Take the scenario anew; the squads that were loaded stay."""
        self.scenario = scenario_or_404(self.scenario.pk)
        self.sight = None

    def done(self, text: str, *, button_goes: bool = False) -> HttpResponse:
        """Say what was changed, htmx on the page as it is now; a browser is sent there.

        button_goes: the button that was pressed is gone, so the focus goes to what is said.
        """
        messages.success(self.request, text)
        if not is_htmx(self.request):
            return HttpResponseRedirect(self.here)
        self.forget()
        response = self.render()
        if button_goes:
            trigger_client_event(response, "undo-answered", {"opens": ""}, after="settle")
        return response

    def render(self, status: int = 200) -> HttpResponse:
        """Return the page, to htmx its fragment; 204 to an open page that is still true."""
        sight = self.look()
        have = self._have(sight)
        if is_htmx(self.request) and self.request.headers.get(HAVE) == have:
            return HttpResponse(status=204)
        context = self._context(sight) | {"live": {"watch": self._watch(sight), "have": have}}
        template = "transfers/scenario_detail.html"
        if is_htmx(self.request):
            template = "transfers/_scenario_changed.html"
        return render(self.request, template, context, status=status)

    def _watch(self, sight: Sight) -> str:
        """Return what the page listens for: its club, and those that men come from."""
        return watch((pk, squad.version) for pk, squad in sight.ground.squads.items())

    def _have(self, sight: Sight) -> str:
        asked = (sight.today, sight.on, self.view, self._watch(sight), release())
        return ":".join(map(str, ("scenario", self.scenario.pk, self.scenario.version, *asked)))

    def _context(self, sight: Sight) -> dict[str, Any]:
        player = address_pattern("squads:player_detail")
        return page_rows(sight, Urls(player)) | {
            "section": "scenarios",
            "site_day": self.site,
            "here": self.here,
            "page": self,
            "view": self.view,
            "may_change": True,
            "jumps": [
                {
                    "name": name,
                    "label": label,
                    "url": f"{self.scenario.get_absolute_url()}{self.query_of(on=day)}",
                    "is_current": day == sight.on,
                }
                for name, label, day in jumps(sight)
            ],
            "views": view_links(self.scenario.get_absolute_url(), sight.on, self.view),
            "forms": [self._form(what, label) for what, label in MOVES.items()],
            "formation_form": self._form("formation", "Formation"),
            "description_form": self._form("description", "Name and note"),
            "shared_url": self.request.build_absolute_uri(
                reverse("transfers:scenario_shared", args=[self.scenario.token])
            ),
            "conflict": self.conflict,
        }

    def _form(self, what: str, label: str) -> dict[str, Any]:
        is_sent = self.opened == what and self.form is not None
        return {
            "what": what,
            "label": label,
            "url": self.url("scenario_change", what),
            "form": self.form if is_sent else self.form_of(what),
            "open": self.opened == what,
        }


def view_links(url: str, on: dt.date, current: str) -> list[dict[str, Any]]:
    """Return the two ways to see a chart, with their addresses."""
    return [
        {"name": name, "url": f"{url}?on={on}&view={name}", "current": current == name}
        for name in ("pitch", "table")
    ]
