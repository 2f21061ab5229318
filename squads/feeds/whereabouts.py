"""Taking over where a man is: he moves by contracts and loans, never by overwriting one.

A feed lists a borrowed man at the club that borrows, and tells no loan between two of its clubs
from a transfer. It is believed where its news is newer than what is known here, or where it has
changed what it says; where it merely differs, a person decides.
"""

import datetime as dt
import difflib

from django.utils.text import slugify

from squads.day import season_of
from squads.feeds.fpl import SOURCE
from squads.feeds.known import Man
from squads.feeds.lines import Says
from squads.feeds.said import Said
from squads.models import Change, Club, Contract
from squads.models.search import fold
from squads.moves.transfers import end_contract, lend, sign_for
from squads.spans import last_day
from squads.wording import full_day

DAY = dt.timedelta(days=1)
NOT_TOLD = "from the feed, which does not tell loans from transfers"
FIRST_SEEN = "from the feed"
# Words in a club's name that tell nothing: "AS Roma" is "Roma".
EMPTY = {
    *("ac", "afc", "as", "bc", "bk", "ca", "cd", "cf", "cr", "de", "fc", "fk", "if", "jk", "kv"),
    *("ogc", "rb", "rc", "rcd", "sc", "sk", "sl", "ssc", "sv", "tsv", "us", "vfb", "vfl"),
}
LONGEST_NAME = 80  # letters that a club's name may have
ALIKE = 0.9  # of two spellings of a club's name


class Clubs:
    """Clubs by name, and those made of names that nobody here had."""

    def __init__(self) -> None:
        self.all: list[Club] = []

    def known(self) -> list[Club]:
        """Return all clubs, read when the first name is to be found."""
        self.all = self.all or list(Club.objects.order_by("pk"))
        return self.all

    def named(self, name: str) -> Club:
        """Return the club of a name, a new one without a chart if there is none."""
        return self.find(name) or self._make(name)

    def find(self, name: str) -> Club | None:
        """Return the one club that a name can mean, however a feed spells it."""
        name = _cut(name)
        wanted = _telling(name)
        for fits in (_is_named, _may_be_named):
            found = [club for club in self.known() if fits(club, name, wanted)]
            if len(found) == 1:
                return found[0]
        close = difflib.get_close_matches(
            fold(name), [fold(club.name) for club in self.known()], n=1, cutoff=ALIKE
        )
        return next((club for club in self.known() if [fold(club.name)] == close), None)

    def _make(self, name: str) -> Club:
        slug = slugify(fold(name)) or "club"
        taken = {club.slug for club in self.known()}
        number = 2
        free = slug[:70]
        while free in taken:
            free, number = f"{slug[:70]}-{number}", number + 1
        club = Club.objects.create(name=_cut(name), slug=free, short_name=_short(name))
        self.all.append(club)
        return club


def _cut(name: str) -> str:
    """Return as much of a name as a club's holds, so that it is found again."""
    return name[:LONGEST_NAME].strip()


def _telling(name: str) -> frozenset[str]:
    words = fold(name).split()
    return frozenset(w for w in words if w not in EMPTY and not w.isdigit()) or frozenset(words)


def _is_named(club: Club, name: str, wanted: frozenset[str]) -> bool:
    return _telling(club.name) == wanted or fold(club.short_name) == fold(name)


def _may_be_named(club: Club, name: str, wanted: frozenset[str]) -> bool:
    return wanted < _telling(club.name)


def _short(name: str) -> str:
    words = name.split()
    while len(" ".join(words)) > 20 and len(words) > 1:
        words.pop()
    return " ".join(words)[:20]


def move(
    man: Man, said: Said, club: Club, clubs: Clubs, *, joined_on: dt.date | None, relisted: bool
) -> tuple[list[Change], str]:
    """Bring his contracts in line with where the feed has him; return the changes and a doubt.

    club: where it lists him. relisted: whether it listed him elsewhere, or as gone, before.
    """
    if said.says is Says.LOANED:
        return _lent(man, said, club, clubs)
    if said.says is Says.LEFT:
        return _gone(man, said, club, clubs)
    return _here(man, said, club, joined_on, relisted or said.editor is not None)


def _lent(man: Man, said: Said, club: Club, clubs: Clubs) -> tuple[list[Change], str]:
    """He is out on loan from the club that lists him."""
    on, contract, loan = said.on, man.contract(said.on), man.loan(said.on)
    until = said.statement.until or season_of(on)[1]
    if contract is None or contract.club_id != club.pk or until < on:
        return [], ""
    if loan is not None and not _news(said):
        return [], ""
    to = clubs.find(said.statement.club)
    if loan is not None and loan.club == to:
        return [], ""
    if to == contract.club:
        return [], f"feed says on loan at {to}, his own club"
    began = max(said.day, contract.starts_on)
    changes = []
    if loan is not None:
        if loan.starts_on >= began:
            return [], f"feed says on loan at {said.statement.club}, ours has him at {loan.club}"
        changes.append(end_contract(loan, on=began - DAY, by=said.by(), source=SOURCE))
    elif _was_lent(man, to, began):
        return [], ""
    elif not _news(said):
        return [], f"feed says on loan at {said.statement.club}, ours has him at {club}"
    changes.append(
        lend(
            man.player,
            to or clubs.named(said.statement.club),
            on=began,
            until=min(until, last_day(contract)),
            by=said.by(),
            source=SOURCE,
            note=FIRST_SEEN,
        )
    )
    return changes, ""


def _was_lent(man: Man, to: Club | None, day: dt.date) -> bool:
    """Whether a loan there, which has been ended since, began after the news did."""
    loans = (stay for stay in man.stays if stay.parent_id is not None)
    return any(stay.club == to and last_day(stay) >= day for stay in loans)


def _gone(man: Man, said: Said, club: Club, clubs: Clubs) -> tuple[list[Change], str]:
    """He has left the club that lists him, for another if the line names one."""
    contract, loan = man.contract(said.on), man.loan(said.on)
    name = said.statement.club
    if (loan or contract) is None or club.pk not in {s.club_id for s in (loan, contract) if s}:
        return [], ""
    to = clubs.find(name) if name else None
    if loan is not None and loan.club_id == club.pk:
        if to is not None and to == loan.club:
            return [], ""
        if not _news(said):
            return [], f"feed says he has left {club}, ours has him there on loan"
        changes = [end_contract(loan, on=_day(said, loan), by=said.by(), source=SOURCE)]
        parent = loan.parent
        if name and parent and to != parent.club:
            changes.append(_signed(man, said, to or clubs.named(name), _day(said, loan) + DAY))
        return changes, ""
    if contract is None or contract.club_id != club.pk:
        return [], ""
    if not _news(said):
        where = f"joined {name}" if name else "left"
        return [], f"feed says he has {where}, ours has him at {club}"
    if to == contract.club:
        return [], f"feed says he has joined {to}, which lists him"
    day = _day(said, contract)
    if name:
        return [_signed(man, said, to or clubs.named(name), day + DAY)], ""
    return [end_contract(contract, on=day, by=said.by(), source=SOURCE)], ""


def _here(
    man: Man, said: Said, club: Club, joined_on: dt.date | None, believed: bool
) -> tuple[list[Change], str]:
    """He plays for the club that lists him: owned, borrowed, or back from a loan."""
    contract, loan = man.contract(said.on), man.loan(said.on)
    if loan is not None and loan.club_id == club.pk:
        return [], ""
    if contract is not None and contract.club_id == club.pk:
        return _back_home(said, contract, loan, believed)
    joined = _joined(man, joined_on, said)
    if contract is None:
        return [_signed(man, said, club, joined or _first_day(man, club, joined_on, said))], ""
    lapsed = _lapsed_loan(man, club, said.on)
    if not (believed or joined or lapsed):
        where = f"on loan at {loan.club}" if loan else f"at {contract.club}"
        return [], f"feed lists him at {club}, ours has him {where}"
    day = last_day(lapsed) + DAY if lapsed and not believed else said.on
    earliest = max(stay.starts_on for stay in man.stays if stay.starts_on <= said.on) + DAY
    return [_signed(man, said, club, joined or max(day, earliest), note=NOT_TOLD)], ""


def _joined(man: Man, joined_on: dt.date | None, said: Said) -> dt.date | None:
    """Return the day on which he joined if that is news here: after all that is on record."""
    if joined_on is None or joined_on > said.on:
        return None
    new = said.known_on is None or joined_on > said.known_on
    return joined_on if new and all(stay.starts_on < joined_on for stay in man.stays) else None


def _back_home(
    said: Said, contract: Contract, loan: Contract | None, believed: bool
) -> tuple[list[Change], str]:
    if loan is None:
        return [], ""
    if not believed:
        until = f" until {full_day(loan.ends_on)}" if loan.ends_on else ""
        return [], f"feed lists him at {contract.club}, ours has him on loan at {loan.club}{until}"
    day = max(said.on - DAY, loan.starts_on)
    return [end_contract(loan, on=day, by=said.by(said.on), source=SOURCE)], ""


def _lapsed_loan(man: Man, club: Club, on: dt.date) -> Contract | None:
    """Return his newest loan to the club, which is over: the feed has him stay there."""
    loans = [s for s in man.stays if s.parent_id is not None and last_day(s) < on]
    newest = max(loans, key=last_day, default=None)
    return newest if newest is not None and newest.club_id == club.pk else None


def _first_day(man: Man, club: Club, joined_on: dt.date | None, said: Said) -> dt.date:
    """Return the first day of a contract of a man who is under none."""
    over = [stay for stay in man.stays if last_day(stay) < said.on]
    last = max(over, key=last_day, default=None)
    free = last_day(last) + DAY if last else dt.date.min
    if joined_on and free <= joined_on <= said.on:
        return joined_on
    if last is not None and last.club_id == club.pk:
        return free
    return max(free, min(said.day, said.on))


def _signed(man: Man, said: Said, club: Club, day: dt.date, note: str = FIRST_SEEN) -> Change:
    by = said.by(min(day, said.on))
    return sign_for(man.player, club, on=min(day, said.on), by=by, source=SOURCE, note=note)


def _news(said: Said) -> bool:
    """Whether what he has done is newer than what is known here, or an editor believes it."""
    return said.fresh or said.editor is not None


def _day(said: Said, stay: Contract) -> dt.date:
    """Return the last day of a stay that the news has ended."""
    return max(said.day - DAY, stay.starts_on)
