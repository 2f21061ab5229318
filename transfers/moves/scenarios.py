"""Changes of scenarios. Nothing here writes a row of squads: what a scenario supposes is its own.

Every change locks the scenario, is refused as Stale if somebody else has changed it since it was
shown, and gives it one more version.
"""

import datetime as dt
import re
from collections.abc import Iterable
from itertools import count
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils import timezone

from squads.day import site_now
from squads.depth import POSITION_NAMES, Position
from squads.models import Club, Contract, Formation, Player
from squads.moves import Gone, Refused, Stale
from transfers.loading import horizon_of
from transfers.models import Link, Scenario, ScenarioMove
from transfers.models.scenarios import new_token

Kind = ScenarioMove.Kind
LONGEST_NAME = 80
NUMBERED = re.compile(r" [2-9]\d?$")  # as a copy of a copy is


@transaction.atomic
def make_scenario(
    club: Club,
    name: str,
    *,
    by: User,
    today: dt.date,
    links: Iterable[Link] = (),
    player: Player | None = None,
) -> Scenario:
    """Make a scenario, with a move for each of these links of the club, and one man coming in.

    Without a name it is called after them, or “Do nothing”. Raises Refused where the club has
    one of the name already.
    """
    links = list(links)
    _hold(club)
    name = name or free_name(club, named_after(links, club, player))
    scenario = Scenario(club=club, name=name, by=by)
    _check(scenario)
    scenario.save()
    _stamp(scenario, "made_at", "changed_at")
    for link in links:
        move = ScenarioMove(scenario=scenario, **move_of(link, club, today))
        if scenario.moves.filter(kind=move.kind, player=link.player).exists():
            raise Refused(f"Choose one of the links of {link.player}.", "links")
        move.save()
    if player and not any(link.player_id == player.pk for link in links):
        ScenarioMove.objects.create(scenario=scenario, **signing_of(player, club, today))
    return scenario


def named_after(links: Iterable[Link], club: Club, player: Player | None = None) -> str:
    """Return what a scenario is called: "Gomez to Milan, Guéhi from Palace", "Sign Dunk"."""
    parts = []
    for link in links:
        sold = link.from_club_id == club.pk
        other = link.to_club if sold else link.from_club
        man = family_name(link.player.known_as)
        parts.append(f"{man} {'to' if sold else 'from'} {other.short_name}")
    if player:
        parts.append(f"Sign {family_name(player.known_as)}")
    return ", ".join(parts)[:LONGEST_NAME] or "Do nothing"


def family_name(known_as: str) -> str:
    """Return all after the first word: "van Dijk"; a man of one name keeps it."""
    return known_as.partition(" ")[2] or known_as


def free_name(club: Club, name: str) -> str:
    """Return the name, with a number behind it if the club has a scenario of that name."""
    taken = set(Scenario.objects.filter(club=club).values_list("name", flat=True))
    if name not in taken:
        return name
    first = NUMBERED.sub("", name)
    tails = (f" {number}" for number in count(2))
    names = (f"{first[: LONGEST_NAME - len(tail)]}{tail}" for tail in tails)
    return next(found for found in names if found not in taken)


def move_of(link: Link, club: Club, today: dt.date) -> dict[str, Any]:
    """Return the fields of the move that a link is for one of its two clubs.

    It holds from the first day from today on, and from the opening of the link's window, on
    which the buyer's window is open; a pre-contract and a free transfer not before the day after
    his contract. Two queries.
    """
    sold = link.from_club_id == club.pk
    on = max(today, link.window.opens_on) if link.window else today
    if horizon := horizon_of(link.to_club, on):
        on = max(on, horizon.first_on)
    if link.kind in (Link.Kind.FREE, Link.Kind.PRE_CONTRACT):
        on = max(on, _free_on(link) or on)
    return {
        "kind": Kind.OUT if sold else Kind.IN,
        "player": link.player,
        "club": link.to_club if sold else link.from_club,
        "is_loan": link.is_loan,
        "on": on,
        "until_on": link.until_on if link.until_on and link.until_on >= on else None,
        "link": link,
    }


def signing_of(player: Player, club: Club, today: dt.date) -> dict[str, Any]:
    """Return the fields of the move that brings a man in: when the club may sign the next one."""
    horizon = horizon_of(club, today)
    own = Contract.objects.permanent().filter(player=player).covering(today)
    return {
        "kind": Kind.IN,
        "player": player,
        "club_id": own.values_list("club", flat=True).first(),
        "on": max(today, horizon.first_on) if horizon else today,
    }


def _free_on(link: Link) -> dt.date | None:
    own = Contract.objects.permanent().filter(player=link.player, club=link.from_club)
    ends_on = own.order_by("-starts_on").values_list("ends_on", flat=True).first()
    return ends_on + dt.timedelta(days=1) if ends_on else None


def _hold(club: Club) -> None:
    """Let nobody else name a scenario of the club until this is done."""
    list(Club.objects.select_for_update(no_key=True).filter(pk=club.pk).values_list("pk"))


def _locked(scenario: Scenario, version: int) -> Scenario:
    """Return the scenario as it is now, locked after its club, as everywhere.

    Raises Gone if it has been deleted, Stale unless it has this version.
    """
    _hold(scenario.club)
    rows = Scenario.objects.select_for_update(of=("self",)).select_related("club", "formation")
    found = rows.filter(pk=scenario.pk).first()
    if found is None:
        raise Gone("Somebody has deleted this scenario meanwhile.")
    if found.version != version:
        raise Stale("Somebody has changed this scenario meanwhile.")
    return found


def _write(scenario: Scenario, *fields: str) -> None:
    scenario.version += 1
    _check(scenario)
    scenario.save(update_fields=[*fields, "version"])
    _stamp(scenario, "changed_at")


def _stamp(scenario: Scenario, *fields: str) -> None:
    """Date a change as the log dates its own: on a pinned day, that day at the real hour."""
    Scenario.objects.filter(pk=scenario.pk).update(**dict.fromkeys(fields, site_now()))


def _check(row: Any) -> None:
    """Raise Refused for what the row's own rules forbid, naming the field."""
    try:
        row.full_clean(exclude=["token", "by"])
    except ValidationError as error:
        field, said = next(iter(error.message_dict.items()))
        named = None if field == NON_FIELD_ERRORS else field
        raise Refused(said[0], _about(said[0]) or named) from error


def _about(sentence: str) -> str | None:
    """Return the field that a constraint's sentence is about."""
    fields = {
        "The club has a scenario": "name",
        "The last day lies": "until_on",
        "The scenario has this move": "player",
    }
    return next((name for start, name in fields.items() if sentence.startswith(start)), None)


@transaction.atomic
def add_move(scenario: Scenario, kind: str, *, version: int, **fields: Any) -> ScenarioMove:
    """Add a move. Raises Refused where the scenario has it, or its days make no sense."""
    found = _locked(scenario, version)
    move = ScenarioMove(scenario=found, kind=kind, **fields)
    if move.player is None:
        move.name = move.name or f"New {POSITION_NAMES[Position(move.position)].lower()}"
    _check(move)
    move.save()
    _write(found)
    return move


@transaction.atomic
def remove_move(scenario: Scenario, move: int, *, version: int) -> None:
    """Take a move out. Raises Stale if somebody else has changed the scenario."""
    found = _locked(scenario, version)
    found.moves.filter(pk=move).delete()
    _write(found)


@transaction.atomic
def set_formation(scenario: Scenario, formation: Formation | None, *, version: int) -> None:
    """Let the club play another formation, or with None its own."""
    found = _locked(scenario, version)
    found.formation = formation
    _write(found, "formation")


@transaction.atomic
def describe(scenario: Scenario, *, name: str, note: str, version: int) -> None:
    """Give it another name and note. Raises Refused if the name is taken."""
    found = _locked(scenario, version)
    found.name, found.note = name, note
    _write(found, "name", "note")


@transaction.atomic
def share(scenario: Scenario, shared: bool, *, version: int) -> None:
    """Let whoever has its address read it, or no longer. Each time the address is a new one."""
    found = _locked(scenario, version)
    found.is_shared = shared
    if shared:
        found.token = new_token()
    _write(found, "is_shared", "token")


@transaction.atomic
def duplicate(scenario: Scenario, *, by: User) -> Scenario:
    """Make another of the same moves, not shared, in a name of its own."""
    _hold(scenario.club)
    rows = Scenario.objects.select_related("club", "formation")
    copied = rows.filter(pk=scenario.pk).first()
    if copied is None:
        raise Gone("Somebody has deleted this scenario meanwhile.")
    twin = Scenario.objects.create(
        club=copied.club,
        name=free_name(copied.club, copied.name),
        note=copied.note,
        formation=copied.formation,
        by=by,
    )
    _stamp(twin, "made_at", "changed_at")
    moves = list(copied.moves.order_by("pk"))
    for move in moves:
        move.pk, move.scenario = None, twin
    ScenarioMove.objects.bulk_create(moves)
    return twin


@transaction.atomic
def delete_scenario(scenario: Scenario, *, version: int) -> None:
    """Remove it for good. The club's page is drawn anew where a flag names it."""
    found = _locked(scenario, version)
    if found.flags.exists():
        Club.objects.filter(pk=found.club_id).touch()
    found.delete()


def changed_since(scenario: Scenario) -> str:
    """Return the hour at which somebody changed it last, as a reader reads it."""
    return f"{timezone.localtime(scenario.changed_at):%H:%M, %-d %b %Y}"
