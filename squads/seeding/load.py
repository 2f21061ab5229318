"""Writing a seed set to the database: all or nothing, again and again, sparing every edit."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from squads.extensions import extensions
from squads.models import Club, DataSet, Player, SearchKey
from squads.seeding.records import BATCH, Counts
from squads.seeding.rows import SeedSet
from squads.seeding.tables import Tables
from squads.seeding.wanted import Wanted

Report = Callable[[Counts], None]


@dataclass(frozen=True)
class Loaded:
    """What a load did: table by table, and how many clubs it gave a new version."""

    counts: list[Counts]
    clubs_touched: int

    def total(self, name: str) -> int:
        return sum(getattr(counts, name) for counts in self.counts)


@transaction.atomic
def load(seeds: SeedSet, report: Report = lambda counts: None) -> Loaded:
    """Write the seeds; rows that somebody else has edited, deleted or made stay as they are.

    `report` is called for each table once it is written.
    """
    tables = Tables()
    wanted = Wanted(seeds, tables)
    _remove_stale(tables, wanted)
    _write_frame(tables, wanted, report)
    _write_squads(tables, wanted, report)
    _refresh_search(tables)
    DataSet.objects.filter(pk=1).update(loaded_at=timezone.now())
    return Loaded([table.counts for table in tables], _touch_clubs(tables))


def _remove_stale(tables: Tables, wanted: Wanted) -> None:
    """Remove what the seeds no longer have, first what hangs on others."""
    edited = {key for key in tables.estimates.alive if wanted.is_of_edited_spell(key)}
    tables.estimates.remove_stale(wanted.estimates().keys() | edited)
    tables.changes.remove_stale(wanted.changes())
    tables.rankings.remove_stale(wanted.rankings())
    tables.injuries.remove_stale(wanted.injuries())
    tables.absences.remove_stale(wanted.absences())
    tables.figures.remove_stale(wanted.figures())
    tables.loans.remove_stale(wanted.loans())
    tables.contracts.remove_stale(wanted.contracts())
    tables.identifiers.remove_stale(wanted.identifiers())
    tables.positions.remove_stale(wanted.positions())
    tables.players.remove_stale(wanted.players())
    tables.outlets.remove_stale(wanted.outlets())
    tables.club_identifiers.remove_stale(wanted.club_identifiers())
    tables.clubs.remove_stale(wanted.clubs())


def _write_frame(tables: Tables, wanted: Wanted, report: Report) -> None:
    """Write leagues, formations, clubs, outlets; then what no club needs any more can go."""
    tables.data_set.write(wanted.data_set())
    tables.competitions.write(wanted.competitions())
    tables.formations.write(wanted.formations())
    tables.slots.write(wanted.slots())
    tables.clubs.write(wanted.clubs())
    tables.club_identifiers.write(wanted.club_identifiers())
    tables.outlets.write(wanted.outlets())
    played = Club.objects.filter(formation__isnull=False)
    in_use = set(played.values_list("formation__name", flat=True))
    tables.slots.remove_stale(wanted.slots().keys() | in_use)
    tables.formations.remove_stale(wanted.formations())
    tables.competitions.remove_stale(wanted.competitions())
    frame = (tables.competitions, tables.formations, tables.slots, tables.clubs)
    for table in (tables.data_set, *frame, tables.club_identifiers, tables.outlets):
        report(table.counts)


def _write_squads(tables: Tables, wanted: Wanted, report: Report) -> None:
    """Write the men and all that hangs on them, parents before children."""
    tables.players.write(wanted.players())
    report(tables.players.counts)
    tables.positions.write(wanted.positions())
    report(tables.positions.counts)
    tables.identifiers.write(wanted.identifiers())
    report(tables.identifiers.counts)
    tables.contracts.write(wanted.contracts())
    report(tables.contracts.counts)
    tables.loans.write(wanted.loans())
    report(tables.loans.counts)
    tables.figures.write(wanted.figures())
    report(tables.figures.counts)
    tables.injuries.write(wanted.injuries())
    report(tables.injuries.counts)
    tables.absences.write(wanted.absences())
    report(tables.absences.counts)
    tables.estimates.write(wanted.estimates(), hold=wanted.estimates_to_hold())
    report(tables.estimates.counts)
    tables.rankings.write(wanted.rankings())
    report(tables.rankings.counts)
    tables.changes.write(wanted.changes())
    report(tables.changes.counts)


def _refresh_search(tables: Tables) -> None:
    """Write the search keys of the clubs and men whose rows were written."""
    for model, written in ((Club, tables.clubs.written), (Player, tables.players.written)):
        pks = sorted(written)
        for start in range(0, len(pks), BATCH):
            SearchKey.objects.refresh(model.objects.filter(pk__in=pks[start : start + BATCH]))


def _touch_clubs(tables: Tables) -> int:
    """Give the clubs of which something changed a new version; return how many."""
    men, clubs, spells = set(tables.players.written), set(tables.clubs.written), Q(pk__in=[])
    for table in tables.hanging_on_men():
        men |= table.touched.by_field["player_id"]
        clubs |= table.touched.by_field["club_id"]
        spells |= Q(injury_set__in=table.touched.by_field["injury_id"])
        spells |= Q(absence_set__in=table.touched.by_field["absence_id"])
    men |= set(Player.objects.filter(spells).values_list("pk", flat=True))
    touched = Club.objects.filter(
        Q(pk__in=clubs)
        | Q(contracts__player__in=men)
        | Q(contracts__loans__club__in=tables.clubs.written)
        | Q(competition__in=tables.competitions.written)
        | Q(figures__competition__in=tables.competitions.written)
        | Q(changes__news__outlet__in=tables.outlets.written)
    )
    # Any chart may be asked for in any formation, and offers them all.
    if tables.formations.counts.changed or tables.slots.counts.changed:
        touched = Club.objects.charted()
    pks = set(touched.values_list("pk", flat=True))
    written = Player.objects.filter(pk__in=tables.players.written)
    for of_men in extensions.clubs_of_men:
        pks |= set(Club.objects.filter(of_men(written)).values_list("pk", flat=True))
    named = Club.objects.filter(pk__in=tables.clubs.written)
    for of_clubs in extensions.clubs_of_clubs:
        pks |= set(Club.objects.filter(of_clubs(named)).values_list("pk", flat=True))
    found = Club.objects.filter(pk__in=pks)
    found.touch()
    return found.count()
