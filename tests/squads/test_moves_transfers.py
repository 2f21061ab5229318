"""A man changes club: a new contract beside the old one, which is closed and kept."""

import pytest

from squads import moves
from squads.models import Change, Club, Contract
from squads.moves.transfers import end_contract, lend, sign_for
from squads.pages.log import sentence
from squads.rules import RULES
from tests.factories import (
    make_club,
    make_contract,
    make_elsewhere,
    make_loan,
    make_player,
    make_user,
)
from tests.squads.feed_runs import day

pytestmark = pytest.mark.django_db
KEPT = ("one-permanent-contract", "one-loan", "loan-within-contract")


@pytest.fixture
def ed():
    return make_user("ed", role="editor")


@pytest.fixture
def contract():
    return make_contract(club=make_club("Reds"))


def rows():
    return list(Contract.objects.order_by("starts_on", "pk").values_list(
        "club__name", "kind", "starts_on", "ends_on"
    ))  # fmt: skip


def offenders():
    return [text for name in KEPT for text in RULES[name].broken_by(day("2025-09-30"))]


def lines():
    return [(change.club.name, change.text) for change in Change.objects.order_by("pk")]


def test_a_man_signs_for_another_club(contract, ed):
    sign_for(contract.player, make_club("Blues"), on=day("2025-09-15"), by=ed)
    assert rows() == [
        ("Reds", "permanent", day("2024-07-01"), day("2025-09-14")),
        ("Blues", "permanent", day("2025-09-15"), None),
    ]
    assert lines() == [
        ("Reds", "left for Blues (15 Sep 2025)"),
        ("Blues", "signed for Blues from Reds (15 Sep 2025)"),
    ]


def test_a_club_without_a_chart_has_no_log(contract, ed):
    sign_for(contract.player, make_elsewhere("Lugano"), on=day("2025-09-15"), by=ed)
    assert lines() == [("Reds", "left for Lugano (15 Sep 2025)")]


def test_a_loan_ends_with_the_contract_it_hangs_on(contract, ed):
    make_loan(parent=contract, club=make_club("Greens"))
    sign_for(contract.player, make_club("Blues"), on=day("2025-09-15"), by=ed)
    assert ("Greens", "loan", day("2025-08-01"), day("2025-09-14")) in rows()
    assert not offenders()


def test_a_loan_may_become_a_transfer(contract, ed):
    greens = make_club("Greens")
    make_loan(parent=contract, club=greens)
    sign_for(contract.player, greens, on=day("2025-09-15"), by=ed)
    assert rows()[-1] == ("Greens", "permanent", day("2025-09-15"), None)
    assert not offenders()


def test_he_is_lent_within_his_contract(contract, ed):
    until = day("2026-06-30")
    lend(contract.player, make_elsewhere("Roma"), on=day("2025-09-01"), until=until, by=ed)
    loan = Contract.objects.get(kind="loan")
    assert (loan.parent, loan.ends_on) == (contract, until)
    assert lines() == [("Reds", "on loan at Roma from Reds until 30 Jun 2026")]


def test_he_comes_back_from_a_loan(contract, ed):
    loan = make_loan(parent=contract, club=make_elsewhere("Roma"))
    end_contract(loan, on=day("2025-09-15"), by=ed)
    loan.refresh_from_db()
    assert loan.ends_on == day("2025-09-15")
    assert lines() == [("Reds", "back from his loan at Roma")]


def test_he_leaves_for_nowhere(contract, ed):
    make_loan(parent=contract, club=make_elsewhere("Roma"))
    end_contract(contract, on=day("2025-09-15"), by=ed)
    assert {ends_on for *_, ends_on in rows()} == {day("2025-09-15")}
    assert not offenders()


@pytest.mark.parametrize("kind", ["sign", "sign from a loan", "lend", "end"])
def test_every_move_can_be_undone(contract, ed, kind):
    player, blues, on = contract.player, make_club("Blues"), day("2025-09-15")
    if kind in ("sign from a loan", "end"):
        make_loan(parent=contract, club=make_club("Greens"))
    before = rows()
    change = {
        "sign": lambda: sign_for(player, blues, on=on, by=ed),
        "sign from a loan": lambda: sign_for(player, blues, on=on, by=ed),
        "lend": lambda: lend(player, blues, on=on, until=day("2026-06-30"), by=ed),
        "end": lambda: end_contract(contract, on=on, by=ed),
    }[kind]()
    assert rows() != before
    moves.undo(change, by=ed)
    assert rows() == before


MOVES = {
    "sign": lambda man, club, ed: sign_for(man, club, on=day("2025-09-15"), by=ed),
    "lend": lambda man, club, ed: lend(man, club, on=day("2025-09-15"), until=LAST, by=ed),
    "end": lambda man, club, ed: end_contract(
        man.contracts.get(kind="loan"), on=day("2025-09-15"), by=ed
    ),
}
LAST = day("2026-06-30")


def make_move(contract, kind, ed):
    """Move him between Reds and Blues, both of which have a log."""
    blues = make_club("Blues")
    if kind == "end":
        make_loan(parent=contract, club=blues)
    return MOVES[kind](contract.player, blues, ed)


@pytest.mark.parametrize("kind", MOVES)
def test_a_move_is_in_the_logs_of_both_clubs(contract, ed, kind):
    make_move(contract, kind, ed)
    assert {club for club, _ in lines()} == {"Reds", "Blues"}


@pytest.mark.parametrize("kind", MOVES)
def test_an_undone_move_is_undone_in_both_logs(contract, ed, kind):
    moves.undo(make_move(contract, kind, ed), by=ed)
    standing = Change.objects.filter(undone_at__isnull=True)
    assert [change.kind for change in standing] == ["undo"]


@pytest.mark.parametrize("kind", MOVES)
def test_an_undone_move_gives_both_clubs_a_new_version(contract, ed, kind):
    change = make_move(contract, kind, ed)
    before = dict(Club.objects.values_list("name", "version"))
    moves.undo(change, by=ed)
    after = dict(Club.objects.values_list("name", "version"))
    assert all(after[name] > before[name] for name in ("Reds", "Blues"))


@pytest.mark.parametrize("kind", MOVES)
def test_the_other_club_s_page_shows_that_it_was_undone(contract, ed, reader, kind):
    change = make_move(contract, kind, ed)
    other = Club.objects.exclude(pk=change.club_id).get()
    make_contract(club=other)
    reader.get(other.get_absolute_url())
    moves.undo(change, by=ed)
    assert 'class="is-undone"' in reader.get(other.get_absolute_url()).text


def test_other_lines_of_the_other_club_stand(contract, ed):
    blues = make_club("Blues")
    kept = sign_for(make_contract(club=make_club("Greens")).player, blues, on=LAST, by=ed)
    moves.undo(sign_for(contract.player, blues, on=day("2025-09-15"), by=ed), by=ed)
    kept.refresh_from_db()
    assert kept.undone_at is None


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        (
            "sign",
            ["left for Blues (15 Sep 2025)", "signed for Blues from Reds (15 Sep 2025)"],
        ),
        (
            "lend",
            [
                "joined on loan from Reds until 30 Jun 2026",
                "on loan at Blues from Reds until 30 Jun 2026",
            ],
        ),
        ("end", ["left: his loan from Reds is over", "back from his loan at Blues"]),
    ],
)
def test_the_log_says_a_move_without_a_bracket_that_repeats_it(contract, ed, kind, texts):
    make_move(contract, kind, ed)
    man = contract.player.known_as
    said = [sentence(change) for change in Change.objects.order_by("pk")]
    assert said == [f"{man}: {text}" for text in texts]


def test_who_leaves_for_nowhere_is_said_to_have_left(contract, ed):
    change = end_contract(contract, on=day("2025-09-15"), by=ed)
    assert sentence(change) == f"{contract.player}: left Reds"


def test_the_borrower_s_log_tells_of_a_man_of_a_club_without_one(ed):
    contract = make_contract(club=make_elsewhere("Roma"))
    lend(contract.player, make_club("Blues"), on=day("2025-09-15"), until=LAST, by=ed)
    assert lines() == [("Blues", "joined on loan from Roma until 30 Jun 2026")]


def test_an_undone_first_contract_says_that_he_is_gone(ed):
    change = sign_for(make_player(), make_club("Reds"), on=day("2025-09-15"), by=ed)
    assert moves.undo(change, by=ed).after == "no longer at Reds"


def test_an_undone_end_of_a_loan_says_where_he_is_on_loan_again(contract, ed):
    undone = moves.undo(make_move(contract, "end", ed), by=ed)
    assert undone.after == "on loan at Blues to 30 Jun 2026 again"


def test_an_undo_says_where_he_is_again(contract, ed):
    change = sign_for(contract.player, make_club("Blues"), on=day("2025-09-15"), by=ed)
    undone = moves.undo(change, by=ed)
    assert undone.after == "at Reds again"


def test_a_transfer_is_not_undone_under_a_later_loan(contract, ed):
    change = sign_for(contract.player, make_club("Blues"), on=day("2025-09-15"), by=ed)
    make_loan(parent=Contract.objects.get(club__name="Blues"), starts_on=day("2025-09-20"))
    with pytest.raises(moves.Stale):
        moves.undo(change, by=ed)
    assert Contract.objects.filter(kind="loan").exists()


def test_what_contradicts_other_contracts_is_refused_and_changes_nothing(contract, ed):
    player, on = contract.player, day("2025-09-15")
    loan = make_loan(parent=contract, club=make_club("Greens"))
    before = rows()
    attempts = [
        lambda: sign_for(player, contract.club, on=on, by=ed),
        lambda: sign_for(player, make_club("Blues"), on=day("2024-07-01"), by=ed),
        lambda: lend(player, make_club("Whites"), on=on, until=day("2026-06-30"), by=ed),
        lambda: lend(player, make_club("Golds"), on=day("2023-01-01"), until=on, by=ed),
        lambda: end_contract(loan, on=day("2026-06-30"), by=ed),
        lambda: end_contract(contract, on=day("2024-06-01"), by=ed),
    ]
    for attempt in attempts:
        with pytest.raises(moves.Refused):
            attempt()
    assert rows() == before
    assert not Change.objects.exists()


def test_a_loan_cannot_outlast_the_contract(contract, ed):
    with pytest.raises(moves.Refused):
        lend(contract.player, make_club("Blues"), on=day("2025-09-15"), until=None, by=ed)
