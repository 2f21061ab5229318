"""manage.py sync_fpl: take over what the Fantasy Premier League feed says."""

from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from squads.feeds.fpl import Answer, BadAnswer, fetch, read_snapshot
from squads.feeds.sync import NotNow, Outcome, last_run, said_again, sync, told_since
from squads.models import FeedReport

PIPED_WIDTH = 140
State = FeedReport.State
LISTED = {
    State.DISAGREES: "disagree with what is entered here",
    State.UNREAD: "could not be read",
    State.AMBIGUOUS: "may be one of several men",
}


class Command(BaseCommand):
    help = (
        "Take over what the Fantasy Premier League feed says of its men: injuries, returns, "
        "transfers and minutes. Run it as often as you like; twice is as once."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        where = parser.add_mutually_exclusive_group()
        where.add_argument("--file", type=Path, metavar="PATH", help="a saved answer")
        address = settings.FPL_URL
        where.add_argument("--url", default=address, help=f"default: {address}")
        parser.add_argument(
            "--dry-run", action="store_true", help="print the changes as a table, write nothing"
        )
        parser.add_argument(
            "--force", action="store_true", help="take over an answer older than the last one"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.verbosity: int = options["verbosity"]
        try:
            answer = self.answer(options["file"], options["url"], force=options["force"])
            if answer is None:
                if not options["dry_run"]:
                    said_again()
                self.say("Nothing new: the feed has not changed since the last run.")
                return
            outcome = sync(
                read_snapshot(answer.raw, fetched_at=answer.at),
                address=answer.address,
                etag=answer.etag,
                last_modified=answer.last_modified,
                force=options["force"],
                dry_run=options["dry_run"],
            )
        except (BadAnswer, NotNow) as error:
            raise CommandError(str(error)) from error
        self.report(outcome, dry_run=options["dry_run"])

    def answer(self, path: Path | None, url: str, *, force: bool) -> Answer | None:
        """Return the file, or what the feed answers; None where nothing is new."""
        if path is not None:
            try:
                return Answer(path.read_bytes(), "", "", str(path))
            except OSError as error:
                raise CommandError(f"Cannot read {path}: {error.strerror}.") from error
        run = last_run()
        if force or told_since() or run is None or run.address != url:
            return fetch(url)
        return fetch(url, etag=run.etag, last_modified=run.last_modified)

    def report(self, outcome: Outcome, *, dry_run: bool) -> None:
        if not outcome.new:
            self.say("Nothing new: this answer says the same as the last one.")
            return
        if dry_run or self.verbosity > 1:
            self.table(outcome)
        self.left_open(outcome)
        if outcome.moved_day:
            self.say(f"The site’s day is now {outcome.moved_day}.")
        self.say(summary(outcome) + (" Nothing was written." if dry_run else ""))

    def table(self, outcome: Outcome) -> None:
        table = Table(box=SIMPLE_HEAD, pad_edge=False)
        for title in ("Man", "Club", "What changes", "From", "To"):
            table.add_column(title, overflow="fold")
        for change in outcome.changes:
            cells = (change.player, change.club, change.text, change.before, change.after)
            table.add_row(*(Text(str(cell)) for cell in cells))
        self.print(table)

    def left_open(self, outcome: Outcome) -> None:
        """List what only a person can settle."""
        for state, words in LISTED.items():
            found = [report for report in outcome.reports if report.state == state]
            if found and self.verbosity:
                self.say(f"{len(found)} {words}:")
            for report in found:
                said = f"“{report.news}”, " if state == State.UNREAD else ""
                self.say(f"  {report.name} ({report.team}): {said}{report.why}")

    def print(self, table: Table) -> None:
        width = None if self.stdout.isatty() else PIPED_WIDTH
        text = StringIO()
        Console(file=text, width=width, highlight=False).print(table)
        self.stdout.write(text.getvalue())

    def say(self, line: str) -> None:
        if self.verbosity:
            self.stdout.write(line)


def summary(outcome: Outcome) -> str:
    """Return the counts in one line."""
    counts = outcome.counts
    parts = [f"{counts['listed']} men listed", f"{counts['changes']} changes"]
    for kind in ("injury", "absence", "return", "doubt", "back", "contract"):
        if counts[f"changes: {kind}"]:
            parts.append(f"{counts[f'changes: {kind}']} {kind}")
    parts += [
        f"{counts['new men']} new men",
        f"{counts['season figures']} season figures",
        f"{counts[State.DISAGREES]} disagree",
        f"{counts[State.SETTLED]} settled",
        f"{counts[State.UNREAD]} unread",
        f"{counts[State.AMBIGUOUS]} ambiguous",
        f"{counts[State.NO_CLUB]} of clubs not here",
        f"{counts['no longer listed']} no longer listed",
    ]
    return f"{outcome.snapshot.season}: {', '.join(parts)}."
