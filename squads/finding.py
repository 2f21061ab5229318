"""Finding clubs and players by what a reader types: which match, in what order, and where."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import IntEnum
from typing import TypeVar

from anyascii import anyascii
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse

from squads.depth import POSITION_NAMES, Aptitude, ContractKind, Position, Standing
from squads.models import Club, Contract, Player, PlayerPosition, SearchKey
from squads.models.clubs import ClubQuerySet
from squads.models.players import PlayerQuerySet
from squads.models.search import fold

MAX_LETTERS = 80
MAX_WORDS = 8
CLOSE_FROM_LETTERS = 3
CLOSE_NAMES = 5
CLOSENESS = 0.7  # of difflib's ratio: "konatte" and "konate" have 0.92

STANDINGS = tuple(Standing)

Segment = tuple[str, bool]
Words = list[str]
Rows = TypeVar("Rows", ClubQuerySet, PlayerQuerySet)


class Tier(IntEnum):
    """How a name matches, best first."""

    CLUB_BEGINS = 0
    FAMILY_NAME = 1
    FAMILY_NAME_BEGINS = 2
    CLUB_WORD = 3
    GIVEN_NAME = 4
    OTHER_WORD = 5


@dataclass(frozen=True, slots=True)
class Hit:
    """A club or player that was found, with what is printed beside the name."""

    kind: str  # "club" or "player"
    slug: str
    name: str
    full_name: str = ""
    facts: tuple[str, ...] = ()
    tier: Tier = Tier.OTHER_WORD
    current: bool = True  # under contract at a charted club; true of charted clubs
    standing: Standing = Standing.BACKUP  # there; also where none is stored

    @property
    def url(self) -> str:
        return reverse(f"squads:{self.kind}_detail", args=[self.slug])

    @property
    def place(self) -> tuple[int, bool, int, str, str]:
        """Where it stands among the hits."""
        standing = STANDINGS.index(self.standing)
        return self.tier, not self.current, standing, fold(self.name), self.slug


def clean(text: str) -> str:
    """Return what was typed on one line, without control characters, cut to MAX_LETTERS."""
    printable = (c if c.isprintable() else " " for c in text[: 2 * MAX_LETTERS])
    return " ".join("".join(printable).split())[:MAX_LETTERS].strip()


def readings(text: str) -> list[Words]:
    """Return the ways to read a text as folded words; none where it has no letter or digit.

    Besides as typed, single letters belong to the next word: "o riley" is O'Riley.
    """
    folded = fold(text)
    if not folded:
        return []
    typed = folded.split()[:MAX_WORDS]
    joined = re.sub(r"\b([a-z]) (?=[a-z])", r"\1", folded).split()[:MAX_WORDS]
    return [typed] if joined == typed else [typed, joined]


def find(text: str, day: dt.date) -> list[Hit]:
    """Return the clubs and players each of whose typed words begins a word of the name.

    day: whose contracts tell a man's club. Best first, each once. Two queries; none for a text
    without a letter or digit.
    """
    ways = readings(text)
    if not ways:
        return []
    return sorted([*_clubs(ways), *_players(ways, day)], key=lambda hit: hit.place)


def players_named(text: str) -> PlayerQuerySet:
    """Return the players each of whose typed words begins a word of the name."""
    return _matching(Player.objects.order_by(), readings(text))


def _matching(rows: Rows, ways: list[Words]) -> Rows:
    """Keep the rows that hold every word of at least one reading."""
    found = rows.none()
    for words in ways:
        some = rows
        for word in words:
            some = some.matching(word)
        found = found | some
    return found


def _clubs(ways: list[Words]) -> Iterable[Hit]:
    for club in _matching(Club.objects.charted(), ways):
        league = club.competition.name if club.competition else ""
        tier = club_tier([club.name, club.short_name], ways)
        yield Hit("club", club.slug, club.name, facts=(league,), tier=tier)


def _players(ways: list[Words], day: dt.date) -> Iterable[Hit]:
    contracts = Contract.objects.covering(day).filter(player=OuterRef("pk"))
    charted = contracts.filter(club__competition__isnull=False, club__formation__isnull=False)
    charted = charted.order_by("kind", "pk")  # where he is on loan before who lent him
    loans = contracts.filter(kind=ContractKind.LOAN.value)
    own = contracts.permanent()
    natural = PlayerPosition.objects.filter(
        player=OuterRef("pk"), aptitude=Aptitude.NATURAL.value
    ).order_by("order", "pk")
    rows = _matching(Player.objects.order_by(), ways).values_list(
        "slug",
        "known_as",
        "full_name",
        Subquery(loans.values("club__name")[:1]),
        Subquery(own.values("club__name")[:1]),
        Subquery(natural.values("position")[:1]),
        Subquery(charted.values("standing")[:1]),
    )
    for slug, known_as, full_name, borrower, owner, position, standing in rows:
        club = f"on loan at {borrower}" if borrower else owner or "no club"
        facts = (POSITION_NAMES[Position(position)] if position else "position not known", club)
        yield Hit(
            "player",
            slug,
            known_as,
            full_name,
            facts,
            player_tier(known_as, ways),
            current=standing is not None,
            standing=Standing(standing or Standing.BACKUP),
        )


def club_tier(names: Iterable[str], ways: list[Words]) -> Tier:
    """Tell a club matched from the beginning of a name from one matched by a later word."""
    folded = [fold(name) for name in names]
    begins = any(name.startswith(" ".join(words)) for name in folded for words in ways)
    return Tier.CLUB_BEGINS if begins else Tier.CLUB_WORD


def player_tier(known_as: str, ways: list[Words]) -> Tier:
    """Tell which part of the name was typed; the family name is all after the first word."""
    words = fold(known_as).split()
    family = [" ".join(words[i:]) for i in range(1, len(words))] or words
    phrases = [" ".join(way) for way in ways]
    if any(phrase in family for phrase in phrases):
        return Tier.FAMILY_NAME
    if any(name.startswith(phrase) for name in family for phrase in phrases):
        return Tier.FAMILY_NAME_BEGINS
    if any(" ".join(words).startswith(phrase) for phrase in phrases):
        return Tier.GIVEN_NAME
    return Tier.OTHER_WORD


def segments(name: str, text: str) -> list[Segment]:
    """Cut a printed name into parts, each with whether the text matches it, accents aside."""
    marked = [False] * len(name)
    folded, origins = _folded_with_origins(name)
    for word in {word for words in readings(text) for word in words}:
        for found in re.finditer(rf"\b{word}", folded):
            first, last = origins[found.start()], origins[found.end() - 1]
            marked[first : last + 1] = [True] * (last + 1 - first)
    parts: list[Segment] = []
    for i, letter in enumerate(name):
        # An accent that is a character of its own goes with its letter.
        if parts and (parts[-1][1] == marked[i] or unicodedata.combining(letter)):
            parts[-1] = (parts[-1][0] + letter, parts[-1][1])
        else:
            parts.append((letter, marked[i]))
    return parts


def _folded_with_origins(name: str) -> tuple[str, list[int]]:
    """Fold a name as `fold` does, blanks aside, with where in the name each letter was."""
    folded, origins = "", []
    for i, letter in enumerate(name):
        for plain in anyascii(letter).lower():
            if plain in "'`":
                continue
            folded += plain if plain.isalnum() else " "
            origins.append(i)
    return folded, origins


def matches_all(name: str, text: str) -> bool:
    """Whether the name alone holds every word of the text in one of its readings."""
    held = fold(name).split()
    return any(
        all(any(own.startswith(word) for own in held) for word in words)
        for words in readings(text)
    )


def close_names(text: str) -> list[Hit]:
    """Return the few clubs and players whose names are spelt almost like the text. One query.

    Compares with as many words of each name as were typed, and with one more written together:
    "konatte" is close to Konaté, "vandijk" to van Dijk.
    """
    folded = fold(text)[:MAX_LETTERS]
    if len(folded.replace(" ", "")) < CLOSE_FROM_LETTERS:
        return []
    count = len(folded.split())
    heads: dict[str, list[Hit]] = {}
    for key, hit in _named():
        words = key.split()
        heads.setdefault(" ".join(words[:count]), []).append(hit)
        if len(words) > count:
            heads.setdefault("".join(words[: count + 1]), []).append(hit)
    close = get_close_matches(folded, heads, n=CLOSE_NAMES, cutoff=CLOSENESS)
    found = dict.fromkeys(hit for head in close for hit in heads[head])
    return list(found)[:CLOSE_NAMES]


def _named() -> Iterable[tuple[str, Hit]]:
    with_a_page = Q(player__isnull=False) | Q(club__in=Club.objects.charted())
    rows = (
        SearchKey.objects.filter(with_a_page)
        .order_by("key", "pk")
        .values_list(
            "key",
            "club__slug",
            "club__name",
            "player__slug",
            "player__known_as",
        )
    )
    for key, club_slug, club, player_slug, player in rows:
        if club_slug:
            yield key, Hit("club", club_slug, club)
        else:
            yield key, Hit("player", player_slug, player)


def count_text(hits: Sequence[Hit]) -> str:
    """Return "1 club and 12 players", leaving out what there is none of."""
    clubs = sum(hit.kind == "club" for hit in hits)
    players = len(hits) - clubs
    parts = [
        f"{count} {noun}{'' if count == 1 else 's'}"
        for count, noun in ((clubs, "club"), (players, "player"))
        if count
    ]
    return " and ".join(parts)
