"""League figures of the season as the feed counts them: standings are derived from minutes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from squads.feeds.fpl import Listed
from squads.models import Club, Competition, SeasonFigures

COUNTED = ("minutes", "starts", "goals", "assists")
BATCH = 500


@dataclass(frozen=True, slots=True)
class Played:
    """A man at a club, and what the feed has counted for him this season, whatever the club."""

    player: int
    club: Club
    listed: Listed


def count(played: Iterable[Played], season: str) -> tuple[int, set[int]]:
    """Write what differs; return how many rows did, and the pks of the clubs they are of.

    What a man has done for another club of the same league this season is taken off. The feed
    does not count appearances: once he has played again a row no longer tells them. No log
    line is written.
    """
    rows = _rows(season)
    written = []
    for one in played:
        league = one.club.competition_id
        row = _counted(one, season, league, rows[one.player, league]) if league else None
        if row is not None:
            row.pk = None
            written.append(row)
    SeasonFigures.objects.bulk_create(
        written,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["player", "club", "season", "competition"],
        update_fields=[*COUNTED, "appearances"],
    )
    return len(written), {row.club_id for row in written}


def _rows(season: str) -> dict[tuple[int, int], list[SeasonFigures]]:
    """Return the league figures of a season by man and league."""
    rows: dict[tuple[int, int], list[SeasonFigures]] = defaultdict(list)
    leagues = SeasonFigures.objects.filter(
        season=season, competition__kind=Competition.Kind.LEAGUE
    )
    for row in leagues.order_by("pk"):
        rows[row.player_id, row.competition_id].append(row)
    return rows


def _counted(
    one: Played, season: str, league: int, found: list[SeasonFigures]
) -> SeasonFigures | None:
    """Return his row as the feed counts it; None where that is how it stands."""
    mine = next((row for row in found if row.club_id == one.club.pk), None)
    totals = _less(one.listed, [row for row in found if row is not mine])
    if mine is None:
        mine = SeasonFigures(
            player_id=one.player, club=one.club, season=season, competition_id=league
        )
    if all((getattr(mine, name) or 0) == value for name, value in totals.items()):
        return None
    if mine.minutes != totals["minutes"] or mine.starts != totals["starts"]:
        mine.appearances = None
    for name, value in totals.items():
        setattr(mine, name, value)
    return mine


def _less(listed: Listed, elsewhere: list[SeasonFigures]) -> Mapping[str, int]:
    """Return what the feed counts less what he did for other clubs of the league."""
    return {
        name: max(0, getattr(listed, name) - sum(getattr(row, name) or 0 for row in elsewhere))
        for name in COUNTED
    }
