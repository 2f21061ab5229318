"""What this app adds to the pages and moves of squads."""

from squads.extensions import Entry, extensions
from transfers.moves import links
from transfers.moves.completing import after_undo
from transfers.outlooks import refresh_changed
from transfers.pages import (
    contracts_panel,
    cover_panel,
    link_panels,
    needs_panel,
    registration_panels,
    scenario_page,
    scenarios_panel,
    talk,
)
from transfers.pages.windows import club_jumps, club_panel, events, home_figure
from transfers.seeding import load_transfers


def register() -> None:
    """Add it; called once, when the site starts."""
    extensions.navigation += [Entry("windows", "Windows", "transfers:window_list")]
    extensions.club_pages += [
        Entry("timeline", "Timeline", "transfers:club_timeline"),
        Entry("registration", "Squad list", "transfers:club_registration"),
    ]
    extensions.club_jumps.append(club_jumps)
    extensions.events.append(events)
    extensions.home_figures.append(home_figure)
    extensions.club_panels.append(club_panel)
    extensions.seeds.append(load_transfers)
    extensions.after_change.append(refresh_changed)
    extensions.club_panels.append(needs_panel.club_panel)
    extensions.club_panels.append(cover_panel.club_panel)
    extensions.navigation.append(
        Entry("scenarios", "Scenarios", "transfers:scenario_list", "transfers.change_scenario")
    )
    extensions.club_panels.append(scenarios_panel.club_panel)
    extensions.navigation.append(Entry("links", "Links", "transfers:link_list"))
    extensions.club_panels.append(link_panels.club_panel)
    extensions.beside_men.append(talk.beside_men)
    extensions.navigation.append(Entry("contracts", "Contracts", "transfers:contract_list"))
    extensions.club_panels.append(contracts_panel.club_panel)
    extensions.player_panels.append(link_panels.player_panel)
    extensions.after_undo.append(after_undo)
    extensions.clubs_of_news.append(links.clubs_of_news)
    extensions.clubs_of_men.append(links.clubs_of_men)
    extensions.clubs_of_clubs.append(links.clubs_of_clubs)
    extensions.club_panels.append(registration_panels.club_panel)
    scenario_page.panels.append(registration_panels.scenario_panel)
    scenario_page.sums.append(registration_panels.scenario_sum)
