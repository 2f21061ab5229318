"""Needs, worked out and kept."""
