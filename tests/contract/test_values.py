"""What blocks compute, against sums written out: SAME padding, pools at the edge, merges."""

import itertools
import random

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from designer.network.blocks import BLOCK_TYPES
from designer.network.blocks.base import BlockSpec
from designer.network.shapes import Shape
from tests.contract.random_blocks import random_spec
from tests.contract.test_shapes import our_shape
from tests.contract.torch_side import TorchBlock

Maps = NDArray[np.float64]
SLIDING = [name for name in ("conv2d", "depthwise_conv2d", "max_pool", "avg_pool", "sum_pool") if name in BLOCK_TYPES]


def sides(padding: object, axis: int, size: int, kernel: int, stride: int, dilation: int) -> tuple[int, int]:
    """Return the padding before and after, from the format's words."""
    if padding == "valid":
        return 0, 0
    if padding == "same":
        needed = (int(np.ceil(size / stride)) - 1) * stride + (kernel - 1) * dilation + 1
        total = max(needed - size, 0)
        return total // 2, total - total // 2
    assert isinstance(padding, tuple)
    return (padding[axis], padding[axis]) if len(padding) == 2 else (padding[2 * axis], padding[2 * axis + 1])


def windows(spec: BlockSpec, shape: Shape) -> list[list[list[int]]]:
    """Return for both axes the input positions under each window, those outside the picture included."""
    found = []
    for axis in (0, 1):
        kernel, stride, dilation = spec.kernel[axis], spec.stride[axis], getattr(spec, "dilation", (1, 1))[axis]  # type: ignore[attr-defined]
        before, after = sides(spec.padding, axis, shape[axis + 1], kernel, stride, dilation)  # type: ignore[attr-defined]
        first, axis_windows = -before, []
        while True:
            taps = [first + dilation * tap for tap in range(kernel)]
            overhang = taps[-1] - (shape[axis + 1] + after - 1)
            rounds_up = getattr(spec, "ceil_mode", False) and spec.padding != "same"  # type: ignore[attr-defined]
            # one window may reach over the edge, unless it starts in the trailing padding
            if overhang > 0 and not (rounds_up and overhang < stride and first < shape[axis + 1]):
                break
            axis_windows.append(taps)
            first += stride
        found.append(axis_windows)
    return found


def reference(spec: BlockSpec, block: TorchBlock, image: Maps) -> Maps:
    """Compute the block by adding up cell by cell."""
    rows, columns = windows(spec, image.shape)
    weights = {name: value.detach().double().numpy() for holder in block.holders for name, value in holder.named_parameters()}
    channels = len(weights["weight"]) if weights else len(image)
    out = np.zeros((channels, len(rows), len(columns)))
    for channel, (row, row_taps), (column, column_taps) in itertools.product(range(channels), enumerate(rows), enumerate(columns)):
        cells = [(r, c) for r in row_taps for c in column_taps]
        out[channel, row, column] = value_of(spec, weights, image, channel, channels, cells)
    return out


def value_of(spec: BlockSpec, weights: dict[str, Maps], image: Maps, channel: int, channels: int, cells: list[tuple[int, int]]) -> float:
    _, height, width = image.shape

    def at(source: int, cell: tuple[int, int]) -> float | None:
        inside = 0 <= cell[0] < height and 0 <= cell[1] < width
        return float(image[source][cell]) if inside else None

    if weights:
        kernels = weights["weight"][channel].reshape(-1, len(cells))
        first = channel * len(image) // channels if len(kernels) < len(image) else 0
        first -= first % len(kernels)
        total = sum(k * (at(first + index, cell) or 0.0) for index, kernel in enumerate(kernels) for k, cell in zip(kernel, cells, strict=True))
        return float(total + (weights["bias"][channel] if "bias" in weights else 0.0))
    values = [value for cell in cells if (value := at(channel, cell)) is not None]
    match spec.TYPE:
        case "max_pool":
            return max(values, default=-np.inf)
        case "sum_pool":
            return float(sum(values))
        case _:
            return float(sum(values)) / counted(spec, image, cells, len(values))


def counted(spec: BlockSpec, image: Maps, cells: list[tuple[int, int]], inside: int) -> int:
    """Return how many cells an average divides by."""
    if not spec.count_padding:  # type: ignore[attr-defined]
        return inside
    kernel, stride, padding = spec.kernel, spec.stride, spec.padding  # type: ignore[attr-defined]
    after = [sides(padding, axis, image.shape[axis + 1], kernel[axis], stride[axis], 1)[1] for axis in (0, 1)]
    return sum(row < image.shape[1] + after[0] and column < image.shape[2] + after[1] for row, column in cells)


@pytest.mark.parametrize("type_name", SLIDING)
def test_windows_compute_what_is_written_down(type_name: str) -> None:
    chance, compared = random.Random(type_name), 0
    for _ in range(400):
        spec = random_spec(chance, BLOCK_TYPES[type_name])
        shape = (chance.randint(1, 4), chance.randint(1, 8), chance.randint(1, 8))
        if not isinstance(our_shape(spec, (shape,)), tuple):
            continue
        block = TorchBlock(spec, (shape,))
        image = torch.randn(1, *shape, generator=torch.Generator().manual_seed(compared)) - 1
        made = block(image)[0].detach().numpy()
        expected = reference(spec, block, image[0].double().numpy())
        assert made.shape == expected.shape, f"{spec} of {shape}"
        assert np.allclose(made, expected, atol=1e-4), f"{spec} of {shape}"
        compared += 1
    assert compared >= 30


@pytest.mark.parametrize(("kernel", "stride"), list(itertools.product((1, 2, 3, 4, 5), (1, 2, 3))))
@pytest.mark.parametrize("type_name", SLIDING)
def test_same_gives_as_many_positions_as_strides_fit(type_name: str, kernel: int, stride: int) -> None:
    for size in range(1, 12):
        values = {"kernel": (kernel, kernel), "stride": (stride, stride), "padding": "same"}
        spec = BLOCK_TYPES[type_name](**values)
        block = TorchBlock(spec, ((2, size, size),))
        assert tuple(block(torch.rand(1, 2, size, size)).shape[2:]) == (-(-size // stride),) * 2
