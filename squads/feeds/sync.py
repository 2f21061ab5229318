"""Taking over a whole answer of the feed: all of it or nothing, and twice is as once."""

import datetime as dt
import fcntl
import hashlib
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from squads.day import season_of
from squads.feeds import figures, health, whereabouts
from squads.feeds.fpl import NAME, SOURCE, Listed, Snapshot
from squads.feeds.known import Man, clubs_by_code, lock_every_club, men_of, reports_by_code
from squads.feeds.lines import Says
from squads.feeds.matching import Match, Matcher
from squads.feeds.newcomers import identify, welcome
from squads.feeds.said import GONE, Said, said_of
from squads.models import Change, Club, DataSet, FeedReport, FeedRun, Player
from squads.moves import Feed, Refused

State = FeedReport.State
AT_WORK = "Another run of sync_fpl is at work; this one has changed nothing."
STRANGE = (
    "None of the feed’s {} clubs is known here. Load the seeds with load_seeds, or enter the "
    "feed’s code of each club in the admin."
)
LOCK_KEY = 0x7470_6670  # of PostgreSQL's advisory lock
BATCH = 200
STATEMENT = ("team", "status", "chance", "news")
REPORTED = ("name", "team", "line", "player", "club", "status", "chance", "news", "news_at")
VERDICT = ("state", "why", "settled_by", "settled_at")
NO_LONGER = "no longer listed"


class NotNow(Exception):
    """An answer that is not taken over: one line that says why."""


class Busy(NotNow):
    """Another run is at work."""


class Old(NotNow):
    """The answer is older than the last one taken over."""


class Strange(NotNow):
    """The answer lists no club that is known here."""


@dataclass
class Outcome:
    """What a run did, or would do; new: whether the answer said anything new at all."""

    snapshot: Snapshot
    new: bool = True
    changes: list[Change] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    reports: list[FeedReport] = field(default_factory=list)
    moved_day: dt.date | None = None


@contextmanager
def alone() -> Iterator[None]:
    """Hold off other runs on one database; raise Busy beside one that is at work.

    SQLite has no lock of this kind: there a file is locked until the run is over. PostgreSQL's
    goes with the transaction, on whatever machine the other runs.
    """
    if connection.vendor == "postgresql":
        with transaction.atomic():
            _take_advisory_lock()
            yield
        return
    path = lock_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy(AT_WORK) from error
        with transaction.atomic():
            yield


def lock_file() -> Path:
    """Return the file that a run on SQLite locks; one in memory is of this process alone."""
    name = str(connection.settings_dict["NAME"])
    key = f"{name} {os.getpid()}" if "memory" in name else name
    return settings.VAR_DIR / f"sync_fpl-{hashlib.sha256(key.encode()).hexdigest()[:12]}.lock"


def _take_advisory_lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK_KEY])
        (held,) = cursor.fetchone()
    if not held:
        raise Busy(AT_WORK)


def last_run() -> FeedRun | None:
    """Return the run that was made last; a forced one sets the feed back to what it said."""
    return FeedRun.objects.filter(feed=NAME).order_by("-pk").first()


def said_again() -> None:
    """Note that the feed still says what it said, so that nobody takes the last run for old."""
    last = FeedRun.objects.filter(feed=NAME).order_by("-pk")[:1]
    FeedRun.objects.filter(pk__in=last).update(ran_at=timezone.now())


def told_since() -> bool:
    """Whether an editor has said meanwhile who is meant, so that an old answer has news."""
    told = FeedReport.objects.filter(feed=NAME, state=State.AMBIGUOUS, player__isnull=False)
    return told.exists()


def sync(
    snapshot: Snapshot,
    *,
    address: str = "",
    etag: str = "",
    last_modified: str = "",
    force: bool = False,
    dry_run: bool = False,
) -> Outcome:
    """Take over an answer. force: even one older than the last; dry_run: write nothing.

    Raises Busy while another run is at work, Old for an answer that has been overtaken, Strange
    where no club here has a code of the feed's.
    """
    with alone():
        run = last_run()
        if run and snapshot.said_at < run.said_at and not force:
            raise Old(
                f"This answer is of {_moment(snapshot.said_at)}, older than the last one taken "
                f"over, of {_moment(run.said_at)}. --force takes it over all the same."
            )
        if run and snapshot.digest == run.digest and not told_since():
            if not dry_run:
                said_again()
            return Outcome(snapshot, new=False)
        outcome = Taking(snapshot, run).take()
        FeedRun.objects.create(
            feed=NAME,
            said_at=snapshot.said_at,
            address=address[:500],
            etag=etag,
            last_modified=last_modified,
            digest=snapshot.digest,
            counts=dict(outcome.counts),
        )
        if dry_run:
            transaction.set_rollback(True)
        return outcome


def _moment(at: dt.datetime) -> str:
    local = timezone.localtime(at)
    return f"{local.day} {local:%b %Y, %H:%M}"


class Taking:
    """One run: the answer, what is known here, and what becomes of it."""

    def __init__(self, snapshot: Snapshot, run: FeedRun | None) -> None:
        self.snapshot, self.outcome = snapshot, Outcome(snapshot)
        self.on = timezone.localdate(snapshot.said_at)
        lock_every_club()
        self.known_until = run.said_at if run else _described_until()
        self.overtaken = run is not None and snapshot.said_at < run.said_at
        self.by = Feed(NAME, SOURCE, snapshot.said_at)
        self.clubs = clubs_by_code(NAME)
        if not self.clubs.keys() & snapshot.teams.keys():
            raise Strange(STRANGE.format(len(snapshot.teams)))
        self.reports = reports_by_code(NAME)
        self.matcher = Matcher(NAME, snapshot.men)
        self.named = whereabouts.Clubs()
        self.slugs = set(Player.objects.values_list("slug", flat=True))
        self.touched: set[int] = set()
        self.played: list[figures.Played] = []

    def take(self) -> Outcome:
        self._move_day()
        self._take_men()
        self._forget()
        self._count_figures()
        Club.objects.filter(pk__in=self.touched).touch()
        self._sum_up()
        return self.outcome

    def _move_day(self) -> None:
        """Let a day that the data set pins go along, so that charts show what is new.

        Never past the real one, whatever the feed's clock says.
        """
        day = min(self.on, timezone.localdate())
        season, ends_on = season_of(day)
        behind = DataSet.objects.filter(pinned_on__lt=day)
        if behind.update(pinned_on=day, season=season, season_ends_on=ends_on):
            self.outcome.moved_day = day
            self.touched |= set(Club.objects.charted().values_list("pk", flat=True))

    def _take_men(self) -> None:
        matches = self._matches()
        here = {m.player.pk: m.player for m in matches.values() if m.player is not None}
        men = men_of(list(here.values()), self.on)
        reports: list[FeedReport] = []
        for listed in self.snapshot.men:
            report = self.reports.get(listed.code)
            was = _copy(report) if report else None
            report = report or FeedReport(feed=NAME, code=listed.code)
            self._take_man(listed, report, was, matches[listed.code], men)
            reports.append(report)
            if was and was.line != report.line and report.player_id in men:
                # His page says how the feed lists him while nobody knows where he plays.
                self.touched |= men[report.player_id].clubs()
            if report.state != State.TAKEN:
                self.outcome.reports.append(report)
        self._write(reports)

    def _matches(self) -> dict[str, Match]:
        found: dict[str, Match] = {}
        for listed in self.snapshot.men:
            club = self.clubs.get(listed.team)
            match = self.matcher.find(listed, club.pk if club else None)
            if match.player is not None and not match.by_code:
                identify(match.player, listed.code)
                # His page prints what other sources call him.
                self.touched |= self.matcher.clubs[match.player.pk]
                self.matcher.take(listed, match.player)
                self.outcome.counts["newly identified"] += 1
            found[listed.code] = match
        return found

    def _take_man(
        self,
        listed: Listed,
        report: FeedReport,
        was: FeedReport | None,
        match: Match,
        men: dict[int, Man],
    ) -> None:
        """Write what the feed says of a man to his report, and take it over."""
        club = self.clubs.get(listed.team)
        self._fill(report, listed, club, match.player)
        same = was is not None and all(getattr(was, n) == getattr(report, n) for n in STATEMENT)
        if match.player is not None and club is not None and listed.statement.says not in GONE:
            self.played.append(figures.Played(match.player.pk, club, listed))
        if same and was is not None and was.state == State.SETTLED:
            return
        report.settled_by, report.settled_at = None, None
        said = said_of(
            listed, self.snapshot.said_at, self.known_until, self.snapshot.rounds, was=was
        )
        if match.player is not None:
            self._take_known(listed, report, was, said, men[match.player.pk])
        elif match.doubt:
            _judge(report, State.AMBIGUOUS, _doubt(match.doubt))
        elif club is None:
            _judge(report, State.NO_CLUB)
        elif listed.status == "u":
            _judge(report, State.NO_CLUB, "has left, and was never here")
        else:
            self._take_new(listed, report, club, said)

    def _fill(
        self, report: FeedReport, listed: Listed, club: Club | None, player: Player | None
    ) -> None:
        report.name = listed.full_name
        report.team = self.snapshot.teams[listed.team]
        report.line = listed.line
        report.player, report.club = player, club
        report.status, report.chance, report.news = listed.status, listed.chance, listed.news
        report.news_at, report.said_at = listed.news_at, self.snapshot.said_at

    def _take_known(
        self,
        listed: Listed,
        report: FeedReport,
        was: FeedReport | None,
        said: Said,
        man: Man,
    ) -> None:
        club = report.club
        if club is None:
            _judge(report, State.NO_CLUB, _elsewhere(report, man, self.on))
            return
        if said.says is Says.AVAILABLE and man.is_at(club, self.on) and not man.begun(self.on):
            _judge(report, State.TAKEN)
            return
        relisted = was is not None and (
            was.team != report.team or (was.status == "u" != listed.status)
        )
        try:
            with transaction.atomic():
                changes, why = whereabouts.move(
                    man, said, club, self.named, joined_on=listed.joined_on, relisted=relisted
                )
                if not why and said.says not in GONE:
                    more, why = health.take_over(man, said)
                    changes += more
        except Refused as refused:
            # What is known since stands against an answer that has been overtaken.
            _judge(report, State.TAKEN if self.overtaken else State.DISAGREES, str(refused))
            return
        self._conclude(report, said, changes, why)

    def _take_new(self, listed: Listed, report: FeedReport, club: Club, said: Said) -> None:
        man, change = welcome(listed, club, self.by, self.slugs)
        self.matcher.take(listed, man.player)
        report.player = man.player
        self.outcome.changes.append(change)
        self.outcome.counts["new men"] += 1
        self.played.append(figures.Played(man.player.pk, club, listed))
        more, why = health.take_over(man, said)
        self._conclude(report, said, more, why)

    def _conclude(self, report: FeedReport, said: Said, changes: list[Change], why: str) -> None:
        self.outcome.changes += changes
        if said.says is Says.UNREAD:
            _judge(report, State.UNREAD, said.statement.reason)
        else:
            _judge(report, State.DISAGREES if why else State.TAKEN, why)

    def _write(self, reports: list[FeedReport]) -> None:
        """Write what is said of every man, in a few statements whatever has changed."""
        rows = []
        for report in reports:
            row = _copy(report)
            row.pk = None
            rows.append(row)
        FeedReport.objects.bulk_create(
            rows,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["feed", "code"],
            update_fields=[*REPORTED, "said_at", *VERDICT],
        )

    def _forget(self) -> None:
        """Leave nothing open of men whom the feed no longer lists; nothing else changes."""
        listed = {man.code for man in self.snapshot.men}
        gone = [report for code, report in self.reports.items() if code not in listed]
        self.outcome.counts["no longer listed"] = len(gone)
        left_open = [r for r in gone if r.state not in (State.TAKEN, State.NO_CLUB)]
        for state, is_here in ((State.TAKEN, True), (State.NO_CLUB, False)):
            pks = [r.pk for r in left_open if (r.player_id is not None) == is_here]
            FeedReport.objects.filter(pk__in=pks).update(state=state, why=NO_LONGER)

    def _count_figures(self) -> None:
        rows, clubs = figures.count(self.played, self.snapshot.season)
        self.outcome.counts["season figures"] = rows
        self.touched |= clubs

    def _sum_up(self) -> None:
        counts = self.outcome.counts
        counts["listed"] = len(self.snapshot.men)
        counts["changes"] = len(self.outcome.changes)
        for change in self.outcome.changes:
            counts[f"changes: {change.kind}"] += 1
        for report in self.outcome.reports:
            counts[report.state] += 1


def _described_until() -> dt.datetime | None:
    """Return the end of the day that the data set describes; None where there is none."""
    pinned = DataSet.objects.order_by("pk").values_list("pinned_on", flat=True).first()
    if pinned is None:
        return None
    end = dt.datetime.combine(pinned + dt.timedelta(days=1), dt.time())
    return timezone.make_aware(end)


def _judge(report: FeedReport, state: State, why: str = "") -> None:
    report.state, report.why = state, why[:300]


def _elsewhere(report: FeedReport, man: Man, on: dt.date) -> str:
    """Return where he is to us whom the feed lists at a club that is not here."""
    here = man.loan(on) or man.contract(on)
    if here is None:
        return ""
    return f"feed lists him at {report.team}, which is not here; ours has him at {here.club}"


def _doubt(men: tuple[Player, ...]) -> str:
    return "may be " + " or ".join(f"{man} ({man.slug})" for man in men)


def _copy(report: FeedReport) -> FeedReport:
    fields = {f.attname: getattr(report, f.attname) for f in FeedReport._meta.concrete_fields}
    return FeedReport(**fields)
