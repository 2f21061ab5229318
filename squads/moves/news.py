"""News items that changes name as their source: found by their address, or made of it."""

import datetime as dt
import re
from urllib.parse import unquote, urlsplit, urlunsplit

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils import timezone

from squads.extensions import extensions
from squads.models import Change, Club, NewsItem, Outlet
from squads.models.clubs import ClubQuerySet
from squads.models.news import host_of

FEWEST_WORDS = 2  # fewer are a section of the site ("football"), not a headline
WHOLE = 200  # letters a headline may have
AN_ID = re.compile(r"\d{5,}|(?=.*\d)(?=.*[a-z])[0-9a-z]{8,}", re.IGNORECASE)


def news_item(
    address: str,
    headline: str = "",
    published_at: dt.datetime | dt.date | None = None,
    by: User | None = None,
) -> NewsItem:
    """Return the item at an address as it is on record, or a new one that is not saved yet.

    The move that it is given to saves it together with the change. Without a headline it gets
    one of the address's words, else the outlet's name. A day is taken for its first moment.
    One on record takes a headline in place of such a made one, and a day where it has none.
    """
    typed, address = address, plain(address)
    known = NewsItem.objects.with_outlet().filter(address__in=[typed, address]).first()
    if known:
        return _fill(known, headline[:WHOLE], _moment(published_at))
    outlet = outlet_of(address)
    return NewsItem(
        address=address,
        headline=(headline or words_of(address) or outlet.name)[:WHOLE],
        outlet=outlet,
        published_at=_moment(published_at),
        entered_by=by,
    )


def plain(address: str) -> str:
    """Return an address as it is stored: scheme and host in lower case, no mere part of a page.

    Some sites name their pages behind the "#": "#/news/5", "#!news".
    """
    parts = urlsplit(address.strip())
    scheme, host = parts.scheme.lower(), parts.netloc.lower()
    page = parts.fragment if parts.fragment.startswith(("/", "!")) else ""
    return urlunsplit((scheme, host, parts.path or "/", parts.query, page))


def outlet_of(address: str) -> Outlet:
    """Return who publishes at an address; one nobody has rated, not saved yet, if unknown."""
    host = host_of(address)
    found = Outlet.objects.at(address) or Outlet.objects.filter(name=host[:80]).first()
    return found or Outlet(name=host[:80], host=host if len(host) <= 100 else "")


def words_of(address: str) -> str:
    """Return what the last telling part of an address says: "Leoni ruled out for season"."""
    for part in reversed(urlsplit(address).path.split("/")):
        stem = re.sub(r"\.\w{1,5}$", "", unquote(part))
        found = [word for word in re.split(r"[\W_]+", stem) if word and not AN_ID.fullmatch(word)]
        if len(found) >= FEWEST_WORDS and any(word.isalpha() for word in found):
            text = " ".join(found)[:WHOLE]
            return text[:1].upper() + text[1:]
    return ""


def keep(item: NewsItem, by: User | None) -> NewsItem:
    """Save an item that is new, with its outlet; what somebody has saved meanwhile stands."""
    if item.pk:
        return _keep_filled(item)
    outlet = item.outlet
    if outlet.pk is None:
        named = {"name": outlet.name, "tier": outlet.tier}
        key = {"host": outlet.host} if outlet.host else {"name": outlet.name}
        outlet, _ = Outlet.objects.get_or_create(**key, defaults=named)
    values = {
        "headline": item.headline,
        "outlet": outlet,
        "published_at": item.published_at,
        "entered_by": item.entered_by or by,
        "note": item.note,
    }
    return NewsItem.objects.get_or_create(address=item.address, defaults=values)[0]


def is_made(item: NewsItem) -> bool:
    """Whether nobody typed its headline: it is of the address's words, or names the outlet."""
    outlet = item.outlet
    return item.headline in {words_of(item.address), outlet.name, outlet.host}


def _fill(item: NewsItem, headline: str, published_at: dt.datetime | None) -> NewsItem:
    """Write what is told of an item where it has nothing as good; nothing is saved."""
    if headline and is_made(item):
        item.headline = headline
    item.published_at = item.published_at or published_at
    return item


def _fills(stored: NewsItem, told: NewsItem) -> bool:
    """Write what is told of an item into the one on record; return whether that changes it."""
    was = (stored.headline, stored.published_at)
    _fill(stored, told.headline, told.published_at)
    return was != (stored.headline, stored.published_at)


def _keep_filled(item: NewsItem) -> NewsItem:
    """Save what was told of an item on record, unless somebody was faster."""
    rows = NewsItem.objects.select_for_update(of=("self",)).with_outlet()
    stored = rows.filter(pk=item.pk).first()
    if stored is None:
        return item
    if _fills(stored, item):
        stored.save(update_fields=["headline", "published_at"])
        clubs_naming(NewsItem.objects.filter(pk=stored.pk)).touch()
    return stored


def clubs_following(item: NewsItem | None) -> list[int]:
    """Return the clubs that `keep` will give new versions, as their pages name what it changes.

    They are to be locked with the move's own, before any row: within it would be too late.
    """
    if item is None or item.pk is None:
        return []
    stored = NewsItem.objects.with_outlet().filter(pk=item.pk).first()
    if stored is None or not _fills(stored, item):
        return []
    return list(clubs_naming(NewsItem.objects.filter(pk=item.pk)).values_list("pk", flat=True))


def clubs_naming(items: QuerySet[NewsItem]) -> ClubQuerySet:
    """Return the clubs whose pages name one of these items: their logs, or what else they show."""
    found = Q(pk__in=Change.objects.filter(news__in=items).values("club"))
    for more in extensions.clubs_of_news:
        found |= more(items)
    return Club.objects.filter(found)


def _moment(given: dt.datetime | dt.date | None) -> dt.datetime | None:
    if given is None or isinstance(given, dt.datetime):
        return given
    return timezone.make_aware(dt.datetime.combine(given, dt.time()))
