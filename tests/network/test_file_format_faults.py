"""Damaged files: one sentence for every fault, with its place; nothing opens by half."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest

from designer.network.errors import FileError
from designer.network.file_format import load
from tests.network.test_file_format import EXAMPLE, document

HEAD = '{"format": "cnn-designer", "version": 1, '
RELU = '{"id": "a", "type": "relu"}'
PAIR = f'{RELU}, {{"id": "b", "type": "relu"}}'


def block(**entries: Any) -> str:
    """Return a file with one convolution of which entries are changed; ``None`` leaves one out."""
    found = {"id": "c", "type": "conv2d", "filters": 2, **entries}
    return document(json.dumps({key: value for key, value in found.items() if value is not None}))


def raw(entry: str) -> str:
    """Return a file with one convolution and an entry that `json` would not write."""
    return document(f'{{"id": "c", "type": "conv2d", "filters": 2, {entry}}}')


DAMAGED: dict[str, tuple[str | bytes, list[str]]] = {
    "empty": ("", ["file: it is empty"]),
    "blank": (" \n\t", ["file: it is empty"]),
    "cut off at once": ("{", ["line 1, column 2: not JSON"]),
    "cut off in a key": (EXAMPLE[:10], ["line 2, column 3: not JSON"]),
    "cut off in a block": (EXAMPLE[:200], ["line 8, column"]),
    "cut off between blocks": (EXAMPLE[: EXAMPLE.index("\n    {", 150)], ["not JSON: the file ends too early"]),
    "cut off before the last brace": (EXAMPLE.rstrip()[:-1], ["not JSON: the file ends too early"]),
    "cut off in a character": ("ü".encode()[:1], ["file: not UTF-8 text"]),
    "twice the file": (EXAMPLE * 2, ["not JSON: extra data"]),
    "a comma too many": (document(RELU + ","), ["not JSON: illegal trailing comma" if sys.version_info >= (3, 13) else "not JSON: expecting value"]),
    "single quotes": (EXAMPLE.replace('"', "'"), ["line 2, column 3: not JSON"]),
    "a comment": ("// network\n" + EXAMPLE, ["line 1, column 1: not JSON"]),
    "utf-16": (EXAMPLE.encode("utf-16"), ["file: not UTF-8 text"]),
    "half a character": ('{"a": "\ud800"}', ["file: it holds half a character"]),
    "too large": (b" " * (8 * 1024 * 1024 + 1), ["file: larger than 8 MiB"]),
    "5,000 levels of lists": ("[" * 5000 + "]" * 5000, ["file: nested deeper than 32 levels"]),
    "5,000 levels of objects": (document(RELU, name=1).replace("1}", '{"a":' * 5000 + "1" + "}" * 5001), ["file: nested deeper than 32 levels"]),
    "33 levels": (raw('"x": ' + "[" * 30 + "]" * 30), ["file: nested deeper than 32 levels"]),
    "a list": ("[]", ["file: found []; allowed is one JSON object"]),
    "null": ("null", ["file: found null"]),
    "no format": ('{"version": 1}', ['format: missing; allowed is "cnn-designer"']),
    "another format": ('{"format": "keras", "blocks": 3}', ["format: found 'keras'"]),
    "no version": ('{"format": "cnn-designer"}', ["version: missing"]),
    "version 2": ('{"format": "cnn-designer", "version": 2, "x": 1}', ["version: found 2: made by a newer version"]),
    "a huge version": ('{"format": "cnn-designer", "version": 1' + "0" * 200 + "}", ["version: found a huge number: made by a newer version"]),
    "version true": ('{"format": "cnn-designer", "version": true}', ["version: found true"]),
    "version 1.0": ('{"format": "cnn-designer", "version": 1.0}', ["version: found 1.0"]),
    "version 0": ('{"format": "cnn-designer", "version": 0}', ["version: found 0"]),
    "no blocks": (HEAD + '"name": ""}', ["blocks: missing"]),
    "blocks an object": (HEAD + '"blocks": {}}', ["blocks: found an object"]),
    "10,001 blocks": (
        document(",".join(f'{{"id": "r{n}", "type": "relu"}}' for n in range(10_001))),
        ["blocks: found 10,001 blocks; allowed are 10,000"],
    ),
    "name a number": (document(RELU, name=3), ["name: found 3; allowed is a text"]),
    "notes null": (document(RELU, notes=None), ["notes: found null"]),
    "unknown top-level key": (
        document(RELU, wire=[]),
        ["wire: found an unknown key; allowed are format, version, name, notes, blocks, wires, training; did you mean 'wires'?"],
    ),
    "a block a text": (document('"relu"'), ["blocks[0]: found 'relu'"]),
    "no id": (document('{"type": "relu"}'), ["blocks[0].id: missing"]),
    "id a number": (document('{"id": 7, "type": "relu"}'), ["blocks[0].id: found 7"]),
    "id empty": (document('{"id": "", "type": "relu"}'), ["blocks[0].id: found ''"]),
    "id a path": (document('{"id": "../x", "type": "relu"}'), ["blocks[0].id: found '../x'; allowed is 1 to 64 of a-z A-Z 0-9 _ -"]),
    "id with a line end": (document('{"id": "a\\n", "type": "relu"}'), ["blocks[0].id: found 'a\\n'"]),
    "id with a foreign digit": (document('{"id": "a٣", "type": "relu"}'), ["blocks[0].id: found 'a٣'"]),
    "id of 65": (document(f'{{"id": "{"a" * 65}", "type": "relu"}}'), ["blocks[0].id: found"]),
    "ids twice": (document(f"{RELU}, {RELU}", wires=[]), ["blocks[1].id: found 'a', which blocks[0] has already"]),
    "no type": (document('{"id": "a"}'), ["blocks[0].type: missing"]),
    "type a number": (document('{"id": "a", "type": 1}'), ["blocks[0].type: found 1"]),
    "unknown field": (block(kernal=3), ["blocks[0].kernal: found an unknown key; allowed are id, type, title"]),
    "field of another type": (document('{"id": "a", "type": "relu", "kernel": 3}'), ["blocks[0].kernel: found an unknown key"]),
    "required field missing": (block(filters=None), ["blocks[0].filters: missing; allowed is a whole number from 1 to 65,536"]),
    "filters 0": (block(filters=0), ["blocks[0].filters: found 0; allowed is a whole number from 1 to 65,536"]),
    "filters true": (block(filters=True), ["blocks[0].filters: found true"]),
    "filters 2.0": (block(filters=2.0), ["blocks[0].filters: found 2.0"]),
    "filters a text": (block(filters="6"), ["blocks[0].filters: found '6'"]),
    "filters null": (raw('"groups": null'), ["blocks[0].groups: found null"]),
    "filters endless": (raw('"groups": ' + "9" * 10_000), ["blocks[0].groups: found a huge number"]),
    "kernel of three": (block(kernel=[3, 3, 3]), ["blocks[0].kernel: found [3, 3, 3]"]),
    "kernel with true": (block(kernel=[True, 3]), ["blocks[0].kernel: found [true, 3]"]),
    "kernel too large": (block(kernel=1025), ["blocks[0].kernel: found 1025"]),
    "kernel an object": (block(kernel={"h": 3}), ["blocks[0].kernel: found an object"]),
    "padding a word": (block(padding="SAME"), ['blocks[0].padding: found \'SAME\'; allowed is "valid", "same"']),
    "padding negative": (block(padding=[-1, 0]), ["blocks[0].padding: found [-1, 0]"]),
    "start misspelt": (block(start="sobelx"), ["did you mean 'sobel-x'?"]),
    "bias 1": (block(bias=1), ["blocks[0].bias: found 1; allowed is true or false"]),
    "rate NaN": (document('{"id": "a", "type": "dropout", "rate": NaN}'), ["blocks[0].rate: found NaN; allowed are finite numbers"]),
    "rate Infinity": (document('{"id": "a", "type": "dropout", "rate": -Infinity}'), ["blocks[0].rate: found -Infinity"]),
    "rate 1e999": (document('{"id": "a", "type": "dropout", "rate": 1e999}'), ["blocks[0].rate: found 1e999"]),
    "rate 1": (document('{"id": "a", "type": "dropout", "rate": 1}'), ["blocks[0].rate: found 1; allowed is a number from 0 and below 1"]),
    "NaN in a kernel": (raw('"kernel": [3, NaN]'), ["blocks[0].kernel[1]: found NaN"]),
    "NaN in an unknown type": (document('{"id": "a", "type": "later", "x": {"y": [1, NaN]}}'), ["blocks[0].x.y[1]: found NaN"]),
    "half a character in a title": (raw('"title": "\\ud800"'), ["blocks[0].title: found '\\ud800', which holds half a character"]),
    "half a character in a key": (raw('"\\udc00": 1'), ["blocks[0]['\\udc00']: the key holds half a character"]),
    "a key twice in a block": (raw('"kernel": 3, "kernel": 5'), ["blocks[0].kernel: the key is written twice"]),
    "a key twice at the top": (HEAD + f'"name": "a", "name": "b", "blocks": [{RELU}]}}', ["name: the key is written twice"]),
    "a key twice in training": (HEAD + f'"blocks": [{RELU}], "training": {{"seed": 1, "seed": 1}}}}', ["training.seed: the key is written twice"]),
    "title a list": (block(title=[]), ["blocks[0].title: found []"]),
    "at of one": (block(at=[1]), ["blocks[0].at: found [1]; allowed is [x, y], each from -1,000,000 to 1,000,000"]),
    "at too far": (block(at=[0, 1_000_001]), ["blocks[0].at: found [0, 1000001]"]),
    "at a text": (block(at="left"), ["blocks[0].at: found 'left'"]),
    "at true": (block(at=[True, 0]), ["blocks[0].at: found [true, 0]"]),
    "at endless": (raw('"at": [' + "9" * 5000 + ", 0]"), ["blocks[0].at: found [a huge number, 0]"]),
    "at null": (raw('"at": null'), ["blocks[0].at: found null"]),
    "frozen 1": (block(frozen=1), ["blocks[0].frozen: found 1"]),
    "frozen without parameters": (
        document('{"id": "a", "type": "relu", "frozen": true}'),
        ["blocks[0].frozen: found true; allowed is false: 'relu' has no parameters"],
    ),
    "quiet a text": (block(quiet="x"), ["blocks[0].quiet: found 'x'"]),
    "quiet of numbers": (block(quiet=[1]), ["blocks[0].quiet: found [1]"]),
    "wires an object": (document(RELU, wires={}), ["wires: found an object"]),
    "wires null": (document(RELU, wires=None), ["wires: found null"]),
    "a wire of one": (document(RELU, wires=[["a"]]), ["wires[0]: found ['a']"]),
    "a wire of numbers": (document(PAIR, wires=[[0, 1]]), ["wires[0]: found [0, 1]"]),
    "a wire to nowhere": (
        document('{"id": "conv1", "type": "relu"}', wires=[["conv1", "conv2"]]),
        ["wires[0]: found 'conv2'; allowed is the id of a block in this file; did you mean 'conv1'?"],
    ),
    "a wire from nowhere": (document(PAIR, wires=[["a", "b"], ["", "a"]]), ["wires[1]: found ''"]),
    "a block feeding itself": (document(RELU, wires=[["a", "a"]]), ["wires: found a cycle (a → a)"]),
    "a cycle of two": (document(PAIR, wires=[["a", "b"], ["b", "a"]]), ["wires: found a cycle ("]),
    "training a list": (document(RELU, training=[]), ["training: found []"]),
    "training null": (document(RELU, training=None), ["training: found null"]),
    "epochs 0": (document(RELU, training={"epochs": 0}), ["training.epochs: found 0"]),
    "rate 0": (document(RELU, training={"learning_rate": 0}), ["training.learning_rate: found 0; allowed is a number above 0"]),
    "optimiser misspelt": (document(RELU, training={"optimizer": "adm"}), ["did you mean 'adam'?"]),
    "data set empty": (document(RELU, training={"dataset": ""}), ["training.dataset: found ''"]),
    "seed negative": (document(RELU, training={"seed": -1}), ["training.seed: found -1"]),
    "two faults": (
        document('{"id": "a b", "type": "relu"}, {"id": "c", "type": "conv2d", "filters": 1.5}', wires=[]),
        ["blocks[0].id: found 'a b'", "blocks[1].filters: found 1.5"],
    ),
    "faults everywhere": (
        document('{"id": "c", "type": "conv2d", "filters": 0, "x": 1}', name=1, wires=[["c", "d"]], training={"epochs": "x"}, more=1),
        [
            "more: found an unknown key",
            "name: found 1",
            "blocks[0].filters: found 0",
            "blocks[0].x: found an unknown key",
            "wires[0]: found 'd'",
            "training.epochs: found 'x'",
        ],
    ),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_each_fault_is_one_sentence_with_its_place(name: str) -> None:
    text, expected = DAMAGED[name]
    with pytest.raises(FileError) as caught:
        load(text)
    faults = caught.value.faults
    assert len(faults) == len(expected), faults
    for fault, part in zip(faults, expected, strict=True):
        assert part in fault
        assert "\n" not in fault and fault.isprintable() and len(fault) < 500
        fault.encode()  # can be shown


def test_twenty_faults_are_told_and_the_rest_counted() -> None:
    blocks = ", ".join(f'{{"id": "c{number}", "type": "conv2d", "filters": 0}}' for number in range(25))
    with pytest.raises(FileError) as caught:
        load(document(blocks))
    assert len(caught.value.faults) == 21
    assert caught.value.faults[19].startswith("blocks[19].filters")
    assert caught.value.faults[20] == "and 5 more"


def test_a_file_full_of_faults_is_not_read_to_its_end() -> None:
    with pytest.raises(FileError) as caught:
        load(document(",".join(["1"] * 9_999)))
    assert caught.value.faults[20] == "and over 1,000 more"


def test_a_long_cycle_is_told_in_short() -> None:
    ids = [f"b{number}" for number in range(50)]
    wires = [[source, target] for source, target in zip(ids, ids[1:] + ids[:1], strict=True)]
    with pytest.raises(FileError) as caught:
        load(document(", ".join(f'{{"id": "{name}", "type": "relu"}}' for name in ids), wires=[["b3", "b1"], *wires]))
    (fault,) = caught.value.faults
    assert fault.startswith("wires: found a cycle (") and len(fault) < 150


def test_a_damaged_id_does_not_blame_the_wires() -> None:
    with pytest.raises(FileError) as caught:
        load(document('{"id": 5, "type": "relu"}, {"id": "b", "type": "relu"}', wires=[["a", "b"]]))
    assert len(caught.value.faults) == 1
