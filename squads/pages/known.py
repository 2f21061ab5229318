"""What is known of a man before an editor changes it, as rows of ready strings."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.contrib.humanize.templatetags.humanize import ordinal

from squads.day import season_of
from squads.depth import Position, Standing, aptitudes
from squads.depth.standing import derived_standing
from squads.loading import load_formations, load_squads
from squads.models import Absence, Club, Contract, Injury, Player, Ranking
from squads.moves.contracts import contract_words
from squads.moves.words import news_words
from squads.pages.profile import bare_member
from squads.wording import STANDING_NAMES, full_day, position_name

Row = dict[str, Any]
MOVE, TAKE_OUT = "Move in the ranking", "Take out of the ranking"


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
        "rankings": _rankings(player, held.covering(today), position),
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
    doubtful = isinstance(spell, Injury) and spell.chance
    return "Change the chance" if doubtful else "Mark doubtful"


def stored_standing(contract: Contract) -> Standing | None:
    return Standing(contract.standing) if contract.standing else None


def derived_at(contract: Contract, day: dt.date) -> Standing | None:
    """Return what age and minutes make of him at the club; None: not known."""
    squads = load_squads([contract.club], season_of(day)[0], load_formations())
    squad = squads.get(contract.club.pk)
    members = squad.members if squad else ()
    for member in members:
        if squad and member.slug == contract.player.slug:
            return derived_standing(member, day, squad.minutes_played)
    return None


def _standing(contract: Contract, day: dt.date) -> Row:
    stored = stored_standing(contract)
    text = standing_text(stored, None if stored else derived_at(contract, day))
    club = contract.club.name
    return {
        "pk": contract.pk,
        "id_text": str(contract.pk),
        "club": club,
        "text": text,
        "contract": contract_words(contract),
    }


def standing_text(stored: Standing | None, derived: Standing | None) -> str:
    """Return his standing and where it is from: "backup, stored"."""
    if stored:
        return f"{STANDING_NAMES[stored]}, stored"
    how = "derived from age and minutes"
    return f"{STANDING_NAMES[derived]}, {how}" if derived else how


def why_not_ranked(player: Player, club: Club, position: Position, today: dt.date) -> str:
    """Return why a club cannot rank him in a position; empty where it can."""
    contracts = Contract.objects.filter(player=player, club=club)
    if not contracts.covering(today).exists():
        return f"{club} had {player} neither under contract nor on loan on {full_day(today)}."
    if position not in aptitudes(bare_member(player, player.positions.all())):
        where = position_name(position).lower()
        return f"{player} does not play at {where}, not even in an emergency."
    return ""


def _rankings(
    player: Player, contracts: Iterable[Contract], position: Position | None
) -> list[Row]:
    """Return his place in every order that he can be moved in, as `why_not_ranked` has it.

    Orders that still hold him, though he has left the club or the position, come after those.
    """
    listed = list(player.positions.all())
    plays = aptitudes(bare_member(player, listed))
    wanted = [position] if position else [Position(row.position) for row in listed]
    clubs = [contract.club for contract in contracts]
    orders = [(club, where) for club in clubs for where in wanted if where in plays]
    rows = Ranking.objects.filter(player=player).select_related("club")
    ranks = {(row.club, Position(row.position)): row.rank for row in rows}
    held = [order for order in ranks if order not in orders and position in (None, order[1])]
    return [
        {
            "club": club,
            "position": where.value,
            "name": f"ranking-{club.slug}-{where.value}",
            "where": position_name(where).lower(),
            "place": _place(ranks.get((club, where))),
            "text": MOVE if club in clubs and where in plays else TAKE_OUT,
        }
        for club, where in orders + held
    ]


def _place(rank: int | None) -> str:
    return str(ordinal(rank)) if rank else "not ranked"
