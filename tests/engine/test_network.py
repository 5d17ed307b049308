import dataclasses
from collections.abc import Callable

import pytest
import torch
from torch import nn
from torch.nn import functional

from designer.engine.errors import EngineError
from designer.engine.layers import build_call, depends_on_mode
from designer.engine.network import Network
from designer.engine.store import WeightStore
from designer.network.analysis import analyse
from designer.network.architecture import Architecture, Block, Wire
from designer.network.blocks import BLOCK_TYPES
from designer.network.blocks.batch_norm import BatchNorm
from designer.network.blocks.conv2d import Conv2d
from designer.network.blocks.dense import Dense
from designer.network.blocks.dropout import Dropout
from designer.network.blocks.flatten import Flatten
from designer.network.blocks.input import Input
from designer.network.blocks.max_pool import MaxPool
from designer.network.blocks.relu import Relu
from designer.network.torch_calls import TorchCall
from tests.engine.networks import CPU, chain, lenet5, network_of, small


def reference_lenet5(network: Network, pictures: torch.Tensor) -> torch.Tensor:
    """Compute LeNet-5 by hand from the network's tensors."""
    weights = network.state()
    values = functional.max_pool2d(functional.conv2d(pictures, weights["conv1.weight"], weights["conv1.bias"], padding=2).relu(), 2)
    values = functional.max_pool2d(functional.conv2d(values, weights["conv2.weight"], weights["conv2.bias"]).relu(), 2).flatten(1)
    for name in ("dense1", "dense2"):
        values = functional.linear(values, weights[f"{name}.weight"], weights[f"{name}.bias"]).relu()
    return functional.linear(values, weights["dense3.weight"], weights["dense3.bias"])


def test_lenet5_computes_what_lenet5_is() -> None:
    network = network_of(lenet5())
    pictures = torch.rand(3, 1, 28, 28)
    assert torch.allclose(network(pictures), reference_lenet5(network, pictures), atol=1e-5)
    assert sum(parameter.numel() for parameter in network.parameters()) == 61706


def test_the_final_softmax_is_folded_for_the_loss_and_shown_as_probabilities() -> None:
    network = network_of(small())
    picture = torch.rand(1, 1, 8, 8)
    maps = network.record(picture, ["softmax", "dense1"])
    assert torch.allclose(maps["dense1"], network.eval()(picture))
    assert torch.allclose(maps["softmax"], network(picture).softmax(1))
    assert maps["softmax"].sum().item() == pytest.approx(1)


def test_an_end_of_one_by_one_is_flattened_for_the_loss() -> None:
    network = network_of(chain(Input((1, 3, 3)), Conv2d(4, (3, 3))))
    assert network(torch.rand(2, 1, 3, 3)).shape == (2, 4)


@pytest.mark.parametrize("name", ["type", "train", "to", "class", "conv-1", "forward", "weight", "0", "parameters", "x" * 64])
def test_any_id_is_fine(name: str) -> None:
    network = network_of(chain(Input((1, 4, 4)), Dense(3), names=("input", name)))
    assert set(network.state()) == {f"{name}.weight", f"{name}.bias"}
    assert network.train().training and network(torch.rand(2, 1, 4, 4)).shape == (2, 3)


def diamond() -> Architecture:
    blocks = (
        Block("input", Input((2, 6, 6))), Block("a", Conv2d(3, (3, 3), padding="same")), Block("b", Conv2d(3, (1, 1))),
        Block("relu", Relu()), Block("dense", Dense(2)),
    )  # fmt: skip
    wires = (Wire("input", "a"), Wire("a", "relu"), Wire("relu", "dense"), Wire("input", "b"))
    return Architecture("", "", blocks, wires)


def test_with_several_ends_everything_still_computes() -> None:
    network = network_of(diamond())
    assert network.logits_id is None
    assert set(network.record(torch.rand(1, 2, 6, 6), ["a", "b", "dense"])) == {"a", "b", "dense"}


@pytest.mark.skipif("add" not in BLOCK_TYPES, reason="no block merges yet")
def test_branches_meet_in_the_order_of_their_wires() -> None:
    merged: dict[str, Callable[[torch.Tensor, torch.Tensor], torch.Tensor]] = {"add": torch.add, "concat": lambda a, b: torch.cat([a, b], 1)}
    for name in merged.keys() & BLOCK_TYPES.keys():
        architecture = diamond()
        blocks = (*architecture.blocks[:3], Block("merge", BLOCK_TYPES[name]()), Block("dense", Dense(2)))
        wires = (Wire("input", "a"), Wire("input", "b"), Wire("b", "merge"), Wire("a", "merge"), Wire("merge", "dense"))
        network = network_of(dataclasses.replace(architecture, blocks=blocks, wires=wires))
        maps = network.record(torch.rand(1, 2, 6, 6), ["a", "b", "merge"])
        assert torch.equal(maps["merge"], merged[name](maps["b"], maps["a"]))
        assert network(torch.rand(2, 2, 6, 6)).shape == (2, 2)


def test_blocks_before_a_broken_one_still_give_maps() -> None:
    network = network_of(chain(Input((1, 8, 8)), Conv2d(2, (3, 3)), Conv2d(2, (9, 9)), Dense(3)))
    assert network.logits_id is None
    assert set(network.record(torch.rand(1, 1, 8, 8), ["b0", "b1", "b2", "b3"])) == {"b0", "b1"}


def test_loose_blocks_are_left_out() -> None:
    architecture = small()
    loose = dataclasses.replace(architecture, blocks=(*architecture.blocks, Block("loose", Dense(5))))
    network = network_of(loose)
    assert "loose.weight" not in network.state()
    assert network(torch.rand(1, 1, 8, 8)).shape == (1, 4)


def test_nothing_is_computed_without_an_input() -> None:
    network = network_of(Architecture("", "", (Block("dense", Dense(2)),), ()))
    assert network.record(torch.rand(1, 1, 2, 2), ["dense"]) == {}


def test_recording_draws_no_random_numbers_and_leaves_training_mode_and_statistics_alone() -> None:
    network = network_of(chain(Input((1, 6, 6)), Conv2d(2, (3, 3)), BatchNorm(), Dropout(0.5), Dense(3))).train()
    state, random = network.copy_state(), torch.get_rng_state()
    picture = torch.rand(1, 1, 6, 6, generator=torch.Generator().manual_seed(0))
    maps = network.record(picture, ["b2", "b3"])
    assert torch.equal(maps["b2"], maps["b3"])
    assert torch.equal(random, torch.get_rng_state())
    assert network.training and all(module.training for module in network.modules())
    assert all(torch.equal(state[name], tensor) for name, tensor in network.state().items())
    assert not maps["b3"].requires_grad


def test_building_draws_no_random_numbers() -> None:
    before = torch.get_rng_state()
    network_of(lenet5())
    assert torch.equal(before, torch.get_rng_state())


def test_frozen_blocks_keep_weights_and_running_statistics() -> None:
    architecture = chain(Input((1, 4, 4)), Conv2d(2, (3, 3)), BatchNorm(), Flatten(), Dense(3), frozen=("b1", "b2"))
    network = network_of(architecture).train()
    before = network.copy_state()
    assert {id(parameter) for parameter in network.trainable()} == {id(owned.tensor) for owned in network.owned if owned.block.id == "b4"}
    network(torch.rand(8, 1, 4, 4)).sum().backward()
    assert all(torch.equal(before[name], network.state()[name]) for name in before)


def test_a_batch_norm_that_is_not_frozen_learns_its_statistics() -> None:
    network = network_of(chain(Input((1, 4, 4)), BatchNorm(momentum=0.5), Dense(3))).train()
    pictures = torch.rand(16, 1, 4, 4) + 3
    network(pictures)
    assert network.state()["b1.running_mean"].item() == pytest.approx(pictures.mean().item() / 2, rel=1e-5)


def test_two_networks_of_one_store_start_equal_and_train_apart() -> None:
    store = WeightStore()
    first, second = network_of(small(), store), network_of(small(), store)
    with torch.no_grad():
        first.trainable()[0].zero_()
    assert second.trainable()[0].abs().sum() > 0
    assert torch.equal(network_of(small(), store).state()["conv1.weight"], second.state()["conv1.weight"])


def test_copying_and_loading_state_gives_the_same_network() -> None:
    network = network_of(small())
    state = network.copy_state()
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.add_(1)
    changed = network.copy_state()
    network.load_state(state)
    assert all(torch.equal(state[name], network.state()[name]) and not torch.equal(state[name], changed[name]) for name in state)


REFUSED = [
    *(TorchCall(name) for name in ("Module", "Parameter", "functional", "init", "__class__", "_reduction", "Tensor", "os", "conv2d")),
    *(TorchCall(name, layer=False) for name in ("load", "save", "eval", "from_file", "compile", "relu_", "__import__", "manual_seed", "nn")),
]


@pytest.mark.parametrize("call", REFUSED, ids=lambda call: f"{call.name}-{'layer' if call.layer else 'function'}")
def test_only_layers_and_functions_on_tensors_are_built(call: TorchCall) -> None:
    with pytest.raises(EngineError, match="not one that this program builds"):
        build_call(call)


FUNCTIONS: list[tuple[str, dict[str, object]]] = [
    ("flip", {"dims": (1,)}), ("roll", {"shifts": 1, "dims": 1}), ("square", {}), ("mean", {"dim": 1}), ("amax", {"dim": (2, 3), "keepdim": True}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "arguments"), FUNCTIONS)
def test_a_block_may_name_any_function_on_tensors(name: str, arguments: dict[str, object]) -> None:
    values = torch.rand(2, 3, 4, 4)
    assert torch.equal(build_call(TorchCall(name, arguments, layer=False))(values), getattr(torch, name)(values, **arguments))


def test_every_layer_that_behaves_otherwise_in_training_is_switched() -> None:
    in_training = {name for name in dir(nn) if isinstance(made := getattr(nn, name), type) and issubclass(made, nn.Module) and depends_on_mode(made)}
    assert {"Dropout", "Dropout2d", "AlphaDropout", "RReLU", "BatchNorm1d", "BatchNorm2d", "InstanceNorm2d"} <= in_training
    assert not {"Conv2d", "Linear", "ReLU", "PReLU", "LayerNorm", "GroupNorm", "MaxPool2d", "Softmax", "Flatten"} & in_training


def test_a_max_pool_pads_with_minus_infinity() -> None:
    network = network_of(chain(Input((1, 3, 3)), MaxPool((2, 2), (2, 2), "same"), Dense(2)))
    maps = network.record(torch.full((1, 1, 3, 3), -5.0), ["b1"])
    assert torch.equal(maps["b1"], torch.full((1, 1, 2, 2), -5.0))


def test_maps_before_training_are_those_of_the_training_network() -> None:
    from designer.engine.wiring import shown_network

    store, architecture = WeightStore(), lenet5()
    shown = shown_network(architecture, analyse(architecture), store, CPU)
    training = network_of(architecture, store).train()
    picture = torch.rand(1, 1, 28, 28)
    names = [block.id for block in architecture.blocks]
    before, start = shown.record(picture, names), training.record(picture, names)
    assert all(torch.equal(before[name], start[name]) for name in names)
