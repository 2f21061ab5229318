"""The admin of transfers."""
