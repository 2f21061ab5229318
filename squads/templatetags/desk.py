"""What the admin's start page prints, and the way from the site's pages to the admin."""

from typing import Any

from django import template
from django.contrib import admin
from django.template.context import Context
from django.urls import NoReverseMatch, reverse

from squads.extensions import Worklist, extensions

register = template.Library()

# What an editor opens every day comes first.
SECTIONS = ("News", "Squads", "Planning", "Record")
OTHERS = "Accounts"  # what the libraries bring: accounts, groups, who failed to sign in


@register.simple_tag(takes_context=True)
def worklists(context: Context) -> list[Worklist]:
    """Return what needs this person today, without what is empty."""
    user, today = context["request"].user, context["site_day"].today
    found = (work.find(today) for work in extensions.worklists if user.has_perm(work.permission))
    return [worklist for worklist in found if worklist.count]


@register.simple_tag
def desk_sections(app_list: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the admin's list of apps in the order of an editor's day.

    A page's `desk` names its section and its place there; what has none comes at the end.
    """
    sections: dict[str, list[tuple[int, dict[str, Any]]]] = {name: [] for name in SECTIONS}
    for app in app_list:
        for model in app["models"]:
            page = admin.site.get_model_admin(model["model"])
            section, place = getattr(page, "desk", (OTHERS, 9))
            sections.setdefault(section, []).append((place, model))
    return [
        {"name": name, "models": [model for _, model in sorted(rows, key=lambda row: row[0])]}
        for name, rows in sections.items()
        if rows
    ]


@register.inclusion_tag("_admin_link.html", takes_context=True)
def admin_link(context: Context, row: Any, label: str = "Edit in admin") -> dict[str, str]:
    """Draw the way to a row's page in the admin for those who may change it there; else nothing.

    {% admin_link player %} costs no query where the page has asked for permissions before.
    """
    user = getattr(context.get("request"), "user", None)
    if user is None or not user.is_active or not user.is_staff:
        return {}
    name = f"{row._meta.app_label}_{row._meta.model_name}"
    if not user.has_perm(f"{row._meta.app_label}.change_{row._meta.model_name}"):
        return {}
    try:
        return {"url": reverse(f"admin:{name}_change", args=[row.pk]), "label": label}
    except NoReverseMatch:
        return {}
