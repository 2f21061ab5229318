"""A man changes club: by a new contract or a loan, the old one closed and never overwritten."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from squads.depth import ContractKind
from squads.models import Change, Club, Contract, NewsItem, Player
from squads.moves.contracts import check_only_loan
from squads.moves.log import By, Refused, lock_clubs, record
from squads.moves.rows import kept, payload, sign, write
from squads.spans import last_day
from squads.wording import full_day

DAY = dt.timedelta(days=1)
Undo = dict[str, Any]
Lines = list[tuple[Club, str]]  # clubs, with what the log of each says
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
    standing: str = "",
) -> Change:
    """Give him a permanent contract from a day on; what ran there ends the day before.

    Loans that hang on the old contract end with it, as does one to the new club. text: for the
    log; says from where he came unless given. standing: his place in the new squad, empty:
    derived. Raises Refused where he has a later contract, or is under contract at that club
    already.
    """
    lock_clubs(player, club, news)
    stays = _running(player, on)
    old = _permanent(stays)
    if old and old.club_id == club.pk:
        raise Refused(f"He is under contract at {club} already.")
    _refuse_later(player, on)
    before = old or _newest(player)
    reason = f"signed for {club}"
    closed = [_close(stay, on - DAY, by, reason) for stay in stays]
    contract = Contract(player=player, club=club, starts_on=on, ends_on=until, note=note[:200])
    contract.standing = standing
    undo = _open(contract, by, reason, closed)
    return _log(
        player,
        _signing_lines(club, before.club if before else None, on, text),
        by=by,
        source=source,
        news=news,
        before=f"at {before.club}" if before else "",
        after=f"at {club}",
        undo=undo,
    )


def _signing_lines(club: Club, was: Club | None, on: dt.date, text: str) -> Lines:
    """Return what the new club's log says (text, if it is given), and that of the one he left."""
    day = full_day(on)
    if was is None:
        return [(club, text or f"signed for {club} ({day})")]
    if was == club:
        return [(club, text or f"stays at {club} beyond his contract ({day})")]
    signed = text or f"signed for {club} from {was} ({day})"
    return [(club, signed), (was, f"left for {club} ({day})")]


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
    standing: str = "",
) -> Change:
    """Lend him to a club, under the permanent contract that covers the day; until: the last day.

    standing: his place in the squad there, empty: derived. Raises Refused without such a
    contract, at his own club, beside another loan, or beyond the contract's end.
    """
    lock_clubs(player, club, news)
    parent = _permanent(_running(player, on))
    if parent is None:
        raise Refused(f"No club has him under contract on {full_day(on)}.")
    loan = Contract(
        player=player,
        club=club,
        kind=ContractKind.LOAN.value,
        parent=parent,
        starts_on=on,
        ends_on=until,
        standing=standing,
        note=note[:200],
    )
    check_only_loan(loan)
    last = f" until {full_day(until)}" if until else ""
    text = f"on loan at {club} from {parent.club}{last}"
    undo = _open(loan, by, text, [])
    return _log(
        player,
        [(parent.club, text), (club, f"joined on loan from {parent.club}{last}")],
        by=by,
        source=source,
        news=news,
        before=f"at {parent.club}",
        after=f"on loan at {club}",
        undo=undo,
    )


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
    lock_clubs(contract.player, contract.club, news)
    stay = (
        Contract.objects.select_for_update().select_related("club", "player").get(pk=contract.pk)
    )
    if last_day(stay) <= on:
        raise Refused(f"That has ended already, on {full_day(last_day(stay))}.")
    lines = _ending_lines(stay, text)
    text = lines[0][1]
    later = Contract.objects.filter(parent=stay).exclude(ends_on__lte=on)
    closed = [_close(other, on, by, text) for other in later.select_related("club")]
    undo = _close(stay, on, by, text) | {"also": closed}
    return _log(
        stay.player,
        lines,
        by=by,
        source=source,
        news=news,
        before=f"on loan at {stay.club}" if stay.parent else f"at {stay.club}",
        after=f"back at {stay.parent.club}" if stay.parent else "left",
        undo=undo,
    )


def _ending_lines(stay: Contract, text: str) -> Lines:
    """Return what the log says of the club he is still at (text, if it is given), and where
    he was on loan."""
    if stay.parent is None:
        return [(stay.club, text or f"left {stay.club}")]
    home = stay.parent.club
    back = text or f"back from his loan at {stay.club}"
    return [(home, back), (stay.club, f"left: his loan from {home} is over")]


def _running(player: Player, day: dt.date) -> list[Contract]:
    """Return what covers the day, locked: loans first, so that they are closed first."""
    rows = Contract.objects.filter(player=player).covering(day)
    rows = rows.select_for_update(of=("self",)).select_related("club", "player")
    return sorted(rows, key=lambda stay: (stay.parent_id is None, stay.pk))


def _permanent(stays: list[Contract]) -> Contract | None:
    return next((stay for stay in stays if stay.kind == ContractKind.PERMANENT), None)


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


def _log(player: Player, lines: Lines, *, undo: Undo, **said: Any) -> Change:
    """Tell of a move at each of its clubs; return the line it is undone from, the first of them.

    A club without a competition has no log, unless there is no other.
    """
    (club, text), *others = [line for line in lines if line[0].competition_id] or lines[:1]
    kind = Change.Kind.CONTRACT
    sisters = [record(player, kind, told, club=at, **said).pk for at, told in others]
    undo = undo | {"sisters": sisters}
    return record(player, kind, text, club=club, undo=undo, **said)
