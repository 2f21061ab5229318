"""The admin of transfers."""

from transfers.admin import links, needs, registration, scenarios, shortlists, windows

__all__ = ["links", "needs", "registration", "scenarios", "shortlists", "windows"]
