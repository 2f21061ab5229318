"""A man's place in the squad where no editor has set it."""

import datetime as dt

from squads.depth.squad import Member, Standing

PROSPECT_UNDER = 21
FIRST_CHOICE_SHARE = 0.6
ROTATION_SHARE = 0.25
# A youngster who plays this much is no longer only a prospect.
PROSPECT_SHARE = 0.15


def age_on(born_on: dt.date, day: dt.date) -> int:
    """Return an age in whole years; somebody born on 29 February has it on 1 March."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def derived_standing(member: Member, day: dt.date, minutes_played: int) -> Standing:
    """Return what age and league minutes make of him.

    minutes_played: the most anybody could have played this season. Under 21 and below 15 % of
    them: prospect. From 60 %: first choice; from 25 %: rotation; else backup, so that a grown
    man who has not played yet still counts. Fringe is never derived: only a person can say it.
    """
    share = member.minutes / minutes_played if minutes_played > 0 else 0.0
    young = member.born_on is not None and age_on(member.born_on, day) < PROSPECT_UNDER
    if young and share < PROSPECT_SHARE:
        return Standing.PROSPECT
    if share >= FIRST_CHOICE_SHARE:
        return Standing.FIRST_CHOICE
    return Standing.ROTATION if share >= ROTATION_SHARE else Standing.BACKUP


def standing_of(member: Member, day: dt.date, minutes_played: int) -> tuple[Standing, bool]:
    """Return his standing and whether it is derived."""
    if member.standing is not None:
        return member.standing, False
    return derived_standing(member, day, minutes_played), True
