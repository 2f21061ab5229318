"""Made-up answers of the fantasy feed, in its own shape."""

import json
from itertools import count
from typing import Any

codes = count(1000)


def listed(**values: Any) -> dict[str, Any]:
    """Return a man as the feed lists him: available, of the team with code 14."""
    code = next(codes)
    return {
        "code": code,
        "id": code - 999,
        "first_name": "Ada",
        "second_name": f"Player {code}",
        "web_name": f"Player {code}",
        "element_type": 2,
        "team": 1,
        "team_code": 14,
        "birth_date": "2001-09-30",
        "team_join_date": "2024-07-01",
        "status": "a",
        "chance_of_playing_next_round": None,
        "chance_of_playing_this_round": None,
        "news": "",
        "news_added": None,
        "minutes": 90,
        "starts": 1,
        "goals_scored": 0,
        "assists": 0,
    } | values


def hurt(**values: Any) -> dict[str, Any]:
    return listed(
        **{
            "status": "i",
            "news": "Knee injury - Expected back 01 Sep",
            "news_added": "2025-09-24T06:00:06.281394Z",
            "chance_of_playing_next_round": 0,
        }
        | values
    )


def event(number: int, deadline: str, **values: Any) -> dict[str, Any]:
    states = {"finished": False, "is_current": False, "is_previous": False, "is_next": False}
    return {"id": number, "deadline_time": deadline} | states | values


def answer(*men: dict[str, Any], **values: Any) -> dict[str, Any]:
    """Return a whole answer of September 2025: round 1 is over, round 2 is to come."""
    return {
        "teams": [
            {"code": 14, "id": 1, "name": "Liverpool"},
            {"code": 31, "id": 2, "name": "Crystal Palace"},
        ],
        "element_types": [
            {"id": number, "singular_name_short": name}
            for number, name in enumerate(["GKP", "DEF", "MID", "FWD"], start=1)
        ],
        "events": [
            event(1, "2025-08-15T17:30:00Z", finished=True, is_current=True),
            event(2, "2025-10-03T17:30:00Z", is_next=True),
        ],
        "elements": list(men) or [listed()],
    } | values


def raw(*men: dict[str, Any], **values: Any) -> bytes:
    return json.dumps(answer(*men, **values)).encode()
