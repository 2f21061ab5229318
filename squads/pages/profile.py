"""A man as rows of ready strings: who he is, where he is and what he plays."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from squads import depth, wording
from squads.depth import Aptitude, Availability, DepthChart, Entry, Member, Position
from squads.depth.two_deep import CREDIBLE_APTITUDES
from squads.models import Contract, Player, PlayerPosition
from squads.pages import board
from squads.spans import covers as in_force

Row = board.Row
UNKNOWN = "–"
NO_URLS = board.Urls(player="")


def facts(player: Player, on: dt.date) -> list[Row]:
    """Return who he is, as terms with their values; what is not known is a dash."""
    age = depth.age_on(player.born_on, on) if player.born_on else None
    born = wording.full_day(player.born_on) if player.born_on else UNKNOWN
    found = {
        "Full name": player.full_name,
        "Age": UNKNOWN if age is None else str(age),
        "Born": born,
        "Nationality": player.nationality or UNKNOWN,
        "Foot": player.get_foot_display() or UNKNOWN,
        "Height": f"{player.height_cm} cm" if player.height_cm else UNKNOWN,
    }
    return [{"term": term, "value": value} for term, value in found.items()]


# Where he is


def playing_under(contracts: Iterable[Contract], on: dt.date) -> Contract | None:
    """Return what he plays under on a day: a loan before the contract it hangs on."""
    running = [contract for contract in contracts if in_force(contract, on)]
    return min(
        running, key=lambda c: (c.parent_id is None, -c.starts_on.toordinal()), default=None
    )


def entry_of(player: Player, chart: DepthChart | None) -> Entry | None:
    """Return him as the chart's squad has him on its day, None where it does not."""
    members = chart.members if chart else ()
    return next((entry for entry in members if entry.member.slug == player.slug), None)


def bare_member(player: Player, stored: Iterable[PlayerPosition]) -> Member:
    """Return a man of whom no chart tells: only what he plays."""
    plays = tuple((Position(p.position), Aptitude(p.aptitude)) for p in stored)
    return Member(player.slug, player.known_as, stays=(), positions=plays)


def whereabouts(contract: Contract | None, entry: Entry | None) -> Row | None:
    """Return the club of the day with number, loan and standing; None without a contract."""
    if contract is None:
        return None
    standing, how = _standing(contract, entry)
    return _club(contract) | {
        "colour": contract.club.colour,
        "second_colour": contract.club.second_colour,
        "number": contract.squad_number or "",
        "owner": _club(contract.parent) if contract.parent else None,
        "until": wording.full_day(contract.ends_on) if contract.ends_on else "",
        "standing": standing,
        "standing_how": how,
    }


def _club(contract: Contract) -> Row:
    """Return the club's name and its chart's address, empty where it has no chart."""
    club = contract.club
    charted = club.formation_id and club.competition_id
    return {"club": club.name, "club_url": club.get_absolute_url() if charted else ""}


def _standing(contract: Contract, entry: Entry | None) -> tuple[str, str]:
    """Return his standing and which kind it is; the chart's word goes before the contract's."""
    if entry is not None:
        how = "derived from age and minutes" if entry.standing_derived else "stored"
        return wording.STANDING_NAMES[entry.standing], how
    if contract.standing:
        return wording.STANDING_NAMES[depth.Standing(contract.standing)], "stored"
    return "", ""


def availability(
    player: Player, entry: Entry | None, contract: Contract | None, on: dt.date
) -> Row:
    """Return the day's availability as a word and a sentence."""
    if entry is None:
        day = wording.full_day(on)
        text = f"{player.known_as} is not under contract at any club known here on {day}."
        if contract is not None:
            text = f"{contract.club.name} have no chart here, so nobody keeps his availability."
        return {"state": "unknown", "word": "no chart", "icon": "", "text": text}
    status = entry.status
    word = wording.AVAILABILITY_NAMES[status.availability]
    text = wording.status_sentence(entry, on)
    if status.overdue:
        word = "presumed back"
        why = f"{wording.reason_text(status)}, " if status.reason else ""
        text = f"{player.known_as} is presumed back: {why}{wording.return_text(status, on)}, "
        text += "not confirmed"
    elif status.availability is Availability.AVAILABLE:
        text += f" on {wording.full_day(on)}"
    elif status.availability is Availability.ON_LOAN and status.back_on:
        until = wording.full_day(status.back_on)  # a loan's end carries its year everywhere here
        text = f"{player.known_as} is on loan at {status.reason} until {until}"
    if status.forecast_on and status.availability is not Availability.DOUBTFUL:
        text += f"; likely back about {wording.day_text(status.forecast_on, on)}"
    return {
        "state": "overdue" if status.overdue else status.availability.value,
        "word": word,
        "icon": _icon(status),
        "text": f"{text}.",
    }


def _icon(status: depth.Status) -> str:
    if status.availability is Availability.AVAILABLE and not status.overdue:
        return "circle-check"
    return wording.ICONS.get(status.availability, "")


def career(contracts: Sequence[Contract], on: dt.date) -> list[Row]:
    """Return his contracts, newest first, each with its loans, newest first."""
    loans: dict[int | None, list[Contract]] = defaultdict(list)
    for contract in contracts:
        if contract.parent_id is not None:
            loans[contract.parent_id].append(contract)
    return [
        _stay(contract, on) | {"loans": [_stay(loan, on) for loan in _newest(loans[contract.pk])]}
        for contract in _newest(contracts)
        if contract.parent_id is None
    ]


def _newest(contracts: Iterable[Contract]) -> list[Contract]:
    return sorted(contracts, key=lambda c: c.starts_on, reverse=True)


def _stay(contract: Contract, on: dt.date) -> Row:
    current = in_force(contract, on)
    end = contract.ends_on
    return _club(contract) | {
        "begins": wording.full_day(contract.starts_on),
        "ends": wording.full_day(end) if end else "end not known",
        "number": contract.squad_number or "",
        "note": contract.note,
        "is_loan": contract.parent_id is not None,
        "current": current,
        "ends_soon": bool(
            current
            and end
            and contract.parent_id is None
            and (end - on).days < board.FINAL_YEAR_DAYS
        ),
    }


# What he plays


def positions(member: Member, chart: DepthChart | None) -> list[Row]:
    """Return every position he fits, main one first, and what the club's chart makes of it."""
    listed = {}
    if chart is not None:
        found = ((group.position, entry) for group in chart.groups for entry in group.entries)
        listed = {
            place: board.row(entry, chart.on, chart.on, NO_URLS)
            for place, entry in found
            if entry.member.slug == member.slug
        }
    return [
        {
            "name": wording.position_name(position),
            "aptitude": aptitude.value,
            "by_kinship": kinship,
            "on_chart": _on_chart(listed.get(position), chart),
            "counted": bool(listed.get(position) and listed[position]["string"]),
        }
        for position, (aptitude, kinship) in depth.aptitudes(member).items()
    ]


def _on_chart(row: Row | None, chart: DepthChart | None) -> str:
    if chart is None:
        return UNKNOWN
    if row is None:
        return f"no such place in a {chart.formation.name}"
    if row["string"]:
        return f"{row['string']} string{', irreplaceable' if row['irreplaceable'] else ''}"
    return f"not counted: {row['not_counted']}"


def counted_sentence(member: Member, chart: DepthChart, club: str) -> str:
    """Return where the club's chart counts him on its day, or why nowhere.

    Nothing of an absent man, of whom the availability has said it.
    """
    shape = f"{club}’{'' if club.endswith('s') else 's'} {chart.formation.name}"
    mine = [e for group in chart.groups for e in group.entries if e.member.slug == member.slug]
    for entry in mine:
        if entry.string and entry.position:
            place = wording.position_name(entry.position).lower()
            alone = " Nobody else credible could start there." if entry.irreplaceable else ""
            return f"{shape} counts him at {place}, {wording.STRINGS[entry.string]} string.{alone}"
    if any(entry.absent for entry in mine):
        return ""
    if not member.positions:
        return f"{shape} does not count him: position not known."
    if not mine:
        return f"{shape} has no place for what he plays."
    return f"{shape} does not count him: {_why_not(mine)}."


def _why_not(mine: Sequence[Entry]) -> str:
    entry = mine[0]
    if not any(e.aptitude in CREDIBLE_APTITUDES for e in mine):
        return "he is listed for an emergency only"
    if entry.standing in wording.STANDING_NOUNS:
        return f"he is {wording.STANDING_NOUNS[entry.standing]}"
    return "others go before him" if entry.status.counts else "too doubtful"
