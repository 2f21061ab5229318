"""The keys that search looks names up by: what they hold, and that their index is used."""

import itertools
import re

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from squads import finding
from squads.models import Player, SearchKey
from squads.models.search import fold, name_keys
from tests.factories import make_player


def keys_of(player: Player) -> set[str]:
    return set(player.search_keys.values_list("key", flat=True))


def test_a_name_has_a_key_from_each_of_its_words():
    assert name_keys("Virgil van Dijk") == {"virgil van dijk", "van dijk", "dijk"}


def test_an_apostrophe_joins_and_a_hyphen_separates():
    assert fold("O'Riley Aït-Nouri") == "oriley ait nouri"


@given(st.text(max_size=40))
def test_folding_leaves_only_plain_letters_digits_and_single_blanks(text):
    assert re.fullmatch(r"([a-z0-9]+( [a-z0-9]+)*)?", fold(text))


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=40), st.text(max_size=10))
def test_the_parts_that_marking_cuts_a_name_into_make_it_up(name, text):
    assert "".join(part for part, _ in finding.segments(name, text)) == name


@given(st.text(max_size=300))
def test_a_cleaned_text_is_short_and_printable(text):
    cleaned = finding.clean(text)
    assert len(cleaned) <= finding.MAX_LETTERS and cleaned.isprintable()


@pytest.mark.django_db
def test_a_player_who_is_renamed_is_found_by_the_new_name_only():
    player = make_player("Joe Gomez")
    player.known_as = player.full_name = "Joseph Dave"
    player.save()
    assert keys_of(player) == {"joseph dave", "dave"}


@pytest.mark.django_db
def test_a_deleted_player_leaves_no_keys():
    make_player("Joe Gomez").delete()
    assert not SearchKey.objects.exists()


@pytest.fixture
def many_names(db) -> None:
    """Enough names that reading all of them would be the worse plan."""
    letters = "bcdfghjklm"
    names = ["".join(word) for word in itertools.product(letters, "aeiou", letters, letters)]
    players = Player.objects.bulk_create(
        Player(known_as=name, full_name=name, slug=name) for name in names
    )
    SearchKey.objects.refresh(players)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


LOOK_UPS = {
    "keys": lambda: SearchKey.objects.matching("bob"),
    "players": lambda: Player.objects.matching("bob"),
}


@pytest.mark.usefixtures("many_names")
@pytest.mark.parametrize("rows", LOOK_UPS.values(), ids=LOOK_UPS.keys())
@pytest.mark.sqlite
def test_sqlite_looks_a_prefix_up_in_the_index(rows):
    plan = rows().explain()
    assert re.search(r"SEARCH \w+ USING (COVERING )?INDEX \w+ \(key>\? AND key<\?\)", plan), plan


@pytest.mark.usefixtures("many_names")
@pytest.mark.parametrize("rows", LOOK_UPS.values(), ids=LOOK_UPS.keys())
@pytest.mark.postgresql
def test_postgresql_looks_a_prefix_up_in_the_pattern_index(rows):
    plan = rows().explain()
    assert re.search(r"squads_searchkey_key_\w+_like", plan) and "~>=~" in plan, plan


@pytest.mark.usefixtures("many_names")
@pytest.mark.parametrize("rows", LOOK_UPS.values(), ids=LOOK_UPS.keys())
def test_no_look_up_reads_every_key(rows):
    plan = rows().explain()
    assert not re.search(r"SCAN squads_searchkey|SCAN U0|Seq Scan on squads_searchkey", plan), plan


@pytest.mark.usefixtures("many_names")
def test_a_prefix_ends_where_the_next_letter_begins():
    found = Player.objects.matching("bab").values_list("known_as", flat=True)
    assert sorted(found) == [f"bab{letter}" for letter in "bcdfghjklm"]


@pytest.mark.django_db
def test_the_last_letter_of_the_alphabet_ends_a_prefix_as_well():
    player = make_player("Zazz")
    assert list(Player.objects.matching("zazz")) == [player]
