"""A small, sound seed folder to load and to spoil."""

from pathlib import Path

SHAPE = "GK RB CB CB LB DM DM RW AM LW ST".split()  # noqa: SIM905
PLAYERS = (
    "slug,full_name,known_as,short_name,birth_date,nationality,foot,height_cm,natural,"
    "capable,emergency,fpl_code,transfermarkt_id,note\n"
)
CONTRACTS = "player,club,kind,starts_on,ends_on,number,standing,note\n"
FIGURES = "player,club,season,competition,appearances,minutes,starts,goals,assists,note\n"
SPELLS = (
    "player,kind,diagnosis,body_part,began_on,reported_on,expected_earliest,expected_latest,"
    "returned_on,chance,source,note\n"
)
RANKINGS = "position,rank,player\n"
ELSEWHERE = "slug,name,country\n"
ESTIMATES = "player,began_on,given_on,earliest,latest,source\n"
CHANGES = "at,player,kind,text,before,after,source\n"

FILES = {
    "dataset.csv": "day,season,season_ends_on,squads_from\n"
    "2025-09-30,2025/26,2026-06-30,2025-09-02\n",
    "competitions.csv": "name,slug,kind,country,rank\nPremier League,premier-league,league,,1\n",
    "formations.csv": "formation,number,position,x,y\n"
    + "".join(f"4-2-3-1,{n},{position},50,50\n" for n, position in enumerate(SHAPE, 1)),
    "clubs.csv": (
        "slug,name,short_name,country,competition,formation,head_coach,colour,second_colour,"
        "fpl_code\n"
        "alpha,Alpha United,Alpha,England,premier-league,4-2-3-1,Al Pha,#c8102e,#009a90,14\n"
        "beta,Beta Town,Beta,England,premier-league,4-2-3-1,Be Ta,#c8102e,#009a90,\n"
    ),
    "outlets.csv": "name,tier,host\nAlpha United,1,alpha.example\nBBC Sport,2,bbc.co.uk\n",
    "clubs/alpha/players.csv": PLAYERS
    + "ada,Ada Konaté,Ada,,1999-05-25,France,right,194,CB,RB,DM,101,201,\n"
    "bob,Bob Long,Bob,Bobby,2001-01-01,England,left,,LB,,,,,\n",
    "clubs/alpha/contracts.csv": CONTRACTS
    + "ada,alpha,permanent,2021-07-01,2026-06-30,5,first_choice,\n"
    "bob,alpha,permanent,2020-07-01,2027-06-30,3,fringe,\n"
    "bob,as-roma,loan,2025-08-01,2026-06-30,,,\n",
    "clubs/alpha/figures.csv": FIGURES + "ada,alpha,2025/26,premier-league,6,540,6,1,0,\n",
    "clubs/alpha/spells.csv": SPELLS
    + "ada,injury,hamstring injury,hamstring,2025-09-10,2025-09-30,2025-10-10,2025-10-20,,,club,\n"
    "bob,suspension,red card,,2025-09-28,2025-09-30,2025-10-05,2025-10-05,,,club,\n",
    "clubs/alpha/rankings.csv": RANKINGS + "CB,1,ada\n",
    "clubs/alpha/elsewhere.csv": ELSEWHERE + "as-roma,AS Roma,Italy\n",
    "clubs/alpha/estimates.csv": ESTIMATES + "ada,2025-09-10,2025-09-11,,2025-09-25,club\n",
    "clubs/alpha/changes.csv": CHANGES
    + "2025-09-10T12:00:00+01:00,ada,injury,out with a hamstring injury,available,out,club\n",
    "clubs/beta/players.csv": PLAYERS + "cid,Cid Novak,Cid,,1995-03-03,,,,ST,,,102,,\n",
    "clubs/beta/contracts.csv": CONTRACTS + "cid,beta,permanent,2022-07-01,,9,,\n",
    "clubs/beta/figures.csv": FIGURES,
    "clubs/beta/spells.csv": SPELLS,
    "clubs/beta/rankings.csv": RANKINGS,
    "clubs/beta/elsewhere.csv": ELSEWHERE,
}


def make_seed_folder(folder: Path) -> Path:
    """Write the sound folder and return it."""
    for file, text in FILES.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def rewrite(folder: Path, file: str, old: str, new: str) -> None:
    """Replace a piece of a file that is there."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def append(folder: Path, file: str, line: str) -> None:
    with (folder / file).open("a", encoding="utf-8") as opened:
        opened.write(line + "\n")
