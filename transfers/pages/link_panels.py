"""What pages of clubs and players say of links."""

from urllib.parse import urlencode

from django.urls import reverse

from squads.extensions import ClubPage, Panel
from squads.models import Player
from squads.wording import full_day
from transfers.pages.links import of_club, of_player

EDITS = "transfers.change_link"


def club_panel(page: ClubPage) -> Panel | None:
    """Draw a club's links in and out; nothing for a club without any. Three queries."""
    found = of_club(page.club, page.today)
    if not found:
        return None
    as_of = "" if page.on == page.today else full_day(page.today)
    return Panel("transfers/_club_links.html", found | {"as_of": as_of})


def player_panel(player: Player, permissions: frozenset[str]) -> Panel | None:
    """Draw a man's links, and the way to a new one for who may enter it. Four queries."""
    rows = of_player(player)
    edits = EDITS in permissions
    if not rows and not edits:
        return None
    asked = urlencode({"player": player.slug, "next": player.get_absolute_url()})
    add_url = f"{reverse('transfers:link_add')}?{asked}" if edits else ""
    return Panel("transfers/_player_links.html", {"rows": rows, "add_url": add_url})
