"""Scenarios' rows to what planning works on: the real squad, the moves, the squad under them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from squads.day import season_of
from squads.depth import (
    Aptitude,
    Formation,
    Member,
    Position,
    Squad,
    Standing,
)
from squads.loading import load_formations, load_men, load_squads
from squads.models import Club, Contract
from transfers.models import Scenario, ScenarioMove
from transfers.planning.scenario import (
    Absence,
    Extension,
    In,
    Move,
    Out,
    altered,
    overtaken,
    signing,
)

MADE_UP = "new-"  # what the slug of a made-up man begins with; his number follows
Kind = ScenarioMove.Kind


@dataclass(frozen=True, slots=True)
class Plan:
    """A scenario as the engine sees it.

    rows and moves belong together, one to one. before: the club's real squad in its own
    formation. after: that squad under the moves, in the scenario's. clubs_of: the ground's.
    """

    scenario: Scenario
    rows: tuple[ScenarioMove, ...]
    moves: tuple[Move, ...]
    before: Squad
    after: Squad
    clubs_of: Mapping[str, Sequence[Club]]

    def overtaken(self, today: dt.date) -> dict[int, str]:
        """Return why reality has overtaken a move, by the key of its row, where it has."""
        said = {
            row.pk: overtaken(self.before, move, today) or self._left(row)
            for row, move in zip(self.rows, self.moves, strict=True)
        }
        return {pk: why for pk, why in said.items() if why}

    def _left(self, row: ScenarioMove) -> str:
        """Return that a man who is to come has left the club that he was to come from."""
        if row.kind != Kind.IN or row.player is None or row.club is None:
            return ""
        clubs = self.clubs_of.get(row.player.slug, [])
        return "" if row.club in clubs else f"he is not at {row.club} any more"


@dataclass(slots=True)
class Ground:
    """What plans stand on: formations by name, and squads by the key of the club.

    season: whose minutes the squads' derived standings are read from. clubs_of: where the men
    who come in are under contract today, by their slugs.
    """

    season: str
    formations: Mapping[str, Formation]
    squads: dict[int, Squad] = field(default_factory=dict)
    clubs_of: dict[str, list[Club]] = field(default_factory=dict)

    def home_of(self, slug: str) -> Club | None:
        """Return the club with a chart that a man who comes in is at today, if one has him."""
        return _charted(self.clubs_of.get(slug, []))

    def cover(self, clubs: Iterable[Club]) -> None:
        """Load the squads of these clubs that are not there yet. Four queries if any is."""
        missing = [club for club in clubs if club.pk not in self.squads]
        if missing:
            self.squads |= load_squads(missing, self.season, self.formations)


def ground_for(club: Club, day: dt.date) -> Ground:
    """Return the ground with one club's squad, standings as of the season of a day.

    Five queries.
    """
    ground = Ground(season_of(day)[0], load_formations())
    ground.cover([club])
    return ground


def load_plans(scenarios: Sequence[Scenario], ground: Ground, today: dt.date) -> list[Plan]:
    """Return the plans of scenarios, however many moves they have. One query for the moves.

    Three to nine more where men come in: their clubs, those clubs' squads, and what is known of
    men without a charted club. A man has the standing that he has at his own club today.
    """
    rows: dict[int, list[ScenarioMove]] = defaultdict(list)
    found = ScenarioMove.objects.filter(scenario__in=scenarios).order_by("pk")
    for row in found.select_related("player", "club__competition", "link"):
        rows[row.scenario_id].append(row)
    incoming = {
        row.player.pk
        for own in rows.values()
        for row in own
        if row.kind == Kind.IN and row.player is not None
    }
    ground.cover(scenario.club for scenario in scenarios)
    men = _incoming(incoming, ground, today) if incoming else {}
    return [_plan(scenario, rows[scenario.pk], men, ground) for scenario in scenarios]


def _plan(
    scenario: Scenario, rows: Sequence[ScenarioMove], men: Mapping[str, Member], ground: Ground
) -> Plan:
    squad = ground.squads[scenario.club_id]
    made_up = [row for row in rows if row.player is None]
    numbers = {row.pk: number for number, row in enumerate(made_up, 1)}
    moves = tuple(_move(row, men, numbers.get(row.pk, 0)) for row in rows)
    formation = ground.formations[scenario.formation.name] if scenario.formation else None
    after = altered(squad, moves, formation)
    return Plan(scenario, tuple(rows), moves, squad, after, ground.clubs_of)


def _move(row: ScenarioMove, men: Mapping[str, Member], number: int) -> Move:
    """Return a row as a move. number: of a made-up man among those of his scenario."""
    if row.player is None:
        return In(_made_up(row, number), row.on, row.is_loan, row.until_on)
    slug = row.player.slug
    if row.kind == Kind.IN:
        member = men[slug]
        if row.standing:
            member = replace(member, standing=Standing(row.standing))
        return In(member, row.on, row.is_loan, row.until_on)
    if row.kind == Kind.OUT:
        club = row.club.name if row.club else ""
        return Out(slug, row.on, row.is_loan, row.until_on if row.is_loan else None, club)
    if row.kind == Kind.ABSENCE:
        return Absence(slug, row.on, row.until_on, reason=row.note or "supposed")
    return Extension(slug, row.until_on or dt.date.max, row.on)


def _made_up(row: ScenarioMove, number: int) -> Member:
    """Return a man of whom the scenario says all there is."""
    fit = Aptitude(row.aptitude) if row.aptitude else Aptitude.NATURAL
    return Member(
        slug=f"{MADE_UP}{number}",
        name=row.name,
        stays=(),
        positions=((Position(row.position), fit),),
        standing=Standing(row.standing) if row.standing else Standing.FIRST_CHOICE,
        born_on=row.born_on,
    )


def _incoming(players: Iterable[int], ground: Ground, today: dt.date) -> dict[str, Member]:
    """Return men by slug as signings: from the squad that has them today, else as they are."""
    players = list(players)
    ground.clubs_of |= _clubs_of(players, today)
    homes = {slug: home for slug, clubs in ground.clubs_of.items() if (home := _charted(clubs))}
    ground.cover({club.pk: club for club in homes.values()}.values())
    members = {pk: {m.slug: m for m in squad.members} for pk, squad in ground.squads.items()}
    found = {
        slug: signing(members[club.pk][slug], ground.squads[club.pk], today)
        for slug, club in homes.items()
    }
    return load_men(players) | found


def _charted(clubs: Iterable[Club]) -> Club | None:
    return next((club for club in clubs if club.competition_id and club.formation_id), None)


def _clubs_of(players: Sequence[int], today: dt.date) -> dict[str, list[Club]]:
    """Return the clubs that each man is under contract at today, by his slug. One query.

    Where he is on loan comes before who lends him.
    """
    contracts = (
        Contract.objects.covering(today)
        .filter(player__in=players)
        .select_related("player", "club__competition", "club__formation")
        .order_by("kind", "pk")
    )
    clubs: dict[str, list[Club]] = defaultdict(list)
    for contract in contracts:
        clubs[contract.player.slug].append(contract.club)
    return clubs
