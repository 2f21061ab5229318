"""What holds again once a change has been undone, in words that follow "he is"."""

from typing import Any

from django.db.models import Q

from squads.day import current_day
from squads.depth import Position, Standing
from squads.models import Absence, Change, Contract, Injury, Player
from squads.moves.contracts import end_words, number_words
from squads.moves.rows import Row
from squads.moves.words import expected_words, news_words, state_words
from squads.wording import STANDING_NAMES, full_day, position_name

# Changes whose short form says nothing alone ("1 Dec 2025"): the log quotes their whole text.
QUOTED_WHOLE = {
    Change.Kind.RETURN,
    Change.Kind.STANDING,
    Change.Kind.RANKING,
    Change.Kind.CONTRACT,
    Change.Kind.OTHER,
}


def quoted(change: Change) -> str:
    """Return the entry as the log quotes it, cut to what `before` and `after` hold."""
    whole = change.kind in QUOTED_WHOLE or not change.after
    return (change.text if whole else change.after)[:200]


def again(change: Change, saved: dict[str, Any], row: Row | None) -> str:
    """Return what holds now: "available again", "expected back 1 Sep 2026 again".

    saved: what undo kept of the change. row: as it has been put back; None where undoing has
    removed it, and for a ranking.
    """
    if "ranking" in saved:
        where = position_name(Position(saved["ranking"])).lower()
        place = "unranked" if change.before == "not ranked" else change.before
        return f"{place} at {where} again"
    if row is None:
        made_contract = saved["row"] == "contract"
        return _gone(change) if made_contract else _without(change)
    if isinstance(row, Contract):
        return _rated(row) if "standing" in saved["before"] else _held(row, saved["before"])
    if change.kind == Change.Kind.RETURN:
        return _expected(change, row)
    if row.returned_on:
        return f"back on {full_day(row.returned_on)} again"
    return _missing(row) if change.kind == Change.Kind.BACK else f"again {state_words(row)}"


def _missing(spell: Injury | Absence) -> str:
    """Return what he is whose return is no longer confirmed."""
    if spell.expected_on and spell.expected_on <= current_day():
        return "presumed back again, not confirmed"
    return f"again {news_words(spell)}"


def _without(change: Change) -> str:
    """Return what he is without the injury or absence that has been removed."""
    elsewise = change.player and _is_missing(change.player)
    return f"no longer {change.after}" if elsewise else "available again"


def _gone(change: Change) -> str:
    """Return where he is without the contract or loan that has been removed."""
    return f"{change.before} again" if change.before else f"no longer {change.after}"


def _is_missing(player: Player) -> bool:
    """Whether another injury or absence keeps him out on the site's day."""
    today = current_day()
    runs = Q(expected_until__gt=today) | Q(expected_until__isnull=True) & (
        Q(expected_from__isnull=True) | Q(expected_from__gt=today)
    )
    return any(
        table._default_manager.filter(runs, player=player, began_on__lte=today)
        .not_confirmed_back_by(today)
        .exists()
        for table in (Injury, Absence)
    )


def _rated(contract: Contract) -> str:
    stored = contract.standing
    name = STANDING_NAMES[Standing(stored)] if stored else "by age and minutes"
    return f"rated {name} again"


def _held(contract: Contract, before: dict[str, Any]) -> str:
    """Return what he has again of a contract's days, number and note."""
    words = []
    if "ends_on" in before:
        bound = f"on loan at {contract.club}" if contract.parent_id else "under contract"
        words.append(f"{bound} to {end_words(contract.ends_on)} again")
    if "squad_number" in before:
        words.append(f"{number_words(contract.squad_number)} again")
    return ", ".join(words) or "as before"


def _expected(change: Change, spell: Injury | Absence) -> str:
    expected = expected_words(spell)
    what = "without a return date" if expected == "no date" else f"expected back {expected}"
    return f"still {what}" if change.before == change.after else f"{what} again"
