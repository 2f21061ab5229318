"""Rows to depth.Squad: any number of clubs in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import (
    CharField,
    F,
    OuterRef,
    PositiveSmallIntegerField,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Concat

from squads import depth
from squads.models import (
    Absence,
    Club,
    Competition,
    Contract,
    FormationSlot,
    Injury,
    Player,
    PlayerPosition,
    Ranking,
    ReturnEstimate,
    SeasonFigures,
)

Rows = Iterable[Mapping[str, Any]]


def load_formations() -> dict[str, depth.Formation]:
    """Return every formation by name. One query."""
    slots: dict[str, list[depth.Slot]] = defaultdict(list)
    rows = FormationSlot.objects.order_by("formation__name", "number").values_list(
        "formation__name", "number", "position", "x", "y"
    )
    for name, number, position, x, y in rows:
        slots[name].append(depth.Slot(number, depth.Position(position), x, y))
    return {name: depth.Formation(name, tuple(found)) for name, found in slots.items()}


def load_squads(
    clubs: Iterable[Club], season: str, formations: Mapping[str, depth.Formation]
) -> dict[int, depth.Squad]:
    """Return each club's squad, for any day, by the club's pk. Four queries.

    season: whose league minutes the derived standings are read from. Men on loan from another
    club are in both squads. A club without a formation is left out.
    """
    clubs = [club for club in clubs if club.formation_id]
    pks = [club.pk for club in clubs]
    stays = list(_stays(pks, season))
    here = Contract.objects.filter(club__in=pks).values("player")
    positions = _positions(PlayerPosition.objects.filter(player__in=here))
    spells = _spells(here)
    rankings = _rankings(pks)
    men: dict[int, dict[int, list[Mapping[str, Any]]]] = {pk: defaultdict(list) for pk in pks}
    for stay in stays:
        if stay["club"] in men:
            men[stay["club"]][stay["player"]].append(stay)
        if stay["parent__club"] in men:
            men[stay["parent__club"]][stay["player"]].append(stay)
    return {
        club.pk: depth.Squad(
            club=club.slug,
            formation=formations[club.formation.name],
            members=tuple(
                _member(club.pk, rows, positions[player], spells[player])
                for player, rows in men[club.pk].items()
            ),
            rankings=rankings[club.pk],
            minutes_played=max(
                (r["minutes"] or 0 for r in stays if r["club"] == club.pk), default=0
            ),
            version=club.version,
        )
        for club in clubs
        if club.formation is not None
    }


def load_men(players: Iterable[int]) -> dict[str, depth.Member]:
    """Return men by slug, given their keys, whatever club they are at. Three queries.

    Without stays, number and standing: only what they can play, their ages and their spells.
    """
    wanted = Player.objects.filter(pk__in=list(players))
    positions = _positions(PlayerPosition.objects.filter(player__in=wanted))
    spells = _spells(wanted.values("pk"))
    return {
        man.slug: depth.Member(
            slug=man.slug,
            name=man.known_as,
            stays=(),
            positions=positions[man.pk],
            born_on=man.born_on,
            spells=spells[man.pk],
            short_name=man.short_name,
        )
        for man in wanted
    }


def _stays(pks: list[int], season: str) -> Rows:
    """Contracts and loans at these clubs, and loans from them, with league minutes there."""
    minutes = (
        SeasonFigures.objects.filter(
            player=OuterRef("player"),
            club=OuterRef("club"),
            season=season,
            competition__kind=Competition.Kind.LEAGUE,
        )
        .order_by()
        .values("player")
        .annotate(total=Sum("minutes"))
        .values("total")
    )
    return (
        Contract.objects.filter(Q(club__in=pks) | Q(parent__club__in=pks))
        .order_by("player", "starts_on", "pk")
        .annotate(minutes=Subquery(minutes))
        .values(
            "club",
            "club__name",
            "parent__club",
            "player",
            "player__slug",
            "player__known_as",
            "player__short_name",
            "player__born_on",
            "kind",
            "starts_on",
            "ends_on",
            "squad_number",
            "standing",
            "minutes",
        )
    )


def _member(
    club: int,
    rows: list[Mapping[str, Any]],
    positions: tuple[tuple[depth.Position, depth.Aptitude], ...],
    spells: tuple[depth.Spell, ...],
) -> depth.Member:
    """Make one man of his stays at the club and his loans from it; the newest stay tells
    number and standing."""
    here = [row for row in rows if row["club"] == club]
    newest = here[-1] if here else rows[-1]
    return depth.Member(
        slug=newest["player__slug"],
        name=newest["player__known_as"],
        stays=tuple(_stay(row) for row in here),
        number=newest["squad_number"],
        positions=positions,
        standing=depth.Standing(newest["standing"]) if newest["standing"] else None,
        born_on=newest["player__born_on"],
        minutes=max((row["minutes"] or 0 for row in here), default=0),
        loans_out=tuple(_stay(row) for row in rows if row["club"] != club),
        short_name=newest["player__short_name"],
        spells=spells,
    )


def _stay(row: Mapping[str, Any]) -> depth.Stay:
    return depth.Stay(
        depth.ContractKind(row["kind"]), row["starts_on"], row["ends_on"], row["club__name"]
    )


def _positions(
    found: QuerySet[PlayerPosition],
) -> dict[int, tuple[tuple[depth.Position, depth.Aptitude], ...]]:
    by_player: dict[int, tuple[tuple[depth.Position, depth.Aptitude], ...]] = defaultdict(tuple)
    rows = found.order_by("player", "order", "pk").values_list("player", "position", "aptitude")
    for player, position, aptitude in rows:
        by_player[player] += ((depth.Position(position), depth.Aptitude(aptitude)),)
    return by_player


def first_estimate(spell: str) -> Subquery:
    """Return the first expected return given for a spell; `spell` is "injury" or "absence"."""
    return Subquery(
        ReturnEstimate.objects.filter(**{spell: OuterRef("pk")})
        .annotate(day=Coalesce(F("expected_until"), F("expected_from")))
        .filter(day__isnull=False)
        .order_by("given_on", "pk")
        .values("day")[:1]
    )


def _spells(players: QuerySet[Any, Any]) -> dict[int, tuple[depth.Spell, ...]]:
    """Return the injuries and absences of these players, by player. One query."""
    fields = (
        "player",
        "key",
        "began_on",
        "kind",
        "why",
        "part",
        "percent",
        "expected_from",
        "expected_until",
        "returned_on",
        "reported_on",
        "first",
        "source",
    )
    injuries = Injury.objects.filter(player__in=players).annotate(
        key=_key("injury"),
        why=F("diagnosis"),
        part=F("body_part"),
        percent=F("chance"),
        first=first_estimate("injury"),
    )
    absences = Absence.objects.filter(player__in=players).annotate(
        key=_key("absence"),
        why=F("reason"),
        part=Value(""),
        percent=Value(None, output_field=PositiveSmallIntegerField()),
        first=first_estimate("absence"),
    )
    rows = (
        injuries.order_by()
        .values_list(*fields, named=True)
        .union(absences.order_by().values_list(*fields, named=True), all=True)
    )
    by_player: dict[int, tuple[depth.Spell, ...]] = defaultdict(tuple)
    for row in rows.order_by("player", "began_on", "key"):
        by_player[row.player] += (_spell(row),)
    return by_player


def _key(table: str) -> Concat:
    """Return what names a spell among injuries and absences: "injury-12"."""
    return Concat(Value(f"{table}-"), Cast("pk", CharField()))


def _spell(row: Any) -> depth.Spell:
    return spell_of(
        row,
        chance=row.percent,
        reason=row.why,
        body_part=row.part,
        key=row.key,
        first_expected_on=row.first,
    )


def spell_of(row: Any, **facts: Any) -> depth.Spell:
    """Return an injury or absence as the engine sees it. facts: what only one of them has."""
    return depth.Spell(
        kind=depth.SpellKind(row.kind),
        began_on=row.began_on,
        expected_from=row.expected_from,
        expected_until=row.expected_until,
        returned_on=row.returned_on,
        reported_on=row.reported_on,
        source=row.source,
        **facts,
    )


def _rankings(pks: list[int]) -> dict[int, dict[depth.Position, tuple[str, ...]]]:
    by_club: dict[int, dict[depth.Position, tuple[str, ...]]] = {pk: {} for pk in pks}
    rows = Ranking.objects.filter(club__in=pks).order_by("club", "position", "rank")
    for club, position, slug in rows.values_list("club", "position", "player__slug"):
        place = depth.Position(position)
        by_club[club][place] = (*by_club[club].get(place, ()), slug)
    return by_club
