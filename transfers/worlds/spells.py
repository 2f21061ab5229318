"""Made-up injuries and absences, as long and as well known as real ones.

Of 21 squads in September 2025 one man in ten was hurt; half of such spells carry no date, and
nine of ten dates that change move later, by a fortnight in the median.
"""

import datetime as dt
from collections.abc import Iterator
from random import Random

from squads.depth import SpellKind
from squads.depth.forecast import days_until
from squads.models import Absence, Injury, Player, ReturnEstimate

HURT, HURT_BEFORE, SUSPENDED, PERSONAL = 0.095, 0.3, 0.012, 0.003
DATED, SLIPPED, DOUBTFUL, OVERDUE = 0.5, 0.4, 0.14, 0.04
SOURCE = "made up"
# Row of the forecast's table, diagnosis, body part, and how many of a hundred are such.
LABELS = (
    ("hamstring", "Hamstring injury", "hamstring", 19),
    ("knee", "Knee injury", "knee", 14),
    ("ankle", "Ankle injury", "ankle", 11),
    ("muscle", "Muscle injury", "muscle", 11),
    ("knock", "Knock", "other", 9),
    ("groin", "Groin injury", "groin", 7),
    ("calf", "Calf injury", "calf", 7),
    ("thigh", "Thigh injury", "thigh", 6),
    ("foot", "Foot injury", "foot", 4),
    ("back", "Back injury", "back", 3),
    ("shoulder", "Shoulder injury", "shoulder", 2),
    ("achilles", "Achilles injury", "achilles", 2),
    ("acl", "ACL tear", "knee", 3),
    ("illness", "Illness", "", 2),
)


def draw_spells(rng: Random, player: Player, day: dt.date) -> Iterator[Injury | Absence]:
    """Yield what keeps or kept him out as of a day; most men have nothing."""
    today = rng.random()
    if today < HURT:
        yield _injury(rng, player, day)
    elif today < HURT + SUSPENDED:
        began_on = day - dt.timedelta(days=rng.randrange(6))
        until = day + dt.timedelta(days=rng.randrange(2, 20))
        yield Absence(
            player=player, kind=SpellKind.SUSPENSION.value, reason="Red card", source=SOURCE,
            began_on=began_on, expected_from=until, expected_until=until,
        )  # fmt: skip
    elif today < HURT + SUSPENDED + PERSONAL:
        began_on = day - dt.timedelta(days=rng.randrange(10))
        yield Absence(
            player=player, kind=SpellKind.PERSONAL.value, began_on=began_on, source=SOURCE
        )
    elif today > 1 - HURT_BEFORE:
        yield _over(rng, player, day)


def _label(rng: Random) -> tuple[str, dict[str, str]]:
    label, diagnosis, part, _ = rng.choices(LABELS, [row[-1] for row in LABELS])[0]
    kind = SpellKind.ILLNESS if label == "illness" else SpellKind.INJURY
    facts = {"diagnosis": diagnosis, "body_part": part, "kind": kind.value, "source": SOURCE}
    return label, facts


def _injury(rng: Random, player: Player, day: dt.date) -> Injury:
    """Return one that runs on the day; of long ones more are met than of short ones."""
    (label, facts), days = _label(rng), 0
    while days < 2:
        days = int(days_until(label, rng.random() * 0.97))
    out = rng.randrange(1, days)
    spell = Injury(player=player, began_on=day - dt.timedelta(days=out), **facts)
    if rng.random() < DATED:
        due = spell.began_on + dt.timedelta(days=days)
        overdue = rng.random() < OVERDUE and out > 4
        spell.expected_until = day - dt.timedelta(days=2) if overdue else due
        spell.expected_from = spell.expected_until
    else:
        spell.reported_on = day - dt.timedelta(days=rng.randrange(min(out, 7)))
    if rng.random() < DOUBTFUL:
        spell.chance = rng.choice((25, 50, 50, 75, 75))
    return spell


def _over(rng: Random, player: Player, day: dt.date) -> Injury:
    """Return one that was over before the day."""
    label, facts = _label(rng)
    days = max(int(days_until(label, rng.random() * 0.97)), 1)
    back_on = day - dt.timedelta(days=rng.randrange(3, 200))
    return Injury(
        player=player, began_on=back_on - dt.timedelta(days=days), returned_on=back_on, **facts
    )


def estimates_of(rng: Random, spell: Injury | Absence) -> list[ReturnEstimate]:
    """Return what was ever said of his return, oldest first; the last is what the spell holds."""
    if spell.expected_until is None:
        return []
    of = {"injury": spell} if isinstance(spell, Injury) else {"absence": spell}
    held = spell.expected_until
    made = [
        ReturnEstimate(
            **of, given_on=spell.began_on, expected_from=held, expected_until=held, source=SOURCE
        )
    ]
    slip = dt.timedelta(
        days=min(rng.choice((7, 10, 14, 14, 21, 28)), (held - spell.began_on).days)
    )
    if isinstance(spell, Injury) and rng.random() < SLIPPED and slip:
        first = held - slip
        made[0].given_on = spell.began_on + dt.timedelta(days=1)
        made.insert(
            0,
            ReturnEstimate(
                **of, given_on=spell.began_on, expected_from=first, expected_until=first,
                source=SOURCE,
            ),
        )  # fmt: skip
    return made
