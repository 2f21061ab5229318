"""Whom a feed means: by its lasting code, else by birth date and name, else nobody here."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from squads.feeds.fpl import Listed
from squads.models import Contract, Player, PlayerIdentifier, SearchKey
from squads.models.search import fold

TELLING = 3  # letters from which on a word of a name tells something


@dataclass(frozen=True, slots=True)
class Match:
    """player: whom the feed means, None where nobody here is. doubt: whom else it may mean."""

    player: Player | None = None
    by_code: bool = False
    doubt: tuple[Player, ...] = ()


class Matcher:
    """The men here, as far as they may be those of a list. Six queries at most."""

    def __init__(self, feed: str, men: Iterable[Listed]) -> None:
        codes = PlayerIdentifier.objects.filter(source=feed).select_related("player")
        self.by_code = {row.value: row.player for row in codes}
        self.coded = {player.pk for player in self.by_code.values()}
        unknown = [man for man in men if man.code not in self.by_code]
        found = self._candidates(unknown) if unknown else []
        self.by_birth: dict[object, list[Player]] = defaultdict(list)
        self.by_name: dict[str, list[Player]] = defaultdict(list)
        for player in found:
            self.by_birth[player.born_on].append(player)
            for name in {fold(player.full_name), fold(player.known_as)}:
                self.by_name[name].append(player)
        self.clubs: dict[int, set[int]] = defaultdict(set)
        stays = Contract.objects.filter(player__in=found).order_by()
        for pk, club in stays.values_list("player", "club"):
            self.clubs[pk].add(club)

    def _candidates(self, unknown: list[Listed]) -> list[Player]:
        births = {man.born_on for man in unknown if man.born_on}
        names = {name for man in unknown for name in _names(man)}
        named = SearchKey.objects.filter(key__in=names, player__isnull=False).values("player")
        found = {player.pk: player for player in Player.objects.filter(born_on__in=births)}
        found |= {player.pk: player for player in Player.objects.filter(pk__in=named)}
        return list(found.values())

    def find(self, man: Listed, club: int | None) -> Match:
        """Return whom the feed means by a man listed at a club, given by its pk here.

        One birth date and a common name make one man, as does the same full name at the same
        club where no birth date is known. Two such men, or one whom the feed calls by another
        code, are for a person to tell apart.
        """
        if player := self.by_code.get(man.code):
            return Match(player, by_code=True)
        alike = self._born_alike(man) or self._named_alike(man, club)
        free = [player for player in alike if player.pk not in self.coded]
        if len(free) == 1 and not self._in_doubt(free[0], man, club):
            return Match(free[0])
        taken = [p for p in alike if p.pk in self.coded and _same_name(p, man)]
        return Match(doubt=tuple(free or taken))

    def _born_alike(self, man: Listed) -> list[Player]:
        """Return those of his birth date and name; those of his whole name before others."""
        if man.born_on is None:
            return []
        alike = [p for p in self.by_birth[man.born_on] if _words(p) & _listed_words(man)]
        return [player for player in alike if _same_name(player, man)] or alike

    def _named_alike(self, man: Listed, club: int | None) -> list[Player]:
        """Return those of his whole name of whom not both birth dates are known, or not alike
        but at the same club."""
        alike = {p.pk: p for name in _names(man) for p in self.by_name[name]}.values()
        return [
            player
            for player in alike
            if not (player.born_on and man.born_on) or club in self.clubs[player.pk]
        ]

    def _in_doubt(self, player: Player, man: Listed, club: int | None) -> bool:
        if player.born_on and man.born_on:
            return player.born_on != man.born_on
        return club not in self.clubs[player.pk]

    def take(self, man: Listed, player: Player) -> None:
        """Remember that the feed means him by this code."""
        self.by_code[man.code] = player
        self.coded.add(player.pk)


def _names(man: Listed) -> set[str]:
    return {fold(man.full_name), fold(man.usual_name)} - {""}


def _words(player: Player) -> set[str]:
    words = f"{fold(player.full_name)} {fold(player.known_as)}".split()
    return {word for word in words if len(word) >= TELLING}


def _listed_words(man: Listed) -> set[str]:
    names = (man.full_name, man.usual_name, man.known_as)
    words = " ".join(map(fold, names)).split()
    return {word for word in words if len(word) >= TELLING}


def _same_name(player: Player, man: Listed) -> bool:
    """Whether all words of the one full name are in the other's: "Alisson Becker" is "Alisson
    Ramsés Becker"."""
    ours = [set(fold(name).split()) for name in (player.full_name, player.known_as)]
    theirs = [set(name.split()) for name in _names(man)]
    return any(one and (one <= other or other <= one) for one in ours for other in theirs)
