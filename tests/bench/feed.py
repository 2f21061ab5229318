"""What a run of the fantasy feed costs: 820 men on the real seeds, everything rolled back."""

import time
from collections.abc import Callable
from typing import Any

MEN = 820
AILING = 6  # every sixth man has a line


def answer(on: str, minutes: int) -> Any:
    """Return an answer that lists every man of the seeds, and unknown men up to MEN."""
    from squads.feeds.fpl import read_snapshot
    from squads.models import ClubIdentifier, PlayerIdentifier
    from tests.squads.fpl_answers import event, hurt, listed, raw

    clubs = [int(value) for value in ClubIdentifier.objects.values_list("value", flat=True)]
    teams = [{"code": code, "id": code, "name": f"Team {code}"} for code in clubs]
    known = PlayerIdentifier.objects.filter(
        source="fpl", player__contracts__club__identifiers__isnull=False
    )
    rows = known.order_by("value").distinct().values_list(
        "value", "player__full_name", "player__born_on",
        "player__contracts__club__identifiers__value",
    )  # fmt: skip
    men = {int(code): (name, born_on, int(club)) for code, name, born_on, club in rows}
    for n in range(MEN - len(men)):
        men[900_000 + n] = (f"New Man{n}", None, clubs[n % len(clubs)])
    made = [
        (listed if n % AILING else hurt)(
            code=code, first_name=name.split()[0], second_name=name.split()[-1], web_name=name,
            birth_date=born_on and born_on.isoformat(), team_code=club, team=club,
            minutes=minutes,
        )
        for n, (code, (name, born_on, club)) in enumerate(men.items())
    ]  # fmt: skip
    events = [event(1, f"{on}T10:00:00Z", is_current=True)]
    return read_snapshot(raw(*made, teams=teams, events=events))


def cpu_once(work: Callable[[], Any]) -> float:
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def runs() -> dict[str, tuple[float, str]]:
    """Return the CPU milliseconds of a first run, one that finds nothing, and a match day's."""
    from django.db import transaction

    from squads.feeds.sync import sync

    with transaction.atomic():
        first, same, played = (
            answer("2025-10-05", 540), answer("2025-10-06", 540), answer("2025-10-12", 630),
        )  # fmt: skip
        found = {
            f"first run, {len(first.men)} men": (cpu_once(lambda: sync(first)), "aim: under 3 s"),
            "a run that finds nothing new": (cpu_once(lambda: sync(same)), ""),
            "a run after a match day": (cpu_once(lambda: sync(played)), ""),
        }
        transaction.set_rollback(True)
    return found
