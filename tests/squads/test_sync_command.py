"""manage.py sync_fpl: what it prints, refuses and leaves alone."""

import datetime as dt
import fcntl
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from squads.feeds import figures
from squads.feeds.sync import LOCK_KEY, lock_file
from squads.models import (
    Change,
    Club,
    ClubIdentifier,
    Contract,
    DataSet,
    FeedReport,
    FeedRun,
    Injury,
    Player,
    SeasonFigures,
)
from tests.squads.feed_runs import known_man, out, says
from tests.squads.fpl_answers import event, hurt, listed, raw

pytestmark = pytest.mark.django_db
TABLES = (Change, Club, Contract, DataSet, FeedReport, FeedRun, Injury, Player, SeasonFigures)


@pytest.fixture
def ada():
    return known_man("Ada Lovelace")


def rows():
    return [list(table.objects.order_by("pk").values()) for table in TABLES]


@pytest.fixture
def sync(tmp_path):
    """Write an answer to a file and sync it; return what is printed."""

    def synced(*men, on="2025-10-05", data=None, **options):
        path = tmp_path / "answer.json"
        events = [event(1, f"{on}T10:00:00Z", is_current=True)]
        path.write_bytes(raw(*men, events=events) if data is None else data)
        printed = io.StringIO()
        call_command("sync_fpl", file=path, stdout=printed, **options)
        return printed.getvalue()

    return synced


def test_a_run_says_in_one_line_what_it_did(ada, sync):
    printed = sync(out(ada, "Knee injury - Unknown return date", "2025-10-02"), listed(code=9))
    assert printed.startswith("2025/26: 2 men listed, 2 changes, 1 injury, 1 contract, 1 new men")
    assert printed.count("\n") == 1


def test_the_run_is_on_record(ada, sync):
    sync(out(ada, "Knee injury - Unknown return date", "2025-10-02"))
    found = FeedRun.objects.get()
    assert found.said_at == dt.datetime(2025, 10, 5, 10, tzinfo=dt.UTC)
    assert found.address.endswith("answer.json")
    assert found.counts["changes"] == 1


def test_a_dry_run_prints_a_table_and_writes_nothing(ada, sync):
    before = rows()
    said = out(ada, "Knee injury - Expected back 01 Nov", "2025-10-02")
    printed = sync(said, hurt(code=9), dry_run=True)
    assert rows() == before
    for words in ("Man", "From", "Ada Lovelace", "Liverpool", "out, knee injury, back 1 Nov 2025"):
        assert words in printed
    assert "Nothing was written." in printed


def test_a_dry_run_does_not_keep_the_real_one_from_its_work(ada, sync):
    said = out(ada, "Knee injury - Expected back 01 Nov", "2025-10-02")
    sync(said, dry_run=True)
    sync(said)
    assert Injury.objects.count() == 1


def test_the_same_answer_again_is_nothing_new(ada, sync):
    sync(says(ada))
    assert sync(says(ada)) == "Nothing new: this answer says the same as the last one.\n"


@pytest.mark.parametrize("options", [{}, {"dry_run": True}])
def test_the_same_answer_again_makes_the_last_run_young_unless_it_is_dry(ada, sync, options):
    sync(says(ada))
    FeedRun.objects.update(ran_at=timezone.now() - dt.timedelta(hours=3))
    sync(says(ada), **options)
    age = timezone.now() - FeedRun.objects.get().ran_at
    assert (age < dt.timedelta(hours=1)) is not bool(options)


def test_an_older_answer_is_refused(ada, sync):
    sync(says(ada), on="2025-10-05")
    before = rows()
    with pytest.raises(CommandError, match=r"of 4 Oct 2025, 11:00, older than .* --force"):
        sync(out(ada, "Knee injury - Unknown return date", "2025-10-02"), on="2025-10-04")
    assert rows() == before


def test_an_older_answer_is_taken_when_forced(ada, sync):
    hurt_ada = out(ada, "Knee injury - Unknown return date", "2025-10-02")
    sync(says(ada), on="2025-10-05")
    sync(hurt_ada, on="2025-10-04", force=True)
    assert Injury.objects.get().returned_on is None
    sync(says(ada), on="2025-10-05")
    assert Injury.objects.get().returned_on == dt.date(2025, 10, 5)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><html>503</html>", "web page"),
        (raw()[:-400], "not all of it"),
        (raw(elements=[listed(status="i", news_added=None) | {"code": None}]), "code"),
        (raw(teams=None), "teams"),
        (b'{"detail": "The game is being updated."}', "key"),
    ],
)
def test_what_is_no_answer_is_one_line_and_changes_nothing(ada, sync, data, words):
    before = rows()
    with pytest.raises(CommandError) as refused:
        sync(data=data)
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)
    assert rows() == before


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("sync_fpl", file=tmp_path / "nothing.json")


def test_keys_that_nobody_knows_are_ignored(ada, sync):
    said = says(ada, mood="good", scout_risks=[{"a": 1}])
    assert "1 men listed" in sync(said)


def test_a_run_that_breaks_in_the_middle_leaves_nothing(ada, sync, monkeypatch):
    before = rows()

    def broken(*args):
        assert Injury.objects.exists()
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(figures, "count", broken)
    with pytest.raises(RuntimeError):
        sync(out(ada, "Knee injury - Unknown return date", "2025-10-02"))
    assert rows() == before


def test_what_only_a_person_can_settle_is_listed(ada, sync):
    printed = sync(out(ada, "Gone fishing", "2025-10-02", status="n"))
    assert "1 could not be read:\n  Ada Lovelace (Liverpool): “Gone fishing”" in printed


def test_a_quiet_run_prints_nothing(ada, sync):
    assert sync(out(ada, "Gone fishing", "2025-10-02", status="n"), verbosity=0) == ""


@pytest.mark.sqlite
def test_the_second_of_two_runs_leaves_on_sqlite(ada, sync):
    before = rows()
    lock_file().parent.mkdir(parents=True, exist_ok=True)
    with lock_file().open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(CommandError, match="Another run of sync_fpl is at work"):
            sync(says(ada))
    assert rows() == before
    assert "1 men listed" in sync(says(ada))


@pytest.mark.postgresql
def test_the_second_of_two_runs_leaves_on_postgresql(ada, sync):
    before = rows()
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK_KEY])
        with pytest.raises(CommandError, match="Another run of sync_fpl is at work"):
            sync(says(ada))
    finally:
        other.close()
    assert rows() == before


@pytest.mark.parametrize("men", [3, 40])
def test_the_number_of_queries_does_not_grow_where_nothing_changes(
    ada, sync, django_assert_max_num_queries, men
):
    club = Club.objects.get(slug="liverpool")
    said = [says(known_man(f"Man {n}", club)) for n in range(men)]
    sync(*said, on="2025-10-05")
    with django_assert_max_num_queries(26):
        sync(*said, on="2025-10-06")


def test_an_answer_of_clubs_that_nobody_knows_says_what_to_do_and_writes_nothing(ada, sync):
    ClubIdentifier.objects.all().delete()
    before = rows()
    with pytest.raises(CommandError, match="Load the seeds with load_seeds, or enter the feed’s"):
        sync(says(ada))
    assert rows() == before
