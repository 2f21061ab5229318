"""What a club's page says of its needs for the window that is open, or comes next."""

from urllib.parse import urlencode

from django.urls import reverse

from squads import wording
from squads.extensions import ClubPage, Panel
from squads.models import Club
from transfers.models import Window
from transfers.outlooks import Known, fresh, next_horizons
from transfers.pages.needs import Row, Standpoint, flags_of, need_rows
from transfers.pages.talk import add_cases

TEMPLATE = "transfers/_needs_panel.html"
OTHER = "need-other"  # the place where a need is added by hand


def club_panel(page: ClubPage) -> Panel | None:
    """Draw it as the site's day has it, whatever day the chart is of; None without a window."""
    horizons = next_horizons([page.club], page.today)
    known = fresh([page.club], horizons, page.today)
    if page.club.pk not in known:
        return None
    window, here = horizons[page.club.pk].window, known[page.club.pk]
    can_flag = "transfers.change_scenario" in page.permissions
    at = Standpoint(window, page.today, page.here, can_flag)
    needs = need_rows([page.club], known, flags_of(window, [page.club.pk]), at)
    add_cases(page, here, needs)
    context = {
        "window": window,
        "days": _days(here),
        "as_of": "" if page.on == page.today else wording.full_day(page.today),
        "needs": needs,
        "can_flag": can_flag,
        "others": _others(page.club, window, here, needs, page.here) if can_flag else [],
    }
    return Panel(TEMPLATE, context, is_beside=True)


def _days(known: Known) -> str:
    first, last = known.outlook.first_on, known.outlook.last_on
    return f"The worst from {wording.full_day(first)} to {wording.full_day(last)}"


def _others(club: Club, window: Window, known: Known, needs: list[Row], here: str) -> list[Row]:
    """Return the positions of the formation that are none, with the form that adds them."""
    told = {need["position"] for need in needs}
    return [
        {
            "position": position.value,
            "name": wording.position_name(position),
            "url": reverse("transfers:need_flag", args=[club.slug, window.pk, position.value])
            + "?"
            + urlencode({"position": position.value, "next": here, "at": OTHER}),
        }
        for position in known.levels
        if position.value not in told
    ]
