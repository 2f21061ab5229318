"""What editors and analysts change of links: each a form opened in place, or a page."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRedirect, trigger_client_event

from squads import finding, moves
from squads.day import current_day
from squads.depth import entry_on
from squads.forms.base import EditForm
from squads.models import Change, Club, Player
from squads.roles import View
from squads.views.errors import problem
from squads.views.fragments import is_htmx
from squads.views.panels import Conflict, Panel, editor, place_of, resent, safe_next, wrote
from squads.wording import full_day
from transfers.forms.links import (
    CompleteForm,
    ConditionForm,
    LinkAddForm,
    LinkEditForm,
    NewsForm,
    StageForm,
    club_of_contract,
    currency_of,
)
from transfers.loading import squads_on
from transfers.models import Link, LinkCondition
from transfers.moves import completing, links
from transfers.moves.stages import next_stages
from transfers.pages.link_days import first_day
from transfers.roles import link_required
from transfers.words import fee_text

Stage = Link.Stage


def link_edit_view(view: View) -> View:
    """For those who may change links, GET and POST; never cached, htmx told apart."""
    guarded = require_http_methods(["GET", "POST"])(link_required(view))
    return never_cache(vary_on_headers("HX-Request")(guarded))


class LinkPanel(Panel):
    """A form on a link. Undo is on the link's page, where analysts find it, too."""

    def done(self, change: Change, remark: str = "") -> HttpResponse:
        text = f"{self.player}: {change.text}. {remark}".rstrip()
        messages.success(self.request, text)
        if not self.is_htmx:
            return HttpResponseRedirect(self.place.next)
        response = render(self.request, "squads/editing/_done.html")
        trigger_client_event(response, "chart-changed")
        if self.place.at:
            opener = {"opener": f"edit-link-{self.place.at}"}
            trigger_client_event(response, "edit-done", opener, after="settle")
        return response


def _find(pk: int) -> Link | None:
    return Link.objects.for_lists().filter(pk=pk).first()


def _panel(request: HttpRequest, link: Link, title: str, **more: Any) -> LinkPanel:
    place = place_of(request, link.get_absolute_url())
    known = f"{link}: {link.get_stage_display().lower()} since {full_day(link.stage_on)}."
    more = {"known": known, "submit": "Save"} | more
    return LinkPanel(request, link.player, title, place, "transfers/_link_form.html", more)


def _gone(request: HttpRequest) -> HttpResponse:
    return problem(request, 404, "No such link", "Somebody has removed this link.")


@link_edit_view
def link_add(request: HttpRequest) -> HttpResponse:
    """Enter a link; a name in the address is filled in, and where he is under contract."""
    form = LinkAddForm(_sent(request), initial=_asked_for(request))
    if form.is_valid():
        try:
            link = links.add(by=editor(request), **form.cleaned_data)
        except moves.Refused as refused:
            form.add_error(refused.field, str(refused))
        else:
            return _added(request, link)
    form.focus(whole_page=not is_htmx(request))
    template = "transfers/link_add.html" + ("#link-add" if is_htmx(request) else "")
    context = {"form": form, "section": "links", "next": safe_next(request, "")}
    return render(request, template, context, status=422 if form.is_bound else 200)


def _sent(request: HttpRequest) -> QueryDict | None:
    """Return what was sent, with the man whom somebody chose of several in place of the name."""
    if request.method != "POST":
        return None
    sent = request.POST.copy()
    if meant := sent.get("meant"):
        sent["player"] = meant
    return sent


def _asked_for(request: HttpRequest) -> dict[str, Any]:
    """Return what a new form shows: the man and the club of the address, if they are named."""
    today = current_day()
    found: dict[str, Any] = {"stage_on": today}
    player = Player.objects.filter(slug=finding.clean(request.GET.get("player", ""))).first()
    if player:
        club = club_of_contract(player, today)
        found |= {"player": player.slug, "from_club": club.slug if club else ""}
        found["currency"] = currency_of(club) if club else ""
    if to := request.GET.get("to", ""):
        found["to_club"] = to
    return found


def _added(request: HttpRequest, link: Link) -> HttpResponse:
    stage = link.get_stage_display().lower()
    messages.success(request, f"{link.player}: {links.named(link)}: {stage}.")
    if is_htmx(request):
        return HttpResponseClientRedirect(link.get_absolute_url())
    return HttpResponseRedirect(link.get_absolute_url())


@link_edit_view
def link_edit(request: HttpRequest, pk: int) -> HttpResponse:
    link = _find(pk)
    if link is None:
        return _gone(request)
    panel = _panel(request, link, "Change the link")
    initial = {name: getattr(link, name) for name in (*LinkEditForm.compared, "version")}
    form = LinkEditForm(panel.data, link=link, initial=initial, auto_id=panel.place.ids)
    return _answer(panel, form, partial(_edit, form, link), partial(_conflict, form, link))


def _answer(
    panel: Panel,
    form: EditForm,
    move: Callable[..., Change],
    conflict: Callable[[], Conflict | None],
) -> HttpResponse:
    return panel.ask(form) if panel.data is None else panel.save(form, move, conflict)


def _edit(form: EditForm, link: Link, by: moves.By) -> Change:
    return links.edit(link, by=by, **form.cleaned_data)


def _conflict(form: EditForm, link: Link) -> Conflict | None:
    """Return what stands now beside what was typed; None where the link is gone."""
    now = _find(link.pk)
    if now is None:
        return None
    rows = [_row(form, now, name) for name in form.compared]
    if "stage" not in form.compared:
        rows.insert(0, ("Stage", _shown(now, "stage", now.stage), ""))
    who, at, text = wrote(now.history)
    return Conflict(who, at, text, rows, resent(form, version=str(now.version)))


def _row(form: EditForm, now: Link, name: str) -> tuple[str, str, str]:
    """Return what a field is called, what it holds now and what was typed."""
    stored, typed = getattr(now, name), form.cleaned_data[name]
    return str(form[name].label), _shown(now, name, stored), _shown(now, name, typed)


def _shown(link: Link, name: str, value: Any) -> str:
    if isinstance(value, dt.date):
        return full_day(value)
    if name in ("fee", "option_fee"):
        return fee_text(value, link.currency) or "–"
    choices: dict[str, str] = {"stage": dict(Stage.choices), "kind": dict(Link.Kind.choices)}.get(
        name, {}
    )
    return choices.get(str(value), str(value or "–"))


@link_edit_view
def link_stage(request: HttpRequest, pk: int) -> HttpResponse:
    link = _find(pk)
    if link is None:
        return _gone(request)
    panel = _panel(request, link, "Move to another stage", submit="Move")
    stages = [stage for stage in next_stages(link) if stage is not Stage.DONE]
    asked = {"stage": request.GET.get("stage", ""), "on": panel.place.site.today}
    form = StageForm(
        panel.data,
        stages=stages,
        initial=asked | {"version": link.version},
        auto_id=panel.place.ids,
    )

    def move(by: moves.By) -> Change:
        return links.set_stage(link, by=by, **form.cleaned_data)

    return _answer(panel, form, move, partial(_conflict, form, link))


@link_edit_view
def link_complete(request: HttpRequest, pk: int) -> HttpResponse:
    """Write his contract at the buyer and close the old one."""
    link = _find(pk)
    if link is None:
        return _gone(request)
    what = "his loan begins" if link.is_loan else "his contract there is written"
    known = f"{link} is done: {what}, and both charts change. It can be undone."
    panel = _panel(request, link, "Complete the transfer", known=known, submit="Complete")
    first_on, why_on = first_day(link, panel.place.site.today)
    initial = {
        "on": first_on,
        "until": link.until_on,
        "standing": _standing(link, panel.place.site.today) if panel.data is None else "",
        "version": link.version,
    }
    ids = panel.place.ids
    form = CompleteForm(panel.data, link=link, why_on=why_on, initial=initial, auto_id=ids)

    def move(by: moves.By) -> Change:
        change = completing.complete(link, by=by, **form.cleaned_data)
        if not (form.cleaned_data["until"] or link.until_on):
            form.remark = f"{form.remark} When that contract ends is not known.".lstrip()
        return change

    return _answer(panel, form, move, partial(_conflict, form, link))


def _standing(link: Link, on: dt.date) -> str:
    """Return the standing that he has at the seller, which is proposed for the buyer."""
    club = Club.objects.charted().filter(pk=link.from_club_id).first()
    squad = squads_on([club], on)[club.pk] if club else None
    for member in squad.members if squad else ():
        if squad and member.slug == link.player.slug:
            return entry_on(member, on, squad).standing.value
    return ""


@link_edit_view
def link_news(request: HttpRequest, pk: int) -> HttpResponse:
    link = _find(pk)
    if link is None:
        return _gone(request)
    panel = _panel(request, link, "Add news", submit="Add")
    form = NewsForm(panel.data, auto_id=panel.place.ids)

    def move(by: moves.By) -> Change:
        return links.add_news(link, by=by, **form.cleaned_data)

    return _answer(panel, form, move, lambda: None)


@link_edit_view
def link_condition_add(request: HttpRequest, pk: int) -> HttpResponse:
    link = _find(pk)
    if link is None:
        return _gone(request)
    panel = _panel(request, link, "What must come first?", submit="Add")
    form = ConditionForm(panel.data, of=link, auto_id=panel.place.ids)

    def move(by: moves.By) -> Change:
        return links.add_condition(link, by=by, **form.cleaned_data)

    return _answer(panel, form, move, lambda: None)


@link_edit_view
def link_condition_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a link wait for it no longer; on GET ask first."""
    rows = LinkCondition.objects.select_related("link__player", "link__from_club", "link__to_club")
    condition = get_object_or_404(rows.select_related("other__player"), pk=pk)
    text = f"It would no longer wait for {links.what(condition)}."

    def move(by: moves.By) -> Change:
        return links.remove_condition(condition, by=by)

    return _act(request, condition.link, "Remove this condition?", text, move)


@link_edit_view
def link_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the last stage back, with all that it wrote; on GET ask first."""
    link = get_object_or_404(Link.objects.for_lists(), pk=pk)
    text = f"{link}: {link.get_stage_display().lower()} would be taken back."
    if link.stage == Stage.DONE:
        text = f"{link}: his contracts would be as they were before."
    sent = request.POST.get("version", "")
    version = int(sent) if sent.isdecimal() and len(sent) < 10 else link.version

    def move(by: moves.By) -> Change:
        back = completing.undo_done if link.stage == Stage.DONE else links.take_back
        return back(link, by=by, version=version)

    return _act(request, link, "Take it back?", text, move, version=link.version)


def _act(
    request: HttpRequest,
    link: Link,
    title: str,
    text: str,
    move: Callable[..., Change],
    **hidden: object,
) -> HttpResponse:
    """Do what needs no form: ask on GET, say on POST what came of it."""
    back = safe_next(request, link.get_absolute_url())
    if request.method != "POST":
        context = {"title": title, "text": text, "next": back, "link": link, "hidden": hidden}
        return render(request, "transfers/link_act.html", context)
    try:
        change = move(by=editor(request))
    except moves.Refused as refused:
        return _not_done(request, str(refused), back)
    messages.success(request, f"{link.player}: {change.text}.")
    if not is_htmx(request):
        return HttpResponseRedirect(back)
    return trigger_client_event(render(request, "_messages.html"), "chart-changed")


def _not_done(request: HttpRequest, why: str, back: str) -> HttpResponse:
    if not is_htmx(request):
        links_ = [{"url": back, "text": "Back to the page"}]
        return problem(request, 409, "Not done", why, links=links_)
    messages.error(request, f"Not done: {why}")
    return render(request, "_messages.html", status=409)
