"""The documents say what is true of the tree: commands, links, packages, versions."""

import re
from pathlib import Path

import pytest

from designer import cli, startup

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")
START = "python3 -m venv .venv && .venv/bin/pip install -e . && .venv/bin/python main.py"
TEST = "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/python -m pytest"


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_two_commands_stand_alone_on_a_line() -> None:
    assert {START, TEST} <= set(text("README.md").splitlines())


def test_the_server_runs_the_test_command_of_the_readme() -> None:
    assert TEST in text(".ci/run").splitlines()


def test_the_readme_explains_every_command_and_no_other() -> None:
    explained = set(re.findall(r"^\| `cnn-designer ([a-z]+)", text("README.md"), re.MULTILINE))
    assert explained == set(cli._COMMANDS)


def test_the_readme_and_the_server_install_what_the_program_asks_for() -> None:
    asked = set((startup._LINKED_BY_QT | startup._LINKED_BY_XCB).values()) - {"libxkbcommon0"}  # comes with libxkbcommon-x11-0
    for name in ("README.md", ".ci/run"):
        assert [package for package in asked if package not in re.findall(r"[\w.+-]+", text(name))] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_within_the_tree_leads_somewhere(name: str) -> None:
    links = re.findall(r"\]\(([^)#]+)", text(name)) + re.findall(r'(?:src|href)="([^"#]+)"', text(name))
    assert [link for link in links if "://" not in link and not (ROOT / link).exists()] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_files_of_the_program_that_are_named_exist(name: str) -> None:
    named = re.findall(r"`((?:designer|resources|tests)/[\w/.]+?)/?`", text(name))
    assert [path for path in named if not (ROOT / path).exists()] == []
