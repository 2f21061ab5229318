"""Parts that several answers hold."""

from ninja import Schema


class League(Schema):
    slug: str
    name: str


class ClubName(Schema):
    slug: str
    name: str


class ManName(Schema):
    """A man: slug for addresses, name as charts print it."""

    slug: str
    name: str
