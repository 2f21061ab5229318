"""Who could fill a position: men anywhere in the data, as few facts of each as a list needs."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, NamedTuple, TypeAlias

from django.db.models import Exists, FilteredRelation, OuterRef, Q

from squads.day import season_of
from squads.depth import Aptitude, Member, Position
from squads.depth.aptitude import KIN
from squads.depth.availability import covers
from squads.depth.standing import derived_standing
from squads.loading import spell_of
from squads.models import Absence, Club, Competition, Injury, Player, PlayerPosition, SeasonFigures
from squads.models.search import fold
from transfers.models import RegistrationRule, Training
from transfers.planning.contracts import months_left

# With the relations `fit`, `own` and `loan`, which type checkers know nothing of.
Men: TypeAlias = Any
FITS = (Aptitude.NATURAL.value, Aptitude.CAPABLE.value)
# Whose training counts as home besides the club's own association.
SISTERS = {"England": ("Wales",), "Wales": ("England",)}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a man should be; None, empty or False where anything will do.

    months: his contract ends within so many. homegrown: "yes", "no" or "unknown", for the club
    that looks. league, club: slugs, of those he belongs to.
    """

    natural: bool = True
    age_from: int | None = None
    age_to: int | None = None
    height_from: int | None = None
    foot: str = ""
    months: int | None = None
    homegrown: str = ""
    league: str = ""
    club: str = ""
    standing: str = ""
    available: bool = False


class Candidate(NamedTuple):
    """A man who fits. owner: the club he is under contract with; at: where he is on loan.

    standing: at his own club; empty where he has none. minutes: in leagues this season.
    """

    pk: int
    slug: str
    name: str
    born_on: dt.date | None
    height_cm: int | None
    aptitude: Aptitude
    by_kinship: bool
    owner: int | None
    ends_on: dt.date | None
    standing: str
    at: int | None
    minutes: int = 0


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the day so many months later; the last of the month where that has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    first = dt.date(day.year + years, month + 1, 1)
    following = dt.date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + dt.timedelta(days=day.day - 1), following - dt.timedelta(days=1))


def home_associations(club: Club) -> tuple[str, ...]:
    """Return where a man must have been trained to be homegrown for a club; none if not known.

    As the newest rule of its league says, else its own association. One query.
    """
    rules = RegistrationRule.objects.filter(competition=club.competition).exclude(associations="")
    said = rules.order_by("-season").values_list("associations", flat=True).first()
    if said:
        return tuple(name.strip() for name in said.split(","))
    country = club.competition.country if club.competition else club.country
    return (country, *SISTERS.get(country, ())) if country else ()


class Minutes(NamedTuple):
    """League minutes of a season: of each man by club, and the most of anybody for a club."""

    played: Mapping[int, Mapping[int, int]]
    most: Mapping[int, int]


def league_minutes(day: dt.date) -> Minutes:
    """Return what has been played in the season of a day. One query."""
    rows = (
        SeasonFigures.objects.filter(
            season=season_of(day)[0], competition__kind=Competition.Kind.LEAGUE, minutes__gt=0
        )
        .order_by()
        .values_list("player", "club", "minutes")
    )
    played: dict[int, dict[int, int]] = defaultdict(dict)
    most: dict[int, int] = {}
    for player, club, minutes in rows:
        total = played[player].get(club, 0) + (minutes or 0)
        played[player][club] = total
        most[club] = max(most.get(club, 0), total)
    return Minutes(played, most)


@dataclass(frozen=True, slots=True)
class Pool:
    """Who is looked through. charted: clubs that have a chart, which alone derive standings."""

    position: Position
    day: dt.date
    minutes: Minutes
    charted: Collection[int]

    def matching(self, club: Club, wanted: Wanted, home: Sequence[str]) -> list[Candidate]:
        """Return everybody who fits and is what is wanted, but for the club's own men.

        In no particular order. One query, and two more where only available men are wanted.
        """
        men = _who_fit(self._men(), self.position, natural=wanted.natural)
        men = men.filter(_facts(wanted, self.day), _homegrown(wanted, home))
        out = _not_available(self.day) if wanted.available else set()
        return [
            one
            for one in self._made(men)
            if club.pk not in (one.owner, one.at)
            and wanted.standing in ("", one.standing)
            and (wanted.months is None or self._ends_within(one, wanted.months))
            and not (wanted.available and (one.at or one.pk in out))
        ]

    def _ends_within(self, one: Candidate, months: int) -> bool:
        left = months_left(one.ends_on, self.day) if one.ends_on else None
        return left is not None and left <= months

    def these(self, pks: Collection[int]) -> list[Candidate]:
        """Return these men, whatever they can play. One query."""
        return self._made(self._men().filter(pk__in=pks))

    def _men(self) -> Men:
        day, position = self.day, self.position.value
        on_day = Q(contracts__starts_on__lte=day) & (
            Q(contracts__ends_on__isnull=True) | Q(contracts__ends_on__gte=day)
        )
        return Player.objects.order_by().annotate(
            fit=FilteredRelation("positions", condition=Q(positions__position=position)),
            own=FilteredRelation("contracts", condition=on_day & Q(contracts__kind="permanent")),
            loan=FilteredRelation("contracts", condition=on_day & Q(contracts__kind="loan")),
        )

    def _made(self, men: Men) -> list[Candidate]:
        rows = men.values_list(
            "pk", "slug", "known_as", "born_on", "height_cm", "fit__aptitude",
            "own__club", "own__ends_on", "own__standing", "loan__club",
        )  # fmt: skip
        found = {}
        for pk, slug, name, born_on, height, stored, owner, ends_on, standing, at in rows:
            minutes = self.minutes.played.get(pk, {})
            found[pk] = Candidate(
                pk=pk,
                slug=slug,
                name=name,
                born_on=born_on,
                height_cm=height,
                aptitude=Aptitude(stored) if stored else Aptitude.CAPABLE,
                by_kinship=not stored,
                owner=owner,
                ends_on=ends_on,
                standing=standing or self._derived(born_on, minutes, owner),
                at=at,
                minutes=sum(minutes.values()),
            )
        return list(found.values())

    def _derived(
        self, born_on: dt.date | None, minutes: Mapping[int, int], owner: int | None
    ) -> str:
        """Return the standing that his club's chart derives for him, if it has one."""
        if owner is None or owner not in self.charted:
            return ""
        member = Member("", "", (), born_on=born_on, minutes=minutes.get(owner, 0))
        return derived_standing(member, self.day, self.minutes.most.get(owner, 0)).value


def _who_fit(men: Men, position: Position, *, natural: bool) -> Men:
    """Keep the men natural in a position, or capable too: stored, or by kinship.

    `fit` is what is stored of them for the position.
    """
    if natural:
        return men.filter(fit__aptitude=Aptitude.NATURAL.value)
    kin = PlayerPosition.objects.filter(
        player=OuterRef("pk"),
        position__in=[one.value for one in KIN[position]],
        aptitude=Aptitude.NATURAL.value,
    )
    return men.filter(Q(fit__aptitude__in=FITS) | (Q(fit__isnull=True) & Exists(kin)))


def _facts(wanted: Wanted, day: dt.date) -> Q:
    """Return what is wanted of his age, height, foot and club."""
    asked = Q()
    if wanted.age_from is not None:
        asked &= Q(born_on__lte=add_months(day, -12 * wanted.age_from))
    if wanted.age_to is not None:
        asked &= Q(born_on__gt=add_months(day, -12 * (wanted.age_to + 1)))
    if wanted.height_from is not None:
        asked &= Q(height_cm__gte=wanted.height_from)
    if wanted.foot:
        asked &= Q(foot__in=[wanted.foot, Player.Foot.BOTH.value])
    if wanted.league:
        asked &= Q(own__club__competition__slug=wanted.league)
    if wanted.club:
        asked &= Q(own__club__slug=wanted.club)
    return asked


def _homegrown(wanted: Wanted, home: Sequence[str]) -> Q:
    if not wanted.homegrown:
        return Q()
    rows = Training.objects.filter(player=OuterRef("pk"))
    here = Q(Exists(rows.filter(association__in=home)))
    if wanted.homegrown == "yes":
        return here
    return Q(Exists(rows)) & ~here if wanted.homegrown == "no" else ~Q(Exists(rows))


def _not_available(day: dt.date) -> set[int]:
    """Return the men whom a spell keeps out on a day, or makes doubtful. Two queries."""
    out: set[int] = set()
    for table, why, part in ((Injury, "diagnosis", "body_part"), (Absence, "reason", None)):
        spells = table.objects.not_confirmed_back_by(day).filter(began_on__lte=day)
        for spell in spells:
            seen = spell_of(
                spell, reason=getattr(spell, why), body_part=getattr(spell, part) if part else ""
            )
            if covers(seen, day):
                out.add(spell.player_id)
    return out


# In what order

SORTS: Mapping[str, str] = {
    "name": "name",
    "club": "owner",
    "age": "born_on",
    "height": "height_cm",
    "contract": "ends_on",
    "minutes": "minutes",
}
DEFAULT_SORT = "contract"


def ordered(
    found: Iterable[Candidate], sort: str, club_names: Mapping[int, str]
) -> list[Candidate]:
    """Return them by a column, "-age" for the other way round; what is not known comes last.

    Ties: who has played most, then by name.
    """
    key = _key(sort.removeprefix("-"), club_names)
    by_minutes = sorted(found, key=lambda one: (-one.minutes, one.name, one.pk))
    known = [one for one in by_minutes if key(one) is not None]
    unknown = [one for one in by_minutes if key(one) is None]
    return sorted(known, key=key, reverse=sort.startswith("-")) + unknown


def _key(column: str, club_names: Mapping[int, str]) -> Callable[[Candidate], Any]:
    """Return what a column sorts by; the youngest have the lowest age."""
    if column == "name":
        return lambda one: fold(one.name)
    if column == "club":
        return lambda one: fold(club_names[one.owner]) if one.owner else None
    if column == "age":
        return lambda one: -one.born_on.toordinal() if one.born_on else None
    return attrgetter(SORTS[column])
