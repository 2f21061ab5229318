"""What pages say of days before squads are known whole."""

import datetime as dt

import pytest

from squads.models import DataSet
from tests.squads.liverpool import make_liverpool

pytestmark = pytest.mark.django_db
SAID = "Squads are known whole from 2 September 2025 on."
PAGES = [
    "/?",
    "/clubs/liverpool/?",
    "/clubs/liverpool/?view=table&",
    "/players/joe-gomez/?",
    "/thin/?",
    "/injuries/?",
    "/compare/?club=liverpool&other=liverpool&other_on=2025-09-30&",
]


@pytest.fixture(autouse=True)
def world():
    make_liverpool()
    DataSet.objects.update_or_create(pk=1, defaults={"squads_from": dt.date(2025, 9, 2)})


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("on", "says"),
    [("2025-09-01", True), ("2025-09-02", False), ("2025-09-30", False), ("2026-01-01", False)],
)
def test_a_day_before_squads_are_whole_says_so(reader, page, on, says):
    assert (SAID in reader.get(f"{page}on={on}").text) is says


def test_nothing_is_said_where_nothing_is_known_of_it(reader):
    DataSet.objects.update(squads_from=None)
    assert "known whole" not in reader.get("/clubs/liverpool/?on=2025-09-01").text


def test_the_other_day_of_a_comparison_counts_too(reader):
    query = {"club": "liverpool", "other": "liverpool", "other_on": "2025-08-01"}
    assert SAID in reader.get("/compare/", query).text
