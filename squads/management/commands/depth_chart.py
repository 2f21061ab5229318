"""Print a club's depth chart for a day, as a table or as JSON."""

import datetime as dt
import json
from dataclasses import replace
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from squads import wording
from squads.day import current_day, season_of
from squads.depth import DepthChart, depth_chart
from squads.loading import load_formations, load_squads
from squads.models import Club
from squads.pages.board import Urls, board
from squads.serial import chart_data

PIPED_WIDTH = 110
STYLES = {"covered": "green", "deep": "blue", "thin": "yellow", "exposed": "red", "short": "red"}


class Command(BaseCommand):
    help = "Print a club's depth chart for a day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("club", metavar="CLUB_SLUG")
        parser.add_argument("--on", metavar="YYYY-MM-DD", help="default: the site's current day")
        parser.add_argument("--formation", help="default: the club's own")
        parser.add_argument("--format", choices=["table", "json"], default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        today = current_day()
        on = _day(options["on"]) if options["on"] else today
        chart = depth_chart_of(options["club"], on, options["formation"])
        if options["format"] == "json":
            self.stdout.write(json.dumps(chart_data(chart), ensure_ascii=False, indent=1))
        else:
            width = None if self.stdout.isatty() else PIPED_WIDTH
            console = Console(file=self.stdout, highlight=False, width=width)  # type: ignore[arg-type]
            for part in chart_tables(chart, today):
                console.print(part)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"--on must be a day such as 2025-09-30, not {text!r}.") from error


def depth_chart_of(slug: str, on: dt.date, formation: str | None) -> DepthChart:
    """Load a club's squad and return its chart. Raises CommandError for unknown names."""
    club = Club.objects.charted().filter(slug=slug).first()
    if club is None:
        known = ", ".join(Club.objects.charted().values_list("slug", flat=True))
        raise CommandError(f"No club {slug!r} has a chart. Known: {known or 'none yet'}.")
    formations = load_formations()
    squad = load_squads([club], season_of(on)[0], formations)[club.pk]
    if formation:
        if formation not in formations:
            raise CommandError(f"No formation {formation!r}. Known: {', '.join(formations)}.")
        squad = replace(squad, formation=formations[formation])
    return depth_chart(squad, on)


def chart_tables(chart: DepthChart, today: dt.date) -> list[Table | Text]:
    """Return what a terminal prints: a heading, a table a group, the men in no group."""
    made = board(chart, today, Urls(player="{}"))
    heading = f"{chart.squad.club} · {wording.full_day(chart.on)} · {chart.formation.name}"
    parts: list[Table | Text] = [Text(heading, style="bold")]
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for name in ("No.", "Player", "Counted", "Fit, standing", "Ends", "Not available"):
        # Only words give way where the terminal is narrow, never a name or a figure.
        wraps = name in ("Fit, standing", "Not available")
        table.add_column(
            name,
            justify="right" if name == "No." else "left",
            no_wrap=not wraps,
            min_width=12 if wraps else None,
        )
    for card in made["cards"]:
        level = Text(card["level_text"], style=STYLES[card["level"]])
        table.add_row("", Text(card["title"], style="bold"), level, "", "", "")
        for row in (*card["rows"], *card["loans"]):
            table.add_row(*_cells(row), style="dim" if not row["string"] else "")
        table.add_section()
    parts.append(table)
    parts.append(Text("◆ irreplaceable   * by kinship   ≈ derived from age and minutes", "dim"))
    for row in made["unplaced"]:
        parts.append(Text(f"In no group: {row['name']} ({row['why']}, {row['standing']})"))
    return parts


def _cells(row: dict[str, Any]) -> list[str]:
    counted = row["string"] or row["not_counted"]
    back = f", {row['back']}" if row["back"] != "–" else ""
    here = row["availability"] == "available"
    return [
        str(row["number"]),
        row["name"] + (" ◆" if row["irreplaceable"] else ""),
        counted,
        f"{row['aptitude']}, {row['standing']}".replace(" by kinship", "*")
        + (" ≈" if row["derived"] else ""),
        row["ends"],
        "" if here else row["availability"] + back,
    ]
