"""Squad lists as rows of ready strings: what a club's men come to under the rules of a season."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from squads import wording
from squads.depth import ContractKind, Member, Position, Squad, availability_on
from squads.depth.availability import stay_on
from squads.pages.board import Row
from transfers.planning.registration import (
    Count,
    Kind,
    Meter,
    Rule,
    Trained,
    Verdict,
    lent_of,
    men_of,
    meter,
)

UNKNOWN = "unknown"
POSITIONS = tuple(Position)
# What a cell of the strip holds, by what a man counts as.
CELLS = {
    Kind.NOT_HOMEGROWN: "not",
    Kind.HOMEGROWN: "homegrown",
    Kind.CLUB_TRAINED: "club",
}


def meters_of(
    squad: Squad, rules: Iterable[Rule], training: Mapping[str, Trained], day: dt.date
) -> list[Meter]:
    """Return what everybody at the club on a day comes to under each of its rules. Pure.

    training: by slug; of a man who is not in it nobody knows.
    """
    men = men_of(squad, training, day)
    return [meter(rule, men, squad.club, day) for rule in rules]


# Words


def homegrown(rule: Rule) -> str:
    """Return what a rule calls those whose training counts."""
    return "homegrown" if rule.most_not_homegrown is not None else "locally trained"


def places_text(found: Meter) -> str:
    """Return "22 of 25", or "22 of 20–25" where it is not known how many places there are."""
    worst, best = found.at_worst, found.at_best
    return f"{_range(best.used, worst.used)} of {_range(worst.ceiling, best.ceiling)}"


def limit_text(found: Meter) -> str:
    """Return "15 of 17 not homegrown"; empty where every place is open to everybody."""
    rule, worst, best = found.rule, found.at_worst, found.at_best
    if not rule.reserved:
        return ""
    if rule.most_not_homegrown is not None:
        many = _range(best.not_homegrown, worst.not_homegrown)
        return f"{many} of {rule.most_not_homegrown} not {homegrown(rule)}"
    many = _range(best.reserved, worst.reserved)
    return f"{many} of {rule.reserved} kept places filled"


def meter_text(found: Meter) -> str:
    """Return a meter in one line: "22 of 25 · 15 of 17 not homegrown"."""
    return " · ".join(filter(None, [places_text(found), limit_text(found)]))


def state_of(found: Meter) -> tuple[str, str]:
    """Return whether the men fit the list ("fits", "over", "unknown") and the words for it."""
    worst, best = found.at_worst.over, found.at_best.over
    if found.is_over:
        return "over", f"{_range(best, worst)} too many"
    if found.is_over is None:
        return "unknown", f"up to {worst} too many"
    free = _range(found.at_worst.free_places, found.at_best.free_places)
    return "fits", f"{free} free" if free != "0" else "full"


def sentences(found: Meter) -> list[str]:
    """Return what there is to say of a list on which everybody is named."""
    said = [_kept_text(found)] if found.rule.reserved else []
    if found.is_known:
        said.append(f"{_taken(found.at_worst)}.")
    else:
        many = len(found.unknown)
        who = "one man" if many == 1 else f"{wording.number_word(many)} men"
        they = "he counts" if many == 1 else "they count"
        best, worst = _taken(found.at_best), _taken(found.at_worst)
        bounds = f"At best {best}; at worst {worst}" if best != worst else f"In any case {worst}"
        said.append(f"Of {who} it is not known what {they} as. {bounds}.")
    if keepers := _keepers(found):
        said.append(keepers)
    return said


def _kept_text(found: Meter) -> str:
    """Return how the places that are kept for some decide how many there are."""
    rule, word = found.rule, homegrown(found.rule)
    holds = _range(found.at_worst.ceiling, found.at_best.ceiling)
    filled = _range(found.at_worst.reserved, found.at_best.reserved)
    most = rule.most_association_trained
    among = f" (at most {most} by men trained at other clubs)" if most is not None else ""
    return (
        f"The list holds {holds} men: {rule.open_places} places are for anybody, and of the "
        f"{rule.reserved} kept for {word} men there are men for {filled}{among}."
    )


def _taken(count: Count) -> str:
    """Return "22 of 24 places are taken and 2 stay free"."""
    taken = f"{count.used} of {count.ceiling} places are taken"
    if count.over:
        out = "one must be" if count.over == 1 else f"{wording.number_word(count.over)} must be"
        return f"{count.used} want {count.ceiling} places, so that {out} left out"
    if count.free_places == 0:
        return f"all {count.ceiling} places are taken"
    stay = "one stays" if count.free_places == 1 else f"{count.free_places} stay"
    return f"{taken} and {stay} free"


def _keepers(found: Meter) -> str:
    least = found.rule.least_goalkeepers
    if not least:
        return ""
    who = "goalkeeper takes" if found.goalkeepers == 1 else "goalkeepers take"
    many = wording.number_word(found.goalkeepers).capitalize()
    wanted = f"{wording.number_word(least)} must"
    young = ", and young ones may, too" if found.lacks_goalkeepers else ""
    return f"{many} {who} a place; {wanted}{young}."


def _range(low: int, high: int) -> str:
    low, high = min(low, high), max(low, high)
    return str(low) if low == high else f"{low}–{high}"


# What a page prints


def meter_row(found: Meter, url: str = "") -> Row:
    """Return a meter as pages print one. url: of the page that shows who counts as what."""
    state, state_text = state_of(found)
    return {
        "name": found.rule.name,
        "season": found.rule.season,
        "url": url,
        "places": places_text(found),
        "limit": limit_text(found),
        "text": meter_text(found),
        "state": state,
        "state_text": state_text,
        "zones": zones(found),
        "legend": _legend(found.rule),
        "sentences": [wording.sentence(text.rstrip(".")) for text in sentences(found)],
    }


def _legend(rule: Rule) -> list[tuple[str, str]]:
    """Return what the cells of a strip mean: what they hold, and words."""
    word = homegrown(rule)
    known = [("not", f"not {word}"), (UNKNOWN, "not known")]
    if not rule.tells_clubs_apart:
        return [*known, ("homegrown", word)]
    return [*known, ("homegrown", "trained at other clubs"), ("club", "trained at the club")]


def zones(found: Meter) -> list[Row]:
    """Return the strip: cells of the places for anybody, of the kept ones, and men beyond them.

    A man of whom it is not known what he counts as stands in an open place while there is one,
    then in a kept one, which he may have if he is homegrown.
    """
    rule, known = found.rule, [v.at_worst for v in found.verdicts if v.is_known]
    kept = [CELLS[Kind.CLUB_TRAINED]] * known.count(Kind.CLUB_TRAINED)
    trained = [CELLS[Kind.HOMEGROWN]] * known.count(Kind.HOMEGROWN)
    most = rule.most_association_trained
    kept += trained if most is None else trained[:most]
    spare = [] if most is None else trained[most:]
    kept, spare = kept[: rule.reserved], [*kept[rule.reserved :], *spare]
    anybody = [CELLS[Kind.NOT_HOMEGROWN]] * known.count(Kind.NOT_HOMEGROWN) + spare
    unsure = [UNKNOWN] * len(found.unknown)
    room = max(0, rule.open_places - len(anybody))
    anybody, unsure = anybody + unsure[:room], unsure[room:]
    may = rule.reserved - len(kept)
    kept, unsure = kept + unsure[:may], unsure[may:]
    beyond = anybody[rule.open_places :] + unsure
    word = homegrown(rule)
    drawn = [
        ("open", "for anybody", anybody[: rule.open_places], rule.open_places),
        ("kept", f"{word} only", kept, rule.reserved),
        ("beyond", "too many", beyond, len(beyond)),
    ]
    return [
        {"name": name, "label": label, "size": size, "cells": cells + [""] * (size - len(cells))}
        for name, label, cells, size in drawn
        if size
    ]


def groups(
    found: Meter,
    squad: Squad,
    training: Mapping[str, Trained],
    day: dt.date,
    urls: tuple[str, str],
) -> list[Row]:
    """Return who counts as what, in the order in which a list is looked at; nobody twice.

    urls: a man's page and the form on his training, with {} for his slug; the second is empty
    for who may not change it.
    """
    members = {member.slug: member for member in squad.members}

    def rows(verdicts: Sequence[Verdict]) -> list[Row]:
        ordered = sorted(verdicts, key=lambda v: (_place(members[v.man.slug]), v.man.name))
        return [_man_row(v, members[v.man.slug], training, day, urls) for v in ordered]

    lent = [_lent_row(member, day, urls) for member in sorted(lent_of(squad, day), key=_by_name)]
    named = [(name, kind, rows(its)) for name, kind, its in _sorted(found)]
    named.append(("On loan elsewhere", "lent", lent))
    return [
        {
            "name": name,
            "kind": kind,
            "count": len(its),
            "takes": kind not in ("free", "lent"),
            "rows": its,
        }
        for name, kind, its in named
        if its
    ]


def _sorted(found: Meter) -> list[tuple[str, str, list[Verdict]]]:
    """Return the groups' names, kinds and verdicts; some may be empty."""
    word, known = homegrown(found.rule), [v for v in found.verdicts if v.is_known]

    def of(kind: Kind) -> list[Verdict]:
        return [verdict for verdict in known if verdict.at_worst is kind]

    where = wording.join(sorted(found.rule.associations))
    apart = found.rule.tells_clubs_apart
    elsewhere = f"Trained at other clubs in {where}" if apart else word.capitalize()
    return [
        (f"Not {word}", "not", of(Kind.NOT_HOMEGROWN)),
        ("Not known", UNKNOWN, list(found.unknown)),
        (elsewhere, "homegrown", of(Kind.HOMEGROWN)),
        ("Trained at the club", "club", of(Kind.CLUB_TRAINED)),
        ("Free: no place taken", "free", of(Kind.FREE)),
    ]


def _man_row(
    verdict: Verdict,
    member: Member,
    training: Mapping[str, Trained],
    day: dt.date,
    urls: tuple[str, str],
) -> Row:
    stay, trained = stay_on(member, day), training.get(member.slug)
    is_free = verdict.at_worst is Kind.FREE
    return _row(member, urls) | {
        "why": verdict.why[:1].upper() + verdict.why[1:],
        "more": training_text(trained) if is_free else "",
        "is_loan": stay is not None and stay.kind is ContractKind.LOAN,
        "is_goalkeeper": verdict.man.is_goalkeeper,
    }


def training_text(trained: Trained | None) -> str:
    if trained is None:
        return "training not known"
    return f"trained in {wording.join(sorted(trained.associations))}"


def _lent_row(member: Member, day: dt.date, urls: tuple[str, str]) -> Row:
    status = availability_on(member, day)
    until = f" until {wording.full_day(status.back_on)}" if status.back_on else ""
    return _row(member, urls) | {"why": f"At {status.reason}{until}: not counted"}


def _row(member: Member, urls: tuple[str, str]) -> Row:
    page, edit = urls
    return {
        "key": member.slug,
        "name": member.name,
        "url": page.format(member.slug),
        "edit": edit.format(member.slug) if edit else "",
        "position": member.positions[0][0].value if member.positions else "",
        "born": wording.full_day(member.born_on) if member.born_on else "not known",
        "born_on": member.born_on,
    }


def _place(member: Member) -> int:
    return POSITIONS.index(member.positions[0][0]) if member.positions else len(POSITIONS)


def _by_name(member: Member) -> str:
    return member.name
