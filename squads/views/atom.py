"""Atom feeds: the log of everything, of each club and man, and what is thin."""

import datetime as dt
import hashlib
import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.timezone import localtime, make_aware
from django.views.decorators.http import require_safe

from squads.day import site_day
from squads.models import Change, Club, Player
from squads.models.changes import ChangeQuerySet
from squads.pages.keys import holds, site_key
from squads.pages.log import sentence, told, was, who
from squads.pages.overview import dated_thin
from squads.pages.release import release
from squads.views.errors import problem

NEWEST = 50
FIRST_YEAR = 2025  # of the tags that name entries for ever, whatever day they are changed on
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


@require_safe
def news_feed(request: HttpRequest) -> HttpResponse:
    page = reverse("squads:news_list")
    key = site_key()
    return fresh(
        request,
        f"{key.watch}:{key.newest}",
        lambda: _feed(
            request, "Twodeep: all changes", page, Change.objects.without_undos().newest()
        ),
    )


@require_safe
def club_feed(request: HttpRequest, slug: str) -> HttpResponse:
    club = Club.objects.filter(slug=slug).first()
    if club is None:
        text = f"No club is called “{slug[:60]}” here."
        links = [{"url": reverse("squads:news_feed"), "text": "The feed of all changes"}]
        return problem(request, 404, "No such feed", text, links=links)
    changes = Change.objects.without_undos().newest().filter(club=club)
    page = f"{reverse('squads:news_list')}?club={club.slug}"
    title = f"Twodeep: changes at {club}"
    return fresh(
        request,
        f"{club.pk}:{club.version}",
        lambda: _feed(request, title, page, changes),
    )


@require_safe
def player_feed(request: HttpRequest, slug: str) -> HttpResponse:
    player = Player.objects.filter(slug=slug).first()
    if player is None:
        links = [{"url": reverse("squads:news_feed"), "text": "The feed of all changes"}]
        text = f"Nobody is called “{slug[:60]}” here."
        return problem(request, 404, "No such feed", text, links=links)
    changes = Change.objects.without_undos().newest().filter(player=player)
    key = site_key()
    title = f"Twodeep: {player.known_as}"
    return fresh(
        request,
        f"{key.watch}:{key.newest}",
        lambda: _feed(request, title, player.get_absolute_url(), changes),
    )


@require_safe
def thin_feed(request: HttpRequest) -> HttpResponse:
    """The thin positions of today; one that becomes thinner, or less so, is a new entry.

    An entry is named after its state and the day that began, and bears that date for ever.
    """
    key = site_key()
    today = site_day(key.pinned_on).today
    return fresh(request, f"{key.watch}:{today}", lambda: _thin_feed(request, today))


def _thin_feed(request: HttpRequest, today: dt.date) -> HttpResponse:
    page = reverse("squads:thin_list")
    feed = _new_feed(request, "Twodeep: thin positions", page)
    clubs = list(Club.objects.charted())
    for item in dated_thin(clubs, today):
        place = f"{item['club_url']}#pitch-{item['position']}"
        state = f"{item['level']}-{item['cover']}-of-{item['target']}"
        at = midnight(item["since"])
        feed.add_item(
            title=printable(f"{item['club']}: {item['name'].lower()} {item['level_text']}"),
            link=request.build_absolute_uri(place),
            description=escape(printable(item["why"])),
            unique_id=_tag(request, f"{place}-{state}-{item['since']}"),
            pubdate=at,
            updateddate=at,
            author_name="Twodeep",
            categories=[item["level"]],
        )
    return _written(feed)


def midnight(day: dt.date) -> dt.datetime:
    return make_aware(dt.datetime.combine(day, dt.time()))


def fresh(request: HttpRequest, version: str, render: Callable[[], HttpResponse]) -> HttpResponse:
    """Answer 304 to who holds this version already; links in it name the host that was asked."""
    parts = (version, request.build_absolute_uri(), release())
    etag = f'"{hashlib.blake2b(repr(parts).encode(), digest_size=12).hexdigest()}"'
    response = HttpResponse(status=304) if holds(request, etag) else render()
    response["ETag"] = etag
    patch_cache_control(response, no_cache=True)
    return response


def _feed(request: HttpRequest, title: str, page: str, changes: ChangeQuerySet) -> HttpResponse:
    """Return the newest changes as a feed, what was touched last on top."""
    feed = _new_feed(request, title, page)
    newest = list(changes[:NEWEST])
    for change in sorted(newest, key=lambda one: one.undone_at or one.at, reverse=True):
        _add(feed, request, change)
    return _written(feed)


def _new_feed(request: HttpRequest, title: str, page: str) -> Atom1Feed:
    return Atom1Feed(
        title=printable(title),
        link=request.build_absolute_uri(page),
        description="Who is out, back, doubtful, rated or ranked anew, and who says so.",
        feed_url=request.build_absolute_uri(request.path),
        feed_guid=_tag(request, request.path),
        language="en-gb",
        author_name="Twodeep",
    )


def _written(feed: Atom1Feed) -> HttpResponse:
    response = HttpResponse(content_type=feed.content_type)
    feed.write(response, "utf-8")
    return response


def _add(feed: Atom1Feed, request: HttpRequest, change: Change) -> None:
    path = reverse("squads:news_detail", args=[change.pk])
    undone = "Undone: " if change.undone_at else ""
    item = change.news
    author = item.outlet.name if item else who(change)
    feed.add_item(
        title=printable(f"{undone}{sentence(change)}"),
        link=request.build_absolute_uri(path),
        # Readers take a summary for HTML, which nothing that people have typed may become.
        description=escape(printable(_summary(change))),
        unique_id=_tag(request, path),
        pubdate=localtime(change.at),
        updateddate=localtime(change.undone_at or change.at),
        author_name=printable(author),
        categories=[change.get_kind_display()],
    )


def _summary(change: Change) -> str:
    """Return the line with everything that a title leaves out."""
    item = change.news
    parts = [f"{change.club}: {told(change)}", was(change), who(change)]
    if item:
        parts.append(f"{item.outlet}: {item.headline} {item.address}")
    return " · ".join(filter(None, parts))


def _tag(request: HttpRequest, path: str) -> str:
    """Return the lasting name of what is at a path (RFC 4151)."""
    host = request.get_host().partition(":")[0]
    return f"tag:{host},{FIRST_YEAR}:{path}"


def printable(text: str) -> str:
    """Return text without what XML cannot hold."""
    return UNPRINTABLE.sub("", text)
