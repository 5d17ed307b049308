"""The architecture file: canonical to the byte, lenient to hands, strict to damage (test_file_format_faults)."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given

from designer.network.architecture import Architecture, Block, UnknownSpec, Wire
from designer.network.blocks import BLOCK_TYPES
from designer.network.blocks.conv2d import Conv2d
from designer.network.errors import FileError
from designer.network.file_format import block_line, load, load_file, save, save_lines
from designer.network.file_format_versions import STEPS, VERSION
from designer.network.training import Training
from tests.network.strategies import FULL, MODEST, architectures

GOLDEN = Path(__file__).parents[1] / "golden"

EXAMPLE = """\
{
  "format": "cnn-designer",
  "version": 1,
  "name": "LeNet-5",
  "notes": "",
  "blocks": [
    {"id": "input", "type": "input", "shape": [1, 28, 28]},
    {"id": "conv1", "type": "conv2d", "filters": 6, "kernel": [5, 5], "padding": "same"},
    {"id": "relu1", "type": "relu"},
    {"id": "pool1", "type": "max_pool"},
    {"id": "dense1", "type": "dense", "units": 10},
    {"id": "softmax", "type": "softmax"}
  ],
  "wires": [
    ["input", "conv1"],
    ["conv1", "relu1"],
    ["relu1", "pool1"],
    ["pool1", "dense1"],
    ["dense1", "softmax"]
  ],
  "training": {"dataset": "digits", "optimizer": "adam", "learning_rate": 0.002, "batch_size": 32, "epochs": 20, "seed": 0}
}
"""


def document(blocks: str, **others: object) -> str:
    """Return a file's text with the blocks' JSON and further top-level keys."""
    rest = "".join(f', "{key}": {json.dumps(value)}' for key, value in others.items())
    return f'{{"format": "cnn-designer", "version": 1, "blocks": [{blocks}]{rest}}}'


def test_the_example_comes_back_to_the_byte() -> None:
    assert save(load(EXAMPLE)) == EXAMPLE
    assert save(load(EXAMPLE.encode())) == EXAMPLE


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("architecture_v*.cnn")), ids=lambda path: path.name)
def test_files_of_every_version_open_and_come_back(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert save(load_file(path)) == text


def test_the_values_of_the_golden_file() -> None:
    architecture = load_file(GOLDEN / "architecture_v1.cnn")
    assert architecture.by_id["conv-1"] == Block(
        "conv-1",
        Conv2d(filters=8, kernel=(3, 5), stride=(2, 1), padding=(0, 1, 2, 3), dilation=(1, 2), bias=False),
        title="edges",
        at=(120, -40.5),
        frozen=True,
        quiet=("one", "two"),
    )
    assert architecture.sources["later"] == ("class", "norm", "norm")
    assert architecture.training.learning_rate == 1e-5
    assert architecture.training.unknown == (("mixup", '"gentle"'), ("warmup", "0.10"))


def test_every_version_since_the_first_has_a_golden_file_and_a_step() -> None:
    assert {path.stem for path in GOLDEN.glob("architecture_v*.cnn")} == {f"architecture_v{number}" for number in range(1, VERSION + 1)}
    assert set(STEPS) == set(range(1, VERSION))


def test_an_empty_architecture_writes_all_seven_keys() -> None:
    lines = [
        "{",
        '  "format": "cnn-designer",',
        '  "version": 1,',
        '  "name": "",',
        '  "notes": "",',
        '  "blocks": [],',
        '  "wires": [],',
        '  "training": {}',
        "}",
    ]
    assert save_lines(Architecture()) == lines
    assert load(save(Architecture())) == Architecture()


def test_what_may_be_left_out() -> None:
    architecture = load(
        document(
            '{"id": "a", "type": "input", "shape": [1, 8, 8]}, {"id": "b", "type": "conv2d", "filters": 2, "kernel": 5}, {"id": "c", "type": "relu"}'
        )
    )
    assert architecture.wires == (Wire("a", "b"), Wire("b", "c"))
    assert architecture.by_id["b"].spec == Conv2d(filters=2, kernel=(5, 5))
    assert (architecture.name, architecture.notes, architecture.training) == ("", "", Training())
    assert load(document('{"id": "a", "type": "relu"}, {"id": "b", "type": "relu"}', wires=[])).wires == ()


def test_byte_order_mark_and_windows_line_ends_are_accepted() -> None:
    assert save(load(b"\xef\xbb\xbf" + EXAMPLE.replace("\n", "\r\n").encode())) == EXAMPLE


def test_there_is_no_minus_zero() -> None:
    text = save(load(document('{"id": "a", "type": "dropout", "at": [-0.0, -0], "rate": -0.0}', training={"weight_decay": -0.0})))
    assert '{"id": "a", "type": "dropout", "at": [0.0, 0], "rate": 0.0}' in text
    assert '{"weight_decay": 0.0}' in text
    assert save(Architecture(blocks=(Block("a", BLOCK_TYPES["relu"](), at=(-0.0, 1.0)),))).count("-0.0") == 0


def test_required_fields_are_written_even_at_the_palettes_default() -> None:
    assert block_line(Block("conv1", Conv2d())) == '{"id": "conv1", "type": "conv2d", "filters": 8}'


def test_unknown_types_and_settings_are_kept_to_the_letter() -> None:
    line = (
        '{"id": "a", "type": "lstm", "title": "T", "at": [1, 2], "big": ' + "9" * 5000 + ', "x": [1.50, 1e5, -0, 1E-2, {"y": 0.10}], "z": "\\u0001"}'
    )
    text = document(line, training={"epochs": 3}).replace('"epochs": 3', '"later": 1.0e3, "epochs": 3, "b": [-0.0]')
    saved = save(load(text))
    assert f"    {line}\n" in saved
    assert '"training": {"epochs": 3, "later": 1.0e3, "b": [-0.0]}' in saved
    spec = load(text).blocks[0].spec
    assert isinstance(spec, UnknownSpec) and spec.type_name == "lstm" and dict(spec.values)["x"] == '[1.50, 1e5, -0, 1E-2, {"y": 0.10}]'


def test_a_changed_setting_is_written_though_nobody_stated_it() -> None:
    assert '"training": {"seed": 7}' in save(Architecture(training=Training(seed=7)))


def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    for path in (tmp_path / "none.cnn", tmp_path, Path("a\0b")):
        with pytest.raises(FileError, match="cannot be read"):
            load_file(path)


@MODEST
@given(architectures())
def test_saving_loading_and_saving_gives_the_same(architecture: Architecture) -> None:
    text = save(architecture)
    loaded = load(text)
    assert loaded == architecture
    assert save(loaded) == text


@pytest.mark.ledger
@pytest.mark.timeout(0)
@FULL
@given(architectures())
def test_saving_loading_and_saving_gives_the_same_in_full(architecture: Architecture) -> None:
    assert save(load(save(architecture))) == save(architecture)


@pytest.mark.benchmark
def test_a_thousand_blocks_open_and_save_quickly() -> None:
    block = '{{"id": "c{0}", "type": "conv2d", "at": [{0}, {0}.5], "filters": 8, "kernel": [5, 5], "padding": "same"}}'
    text = document(", ".join(block.format(index) for index in range(1000)))
    start = time.perf_counter()
    architecture = load(text)
    opened = time.perf_counter()
    save(architecture)
    assert opened - start < 0.1
    assert time.perf_counter() - opened < 0.05
