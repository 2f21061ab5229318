"""The public Fantasy Premier League feed: reading a whole answer. No database.

The answer (`bootstrap-static`) is one JSON object. Read are its `teams`, its `elements` (the
men), its `element_types` (their lines) and its `events` (the rounds); whatever else it holds is
ignored. `code` lasts from season to season; `id` does not and is used within an answer alone.
"""

import datetime as dt
import hashlib
import json
import unicodedata
from dataclasses import dataclass
from typing import Any

from squads.feeds.fetching import MOST_BYTES, Answer, BadAnswer, fetch
from squads.feeds.lines import Statement, read_statement

__all__ = ["NAME", "SOURCE", "Answer", "BadAnswer", "Listed", "Snapshot", "fetch", "read_snapshot"]

NAME = "fpl"
SOURCE = "Premier League fantasy feed"
LINES = {"GKP": "GK", "DEF": "DEF", "MID": "MID", "FWD": "FWD"}
LONGEST_NAME = 120
LONGEST_TEAM = 80
LONGEST_NEWS = 300
LONGEST_NEWS_READ = 5000
MOST = 10**9  # of any number that the feed counts or names by
YEARS = range(2000, 2100)
NOTHING = ("", "None")  # texts that stand for nothing
SUMMER = 7  # the month in which a season begins
AHEAD = dt.timedelta(days=1)  # by which the feed's clock may be ahead of ours


@dataclass(frozen=True, slots=True)
class Listed:
    """A man as the feed lists him.

    code: lasting, as text. usual_name: what he is known by in full, where the feed says so.
    team: the team's lasting code. line: GK, DEF, MID or FWD. chance: of playing in the next
    round, 0 to 100, None where the feed gives none. news_at: when the line was first entered,
    None where the feed names a moment that is yet to come; it often keeps it when it changes
    the line.
    """

    code: str
    full_name: str
    known_as: str
    usual_name: str
    team: str
    line: str
    born_on: dt.date | None
    joined_on: dt.date | None
    status: str
    chance: int | None
    news: str
    news_at: dt.datetime | None
    minutes: int
    starts: int
    goals: int
    assists: int
    statement: Statement


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A whole answer.

    said_at: the newest moment that it speaks of: that of the newest line, the deadline of the
    newest round that has begun, or when it was fetched. teams: names by code. rounds: each
    round's deadline by its number. season: "2025/26". digest: of everything read, 64
    hexadecimal digits; answers that differ only in what is not read, or in when they were
    fetched, share it.
    """

    said_at: dt.datetime
    teams: dict[str, str]
    men: tuple[Listed, ...]
    rounds: dict[int, dt.datetime]
    season: str
    digest: str


@dataclass(frozen=True, slots=True)
class Row:
    """An object of the answer, and what to call it in an error."""

    name: str
    values: dict[str, Any]

    def need(self, key: str) -> Any:
        if key not in self.values:
            raise BadAnswer(f"{self.name}: the key “{key}” is missing.")
        return self.values[key]

    def wrong(self, key: str, wanted: str) -> BadAnswer:
        shown = json.dumps(self.values.get(key))
        shown = shown if len(shown) <= 60 else f"{shown[:57]}…"
        return BadAnswer(f"{self.name}: “{key}” must be {wanted}, not {shown}.")

    def text(self, key: str, longest: int = LONGEST_NAME, *, empty: bool = False) -> str:
        """Return a text without control characters and double blanks; null counts as empty."""
        value = self.need(key)
        if value is None:
            value = ""
        if not isinstance(value, str) or any(unicodedata.category(c) == "Cs" for c in value):
            raise self.wrong(key, "a text")
        value = " ".join("".join(" " if c < " " or c == "\x7f" else c for c in value).split())
        value = "" if value in NOTHING else value
        if not value and not empty:
            raise self.wrong(key, "a text that says something")
        return cut(value, longest)

    def whole(self, key: str, most: int = MOST) -> int:
        found = self.perhaps_whole(key, most)
        if found is None:
            raise self.wrong(key, "a whole number")
        return found

    def perhaps_whole(self, key: str, most: int = MOST) -> int | None:
        value = self.need(key)
        if value is None or value in NOTHING:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            raise self.wrong(key, f"a whole number from 0 to {most}")
        return value

    def truth(self, key: str) -> bool:
        value = self.need(key)
        if not isinstance(value, bool):
            raise self.wrong(key, "true or false")
        return value

    def day(self, key: str) -> dt.date | None:
        """Return a day, None where the answer names none: older ones lack the key."""
        if key not in self.values or not self.text(key, empty=True):
            return None
        try:
            return dt.date.fromisoformat(self.text(key))
        except ValueError as error:
            raise self.wrong(key, "a day such as 2001-09-30") from error

    def moment(self, key: str) -> dt.datetime | None:
        text = self.text(key, empty=True)
        if not text:
            return None
        try:
            found = dt.datetime.fromisoformat(text)
            if found.tzinfo is not None and found.year in YEARS:
                return found.astimezone(dt.UTC)
        except (ValueError, OverflowError):
            pass
        raise self.wrong(key, "a moment such as 2025-09-30T10:00:00Z")


def cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def read_snapshot(
    raw: bytes, *, fetched_at: dt.datetime | None = None, now: dt.datetime | None = None
) -> Snapshot:
    """Return what an answer says. Raises BadAnswer.

    fetched_at: when the feed gave it; so late it still spoke like this, within its season. Its
    newest line alone does not tell: that may be taken back. now: the real moment unless given;
    what is said to have been later is not believed.
    """
    latest = (now or dt.datetime.now(dt.UTC)) + AHEAD
    answer = Row("The answer", _object(raw))
    teams = {
        str(row.whole("code")): row.text("name", LONGEST_TEAM) for row in _rows(answer, "teams")
    }
    lines = {
        row.whole("id"): LINES.get(row.text("singular_name_short"))
        for row in _rows(answer, "element_types")
    }
    rounds, begun = _rounds(answer)
    starts = _season_starts(min(rounds.values()))
    if starts > latest:
        raise BadAnswer(f"events: the season they are of begins in {starts.year}, not yet.")
    told = [row.moment("news_added") for row in _rows(answer, "elements")]
    said_at = max(at for at in [starts, *begun, *told] if at and at <= latest)
    men = _men(answer, teams, lines, said_at.date(), latest)
    season = f"{starts.year}/{(starts.year + 1) % 100:02d}"
    read = repr((said_at, sorted(teams.items()), men, sorted(rounds.items()), season))
    digest = hashlib.sha256(read.encode()).hexdigest()
    if fetched_at:
        said_at = max(said_at, min(fetched_at, _season_ends(starts)))
    return Snapshot(said_at, teams, men, rounds, season, digest)


def _object(raw: bytes) -> dict[str, Any]:
    if len(raw) > MOST_BYTES:
        raise BadAnswer(f"The answer holds more than {MOST_BYTES // 10**6} MB.")
    if not raw.strip():
        raise BadAnswer("The answer is empty.")
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise BadAnswer("The answer is a web page, not JSON.")
    try:
        data = json.loads(raw)
    except json.JSONDecodeError as error:
        where = f"it breaks at character {error.pos + 1} of {len(error.doc)}"
        raise BadAnswer(f"The answer is not JSON, or not all of it: {where}.") from error
    except (ValueError, RecursionError) as error:
        raise BadAnswer("The answer is not JSON.") from error
    if isinstance(data, str):
        raise BadAnswer(f"The answer is only a sentence: “{' '.join(data.split())[:100]}”")
    if not isinstance(data, dict):
        raise BadAnswer("The answer is JSON, but no object.")
    return data


def _rows(answer: Row, key: str) -> list[Row]:
    """Return the objects of a list that holds at least one."""
    found = answer.need(key)
    if not isinstance(found, list) or not found:
        raise answer.wrong(key, "a list that holds something")
    rows = []
    for place, values in enumerate(found, start=1):
        if not isinstance(values, dict):
            raise BadAnswer(f"{key}, number {place}: must be an object.")
        rows.append(Row(f"{key}, number {place}", values))
    return rows


def _rounds(answer: Row) -> tuple[dict[int, dt.datetime], list[dt.datetime]]:
    """Return each round's deadline by its number, and those of the rounds that have begun."""
    rounds, begun = {}, []
    for row in _rows(answer, "events"):
        deadline = row.moment("deadline_time")
        if deadline is None:
            raise row.wrong("deadline_time", "a moment such as 2025-09-30T10:00:00Z")
        rounds[row.whole("id")] = deadline
        if row.truth("finished") or row.truth("is_current") or row.truth("is_previous"):
            begun.append(deadline)
    return rounds, begun


def _season_starts(first: dt.datetime) -> dt.datetime:
    """Return the first of July before the first deadline; no answer speaks of an older moment."""
    year = first.year if first.month >= SUMMER else first.year - 1
    return dt.datetime(year, SUMMER, 1, tzinfo=dt.UTC)


def _season_ends(starts: dt.datetime) -> dt.datetime:
    """Return noon of 30 June; over the summer the feed goes on to list last season's men."""
    return dt.datetime(starts.year + 1, SUMMER, 1, tzinfo=dt.UTC) - dt.timedelta(hours=12)


def _men(
    answer: Row,
    teams: dict[str, str],
    lines: dict[int, str | None],
    today: dt.date,
    latest: dt.datetime,
) -> tuple[Listed, ...]:
    """Return the men, without the managers, who stand among them in some seasons.

    today: the day of a line that does not say when it was entered. latest: when it may have
    been entered.
    """
    men: dict[str, Listed] = {}
    for row in _rows(answer, "elements"):
        kind = row.whole("element_type")
        if kind not in lines:
            raise row.wrong("element_type", "one of element_types")
        line = lines[kind]
        if line is None:
            continue
        man = _man(row, line, today, latest)
        if man.team not in teams:
            raise row.wrong("team_code", "the code of one of the teams")
        if man.code in men:
            other = men[man.code].known_as
            raise BadAnswer(f"{row.name}: code {man.code} is {other}’s and {man.known_as}’s.")
        men[man.code] = man
    return tuple(men.values())


def _man(row: Row, line: str, today: dt.date, latest: dt.datetime) -> Listed:
    code = str(row.whole("code"))
    row = Row(f"{row.name} (code {code})", row.values)
    first, last = row.text("first_name", empty=True), row.text("second_name", empty=True)
    known_as = row.text("web_name")
    usual = row.text("known_name", empty=True) if "known_name" in row.values else ""
    chance = row.perhaps_whole("chance_of_playing_next_round", 100)
    if chance is None:
        chance = row.perhaps_whole("chance_of_playing_this_round", 100)
    status, news = row.text("status", 2), row.text("news", LONGEST_NEWS_READ, empty=True)
    news_at = row.moment("news_added")
    if news_at and news_at > latest:
        news_at = None
    return Listed(
        code=code,
        full_name=" ".join(filter(None, [first, last]))[:LONGEST_NAME] or known_as,
        known_as=known_as,
        usual_name=usual,
        team=str(row.whole("team_code")),
        line=line,
        born_on=row.day("birth_date"),
        joined_on=row.day("team_join_date"),
        status=status,
        chance=chance,
        news=cut(news, LONGEST_NEWS),
        news_at=news_at,
        minutes=row.whole("minutes"),
        starts=row.whole("starts"),
        goals=row.whole("goals_scored"),
        assists=row.whole("assists"),
        statement=read_statement(status, news, chance, news_at.date() if news_at else today),
    )
