"""manage.py demo: everything from an empty folder to a running site."""

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser, call_command

from squads import demo


class Command(BaseCommand):
    help = (
        "Make the database, load the seeds, make the accounts admin, editor and analyst, and "
        "serve the site. Run it again at any time: nothing that was edited is lost."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="where to listen (127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="where to listen (8000)")
        parser.add_argument("--workers", type=int, default=1, help="server processes (1)")
        parser.add_argument("--no-serve", action="store_true", help="stop when all is ready")
        parser.add_argument(
            "--password",
            action="append",
            default=[],
            metavar="NAME=SECRET",
            help="set the password of admin, editor or analyst; may be repeated",
        )

    def handle(self, **options: Any) -> None:
        host, port = options["host"], options["port"]
        passwords = given_passwords(options["password"])
        if options["workers"] < 1:
            raise CommandError("--workers must be at least 1.")
        if not options["no_serve"]:
            demo.check_port(host, port)
        self.prepare(passwords)
        if options["no_serve"]:
            self.say("Ready. Without --no-serve this command serves the site.")
            return
        address = f"[{host}]" if ":" in host else host
        self.say(f"Serving on http://{address}:{port}/ (Ctrl-C stops it)")
        demo.serve(host, port, options["workers"])

    def prepare(self, passwords: dict[str, str]) -> None:
        """Make everything that the site needs before it can be served."""
        demo.make_folder(settings.VAR_DIR)
        demo.check_database()
        self.say(f"Database: {demo.place()}")
        applied = demo.migrate()
        self.say(f"Tables: {f'{applied} migrations applied' if applied else 'up to date'}")
        collected = demo.collect_static()
        self.say(f"Static files: {'collected' if collected else 'unchanged'}")
        call_command("load_seeds", stdout=self.stdout, stderr=self.stderr)
        self.announce(demo.make_accounts(passwords), passwords)

    def announce(self, made: dict[str, str], given: dict[str, str]) -> None:
        """Name the accounts, with the passwords that nobody could know otherwise."""
        for name in demo.ACCOUNTS:
            if name in made:
                self.say(f"Account {name}, password {made[name]} (shown this once)")
            else:
                kept = "password set as given" if name in given else "password kept"
                self.say(f"Account {name}, {kept}")

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def given_passwords(pairs: list[str]) -> dict[str, str]:
    """Read NAME=SECRET pairs. Raises CommandError without repeating a secret."""
    found = {}
    for pair in pairs:
        name, _, secret = pair.partition("=")
        if name not in demo.ACCOUNTS or not secret:
            raise CommandError(
                f"--password takes NAME=SECRET, NAME one of {', '.join(demo.ACCOUNTS)}."
            )
        found[name] = secret
    return found
