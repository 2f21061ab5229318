"""A link is done: the contracts are written, and undoing restores them and the link."""

import datetime as dt
from typing import Any

from django.db import transaction

from squads.models import Change, Contract, NewsItem
from squads.moves import Refused, lend, sign_for
from squads.moves import undo as undo_change
from squads.moves.contracts import LONGEST
from squads.moves.log import By, person, said_on
from squads.wording import full_day, join
from transfers.models import Link, LinkStep
from transfers.moves.links import Said, check_day, locked, named, put_back, save, tell
from transfers.moves.stages import obstacles, own_contract, why_not
from transfers.words import kind_words, stage_word

Kind, Stage = Link.Kind, Link.Stage
DAY = dt.timedelta(days=1)


@transaction.atomic
def complete(
    link: Link,
    *,
    by: By,
    on: dt.date | None = None,
    until: dt.date | None = None,
    standing: str = "",
    note: str = "",
    source: str = "",
    news: NewsItem | None = None,
    version: int | None = None,
) -> Change:
    """Write his contract or loan at the buyer, close the old one, and call the link done.

    on: the first day there, the site's unless given; of a pre-contract the day it is signed: it
    begins when the old one ends. until: the last day, the link's own unless given. standing: his
    place in the new squad, empty: derived. Raises Stale if the link no longer has this version,
    Refused with whatever stands in the way.
    """
    link, said = locked(link, version, news), Said(by, source, news)
    on = on or said_on(by)
    if why := why_not(link, Stage.DONE):
        raise Refused(why)
    check_day(link, on)
    _hold_what_comes_first(link)
    if found := obstacles(link, on):
        raise Refused(" ".join(found))
    change = _write(link, on, until or link.until_on, standing, said)
    was = stage_word(link)
    before = {"stage": link.stage, "stage_on": link.stage_on.isoformat()}
    change.undo = (change.undo or {}) | {"link": before}
    change.save(update_fields=["undo"])
    link.stage, link.stage_on, link.change = Stage.DONE, on, change
    text = f"{named(link)}: done, was {was} ({kind_words(link)})"
    save(link, said, text, ["stage", "stage_on", "change"])
    told = tell(link, text, said._replace(news=change.news), before=was, after="done")
    LinkStep.objects.create(
        link=link, stage=Stage.DONE, on=on, note=note, news=told.news, by=person(by)
    )
    return change


def _hold_what_comes_first(link: Link) -> None:
    """Lock the links that it waits for: none of them is undone while this one is written."""
    first = Link.objects.filter(awaited_by__link=link).order_by("pk")
    list(first.select_for_update(of=("self",)))


def _write(link: Link, on: dt.date, until: dt.date | None, standing: str, said: Said) -> Change:
    facts: dict[str, Any] = {
        "by": said.by,
        "source": said.source,
        "news": said.news,
        "standing": standing,
    }
    start = _start(link, on)
    if until and until > start + LONGEST:
        raise Refused(f"{full_day(until)} is too far off. Check the year.", "until")
    if link.is_loan:
        if until is None:
            raise Refused("A loan ends on a day: give the last one.", "until")
        return lend(link.player, link.to_club, on=on, until=until, **facts)
    if until and until < start:
        raise Refused(f"It only begins on {full_day(start)}.", "until")
    return sign_for(link.player, link.to_club, on=start, until=until, **facts)


def _start(link: Link, on: dt.date) -> dt.date:
    """Return the first day of the new contract: of a pre-contract, when the old one is over."""
    if link.kind != Kind.PRE_CONTRACT:
        return on
    contract: Contract | None = own_contract(link, on)
    return contract.ends_on + DAY if contract and contract.ends_on else on


@transaction.atomic
def undo_done(link: Link, *, by: By, version: int | None = None) -> Change:
    """Undo what `complete` wrote: contracts, stage and step are as they were.

    Raises Stale where something newer stands on the contracts, or on the link; Refused where
    it was not completed here, or another one that waited for it is done by now.
    """
    link = locked(link, version)
    if link.stage != Stage.DONE or link.change is None:
        raise Refused("Its contract was not written here, so it cannot be undone here.")
    return undo_change(link.change, by=by)


def after_undo(change: Change, by: Any) -> None:
    """Put a link back to where it was when the change that completed it is undone.

    That is on record with the change: steps may have been entered, or removed, meanwhile.
    Raises Refused where another one that waited for it is done by now.
    """
    links = Link.objects.select_for_update(of=("self",)).for_lists()
    for link in links.filter(change=change, stage=Stage.DONE):
        _check_nothing_followed(link)
        said, was = Said(by), (change.undo or {})["link"]
        link.steps.filter(stage=Stage.DONE).delete()
        put_back(link, said, was["stage"], dt.date.fromisoformat(was["stage_on"]))
        tell(link, f"{named(link)}: {stage_word(link)} again, no longer done", said, before="done")


def _check_nothing_followed(link: Link) -> None:
    """Raise Refused where transfers that waited for this one are done."""
    later = Link.objects.filter(conditions__other=link, stage=Stage.DONE).order_by("pk")
    names = list(later.values_list("player__known_as", flat=True))
    if names:
        whose = join([f"{name}’s" for name in names])
        waited = "it waited for this one" if len(names) == 1 else "they waited for this one"
        raise Refused(f"Undo {whose} transfer first: {waited}.")
