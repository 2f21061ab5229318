"""Rows of one page that change places with one another, and rows that want the same place."""

import pytest
from django.db.models import F

from squads.depth import Aptitude, Position
from squads.models import (
    Change,
    ClubIdentifier,
    FormationSlot,
    Player,
    PlayerIdentifier,
    PlayerPosition,
    Ranking,
    SeasonFigures,
)
from squads.moves.positions import set_positions
from squads.moves.ranking import move_in_ranking
from tests.factories import (
    make_club,
    make_competition,
    make_figures,
    make_formation,
    make_player,
    make_ranking,
    make_user,
)
from tests.squads.admin_pages import fields_of, open_form, send_form

pytestmark = pytest.mark.slow  # the admin, form by form


@pytest.fixture
def club(db):
    """A club that ranks three centre-backs: A, B and C."""
    club = make_club()
    make_ranking(club, "CB", *[make_player(name, club=club, natural="CB") for name in "ABC"])
    return club


def man(name):
    return Player.objects.get(known_as=name)


def order(club):
    rows = Ranking.objects.filter(club=club, position="CB").order_by("rank")
    return [(row.rank, row.player.known_as) for row in rows.select_related("player")]


def save(visitor, row, **fields):
    """Open a row's page, change fields, send it; "rankings-0-rank" is rankings__0__rank."""
    model = row._meta.model_name
    typed = {name.replace("__", "-"): value for name, value in fields.items()}
    return send_form(visitor, model, row.pk, open_form(visitor, model, row.pk) | typed)


# A club's order


def test_two_men_swap_ranks(admin_client, club):
    assert save(admin_client, club, rankings__0__rank=2, rankings__1__rank=1).status_code == 302
    assert order(club) == [(1, "B"), (2, "A"), (3, "C")]


def test_two_ranks_swap_men(admin_client, club):
    a, b = man("A").pk, man("B").pk
    answer = save(admin_client, club, rankings__0__player=b, rankings__1__player=a)
    assert answer.status_code == 302
    assert order(club) == [(1, "B"), (2, "A"), (3, "C")]


def test_three_men_change_places_in_a_circle(admin_client, club):
    ranks = {"rankings__0__rank": 2, "rankings__1__rank": 3, "rankings__2__rank": 1}
    assert save(admin_client, club, **ranks).status_code == 302
    assert order(club) == [(1, "C"), (2, "A"), (3, "B")]


def test_the_first_goes_and_the_others_move_up(admin_client, club):
    fields = {"rankings__0__DELETE": "on", "rankings__1__rank": 1, "rankings__2__rank": 2}
    assert save(admin_client, club, **fields).status_code == 302
    assert order(club) == [(1, "B"), (2, "C")]


def test_the_last_goes_and_the_first_takes_his_place(admin_client, club):
    fields = {"rankings__2__DELETE": "on", "rankings__0__rank": 3}
    assert save(admin_client, club, **fields).status_code == 302
    assert order(club) == [(2, "B"), (3, "A")]


def test_a_new_man_takes_the_place_of_one_who_moves(admin_client, club):
    new = make_player("D", club=club)
    fields = {
        "rankings__0__rank": 4, "rankings__3__position": "CB", "rankings__3__rank": 1,
        "rankings__3__player": new.pk,
    }  # fmt: skip
    assert save(admin_client, club, **fields).status_code == 302
    assert order(club) == [(1, "D"), (2, "B"), (3, "C"), (4, "A")]


def test_a_place_given_twice_is_told_at_the_row_and_nothing_is_lost(admin_client, club):
    answer = save(admin_client, club, head_coach="Somebody", rankings__0__rank=2)
    rows = answer.context["inline_admin_formsets"][1].formset
    assert rows.errors[0]["__all__"] == [f"“{club} CB 2: B” has the same position and rank."]
    assert [bool(errors) for errors in rows.errors[1:]] == [False, False, False]
    again = fields_of(answer.text)
    assert (again["rankings-0-rank"], again["head_coach"]) == ("2", "Somebody")
    assert order(club) == [(1, "A"), (2, "B"), (3, "C")]


def test_a_man_named_twice_is_told_at_the_row(admin_client, club):
    answer = save(admin_client, club, rankings__2__player=man("A").pk)
    assert "“" + f"{club} CB 1: A” has the same position and player." in answer.text
    assert order(club) == [(1, "A"), (2, "B"), (3, "C")]


def test_a_swap_is_a_change_of_both_rows_in_their_history_and_the_log(admin_client, club):
    save(admin_client, club, rankings__0__rank=2, rankings__1__rank=1)
    row = Ranking.objects.get(player__known_as="A")
    newest = row.history.latest()
    assert (newest.history_type, newest.rank) == ("~", 2)
    assert newest.history_user.username == "admin"
    told = Change.objects.get(kind=Change.Kind.RANKING)
    assert (told.before, told.after) == ("A, B, C", "B, A, C")


# What others write meanwhile


def test_an_order_that_another_has_made_is_not_undone(admin_client, club):
    opened = open_form(admin_client, "club", club.pk)
    move_in_ranking(club, Position("CB"), man("C"), by=make_user(), place=1)
    answer = send_form(admin_client, "club", club.pk, opened | {"head_coach": "Somebody"})
    assert answer.status_code == 302
    assert order(club) == [(1, "C"), (2, "A"), (3, "B")]


def test_a_rank_typed_into_an_order_that_another_has_made_is_a_conflict(admin_client, club):
    opened = open_form(admin_client, "club", club.pk)
    writer = make_user("robin")
    move_in_ranking(club, Position("CB"), man("C"), by=writer, place=1)
    typed = opened | {"rankings-0-rank": "2", "rankings-1-rank": "1"}
    answer = send_form(admin_client, "club", club.pk, typed)
    assert "robin (at" in answer.text
    assert "Stored now: 3." in answer.text
    assert order(club) == [(1, "C"), (2, "A"), (3, "B")]
    again = fields_of(answer.text)
    # His own two ranks stand as he typed them; the third shows what is stored.
    assert [again[f"rankings-{n}-rank"] for n in range(3)] == ["2", "1", "1"]


def test_a_conflict_shows_each_row_under_its_own_name(admin_client, club):
    opened = open_form(admin_client, "club", club.pk)
    move_in_ranking(club, Position("CB"), man("C"), by=make_user(), place=1)
    typed = opened | {"rankings-0-rank": "7"}
    rows = send_form(admin_client, "club", club.pk, typed).context["inline_admin_formsets"][1]
    assert [form.original.pk for form in rows if form.original] == [
        form.instance.pk for form in rows.formset.initial_forms
    ]


def test_a_place_that_another_has_given_away_meanwhile_is_told_with_his_row(admin_client, club):
    opened = open_form(admin_client, "club", club.pk)
    new, mine = make_player("D", club=club), make_player("E", club=club)
    move_in_ranking(club, Position("CB"), new, by=make_user("robin"), place=4)
    typed = {"rankings-3-position": "CB", "rankings-3-rank": 4, "rankings-3-player": mine.pk}
    answer = send_form(admin_client, "club", club.pk, opened | typed)
    assert answer.status_code == 200
    assert f"added “{club} CB 4: D” after you opened this" in answer.text
    assert "robin (at" in answer.text
    assert fields_of(answer.text)["rankings-3-rank"] == "4"


def test_rows_that_another_has_removed_leave_the_rest_as_it_was(admin_client, club):
    opened = open_form(admin_client, "club", club.pk)
    Ranking.objects.get(player__known_as="A").delete()
    typed = opened | {"rankings-2-rank": "5"}
    assert send_form(admin_client, "club", club.pk, typed).status_code == 302
    assert order(club) == [(2, "B"), (5, "C")]


def test_a_removed_row_that_was_typed_in_can_be_added_again(admin_client, club):
    opened = open_form(admin_client, "club", club.pk)
    Ranking.objects.get(player__known_as="A").delete()
    answer = send_form(admin_client, "club", club.pk, opened | {"rankings-0-rank": "6"})
    assert order(club) == [(2, "B"), (3, "C")]
    again = send_form(admin_client, "club", club.pk, fields_of(answer.text))
    assert again.status_code == 302
    assert order(club) == [(2, "B"), (3, "C"), (6, "A")]


def test_a_removed_row_that_was_typed_in_can_be_left_out(admin_client, club):
    opened = open_form(admin_client, "club", club.pk)
    Ranking.objects.get(player__known_as="A").delete()
    answer = send_form(admin_client, "club", club.pk, opened | {"rankings-0-rank": "6"})
    emptied = {f"rankings-2-{name}": "" for name in ("position", "rank", "player")}
    again = send_form(admin_client, "club", club.pk, fields_of(answer.text) | emptied)
    assert again.status_code == 302
    assert order(club) == [(2, "B"), (3, "C")]


def test_positions_that_another_has_set_stay_when_his_page_is_saved(admin_client, club):
    player = man("A")
    opened = open_form(admin_client, "player", player.pk)
    set_positions(player, [(Position("CB"), Aptitude.EMERGENCY)], by=make_user())
    typed = opened | {"nationality": "Italy"}
    assert send_form(admin_client, "player", player.pk, typed).status_code == 302
    assert PlayerPosition.objects.get(player=player).aptitude == "emergency"
    assert Player.objects.get(pk=player.pk).nationality == "Italy"


# Other rows with a place of their own


def test_two_positions_swap(admin_client):
    player = make_player(natural="CB", capable="RB")
    save(admin_client, player, positions__0__position="RB", positions__1__position="CB")
    rows = PlayerPosition.objects.filter(player=player).order_by("order")
    assert list(rows.values_list("position", "aptitude")) == [("RB", "natural"), ("CB", "capable")]


def test_two_positions_swap_their_order(admin_client):
    player = make_player(natural="CB", capable="RB")
    save(admin_client, player, positions__0__order=2, positions__1__order=1)
    rows = PlayerPosition.objects.filter(player=player).order_by("order")
    assert list(rows.values_list("position", flat=True)) == ["RB", "CB"]


def test_a_position_typed_twice_is_told_at_the_row(admin_client):
    player = make_player(natural="CB", capable="RB")
    answer = save(admin_client, player, positions__1__position="CB")
    assert "“CB (natural)” has the same position." in answer.text


def test_two_places_of_a_formation_swap_numbers(admin_client, db):
    formation = make_formation()
    assert save(admin_client, formation, slots__1__number=3, slots__2__number=2).status_code == 302
    slots = FormationSlot.objects.filter(formation=formation).order_by("number")
    assert [slot.position for slot in slots][:4] == ["GK", "CB", "RB", "CB"]


def test_all_places_of_a_formation_move_on_by_one(admin_client, db):
    formation = make_formation()
    numbers = {f"slots__{n}__number": (n + 1) % 11 + 1 for n in range(11)}
    assert save(admin_client, formation, **numbers).status_code == 302
    slots = FormationSlot.objects.filter(formation=formation).order_by("number")
    assert " ".join(slot.position for slot in slots) == "ST GK RB CB CB LB DM DM RW AM LW"


def test_two_sources_swap_what_they_call_a_man(admin_client, db):
    player = make_player()
    for source in ("fpl", "transfermarkt"):
        PlayerIdentifier.objects.create(player=player, source=source, value=f"of {source}")
    fields = {"identifiers__0__source": "transfermarkt", "identifiers__1__source": "fpl"}
    assert save(admin_client, player, **fields).status_code == 302
    rows = PlayerIdentifier.objects.filter(player=player).values_list("source", "value")
    assert dict(rows) == {"fpl": "of transfermarkt", "transfermarkt": "of fpl"}


def test_a_name_that_another_club_has_is_told_at_the_row(admin_client, club):
    ClubIdentifier.objects.create(club=make_club(), source="fpl", value="14")
    ClubIdentifier.objects.create(club=club, source="fpl", value="15")
    answer = save(admin_client, club, identifiers__0__value="14")
    assert answer.status_code == 200
    assert "already exists" in answer.text
    assert fields_of(answer.text)["identifiers-0-value"] == "14"


def test_two_seasons_swap_their_figures(admin_client, club):
    player = make_player()
    for season, minutes in (("2024/25", 24), ("2023/24", 23)):
        make_figures(
            player=player, club=club, season=season, minutes=minutes,
            competition=make_competition(),
        )  # fmt: skip
    fields = {"figures__0__season": "2023/24", "figures__1__season": "2024/25"}
    assert save(admin_client, player, **fields).status_code == 302
    rows = SeasonFigures.objects.filter(player=player).values_list("season", "minutes")
    assert dict(rows) == {"2023/24": 24, "2024/25": 23}


# Pages of one row


def test_a_rank_that_is_taken_is_told_on_the_page_of_a_ranking(admin_client, club):
    row = Ranking.objects.get(player__known_as="A")
    answer = save(admin_client, row, rank="2")
    assert answer.status_code == 200
    assert fields_of(answer.text)["rank"] == "2"
    assert order(club) == [(1, "A"), (2, "B"), (3, "C")]


def test_a_row_that_moved_behind_the_page_of_a_ranking_is_a_conflict(admin_client, club):
    row = Ranking.objects.get(player__known_as="C")
    opened = open_form(admin_client, "ranking", row.pk)
    Ranking.objects.filter(pk=row.pk).update(rank=F("rank") + 5)
    answer = send_form(admin_client, "ranking", row.pk, opened | {"rank": "4"})
    assert "Stored now: 8." in answer.text
    assert order(club)[-1] == (8, "C")
