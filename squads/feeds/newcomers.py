"""Men whom a feed lists and nobody here has: they get a row, and an editor what is missing."""

import datetime as dt

from django.utils import timezone
from django.utils.text import slugify

from squads.depth import Aptitude, Position
from squads.feeds.fpl import SOURCE, Listed
from squads.feeds.known import Man
from squads.feeds.whereabouts import FIRST_SEEN
from squads.models import Change, Club, Player, PlayerIdentifier, PlayerPosition
from squads.models.search import fold
from squads.moves import Feed
from squads.moves.rows import sign
from squads.moves.transfers import sign_for
from squads.wording import full_day

FIRST_JOINED = dt.date(1990, 1, 1)
LONGEST_SHOWN = 26  # letters of a full name that a chart prints whole


def display_name(man: Listed) -> str:
    """Return the name a chart prints: "Antoine Semenyo", of a long name its first word and the
    one he is known by."""
    if man.usual_name:
        return man.usual_name[:80]
    words = man.full_name.split()
    if len(words) <= 2 and len(man.full_name) <= LONGEST_SHOWN:
        return man.full_name[:80]
    # "M.Salah" and "João Pedro" tell more than a part of the name; "Jocelin.T" does not.
    short = man.known_as.partition(".")[2].strip() if man.known_as[1:2] == "." else man.known_as
    if "." in short:
        return man.full_name[:80]
    if " " in short or fold(words[0]) in fold(short).split():
        return short[:80]
    return f"{words[0]} {short}"[:80]


def free_slug(name: str, taken: set[str]) -> str:
    """Return a slug for a name that nobody has yet, and note it as taken."""
    slug = (slugify(fold(name)) or "player")[:70]
    found, number = slug, 2
    while found in taken:
        found, number = f"{slug}-{number}", number + 1
    taken.add(found)
    return found


def identify(player: Player, code: str) -> PlayerIdentifier:
    """Give a man the feed's code for him; his clubs' versions are the caller's business."""
    return PlayerIdentifier.objects.create(
        player=player, source=PlayerIdentifier.Source.FPL.value, value=code
    )


def welcome(listed: Listed, club: Club, by: Feed, taken: set[str]) -> tuple[Man, Change]:
    """Make a man and his contract, from the day he joined.

    A goalkeeper is one; where anybody else plays nobody has said yet.
    """
    name = display_name(listed)
    player = Player(
        full_name=listed.full_name,
        known_as=name,
        slug=free_slug(name, taken),
        born_on=listed.born_on,
    )
    sign(player, by, f"listed by the {SOURCE}")
    player.save()
    identify(player, listed.code)
    today = timezone.localdate(by.at)
    joined = listed.joined_on
    plausible = joined is not None and FIRST_JOINED <= joined <= today
    on = joined if joined is not None and plausible else today
    text = f"new in the squad, joined {full_day(on)}"
    if listed.line == Position.GK:
        natural = Aptitude.NATURAL.value
        PlayerPosition.objects.create(player=player, position=Position.GK.value, aptitude=natural)
    else:
        text += "; his position is not known yet"
    change = sign_for(player, club, on=on, by=by, source=SOURCE, note=FIRST_SEEN, text=text)
    man = Man(player, stays=list(player.contracts.select_related("club")))
    return man, change
