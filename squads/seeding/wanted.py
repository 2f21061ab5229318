"""What the seeds want each row to be, once the rows it refers to are written."""

from squads.depth import ContractKind
from squads.models import ClubIdentifier, Contract, PlayerIdentifier
from squads.seeding.checks import grouped
from squads.seeding.records import Group, Values
from squads.seeding.rows import ContractRow, SeedSet, SpellRow
from squads.seeding.tables import Tables
from squads.spans import lies_within

SHORT = 20  # letters of a club's short name
Rows = dict[str, Values | None]
Groups = dict[str, Group | None]


def _if(found: bool, values: Values) -> Values | None:
    return values if found else None


class Wanted:
    """The rows by key. A value of None: what the row refers to is gone, an editor deleted it.

    The keys are the same before and after the rows they refer to are written.
    """

    def __init__(self, seeds: SeedSet, tables: Tables) -> None:
        self.seeds, self.tables = seeds, tables
        self.spells = {(row.player, row.began_on): row for row in seeds.spells}

    def data_set(self) -> Rows:
        (row,) = self.seeds.data_set
        values = {
            "id": 1,
            "pinned_on": row.day,
            "season": row.season,
            "season_ends_on": row.season_ends_on,
            "squads_from": row.squads_from,
        }
        return {"the only one": values}

    def competitions(self) -> Rows:
        return {
            row.slug: {
                "name": row.name,
                "slug": row.slug,
                "kind": row.kind,
                "country": row.country,
                "rank": row.rank,
            }
            for row in self.seeds.competitions
        }

    def formations(self) -> Rows:
        return {row.formation: {"name": row.formation} for row in self.seeds.slots}

    def slots(self) -> Groups:
        found: Groups = {}
        for name, slots in grouped(self.seeds.slots, lambda row: row.formation).items():
            formation = self.tables.formations.pk(name)
            rows = [
                {"number": s.number, "position": s.position.value, "x": s.x, "y": s.y}
                for s in slots
            ]
            found[name] = Group((formation,), rows) if formation else None
        return found

    def clubs(self) -> Rows:
        return self._charted_clubs() | self._clubs_elsewhere()

    def _charted_clubs(self) -> Rows:
        found: Rows = {}
        for row in self.seeds.clubs:
            competition = self.tables.competitions.pk(row.competition)
            formation = self.tables.formations.pk(row.formation)
            values = {
                "slug": row.slug,
                "name": row.name,
                "short_name": row.short_name,
                "country": row.country,
                "competition_id": competition,
                "formation_id": formation,
                "head_coach": row.head_coach,
                "colour": row.colour,
                "second_colour": row.second_colour,
            }
            found[row.slug] = _if(bool(competition and formation), values)
        return found

    def _clubs_elsewhere(self) -> Rows:
        return {
            row.slug: {
                "slug": row.slug,
                "name": row.name,
                "short_name": _shortened(row.name),
                "country": row.country,
                "competition_id": None,
                "formation_id": None,
                "head_coach": "",
                "colour": "#5b6269",
                "second_colour": "#ffffff",
            }
            for row in self.seeds.elsewhere
        }

    def club_identifiers(self) -> Groups:
        found: Groups = {}
        for row in self.seeds.clubs:
            club = self.tables.clubs.pk(row.slug)
            if row.fpl_code:
                named = {"source": ClubIdentifier.Source.FPL.value, "value": row.fpl_code}
                found[row.slug] = Group((club,), [named]) if club else None
        return found

    def outlets(self) -> Rows:
        return {
            row.name: {"name": row.name, "tier": row.tier, "host": row.host}
            for row in self.seeds.outlets
        }

    def players(self) -> Rows:
        return {
            row.slug: {
                "slug": row.slug,
                "full_name": row.full_name,
                "known_as": row.known_as,
                "short_name": row.short_name,
                "born_on": row.birth_date,
                "nationality": row.nationality,
                "foot": row.foot,
                "height_cm": row.height_cm,
            }
            for row in self.seeds.players
        }

    def positions(self) -> Groups:
        found: Groups = {}
        for row in self.seeds.players:
            player = self.tables.players.pk(row.slug)
            rows = [
                {"position": position.value, "aptitude": aptitude.value, "order": order}
                for order, (position, aptitude) in enumerate(row.positions, 1)
            ]
            found[row.slug] = Group((player,), rows) if player else None
        return found

    def identifiers(self) -> Groups:
        found: Groups = {}
        for row in self.seeds.players:
            player = self.tables.players.pk(row.slug)
            named = (
                (PlayerIdentifier.Source.FPL.value, row.fpl_code),
                (PlayerIdentifier.Source.TRANSFERMARKT.value, row.transfermarkt_id),
            )
            rows = [{"source": source, "value": value} for source, value in named if value]
            if rows:
                found[row.slug] = Group((player,), rows) if player else None
        return found

    def contracts(self) -> Rows:
        rows = (row for row in self.seeds.contracts if row.kind is ContractKind.PERMANENT)
        return {row.key: self._contract(row, None) for row in rows}

    def loans(self) -> Rows:
        stays = grouped(Contract.objects.permanent(), lambda stay: stay.player_id)
        found: Rows = {}
        for row in self.seeds.contracts:
            if row.kind is ContractKind.LOAN:
                his = stays.get(self.tables.players.pk(row.player), [])
                parent = next((stay.pk for stay in his if lies_within(row, stay)), None)
                found[row.key] = self._contract(row, parent) if parent else None
        return found

    def _contract(self, row: ContractRow, parent: int | None) -> Values | None:
        player, club = self.tables.players.pk(row.player), self.tables.clubs.pk(row.club)
        values = {
            "player_id": player,
            "club_id": club,
            "kind": row.kind.value,
            "parent_id": parent,
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
            "squad_number": row.number,
            "standing": row.standing.value if row.standing else "",
            "note": row.note,
        }
        return _if(bool(player and club), values)

    def figures(self) -> Rows:
        found: Rows = {}
        for row in self.seeds.figures:
            player, club = self.tables.players.pk(row.player), self.tables.clubs.pk(row.club)
            competition = self.tables.competitions.pk(row.competition)
            values = {
                "player_id": player,
                "club_id": club,
                "season": row.season,
                "competition_id": competition,
                "appearances": row.appearances,
                "minutes": row.minutes,
                "starts": row.starts,
                "goals": row.goals,
                "assists": row.assists,
                "note": row.note,
            }
            found[row.key] = _if(bool(player and club and competition), values)
        return found

    def injuries(self) -> Rows:
        return {
            row.key: self._spell(
                row,
                {
                    "diagnosis": row.diagnosis,
                    "body_part": row.body_part,
                    "chance": row.chance,
                },
            )
            for row in self.seeds.spells
            if row.is_medical
        }

    def absences(self) -> Rows:
        return {
            row.key: self._spell(row, {"reason": row.diagnosis})
            for row in self.seeds.spells
            if not row.is_medical
        }

    def _spell(self, row: SpellRow, further: Values) -> Values | None:
        player = self.tables.players.pk(row.player)
        values = {
            "player_id": player,
            "began_on": row.began_on,
            "expected_from": row.expected_earliest,
            "expected_until": row.expected_latest,
            "returned_on": row.returned_on,
            "reported_on": row.reported_on,
            "source": row.source,
            "note": row.note,
            "kind": row.kind.value,
        }
        return _if(bool(player), values | further)

    def estimates(self) -> Rows:
        """The expected returns given earlier, and for each spell the one it holds.

        Where a day was named earlier and none is now, that is on record too.
        """
        found: Rows = {}
        slipped = {(row.player, row.began_on) for row in self.seeds.estimates}
        for row in self.seeds.estimates:
            spell = self.spells[row.player, row.began_on]
            given = {
                "given_on": row.given_on,
                "expected_from": row.earliest,
                "expected_until": row.latest,
                "source": row.source,
            }
            held = self._estimate(spell)
            found[f"{spell.key} {row.given_on}"] = None if held is None else held | given
        for spell in self.seeds.spells:
            expected = spell.expected_earliest or spell.expected_latest
            if expected or (spell.player, spell.began_on) in slipped:
                found[f"{spell.key} {spell.given_on}"] = self._estimate(spell)
        return found

    def _estimate(self, spell: SpellRow) -> Values | None:
        injury, absence = self._spell_pks(spell.key)
        values = {
            "injury_id": injury,
            "absence_id": absence,
            "given_on": spell.given_on,
            "expected_from": spell.expected_earliest,
            "expected_until": spell.expected_latest,
            "source": spell.source,
        }
        return _if(bool(injury or absence), values)

    def _spell_pks(self, key: str) -> tuple[int | None, int | None]:
        return self.tables.injuries.pk(key), self.tables.absences.pk(key)

    def is_of_edited_spell(self, key: str) -> bool:
        """Return whether an estimate belongs to a spell that an editor has touched since."""
        spell = key.rsplit(" ", 1)[0]
        return any(
            spell in table.alive and not table.is_untouched(spell)
            for table in (self.tables.injuries, self.tables.absences)
        )

    def estimates_to_hold(self) -> set[str]:
        """Return the estimates of spells that were left alone: they go with their spell."""
        left = self.tables.injuries.left | self.tables.absences.left
        return {key for key in self.estimates() if key.rsplit(" ", 1)[0] in left}

    def rankings(self) -> Groups:
        found: Groups = {}
        in_order = grouped(self.seeds.rankings, lambda row: (row.home, row.position.value))
        for (slug, position), order in in_order.items():
            club = self.tables.clubs.pk(slug)
            rows = [
                {"rank": row.rank, "player_id": self.tables.players.pk(row.player)}
                for row in order
            ]
            complete = club is not None and all(row["player_id"] for row in rows)
            found[f"{slug} {position}"] = Group((club, position), rows) if complete else None
        return found

    def changes(self) -> Rows:
        found: Rows = {}
        for row in self.seeds.changes:
            club, player = self.tables.clubs.pk(row.home), self.tables.players.pk(row.player)
            values = {
                "club_id": club,
                "player_id": player,
                "kind": row.kind,
                "at": row.at,
                "text": row.text,
                "before": row.before,
                "after": row.after,
                "source": row.source,
            }
            found[row.key] = _if(bool(club and (player or not row.player)), values)
        return found


def _shortened(name: str) -> str:
    """Return as many whole words of a name as a short name holds."""
    words = name.split()
    while len(" ".join(words)) > SHORT and len(words) > 1:
        words.pop()
    return " ".join(words)[:SHORT]
