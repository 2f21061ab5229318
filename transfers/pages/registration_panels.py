"""What other pages say of a club's squad list: its own page, and those of scenarios."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse

from squads import wording
from squads.day import day_query
from squads.depth import Squad
from squads.extensions import ClubPage, Panel
from transfers.loading import rule_of, rules_for, training_of
from transfers.pages.registration import meter_row, meter_text, meters_of, state_of
from transfers.pages.scenario_page import Sight
from transfers.planning.registration import Meter


def club_panel(page: ClubPage) -> Panel | None:
    """Draw the list of the club's league on the day shown. Two queries, one without a rule."""
    rules = [rule for rule in rules_for(page.club, page.on) if rule.competition_id]
    if not rules:
        return None
    squad = page.chart.squad
    rule = rule_of(rules[0], page.club)
    [found] = meters_of(squad, [rule], training_of([squad]), page.on)
    url = reverse("transfers:club_registration", args=[page.club.slug])
    row = meter_row(found, url + day_query(page.on, page.today))
    return Panel("transfers/_registration_panel.html", row)


def _meters(sight: Sight) -> list[list[Meter]]:
    """Return the meters of the real squad, then those of each plan. Two queries."""
    rules = [rule_of(row, sight.club) for row in rules_for(sight.club, sight.on)]
    squads: list[Squad] = [sight.ground.squads[sight.club.pk]]
    squads += [plan.after for plan in sight.plans]
    if not rules:
        return [[] for _ in squads]
    training = training_of(squads)
    return [meters_of(squad, rules, training, sight.on) for squad in squads]


def scenario_panel(sight: Sight) -> Panel | None:
    """Draw each list before and under the one scenario in sight, and what men do to it."""
    before, after = _meters(sight)[:2]
    if not before:
        return None
    plain = reverse("transfers:club_registration", args=[sight.club.slug])
    context = {
        "on": wording.full_day(sight.on),
        "url": f"{plain}?{urlencode({'on': sight.on.isoformat()})}",
        "meters": [
            {
                "name": new.rule.name,
                "before": meter_row(old),
                "after": meter_row(new),
                "is_same": meter_text(old) == meter_text(new),
                "men": _men(old, new),
            }
            for old, new in zip(before, after, strict=True)
        ],
    }
    return Panel("transfers/_scenario_registration.html", context)


def _men(before: Meter, after: Meter) -> list[dict[str, str]]:
    """Return who comes onto a list and who leaves it, with what he counts as."""
    old = {verdict.man.slug: verdict for verdict in before.verdicts}
    new = {verdict.man.slug: verdict for verdict in after.verdicts}
    gone = [("out", old[slug]) for slug in old if slug not in new]
    come = [("in", new[slug]) for slug in new if slug not in old]
    return [
        {"way": way, "name": verdict.man.name, "why": verdict.why} for way, verdict in gone + come
    ]


def scenario_sum(sight: Sight) -> tuple[str, Sequence[str]] | None:
    """Return the row of a comparison on the league's list."""
    found = _meters(sight)
    if not found[0]:
        return None
    texts = [f"{meter_text(meters[0])} ({state_of(meters[0])[1]})" for meters in found]
    return found[0][0].rule.name, texts
