"""No page is served from a cache once what it shows has changed, whoever has changed it."""

import datetime as dt
import html
import io
import re
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from squads import moves
from squads.depth import Position
from squads.models import Change, Club, Competition, Contract, DataSet, Formation, Injury, Player
from tests.factories import make_club, make_elsewhere, make_formation, make_loan
from tests.squads.admin_pages import act, change, fields_of, page
from tests.squads.liverpool import make_liverpool
from tests.squads.seed_folder import make_seed_folder, rewrite

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CHART = "/clubs/liverpool/"
THIN = "/thin/"
IN_ANOTHER_SHAPE = CHART + "?formation=3-5-2"
TAG = re.compile(r"<(script|style)\b.*?</\1>|<span [^>]*hidden>.*?</span>|<[^>]*>", re.DOTALL)


def said(response) -> str:
    """What a reader reads of a page, less the log, which would tell of any change in words."""
    words = " ".join(html.unescape(TAG.sub(" ", response.text)).split())
    return words.partition(" Latest ")[0]


def news(reader, url, text, make_change) -> tuple[bool, bool]:
    """Return whether the text was there before and is there after a change.

    The page is asked for as a browser does that holds it: a 304 shows it as it was.
    """
    before = reader.get(url)
    make_change()
    held = {"If-None-Match": before["ETag"]} if "ETag" in before else {}
    after = reader.get(url, headers=held)
    return text in said(before), text in said(before if after.status_code == 304 else after)


def man(name) -> Player:
    return Player.objects.get(known_as=name)


def acl_tear() -> Injury:
    return Injury.objects.get(diagnosis="ACL tear")


@pytest.fixture
def world(db):
    """Liverpool with a man lent to Roma and a right-back just reported as injured."""
    club = make_liverpool()
    make_formation("3-5-2")
    rhys = man("Rhys Williams")
    make_loan(player=rhys, parent=rhys.contracts.get(), club=make_elsewhere("Roma"))
    report(man("Conor Bradley"), "Ankle injury")
    return club


def report(player, diagnosis, **fields):
    began_on = dt.date(2025, 9, 24)
    fields = {"diagnosis": diagnosis, "began_on": began_on} | fields
    return moves.report_injury(player, by=None, **fields)


# In the admin


def rename_borrower(admin):
    change(admin, Club.objects.get(slug="roma"), name="Romulus", short_name="Romulus")


def rename_player(admin):
    change(admin, man("Joe Gomez"), known_as="Joseph G.")


def change_formation(admin):
    club = Club.objects.get(slug="liverpool")
    change(admin, club, formation=Formation.objects.get(name="3-5-2").pk)


def edit_slot(admin):
    change(admin, Formation.objects.get(name="4-2-3-1"), **{"slots-7-position": "RM"})


def edit_slot_of_another_shape(admin):
    change(admin, Formation.objects.get(name="3-5-2"), **{"slots-5-position": "AM"})


def rename_competition(admin):
    change(admin, Competition.objects.get(), name="First Division")


def edit_injury(admin):
    change(admin, acl_tear(), diagnosis="Broken foot")


def delete_injury(admin):
    admin.post(page("injury_delete", acl_tear().pk), {"post": "yes"})


def bulk_delete_injuries(admin):
    data = {"action": "delete_selected", "_selected_action": [acl_tear().pk], "post": "yes"}
    admin.post(page("injury_changelist"), data)


def act_on_injuries(admin):
    act(admin, "injury", "extend_by_two_weeks", acl_tear())


def import_injuries(admin):
    table = b"player,kind,diagnosis,began_on\ngiovanni-leoni,injury,Broken foot,2025-09-24\n"
    form = {"import_file": SimpleUploadedFile("t.csv", table), "format": "0", "resource": "0"}
    preview = admin.post(page("injury_import"), form)
    admin.post(page("injury_process_import"), fields_of(preview.text))


# On the site


def report_injury(admin):
    report(man("Ibrahima Konaté"), "Knee injury")


def report_absence(admin):
    fields = {"kind": "suspension", "began_on": dt.date(2025, 9, 30)}
    moves.report_absence(man("Ibrahima Konaté"), by=None, **fields)


def change_return(admin):
    day = dt.date(2026, 2, 3)
    moves.change_return(acl_tear(), by=None, expected_from=None, expected_until=day)


def mark_doubtful(admin):
    moves.mark_doubtful(acl_tear(), by=None, chance=25)


def mark_back(admin):
    moves.mark_back(acl_tear(), by=None, on=dt.date(2025, 9, 30))


def set_standing(admin):
    contract = man("Joe Gomez").contracts.get()
    moves.set_standing(contract, by=None, standing="fringe")


def move_in_ranking(admin):
    club, player = Club.objects.get(slug="liverpool"), man("Ibrahima Konaté")
    moves.move_in_ranking(club, Position.CB, player, by=None, place=3)


def undo(admin):
    moves.undo(Change.objects.latest("pk"), by=None)


# What has changed; what a reader must then find on the chart; in which list, and what there.
CHANGES = [
    (rename_player, "Joseph G. is the only cover", THIN, "Joseph G. is the only cover"),
    (change_formation, "Centre-back ×3", "/", "Liverpool 3-5-2"),
    (edit_slot, "Right mid 2 of 2", "/", "RM AM LW"),
    (rename_competition, "First Division", "/", "First Division"),
    (edit_injury, "broken foot", THIN, "broken foot"),
    (delete_injury, "Centre-back ×2 4 of 4", THIN, "1 position not two deep"),
    (bulk_delete_injuries, "Centre-back ×2 4 of 4", THIN, "1 position not two deep"),
    (act_on_injuries, "15 Sep 2026", THIN, "15 Sep 2026"),
    (import_injuries, "broken foot", THIN, "broken foot"),
    (report_injury, "knee injury", THIN, "knee injury"),
    (report_absence, "suspended", THIN, "suspended"),
    (change_return, "back 3 Feb", THIN, "back 3 Feb"),
    (mark_doubtful, "1 doubtful", THIN, "ACL tear, 25 %"),
    (mark_back, "Centre-back ×2 4 of 4", THIN, "1 position not two deep"),
    (set_standing, "Centre-back ×2 2 of 4", "/", "centre-back 2 of 4"),
    (move_in_ranking, "Ibrahima Konaté is the only", "/", "Ibrahima Konaté is the only"),
    (undo, "Right-back 2 of 2", THIN, "1 position not two deep"),
]
ON_CHARTS = [(rename_borrower, "Romulus"), *[(made, text) for made, text, _, _ in CHANGES]]
IN_LISTS = [(made, url, text) for made, _, url, text in CHANGES]


def names(rows):
    return [made.__name__ for made, *_ in rows]


@pytest.mark.parametrize(("made", "text"), ON_CHARTS, ids=names(ON_CHARTS))
def test_a_chart_shows_every_change(reader, admin_client, world, made, text):
    assert news(reader, CHART, text, lambda: made(admin_client)) == (False, True)


@pytest.mark.parametrize(("made", "text"), ON_CHARTS, ids=names(ON_CHARTS))
def test_every_change_makes_a_new_validator(reader, admin_client, world, made, text):
    before = reader.get(CHART)["ETag"]
    made(admin_client)
    assert reader.get(CHART)["ETag"] != before


@pytest.mark.parametrize(("made", "url", "text"), IN_LISTS, ids=names(IN_LISTS))
def test_a_list_of_clubs_shows_every_change(reader, admin_client, world, made, url, text):
    assert news(reader, url, text, lambda: made(admin_client)) == (False, True)


@pytest.mark.parametrize(
    ("made", "text"),
    [(edit_slot_of_another_shape, "Attacking mid"), (edit_injury, "broken foot")],
    ids=["edit_slot", "edit_injury"],
)
def test_a_chart_in_another_formation_shows_every_change(reader, admin_client, world, made, text):
    shown = news(reader, IN_ANOTHER_SHAPE, text, lambda: made(admin_client))
    assert shown == (False, True)


def test_a_chart_asked_for_through_htmx_shows_a_change(htmx, admin_client, world):
    shown = news(htmx, CHART, "broken foot", lambda: edit_injury(admin_client))
    assert shown == (False, True)


@pytest.mark.parametrize(
    ("url", "text"),
    [(CHART, "Right wing 1 of 2"), ("/clubs/blues/", "Mohamed Salah")],
    ids=["left", "joined"],
)
def test_a_contract_that_moves_shows_at_both_clubs(reader, admin_client, world, url, text):
    blues, contract = make_club("Blues"), Contract.objects.get(player__slug="mohamed-salah")
    shown = news(reader, url, text, lambda: change(admin_client, contract, club=blues.pk))
    assert shown == (False, True)


def pin_in_admin(admin, day):
    change(admin, DataSet.objects.get(), pinned_on=day or "")


def pin_elsewhere(admin, day):
    """As the clock does at midnight: no club is told."""
    DataSet.objects.update(pinned_on=day)


@pytest.mark.parametrize("pin", [pin_in_admin, pin_elsewhere])
@pytest.mark.parametrize(
    ("url", "text"),
    [(CHART, "Shown as of 20 September 2025"), ("/", "Every position is two deep")],
)
def test_a_pinned_day_that_moves_shows(reader, admin_client, world, settings, url, text, pin):
    settings.CURRENT_DAY = None
    DataSet.objects.create(pinned_on=dt.date(2025, 9, 30))
    shown = news(reader, url, text, lambda: pin(admin_client, "2025-09-20"))
    assert shown == (False, True)


def test_the_list_of_clubs_shows_who_is_thin_on_a_pinned_day_that_moves(reader, world, settings):
    settings.CURRENT_DAY = None
    DataSet.objects.create(pinned_on=dt.date(2025, 9, 30))
    shown = news(reader, "/", "No position is thin.", lambda: pin_elsewhere(None, "2025-09-20"))
    assert shown == (False, True)


@pytest.mark.parametrize("pin", [pin_in_admin, pin_elsewhere])
def test_the_real_day_shows_once_nothing_pins_it(reader, admin_client, world, settings, pin):
    settings.CURRENT_DAY = None
    DataSet.objects.create(pinned_on=timezone.localdate())
    before = said(reader.get(CHART))
    pin(admin_client, None)
    after = said(reader.get(CHART))
    assert ("Shown as of" in before, "Shown as of" in after) == (True, False)


# From the seed files

ALPHA = "clubs/alpha/"
SEEDS = [
    ("clubs.csv", "Alpha United", "Alpha Rovers", "Alpha Rovers"),
    ("clubs.csv", "Al Pha", "Ann Pha", "Ann Pha"),
    ("competitions.csv", "Premier League,", "First Division,", "First Division"),
    ("formations.csv", "4-2-3-1,8,RW", "4-2-3-1,8,RM", "Right midfield"),
    (ALPHA + "players.csv", "Ada Konaté,Ada", "Ada Konaté,Adah", "Adah"),
    (ALPHA + "players.csv", ",CB,RB,DM,", ",ST,RB,DM,", "Striker 0 of 2 · short 5 Ada"),
    (ALPHA + "contracts.csv", ",5,first_choice", ",5,fringe", "fringe"),
    (ALPHA + "spells.csv", "hamstring injury", "broken foot", "broken foot"),
    (ALPHA + "spells.csv", "2025-10-20", "2025-12-24", "back 24 Dec"),
    (ALPHA + "elsewhere.csv", "AS Roma", "Romulus", "Romulus"),
]


def rewritten(folder, *change):
    """Load a folder, change it, and return what loads it again."""
    load = partial(call_command, "load_seeds", folder=folder, stdout=io.StringIO())
    make_seed_folder(folder)
    load()
    rewrite(folder, *change)
    return load


@pytest.mark.parametrize(
    ("file", "old", "new", "text"), SEEDS, ids=[f"{file}-{text}" for file, *_, text in SEEDS]
)
def test_a_chart_shows_a_seed_file_that_has_changed(reader, tmp_path, file, old, new, text):
    load = rewritten(tmp_path, file, old, new)
    assert news(reader, "/clubs/alpha/", text, load) == (False, True)


def test_a_chart_without_figures_shows_a_seeded_competition_s_new_name(reader, tmp_path):
    load = rewritten(tmp_path, "competitions.csv", "Premier League,", "First Division,")
    assert news(reader, "/clubs/beta/", "First Division", load) == (False, True)
