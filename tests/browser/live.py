"""What the tests of open pages share: who changes something elsewhere, and what is looked at."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import expect

from tests import running

CHART = "/clubs/liverpool/?view=pitch"
LEVEL = "#pitch-CB .level"
KONATE = "pitch-CB-ibrahima-konate"
MARK = "#live-mark"
NEWS = "#live-news"

# A process of its own that changes what it is told to and answers when that was done.
LOOP = """
import datetime as dt, json, sys, time
from squads import moves
from squads.models import Change, Club, Contract, DataSet, Player
for line in sys.stdin:
    exec(json.loads(line))
    print(time.time(), flush=True)
"""
REPORT = """
man = Player.objects.get(slug="ibrahima-konate")
moves.report_injury(man, by=None, kind="injury", diagnosis="Knee injury", body_part="knee",
                    began_on=dt.date(2025, 9, 30))
"""
UNDO = "moves.undo(Change.objects.exclude(undo=None).latest('pk'), by=None)"
Tell = Callable[[str], float]


@contextmanager
def another_process(given) -> Iterator[Tell]:
    """Start a process that works on the same data."""
    process = subprocess.Popen(
        [sys.executable, str(running.ROOT / "manage.py"), "shell", "-v", "0", "-c", LOOP],
        env=running.environment(**given), cwd=running.ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip

    def tell(code: str) -> float:
        """Return when it was done, in milliseconds of the machine's clock."""
        process.stdin.write(json.dumps(code) + "\n")
        process.stdin.flush()
        return float(process.stdout.readline()) * 1000

    yield tell
    process.stdin.close()
    process.wait(timeout=20)


def open_live(page, address=CHART):
    page.goto(address)
    expect(page.locator(MARK)).to_have_text("Live")
    page.evaluate("window.stays = true")
    return page


def answers(page, part="/clubs/liverpool/"):
    """Collect the statuses that asking for a page gets from now on."""
    got = []
    page.on("response", lambda answer: got.append(answer.status) if part in answer.url else None)
    return got


def open_form(page, man=KONATE):
    page.click(f"#edit-link-{man}")
    page.click(f"#edit-{man} >> text=Report injury")
    expect(page.locator(f"#edit-{man} form.edit-form")).to_be_visible()
