"""Two clubs, a man whom one of them wants, and whoever enters it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from squads.models import Change, Club, Contract, Player
from tests.factories import make_club, make_competition, make_player, make_user
from tests.transfers.factories import make_link, make_window, make_windows
from transfers.models import Link, LinkStep

TODAY = dt.date(2025, 9, 30)
DEADLINE = dt.date(2025, 9, 1)
CB = {"natural": "CB"}


@dataclass
class World:
    seller: Club
    buyer: Club
    man: Player
    by: Any


def make_world() -> World:
    """The seller has him and three more centre-backs, the buyer one; last summer's window."""
    make_windows()
    seller, buyer = make_club("Palace"), make_club("Reds")
    man = make_player("Marc", club=seller, **CB)
    for name in ("Max", "Chris", "Jay"):
        make_player(name, club=seller, **CB)
    make_player("Virgil", club=buyer, **CB)
    return World(seller, buyer, man, make_user("ed", role="editor"))


def make_abroad(closes: tuple[int, int, int]) -> Club:
    """A buyer of another league, whose winter window opens a day after the seller's."""
    league = make_competition(name="Serie A", slug="serie-a", country="Italy")
    winter = ("Winter in Italy", "2025/26", (2026, 1, 2), closes)
    make_window(winter, competition=league)
    return make_club("Milan", competition=league)


def linked(world: World, stage: str = "agreed", **fields: Any) -> Link:
    """A link with its first step, at a stage since deadline day."""
    fields = {"stage_on": DEADLINE} | fields
    link = make_link(world.man, world.seller, world.buyer, stage=stage, **fields)
    LinkStep.objects.create(link=link, stage=stage, on=link.stage_on)
    return link


def rows() -> dict[str, Any]:
    """Every row that completing writes and undoing has to restore, less versions and history."""
    left_out = {"version", "at", "made_at"}
    found = {}
    for model in (Contract, Link, LinkStep):
        names = [f.attname for f in model._meta.concrete_fields if f.name not in left_out]
        found[model.__name__] = list(model.objects.order_by("pk").values(*names))
    return found


def told(club: Club) -> list[str]:
    """The texts of a club's log, newest first."""
    return list(Change.objects.filter(club=club).order_by("-pk").values_list("text", flat=True))


def versions(*clubs: Club) -> list[int]:
    return [Club.objects.get(pk=club.pk).version for club in clubs]
