"""The Kernel lab beside torch: 400 random matrices, kernels, biases, activations, paddings, strides and dilations, and each kind of pool."""

import math
import random
from collections.abc import Callable

import pytest
import torch
from torch import Tensor
from torch.nn import functional

from designer.network.errors import ShapeError
from designer.network.kernel_lab import KernelLab, LabActivation, LabSweep, Matrix, Mode
from designer.network.kernel_lab_terms import output

CASES = 100
NEAR = 1e-12


def random_matrix(draw: random.Random, rows: int, columns: int) -> Matrix:
    return tuple(tuple(draw.uniform(-1, 1) for _ in range(columns)) for _ in range(rows))


def random_lab(draw: random.Random, mode: Mode) -> KernelLab:
    def pair(most: int) -> tuple[int, int]:
        return draw.randint(1, most), draw.randint(1, most)

    window = pair(9 if mode is Mode.CONVOLVE else 4)
    dilation = pair(3) if mode in (Mode.CONVOLVE, Mode.MAX) else (1, 1)
    if mode is Mode.CONVOLVE:
        sides = (draw.randint(0, 4), draw.randint(0, 4), draw.randint(0, 4), draw.randint(0, 4))
        sweep = LabSweep(pair(4), draw.choice(("valid", "same", "wide", pair(5), sides)), dilation)
    else:
        sweep = LabSweep(pair(4), draw.choice(("valid", "same", (window[0] // 2, window[1] // 2))), dilation)
    matrix = random_matrix(draw, *pair(20))
    bias, activation = draw.choice((0.0, draw.uniform(-1, 1))), draw.choice(tuple(LabActivation))
    return KernelLab(matrix, random_matrix(draw, *window), mode, "", sweep, sweep, window, bias, activation)


def torchs(lab: KernelLab) -> Tensor:
    """Return what torch makes of it, in float64."""
    rows, columns = lab.sides(0), lab.sides(1)
    fill = -math.inf if lab.mode is Mode.MAX else 0.0
    picture = functional.pad(torch.tensor(lab.matrix, dtype=torch.float64)[None, None], (*columns, *rows), value=fill)
    stride, dilation = lab.sweep.stride, lab.sweep.dilation
    if lab.mode is Mode.CONVOLVE:
        kernel = torch.tensor(lab.kernel, dtype=torch.float64)[None, None]
        bias = torch.tensor([lab.bias], dtype=torch.float64)
        found = functional.conv2d(picture, kernel, bias, stride=stride, dilation=dilation)[0, 0]
        return functional.relu(found) if lab.activation is LabActivation.RELU else found
    if lab.mode is Mode.MAX:
        return functional.max_pool2d(picture, lab.pool, stride, dilation=dilation)[0, 0]
    pooled: Callable[..., Tensor] = functional.avg_pool2d
    return pooled(picture, lab.pool, stride, divisor_override=1 if lab.mode is Mode.SUM else None)[0, 0]


@pytest.mark.parametrize("mode", Mode)
def test_every_result_is_torchs(mode: Mode) -> None:
    draw = random.Random(f"kernel lab, {mode}")
    compared = refused = 0
    while compared < CASES:
        lab = random_lab(draw, mode)
        try:
            ours = output(lab)
        except ShapeError:
            refused += 1
            with pytest.raises(RuntimeError):
                torchs(lab)
            continue
        theirs = torchs(lab)
        assert theirs.shape == (len(ours), len(ours[0])), lab
        assert torch.allclose(torch.tensor(ours, dtype=torch.float64), theirs, rtol=0, atol=NEAR), lab
        compared += 1
    assert refused, "no window was too large"
