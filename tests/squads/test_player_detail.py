"""A player's page."""

import datetime as dt

import pytest
from django.utils import timezone

from squads.models import Change, PlayerIdentifier
from tests.factories import (
    make_absence,
    make_club,
    make_competition,
    make_elsewhere,
    make_figures,
    make_injury,
    make_loan,
    make_player,
    make_report,
    make_user,
)

pytestmark = pytest.mark.django_db


def page(visitor, player, **query):
    response = visitor.get(player.get_absolute_url(), query)
    assert response.status_code == 200
    return response.text


def flat(text):
    return " ".join(text.split())


def make_change(player, club, **fields):
    fields = {"kind": "injury", "at": timezone.now(), "text": "out, hamstring"} | fields
    return Change.objects.create(player=player, club=club, **fields)


# Who he is and where


def test_the_age_is_that_of_the_day(reader):
    player = make_player(born_on=dt.date(1997, 9, 30))
    assert "<dd>27</dd>" in page(reader, player, on="2025-09-29")


def test_the_birthday_itself_counts(reader):
    player = make_player(born_on=dt.date(1997, 9, 30))
    assert "<dd>28</dd>" in page(reader, player, on="2025-09-30")


def test_facts_that_are_not_known_are_dashes(reader):
    player = make_player(born_on=None, nationality="", foot="", height_cm=None)
    assert page(reader, player).count("<dd>–</dd>") == 5


def test_the_identifiers_of_other_sources_are_named(reader):
    player = make_player()
    PlayerIdentifier.objects.create(player=player, source="fpl", value="171287")
    assert "Fantasy Premier League code 171287" in page(reader, player)


def test_the_club_of_the_day_links_to_its_chart(reader):
    club = make_club("Liverpool")
    player = make_player(club=club, contract={"squad_number": 2})
    assert '<a href="/clubs/liverpool/">Liverpool</a> · No. 2' in flat(page(reader, player))


def test_a_man_on_loan_is_shown_with_his_lender(reader):
    owner = make_club("Liverpool")
    player = make_player(club=owner)
    make_loan(player=player, parent=player.contracts.get(), club=make_club("Aston Villa"))
    text = flat(page(reader, player))
    assert 'on loan from <a href="/clubs/liverpool/">Liverpool</a> until 30 Jun 2026' in text


def test_a_man_lent_to_a_club_without_a_chart_is_on_loan_on_his_owners(reader):
    player = make_player("Rhys", club=make_club("Liverpool"))
    make_loan(player=player, parent=player.contracts.get(), club=make_elsewhere("Roma"))
    assert "Rhys is on loan at Roma until 30 Jun 2026." in page(reader, player)


def test_a_man_without_a_contract_has_no_club_on_the_day(reader):
    player = make_player("Joe", club=make_club())
    text = page(reader, player, on="2028-01-01")
    assert "Joe is not under contract at any club known here on 1 Jan 2028." in text


def test_a_club_without_a_chart_keeps_nobodys_availability(reader):
    player = make_player(club=make_elsewhere("Roma"))
    assert "Roma have no chart here" in page(reader, player)


def test_a_stored_standing_is_called_stored(reader):
    player = make_player(club=make_club(), contract={"standing": "fringe"})
    assert "Standing: fringe, stored" in page(reader, player)


def test_a_derived_standing_is_called_derived(reader):
    player = make_player(club=make_club(), contract={"standing": ""})
    assert "Standing: backup, derived from age and minutes" in page(reader, player)


# Availability


def test_an_injured_man_is_out_with_reason_and_return(reader):
    player = make_player("Leoni", club=make_club(), natural="CB")
    make_injury(player=player, diagnosis="ACL tear", expected_until=dt.date(2026, 9, 1))
    assert "Leoni is out (ACL tear, expected back 1 Sep 2026)." in page(reader, player)


def test_the_day_before_the_injury_he_is_available(reader):
    player = make_player("Leoni", club=make_club(), natural="CB")
    make_injury(player=player, diagnosis="ACL tear", expected_until=dt.date(2026, 9, 1))
    assert "Leoni is available on 23 Sep 2025." in page(reader, player, on="2025-09-23")


def test_without_a_date_the_forecast_is_given(reader):
    player = make_player("Leoni", club=make_club(), natural="CB")
    make_injury(player=player)
    assert "no return date); likely back about 18 Oct." in page(reader, player)


def test_a_doubtful_man_without_a_date_gets_no_forecast(reader):
    player = make_player("Leoni", club=make_club(), natural="CB")
    make_injury(player=player, chance=75)
    assert "likely" not in page(reader, player)


def test_a_man_past_his_date_is_presumed_back(reader):
    player = make_player("Leoni", club=make_club(), natural="CB")
    make_injury(player=player, expected_until=dt.date(2025, 9, 28))
    text = page(reader, player)
    assert "presumed back: hamstring injury, was due 28 Sep, not confirmed." in text


# Contracts


def test_contracts_come_newest_first(reader):
    player = make_player(club=make_club("New"))
    make_player_contract(player, "Old", dt.date(2020, 7, 1), dt.date(2024, 6, 30))
    text = page(reader, player)
    assert text.index("1 Jul 2024") < text.index("1 Jul 2020")


def make_player_contract(player, club, starts_on, ends_on):
    return player.contracts.create(club=make_club(club), starts_on=starts_on, ends_on=ends_on)


def test_a_loan_stands_under_the_contract_it_hangs_on(reader):
    player = make_player(club=make_club("Owner"))
    make_loan(player=player, parent=player.contracts.get(), club=make_club("Borrower"))
    career = page(reader, player).partition("career-title")[2]
    assert "<ol><li>" in flat(career.partition("Owner")[2]).replace("> <", "><")


def test_a_contract_that_ends_within_a_year_is_marked(reader):
    player = make_player(club=make_club(), contract={"ends_on": dt.date(2026, 6, 30)})
    assert "ends within a year" in page(reader, player)


def test_a_contract_that_lasts_longer_is_not_marked(reader):
    player = make_player(club=make_club(), contract={"ends_on": dt.date(2027, 6, 30)})
    assert "ends within a year" not in page(reader, player)


# Positions


def test_a_position_by_kinship_is_marked(reader):
    player = make_player(club=make_club(), natural="RB")
    text = flat(page(reader, player))
    assert 'Right wing-back</th><td>capable <span class="tag">by kinship</span>' in text


def test_the_chart_tells_where_he_counts_and_in_which_string(reader):
    player = make_player(club=make_club("Liverpool"), natural="GK")
    text = page(reader, player)
    assert "Liverpool’s 4-2-3-1 counts him at goalkeeper, first string." in text


def test_a_man_on_the_fringe_is_told_not_to_count(reader):
    player = make_player(club=make_club("Wolves"), natural="CB", contract={"standing": "fringe"})
    assert "Wolves’ 4-2-3-1 does not count him: he is on the fringe." in page(reader, player)


def test_a_position_that_the_formation_lacks_is_told(reader):
    player = make_player(club=make_club(), natural="RWB")
    assert "no such place in a 4-2-3-1" in page(reader, player)


def test_a_man_without_a_position_is_said_to_have_none(reader):
    assert "Position not known." in page(reader, make_player(club=make_club()))


def test_of_a_man_without_a_position_the_feed_s_line_is_told(reader):
    player = make_player(club=make_club())
    make_report(player=player)
    assert "The feed lists him as a defender." in page(reader, player)


# Figures


def test_figures_are_summed_per_club(reader):
    club = make_club("Liverpool")
    player = make_player(club=club)
    cup = make_competition(name="Other", slug="other", kind="other", rank=90)
    make_figures(player=player, club=club, season="2015/16", appearances=5, starts=0, assists=1)
    make_figures(player=player, club=club, competition=cup, appearances=239, assists=9)
    text = page(reader, player)
    assert "244 appearances, no goal and 10 assists since 2015." in text


def make_seasons(joined, *seasons):
    """Return a man who came to a club on a day, with league and cup figures of seasons there."""
    club = make_club("Liverpool")
    player = make_player(club=club, contract={"starts_on": joined})
    cup = make_competition(name="Other", slug="other", kind="other", rank=90)
    for season in seasons:
        make_figures(player=player, club=club, season=season, assists=1)
        make_figures(player=player, club=club, season=season, competition=cup, assists=0)
    return player


def test_figures_of_one_league_season_are_said_to_be_of_it(reader):
    player = make_player()
    make_figures(player=player, appearances=6, assists=1)
    text = "In the 2025/26 Premier League: 6 appearances, no goal and 1 assist."
    assert text in page(reader, player)


def test_figures_of_one_season_have_no_line_of_sums(reader):
    player = make_player()
    make_figures(player=player)
    assert "<tfoot></tfoot>" in page(reader, player)


def test_figures_of_one_league_name_their_seasons(reader):
    player, club = make_player(), make_club()
    make_figures(player=player, club=club)
    make_figures(player=player, club=club, season="2023/24")
    text = "In the Premier League, 2023/24 to 2025/26: 12 appearances, no goal and no assist."
    assert text in page(reader, player)


def test_figures_that_begin_after_he_came_are_only_on_record(reader):
    player = make_seasons(dt.date(2023, 8, 30), "2024/25")
    assert "On record: 12 appearances, no goal and 1 assist." in page(reader, player)


def test_figures_that_begin_after_he_came_are_not_summed_as_all_at_the_club(reader):
    player = make_seasons(dt.date(2023, 8, 30), "2024/25")
    assert "Sum on record</th>" in page(reader, player)


def test_figures_since_he_came_are_summed_as_all_at_the_club(reader):
    player = make_seasons(dt.date(2024, 8, 30), "2024/25")
    assert "Sum at Liverpool</th>" in page(reader, player)


def test_who_signed_in_june_came_for_the_season_after(reader):
    player = make_seasons(dt.date(2015, 6, 20), "2015/16")
    assert "12 appearances, no goal and 1 assist since 2015." in page(reader, player)


def test_a_loan_before_he_signed_counts_as_the_day_he_came(reader):
    player = make_seasons(dt.date(2024, 8, 30), "2024/25")
    own = make_player_contract(player, "Owner", dt.date(2023, 7, 1), dt.date(2024, 6, 30))
    club = player.figures.first().club
    days = {"starts_on": dt.date(2023, 8, 1), "ends_on": dt.date(2024, 6, 30)}
    make_loan(player=player, parent=own, club=club, **days)
    assert "On record: 12 appearances" in page(reader, player)


def test_an_unknown_figure_is_a_dash(reader):
    player = make_player()
    make_figures(player=player, minutes=None)
    assert '<td class="is-number">–</td>' in page(reader, player)


def test_a_sum_that_leaves_something_out_is_marked(reader):
    player, club = make_player(), make_club()
    make_figures(player=player, club=club, minutes=None)
    make_figures(player=player, club=club, season="2024/25", minutes=1450)
    assert '<td class="is-number">1,450+</td>' in page(reader, player)


def test_two_clubs_are_summed_in_all(reader):
    player = make_player()
    make_figures(player=player, minutes=500)
    make_figures(player=player, season="2024/25", minutes=1000)
    total = page(reader, player).partition("All clubs")[2]
    assert "1,500" in total.partition("</tr>")[0]


# The log, and who may edit


def test_the_log_shows_what_changed_newest_first(reader):
    club = make_club()
    player = make_player(club=club)
    make_change(player, club, text="first news", at=timezone.now() - dt.timedelta(days=1))
    make_change(player, club, text="second news")
    text = page(reader, player)
    assert text.index("second news") < text.index("first news")


def test_the_log_shows_from_what_to_what(reader):
    club = make_club()
    player = make_player(club=club)
    make_change(player, club, before="backup", after="rotation")
    assert "(was: backup, now: rotation)" in page(reader, player)


def test_an_entry_of_another_club_is_about_him_and_names_that_club(reader):
    player = make_player("Guéhi", club=make_club("Palace"))
    make_change(player, make_club("Liverpool"), text="does not come")
    entry = flat(page(reader, player)).partition('class="log"')[2]
    assert "<b>Guéhi</b></a>: does not come" in entry
    assert '<span class="of-club"><a href="/clubs/liverpool/">Liverpool</a></span>' in entry


def test_an_entry_of_his_own_club_begins_with_his_name(reader):
    club = make_club("Palace")
    player = make_player("Joe", club=club)
    make_change(player, club, text="stays")
    text = flat(page(reader, player))
    assert '<a href="/players/joe/"><b>Joe</b></a>: stays' in text and "of-club" not in text


def test_a_club_without_a_page_is_named_in_the_log_without_a_link_to_it(reader):
    player = make_player("Joe", club=make_club())
    make_change(player, make_elsewhere("Roma"), text="does not come")
    assert '<span class="of-club">Roma</span>' in flat(page(reader, player))


def test_an_editor_can_undo_a_change(editor):
    club = make_club()
    player = make_player(club=club)
    change = make_change(player, club, undo={"row": "injury", "pk": 1})
    assert f'action="/changes/{change.pk}/undo/"' in page(editor, player)


def test_an_undone_change_is_marked_and_offers_no_second_undo(editor):
    club = make_club()
    player = make_player(club=club)
    change = make_change(player, club, undo={"row": "injury", "pk": 1}, undone_at=timezone.now())
    text = page(editor, player)
    assert "is-undone" in text and f"/changes/{change.pk}/undo/" not in text


def test_an_editor_gets_a_link_to_the_forms_of_the_day(editor):
    player = make_player("Joe Gomez", club=make_club())
    text = page(editor, player, on="2025-09-20")
    address = "/players/joe-gomez/edit/?next=/players/joe-gomez/%3Fon%3D2025-09-20"
    assert f'href="{address}&amp;at=player-joe-gomez"' in text


def test_a_reader_gets_no_edit_markup(reader):
    club = make_club()
    player = make_player(club=club)
    make_change(player, club, undo={"row": "injury", "pk": 1})
    text = page(reader, player)
    assert not any(word in text for word in ("edit-link", "edit-slot", "/undo/", "editing.css"))


# The address


def test_htmx_gets_the_page_content_alone(htmx):
    text = page(htmx, make_player()).strip()
    assert text.startswith('<div id="player-page"')


def test_caches_are_told_that_htmx_gets_another_answer(reader):
    response = reader.get(make_player().get_absolute_url())
    assert "HX-Request" in response["Vary"]


def test_the_page_asks_for_itself_on_the_same_day(reader):
    player = make_player("Joe")
    assert 'hx-get="/players/joe/?on=2025-09-20"' in page(reader, player, on="2025-09-20")


@pytest.mark.parametrize("day", ["yesterday", "2025-02-30", "1066-10-14"])
def test_a_day_that_is_none_is_refused_with_a_way_on(reader, day):
    player = make_player("Joe")
    response = reader.get(player.get_absolute_url(), {"on": day})
    assert response.status_code == 400 and "Joe today" in response.text


def test_an_unknown_man_is_not_found_but_can_be_searched_for(reader):
    response = reader.get("/players/joe-gomes/")
    assert response.status_code == 404 and 'name="q" value="joe gomes"' in response.text


def test_markup_in_a_name_is_harmless(reader):
    player = make_player("<b>Joe</b>", slug="joe", club=make_club())
    assert "<b>Joe</b>" not in page(reader, player)


@pytest.mark.parametrize("rows", [1, 20])
def test_the_number_of_queries_does_not_grow_with_his_record(
    reader, django_assert_num_queries, rows
):
    club = make_club()
    player = make_player(club=club, natural="CB")
    by = make_user()
    for n in range(rows):
        make_player(club=club, natural="CB")
        began_on = dt.date(2025, 1, 1) + dt.timedelta(days=n)
        make_injury(player=player, began_on=began_on, expected_until=began_on)
        make_absence(player=player, began_on=began_on, expected_until=began_on)
        make_figures(player=player, club=club, season=f"{2000 + n}/{1 + n:02}")
        make_change(player, club, by=by)
        PlayerIdentifier.objects.create(player=make_player(), source="fpl", value=str(n))
    with django_assert_num_queries(16):
        page(reader, player)
