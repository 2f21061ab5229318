"""Addresses of the squads app: pages, then what editors change on them."""

from django.urls import path, register_converter

from squads.views import (
    atom,
    calendars,
    charts,
    clubs,
    comparing,
    editing,
    feeds,
    injuries,
    jumping,
    news,
    pictures,
    players,
    search,
    spell_editing,
    thin,
)


class SpellConverter:
    """The table of a spell as it stands in an address."""

    regex = "injuries|absences"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(SpellConverter, "spell")

app_name = "squads"
urlpatterns = [
    path("", clubs.club_list, name="club_list"),
    path("card.png", pictures.site_png, name="site_png"),
    path("compare/", comparing.compare, name="compare"),
    path("clubs/<slug:slug>/", charts.club_detail, name="club_detail"),
    path("clubs/<slug:slug>/chart.svg", pictures.chart_svg, name="chart_svg"),
    path("clubs/<slug:slug>/chart.png", pictures.chart_png, name="chart_png"),
    path("calendar.ics", calendars.site_calendar, name="site_calendar"),
    path("clubs/<slug:slug>/calendar.ics", calendars.club_calendar, name="club_calendar"),
    path("clubs/<slug:slug>/feed/", atom.club_feed, name="club_feed"),
    path("players/<slug:slug>/", players.player_detail, name="player_detail"),
    path("injuries/", injuries.injury_list, name="injury_list"),
    path("players/<slug:slug>/feed/", atom.player_feed, name="player_feed"),
    path("thin/feed/", atom.thin_feed, name="thin_feed"),
    path("thin/", thin.thin_list, name="thin_list"),
    path("news/", news.news_list, name="news_list"),
    path("news/<int:pk>/", news.news_detail, name="news_detail"),
    path("news/new/", news.news_new, name="news_new"),
    path("news/feed/", atom.news_feed, name="news_feed"),
    path("search/", search.search, name="search"),
    path("jump/", jumping.club_jump, name="club_jump"),
    path("search/suggestions/", search.search_suggestions, name="search_suggestions"),
    path("feeds/", feeds.feed_list, name="feed_list"),
    # What editors change. Every address answers GET with a form and POST with the change.
    path("players/<slug:slug>/edit/", editing.player_edit, name="player_edit"),
    path("players/<slug:slug>/injuries/add/", spell_editing.injury_add, name="injury_add"),
    path("players/<slug:slug>/absences/add/", spell_editing.absence_add, name="absence_add"),
    path("<spell:kind>/<int:pk>/return/", spell_editing.spell_return, name="spell_return"),
    path("<spell:kind>/<int:pk>/back/", spell_editing.spell_back, name="spell_back"),
    path("injuries/<int:pk>/doubt/", spell_editing.injury_doubt, name="injury_doubt"),
    path("contracts/<int:pk>/standing/", editing.contract_standing, name="contract_standing"),
    path("contracts/<int:pk>/change/", editing.contract_change, name="contract_change"),
    path(
        "clubs/<slug:slug>/rankings/<str:position>/<slug:player>/",
        editing.ranking_move,
        name="ranking_move",
    ),
    path("feeds/<int:pk>/take/", feeds.report_take, name="report_take"),
    path("feeds/<int:pk>/keep/", feeds.report_keep, name="report_keep"),
    path("feeds/<int:pk>/set-aside/", feeds.report_set_aside, name="report_set_aside"),
    path("feeds/<int:pk>/reopen/", feeds.report_reopen, name="report_reopen"),
    path("feeds/<int:pk>/tie/", feeds.report_tie, name="report_tie"),
    path("feeds/<int:pk>/positions/", feeds.report_positions, name="report_positions"),
    path("changes/<int:pk>/undo/", editing.change_undo, name="change_undo"),
]
