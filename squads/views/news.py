"""The log of every change: narrowed, page by page, and each line at an address of its own."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from squads import finding
from squads.day import BadDay, SiteDay, site_day
from squads.models import Change, Player, ReturnEstimate
from squads.moves import undoable
from squads.pages import news
from squads.pages.keys import page_key, site_key
from squads.pages.log import by_day, log_rows
from squads.pages.record import estimate_row
from squads.pages.tables import CHANGES
from squads.views.caching import kept_for_readers
from squads.views.errors import problem
from squads.views.exporting import MOST_ROWS, exported
from squads.views.filters import BadFilter, chosen_day, chosen_filters
from squads.views.fragments import part_or_page, refreshes_itself, render_page, wants_file

MORE = 20  # other changes of the same entry that are told of


@require_safe
@part_or_page
def news_list(request: HttpRequest) -> HttpResponse:
    """Show the log. Readers get it from a cache as long as nothing has changed."""
    key = site_key()
    site = site_day(key.pinned_on)
    asked = sorted(request.GET.items())
    live = {"watch": key.watch, "have": page_key("news", key, site, asked)}

    def render() -> HttpResponse:
        offered = news.choices()
        try:
            wanted, below = _asked(request, site, offered)
        except (BadDay, BadFilter) as error:
            links = [{"url": reverse("squads:news_list"), "text": "All changes"}]
            return problem(request, 400, "No such list", str(error), links=links)
        if wants_file(request):
            changes = news.narrowed(wanted, _known(wanted)).newest()[: MOST_ROWS + 1]
            return exported(request, CHANGES, changes, here=wanted.url(), on=site.today)
        context = _context(wanted, below, offered) | {"site_day": site, "live": live}
        response = render_page(request, "squads/news_list.html", "news-list", context)
        # Without the form's empty fields: what htmx puts into the address bar.
        return response if refreshes_itself(request) else push_url(response, wanted.url())

    return kept_for_readers(request, live["have"], render, store=not asked)


def _asked(
    request: HttpRequest, site: SiteDay, offered: news.Choices
) -> tuple[news.Asked, Change | None]:
    """Read the log's address, and the change that the page begins below.

    Raises BadDay or BadFilter.
    """
    first, last = (chosen_day(request, name, site.today) for name in ("from", "to"))
    if first and last and last < first:
        raise BadDay("The last day lies before the first.")
    below = _below(request.GET.get("before", "").strip())
    wanted = news.Asked(
        **chosen_filters(request, offered),
        player=finding.clean(request.GET.get("player", "")),
        first=first,
        last=last,
        since=_since(request.GET.get("since", "").strip()),
        before=below.pk if below else None,
    )
    return wanted, below


def _below(text: str) -> Change | None:
    if not text:
        return None
    found = Change.objects.filter(pk=text).first() if _is_key(text) else None
    if found is None:
        raise BadFilter(f"There is no change “{text[:40]}” to go on from.")
    return found


def _since(text: str) -> int | None:
    """Return the key of the newest change that a reader has seen; it may be gone by now."""
    if text and not _is_key(text):
        raise BadFilter(f"“{text[:40]}” is not the number of a change.")
    return int(text) if text else None


def _is_key(text: str) -> bool:
    return text.isdecimal() and len(text) < 19


def _context(asked: news.Asked, below: Change | None, offered: news.Choices) -> dict[str, Any]:
    """Return everything the page prints."""
    known = _known(asked)
    page = news.paged(asked, news.narrowed(asked, known), below)
    return {
        "section": "news",
        "asked": asked,
        "here": asked.url(),
        "choices": offered,
        "player_text": known.known_as if known else asked.player,
        "chips": news.chips(asked, known, offered),
        "days": by_day(log_rows(page["changes"])),
        "page": page,
        "unfiltered": news.Asked().url(),
        "feed": _feed(asked),
    }


def _known(asked: news.Asked) -> Player | None:
    """Return the man whose slug is given, not a part of a name."""
    return Player.objects.filter(slug=asked.player).first() if asked.player else None


def _feed(asked: news.Asked) -> dict[str, str]:
    """Return the feed that tells of what the page shows: of its club, else of everything."""
    everything = reverse("squads:news_feed")
    return {"all": everything} | (
        {"club": reverse("squads:club_feed", args=[asked.club])} if asked.club else {}
    )


@require_safe
@part_or_page
def news_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one line of the log with what came before and after it."""
    key = site_key()
    site = site_day(key.pinned_on)
    live = {"watch": key.watch, "have": page_key("news-detail", key, site, pk)}

    def render() -> HttpResponse:
        return _detail(request, pk, {"site_day": site, "live": live})

    return kept_for_readers(request, live["have"], render)


def _detail(request: HttpRequest, pk: int, shown: dict[str, Any]) -> HttpResponse:
    change = Change.objects.newest().filter(pk=pk).first()
    if change is None:
        links = [{"url": reverse("squads:news_list"), "text": "All changes"}]
        text = "This change is not in the log, or no longer: its player or club was removed."
        return problem(request, 404, "No such change", text, links=links)
    same = Change.objects.of_the_same(change).exclude(pk=pk).newest()
    later = list(same.filter(pk__gt=pk)[:MORE])
    row = log_rows([change])[0]
    context = shown | {
        "section": "news",
        "club_name": change.club.name,
        "change": row | {"can_undo": change.pk in undoable([*later, change])},
        "before": change.before,
        "after": change.after,
        "later": log_rows(later),
        "earlier": log_rows(same.filter(pk__lt=pk)[:MORE]),
        "given": [estimate_row(estimate) for estimate in _estimates(change)],
        "more_url": _more(change),
        "here": row["link"],
    }
    return render_page(request, "squads/news_detail.html", "news-detail", context)


def _estimates(change: Change) -> list[ReturnEstimate]:
    """Return every expected return of the spell that a change is about, oldest first."""
    saved = change.undo or {}
    if saved.get("row") not in {"injury", "absence"} or "pk" not in saved:
        return []
    found = ReturnEstimate.objects.filter(**{saved["row"]: saved["pk"]})
    return list(found.select_related("by").order_by("given_on", "pk"))


def _more(change: Change) -> str:
    if change.player:
        return news.Asked(player=change.player.slug).url()
    return news.Asked(club=change.club.slug).url()


@require_safe
def news_new(request: HttpRequest) -> HttpResponse:
    """Tell a browser the newest change, and how many there are since the one it knows."""
    text = request.GET.get("since", "")
    newest = news.newest_change()
    count = 0
    if _is_key(text):
        count = Change.objects.without_undos().filter(pk__gt=int(text)).count()
    response = JsonResponse({"newest": newest, "count": count})
    patch_cache_control(response, no_cache=True)
    return response
