"""The name of the code's state, which validators of pages hang on."""

import os

import pytest

from squads.pages.release import release

FILES = {
    "templates/base.html": "<main>",
    "static/css/base.css": "a {}",
    "squads/day.py": "DAY = 1",
}


@pytest.fixture
def release_of(settings, tmp_path):
    def release_of(name, files, at=0):
        base = tmp_path / name
        for file, text in files.items():
            (base / file).parent.mkdir(parents=True, exist_ok=True)
            (base / file).write_text(text)
            os.utime(base / file, (at, at))
        settings.BASE_DIR = base
        return release.__wrapped__()

    return release_of


def test_two_machines_with_the_same_code_agree(release_of):
    assert release_of("one", FILES, at=1) == release_of("two", FILES, at=2)


@pytest.mark.parametrize(
    "other",
    [
        FILES | {"squads/day.py": "DAY = 2"},
        FILES | {"static/js/base.js": ""},
        {name.replace("day", "days"): text for name, text in FILES.items()},
    ],
)
def test_other_code_has_another_name(release_of, other):
    assert release_of("one", FILES) != release_of("two", other)
