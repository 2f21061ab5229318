"""The admin of transfers."""

from transfers.admin import (
    links,
    needs,
    registration,
    scenarios,
    shortlists,
    windows,
    worklists,
)

__all__ = [
    "links",
    "needs",
    "registration",
    "scenarios",
    "shortlists",
    "windows",
    "worklists",
]
