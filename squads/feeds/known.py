"""What is known here of the men a feed lists, read in a few queries whatever their number."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q

from squads.depth.availability import covers as runs
from squads.loading import spell_of
from squads.models import (
    Absence,
    Club,
    ClubIdentifier,
    Contract,
    FeedReport,
    Injury,
    Player,
    ReturnEstimate,
)
from squads.models.spells import spell_key
from squads.spans import covers

Spell = Injury | Absence
LONG_AGO = dt.timedelta(days=400)  # spells over for longer no feed speaks of any more


@dataclass
class Man:
    """A man with his contracts and spells; dated: who gave the newest expected return of each."""

    player: Player
    stays: list[Contract] = field(default_factory=list)
    spells: list[Spell] = field(default_factory=list)
    dated: dict[Spell, str] = field(default_factory=dict)

    def contract(self, day: dt.date) -> Contract | None:
        """Return the permanent contract that covers a day."""
        here = (stay for stay in self.stays if stay.parent_id is None and covers(stay, day))
        return next(here, None)

    def loan(self, day: dt.date) -> Contract | None:
        here = (stay for stay in self.stays if stay.parent_id is not None and covers(stay, day))
        return next(here, None)

    def is_at(self, club: Club, day: dt.date) -> bool:
        """Whether he plays for the club on a day, owned or borrowed."""
        stay = self.loan(day) or self.contract(day)
        return stay is not None and stay.club_id == club.pk

    def clubs(self) -> set[int]:
        """Return the pks of all clubs that ever had him."""
        return {stay.club_id for stay in self.stays}

    def begun(self, day: dt.date) -> list[Spell]:
        """Return the spells that had begun by a day and that nobody has confirmed as over."""
        return [s for s in self.spells if s.returned_on is None and s.began_on <= day]


def missing_on(spell: Spell, day: dt.date) -> bool:
    """Whether charts count him as missing for this on a day, doubtful included."""
    if isinstance(spell, Absence):
        seen = spell_of(spell, reason=spell.reason)
    else:
        seen = spell_of(
            spell, chance=spell.chance, reason=spell.diagnosis, body_part=spell.body_part
        )
    return runs(seen, day)


def presumed_back(spell: Spell, day: dt.date) -> bool:
    """Whether the day that was named for his return has come."""
    expected = spell.expected_on
    overtaken = expected and spell.reported_on and spell.reported_on >= expected
    return expected is not None and not overtaken and expected <= day


def men_of(players: list[Player], day: dt.date) -> dict[int, Man]:
    """Return these men by their pk, with what bears on a feed of the day. Five queries."""
    men = {player.pk: Man(player) for player in players}
    stays = Contract.objects.filter(player__in=men).select_related("club", "parent__club")
    for stay in stays.order_by("starts_on", "pk"):
        men[stay.player_id].stays.append(stay)
    for table in (Injury, Absence):
        bears = Q(returned_on__isnull=True) | Q(returned_on__gt=day - LONG_AGO)
        for spell in table._default_manager.filter(bears, player__in=men).order_by("-began_on"):
            men[spell.player_id].spells.append(spell)
    for man in men.values():
        man.spells.sort(key=lambda spell: spell.began_on, reverse=True)
        for spell in man.spells:
            spell.player = man.player
        for stay in man.stays:
            stay.player = man.player
    _note_sources(men)
    return men


def _note_sources(men: dict[int, Man]) -> None:
    """Note who gave the newest expected return of every spell that is not over."""
    newest: dict[tuple[str, int | None], str] = defaultdict(str)
    going = Q(injury__returned_on__isnull=True, injury__isnull=False) | Q(
        absence__returned_on__isnull=True, absence__isnull=False
    )
    rows = ReturnEstimate.objects.filter(going).order_by("given_on", "pk")
    for injury, absence, source in rows.values_list("injury", "absence", "source"):
        newest["injury" if injury else "absence", injury or absence] = source
    for man in men.values():
        for spell in man.spells:
            (table,) = spell_key(spell)
            man.dated[spell] = newest.get((table, spell.pk), "")


def clubs_by_code(feed: str) -> dict[str, Club]:
    """Return the clubs here by what the feed calls them."""
    rows = ClubIdentifier.objects.filter(source=feed).select_related("club")
    return {row.value: row.club for row in rows}


def reports_by_code(feed: str) -> dict[str, FeedReport]:
    """Return all reports, locked: an editor's answer comes before or after a run, never in it."""
    reports = FeedReport.objects.filter(feed=feed).select_for_update().order_by("pk")
    return {report.code: report for report in reports}


def lock_every_club() -> None:
    """Lock the clubs before any other row and in one order, as everywhere.

    For who cannot say beforehand which it takes: a line may name any of them.
    """
    list(Club.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))
