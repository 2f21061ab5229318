"""What is known of a man before an editor changes it, as rows of ready strings."""

import datetime as dt
from typing import Any

from django.contrib.humanize.templatetags.humanize import ordinal

from squads.day import season_of
from squads.depth import Position, Standing
from squads.depth.standing import derived_standing
from squads.loading import load_formations, load_squads
from squads.models import Absence, Contract, Injury, Player, Ranking
from squads.moves.words import news_words
from squads.wording import STANDING_NAMES, full_day, position_name

Row = dict[str, Any]


def known(
    player: Player, day: dt.date, today: dt.date, position: Position | None
) -> dict[str, Any]:
    """Return his open spells, his standings and his places in the rankings.

    day: whose contracts count; today's where there is none. position: the row the panel was
    opened on; None means every position he is listed at.
    """
    held = Contract.objects.filter(player=player).select_related("club").order_by("-kind")
    contracts = list(held.covering(day)) or list(held.covering(today))
    return {
        "spells": open_spells(player, today),
        "standings": [_standing(contract, day) for contract in contracts],
        "rankings": _rankings(player, contracts, position),
    }


def open_spells(player: Player, today: dt.date) -> list[Row]:
    """Return what nobody has confirmed to be over, the newest first."""
    rows = []
    for table, model in (("injuries", Injury), ("absences", Absence)):
        for spell in model._default_manager.filter(player=player, returned_on__isnull=True):
            due = spell.expected_on
            rows.append(
                {
                    "table": table,
                    "pk": spell.pk,
                    "id_text": str(spell.pk),
                    "began_on": spell.began_on,
                    "text": f"{news_words(spell)}, since {full_day(spell.began_on)}",
                    "overdue": bool(due and due < today),
                    "can_doubt": isinstance(spell, Injury),
                    "doubt_text": _doubt_text(spell),
                }
            )
    return sorted(rows, key=lambda row: row["began_on"], reverse=True)


def _doubt_text(spell: Injury | Absence) -> str:
    doubtful = isinstance(spell, Injury) and spell.chance is not None
    return "Change the chance" if doubtful else "Mark doubtful"


def standing_at(contract: Contract, day: dt.date) -> tuple[Standing | None, Standing | None]:
    """Return the stored standing, and what age and minutes make of him; None: not known."""
    stored = Standing(contract.standing) if contract.standing else None
    squads = load_squads([contract.club], season_of(day)[0], load_formations())
    squad = squads.get(contract.club.pk)
    members = squad.members if squad else ()
    for member in members:
        if squad and member.slug == contract.player.slug:
            return stored, derived_standing(member, day, squad.minutes_played)
    return stored, None


def _standing(contract: Contract, day: dt.date) -> Row:
    stored, derived = standing_at(contract, day)
    if stored:
        text = f"{STANDING_NAMES[stored]}, as stored"
    else:
        text = f"{STANDING_NAMES[derived]}, derived" if derived else "derived"
    club = contract.club.name
    return {"pk": contract.pk, "id_text": str(contract.pk), "club": club, "text": text}


def _rankings(player: Player, contracts: list[Contract], position: Position | None) -> list[Row]:
    listed = player.positions.values_list("position", flat=True)
    positions = [position] if position else [Position(code) for code in listed]
    ranks = {
        (row.club_id, row.position): row.rank for row in Ranking.objects.filter(player=player)
    }
    return [
        {
            "club": contract.club,
            "position": where.value,
            "name": f"ranking-{contract.club.slug}-{where.value}",
            "where": position_name(where).lower(),
            "place": _place(ranks.get((contract.club_id, where.value))),
        }
        for contract in contracts
        for where in positions
    ]


def _place(rank: int | None) -> str:
    return str(ordinal(rank)) if rank else "not ranked"
