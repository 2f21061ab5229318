"""What a man can play: what is stored, and by kinship what is next to it."""

from collections.abc import Mapping

from squads.depth.squad import Aptitude, Member, Position

_RIGHT = ((Position.RB, Position.RWB), (Position.RWB, Position.RM), (Position.RM, Position.RW))
_LEFT = ((Position.LB, Position.LWB), (Position.LWB, Position.LM), (Position.LM, Position.LW))
_MIDDLE = ((Position.DM, Position.CM),)

KIN: Mapping[Position, tuple[Position, ...]] = {
    position: tuple(
        pair[1 - pair.index(position)] for pair in (*_RIGHT, *_LEFT, *_MIDDLE) if position in pair
    )
    for position in Position
}


def aptitudes(member: Member) -> dict[Position, tuple[Aptitude, bool]]:
    """Return his aptitude in every position he can play, and whether it is by kinship.

    A natural man is capable one step along his flank, and between DM and CM; a stored aptitude,
    even a lower one, always wins.
    """
    found = {position: (aptitude, False) for position, aptitude in member.positions}
    for position, aptitude in member.positions:
        if aptitude is Aptitude.NATURAL:
            for kin in KIN[position]:
                found.setdefault(kin, (Aptitude.CAPABLE, True))
    return found
