"""Rules over all data that the database does not hold everywhere, each under a name."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Q

from squads.depth import ContractKind, Position
from squads.models import (
    Absence,
    Change,
    Club,
    Contract,
    DataSet,
    FeedReport,
    Formation,
    Injury,
    Player,
    PlayerIdentifier,
    Ranking,
    ReturnEstimate,
)
from squads.spans import clashes, lies_within

Offenders = Callable[[dt.date], Iterable[str]]
SLOTS = 11


@dataclass(frozen=True, slots=True)
class Rule:
    """sentence: what holds. broken_by: given the current day, describes the rows that break it."""

    sentence: str
    broken_by: Offenders


RULES: dict[str, Rule] = {}


def rule(name: str, sentence: str) -> Callable[[Offenders], Offenders]:
    """Enter a function into RULES under a name."""

    def enter(broken_by: Offenders) -> Offenders:
        RULES[name] = Rule(sentence, broken_by)
        return broken_by

    return enter


def _stays(kind: ContractKind) -> Iterator[list[Contract]]:
    """Yield for each man his contracts or loans."""
    found: dict[int, list[Contract]] = defaultdict(list)
    rows = Contract.objects.filter(kind=kind.value).select_related("player", "club")
    for stay in rows.order_by("player__slug", "starts_on", "pk"):
        found[stay.player_id].append(stay)
    yield from found.values()


@rule("one-permanent-contract", "Nobody has two permanent contracts on one day.")
def permanent_contracts_at_once(day: dt.date) -> Iterator[str]:
    for stays in _stays(ContractKind.PERMANENT):
        for earlier, later in clashes(stays):
            yield f"{later}; already at {earlier.club}"


@rule("one-loan", "Nobody is on loan at two clubs on one day.")
def loans_at_once(day: dt.date) -> Iterator[str]:
    for stays in _stays(ContractKind.LOAN):
        for earlier, later in clashes(stays):
            yield f"{later}; already at {earlier.club}"


@rule(
    "loan-within-contract",
    "A loan lies within a permanent contract of the same man at another club.",
)
def loans_astray(day: dt.date) -> Iterator[str]:
    loans = Contract.objects.filter(kind=ContractKind.LOAN.value)
    for loan in loans.select_related("player", "club", "parent__player", "parent__club"):
        if (
            loan.parent is None
            or loan.parent.kind != ContractKind.PERMANENT
            or loan.parent.player_id != loan.player_id
            or loan.parent.club_id == loan.club_id
            or not lies_within(loan, loan.parent)
        ):
            yield f"{loan}; hangs on {loan.parent}"


@rule("squad-number-once", "No squad number is worn twice in a club on the current day.")
def numbers_worn_twice(day: dt.date) -> Iterator[str]:
    here = Contract.objects.covering(day)
    away = here.filter(kind=ContractKind.LOAN.value).values("parent")
    worn = here.filter(squad_number__isnull=False).exclude(pk__in=away)
    found: dict[tuple[str, int | None], list[str]] = defaultdict(list)
    for stay in worn.select_related("player", "club").order_by("club__name", "squad_number"):
        found[stay.club.name, stay.squad_number].append(str(stay.player))
    for (club, number), men in found.items():
        if len(men) > 1:
            yield f"{club} {number}: {', '.join(sorted(men))}"


@rule("formation-of-eleven", "A formation has eleven slots, one of them the goalkeeper's.")
def formations_not_of_eleven(day: dt.date) -> Iterator[str]:
    keeper = Q(slots__position=Position.GK.value)
    formations = Formation.objects.annotate(
        places=Count("slots"), keepers=Count("slots", filter=keeper)
    )
    for found in formations.exclude(places=SLOTS, keepers=1):
        yield f"{found}: {found.places} slots, {found.keepers} for a goalkeeper"


@rule("chart-complete", "A club in a league has a formation, and one with a formation a league.")
def clubs_half_charted(day: dt.date) -> Iterator[str]:
    for club in Club.objects.filter(competition__isnull=False, formation__isnull=True):
        yield f"{club}: no formation"
    for club in Club.objects.filter(competition__isnull=True, formation__isnull=False):
        yield f"{club}: no league"


@rule("ranking-without-gaps", "A club's order in a position runs from 1 without a gap.")
def rankings_with_gaps(day: dt.date) -> Iterator[str]:
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    order = Ranking.objects.order_by("club__name", "position", "rank")
    for name, position, rank in order.values_list("club__name", "position", "rank"):
        found[name, position].append(rank)
    for (name, position), ranks in found.items():
        if ranks != list(range(1, len(ranks) + 1)):
            yield f"{name} {position}: {', '.join(map(str, ranks))}"


@dataclass(frozen=True, slots=True)
class _Out:
    """The days of a spell; open until somebody confirms that it is over."""

    spell: Injury | Absence

    @property
    def starts_on(self) -> dt.date:
        return self.spell.began_on

    @property
    def ends_on(self) -> dt.date | None:
        back = self.spell.returned_on
        return back and max(back - dt.timedelta(1), self.spell.began_on)


@rule("spell-once", "No man has the same injury or absence twice on one day.")
def spells_at_once(day: dt.date) -> Iterator[str]:
    found: dict[tuple[int, str, str], list[_Out]] = defaultdict(list)
    for injury in Injury.objects.select_related("player"):
        found[injury.player_id, injury.kind, injury.diagnosis.casefold()].append(_Out(injury))
    for absence in Absence.objects.select_related("player"):
        found[absence.player_id, absence.kind, absence.reason.casefold()].append(_Out(absence))
    for spells in found.values():
        for earlier, later in clashes(spells):
            yield f"{later.spell}; the one of {earlier.starts_on} is not over"


@rule("estimate-current", "The newest expected return on record is the one its spell holds.")
def estimates_out_of_date(day: dt.date) -> Iterator[str]:
    newest: dict[Injury | Absence, ReturnEstimate] = {}
    estimates = ReturnEstimate.objects.select_related("injury__player", "absence__player")
    for estimate in estimates.order_by("given_on", "pk"):
        spell = estimate.injury or estimate.absence
        if spell is not None:
            newest[spell] = estimate
    for spell, estimate in newest.items():
        held = (spell.expected_from, spell.expected_until)
        if held != (estimate.expected_from, estimate.expected_until):
            yield f"{spell}: {spell.expected_on or 'no date'}; on record {estimate}"


@rule("searchable", "Every club and every player can be found by name.")
def not_searchable(day: dt.date) -> Iterator[str]:
    for club in Club.objects.filter(search_keys__isnull=True):
        yield str(club)
    for player in Player.objects.filter(search_keys__isnull=True):
        yield str(player)


@rule("one-data-set", "There is one data set at most.")
def further_data_sets(day: dt.date) -> Iterator[str]:
    yield from map(str, DataSet.objects.order_by("pk")[1:])


@rule("feed-report-has-man", "What was taken over of a feed, or disagrees, is of a man here.")
def reports_of_nobody(day: dt.date) -> Iterator[str]:
    """Of who has left, or is no longer listed, nothing is taken over but that."""
    disagrees = Q(state=FeedReport.State.DISAGREES)
    taken = Q(state=FeedReport.State.TAKEN, why="") & ~Q(status="u")
    for report in FeedReport.objects.filter(disagrees | taken, player__isnull=True):
        yield f"{report.feed} {report.code}, {report}"


@rule("feed-code-of-man", "A feed's report is of the man who has the feed's code.")
def reports_of_another(day: dt.date) -> Iterator[str]:
    sources = PlayerIdentifier.Source.values
    owners = {
        (known.source, known.value): known.player
        for known in PlayerIdentifier.objects.filter(source__in=sources).select_related("player")
    }
    named = FeedReport.objects.filter(player__isnull=False).select_related("player")
    for report in named:
        owner = owners.get((report.feed, report.code))
        if owner and owner != report.player:
            yield f"{report.feed} {report.code} is {owner}, the report of {report.player}"


@rule("feed-spell-once", "A feed keeps no man out twice at once for the same kind of reason.")
def feed_spells_at_once(day: dt.date) -> Iterator[str]:
    made = Change.objects.exclude(feed="").filter(undo__before=None, undone_at__isnull=True)
    rows = set(made.values_list("undo__row", "undo__pk"))
    found: dict[tuple[int, str], list[Injury | Absence]] = defaultdict(list)
    for table in (Injury, Absence):
        pks = [pk for row, pk in rows if row == table._meta.model_name]
        going = table._default_manager.filter(pk__in=pks, by_hand=False, returned_on__isnull=True)
        for spell in going.select_related("player").order_by("began_on", "pk"):
            found[spell.player_id, spell.kind].append(spell)
    for spells in found.values():
        for spell in spells[1:]:
            yield f"{spell}; the one of {spells[0].began_on} is not over"
