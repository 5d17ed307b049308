"""What ships with the program is there, and is found from wherever the program runs."""

import ast

from designer.resources import resource, templates
from tests.architecture.source import ROOT, called, parsed, python_files


def named_in_the_source() -> set[tuple[str, ...]]:
    """Return the arguments of every call `resource("…", "…")` whose parts are all written out."""
    found = set()
    for path in python_files("designer"):
        for part in ast.walk(parsed(path)):
            if isinstance(part, ast.Call) and called(part).endswith("resource") and part.args:
                texts = [argument.value for argument in part.args if isinstance(argument, ast.Constant) and isinstance(argument.value, str)]
                if len(texts) == len(part.args):
                    found.add(tuple(texts))
    return found


def test_the_checkout_reads_its_own_folder() -> None:
    assert resource() == ROOT / "resources"


def test_every_resource_named_in_the_source_exists() -> None:
    named = named_in_the_source()
    assert named, "nothing names a resource: this test looks for the wrong call"
    assert [parts for parts in named if not resource(*parts).exists()] == []


def test_the_shipped_networks_are_found_by_name() -> None:
    assert "lenet5" in templates()
    assert list(templates()) == sorted(templates())


def test_icons_are_well_formed_svg() -> None:
    from xml.etree import ElementTree

    icons = sorted(resource("icons").rglob("*.svg"))
    assert icons
    for icon in icons:
        assert ElementTree.parse(icon).getroot().tag == "{http://www.w3.org/2000/svg}svg", icon.name
