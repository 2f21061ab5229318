"""The files of seeds/transfers: loaded with the others, again and again, sparing every edit."""

import datetime as dt
import io
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command

from squads.models import Club, Competition
from squads.seeding.cells import read_table
from tests.running import ROOT
from tests.squads.seed_folder import append, make_seed_folder, rewrite
from transfers.models import Window
from transfers.seeding.windows import WindowRow

pytestmark = pytest.mark.django_db
FILE = "transfers/windows.csv"
HEAD = "competition,name,season,opens,closes,time_zone,confidence,source,note\n"
WINTER = "2026-01-01 00:00,2026-02-02 19:00,Europe/London,good,A paper,"
SUMMER = "2026-06-15 00:00,2026-09-01 19:00,Europe/London,derived,,"


@pytest.fixture
def folder(tmp_path):
    """A small folder with two windows, loaded once."""
    make_seed_folder(tmp_path)
    (tmp_path / "transfers").mkdir()
    (tmp_path / FILE).write_text(
        f"{HEAD}premier-league,Winter,2025/26,{WINTER}\npremier-league,Summer,2026/27,{SUMMER}\n"
    )
    reload(tmp_path)
    return tmp_path


def reload(folder):
    call_command("load_seeds", folder=folder, stdout=io.StringIO())


def versions():
    return dict(Club.objects.values_list("slug", "version"))


def rows():
    return list(Window.objects.order_by("opens_at").values())


def test_moments_are_read_by_the_clocks_of_their_country(folder):
    winter = Window.objects.get(name="Winter")
    assert winter.closes_at == dt.datetime(2026, 2, 2, 19, tzinfo=ZoneInfo("Europe/London"))
    assert Window.objects.get(name="Summer").closes_at.astimezone(dt.UTC).hour == 18


def test_loading_again_changes_nothing(folder):
    before = rows(), versions(), Window.history.count()
    reload(folder)
    assert (rows(), versions(), Window.history.count()) == before


def test_a_corrected_line_gives_the_clubs_of_its_league_a_new_version(folder):
    other = Club.objects.create(
        name="Elsewhere", slug="elsewhere",
        competition=Competition.objects.create(name="Serie A", slug="serie-a", kind="league"),
    )  # fmt: skip
    before = versions()
    rewrite(folder, FILE, "2026-02-02 19:00", "2026-02-02 23:00")
    reload(folder)
    assert Window.objects.get(name="Winter").closes_at.hour == 23
    changed = {slug for slug, version in versions().items() if version != before[slug]}
    assert changed == {"alpha", "beta"} and other.slug not in changed


def test_a_row_that_was_edited_is_kept(folder):
    winter = Window.objects.get(name="Winter")
    winter.note = "Mine"
    winter.save()
    rewrite(folder, FILE, "A paper", "Another paper")
    reload(folder)
    winter.refresh_from_db()
    assert (winter.note, winter.source) == ("Mine", "A paper")


def test_a_row_that_was_deleted_stays_away(folder):
    Window.objects.get(name="Winter").delete()
    reload(folder)
    assert [row["name"] for row in rows()] == ["Summer"]


def test_a_line_that_is_gone_takes_its_row_along(folder):
    rewrite(folder, FILE, f"premier-league,Winter,2025/26,{WINTER}\n", "")
    reload(folder)
    assert [row["name"] for row in rows()] == ["Summer"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("2026-02-02 19:00", "soon", ("closes", "no day and hour")),
        ("2026-02-02 19:00", "2025-02-02 19:00", ("closes", "not after it opens")),
        ("Europe/London,good", "Europe/Camelot,good", ("time_zone", "no time zone")),
        ("premier-league,Winter", "league-of-nowhere,Winter", ("competition", "has no")),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_loaded(folder, old, new, told):
    before = rows()
    rewrite(folder, FILE, old, new)
    rewrite(folder, "clubs.csv", "Alpha United,Alpha,", "Alpha Renamed,Alpha,")
    with pytest.raises(CommandError) as refused:
        reload(folder)
    (problem,) = str(refused.value).splitlines()[-1:]
    assert all(text in problem for text in (FILE, "2", *told))
    assert rows() == before and Club.objects.get(slug="alpha").name == "Alpha United"


def test_a_line_that_comes_twice_is_refused(folder):
    append(folder, FILE, f"premier-league,Winter,2025/26,{WINTER}")
    with pytest.raises(CommandError, match=r"windows.csv:4 .* the same as in"):
        reload(folder)


def test_a_folder_without_any_is_loaded_as_before(tmp_path):
    reload(make_seed_folder(tmp_path))
    assert (Club.objects.count(), Window.objects.count()) == (3, 0)


def test_january_2026_closes_on_a_monday_evening_in_england():
    problems = []
    found = read_table(ROOT / "seeds", FILE, WindowRow, problems).rows
    (winter,) = [row for row in found if row.key == "premier-league Winter 2025/26"]
    assert (problems, f"{winter.closes:%A %d %B %Y %H:%M}", winter.time_zone) == (
        [], "Monday 02 February 2026 19:00", "Europe/London",
    )  # fmt: skip
    assert winter.opens.date() == dt.date(2026, 1, 1)
