"""`manage.py depth_chart`: the chart on a terminal and as JSON."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.squads.liverpool import make_liverpool

pytestmark = pytest.mark.django_db


def run(*arguments):
    out = StringIO()
    call_command("depth_chart", *arguments, stdout=out)
    return out.getvalue()


def centre_backs(*arguments):
    data = json.loads(run("liverpool", "--format", "json", *arguments))
    return next(group for group in data["groups"] if group["position"] == "CB")


@pytest.mark.parametrize(
    ("day", "cover", "level"), [("2025-09-20", 4, "covered"), ("2025-09-30", 3, "thin")]
)
def test_json_tells_the_worked_example(day, cover, level):
    make_liverpool()
    group = centre_backs("--on", day)
    assert (group["cover"], group["level"]) == (cover, level)


def test_json_lists_counted_men_then_the_rest_then_the_absent():
    make_liverpool()
    names = [man["slug"] for man in centre_backs()["players"]]
    assert names == [
        "virgil-van-dijk",
        "ibrahima-konate",
        "joe-gomez",
        "rhys-williams",
        "wataru-endo",
        "giovanni-leoni",
    ]


def test_json_names_what_a_chart_holds_of_a_man():
    make_liverpool()
    leoni = centre_backs()["players"][-1]
    assert {
        "availability": "out",
        "reason": "ACL tear",
        "back_on": "2026-09-01",
        "counted": False,
        "string": None,
        "contract_until": "2027-06-30",
    }.items() <= leoni.items()


def test_the_table_is_readable_in_a_terminal():
    make_liverpool()
    out = run("liverpool")
    assert "Centre-back ×2" in out and "3 of 4 · thin" in out and "out: ACL tear" in out


@pytest.mark.parametrize(
    "arguments",
    [("atlantis",), ("liverpool", "--on", "soon"), ("liverpool", "--formation", "9-1")],
)
def test_bad_arguments_end_in_one_clear_line(arguments):
    make_liverpool()
    with pytest.raises(CommandError, match=r"atlantis|--on must be|No formation"):
        run(*arguments)
