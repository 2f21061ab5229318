"""What a man has missed and played, as rows of ready strings."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from squads import depth, wording
from squads.day import season_of
from squads.depth.availability import covers, end_of, known_return
from squads.loading import spell_of
from squads.models import (
    Absence,
    Change,
    Club,
    Competition,
    Contract,
    Injury,
    ReturnEstimate,
    SeasonFigures,
)
from squads.models.search import fold
from squads.pages.board import Row
from squads.pages.log import log_rows

AnySpell = Injury | Absence
UNKNOWN = "–"
MORE = "+"
YEAR = 365
SIGNING_MONTH = 6  # when contracts begin for the season after the turn on 1 July
FIGURES = ("appearances", "starts", "minutes", "goals", "assists")
# A spell's end as a reader sees it; the key is also the state's class on the page.
SPELL_STATES = {
    "coming": "to come",
    "running": "out",
    "doubtful": "doubtful",
    "presumed": "presumed back, not confirmed",
    "likely": "likely back, not confirmed",
    "over": "back",
}


def spells(
    found: Iterable[AnySpell], estimates: Iterable[ReturnEstimate], on: dt.date
) -> list[Row]:
    """Return his injuries and absences together, newest first."""
    given: dict[tuple[str, int | None], list[ReturnEstimate]] = defaultdict(list)
    for estimate in estimates:
        kind = "injury" if estimate.injury_id else "absence"
        given[kind, estimate.injury_id or estimate.absence_id].append(estimate)
    newest = sorted(found, key=lambda s: (s.began_on, s.pk), reverse=True)
    return [_spell(spell, given[_table(spell), spell.pk], on) for spell in newest]


def _table(spell: AnySpell) -> str:
    return "injury" if isinstance(spell, Injury) else "absence"


def as_spell(row: AnySpell) -> depth.Spell:
    """Return the row as the engine sees it."""
    if isinstance(row, Absence):
        return spell_of(row, reason=row.reason)
    return spell_of(row, reason=row.diagnosis, body_part=row.body_part, chance=row.chance)


def _spell(row: AnySpell, given: Sequence[ReturnEstimate], on: dt.date) -> Row:
    spell = as_spell(row)
    state = spell_state(spell, on)
    kind = row.get_kind_display()
    words = SPELL_STATES[state]
    what = spell.reason or kind
    plain = row.kind == Injury.Kind.INJURY or fold(what) == fold(kind)
    missed = 0 if state == "coming" else days_missed(spell, on)
    return {
        "key": f"{_table(row)}-{row.pk}",
        "what": what,
        "part": "" if spell.body_part in ("other", *fold(what).split()) else spell.body_part,
        "began_on": row.began_on,
        "began": wording.full_day(row.began_on),
        "state": state,
        "word": f"{words}, {wording.percent(spell.chance)}" if state == "doubtful" else words,
        "back": _back(spell, state, on),
        "back_on": spell.returned_on,
        "back_text": wording.full_day(spell.returned_on) if spell.returned_on else "",
        "days": missed,
        "given": [estimate_row(estimate) for estimate in given],
        "slip": _slip(spell, given, on),
        "kind": "" if plain else kind,
        "source": row.source,
        "note": row.note,
    }


def missed(found: Iterable[AnySpell], on: dt.date) -> Row | None:
    """Return what he has missed in all and within the last year; None before he missed a day.

    A day that two spells cover is one day.
    """
    begun = [spell for spell in map(as_spell, found) if days_missed(spell, on)]
    if not begun:
        return None
    days = {
        spell.began_on + dt.timedelta(days=n)
        for spell in begun
        for n in range(days_missed(spell, on))
    }
    year_ago = on - dt.timedelta(days=YEAR)
    return {
        "days": f"{len(days):,}",
        "spells": len(begun),
        "since": min(spell.began_on for spell in begun).year,
        "recent": sum(day > year_ago for day in days),
        "most": max(days_missed(spell, on) for spell in begun),
    }


def shared_source(rows: Sequence[Row]) -> str:
    """Return the source of every one of several spells, empty where they have not the same."""
    sources = {row["source"] for row in rows}
    return sources.pop() if len(rows) > 1 and len(sources) == 1 else ""


def spell_state(spell: depth.Spell, on: dt.date) -> str:
    """Return which of SPELL_STATES a spell is in on a day."""
    if on < spell.began_on:
        return "coming"
    if covers(spell, on):
        return "doubtful" if spell.chance else "running"
    if spell.returned_on:
        return "over"
    return "presumed" if known_return(spell) else "likely"


def days_missed(spell: depth.Spell, on: dt.date) -> int:
    """Return whole days out up to and including `on`; the day he is back is not missed."""
    tomorrow = on + dt.timedelta(days=1)
    end = min(end_of(spell) or tomorrow, tomorrow)
    return max((end - spell.began_on).days, 0)


def _back(spell: depth.Spell, state: str, on: dt.date) -> str:
    """Return when he was or will be back: "back 20 Sep 2025", "expected 4 Oct 2025"."""
    expected = spell.expected_until or spell.expected_from
    if spell.returned_on:
        return f"back {wording.full_day(spell.returned_on)}"
    if state == "presumed" and expected:
        return f"was due {wording.full_day(expected)}"
    if expected and expected != known_return(spell):
        return f"was due {wording.full_day(expected)}, still out after it"
    if expected:
        return f"expected {span_text(spell.expected_from, spell.expected_until)}"
    likely = None if state == "doubtful" else end_of(spell)
    return f"no date, likely about {wording.day_text(likely, on)}" if likely else "no date"


def span_text(earliest: dt.date | None, latest: dt.date | None) -> str:
    """Return an expected return as it was given: a day, "from – to", or "no date"."""
    days = [wording.full_day(day) for day in (earliest, latest) if day]
    return " – ".join(dict.fromkeys(days)) or "no date"


def estimate_row(estimate: ReturnEstimate) -> Row:
    """Return an expected return as it was given: the day of it, the days, and who."""
    by = estimate.by.get_username() if estimate.by else ""
    return {
        "given": wording.full_day(estimate.given_on),
        "expected": span_text(estimate.expected_from, estimate.expected_until),
        "who": " · ".join(filter(None, [by, estimate.source])),
    }


def _slip(spell: depth.Spell, given: Sequence[ReturnEstimate], on: dt.date) -> str:
    """Return "first 12 Nov, now 26 Nov" where the expected return has moved."""
    first = next((e.expected_on for e in given if e.expected_on), None)
    now = spell.returned_on or spell.expected_until or spell.expected_from
    if first is None or first == now:
        return ""
    if now is None:
        return f"first {wording.day_text(first, on)}, now no date"
    word = "back" if spell.returned_on else "now"
    return f"first {wording.day_text(first, on)}, {word} {wording.day_text(now, on)}"


# What he has played


def figures(found: Sequence[SeasonFigures], contracts: Iterable[Contract]) -> Row:
    """Return his seasons by club, the newest club first, with sums per club and in all.

    contracts: all of his, loans too, which tell since when a club's figures are to go.
    """
    first = _first_seasons(contracts)
    by_club: dict[Club, list[SeasonFigures]] = defaultdict(list)
    for row in sorted(found, key=lambda f: f.competition.rank):
        by_club[row.club].append(row)
    clubs = sorted(by_club.items(), key=lambda c: max(f.season for f in c[1]), reverse=True)
    sums = [total(rows) for _, rows in clubs]
    return {
        "clubs": [_club_figures(club.name, rows, first.get(club.pk)) for club, rows in clubs],
        "sum": cells(total(found)) if len(clubs) > 1 else [],
        "incomplete": any(not whole for one in sums for _, whole in one.values()),
    }


def _first_seasons(contracts: Iterable[Contract]) -> dict[int, str]:
    """Return the season he came to each club in, by its pk; who signs in June comes in July."""
    first: dict[int, str] = {}
    for contract in contracts:
        came_on = contract.starts_on
        season, last_day = season_of(came_on)
        if came_on.month == SIGNING_MONTH:
            season, _ = season_of(last_day + dt.timedelta(days=1))
        first[contract.club_id] = min(season, first.get(contract.club_id, season))
    return first


def _club_figures(name: str, rows: Sequence[SeasonFigures], first: str | None) -> Row:
    """Return a club's seasons, newest first; equal notes share a number under the table.

    first: the season he came in, None where no contract tells.
    """
    goes_back = first is not None and min(row.season for row in rows) <= first
    whole = goes_back and len({row.competition_id for row in rows}) > 1
    newest = sorted(rows, key=lambda row: row.season, reverse=True)
    notes = list(dict.fromkeys(row.note for row in newest if row.note))
    return {
        "name": name,
        "text": figures_sentence(rows, whole=whole),
        "rows": [_season(row, notes) for row in newest],
        "sum": cells(total(rows)) if len(rows) > 1 else [],
        "sum_of": f"Sum at {name}" if whole else "Sum on record",
        "notes": notes,
    }


def _season(row: SeasonFigures, notes: Sequence[str]) -> Row:
    values = [getattr(row, name) for name in FIGURES]
    return {
        "season": row.season,
        "competition": row.competition.name,
        "cells": [UNKNOWN if value is None else f"{value:,}" for value in values],
        "note": notes.index(row.note) + 1 if row.note else 0,
    }


Totals = Mapping[str, tuple[int | None, bool]]


def total(rows: Sequence[SeasonFigures]) -> Totals:
    """Return each figure's sum of what is known (None: nothing is) and whether that is all."""
    sums = {}
    for name in FIGURES:
        known = [value for row in rows if (value := getattr(row, name)) is not None]
        sums[name] = (sum(known) if known else None, len(known) == len(rows))
    return sums


def cells(totals: Totals) -> list[str]:
    """Return sums as the table prints them; a plus marks one that leaves out what is not known."""
    return [
        UNKNOWN if known is None else f"{known:,}{'' if whole else MORE}"
        for known, whole in totals.values()
    ]


def figures_sentence(rows: Sequence[SeasonFigures], *, whole: bool) -> str:
    """Return "244 appearances, no goal and 10 assists since 2015" of one club's rows.

    whole: whether that is all he did there; else it says what the figures are of: "in the
    2025/26 Premier League: 6 appearances, ...".
    """
    sums = total(rows)
    parts = [
        _counted(*sums[name], noun)
        for name, noun in (("appearances", "appearance"), ("goals", "goal"), ("assists", "assist"))
        if sums[name][0] is not None
    ]
    text = wording.join(parts) or "figures not known"
    if whole:
        return f"{text} since {min(row.season for row in rows)[:4]}"
    return f"{_competition_and_seasons(rows)}: {text}"


def _competition_and_seasons(rows: Sequence[SeasonFigures]) -> str:
    """Return "in the 2025/26 Premier League", or "on record" of several competitions."""
    competition = rows[0].competition
    if competition.kind == Competition.Kind.OTHER or any(
        row.competition_id != competition.pk for row in rows
    ):
        return "on record"
    first, last = min(row.season for row in rows), max(row.season for row in rows)
    if first == last:
        return f"in the {first} {competition.name}"
    return f"in the {competition.name}, {first} to {last}"


def _counted(known: int | None, whole: bool, noun: str) -> str:
    least = "" if whole else "at least "
    if not known:
        return f"no {noun}" if whole else f"no known {noun}"
    return f"{least}{known:,} {noun}{'' if known == 1 else 's'}"


# What was changed


def log(changes: Iterable[Change], own: Club | None) -> list[Row]:
    """Return the log of one man; a line of another club's log than his own names that, too."""
    changes = list(changes)
    return [
        row | {"elsewhere": own is None or change.club_id != own.pk}
        for row, change in zip(log_rows(changes), changes, strict=True)
    ]
