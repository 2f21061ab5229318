"""What a feed says of one man, when, and how that reads beside what an editor says."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from squads.feeds.fpl import NAME, SOURCE, Listed
from squads.feeds.lines import MATCH, Says, Statement, read_statement
from squads.models import Absence, FeedReport, Injury
from squads.moves import By, Feed
from squads.moves.words import ABSENCE_WORDS
from squads.wording import day_text, lowered

Spell = Injury | Absence
ABSENCES = {
    Says.SUSPENDED: Absence.Kind.SUSPENSION,
    Says.INTERNATIONAL: Absence.Kind.INTERNATIONAL,
    Says.INELIGIBLE: Absence.Kind.INELIGIBLE,
    Says.PERSONAL: Absence.Kind.PERSONAL,
}
MEDICAL = {Says.INJURED: Injury.Kind.INJURY, Says.ILL: Injury.Kind.ILLNESS}
GONE = {Says.LOANED, Says.LEFT}
LATE = dt.timedelta(days=1)  # by which a line may come out after it was entered
LIKELY = 50  # per cent from which on a man with leave is taken to be back


@dataclass(frozen=True, slots=True)
class Said:
    """A statement and its moments.

    said_at: of the answer it stands in. news_at: when the line was entered. fresh: that was
    after the last run (a newer line than he had then may have come out late), or after the day
    that the data here describe. starts_on: the first day
    out, where the line names it. editor: who takes it over by hand; the feed itself unless given.
    """

    statement: Statement
    said_at: dt.datetime
    news_at: dt.datetime | None
    fresh: bool
    starts_on: dt.date | None = None
    known_on: dt.date | None = None
    editor: By = None

    @property
    def on(self) -> dt.date:
        return timezone.localdate(self.said_at)

    @property
    def news_on(self) -> dt.date | None:
        return min(timezone.localdate(self.news_at), self.on) if self.news_at else None

    @property
    def says(self) -> Says:
        """What it says of him; probably back from leave counts as back.

        Only a doubt about his health has a chance in our rows.
        """
        said = self.statement
        if said.says in ABSENCES and (said.chance or 0) >= LIKELY:
            return Says.AVAILABLE
        return said.says

    @property
    def expected_on(self) -> dt.date | None:
        return self.statement.expected_on

    @property
    def chance(self) -> int | None:
        return self.statement.chance if self.says in MEDICAL else None

    @property
    def day(self) -> dt.date:
        """The day on which it became known: of fresh news, else of the answer."""
        return self.news_on if self.fresh and self.news_on else self.on

    def by(self, day: dt.date | None = None) -> By:
        """Return who says so: under the moment of the news if it is fresh, else the answer's.

        day: what is logged may not be of a later day.
        """
        if self.editor is not None:
            return self.editor
        if (
            self.fresh
            and self.news_at
            and (day is None or day <= timezone.localdate(self.news_at))
        ):
            return Feed(NAME, SOURCE, min(self.news_at, self.said_at))
        return Feed(NAME, SOURCE, self.said_at)


def said_of(
    listed: Listed,
    said_at: dt.datetime,
    known_until: dt.datetime | None,
    rounds: Mapping[int, dt.datetime],
    *,
    was: FeedReport | None = None,
) -> Said:
    """Return a man's statement in an answer.

    known_until: what was known here before it. was: what the last run had of him.
    """
    news_at = listed.news_at
    fresh = news_at is not None and (known_until is None or news_at > known_until)
    if news_at and known_until and was and (was.news_at is None or news_at > was.news_at):
        fresh = news_at > known_until - LATE
    first = rounds.get(listed.statement.from_round or 0)
    starts_on = timezone.localdate(first) if first else _match_day(listed)
    known_on = timezone.localdate(known_until) if known_until else None
    return Said(listed.statement, said_at, news_at, fresh, starts_on, known_on)


def _match_day(listed: Listed) -> dt.date | None:
    """Return the day of the one match that a line names: "Ineligible … on 18/10"."""
    found = MATCH.search(listed.news)
    if found is None or listed.news_at is None or listed.statement.says is not Says.INELIGIBLE:
        return None
    entered = timezone.localdate(listed.news_at)
    for year in (entered.year, entered.year + 1):
        try:
            day = dt.date(year, int(found[2]), int(found[1]))
        except ValueError:
            return None
        if day >= entered:
            return day
    return None


def said_in(report: FeedReport, by: By) -> Said:
    """Return the statement that a report holds, as an editor takes it over."""
    entered = report.news_at or report.said_at
    statement = read_statement(report.status, report.news, report.chance, entered.date())
    return Said(statement, report.said_at, report.news_at, fresh=False, editor=by)


def feed_words(said: Said, *, why: bool = False) -> str:
    """Return "available", "out until 17 Jan", "doubtful, 75 %"; why: with the reason."""
    if said.says is Says.AVAILABLE:
        return "available"
    reason = said.statement.reason if why else ""
    kind = ABSENCES.get(said.says)
    return _state(kind, said.chance, reason, said.expected_on, said.on)


def our_words(spell: Spell, on: dt.date, *, why: bool = False) -> str:
    """Return what an entry says on a day: "out until 12 Nov", "back since 5 Nov"."""
    if spell.returned_on:
        return f"back since {day_text(spell.returned_on, on)}"
    if isinstance(spell, Absence):
        kind, reason = Absence.Kind(spell.kind), spell.reason
        return _state(kind, None, lowered(reason) if why else "", spell.expected_on, on)
    reason = lowered(spell.diagnosis) if why else ""
    return _state(None, spell.chance, reason, spell.expected_on, on)


def _state(
    kind: Absence.Kind | None,
    chance: int | None,
    reason: str,
    expected_on: dt.date | None,
    on: dt.date,
) -> str:
    state = ABSENCE_WORDS[kind] if kind else f"doubtful, {chance} %" if chance else "out"
    because = f" ({reason})" if reason else ""
    if expected_on:
        return f"{state}{because} until {day_text(expected_on, on)}"
    return f"{state}{because}" if chance or kind else f"{state}{because}, no return date"
