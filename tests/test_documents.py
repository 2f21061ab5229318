"""What the documents name exists: commands, addresses, files, links, pictures, variables."""

import os
import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.core.management import get_commands, load_command_class
from django.urls import Resolver404, resolve
from uvicorn.main import main as serve

from config.api import api
from tests.documents import TEXTS, anchors, blocks, links, pictures, spans
from tests.running import ROOT

PICTURES = ROOT / "docs" / "pictures"
MOST_OF_ONE, MOST_OF_ALL = 150_000, 1_200_000  # bytes


def code(name: str) -> list[str]:
    """Return the code in a document; `twodeep` is what manage.py is called once deployed."""
    lines = [re.sub(r"^twodeep ", "manage.py ", line) for line in blocks(TEXTS[name])]
    return [*spans(TEXTS[name]), *lines]


# Commands.

COMMAND = re.compile(r"manage\.py ([a-z_]+)([^|;&#>\n]*)")
SWITCH = re.compile(r"(?<![\w-])--?[a-z][a-z-]*")


@cache
def options_of(command: str) -> set[str]:
    """Return what may be given to a command of manage.py; nothing where there is none."""
    app = get_commands().get(command)
    if app is None:
        return set()
    found = load_command_class(app, command) if isinstance(app, str) else app
    return {*found.create_parser("manage.py", command)._option_string_actions}


def commands(name: str) -> list[tuple[str, str]]:
    """Return every command of manage.py that a document names, and what is given to it."""
    return COMMAND.findall("\n".join(code(name)))


def test_every_command_and_every_option_of_it_exists():
    wrong = [
        f"{name}: {command} {option}"
        for name in TEXTS
        for command, given in commands(name)
        for option in SWITCH.findall(given) or [""]
        if option not in options_of(command) | {""} or not options_of(command)
    ]
    assert wrong == []


def test_every_option_that_a_sentence_names_is_of_a_command_told_of_there():
    of_the_server = {option for one in serve.params for option in one.opts}
    wrong = [
        f"{name}: {span}"
        for name, text in TEXTS.items()
        for span in spans(text)
        for option in re.findall(r"^--[a-z-]+", span)
        if option not in of_the_server.union(*(options_of(one) for one, _ in commands(name)))
    ]
    assert wrong == []


def test_every_module_and_script_that_is_run_exists():
    lines = "\n".join(line for name in TEXTS for line in code(name))
    modules = re.findall(r"python -m ([\w.]+)", lines)
    scripts = re.findall(r"(?:python|bash|pytest)(?: -m \S+)? ([\w./]+/[\w.]+)", lines)
    assert modules and [module for module in modules if not find_spec(module)] == []
    assert scripts and [script for script in scripts if not (ROOT / script).exists()] == []


def test_every_marker_that_tests_are_chosen_by_exists(pytestconfig):
    known = {line.partition(":")[0] for line in pytestconfig.getini("markers")}
    lines = "\n".join(line for name in TEXTS for line in code(name))
    chosen = " ".join(map("".join, re.findall(r'pytest -m (?:"([^"]+)"|(\w+))', lines)))
    assert set(chosen.split()) - {"and", "or", "not"} - known == set()


# Addresses.

SERVED_BESIDE = {"/live/", "/styleguide/"}  # by the server itself, and with DEBUG=1 alone
BESIDE_THE_API = {"/api/v1/", "/api/v1/docs", "/api/v1/openapi.json"}
SITE = re.compile(r"https?://127\.0\.0\.1:8000(/[^\s`\"'>]*)")
ADDRESS = re.compile(r"/[^\s`\"']*")
OF_THE_SYSTEM = re.compile(r"/(etc|srv|var|opt|usr)/")


def addresses() -> Iterator[tuple[str, str, list[str]]]:
    """Yield every address: the document, the path, and the names of its query."""
    for name in TEXTS:
        told = [*SITE.findall("\n".join(code(name)))]
        told += [span for span in spans(TEXTS[name]) if ADDRESS.fullmatch(span)]
        for address in told:
            parts = urlsplit(address)
            if parts.path not in SERVED_BESIDE and not OF_THE_SYSTEM.match(address):
                yield name, parts.path, [key for key, _ in parse_qsl(parts.query)]


@cache
def operations() -> dict[str, set[str]]:
    """Return the names that may be asked of each address of the API, by a pattern of it."""
    return {
        re.sub(r"\{\w+\}", "[^/]+", path): {
            one["name"] for one in methods["get"].get("parameters", []) if one["in"] == "query"
        }
        for path, methods in api.get_openapi_schema()["paths"].items()
    }


@cache
def names_read() -> set[str]:
    """Return every word in quotes in the code of pages, as names of a query stand there."""
    files = [path for app in ("squads", "transfers") for path in (ROOT / app).rglob("*.py")]
    return {word for path in files for word in re.findall(r'"(\w+)"', path.read_text())}


def names_known(path: str) -> set[str] | None:
    """Return what may be asked of an address, nothing for one that does not exist.

    What varies in it may be told as <club> or {slug}.
    """
    if path.startswith("/api/") and path not in BESIDE_THE_API:
        return next(
            (names for like, names in operations().items() if re.fullmatch(like, path)), None
        )
    try:
        resolve(re.sub(r"[<{]\w+[>}]", "liverpool", path))
    except Resolver404:
        return None
    return names_read()


def test_every_address_and_every_name_in_its_query_exists():
    wrong = [
        f"{name}: {path} {names}"
        for name, path, names in addresses()
        if (known := names_known(path)) is None or set(names) - known
    ]
    assert wrong == []


# Files.

PLACES = (
    "config",
    "deploy",
    "docs",
    "seeds",
    "squads",
    "static",
    "templates",
    "tests",
    "transfers",
)
IN_A_PLACE = rf"(?:{'|'.join(PLACES)}|\.ci)/[\w./-]*"
FILE = re.compile(rf"{IN_A_PLACE}|[\w-]+\.(?:py|md|yaml|toml)|Dockerfile")


@cache
def names_of_files() -> set[str]:
    top = [path.name for path in ROOT.iterdir()]
    return {
        *top,
        *(file for place in PLACES for *_, files in os.walk(ROOT / place) for file in files),
    }


def test_every_file_that_is_named_exists():
    wrong = []
    for name, text in TEXTS.items():
        told = [span for span in spans(text) if FILE.fullmatch(span)]
        told += [word for line in blocks(text) for word in re.findall(r"\bdeploy/[\w./-]+", line)]
        wrong += [
            f"{name}: {one}"
            for one in told
            if not ((ROOT / one).exists() if "/" in one else one in names_of_files())
        ]
    assert wrong == []


# Links and pictures.


def test_every_link_leads_to_a_file_and_to_a_heading_in_it():
    broken = []
    for name, text in TEXTS.items():
        for link in links(text):
            file, _, anchor = link.partition("#")
            path = (ROOT / name).parent / file if file else ROOT / name
            if not path.exists() or (anchor and anchor not in anchors(path.read_text())):
                broken.append(f"{name}: {link}")
    assert broken == []


def test_every_document_is_reached_from_the_readme():
    reached, to_see = set(), ["README.md"]
    while to_see:
        name = to_see.pop()
        reached.add(name)
        files = {Path(name).parent / link.partition("#")[0] for link in links(TEXTS[name])}
        to_see += ({os.path.normpath(file) for file in files} & TEXTS.keys()) - reached
    assert TEXTS.keys() - reached == set()


def test_every_picture_is_shown_somewhere():
    shown = {Path(link).name for text in TEXTS.values() for link in pictures(text)}
    assert {path.name for path in PICTURES.iterdir()} - shown == set()


def test_pictures_are_small():
    sizes = {path.name: path.stat().st_size for path in PICTURES.iterdir()}
    assert {name for name, size in sizes.items() if size > MOST_OF_ONE} == set()
    assert sum(sizes.values()) <= MOST_OF_ALL


def test_every_picture_says_in_words_what_it_shows():
    everything = "\n".join(TEXTS.values())
    images = re.findall(r"<img [^>]*>", everything)
    assert [one for one in images if not re.search(r'alt="[^"]{20,}"', one)] == []
    assert "![](" not in everything


# The README.


def test_the_readme_says_in_three_sentences_what_it_is():
    about = TEXTS["README.md"].partition("# Twodeep\n")[2].partition("<picture>")[0]
    assert len(re.findall(r"[.!?](?=\s|$)", about)) == 3


@pytest.mark.parametrize("command", ["uv run manage.py demo", "uv run pytest"])
def test_the_readme_has_the_two_commands_as_they_are_pasted(command):
    assert f"```sh\npip install uv && {command}\n```" in TEXTS["README.md"]
