"""Planning on top of the engine: altered squads, needs, links, squad lists. Pure, as that is."""
