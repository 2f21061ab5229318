"""Telling open pages what has changed: who watches what, and where notices come from."""
