"""What is said on a club's chart of men who may leave: beside them, and of what is left then."""

import datetime as dt

from squads.depth import GroupChart, Squad, depth_chart
from squads.extensions import Beside, ClubPage
from squads.models import Club
from transfers.models import Link
from transfers.models.links import LinkQuerySet
from transfers.outlooks import Known
from transfers.pages.needs import Row, level_text
from transfers.planning.scenario import Out, altered

Stage = Link.Stage
# How far it has come, in a word behind the buyer's name.
WORDS = {Stage.BID.value: "bid", Stage.AGREED.value: "agreed", Stage.MEDICAL.value: "medical"}


def beside_men(page: ClubPage) -> dict[str, Beside]:
    """Return by slug what stands beside a man whom others may sign; of a past day nothing.

    Of several links the one heard of last. One query.
    """
    if page.on < page.today:
        return {}
    return {
        link.player.slug: Beside(
            f"{link.to_club.short_name} {WORDS.get(link.stage, 'link')}",
            link.get_absolute_url(),
            f"{link}: {link.get_stage_display().lower()}",
        )
        for link in _leaving(page.club).order_by("stage_on", "pk")
    }


def _leaving(club: Club) -> LinkQuerySet:
    links = Link.objects.alive().filter(from_club=club)
    return links.select_related("player", "from_club", "to_club")


def add_cases(page: ClubPage, known: Known, needs: list[Row]) -> None:
    """Tell at each need how it would stand on its worst day without a man who may leave.

    Only where the chart is today's and in the club's own formation, as needs are. One query.
    """
    own = {position: starters for position, (_, _, starters) in known.levels.items()}
    shown = {group.position: group.group.starters for group in page.chart.groups}
    if page.on != page.today or shown != own:
        return
    days = {known.worst_on(need["position"]) for need in needs}
    for link in _leaving(page.club).order_by("-stage_on", "-pk"):
        left = {day: _without(page.chart.squad, link.player.slug, day) for day in days}
        for need in needs:
            group = left[known.worst_on(need["position"])].get(need["position"])
            if group and group.cover < need["cover"]:
                need["variants"].append(_case(link, group))


def _without(squad: Squad, slug: str, day: dt.date) -> dict[str, GroupChart]:
    """Return a club's positions on a day, were he gone."""
    chart = depth_chart(altered(squad, [Out(slug, day)]), day)
    return {group.position: group for group in chart.groups}


def _case(link: Link, group: GroupChart) -> Row:
    return {
        "name": f"without {link.player}",
        "label": f"If {link.player} goes to {link.to_club.short_name}",
        "url": link.get_absolute_url(),
        "level": group.level.value,
        "text": level_text(group.level.value, group.cover, group.group.starters),
        "is_same": False,
    }
