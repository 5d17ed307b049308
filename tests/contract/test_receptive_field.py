"""Receptive fields against torch: the bounding box of the gradient's support.

In float64, with every weight 1, max as sum, activations and norms as identity, nothing cancels: the gradient is positive
exactly where a value is seen.
"""

import itertools
import os
import random
from collections.abc import Sequence

import pytest
import torch
from torch import Tensor, nn

from designer.engine.layers import build_call
from designer.network.analysis import Analysis, State, analyse
from designer.network.architecture import Architecture, Block, Wire
from designer.network.blocks import BLOCK_TYPES
from designer.network.blocks.conv2d import Conv2d
from designer.network.blocks.input import Input
from designer.network.seen_frames import Box
from designer.network.shapes import Shape, is_image
from designer.network.torch_calls import TorchCall
from tests.contract.random_blocks import TYPES, random_spec
from tests.contract.random_networks import random_network

LINEAR = {"Conv2d", "Linear", "Flatten", "AvgPool2d", "AdaptiveAvgPool2d"}
JOINING = {"dense", "flatten", "global_pool", "adaptive_avg_pool"}
"""Types whose windows do not go on beyond the edges of their input."""
SUMS = {"MaxPool2d": "AvgPool2d", "AdaptiveMaxPool2d": "AdaptiveAvgPool2d"}


def linear(call: TorchCall) -> TorchCall:
    """Return the call whose gradient shows what is seen."""
    if call.name == "amax":
        return TorchCall("sum", call.arguments, layer=False)
    if call.name == "pad":
        return TorchCall("pad", {**call.arguments, "value": 0.0}, layer=False)
    if call.name in ("mul", "multiply"):
        return TorchCall("add", layer=False)
    if call.name in SUMS:
        return TorchCall(SUMS[call.name], call.arguments)
    return call


def compute(architecture: Architecture, analysis: Analysis, picture: Tensor) -> dict[str, Tensor]:
    values: dict[str, Tensor] = {}
    for name in analysis.order:
        report = analysis.reports[name]
        value: list[Tensor] = [values[source] for source in architecture.sources[name]] or [picture]
        for call in map(linear, report.block.spec.torch_calls(report.input_shapes)):
            if call.layer and call.name not in LINEAR:
                continue  # an activation, a norm: identity
            value = [_apply(call, value)]
        values[name] = value[0].clone()  # of its own: an identity would hand on the tensor that it got
    return values


def _apply(call: TorchCall, value: Sequence[Tensor]) -> Tensor:
    made = build_call(call)
    if isinstance(made, nn.Conv2d | nn.Linear):
        made.weight = nn.Parameter(torch.ones(made.weight.shape, dtype=torch.float64))
        made.bias = None
    result: Tensor = made(*value)
    return result


def supports(values: dict[str, Tensor], block_id: str, row: int, column: int) -> dict[str, Box | None]:
    """Return, for every block, the bounding box of the positions that change one position of ``block_id``, over all channels."""
    value = values[block_id]
    seen = value[0, :, row, column].sum() if value.ndim == 4 else value.sum()
    gradients = torch.autograd.grad(seen, list(values.values()), retain_graph=True, allow_unused=True)
    return {name: None if found is None else _support(found) for name, found in zip(values, gradients, strict=True)}


def _support(gradient: Tensor) -> Box | None:
    flat = gradient[0].sum(0) if gradient.ndim == 4 else gradient.sum().reshape(1, 1)
    rows, columns = torch.nonzero(flat, as_tuple=True)
    if not len(rows):
        return None
    return (int(rows.min()), int(rows.max())), (int(columns.min()), int(columns.max()))


def check(architecture: Architecture, chance: random.Random) -> int:
    """Compare every block of a network at a few positions, with every block before it; return how many positions were compared."""
    analysis = analyse(architecture)
    reports = [analysis.reports[name] for name in analysis.order]
    if any(report.output_shape is None for report in reports):
        return 0
    shapes: dict[str, Shape] = {report.id: report.output_shape for report in reports if report.output_shape is not None}
    height, width = shapes["input"][1:]
    picture = torch.ones(1, *shapes["input"], dtype=torch.float64, requires_grad=True)
    values = compute(architecture, analysis, picture)
    only_slides = not any(block.spec.type_name in JOINING for block in architecture.blocks)
    is_chain = all(len(sources) <= 1 for sources in architecture.sources.values())
    seen = analysis.seen_frames
    compared = 0
    for report in reports[1:]:
        rows, columns = values[report.id].shape[2:] if is_image(shapes[report.id]) else (1, 1)
        for row, column in {(0, 0), (rows - 1, columns - 1), (chance.randrange(rows), chance.randrange(columns))}:
            boxes = supports(values, report.id, row, column)
            frames = seen.of(report.id, row, column)
            for name, box in boxes.items():
                found = frames[name].inside if name in frames else None
                assert found == box, f"{report.id} at ({row}, {column}) sees {found} of {name}, not {box}: {architecture.blocks}"
            expected = boxes["input"]
            field = report.receptive_field
            assert field is not None
            if expected is not None:
                fields = ((field.rows, row, height), (field.columns, column, width))
                told = [axis.span(position) for axis, position, _ in fields]
                wide_enough = all(first <= span[0] and span[1] <= last for (first, last), span in zip(told, expected, strict=True))
                assert wide_enough, f"{report.id} at ({row}, {column}): {told}, not {expected} in {architecture.blocks}"
                assert all(last - first + 1 <= axis.size for (first, last), (axis, _, _) in zip(told, fields, strict=True))
                # a branch whose window lies in the padding along one axis sees nothing along the other; unlike spans do not say where
                inside = all(first >= 0 and last < size for (first, last), (_, _, size) in zip(told, fields, strict=True))
                if field.jump is not None and only_slides:
                    reach = frames["input"].reach
                    assert reach == tuple(told), f"{report.id} at ({row}, {column}) reaches {reach}, not {told}: {architecture.blocks}"
                if inside and (is_chain or field.jump is not None):
                    assert tuple(told) == expected, f"{report.id} at ({row}, {column}): {architecture.blocks}"
            compared += 1
    return compared


def random_chain(chance: random.Random, types: Sequence[str]) -> Architecture:
    blocks = [Block("input", Input((2, chance.randint(6, 24), chance.randint(6, 24))))]
    for index in range(chance.randint(1, 4)):
        block_type = BLOCK_TYPES[chance.choice(types)]
        blocks.append(Block(f"b{index}", random_spec(chance, block_type)))
    return Architecture("", "", tuple(blocks), tuple(Wire(a.id, b.id) for a, b in itertools.pairwise(blocks)))


ONE_INPUT = [name for name in TYPES if BLOCK_TYPES[name].FEWEST_INPUTS == 1]
IMAGES = [name for name in ONE_INPUT if name not in ("flatten", "dense")]


@pytest.mark.parametrize("seed", range(4))
def test_chains(seed: int) -> None:
    chance = random.Random(seed)
    compared = sum(check(random_chain(chance, IMAGES), chance) for _ in range(60))
    assert compared > 100


@pytest.mark.parametrize("type_name", ONE_INPUT)
def test_every_type_behind_a_stride_and_in_front_of_a_window(type_name: str) -> None:
    chance, compared = random.Random(type_name), 0
    for _ in range(160):
        before, after = (random_spec(chance, BLOCK_TYPES["conv2d"]) for _ in range(2))
        specs = [before, random_spec(chance, BLOCK_TYPES[type_name]), *([] if type_name in ("flatten", "dense") else [after])]
        ids = ["input", *(f"b{index}" for index in range(len(specs)))]
        blocks = tuple(Block(name, spec) for name, spec in zip(ids, [Input((2, 19, 17)), *specs], strict=True))
        compared += check(Architecture("", "", blocks, tuple(Wire(a, b) for a, b in itertools.pairwise(ids))), chance)
    assert compared > 20


@pytest.mark.parametrize("merge", [name for name in ("add", "concat", "multiply") if name in BLOCK_TYPES])
def test_branches_of_unlike_windows(merge: str) -> None:
    chance, compared = random.Random(merge), 0
    for _ in range(60):
        stride = (chance.randint(1, 3), chance.randint(1, 3))
        left, right = (
            Conv2d(filters=2, kernel=(chance.choice((1, 3, 5)), chance.choice((1, 2, 7))), stride=stride, padding="same",
                   dilation=(chance.randint(1, 2), 1))
            for _ in range(2)
        )  # fmt: skip
        blocks = (
            Block("input", Input((2, chance.randint(5, 20), chance.randint(5, 20)))), Block("left", left), Block("right", right),
            Block("merge", BLOCK_TYPES[merge]()), Block("after", random_spec(chance, BLOCK_TYPES["max_pool"])),
        )  # fmt: skip
        wires = (Wire("input", "left"), Wire("input", "right"), Wire("left", "merge"), Wire("right", "merge"), Wire("merge", "after"))
        compared += check(Architecture("", "", blocks, wires), chance)
    assert compared > 60


def check_random_networks(number: int, seed: int) -> tuple[int, int, int]:
    """Compare random networks with branches; return how many had branches of unlike jump, how many no jump at all, and the values compared."""
    chance, done, unlike, uneven, compared = random.Random(seed), 0, 0, 0, 0
    while done < number:
        architecture = random_network(chance.getrandbits(48), [chance.getrandbits(48) for _ in range(chance.randint(1, 5))], side=16)
        reports = analyse(architecture).reports.values()
        if not any(len(sources) > 1 for sources in architecture.sources.values()) or any(report.state is not State.OK for report in reports):
            continue
        compared += check(architecture, chance)
        done += 1
        fields = {report.id: report.receptive_field for report in reports if report.receptive_field}
        unlike += any(len({fields[source].jump for source in sources}) > 1 for sources in architecture.sources.values())
        uneven += any(field.jump is None for field in fields.values())
    return unlike, uneven, compared


def test_random_networks_with_branches() -> None:
    unlike, uneven, compared = check_random_networks(100, seed=0)
    assert unlike >= 20 and uneven >= 10 and compared >= 800, (unlike, uneven, compared)


@pytest.mark.ledger
@pytest.mark.timeout(0)
def test_random_networks_with_branches_in_full(capsys: pytest.CaptureFixture[str]) -> None:
    seed = int(os.environ.get("CONTRACT_SEED") or random.SystemRandom().randrange(2**32))
    with capsys.disabled():
        print(f"\nreceptive fields: CONTRACT_SEED={seed}", flush=True)
    found = check_random_networks(2_000, seed)
    with capsys.disabled():
        print("receptive fields: N = 2,000 networks; branches of unlike jump {}, no jump {}, values compared {:,}".format(*found), flush=True)


def check_random_pixels(number: int, seed: int) -> tuple[int, int, int]:
    """Compare what one random pixel of each random network sees of every block before it; return rectangles, clipped ones, and ones not seen."""
    chance, done, rectangles, clipped, unseen = random.Random(seed), 0, 0, 0, 0
    while done < number:
        architecture = random_network(chance.getrandbits(48), [chance.getrandbits(48) for _ in range(chance.randint(1, 5))], side=16)
        analysis = analyse(architecture)
        shapes: dict[str, Shape] = {name: report.output_shape for name, report in analysis.reports.items() if report.output_shape is not None}
        pixels = [name for name in analysis.order[1:] if is_image(shapes.get(name, ()))]
        if not pixels or any(report.state is not State.OK for report in analysis.reports.values()):
            continue
        name = chance.choice(pixels)
        row, column = (chance.randrange(size) for size in shapes[name][1:])
        values = compute(architecture, analysis, torch.ones(1, *shapes["input"], dtype=torch.float64, requires_grad=True))
        frames = analysis.seen_frames.of(name, row, column)
        for before, box in supports(values, name, row, column).items():
            if before == name:
                continue
            found = frames[before].inside if before in frames else None
            assert found == box, f"{name} at ({row}, {column}) sees {found} of {before}, not {box}: {architecture.blocks}"
            rectangles += box is not None
            unseen += box is None
            clipped += box is not None and any(frames[before].overhang(shapes[before]))
        done += 1
    return rectangles, clipped, unseen


def test_random_pixels_of_random_networks() -> None:
    rectangles, clipped, unseen = check_random_pixels(60, seed=1)
    assert rectangles > 150 and clipped > 10 and unseen > 5, (rectangles, clipped, unseen)


@pytest.mark.ledger
@pytest.mark.timeout(0)
def test_random_pixels_of_random_networks_in_full(capsys: pytest.CaptureFixture[str]) -> None:
    seed = int(os.environ.get("CONTRACT_SEED") or random.SystemRandom().randrange(2**32))
    with capsys.disabled():
        print(f"\nframed rectangles: CONTRACT_SEED={seed}", flush=True)
    found = check_random_pixels(500, seed)
    with capsys.disabled():
        told = "framed rectangles: N = 500 random pixels in 500 random networks; {:,} rectangles, {:,} clipped, {:,} blocks not seen"
        print(told.format(*found), flush=True)
