"""A page's list taken away: as CSV for a spreadsheet or as JSON, with the filters in force."""

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.text import slugify

from squads.pages.tables import ORDERS, Table, asked_in
from squads.views.errors import problem

FORMATS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
# More rows than that are for the API; a file that lacks some says so in its name.
MOST_ROWS = 10_000
# Excel takes a file that begins with it for UTF-8, so that names keep their accents.
BYTE_ORDER_MARK = "\ufeff"
# A spreadsheet runs a cell that begins with one of these (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def exported(
    request: HttpRequest,
    table: Table,
    found: Iterable[Any],
    *,
    here: str,
    on: dt.date,
    of: str = "",
    about: Mapping[str, Any] | None = None,
    complete: bool = True,
) -> HttpResponse:
    """Answer with a list as the file that is asked for, or say that there is no such format.

    here: the address of the page. on: the day that it shows. of: whose list it is, a slug.
    about: what every row is of, by column; it stands first. complete: whether all of it is known
    yet. Nobody but who asks may keep the file: what is on it may depend on the account.
    """
    form = request.GET["format"].strip().lower()
    if form not in FORMATS:
        text = f"There is no format called “{form[:40]}” here: csv and json are."
        return problem(
            request, 400, "No such list", text, links=[{"url": here, "text": "The list itself"}]
        )
    about = about or {}
    rows = [_whole(request, {**about, **row}) for row in table.rows(islice(found, MOST_ROWS + 1))]
    lacks = "" if complete else "incomplete"
    if len(rows) > MOST_ROWS:
        rows, lacks = rows[:MOST_ROWS], f"first-{MOST_ROWS}"
    asked = asked_in(here)
    which = [asked.pop(name) for name in table.asks if name in asked]
    filters = {name: value for name, value in asked.items() if name not in ORDERS}
    if form == "csv":
        content = _csv([*about, *table.columns], rows)
    else:
        whole = {"list": table.name, "page": request.build_absolute_uri(here), "day": on}
        whole |= {"filters": filters, "count": len(rows), "complete": not lacks, "rows": rows}
        content = json.dumps(whole, ensure_ascii=False, default=_text, indent=1)
    narrowed = "filtered" if filters else ""
    parts = [of or "twodeep", table.name, on.isoformat(), *which, narrowed, lacks]
    return _file(content, form, "-".join(filter(None, parts)))


def _file(content: str, form: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=FORMATS[form])
    name = slugify(name.replace(",", "-"))
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    patch_cache_control(response, private=True, no_cache=True)
    patch_vary_headers(response, ["Cookie"])
    return response


def _whole(request: HttpRequest, row: dict[str, Any]) -> dict[str, Any]:
    """Return a row whose addresses of this site are whole ones."""
    return {
        name: request.build_absolute_uri(value)
        if name.endswith(("page", "url")) and str(value or "").startswith("/")
        else value
        for name, value in row.items()
    }


def _csv(columns: list[str], rows: Iterable[dict[str, Any]]) -> str:
    file = io.StringIO()
    file.write(BYTE_ORDER_MARK)
    writer = csv.writer(file)
    writer.writerow(columns)
    writer.writerows([_cell(row[column]) for column in columns] for row in rows)
    return file.getvalue()


def _cell(value: Any) -> str | int | float:
    """Return what a cell holds: nothing for None, numbers, and text that is no formula."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    if isinstance(value, list | tuple):
        value = "; ".join(map(_text, value))
    text = _text(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, dt.date) else str(value)
