"""manage.py generate_world: a made-up world of clubs and men, for demos and measurements."""

import datetime as dt
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_slug
from django.db.models import ProtectedError

from squads.day import current_day
from transfers.worlds import NoFormations, PrefixTaken, make_world, remove_world


class Command(BaseCommand):
    help = "Make leagues, clubs and men that look like real ones, or take them away again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--clubs", type=int, default=20, metavar="N", help="Default: 20.")
        parser.add_argument(
            "--seed", type=int, default=1, metavar="S", help="The same seed, the same world."
        )
        parser.add_argument(
            "--on",
            type=dt.date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="The day that the world is of. Default: the current day.",
        )
        parser.add_argument(
            "--prefix", default="world", help="What the addresses of its clubs begin with."
        )
        parser.add_argument(
            "--remove", action="store_true", help="Remove the world of this prefix instead."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        start = time.monotonic()
        if options["clubs"] < 1:
            raise CommandError("A world has at least one club.")
        validate_slug(options["prefix"])
        try:
            made = self._remove(**options) if options["remove"] else self._make(**options)
        except (PrefixTaken, NoFormations) as error:
            raise CommandError(str(error)) from error
        except ProtectedError as error:
            raise CommandError(f"Somebody else is at one of its clubs: {error}") from error
        done = "Removed" if options["remove"] else "Made"
        self.stdout.write(f"{done} {made} in {time.monotonic() - start:.0f} s.")

    def _make(self, **options: Any) -> Any:
        return make_world(
            options["clubs"],
            options["seed"],
            options["on"] or current_day(),
            prefix=options["prefix"],
            report=self.stdout.write,
        )

    def _remove(self, **options: Any) -> Any:
        return remove_world(options["prefix"], report=self.stdout.write)
