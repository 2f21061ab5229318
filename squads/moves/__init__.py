"""What editors change, one function a change: all or nothing, logged, and undone by `undo`."""

from squads.moves.log import By, Feed, Gone, Refused, Stale, club_of, record
from squads.moves.ranking import move_in_ranking, order_of
from squads.moves.spells import (
    already,
    change_return,
    mark_back,
    mark_doubtful,
    open_like,
    report_absence,
    report_injury,
)
from squads.moves.standing import set_standing
from squads.moves.undo import undo, undoable

__all__ = [
    "By",
    "Feed",
    "Gone",
    "Refused",
    "Stale",
    "already",
    "change_return",
    "club_of",
    "mark_back",
    "mark_doubtful",
    "move_in_ranking",
    "open_like",
    "order_of",
    "record",
    "report_absence",
    "report_injury",
    "set_standing",
    "undo",
    "undoable",
]
