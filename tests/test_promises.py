"""What the documents and the layout of the project promise."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import documents, running

ROOT = running.ROOT
LONGEST = 500  # lines
OURS = ["config", "squads", "transfers", "templates", "static", "tests"]
KINDS = {".py", ".html", ".css", ".js"}


def read(name: str) -> str:
    return (ROOT / name).read_text()


def project_files() -> list[Path]:
    found = [path for folder in OURS for path in (ROOT / folder).rglob("*")]
    return [
        path
        for path in found
        if path.suffix in KINDS and not {"vendor", "migrations"} & set(path.parts)
    ]


TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


# Commands.


def test_the_test_command_of_the_readme_is_what_ci_runs():
    command = "uv run pytest"
    assert (command in read("README.md"), f"{command}\n" in read(".ci/run")) == (True, True)


def test_ci_is_a_script_that_bash_understands():
    done = subprocess.run(["bash", "-n", ROOT / ".ci" / "run"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


# Settings.


def variables_read() -> set[str]:
    code = "\n".join(path.read_text() for path in (ROOT / "config").glob("*.py"))
    ours = re.findall(r"\benv\.\w+\(\s*\"([A-Z_]+)\"", code)
    direct = re.findall(r"os\.(?:environ|getenv)(?:\.get)?[\[(]\"([A-Z_]+)\"", code)
    return {*ours, *direct} - {"DJANGO_SETTINGS_MODULE"}


def variables_told() -> set[str]:
    return set(re.findall(r"^\| `([A-Z_]+)` \|", read("docs/deploy.md"), re.MULTILINE))


def test_every_variable_that_is_read_is_documented():
    assert variables_read() - variables_told() == set()


def test_every_variable_that_is_documented_is_read():
    assert variables_told() - variables_read() == set()


def test_every_variable_that_any_document_names_is_one_of_them():
    others = {"DATABASE_PASSWORD", "DEBIAN_FRONTEND"}  # of compose.yaml, of apt-get
    code = [line for text in documents.TEXTS.values() for line in documents.code(text)]
    named = set(re.findall(r"\b[A-Z]+(?:_[A-Z]+)+\b", "\n".join(code)))
    assert named - variables_told() - others == set()


def test_no_other_code_reads_the_environment():
    readers = {
        named(path)
        for app in ("squads", "transfers")
        for path in (ROOT / app).rglob("*.py")
        if re.search(r"os\.(environ\b(?!, )|getenv)", path.read_text())
    }
    assert readers == set()


# Layout.


def test_the_layers_hold():
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT, capture_output=True, text=True,
        env=running.environment(VAR_DIR="/nowhere"),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_no_file_has_outgrown_a_reader():
    long = {named(path): len(path.read_text().splitlines()) for path in project_files()}
    assert {name: lines for name, lines in long.items() if lines > LONGEST} == {}


def test_the_versions_of_all_packages_are_locked():
    assert (ROOT / "uv.lock").is_file()


@pytest.mark.parametrize("file", ["VERSION", "LICENSE"])
def test_vendored_files_say_where_they_come_from(file):
    folders = [path for path in (ROOT / "static" / "vendor").iterdir() if path.is_dir()]
    assert [path.name for path in folders if not (path / file).read_text().strip()] == []


@pytest.mark.parametrize("name", ["htmx", "idiomorph"])
def test_vendored_files_are_of_the_version_they_say(name):
    folder = ROOT / "static" / "vendor" / name
    assert re.search(r"\d+\.\d+\.\d+", (folder / "VERSION").read_text())


# Templates, which the content policy and the escaping rely on.

FORBIDDEN = {
    "marks text as safe": r"\|\s*safe\b|\{%\s*autoescape off",
    "has a style attribute": r"<[^>]*\sstyle\s*=",
    "has a style element": r"<style\b",
    "has a script inside": r"<script(?![^>]*\ssrc=)[^>]*>",
    "has a handler inside": r"<[^>]*\s(?:hx-on[:\w-]*|on[a-z]+)\s*=",
    "has an expression for htmx": r"""hx-(?:vals|headers)\s*=\s*["']js:""",
    "boosts links": r"hx-boost",
    "fetches from elsewhere": r"""(?:src|<link[^>]*href)\s*=\s*["'](?:https?:)?//""",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_does_what_the_policy_forbids(what):
    found = [named(path) for path in TEMPLATES if re.search(FORBIDDEN[what], path.read_text())]
    assert found == []


def test_every_form_that_posts_carries_its_token():
    missing = []
    for path in TEMPLATES:
        for form in re.findall(r"<form\b.*?</form>", path.read_text(), re.DOTALL):
            if re.search(r"method=\"post\"", form, re.IGNORECASE) and "csrf_token" not in form:
                missing.append(named(path))
    assert missing == []
