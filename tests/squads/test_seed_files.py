import csv

import pytest
from django.conf import settings

from squads.depth import Position
from squads.seeding.cells import SeedError
from squads.seeding.files import read_seeds
from tests.squads.seed_folder import append, make_seed_folder, rewrite

A = "clubs/alpha"


@pytest.fixture
def folder(tmp_path):
    return make_seed_folder(tmp_path)


def problems(folder):
    with pytest.raises(SeedError) as caught:
        read_seeds(folder)
    return [str(problem) for problem in caught.value.problems]


def test_a_sound_folder_is_read_whole(folder):
    assert [row.slug for row in read_seeds(folder).players] == ["ada", "bob", "cid"]


def test_positions_come_best_aptitude_first(folder):
    stored = [position for position, _ in read_seeds(folder).players[0].positions]
    assert stored == [Position.CB, Position.RB, Position.DM]


SPOILT_CELLS = [
    (f"{A}/players.csv", "1999-05-25", "1999-13-01", ":2 birth_date: '1999-13-01' is no date"),
    (f"{A}/players.csv", "1999-05-25", "19990525", ":2 birth_date: '19990525' is no date"),
    (f"{A}/players.csv", "1999-05-25", "1899-05-25", ":2 birth_date: he would be 126 years old"),
    (f"{A}/players.csv", ",194,", ",94,", ":2 height_cm: '94' is no whole number from 140 to 220"),
    (
        f"{A}/players.csv",
        "right,",
        "wrong,",
        ":2 foot: 'wrong' is none of empty, left, right, both",
    ),
    (f"{A}/players.csv", "CB,RB,DM", ",RB,DM", ":2 natural: must not be empty"),
    (f"{A}/players.csv", "CB,RB,DM", "CB,CB,DM", ":2 natural: CB is named more than once"),
    (
        f"{A}/players.csv",
        "Ada,,1999",
        " Ada,,1999",
        ":2 known_as: a blank at its beginning or end",
    ),
    (
        f"{A}/players.csv",
        "Bob Long",
        "Bob\x07Long",
        ":3 full_name: holds a character that cannot be printed",
    ),
    (
        f"{A}/contracts.csv",
        "5,first_choice",
        "5,great",
        ":2 standing: 'great' is none of first_choice, rotation, backup, prospect, fringe",
    ),
    (f"{A}/contracts.csv", "2026-06-30,5", "2020-06-30,5", ":2 ends_on: it ends before it starts"),
    (f"{A}/contracts.csv", "ada,alpha", "ada,gamma", ":2 club: no club 'gamma'"),
    (f"{A}/contracts.csv", "2026-06-30,,,", ",,,", ":4 ends_on: a loan needs an end"),
    (
        f"{A}/contracts.csv",
        "as-roma,loan",
        "alpha,loan",
        ":4 club: a club cannot borrow its own man",
    ),
    (
        f"{A}/contracts.csv",
        "2025-08-01,2026-06-30,,,",
        "2025-08-01,2027-12-31,,,",
        ":4 starts_on: no permanent contract of his covers the whole loan",
    ),
    (
        f"{A}/contracts.csv",
        "ada,alpha,",
        "bob,alpha,",
        ":2 starts_on: he is under contract at alpha that day",
    ),
    (f"{A}/figures.csv", "6,540,6", "5,540,6", ":2 starts: more starts than appearances"),
    (f"{A}/figures.csv", "premier-league", "la-liga", ":2 competition: no competition 'la-liga'"),
    (f"{A}/figures.csv", "2025/26", "2025", ":2 season: '2025' is no season such as 2025/26"),
    (
        f"{A}/spells.csv",
        "2025-10-20",
        "2025-10-01",
        ":2 expected_latest: earlier than the earliest",
    ),
    (
        f"{A}/spells.csv",
        "2025-09-30,2025-10-10",
        "2025-09-01,2025-10-10",
        ":2 reported_on: 2025-09-01 lies before it began",
    ),
    (
        f"{A}/spells.csv",
        "red card,,",
        "red card,knee,",
        ":3 body_part: only for an injury or illness",
    ),
    (f"{A}/spells.csv", "hamstring injury,", ",", ":2 diagnosis: must not be empty"),
    (f"{A}/rankings.csv", "CB,1", "CB,2", ":2 rank: 2 instead of 1 in CB"),
    (f"{A}/rankings.csv", "CB,1", "XX,1", ":2 position: 'XX' is none of " + ", ".join(Position)),
    (f"{A}/rankings.csv", "ada", "dan", ":2 player: no player 'dan'"),
    (f"{A}/rankings.csv", "ada", "cid", ":2 player: he is listed in clubs/beta/players.csv"),
    (
        f"{A}/estimates.csv",
        "2025-09-11",
        "2025-09-30",
        ":2 given_on: not from 2025-09-10 to before 2025-09-30, as the spell needs",
    ),
    (f"{A}/changes.csv", "+01:00", "", ":2 at: '2025-09-10T12:00:00' names no time zone"),
    (
        f"{A}/changes.csv",
        "2025-09-10T",
        "2025-10-10T",
        ":2 at: later than the seeds' day, 2025-09-30",
    ),
    ("formations.csv", "1,GK", "1,ST", ":2 position: 4-2-3-1 has 0 goalkeepers instead of one"),
    (
        "formations.csv",
        "4-2-3-1,11,ST,50,50\n",
        "",
        ":2 formation: 4-2-3-1 has 10 slots instead of 11",
    ),
    ("formations.csv", ",11,ST", ",10,ST", ":12 number: the same as in formations.csv:11"),
    ("clubs.csv", "#c8102e", "red", ":2 colour: 'red' is no colour such as #c8102e"),
    ("clubs.csv", "4-2-3-1", "4-3-3", ":2 formation: no formation '4-3-3'"),
    ("clubs.csv", "beta,Beta Town", "beta,Alpha United", ":3 name: the same as in clubs.csv:2"),
    ("clubs.csv", "#009a90,\n", "#009a90,14\n", ":3 fpl_code: the same as in clubs.csv:2"),
    ("outlets.csv", "Sport,2", "Sport,5", ":3 tier: '5' is no whole number from 1 to 4"),
    (
        "outlets.csv",
        "bbc.co.uk",
        "www.bbc.co.uk",
        ":3 host: 'www.bbc.co.uk' is no host such as bbc.co.uk, without www",
    ),
    ("outlets.csv", "bbc.co.uk", "alpha.example", ":3 host: the same as in outlets.csv:2"),
    ("outlets.csv", "BBC Sport", "Alpha United", ":3 name: the same as in outlets.csv:2"),
    (
        "dataset.csv",
        "2026-06-30",
        "2025-06-30",
        ":2 season_ends_on: the season ends before the day",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "problem"), SPOILT_CELLS)
def test_a_spoilt_cell_is_named_by_file_line_and_column(folder, file, old, new, problem):
    rewrite(folder, file, old, new)
    assert f"{file}{problem}" in problems(folder)


def test_a_slug_stands_once_in_all_folders(folder):
    append(folder, "clubs/beta/players.csv", "ada,Ada Two,Ada,,2000-01-01,,,,GK,,,,,")
    found = f"clubs/beta/players.csv:3 slug: the same as in {A}/players.csv:2"
    assert found in problems(folder)


def test_a_squad_number_is_worn_once(folder):
    append(folder, f"{A}/players.csv", "eve,Eve,Eve,,2000-01-01,,,,GK,,,,,")
    append(folder, f"{A}/contracts.csv", "eve,alpha,permanent,2024-07-01,,5,,")
    assert problems(folder) == [f"{A}/contracts.csv:5 number: the same as in {A}/contracts.csv:2"]


def test_the_number_of_a_man_loaned_out_is_free(folder):
    append(folder, f"{A}/players.csv", "eve,Eve,Eve,,2000-01-01,,,,GK,,,,,")
    append(folder, f"{A}/contracts.csv", "eve,alpha,permanent,2024-07-01,,3,,")
    assert len(read_seeds(folder).players) == 4


def test_the_same_injury_does_not_begin_again_before_it_is_over(folder):
    again = "ada,injury,hamstring injury,hamstring,2025-09-20,,,,,,club,"
    append(folder, f"{A}/spells.csv", again)
    found = f"{A}/spells.csv:4 began_on: the spell of 2025-09-10 is not over"
    assert problems(folder) == [found]


def test_a_man_without_a_contract_is_refused(folder):
    append(folder, f"{A}/players.csv", "eve,Eve,Eve,,2000-01-01,,,,GK,,,,,")
    assert problems(folder) == [f"{A}/players.csv:4 slug: contracts.csv has no contract of his"]


def test_folders_agree_on_a_club_elsewhere(folder):
    append(folder, "clubs/beta/elsewhere.csv", "as-roma,Roma,Italy")
    found = f"clubs/beta/elsewhere.csv:2 name: 'Roma', but 'AS Roma' in {A}/elsewhere.csv"
    assert problems(folder) == [found]


def test_a_club_with_a_folder_is_not_elsewhere(folder):
    append(folder, f"{A}/elsewhere.csv", "beta,Beta City,England")
    assert problems(folder) == [f"{A}/elsewhere.csv:3 slug: beta has a folder of its own"]


def test_every_problem_is_listed_at_once(folder):
    rewrite(folder, f"{A}/players.csv", "1999-05-25", "soon")
    rewrite(folder, "clubs.csv", "#c8102e", "red")
    assert len(problems(folder)) == 2


def test_a_line_that_cannot_be_read_draws_no_further_problems(folder):
    rewrite(folder, f"{A}/players.csv", ",194,", ",tall,")
    assert len(problems(folder)) == 1


def test_a_missing_file_is_named(folder):
    (folder / A / "contracts.csv").unlink()
    assert f"{A}/contracts.csv: missing" in problems(folder)


@pytest.mark.parametrize("file", ["estimates.csv", "changes.csv"])
def test_some_files_may_be_missing(folder, file):
    (folder / A / file).unlink()
    assert read_seeds(folder).clubs


def test_a_file_that_is_not_utf_8_is_named(folder):
    (folder / A / "rankings.csv").write_bytes("position,rank,player\nCB,1,é\n".encode("latin-1"))
    assert problems(folder) == [f"{A}/rankings.csv: cannot be read: it is not UTF-8"]


def test_a_folder_in_the_place_of_a_file_is_named(folder):
    (folder / A / "rankings.csv").unlink()
    (folder / A / "rankings.csv").mkdir()
    assert problems(folder) == [f"{A}/rankings.csv: cannot be read: Is a directory"]


def test_an_open_quotation_mark_is_named(folder):
    append(folder, f"{A}/rankings.csv", 'CB,2,"bob')
    assert problems(folder)[0].startswith(f"{A}/rankings.csv: cannot be read: ")


def test_a_wrong_header_is_named(folder):
    rewrite(folder, f"{A}/rankings.csv", "position,rank", "rank,position")
    found = f"{A}/rankings.csv:1: the first line must be position,rank,player"
    assert problems(folder) == [found]


def test_a_line_with_too_few_cells_is_named(folder):
    append(folder, f"{A}/rankings.csv", "CB,2")
    assert problems(folder) == [f"{A}/rankings.csv:3: 2 cells instead of 3"]


def test_a_seed_folder_that_is_not_there_is_named(tmp_path):
    assert problems(tmp_path / "nowhere") == [f"{tmp_path / 'nowhere'}: no such folder"]


def test_a_club_folder_without_a_line_in_clubs_csv_is_named(folder):
    (folder / "clubs" / "gamma").mkdir()
    assert "clubs/gamma: clubs.csv has no such club" in problems(folder)


def test_a_club_without_a_folder_is_named(folder):
    append(folder, "clubs.csv", "gamma,Gamma,Gamma,,premier-league,4-2-3-1,,#c8102e,#009a90,")
    assert problems(folder) == ["clubs.csv:4 slug: there is no folder clubs/gamma"]


def shipped(file):
    with (settings.SEEDS_DIR / file).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


SHIPPED_SLOTS = [
    pytest.param([s for s in shipped("formations.csv") if s["formation"] == name], id=name)
    for name in sorted({s["formation"] for s in shipped("formations.csv")})
]
MIRROR = str.maketrans("RL", "LR")


def test_at_least_twelve_formations_are_shipped():
    assert len(SHIPPED_SLOTS) >= 12


@pytest.mark.parametrize("slots", SHIPPED_SLOTS)
def test_the_mirror_image_of_a_shipped_formation_is_itself(slots):
    there = {(s["position"], int(s["x"]), s["y"]) for s in slots}
    sides = {"RB", "LB", "RWB", "LWB", "RM", "LM", "RW", "LW"}
    mirrored = {(p.translate(MIRROR) if p in sides else p, 100 - x, y) for p, x, y in there}
    assert mirrored == there


@pytest.mark.parametrize("slots", SHIPPED_SLOTS)
def test_the_places_of_a_shipped_formation_are_apart(slots):
    assert len({(s["x"], s["y"]) for s in slots}) == 11


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("club", shipped("clubs.csv"), ids=lambda club: club["slug"])
@pytest.mark.parametrize("column", ["colour", "second_colour"])
def test_a_shipped_colour_stands_out_on_light_and_dark_ground(club, column):
    colour, light, dark = (luminance(c) for c in (club[column], "#f6f4ef", "#14171a"))
    assert min((light + 0.05) / (colour + 0.05), (colour + 0.05) / (dark + 0.05)) >= 2.8
