"""A player's page."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from squads import depth, wording
from squads.day import (
    BadDay,
    SiteDay,
    day_query,
    requested_day,
    season_of,
    site_day,
)
from squads.extensions import Panel, extensions
from squads.loading import load_formations, load_squads
from squads.models import (
    Change,
    Club,
    Contract,
    Player,
    ReturnEstimate,
    SeasonFigures,
)
from squads.pages import profile, record
from squads.pages.feeds import rough_place
from squads.pages.keys import page_key, site_key, watch
from squads.pages.tables import history
from squads.roles import can_edit
from squads.views.caching import kept_for_readers
from squads.views.errors import nobody, problem
from squads.views.exporting import exported
from squads.views.fragments import part_or_page, render_page, wants_file
from squads.views.pictures import chart_picture

LOG_LENGTH = 50


@require_safe
@part_or_page
def player_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a man. Readers get his page from a cache as long as nothing at all has changed.

    It tells of every club he has been at and from when on the record knows of anybody's
    injuries, but it listens to his clubs alone.
    """
    key = site_key()
    site = site_day(key.pinned_on)
    try:
        on = requested_day(request, site.today)
    except BadDay as error:
        return _no_such_day(request, slug, error)
    have = page_key("player", key, site, slug, on)

    def render() -> HttpResponse:
        player = Player.objects.filter(slug=slug).first()
        if player is None:
            return _unknown(request, slug)
        contracts = list(player.contracts.select_related("club", "parent__club"))
        if wants_file(request):
            here = player.get_absolute_url() + day_query(on, site.today)
            return _file(request, player, contracts, here, on)
        context = {
            "site_day": site,
            "live": {"watch": _watch(contracts) or key.watch, "have": have},
            "can_edit": can_edit(request.user),
            "panels": _panels(request, player),
            **_days(player, on, site),
            **_page(player, contracts, on),
        }
        return render_page(request, "squads/player_detail.html", "player-page", context)

    return kept_for_readers(request, have, render)


def _file(
    request: HttpRequest, player: Player, contracts: list[Contract], here: str, on: dt.date
) -> HttpResponse:
    """Answer with his stays, spells and seasons as a file."""
    found = [*contracts, *_spells(player), *_figures(player)]
    about = {"player_slug": player.slug, "player": player.known_as}
    return exported(request, history(on), found, here=here, on=on, of=player.slug, about=about)


def _panels(request: HttpRequest, player: Player) -> list[Panel]:
    """Return the parts that other apps add to the page."""
    may = frozenset(request.user.get_all_permissions())
    return [panel for draw in extensions.player_panels if (panel := draw(player, may))]


def _no_such_day(request: HttpRequest, slug: str, error: BadDay) -> HttpResponse:
    player = Player.objects.filter(slug=slug).first()
    if player is None:
        return _unknown(request, slug)
    links = [{"url": player.get_absolute_url(), "text": f"{player.known_as} today"}]
    return problem(request, 400, "No such day", str(error), links=links)


def _watch(contracts: Iterable[Contract]) -> str:
    """Return what his page listens for: the clubs of his contracts, in their order."""
    clubs = {contract.club_id: contract.club.version for contract in contracts}
    return watch(clubs.items())


def _unknown(request: HttpRequest, slug: str) -> HttpResponse:
    text = "Nobody is at this address. Search for him by any part of his name."
    return nobody(request, "No such player", text, slug)


def _days(player: Player, on: dt.date, site: SiteDay) -> dict[str, Any]:
    """Return the day in words and the address of this view, which names other days only."""
    return {
        "on": wording.full_day(on),
        "on_day": on,
        "is_today": on == site.today,
        "here": player.get_absolute_url() + day_query(on, site.today),
    }


def _page(player: Player, contracts: list[Contract], on: dt.date) -> dict[str, Any]:
    """Return what the page prints of a man on a day."""
    contract = profile.playing_under(contracts, on)
    club = _charted(contract)
    chart = _chart(club, on) if club else None
    entry = profile.entry_of(player, chart)
    member = entry.member if entry else profile.bare_member(player, player.positions.all())
    changes = Change.objects.newest().filter(player=player)[: LOG_LENGTH + 1]
    log = record.log(changes, contract.club if contract else None)
    found = _spells(player)
    spells = record.spells(found, _estimates(player), on)
    return {
        "player": player,
        "picture": chart_picture(club.slug, on, version=club.version) if club else "",
        "picture_of": f"{club.name}’s depth chart" if club else "",
        "facts": profile.facts(player, on),
        "identifiers": " · ".join(str(one) for one in player.identifiers.all()),
        "where": profile.whereabouts(contract, entry),
        "availability": profile.availability(player, entry, contract, on),
        "counted": profile.counted_sentence(member, chart, club.name) if chart and club else "",
        "positions": profile.positions(member, chart),
        "rough": "" if member.positions else rough_place(player),
        "career": profile.career(contracts, on),
        "spells": spells,
        "missed": record.missed(found, on),
        "spells_source": record.shared_source(spells),
        "figures": record.figures(_figures(player), contracts),
        "log": log[:LOG_LENGTH],
        "log_is_cut": len(log) > LOG_LENGTH,
    }


def _spells(player: Player) -> list[record.AnySpell]:
    return [*player.injury_set.all(), *player.absence_set.all()]


def _figures(player: Player) -> list[SeasonFigures]:
    return list(player.figures.select_related("club", "competition"))


def _charted(contract: Contract | None) -> Club | None:
    """Return the club whose chart tells of him: where he plays, else the club that lent him."""
    stays = [contract, contract.parent] if contract else []
    pks = [stay.club_id for stay in stays if stay]
    clubs = {club.pk: club for club in Club.objects.charted().filter(pk__in=pks)}
    return next((clubs[pk] for pk in pks if pk in clubs), None)


def _chart(club: Club, on: dt.date) -> depth.DepthChart:
    squad = load_squads([club], season_of(on)[0], load_formations())[club.pk]
    return depth.depth_chart(squad, on)


def _estimates(player: Player) -> list[ReturnEstimate]:
    """Return every expected return ever given for him, oldest first."""
    his = Q(injury__player=player) | Q(absence__player=player)
    return list(ReturnEstimate.objects.filter(his).select_related("by"))
