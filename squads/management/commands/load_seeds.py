"""manage.py load_seeds: write the seed folder to the database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from squads.extensions import extensions
from squads.seeding.cells import SeedError
from squads.seeding.files import read_seeds
from squads.seeding.load import load
from squads.seeding.records import Counts


class Command(BaseCommand):
    help = "Load the seed files. Rows edited since the last load are left as they are."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--folder", type=Path, default=settings.SEEDS_DIR, help="Default: %(default)s"
        )

    def handle(self, *args: Any, folder: Path, **options: Any) -> str:
        self.stdout.write(f"Reading {folder}")
        try:
            seeds = read_seeds(folder)
            with transaction.atomic():
                loaded = load(seeds, self.report)
                for load_more in extensions.seeds:
                    for line in load_more(folder):
                        self.stdout.write(f"  {line}")
        except SeedError as error:
            count = len(error.problems)
            lines = f"{count} problem{'' if count == 1 else 's'}"
            raise CommandError(f"Nothing was loaded: {lines}.\n{error}") from error
        return (
            f"Loaded {seeds.data_set[0].day}: {loaded.total('created')} created, "
            f"{loaded.total('updated')} updated, {loaded.total('removed')} removed, "
            f"{loaded.total('unchanged')} unchanged, {loaded.total('kept')} kept as edited; "
            f"{loaded.clubs_touched} clubs changed."
        )

    def report(self, counts: Counts) -> None:
        self.stdout.write(f"  {counts}")
