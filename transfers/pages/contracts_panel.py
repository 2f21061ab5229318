"""What a club's page says of contracts: how many of the men that count leave soon, by position."""

from typing import Any

from django.urls import reverse

from squads import wording
from squads.day import day_query
from squads.depth import Entry, GroupChart
from squads.extensions import ClubPage, Panel
from transfers.planning.contracts import Mark, Term, runs_to

TEMPLATE = "transfers/_contracts_panel.html"
WITHIN = (6, 12, 18)


def club_panel(page: ClubPage) -> Panel:
    """Draw the cliff of the day shown. It follows from the chart: no query."""
    cliffs = [_cliff(group, page) for group in page.chart.groups]
    near = [cliff for cliff in cliffs if cliff["men"]]
    query = day_query(page.on, page.today)
    url = (
        f"{reverse('transfers:contract_list')}{query}{'&' if query else '?'}club={page.club.slug}"
    )
    context = {
        "cliffs": near,
        "within": WITHIN,
        "rest": _rest([cliff["name"] for cliff in cliffs if not cliff["men"]], bool(near)),
        "unknown": wording.join(sorted({name for c in cliffs for name in c["unknown"]})),
        "url": url,
    }
    return Panel(TEMPLATE, context)


def _cliff(group: GroupChart, page: ClubPage) -> dict[str, Any]:
    """Return how many of a position's counted men leave within so many months, and who."""
    counted = [(term_of(entry, page), entry) for entry in group.entries if entry.counted]
    near = [
        (term, entry)
        for term, entry in counted
        if term.months is not None and term.months <= WITHIN[-1]
    ]
    near.sort(key=lambda pair: (pair[0].ends_on or page.on, pair[1].member.name))
    return {
        "position": group.position.value,
        "name": wording.position_name(group.position),
        "counted": len(counted),
        "counts": [sum((term.months or 0) <= months for term, _ in near) for months in WITHIN],
        "men": [_man(term, entry) for term, entry in near],
        "unknown": [e.member.name for term, e in counted if term.mark is Mark.UNKNOWN],
    }


def term_of(entry: Entry, page: ClubPage) -> Term:
    """Return how long he stays: to the end of his contract and what follows it, or of his loan."""
    stay = entry.status.stay
    return Term(runs_to(stay, entry.member.stays) if stay else entry.contract_until, page.on)


def _man(term: Term, entry: Entry) -> dict[str, str]:
    return {
        "name": entry.member.name,
        "ends": wording.full_day(term.ends_on) if term.ends_on else "",
        "loan": "loan" if entry.loan_in else "",
    }


def _rest(names: list[str], some: bool) -> str:
    """Return a sentence on the positions that nobody leaves soon."""
    if not names:
        return ""
    if not some:
        return f"Nobody who counts is known to leave within {WITHIN[-1]} months."
    positions = wording.join([wording.lowered(name) for name in names])
    return f"Nobody known within {WITHIN[-1]} months: {positions}."
