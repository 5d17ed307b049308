"""The arithmetic of a pixel: what it explains is what torch computed."""

import random

import numpy as np
import pytest
import torch
from torch import nn

from designer.data.dataset import Split
from designer.data.preparation import Preparation
from designer.data.registry import load
from designer.engine.arithmetic.explaining import explain
from designer.engine.arithmetic.reading import Readable
from designer.engine.network import Network
from designer.network import edits
from designer.network.architecture import Architecture
from designer.network.errors import ShapeError
from designer.network.shapes import Shape
from designer.network.templates import describe_template, load_template, template_names
from designer.network.torch_calls import TorchCall
from tests.contract.random_blocks import TYPES, cases
from tests.engine.arithmetic_beside_torch import TOLERANCE, is_right, mismatches, random_picture, whole_snapshot
from tests.engine.networks import lenet5, network_of

QUICK_PIXELS = 30
"""Of each template in the suite that every change must pass."""
LARGEST = describe_template("resnet18").parameters
SMALL_SIDE = 64
"""Height and width of the pictures of large templates there."""


def names_of(network: Network) -> list[str]:
    return sorted(network.computable)


def count_mismatches(network: Network, pixels: int, seed: int) -> list[object]:
    chance = random.Random(seed)
    snapshot = whole_snapshot(network, random_picture(network, seed))
    return list(mismatches(network, snapshot, chance.choices(names_of(network), k=pixels), chance))


def made_small(architecture: Architecture) -> Architecture:
    block = next(block for block in architecture.blocks if block.spec.type_name == "input")
    channels, height, _ = block.spec.output_shape(())
    return edits.set_field(architecture, block.id, "shape", (channels, SMALL_SIDE, SMALL_SIDE)) if height > SMALL_SIDE else architecture


@pytest.mark.parametrize("name", [name for name in template_names() if describe_template(name).parameters <= LARGEST])
def test_pixels_of_the_templates(name: str) -> None:
    network = network_of(made_small(load_template(name)))
    assert len(names_of(network)) == len(network.analysis.reports), "every block computes"
    assert count_mismatches(network, QUICK_PIXELS, seed=1) == []


@pytest.fixture(scope="module")
def trained_lenet5() -> Network:
    """Train LeNet-5 for one pass over 1,024 of the shipped digits."""
    network, digits = network_of(lenet5()), load("digits", None)
    positions = digits.splits[Split.TRAIN][:1024]
    images = torch.from_numpy(digits.images.prepared(positions, Preparation(1, 28, 28, 16)))
    labels = torch.from_numpy(np.asarray(digits.labels)[positions].astype(np.int64))
    optimiser = torch.optim.Adam(network.parameters(), lr=2e-3)
    first = last = 0.0
    for batch in range(0, len(images), 32):
        loss = nn.functional.cross_entropy(network(images[batch : batch + 32].reshape(-1, 1, 28, 28)), labels[batch : batch + 32])
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch's own
        optimiser.step()
        first, last = first or loss.item(), loss.item()
    assert last < first / 2, "it has learned"
    return network


def test_pixels_of_a_trained_lenet5(trained_lenet5: Network) -> None:
    assert count_mismatches(trained_lenet5, 300, seed=2) == []


@pytest.mark.ledger
def test_ten_thousand_pixels(trained_lenet5: Network, capsys: pytest.CaptureFixture[str]) -> None:
    wrong, pixels = count_mismatches(trained_lenet5, 1400, seed=3), 1400
    for number, name in enumerate(template_names()):
        network = network_of(load_template(name))
        wrong += count_mismatches(network, 650, seed=10 + number)
        pixels += 650
    for number, other in enumerate(OTHERS):
        wrong += wrong_of_other(other, 100, seed=number)
        pixels += 100
    with capsys.disabled():
        print(f"\nN = {pixels:,} pixels, {len(wrong)} mismatches")
    assert pixels >= 10_000
    assert wrong == []


@pytest.mark.parametrize("type_name", TYPES)
def test_every_block_type_beside_torch(type_name: str) -> None:
    """Random settings and shapes: groups, dilation, SAME and unequal padding, rounding up, vectors, broadcasting."""
    checked, chance = 0, random.Random(type_name)
    for spec, shapes in cases(type_name, 120):
        try:
            spec.check_inputs(shapes)
            spec.output_shape(shapes)
        except ShapeError:
            continue
        calls = spec.torch_calls(shapes)
        weights = {weight.name: torch.rand(weight.shape, generator=torch.Generator().manual_seed(checked)) + 0.1 for weight in spec.weights(shapes)}
        inputs = [torch.randn(1, *shape, generator=torch.Generator().manual_seed(checked + 7)) * 2 for shape in shapes]
        output = in_torch(calls, weights, inputs)
        for _ in range(5):
            place = tuple(chance.randrange(size) for size in (*output.shape[1:], 1, 1)[:3])
            stages = explain(calls, tuple(Readable.of(f"in{index}", value) for index, value in enumerate(inputs)), weights, place)  # type: ignore[arg-type]  # three indices
            value = float(output[0][place if output.ndim == 4 else place[0]])
            assert is_right(stages, value), (spec, shapes, place, stages, value)
        checked += 1
    assert checked >= 20


def in_torch(calls: tuple[TorchCall, ...], weights: dict[str, torch.Tensor], inputs: list[torch.Tensor]) -> torch.Tensor:
    """Return what torch's own layers make of the inputs."""
    from designer.engine.layers import build_call

    values = inputs
    with torch.no_grad():
        for call in calls:
            made = getattr(nn, call.name)(**call.arguments) if call.layer else build_call(call)
            if call.holds_weights:
                assert isinstance(made, nn.Module)
                made.load_state_dict(weights, strict=False)
            values = [(made.eval() if isinstance(made, nn.Module) else made)(*values)]
    return values[0]


def one(values: Shape, seed: int = 0) -> torch.Tensor:
    return torch.randn(1, *values, generator=torch.Generator().manual_seed(seed))


Other = tuple[TorchCall, dict[str, Shape], Shape]
OTHERS: list[Other] = [
    (TorchCall("Softplus", {"beta": 2.0}), {}, (2, 3, 3)),
    (TorchCall("LayerNorm", {"normalized_shape": (2, 4, 4)}), {}, (2, 4, 4)),
    (TorchCall("LayerNorm", {"normalized_shape": (3, 4, 5), "eps": 1e-3}, holds_weights=True), {"weight": (3, 4, 5), "bias": (3, 4, 5)}, (3, 4, 5)),
    (TorchCall("LayerNorm", {"normalized_shape": (4, 5)}, holds_weights=True), {"weight": (4, 5), "bias": (4, 5)}, (3, 4, 5)),
    (TorchCall("LayerNorm", {"normalized_shape": 5}, holds_weights=True), {"weight": (5,), "bias": (5,)}, (3, 4, 5)),
    (TorchCall("LayerNorm", {"normalized_shape": (40,)}, holds_weights=True), {"weight": (40,), "bias": (40,)}, (40,)),
    (TorchCall("RMSNorm", {"normalized_shape": (3, 4, 5)}, holds_weights=True), {"weight": (3, 4, 5)}, (3, 4, 5)),
    (TorchCall("RMSNorm", {"normalized_shape": (40,), "eps": 1e-2}), {}, (40,)),
    (TorchCall("InstanceNorm2d", {"num_features": 3, "affine": True}, holds_weights=True), {"weight": (3,), "bias": (3,)}, (3, 4, 5)),
    (TorchCall("InstanceNorm2d", {"num_features": 3, "track_running_stats": True}, holds_weights=True),
     {"running_mean": (3,), "running_var": (3,)}, (3, 4, 5)),
    (TorchCall("GroupNorm", {"num_groups": 4, "num_channels": 8}), {}, (8,)),
    (TorchCall("GroupNorm", {"num_groups": 2, "num_channels": 4}, holds_weights=True), {"weight": (4,), "bias": (4,)}, (4, 3, 3)),
    (TorchCall("PReLU", {"num_parameters": 2}, holds_weights=True), {"weight": (2,)}, (2, 3, 3)),
    (TorchCall("ELU", {"alpha": 0.7}), {}, (2, 3, 3)),
    (TorchCall("Upsample", {"scale_factor": 2, "mode": "bilinear"}), {}, (2, 3, 3)),
    (TorchCall("ConvTranspose2d", {"in_channels": 2, "out_channels": 3, "kernel_size": 3, "stride": 2}, holds_weights=True),
     {"weight": (2, 3, 3, 3), "bias": (3,)}, (2, 4, 4)),
    (TorchCall("ConvTranspose2d", {"in_channels": 4, "out_channels": 6, "kernel_size": (4, 3), "stride": (3, 2), "padding": (1, 2), "groups": 2,
                                   "output_padding": (2, 1), "bias": False}, holds_weights=True), {"weight": (4, 3, 4, 3)}, (4, 3, 5)),
    (TorchCall("ConvTranspose2d", {"in_channels": 2, "out_channels": 2, "kernel_size": 2, "stride": 4, "dilation": 2}, holds_weights=True),
     {"weight": (2, 2, 2, 2), "bias": (2,)}, (2, 3, 3)),
    (TorchCall("Conv2d", {"in_channels": 2, "out_channels": 3, "kernel_size": 3, "padding": 2, "padding_mode": "reflect"}, holds_weights=True),
     {"weight": (3, 2, 3, 3), "bias": (3,)}, (2, 5, 5)),
]  # fmt: skip


def wrong_of_other(other: Other, pixels: int, seed: int = 0) -> list[object]:
    """Return those of some random pixels of a call on its own that are not what torch computed."""
    call, weights, shape = other
    held = {name: torch.rand(size, generator=torch.Generator().manual_seed(5 + seed)) for name, size in weights.items()}
    activation = one(shape, seed)
    output, chance, wrong = in_torch((call,), held, [activation]), random.Random(seed), list[object]()
    for _ in range(pixels):
        place = tuple(chance.randrange(size) for size in (*output.shape[1:], 1, 1)[:3])
        stages = explain((call,), (Readable.of("before", activation),), held, place)  # type: ignore[arg-type]  # three indices
        if stages[-1].call != call.name or not is_right(stages, float(output[0][place[: output.ndim - 1]])):
            wrong.append((call, place, stages))
    return wrong


@pytest.mark.parametrize("other", OTHERS, ids=[call.name for call, _, _ in OTHERS])
def test_a_call_that_no_block_uses_yet(other: Other) -> None:
    """A new block file names what it likes: it is explained as well as it is known, and always right."""
    assert wrong_of_other(other, 20) == []


OWN = ("ConvTranspose2d", "LayerNorm", "RMSNorm", "GroupNorm", "InstanceNorm2d")


@pytest.mark.parametrize("type_name", TYPES)
def test_every_block_type_has_an_explanation_of_its_own(type_name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """None is left to what is computed by torch and shown without its numbers."""
    monkeypatch.setattr("designer.engine.arithmetic.explaining._by_torch", refuse)
    explained_calls, chance = set[str](), random.Random(type_name)
    for spec, shapes in cases(type_name, 60, seed=1):
        try:
            spec.check_inputs(shapes)
            spec.output_shape(shapes)
        except ShapeError:
            continue
        calls = spec.torch_calls(shapes)
        weights = {weight.name: torch.rand(weight.shape) + 0.1 for weight in spec.weights(shapes)}
        inputs = [torch.randn(1, *shape) for shape in shapes]
        place = tuple(chance.randrange(size) for size in (*in_torch(calls, weights, inputs).shape[1:], 1, 1)[:3])
        explain(calls, tuple(Readable.of(f"in{index}", value) for index, value in enumerate(inputs)), weights, place)  # type: ignore[arg-type]  # three indices
        explained_calls.update(call.name for call in calls)
    assert explained_calls


@pytest.mark.parametrize("other", [other for other in OTHERS if other[0].name in OWN], ids=[call.name for call, _, _ in OTHERS if call.name in OWN])
def test_transposed_convolutions_and_norms_have_one_too(other: Other, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("designer.engine.arithmetic.explaining._by_torch", refuse)
    assert wrong_of_other(other, 5) == []


def refuse(question: object) -> None:
    raise AssertionError(f"{question} has no explanation of its own")


def test_a_transposed_convolution_shows_what_reaches_the_pixel() -> None:
    activation = torch.arange(1.0, 10.0).reshape(1, 1, 3, 3)
    held = {"weight": torch.arange(1.0, 10.0).reshape(1, 1, 3, 3), "bias": torch.tensor([0.5])}
    call = TorchCall("ConvTranspose2d", {"in_channels": 1, "out_channels": 1, "kernel_size": 3, "stride": 2}, holds_weights=True)
    (stage,) = explain((call,), (Readable.of("small", activation),), held, (0, 2, 3))
    assert (stage.rows, stage.columns, stage.block, stage.shape) == ((0, 1), (1,), "small", (1, 3, 3))
    assert np.frombuffer(stage.values, "<f4").tolist() == [2.0, 5.0]
    assert np.frombuffer(stage.weights, "<f4").tolist() == [8.0, 2.0], "the upper value with the kernel's last row, the lower one with its first"
    assert stage.result == 2 * 8 + 5 * 2 + 0.5


def test_a_pixel_that_no_kernel_reaches_is_the_bias() -> None:
    held = {"weight": torch.ones(1, 1, 1, 1), "bias": torch.tensor([0.5])}
    call = TorchCall("ConvTranspose2d", {"in_channels": 1, "out_channels": 1, "kernel_size": 1, "stride": 2}, holds_weights=True)
    (stage,) = explain((call,), (Readable.of("small", torch.ones(1, 1, 3, 3)),), held, (0, 1, 0))
    assert (stage.result, stage.channels, stage.values) == (0.5, b"", b"")


def test_a_layer_norm_tells_its_numbers() -> None:
    activation = torch.tensor([[[[1.0, 2.0], [3.0, 6.0]]]])
    held = {"weight": torch.full((1, 2, 2), 2.0), "bias": torch.full((1, 2, 2), 0.25)}
    call = TorchCall("LayerNorm", {"normalized_shape": (1, 2, 2), "eps": 0.0}, holds_weights=True)
    (stage,) = explain((call,), (Readable.of("before", activation),), held, (0, 1, 1))
    numbers = {operand.name: operand.value for operand in stage.operands}
    assert numbers == pytest.approx({"x": 6, "mean": 3, "variance": 3.5, "count": 4, "epsilon": 0, "deviation": 3.5**0.5, "scale": 2, "shift": 0.25})
    assert stage.result == pytest.approx(3 / 3.5**0.5 * 2 + 0.25)


def test_a_norm_after_padding_counts_the_padding() -> None:
    calls = (TorchCall("pad", {"pad": (1, 0, 0, 1), "value": 0.0}, layer=False), TorchCall("GroupNorm", {"num_groups": 1, "num_channels": 2}))
    activation = one((2, 3, 3))
    output = in_torch(calls, {}, [activation])
    for place in ((0, 0, 0), (1, 3, 2), (1, 1, 3)):
        assert is_right(explain(calls, (Readable.of("before", activation),), {}, place), float(output[0][place]))


def test_a_block_that_applies_its_own_activation_has_two_stages() -> None:
    calls = (
        TorchCall("pad", {"pad": (1, 0, 1, 0), "value": 0.0}, layer=False),
        TorchCall("Conv2d", {"in_channels": 2, "out_channels": 3, "kernel_size": 2}, holds_weights=True),
        TorchCall("BatchNorm2d", {"num_features": 3}),
        TorchCall("Tanh"),
    )
    held, activation = {"weight": one((3, 2, 2, 2), 1)[0], "bias": torch.rand(3)}, one((2, 4, 4))
    stages = explain(calls, (Readable.of("before", activation),), held, (1, 0, 2))
    assert [stage.call for stage in stages] == ["Conv2d", "BatchNorm2d", "Tanh"]
    assert stages[0].rows == (-1, 0), "the first row is padding"
    assert stages[-1].operands[0].value == stages[1].result


def test_a_convolution_shows_its_window_and_its_padding() -> None:
    activation = torch.arange(1.0, 10.0).reshape(1, 1, 3, 3)
    held = {"weight": torch.full((1, 1, 3, 3), 2.0), "bias": torch.tensor([0.5])}
    call = TorchCall("Conv2d", {"in_channels": 1, "out_channels": 1, "kernel_size": 3, "padding": 1}, holds_weights=True)
    (stage,) = explain((call,), (Readable.of("picture", activation),), held, (0, 0, 0))
    assert (stage.rows, stage.columns, stage.block, stage.shape) == ((-1, 0, 1), (-1, 0, 1), "picture", (1, 3, 3))
    assert np.frombuffer(stage.values, "<f4").reshape(3, 3).tolist() == [[0, 0, 0], [0, 1, 2], [0, 4, 5]]
    assert np.frombuffer(stage.sums, "<f8").tolist() == [24.0]
    assert (stage.result, stage.bias, stage.magnitude) == (24.5, 0.5, 24.5)


def test_a_maximum_names_the_first_of_its_winners() -> None:
    activation = torch.tensor([[[[1.0, 7.0], [7.0, 2.0]]]])
    (stage,) = explain((TorchCall("MaxPool2d", {"kernel_size": 2}),), (Readable.of("before", activation),), {}, (0, 0, 0))
    assert (stage.winner, stage.result, stage.rows, stage.columns) == (1, 7.0, (0, 1), (0, 1))


def test_of_very_many_inputs_the_strongest_are_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("designer.engine.arithmetic.windows.MOST_CELLS", 10)
    activation, held = one((50,)), {"weight": one((2, 50), 3)[0], "bias": torch.rand(2)}
    call = TorchCall("Linear", {"in_features": 50, "out_features": 2}, holds_weights=True)
    (stage,) = explain((call,), (Readable.of("before", activation),), held, (1, 0, 0))
    sums = np.frombuffer(stage.sums, "<f8")
    assert (len(sums), stage.left_out) == (10, 40)
    assert stage.result == pytest.approx(sums.sum() + stage.left_out_sum + stage.bias)
    products = (activation[0].double() * held["weight"][1].double()).abs().numpy()
    assert sorted(np.frombuffer(stage.channels, "<i4")) == sorted(np.argsort(-products)[:10])
    assert abs(stage.result - float(nn.functional.linear(activation, held["weight"], held["bias"])[0, 1])) <= TOLERANCE * stage.magnitude
