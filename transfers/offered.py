"""What this app adds to the pages and moves of squads."""

from squads.extensions import extensions


def register() -> None:
    """Add it; called once, when the site starts."""
    extensions.navigation += []
