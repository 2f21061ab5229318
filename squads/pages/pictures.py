"""Charts as pictures for link previews: the board's words, laid out by `squads.drawing`."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.template.loader import render_to_string

from squads import wording
from squads.depth import Availability, DepthChart, Entry, Position, Slot
from squads.drawing import (
    HEIGHT,
    WIDTH,
    Absent,
    Chart,
    Facts,
    Group,
    Man,
    Rect,
    Shape,
    SiteFacts,
    Text,
    draw_chart,
    draw_nothing,
    draw_site,
    shown_names,
)
from squads.models import Club
from squads.pages.board import Row, Urls, board
from squads.pages.overview import Overview

TEMPLATE = "squads/picture.svg"
NO_URLS = Urls("")


@dataclass(frozen=True, slots=True)
class Told:
    """A chart as a picture tells it.

    entries: by position and slug. shown: what each man is called. homes: at which position an
    absent man is named. middles: where on the pitch each position's men play.
    """

    on: dt.date
    entries: dict[tuple[str, str], Entry]
    shown: dict[str, str]
    homes: dict[str, Position]
    middles: dict[str, tuple[float, float]]

    def absent(self, entry: Entry) -> bool:
        """Whether the group that lists him names him as absent."""
        return entry.absent and self.homes.get(entry.member.slug) is entry.position


def chart_svg(club: Club, chart: DepthChart, today: dt.date) -> str:
    """Return a club's chart as SVG. No query."""
    made = board(chart, today, NO_URLS)
    told = _told(chart)
    facts = _facts(club, chart, made, told)
    day = wording.full_day(chart.on)
    title = f"{club.name}, {chart.formation.name}, {day}"
    if made["empty"]:
        sentence = f"Nobody on record was under contract on {day}."
        return _svg(title, sentence, draw_nothing(facts, sentence))
    lines = tuple(tuple(_group(card, told) for card in line) for line in made["lines"])
    return _svg(title, _in_words(made), draw_chart(Chart(facts, lines)))


def site_svg(found: Sequence[Overview], on: dt.date) -> str:
    """Return the card of pages without a club, given every club's overview of the day."""
    thin = sum(overview["thin_count"] for overview in found)
    day = f"As of {wording.full_day(on)}"
    clubs = "club" if len(found) == 1 else "clubs"
    positions = "thin position" if thin == 1 else "thin positions"
    facts = SiteFacts(
        headline=("Who can", "play there?"),
        sentence="An exact two-deep for any club on any day.",
        figures=((str(len(found)), clubs), (str(thin), positions)),
        day=day,
    )
    words = f"{facts.sentence} {day}: {len(found)} {clubs}, {thin} {positions}."
    return _svg("Twodeep", words, draw_site(facts))


def _told(chart: DepthChart) -> Told:
    homes = _homes(chart)
    entries = {(e.position or "", e.member.slug): e for g in chart.groups for e in g.entries}
    drawn = [e for e in entries.values() if e.counted or e.member.slug in homes]
    shown = shown_names({e.member.name: e.member.short_name for e in drawn})
    return Told(chart.on, entries, shown, homes, _middles(chart))


def _facts(club: Club, chart: DepthChart, made: dict[str, Any], told: Told) -> Facts:
    fit, filled = made["summary"][:2]
    thin = made["thin"]
    title = "Every position is two deep"
    if thin:
        title = f"{len(thin)} thin position{'' if len(thin) == 1 else 's'}"
    figures = ((filled["value"], "places filled"), (fit["value"], "available"))
    return Facts(
        club=club.name,
        colour=club.colour,
        second_colour=club.second_colour,
        day=wording.full_day(chart.on),
        formation=chart.formation.name,
        league=club.competition.name if club.competition else "",
        coach=club.head_coach,
        figures=() if made["empty"] else figures,
        thin=tuple((item["name"], f"{item['cover']} of {item['target']}") for item in thin),
        thin_title="" if made["empty"] else title,
        absent=tuple(_out(told)),
    )


def _out(told: Told) -> Iterable[tuple[str, str]]:
    """Yield who is absent where he would count, and until when, who is back first on top."""
    absent = [entry for entry in told.entries.values() if told.absent(entry)]
    for entry in sorted(absent, key=_back):
        back = wording.return_text(entry.status, told.on).rpartition(", ")[2]
        yield told.shown[entry.member.name], back


def _back(entry: Entry) -> tuple[dt.date, str]:
    status = entry.status
    return status.back_on or status.forecast_on or dt.date.max, entry.member.slug


def _group(card: Row, told: Told) -> Group:
    """Return a card of the board as a group to draw."""
    here = [told.entries[card["position"], row["slug"]] for row in card["rows"]]
    x, y = told.middles[card["position"]]
    return Group(
        position=card["position"],
        level=card["level"],
        text=card["level_text"],
        starters=card["target"] // 2,
        first=tuple(_man(entry, told) for entry in here if entry.string == 1),
        second=tuple(_man(entry, told) for entry in here if entry.string == 2),
        absent=tuple(_absent(entry, told) for entry in here if told.absent(entry)),
        x=x,
        y=y,
    )


def _man(entry: Entry, told: Told) -> Man:
    status = entry.status
    doubtful = status.availability is Availability.DOUBTFUL
    return Man(told.shown[entry.member.name], f"{status.chance}%" if doubtful else "")


def _absent(entry: Entry, told: Told) -> Absent:
    status = entry.status
    return Absent(
        name=told.shown[entry.member.name],
        kind=status.availability.value,
        reason=wording.reason_text(status),
        back=wording.return_text(status, told.on),
    )


def _homes(chart: DepthChart) -> dict[str, Position]:
    """Return at which position each absent man is named: his foremost one that is played.

    Only men who would count were they here, and none who is on loan elsewhere.
    """
    homes: dict[str, tuple[int, Position]] = {}
    for group in chart.groups:
        for entry in group.entries:
            if entry.absent and entry.credible and not _on_loan(entry):
                order = [position for position, _ in entry.member.positions]
                place = order.index(group.position) if group.position in order else len(order)
                slug = entry.member.slug
                homes[slug] = min(
                    homes.get(slug, (place, group.position)), (place, group.position)
                )
    return {slug: position for slug, (_, position) in homes.items()}


def _on_loan(entry: Entry) -> bool:
    return entry.status.availability is Availability.ON_LOAN


def _middles(chart: DepthChart) -> dict[str, tuple[float, float]]:
    """Return where on the pitch each position's men play on average: x and y, from 0 to 100."""
    found: dict[str, list[Slot]] = {}
    for slot in chart.formation.slots:
        found.setdefault(slot.position.value, []).append(slot)
    return {
        position: (sum(s.x for s in slots) / len(slots), sum(s.y for s in slots) / len(slots))
        for position, slots in found.items()
    }


def _in_words(made: dict[str, Any]) -> str:
    """Return what the picture shows, for who cannot see it."""
    sentences = []
    for card in made["cards"]:
        counted = [row["name"] for row in card["rows"] if row["string"]]
        names = f" ({wording.join(counted)})" if counted else ""
        sentences.append(f"{card['name']}: {card['level_text']}{names}.")
    return " ".join(sentences)


def _svg(title: str, description: str, shapes: Iterable[Shape]) -> str:
    rows = [_row(shape) for shape in shapes]
    words = {"title": _printable(title), "description": _printable(description)}
    context = {"width": WIDTH, "height": HEIGHT} | words
    return render_to_string(TEMPLATE, context | {"shapes": rows})


def _printable(words: str) -> str:
    """Return words without what XML cannot hold."""
    return "".join(letter for letter in words if letter.isprintable())


def _row(shape: Shape) -> Row:
    """Return a shape as the template prints it, to a tenth of a pixel."""
    row: Row = {name: _short(getattr(shape, name)) for name in (f.name for f in fields(shape))}
    row["kind"] = shape.kind
    if isinstance(shape, Rect):
        row |= {side: _short(getattr(shape.box, side)) for side in ("x", "y", "width", "height")}
    elif isinstance(shape, Text):
        row |= {"family": shape.family, "weight": shape.weight}
    return row


def _short(value: Any) -> Any:
    if isinstance(value, float):
        return int(value) if value.is_integer() else round(value, 1)
    return value
