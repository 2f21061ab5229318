"""A list taken away: as CSV for a spreadsheet, or as JSON, with the filters in force."""

import csv
import datetime as dt
import io
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from squads.views.filters import BadFilter

T = TypeVar("T")
# The name of a column, and what stands in it of one row.
Columns = Mapping[str, Callable[[T], Any]]
FORMATS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
# Excel takes a file that begins with it for UTF-8, so that names keep their accents.
BYTE_ORDER_MARK = "\ufeff"
# A spreadsheet runs a cell that begins with one of these.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def format_asked(request: HttpRequest) -> str:
    """Return "csv" or "json", empty for a page. Raises BadFilter for anything else."""
    asked = request.GET.get("format", "").strip().lower()
    if asked and asked not in FORMATS:
        raise BadFilter(f"There is no format called “{asked[:40]}” here: csv and json are.")
    return asked


def exported(
    form: str, name: str, columns: Columns[T], rows: Iterable[T], on: dt.date
) -> HttpResponse:
    """Return rows as a file called "name-2025-09-30.csv".

    form: "csv" or "json". on: the day that the rows are of.
    """
    found = [{column: read(row) for column, read in columns.items()} for row in rows]
    content = _csv(list(columns), found) if form == "csv" else _json(name, found, on)
    response = HttpResponse(content, content_type=FORMATS[form])
    response["Content-Disposition"] = f'attachment; filename="{name}-{on.isoformat()}.{form}"'
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _json(name: str, rows: list[dict[str, Any]], on: dt.date) -> str:
    whole = {"list": name, "on": on, "count": len(rows), "rows": rows}
    return json.dumps(whole, ensure_ascii=False, default=str, indent=1)


def _csv(columns: list[str], rows: list[dict[str, Any]]) -> str:
    file = io.StringIO()
    file.write(BYTE_ORDER_MARK)
    writer = csv.writer(file)
    writer.writerow(columns)
    writer.writerows([_cell(row[column]) for column in columns] for row in rows)
    return file.getvalue()


def _cell(value: Any) -> Any:
    """Return what a cell holds: nothing for None, lists with semicolons, text that is no formula."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        value = "; ".join(map(str, value))
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value
