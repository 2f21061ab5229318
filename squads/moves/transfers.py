"""A man changes club: by a new contract or a loan, the old one closed and never overwritten."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from squads.depth import ContractKind
from squads.models import Change, Club, Contract, NewsItem, Player
from squads.moves.log import By, Refused, lock_clubs, record
from squads.moves.rows import kept, payload, sign, write
from squads.spans import last_day, share_a_day
from squads.wording import full_day

DAY = dt.timedelta(days=1)
Undo = dict[str, Any]
TOLD = ["starts_on", "ends_on", "squad_number", "standing", "note"]  # what undo compares


@transaction.atomic
def sign_for(
    player: Player,
    club: Club,
    *,
    on: dt.date,
    by: By,
    until: dt.date | None = None,
    source: str = "",
    news: NewsItem | None = None,
    note: str = "",
    text: str = "",
) -> Change:
    """Give him a permanent contract from a day on; what ran there ends the day before.

    Loans that hang on the old contract end with it, as does one to the new club. text: for the
    log; says from where he came unless given. Raises Refused where he has a later contract, or
    is under contract at that club already.
    """
    lock_clubs(player, club)
    stays = _running(player, on)
    old = next((stay for stay in stays if stay.kind == ContractKind.PERMANENT), None)
    if old and old.club_id == club.pk:
        raise Refused(f"He is under contract at {club} already.")
    _refuse_later(player, on)
    before = old or _newest(player)
    closed = [_close(stay, on - DAY, by, f"signed for {club}") for stay in stays]
    moved = before is not None and before.club_id != club.pk
    contract = Contract(player=player, club=club, starts_on=on, ends_on=until, note=note[:200])
    undo = _open(contract, by, f"signed for {club}", closed)
    was = f"at {before.club}" if before else ""
    said = {"by": by, "source": source, "news": news, "before": was, "after": f"at {club}"}
    left = f"left for {club} ({full_day(on)})"
    if before and moved and not club.competition_id and before.club.competition_id:
        return _logged(player, before.club, left, undo=undo, **said)
    if before and moved and before.club.competition_id:
        _logged(player, before.club, left, **said)
    if not text:
        text = (
            f"signed for {club}" if moved or not before else f"stays at {club} beyond his contract"
        )
        text += f" from {before.club}" if before and moved else ""
        text += f" ({full_day(on)})"
    return _logged(player, club, text, undo=undo, **said)


@transaction.atomic
def lend(
    player: Player,
    club: Club,
    *,
    on: dt.date,
    until: dt.date | None,
    by: By,
    source: str = "",
    news: NewsItem | None = None,
    note: str = "",
) -> Change:
    """Lend him to a club, under the permanent contract that covers the day; until: the last day.

    Raises Refused without such a contract, at his own club, beside another loan, or beyond the
    contract's end.
    """
    lock_clubs(player, club)
    stays = _running(player, on)
    parent = next((stay for stay in stays if stay.kind == ContractKind.PERMANENT), None)
    if parent is None:
        raise Refused(f"No club has him under contract on {full_day(on)}.")
    loan = Contract(
        player=player,
        club=club,
        kind=ContractKind.LOAN.value,
        parent=parent,
        starts_on=on,
        ends_on=until,
        note=note[:200],
    )
    others = Contract.objects.filter(player=player, kind=ContractKind.LOAN.value)
    for other in others.select_related("club"):
        if share_a_day(other, loan):
            raise Refused(f"He is on loan at {other.club} then.")
    text = f"on loan at {club} from {parent.club}"
    if until:
        text += f" until {full_day(until)}"
    undo = _open(loan, by, text, [])
    was, now = f"at {parent.club}", f"on loan at {club}"
    said = {"by": by, "source": source, "news": news, "before": was, "after": now}
    if club.competition_id and not parent.club.competition_id:
        return _logged(player, club, text, undo=undo, **said)
    if club.competition_id:
        _logged(player, club, f"joined on loan from {parent.club}", **said)
    return _logged(player, parent.club, text, undo=undo, **said)


@transaction.atomic
def end_contract(
    contract: Contract,
    *,
    on: dt.date,
    by: By,
    source: str = "",
    news: NewsItem | None = None,
    text: str = "",
) -> Change:
    """Close a permanent contract or a loan: `on` is its last day. Loans on it end with it.

    text: for the log; says that he left unless given. Raises Refused before it began, or where
    it has ended by then.
    """
    lock_clubs(contract.player, contract.club)
    stay = (
        Contract.objects.select_for_update().select_related("club", "player").get(pk=contract.pk)
    )
    if last_day(stay) <= on:
        raise Refused(f"That has ended already, on {full_day(last_day(stay))}.")
    loan = stay.kind == ContractKind.LOAN
    text = text or (f"back from his loan at {stay.club}" if loan else f"left {stay.club}")
    later = Contract.objects.filter(parent=stay).exclude(ends_on__lte=on)
    hanging = [] if loan else list(later.select_related("club"))
    closed = [_close(other, on, by, text) for other in hanging]
    undo = _close(stay, on, by, text) | {"also": closed}
    home = stay.parent.club if stay.parent else stay.club
    if not home.competition_id:
        home = stay.club
    was = f"on loan at {stay.club}" if loan else f"at {stay.club}"
    said = {"by": by, "source": source, "news": news, "before": was}
    said["after"] = f"back at {stay.parent.club}" if stay.parent else "left"
    if home.pk != stay.club_id and stay.club.competition_id:
        _logged(stay.player, stay.club, "left: his loan is over", **said)
    return _logged(stay.player, home, text, undo=undo, **said)


def _running(player: Player, day: dt.date) -> list[Contract]:
    """Return what covers the day, locked: loans first, so that they are closed first."""
    rows = Contract.objects.filter(player=player).covering(day)
    rows = rows.select_for_update(of=("self",)).select_related("club", "player")
    return sorted(rows, key=lambda stay: (stay.parent_id is None, stay.pk))


def _newest(player: Player) -> Contract | None:
    stays = Contract.objects.permanent().filter(player=player).select_related("club")
    return stays.order_by("-starts_on", "-pk").first()


def _refuse_later(player: Player, on: dt.date) -> None:
    later = Q(starts_on__gte=on)
    found = Contract.objects.filter(later, player=player).select_related("club").first()
    if found:
        since = full_day(found.starts_on)
        raise Refused(f"He has a contract at {found.club} from {since} on already.")


def _close(stay: Contract, on: dt.date, by: By, reason: str) -> Undo:
    if on < stay.starts_on:
        began = full_day(stay.starts_on)
        raise Refused(f"His contract at {stay.club} only begins on {began}.")
    return write(stay, {"ends_on": on}, by=by, reason=reason)


def _open(contract: Contract, by: By, reason: str, closed: list[Undo]) -> Undo:
    """Save a new contract and return what undo needs: it goes, and those it closed run on."""
    try:
        contract.clean()
        contract.validate_constraints()
    except ValidationError as error:
        raise Refused(error.messages[0]) from error
    sign(contract, by, reason)
    contract.save()
    # A loan is put back after the contract that it hangs on.
    return payload(contract, None, kept(contract, TOLD)) | {"also": closed[::-1]}


def _logged(player: Player, club: Club, text: str, **said: Any) -> Change:
    return record(player, Change.Kind.CONTRACT, text, club=club, **said)
