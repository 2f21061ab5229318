"""Which stage may follow which, and why a transfer cannot be done on a day."""

import datetime as dt
from collections.abc import Mapping

from squads.depth import Position, Squad, depth_chart
from squads.models import Club, Contract
from squads.wording import full_day, position_name
from transfers.loading import squads_on, windows_by_club
from transfers.models import Link, LinkCondition, Window
from transfers.planning.contracts import signs_abroad_from
from transfers.planning.link import group_of, is_replaced
from transfers.planning.scenario import Out, altered

Kind, Stage = Link.Kind, Link.Stage
# A link climbs these, and may leave some out; it is done only once the clubs have agreed.
LADDER = (Stage.RUMOUR, Stage.INTEREST, Stage.BID, Stage.AGREED, Stage.MEDICAL)
OVER = (Stage.COLLAPSED, Stage.REJECTED)
READY = (Stage.AGREED, Stage.MEDICAL)
NEXT: Mapping[Link.Stage, tuple[Link.Stage, ...]] = {
    **{
        stage: (*LADDER[place + 1 :], *((Stage.DONE,) if stage in READY else ()), *OVER)
        for place, stage in enumerate(LADDER)
    },
    **dict.fromkeys(OVER, (Stage.RUMOUR,)),
    Stage.DONE: (),
}


def next_stages(link: Link) -> tuple[Link.Stage, ...]:
    """Return the stages that may follow the one it is at."""
    return NEXT[Stage(link.stage)]


def why_not(link: Link, stage: Link.Stage) -> str:
    """Return why a link cannot move to a stage, empty where it can."""
    now = Stage(link.stage)
    if stage in NEXT[now]:
        return ""
    if stage is now:
        return f"It is at that stage already: {now.label.lower()}."
    if now is Stage.DONE:
        return "It is done. Undo that first."
    if stage is Stage.DONE:
        return f"It cannot be done before it is agreed: it is {_at(now)}."
    if now in OVER:
        return f"It has {_at(now)}. Reopen it as a rumour first."
    return f"It is {_at(now)} and does not go back to {stage.label.lower()}. Undo the last stage."


def _at(stage: Link.Stage) -> str:
    words: dict[Link.Stage, str] = {
        Stage.RUMOUR: "a rumour",
        Stage.INTEREST: "at the stage of interest",
        Stage.BID: "at a bid",
        Stage.AGREED: "agreed",
        Stage.MEDICAL: "at the medical",
        Stage.REJECTED: "been rejected",
    }
    return words.get(stage) or str(stage.label).lower()


# Whether it can be done


def obstacles(link: Link, on: dt.date) -> list[str]:
    """Return, in sentences, what stands in the way of its being done on a day."""
    found = [
        _not_there(link, on),
        _window_closed(link, on),
        *(why for condition in unmet(link, on) for why in [waits_for(condition, link)]),
    ]
    return [sentence for sentence in found if sentence]


def own_contract(link: Link, on: dt.date) -> Contract | None:
    """Return his permanent contract of a day, at whatever club."""
    stays = Contract.objects.permanent().filter(player=link.player_id).select_related("club")
    return stays.covering(on).order_by("pk").first()


def not_under_contract(link: Link, on: dt.date) -> str:
    """Return why nothing can come of it: he is not under contract there. Empty if he is.

    For a free transfer he is under contract nowhere.
    """
    contract, day = own_contract(link, on), full_day(on)
    if link.kind == Kind.FREE:
        if contract is None:
            return ""
        end = f" until {full_day(contract.ends_on)}" if contract.ends_on else ""
        return f"On {day} he is under contract at {contract.club}{end}, so it is no free transfer."
    if contract and contract.club_id == link.from_club_id:
        return ""
    where = f": he is at {contract.club}" if contract else ""
    return f"On {day} he is not under contract at {link.from_club}{where}."


def _not_there(link: Link, on: dt.date) -> str:
    why = not_under_contract(link, on)
    if why or link.kind != Kind.PRE_CONTRACT:
        return why
    contract = own_contract(link, on)
    end = contract.ends_on if contract else None
    if end is None:
        return f"Nobody knows when his contract at {link.from_club} ends. Enter that first."
    free_from = signs_abroad_from(end)
    if on < free_from:
        return (
            f"His contract runs to {full_day(end)}: "
            f"he may sign elsewhere from {full_day(free_from)} on."
        )
    return ""


def _window_closed(link: Link, on: dt.date) -> str:
    """Return when the buyer may sign, where it may not on the day.

    A man without a contract may sign at any time, and so may one for later.
    """
    if link.kind in (Kind.FREE, Kind.PRE_CONTRACT):
        return ""
    windows = buyers_windows(link)
    if not windows or any(window.is_open_on(on) for window in windows):
        return ""
    coming = min((w.opens_on for w in windows if w.opens_on > on), default=None)
    then = f" The next one opens on {full_day(coming)}." if coming else ""
    return f"No window is open for {link.to_club} on {full_day(on)}.{then}"


def buyers_windows(link: Link) -> list[Window]:
    """Return the windows that bind the buyer: its own, else the link's."""
    club = Club.objects.select_related("competition").get(pk=link.to_club_id)
    return windows_by_club([club])[club.pk] or ([link.window] if link.window else [])


# What it waits for


def conditions_of(link: Link) -> list[LinkCondition]:
    found = link.conditions.select_related("other__player", "other__from_club", "other__to_club")
    return list(found)


def unmet(link: Link, on: dt.date) -> list[LinkCondition]:
    """Return the conditions that are not met on a day."""
    conditions = conditions_of(link)
    replaced = replaced_positions(link, on, [c for c in conditions if c.position])
    return [c for c in conditions if not is_met(c, replaced)]


def is_met(condition: LinkCondition, replaced: set[str]) -> bool:
    """Whether the other link is done, or the man replaced. replaced: positions where he is."""
    if condition.other:
        return condition.other.stage == Stage.DONE
    return condition.position in replaced


def replaced_positions(link: Link, on: dt.date, conditions: list[LinkCondition]) -> set[str]:
    """Return the positions of these conditions in which the seller has replaced him."""
    club = Club.objects.charted().filter(pk=link.from_club_id).first()
    if club is None or not conditions:
        return set()
    squad = squads_on([club], on)[club.pk]
    return replaced_in(squad, link.player.slug, conditions, began=began_on(link), on=on)


def replaced_in(
    squad: Squad, slug: str, conditions: list[LinkCondition], *, began: dt.date, on: dt.date
) -> set[str]:
    """Return the positions that a squad fills without him as far as it did with him.

    Compared with the day on which the link began; a position that is covered is filled anyway.
    """
    before = depth_chart(squad, min(on, began))
    after = depth_chart(altered(squad, [Out(slug, on)]), on)
    wanted = {Position(condition.position) for condition in conditions}
    return {p.value for p in wanted if is_replaced(group_of(before, p), group_of(after, p))}


def began_on(link: Link) -> dt.date:
    """Return the day of its first stage."""
    first = link.steps.order_by("on", "pk").values_list("on", flat=True).first()
    return first or link.stage_on


def waits_for(condition: LinkCondition, link: Link) -> str:
    """Return what it waits for as a sentence."""
    if condition.other:
        return f"First comes another transfer: {condition.other}."
    where = position_name(Position(condition.position)).lower()
    return f"First {link.from_club} have to sign a replacement at {where}."
