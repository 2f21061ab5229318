"""What editors and analysts enter of links: all or nothing, logged at both clubs."""

import datetime as dt
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localtime

from squads.day import current_day
from squads.depth import Position
from squads.models import Change, Club, Contract, NewsItem, Player
from squads.moves import Gone, Refused, Stale, record
from squads.moves.log import By, lock_these, person, said_on
from squads.moves.rows import sign
from squads.wording import full_day, position_name
from transfers.loading import horizon_of
from transfers.models import ENDED, Link, LinkCondition, LinkNews, LinkStep
from transfers.moves.stages import not_under_contract, why_not
from transfers.planning.chains import closes_a_circle
from transfers.words import fee_of, fee_text, stage_word

Kind, Stage = Link.Kind, Link.Stage
# What can be changed of a link besides its stage, each as the log names it.
EDITED = {
    "kind": "kind",
    "fee": "fee",
    "option_fee": "option",
    "currency": "currency",
    "window": "window",
    "until_on": "contract to",
    "note": "note",
}
WRITTEN_INTO_THE_CONTRACT = ("kind", "until_on")


class Said(NamedTuple):
    """Who says so, and where it was published."""

    by: By
    source: str = ""
    news: NewsItem | None = None


def lock(link: Link, news: NewsItem | None = None) -> list[int]:
    """Lock both clubs and all that ever had the man under contract, as `lock_these` does."""
    his = Contract.objects.filter(player=link.player_id).values("club")
    return lock_these(Q(pk__in=[link.from_club_id, link.to_club_id]) | Q(pk__in=his), news)


def locked(link: Link, version: int | None, news: NewsItem | None = None) -> Link:
    """Return the link as it is now, locked after its clubs.

    version: the one that was seen; None takes the link as it is. Raises Stale for another one.
    """
    lock(link, news)
    rows = Link.objects.select_for_update(of=("self",)).for_lists()
    found = rows.filter(pk=link.pk).first()
    if found is None:
        raise Gone("Somebody has removed this link meanwhile; nothing was saved.")
    if version is not None and found.version != version:
        raise Stale("Somebody has changed this link meanwhile.")
    return found


def tell(link: Link, text: str, said: Said, *, before: str = "", after: str = "") -> Change:
    """Log it at both clubs and give them new versions; return the line of the seller.

    A club without a competition has no log, unless there is no other.
    """
    clubs = [club for club in (link.from_club, link.to_club) if club.competition_id]
    lines = [
        record(
            link.player,
            Change.Kind.LINK,
            text,
            by=said.by,
            club=club,
            source=said.source,
            news=said.news,
            before=before,
            after=after,
        )
        for club in clubs or [link.from_club]
    ]
    return lines[0]


def save(link: Link, said: Said, reason: str, fields: list[str] | None = None) -> None:
    """Write the link, or some fields of it and one more version. Raises Refused if it may not."""
    try:
        link.full_clean(validate_unique=False)
    except ValidationError as error:
        raise Refused(error.messages[0]) from error
    sign(link, said.by, reason)
    if fields is None:
        link.save()
    else:
        link.version += 1
        link.save(update_fields=[*fields, "version"])


def named(link: Link) -> str:
    return f"link from {link.from_club} to {link.to_club}"


@transaction.atomic
def add(
    player: Player,
    from_club: Club,
    to_club: Club,
    *,
    by: By,
    stage: str = Stage.RUMOUR,
    stage_on: dt.date | None = None,
    source: str = "",
    news: NewsItem | None = None,
    **facts: Any,
) -> Link:
    """Enter a link, and what publishes it; without a window the buyer's next one is taken, the
    seller's where none of the buyer's is known.

    facts: kind, fee and the rest of EDITED. Raises Refused if he is not under contract there, or
    where there is such a link already.
    """
    said = Said(by, source, news)
    link = Link(
        player=player,
        from_club=from_club,
        to_club=to_club,
        stage=stage,
        stage_on=stage_on or said_on(by),
        by=person(by),
        **facts,
    )
    lock(link, news)
    _check_new(link)
    if link.window is None:
        on = link.stage_on
        horizon = horizon_of(to_club, on) or horizon_of(from_club, on)
        link.window = horizon.window if horizon else None
    fee = fee_of(link)
    text = f"{named(link)}: {stage_word(link)}{f', {fee}' if fee else ''}"
    save(link, said, text)
    change = tell(link, text, said, after=stage_word(link))
    _step(link, said, change)
    if change.news:
        LinkNews.objects.create(link=link, news=change.news, on=_published(change.news))
    return link


def _check_new(link: Link) -> None:
    if link.from_club_id == link.to_club_id:
        raise Refused(f"He is at {link.from_club} already: choose another club.", "to_club")
    if link.stage in ENDED:
        raise Refused("Begin with the stage that it had reached.", "stage")
    if link.stage_on > current_day():
        raise Refused(f"{full_day(link.stage_on)} is still to come.", "stage_on")
    if why := not_under_contract(link, link.stage_on):
        raise Refused(why, "player")
    same = Link.objects.filter(player=link.player, to_club=link.to_club).alive().first()
    if same:
        since = full_day(same.stage_on)
        what = stage_word(same)
        raise Refused(f"There is such a link already ({what} since {since}).", "to_club")


def _step(link: Link, said: Said, change: Change, note: str = "") -> LinkStep:
    return LinkStep.objects.create(
        link=link,
        stage=link.stage,
        on=link.stage_on,
        note=note,
        news=change.news,
        by=person(said.by),
    )


def _published(item: NewsItem) -> dt.date:
    """Return the day it was published, the site's where that is not known or still to come."""
    today = current_day()
    return min(localtime(item.published_at).date(), today) if item.published_at else today


def clubs_of_news(items: QuerySet[NewsItem]) -> Q:
    """Return the clubs that show links with these items."""
    reports, steps = Q(reports__news__in=items), Q(steps__news__in=items)
    links = Link.objects.filter(reports | steps)
    return _sides(links)


def clubs_of_men(players: QuerySet[Player]) -> Q:
    """Return the clubs that show links of these men."""
    return _sides(Link.objects.filter(player__in=players))


def clubs_of_clubs(clubs: QuerySet[Club]) -> Q:
    """Return the clubs that show links from or to one of these."""
    return _sides(Link.objects.filter(Q(from_club__in=clubs) | Q(to_club__in=clubs)))


def _sides(links: QuerySet[Link]) -> Q:
    """Return the clubs on either side of links; not by joins, which multiply one another."""
    return Q(pk__in=links.values("from_club")) | Q(pk__in=links.values("to_club"))


@transaction.atomic
def edit(
    link: Link,
    *,
    by: By,
    version: int | None = None,
    source: str = "",
    news: NewsItem | None = None,
    **facts: Any,
) -> Change:
    """Change what is known of a link: fields of EDITED.

    Raises Stale if it no longer has this version, Refused where nothing would change, or what
    a contract was written from.
    """
    link, said = locked(link, version, news), Said(by, source, news)
    changed = {name: value for name, value in facts.items() if getattr(link, name) != value}
    if not changed:
        raise Refused("That is how it stands already; nothing was changed.")
    if link.stage == Stage.DONE:
        for name in WRITTEN_INTO_THE_CONTRACT:
            if name in changed:
                raise Refused("It is done: change his contract instead.", name)
    was = {name: _shown(link, name) for name in EDITED}
    for name, value in changed.items():
        setattr(link, name, value)
    told = [
        f"{label} {_shown(link, name)}, was {was[name]}"
        for name, label in EDITED.items()
        if was[name] != _shown(link, name) and name != "currency"
    ]
    text = f"{named(link)}: {'; '.join(told) or 'changed'}"
    save(link, said, text, list(changed))
    return tell(link, text, said)


def _shown(link: Link, name: str) -> str:
    if name in ("fee", "option_fee"):
        return fee_text(getattr(link, name), link.currency) or "not known"
    if name == "kind":
        return link.get_kind_display().lower()
    value = getattr(link, name)
    if isinstance(value, dt.date):
        return full_day(value)
    return str(value) if value else "not known"


@transaction.atomic
def set_stage(
    link: Link,
    stage: str,
    *,
    by: By,
    on: dt.date | None = None,
    note: str = "",
    source: str = "",
    news: NewsItem | None = None,
    version: int | None = None,
) -> Change:
    """Move a link to a stage that may follow, dated the site's day unless `on` is given.

    Raises Stale if it no longer has this version, Refused for a stage that may not follow, days
    out of order, or a man who is not under contract there. Done is `completing.complete`.
    """
    link, said = locked(link, version, news), Said(by, source, news)
    goal, on = Stage(stage), on or said_on(by)
    if why := why_not(link, goal):
        raise Refused(why, "stage")
    if goal is Stage.DONE:
        raise Refused("Complete it instead: that writes his contract.", "stage")
    check_day(link, on)
    if goal not in ENDED and (why := not_under_contract(link, on)):
        raise Refused(why, "stage")
    was = stage_word(link)
    link.stage, link.stage_on = goal, on
    text = f"{named(link)}: {stage_word(link)}, was {was}"
    save(link, said, text, ["stage", "stage_on"])
    change = tell(link, text, said, before=was, after=stage_word(link))
    _step(link, said, change, note)
    return change


def check_day(link: Link, on: dt.date) -> None:
    """Raise Refused for a day before the last stage, or one that is still to come."""
    if on < link.stage_on:
        since = f"It is {stage_word(link)} since {full_day(link.stage_on)}."
        back = ""
        if link.steps.count() > 1:
            back = f" If that is wrong, take “{link.get_stage_display()}” back first."
        raise Refused(f"{since} Give that day or a later one.{back}", "on")
    if on > current_day():
        raise Refused(f"{full_day(on)} is still to come.", "on")


@transaction.atomic
def take_back(link: Link, *, by: By, version: int | None = None) -> Change:
    """Take the last stage back, as if it had not been entered. Done is `completing.undo_done`.

    Raises Stale if it no longer has this version, Refused for the first stage.
    """
    link, said = locked(link, version), Said(by)
    was = stage_word(link)
    step_back(link, said)
    text = f"{named(link)}: {stage_word(link)} again, {was} was taken back"
    return tell(link, text, said, before=was, after=stage_word(link))


def step_back(link: Link, said: Said) -> None:
    """Remove the last step of a link that is locked, and put the stage before it back."""
    steps = list(link.steps.order_by("-on", "-pk")[:2])
    if len(steps) < 2 or steps[0].stage != link.stage:
        raise Refused("There is no earlier stage to go back to.")
    last, before = steps
    last.delete()
    put_back(link, said, before.stage, before.on)


def put_back(link: Link, said: Said, stage: str, on: dt.date) -> None:
    """Let a link that is locked stand at an earlier stage, since the day it had reached it."""
    link.stage, link.stage_on, link.change = stage, on, None
    save(link, said, f"{named(link)}: back to {stage_word(link)}", ["stage", "stage_on", "change"])


# News and conditions


@transaction.atomic
def add_news(link: Link, *, by: By, news: NewsItem, source: str = "") -> Change:
    """Tie an item of news to a link. Raises Refused where it is tied already."""
    link, said = locked(link, None, news), Said(by, source, news)
    if news.pk and link.reports.filter(news=news).exists():
        raise Refused("This is on the page already.", "link")
    change = tell(link, f"{named(link)}: more news of it", said)
    if change.news:
        LinkNews.objects.create(link=link, news=change.news, on=_published(change.news))
    bump(link)
    return change


def bump(link: Link) -> None:
    """Give a link another version: what hangs on it has changed."""
    link.version += 1
    Link.objects.filter(pk=link.pk).update(version=link.version)


@transaction.atomic
def add_condition(
    link: Link,
    *,
    by: By,
    other: Link | None = None,
    position: str = "",
    note: str = "",
    source: str = "",
    news: NewsItem | None = None,
) -> Change:
    """Let a link wait for another one, or that the seller signs a man for a position.

    Raises Refused for a link that is over, one that waits for this itself, or what stands
    already.
    """
    if other:
        # Two who tie links to each other at once would close a circle that neither sees.
        list(Club.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    link, said = locked(link, None, news), Said(by, source, news)
    if link.stage in ENDED:
        raise Refused(f"It is {stage_word(link)}: nothing can come first any more.")
    same = (
        link.conditions.filter(other=other) if other else link.conditions.filter(position=position)
    )
    if same.exists():
        raise Refused("It waits for that already.", "other" if other else "position")
    if other and closes_a_circle(waits(), link.pk, other.pk):
        raise Refused("That one waits for this one: neither could ever happen.", "other")
    condition = LinkCondition(link=link, other=other, position=position, note=note[:200])
    try:
        condition.full_clean()
    except ValidationError as error:
        raise Refused(error.messages[0], "other") from error
    condition.save()
    bump(link)
    return tell(link, f"{named(link)}: waits for {what(condition)}", said)


@transaction.atomic
def remove_condition(condition: LinkCondition, *, by: By) -> Change:
    """Let a link wait for it no longer."""
    link = locked(condition.link, None)
    found = link.conditions.filter(pk=condition.pk).first()
    if found is None:
        raise Gone("Somebody has removed this condition meanwhile.")
    words = what(found)
    found.delete()
    bump(link)
    return tell(link, f"{named(link)}: no longer waits for {words}", Said(by))


def what(condition: LinkCondition) -> str:
    """Return what is waited for: "a replacement at centre-back", "Igor from A to B"."""
    if condition.other:
        return str(condition.other)
    return f"a replacement at {position_name(Position(condition.position)).lower()}"


def waits() -> dict[int, list[int]]:
    """Return which links wait for which, by their keys. One query."""
    found: dict[int, list[int]] = {}
    rows = LinkCondition.objects.filter(other__isnull=False).order_by("pk")
    for link, other in rows.values_list("link", "other"):
        found.setdefault(link, []).append(other)
    return found
