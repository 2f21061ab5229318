"""Runs of the fantasy feed on made-up answers: who is listed, and what a run makes of it."""

import datetime as dt
from typing import Any

from django.utils import timezone

from squads.feeds.fpl import Snapshot, read_snapshot
from squads.feeds.sync import Outcome, sync
from squads.models import Club, ClubIdentifier, FeedReport, Player, PlayerIdentifier
from tests.factories import make_club, make_player
from tests.squads.fpl_answers import codes, event, listed, raw


def known_clubs() -> tuple[Club, Club]:
    """Return Liverpool and Crystal Palace, which the feed calls 14 and 31."""
    found = []
    for name, code in (("Liverpool", "14"), ("Crystal Palace", "31")):
        club = make_club(name)
        ClubIdentifier.objects.create(club=club, source="fpl", value=code)
        found.append(club)
    return found[0], found[1]


def known_man(name: str = "Ada Lovelace", club: Club | None = None, **fields: Any) -> Player:
    """Return a man whom the feed calls by a code, at Liverpool unless told otherwise."""
    if club is None:
        club = Club.objects.filter(slug="liverpool").first() or known_clubs()[0]
    player = make_player(name, club=club, natural="CB", **fields)
    PlayerIdentifier.objects.create(player=player, source="fpl", value=str(next(codes)))
    return player


def says(player: Player, **values: Any) -> dict[str, Any]:
    """Return him as the feed lists him: available unless told otherwise."""
    first, _, last = player.full_name.partition(" ")
    named = {"first_name": first, "second_name": last, "web_name": last or first}
    code = int(player.identifiers.get(source="fpl").value)
    return listed(**named | {"code": code} | values)


def out(player: Player, news: str, at: str, **values: Any) -> dict[str, Any]:
    """Return him as missing. news: the feed's line; at: the day on which it was entered."""
    chance = next((int(word[:-1]) for word in news.split() if word.endswith("%")), 0)
    said = {
        "status": "d" if chance else "i",
        "news": news,
        "news_added": f"{at}T12:00:00Z",
        "chance_of_playing_next_round": chance,
    }
    return says(player, **said | values)


def answer_of(on: str, *men: dict[str, Any], **values: Any) -> Snapshot:
    """Return an answer that speaks of a day; further rounds by keyword `events`.

    It is read on that day, were it yet to come.
    """
    events = [event(1, f"{on}T10:00:00Z", is_current=True), *values.pop("events", [])]
    now = max(timezone.now(), dt.datetime.fromisoformat(f"{on}T23:00:00Z"))
    return read_snapshot(raw(*men, events=events, **values), now=now)


def run(on: str, *men: dict[str, Any], force: bool = False, **values: Any) -> Outcome:
    return sync(answer_of(on, *men, **values), force=force)


def report_of(player: Player) -> FeedReport:
    return FeedReport.objects.get(player=player)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
