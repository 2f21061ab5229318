"""Candidates as a page prints them, each with what his own club would be left with."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from squads import wording
from squads.day import day_query
from squads.depth import (
    Aptitude,
    Availability,
    DepthChart,
    Entry,
    GroupChart,
    Squad,
    Standing,
    age_on,
    depth_chart,
)
from squads.models import Club, Player
from squads.pages.board import Row, Urls
from squads.pages.board import row as board_row
from transfers.pages.candidates import Candidate
from transfers.pages.contract_rows import left_text
from transfers.planning.contracts import Term
from transfers.planning.link import losses, place_of

HOMEGROWN = {True: "yes", False: "no", None: "not known"}


@dataclass(frozen=True, slots=True)
class Looking:
    """Who looks for men, and on what day. home: whose training is homegrown here, associations."""

    club: Club
    on: dt.date
    today: dt.date
    home: tuple[str, ...]
    urls: Urls


def rows(
    found: Sequence[Candidate],
    men: Mapping[int, Player],
    clubs: Mapping[int, Club],
    squads: Mapping[int, Squad],
    looking: Looking,
) -> list[Row]:
    """Return them in their order. men: by key, with positions and training; clubs: theirs.

    A club without a squad here has no chart, so nothing can be said of what it would be left with.
    """
    owners = {one.owner for one in found if one.owner in squads}
    charts = {pk: depth_chart(squads[pk], looking.on) for pk in owners if pk is not None}
    return [_row(one, men[one.pk], clubs, charts, looking) for one in found if one.pk in men]


def _row(
    one: Candidate,
    man: Player,
    clubs: Mapping[int, Club],
    charts: Mapping[int, DepthChart],
    looking: Looking,
) -> Row:
    owner, borrower = clubs.get(one.owner or 0), clubs.get(one.at or 0)
    chart = charts.get(one.owner or 0)
    entry = _entry(chart, one.slug) if chart else None
    is_homegrown = _is_homegrown(man, looking.home)
    return {
        "candidate": one,
        "man": man,
        "owner": owner,
        "borrower": borrower,
        "slug": one.slug,
        "name": one.name,
        "url": looking.urls.player.format(one.slug),
        "aptitude": f"{one.aptitude.value}{' by kinship' if one.by_kinship else ''}",
        "club": owner.short_name if owner else "",
        "stripe": owner,
        "club_url": _chart_url(owner, looking) if owner and chart else "",
        "loan": borrower.short_name if borrower else "",
        "age": str(age_on(one.born_on, looking.on)) if one.born_on else "–",
        "positions": _positions(man),
        "build": _build(one, man),
        "minutes": f"{one.minutes:,}",
        "is_homegrown": is_homegrown,
        "homegrown": HOMEGROWN[is_homegrown],
        **_contract(one, looking.on),
        **_status(entry, looking),
        **_without(chart, entry, owner, looking),
    }


def _chart_url(club: Club, looking: Looking) -> str:
    return f"{club.get_absolute_url()}{day_query(looking.on, looking.today)}"


def _entry(chart: DepthChart, slug: str) -> Entry | None:
    return next((entry for entry in chart.members if entry.member.slug == slug), None)


def _build(one: Candidate, man: Player) -> str:
    """Return foot and height: "left, 186 cm", a dash where neither is known."""
    height = f"{one.height_cm} cm" if one.height_cm else ""
    return ", ".join(filter(None, [man.foot, height])) or "–"


def _positions(man: Player) -> str:
    """Return what he can play: "CB RB", men for an emergency left out."""
    listed = [p.position for p in man.positions.all() if p.aptitude != Aptitude.EMERGENCY]
    return " ".join(listed) or "–"


def _is_homegrown(man: Player, home: Sequence[str]) -> bool | None:
    """Return whether he was trained there, None where nobody knows."""
    trained = {row.association for row in man.training.all()}
    return bool(trained & set(home)) if trained else None


def _contract(one: Candidate, on: dt.date) -> Row:
    if one.ends_on is None:
        return {"contract": "end not known" if one.owner else "none", "months": ""}
    left = left_text(Term(one.ends_on, on))
    return {"contract": wording.full_day(one.ends_on), "months": left}


def _status(entry: Entry | None, looking: Looking) -> Row:
    """Return his standing at his own club and how he is; nothing is known without a chart."""
    if entry is None:
        return {"standing": "–", "derived": False, "status": "–", "back": "", "state": ""}
    printed = board_row(entry, looking.on, looking.today, looking.urls)
    status = entry.status.availability
    back = printed["back"] if status is not Availability.AVAILABLE or entry.status.overdue else "–"
    return {
        "standing": printed["standing"],
        "derived": printed["derived"],
        "status": printed["availability"],
        "back": "" if back == "–" else back,
        "state": status.value,
    }


def _without(
    chart: DepthChart | None, entry: Entry | None, owner: Club | None, looking: Looking
) -> Row:
    """Return the worst that losing him that day makes of his own club, and a sentence on it."""
    if owner == looking.club:
        when = "now" if looking.on == looking.today else "then"
        return {"falls": None, "more": 0, "stays": f"he is at the club by {when}"}
    if chart is None or entry is None or owner is None:
        said = f"no chart of {owner.short_name} here" if owner else "no club to lose him"
        return {"falls": None, "more": 0, "stays": said}
    lost = sorted(
        losses(chart, entry), key=lambda one: one.after.severity if one.after else (9, 0)
    )
    if not lost:
        return {"falls": None, "more": 0, "stays": _why_nothing(chart, entry)}
    worst = lost[0]
    return {
        "falls": {
            "position": worst.position.value,
            "before": _level(worst.before),
            "after": _level(worst.after),
        },
        "more": len(lost) - 1,
        "stays": "",
    }


def _level(group: GroupChart | None) -> Row:
    if group is None:
        return {"level": "", "cover": ""}
    return {"level": group.level.value, "cover": f"{group.cover}/{group.group.target}"}


def _why_nothing(chart: DepthChart, entry: Entry) -> str:
    """Return why losing him makes nothing thin that is not, or no thinner."""
    if entry.status.availability is Availability.ON_LOAN:
        return "no change: away on loan"
    if not entry.status.counts:
        return "no change: he is not available"
    place = place_of(chart, entry.member.slug)
    if place is None or not place.counted:
        fringe = entry.standing in (Standing.PROSPECT, Standing.FRINGE)
        return "no change: not counted" + (
            f" ({wording.STANDING_NAMES[entry.standing]})" if fringe else ""
        )
    return "no change: others take his place"


def clubs_of(found: Iterable[Candidate]) -> set[int]:
    """Return the keys of the clubs that own these men or have them on loan."""
    return {pk for one in found for pk in (one.owner, one.at) if pk}
