"""The dense twin: its sizes, what is refused, what it says."""

from __future__ import annotations

import dataclasses

import pytest

from designer.network import edits
from designer.network.analysis import analyse
from designer.network.architecture import Architecture, Block, Wire
from designer.network.dense_twin import MOST_PARAMETERS, comparison_text, dense_twin
from designer.network.errors import EditError
from designer.network.file_format import load, save
from designer.network.templates import load_template
from tests.network.networks import chain, spec


def units(architecture: Architecture) -> list[int]:
    return [block.spec.units for block in architecture.blocks if block.spec.type_name == "dense"]  # type: ignore[attr-defined]  # dense blocks have units


def types(architecture: Architecture) -> list[str]:
    return [block.spec.type_name for block in architecture.blocks]


def test_lenet5_keeps_the_sizes_between_its_layers() -> None:
    twin = dense_twin(load_template("lenet5"))
    assert units(twin) == [6 * 14 * 14, 16 * 5 * 5, 120, 84, 10]
    assert types(twin) == ["input", "dense", "relu", "dense", "relu", "dense", "relu", "dense", "relu", "dense", "softmax"]
    assert analyse(twin).parameters == 785 * 1176 + 1177 * 400 + 401 * 120 + 121 * 84 + 85 * 10 == 1_453_094


def test_both_counts_are_said_in_the_sentence_and_in_the_notes() -> None:
    network = load_template("lenet5")
    twin = dense_twin(network)
    assert comparison_text(network, twin) == "LeNet-5: 61,706 parameters; its dense twin: 1,453,094 (×23.5)"
    assert twin.name == "LeNet-5, dense twin"
    assert all(text in twin.notes for text in ("“LeNet-5”", "61,706", "1,453,094", "conv1, conv2"))


def test_the_twin_has_no_problem_and_no_warning_and_the_same_outputs() -> None:
    for name in ("lenet5", "lenet5-32"):
        network, found = load_template(name), analyse(dense_twin(load_template(name)), classes=10)
        assert found.problems == ()
        assert found.reports[found.end_id or ""].output_shape == (10,)
        assert found.architecture.training == network.training


def test_kept_blocks_keep_their_ids_and_the_file_survives() -> None:
    twin = dense_twin(load_template("lenet5"))
    assert [block.id for block in twin.blocks][:4] == ["input", "conv1_dense", "relu1", "conv2_dense"]
    assert load(save(twin)) == twin


def test_without_bias_frozen_or_start_only_the_bias_is_kept() -> None:
    network = load_template("lenet5")
    for name, value in (("bias", False), ("start", "edge")):
        network = edits.set_field(network, "conv1", name, value)
    twin = dense_twin(edits.set_frozen(network, "conv1", True)).by_id["conv1_dense"]
    assert (twin.spec.bias, twin.frozen) == (False, False)  # type: ignore[attr-defined]  # dense blocks have a bias
    assert twin.quiet == ()


def test_norms_and_dropout_stay_pools_flatten_and_local_norms_go() -> None:
    network = chain(
        ("input", spec("input", shape=(3, 12, 12))), ("lrn", spec("local_response_norm")), ("pool", spec("avg_pool")),
        ("conv", spec("conv2d", filters=4, padding="same")), ("norm", spec("batch_norm")), ("act", spec("tanh")), ("pool2", spec("max_pool")),
        ("deep", spec("depthwise_conv2d", kernel=(3, 3))), ("drop", spec("dropout")), ("mean", spec("global_pool")), ("flat", spec("flatten")),
        ("softmax", spec("softmax")),
    )  # fmt: skip
    twin = dense_twin(network)
    assert types(twin) == ["input", "dense", "batch_norm", "tanh", "dense", "dropout", "softmax"]
    assert units(twin) == [4 * 3 * 3, 4]


def test_the_explained_warning_is_silenced_on_the_layer_that_has_it() -> None:
    network = chain(("input", spec("input", shape=(1, 40, 40))), ("conv", spec("conv2d", filters=2)), ("relu", spec("relu")), ("end", spec("dense")))
    twin = dense_twin(network)
    assert ("dense-dominates", "conv_dense") in {(problem.code, problem.block) for problem in analyse(without_quiet(twin)).problems}
    assert all(problem.code != "dense-dominates" for problem in analyse(twin).problems)
    assert twin.by_id["conv_dense"].quiet == ("dense-dominates",)


def without_quiet(architecture: Architecture) -> Architecture:
    return dataclasses.replace(architecture, blocks=tuple(dataclasses.replace(block, quiet=()) for block in architecture.blocks))


def test_loose_blocks_and_places_are_left_out() -> None:
    network = edits.move_cards(load_template("lenet5"), {"relu1": (900.0, 10.0)})
    network = edits.add_block(network, spec("conv2d"))[0]
    twin = dense_twin(network)
    assert "conv3_dense" not in twin.by_id and twin.by_id["relu1"].at is None


def test_an_id_that_is_taken_is_not_used_twice() -> None:
    network = load_template("lenet5")
    blocks = tuple(dataclasses.replace(block, id="conv1_dense") if block.id == "dense1" else block for block in network.blocks)
    wires = tuple(Wire(*("conv1_dense" if name == "dense1" else name for name in wire)) for wire in network.wires)
    twin = dense_twin(dataclasses.replace(network, blocks=blocks, wires=wires))
    assert len(twin.by_id) == len(twin.blocks) == 11


@pytest.mark.parametrize(
    ("network", "reason"),
    [
        (load_template("resnet18"), "only a single chain of blocks has a dense twin; here 2 wires leave"),
        (load_template("mlp"), "no convolution"),
        (edits.set_field(load_template("lenet5"), "conv2", "kernel", (40, 40)), "free of errors.*conv2: a 40×40 kernel"),
        (Architecture(), "no network yet"),
        (Architecture(blocks=(Block("input", spec("input")),)), "free of errors"),
    ],
)
def test_what_has_no_twin_is_refused_with_the_reason(network: Architecture, reason: str) -> None:
    with pytest.raises(EditError, match=reason):
        dense_twin(network)


def test_a_twin_of_more_than_100_million_parameters_is_refused_with_the_number() -> None:
    with pytest.raises(EditError, match=r"would have 13,907,\d{3},\d{3} parameters; at most 100,000,000 work"):
        dense_twin(load_template("alexnet"))
    assert MOST_PARAMETERS == 100_000_000


def test_more_units_than_a_dense_block_takes_are_refused_with_the_number() -> None:
    network = chain(("input", spec("input", shape=(1, 3, 3))), ("conv", spec("conv2d", filters=9, padding="same")), ("mean", spec("global_pool")))
    wide = edits.set_field(network, "conv", "filters", 65_536)
    assert units(dense_twin(wide)) == [65_536]
    flat = chain(("input", spec("input", shape=(1, 3, 3))), ("conv", spec("conv2d", filters=8_000, padding="same")), ("end", spec("dense", units=1)))
    with pytest.raises(EditError, match="conv_dense would have 72,000 units; a dense layer takes at most 65,536"):
        dense_twin(flat)
