"""The club page's panel of its scenarios, for those who may plan."""

from squads.extensions import ClubPage, Panel
from transfers.models import Scenario

MOST_SHOWN = 5


def club_panel(page: ClubPage) -> Panel | None:
    """Return the newest scenarios of the club; readers and editors see nothing. One query."""
    if "transfers.change_scenario" not in page.permissions:
        return None
    scenarios = Scenario.objects.filter(club=page.club)[:MOST_SHOWN]
    context = {"club": page.club, "scenarios": list(scenarios)}
    return Panel("transfers/_scenarios_panel.html", context)
