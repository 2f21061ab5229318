"""manage.py demo, run as a person would run it."""

import json
import re
import shutil
import signal
import socket
import sys
from pathlib import Path

import httpx
import pytest
from django.core.management import CommandError

from squads import demo
from squads.management.commands.demo import given_passwords
from tests import running

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("serving")]
BEFORE = """
from django.contrib.auth.models import User
from squads.models import Club
Club.objects.filter(slug="liverpool").update(head_coach="Somebody Else")
User.objects.filter(username="analyst").delete()
print(User.objects.get(username="admin").password)
"""
AFTER = """
import json
from django.contrib.auth.models import User
from squads.models import Club, Player
users = User.objects.in_bulk(field_name="username")
print(json.dumps({
    "coach": Club.objects.get(slug="liverpool").head_coach,
    "hash": users["admin"].password,
    "given": users["editor"].check_password("another one"),
    "shown": users["analyst"].check_password(SHOWN),
    "players": Player.objects.count(),
    "roles": [[u.username, u.groups.get().name, u.is_staff, u.is_superuser]
              for u in sorted(users.values(), key=str)],
}))
"""


def ask(code: str, given: dict[str, str]) -> str:
    """Run Python code inside the project and return what it prints."""
    done = running.manage("shell", "--no-imports", "-c", code, **given)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def second_run(prepared, tmp_path_factory):
    """What was found after a second run; in between a row was edited, an account deleted."""
    folder = tmp_path_factory.mktemp("second")
    with prepared.copied_to(folder) as given:
        before = ask(BEFORE, given)
        done = running.manage("demo", "--no-serve", "--password=editor=another one", **given)
        shown = re.search(r"^Account analyst, password (\S+)", done.stdout, re.MULTILINE)
        found = json.loads(ask(f"SHOWN = {shown and shown[1]!r}{AFTER}", given))
        return found | {"output": done.stdout, "hash before": before}


def test_the_first_run_says_what_it_does(prepared):
    told = [line.split(":")[0] for line in prepared.output.splitlines()]
    assert told[:3] == ["Database", "Tables", "Static files"]


def test_a_second_run_applies_and_collects_nothing(second_run):
    assert "Tables: up to date\nStatic files: unchanged\n" in second_run["output"]


def test_a_second_run_keeps_the_passwords(second_run):
    assert second_run["hash"] == second_run["hash before"]


def test_a_second_run_does_not_show_a_password_it_keeps(second_run):
    assert "Account admin, password kept" in second_run["output"].splitlines()


def test_a_second_run_keeps_what_was_edited(second_run):
    assert second_run["coach"] == "Somebody Else"


def test_the_squads_are_loaded(second_run):
    assert second_run["players"] > 500


def test_a_password_is_made_up_for_a_missing_account_and_opens_it(second_run):
    assert second_run["shown"] is True


def test_a_given_password_replaces_the_old_one(second_run):
    assert second_run["given"] is True


def test_a_given_password_is_not_shown(second_run):
    assert "another one" not in second_run["output"]


def test_the_accounts_have_their_roles(second_run):
    assert second_run["roles"] == [
        ["admin", "admin", True, True],
        ["analyst", "analyst", True, False],
        ["editor", "editor", True, False],
    ]


# Serving.


@pytest.fixture(scope="module")
def served(prepared, tmp_path_factory):
    """What was seen of a demo that was started by its own command and ended by Ctrl-C."""
    folder, port = tmp_path_factory.mktemp("served"), running.free_port()
    command = [sys.executable, "manage.py", "demo", f"--port={port}"]
    with (
        prepared.copied_to(folder) as given,
        running.started(command, port, folder, **given) as server,
    ):
        status = httpx.get(f"{server.url}/login/", timeout=30).status_code
        code = server.stop(signal.SIGINT)
        with socket.socket() as probe:
            is_free = probe.connect_ex(("127.0.0.1", port)) != 0
        return {
            "status": status,
            "code": code,
            "is free": is_free,
            "log": server.log,
            "port": port,
        }


def test_the_demo_serves_the_site_over_plain_http(served):
    assert served["status"] == 200


def test_the_demo_says_where_it_serves(served):
    assert f"Serving on http://127.0.0.1:{served['port']}/" in served["log"]


def test_ctrl_c_ends_the_demo_well(served):
    assert served["code"] == 0


def test_nothing_answers_after_ctrl_c(served):
    assert served["is free"] is True


# What can go wrong ends in one line.


def failure(*arguments: str, **given: object) -> str:
    """Return the one line in which the demo ends."""
    done = running.manage("demo", *arguments, **given)
    assert done.returncode != 0
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    return done.stderr.strip()


def test_a_port_that_is_taken_is_named_before_anything_is_made(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        told = failure(f"--port={port}", VAR_DIR=tmp_path)
    made = (tmp_path / "twodeep.sqlite3").exists()
    assert (f"Port {port} on 127.0.0.1 is taken" in told, made) == (True, False)


def test_a_host_that_is_not_this_machine_is_refused():
    with pytest.raises(CommandError, match=r"Cannot serve on 192\.0\.2\.1:8000"):
        demo.check_port("192.0.2.1", 8000)


def test_a_folder_that_cannot_be_written_is_named():
    with pytest.raises(CommandError, match="Cannot write to /proc/twodeep"):
        demo.make_folder(Path("/proc/twodeep"))


def test_an_sqlite_file_in_a_folder_that_is_not_there_is_named(tmp_path):
    url = f"sqlite:///{tmp_path}/none/db.sqlite3"
    told = failure("--no-serve", VAR_DIR=tmp_path, DATABASE_URL=url)
    assert f"{tmp_path}/none/db.sqlite3: unable to open" in told


def test_a_file_that_is_no_database_is_named(tmp_path):
    (tmp_path / "text").write_text("not a database, but long enough to be read as one" * 30)
    told = failure("--no-serve", VAR_DIR=tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/text")
    assert "file is not a database" in told


def test_a_postgresql_server_that_is_not_there_is_named_without_the_password(tmp_path):
    url = f"postgresql://somebody:hidden@127.0.0.1:{running.free_port()}/twodeep"
    told = failure("--no-serve", VAR_DIR=tmp_path, DATABASE_URL=url)
    assert "twodeep at 127.0.0.1" in told
    assert "hidden" not in told


def test_a_database_in_memory_is_refused(tmp_path):
    told = failure("--no-serve", VAR_DIR=tmp_path, DATABASE_URL="sqlite://:memory:")
    assert "in memory" in told


@pytest.mark.parametrize("given", ["reader=hidden", "hidden", "editor="])
def test_a_password_for_nobody_is_refused_without_repeating_it(given):
    with pytest.raises(CommandError) as refused:
        given_passwords([given])
    assert "hidden" not in str(refused.value)


def test_broken_seeds_end_without_a_traceback(prepared, tmp_path):
    seeds = tmp_path / "seeds"
    shutil.copytree(running.ROOT / "seeds", seeds)
    (seeds / "clubs" / "liverpool" / "players.csv").write_text("slug\n")
    given = {"DJANGO_SETTINGS_MODULE": "tests.serving.settings", "SEEDS_FOR_TESTS": seeds}
    with prepared.copied_to(tmp_path) as copied:
        done = running.manage("demo", "--no-serve", **copied, **given)
    assert done.returncode == 1
    assert done.stderr.startswith("CommandError: ")
    assert "liverpool/players.csv" in done.stderr
