"""Signs that many pages print: icons, days and the way back."""

import datetime as dt
import re
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from squads import wording
from squads.day import SiteDay, squads_from
from squads.pages.tables import asked_in

register = template.Library()

DRAWING = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
HIDDEN = SafeString('aria-hidden="true"')


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Return an icon of the set in static/vendor/lucide, drawn within the page.

    It says nothing to who listens unless it has a label. Raises FileNotFoundError for a name
    that the set here does not hold.
    """
    told = format_html('role="img" aria-label="{}"', label) if label else HIDDEN
    return format_html('<svg class="icon" viewBox="0 0 24 24" {}>{}</svg>', told, drawing(name))


@cache
def drawing(name: str) -> SafeString:
    """Return what is inside an icon's file: ours, not anybody's text."""
    path = settings.BASE_DIR / "static" / "vendor" / "lucide" / f"{name}.svg"
    found = DRAWING.search(path.read_text("utf-8"))
    if found is None:
        raise ValueError(f"{path} holds no drawing")
    return SafeString(" ".join(found[1].split()))


@register.simple_tag(takes_context=True)
def day(context: Context, on: dt.date | None, words: str = "") -> str:
    """Return a day as a paper prints it; whole, and how far from the site's day, on hover.

    words: what is printed instead, where a sentence says the day in its own way.
    """
    if on is None:
        return ""
    on = on.date() if isinstance(on, dt.datetime) else on
    today = context["site_day"].today
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        on.isoformat(),
        f"{wording.whole_day(on)}, {wording.distance(on, today)}",
        words or wording.day_text(on, today),
    )


@register.inclusion_tag("_record_note.html", takes_context=True)
def record_note(context: Context, *days: dt.date) -> dict[str, Any]:
    """Say of past days that squads are not known whole; one query where a day is past."""
    site: SiteDay = context["site_day"]
    first = squads_from() if min(days) < site.today else None
    return {"first": first if first and min(days) < first else None}


@register.filter
def taken_as(here: str, form: str) -> str:
    """Return the address of a list as a file, all pages of it, with what it is narrowed by."""
    return f"{here.partition('?')[0]}?{urlencode(asked_in(here) | {'format': form})}"


@register.simple_tag(takes_context=True)
def current(context: Context, section: str, page: str) -> str:
    """Mark the navigation's entry of a section as this very page, or as where it belongs.

    page: the name of the entry's address. {% current "thin" "squads:thin_list" %} stands after it.
    """
    if context.get("section") != section:
        return ""
    request = context.get("request")
    is_page = request is not None and request.path == reverse(page)
    return format_html(' aria-current="{}"', "page" if is_page else "true")


@register.inclusion_tag("_crumbs.html")
def crumbs(*steps: str) -> dict[str, Any]:
    """Draw the way back: a label and an address or its name in turn, and last where one is.

    {% crumbs "Clubs" "squads:club_list" club.name club.get_absolute_url "Timeline" %}
    Raises ValueError where the last one leads on.
    """
    if len(steps) % 2 == 0:
        raise ValueError(f"the way back ends with a label alone, not with {steps[-1]!r}")
    pairs = zip(steps[:-1:2], steps[1::2], strict=True)
    back = [{"label": label, "url": _address(where)} for label, where in pairs]
    return {"back": back, "here": steps[-1]}


@register.simple_block_tag
def titled(content: str) -> SafeString:
    """Print a page's title for the browser and for who is shown a link to the page."""
    return _twice("<title>{}</title>", "og:title", content)


@register.simple_block_tag
def described(content: str) -> SafeString:
    """Print a page's description for who finds the page and for who is shown a link to it."""
    return _twice('<meta name="description" content="{}">', "og:description", content)


def _twice(tag: str, name: str, content: str) -> SafeString:
    text = SafeString(" ".join(content.split()))  # a template printed it, and escaped it
    return format_html(f'{tag}<meta property="{name}" content="{{}}">', text, text)


def _address(where: str) -> str:
    return where if where.startswith("/") else reverse(where)
