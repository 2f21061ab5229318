"""Every component in every state, from the templates that pages use; only where DEBUG is set.

The club is made up, and its chart is not: the engine works it out of the men below.
"""

import datetime as dt
import re
from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from squads.day import SiteDay
from squads.depth import (
    Aptitude,
    ContractKind,
    DepthChart,
    Formation,
    Level,
    Member,
    Position,
    Slot,
    Spell,
    SpellKind,
    Squad,
    Standing,
    Stay,
    depth_chart,
)
from squads.forms.base import DayField
from squads.pages.board import Urls, board
from squads.pages.picking import legend
from squads.templatetags.signs import drawing

TODAY = dt.date(2025, 9, 30)
LIGHT, DARK = "light", "dark"
SHAPE = (
    ("GK", 50, 4),
    ("RB", 86, 26),
    ("CB", 62, 20),
    ("CB", 38, 20),
    ("LB", 14, 26),
    ("DM", 62, 42),
    ("DM", 38, 42),
    ("RW", 86, 68),
    ("AM", 50, 64),
    ("LW", 14, 68),
    ("ST", 50, 86),
)
F, R, B, P = Standing.FIRST_CHOICE, Standing.ROTATION, Standing.BACKUP, Standing.PROSPECT


def days(distance: int) -> dt.date:
    return TODAY + dt.timedelta(days=distance)


def spell(kind: SpellKind, began: int = -10, until: int | None = None, **more: Any) -> Spell:
    """A spell by how many days from today it began and is expected to end."""
    return Spell(kind, days(began), expected_until=(until and days(until)) or None, **more)


# Name, position, standing and spell of men in every state; what they fill is for the engine.
MEN: tuple[tuple[str, str, Standing, Spell | None], ...] = (
    ("Ada Keeper", "GK", F, None),
    ("Sam Right-Back", "RB", F, None),
    ("Kim Deputy", "RB", B, None),
    ("Jo Captain", "CB", F, None),
    ("Max Steady", "CB", F, None),
    ("Ola Cover", "CB", B, None),
    ("Bo Broken", "CB", R, spell(SpellKind.INJURY, reason="ACL tear", body_part="knee")),
    ("Lee Left-Back", "LB", F, spell(SpellKind.SUSPENSION, -1, 14, reason="Red card")),
    ("Ira Anchor", "DM", F, None),
    ("Uli Anchor", "DM", F, None),
    ("Eli Anchor", "DM", R, None),
    ("Ari Anchor", "DM", B, None),
    ("Noa Anchor", "DM", B, None),
    ("Guy Boy", "DM", P, None),
    ("Val Winger", "RW", F, spell(SpellKind.INJURY, -4, chance=75, reason="Knock")),
    ("Ray Winger", "RW", B, spell(SpellKind.INJURY, -30, -2, reason="Thigh strain")),
    ("Pip Playmaker-Longname", "AM", F, None),
    ("Tom Traveller", "AM", R, spell(SpellKind.INTERNATIONAL, -3, 9, reason="Africa Cup")),
    ("Wim Winger", "LW", F, None),
    ("Zed Winger", "LW", R, spell(SpellKind.INELIGIBLE, -20, reason="Not registered")),
    ("Roy Striker", "ST", F, None),
    ("Lou Striker", "ST", B, spell(SpellKind.INJURY, -20, 18, reason="Calf injury")),
    ("Dan Lent", "ST", B, None),
    ("Old Spare", "CM", Standing.FRINGE, None),
    ("New Signing", "", B, None),
)


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    chart = made_up_chart()
    form = SampleForm({"reason": "", "on": "yesterday", "kind": "knock"})
    form.is_valid()
    context = {
        "site_day": SiteDay(TODAY, pinned=True),
        "formation": chart.formation.name,
        "board": board(chart, TODAY, Urls(request.path + "#{}")),
        "legend": legend(chart, ("doubtful",), lambda kinds: request.path),
        "levels": [level.value for level in Level],
        "stages": [
            "rumour",
            "interest",
            "bid",
            "agreed",
            "medical",
            "done",
            "collapsed",
            "rejected",
        ],
        "tiers": [
            {"tier": n, "outlet": f"Outlet {n}", "tier_text": "how far"} for n in (1, 2, 3, 4)
        ],
        "club": SimpleNamespace(name="Anywhere FC", colour="#1f4e8c", second_colour="#f0b95a"),
        "said": [_said(level) for level in ("success", "info", "warning", "error")],
        "form": form,
        "tokens": tokens(),
        "icons": icon_names(),
        "themes": (LIGHT, DARK),
        "days": [days(n) for n in (-400, -30, -1, 0, 1, 12, 93, 640)],
    }
    return render(request, "squads/styleguide.html", context)


class SampleForm(forms.Form):
    """A form as editors see it, with everything that can be wrong in it."""

    reason = forms.CharField(label="Reason", help_text="As a paper would print it.")
    on = DayField(label="Since")
    kind = forms.ChoiceField(label="Kind", choices=[("knock", "Knock"), ("illness", "Illness")])
    wide = ()


def made_up_chart() -> DepthChart:
    """Return a chart that holds every level and every availability."""
    slots = tuple(Slot(n, Position(p), x, y) for n, (p, x, y) in enumerate(SHAPE, 1))
    men = tuple(_member(number, *man) for number, man in enumerate(MEN, 1))
    return depth_chart(Squad("Anywhere FC", Formation("4-2-3-1", slots), men), TODAY)


def _member(
    number: int, name: str, position: str, standing: Standing, away: Spell | None
) -> Member:
    ends = dt.date(2026 if number % 5 == 0 else 2028, 6, 30)
    lent = Stay(ContractKind.LOAN, days(-60), dt.date(2026, 6, 30), "Elsewhere Town")
    return Member(
        slug=name.lower().replace(" ", "-"),
        name=name,
        number=number,
        stays=(Stay(ContractKind.PERMANENT, days(-500), ends),),
        positions=((Position(position), Aptitude.NATURAL),) if position else (),
        standing=standing,
        born_on=dt.date(1990 + number % 17, 4, 1),
        loans_out=(lent,) if name == "Dan Lent" else (),
        spells=(away,) if away else (),
    )


def _said(level: str) -> SimpleNamespace:
    """Return a message as Django hands it to templates."""
    text = {
        "success": "Ada Keeper is back. It counts from today.",
        "info": "Nothing was changed: it was so already.",
        "warning": "Saved. It is a long way off: is the year right?",
        "error": "Somebody was faster. Nothing of yours has been saved.",
    }
    return SimpleNamespace(message=text[level], level_tag=level, extra_tags="")


def tokens() -> dict[str, list[tuple[str, str]]]:
    """Return names and values of the tokens, by what they are for."""
    sheet = (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text("utf-8")
    found: dict[str, list[tuple[str, str]]] = {
        "colours": [],
        "space": [],
        "type": [],
        "others": [],
    }
    for name, value in re.findall(r"^\s+--([\w-]+): (.+);$", sheet, re.MULTILINE):
        kind = "colours" if value.startswith("light-dark") else "others"
        for begins, named in (("space-", "space"), ("text-", "type")):
            kind = named if name.startswith(begins) else kind
        found[kind].append((name, value))
    return found


def icon_names() -> list[str]:
    """Return the names of the set, each of which can be drawn."""
    names = sorted(p.stem for p in (settings.BASE_DIR / "static/vendor/lucide").glob("*.svg"))
    return [name for name in names if drawing(name)]
