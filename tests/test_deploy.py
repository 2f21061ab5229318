"""The files that an operator installs: they name what exists, and read as what they are for."""

import re
import subprocess
from collections import defaultdict
from importlib import import_module

import pytest
from django.core.management import get_commands

from tests.running import ROOT
from tests.test_promises import read, variables_told

DEPLOY = ROOT / "deploy"
UNITS = sorted(path for path in (DEPLOY / "systemd").rglob("*") if path.is_file())
SECTIONS = {"Unit", "Service", "Timer", "Install"}
HOME = "/srv/twodeep"  # where the document puts the code


def parsed(text: str) -> dict[str, dict[str, list[str]]]:
    """Return the options of each section, every one with all its values. Raises ValueError."""
    found: dict[str, dict[str, list[str]]] = {}
    for line in text.replace("\\\n", "").splitlines():
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            section = found.setdefault(line.strip("[]"), defaultdict(list))
        else:
            name, value = line.split("=", 1)
            section[name].append(value.strip())
    return found


UNIT = {path.name: parsed(path.read_text()) for path in UNITS}
COMMANDS = [run for unit in UNIT.values() for run in unit.get("Service", {}).get("ExecStart", [])]


@pytest.mark.parametrize("name", UNIT)
def test_every_unit_has_sections_and_options_as_systemd_writes_them(name):
    assert UNIT[name].keys() <= SECTIONS
    options = [option for section in UNIT[name].values() for option in section]
    assert options and all(re.fullmatch(r"[A-Z][A-Za-z]+", option) for option in options)


def test_every_timer_has_its_service_and_is_enabled_by_the_document():
    timers = {name.removesuffix(".timer") for name in UNIT if name.endswith(".timer")}
    enabled = re.search(r"systemctl enable --now (.*)", read("docs/deploy.md"))[1].split()
    assert timers and {f"{timer}.service" for timer in timers} <= UNIT.keys()
    assert {f"{timer}.timer" for timer in timers} | {"twodeep-web.service"} <= {*enabled}
    assert {*enabled} <= UNIT.keys()


def test_units_run_what_exists():
    for command in COMMANDS:
        program, *arguments = command.split()
        assert program.startswith(f"{HOME}/")
        if program.endswith("/python"):
            assert arguments[0] == "manage.py" and arguments[1] in get_commands()
        elif program.endswith("/uvicorn"):
            module, _, name = arguments[0].partition(":")
            assert callable(getattr(import_module(module), name))
        else:
            assert (ROOT / program.removeprefix(f"{HOME}/")).stat().st_mode & 0o111


def test_the_container_serves_as_the_unit_does_but_to_everybody():
    (unit,) = [command.partition("/bin/")[2] for command in COMMANDS if "uvicorn" in command]
    told = re.findall(r'"([^"]+)"', read("Dockerfile").rpartition("CMD")[2])
    assert unit.split() == [{"0.0.0.0": "127.0.0.1"}.get(word, word) for word in told]


@pytest.mark.parametrize("file", ["deploy/twodeep.env.example", "compose.yaml"])
def test_examples_of_the_environment_name_only_documented_variables(file):
    others = {"POSTGRES_USER", "POSTGRES_PASSWORD", "FORWARDED_ALLOW_IPS"}
    named = set(re.findall(r"^ *([A-Z_]+)(?:=|: )", read(file), re.MULTILINE)) - others
    assert named and named <= variables_told()


def test_the_proxy_lets_the_stream_through_at_once_and_says_who_asks():
    conf = read("deploy/nginx.conf")
    stream = re.search(r"location /live/ \{(.*?)\}", conf, re.DOTALL)[1]
    assert "proxy_buffering off;" in stream and "gzip off;" in stream
    for header in ("Host", "X-Forwarded-Proto", "X-Forwarded-For", "X-Request-ID"):
        assert f"proxy_set_header {header} $" in conf
    # One in a location would take the place of all those above it.
    assert all(
        "proxy_set_header" not in part for part in re.findall(r"location .*?\}", conf, re.S)
    )


def test_the_container_takes_files_that_exist():
    taken = re.findall(r"^!(\S+)", read(".dockerignore"), re.MULTILINE)
    assert "manage.py" in taken and [name for name in taken if not (ROOT / name).exists()] == []
    copied = re.findall(r"^COPY (.*) \S+$", read("Dockerfile"), re.MULTILINE)
    named = {name for line in copied for name in line.split()} - {"."}
    assert named and named <= {*taken}


@pytest.mark.parametrize("name", ["backup", "twodeep"])
def test_the_scripts_can_be_run(name):
    assert subprocess.run(["sh", "-n", DEPLOY / name]).returncode == 0
    assert (DEPLOY / name).stat().st_mode & 0o111
