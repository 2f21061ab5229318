"""Made-up worlds: leagues, clubs and men that look like real ones, for benches and demos."""

from transfers.worlds.making import Made, NoFormations, PrefixTaken, make_world, remove_world

__all__ = ["Made", "NoFormations", "PrefixTaken", "make_world", "remove_world"]
