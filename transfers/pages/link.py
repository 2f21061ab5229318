"""A link's page as rows of ready strings."""

import datetime as dt
from collections.abc import Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.urls import reverse

from squads.day import day_query
from squads.depth import GroupChart, age_on
from squads.models import Club
from squads.pages import record
from squads.pages.log import item_row
from squads.wording import STANDING_NAMES, full_day, position_name
from transfers.models import ENDED, Link, LinkCondition, LinkStep
from transfers.moves.links import waits, what
from transfers.moves.stages import (
    LADDER,
    OVER,
    conditions_of,
    is_met,
    next_stages,
    not_under_contract,
    obstacles,
    replaced_in,
)
from transfers.pages.link_days import closes
from transfers.pages.link_effects import Judged, Replacements, judge, replacements
from transfers.pages.link_words import (
    buyer_says,
    contract_left,
    counts_as,
    does,
    headline,
    level_text,
    seller_says,
    target_of,
    worse_levels,
)
from transfers.pages.links import Row, club_row, cold_days, with_news
from transfers.planning.chains import Step, heads, must_come_first, tree
from transfers.planning.link import Effect, Fit, Shift
from transfers.planning.outcomes import Outcome
from transfers.words import fee_of, fee_text, stage_word

Kind, Stage = Link.Kind, Link.Stage
CLIMB = (*LADDER, Stage.DONE)


def find(pk: int) -> Any:
    """Return a link with what its page prints of it, None if there is none."""
    return with_news(Link.objects.filter(pk=pk)).first()


def page(link: Any, today: dt.date, *, edits: bool) -> Row:
    """Return everything the page prints. edits: whether for somebody who may change links."""
    found = judge(link, today)
    steps = list(link.steps.select_related("news__outlet", "by"))
    conditions = conditions_of(link)
    return {
        "player": {"name": link.player.known_as, "url": link.player.get_absolute_url()},
        "seller_club": club_row(link.from_club),
        "buyer_club": club_row(link.to_club),
        "headline": headline(link),
        "note": link.note,
        "notices": _notices(found, today),
        "cold": cold_days(link, today),
        "stage": link.stage,
        "stage_text": link.get_stage_display(),
        "over": link.stage in OVER,
        "ended": link.stage in ENDED,
        "does": does(link),
        "facts": _facts(found, today),
        "ladder": _ladder(link, steps),
        "history": [_step(step) for step in reversed(steps)],
        "told": len(steps) > 1 or any(s.note or s.by or s.news for s in steps),
        "sides": [_seller_side(found, conditions), _buyer_side(found)],
        "judged_on": full_day(found.days.on),
        "judged_iso": found.days.on.isoformat(),
        "judged_why": found.days.why,
        "replacements": [_replacement(one, found, today) for one in replacements(found)],
        "conditions": _conditions(found, conditions, steps),
        "chain": _chain(link),
        "news": [{"on": report.on, "item": item_row(report.news)} for report in link.told],
        **(_tools(link, steps, today) if edits else {}),
    }


def _facts(found: Judged, today: dt.date) -> list[Row]:
    """Return the summary line: terms with their values."""
    link, days, contract = found.link, found.days, found.contract
    born = link.player.born_on
    fee = fee_of(link) or ("None" if link.kind in (Kind.FREE, Kind.PRE_CONTRACT) else "Not known")
    ends = contract.ends_on if contract else None
    until = full_day(ends) if ends else "End not known"
    left = contract_left(ends, min(days.on, today) if link.stage in ENDED else today)
    window = days.window
    option = fee_text(link.option_fee, link.currency)
    kind = link.get_kind_display().lower()
    facts = [
        {"value": fee, "label": f"fee, {kind}{f' at {option}' if option else ''}"},
        {"value": str(age_on(born, days.on)) if born else "–", "label": _age_label(found, today)},
        {
            "value": until if contract else "None known",
            "label": f"contract at {link.from_club}" + (f", {left}" if ends else ""),
        },
        {"value": counts_as(found.place).partition(",")[0], "label": _counts_label(found)},
    ]
    if window:
        opens = f", opens {full_day(window.opens_on)}" if window.opens_on > today else ""
        label = f"{window.name} {closes(window, today)}{opens}"
        facts.append({"value": full_day(window.closes_on), "label": label})
    return facts


def _age_label(found: Judged, today: dt.date) -> str:
    """Return what a buyer asks next, how long he has been out. Two queries."""
    player, said = found.link.player, ["years old"]
    missed = record.missed([*player.injury_set.all(), *player.absence_set.all()], today)
    if missed:
        said.append(f"{missed['days']} days missed since {missed['since']}")
    return ", ".join(said)


def _counts_label(found: Judged) -> str:
    if found.buyer is None:
        return f"at {found.link.to_club}, without a chart"
    rest = counts_as(found.place).partition(", ")[2]
    return f"at {found.link.to_club}{f': {rest}' if rest else ''}"


def _notices(found: Judged, today: dt.date) -> list[str]:
    """Return what has overtaken a link that is alive."""
    link, missed = found.link, found.days.missed
    if link.stage in ENDED:
        return []
    said = [not_under_contract(link, today)]
    if missed:
        said.append(f"Its window, {missed.name}, closed on {full_day(missed.closes_on)}.")
    return [sentence for sentence in said if sentence]


# Stages


def _ladder(link: Link, steps: list[LinkStep]) -> list[Row]:
    """Return the stages in their order, each with the day it was reached, and where it ended.

    Stages that nobody entered are one rung, however many follow one another.
    """
    reached = {step.stage: step.on for step in steps}
    stages = list(CLIMB)
    if link.stage in OVER:
        last = [stage for stage in LADDER if stage.value in reached]
        place = stages.index(last[-1]) + 1 if last else 0
        stages = [*stages[:place], Stage(link.stage)]
    here = stages.index(Stage(link.stage))
    rungs = [
        {
            "stage": stage.value,
            "label": stage.label,
            "on": reached.get(stage.value),
            "state": "now" if n == here else "passed" if n < here else "ahead",
            "skipped": n < here and stage.value not in reached,
        }
        for n, stage in enumerate(stages)
    ]
    found: list[Row] = []
    for skipped, run in groupby(rungs, key=itemgetter("skipped")):
        its = list(run)
        found += [_skipped(its)] if skipped else its
    return found


def _skipped(rungs: list[Row]) -> Row:
    """Return stages that nobody entered as one rung: "Rumour to bid"."""
    first, last = rungs[0]["label"], rungs[-1]["label"]
    label = first if len(rungs) == 1 else f"{first} to {last.lower()}"
    return rungs[0] | {"label": label}


def _step(step: LinkStep) -> Row:
    return {
        "label": step.get_stage_display(),
        "stage": step.stage,
        "on": step.on,
        "note": step.note,
        "who": step.by.get_username() if step.by else "",
        "item": item_row(step.news) if step.news else None,
    }


# Both clubs


def _seller_side(found: Judged, conditions: list[LinkCondition]) -> Row:
    side = _side(found.link.from_club, found.seller)
    return side | {
        "title": "without him",
        "role": "seller",
        "says": seller_says(found, conditions),
        "needs": bool(found.falling),
    }


def _buyer_side(found: Judged) -> Row:
    side = _side(found.link.to_club, found.buyer)
    return side | {"title": "with him", "role": "buyer", "says": buyer_says(found)}


def _side(club: Club, effect: Effect | None) -> Row:
    return {
        "club": club_row(club),
        "rows": [_shift(shift, effect) for shift in effect.shifts] if effect else [],
        "has_chart": effect is not None,
        "until": full_day(effect.last) if effect else "",
    }


def _shift(shift: Shift, effect: Effect) -> Row:
    return {
        "position": shift.position.value,
        "name": position_name(shift.position),
        "before": _group(shift.on_day.before),
        "after": _group(shift.on_day.after),
        "came": [effect.name_of(slug) for slug in shift.on_day.came],
        "went": [effect.name_of(slug) for slug in shift.on_day.went],
        "worst_before": _group(shift.worst_before),
        "worst_after": _group(shift.worst_after),
        "falls": shift.falls,
    }


def _group(group: GroupChart | Outcome | None) -> Row | None:
    if group is None:
        return None
    return {
        "on": full_day(group.worst_on) if isinstance(group, Outcome) else "",
        "level": group.level.value,
        "text": level_text(group),
        "pips": [True] * group.cover + [False] * (target_of(group) - group.cover),
    }


def _replacement(found: Replacements, judged: Judged, today: dt.date) -> Row:
    on = judged.days.on
    everybody = [judged.link.from_club.slug, found.position.value]
    return {
        "position": found.position.value,
        "name": position_name(found.position).lower(),
        "rows": [_fit(fit, club, on) for fit, club in found.fits],
        "count": found.count,
        "more": reverse("transfers:candidate_list", args=everybody) + day_query(on, today),
    }


def _fit(fit: Fit, club: Club, on: dt.date) -> Row:
    entry, member = fit.entry, fit.entry.member
    ends = entry.contract_until
    after = [(one.position, one.after) for one in fit.loses if one.after]
    return {
        "slug": member.slug,
        "name": member.name,
        "url": reverse("squads:player_detail", args=[member.slug]),
        "club": club_row(club),
        "age": str(age_on(member.born_on, on)) if member.born_on else "–",
        "standing": STANDING_NAMES[entry.standing],
        "contract": full_day(ends) if ends else "",
        "contract_on": ends,
        "stands": fit.stands,
        "left_with": worse_levels(after),
    }


# What it waits for


def _conditions(
    found: Judged, conditions: list[LinkCondition], steps: list[LinkStep]
) -> list[Row]:
    link, replaced = found.link, set[str]()
    at = [condition for condition in conditions if condition.position]
    if at and found.seller:
        done = link.stage == Stage.DONE
        squad = (found.seller.after if done else found.seller.before).squad
        began = steps[0].on if steps else link.stage_on
        replaced = replaced_in(squad, link.player.slug, at, began=began, on=found.days.on)
    return [
        {
            "pk": condition.pk,
            "pk_text": str(condition.pk),
            "text": what(condition),
            "note": condition.note,
            "url": condition.other.get_absolute_url() if condition.other else "",
            "stage": stage_word(condition.other) if condition.other else "",
            "met": is_met(condition, replaced),
            "never": bool(condition.other and condition.other.stage in OVER),
        }
        for condition in conditions
    ]


def _chain(link: Link) -> Row | None:
    """Return the chains that a link is part of and what must happen before it, None if in none.

    Two queries.
    """
    graph = waits()
    ends = heads(graph, link.pk)
    if not graph.get(link.pk) and ends == [link.pk]:
        return None
    trees = [tree(graph, end) for end in ends]
    keys = {key for one in trees for key in _keys(one)}
    links = {one.pk: one for one in Link.objects.for_lists().filter(pk__in=keys)}
    done = [pk for pk, one in links.items() if one.stage == Stage.DONE]
    first = [links[pk] for pk in must_come_first(graph, link.pk, done)]
    return {
        "trees": [_node(one, links, link.pk) for one in trees],
        "first": [_node(Step(one.pk), links, link.pk) for one in first],
        "never": any(one.stage in OVER for one in first),
    }


def _keys(step: Step) -> set[int]:
    return {step.key}.union(*(_keys(one) for one in step.first))


def _node(step: Step, links: Mapping[int, Link], here: int) -> Row:
    link = links[step.key]
    return {
        "url": link.get_absolute_url(),
        "player": link.player.known_as,
        "from": link.from_club.short_name,
        "to": link.to_club.short_name,
        "stage": link.stage,
        "stage_text": link.get_stage_display(),
        "here": step.key == here,
        "again": step.again,
        "first": [_node(one, links, here) for one in step.first],
    }


# What can be changed


def _tools(link: Link, steps: list[LinkStep], today: dt.date) -> Row:
    """Return what somebody who may change links is offered."""
    nexts = next_stages(link)
    ready = Stage.DONE in nexts
    return {
        "version": link.version,
        "next": [
            {"stage": stage.value, "label": _move_label(link, stage), "primary": n == 0}
            for n, stage in enumerate(stage for stage in nexts if stage is not Stage.DONE)
        ],
        "can_complete": ready,
        "obstacles": obstacles(link, today) if ready else [],
        "can_undo": link.change_id is not None if link.stage == Stage.DONE else len(steps) > 1,
        "undo_text": f"Take back “{link.get_stage_display()}”",
        "can_wait": link.stage not in ENDED,
    }


def _move_label(link: Link, stage: Link.Stage) -> str:
    return "Reopen as a rumour" if link.stage in OVER else str(stage.label)
