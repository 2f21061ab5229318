"""A man's contract or loan at a club: how long it runs, and his number."""

import datetime as dt
from collections.abc import Collection
from copy import copy

from django.core.exceptions import ValidationError
from django.db import transaction

from squads.day import current_day
from squads.depth import ContractKind
from squads.models import Change, Contract, NewsItem
from squads.moves.log import By, Refused, record
from squads.moves.rows import locked, write
from squads.spans import last_day, share_a_day
from squads.wording import full_day

EDITED = ("ends_on", "squad_number", "note")
LONGEST = dt.timedelta(days=15 * 365)  # nobody has been bound longer


@transaction.atomic
def change_contract(
    contract: Contract,
    *,
    by: By,
    ends_on: dt.date | None,
    squad_number: int | None,
    note: str | None = None,
    source: str = "",
    news: NewsItem | None = None,
    version: int | None = None,
) -> Change:
    """Change its last day, None for one that is not known, and his number.

    note: None leaves what is noted. Raises Stale if the contract no longer has this version,
    Refused if nothing would change or it would contradict another contract.
    """
    contract = locked(contract, version, news)
    was, after = contract_words(contract), copy(contract)
    after.ends_on, after.squad_number = ends_on, squad_number
    after.note = contract.note if note is None else note
    fields = {name: getattr(after, name) for name in EDITED}
    check_fits(after, [name for name in EDITED if fields[name] != getattr(contract, name)])
    text = changed_words(contract, after)
    undo = write(contract, fields, by=by, reason=text)
    return record(
        contract.player,
        Change.Kind.CONTRACT,
        text,
        by=by,
        club=contract.club,
        source=source,
        news=news,
        before=was,
        after=contract_words(after),
        undo=undo,
    )


def end_words(ends_on: dt.date | None) -> str:
    return full_day(ends_on) if ends_on else "no known day"


def number_words(number: int | None) -> str:
    return f"No. {number}" if number else "no number"


def contract_words(contract: Contract) -> str:
    """Return "contract to 30 Jun 2027, No. 2"."""
    return (
        f"{noun(contract)} to {end_words(contract.ends_on)}, {number_words(contract.squad_number)}"
    )


def noun(contract: Contract) -> str:
    return "loan" if contract.kind == ContractKind.LOAN else "contract"


def changed_words(was: Contract, now: Contract) -> str:
    """Return what became of it: "contract to 30 Jun 2029, was 30 Jun 2027; No. 5, was No. 2"."""
    parts = []
    if was.ends_on != now.ends_on:
        parts.append(f"{noun(now)} to {end_words(now.ends_on)}, was {end_words(was.ends_on)}")
    if was.squad_number != now.squad_number:
        parts.append(f"{number_words(now.squad_number)}, was {number_words(was.squad_number)}")
    if was.note != now.note:
        parts.append(f"{noun(now)}: {now.note}" if now.note else f"{noun(now)} without the note")
    return "; ".join(parts)


def check_fits(contract: Contract, changed: Collection[str]) -> None:
    """Raise Refused, with the field it is about, where a change contradicts what is stored."""
    if "ends_on" in changed:
        if contract.ends_on and contract.ends_on < contract.starts_on:
            raise Refused(f"It began on {full_day(contract.starts_on)}.", "ends_on")
        _check_others(contract)
        _check_loans(contract)
        if contract.kind == ContractKind.LOAN:
            check_only_loan(contract)
    if not {"ends_on", "squad_number"}.isdisjoint(changed):
        _check_number(contract)


def _check_others(contract: Contract) -> None:
    """Against his other permanent contracts, or for a loan the contract it hangs on."""
    try:
        contract.clean()
    except ValidationError as error:
        raise Refused(error.messages[0], "ends_on") from error


def _check_loans(contract: Contract) -> None:
    """Against the loans that hang on it, which end with it at the latest."""
    last = max(contract.loans.select_related("club"), key=last_day, default=None)
    if last and last_day(last) > last_day(contract):
        until = f"until {full_day(last.ends_on)}" if last.ends_on else "without a known end"
        raise Refused(f"He is on loan at {last.club} {until}. Change that first.", "ends_on")


def check_only_loan(loan: Contract) -> None:
    """Raise Refused where he is on another loan on one of its days."""
    others = Contract.objects.filter(player=loan.player, kind=ContractKind.LOAN.value)
    for other in others.exclude(pk=loan.pk).select_related("club"):
        if share_a_day(other, loan):
            since = full_day(other.starts_on)
            raise Refused(f"He is on loan at {other.club} from {since} on.", "ends_on")


def _check_number(contract: Contract) -> None:
    """Against the other men who wear it from today on; who is lent out leaves his number free.

    Where two wear it already, as stored, that is no fault of this change.
    """
    if contract.squad_number is None or last_day(contract) < current_day():
        return
    stored = Contract.objects.get(pk=contract.pk)
    kept = stored.squad_number == contract.squad_number
    worn = Contract.objects.filter(club=contract.club, squad_number=contract.squad_number)
    others = worn.exclude(player=contract.player).select_related("player").order_by("pk")
    today = current_day()
    away = set(
        Contract.objects.covering(today).filter(parent__in=others).values_list("parent", flat=True)
    )
    for other in others:
        if last_day(other) < today or other.pk in away or (kept and share_a_day(other, stored)):
            continue
        if share_a_day(other, contract):
            raise Refused(f"{other.player} wears {contract.squad_number}.", "squad_number")
