"""Reading what a feed's line says: "Knee injury - Expected back 01 Sep". Pure.

`read_line` reads an injury that a person pastes; `read_statement` reads everything that the
fantasy feed says of a man, by its status, its line and its chance.
"""

import calendar
import datetime as dt
import re
from dataclasses import dataclass, replace
from enum import StrEnum

LINE = re.compile(r"^\s*(?P<reason>[^-–\s][^-–]*?)\s*[-–]\s*(?P<rest>.+?)\s*$")
CHANCE = re.compile(r"(\d{1,3})\s*%")
BACK = re.compile(r"(\d{1,2})\s+([A-Za-z]{3})[a-z]*\.?(?:\s+(\d{4}))?")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# What a diagnosis says of the part of the body, first match first.
PARTS = {
    "acl": "knee",
    "mcl": "knee",
    "cruciate": "knee",
    "meniscus": "knee",
    "knee": "knee",
    "hamstring": "hamstring",
    "ankle": "ankle",
    "calf": "calf",
    "groin": "groin",
    "adductor": "groin",
    "thigh": "thigh",
    "quad": "thigh",
    "foot": "foot",
    "toe": "foot",
    "heel": "foot",
    "metatarsal": "foot",
    "back": "back",
    "shoulder": "shoulder",
    "hip": "hip",
    "head": "head",
    "concussion": "head",
    "facial": "head",
    "eye": "head",
    "jaw": "head",
    "nose": "head",
    "hand": "hand",
    "finger": "hand",
    "thumb": "hand",
    "wrist": "wrist",
    "achilles": "achilles",
    "muscle": "muscle",
    "muscular": "muscle",
    "abdominal": "abdomen",
    "hernia": "abdomen",
    "rib": "other",
    "neck": "other",
    "arm": "other",
    "elbow": "other",
    "shin": "other",
    "leg": "other",
    "tendon": "other",
}

# Words that only say where, so that "Neck" prints as "neck injury".
WHERE = set(PARTS) - {"concussion", "hernia"} | {"anterior", "posterior", "ligament", "lower"}
NAMES = {"achilles": "Achilles", "acl": "ACL", "mcl": "MCL", "covid": "Covid"}

# Where a reason ends and what is expected begins.
TAIL = re.compile(
    r"(?:^|\s*[-–—]\s*|[.,;:]\s+|\s+(?=until\b|till\b))"
    r"(?P<tail>(?:expected\s+(?:back|return|to\s+return)|(?:no|unknown)\s+return|until|till"
    r"|\d{1,3}\s*%\s*chance)\b.*)$",
    re.IGNORECASE,
)
MATCH = re.compile(r"\s+on\s+(\d{1,2})/(\d{1,2})\b")
ROUND = re.compile(r"\bfrom gameweek (\d{1,2})\b", re.IGNORECASE)
UNTIL_MONTH = re.compile(
    r"\b(?:until|till)\s+(?:the end of\s+)?([A-Za-z]{3})[a-z]*(?:\s+(\d{4}))?"
)
SEASON = re.compile(r"\b(\d{4})[/-]\d{2}(?:\d{2})?\s+season\b")
TO_SEASONS_END = re.compile(r"\bseason\b|\bseason[- ]long\b", re.IGNORECASE)
HALF = re.compile(r"\bhalf\b", re.IGNORECASE)

TERM = (
    r"(?:(?:season|year)[- ]long(?: loan)?"
    r"|(?:half[- ]season |short[- ]term |initial )?loan(?: deal| move)?)"
)
LOANS = [
    re.compile(
        r"^(?:has )?(?:re)?(?:joined|moved to|gone to) (?P<club>.+?) "
        rf"(?P<term>on (?:an? )?{TERM}\b.*)$",
        re.I,
    ),
    re.compile(
        rf"^(?P<term>(?:(?:is |currently )?(?:out )?on )?(?:an? )?{TERM}) (?:to|at|with) "
        r"(?P<club>.+)$",
        re.I,
    ),
    re.compile(r"^(?P<term>(?:has been )?loaned(?: out)?) to (?P<club>.+)$", re.I),
]
# What follows the club's name in a loan's line.
LOAN_FOR = re.compile(r"\s+(?P<term>(?:for|until|till|with)\b.*)$", re.I)
MOVES = [
    re.compile(r"^(?:has )?(?:joined|moved to|rejoined) (?P<club>.+)$", re.I),
    re.compile(
        r"^(?:permanent (?:move|transfer)|(?:has been )?(?:transferred|sold)) to (?P<club>.+)$",
        re.I,
    ),
    re.compile(r"^(?:has )?signed (?:by|for) (?P<club>.+)$", re.I),
    re.compile(r"^(?:has )?left (?:the club )?(?:to join|for) (?P<club>.+)$", re.I),
    re.compile(r"^(?:has )?returned to (?P<club>.+)$", re.I),
    re.compile(r"^(?:has been )?recalled (?:from (?:his )?loan )?by (?P<club>.+)$", re.I),
]
# What follows the club's name in a move's line.
MOVE_FOR = re.compile(
    r"\s+(?:permanently|on a (?:permanent|free)\b.*|as a free agent"
    r"|for (?:a fee|£|€|an undisclosed)\b.*|following .*|after .*|from loan)$",
    re.I,
)
# "Portuguese side FC Porto", "parent club Chelsea"; but not "Club Brugge".
WHOSE = re.compile(
    r"^(?:(?:his |their )?parent club|(?:[A-Z][\w-]+ )?(?:side|club|outfit))\s+(?=\S)"
)
PARENT = re.compile(r"^(?:(?:his |their )?parent club)?$", re.I)
AFTERTHOUGHT = re.compile(r"\s+[-–—]\s+.*$")
GONE = {
    r"\bretired\b|\bretirement\b": "retired",
    r"\bmutual\b": "by mutual consent",
    r"\bfree agent\b": "free agent",
    r"\breleased by\b|^(?:has been )?released$": "released",
    r"\bcontract\b.*\b(?:expired|ended|terminated|cancelled)\b": "contract ended",
    r"\b(?:left|departed) (?:the |his )?club\b|\bno longer (?:at|with)\b": "",
    r"\breturned (?:from (?:his )?loan|to (?:his )?parent club)\b": "back from a loan",
    r"\brecalled (?:by|from)\b": "back from a loan",
}
BANNED = re.compile(r"\bsuspen(?:ded|sion)\b|\bban(?:ned)?\b|\bred card\b", re.I)
NOT_LISTED = re.compile(
    r"\b(?:in|not )eligible\b|\bun-?registered\b|\b25[- ]man\b"
    r"|\bnot (?:been )?(?:included|registered|named)\b"
    r"|\bawaiting (?:\w+ )?(?:clearance|registration|transfer|permit|visa)\b",
    re.I,
)
NOT_PICKED = re.compile(
    r"\bleft out\b|\bconsidered for selection\b|\b(?:un|not )available for selection\b", re.I
)
HURT = re.compile(
    r"\binjur(?:y|ies|ed)\b|\bknock\b|\bdead leg\b|\bstrain\b|\bsurgery\b|\boperation\b|\bhernia\b"
    r"|\bconcussion\b|\bfractured?\b|\bmatch fitness\b|\bgashed\b|\bligament\b",
    re.I,
)
SICK = re.compile(
    r"\billness\b|\bill\b|\bsick(?:ness)?\b|\bvirus\b|\bflu\b|\bcovid\b|\bfever\b", re.I
)
CALLED_UP = re.compile(
    r"\binternational dut(?:y|ies)\b|\bafcon\b|\bafrica cup\b|\basian cup\b|\bcopa am[eé]rica\b"
    r"|\bgold cup\b|\bworld cup\b|\bolympics?\b|\bnational team\b",
    re.I,
)
PRIVATE = re.compile(
    r"\bpersonal\b|\bcompassionate\b|\bbereavement\b|\bpaternity\b|\bfamily\b"
    r"|\bleave of absence\b",
    re.I,
)
UNNAMED = {"", "out", "unknown", "unspecified", "injury", "injured", "unknown injury"}
LONGEST = 120  # of a reason and of a club's name, as the rows hold them


class Says(StrEnum):
    """What a feed says of a man."""

    AVAILABLE = "available"
    INJURED = "injured"
    ILL = "ill"
    SUSPENDED = "suspended"
    INTERNATIONAL = "international"
    INELIGIBLE = "ineligible"
    PERSONAL = "personal"
    LOANED = "loaned"
    LEFT = "left"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class FeedLine:
    """What a line says; None for what it leaves open."""

    reason: str
    chance: int | None = None
    expected_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """What a feed says of one man.

    reason: as a chart prints it, without dates ("knee injury"); of an unread line, why it is
    unread. chance: 1 to 99, of a doubtful man; None for one who is out (or available).
    expected_on: the first day on which he is back. club: where he has gone, as the line names
    it. until: the last day of a loan, where the line tells. from_round: the round of matches
    that he misses first, where the line tells.
    """

    says: Says
    reason: str = ""
    body_part: str = ""
    chance: int | None = None
    expected_on: dt.date | None = None
    club: str = ""
    until: dt.date | None = None
    from_round: int | None = None


def read_line(line: str, after: dt.date) -> FeedLine | None:
    """Return what a feed's line says, None for a line of another pattern.

    after: a day without a year is the first such day on or after this one.
    """
    found = LINE.match(line)
    if found is None:
        return None
    rest = found["rest"]
    return FeedLine(found["reason"], _chance_in(rest), _day(rest, after))


def read_statement(status: str, news: str, chance: int | None, said_on: dt.date) -> Statement:
    """Return what the fantasy feed says of a man.

    status: a (available), d (doubtful), i (injured), s (suspended), n (not eligible to play),
    u (not available: he has left). chance: of playing, 0 to 100. said_on: the day on which the
    line was entered.

    The status says *whether* he is available, the line *why* not:

    - a: available. No real answer has a line beside it; if one is ever left over, the status
      counts, because the game itself goes by it.
    - Any other status: the line decides what it is, because the feed lists men on international
      duty or away for personal reasons as i, n or d as it happens. First a loan or a departure,
      then a suspension, the squad list ("Not included in 25-man squad", "Ineligible to face his
      parent club"), an injury, an illness, international duty, personal reasons, and last that
      he is not considered for selection.
    - No such word, but the feed's usual end ("- Expected back", "- Unknown return date",
      "- 75% chance"), or no line: the status decides: d and i injured, s suspended, n ineligible.
      "Lack of match fitness" and "Unknown" are injuries, without a part of the body.
    - Everything else is UNREAD, and so is a doubtful man without a chance, a u that nothing
      explains, and a status that is not known.

    A chance counts for d and i alone. The number outranks the one in the line, so 0 is out;
    where it is missing, or 100, the line's counts: i with "75% chance" is doubtful.

    A day without a year is the first such day on or after said_on, over New Year too. It is the
    first day back, of "Suspended until 14 Sep" as well: the feed names the day of the match he
    can play. "Expected back" outranks another day in the line. A line that names only the match
    he misses ("on 14/9") expects him the day after.

    A loan for the season, or its rest, ends on the next 30 June, "until January" on that month's
    last day; one without a word about it has no end here. Back at the parent club from a loan
    is LEFT: he is another club's again.
    """
    status = status.strip().lower()
    line = " ".join(news.split()).rstrip(" .")
    if status not in {"a", "d", "i", "s", "u", "n"}:
        return Statement(Says.UNREAD, f"the status “{status}” is not known")
    if status == "a":
        return Statement(Says.AVAILABLE)
    gone = _gone(line, said_on)
    if gone is not None:
        return gone
    found = TAIL.search(line)
    reason, tail = (line[: found.start()], found["tail"]) if found else (line, "")
    says = _kind(status, reason.strip(" .,;:-–—"), tailed=bool(found))
    return _out(says, status, reason.strip(" .,;:-–—"), tail, chance, said_on)


def _gone(line: str, said_on: dt.date) -> Statement | None:
    """Read a loan or a departure, None for a line of neither."""
    for pattern in LOANS:
        if found := pattern.match(line):
            club, term = found["club"], found["term"]
            if more := LOAN_FOR.search(club):
                club, term = club[: more.start()], f"{term} {more['term']}"
            return Statement(Says.LOANED, club=_club(club), until=_loan_until(term, said_on))
    why = next((why for words, why in GONE.items() if re.search(words, line, re.I)), None)
    for pattern in MOVES:
        if found := pattern.match(line):
            return Statement(Says.LEFT, why or "", club=_club(MOVE_FOR.sub("", found["club"])))
    return None if why is None else Statement(Says.LEFT, why)


def _club(text: str) -> str:
    club = WHOSE.sub("", AFTERTHOUGHT.sub("", text).strip(" .,"))
    return "" if PARENT.match(club) else club[:LONGEST]


def _loan_until(term: str, said_on: dt.date) -> dt.date | None:
    if day := _day(term, said_on):
        return day
    found = UNTIL_MONTH.search(term)
    if found and found[1].lower() in MONTHS:
        return _month_end(found[1], found[2], said_on)
    if HALF.search(term):
        return None
    if found := SEASON.search(term):
        return dt.date(int(found[1]) + 1, 6, 30)
    if TO_SEASONS_END.search(term):
        year = said_on.year if said_on <= dt.date(said_on.year, 6, 30) else said_on.year + 1
        return dt.date(year, 6, 30)
    return None


def _month_end(name: str, year: str | None, after: dt.date) -> dt.date:
    month = MONTHS.index(name.lower()) + 1
    found = int(year) if year else after.year + (month < after.month)
    return dt.date(found, month, calendar.monthrange(found, month)[1])


def _kind(status: str, reason: str, *, tailed: bool) -> Says:
    """Return what a line speaks of; the status decides where the words are not known."""
    for words, says in (
        (BANNED, Says.SUSPENDED),
        (NOT_LISTED, Says.INELIGIBLE),
        (HURT, Says.INJURED),
        (SICK, Says.ILL),
        (CALLED_UP, Says.INTERNATIONAL),
        (PRIVATE, Says.PERSONAL),
        (NOT_PICKED, Says.INELIGIBLE),
    ):
        if words.search(reason):
            return says
    if status in "di" and (tailed or part_of(reason) or reason.lower() in UNNAMED):
        return Says.INJURED
    if reason and not tailed:
        return Says.UNREAD
    return {"s": Says.SUSPENDED, "n": Says.INELIGIBLE}.get(status, Says.UNREAD)


def _out(
    says: Says, status: str, reason: str, tail: str, chance: int | None, said_on: dt.date
) -> Statement:
    if says == Says.UNREAD:
        why = "the line says nothing known" if reason else "nothing says why he is not available"
        return Statement(Says.UNREAD, why)
    named = _chance_in(tail)
    doubt = (
        (named if chance is None or chance >= 100 else chance or None) if status in "di" else None
    )
    if status == "d" and doubt is None and chance != 0:
        return Statement(Says.UNREAD, "doubtful, but with what chance?")
    starts = ROUND.search(reason)
    match = MATCH.search(reason)
    expected = _day(tail[max(0, tail.lower().find("expected")) :], said_on)
    if expected is None and match and says == Says.INELIGIBLE and not tail:
        expected = _after_match(match, said_on)
    said = Statement(
        says,
        reason=_printed(says, reason)[:LONGEST],
        chance=doubt,
        expected_on=expected,
        from_round=int(starts[1]) if starts else None,
    )
    return replace(said, body_part=part_of(reason)) if says == Says.INJURED else said


def _after_match(match: re.Match[str], said_on: dt.date) -> dt.date | None:
    """Return the day after a match on "14/9"."""
    if not 1 <= int(match[2]) <= 12:
        return None
    day = _day(f"{match[1]} {MONTHS[int(match[2]) - 1]}", said_on)
    return day + dt.timedelta(days=1) if day else None


def _printed(says: Says, reason: str) -> str:
    """Return a reason as a chart prints it: "Groin Injury" as "groin injury", and no dates."""
    if says == Says.SUSPENDED:
        return re.sub(r"^(?:is )?suspended\W*(?:for )?", "", reason, flags=re.I)
    if says == Says.INTERNATIONAL and "africa cup" in reason.lower():
        return "Africa Cup of Nations"
    reason = MATCH.sub("", ROUND.sub("", reason)).strip().removeprefix("On ")
    if says == Says.INELIGIBLE or " at " in reason:
        return reason[:1].lower() + reason[1:]
    words = reason.lower().split()
    if says == Says.INJURED and " ".join(words) in UNNAMED:
        return "unspecified injury"
    if says == Says.INJURED and set(words) <= WHERE:
        words.append("injury")
    return " ".join(NAMES.get(word, word) for word in words)


def _chance_in(text: str) -> int | None:
    found = CHANCE.search(text)
    return int(found[1]) if found and 0 < int(found[1]) < 100 else None


def _day(text: str, after: dt.date) -> dt.date | None:
    found = BACK.search(text)
    if found is None or found[2].lower() not in MONTHS:
        return None
    month = MONTHS.index(found[2].lower()) + 1
    years = [int(found[3])] if found[3] else range(after.year, after.year + 5)
    for year in years:
        try:
            day = dt.date(year, month, int(found[1]))
        except ValueError:
            continue
        if found[3] or day >= after:
            return day
    return None


def part_of(diagnosis: str) -> str:
    """Return the part of the body that a diagnosis names, empty if none."""
    words = set(re.findall(r"[a-z]+", diagnosis.lower()))
    return next((part for word, part in PARTS.items() if word in words), "")
