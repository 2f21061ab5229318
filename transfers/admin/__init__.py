"""The admin of transfers."""

from transfers.admin import links, needs, scenarios, shortlists

__all__ = ["links", "needs", "scenarios", "shortlists"]
