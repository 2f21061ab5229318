"""What analysts say of needs: confirmed, dismissed, added by hand, addressed, and taken back."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from squads.day import current_day, site_now
from squads.depth import THIN_LEVELS, Level, Position, aptitudes
from squads.depth.two_deep import CREDIBLE_APTITUDES
from squads.loading import load_men
from squads.models import Change, Club
from squads.moves.log import Gone, Refused, Stale, lock_clubs, record
from squads.moves.rows import sign
from squads.wording import position_name
from transfers.loading import windows_by_club
from transfers.models import ENDED, Link, NeedFlag, Scenario, Window
from transfers.models.links import LinkQuerySet
from transfers.outlooks import fresh, horizon_of

Verdict = NeedFlag.Verdict
Answer: TypeAlias = Link | Scenario
WORDS = {
    Verdict.CONFIRMED: "need confirmed",
    Verdict.DISMISSED: "need dismissed",
    Verdict.ADDED: "need added by hand",
    Verdict.ADDRESSED: "need addressed",
}
WINDOW_OVER = "This window is over: the next one has opened."


@dataclass(frozen=True, slots=True)
class State:
    """What a position comes to in a window as worked out; no level where it has no such group."""

    level: str
    cover: int | None
    starters: int

    @property
    def is_thin(self) -> bool:
        return bool(self.level) and Level(self.level) in THIN_LEVELS

    @property
    def text(self) -> str:
        """Return "thin, 3 of 4" or "not in the formation"."""
        if not self.level:
            return "not in the formation"
        return f"{self.level}, {self.cover} of {2 * self.starters}"


def state_of(club: Club, window: Window, position: Position) -> State:
    """Return what is true of a position now. Raises Refused where the window's days are over.

    The club comes with its competition and formation.
    """
    windows = windows_by_club([club])[club.pk]
    horizon = {club.pk: horizon_of(windows, window)}
    known = fresh([club], horizon, current_day()).get(club.pk)
    if known is None:
        raise Refused(WINDOW_OVER)
    return State(*known.levels.get(position, ("", None, 0)))


@transaction.atomic
def set_flag(
    club: Club,
    window: Window,
    position: Position,
    *,
    by: User,
    verdict: str,
    note: str = "",
    answer: Answer | None = None,
    version: int | None = None,
) -> Change:
    """Say so of a position for a window, in place of what was said before.

    answer: the link or scenario of the club that a need is addressed by. version: of the flag
    as it was seen, 0 where there was none; None: whatever it is.
    Raises Stale where somebody was faster; Refused where it makes no sense.
    """
    flag = _locked(club, window, position, version)
    state = state_of(Club.objects.charted().get(pk=club.pk), window, position)
    said = Verdict(verdict)
    _check(said, note, answer, club, state, flag)
    before = WORDS[Verdict(flag.verdict)] if flag else ""
    if flag is None:
        flag = NeedFlag(club=club, window=window, position=position.value, version=0)
    flag.verdict, flag.note = said.value, note
    flag.link = answer if isinstance(answer, Link) else None
    flag.scenario = answer if isinstance(answer, Scenario) else None
    flag.level, flag.cover = state.level, state.cover
    flag.by, flag.at = by, site_now()
    flag.version += 1
    text = _text(flag, position, state)
    sign(flag, by, text)
    flag.save()
    return record(None, Change.Kind.NEED, text, by=by, club=club, before=before, after=WORDS[said])


@transaction.atomic
def take_back(
    club: Club, window: Window, position: Position, *, by: User, version: int | None = None
) -> Change:
    """Remove what was said. Raises Stale where somebody was faster, Gone where nothing is said."""
    flag = _locked(club, window, position, version)
    if flag is None:
        raise Gone("Nothing is said of this position any more: it was taken back already.")
    before = WORDS[Verdict(flag.verdict)]
    text = f"{position_name(position).lower()}, {window.name}: “{before}” taken back"
    sign(flag, by, text)
    flag.delete()
    return record(None, Change.Kind.NEED, text, by=by, club=club, before=before)


def _locked(
    club: Club, window: Window, position: Position, version: int | None
) -> NeedFlag | None:
    """Lock the club, as every move does first, and return its flag if that is of this version."""
    lock_clubs(None, club)
    found = NeedFlag.objects.filter(club=club, window=window, position=position.value)
    flag = found.select_for_update(of=("self",)).select_related("by").first()
    if version is not None and version != (flag.version if flag else 0):
        raise Stale("Somebody else has said something of this position meanwhile.")
    return flag


def _check(
    said: Verdict,
    note: str,
    answer: Answer | None,
    club: Club,
    state: State,
    flag: NeedFlag | None,
) -> None:
    """Raise Refused, naming the field, where a verdict lacks something or makes no sense."""
    for field, sentence in lacking(said, note, answer, club):
        raise Refused(sentence, field)
    if said is Verdict.CONFIRMED and not state.is_thin:
        covered = f"It is {state.text}: there is nothing to confirm. Add it by hand, with a note."
        raise Refused(covered, "verdict")
    if said is Verdict.DISMISSED and not state.is_thin and flag is None:
        raise Refused(f"It is {state.text}: there is nothing to dismiss.", "verdict")


def lacking(
    said: Verdict, note: str, answer: Answer | None, club: Club
) -> Iterator[tuple[str, str]]:
    """Yield each field that a verdict cannot do without, or not like this, and what to do."""
    if said is Verdict.DISMISSED and not note:
        yield "note", "Say why it is no need."
    if said is Verdict.ADDED and not note:
        yield "note", "Say why it is a need."
    if said is Verdict.ADDRESSED and answer is None:
        yield "answer", "Choose the link or the scenario that addresses it."
    if answer is not None and not _is_of(answer, club):
        yield "answer", "That is no signing, and no scenario, of this club."


def answers(club: Club, window: Window, position: Position) -> list[Answer]:
    """Return what may address a need: signings for the position, then scenarios with moves.

    Signings that may come about in this window or in none named, and those done in it. Five
    queries at most.
    """
    links = list(_signings(club, window).for_lists())
    men = load_men(link.player_id for link in links) if links else {}
    fit = {
        slug
        for slug, man in men.items()
        if aptitudes(man).get(position, (None, False))[0] in CREDIBLE_APTITUDES
    }
    scenarios = Scenario.objects.filter(club=club, moves__isnull=False).distinct()
    return [*(link for link in links if link.player.slug in fit), *scenarios]


def _signings(club: Club, window: Window) -> LinkQuerySet:
    here, nowhere = Q(window=window), Q(window=None)
    days = Q(stage_on__range=(window.opens_on, window.closes_on))
    alive = ~Q(stage__in=[stage.value for stage in ENDED]) & (here | nowhere)
    done = Q(stage=Link.Stage.DONE) & (here | nowhere & days)
    found: LinkQuerySet = Link.objects.filter(alive | done, to_club=club)
    return found


def _is_of(answer: Answer, club: Club) -> bool:
    if isinstance(answer, Link):
        return club.pk == answer.to_club_id
    return answer.club_id == club.pk


def _text(flag: NeedFlag, position: Position, state: State) -> str:
    """Return "centre-back, Winter 2025/26: need dismissed (thin, 3 of 4), “not this year”"."""
    # Everybody reads the log; what a scenario is called only analysts may.
    by_what = f" by “{flag.link}”" if flag.link else " by a scenario" if flag.scenario else ""
    note = f", “{flag.note}”" if flag.note else ""
    where = f"{position_name(position).lower()}, {flag.window.name}"
    return f"{where}: {WORDS[Verdict(flag.verdict)]}{by_what} ({state.text}){note}"
