"""Every page of the site, who looks at it, and what he opens on it."""

import json
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests import running


@dataclass(frozen=True)
class Visit:
    """A page as somebody sees it.

    who: an account of the demo, or empty for a reader. address: may name what `make` has made,
    as in "/scenarios/{scenario}/". types: a field and what is typed into it. opens: what is
    pressed, one after another. shows: what is there once all that is done. status: what the
    page answers, or what the last press is refused with.
    """

    who: str
    address: str
    opens: tuple[str, ...] = ()
    shows: str = ""
    types: tuple[str, str] = ("", "")
    status: int = 200

    def __str__(self) -> str:
        what = " ".join((self.address, *self.opens, *self.types)).strip()
        return f"{self.who or 'reader'} {what}"

    @property
    def page(self) -> str:
        """Return the part of the address that makes it another page, with a title of its own."""
        return self.address.partition("?")[0].partition("change/")[0]

    def open(self, page: Page, made: dict[str, object]) -> None:
        """Go there and do what is to be done."""
        asked = page.goto(self.address.format(**made))
        assert self.opens or asked.status == self.status
        if self.types[0]:
            page.fill(*self.types)
        for button in self.opens:
            page.click(button)
        if self.shows:
            expect(page.locator(self.shows).first).to_be_visible()


def seen_by(who: str, *addresses: str) -> list[Visit]:
    return [Visit(who, address) for address in addresses]


READ = seen_by(
    "",
    "/",
    "/clubs/liverpool/",
    "/clubs/liverpool/?view=table",
    "/clubs/liverpool/?on=1990-01-01",
    "/clubs/liverpool/candidates/CB/",
    "/clubs/liverpool/registration/",
    "/clubs/ac-milan/timeline/",
    "/players/joe-gomez/",
    "/players/giovanni-leoni/",
    "/links/",
    "/links/1/",
    "/windows/",
    "/windows/{window}/",
    "/contracts/",
    "/injuries/",
    "/thin/",
    "/compare/?club=liverpool&other=ac-milan",
    "/news/",
    "/news/1/",
    "/search/",
    "/search/?q=konate",
    "/search/?q=nobodyofthisname",
    "/s/{token}/",
    "/login/",
    "/admin/login/",
)
# The same pages once more, with other things on them.
READ_TOO = seen_by(
    "",
    "/clubs/liverpool/?on=2025-09-20",
    "/clubs/liverpool/?on=2025-07-01",
    "/clubs/liverpool/?on=2024-01-01",
    "/clubs/liverpool/timeline/?on=2025-07-01",
    "/clubs/liverpool/?formation=3-5-2",
    "/clubs/ac-milan/",
    "/links/5/",
    "/compare/?club=liverpool&on=2025-09-20&other=liverpool",
    "/contracts/?club=liverpool&on=2026-01-05",
    "/news/?club=liverpool&player=leoni",
)
EDITED = seen_by(
    "editor",
    "/players/joe-gomez/",
    "/players/joe-gomez/edit/",
    "/players/joe-gomez/injuries/add/",
    "/players/joe-gomez/absences/add/",
    "/injuries/{injury}/return/",
    "/injuries/{injury}/back/",
    "/injuries/{injury}/doubt/",
    "/contracts/{contract}/standing/",
    "/contracts/{contract}/change/",
    "/clubs/liverpool/rankings/CB/joe-gomez/",
    "/changes/{change}/undo/",
    "/feeds/",
    "/links/add/",
    "/links/5/edit/",
    "/links/5/stage/",
    "/links/5/complete/",
    "/links/5/undo/",
    "/links/5/news/add/",
    "/links/5/conditions/add/",
    "/links/conditions/{condition}/remove/",
    "/clubs/liverpool/registration/joe-gomez/training/",
)
PLANNED = seen_by(
    "analyst",
    "/clubs/liverpool/",
    "/clubs/liverpool/candidates/CB/",
    "/clubs/liverpool/needs/{window}/CB/",
    "/scenarios/",
    "/scenarios/{scenario}/?view=table",
    "/scenarios/{scenario}/change/in/",
    "/scenarios/{scenario}/delete/",
    "/scenarios/compare/?ids={scenario},{other}",
    "/clubs/liverpool/scenarios/add/",
)
CHART = "/clubs/liverpool/?view=pitch"
TABLE = "/clubs/liverpool/?view=table"
KONATE = "pitch-CB-ibrahima-konate"
LEONI = "table-CB-giovanni-leoni"
OPENED = [
    Visit("editor", CHART, (f"#edit-link-{KONATE}", f"#{KONATE}-injury"), f"#{KONATE}-save"),
    Visit(
        "editor",
        TABLE,
        (f"#edit-link-{LEONI}", f"#{LEONI}-absence", f"#{LEONI}-save"),
        f"#edit-{LEONI} .edit-error",
        status=422,
    ),
    Visit("editor", "/links/5/", ("#edit-link-stage",), "#edit-stage form"),
    Visit("analyst", "/windows/{window}/", ("#window-board .edit-link >> nth=0",), ".need-flag"),
    Visit("", "/", (), "#search-suggestions:not([hidden])", ("#search-input", "kon")),
]
REFUSED = [
    Visit("", "/clubs/liverpool/?on=someday", status=400),
    Visit("", "/clubs/nowhere/", status=404),
    Visit("", "/nothing/at/all/", status=404),
]
VISITS = [*READ, *EDITED, *PLANNED, *OPENED, *REFUSED]

# What has an address of its own and is no page: parts of pages, and what only takes POST.
NO_PAGES = {
    "logout",
    "squads:club_jump",
    "squads:news_new",
    "squads:search_suggestions",
    "squads:report_take",
    "squads:report_keep",
    "squads:report_set_aside",
    "squads:report_reopen",
    "squads:report_tie",
    "squads:report_positions",
    "transfers:scenario_export",
    "transfers:scenario_players",
    "transfers:scenario_move_remove",
    "transfers:scenario_share",
    "transfers:scenario_duplicate",
    "transfers:shortlist_add",
    "transfers:shortlist_move",
    "transfers:shortlist_note",
    "transfers:shortlist_remove",
}

# What the seeds do not hold: a scenario, a shortlist, a flag, and what feeds have left to do.
MAKE = """
import datetime as dt, json
from django.contrib.auth.models import User
from squads import moves
from squads.depth import Position
from squads.models import Change, Club, Contract, Injury, Player
from tests.factories import make_report
from transfers.models import Link, LinkCondition, Window
from transfers.moves.scenarios import add_move, make_scenario, share
from transfers.moves.shortlists import shortlist
today = dt.date(2025, 9, 30)
analyst, editor = (User.objects.get(username=name) for name in ("analyst", "editor"))
club, gomez, leoni, guehi = Club.objects.get(slug="liverpool"), *(
    Player.objects.get(slug=slug) for slug in ("joe-gomez", "giovanni-leoni", "marc-guehi"))
sale = make_scenario(club, "Sell Gomez", by=analyst, today=today,
                     links=Link.objects.filter(player=gomez, stage="rumour"), player=guehi)
other = make_scenario(club, "Keep everybody", by=analyst, today=today)
share(sale, True, version=sale.version)
sale.refresh_from_db()
shortlist(club, Position.CB, guehi, by=analyst)
change = moves.report_injury(Player.objects.get(slug="rhys-williams"), by=editor, kind="injury",
    diagnosis="Knock", body_part="", began_on=today)
change = Change.objects.exclude(undo=None).latest("pk")
made = dict(club=club, team="Liverpool")
make_report(player=leoni, state="disagrees", status="i", news="Hip injury", **made)
make_report(player=gomez, state="unread", status="i", news="Gone fishing", **made)
make_report(player=None, state="ambiguous", why="Two men have this name.", **made)
print(json.dumps({
    "scenario": sale.pk, "other": other.pk, "token": sale.token, "change": change.pk,
    "window": Window.objects.of_club(club).order_by("opens_at").last().pk,
    "injury": Injury.objects.get(player=leoni, returned_on=None).pk,
    "contract": Contract.objects.filter(player=gomez).latest("starts_on").pk,
    "condition": LinkCondition.objects.earliest("pk").pk,
}))
"""


def make(given: dict[str, str]) -> dict[str, object]:
    """Make what the visits name, and return what stands for each name in an address."""
    done = running.manage("shell", "-v", "0", "--no-imports", "-c", MAKE, **given)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.strip().splitlines()[-1])
