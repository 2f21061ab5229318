import datetime as dt
import io
from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from squads.models import (
    Absence,
    Change,
    Club,
    ClubIdentifier,
    Contract,
    DataSet,
    FeedReport,
    Injury,
    NewsItem,
    Outlet,
    Player,
    PlayerPosition,
    Ranking,
    ReturnEstimate,
    SeasonFigures,
    SeedRecord,
)
from squads.rules import RULES
from squads.seeding.files import read_seeds
from squads.seeding.load import load
from tests.factories import make_club, make_contract, make_player, make_ranking
from tests.squads.seed_folder import append, make_seed_folder, rewrite

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
A = "clubs/alpha"


@pytest.fixture
def folder(tmp_path):
    """A small folder that has been loaded once."""
    make_seed_folder(tmp_path)
    load(read_seeds(tmp_path))
    return tmp_path


def reload(folder):
    return load(read_seeds(folder))


def versions():
    return dict(Club.objects.values_list("slug", "version"))


def test_the_current_day_is_pinned_to_the_seeds_day(folder):
    assert DataSet.objects.get().pinned_on == dt.date(2025, 9, 30)


def test_the_first_day_of_whole_squads_is_loaded(folder):
    assert DataSet.objects.get().squads_from == dt.date(2025, 9, 2)


def test_a_man_is_loaded_with_his_positions_in_order(folder):
    stored = PlayerPosition.objects.filter(player__slug="ada").values_list("position", "aptitude")
    assert list(stored) == [("CB", "natural"), ("RB", "capable"), ("DM", "emergency")]


def test_a_loan_hangs_on_the_contract_that_covers_it(folder):
    assert Contract.objects.get(kind="loan").parent.club.slug == "alpha"


def test_a_club_elsewhere_has_no_chart(folder):
    assert "as-roma" not in Club.objects.charted().values_list("slug", flat=True)


def test_a_suspension_is_an_absence_with_its_reason(folder):
    assert Absence.objects.get(player__slug="bob").reason == "red card"


def test_the_expected_returns_given_earlier_precede_the_one_that_holds(folder):
    days = [e.expected_on for e in Injury.objects.get().estimates.all()]
    assert days == [dt.date(2025, 9, 25), dt.date(2025, 10, 20)]


def test_a_day_named_earlier_and_none_now_are_both_on_record(tmp_path):
    make_seed_folder(tmp_path)
    rewrite(tmp_path, f"{A}/spells.csv", "2025-10-10,2025-10-20", ",")
    load(read_seeds(tmp_path))
    days = [e.expected_on for e in Injury.objects.get().estimates.all()]
    assert days == [dt.date(2025, 9, 25), None]


def test_a_man_is_found_without_his_accent(folder):
    assert Player.objects.matching("konate").get().slug == "ada"


def test_history_says_that_a_row_came_from_the_seeds(folder):
    assert Player.history.get(slug="ada").history_change_reason == "seeds"


def test_the_log_of_a_club_begins_with_its_story(folder):
    assert Change.objects.get().club.slug == "alpha"


def test_loading_again_changes_nothing(folder):
    again = reload(folder)
    assert (again.total("changed"), again.total("kept")) == (0, 0)


def test_loading_again_leaves_every_version_alone(folder):
    before = versions()
    reload(folder)
    assert versions() == before


def test_only_the_clubs_of_a_changed_man_get_a_new_version(folder):
    before = versions()
    rewrite(folder, f"{A}/spells.csv", "2025-10-20", "2025-10-25")
    reload(folder)
    assert {slug for slug, v in versions().items() if v != before[slug]} == {"alpha"}


def test_the_club_of_a_man_newly_injured_gets_a_new_version(folder):
    before = versions()
    append(folder, "clubs/beta/spells.csv", "cid,injury,knock,,2025-09-29,,,,,,club,")
    reload(folder)
    assert {slug for slug, v in versions().items() if v != before[slug]} == {"beta"}


def test_a_changed_formation_gives_its_clubs_a_new_version(folder):
    before = versions()
    rewrite(folder, "formations.csv", "11,ST,50,50", "11,ST,50,88")
    reload(folder)
    assert {slug for slug, v in versions().items() if v != before[slug]} == {"alpha", "beta"}


def test_what_the_files_change_is_changed(folder):
    rewrite(folder, f"{A}/contracts.csv", "2026-06-30,5", "2030-06-30,5")
    reload(folder)
    assert Contract.objects.get(player__slug="ada").ends_on == dt.date(2030, 6, 30)


def test_a_change_by_the_files_enters_history(folder):
    rewrite(folder, f"{A}/contracts.csv", "2026-06-30,5", "2030-06-30,5")
    reload(folder)
    assert Contract.objects.get(player__slug="ada").history.count() == 2


def test_a_new_name_is_searched_by(folder):
    rewrite(folder, f"{A}/players.csv", "Ada Konaté", "Ada Guéhi")
    reload(folder)
    assert Player.objects.matching("guehi").get().slug == "ada"


def test_a_row_that_an_editor_has_touched_is_left_as_it_is(folder):
    Contract.objects.filter(player__slug="ada").update(ends_on=dt.date(2031, 6, 30))
    rewrite(folder, f"{A}/contracts.csv", "2026-06-30,5", "2030-06-30,5")
    reload(folder)
    assert Contract.objects.get(player__slug="ada").ends_on == dt.date(2031, 6, 30)


def test_a_row_that_an_editor_has_touched_is_counted_as_kept(folder):
    Contract.objects.filter(player__slug="ada").update(standing="fringe")
    assert reload(folder).total("kept") == 1


def test_an_edit_that_was_taken_back_counts_as_none(folder):
    Contract.objects.filter(player__slug="ada").update(standing="fringe")
    Contract.objects.filter(player__slug="ada").update(standing="first_choice")
    assert reload(folder).total("kept") == 0


def test_a_row_that_an_editor_has_deleted_is_not_made_again(folder):
    Injury.objects.get().delete()
    reload(folder)
    assert not Injury.objects.exists()


def test_a_man_whom_an_editor_has_deleted_stays_away_with_all_he_had(folder):
    Player.objects.get(slug="ada").delete()
    reload(folder)
    assert not Contract.objects.filter(player__slug="ada").exists()


def test_a_row_that_left_the_files_is_removed(folder):
    rewrite(folder, f"{A}/spells.csv", "bob,suspension", "ada,suspension")
    reload(folder)
    assert not Absence.objects.filter(player__slug="bob").exists()


def test_a_touched_row_that_left_the_files_stays(folder):
    Absence.objects.update(reason="red card, appeal lost")
    rewrite(folder, f"{A}/spells.csv", "bob,suspension", "ada,suspension")
    reload(folder)
    assert Absence.objects.filter(player__slug="bob").exists()


def drop_cid(folder):
    rewrite(folder, "clubs/beta/players.csv", "cid,Cid Novak,Cid,,1995-03-03,,,,ST,,,102,,\n", "")
    rewrite(folder, "clubs/beta/contracts.csv", "cid,beta,permanent,2022-07-01,,9,,\n", "")


def test_a_man_who_left_the_files_is_removed_with_all_he_had(folder):
    drop_cid(folder)
    reload(folder)
    assert not Player.objects.filter(slug="cid").exists()


def test_a_man_who_left_the_files_stays_while_an_editors_row_needs_him(folder):
    Injury.objects.create(
        player=Player.objects.get(slug="cid"), diagnosis="knock", began_on=dt.date(2025, 10, 1)
    )
    drop_cid(folder)
    reload(folder)
    assert Injury.objects.filter(player__slug="cid").exists()


def test_a_man_who_left_the_files_is_removed_though_a_feed_has_named_him(folder):
    FeedReport.objects.create(
        feed="fpl",
        code="102",
        name="Cid",
        team="Beta",
        player=Player.objects.get(slug="cid"),
        status="a",
        said_at=dt.datetime(2025, 9, 30, tzinfo=dt.UTC),
    )
    drop_cid(folder)
    reload(folder)
    assert FeedReport.objects.get().player is None


def test_a_man_whose_slug_changes_keeps_his_identifier_in_one_place(folder):
    rewrite(folder, "clubs/beta/players.csv", "cid,Cid", "cid-novak,Cid")
    rewrite(folder, "clubs/beta/contracts.csv", "cid,", "cid-novak,")
    reload(folder)
    assert Player.objects.get(identifiers__value="102").slug == "cid-novak"


def test_a_mans_positions_are_replaced_as_a_whole(folder):
    rewrite(folder, f"{A}/players.csv", "CB,RB,DM", "RB,CB,")
    reload(folder)
    stored = PlayerPosition.objects.filter(player__slug="ada").values_list("position", flat=True)
    assert list(stored) == ["RB", "CB"]


def test_one_edited_position_keeps_all_of_the_mans(folder):
    PlayerPosition.objects.filter(player__slug="ada", position="DM").delete()
    rewrite(folder, f"{A}/players.csv", "CB,RB,DM", "ST,,")
    reload(folder)
    stored = PlayerPosition.objects.filter(player__slug="ada").values_list("position", flat=True)
    assert list(stored) == ["CB", "RB"]


def test_an_edited_ranking_keeps_the_clubs_order_in_that_position(folder):
    make_ranking(Club.objects.get(slug="alpha"), "GK", Player.objects.get(slug="bob"))
    append(folder, f"{A}/rankings.csv", "GK,1,ada")
    reload(folder)
    assert Ranking.objects.get(position="GK").player.slug == "bob"


def test_the_code_by_which_a_feed_calls_a_club_is_loaded(folder):
    stored = ClubIdentifier.objects.values_list("club__slug", "source", "value")
    assert list(stored) == [("alpha", "fpl", "14")]


def test_a_code_that_an_editor_has_corrected_is_left_as_it_is(folder):
    ClubIdentifier.objects.update(value="15")
    rewrite(folder, "clubs.csv", "#009a90,14", "#009a90,16")
    reload(folder)
    assert ClubIdentifier.objects.get().value == "15"


def test_a_code_that_the_files_change_is_changed(folder):
    rewrite(folder, "clubs.csv", "#009a90,14", "#009a90,16")
    reload(folder)
    assert ClubIdentifier.objects.get().value == "16"


def test_an_outlet_is_loaded_with_its_tier_and_host(folder):
    stored = Outlet.objects.get(name="BBC Sport")
    assert (stored.tier, stored.host) == (Outlet.Tier.RELIABLE, "bbc.co.uk")


def test_an_outlet_that_an_editor_has_rated_otherwise_is_left_as_it_is(folder):
    Outlet.objects.filter(name="BBC Sport").update(tier=1)
    rewrite(folder, "outlets.csv", "BBC Sport,2", "BBC Sport,3")
    reload(folder)
    assert Outlet.objects.get(name="BBC Sport").tier == 1


def test_an_outlet_that_an_editor_made_first_is_not_doubled(tmp_path):
    Outlet.objects.create(name="BBC", host="bbc.co.uk")
    load(read_seeds(make_seed_folder(tmp_path)))
    assert Outlet.objects.get(host="bbc.co.uk").name == "BBC"


def test_an_outlet_that_left_the_files_is_removed(folder):
    rewrite(folder, "outlets.csv", "BBC Sport,2,bbc.co.uk\n", "")
    reload(folder)
    assert not Outlet.objects.filter(name="BBC Sport").exists()


def test_an_outlet_that_left_the_files_stays_while_its_news_is_here(folder):
    bbc = Outlet.objects.get(name="BBC Sport")
    NewsItem.objects.create(headline="Out", address="https://bbc.co.uk/1", outlet=bbc)
    rewrite(folder, "outlets.csv", "BBC Sport,2,bbc.co.uk\n", "")
    reload(folder)
    assert Outlet.objects.filter(name="BBC Sport").exists()


def test_a_database_loaded_before_there_were_codes_and_outlets_gets_them(folder):
    for model, table in ((ClubIdentifier, "club identifiers"), (Outlet, "outlets")):
        model.objects.all().delete()
        SeedRecord.objects.filter(table=table).delete()
    again = reload(folder)
    assert (again.total("created"), again.total("kept")) == (3, 0)


def test_a_database_that_was_set_back_and_forth_gets_codes_and_outlets_again(folder):
    import_module("squads.migrations.0005_entries_by_hand").forget_seeds(apps, None)
    ClubIdentifier.objects.all().delete()
    Outlet.objects.all().delete()
    again = reload(folder)
    assert (again.total("created"), again.total("kept")) == (3, 0)


def test_rows_of_before_there_were_new_columns_are_still_the_seeds_own(folder):
    columns = import_module("squads.migrations.0010_seeds_of_new_columns")
    columns.without(apps, None)
    Player.objects.filter(slug="ada").update(known_as="Edited")
    assert reload(folder).total("kept") == 4  # three men and the data set
    columns.with_new(apps, None)
    rewrite(folder, f"{A}/players.csv", "Bobby", "Rob")
    assert reload(folder).total("kept") == 1
    assert Player.objects.get(slug="bob").short_name == "Rob"


def test_a_ranking_that_left_the_files_is_removed(folder):
    rewrite(folder, f"{A}/rankings.csv", "CB,1,ada\n", "")
    reload(folder)
    assert not Ranking.objects.exists()


def test_the_expected_returns_of_an_edited_spell_are_left_alone(folder):
    Injury.objects.update(expected_until=dt.date(2025, 12, 1))
    rewrite(
        folder, f"{A}/spells.csv", "2025-09-30,2025-10-10,2025-10-20", "2025-09-29,,2025-11-01"
    )
    before = list(ReturnEstimate.objects.order_by("pk").values())
    reload(folder)
    assert list(ReturnEstimate.objects.order_by("pk").values()) == before


def test_a_contract_that_an_editor_made_stands_in_the_way_of_another_on_that_day(folder):
    rewrite(folder, "clubs/beta/contracts.csv", "cid,beta,permanent,2022-07-01,", "")
    cid = Player.objects.get(slug="cid")
    Contract.objects.filter(player=cid).delete()
    mine = make_contract(player=cid, club=make_club(), starts_on=dt.date(2023, 1, 1))
    rewrite(
        folder,
        "clubs/beta/contracts.csv",
        ",9,,\n",
        "cid,beta,permanent,2024-07-01,2028-06-30,9,,\n",
    )
    reload(folder)
    assert Contract.objects.get(player=cid) == mine


def test_a_man_whom_an_editor_made_first_is_not_doubled(tmp_path):
    make_player("Ada", full_name="Ada by hand")
    load(read_seeds(make_seed_folder(tmp_path)))
    assert Player.objects.get(slug="ada").full_name == "Ada by hand"


def test_what_the_seeds_say_of_a_man_made_by_hand_hangs_on_him(tmp_path):
    ada = make_player("Ada")
    load(read_seeds(make_seed_folder(tmp_path)))
    assert ada.contracts.get().club.slug == "alpha"


def test_a_load_that_fails_on_the_way_changes_nothing(tmp_path):
    def fail(counts):
        if counts.table == "season figures":
            raise RuntimeError("pulled the plug")

    with pytest.raises(RuntimeError):
        load(read_seeds(make_seed_folder(tmp_path)), fail)
    assert not (Player.objects.exists() or SeedRecord.objects.exists())


def test_an_invalid_set_changes_nothing(folder):
    rewrite(folder, f"{A}/figures.csv", "6,540,6", "7,630,7")
    rewrite(folder, "clubs/beta/players.csv", "1995-03-03", "1995-03-33")
    with pytest.raises(CommandError):
        call_command("load_seeds", folder=folder, stdout=io.StringIO())
    assert SeasonFigures.objects.get().minutes == 540


def test_the_command_lists_what_is_wrong(tmp_path):
    make_seed_folder(tmp_path)
    rewrite(tmp_path, f"{A}/players.csv", "1999-05-25", "1999-13-01")
    problem = "clubs/alpha/players.csv:2 birth_date: '1999-13-01' is no date"
    with pytest.raises(CommandError, match=problem):
        call_command("load_seeds", "--folder", str(tmp_path), stdout=io.StringIO())


def test_the_command_tells_table_by_table_what_it_did(tmp_path):
    out = io.StringIO()
    call_command("load_seeds", "--folder", str(make_seed_folder(tmp_path)), stdout=out)
    assert "  players: 3 created\n" in out.getvalue()


def test_the_shipped_seeds_break_no_rule():
    load(read_seeds(settings.SEEDS_DIR))
    day = DataSet.objects.get().pinned_on
    assert [row for rule in RULES.values() for row in rule.broken_by(day)] == []
