"""Finding clubs and players by any word of their names, without accents, through an index."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from anyascii import anyascii
from django.db import models, transaction
from django.db.models import Lookup, Q
from django.db.models.fields import CharField

if TYPE_CHECKING:
    from squads.models.clubs import Club
    from squads.models.players import Player


def fold(text: str) -> str:
    """Return lower-case words of plain letters and digits: "Guéhi, M." becomes "guehi m".

    Apostrophes join ("O'Riley" becomes "oriley"); everything else that is no letter or digit
    separates words.
    """
    plain = anyascii(text).lower().replace("'", "").replace("`", "")
    return " ".join(re.findall(r"[a-z0-9]+", plain))


def name_keys(*names: str) -> set[str]:
    """Return each name from each of its words on: "virgil van dijk", "van dijk", "dijk"."""
    keys = set()
    for name in names:
        words = fold(name).split()
        keys |= {" ".join(words[i:])[:120] for i in range(len(words))}
    return keys


@CharField.register_lookup
class Prefix(Lookup):
    """`field__prefix=text`: begins with, in a form the field's index serves on both databases.

    PostgreSQL uses its pattern index for LIKE; SQLite's LIKE uses none, a range does.
    """

    lookup_name = "prefix"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        column, parameters = self.process_lhs(compiler, connection)
        text = str(self.rhs)
        after = text[:-1] + chr(ord(text[-1]) + 1)
        return f"({column} >= %s AND {column} < %s)", [*parameters, text, *parameters, after]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} LIKE %s", [*parameters, f"{self.rhs}%"]


class SearchKeyQuerySet(models.QuerySet["SearchKey"]):
    def matching(self, text: str) -> Self:
        """Keys that begin with the folded text; none for a text without letters or digits."""
        folded = fold(text)[:120]
        return self.filter(key__prefix=folded) if folded else self.none()

    @transaction.atomic
    def refresh(self, named: Iterable["Club | Player"]) -> None:
        """Write the keys of these clubs or players anew."""
        from squads.models.clubs import Club

        made, clubs, players = [], [], []
        for one in named:
            if isinstance(one, Club):
                clubs.append(one.pk)
                keys = name_keys(one.name, one.short_name)
                made += [SearchKey(key=key, club=one) for key in sorted(keys)]
            else:
                players.append(one.pk)
                keys = name_keys(one.known_as, one.full_name)
                made += [SearchKey(key=key, player=one) for key in sorted(keys)]
        self.filter(club__in=clubs).delete()
        self.filter(player__in=players).delete()
        self.bulk_create(made, batch_size=500)


class SearchKey(models.Model):
    """A name from one of its words on, folded; belongs to one club or one player."""

    key = models.CharField(max_length=120, db_index=True)
    club = models.ForeignKey(
        "squads.Club", on_delete=models.CASCADE, null=True, related_name="search_keys"
    )
    player = models.ForeignKey(
        "squads.Player", on_delete=models.CASCADE, null=True, related_name="search_keys"
    )

    objects = SearchKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(club__isnull=True, player__isnull=False)
                | Q(club__isnull=False, player__isnull=True),
                name="search_key_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return self.key
