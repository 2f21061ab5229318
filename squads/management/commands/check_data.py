"""manage.py check_data: hold all data against the named rules."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from squads.day import current_day
from squads.rules import RULES


class Command(BaseCommand):
    help = "Check all data against the named rules; exits with 1 when something is wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--on",
            type=dt.date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="The day for rules about one day. Default: the current day.",
        )

    def handle(self, *args: Any, on: dt.date | None, **options: Any) -> None:
        day, wrong = on or current_day(), 0
        for name, rule in RULES.items():
            offenders = sorted(rule.broken_by(day))
            wrong += len(offenders)
            self.stdout.write(f"{len(offenders):5}  {name}: {rule.sentence}")
            for offender in offenders:
                self.stdout.write(f"         {offender}")
        if wrong:
            raise CommandError(f"{wrong} wrong on {day}.")
        self.stdout.write(f"Nothing wrong on {day}.")
