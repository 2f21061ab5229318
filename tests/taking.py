"""Lists taken away, as tests read them."""

import csv
import io
import re
from typing import Any

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def as_file(visitor: Any, url: str, form: str, **query: Any) -> Any:
    """Return the answer to a page's address with a format."""
    return visitor.get(url, query | {"format": form})


def as_csv(response: Any) -> list[dict[str, str]]:
    """Return the rows of a file as a spreadsheet reads it."""
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response.content.startswith(BYTE_ORDER_MARK)
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def shown(page: Any, row: str) -> int:
    """Return how many rows a page shows. row: what begins each of them, a pattern."""
    return len(re.findall(row, page.text))


def assert_alike(cells: list[dict[str, str]], rows: list[dict[str, Any]]) -> None:
    """Check that both formats have the same columns, and that addresses are whole ones."""
    assert list(cells[0]) == list(rows[0])
    whole = [(name, url) for row in rows for name, url in row.items() if url]
    urls = [url for name, url in whole if name.endswith(("page", "url"))]
    assert all(url.startswith(("http://testserver/", "https://")) for url in urls)
