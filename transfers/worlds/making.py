"""Writing a made-up world to the database, and taking it away again."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from random import Random
from typing import Any, TypeVar

from django.conf import settings
from django.db import models, transaction

from squads.day import season_of
from squads.depth import ContractKind, Position, Standing, age_on
from squads.models import (
    Absence,
    Club,
    Competition,
    Contract,
    Formation,
    Injury,
    Player,
    PlayerPosition,
    Ranking,
    ReturnEstimate,
    SearchKey,
    SeasonFigures,
)
from squads.models.search import fold
from transfers.models import Training, Window
from transfers.worlds.leagues import COUNTRIES, DIVISIONS, nationality, windows
from transfers.worlds.men import Man, draw_man, main_positions
from transfers.worlds.names import club_name
from transfers.worlds.spells import draw_spells, estimates_of
from transfers.worlds.squads import Place, order_in, places, rounds_played

BATCH = 1000
CLUBS_IN_A_LEAGUE = 20
LENT = 0.07  # of men
TRAINING_KNOWN, TRAINED_AT_CLUB = 0.85, 0.15
WORTH_LENDING = {Standing.PROSPECT, Standing.BACKUP, Standing.FRINGE}
Report = Callable[[str], None]
Row = TypeVar("Row", bound=models.Model)


class PrefixTaken(Exception):
    """There are clubs of this prefix already."""


class NoFormations(Exception):
    """There is no formation that clubs could play."""


@dataclass(slots=True)
class Made:
    """How many rows of each table were made."""

    rows: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        return ", ".join(f"{count} {name}" for name, count in self.rows.items())


@dataclass(slots=True)
class _Man:
    """A made-up man with his rows; club: where he is on the day, on loan or not."""

    place: Place
    player: Player
    owner: Club
    club: Club

    @property
    def man(self) -> Man:
        return self.place.man


@transaction.atomic
def make_world(
    clubs: int,
    seed: int,
    day: dt.date,
    *,
    prefix: str = "world",
    report: Report = lambda line: None,
) -> Made:
    """Make so many clubs with their leagues, windows and men, as of a day. One seed, one world.

    Raises PrefixTaken when clubs of the prefix are there, NoFormations when none can be played.
    """
    if Club.objects.filter(slug__startswith=f"{prefix}-").exists():
        raise PrefixTaken(f"There are clubs called “{prefix}-…” already.")
    return _Making(Random(seed), day, prefix, report).run(clubs)  # noqa: S311


class _Making:
    """One world while it is being made."""

    def __init__(self, rng: Random, day: dt.date, prefix: str, report: Report) -> None:
        self.rng, self.day, self.prefix, self.report = rng, day, prefix, report
        self.made = Made()
        self.season = season_of(day)[0]
        self.starters = _starters()
        if not self.starters:
            raise NoFormations("There is no formation. Load the seeds first.")

    def run(self, count: int) -> Made:
        leagues = self._leagues(-(-count // CLUBS_IN_A_LEAGUE))
        clubs = self._clubs(leagues, count)
        men = self._men(clubs)
        self._lend(men, clubs)
        self._careers(men)
        self._spells(men)
        self._rankings(men)
        self._training(men)
        self._search_keys([*clubs, *(one.player for one in men)])
        return self.made

    def write(self, name: str, model: type[Row], rows: Iterable[Row]) -> list[Row]:
        """Create the rows in batches and say how many they are."""
        written = model._default_manager.bulk_create(rows, batch_size=BATCH)
        self.made.rows[name] += len(written)
        self.report(f"{len(written):7} {name}")
        return written

    def _leagues(self, count: int) -> list[Competition]:
        leagues = self.write("leagues", Competition, map(self._league, range(count)))
        self.write(
            "windows",
            Window,
            (
                Window(
                    competition=league, name=name, season=season, opens_at=opens_at,
                    closes_at=closes_at, time_zone=COUNTRIES[league.country], source="made up",
                    confidence=Window.Confidence.DERIVED,
                )
                for league in leagues
                for name, season, opens_at, closes_at in windows(league.country, self.day)
            ),
        )  # fmt: skip
        return leagues

    def _league(self, number: int) -> Competition:
        tier, place = divmod(number, len(COUNTRIES))
        country = list(COUNTRIES)[place]
        division = DIVISIONS[tier] if tier < len(DIVISIONS) else f"{tier + 1}th"
        return Competition(
            name=f"{country} {division} Division ({self.prefix})",
            slug=f"{self.prefix}-{fold(country)}-{tier + 1}",
            country=country,
            rank=200 + number,
        )

    def _clubs(self, leagues: Sequence[Competition], count: int) -> list[Club]:
        formations = list(self.starters)
        taken = set(Club.objects.values_list("name", flat=True))
        taken_slugs: set[str] = set()
        rows: list[Club] = []
        while len(rows) < count:
            name, short = club_name(self.rng)
            slug = f"{self.prefix}-{fold(short).replace(' ', '-')}"
            if name in taken or slug in taken_slugs:
                continue
            taken.add(name)
            taken_slugs.add(slug)
            league = leagues[len(rows) // CLUBS_IN_A_LEAGUE]
            rows.append(
                Club(
                    name=name, slug=slug, short_name=short[:20], country=league.country,
                    competition=league, formation=self.rng.choice(formations),
                    colour=self._colour(),
                )
            )  # fmt: skip
        return self.write("clubs", Club, rows)

    def _plays(self, club: Club) -> Counter[Position]:
        return self.starters[club.formation] if club.formation else Counter()

    def _colour(self) -> str:
        """Return one that is neither too light nor too dark to read on."""
        return "#" + "".join(f"{self.rng.randrange(0x30, 0xB0):02x}" for _ in range(3))

    def _men(self, clubs: Iterable[Club]) -> list[_Man]:
        found = [one for club in clubs for one in self._squad(club)]
        for number, one in enumerate(found, 1):
            name = fold(one.man.known_as).replace(" ", "-")
            one.player.slug = f"{self.prefix}-{number}-{name}"[:80]
        self.write("players", Player, [one.player for one in found])
        self.write(
            "positions",
            PlayerPosition,
            [
                PlayerPosition(player=one.player, position=p.value, aptitude=a.value, order=order)
                for one in found
                for order, (p, a) in enumerate(one.man.positions, 1)
            ],
        )
        return found

    def _squad(self, club: Club) -> Iterator[_Man]:
        starters = self._plays(club)
        mains = main_positions(self.rng, starters)
        men = [draw_man(self.rng, main, self.day) for main in mains]
        for place in places(self.rng, men, starters, self.day):
            man = place.man
            player = Player(
                full_name=man.full_name, known_as=man.known_as, born_on=man.born_on,
                nationality=nationality(self.rng, club.country), foot=man.foot,
                height_cm=man.height_cm,
            )  # fmt: skip
            yield _Man(place, player, owner=club, club=club)

    def _lend(self, men: Sequence[_Man], clubs: Sequence[Club]) -> None:
        """Send some men to another club until the season ends."""
        ends_on = season_of(self.day)[1]
        if len(clubs) < 2:
            return
        for one in men:
            until, worth = one.place.ends_on, one.place.standing in WORTH_LENDING
            if worth and (until is None or until > ends_on) and self.rng.random() < 2 * LENT:
                others = [club for club in self.rng.sample(clubs, 2) if club != one.owner]
                one.club = others[0]

    def _careers(self, men: Sequence[_Man]) -> None:
        """Write contracts, loans and what was played where he is."""
        numbers: dict[int, Iterator[int]] = defaultdict(lambda: iter(range(1, 100)))
        own, lent, figures = [], [], []
        for one in men:
            at_home = one.club is one.owner
            standing = "" if one.place.derived else one.place.standing.value
            number = next(numbers[one.club.pk], None)
            contract = Contract(
                player=one.player, club=one.owner, standing=standing,
                starts_on=one.place.starts_on, ends_on=one.place.ends_on,
                squad_number=number if at_home else None,
            )  # fmt: skip
            own.append(contract)
            if not at_home:
                lent.append(self._loan(one, contract, number))
            figures.append(self._figures(one))
        self.write("contracts", Contract, own)
        self.write("loans", Contract, lent)
        self.write("season figures", SeasonFigures, figures)

    def _loan(self, one: _Man, contract: Contract, number: int | None) -> Contract:
        first = dt.date(season_of(self.day)[1].year - 1, 7, 1)
        return Contract(
            player=one.player, club=one.club, kind=ContractKind.LOAN.value, parent=contract,
            starts_on=max(first, contract.starts_on), ends_on=season_of(self.day)[1],
            squad_number=number, standing=Standing.ROTATION.value,
        )  # fmt: skip

    def _figures(self, one: _Man) -> SeasonFigures:
        minutes = one.place.minutes
        appearances = min(-(-minutes // 70), rounds_played(self.day))
        return SeasonFigures(
            player=one.player, club=one.club, season=self.season,
            competition=one.club.competition, minutes=minutes, appearances=appearances,
            starts=min(minutes // 80, appearances),
        )  # fmt: skip

    def _spells(self, men: Sequence[_Man]) -> None:
        spells = [s for one in men for s in draw_spells(self.rng, one.player, self.day)]
        injuries = [spell for spell in spells if isinstance(spell, Injury)]
        absences = [spell for spell in spells if isinstance(spell, Absence)]
        self.write("injuries", Injury, injuries)
        self.write("absences", Absence, absences)
        estimates = [e for spell in spells for e in estimates_of(self.rng, spell)]
        self.write("expected returns", ReturnEstimate, estimates)

    def _rankings(self, men: Sequence[_Man]) -> None:
        """Write every club's order in the positions it plays, of the men who are there."""
        squads: dict[Club, dict[Man, Player]] = defaultdict(dict)
        for one in men:
            squads[one.club][one.man] = one.player
        rows = [
            Ranking(club=club, position=position.value, rank=rank, player=here[man])
            for club, here in squads.items()
            for position in self._plays(club)
            for rank, man in enumerate(order_in(list(here), position), 1)
        ]
        self.write("rankings", Ranking, rows)

    def _training(self, men: Sequence[_Man]) -> None:
        rows = []
        for one in men:
            if self.rng.random() > TRAINING_KNOWN:
                continue
            here = self.rng.random() < TRAINED_AT_CLUB
            association = one.owner.country if here else one.player.nationality
            club = one.owner if here and age_on(one.man.born_on, self.day) > 18 else None
            rows.append(
                Training(player=one.player, association=association, club=club, source="made up")
            )
        self.write("training", Training, rows)

    def _search_keys(self, named: Sequence[Club | Player]) -> None:
        for some in _batches(named):
            SearchKey.objects.refresh(some)
        self.report(f"{len(named):7} names that search finds")


def _starters() -> dict[Formation, Counter[Position]]:
    """Return every formation with how many play in each position."""
    formations = Formation.objects.prefetch_related("slots").order_by("name")
    return {f: Counter(Position(slot.position) for slot in f.slots.all()) for f in formations}


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(rows)
    while some := list(islice(left, BATCH)):
        yield some


@transaction.atomic
def remove_world(prefix: str = "world", *, report: Report = lambda line: None) -> Made:
    """Remove the clubs, leagues and men of a prefix with all that hangs on them, nothing else.

    Clubs outside the prefix where such a man is by now get a new version. Raises ProtectedError,
    removing nothing, when a man who is not of the prefix is at one of the clubs.
    """
    made, start = Made(), f"{prefix}-"
    men = Player.objects.filter(slug__startswith=start)
    clubs = Club.objects.filter(slug__startswith=start)
    elsewhere = Club.objects.filter(contracts__player__in=men).exclude(slug__startswith=start)
    elsewhere.distinct().touch()
    with _without_history():
        _remove(made, "players", men, report)
        _remove(made, "clubs", clubs, report)
        _remove(made, "leagues", Competition.objects.filter(slug__startswith=start), report)
    return made


@contextmanager
def _without_history() -> Iterator[None]:
    """Keep no history meanwhile: what was made in bulk has none that could go on."""
    before = getattr(settings, "SIMPLE_HISTORY_ENABLED", True)
    settings.SIMPLE_HISTORY_ENABLED = False
    try:
        yield
    finally:
        settings.SIMPLE_HISTORY_ENABLED = before


def _remove(made: Made, name: str, rows: models.QuerySet[Any], report: Report) -> None:
    for pks in _batches(rows.order_by("pk").values_list("pk", flat=True)):
        rows.filter(pk__in=pks).delete()
        made.rows[name] += len(pks)
        report(f"{made.rows[name]:7} {name} removed")
