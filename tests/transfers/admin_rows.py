"""So many rows of everything that the admin lists, each with a history."""

import datetime as dt
from itertools import count

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.auth.models import Group

from squads.models import (
    Change,
    ClubIdentifier,
    Competition,
    DataSet,
    FeedRun,
    Formation,
    NewsItem,
    Outlet,
    PlayerIdentifier,
)
from tests.factories import (
    make_absence,
    make_club,
    make_competition,
    make_figures,
    make_injury,
    make_loan,
    make_player,
    make_ranking,
    make_report,
    make_user,
)
from tests.transfers.factories import (
    make_link,
    make_move,
    make_rule,
    make_scenario,
    make_training,
    make_window,
)
from transfers.models import (
    LinkCondition,
    LinkNews,
    LinkStep,
    Need,
    NeedFlag,
    Outlook,
    Shortlisted,
)

DAY = dt.date(2026, 1, 1)
AT = dt.datetime(2025, 9, 30, 10, tzinfo=dt.UTC)
numbers = count(1)


def make_rows(times):
    """A man with all that can hang on him, at a club of its own, and all that speaks of them."""
    DataSet.objects.get_or_create()
    for _ in range(times):
        n = next(numbers)
        user = make_user(f"writer{n}")
        league = make_competition(name=f"League {n}", slug=f"league-{n}")
        club, other = make_club(competition=league), make_club()
        player = make_player(club=club, natural="CB", capable="RB")
        make_loan(parent=player.contracts.get(), club=other)
        spells = [make_injury(player=player, expected_until="2025-11-12")]
        spells.append(make_absence(player=player, expected_until="2025-11-12"))
        make_figures(player=player, club=club)
        make_ranking(club, "CB", player)
        make_report(player=player, club=club, settled_by=user)
        PlayerIdentifier.objects.create(player=player, source="fpl", value=str(n))
        ClubIdentifier.objects.create(club=club, source="fpl", value=str(n))
        FeedRun.objects.create(feed="fpl", said_at=AT, digest=str(n))
        Competition.objects.create(name=f"Cup {n}", slug=f"cup-{n}", kind="cup")
        Formation.objects.create(name=f"{n}")
        outlet = Outlet.objects.create(name=f"Paper {n}", host=f"paper{n}.org")
        news = NewsItem.objects.create(
            headline=f"Headline {n}", address=f"https://paper{n}.org/a", outlet=outlet,
            entered_by=user,
        )  # fmt: skip
        Change.objects.create(
            club=club, player=player, kind="other", at=AT, text="text", by=user, news=news
        )
        _plans(n, user, player, (league, club, other), news)
        AccessAttempt.objects.create(
            username=f"u{n}", ip_address="127.0.0.1", failures_since_start=1
        )
        AccessLog.objects.create(username=f"u{n}", ip_address="127.0.0.1")
        AccessFailureLog.objects.create(username=f"u{n}", ip_address="127.0.0.1")
        Group.objects.create(name=f"group {n}")
        for spell in spells:
            spell.note = f"note {n}"
            spell.save()


def _plans(n, user, player, where, news):
    league, club, other = where
    window = make_window(competition=league)
    link = make_link(player, club, other, window=window, by=user)
    LinkStep.objects.create(link=link, stage="rumour", on=DAY, news=news, by=user)
    LinkNews.objects.create(link=link, news=news, on=DAY)
    awaited = make_link(player, other, club)
    LinkCondition.objects.create(link=link, other=awaited)
    scenario = make_scenario(club, by=user)
    make_move(scenario, player, link=link, club=other)
    outlook = Outlook.objects.create(
        club=club, window=window, first_on=DAY, last_on=DAY, club_version=1, computed_on=DAY
    )
    Need.objects.create(
        outlook=outlook, position="CB", starters=2, level="thin", cover=3, worst_on=DAY,
        from_on=DAY, until_on=DAY, on_time_level="thin", on_time_cover=3, late_level="thin",
        late_cover=3,
    )  # fmt: skip
    NeedFlag.objects.create(
        club=club, window=window, position="CB", verdict="confirmed", link=link, by=user, at=AT
    )
    Shortlisted.objects.create(club=club, position="CB", rank=1, player=player, by=user)
    make_rule(name=f"Rule {n}", competition=league)
    make_training(player, club=club)


def make_history(row, versions):
    """So many saves of a row, each a version of its history."""
    for _ in range(versions):
        row.save()
