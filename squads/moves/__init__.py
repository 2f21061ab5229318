"""What editors change, one function a change: all or nothing, logged, and undone by `undo`."""

from squads.moves.contracts import change_contract
from squads.moves.log import By, Feed, Gone, Refused, Stale, club_of, record
from squads.moves.news import news_item
from squads.moves.positions import position_words, set_positions
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
from squads.moves.transfers import end_contract, lend, sign_for
from squads.moves.undo import undo, undoable

__all__ = [
    "By",
    "Feed",
    "Gone",
    "Refused",
    "Stale",
    "already",
    "change_contract",
    "change_return",
    "club_of",
    "end_contract",
    "lend",
    "mark_back",
    "mark_doubtful",
    "move_in_ranking",
    "news_item",
    "open_like",
    "order_of",
    "position_words",
    "record",
    "report_absence",
    "report_injury",
    "set_positions",
    "set_standing",
    "sign_for",
    "undo",
    "undoable",
]
