"""A club's depth chart as a page."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from squads.models import DataSet
from tests.factories import (
    make_club,
    make_elsewhere,
    make_formation,
    make_injury,
    make_loan,
    make_player,
)
from tests.squads.liverpool import make_liverpool

pytestmark = pytest.mark.django_db
THREE_OF_FOUR = "3 of 4 · thin"


def chart_url(slug="liverpool"):
    return reverse("squads:club_detail", args=[slug])


def level_of(page, position="CB"):
    """Return the level that a page's pitch shows for a position."""
    return re.search(rf'id="level-pitch-{position}"[^>]*>([^<]*)<', page)[1]


def test_centre_back_is_thin_once_leoni_is_out(reader):
    make_liverpool()
    assert level_of(reader.get(chart_url()).text) == THREE_OF_FOUR


def test_centre_back_was_covered_before_he_was_out(reader):
    make_liverpool()
    assert level_of(reader.get(chart_url(), {"on": "2025-09-20"}).text) == "4 of 4"


def test_the_page_says_why_a_position_is_thin(reader):
    make_liverpool()
    page = strip_tags(reader.get(chart_url()).text)
    assert "Joe Gomez is the only cover." in page
    assert "Giovanni Leoni ACL tear · back 1 Sep 2026" in page


def test_another_formation_is_shown_on_demand(reader):
    make_liverpool()
    make_formation("3-5-2")
    page = reader.get(chart_url(), {"formation": "3-5-2", "view": "pitch"}).text
    assert "Centre-back ×3" in page


def test_men_whom_the_formation_has_no_place_for_are_listed_all_the_same(reader):
    make_liverpool()
    make_formation("3-5-2")
    page = reader.get(chart_url(), {"formation": "3-5-2", "view": "pitch"}).text
    assert "plays AM" in page


def test_a_man_without_positions_is_shown_as_such(reader):
    make_player("Nobody Knows", club=make_club("Anywhere"))
    assert "position not known" in reader.get(chart_url("anywhere")).text


def test_a_man_on_loan_elsewhere_is_folded_into_his_group(reader):
    club = make_club("Lender")
    man = make_player("Lent Out", club=club, natural="CB")
    make_loan(parent=man.contracts.get(), club=make_elsewhere("Far Away"))
    page = reader.get(chart_url("lender"), {"view": "pitch"}).text
    assert "1 on loan elsewhere" in page and "Far Away" in page


def test_a_slipped_return_is_visible(reader):
    club = make_club("Slippery")
    man = make_player("Late Again", club=club, natural="ST")
    injury = make_injury(player=man, expected_until=dt.date(2025, 11, 12))
    injury.estimates.create(given_on=dt.date(2025, 9, 29), expected_until=dt.date(2025, 11, 26))
    injury.expected_until = dt.date(2025, 11, 26)
    injury.save()
    assert "26 Nov (first 12 Nov)" in reader.get(chart_url("slippery"), {"view": "pitch"}).text


def test_a_day_before_anything_is_known_says_so(reader):
    make_liverpool()
    page = reader.get(chart_url(), {"on": "2001-01-01"}).text
    assert "nobody on record was under contract" in page


def test_a_day_before_anything_is_known_judges_nothing(reader):
    make_liverpool()
    assert "data-level" not in reader.get(chart_url(), {"on": "2001-01-01"}).text


def test_the_log_of_a_past_day_ends_with_that_day(reader):
    club = make_liverpool()
    for day, text in ((19, "said before"), (21, "said after")):
        at = dt.datetime(2025, 9, day, 12, tzinfo=dt.UTC)
        club.changes.create(kind="other", at=at, text=text)
    page = reader.get(chart_url(), {"on": "2025-09-20"}).text
    assert "said before" in page and "said after" not in page


def test_an_editor_sees_what_was_just_entered_on_any_day(editor):
    club = make_liverpool()
    club.changes.create(kind="other", at=dt.datetime(2026, 11, 23, tzinfo=dt.UTC), text="entered")
    assert "entered" in editor.get(chart_url(), {"on": "2025-09-20"}).text


def test_an_undone_change_takes_one_line_of_the_log(reader):
    club = make_liverpool()
    at = dt.datetime(2025, 9, 19, tzinfo=dt.UTC)
    club.changes.create(kind="injury", at=at, undone_at=at, text="out, knock")
    club.changes.create(kind="undo", at=at, text="available again")
    page = reader.get(chart_url()).text
    assert "out, knock" in page and "available again" not in page


@pytest.mark.parametrize("day", ["2025-13-01", "yesterday", "1066-10-14", "2025-9-3x"])
def test_a_bad_day_is_refused_with_a_sentence(reader, day):
    make_liverpool()
    response = reader.get(chart_url(), {"on": day})
    assert response.status_code == 400 and "The chart of today" in response.text


def test_an_unknown_formation_lists_the_known_ones(reader):
    make_liverpool()
    response = reader.get(chart_url(), {"formation": "9-1"})
    assert response.status_code == 404 and "4-2-3-1" in response.text


def test_an_unknown_view_is_refused(reader):
    make_liverpool()
    assert reader.get(chart_url(), {"view": "hologram"}).status_code == 400


def test_an_unknown_club_leads_to_search(reader):
    response = reader.get(chart_url("atlantis"))
    assert response.status_code == 404 and 'value="atlantis"' in response.text


def test_a_club_without_a_chart_is_told_apart_from_an_unknown_one(reader):
    make_elsewhere("AS Roma")
    assert "only lends or borrows" in reader.get(chart_url("as-roma")).text


def test_htmx_gets_the_fragment_alone(htmx):
    make_liverpool()
    page = htmx.get(chart_url()).text
    assert page.lstrip().startswith('<div id="club-page"')


def test_readers_get_no_edit_markup(reader):
    make_liverpool()
    page = reader.get(chart_url()).text
    assert "/edit/" not in page and "csrfmiddlewaretoken" not in page


def test_analysts_get_no_edit_markup(analyst):
    make_liverpool()
    assert "edit-link" not in analyst.get(chart_url()).text


def test_editors_get_an_edit_link_for_each_man_of_a_view(editor):
    make_liverpool()
    page = editor.get(chart_url(), {"view": "pitch"}).text
    assert 'id="edit-link-pitch-CB-joe-gomez"' in page


def test_the_copied_link_names_everything(reader):
    make_liverpool()
    page = reader.get(chart_url()).text
    assert 'data-copy="/clubs/liverpool/?on=2025-09-30&amp;formation=4-2-3-1"' in page


@pytest.mark.parametrize("men", [5, 60])
def test_the_number_of_queries_does_not_grow_with_the_squad(
    reader, django_assert_num_queries, men
):
    club = make_club("Crowded")
    for n in range(men):
        man = make_player(club=club, natural="CB ST"[3 * (n % 2) :][:2])
        make_injury(player=man)
    with django_assert_num_queries(15):
        reader.get(chart_url("crowded"))


def test_a_chart_read_again_costs_one_query(reader, django_assert_num_queries):
    make_liverpool()
    reader.get(chart_url())
    with django_assert_num_queries(1):
        reader.get(chart_url())


def test_a_changed_version_is_never_served_from_the_cache(reader):
    club = make_liverpool()
    reader.get(chart_url())
    club.contracts.filter(player__slug="joe-gomez").update(standing="fringe")
    type(club).objects.filter(pk=club.pk).touch()
    assert "2 of 4 · exposed" in reader.get(chart_url()).text


def test_a_reader_who_has_the_newest_chart_gets_304(reader):
    make_liverpool()
    etag = reader.get(chart_url())["ETag"]
    assert reader.get(chart_url(), headers={"If-None-Match": etag}).status_code == 304


def test_a_validator_that_a_proxy_weakened_still_gets_304(reader):
    make_liverpool()
    etag = reader.get(chart_url())["ETag"]
    assert reader.get(chart_url(), headers={"If-None-Match": f"W/{etag}"}).status_code == 304


def test_an_editor_s_page_is_kept_by_no_shared_cache(editor):
    make_liverpool()
    assert "private" in editor.get(chart_url())["Cache-Control"]


def test_the_last_day_leads_no_further(reader):
    make_liverpool()
    assert "2100-01-01" not in reader.get(chart_url(), {"on": "2099-12-31"}).text


def test_a_changed_version_makes_the_validator_stale(reader):
    club = make_liverpool()
    etag = reader.get(chart_url())["ETag"]
    type(club).objects.filter(pk=club.pk).touch()
    assert reader.get(chart_url(), headers={"If-None-Match": etag}).status_code == 200


def test_the_fragment_and_the_page_never_share_a_validator(reader):
    make_liverpool()
    page = reader.get(chart_url())
    assert reader.htmx.get(chart_url())["ETag"] != page["ETag"]


def test_an_editor_is_never_served_what_readers_cached(reader, editor):
    make_liverpool()
    reader.get(chart_url())
    assert "edit-link" in editor.get(chart_url()).text


def test_readers_are_never_served_what_an_editor_saw(reader, editor):
    make_liverpool()
    editor.get(chart_url())
    assert "edit-link" not in reader.get(chart_url()).text


def test_the_pinned_day_is_what_today_means(reader, settings):
    settings.CURRENT_DAY = None
    DataSet.objects.create(pinned_on=dt.date(2025, 9, 20))
    make_liverpool()
    page = reader.get(chart_url()).text
    assert "20 September 2025</b>" in page and level_of(page) == "4 of 4"


def test_the_setting_unpins_the_day(reader, settings):
    settings.CURRENT_DAY = "real"
    DataSet.objects.create(pinned_on=dt.date(2025, 9, 20))
    make_liverpool()
    assert "day-banner" not in reader.get(chart_url()).text


def test_a_name_cannot_smuggle_markup_in(reader):
    make_player("<b>Bold</b>", slug="bold", club=make_club("Plain"), natural="ST")
    assert "<b>Bold</b>" not in reader.get(chart_url("plain")).text


def pressed(page):
    return re.findall(r'id="show-(\w+)"[^>]*aria-pressed="true"', page)


def test_a_kind_of_men_is_pointed_out_and_the_others_stand_back(reader):
    make_liverpool()
    page = reader.get(chart_url(), {"show": "out", "view": "pitch"}).text
    assert re.search(r'id="man-pitch-CB-giovanni-leoni"[^>]*is-picked', page)
    assert re.search(r'id="man-pitch-CB-joe-gomez"[^>]*is-faint', page)


def test_several_kinds_are_named_in_one_order_whatever_the_address_has(reader):
    make_liverpool()
    page = reader.get(chart_url(), {"show": "under21,out,out"}).text
    assert pressed(page) == ["out", "under21"]
    link = "/clubs/liverpool/?on=2025-09-30&amp;formation=4-2-3-1&amp;show=out,under21"
    assert f'data-copy="{link}"' in page


def test_a_chip_counts_men_and_not_places(reader):
    club = make_club("Doubts")
    make_injury(player=make_player(club=club, natural="ST", capable="LW"), chance=50)
    page = reader.get(chart_url("doubts")).text
    assert re.search(r'id="show-doubtful".*?<b class="num">1</b>', page, re.DOTALL)


def test_what_is_pointed_out_is_said_with_what_it_means(reader):
    make_liverpool()
    page = reader.get(chart_url(), {"show": "under21,ending"}).text
    assert "under 21 on 30 Sep 2025" in page and "ends by 30 Jun 2026" in page


def test_the_choice_stays_when_the_day_or_the_formation_changes(reader):
    make_liverpool()
    page = reader.get(chart_url(), {"show": "out"}).text
    assert 'href="/clubs/liverpool/?on=2025-10-01&amp;show=out"' in page
    assert '<input type="hidden" name="show" value="out">' in page


def test_a_chip_nobody_answers_to_leads_nowhere(reader):
    make_player("Only One", club=make_club("Small"), natural="ST")
    assert '<span class="pick is-none" id="show-out"' in reader.get(chart_url("small")).text


def test_an_unknown_kind_is_refused_and_the_known_ones_are_named(reader):
    make_liverpool()
    response = reader.get(chart_url(), {"show": "out,handsome"})
    assert response.status_code == 400 and "doubtful, out, loan" in response.text


def test_nobody_stands_out_before_somebody_asks(reader):
    make_liverpool()
    assert "is-faint" not in reader.get(chart_url()).text


def test_two_choices_never_share_what_is_kept(reader):
    make_liverpool()
    plain = reader.get(chart_url())
    assert reader.get(chart_url(), {"show": "out"})["ETag"] != plain["ETag"]


def test_weeks_show_the_thin_positions_and_their_levels(reader):
    make_liverpool()
    page = reader.get(chart_url(), {"view": "pitch"}).text
    row = page.partition('id="cover-CB"')[2].partition("</tr>")[0]
    assert strip_tags(row).split()[-2:] == ["3/4", "thin"]


def test_the_way_back_leads_to_the_league(reader):
    make_liverpool()
    assert 'href="/#premier-league"' in reader.get(chart_url()).text
