"""Strict JSON: depth, repeated keys, numbers as written, half characters."""

from __future__ import annotations

import json

import pytest

from designer.network.errors import FileError
from designer.network.json_text import NumberText, plain, read, too_deep, write


@pytest.mark.parametrize("depth", [1, 31, 32])
def test_allowed_depths(depth: int) -> None:
    assert not too_deep("[" * depth + "]" * depth)
    assert not too_deep('{"a":' * depth + "1" + "}" * depth)
    read("[" * depth + "]" * depth)


@pytest.mark.parametrize(
    "text", ["[" * 33 + "]" * 33, '{"a":' * 33 + "1" + "}" * 33, "[" * 5000, '[{"a":' * 2500, "[[]," * 40, "[" * 100_000 + "]" * 100_000]
)
def test_too_deep_is_one_sentence(text: str) -> None:
    assert too_deep(text)
    with pytest.raises(FileError, match="nested deeper than 32 levels"):
        read(text)


@pytest.mark.parametrize(
    "text", ['"' + "[" * 100 + '"', '["\\"' + "[" * 100 + '"]', '["\\\\", "' + "[" * 100 + '"]', "[" + ",".join(["[[]]"] * 100) + "]"]
)
def test_brackets_in_strings_and_side_by_side_do_not_nest(text: str) -> None:
    assert not too_deep(text)
    assert read(text)[0] == json.loads(text)


@pytest.mark.parametrize(
    "text", ["1.50", "1E5", "-0", "1e-7", "0.10", "9" * 5000, "-" + "9" * 5000, "1.0", "12", '{"a": [1.0e0, "x"]}', "null", "true", '"ü\\n"']
)
def test_what_was_read_is_written_as_it_was(text: str) -> None:
    value, faults = read(text)
    assert list(faults) == []
    assert write(value) == text


def test_numbers_have_their_values() -> None:
    assert plain([NumberText("1.50"), 2, NumberText("-0"), NumberText("1E2")]) == [1.5, 2, 0, 100.0]
    assert NumberText("9" * 5000).number > 10**300 and NumberText("-" + "9" * 5000).number < -(10**300)


def test_faults_have_places() -> None:
    _, faults = read('{"a": [NaN, {"b": 1e999}], "c": 1, "c": 2, "d d": "\\ud800", "e": -Infinity}')
    assert {fault.place for fault in faults} == {"a[0]", "a[1].b", "c", "['d d']", "e"}


def test_a_pair_of_halves_is_a_whole_character() -> None:
    value, faults = read('"\\ud83d\\ude00"')
    assert (value, list(faults)) == ("😀", [])
