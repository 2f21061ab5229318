"""The rules of squad lists and where men were trained, as the seeds say."""

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command

from squads.models import Club, Player
from tests.squads.seed_folder import make_seed_folder, rewrite
from transfers.models import RegistrationRule, Training

pytestmark = pytest.mark.django_db
RULES, TRAINING = "transfers/registration_rules.csv", "transfers/training.csv"
RULE = "PL list,2025/26,premier-league,25,17,,,0,2004-01-01,,England,good,A paper,"
EUROPE = "UEFA list A,2025/26,,25,,8,4,2,2004-01-01,yes,,fair,A paper,"
RULE_HEAD = (
    "name,season,competition,places,most_not_homegrown,locally_trained,most_association_trained,"
    "least_goalkeepers,free_from,free_needs_club_years,associations,confidence,source,note"
)


@pytest.fixture
def folder(tmp_path):
    """Two rules, and one man trained at his club and in another country."""
    make_seed_folder(tmp_path)
    (tmp_path / "transfers").mkdir()
    (tmp_path / RULES).write_text(f"{RULE_HEAD}\n{RULE}\n{EUROPE}\n")
    (tmp_path / TRAINING).write_text(
        "player,association,club,source,note\nada,England,alpha,A paper,\nada,Wales,,,\n"
    )
    reload(tmp_path)
    return tmp_path


def reload(folder):
    call_command("load_seeds", folder=folder, stdout=io.StringIO())


def versions():
    return dict(Club.objects.values_list("slug", "version"))


def refused(folder):
    with pytest.raises(CommandError) as error:
        reload(folder)
    return str(error.value)


def test_rules_are_loaded_with_what_is_empty_as_no_limit(folder):
    rule, europe = RegistrationRule.objects.order_by("name")
    assert (rule.most_not_homegrown, rule.locally_trained, rule.associations) == (
        17,
        None,
        "England",
    )
    assert (europe.competition, europe.free_needs_club_years) == (None, True)
    assert europe.free_from == dt.date(2004, 1, 1)


def test_training_is_loaded_with_and_without_a_club(folder):
    found = Training.objects.values_list("player__slug", "association", "club__slug")
    assert set(found) == {("ada", "England", "alpha"), ("ada", "Wales", None)}


def test_loading_again_changes_nothing(folder):
    before = versions(), Training.history.count(), RegistrationRule.history.count()
    reload(folder)
    assert (versions(), Training.history.count(), RegistrationRule.history.count()) == before


def test_a_man_who_is_seen_otherwise_gives_his_club_a_new_version(folder):
    before = versions()
    rewrite(folder, TRAINING, "Wales", "Scotland")
    reload(folder)
    assert {slug for slug, version in versions().items() if version > before[slug]} == {"alpha"}


def test_a_rule_gives_the_clubs_of_its_league_a_new_version(folder):
    before = versions()
    rewrite(folder, RULES, "premier-league,25,17", "premier-league,25,18")
    reload(folder)
    assert {slug for slug, version in versions().items() if version > before[slug]} >= {
        "alpha",
        "beta",
    }


def test_what_an_editor_has_said_is_kept(folder):
    row = Training.objects.get(association="Wales")
    row.association = "France"
    row.save()
    rewrite(folder, TRAINING, "Wales,,", "Wales,,Another paper")
    reload(folder)
    row.refresh_from_db()
    assert row.association == "France"
    Training.objects.all().delete()
    reload(folder)
    assert not Training.objects.exists() and Player.objects.filter(slug="ada").exists()


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (RULES, "25,17", "15,17", "most_not_homegrown: more than there are places"),
        (RULES, "premier-league", "nowhere", "competition: competitions has no 'nowhere'"),
        (RULES, "yes", "maybe", "free_needs_club_years: 'maybe' is none of"),
        (TRAINING, "England,alpha", "England,omega", "club: clubs has no 'omega'"),
        (TRAINING, "ada,Wales", "eve,Wales", "player: players has no 'eve'"),
        (TRAINING, "ada,Wales,", "ada,England,alpha", "the same as in"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_loaded(folder, file, old, new, told):
    rewrite(folder, file, old, new)
    assert told in refused(folder)
