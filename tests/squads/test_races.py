"""Two people at once: nothing is lost, the order stays whole, and nobody waits for ever.

Whoever holds every club holds everybody up who keeps the one order of locking, clubs before
any other row; so each test brings its people to a stop there and lets them go on together.
"""

import datetime as dt
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from squads import moves
from squads.depth import Position
from squads.models import Absence, Change, Club, Contract, Injury, Player, Ranking
from tests.factories import make_club, make_injury, make_loan, make_player, make_ranking
from tests.squads.admin_pages import fields_of, open_form, page, send_form

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
CB = Position.CB
NOVEMBER, DECEMBER = dt.date(2025, 11, 12), dt.date(2025, 12, 1)
PATIENCE_S = 10
WAITING = """
    SELECT count(DISTINCT pid) FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE NOT granted AND datname = current_database()
"""


def in_a_thread(action: Callable):
    """Return what came of it, or what it raised."""
    try:
        return action()
    except Exception as error:
        return error
    finally:
        connection.close()


def wait_for(number: int) -> None:
    """Wait until so many others are held up by a lock."""
    give_up = time.monotonic() + PATIENCE_S
    with connection.cursor() as cursor:
        while time.monotonic() < give_up:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(WAITING)
            if cursor.fetchone()[0] >= number:
                return
            time.sleep(0.01)
    raise AssertionError(f"{number} should be waiting by now")


@contextmanager
def held_up(*actions: Callable, by=None):
    """Bring them to a stop, one after the other, at clubs (all unless named) held meanwhile."""
    clubs = Club.objects.all() if by is None else Club.objects.filter(pk=by.pk)
    started: list[Future] = []
    with ThreadPoolExecutor(len(actions)) as pool, transaction.atomic():
        list(clubs.select_for_update(no_key=True).order_by("pk"))
        for action in actions:
            started.append(pool.submit(in_a_thread, action))
            wait_for(len(started))
        yield started


def at_once(*actions: Callable, by=None) -> list:
    """Return what came of each when all go on together."""
    with held_up(*actions, by=by) as started:
        pass
    return [future.result() for future in started]


def kinds(outcomes: list) -> list[str]:
    return sorted(type(outcome).__name__ for outcome in outcomes)


def moving(club, player, place):
    return lambda: moves.move_in_ranking(club, CB, player, by=None, place=place)


def test_two_who_move_men_in_one_order_leave_no_gap_in_it():
    club = make_club()
    men = [make_player(club=club) for _ in range(4)]
    make_ranking(club, "CB", *men)
    at_once(moving(club, men[3], 1), moving(club, men[0], None))
    ranks = Ranking.objects.order_by("rank").values_list("player", "rank")
    assert list(ranks) == [(men[n].pk, place) for place, n in enumerate((3, 1, 2), 1)]


def test_two_who_move_men_of_the_same_two_clubs_do_not_wait_for_each_other():
    first, second = make_club(), make_club()
    lent, borrowed = make_player(club=first), make_player(club=second)
    make_loan(player=lent, parent=lent.contracts.get(), club=second)
    make_loan(player=borrowed, parent=borrowed.contracts.get(), club=first)
    outcomes = at_once(moving(first, lent, 1), moving(second, borrowed, 1), by=first)
    assert kinds(outcomes) == ["Change", "Change"]


def naming(player, address, headline):
    """Return a move on a man that tells more of an item than its address does."""
    news = moves.news_item(address, headline)
    return lambda: moves.report_injury(
        player, by=None, news=news, diagnosis=headline, began_on=dt.date(2025, 9, 24)
    )


def test_two_who_name_news_of_each_other_s_clubs_do_not_wait_for_each_other():
    first, second = make_club(), make_club()
    one, other = make_player(club=first), make_player(club=second)
    naming(one, "https://a.example/knee-of-one", "")()
    naming(other, "https://a.example/foot-of-other", "")()
    outcomes = at_once(
        naming(one, "https://a.example/foot-of-other", "Foot"),
        naming(other, "https://a.example/knee-of-one", "Knee"),
        by=first,
    )
    assert kinds(outcomes) == ["Change", "Change"]


def test_who_tells_more_of_news_waits_for_the_clubs_that_name_it_before_he_writes():
    first, second = make_club(), make_club()
    naming(make_player(club=first), "https://a.example/knee-of-one", "")()
    man = make_player(club=second)
    injury = make_injury(player=man)
    news = moves.news_item("https://a.example/knee-of-one", "Knee")
    with held_up(lambda: moves.mark_doubtful(injury, by=None, chance=25, news=news), by=first):
        held = rows_held()
    assert held == []


def test_of_two_who_give_one_return_at_once_the_second_is_told():
    injury = make_injury(player=make_player(club=make_club()))

    def giving(day):
        return lambda: moves.change_return(
            injury, by=None, expected_from=None, expected_until=day, version=1
        )

    assert kinds(at_once(giving(NOVEMBER), giving(DECEMBER))) == ["Change", "Stale"]


def test_of_two_who_report_one_injury_at_once_the_second_is_refused():
    player = make_player(club=make_club())

    def report():
        return moves.report_injury(
            player, by=None, diagnosis="Knee", began_on=dt.date(2025, 9, 24)
        )

    assert kinds(at_once(report, report)) == ["Change", "Refused"]


def test_changes_of_two_men_of_a_club_raise_its_version_by_two():
    club = make_club()
    contracts = [make_player(club=club).contracts.get() for _ in range(2)]

    def rating(contract):
        return lambda: moves.set_standing(contract, by=None, standing="fringe")

    at_once(*map(rating, contracts))
    assert Club.objects.get().version == 3


def test_a_save_in_the_admin_and_a_move_raise_the_version_by_two(admin_client):
    club = make_club()
    injury = make_injury(player=make_player(club=club))
    contract = make_player(club=club).contracts.get()
    form = open_form(admin_client, "injury", injury.pk) | {"diagnosis": "ACL tear"}
    at_once(
        lambda: send_form(admin_client, "injury", injury.pk, form),
        lambda: moves.set_standing(contract, by=None, standing="fringe"),
    )
    assert Club.objects.get().version == 3


def test_who_saves_in_the_admin_while_a_move_is_made_does_not_overwrite_it(admin_client):
    injury = make_injury(player=make_player(club=make_club()))
    form = open_form(admin_client, "injury", injury.pk) | {"expected_until": "2025-11-12"}
    with held_up(lambda: send_form(admin_client, "injury", injury.pk, form)):
        moves.change_return(injury, by=None, expected_from=None, expected_until=DECEMBER)
    assert Injury.objects.get().expected_until == DECEMBER


# Whoever waits for a club holds nothing that its holder may want


def make_world():
    """One man of two clubs with one row of everything that is written."""
    club = make_club("Reds")
    player = make_player("Joe", club=club, natural="CB")
    make_loan(player=player, parent=player.contracts.get(), club=make_club("Blues"))
    make_ranking(club, "CB", player)
    injury = make_injury(player=player)
    moves.mark_doubtful(injury, by=None, chance=25)
    return club, player, Injury.objects.get()


def reporting(club, player, injury):
    moves.report_injury(player, by=None, diagnosis="Foot", began_on=dt.date(2025, 9, 24))


def reporting_an_absence(club, player, injury):
    moves.report_absence(player, by=None, kind="suspension", began_on=dt.date(2025, 9, 24))


def giving_a_return(club, player, injury):
    moves.change_return(injury, by=None, expected_from=None, expected_until=NOVEMBER)


def doubting(club, player, injury):
    moves.mark_doubtful(injury, by=None, chance=75)


def confirming(club, player, injury):
    moves.mark_back(injury, by=None, on=dt.date(2025, 9, 30))


def rating_him(club, player, injury):
    moves.set_standing(Contract.objects.get(club=club), by=None, standing="fringe")


def ranking_him(club, player, injury):
    moves.move_in_ranking(club, CB, player, by=None, place=None)


def undoing(club, player, injury):
    moves.undo(Change.objects.get(), by=None)


def rows_held() -> list[str]:
    """Name the tables in which somebody else holds a row."""
    held = []
    for model in (Player, Contract, Ranking, Injury, Absence, Change):
        rows = model._default_manager.select_for_update(nowait=True, no_key=True)
        try:
            with transaction.atomic():
                list(rows)
        except Exception:
            held.append(model.__name__)
    return held


@pytest.mark.parametrize(
    "move",
    [
        reporting, reporting_an_absence, giving_a_return, doubting, confirming, rating_him,
        ranking_him, undoing,
    ],
)  # fmt: skip
def test_a_move_that_waits_for_a_club_holds_no_other_row(move):
    world = make_world()
    with held_up(lambda: move(*world)):
        held = rows_held()
    assert held == []


ADMIN_FORMS = {
    "injury": {"diagnosis": "ACL tear"},
    "contract": {"squad_number": "5"},
    "ranking": {"rank": "2"},
    "player": {"known_as": "Joseph", "injury_set-0-diagnosis": "ACL tear"},
    "club": {"name": "Redder", "rankings-0-rank": "2"},
}


def row_of(model: str, club, player, injury):
    rows = {"injury": injury, "player": player, "club": club, "ranking": Ranking.objects.get()}
    return rows.get(model) or Contract.objects.get(club=club)


@pytest.mark.parametrize("model", ADMIN_FORMS)
def test_a_save_in_the_admin_that_waits_for_a_club_holds_no_other_row(admin_client, model):
    row = row_of(model, *make_world())
    form = open_form(admin_client, model, row.pk) | ADMIN_FORMS[model]
    with held_up(lambda: send_form(admin_client, model, row.pk, form)):
        held = rows_held()
    assert held == []


@pytest.mark.parametrize("model", ["player", "injury", "ranking"])
def test_a_bulk_deletion_that_waits_for_a_club_holds_no_other_row(admin_client, model):
    row = row_of(model, *make_world())
    data = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    with held_up(lambda: admin_client.post(page(f"{model}_changelist"), data)):
        held = rows_held()
    assert held == []


def test_a_state_brought_back_that_waits_for_a_club_holds_no_other_row(admin_client):
    _, _, injury = make_world()
    address = page("injury_simple_history", injury.pk, injury.history.earliest().pk)
    form = fields_of(admin_client.get(address).text)
    with held_up(lambda: admin_client.post(address, form)):
        held = rows_held()
    assert held == []


def test_a_ranking_saved_in_the_admin_and_a_move_in_it_both_go_through(admin_client):
    club, player, _ = make_world()
    row, other = Ranking.objects.get(), make_player(club=club)
    form = open_form(admin_client, "ranking", row.pk) | {"rank": "2"}
    with held_up(lambda: send_form(admin_client, "ranking", row.pk, form)) as started:
        moves.move_in_ranking(club, CB, other, by=None, place=2)
        moves.move_in_ranking(club, CB, player, by=None, place=None)
    assert "Exception" not in kinds([future.result() for future in started])
