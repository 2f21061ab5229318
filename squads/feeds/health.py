"""Taking over whether a man is fit: spells open, change and close as the feed speaks of them.

An entry that an editor made or changed (`by_hand`) is never touched: where the feed says
otherwise in a way that matters, that is a disagreement for a person.
"""

import datetime as dt
import re
from enum import Enum, auto
from typing import Any

from squads.feeds.fpl import SOURCE
from squads.feeds.known import Man, Spell, missing_on, presumed_back
from squads.feeds.lines import Says, part_of
from squads.feeds.said import ABSENCES, MEDICAL, Said, feed_words, our_words
from squads.models import Absence, Change, Injury
from squads.models.search import fold
from squads.moves import (
    change_return,
    mark_back,
    mark_doubtful,
    report_absence,
    report_injury,
)
from squads.moves.overrule import describe, give_to_feed, reopen

# Parts that say no more than others: a muscle may be any of these.
MUSCLES = {"hamstring", "calf", "groin", "thigh", "abdomen", "hip"}
NEW_DOUBT = dt.timedelta(days=21)  # after which the same doubt, newly entered, is another one
# "Knock", "dead leg", "lack of match fitness": words that name no injury.
VAGUE = re.compile(r"knock|dead leg|match fitness|unspecified|\bfitness\b|strain$", re.I)
# What a reason repeats of the kind of absence: "ineligible to face his parent club".
REPEATS = re.compile(r"^(?:ineligible\s+|international duty$|personal reasons$)", re.I)
FITNESS = re.compile(r"\bfitness\b", re.I)
EXACT = 3
GENERIC = re.compile(r"^(?:[a-z]+ )?(?:injury|problem|issue|knock)$", re.I)


class Kinship(Enum):
    """How a spell here stands to what a feed says: of it, beside it, or over by it."""

    SAME = auto()
    BESIDE = auto()
    OVER = auto()


def take_over(man: Man, said: Said) -> tuple[list[Change], str]:
    """Apply a statement; return what changed, and what an editor's entry says against it.

    An editor who takes the feed's side (`said.editor`) overrules every entry.
    """
    if said.says is Says.AVAILABLE:
        return _available(man, said)
    if said.says in ABSENCES or said.says in MEDICAL:
        return _missing(man, said)
    return [], ""


def _available(man: Man, said: Said) -> tuple[list[Change], str]:
    """He is back from everything that had begun."""
    begun = man.begun(said.on)
    ours = [spell for spell in begun if _ours(spell, said)]
    stands = [spell for spell in ours if not presumed_back(spell, said.on)]
    over = [spell for spell in begun if spell not in ours and not _unsaid(spell, said)]
    changes = [_back(spell, said, _day_back(spell, said)) for spell in over]
    return changes, against(said, stands[0]) if stands else ""


def _missing(man: Man, said: Said) -> tuple[list[Change], str]:
    """He is out or doubtful: amend what speaks of it, else open a spell; close what is over."""
    found = man.begun(said.on) + _to_come(man, said)
    same, why = _by_hand(found, said)
    if why:
        return [], why
    changes: list[Change] = []
    for spell in found:
        if _ours(spell, said):
            continue
        kinship = kinship_of(spell, said)
        if kinship is Kinship.SAME and same is None:
            same = spell
        elif kinship is not Kinship.BESIDE and spell.began_on <= said.on:
            changes.append(_back(spell, said, _day_over(spell, said)))
    if same is not None:
        return changes + ([] if _ours(same, said) else _amend(man, same, said)), ""
    if ended := _ended_by_hand(man, said):
        if said.editor is None:
            return changes, against(said, ended)
        return changes + _reopen(man, ended, said), ""
    since = _known_since(man, said)
    ended = next((spell for spell in since if _ended_by_feed(spell, said)), None)
    if ended is not None:
        return changes + _reopen(man, ended, said), ""
    return changes if since else [*changes, _open(man, said)], ""


def _known_since(man: Man, said: Said) -> list[Spell]:
    """Return what is on record of days after an answer that has been overtaken, as far as it is
    of his health like what the answer says, and no editor's: it is known better."""
    if said.says not in MEDICAL or said.editor is not None:
        return []
    return [
        spell
        for spell in man.spells
        if isinstance(spell, Injury)
        and not spell.by_hand
        and max(spell.began_on, spell.returned_on or spell.began_on) > said.on
    ]


def _ended_by_feed(spell: Spell, said: Said) -> bool:
    """Whether the feed itself said later that he is back from what it speaks of here."""
    begun = spell.began_on <= said.on and spell.returned_on is not None
    return begun and spell.source == SOURCE and kinship_of(spell, said) is Kinship.SAME


def _reopen(man: Man, spell: Spell, said: Said) -> list[Change]:
    change = _handed(spell, said, reopen(spell, by=said.by(), source=SOURCE))
    spell.refresh_from_db()
    return [change, *_amend(man, spell, said)]


def _by_hand(found: list[Spell], said: Said) -> tuple[Spell | None, str]:
    """Return the editor's entry that says the same as the feed, and what sets one against it."""
    same: Spell | None = None
    for spell in found:
        if not _ours(spell, said):
            continue
        kinship = kinship_of(spell, said)
        if kinship is Kinship.SAME:
            if why := _contradicts(spell, said):
                return None, why
            same = spell
        elif kinship is Kinship.OVER and not presumed_back(spell, said.on):
            return None, against(said, spell, why=True)
    return same, ""


def kinship_of(spell: Spell, said: Said) -> Kinship:
    """Return how a spell that is not over stands to a statement that he is missing."""
    runs_on = spell.expected_on is not None and spell.expected_on > said.on
    if said.says in ABSENCES:
        if isinstance(spell, Absence):
            return Kinship.SAME if spell.kind == ABSENCES[said.says] else Kinship.OVER
        banned = said.says in (Says.SUSPENDED, Says.INELIGIBLE)
        return Kinship.BESIDE if banned and (runs_on or not spell.chance) else Kinship.OVER
    if isinstance(spell, Absence):
        banned = spell.kind in (Absence.Kind.SUSPENSION, Absence.Kind.INELIGIBLE)
        return Kinship.BESIDE if runs_on and banned else Kinship.OVER
    if spell.kind != MEDICAL[said.says]:
        return Kinship.OVER
    if said.says is Says.INJURED and not _one_part(spell, said):
        return Kinship.OVER
    return Kinship.OVER if _other_doubt(spell, said) else Kinship.SAME


def _one_part(spell: Injury, said: Said) -> bool:
    """Whether two injuries may be one: one part, or one of them names none."""
    ours, theirs = part(spell), said.statement.body_part
    if fold(spell.diagnosis) == fold(said.statement.reason):
        return True
    if is_vague(spell.diagnosis) or is_vague(said.statement.reason):
        return True
    return not ours or not theirs or ours == theirs or _muscles(ours, theirs)


def part(spell: Injury) -> str:
    """Return the part of the body, empty where neither the entry nor its words name one."""
    stored = "" if spell.body_part == "other" else spell.body_part
    return stored or part_of(spell.diagnosis)


def _muscles(one: str, other: str) -> bool:
    return (one == "muscle" and other in MUSCLES) or (other == "muscle" and one in MUSCLES)


def _other_doubt(spell: Injury, said: Said) -> bool:
    """Whether a doubt is so old, and the news so new, that it is about another knock."""
    if not (spell.chance and said.chance and said.fresh and said.news_on and said.known_on):
        return False
    if _exactness(spell.diagnosis) == EXACT or FITNESS.search(said.statement.reason):
        return False  # still on the way back
    return said.news_on - max(spell.began_on, said.known_on) > NEW_DOUBT


def _to_come(man: Man, said: Said) -> list[Spell]:
    """Return absences that are known and begin later, as far as the statement is about them."""
    return [
        spell
        for spell in man.spells
        if spell.returned_on is None
        and spell.began_on > said.on
        and isinstance(spell, Absence)
        and spell.kind == ABSENCES.get(said.says)
    ]


def _ours(spell: Spell, said: Said) -> bool:
    """Whether an editor's word stands on it, against which the feed has no say."""
    return spell.by_hand and said.editor is None


def _unsaid(spell: Spell, said: Said) -> bool:
    """Whether the feed would not know of it: who is on no squad list is fit all the same."""
    barred = isinstance(spell, Absence) and spell.kind == Absence.Kind.INELIGIBLE
    return barred and spell.source != SOURCE and said.editor is None


def against(said: Said, spell: Spell, *, why: bool = False) -> str:
    """Return "feed says available, editor says out until 12 Nov"."""
    feed, ours = feed_words(said, why=why), our_words(spell, said.on, why=why)
    return f"feed says {feed}, editor says {ours}"


def _contradicts(spell: Spell, said: Said) -> str:
    """Return what sets an editor's entry against the feed where both say that he is missing."""
    if presumed_back(spell, said.on):
        return against(said, spell)
    chance = spell.chance if isinstance(spell, Injury) else None
    if bool(chance) != bool(said.chance):
        return against(said, spell)
    named = said.expected_on
    if named is None or named <= said.on or chance:
        return ""
    earliest, latest = spell.expected_from or spell.expected_on, spell.expected_on
    if earliest and latest and earliest <= named <= latest:
        return ""
    return against(said, spell)


def _ended_by_hand(man: Man, said: Said) -> Spell | None:
    """Return a spell of this kind that an editor has ended since the feed's line was entered."""
    entered = said.news_on
    for spell in man.spells:
        over = spell.returned_on
        if not (spell.by_hand and over and spell.began_on <= said.on):
            continue
        if (entered is None or entered <= over) and kinship_of(spell, said) is Kinship.SAME:
            return spell
    return None


def _day_back(spell: Spell, said: Said) -> dt.date:
    """Return the first day back: the one that was expected if it has come, else that of fresh
    news, else that of the answer."""
    still_out = spell.reported_on or spell.began_on
    if presumed_back(spell, said.on) and spell.expected_on and spell.expected_on >= still_out:
        return spell.expected_on
    day = said.day if said.day > still_out else said.on
    return max(day, spell.began_on)


def _day_over(spell: Spell, said: Said) -> dt.date:
    """Return the first day on which what the feed now says has taken its place."""
    if presumed_back(spell, said.on):
        return _day_back(spell, said)
    return max(spell.began_on, said.day)


def _back(spell: Spell, said: Said, day: dt.date) -> Change:
    return _handed(spell, said, mark_back(spell, by=said.by(day), on=day, source=SOURCE))


def _handed(spell: Spell, said: Said, change: Change) -> Change:
    """Leave to the feed what an editor took from it."""
    if said.editor is not None:
        give_to_feed(spell, by=said.editor)
    return change


def _open(man: Man, said: Said) -> Change:
    """Enter a spell from the day of the news on; not before he was back from the last one."""
    began = said.starts_on or said.news_on or said.on
    for spell in man.spells:
        if spell.returned_on and kinship_of(spell, said) is Kinship.SAME:
            began = max(began, min(spell.returned_on, said.on))
    expected = said.expected_on if said.expected_on and said.expected_on >= began else None
    fields: dict[str, Any] = {
        "by": said.by(),
        "source": SOURCE,
        "began_on": began,
        "expected_from": expected,
        "expected_until": expected,
        "reported_on": _later(said.on, began),
    }
    if said.says in ABSENCES:
        reason = REPEATS.sub("", said.statement.reason)
        kind = ABSENCES[said.says].value
        change = report_absence(man.player, kind=kind, reason=reason, **fields)
        made: Spell = Absence.objects.get(pk=(change.undo or {})["pk"])
    else:
        change = report_injury(
            man.player,
            kind=MEDICAL[said.says].value,
            diagnosis=said.statement.reason or "unspecified injury",
            body_part=said.statement.body_part,
            chance=said.chance,
            **fields,
        )
        made = Injury.objects.get(pk=(change.undo or {})["pk"])
    return _handed(made, said, change)


def _amend(man: Man, spell: Spell, said: Said) -> list[Change]:
    """Change what the feed says otherwise of a spell; nothing where it says the same."""
    changes: list[Change] = []
    if isinstance(spell, Injury):
        changes += _amend_injury(spell, said)
    changes += _amend_return(man, spell, said)
    for change in changes[-1:]:
        _handed(spell, said, change)
    if not changes and said.editor is not None:
        give_to_feed(spell, by=said.editor)
    return changes


def _amend_injury(spell: Injury, said: Said) -> list[Change]:
    """Name it more exactly, or give him another chance."""
    changes: list[Change] = []
    if is_exacter(said.statement.reason, spell.diagnosis):
        changes.append(
            describe(
                spell,
                by=said.by(),
                source=SOURCE,
                diagnosis=said.statement.reason,
                body_part=said.statement.body_part or spell.body_part,
            )
        )
    if (spell.chance or None) != said.chance:
        reported_on = _later(said.on, spell.began_on)
        changes.append(
            mark_doubtful(
                spell,
                by=said.by(),
                chance=said.chance,
                reported_on=reported_on,
                source=SOURCE,
            )
        )
        spell.chance, spell.reported_on = said.chance, reported_on
    return changes


def _amend_return(man: Man, spell: Spell, said: Said) -> list[Change]:
    """Expect him on another day, or say that he is still out where he would count as back.

    The day that is on record stays whose it is: the feed has only said that it has passed.
    """
    expected = _expected(man, spell, said)
    changed = expected != (spell.expected_from, spell.expected_until)
    spell.expected_from, spell.expected_until = expected
    # What the feed still lists may not be presumed over, by its date or by the forecast.
    unseen = spell.began_on <= said.on and not missing_on(spell, said.on)
    if not (changed or unseen):
        return []
    earliest, latest = expected
    return [
        change_return(
            spell,
            by=said.by() if changed else said.by(said.on),
            expected_from=earliest,
            expected_until=latest,
            reported_on=_later(said.on, spell.began_on),
            source=SOURCE,
        )
    ]


def _later(day: dt.date, than: dt.date) -> dt.date | None:
    return day if day > than else None


def _expected(man: Man, spell: Spell, said: Said) -> tuple[dt.date | None, dt.date | None]:
    """Return the expected return, earliest and latest, once the feed has spoken.

    "Unknown" takes back only a day that the feed itself had named; of a doubtful man it names
    no day at all.
    """
    stands = (spell.expected_from, spell.expected_until)
    named = said.expected_on
    earliest, latest = spell.expected_from or spell.expected_on, spell.expected_on
    if named is not None:
        within = earliest is not None and latest is not None and earliest <= named <= latest
        return stands if within or named < spell.began_on else (named, named)
    # The feed names one day; what has an earliest and a latest is from elsewhere.
    theirs = man.dated.get(spell) == SOURCE and earliest == latest
    return (None, None) if latest and theirs and not said.chance else stands


def is_vague(diagnosis: str) -> bool:
    return bool(VAGUE.search(diagnosis)) and part_of(diagnosis) in ("", "other")


def is_exacter(theirs: str, ours: str) -> bool:
    """Whether a feed's words name an injury that ours leave open."""
    return bool(theirs) and _exactness(theirs) > _exactness(ours)


def _exactness(diagnosis: str) -> int:
    """Return 0 for "knock", 1 for "muscle injury", 2 for "hamstring injury", 3 for "ACL tear"."""
    if is_vague(diagnosis):
        return 0
    if not GENERIC.match(diagnosis.strip()):
        return EXACT
    return 1 if part_of(diagnosis) in ("", "other", "muscle") else 2
