"""The shipped networks open, are canonical, have the published figures, and are what their notes say."""

from __future__ import annotations

import dataclasses
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from designer import resources
from designer.network.analysis import analyse
from designer.network.architecture import Architecture
from designer.network.blocks.batch_norm import BatchNorm
from designer.network.blocks.dropout import Dropout
from designer.network.errors import FileError
from designer.network.file_format import load_file, save
from designer.network.templates import describe_template, load_template, open_named, template_names

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "networks.json").read_text(encoding="utf-8"))["networks"]
DIGITS = 10
"""Classes of the data set that ships with the program."""
TYPES: dict[str, dict[str, int]] = {
    "alexnet": {"conv2d": 5, "relu": 7, "max_pool": 3, "adaptive_avg_pool": 1, "dense": 3, "dropout": 2},
    "vgg11": {"conv2d": 8, "relu": 10, "max_pool": 5, "adaptive_avg_pool": 1, "dense": 3, "dropout": 2},
    "vgg16": {"conv2d": 13, "relu": 15, "max_pool": 5, "adaptive_avg_pool": 1, "dense": 3, "dropout": 2},
    "squeezenet1_1": {"conv2d": 26, "relu": 26, "max_pool": 3, "concat": 8, "global_pool": 1, "dropout": 1},
    "googlenet": {"conv2d": 57, "batch_norm": 57, "relu": 57, "max_pool": 13, "concat": 9, "global_pool": 1, "dense": 1, "dropout": 1},
    "resnet18": {"conv2d": 20, "batch_norm": 20, "relu": 17, "max_pool": 1, "add": 8, "global_pool": 1, "dense": 1},
    "mobilenet_v2": {"conv2d": 35, "depthwise_conv2d": 17, "batch_norm": 52, "relu6": 35, "add": 10, "global_pool": 1, "dense": 1, "dropout": 1},
}
"""How many layers of each kind torchvision's networks have; each has an input and a softmax besides."""


@pytest.mark.parametrize("name", GOLDEN)
def test_published_figures_are_reproduced_to_the_unit(name: str) -> None:
    golden: dict[str, Any] = GOLDEN[name]
    analysis = analyse(load_template(golden["template"]))
    assert analysis.input_id is not None
    assert analysis.reports[analysis.input_id].output_shape == tuple(golden["input"])
    assert (analysis.parameters, analysis.macs) == (golden["parameters"], golden["macs"])
    for block, size in golden.get("receptive_field", {}).items():
        field = analysis.reports[block].receptive_field
        assert field is not None and field.size == (size, size), block


def test_every_template_has_a_golden_figure_or_one_here() -> None:
    assert {entry["template"] for entry in GOLDEN.values()} | {"resnet8-cifar", "resnet20-cifar"} == set(template_names())
    small_resnet = analyse(load_template("resnet20-cifar"))
    # the paper's 0.27 million with zero-padded shortcuts (269,722 and 40,551,040) and two projections of 16·32 and 32·64 with batch norms
    projections = 16 * 32 + 2 * 32 + 32 * 64 + 2 * 64
    assert (small_resnet.parameters, small_resnet.macs) == (269_722 + projections, 40_551_040 + 16 * 32 * 16**2 + 32 * 64 * 8**2)
    smallest = analyse(load_template("resnet8-cifar"))
    # two residual blocks fewer in each stage: four convolutions of 3×3 with a batch norm each
    fewer = sum(4 * (9 * filters**2 + 2 * filters) for filters in (16, 32, 64)), sum(4 * 9 * (16 * 32**2) * 16 for _ in range(3))
    assert (smallest.parameters, smallest.macs) == (small_resnet.parameters - fewer[0], small_resnet.macs - fewer[1])


@pytest.mark.parametrize("name", TYPES)
def test_torchvisions_networks_have_its_layers(name: str) -> None:
    blocks = load_template(name).blocks
    assert Counter(block.spec.type_name for block in blocks) == {**TYPES[name], "input": 1, "softmax": 1}
    assert blocks[-1].spec.type_name == "softmax"
    assert {block.spec.epsilon for block in blocks if isinstance(block.spec, BatchNorm)} <= {0.001 if name == "googlenet" else 1e-5}
    assert {block.spec.rate for block in blocks if isinstance(block.spec, Dropout)} <= {0.2 if name in ("googlenet", "mobilenet_v2") else 0.5}


@pytest.mark.parametrize("name", template_names())
def test_shipped_files_are_canonical(name: str) -> None:
    text = resources.templates()[name].read_text(encoding="utf-8")
    assert save(load_template(name)) == text


@pytest.mark.parametrize("name", template_names())
def test_shipped_networks_have_no_problem(name: str) -> None:
    architecture = load_template(name)
    assert [problem.message for problem in analyse(architecture, classes=DIGITS).problems] == []
    assert [problem.message for problem in analyse(architecture).problems] == []


def silenced(architecture: Architecture) -> set[tuple[str, str]]:
    return {(block.id, code) for block in architecture.blocks for code in block.quiet}


@pytest.mark.parametrize("name", template_names())
def test_warnings_are_silenced_only_where_there_is_one_and_the_notes_say_why(name: str) -> None:
    architecture = load_template(name)
    loud = dataclasses.replace(architecture, blocks=tuple(dataclasses.replace(block, quiet=()) for block in architecture.blocks))
    assert {(problem.block, problem.code) for problem in analyse(loud, classes=DIGITS).problems} == silenced(architecture)
    for block, code in silenced(architecture):
        assert f"({code}" in architecture.notes and re.search(rf"\b{block}\b", architecture.notes), (block, code)


@pytest.mark.parametrize("name", template_names())
def test_notes_describe_and_name_the_source(name: str) -> None:
    listing = describe_template(name)
    assert 40 <= len(listing.description) <= 95
    assert re.fullmatch(r".+, (19|20)\d\d(, |\b).*(doi 10\.\d{4,}/\S+|arXiv:\d{4}\.\d{5}|arXiv:\d{4}\.\d{4})\.", listing.source), listing.source
    assert f"{listing.parameters:,}" in listing.architecture.notes


def test_templates_are_listed_from_simple_to_large() -> None:
    names = template_names()
    assert names[0] == "lenet5"
    assert set(names) == set(resources.templates())
    listings = [describe_template(name) for name in names]
    assert len({listing.title for listing in listings}) == len(names)
    sides = [listing.input_shape[1] for listing in listings if listing.input_shape]
    assert max(sides[: sides.index(224)]) < 224 == min(sides[sides.index(224) :])


def test_an_unlisted_template_comes_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = {"a_new_one": tmp_path / "a_new_one.cnn", **resources.templates()}
    monkeypatch.setattr(resources, "templates", lambda: paths)
    assert template_names()[-1] == "a_new_one"


def test_lenet_tells_of_the_original() -> None:
    for name in ("lenet5", "lenet5-32"):
        notes = load_template(name).notes
        assert all(figure in notes for figure in ("61,706", "60,000", "340,908", "1998", "1,516"))


def test_a_network_is_opened_by_path_or_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mine.cnn"
    path.write_bytes(resources.templates()["lenet5"].read_bytes())
    assert open_named("lenet5") == open_named(str(path)) == load_file(path)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lenet5").mkdir()
    assert open_named("lenet5").name == "LeNet-5"


@pytest.mark.parametrize("name", ["lenet", "none.cnn", "", "a\0b", "x" * 5000])
def test_a_name_of_nothing_is_a_sentence(name: str) -> None:
    with pytest.raises(FileError, match="there is no file and no template"):
        open_named(name)
    with pytest.raises(FileError, match="there is no template"):
        load_template(name)


def test_a_near_miss_is_named() -> None:
    with pytest.raises(FileError, match="did you mean 'lenet5'"):
        open_named("lenet-5")
