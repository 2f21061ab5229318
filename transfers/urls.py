"""Addresses of the transfers app, by subject."""

from django.urls import URLPattern, path

from transfers.views import (
    candidates,
    contracts,
    link_editing,
    links,
    needs,
    registration,
    scenario_editing,
    scenarios,
    shortlists,
    timelines,
    training,
    window_board,
    windows,
)

app_name = "transfers"
urlpatterns: list[URLPattern] = [
    # Candidates
    path(
        "clubs/<slug:slug>/candidates/<str:position>/",
        candidates.candidate_list,
        name="candidate_list",
    ),
    path(
        "clubs/<slug:slug>/candidates/<str:position>/shortlist/",
        shortlists.shortlist_add,
        name="shortlist_add",
    ),
    path("shortlists/<int:pk>/move/", shortlists.shortlist_move, name="shortlist_move"),
    path("shortlists/<int:pk>/note/", shortlists.shortlist_note, name="shortlist_note"),
    path("shortlists/<int:pk>/remove/", shortlists.shortlist_remove, name="shortlist_remove"),
    # Contracts
    path("contracts/", contracts.contract_list, name="contract_list"),
    # Needs
    path("windows/<int:pk>/", window_board.window_detail, name="window_detail"),
    path(
        "clubs/<slug:slug>/needs/<int:window>/<str:position>/", needs.need_flag, name="need_flag"
    ),
    # Squad lists
    path(
        "clubs/<slug:slug>/registration/",
        registration.club_registration,
        name="club_registration",
    ),
    path(
        "clubs/<slug:slug>/registration/<slug:player>/training/",
        training.training_edit,
        name="training_edit",
    ),
    # Windows
    path("windows/", windows.window_list, name="window_list"),
    path("clubs/<slug:slug>/timeline/", timelines.club_timeline, name="club_timeline"),
    # Scenarios
    path("scenarios/", scenarios.scenario_list, name="scenario_list"),
    path("scenarios/compare/", scenarios.scenario_compare, name="scenario_compare"),
    path("scenarios/players/", scenarios.scenario_players, name="scenario_players"),
    path("clubs/<slug:slug>/scenarios/add/", scenario_editing.scenario_add, name="scenario_add"),
    path("scenarios/<int:pk>/", scenarios.scenario_detail, name="scenario_detail"),
    path("scenarios/<int:pk>/export/", scenarios.scenario_export, name="scenario_export"),
    path(
        "scenarios/<int:pk>/moves/<int:move>/remove/",
        scenario_editing.scenario_move_remove,
        name="scenario_move_remove",
    ),
    path(
        "scenarios/<int:pk>/change/<slug:what>/",
        scenario_editing.scenario_change,
        name="scenario_change",
    ),
    path("scenarios/<int:pk>/share/", scenario_editing.scenario_share, name="scenario_share"),
    path(
        "scenarios/<int:pk>/duplicate/",
        scenario_editing.scenario_duplicate,
        name="scenario_duplicate",
    ),
    path("scenarios/<int:pk>/delete/", scenario_editing.scenario_delete, name="scenario_delete"),
    path("s/<slug:token>/", scenarios.scenario_shared, name="scenario_shared"),
    # Links
    path("links/", links.link_list, name="link_list"),
    path("links/add/", link_editing.link_add, name="link_add"),
    path("links/<int:pk>/", links.link_detail, name="link_detail"),
    path("links/<int:pk>/edit/", link_editing.link_edit, name="link_edit"),
    path("links/<int:pk>/stage/", link_editing.link_stage, name="link_stage"),
    path("links/<int:pk>/complete/", link_editing.link_complete, name="link_complete"),
    path("links/<int:pk>/undo/", link_editing.link_undo, name="link_undo"),
    path("links/<int:pk>/news/add/", link_editing.link_news, name="link_news"),
    path(
        "links/<int:pk>/conditions/add/",
        link_editing.link_condition_add,
        name="link_condition_add",
    ),
    path(
        "links/conditions/<int:pk>/remove/",
        link_editing.link_condition_remove,
        name="link_condition_remove",
    ),
]
