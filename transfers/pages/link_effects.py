"""What a link does to both clubs, worked out of their squads."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import F

from squads.depth import Entry, Member, Position, Squad, Standing
from squads.loading import load_men
from squads.models import Club, Contract
from transfers.loading import squads_on, windows_by_club
from transfers.models import Link
from transfers.pages.link_days import Days, judged
from transfers.planning.link import (
    Effect,
    Fit,
    Transfer,
    fits,
    for_buyer,
    for_seller,
    place_of,
)
from transfers.planning.scenario import signing

Kind, Stage = Link.Kind, Link.Stage
# Whose own place is not known because his club has no chart is judged as such.
UNKNOWN_STANDING = Standing.ROTATION
MOST_MEN = 150  # looked at as replacements, those nearest to the end of their contract
MOST_CLUBS = 30
MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """A link with the days it is judged on and what it does; a club without a chart has none.

    contract: his at the seller. place: where the buyer counts him, or lists him.
    """

    link: Link
    days: Days
    contract: Contract | None
    seller: Effect | None
    buyer: Effect | None
    standing_assumed: bool = False

    @property
    def place(self) -> Entry | None:
        return place_of(self.buyer.after, self.link.player.slug) if self.buyer else None

    @property
    def falling(self) -> list[Position]:
        """The positions in which the seller needs a replacement first."""
        return [shift.position for shift in self.seller.falling] if self.seller else []


def judge(link: Link, today: dt.date) -> Judged:
    """Work out what a link does to both clubs. Nine queries at most."""
    clubs = {club.pk: club for club in _clubs(link)}
    windows = windows_by_club(clubs.values())
    contract = contract_there(link, today)
    own, other = link.from_club_id, link.to_club_id
    days = judged(link, windows.get(own, []), windows.get(other, []), contract, today)
    squads = squads_on([club for club in clubs.values() if club.formation_id], days.on)
    seller, buyer = squads.get(own), squads.get(other)
    transfer = Transfer(
        slug=link.player.slug,
        on=days.on,
        is_loan=link.is_loan,
        until=link.until_on,
        is_done=link.stage == Stage.DONE,
        to=link.to_club.name,
    )
    man, assumed = _man(link, seller, buyer, days.on)
    return Judged(
        link,
        days,
        contract,
        for_seller(seller, transfer, days.seller_last, man) if seller else None,
        for_buyer(buyer, transfer, days.buyer_last, man) if buyer else None,
        assumed and buyer is not None,
    )


def _clubs(link: Link) -> Iterable[Club]:
    both = Club.objects.filter(pk__in=[link.from_club_id, link.to_club_id])
    return both.select_related("competition", "formation")


def contract_there(link: Link, today: dt.date) -> Contract | None:
    """Return his contract at the seller: of the day the link is at, else the last one."""
    stays = Contract.objects.permanent().filter(player=link.player_id, club=link.from_club_id)
    over = link.stage in (Stage.DONE, Stage.COLLAPSED, Stage.REJECTED)
    day = link.stage_on if over else today
    found = stays.filter(starts_on__lte=day).order_by("-starts_on").first()
    return found or stays.order_by("-starts_on").first()


def _man(
    link: Link, seller: Squad | None, buyer: Squad | None, on: dt.date
) -> tuple[Member | None, bool]:
    """Return him with the standing he has, and whether that had to be assumed."""
    order = (buyer, seller) if link.stage == Stage.DONE else (seller, buyer)
    for squad in order:
        for member in squad.members if squad else ():
            if squad and member.slug == link.player.slug:
                return signing(member, squad, on), False
    man = load_men([link.player_id]).get(link.player.slug)
    return (replace(man, standing=UNKNOWN_STANDING) if man else None), True


@dataclass(frozen=True, slots=True)
class Replacements:
    """Men for one position, the likeliest first, and of how many they are the first."""

    position: Position
    fits: list[tuple[Fit, Club]]
    count: int


def replacements(found: Judged) -> list[Replacements]:
    """Return who anywhere could take his place, for every position that falls. Six queries.

    Looked at are clubs of those whose contracts end first, MOST_CLUBS of them.
    """
    link, on = found.link, found.days.on
    if not found.falling:
        return []
    clubs = {club.slug: club for club in _clubs_with(found.falling, link, on)}
    squads = squads_on(clubs.values(), on).values()
    return [
        _replacements(position, fits(squads, position, on, without=[link.player.slug]), clubs)
        for position in found.falling
    ]


def _replacements(position: Position, men: Sequence[Fit], clubs: dict[str, Club]) -> Replacements:
    shown = [(fit, clubs[fit.squad.club]) for fit in men[:MOST_SHOWN]]
    return Replacements(position, shown, len(men))


def _clubs_with(positions: Sequence[Position], link: Link, on: dt.date) -> list[Club]:
    """Return clubs that have a man for one of the positions. Two queries."""
    men = (
        Contract.objects.permanent()
        .covering(on)
        .filter(
            club__competition__isnull=False,
            club__formation__isnull=False,
            player__positions__position__in=[position.value for position in positions],
            player__positions__aptitude="natural",
        )
        .exclude(club=link.from_club_id)
        .exclude(standing__in=[Standing.FRINGE.value, Standing.PROSPECT.value])
        .order_by(F("ends_on").asc(nulls_last=True), "pk")
        .values_list("club", flat=True)[:MOST_MEN]
    )
    pks = list(dict.fromkeys(men))[:MOST_CLUBS]
    return list(Club.objects.charted().filter(pk__in=pks))
