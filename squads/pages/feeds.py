"""What feeds have said and a person has to see to, as rows of ready strings."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from django.db.models import Case, Count, IntegerField, Max, Q, Value, When
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timesince import timesince

from squads import wording
from squads.depth import POSITION_NAMES, Position
from squads.feeds import fpl
from squads.feeds.lines import Says
from squads.feeds.reports import seen_as
from squads.feeds.said import GONE, feed_words, our_words, said_in
from squads.models import Absence, Change, FeedReport, FeedRun, Injury, Player, SearchKey
from squads.models.feeds import NO_POSITION, OPEN_NEEDS, FeedReportQuerySet
from squads.models.search import fold
from squads.spans import covers

Row = dict[str, Any]
Spell = Injury | Absence
State = FeedReport.State

# Every feed with its name for readers and the command that runs it.
FEEDS = {fpl.NAME: (fpl.SOURCE, "manage.py sync_fpl")}
# What can be asked for, in the order of the page, with its heading.
KINDS = {
    State.DISAGREES.value: "Disagreements",
    State.UNREAD.value: "Lines that could not be read",
    State.AMBIGUOUS.value: "Not clear who is meant",
    NO_POSITION: "Position not known",
    State.SETTLED.value: "Settled",
}
# The places of each rough line, the likeliest first.
LINES: Mapping[str, tuple[Position, ...]] = {
    "GK": (Position.GK,),
    "DEF": (Position.CB, Position.RB, Position.LB, Position.RWB, Position.LWB),
    "MID": (
        Position.CM, Position.DM, Position.AM, Position.RM, Position.LM, Position.RW, Position.LW,
    ),
    "FWD": (Position.ST, Position.RW, Position.LW),
}  # fmt: skip
LINE_NAMES = {"GK": "goalkeeper", "DEF": "defender", "MID": "midfielder", "FWD": "forward"}
# What a run has counted, as far as it is printed.
TOLD = {
    "listed": "men",
    "changes": "changes",
    "new men": "new men",
    State.DISAGREES.value: "in dispute",
    State.UNREAD.value: "not read",
    State.AMBIGUOUS.value: "in doubt",
}
# How a run says why it disagrees: about where he is, and about how he is.
OURS_HAS_HIM = ", ours has him "
EDITOR_SAYS = ", editor says "
OLD = dt.timedelta(hours=1)
RUNS_SHOWN = 3
SETTLED_SHOWN = 20
MOST_CANDIDATES = 6
SLUG = re.compile(r"\(([a-z0-9-]+)\)")
SHORTEST_WORD = 3  # letters of a name by which a man may be meant


# Which reports


def in_page_order(reports: FeedReportQuerySet) -> FeedReportQuerySet:
    """Put reports under their headings in the order of the page, then by team and name."""
    places = [When(need=need, then=Value(place)) for place, need in enumerate(KINDS)]
    rank = Case(*places, default=Value(len(KINDS)), output_field=IntegerField())
    return (
        reports.with_need()
        .annotate(place=rank)
        .select_related("player", "club", "settled_by")
        .order_by("place", "team", "name", "pk")
    )


def to_see_to(club: str = "", kind: str = "") -> FeedReportQuerySet:
    """Return what the page lists: all that is open, or of one club or one kind (slugs)."""
    wanted = Q(need=kind) if kind else Q(need__in=OPEN_NEEDS)
    reports = in_page_order(FeedReport.objects.all()).filter(wanted)
    return reports.filter(club__slug=club) if club else reports


def lately_settled(club: str = "") -> FeedReportQuerySet:
    """Return what was settled, the newest first."""
    return to_see_to(club, State.SETTLED.value).order_by("-settled_at", "-pk")


def stamp() -> tuple[object, ...]:
    """Return what is another once an answer was given to any report. One query.

    Runs, and what has changed in a club, have stamps of their own.
    """
    states = {state.value: Count("pk", filter=Q(state=state)) for state in State}
    found = FeedReport.objects.aggregate(Count("player"), Max("settled_at"), **states)
    return tuple(found.values())


def not_here() -> list[Row]:
    """Return the teams that no club here stands for, each with its men; ours by themselves."""
    teams: dict[str, list[FeedReport]] = defaultdict(list)
    reports = FeedReport.objects.filter(state=State.NO_CLUB, club__isnull=True)
    for report in reports.select_related("player").order_by("team", "name"):
        teams[report.team].append(report)
    return [
        {
            "team": team,
            "count": len(men),
            "men": [man.name for man in men if not man.player],
            "ours": [
                {
                    "name": man.player.known_as,
                    "url": man.player.get_absolute_url(),
                    "why": man.why,
                }
                for man in men
                if man.player
            ],
        }
        for team, men in teams.items()
    ]


# The runs


def runs(now: dt.datetime, *, real_day: bool) -> list[Row]:
    """Return every feed with its newest runs; on a real day an old one is marked."""
    return [
        {
            "name": source,
            "command": command,
            "runs": [
                _run(run, now, is_newest=not place, real_day=real_day)
                for place, run in enumerate(FeedRun.objects.filter(feed=feed)[:RUNS_SHOWN])
            ],
        }
        for feed, (source, command) in FEEDS.items()
    ]


def _run(run: FeedRun, now: dt.datetime, *, is_newest: bool, real_day: bool) -> Row:
    return {
        "ran_at": moment(run.ran_at),
        "iso": run.ran_at.isoformat(),
        "ago": timesince(run.ran_at, now, depth=1),
        "said_at": moment(run.said_at),
        "counts": ", ".join(f"{count} {word}" for word, count in _told(run)),
        "is_newest": is_newest,
        "is_old": is_newest and real_day and now - run.ran_at > OLD,
    }


def _told(run: FeedRun) -> list[tuple[str, int]]:
    """Return what a run counted, the most telling first, in words; nothing that is nought."""
    counts = run.counts if isinstance(run.counts, dict) else {}
    return [(word, counts[name]) for name, word in TOLD.items() if counts.get(name)]


# One report


def grouped(reports: Sequence[Any], today: dt.date) -> list[Row]:
    """Return reports (with their `need`) under their headings, in the order they have."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows(reports, today):
        groups[row["need"]].append(row)
    return [{"kind": k, "title": KINDS.get(k, ""), "rows": found} for k, found in groups.items()]


def rows(reports: Sequence[Any], today: dt.date) -> list[Row]:
    """Return what the page prints of each report. Six queries, however many there are."""
    disputed = [r for r in reports if r.player_id and r.need != NO_POSITION]
    ours = _entries({r.player_id for r in disputed}, today)
    meant = _candidates([r for r in reports if r.need == State.AMBIGUOUS], today)
    return [_row(r, today, ours.get(r.player_id, []), meant.get(r.pk, [])) for r in reports]


def _row(report: Any, today: dt.date, ours: list[Row], candidates: list[Row]) -> Row:
    player, club = report.player, report.club
    where = _where(report, today)
    of_health = not where and _of_health(report)
    return {
        "pk": report.pk,
        "need": report.need,
        "seen": seen_as(report),
        "name": player.known_as if player else report.name,
        "named": report.name,
        "code": report.code,
        "player": player,
        "url": player.get_absolute_url() if player else "",
        "club": club.short_name if club else report.team,
        "club_url": club.get_absolute_url() if club and club.formation_id else "",
        "line": LINE_NAMES.get(report.line, report.line),
        "main_options": position_options(report.line),
        "other_options": position_options(report.line),
        "rough": report.line,
        "says": said_words(report),
        "said_on": wording.day_text(said_on(report), today),
        "news": report.news,
        "where": where,
        "why": "" if where else _why(report),
        "ours": ours if of_health else [],
        "nothing": report.need == State.DISAGREES and not ours and of_health,
        "candidates": candidates,
        "settled_by": report.settled_by.get_username() if report.settled_by else "",
        "settled_at": moment(report.settled_at) if report.settled_at else "",
    }


def _where(report: Any, today: dt.date) -> Row:
    """Return both sides of a disagreement about where he is, nothing of any other.

    feed: "lists him at Chelsea", on: the day it says so. ours: "on loan at Watford".
    """
    theirs, about, ours = report.why.partition(OURS_HAS_HIM)
    if not about or report.need not in (State.DISAGREES, State.SETTLED):
        return {}
    feed = theirs.removeprefix("feed ")
    listed = feed.startswith("lists ")
    on = timezone.localdate(report.said_at) if listed else said_on(report)
    return {"feed": feed, "on": wording.day_text(on, today), "ours": ours}


def _why(report: Any) -> str:
    """Return what to print of why: not what both sides say, nor who may be meant."""
    if report.need == State.AMBIGUOUS or EDITOR_SAYS in report.why:
        return ""
    why = f"the {report.why}" if report.why.startswith("feed ") else report.why
    in_dispute = why and report.need in (State.DISAGREES, State.SETTLED)
    return wording.sentence(why.rstrip(".")) if in_dispute else why


def _of_health(report: Any) -> bool:
    """Whether what is left open is about how he is: neither a contract nor a refused move."""
    return not report.why.endswith(".") and said_in(report, None).says not in GONE


def said_on(report: FeedReport) -> dt.date:
    """Return the day of what the feed says: that of its line, else of its answer."""
    return timezone.localdate(report.news_at or report.said_at)


def said_words(report: FeedReport) -> str:
    """Return what the feed says of him: "available", "out (knee injury) until 12 Nov"."""
    held = said_in(report, None)
    said = held.statement
    if said.says is Says.LOANED:
        until = f" until {wording.full_day(said.until)}" if said.until else ""
        return f"on loan at {said.club or 'another club'}{until}"
    if said.says is Says.LEFT:
        return f"gone to {said.club}" if said.club else f"gone{said.reason and f', {said.reason}'}"
    return "what cannot be read" if said.says is Says.UNREAD else feed_words(held, why=True)


def _entries(players: set[int], today: dt.date) -> dict[int, list[Row]]:
    """Return for each man what stands here of him: what is open, else the newest that is over.

    Each with who has entered it last, where a person has.
    """
    found: dict[int, list[Spell]] = defaultdict(list)
    for table in (Injury, Absence):
        for spell in table._default_manager.filter(player__in=players).order_by("-began_on"):
            found[spell.player_id].append(spell)
    shown = {player: _newest(spells, today) for player, spells in found.items()}
    wrote = _written(shown.keys())
    return {
        player: [_entry(spell, wrote.get(_key(spell)), today) for spell in spells]
        for player, spells in shown.items()
    }


def _key(spell: Spell) -> tuple[str, int]:
    return str(spell._meta.model_name), spell.pk


def _newest(spells: list[Spell], today: dt.date) -> list[Spell]:
    """Return the spells that are not over; if all are, the one that ended last."""
    out = [spell for spell in spells if not spell.returned_on or spell.returned_on > today]
    return out or sorted(spells, key=lambda spell: spell.returned_on or today)[-1:]


def _written(players: Collection[int]) -> dict[tuple[str, int], tuple[str, dt.datetime]]:
    """Return who entered or changed each spell of theirs last, and when, by its table and pk.

    As the log has it, whose moments are the site's; none for what no person has written.
    """
    men = Change.objects.filter(player__in=players, by__isnull=False, undo__isnull=False)
    lines = men.order_by("at", "pk").values_list("undo", "by__username", "at")
    return {
        (saved["row"], saved["pk"]): (who, at)
        for saved, who, at in lines
        if saved and "pk" in saved
    }


def _entry(spell: Spell, wrote: tuple[str, dt.datetime] | None, today: dt.date) -> Row:
    who, at = wrote or ("", None)
    return {
        "text": our_words(spell, today, why=True),
        "who": who or "An editor",
        "by_hand": spell.by_hand,
        "source": spell.source or "the data set",
        "entered": wording.day_text(timezone.localdate(at), today) if at else "",
    }


def _candidates(reports: Sequence[FeedReport], today: dt.date) -> dict[int, list[Row]]:
    """Return for each report the men here who may be meant, likeliest first.

    Those whom the feed's last run was in doubt about, which it names by their slugs, and those
    whose names share a word with the one that the feed gives.
    """
    doubted = {report.pk: set(SLUG.findall(report.why)) for report in reports}
    words = {report.pk: _words(report.name) for report in reports}
    wanted = Q(pk__in=[])
    for word in sorted(set().union(*words.values())):
        wanted |= Q(key=word) | Q(key__prefix=f"{word} ")
    keys: dict[str, set[int]] = defaultdict(set)
    found = SearchKey.objects.filter(wanted, player__isnull=False)
    for key, player in found.values_list("key", "player"):
        keys[key.partition(" ")[0]].add(player or 0)
    pks = set().union(*keys.values()) if keys else set()
    meant = Q(pk__in=pks) | Q(slug__in=set().union(*doubted.values()))
    found_men = Player.objects.filter(meant) if reports else Player.objects.none()
    men = list(found_men.prefetch_related("contracts__club", "identifiers"))
    return {
        report.pk: [
            {
                "name": man.known_as,
                "slug": man.slug,
                "url": man.get_absolute_url(),
                "club": _clubs(man, today),
                "code": _code(man, report.feed),
            }
            for man in _likeliest(report, words[report.pk], doubted[report.pk], keys, men)
        ]
        for report in reports
    }


def _code(man: Player, feed: str) -> str:
    """Return what the feed calls him already, empty if nothing."""
    return next((one.value for one in man.identifiers.all() if one.source == feed), "")


def _clubs(man: Player, today: dt.date) -> str:
    stays = [stay for stay in man.contracts.all() if covers(stay, today)]
    return ", ".join(stay.club.short_name for stay in stays) or "no club"


def _words(name: str) -> set[str]:
    """Return the words of a name that may find him; short ones where there are no others."""
    words = fold(name).split()
    return {word for word in words if len(word) >= SHORTEST_WORD} or set(words)


def _likeliest(
    report: FeedReport,
    words: set[str],
    doubted: set[str],
    keys: Mapping[str, set[int]],
    men: Sequence[Player],
) -> list[Player]:
    """Return those in doubt first, then men of his club, then those of the closest names."""
    shared = {man: sum(man.pk in keys.get(word, ()) for word in words) for man in men}

    def rank(man: Player) -> tuple[bool, bool, int, bool, str]:
        here = any(contract.club_id == report.club_id for contract in man.contracts.all())
        coded = bool(_code(man, report.feed))
        return man.slug not in doubted, not here, -shared[man], coded, fold(man.known_as)

    meant = (man for man in men if man.slug in doubted or shared[man])
    return sorted(meant, key=rank)[:MOST_CANDIDATES]


def rough_place(player: Player) -> str:
    """Return how a feed lists a man whose position nobody has entered: "defender"."""
    reports = FeedReport.objects.filter(player=player).order_by("-said_at")
    line = reports.values_list("line", flat=True).first() or ""
    return LINE_NAMES.get(line, "")


@cache
def positions_for(line: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return every position as choices under headings, those of a rough line first."""
    likely = LINES.get(line, ())
    rest = [position for position in Position if position not in likely]
    named = LINE_NAMES.get(line, line).capitalize()
    groups = [(f"{named}, as the feed says", likely), ("Others" if likely else "All", rest)]
    return [(title, [(p.value, POSITION_NAMES[p]) for p in ps]) for title, ps in groups if ps]


@lru_cache(maxsize=256)
def position_options(line: str, chosen: str = "") -> SafeString:
    """Return the same as options of a list, ready for a page that prints them on every row."""
    found = SafeString()
    for title, choices in positions_for(line):
        marked = [(v, SafeString(" selected" if v == chosen else ""), name) for v, name in choices]
        options = format_html_join("", '<option value="{}"{}>{}</option>', marked)
        found += format_html('<optgroup label="{}">{}</optgroup>', title, options)
    return found


def moment(at: dt.datetime) -> str:
    local = timezone.localtime(at)
    return f"{local.day} {local:%b %Y, %H:%M}"
