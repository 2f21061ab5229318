"""The rows behind the charts, split by subject."""

from squads.models.changes import Change, DataSet, SeedRecord
from squads.models.clubs import Club, ClubIdentifier, Competition, Formation, FormationSlot
from squads.models.contracts import Contract, Ranking
from squads.models.feeds import FeedReport, FeedRun
from squads.models.news import NewsItem, Outlet
from squads.models.players import Player, PlayerIdentifier, PlayerPosition, SeasonFigures
from squads.models.search import SearchKey
from squads.models.spells import Absence, Injury, ReturnEstimate

__all__ = [
    "Absence",
    "Change",
    "Club",
    "ClubIdentifier",
    "Competition",
    "Contract",
    "DataSet",
    "FeedReport",
    "FeedRun",
    "Formation",
    "FormationSlot",
    "Injury",
    "NewsItem",
    "Outlet",
    "Player",
    "PlayerIdentifier",
    "PlayerPosition",
    "Ranking",
    "ReturnEstimate",
    "SearchKey",
    "SeasonFigures",
    "SeedRecord",
]
