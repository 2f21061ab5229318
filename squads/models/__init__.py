"""The rows behind the charts, split by subject."""

from squads.models.changes import Change, DataSet, SeedRecord
from squads.models.clubs import Club, Competition, Formation, FormationSlot
from squads.models.contracts import Contract, Ranking
from squads.models.players import Player, PlayerIdentifier, PlayerPosition, SeasonFigures
from squads.models.search import SearchKey
from squads.models.spells import Absence, Injury, ReturnEstimate

__all__ = [
    "Absence",
    "Change",
    "Club",
    "Competition",
    "Contract",
    "DataSet",
    "Formation",
    "FormationSlot",
    "Injury",
    "Player",
    "PlayerIdentifier",
    "PlayerPosition",
    "Ranking",
    "ReturnEstimate",
    "SearchKey",
    "SeasonFigures",
    "SeedRecord",
]
