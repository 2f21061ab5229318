"""Writing rows so that what an editor has touched since the last load is left alone.

Every row that the seeds write leaves a SeedRecord with a digest of it. A row that no longer
has that digest was edited, a row that is gone was deleted: both stay as they are.
"""

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import SET_NULL, Model
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from squads.models import SearchKey, SeedRecord

REASON = "seeds"
BATCH = 500
Values = dict[str, Any]
Blocked = Callable[[Mapping[str, Values], Mapping[str, int]], set[str]]


@dataclass
class Counts:
    """What became of the rows of one table; kept: edited or deleted since, so left alone."""

    table: str
    created: int = 0
    updated: int = 0
    removed: int = 0
    unchanged: int = 0
    kept: int = 0

    @property
    def changed(self) -> int:
        return self.created + self.updated + self.removed

    def __str__(self) -> str:
        done = [
            f"{getattr(self, name)} {word}"
            for name, word in (
                ("created", "created"),
                ("updated", "updated"),
                ("removed", "removed"),
                ("unchanged", "unchanged"),
                ("kept", "kept, edited since"),
            )
            if getattr(self, name)
        ]
        return f"{self.table}: {', '.join(done) or 'none'}"


@dataclass
class Touched:
    """Rows that were written or removed, by what they belong to: primary keys by field."""

    by_field: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def note(self, rows: Iterable[Values]) -> None:
        for values in rows:
            for name, value in values.items():
                if name.endswith("_id") and value is not None:
                    self.by_field[name].add(value)


def digest(values: object) -> str:
    """Return a fingerprint of a row's values, the same for the same row read back."""
    plain = json.dumps(values, sort_keys=True, default=_plain, ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, dt.datetime):
        value = value.astimezone(dt.UTC)
    return str(value)


class RowTable:
    """The rows of one model that the seeds write, each under a key of its own.

    fields: names of what the seeds write. unique: fields that together belong to one row
    only; a row of somebody else that has them stands in for the seeds' one. blocked: given
    the rows about to be written and the primary keys known so far, returns the keys that rows
    of somebody else do not allow.
    """

    def __init__(
        self,
        name: str,
        model: type[Model],
        fields: str,
        *,
        unique: Collection[tuple[str, ...]] = (),
        blocked: Blocked | None = None,
    ) -> None:
        self.counts, self.touched = Counts(name), Touched()
        self.model, self.fields = model, fields.split()
        self.unique, self.blocked = unique, blocked
        records = SeedRecord.objects.filter(table=name)
        rows = _rows(model).filter(pk__in=records.values("row")).select_for_update()
        self.rows: dict[int, Values] = {
            values.pop("pk"): values for values in rows.values("pk", *self.fields)
        }
        self.records = {record.key: record for record in records}
        self.written: set[int] = set()
        self.left: set[str] = set()
        self.alive = {k: r.row for k, r in self.records.items() if r.row in self.rows}

    def pk(self, key: str | None) -> int | None:
        """Return the row that stands for a key, None when there is none (any more)."""
        return None if key is None else self.alive.get(key)

    def is_untouched(self, key: str) -> bool:
        """Return whether the row is still what the seeds wrote."""
        pk = self.alive.get(key)
        return pk in self.rows and digest(self.rows[pk]) == self.records[key].digest

    def remove_stale(self, wanted: Collection[str]) -> None:
        """Delete untouched rows that the seeds no longer have, unless something needs them."""
        stale = {key for key in self.alive if key not in wanted}
        untouched = {key: self.alive[key] for key in stale if self.is_untouched(key)}
        needed = _needed(self.model, untouched.values())
        gone = {key: pk for key, pk in untouched.items() if pk not in needed}
        self.touched.note(self.rows[pk] for pk in gone.values())
        _delete(self.model, gone.values())
        _delete(SeedRecord, [self.records.pop(key).pk for key in gone])
        for key in gone:
            del self.alive[key]
        self.counts.removed += len(gone)
        self.counts.kept += len(stale) - len(gone)

    def write(self, wanted: Mapping[str, Values | None], hold: Collection[str] = ()) -> None:
        """Create and change rows; None (what it needs is gone) and held keys are left alone."""
        new, changed = {}, {}
        for key, values in wanted.items():
            if values is None or key in hold:
                self.left.add(key)
            elif key not in self.records:
                new[key] = values
            elif not self.is_untouched(key):
                self.left.add(key)
            elif digest(values) == self.records[key].digest:
                self.counts.unchanged += 1
            else:
                changed[key] = values
        self._update(self._free(changed))
        self._create(self._free(new))
        self.counts.kept += len(self.left)

    def _free(self, wanted: dict[str, Values]) -> dict[str, Values]:
        """Return those that no other row stands in the way of; that row is used instead."""
        taken: dict[str, int] = {}
        for names in self.unique if wanted else ():
            there = _pks_by(self.model, names)
            for key, values in wanted.items():
                pk = there.get(tuple(values[name] for name in names))
                if pk is not None and pk != self.alive.get(key):
                    taken[key] = pk
        for key, pk in taken.items():
            self.alive.setdefault(key, pk)
        stopped = set(taken)
        if self.blocked and wanted:
            stopped |= self.blocked(wanted, self.alive)
        self.left |= stopped
        return {key: values for key, values in wanted.items() if key not in stopped}

    def _create(self, wanted: dict[str, Values]) -> None:
        if not wanted:
            return
        made = _bulk_create(self.model, [self.model(**values) for values in wanted.values()])
        records = []
        for (key, values), row in zip(wanted.items(), made, strict=True):
            self.alive[key] = row.pk
            records.append(self._record(key, row.pk, values))
        SeedRecord.objects.bulk_create(records, batch_size=BATCH)
        self._note(wanted)
        self.counts.created += len(made)

    def _update(self, wanted: dict[str, Values]) -> None:
        if not wanted:
            return
        rows = _rows(self.model).in_bulk([self.alive[key] for key in wanted])
        for key, values in wanted.items():
            for name, value in values.items():
                setattr(rows[self.alive[key]], name, value)
            self.touched.note([self.rows[self.alive[key]]])
            self.records[key].digest = digest(values)
        _bulk_update(self.model, list(rows.values()), self.fields)
        changed = [self.records[key] for key in wanted]
        SeedRecord.objects.bulk_update(changed, ["digest"], batch_size=BATCH)
        self._note(wanted)
        self.counts.updated += len(wanted)

    def _record(self, key: str, pk: int, values: Values) -> SeedRecord:
        return SeedRecord(table=self.counts.table, key=key, row=pk, digest=digest(values))

    def _note(self, wanted: dict[str, Values]) -> None:
        self.written |= {self.alive[key] for key in wanted}
        self.touched.note(wanted.values())


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together: the values of their owner fields, and what differs."""

    owner: tuple[Any, ...]
    rows: list[Values]


class GroupTable:
    """Rows that are judged as a whole: a man's positions, a club's order in a position.

    owner: the fields that a group shares, the first a foreign key. A key is the owner's slug,
    then whatever else the group shares, separated by blanks. fields: what its rows differ in.
    """

    def __init__(
        self,
        name: str,
        model: type[Model],
        owner: tuple[str, ...],
        fields: tuple[str, ...],
        *,
        unique: tuple[str, ...] = (),
    ) -> None:
        self.counts, self.touched = Counts(name), Touched()
        self.model, self.owner, self.fields, self.unique = model, owner, fields, unique
        self.records = {r.key: r for r in SeedRecord.objects.filter(table=name)}
        self.pks: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        self.rows: dict[tuple[Any, ...], list[Values]] = defaultdict(list)
        for values in _rows(model).select_for_update().values("pk", *owner, *fields):
            group = tuple(values.pop(name) for name in owner)
            self.pks[group].append(values.pop("pk"))
            self.rows[group].append(values)

    def remove_stale(self, wanted: Collection[str]) -> None:
        """Delete untouched groups that the seeds no longer have."""
        stale = {k: self._stored_owner(k) for k in self.records if k not in wanted}
        gone = {key: group for key, group in stale.items() if self._is_untouched(key, group)}
        self._delete(gone.values())
        _delete(SeedRecord, [self.records.pop(key).pk for key in gone])
        self.counts.removed += len(gone)
        self.counts.kept += sum(bool(self.rows[g]) for k, g in stale.items() if k not in gone)

    def write(self, wanted: Mapping[str, Group | None]) -> None:
        """Create and change groups; None (their owner is gone) leaves one alone."""
        new, changed = {}, {}
        for key, group in wanted.items():
            if group is None:
                self.counts.kept += 1
            elif key not in self.records:
                if self.rows[group.owner]:
                    self.counts.kept += 1
                else:
                    new[key] = group
            elif not self._is_untouched(key, group.owner):
                self.counts.kept += 1
            elif self._digest(group.rows) == self.records[key].digest:
                self.counts.unchanged += 1
            else:
                changed[key] = group
        written = self._free(new | changed)
        self._delete(group.owner for key, group in written.items() if key in changed)
        self._create(written)

    def _create(self, written: dict[str, Group]) -> None:
        rows = [
            dict(zip(self.owner, group.owner, strict=True)) | values
            for group in written.values()
            for values in group.rows
        ]
        _bulk_create(self.model, [self.model(**values) for values in rows])
        self.touched.note(rows)
        new = [self._record(key, g) for key, g in written.items() if key not in self.records]
        SeedRecord.objects.bulk_create(new, batch_size=BATCH)
        again = [self.records[key] for key in written if key in self.records]
        for record in again:
            record.digest = self._digest(written[record.key].rows)
        SeedRecord.objects.bulk_update(again, ["digest"], batch_size=BATCH)
        self.counts.created += len(new)
        self.counts.updated += len(again)

    def _free(self, wanted: dict[str, Group]) -> dict[str, Group]:
        """Return the groups none of whose rows is somebody else's by a unique value."""
        if not self.unique or not wanted:
            return wanted
        own = {pk for group in wanted.values() for pk in self.pks[group.owner]}
        taken = {
            values for values, pk in _pks_by(self.model, self.unique).items() if pk not in own
        }
        free = {
            key: group
            for key, group in wanted.items()
            if not any(tuple(row[name] for name in self.unique) in taken for row in group.rows)
        }
        self.counts.kept += len(wanted) - len(free)
        return free

    def _stored_owner(self, key: str) -> tuple[Any, ...]:
        return (self.records[key].row, *key.split(" ")[1 : len(self.owner)])

    def _is_untouched(self, key: str, owner: tuple[Any, ...]) -> bool:
        return self._digest(self.rows[owner]) == self.records[key].digest

    def _digest(self, rows: list[Values]) -> str:
        return digest(sorted(digest(values) for values in rows))

    def _record(self, key: str, group: Group) -> SeedRecord:
        found = self._digest(group.rows)
        row = group.owner[0]
        return SeedRecord(table=self.counts.table, key=key, row=row, digest=found)

    def _delete(self, owners: Iterable[tuple[Any, ...]]) -> None:
        for owner in owners:
            shared = dict(zip(self.owner, owner, strict=True))
            self.touched.note(shared | values for values in self.rows[owner])
            _delete(self.model, self.pks.pop(owner, []))
            self.rows[owner] = []


def _rows(model: type[Model]) -> Any:
    return model._default_manager.order_by("pk")


def _pks_by(model: type[Model], names: tuple[str, ...]) -> dict[tuple[Any, ...], int]:
    return {tuple(values): pk for pk, *values in _rows(model).values_list("pk", *names)}


def _needed(model: type[Model], pks: Collection[int]) -> set[int]:
    """Return those of the rows that other rows hang on.

    Search keys do not count, nor does what only loses the name when a row goes.
    """
    needed: set[int] = set()
    for relation in model._meta.related_objects if pks else ():
        if relation.related_model is SearchKey or relation.on_delete is SET_NULL:
            continue
        name = relation.field.attname
        hanging = _rows(relation.related_model).filter(**{f"{relation.field.name}__in": pks})
        needed |= set(hanging.values_list(name, flat=True))
    return needed


def _delete(model: type[Model], pks: Iterable[int]) -> None:
    listed = list(pks)
    for start in range(0, len(listed), BATCH):
        _rows(model).filter(pk__in=listed[start : start + BATCH]).delete()


def _bulk_create(model: type[Model], rows: list[Any]) -> list[Any]:
    if hasattr(model, "history"):
        return bulk_create_with_history(  # type: ignore[no-any-return]
            rows, model, batch_size=BATCH, default_change_reason=REASON
        )
    return model._default_manager.bulk_create(rows, batch_size=BATCH)


def _bulk_update(model: type[Model], rows: list[Any], fields: Collection[str]) -> None:
    names = [name for name in fields if name != "id"]
    if hasattr(model, "history"):
        bulk_update_with_history(
            rows, model, names, batch_size=BATCH, default_change_reason=REASON
        )
    else:
        model._default_manager.bulk_update(rows, names, batch_size=BATCH)
