"""manage.py refresh_needs: work out what clubs will need, where that is not known any more."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from squads.day import current_day
from squads.models import Club
from squads.wording import full_day
from transfers.loading import Horizon, horizons, windows_by_club
from transfers.outlooks import refresh


class Command(BaseCommand):
    help = (
        "Work out the needs of every club for the windows that are open or come next, where a "
        "new day or a change has made what is stored untrue. Run it every morning, or as often "
        "as you like: what is true is left as it is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--club", metavar="SLUG", help="only this club")
        parser.add_argument(
            "--windows", type=int, default=1, metavar="N", help="how many windows ahead (1)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.verbosity: int = options["verbosity"]
        started, today = time.monotonic(), current_day()
        clubs = self.clubs(options["club"])
        ahead = {pk: horizons(windows, today) for pk, windows in windows_by_club(clubs).items()}
        count = 0
        for place in range(max(options["windows"], 1)):
            chosen = {pk: found[place] for pk, found in ahead.items() if len(found) > place}
            count += self.refresh([club for club in clubs if club.pk in chosen], chosen)
        without = sum(not found for found in ahead.values())
        if without:
            have = "club has" if without == 1 else "clubs have"
            self.say(f"{without} {have} no window on file.")
        seconds = time.monotonic() - started
        self.say(f"{count} worked out, as of {full_day(today)}, in {seconds:.1f} s.")

    def clubs(self, slug: str | None) -> list[Club]:
        """Return the clubs with a chart, or the one of this slug. Raises CommandError."""
        clubs = Club.objects.charted()
        if slug is None:
            return list(clubs)
        found = list(clubs.filter(slug=slug))
        if not found:
            raise CommandError(f"No club with a chart is called {slug}.")
        return found

    def refresh(self, clubs: list[Club], chosen: dict[int, Horizon]) -> int:
        """Print how far it is after each batch; return how many were not known any more."""
        done = count = 0
        for seen, stale in refresh(clubs, chosen, current_day()):
            done, count = done + seen, count + stale
            self.say(f"{done}/{len(clubs)} clubs, {count} worked out")
        return count

    def say(self, line: str) -> None:
        if self.verbosity:
            self.stdout.write(line)
            self.stdout.flush()
