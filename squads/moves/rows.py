"""Locking one row, writing what changes of it, and what undo needs to know of that."""

import json
from typing import Any, TypeAlias, TypeVar, cast

from django.core.serializers.json import DjangoJSONEncoder

from squads.models import Absence, Contract, Injury, NewsItem
from squads.moves.log import By, Gone, Refused, Stale, lock_clubs, person

Row: TypeAlias = Injury | Absence | Contract
RowT = TypeVar("RowT", bound=Row)
# Rows by the name that undo keeps; the version and what nobody edits are left out.
MODELS: dict[str, type[Injury] | type[Absence] | type[Contract]] = {
    "injury": Injury,
    "absence": Absence,
    "contract": Contract,
}
UNTRACKED = {"id", "player", "version"}


def locked(row: RowT, version: int | None, news: NewsItem | None = None) -> RowT:
    """Return the row as it is now, locked. Raises Stale unless it has this version.

    version: the one the editor saw; None takes the row as it is. The man's clubs are locked
    before it, as everywhere, with those that `lock_these` locks for the news.
    """
    lock_clubs(row.player, news=news)
    rows = type(row)._default_manager.select_for_update().filter(pk=row.pk)
    found = cast("RowT | None", rows.first())
    if found is None:
        raise Gone("Somebody has removed this entry meanwhile; nothing was saved.")
    if version is not None and found.version != version:
        raise Stale("Somebody has changed this meanwhile.")
    return found


def write(row: Row, fields: dict[str, Any], *, by: By, reason: str) -> dict[str, Any]:
    """Write the fields that differ and one more version; return what undo needs.

    Raises Refused where nothing differs.
    """
    changed = {name: value for name, value in fields.items() if getattr(row, name) != value}
    if not changed:
        raise Refused("That is how it stands already; nothing was changed.")
    if person(by) and isinstance(row, Injury | Absence) and not row.by_hand:
        changed["by_hand"] = True
    before = kept(row, list(changed))
    for name, value in changed.items():
        setattr(row, name, value)
    row.version += 1
    sign(row, by, reason)
    row.save(update_fields=[*changed, "version"])
    return payload(row, before, kept(row, list(changed)))


def payload(row: Row, before: dict[str, Any] | None, after: dict[str, Any]) -> dict[str, Any]:
    """Return what undo needs: the row, its fields before (None: it was made) and after."""
    return {"row": row._meta.model_name, "pk": row.pk, "before": before, "after": after}


def kept(row: Row, names: list[str] | None = None) -> dict[str, Any]:
    """Return fields as JSON holds them; all that can be edited unless named."""
    names = names or [f.name for f in row._meta.concrete_fields if f.name not in UNTRACKED]
    values = {name: getattr(row, name) for name in names}
    kept_values: dict[str, Any] = json.loads(json.dumps(values, cls=DjangoJSONEncoder))
    return kept_values


def sign(row: Any, by: By, reason: str) -> None:
    """Name the editor and the reason in the row's history."""
    row._history_user = person(by)
    row._change_reason = reason[:100]
